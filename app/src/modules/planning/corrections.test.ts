// A living plan of grids: taken as it is today, evened out between neighbours, divided into micro-grids; each with what it would move.
import { contains } from '@renlin/core/geometry/contains';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileCase } from '../../../test/case-desk.ts';
import { at, grids, type PlanningDesk, planningDesk } from '../../../test/planning-desk.ts';

let desk: PlanningDesk;
beforeAll(async () => {
  desk = await planningDesk('corrections');
});
afterAll(async () => {
  expect(await desk.p.doctor()).toEqual([]);
  await desk.p.close();
});

type Grid = { code: string; households: number; cases: number };
const numbers = (result: { grids: Grid[] }) => result.grids.map((grid) => grid.households);

/** Every house of a grid is reached from every other through houses of the grid that stand beside it in the lattice. */
function pieces(result: { buildings: string[]; gridOf: number[] }): number {
  const gridOf = new Map(result.buildings.map((id, i) => [id, result.gridOf[i]]));
  const left = new Set(result.buildings);
  let found = 0;
  for (const start of result.buildings) {
    if (!left.delete(start)) continue;
    found += 1;
    const queue = [start];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [x = 0, y = 0] = next.slice(1).split('-').map(Number);
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        const beside = `h${x + dx}-${y + dy}`;
        if (gridOf.get(beside) === gridOf.get(next) && left.delete(beside)) queue.push(beside);
      }
    }
  }
  return found;
}

it('takes the grids of today as they are, for corrections alone', async () => {
  const wide = grids({ lower: 300, upper: 1200, asToday: true });
  const done = await desk.run('secretary1', await desk.plan('secretary1', wide));
  const { result } = done;
  expect(numbers(result)).toEqual([1000, 1000]);
  expect(result.figures.changed).toBe(0);
  expect(result.grids.map((grid: { continues: { name: string } }) => grid.continues.name)).toHaveLength(2);
  expect(new Set(result.grids.map((grid: { continues: { id: string } }) => grid.continues.id)).size).toBe(2);
  // What has no grid yet goes to the nearest one.
  await desk.p.database.owner(`update map_features set area_id = $1 where id = 'h0-0'`, [
    desk.p.district.areas.c1,
  ]);
  const loose = await desk.run('secretary1', await desk.plan('secretary1', wide));
  const grid = loose.result.gridOf[loose.result.buildings.indexOf('h0-0')];
  expect(grid).toBe(loose.result.gridOf[loose.result.buildings.indexOf('h0-1')]);
  await desk.p.database.owner(`update map_features set area_id = $1 where id = 'h0-0'`, [
    desk.p.district.areas.g1,
  ]);
});

it('evens neighbours out by households or by open cases, and says what would move', async () => {
  const id = await desk.plan('secretary1', grids({ lower: 200, upper: 1800, asToday: true }));
  const base = await desk.run('secretary1', id);
  const [first, second] = base.result.grids.map((grid: Grid) => grid.code);
  const attempt = (corrections: object[]) =>
    desk.ask('secretary1', 'POST', `/runs/${base.id}/try`, { corrections });
  // Made uneven first, house by house along the border, then evened out.
  const moves = Array.from({ length: 10 }, (_, y) => ({
    kind: 'move',
    building: `h10-${y}`,
    to: first,
  })).concat(Array.from({ length: 10 }, (_, y) => ({ kind: 'move', building: `h11-${y}`, to: first })));
  const uneven = await attempt(moves);
  expect(numbers(uneven.body.result)).toEqual([1200, 800]);
  const balance = { kind: 'balance', grids: [first, second], by: 'households' };
  const even = await attempt([...moves, balance]);
  expect(even.status, even.text).toBe(200);
  expect(even.body.result.figures.imbalance).toBeLessThan(uneven.body.result.figures.imbalance / 3);
  expect(pieces(even.body.result)).toBe(2);
  expect(even.body.result.figures.households).toBe(2000);
  // Even already: nothing is better, and the step says so instead of moving people for nothing.
  const twice = await attempt([balance]);
  expect([twice.status, twice.body.code, twice.body.errors[0].path]).toEqual([
    400,
    'planning.correction-no-better',
    'corrections/0',
  ]);
  // Six cases in the far corner: the grid that holds them becomes smaller.
  for (const [x, y] of [
    [0, 0],
    [1, 1],
    [2, 3],
    [3, 6],
    [4, 8],
    [6, 5],
  ] as const) {
    const [lng, lat] = at(x, y);
    await fileCase(desk.p, 'worker1', { point: { lng, lat } });
  }
  const byCases = await attempt([{ ...balance, by: 'cases' }]);
  expect(byCases.status, byCases.text).toBe(200);
  const { figures, grids: after } = byCases.body.result;
  expect(after.map((grid: Grid) => grid.cases)).toEqual([3, 3]);
  expect(figures).toMatchObject({ casesMost: 3, casesImbalance: 0, movedCases: 3 });
  expect(figures.changed).toBeGreaterThan(0);
  expect(byCases.body.result.today).toMatchObject({ casesMost: 6, casesImbalance: 1 });
  // A grid that is not there, or one alone, shares nothing.
  const strange = await attempt([{ kind: 'balance', grids: [first, 'none'], by: 'households' }]);
  expect(strange.body.code).toBe('planning.correction-unknown');
  const alone = await attempt([{ kind: 'balance', grids: [first], by: 'households' }]);
  expect(alone.status).toBe(400);
  // Kept, it is a run of its own, the same when asked again.
  const kept = await desk.run('secretary1', id, {
    base: base.id,
    corrections: [{ ...balance, by: 'cases' }],
  });
  const again = await desk.run('secretary1', id, { again: kept.id });
  expect(again.resultHash).toBe(kept.resultHash);
});

