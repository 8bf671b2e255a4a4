import { type AssignmentSolution, type DenseCosts, solveAssignment } from './linear-assignment.ts';

export interface PairExplanation {
  row: number;
  column: number;
  /** Extra total cost if this pair were forced: 0 for a pair of some optimal plan, Infinity if no plan can hold it. */
  extraCost: number;
  /** How the others would have to move: row → its column now and then. */
  moves: { row: number; from: number; to: number }[];
}

/**
 * "Why not the nearer volunteer?": forces one pair and seats the others again at least cost. In a square problem the prices of the
 * solution lend themselves: one shortest path from whoever lost the column to the column that came free, O(n²). Otherwise
 * the rest is solved anew. Throws RangeError if row or column is out of range.
 */
export function explainPair(
  problem: DenseCosts,
  solution: AssignmentSolution,
  row: number,
  column: number,
): PairExplanation {
  const { rows, columns, costs } = problem;
  if (!(row >= 0 && row < rows && column >= 0 && column < columns)) {
    throw new RangeError(`pair (${row}, ${column}) is outside ${rows} × ${columns}`);
  }
  const impossible = { row, column, extraCost: Number.POSITIVE_INFINITY, moves: [] };
  if (costs[row * columns + column] === Number.POSITIVE_INFINITY) return impossible;
  const forced =
    rows === columns ? reseat(problem, solution, row, column) : solveForced(problem, row, column);
  if (!forced) return impossible;
  const moves: PairExplanation['moves'] = [];
  let extraCost = 0;
  const costOf = (i: number, j: number): number => (j < 0 ? 0 : costs[i * columns + j]);
  for (let i = 0; i < rows; i++) {
    const from = solution.columnOf[i];
    const to = forced[i];
    if (from === to) continue;
    moves.push({ row: i, from, to });
    extraCost += costOf(i, to) - costOf(i, from);
  }
  return { row, column, extraCost, moves };
}

/** The best plan that holds the pair, with everything else forbidden to its row and column. */
function solveForced(
  { rows, columns, costs: given }: DenseCosts,
  row: number,
  column: number,
): Int32Array | undefined {
  const costs = Float64Array.from(given);
  for (let j = 0; j < columns; j++) if (j !== column) costs[row * columns + j] = Number.POSITIVE_INFINITY;
  if (rows > columns)
    for (let i = 0; i < rows; i++) if (i !== row) costs[i * columns + column] = Number.POSITIVE_INFINITY;
  const forced = solveAssignment({ rows, columns, costs });
  return forced.status === 'optimal' ? forced.columnOf : undefined;
}

/** The row and the column of the pair leave the problem; who had the column takes the shortest way to the one that came free. */
function reseat(
  { columns: n, costs }: DenseCosts,
  { columnOf, columnPrice }: AssignmentSolution,
  row: number,
  column: number,
): Int32Array | undefined {
  const plan = Int32Array.from(columnOf);
  const end = columnOf[row];
  if (end === column) return plan;
  const rowOf = new Int32Array(n);
  columnOf.forEach((j, i) => {
    rowOf[j] = i;
  });
  const distance = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const parent = new Int32Array(n).fill(-1);
  const done = new Uint8Array(n);
  done[column] = 1;
  let from = rowOf[column];
  let shift = 0;
  for (;;) {
    let next = -1;
    for (let j = 0; j < n; j++) {
      if (done[j]) continue;
      const reach = costs[from * n + j] - columnPrice[j] + shift;
      if (reach < distance[j]) {
        distance[j] = reach;
        parent[j] = from;
      }
      if (distance[j] < (next < 0 ? Number.POSITIVE_INFINITY : distance[next])) next = j;
    }
    if (next < 0) return undefined;
    if (next === end) break;
    done[next] = 1;
    from = rowOf[next];
    // the way on starts where this row's own pair costs nothing
    shift = distance[next] - (costs[from * n + next] - columnPrice[next]);
  }
  for (let j = end; j !== column; ) {
    const i = parent[j];
    const left = plan[i];
    plan[i] = j;
    j = left;
  }
  plan[row] = column;
  return plan;
}
