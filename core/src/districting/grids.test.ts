import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { partsOfGraph } from './graph.ts';
import { effectOfChange, mergeGrids, microGrids, rebalanceGrids, splitGrid } from './grid-change.ts';
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

/** The grids of a plan as another assignment would have them. */
function planOf(plan: GridPlan, gridOf: Int32Array): Pick<GridPlan, 'grids' | 'gridOf'> {
  const grids = plan.grids.map((grid, g) => {
    const buildings = [...gridOf.keys()].filter((v) => gridOf[v] === g);
    return {
      ...grid,
      buildings,
      households: buildings.reduce((sum, v) => sum + plan.graph.population[v], 0),
    };
  });
  return { grids, gridOf };
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

  it('a tower above the band is a grid of its own, and the rest fits', () => {
    const tower = [...town('h', 20, 15), { lon: 121.5041, lat: 31.2031, households: 900 }];
    const plan = planGrids(tower, {});
    expectSound(plan, tower);
    expect(plan.grids[plan.gridOf[300]].buildings).toEqual([300]);
    expect(plan.issues.map(({ reason, households }) => [reason, households])).toEqual([
      ['building-too-large', 900],
    ]);
  });

  it('a house behind a wall joins what it sees past the end of the wall, not what lies nearer', () => {
    const at = (column: number, row: number, households = 12): GridBuilding => ({
      lon: 121.5 + STEP * column,
      lat: 31.2 + STEP * row,
      households,
    });
    const lattice = Array.from({ length: 100 }, (_, i) => at(2 + (i % 10), 2 + Math.floor(i / 10)));
    const buildings = [...lattice, at(0, 0, 40), at(6, -6)];
    const wall = (south: number) => ({
      weight: Number.POSITIVE_INFINITY,
      line: [
        [121.5 + STEP, 31.2 + south * STEP],
        [121.5 + STEP, 31.3],
      ] as [number, number][],
    });
    const open = planGrids(buildings, { barriers: [wall(-0.5)] });
    expectSound(open, buildings);
    expect(open.issues).toEqual([]);
    const shut = planGrids(buildings, { barriers: [wall(-2)] });
    expect(shut.issues.map(({ reason, households }) => [reason, households])).toEqual([
      ['area-too-small', 40],
    ]);
  });

  it.each(['i', 'j', 'k', 'l'])('fit even where buildings are few and large; town %s', (seed) => {
    const random = createRandom(seed);
    const buildings = town(seed, 24, 12, () => 40 + random.int(150));
    const plan = planGrids(buildings, {});
    expectSound(plan, buildings);
    expect(plan.issues).toEqual([]);
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

describe('weights of the objective', () => {
  const spreadOf = (values: readonly number[]): number => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length / mean ** 2;
  };

  it.each(['p', 'q', 'r'])('balance evens out the households; town %s', (seed) => {
    const random = createRandom(seed);
    const buildings = town(seed, 30, 20, () => random.int(30));
    const plain = planGrids(buildings, {});
    const even = planGrids(buildings, { weights: { balance: 20 } });
    expectSound(even, buildings);
    expect(even.issues).toEqual([]);
    const spread = (plan: GridPlan) => spreadOf(plan.grids.map(({ households }) => households));
    expect(spread(even)).toBeLessThan(0.5 * spread(plain));
  });

  it('balance evens out the work where buildings name it, inside the band of households', () => {
    const random = createRandom('work');
    const buildings = town('work', 30, 20, () => random.int(30)).map((b, i) => ({
      ...b,
      work: i % 30 < 10 ? 3 : 1,
    }));
    const plain = planGrids(buildings, {});
    const even = planGrids(buildings, { weights: { balance: 50 } });
    expectSound(even, buildings);
    expect(even.issues).toEqual([]);
    const spread = (plan: GridPlan) => spreadOf(plan.grids.map(({ work }) => work));
    expect(spread(even)).toBeLessThan(0.8 * spread(plain));
    expect(even.grids.reduce((sum, { work }) => sum + work, 0)).toBe(1000);
  });

  it('compactness shortens the ways to the middle, borders follow soft barriers', () => {
    const random = createRandom('soft');
    const buildings = town('soft', 30, 20, () => random.int(30));
    const roads = [4, 9, 14, 19, 24].map((column) => ({ ...river(column), weight: 2 }));
    const crossing = (plan: GridPlan): number =>
      plan.grids.reduce(
        (sum, { buildings: units }) =>
          sum + roads.filter((_, k) => new Set(units.map((v) => v % 30 > 5 * k + 4)).size === 2).length,
        0,
      );
    const radius = (plan: GridPlan): number => plan.grids.reduce((sum, grid) => sum + grid.radius, 0);
    const along = planGrids(buildings, { barriers: roads, weights: { borders: 50, compactness: 0.1 } });
    const round = planGrids(buildings, { barriers: roads, weights: { borders: 0, compactness: 10 } });
    for (const plan of [along, round]) expectSound(plan, buildings);
    expect(crossing(along)).toBeLessThan(crossing(round));
    expect(radius(round)).toBeLessThan(radius(along));
  });

  it('refuses weights and work that are none, by field', () => {
    const buildings = town('x', 2, 2);
    expect(() => planGrids(buildings, { weights: { balance: -1 } })).toThrow(
      /weights\.balance must be a number/,
    );
    expect(() => planGrids(buildings, { weights: { borders: Number.NaN } })).toThrow(/weights\.borders/);
    expect(() => planGrids([{ ...buildings[0], work: -1 }], {})).toThrow(/buildings\[0\]\.work/);
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

  it('evens out the work of several grids, each connected and in its band', () => {
    const grown = planGrids(
      buildings.map((b, v) => (plan.gridOf[v] === 0 ? { ...b, households: 16 } : b)),
      { stability: 1, lower: 200, upper: 700 },
    );
    const band = { lower: 300, upper: 500 };
    const group = [...grown.grids.keys()].slice(0, 5);
    const loadOf = (gridOf: Int32Array, load: ArrayLike<number>): number[] =>
      group.map((g) => gridOf.reduce((sum, h, v) => sum + (h === g ? load[v] : 0), 0));
    const spread = (loads: number[]): number => Math.max(...loads) / Math.min(...loads);
    const next = rebalanceGrids(grown, group, band);
    expect(spread(loadOf(next, grown.graph.population))).toBeLessThan(
      spread(loadOf(grown.gridOf, grown.graph.population)),
    );
    expect(spread(loadOf(next, grown.graph.population))).toBeLessThan(1.11);
    expectSound(
      { ...grown, ...planOf(grown, next) },
      buildings.map((b, v) => ({ ...b, households: grown.graph.population[v] })),
    );
    next.forEach((g, v) => {
      if (!group.includes(grown.gridOf[v])) expect(g).toBe(grown.gridOf[v]);
    });
    const cases = buildings.map((_, v) => (v % 7 === 0 ? 5 : 1));
    const byCases = rebalanceGrids(grown, group, band, cases);
    expect(spread(loadOf(byCases, cases))).toBeLessThan(1.3);
    for (const people of loadOf(byCases, grown.graph.population)) {
      expect(people).toBeGreaterThanOrEqual(band.lower);
      expect(people).toBeLessThanOrEqual(band.upper);
    }
    expect(rebalanceGrids({ ...grown, gridOf: next }, group, band)).toEqual(next);
    expect(() => rebalanceGrids(plan, [0], band)).toThrow(/at least two/);
    expect(() => rebalanceGrids(plan, [0, plan.grids.length - 1], band)).toThrow(/do not all touch/);
  });

  it('refuses to merge grids that do not touch', () => {
    const far = plan.grids.length - 1;
    expect(() => mergeGrids(plan, 0, far)).toThrow(/do not touch/);
    expect(() => splitGrid(plan, 999, { lower: 1, upper: 2 })).toThrow(/there is no grid 999/);
  });
});
