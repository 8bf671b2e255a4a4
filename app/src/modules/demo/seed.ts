// Fills an empty district with the demo: real names and codes of 城阳区, an invented town, its organisation, and ninety days of cases.
import { createRandom, type Random } from '@renlin/core/random';
import { insertWholeCases, type WholeCase } from '../../engines/case/mass-store.ts';
import { setBoundary } from '../../engines/tree/boundaries.ts';
import { createNodes, listNodes } from '../../engines/tree/tree.ts';
import type { Clock } from '../../kernel/clock.ts';
import { createIds, type Ids } from '../../kernel/ids.ts';
import { insertAccount } from '../../platform/auth/accounts.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { CasesWorld } from '../cases/public.ts';
import { installPresets, presetDepartments } from '../catalogue/public.ts';
import {
  ensureLevels,
  insertBinding,
  insertHolding,
  insertPersons,
  insertPost,
  openAreaCodes,
} from '../org/public.ts';
import { replaceMap } from '../places/public.ts';
import { castOf } from './cast.ts';
import { seedPatrols } from './patrols.ts';
import { seedDemoPlans } from './plans.ts';
import { seedPolicies } from './policies.ts';
import { type Spot, simulateCases } from './simulate.ts';
import { anyCase, listAssetSpots, listBuildingSpots, moveCaseNumbers, stagesOf } from './store.ts';
import { townAssets, townFeatures } from './town/features.ts';
import { generateTown } from './town/generate.ts';
import type { Town } from './town/town.ts';
import { demoRoles, otherAdministrators } from './users.ts';

const DISTRICT_CODE = '370214';
const CENTER = { lng: 120.396, lat: 36.307 };
const STREETS = 4;
const COMMUNITIES_PER_STREET = 7;
const SEED = 'renlin-demo-1';
const PER_DAY = 28;
const DAYS = 90;
const GRIDS_WITH_STAIRWELLS = 6;
const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕';
const GIVEN = '秀兰建国志强海燕丽华文军晓东玉梅春生立新国庆小红永刚雪梅德胜云霞长青桂英明亮';

export type SeedProgress = (step: string) => void;

type Parts = { tx: Tx; ids: Ids; clock: Clock; random: Random; town: Town; areaIds: Map<string, string> };

/** Is there a demo already? */
export async function hasDemo(tx: Tx): Promise<boolean> {
  return (await listNodes(tx, 'area', { limit: 1 })).length > 0;
}

/** Builds organisation, places and catalogue in one transaction. */
export async function seedDistrict(
  tx: Tx,
  options: { ids: Ids; clock: Clock; progress: SeedProgress },
): Promise<void> {
  const { ids, clock, progress } = options;
  progress('town');
  const town = generateTown({
    seed: SEED,
    district: { code: DISTRICT_CODE, name: '城阳区' },
    streets: realStreets(),
    center: CENTER,
  });
  const parts: Parts = { tx, ids, clock, random: createRandom(SEED), town, areaIds: new Map() };
  progress('territory');
  await ensureLevels(tx, 'four-level');
  await seedAreas(parts);
  progress('organisation');
  const units = await seedUnits(parts);
  await seedParty(parts);
  await seedPosts(parts, units);
  progress('catalogue');
  await installPresets(tx, ids, clock.now());
  await seedPolicies(tx, { ids, now: clock.now(), from: OPENED, departments: units.departments });
  progress('map');
  await replaceMap(tx, {
    source: 'demo',
    title: '城阳区（演示）',
    attribution: town.notice,
    features: townFeatures(town, (key) => parts.areaIds.get(key)),
    assets: townAssets(
      town,
      (kind) => kind,
      (key) => parts.areaIds.get(key),
    ),
  });
  progress('patrols');
  const grids = town.areas.filter((area) => area.level === 'grid');
  const idOf = (key: string | undefined | null) => parts.areaIds.get(key ?? '') as string;
  const keyAt = (level: string) => town.areas.find((area) => area.level === level)?.key;
  await seedPatrols({ tx, ids, now: clock.now(), random: parts.random }, OPENED, {
    district: idOf(keyAt('district')),
    street: idOf(keyAt('street')),
    firstGrid: idOf(grids[0]?.key),
    someGrids: grids.slice(0, GRIDS_WITH_STAIRWELLS).map((grid) => idOf(grid.key)),
  });
  await seedDemoPlans(tx, { ids, now: clock.now() });
}

function realStreets() {
  const codes = openAreaCodes();
  return codes
    .streetsOf(DISTRICT_CODE)
    .slice(0, STREETS)
    .map((street) => ({
      name: street.name,
      code: street.code,
      communities: codes.communitiesOf(street.code).slice(0, COMMUNITIES_PER_STREET),
    }));
}

