// Fills an empty database with the demo district. Of several processes that start together one does it and the others find it done.
import type pg from 'pg';
import { listNodes } from '../engines/tree/tree.ts';
import { countMissing } from '../modules/appraisal/public.ts';
import { findUnit } from '../modules/catalogue/public.ts';
import { seedAdmission } from '../modules/demo/admission.ts';
import { seedCallOuts } from '../modules/demo/call-outs.ts';
import { seedDrills } from '../modules/demo/drills.ts';
import { seedEmergencies } from '../modules/demo/emergency.ts';
import { seedEvacuation } from '../modules/demo/evacuation.ts';
import { seedHardDays } from '../modules/demo/hard-days.ts';
import { seedOutside } from '../modules/demo/outside.ts';
import { seedPreparedness } from '../modules/demo/preparedness.ts';
import { seedRegisters } from '../modules/demo/registers.ts';
import { seedReports } from '../modules/demo/reports.ts';
import { hasCases, hasDemo, makeCases, seedCases, seedDistrict } from '../modules/demo/seed.ts';
import { seedStocks } from '../modules/demo/stocks.ts';
import { findDemoAccount, lockDemo } from '../modules/demo/store.ts';
import { seedVisits } from '../modules/demo/visits.ts';
import { learnCategories } from '../modules/suggestions/learn.ts';
import { scopeOf } from '../platform/db/db.ts';
import type { Product } from './compose.ts';
import { ensureDistrict, type Say } from './district.ts';
import type { BuiltPlatform } from './platform.ts';

const STEPS: Record<string, string> = {
  town: '生成演示城区 / drawing the demo town',
  territory: '建立区、街道、社区、网格 / territory',
  organisation: '设置单位、岗位、人员 / units, posts and people',
  catalogue: '装入类别和权责清单 / categories and duty lists',
  map: '写入地图 / map',
  patrols: '安排巡查 / patrols',
  registers: '登记楼栋、组织、关爱对象 / registers',
  cases: '推演九十天的事件 / ninety days of cases',
  admission: '准入清单与减负 / what departments ask',
  outside: '来件与走访 / outside work orders and visits',
  stocks: '应急物资 / emergency supplies',
  emergency: '应急响应 / emergencies',
  hard: '今天的难事：吹哨、督办、裁定 / hard matters of today',
};

export async function ensureDemo(
  platform: BuiltPlatform,
  product: Pick<
    Product,
    | 'catalogue'
    | 'cases'
    | 'admission'
    | 'registers'
    | 'reports'
    | 'suggestions'
    | 'orders'
    | 'visits'
    | 'emergency'
  >,
  config: pg.ClientConfig,
  say: Say,
): Promise<void> {
  await ensureDistrict(config, 'demo', '城阳区（演示）');
  const scope = scopeOf({ kind: 'system', district: 'demo', reason: 'demo' });
  const progress = (step: string) => say(STEPS[step] ?? step);
  await platform.db.tx(scope, async (tx) => {
    await lockDemo(tx);
    if (await hasDemo(tx)) return;
    await seedDistrict(tx, { ids: platform.ids, clock: platform.clock, progress });
    progress('registers');
    await seedRegisters(tx, product.registers);
  });
  if (await platform.db.read(scope, hasCases)) return;
  progress('cases');
  product.catalogue.forget('demo');
  const world = await product.catalogue.facts('demo');
  const cases = await makeCases((work) => platform.db.read(scope, work), {
    clock: platform.clock,
    world,
    district: 'demo',
  });
  const made = await platform.db.tx(scope, async (tx) => {
    await lockDemo(tx);
    if (await hasCases(tx)) return false;
    await seedCases(tx, cases);
    return true;
  });
  if (!made) return;
  await countMissing(platform, 'demo');
  progress('admission');
  const [root] = await platform.db.read(scope, (tx) => listNodes(tx, 'area', { parentId: null }));
  if (!root) throw new Error('the demo has no district');
  await seedAdmission(
    {
      db: platform.db,
      ids: platform.ids,
      now: () => platform.clock.now(),
      admission: product.admission,
      unit: (code) => findUnit(world.catalogue, { code }, '')?.id ?? '',
      area: root,
    },
    'demo',
  );
  await learnCategories(product.suggestions, 'demo');
  const person = async (user: string) => {
    const actor = await platform.db.read(scope, async (tx) => {
      const account = await findDemoAccount(tx, user);
      return (
        account &&
        platform.actorOf(tx, { accountId: account.id, personId: account.person_id, name: account.name })
      );
    });
    if (actor?.kind !== 'staff') throw new Error(`the demo has no ${user}`);
    return actor;
  };
  await seedReports({
    db: platform.db,
    ids: platform.ids,
    now: () => platform.clock.now(),
    reports: product.reports,
    person,
  });
  progress('outside');
  await seedOutside({
    db: platform.db,
    ids: platform.ids,
    orders: product.orders,
    cases: product.cases.parts,
    now: () => platform.clock.now(),
    person,
  });
  await seedVisits({ visits: product.visits, ids: platform.ids, person });
  progress('stocks');
  const [street, secretary] = [await person('street'), await person('secretary')];
  await platform.db.tx(scope, (tx) =>
    seedStocks({ tx, stocks: product.emergency, ids: platform.ids, street, secretary }),
  );
  progress('emergency');
  await seedPreparedness({ preparedness: product.emergency, ids: platform.ids, person });
  await seedEmergencies({ emergency: product.emergency, ids: platform.ids, person });
  await seedEvacuation({ emergency: product.emergency, ids: platform.ids, person });
  await seedCallOuts({ teams: product.emergency, ids: platform.ids, person });
  await seedDrills({ emergency: product.emergency, ids: platform.ids, person });
  progress('hard');
  await seedHardDays({
    read: (work) => platform.db.read(scope, work),
    engine: product.cases.engine,
    world,
    ids: platform.ids,
    now: () => platform.clock.now(),
    missed: (why) => say(`演示少了一段 / one story of the demo is missing: ${why}`),
    person,
  });
}
