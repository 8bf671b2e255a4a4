import type { Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { solveCapacitatedLocation, solveCapacitatedMedian } from './capacitated.ts';
import { solveCover } from './cover.ts';
import { loadMipSolver } from './exact-mip.ts';
import { floorDistances } from './formats.ts';
import { solveMaxCover } from './mclp.ts';
import { solveMedian, weightedCosts } from './median.ts';
import { coverageFrontier, coverWithin, medianWorstFirst, twoLevelMedian } from './planning.ts';
import type { CostMatrix } from './types.ts';

let highs: Highs;
beforeAll(async () => {
  highs = await loadMipSolver();
});

function randomMatrix(seed: number, clients: number, sites: number, whole = true): CostMatrix {
  const random = createRandom(seed);
  const cost = new Float64Array(clients * sites);
  for (let k = 0; k < cost.length; k++) cost[k] = whole ? random.int(50) : random.next() * 50;
  return { clients, sites, cost };
}

/** Whole distances between random points of a square. */
function randomPlane(seed: number, n: number): CostMatrix {
  const random = createRandom(seed);
  const x = Float64Array.from({ length: n }, () => random.range(0, 1000));
  const y = Float64Array.from({ length: n }, () => random.range(0, 1000));
  return floorDistances({ x, y });
}

function firstColumns(matrix: CostMatrix, sites: number): Float64Array {
  const cost = new Float64Array(matrix.clients * sites);
  for (let i = 0; i < matrix.clients; i++) {
    for (let j = 0; j < sites; j++) cost[i * sites + j] = matrix.cost[i * matrix.sites + j]!;
  }
  return cost;
}

/** All subsets of 0 … m−1 as bit masks, by size if given. */
function* subsets(m: number, size?: number): Generator<number[]> {
  for (let mask = 0; mask < 1 << m; mask++) {
    const list: number[] = [];
    for (let j = 0; j < m; j++) if ((mask >> j) & 1) list.push(j);
    if (size === undefined || list.length === size) yield list;
  }
}

function medianCost(matrix: CostMatrix, sites: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < matrix.clients; i++) {
    total += Math.min(...sites.map((j) => matrix.cost[i * matrix.sites + j]!));
  }
  return total;
}

function randomRows(seed: number, clients: number, sites: number, share: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: clients }, () => {
    const row: number[] = [];
    for (let j = 0; j < sites; j++) if (random.next() < share) row.push(j);
    return row.length > 0 ? row : [random.int(sites)];
  });
}

describe('p-median against enumeration', () => {
  it('finds and proves the optimum of many tiny instances, with policies', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const m = 5 + (seed % 5);
      const matrix = randomMatrix(seed, 4 + (seed % 7), m, seed % 2 === 0);
      const p = 1 + (seed % 3);
      const fixed = seed % 4 === 0 ? [m - 1] : [];
      const forbidden = seed % 5 === 0 ? [0] : [];
      const existing = seed % 3 === 0 ? [1] : [];
      let best = Number.POSITIVE_INFINITY;
      for (const sites of subsets(m, p + existing.length)) {
        if (!fixed.every((j) => sites.includes(j)) || forbidden.some((j) => sites.includes(j))) continue;
        if (!existing.every((j) => sites.includes(j))) continue;
        best = Math.min(best, medianCost(matrix, sites));
      }
      const answer = solveMedian({ matrix, p, fixed, forbidden, existing }, { seed });
      expect(answer.objective, `seed ${seed}`).toBeCloseTo(best, 6);
      expect(answer.proven, `seed ${seed}`).toBe(true);
      expect(answer.sites).toHaveLength(p + existing.length);
      for (const j of [...fixed, ...existing]) expect(answer.sites).toContain(j);
      for (const j of forbidden) expect(answer.sites).not.toContain(j);
      expect(medianCost(matrix, answer.sites)).toBeCloseTo(answer.objective, 6);
      for (const j of answer.assignment) expect(answer.sites).toContain(j);
    }
  });

  it('respects forbidden pairs and says what p would reach everyone', () => {
    const inf = Number.POSITIVE_INFINITY;
    const cost = Float64Array.from([1, inf, inf, inf, 2, inf, inf, inf, 3]);
    const matrix = { clients: 3, sites: 3, cost };
    const two = solveMedian({ matrix, p: 2 });
    expect(two.status).toBe('infeasible');
    expect(two.infeasible).toMatchObject({ reason: 'p-too-small', nearest: { p: 3 } });
    expect(two.infeasible?.clients).toHaveLength(1);
    expect(solveMedian({ matrix, p: 3 })).toMatchObject({ status: 'solved', objective: 6, proven: true });
    expect(solveMedian({ matrix, p: 4 }).infeasible).toMatchObject({
      reason: 'p-too-large',
      nearest: { p: 3 },
    });
    expect(solveMedian({ matrix, p: 2, forbidden: [1] }).infeasible).toMatchObject({
      reason: 'unreachable-clients',
      clients: [1],
    });
    expect(solveMedian({ matrix, p: 1, fixed: [0, 1] }).infeasible).toMatchObject({
      reason: 'fixed-exceeds-p',
      nearest: { p: 2 },
    });
  });

  it('refuses inconsistent input by field', () => {
    const matrix = randomMatrix(1, 3, 3);
    expect(() => solveMedian({ matrix, p: 1, fixed: [0], forbidden: [0] })).toThrow(/forbidden: site 0/);
    expect(() => solveMedian({ matrix, p: 1, existing: [7] })).toThrow(/existing: site 7 does not exist/);
    expect(() => solveMedian({ matrix, p: 1.5 })).toThrow(/p must be an integer/);
    const negative = { clients: 1, sites: 1, cost: Float64Array.from([-1]) };
    expect(() => solveMedian({ matrix: negative, p: 1 })).toThrow(/cost of client 0/);
    expect(() => weightedCosts(matrix, [1])).toThrow(/3 weights expected/);
  });
});