async function seedAreas({ tx, ids, clock, town, areaIds }: Parts): Promise<void> {
  for (const area of town.areas) areaIds.set(area.key, ids.next());
  const micro = town.microGrids.map((one) => ({
    id: ids.next(),
    parentId: areaIds.get(one.gridKey) ?? null,
    name: one.name,
    level: 'micro-grid',
    attributes: { households: one.households, localCode: one.code },
  }));
  const statistical = (code: string) => (/^\d{6}$|^\d{9}$|^\d{12}$/.test(code) ? code : null);
  const nodes = town.areas.map((area) => ({
    id: areaIds.get(area.key) as string,
    parentId: area.parentKey === null ? null : (areaIds.get(area.parentKey) as string),
    name: area.name,
    level: area.level,
    code: area.level === 'grid' ? null : statistical(area.code),
    attributes: {
      households: area.households,
      ...(area.level === 'grid' ? { localCode: area.code } : {}),
      ...(area.level === 'community' ? { communityType: communityType(town, area.key) } : {}),
    },
  }));
  await createNodes(tx, { commandId: ids.next(), at: clock.now(), effectiveOn: OPENED }, 'area', [
    ...nodes,
    ...micro,
  ]);
  for (const area of town.areas) {
    const command = { commandId: ids.next(), at: clock.now(), effectiveOn: OPENED };
    await setBoundary(tx, command, areaIds.get(area.key) as string, area.geometry);
  }
}

const OPENED = '2024-01-01';

function communityType(town: Town, key: string): string {
  const compounds = town.compounds.filter((compound) => compound.communityKey === key);
  if (compounds.some((compound) => compound.kind === 'village')) return 'village-in-city';
  return compounds.some((compound) => compound.builtYear < 1998) ? 'old-courtyard' : 'commercial';
}

type Units = {
  departments: Map<string, string>;
  command: string;
  supervision: string;
  hotline: string;
  streets: Map<string, string>;
  committees: Map<string, string>;
  firms: Map<string, string>;
};

async function seedUnits({ tx, ids, clock, town, areaIds }: Parts): Promise<Units> {
  const command = { commandId: ids.next(), at: clock.now(), effectiveOn: OPENED };
  const root = town.areas.find((area) => area.level === 'district');
  const units: Units = {
    departments: new Map(),
    command: ids.next(),
    supervision: ids.next(),
    hotline: ids.next(),
    streets: new Map(),
    committees: new Map(),
    firms: new Map(),
  };
  const nodes: Parameters<typeof createNodes>[3][number][] = [];
  const bindings: { from: string; areaKey: string }[] = [];
  const add = (
    id: string,
    name: string,
    level: string,
    code: string | null,
    keys: readonly string[],
    desk = {},
  ) => {
    nodes.push({ id, parentId: null, name, level, code, attributes: desk });
    for (const areaKey of keys) bindings.push({ from: id, areaKey });
    return id;
  };
  const rootKeys = root ? [root.key] : [];
  for (const { code, name } of presetDepartments)
    units.departments.set(code, add(ids.next(), name, 'department', code, rootKeys));
  add(ids.next(), '社会工作部', 'social-work-department', 'social-work', rootKeys);
  add(units.command, '区指挥中心', 'command-centre', 'command-centre', rootKeys, {
    phone: '0532-55550001',
    hours: '全天',
  });
  add(units.supervision, '区监督中心', 'supervision-centre', 'supervision-centre', rootKeys);
  add(units.hotline, '便民热线', 'hotline', 'hotline', rootKeys, { phone: '12345', hours: '全天' });
  for (const [index, area] of town.areas.filter((one) => one.level === 'street').entries()) {
    const phone = `0532-5555${String(1000 + index)}`;
    units.streets.set(
      area.key,
      add(ids.next(), `${area.name}办事处`, 'street-office', null, [area.key], {
        phone,
        hours: '周一至周五 8:30–12:00 13:30–17:30',
      }),
    );
  }
  for (const [index, area] of town.areas.filter((one) => one.level === 'community').entries()) {
    const phone = `0532-5556${String(1000 + index)}`;
    units.committees.set(
      area.key,
      add(ids.next(), committeeName(area.name), 'committee', null, [area.key], {
        phone,
        hours: '周一至周日 8:30–17:30',
      }),
    );
  }
  for (const firm of town.firms) {
    const keys = town.compounds
      .filter((compound) => firm.compoundKeys.includes(compound.key))
      .flatMap((compound) => compound.gridKeys);
    units.firms.set(firm.key, add(ids.next(), firm.name, 'property-firm', null, [...new Set(keys)]));
  }
  await createNodes(tx, command, 'unit', nodes);
  for (const { from, areaKey } of bindings) await bind(tx, ids, 'jurisdiction', from, areaIds.get(areaKey));
  return units;
}

