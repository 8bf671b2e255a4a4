// Kept counts against the rows that they were made from: the same number for every question and every day, whatever happened to the rows.
import { createRandom } from '@renlin/core/random';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileCase } from '../../../test/case-desk.ts';
import { DAY, HOUR, MINUTE, type TestProduct, testProduct } from '../../../test/product.ts';
import { endOfCivilDay } from '../../kernel/clock.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { checkKept, keepCounts } from './kept.ts';
import type { Move } from './outcome.ts';
import { countMissing } from './outcomes.ts';
import { readCounts, readSeen } from './rate-reading.ts';
import { rateRules } from './rules.ts';
import * as store from './store.ts';
import { findMark } from './store-kept.ts';
import type { Split } from './store-parts.ts';
import { countRates, type RateFilter } from './store-rates.ts';
import { hasStale } from './store-reading.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'kept' });
});
afterAll(() => p.close());

const system = scopeOf({ kind: 'system', district: 'demo', reason: 'test' });
const BLIND = { whole: false, sees: () => false };
const rule = rateRules[0] as (typeof rateRules)[number];
const groupings: readonly Split[] = ['area', 'unit', 'category', 'month', 'week', 'day', 'area-month'];
const grids = ['g1', 'g2', 'g3', 'g4'] as const;

const bare = (rows: { key: string; inSight: boolean }[]) => rows.map(({ inSight: _, ...row }) => row);