describe('p-median properties', () => {
  const n = 40;
  const matrix = { ...randomPlane(77, n), sites: 30, cost: firstColumns(randomPlane(77, n), 30) };

  it('relabelling clients and sites keeps the objective', () => {
    const random = createRandom(5);
    const rows = random.shuffle(Array.from({ length: n }, (_, i) => i));
    const columns = random.shuffle(Array.from({ length: 30 }, (_, j) => j));
    const cost = new Float64Array(n * 30);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < 30; j++) cost[i * 30 + j] = matrix.cost[rows[i]! * 30 + columns[j]!]!;
    const a = solveMedian({ matrix, p: 4 });
    const b = solveMedian({ matrix: { clients: n, sites: 30, cost }, p: 4 });
    expect(a.proven && b.proven).toBe(true);
    expect(b.objective).toBe(a.objective);
  });

  it('more sites never cost more, forbidding never helps', () => {
    let last = Number.POSITIVE_INFINITY;
    for (const p of [1, 2, 3, 5, 8, 13, 30]) {
      const answer = solveMedian({ matrix, p });
      expect(answer.proven).toBe(true);
      expect(answer.objective).toBeLessThanOrEqual(last);
      last = answer.objective;
    }
    const free = solveMedian({ matrix, p: 3 });
    const without = solveMedian({ matrix, p: 3, forbidden: [free.sites[0]!] });
    expect(without.objective).toBeGreaterThanOrEqual(free.objective);
  });

  it('duplicated clients double the cost, duplicated sites change nothing', () => {
    const twice = { clients: 2 * n, sites: 30, cost: new Float64Array(2 * n * 30) };
    twice.cost.set(matrix.cost);
    twice.cost.set(matrix.cost, n * 30);
    const single = solveMedian({ matrix, p: 3 });
    expect(solveMedian({ matrix: twice, p: 3 }).objective).toBe(2 * single.objective);
    const wide = { clients: n, sites: 60, cost: new Float64Array(n * 60) };
    for (let i = 0; i < n; i++)
      for (let j = 0; j < 60; j++) wide.cost[i * 60 + j] = matrix.cost[i * 30 + (j % 30)]!;
    expect(solveMedian({ matrix: wide, p: 3 }).objective).toBe(single.objective);
  });

  it('a run cut by time is repeated exactly by its work budget', () => {
    const large = randomPlane(9, 120);
    let calls = 0;
    const cut = solveMedian(
      { matrix: large, p: 9 },
      { now: () => (calls++ < 60 ? 0 : 10_000), timeLimitSeconds: 5 },
    );
    expect(cut.work.stoppedBy).toBe('time');
    expect(cut.bound).toBeLessThan(cut.objective);
    const again = solveMedian({ matrix: large, p: 9 }, { workBudget: cut.work.used });
    expect(again.work.stoppedBy).toBe('budget');
    expect({ ...again, work: null, seconds: 0 }).toEqual({ ...cut, work: null, seconds: 0 });
    expect(again.work.used).toBe(cut.work.used);
  });

  it('cancelling gives an answer with a bound that holds', () => {
    const large = randomPlane(10, 60);
    const full = solveMedian({ matrix: large, p: 7 });
    let polls = 0;
    const cut = solveMedian({ matrix: large, p: 7 }, { shouldStop: () => polls++ > 40 });
    expect(cut.work.stoppedBy).toBe('cancel');
    expect(cut.sites).toHaveLength(7);
    expect(cut.bound).toBeLessThanOrEqual(full.objective);
    expect(cut.objective).toBeGreaterThanOrEqual(full.objective);
  });
});