function committeeName(name: string): string {
  const bare = name.replace(/(居民|村民)委员会$/, '').replace(/社区居委会$|居委会$|村委会$/, '');
  return `${bare}${bare.endsWith('村') ? '村民委员会' : '居民委员会'}`;
}

async function bind(
  tx: Tx,
  ids: Ids,
  kind: 'branch' | 'jurisdiction',
  fromId: string,
  toId: string | undefined,
): Promise<void> {
  if (toId) await insertBinding(tx, { id: ids.next(), kind, fromId, toId, validFrom: OPENED });
}

/** 街道党工委 → 社区党委 → 网格党支部 → 党小组: a branch for every grid but a few, so that the gaps report has something to show. */
async function seedParty({ tx, ids, clock, town, areaIds }: Parts): Promise<void> {
  const nodes: Parameters<typeof createNodes>[3][number][] = [];
  const bindings: { from: string; to: string }[] = [];
  const byArea = new Map<string, string>();
  const add = (key: string, parentKey: string | null, name: string, level: string) => {
    const id = ids.next();
    byArea.set(key, id);
    nodes.push({ id, parentId: parentKey === null ? null : (byArea.get(parentKey) ?? null), name, level });
    const to = areaIds.get(key);
    if (to) bindings.push({ from: id, to });
  };
  for (const area of town.areas) {
    if (area.level === 'street') add(area.key, null, `${area.name}党工委`, 'working-committee');
    if (area.level === 'community')
      add(area.key, area.parentKey, `${shortCommunity(area.name)}党委`, 'committee');
    if (area.level === 'grid' && Number.parseInt(area.code.slice(-2), 10) % 9 !== 8)
      add(area.key, area.parentKey, `${area.name}党支部`, 'branch');
  }
  await createNodes(tx, { commandId: ids.next(), at: clock.now(), effectiveOn: OPENED }, 'party', nodes);
  for (const { from, to } of bindings) await bind(tx, ids, 'branch', from, to);
}

function shortCommunity(name: string): string {
  return name.replace(/(居民|村民)?委员会$|居委会$|村委会$/, '');
}

async function seedPosts(parts: Parts, units: Units): Promise<void> {
  const { tx, ids, clock, random, town, areaIds } = parts;
  const people: { id: string; staffNo: string; name: string; phone: string | null }[] = [];
  const posts: { post: Parameters<typeof insertPost>[1]; person: string | null }[] = [];
  const accounts: { login: string; name: string; personId: string }[] = [];
  let number = 1000;
  const person = (name = inventName(random), login?: string) => {
    const id = ids.next();
    const staffNo = `CY${++number}`;
    people.push({ id, staffNo, name, phone: null });
    accounts.push({ login: login ? `demo-${login}` : staffNo, name, personId: id });
    return id;
  };
  const post = (
    unitId: string,
    areaKey: string,
    title: string,
    kind: string,
    duties: readonly string[],
    holder: string | null,
    publishedName: string | null = null,
  ) => {
    posts.push({
      post: {
        id: ids.next(),
        unitId,
        areaId: areaIds.get(areaKey) as string,
        title,
        kind,
        duties: [...duties].sort(),
        publishedName,
        validFrom: OPENED,
      },
      person: holder,
    });
  };
  const root = town.areas.find((area) => area.level === 'district')?.key as string;
  const demo = demoRoles;
  post(
    units.supervision,
    root,
    demo.verifier.title,
    demo.verifier.kind,
    demo.verifier.duties,
    person(demo.verifier.name, 'verifier'),
  );
  post(
    units.hotline,
    root,
    demo.hotline.title,
    demo.hotline.kind,
    demo.hotline.duties,
    person(demo.hotline.name, 'hotline'),
  );
  post(
    units.command,
    root,
    demo.admin.title,
    demo.admin.kind,
    demo.admin.duties,
    person(demo.admin.name, 'admin'),
  );
  post(
    units.command,
    root,
    '区指挥中心值班长',
    'leader',
    ['intake', 'dispatch', 'escalate-receive', 'approve-extension', 'supervise', 'rule', 'view'],
    person(),
  );
  for (const other of Object.values(otherAdministrators)) {
    post(units.command, root, other.title, other.kind, other.duties, person(other.name, other.user));
  }
  for (const { code, name } of presetDepartments) {
    const unit = units.departments.get(code) as string;
    const isDemo = code === 'urban-management';
    post(
      unit,
      root,
      isDemo ? demo.department.title : `${name}处置员`,
      'clerk',
      ['handle', 'apply-admission'],
      isDemo ? person(demo.department.name, 'department') : person(),
    );
  }
  const firstStreet = town.areas.find((area) => area.level === 'street')?.key;
  for (const [key, unit] of units.streets) {
    const isDemo = key === firstStreet;
    post(
      unit,
      key,
      demo.street.title,
      'clerk',
      demo.street.duties,
      isDemo ? person(demo.street.name, 'street') : person(),
    );
    post(
      unit,
      key,
      demo.commander.title,
      'leader',
      demo.commander.duties,
      isDemo ? person(demo.commander.name, 'commander') : person(),
    );
    post(unit, key, '街道综合执法队员', 'professional', ['handle', 'caretaker', 'report'], person());
  }
  const firstCommunity = town.areas.find((area) => area.level === 'community')?.key;
  for (const [key, unit] of units.committees) {
    const isDemo = key === firstCommunity;
    post(
      unit,
      key,
      demo.secretary.title,
      'secretary',
      demo.secretary.duties,
      isDemo ? person(demo.secretary.name, 'secretary') : person(),
    );
    post(unit, key, '网格长', 'grid-head', ['report', 'handle', 'view'], person());
  }
  const grids = town.areas.filter((area) => area.level === 'grid');
  for (const [index, grid] of grids.entries()) {
    const unit = units.committees.get(grid.parentKey as string);
    if (!unit) continue;
    const isDemo = index === 0;
    // Every fortieth grid waits for its worker: the coverage check must have something to find.
    const vacant = !isDemo && index % 40 === 17;
    const holder = vacant ? null : isDemo ? person(demo.worker.name, 'worker') : person();
    const published = holder ? `${people.at(-1)?.name.slice(0, 1)}师傅` : null;
    post(unit, grid.key, demo.worker.title, 'full-time', demo.worker.duties, holder, published);
  }
  const firstFirm =
    town.firms.find((firm) =>
      town.compounds.some(
        (c) => firm.compoundKeys.includes(c.key) && c.gridKeys.includes(grids[0]?.key ?? ''),
      ),
    )?.key ?? town.firms[0]?.key;
  for (const firm of town.firms) {
    const unit = units.firms.get(firm.key) as string;
    const gridKey = town.compounds.find((compound) => firm.compoundKeys.includes(compound.key))?.gridKeys[0];
    if (!gridKey) continue;
    const isDemo = firm.key === firstFirm;
    post(
      unit,
      gridKey,
      demo.property.title,
      'leader',
      demo.property.duties,
      isDemo ? person(demo.property.name, 'property') : person(),
    );
  }
  await insertPersons(tx, people);
  for (const { post: one, person: holder } of posts) {
    await insertPost(tx, one);
    if (holder) {
      await insertHolding(tx, {
        id: ids.next(),
        postId: one.id,
        personId: holder,
        acting: false,
        validFrom: OPENED,
        validTo: null,
      });
    }
  }
  for (const account of accounts) {
    await insertAccount(tx, ids, clock.now(), { district: tx.scope.district, ...account });
  }
}

