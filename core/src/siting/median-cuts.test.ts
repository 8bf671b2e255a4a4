import type { Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { loadMipSolver } from './exact-mip.ts';
import { solveMedian } from './median.ts';
import { closeByCuts } from './median-cuts.ts';
import { OPEN, reduceRows, sortRows } from './rows.ts';
import type { CostMatrix } from './types.ts';
import { createMeter } from './work.ts';

let highs: Highs;
beforeAll(async () => {
  highs = await loadMipSolver();
});

function plane(seed: number, n: number): CostMatrix {
  const random = createRandom(seed);
  const x = Float64Array.from({ length: n }, () => random.int(100));
  const y = Float64Array.from({ length: n }, () => random.int(100));
  const cost = Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return Math.floor(Math.sqrt((x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2));
  });
  return { clients: n, sites: n, cost };
}

function costOf({ clients: n, sites: m, cost }: CostMatrix, open: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += Math.min(...open.map((j) => cost[i * m + j]!));
  return total;
}

/** The least cost of p sites, `first` among them, by looking at all. */
function least(matrix: CostMatrix, p: number, first: number[] = []): number {
  let best = Number.POSITIVE_INFINITY;
  const choose = (open: number[], from: number): void => {
    if (open.length === p) best = Math.min(best, costOf(matrix, open));
    else for (let j = from; j < matrix.sites; j++) if (!first.includes(j)) choose([...open, j], j + 1);
  };
  choose(first, 0);
  return best;
}

describe('cuts of the p-median', () => {
  /** The stage alone, choices being rounded without any interchange. */
  function close(matrix: CostMatrix, p: number, fixed: readonly number[], seed: number, workBudget?: number) {
    const { sites: m } = matrix;
    const state = new Uint8Array(m);
    for (const j of fixed) state[j] = OPEN;
    const incumbent = { upper: Number.POSITIVE_INFINITY, best: new Uint8Array(m) };
    const bounds: number[] = [];
    const meter = createMeter(workBudget === undefined ? {} : { workBudget });
    const isClosed = closeByCuts({
      highs,
      rows: reduceRows(sortRows(matrix), state),
      p,
      u: new Float64Array(matrix.clients).fill(seed),
      incumbent,
      cutoff: () => incumbent.upper - 1 + 1e-6,
      round: (y) => {
        const order = Array.from(y.keys()).sort((a, b) => y[b]! - y[a]! || a - b);
        const open = [...new Set([...fixed, ...order])].slice(0, p);
        incumbent.upper = Math.min(incumbent.upper, costOf(matrix, open));
      },
      meter,
      seed,
      onBound: (bound) => {
        bounds.push(Math.min(bound, incumbent.upper));
      },
    });
    return { isClosed, value: incumbent.upper, bounds, used: meter.used };
  }

  it.each(Array.from({ length: 12 }, (_, i) => i + 1))(
    'close the gap at the least cost and never claim more on the way; town %i',
    (seed) => {
      const matrix = plane(seed, 18);
      const p = 2 + (seed % 3);
      const fixed = seed % 2 === 0 ? [5] : [];
      const best = least(matrix, p, fixed);
      const { isClosed, value, bounds } = close(matrix, p, fixed, seed);
      expect(isClosed).toBe(true);
      expect(value).toBe(best);
      for (const bound of bounds) expect(bound).toBeLessThanOrEqual(best);
    },
  );

  it('stopped by its work it leaves a bound that holds, and repeats itself', () => {
    const random = createRandom('far apart');
    const cost = Float64Array.from({ length: 40 * 40 }, () => random.int(1000));
    const matrix = { clients: 40, sites: 40, cost };
    const whole = close(matrix, 5, [], 1);
    expect(whole).toMatchObject({ isClosed: true, value: solveMedian({ matrix, p: 5 }).objective });
    for (const share of [0.2, 0.6]) {
      const cut = close(matrix, 5, [], 1, Math.round(whole.used * share));
      expect(cut.isClosed).toBe(false);
      expect(cut.used).toBeLessThan(whole.used);
      for (const bound of cut.bounds) expect(bound).toBeLessThanOrEqual(whole.value);
      expect(close(matrix, 5, [], 1, cut.used)).toEqual(cut);
    }
  });
});