describe('covering against enumeration', () => {
  it('set covering with costs, backup and policies', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const m = 6 + (seed % 5);
      const clients = 5 + (seed % 8);
      const coveredBy = randomRows(seed, clients, m, 0.45);
      const times = seed % 3 === 0 ? coveredBy.map((row) => Math.min(2, row.length)) : 1;
      const random = createRandom(`cost ${seed}`);
      const siteCost = Array.from({ length: m }, () => (seed % 2 === 0 ? 1 : 1 + random.int(9)));
      const existing = seed % 4 === 0 ? [2] : [];
      let best = Number.POSITIVE_INFINITY;
      for (const sites of subsets(m)) {
        const all = new Set([...sites, ...existing]);
        const served = coveredBy.every(
          (row, i) => row.filter((j) => all.has(j)).length >= (typeof times === 'number' ? times : times[i]!),
        );
        if (served)
          best = Math.min(
            best,
            sites.reduce((sum, j) => sum + (existing.includes(j) ? 0 : siteCost[j]!), 0),
          );
      }
      const answer = solveCover({ clients, sites: m, coveredBy, siteCost, times, existing }, { seed }, highs);
      expect(answer.objective, `seed ${seed}`).toBe(best);
      expect(answer.proven, `seed ${seed}`).toBe(true);
      coveredBy.forEach((row, i) => {
        const count = row.filter((j) => answer.sites.includes(j)).length;
        expect(count).toBeGreaterThanOrEqual(typeof times === 'number' ? times : times[i]!);
      });
    }
  });

  it('without HiGHS the bound still holds and the cover is valid', () => {
    const coveredBy = randomRows(3, 60, 40, 0.1);
    const exact = solveCover({ clients: 60, sites: 40, coveredBy }, {}, highs);
    const own = solveCover({ clients: 60, sites: 40, coveredBy }, { workBudget: 3e6 });
    expect(exact.proven).toBe(true);
    expect(own.bound).toBeLessThanOrEqual(exact.objective);
    expect(own.objective).toBeGreaterThanOrEqual(exact.objective);
    for (const row of coveredBy) expect(row.some((j) => own.sites.includes(j))).toBe(true);
  });

  it('maximal covering with weights', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const m = 6 + (seed % 4);
      const clients = 8 + (seed % 8);
      const coveredBy = randomRows(seed, clients, m, 0.25);
      const random = createRandom(`weight ${seed}`);
      const weight = Array.from({ length: clients }, () =>
        seed % 2 === 0 ? 1 + random.int(20) : random.next(),
      );
      const p = 1 + (seed % 3);
      let best = 0;
      for (const sites of subsets(m, p)) {
        const value = coveredBy.reduce(
          (sum, row, i) => sum + (row.some((j) => sites.includes(j)) ? weight[i]! : 0),
          0,
        );
        best = Math.max(best, value);
      }
      const answer = solveMaxCover({ clients, sites: m, coveredBy, weight, p }, { seed });
      expect(answer.objective, `seed ${seed}`).toBeCloseTo(best, 9);
      expect(answer.proven, `seed ${seed}`).toBe(true);
    }
  });

  it('maximal covering on the plane opens no more sites than asked, and as good as every pair and triple', () => {
    // Large enough for the bound to open sites for good before the best known choice has them.
    for (let round = 0; round < 8; round++) {
      const [clients, m] = [100 + round * 20, 40 + round];
      const random = createRandom(`plane ${round}`);
      const spot = (): [number, number] => [random.next(), random.next()];
      const people = Array.from({ length: clients }, spot);
      const places = Array.from({ length: m }, spot);
      const coveredBy = people.map(([x, y]) =>
        places.flatMap(([a, b], j) =>
          (x - a) ** 2 + (y - b) ** 2 <= 0.01 && random.next() > 0.1 ? [j] : [],
        ),
      );
      const weight = people.map(() => 1 + Math.floor(random.next() * random.next() * 900));
      for (const p of [2, 3]) {
        const answer = solveMaxCover({ clients, sites: m, coveredBy, weight, p }, { seed: 1 });
        expect(answer.sites.length, `round ${round}, p = ${p}`).toBe(p);
        let best = 0;
        const worthOf = (open: readonly number[]): number =>
          coveredBy.reduce((sum, row, i) => (row.some((j) => open.includes(j)) ? sum + weight[i]! : sum), 0);
        for (let a = 0; a < m; a++)
          for (let b = a + 1; b < m; b++)
            for (let c = p === 2 ? b : b + 1; c < (p === 2 ? b + 1 : m); c++)
              best = Math.max(best, worthOf([a, b, c]));
        expect(answer.objective, `round ${round}, p = ${p}`).toBe(best);
        expect(answer.proven).toBe(true);
      }
    }
  });

  it('the frontier never falls and reaches everything', () => {
    const coveredBy = randomRows(8, 50, 25, 0.12);
    const points = coverageFrontier({ clients: 50, sites: 25, coveredBy }, [1, 2, 3, 5, 8, 25]);
    for (let k = 1; k < points.length; k++) {
      expect(points[k]!.answer.objective).toBeGreaterThanOrEqual(points[k - 1]!.answer.objective);
    }
    expect(points.at(-1)?.answer.objective).toBe(50);
    expect(points.every((point) => point.answer.proven)).toBe(true);
  });

  it('an impossible radius names the nearest possible one', () => {
    const matrix = { clients: 2, sites: 2, cost: Float64Array.from([3, 9, 8, 4]) };
    expect(coverWithin({ matrix, radius: 3.5 }).infeasible).toEqual({
      reason: 'radius-too-small',
      clients: [1],
      nearest: { radius: 4 },
    });
    expect(coverWithin({ matrix, radius: 4 })).toMatchObject({ objective: 2, proven: true });
    expect(coverWithin({ matrix, radius: 4, times: 2 }).infeasible?.nearest).toEqual({ radius: 9 });
    expect(coverWithin({ matrix, radius: 4, forbidden: [1] }).infeasible?.nearest).toEqual({ radius: 8 });
  });
});

