import { createColumnHeap } from './column-heap.ts';
import type { AssignmentInfeasible, AssignmentSolution } from './linear-assignment.ts';

/** Allowed pairs in compressed rows: the pairs of row i are `column[k]`, `cost[k]` for start[i] ≤ k < start[i+1]. */
export interface SparseCosts {
  rows: number;
  columns: number;
  start: Int32Array;
  column: Int32Array;
  cost: Float64Array;
}

/** Builds compressed rows from (row, column, cost) triples; of a repeated pair the cheapest counts. O(m log m). */
export function sparseCosts(
  rows: number,
  columns: number,
  pairs: readonly (readonly [row: number, column: number, cost: number])[],
): SparseCosts {
  pairs.forEach(([i, j, c], k) => {
    if (!(Number.isInteger(i) && i >= 0 && i < rows))
      throw new RangeError(`pairs[${k}].row is ${i}, outside 0…${rows - 1}`);
    if (!(Number.isInteger(j) && j >= 0 && j < columns))
      throw new RangeError(`pairs[${k}].column is ${j}, outside 0…${columns - 1}`);
    if (!Number.isFinite(c)) throw new RangeError(`pairs[${k}].cost is ${c}`);
  });
  // counting sort by row, then each short row by column and cost: a global sort of objects dominated the run time
  const begin = new Int32Array(rows + 1);
  for (const [i] of pairs) begin[i + 1]++;
  for (let i = 0; i < rows; i++) begin[i + 1] += begin[i];
  const order = new Int32Array(pairs.length);
  const next = begin.slice(0, rows);
  pairs.forEach(([i], k) => {
    order[next[i]++] = k;
  });
  const start = new Int32Array(rows + 1);
  const column = new Int32Array(pairs.length);
  const cost = new Float64Array(pairs.length);
  let kept = 0;
  for (let i = 0; i < rows; i++) {
    const row = order.subarray(begin[i], begin[i + 1]);
    row.sort((a, b) => pairs[a][1] - pairs[b][1] || pairs[a][2] - pairs[b][2]);
    for (const k of row) {
      if (kept > start[i] && column[kept - 1] === pairs[k][1]) continue;
      column[kept] = pairs[k][1];
      cost[kept++] = pairs[k][2];
    }
    start[i + 1] = kept;
  }
  return { rows, columns, start, column: column.slice(0, kept), cost: cost.slice(0, kept) };
}

/**
 * Sparse assignment of every row to its own column (rows ≤ columns), missing pairs forbidden.
 * Successive shortest paths with a heap and prices: O(rows · pairs · log columns) worst case. On failure the returned rows
 * and columns prove by Hall's theorem that no complete assignment exists.
 */
export function solveSparseAssignment(problem: SparseCosts): AssignmentSolution | AssignmentInfeasible {
  const { rows, columns, start, column, cost } = problem;
  const u = new Float64Array(rows);
  const v = new Float64Array(columns);
  const columnOf = new Int32Array(rows).fill(-1);
  const rowOf = new Int32Array(columns).fill(-1);
  const distance = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const parent = new Int32Array(columns);
  const done = new Uint8Array(columns);
  const touched = new Int32Array(columns);
  const heap = createColumnHeap(columns, distance);

  for (let first = 0; first < rows; first++) {
    let touchedCount = 0;
    const scanned = [first];
    heap.clear();
    let row = first;
    let least = 0;
    let sink = -1;
    while (sink < 0) {
      const shift = least - u[row];
      for (let k = start[row]; k < start[row + 1]; k++) {
        const j = column[k];
        if (done[j]) continue;
        const reach = shift + cost[k] - v[j];
        if (reach < distance[j]) {
          if (distance[j] === Number.POSITIVE_INFINITY) touched[touchedCount++] = j;
          distance[j] = reach;
          parent[j] = row;
          heap.offer(j);
        }
      }
      const j = heap.take();
      if (j < 0) {
        const reached: number[] = [];
        for (let k = 0; k < touchedCount; k++) reached.push(touched[k]);
        return {
          status: 'infeasible',
          rows: scanned.sort((a, b) => a - b),
          columns: reached.sort((a, b) => a - b),
        };
      }
      done[j] = 1;
      least = distance[j];
      if (rowOf[j] < 0) sink = j;
      else {
        row = rowOf[j];
        scanned.push(row);
      }
    }
    for (const i of scanned) u[i] += i === first ? least : least - distance[columnOf[i]];
    for (let k = 0; k < touchedCount; k++) {
      const j = touched[k];
      if (done[j] && j !== sink) v[j] += distance[j] - least;
      done[j] = 0;
      distance[j] = Number.POSITIVE_INFINITY;
    }
    for (let j = sink; ; ) {
      const i = parent[j];
      rowOf[j] = i;
      const next = columnOf[i];
      columnOf[i] = j;
      if (i === first) break;
      j = next;
    }
  }
  let total = 0;
  let bound = 0;
  for (let i = 0; i < rows; i++) {
    for (let k = start[i]; k < start[i + 1]; k++) if (column[k] === columnOf[i]) total += cost[k];
    bound += u[i];
  }
  for (const price of v) bound += price;
  return { status: 'optimal', columnOf, total, rowPrice: u, columnPrice: v, bound };
}
