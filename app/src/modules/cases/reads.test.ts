// Queues, lists, counts and searches against the rows themselves: whatever index answers, the same cases in the same order.
import { createRandom } from '@renlin/core/random';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase } from '../../../test/case-desk.ts';
import { HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { CASE_COLUMNS } from '../../engines/case/case-store.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { resolveActorAt } from '../org/public.ts';
import { queueBranches, waitingBranches } from './queue.ts';
import { type Branch, countCases, type Filter, listCases, searchWords } from './store.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'reads' });
});
afterAll(() => p.close());

/** Those that are written; others follow from them. */
const COLUMNS = `${CASE_COLUMNS.replaceAll('c.', '')}, due_at, timer_at`;

type Row = {
  id: string;
  state: string;
  path: string;
  unit: string | null;
  facts: Record<string, unknown>;
  due: Date | null;
  filed: Date;
  closed: Date | null;
  by: string | null;
  assist: string[];
};
const actorOf = (who: PersonKey) =>
  p.database.system((tx) =>
    resolveActorAt(
      tx,
      { accountId: p.district.accounts[who], personId: p.district.persons[who] },
      p.clock.at,
    ),
  );
const rowsOf = () =>
  p.database.owner<Row>(
    `select id, state, area_path as path, owner_unit as unit, facts, due_at as due, filed_at as filed, closed_at as closed, filed_by as by,
       assist_units as assist from cases where district_code = 'demo'`,
  );

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a branch says, asked of one row. */
function holds(branch: Branch, row: Row): boolean {
  return (
    (!branch.states || (branch.states.includes(row.state) && row.closed === null)) &&
    (branch.path === undefined || row.path.startsWith(branch.path)) &&
    (branch.unit === undefined || row.unit === branch.unit) &&
    (branch.escalatedTo === undefined || row.facts['escalatedTo'] === branch.escalatedTo) &&
    (branch.post === undefined || row.facts['post'] === branch.post) &&
    (!branch.extensionAsked || isObject(row.facts['extension'])) &&
    (!branch.rulingOpen || isObject(row.facts['ruling'])) &&
    (!branch.notUnits || (row.unit !== null && !branch.notUnits.includes(row.unit))) &&
    (branch.filedBy === undefined || row.by === branch.filedBy) &&
    (branch.assist === undefined || row.assist.includes(branch.assist))
  );
}

const byDue = (a: Row, b: Row) =>
  (a.due?.getTime() ?? Number.POSITIVE_INFINITY) - (b.due?.getTime() ?? Number.POSITIVE_INFINITY) ||
  (a.id < b.id ? -1 : 1);

