import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { partsOfGraph } from './graph.ts';
import { effectOfChange, mergeGrids, microGrids, splitGrid } from './grid-change.ts';
import { type GridBuilding, type GridPlan, planGrids } from './grids.ts';

const STEP = 0.0004;

/** Buildings on a jittered lattice, about 40 m apart. */
function town(seed: string, wide: number, high: number, households = (): number => 12): GridBuilding[] {
  const random = createRandom(seed);
  return Array.from({ length: wide * high }, (_, i) => ({
    lon: 121.5 + STEP * ((i % wide) + random.range(-0.2, 0.2)),
    lat: 31.2 + STEP * (Math.floor(i / wide) + random.range(-0.2, 0.2)),
    households: households(),
  }));
}

function river(column: number): { weight: number; line: [number, number][] } {
  const lon = 121.5 + STEP * (column + 0.5);
  return {
    weight: Number.POSITIVE_INFINITY,
    line: [
      [lon, 31.1],
      [lon, 31.9],
    ],
  };
}

function expectSound(plan: GridPlan, buildings: readonly GridBuilding[]): void {
  const { part } = partsOfGraph(plan.graph, (a, b) => plan.gridOf[a] === plan.gridOf[b]);
  plan.grids.forEach((grid, g) => {
    if (grid.kind === 'standard') expect(new Set(grid.buildings.map((v) => part[v])).size).toBe(1);
    expect(grid.households).toBe(grid.buildings.reduce((sum, v) => sum + buildings[v].households, 0));
    for (const v of grid.buildings) expect(plan.gridOf[v]).toBe(g);
    expect(new Set(grid.buildings.map((v) => buildings[v].community)).size).toBe(1);
  });
  expect(plan.grids.reduce((sum, grid) => sum + grid.buildings.length, 0)).toBe(buildings.length);
}

describe('household grids', () => {
  it.each(['a', 'b', 'c'])(
    'are contiguous, in the band, on one side of each river, in one community; town %s',
    (seed) => {
      const random = createRandom(seed);
      const buildings = town(seed, 30, 20, () => random.int(30)).map((b, i) => ({
        ...b,
        community: i % 30 < 14 ? '东' : '西',
      }));
      const plan = planGrids(buildings, { barriers: [river(7)] });
      expectSound(plan, buildings);
      expect(plan.issues).toEqual([]);
      for (const grid of plan.grids) {
        expect(grid.households).toBeGreaterThanOrEqual(300);
        expect(grid.households).toBeLessThanOrEqual(500);
        expect(new Set(grid.buildings.map((v) => v % 30 <= 7)).size).toBe(1);
      }
      expect(planGrids(buildings, { barriers: [river(7)] }).gridOf).toEqual(plan.gridOf);
    },
  );

  it('are numbered from north to south in rows and west to east in each', () => {
    const plan = planGrids(town('n', 20, 20), {});
    const { grids } = plan;
    expect(grids.map(({ code }) => code)).toEqual(grids.map((_, i) => String(i + 1).padStart(3, '0')));
    const last = grids[grids.length - 1];
    expect(grids[0].lat).toBeGreaterThan(last.lat);
    expect(grids[0].lon).toBeLessThan(last.lon);
  });

  it('keep special grids and villages whole, without the band', () => {
    const buildings = town('s', 12, 12).map((b, i) =>
      i < 3 ? { ...b, exclusive: 'hospital' } : i > 140 ? { ...b, village: 'Li' } : b,
    );
    const plan = planGrids(buildings, {});
    expect(plan.grids.filter(({ kind }) => kind === 'exclusive').map(({ buildings: list }) => list)).toEqual([
      [0, 1, 2],
    ]);
    expect(plan.grids.filter(({ kind }) => kind === 'village').map(({ households }) => households)).toEqual([
      36,
    ]);
    expect(plan.issues).toEqual([]);
  });

  it('explain what cannot be, with the least that would have to give', () => {
    const tower = [...town('t', 10, 6), { lon: 121.502, lat: 31.2, households: 800 }];
    const large = planGrids(tower, {}).issues.find(({ reason }) => reason === 'building-too-large');
    expect(large).toMatchObject({ building: 60 });
    const cut = planGrids(town('u', 20, 6), { barriers: [river(2)] });
    expect(cut.issues[0]).toMatchObject({
      reason: 'area-too-small',
      barrier: 0,
      households: 216,
      relaxed: { lower: 216, upper: 500 },
    });
    const gap = planGrids(town('g', 9, 5), {});
    expect(gap.issues[0]).toMatchObject({ reason: 'between-counts', relaxed: { lower: 270, upper: 500 } });
    expect(() => planGrids([], {})).toThrow(/buildings: the list is empty/);
    expect(() => planGrids([{ lon: 0, lat: 0, households: -1 }], {})).toThrow(/buildings\[0\].households/);
    expect(() => planGrids(town('x', 2, 2), { lower: 9, upper: 3 })).toThrow(/not a band/);
  });

  it('stay where they are when asked to, and move few households when one must give', () => {
    const first = planGrids(town('v', 20, 15), {});
    const living = town('v', 20, 15).map((b, v) => ({ ...b, existing: first.grids[first.gridOf[v]].code }));
    const same = planGrids(living, { stability: 1 });
    expect(same.changedHouseholds).toBe(0);
    const grown = living.map((b, v) => (first.gridOf[v] === 0 ? { ...b, households: 22 } : b));
    const next = planGrids(grown, { stability: 1 });
    const anew = planGrids(grown, {});
    expectSound(next, grown);
    expect(next.issues).toEqual([]);
    expect(next.changedHouseholds).toBeLessThanOrEqual(anew.changedHouseholds);
    expect(next.changedHouseholds).toBeLessThan(700);
  });
});

describe('a living plan', () => {
  const buildings = town('w', 20, 15);
  const plan = planGrids(buildings, {});

  it('divides grids in micro-grids, splits, merges, and shows the effect first', () => {
    const micro = microGrids(plan, 50);
    for (const list of micro) {
      expect(list.flat().length).toBeGreaterThan(0);
      for (const units of list) expect(units.length * 12).toBeLessThanOrEqual(100);
    }
    const halves = splitGrid(plan, 0, { lower: 100, upper: 300 });
    expect(new Set(halves).size).toBe(plan.grids.length + 1);
    const back = mergeGrids({ ...plan, gridOf: halves }, 0, plan.grids.length);
    expect(back).toEqual(plan.gridOf);
    const effect = effectOfChange(plan.gridOf, halves, {
      households: buildings.map((b) => b.households),
      openCases: buildings.map(() => 1),
      staff: plan.grids.map(() => 2),
    });
    expect(effect.households).toBe(12 * effect.cases);
    expect(effect.withoutStaff).toEqual([plan.grids.length]);
    expect(
      effectOfChange(plan.gridOf, plan.gridOf, { households: [], openCases: [], staff: [] }).households,
    ).toBe(0);
  });

  it('refuses to merge grids that do not touch', () => {
    const far = plan.grids.length - 1;
    expect(() => mergeGrids(plan, 0, far)).toThrow(/do not touch/);
    expect(() => splitGrid(plan, 999, { lower: 1, upper: 2 })).toThrow(/there is no grid 999/);
  });
});
