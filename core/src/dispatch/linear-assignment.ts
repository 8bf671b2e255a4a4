import { solveSquare } from './square-assignment.ts';

/**
 * Linear assignment: give each row (task, person) one column so that the total cost is least.
 *
 * Dense: R. Jonker & A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment problems",
 * Computing 38 (1987) 325–340; large hard ones on few pairs per row. Every answer carries dual prices: u[i] + v[j] ≤ cost[i][j] for all pairs and equality on the
 * chosen ones proves it optimal, and `total − Σu − Σv` is the gap a reader can recompute.
 *
 * Ties are decided by index alone, so equal inputs give equal plans on every machine.
 */
export interface AssignmentSolution {
  status: 'optimal';
  /** Column of each row; −1 only when there are more rows than columns. */
  columnOf: Int32Array;
  total: number;
  /** Dual prices of rows and columns; `bound` is their sum, a lower bound on any assignment. */
  rowPrice: Float64Array;
  columnPrice: Float64Array;
  bound: number;
}

/** Hall's condition fails: these rows together may use only these columns, of which there are too few. */
export interface AssignmentInfeasible {
  status: 'infeasible';
  rows: number[];
  columns: number[];
}

export type AssignmentResult = AssignmentSolution | AssignmentInfeasible;

/** Row-major costs; `Infinity` forbids a pair. */
export interface DenseCosts {
  rows: number;
  columns: number;
  costs: Float64Array | Int32Array;
}

function checkShape({ rows, columns, costs }: DenseCosts): void {
  if (!Number.isInteger(rows) || !Number.isInteger(columns) || rows < 1 || columns < 1) {
    throw new RangeError(`an assignment needs at least one row and one column, got ${rows} × ${columns}`);
  }
  if (costs.length !== rows * columns)
    throw new RangeError(`costs has ${costs.length} entries, not ${rows} × ${columns}`);
}

function checkCosts({ columns, costs }: DenseCosts): void {
  for (let k = 0; k < costs.length; k++) {
    const c = costs[k];
    if (c - c !== 0 && c !== Number.POSITIVE_INFINITY)
      throw new RangeError(`costs[${Math.floor(k / columns)}][${k % columns}] is ${c}`);
  }
}

/**
 * Solves a dense problem, O(n³) worst case and close to O(n²) on usual costs; memory O(n) beside the costs.
 * With more rows than columns the cheapest `columns` rows are served. Throws RangeError on NaN or −Infinity.
 */
export function solveAssignment(problem: DenseCosts): AssignmentResult {
  checkShape(problem);
  if (problem.rows === problem.columns) {
    const square = solveSquare(problem.rows, problem.costs);
    if (square) {
      const { n, columnOf, price } = square;
      const rowPrice = Float64Array.from(columnOf, (j, i) => problem.costs[i * n + j] - price[j]);
      return finish(problem, columnOf, rowPrice, price);
    }
  }
  checkCosts(problem);
  return problem.rows > problem.columns ? solveTransposed(problem) : solveRectangular(problem);
}

function solveTransposed(problem: DenseCosts): AssignmentResult {
  const { rows, columns, costs } = problem;
  const turned = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = costs[i * columns + j];
  const result = solveRectangular({ rows: columns, columns: rows, costs: turned });
  if (result.status === 'infeasible')
    return { status: 'infeasible', rows: result.columns, columns: result.rows };
  const columnOf = new Int32Array(rows).fill(-1);
  result.columnOf.forEach((row, column) => {
    columnOf[row] = column;
  });
  return { ...result, columnOf, rowPrice: result.columnPrice, columnPrice: result.rowPrice };
}