it('a queue holds what its rules say of the rows, and nothing that is not in sight', async () => {
  const random = createRandom('reads');
  const pick = <T>(from: readonly T[]): T => from[random.int(from.length)] as T;
  const seeds: string[] = [];
  for (const [grid, stage] of [
    ['g1', 'filed'],
    ['g2', 'dispatched'],
    ['g1', 'handling'],
    ['g2', 'checking'],
  ] as const) {
    const { id } = await fileCase(p, null, {}, grid);
    await bring(p, id, stage);
    seeds.push(id);
  }
  const { units, paths, posts } = p.district;
  const unitIds = [...Object.values(units), null];
  const states = ['reported', 'filed', 'dispatched', 'handling', 'paused', 'checking', 'confirming', 'asked'];
  states.push('calling', 'ready', 'card-sent', 'need-open', 'to-notify', 'refused');
  const facts = (): Record<string, unknown> => ({
    ...(random.int(6) === 0 ? { escalatedTo: pick(Object.values(paths)) } : {}),
    ...(random.int(6) === 0 ? { post: pick(Object.values(posts)) } : {}),
    ...(random.int(8) === 0 ? { extension: pick([{ hours: 3 }, null, 'no']) } : {}),
    ...(random.int(8) === 0 ? { ruling: pick([{ by: 'x' }, null]) } : {}),
  });
  for (let n = 0; n < 400; n++)
    await p.database.owner(
      `insert into cases (${COLUMNS}) select ${COLUMNS} from (select (jsonb_populate_record(c, $2::jsonb)).* from cases c where c.id = $1) as copy`,
      [
        pick(seeds),
        JSON.stringify({
          id: p.ids.next(),
          number: `270202-${String(n).padStart(8, '0')}`,
          state: pick(states),
          area_path: pick(Object.values(paths)),
          owner_unit: pick(unitIds),
          assist_units: random.int(5) === 0 ? [pick(Object.values(units))] : [],
          due_at:
            random.int(5) === 0 ? null : new Date(p.clock.at + (random.int(90) - 40) * HOUR).toISOString(),
          closed_at: random.int(7) === 0 ? new Date(p.clock.at).toISOString() : null,
          facts: facts(),
        }),
      ],
    );
  const rows = await rowsOf();
  let compared = 0;
  for (const who of [
    'dispatcher1',
    'worker1',
    'secretary1',
    'urban',
    'housing',
    'verifier',
    'member1',
  ] as PersonKey[]) {
    const actor = await actorOf(who);
    const scope = scopeOf(actor);
    const seen = (row: Row) =>
      (scope.sees ?? []).some((path) => row.path.startsWith(path)) ||
      (row.unit !== null && scope.units.includes(row.unit)) ||
      row.assist.some((unit) => scope.units.includes(unit)) ||
      row.by === scope.account;
    for (const branches of [queueBranches(actor), waitingBranches(actor)])
      for (const filter of [
        {},
        { states: ['filed', 'handling', 'refused'] },
        { unit: units['housing'] },
      ] as Filter[]) {
        const wanted = rows
          .filter((row) => seen(row) && branches.some((branch) => holds(branch, row)))
          .filter((row) => !filter.states || filter.states.includes(row.state))
          .filter((row) => !filter.unit || row.unit === filter.unit)
          .sort(byDue);
        const { listed, second, counted, capped } = await p.platform.db.read(scope, async (tx) => {
          const page = { order: 'due' as const, after: undefined, limit: 7 };
          const first = await listCases(tx, branches, filter, page);
          const last = wanted[6];
          const after = last && { at: last.due?.getTime() ?? null, id: last.id };
          return {
            listed: first,
            second: after ? await listCases(tx, branches, filter, { ...page, after }) : [],
            counted: await countCases(tx, branches, filter, 1000),
            capped: await countCases(tx, branches, filter, 3),
          };
        });
        expect([who, filter, listed.map((one) => one.id)]).toEqual([
          who,
          filter,
          wanted.slice(0, 7).map((one) => one.id),
        ]);
        expect([who, filter, second.map((one) => one.id)]).toEqual([
          who,
          filter,
          wanted.slice(7, 14).map((one) => one.id),
        ]);
        expect([who, filter, counted, capped]).toEqual([
          who,
          filter,
          wanted.length,
          Math.min(4, wanted.length),
        ]);
        compared += wanted.length;
      }
  }
  expect(compared).toBeGreaterThan(300);
  await p.database.owner(`delete from cases where number like '270202-%'`);
});

it('a search finds the newest cases that hold all words, however common they are', async () => {
  const seed = await fileCase(p, null, {}, 'g1');
  await p.database.owner(
    `insert into cases (${COLUMNS}) select ${COLUMNS} from (select (jsonb_populate_record(c, jsonb_build_object(
       'id', '01a00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'), 'number', '270303-' || lpad(n::text, 8, '0')))).*
     from cases c, generate_series(1, $2::int) as n where c.id = $1) as copy`,
    [seed.id, 12_000],
  );
  await p.database.owner(
    `insert into case_words (district_code, case_id, words)
     select district_code, id, array_remove(array['处处', case when n % 3 = 0 then '常见' end, case when n % 60 = 0 then '偶尔' end,
       case when n % 5000 = 0 then '少有' end, case when n < 40 then '旧的' end], null)
     from (select district_code, id, right(number, 8)::int as n from cases where number like '270303-%') c`,
  );
  await p.database.owner('analyze case_words');
  const held = await p.database.owner<{ id: string; words: string[] }>(
    'select case_id as id, words from case_words order by case_id desc',
  );
  const scope = scopeOf(await actorOf('dispatcher1'));
  for (const words of [
    ['处处'],
    ['常见'],
    ['偶尔'],
    ['少有'],
    ['旧的'],
    ['处处', '偶尔'],
    ['常见', '旧的'],
    ['没有'],
  ])
    for (const limit of [5, 120, 500]) {
      const found = await p.platform.db.read(scope, (tx) => searchWords(tx, words, limit));
      const wanted = held.filter((row) => words.every((word) => row.words.includes(word)));
      expect([words, limit, found]).toEqual([words, limit, wanted.slice(0, limit).map((row) => row.id)]);
    }
});
