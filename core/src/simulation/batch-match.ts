import { solveAssignment } from '../dispatch/linear-assignment.ts';

/** Minutes that stand for "cannot be reached": larger than any trip within a horizon. */
const NOBODY = 1e6;

/**
 * Matches waiting calls to free responders by least total travel. Each call proposes its three nearest; a place of "nobody" per
 * call keeps the problem feasible. Returns the responder of each call, or −1. O(calls³) with at most 60 calls a batch.
 */
export function matchBatch(
  grids: readonly number[],
  nearest: (grid: number, taken: ReadonlySet<number>) => number,
  travelMinutes: (responder: number, grid: number) => number,
): number[] {
  const candidates: number[] = [];
  const seen = new Set<number>();
  for (const g of grids) {
    for (let k = 0; k < 3; k++) {
      const r = nearest(g, seen);
      if (r < 0) break;
      seen.add(r);
      candidates.push(r);
    }
  }
  if (candidates.length === 0) return grids.map(() => -1);
  const columns = candidates.length + grids.length;
  const costs = new Float64Array(grids.length * columns).fill(NOBODY);
  grids.forEach((g, i) => {
    candidates.forEach((r, j) => {
      costs[i * columns + j] = Math.min(NOBODY, travelMinutes(r, g));
    });
  });
  const plan = solveAssignment({ rows: grids.length, columns, costs });
  return grids.map((_, i) => {
    const j = plan.status === 'optimal' ? plan.columnOf[i] : -1;
    return j >= 0 && j < candidates.length && costs[i * columns + j] < NOBODY ? candidates[j] : -1;
  });
}