function inventName(random: Random): string {
  const surnames = [...SURNAMES];
  const given = [...GIVEN];
  return `${random.pick(surnames)}${random.pick(given)}${random.next() < 0.75 ? random.pick(given) : ''}`;
}

export async function hasCases(tx: Tx): Promise<boolean> {
  return anyCase(tx);
}

/** Ninety days of cases by the people who are there. Living them through takes a while, so no transaction is open meanwhile. */
export async function makeCases(
  read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  options: { clock: Clock; world: CasesWorld; district: string },
): Promise<WholeCase[]> {
  const { clock, world, district } = options;
  const random = createRandom(`${SEED}-cases`);
  const now = clock.now();
  let idClock = now;
  const ids = createIds(
    () => idClock,
    (size) => Uint8Array.from({ length: size }, () => random.int(256)),
  );
  const cast = await read((tx) => castOf(tx, now, () => random.next()));
  const spots = await read((tx) => spotsOf(tx));
  const stages = await read(stagesOf);
  return simulateCases({
    stages,
    random,
    world,
    cast,
    now,
    days: DAYS,
    perDay: PER_DAY,
    district,
    spots,
    idAt(at) {
      idClock = at;
      return ids.next();
    },
  });
}

export async function seedCases(tx: Tx, cases: readonly WholeCase[]): Promise<void> {
  await insertWholeCases(tx, cases);
  await moveCaseNumbers(tx, Math.ceil((cases.length + 200) / 50) * 50 + 1);
}

async function spotsOf(tx: Tx): Promise<{ assets: Spot[]; buildings: Spot[] }> {
  const assets = await listAssetSpots(tx);
  const buildings = await listBuildingSpots(tx);
  const spot = (
    row: { area_id: string; path: string; lng: number; lat: number; address: string | null },
    assetKind: string | null,
  ): Spot => ({
    areaId: row.area_id,
    areaPath: row.path,
    lng: row.lng,
    lat: row.lat,
    address: row.address ?? '',
    assetKind,
  });
  return {
    assets: assets.map((row) => spot(row, row.kind)),
    buildings: buildings.map((row) => spot(row, null)),
  };
}