it('are the rows, for every question and every day, whatever happens', async () => {
  const random = createRandom('kept');
  const pick = <T>(from: readonly T[]): T => from[random.int(from.length)] as T;
  const { paths, units } = p.district;
  const begun = p.clock.at;
  const cases: { id: string; filedAt: number; version: number; grid: (typeof grids)[number] }[] = [];
  const late: string[] = [];
  const unitIds = [units['urban-management'], units['housing'], null] as (string | null)[];
  const keys = [...new Set(grids.flatMap((grid) => paths[grid].split('/').filter((key) => key !== '')))];
  const newPath = `${paths.c1}zz/`;
  let compared = 0;

  async function compareSome(many: number) {
    for (let i = 0; i < many; i++) {
      const past = begun + random.int(Math.max(1, p.clock.at - begun));
      const from = begun - DAY + random.int(3) * DAY;
      const filter: RateFilter & { areaKey: string } = {
        until: random.int(2) === 0 ? p.clock.at + 1 : Math.min(p.clock.at + 1, endOfCivilDay(past)),
        filedFrom: endOfCivilDay(from) - DAY,
        filedBefore: endOfCivilDay(from + (2 + random.int(40)) * DAY),
        areaKey: pick(keys),
        unit: random.int(3) === 0 ? (pick(unitIds) ?? undefined) : undefined,
        categories: random.int(3) === 0 ? ['utility.manhole', 'appearance.hallway'] : undefined,
        kind: random.int(4) === 0 ? 'incident' : undefined,
        rule: pick(rateRules),
      };
      const by = pick(groupings);
      const { kept, rows, stale } = await p.platform.db.read(system, async (tx) => ({
        kept: await readCounts(tx, filter, by, BLIND),
        rows: await countRates(tx, filter, by),
        stale: await hasStale(tx),
      }));
      expect([p.clock.at, filter, by, bare(kept)]).toEqual([p.clock.at, filter, by, bare(rows)]);
      // Where days wait to be counted again, the rows answer for themselves.
      if (!stale) compared += rows.length;
    }
  }

  const moveOf = (one: (typeof cases)[number]): Move => ({
    version: ++one.version,
    at: p.clock.at,
    kind: 'incident',
    category: pick(['utility.manhole', 'appearance.hallway', 'utility.streetlight']),
    areaId: p.district.areas[one.grid],
    areaPath: paths[one.grid],
    unitId: pick(unitIds),
    mergedInto: random.int(6) === 0 ? (cases[0]?.id ?? null) : null,
    urgent: random.int(3) === 0,
    asked: random.int(2) === 0,
    filedAt: one.filedAt,
    respondedAt: random.int(3) === 0 ? p.clock.at : null,
    ended: pick([null, null, 'closed', 'closed', 'declined', 'withdrawn']),
    endedAt: null,
    checked: pick(['yes', 'no', 'unknown']),
    answer: pick(['pending', 'yes', 'no', 'silent', null]),
    keepsAnswer: random.int(3) === 0,
    saidNo: false,
    rating: pick([null, 1, 3, 4, 5]),
    reopened: 0,
    back: random.int(6) === 0 ? Math.max(1, one.version - 2) : null,
  });

  for (let turn = 0; turn < 500; turn++) {
    const dice = random.int(40);
    if (cases.length < 12 && turn % 20 === 0) {
      const grid = pick(grids);
      const filed = await fileCase(p, null, { reporter: { name: '张三', phone: '13812345678' } }, grid);
      // Some came before they were counted: their rows are made from their steps days later.
      if (random.int(3) === 0) {
        await p.database.owner('delete from case_outcomes where case_id = $1', [filed.id]);
        late.push(filed.id);
      } else cases.push({ id: filed.id, filedAt: p.clock.at, version: 1, grid });
    } else if (dice === 0 && late.length > 0) {
      await countMissing(p.product.appraisal, 'demo');
      late.length = 0;
    } else if (dice === 1) {
      // A piece of the territory is moved below another one, and back.
      const [from, to] = random.int(2) ? [paths.g4, newPath] : [newPath, paths.g4];
      await p.database.system((tx) => store.rewritePaths(tx, from, to, p.clock.at));
    } else if (dice < 5 && cases.length > 0) {
      const { id } = pick(cases);
      await p.database.system(async (tx) => {
        await store.lockCase(tx, id);
        const facts = random.int(2)
          ? { excluded: random.int(2) === 0 }
          : { backSolved: pick(['yes', 'no'] as const) };
        await store.writeRecord(tx, id, p.clock.at, facts);
      });
    } else if (cases.length > 0) {
      const one = pick(cases);
      await p.database.system((tx) => store.writeMove(tx, one.id, moveOf(one), false));
    }
    const leap = random.int(12);
    p.clock.at += leap === 0 ? random.int(2 * DAY) : leap < 4 ? random.int(3 * HOUR) : random.int(2 * MINUTE);
    if (random.int(4) === 0) await keepCounts(p.product.appraisal, 'demo');
    if (turn % 10 === 9) await compareSome(6);
  }
  await countMissing(p.product.appraisal, 'demo');
  await keepCounts(p.product.appraisal, 'demo');
  await compareSome(60);
  expect(compared).toBeGreaterThan(300);
  // And what a reader sees of them by areas and units: a part of a street, a unit, both, nothing.
  for (const [sees, own] of [
    [[paths.g1], []],
    [[paths.s1], [units['housing']]],
    [[], [units['urban-management']]],
    [[], []],
  ] as [string[], string[]][]) {
    const reader = { ...system, reach: 'staff' as const, sees, paths: sees, units: own };
    const filter = {
      until: p.clock.at + 1,
      filedFrom: begun - 2 * DAY,
      filedBefore: endOfCivilDay(p.clock.at),
      areaKey: keys[0] as string,
      rule,
    };
    for (const by of groupings) {
      const { seen, rows } = await p.platform.db.read(reader, async (tx) => ({
        seen: await readSeen(tx, filter, by),
        rows: await countRates(tx, filter, by, 'seen'),
      }));
      expect([sees, own, by, bare(seen)]).toEqual([sees, own, by, bare(rows)]);
    }
  }

  // The last answers came from kept counts, not from the way round them.
  const mark = await p.platform.db.read(system, (tx) => findMark(tx, rule));
  expect(mark).toBeGreaterThan(p.clock.at - DAY);

  // The doctor agrees, and sees what is not so.
  const check = () => p.platform.db.read(system, (tx) => checkKept(tx));
  expect((await check()).faults).toEqual([]);
  expect((await check()).days).toBeGreaterThan(5);
  await p.database.owner(
    `update rate_counts set filed = filed + 1 where (aspect, place, filed_day, known_at) = (
       select aspect, place, filed_day, known_at from rate_counts where aspect = 'leaf' order by known_at limit 1)`,
    [],
  );
  expect((await check()).faults).not.toEqual([]);
}, 400_000);