/** rows ≤ columns, with or without forbidden pairs: one shortest augmenting path per row, prices of free columns stay 0. */
function solveRectangular(problem: DenseCosts): AssignmentResult {
  const { rows, columns, costs } = problem;
  const u = new Float64Array(rows);
  const v = new Float64Array(columns);
  const columnOf = new Int32Array(rows).fill(-1);
  const rowOf = new Int32Array(columns).fill(-1);
  const distance = new Float64Array(columns);
  const parent = new Int32Array(columns);
  const done = new Uint8Array(columns);
  const open = new Int32Array(columns);
  const scanned = new Int32Array(rows);
  for (let start = 0; start < rows; start++) {
    distance.fill(Number.POSITIVE_INFINITY);
    done.fill(0);
    for (let j = 0; j < columns; j++) open[j] = j;
    let openCount = columns;
    let scannedCount = 0;
    let row = start;
    let least = 0;
    let sink = -1;
    while (sink < 0) {
      scanned[scannedCount++] = row;
      const offset = row * columns;
      const shift = least - u[row];
      let best = -1;
      let bestDistance = Number.POSITIVE_INFINITY;
      for (let k = 0; k < openCount; k++) {
        const j = open[k];
        const reach = shift + costs[offset + j] - v[j];
        let d = distance[j];
        if (reach < d) {
          distance[j] = reach;
          d = reach;
          parent[j] = row;
        }
        if (d < bestDistance || (d === bestDistance && best >= 0 && better(j, open[best], rowOf))) {
          bestDistance = d;
          best = k;
        }
      }
      if (best < 0) return hallViolation(scanned, scannedCount, done);
      least = bestDistance;
      const j = open[best];
      openCount--;
      open[best] = open[openCount];
      done[j] = 1;
      if (rowOf[j] < 0) sink = j;
      else row = rowOf[j];
    }
    u[start] += least;
    for (let k = 1; k < scannedCount; k++) u[scanned[k]] += least - distance[columnOf[scanned[k]]];
    for (let j = 0; j < columns; j++) if (done[j] && j !== sink) v[j] += distance[j] - least;
    let j = sink;
    for (;;) {
      const i = parent[j];
      rowOf[j] = i;
      const next = columnOf[i];
      columnOf[i] = j;
      if (i === start) break;
      j = next;
    }
  }
  return finish(problem, columnOf, u, v);
}

/** Prefer a free column among equals (it ends the search), then the lower index. */
function better(j: number, other: number, rowOf: Int32Array): boolean {
  const free = rowOf[j] < 0;
  if (free !== rowOf[other] < 0) return free;
  return j < other;
}

function hallViolation(scanned: Int32Array, count: number, done: Uint8Array): AssignmentInfeasible {
  const columns: number[] = [];
  done.forEach((flag, j) => {
    if (flag) columns.push(j);
  });
  return {
    status: 'infeasible',
    rows: Array.from(scanned.subarray(0, count)).sort((a, b) => a - b),
    columns,
  };
}

function finish(
  problem: DenseCosts,
  columnOf: Int32Array,
  u: Float64Array,
  v: Float64Array,
): AssignmentSolution {
  let total = 0;
  let bound = 0;
  for (let i = 0; i < problem.rows; i++) {
    total += problem.costs[i * problem.columns + columnOf[i]];
    bound += u[i];
  }
  for (const price of v) bound += price;
  return { status: 'optimal', columnOf, total, rowPrice: u, columnPrice: v, bound };
}

/**
 * Checks a solution by its dual prices: the largest violation of u[i] + v[j] ≤ cost[i][j], and the gap to the bound.
 * Both are ≈ 0 exactly for an optimal assignment. O(rows · columns).
 */
export function checkOptimality(
  problem: DenseCosts,
  solution: AssignmentSolution,
): { violation: number; gap: number } {
  let violation = 0;
  for (let i = 0; i < problem.rows; i++) {
    for (let j = 0; j < problem.columns; j++) {
      const slack = problem.costs[i * problem.columns + j] - solution.rowPrice[i] - solution.columnPrice[j];
      if (-slack > violation) violation = -slack;
    }
  }
  // with fewer rows than columns, free columns must not carry a price above zero for the bound to hold
  const long =
    problem.rows < problem.columns
      ? solution.columnPrice
      : problem.rows > problem.columns
        ? solution.rowPrice
        : [];
  for (const price of long) if (price > violation) violation = price;
  return { violation, gap: solution.total - solution.bound };
}