describe('capacitated siting against enumeration', () => {
  /** Cheapest whole assignment by search over all assignments. */
  function wholeCost(matrix: CostMatrix, demand: number[], room: number[], sites: number[], i = 0): number {
    if (i === matrix.clients) return 0;
    let best = Number.POSITIVE_INFINITY;
    for (const j of sites) {
      if (demand[i]! > room[j]!) continue;
      room[j] = room[j]! - demand[i]!;
      best = Math.min(
        best,
        matrix.cost[i * matrix.sites + j]! + wholeCost(matrix, demand, room, sites, i + 1),
      );
      room[j] = room[j]! + demand[i]!;
    }
    return best;
  }

  it('capacitated p-median', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const matrix = randomMatrix(seed, 6, 5);
      const random = createRandom(`demand ${seed}`);
      const demand = Array.from({ length: 6 }, () => 1 + random.int(5));
      const capacity = Array.from({ length: 5 }, () => 8 + random.int(5));
      let best = Number.POSITIVE_INFINITY;
      for (const sites of subsets(5, 3))
        best = Math.min(best, wholeCost(matrix, demand, [...capacity], sites));
      const answer = solveCapacitatedMedian({ matrix, demand, capacity, p: 3 }, highs, { seed });
      if (best === Number.POSITIVE_INFINITY) {
        expect(answer.status).toBe('infeasible');
        continue;
      }
      expect(answer.objective, `seed ${seed}`).toBe(best);
      expect(answer.proven, `seed ${seed}`).toBe(true);
      const load = new Array<number>(5).fill(0);
      answer.assignment.forEach((j, i) => {
        load[j] = load[j]! + demand[i]!;
      });
      for (let j = 0; j < 5; j++) expect(load[j]).toBeLessThanOrEqual(capacity[j]!);
      expect(answer.sites).toHaveLength(3);
    }
  });

  it('capacitated location, whole and split', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const matrix = randomMatrix(seed + 100, 6, 5);
      const random = createRandom(`cflp ${seed}`);
      const demand = Array.from({ length: 6 }, () => 1 + random.int(5));
      const capacity = Array.from({ length: 5 }, () => 9 + random.int(9));
      const openingCost = Array.from({ length: 5 }, () => random.int(60));
      let best = Number.POSITIVE_INFINITY;
      for (const sites of subsets(5)) {
        const opening = sites.reduce((sum, j) => sum + openingCost[j]!, 0);
        best = Math.min(best, opening + wholeCost(matrix, demand, [...capacity], sites));
      }
      const whole = solveCapacitatedLocation({ matrix, demand, capacity, openingCost, single: true }, highs, {
        seed,
      });
      expect(whole.objective, `seed ${seed}`).toBeCloseTo(best, 6);
      expect(whole.proven).toBe(true);
      const split = solveCapacitatedLocation({ matrix, demand, capacity, openingCost }, highs, { seed });
      expect(split.proven).toBe(true);
      expect(split.objective).toBeLessThanOrEqual(best + 1e-6);
      const load = new Array<number>(5).fill(0);
      const served = new Array<number>(6).fill(0);
      for (const { client, site, share } of split.shares) {
        load[site] = load[site]! + share * demand[client]!;
        served[client] = served[client]! + share;
      }
      for (let j = 0; j < 5; j++) expect(load[j]).toBeLessThanOrEqual(capacity[j]! + 1e-6);
      for (const share of served) expect(share).toBeCloseTo(1, 6);
    }
  });

  it('too little capacity is explained', () => {
    const matrix = randomMatrix(4, 4, 3);
    const base = { matrix, demand: [3, 3, 3, 3], capacity: [6, 6, 6] };
    expect(solveCapacitatedMedian({ ...base, p: 1 }, highs).infeasible).toMatchObject({
      reason: 'capacity-too-small',
      nearest: { p: 2 },
    });
    expect(solveCapacitatedMedian({ ...base, capacity: [2, 2, 2], p: 3 }, highs).infeasible).toMatchObject({
      reason: 'capacity-too-small',
      clients: [0, 1, 2, 3],
      nearest: { capacity: 3 },
    });
  });
});

