import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../random.ts';
import { finishOnFewPairs } from './few-pairs.ts';
import { checkOptimality, solveAssignment } from './linear-assignment.ts';
import { solveSparseAssignment, sparseCosts } from './sparse-assignment.ts';

/** Above the size from which few pairs take over. */
const N = 320;

function plane(spread: () => number) {
  const at = Array.from({ length: 2 * N }, () => [spread(), spread()]);
  return (i: number, j: number): number => {
    const dx = at[i][0] - at[N + j][0];
    const dy = at[i][1] - at[N + j][1];
    return Math.sqrt(dx * dx + dy * dy);
  };
}

const KINDS: Record<string, (random: Random) => (i: number, j: number) => number> = {
  'distances in the plane': (random) => plane(() => random.next() * 1000),
  'distances between a few towns': (random) => plane(() => random.int(6) * 500 + random.next() * 2),
  'whole minutes with many ties': (random) => {
    const metres = plane(() => random.next() * 1000);
    return (i, j) => Math.round(metres(i, j) / 20);
  },
  'products, the classical worst case': () => (i, j) => (i + 1) * (j + 1),
  'all alike': () => () => 7,
  'negative reals': (random) => () => random.next() - 5,
  // everybody wants the same forty columns: the few pairs of the rows cannot seat them
  'a crowd at few doors': (random) => (_, j) => (j < 40 ? random.next() : 1000 + random.next()),
};

const matrix = (kind: string): Float64Array => {
  const cost = KINDS[kind](createRandom(kind));
  return Float64Array.from({ length: N * N }, (_, k) => cost(Math.floor(k / N), k % N));
};

describe('large square assignments', () => {
  it.each(Object.keys(KINDS))(
    '%s: a permutation proved by its prices, and the sparse method agrees',
    (kind) => {
      const problem = { rows: N, columns: N, costs: matrix(kind) };
      const result = solveAssignment(problem);
      if (result.status !== 'optimal') throw new Error('a complete problem is feasible');
      expect(new Set(result.columnOf).size).toBe(N);
      const { violation, gap } = checkOptimality(problem, result);
      const size = Math.max(...problem.costs.map(Math.abs));
      expect(violation).toBeLessThan(1e-13 * size);
      expect(Math.abs(gap)).toBeLessThan(1e-11 * size * N);
      const pairs = Array.from(problem.costs, (c, k) => [Math.floor(k / N), k % N, c] as const);
      const sparse = solveSparseAssignment(sparseCosts(N, N, pairs));
      expect(sparse).toMatchObject({ total: expect.closeTo(result.total, 6) });
    },
  );

  it.each(Object.keys(KINDS))('%s: few pairs alone leave only sound pairs behind', (kind) => {
    const costs = matrix(kind);
    const price = Float64Array.from({ length: N }, (_, j) => {
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < N; i++) least = Math.min(least, costs[i * N + j]);
      return least;
    });
    const state = {
      n: N,
      costs,
      price,
      columnOf: new Int32Array(N).fill(-1),
      rowOf: new Int32Array(N).fill(-1),
    };
    const left = new Set(
      finishOnFewPairs(
        state,
        Int32Array.from({ length: N }, (_, i) => i),
      ),
    );
    const size = Math.max(...costs.map(Math.abs));
    let cheaper = 0;
    for (let i = 0; i < N; i++) {
      expect(state.columnOf[i] < 0).toBe(left.has(i));
      if (left.has(i)) continue;
      expect(state.rowOf[state.columnOf[i]]).toBe(i);
      const own = costs[i * N + state.columnOf[i]] - price[state.columnOf[i]];
      for (let j = 0; j < N; j++) cheaper = Math.max(cheaper, own - costs[i * N + j] + price[j]);
    }
    expect(cheaper).toBeLessThan(1e-13 * size);
    expect(left.size).toBeLessThan(N);
  });
});