it('divides grids into micro-grids that tile them, numbered from the north-west', async () => {
  const done = await desk.run('secretary1', await desk.plan('secretary1', grids({ micro: 50 })));
  const { micro, gridOf, grids: made, buildings, outlines } = done.result;
  expect(micro.groups.length).toBeGreaterThanOrEqual(30);
  const sums = new Map<string, number>();
  for (const one of micro.groups) sums.set(one.grid, (sums.get(one.grid) ?? 0) + one.households);
  expect(made.map((grid: Grid) => sums.get(grid.code))).toEqual(numbers(done.result));
  for (const one of micro.groups) {
    expect(one.households).toBeGreaterThanOrEqual(25);
    expect(one.households).toBeLessThanOrEqual(75);
    expect(one.code.startsWith(`${one.grid}-`)).toBe(true);
  }
  // Each house in the outline of its micro-grid, and that inside the outline of its grid.
  buildings.forEach((id: string, i: number) => {
    const [x = 0, y = 0] = id.slice(1).split('-').map(Number);
    const point = at(x, y);
    const cell = micro.microOf[i];
    expect([id, micro.groups[cell].grid]).toEqual([id, made[gridOf[i]].code]);
    expect([id, contains(micro.outlines[cell], point), contains(outlines[gridOf[i]], point)]).toEqual([
      id,
      true,
      true,
    ]);
  });
  const plain = await desk.run('secretary1', await desk.plan('secretary1', grids()));
  expect(plain.result.micro).toBeNull();
  expect(plain.result.gridOf).toEqual(gridOf);
});

it('balances work when asked to, and a run that rests on open cases rests on those of its day', async () => {
  const wide = { lower: 300, upper: 600, barriers: {} };
  const imbalance = async (more: object) =>
    (await desk.run('secretary1', await desk.plan('secretary1', grids({ ...wide, ...more })))).result.figures;
  const plain = await imbalance({});
  const even = await imbalance({ weights: { compactness: 0.2, borders: 0.2, balance: 20 } });
  expect(even.imbalance).toBeLessThanOrEqual(plain.imbalance);
  const weights = { compactness: 0, borders: 0, balance: 20 };
  const id = await desk.plan('secretary1', grids({ ...wide, workBy: 'both', weights }));
  const first = await desk.run('secretary1', id);
  const byHouseholds = await desk.run(
    'secretary1',
    await desk.plan('secretary1', grids({ ...wide, weights })),
  );
  // Six cases weigh as much as the two thousand households.
  const most = ({ grids: made }: { grids: Grid[] }) =>
    Math.max(...made.map((grid) => grid.households / 2000 + grid.cases / 6));
  expect(most(first.result)).toBeLessThan(most(byHouseholds.result));
  for (const [x, y] of [
    [19, 9],
    [18, 8],
    [17, 9],
    [18, 9],
    [19, 8],
    [16, 9],
  ] as const) {
    const [lng, lat] = at(x, y);
    await fileCase(desk.p, 'worker1', { point: { lng, lat } });
  }
  const again = await desk.run('secretary1', id, { again: first.id });
  expect(again.resultHash).toBe(first.resultHash);
  expect(again.result.grids.map((grid: Grid) => grid.cases)).not.toEqual(
    first.result.grids.map((grid: Grid) => grid.cases),
  );
  const anew = await desk.run('secretary1', id);
  expect(anew.resultHash).not.toBe(first.resultHash);
  const bad = await desk.ask('secretary1', 'POST', '/plans', {
    id: desk.p.ids.next(),
    name: '重得离谱',
    areaId: desk.p.district.areas.c1,
    question: grids({ weights: { balance: 21, mood: 1 } }),
  });
  expect(bad.status).toBe(400);
});