describe('planning questions', () => {
  it('serves the worst-off group first', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const matrix = randomMatrix(seed + 300, 8, 6);
      const group = [0, 3, 5];
      let worst = Number.POSITIVE_INFINITY;
      let total = Number.POSITIVE_INFINITY;
      for (const sites of subsets(6, 2)) {
        const far = Math.max(...group.map((i) => Math.min(...sites.map((j) => matrix.cost[i * 6 + j]!))));
        const cost = medianCost(matrix, sites);
        if (far < worst || (far === worst && cost < total)) {
          worst = far;
          total = cost;
        }
      }
      const found = medianWorstFirst({ matrix, p: 2, group }, {}, highs);
      expect(found.worst, `seed ${seed}`).toBe(worst);
      expect(found.answer.objective, `seed ${seed}`).toBe(total);
      expect(found.proven).toBe(true);
    }
  });

  it('nests street stores in community stores and never beats its bound', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const matrix = randomMatrix(seed + 500, 12, 8);
      const plan = twoLevelMedian({ matrix, pLower: 4, pUpper: 2, upperShare: 0.3, fixed: [7] });
      for (const j of plan.upper.sites) expect(plan.lower.sites).toContain(j);
      expect(plan.lower.sites).toContain(7);
      expect(plan.objective).toBeGreaterThanOrEqual(plan.bound - 1e-9);
      expect(plan.objective).toBeCloseTo(0.3 * plan.upper.objective + plan.lower.objective, 9);
    }
  });
});
