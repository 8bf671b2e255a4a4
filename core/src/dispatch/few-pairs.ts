import { createColumnHeap } from './column-heap.ts';
import { flip, type SquareState } from './square-state.ts';

/** Pairs per row to begin with, and most that one round adds to a row. */
const FIRST = 48;
const MORE = 32;
/** Rounds before the rows still free are left to searches over whole rows. */
const ROUNDS = 20;

/** The pairs of one row that are looked at: columns in ascending order, and their costs. */
interface Few {
  columns: Int32Array;
  costs: Float64Array;
}

/**
 * Seats free rows of a square problem on the cheapest pairs of each row alone, then looks at all pairs: where one is cheaper than
 * the prices allow, it joins its row, the row is free again, and another round seats it. When no pair is cheaper, the prices
 * prove the assignment for all pairs (the idea of a thinned matrix: A. Volgenant, "Linear and semi-assignment problems: a core
 * oriented approach", Computers & Operations Research 23 (1996) 917–932). Returns rows that no path over the few pairs could
 * seat, or that were free when the rounds ended: the state is valid, and they need whole rows. Ties go by column index.
 * A round costs O(n²) for the look at all pairs and O(48·log n) for each row on a path.
 */
export function finishOnFewPairs(state: SquareState, free: Int32Array): Int32Array {
  const few = cheapestPairs(state);
  const slack = 1e-15 * largest(state.costs);
  let left = free;
  for (let round = 0; round < ROUNDS; round++) {
    for (let pass = 0; pass < 2 && left.length > 0; pass++) left = reduceRows(state, few, left);
    const stuck = augment(state, few, left);
    const { freed, joined } = lookAtAll(state, few, slack);
    left = Int32Array.from([...stuck, ...freed]);
    if (joined === 0) break;
  }
  return left;
}

function largest(costs: Float64Array | Int32Array): number {
  let most = 0;
  for (let k = 0; k < costs.length; k++) most = Math.max(most, Math.abs(costs[k]));
  return most;
}

function pairsOf(state: SquareState, row: number, columns: Int32Array): Few {
  return { columns, costs: Float64Array.from(columns, (j) => state.costs[row * state.n + j]) };
}

/** The FIRST cheapest pairs of each row at the present prices, by a heap of the dearest kept so far. O(n²) and a little. */
function cheapestPairs(state: SquareState): Few[] {
  const { n, costs, price } = state;
  const size = Math.min(FIRST, n);
  const column = new Int32Array(size);
  const value = new Float64Array(size);
  function sink(hole: number, h: number, j: number): void {
    let at = hole;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && value[child + 1] > value[child]) child++;
      if (value[child] <= h) break;
      value[at] = value[child];
      column[at] = column[child];
      at = child;
    }
    value[at] = h;
    column[at] = j;
  }
  return Array.from({ length: n }, (_, i) => {
    const offset = i * n;
    for (let j = 0; j < size; j++) {
      value[j] = costs[offset + j] - price[j];
      column[j] = j;
    }
    for (let at = (size >> 1) - 1; at >= 0; at--) sink(at, value[at], column[at]);
    for (let j = size; j < n; j++) {
      const h = costs[offset + j] - price[j];
      if (h < value[0]) sink(0, h, j);
    }
    return pairsOf(state, i, column.slice().sort());
  });
}

/** Augmenting row reduction on the few pairs, as in square-assignment.ts; returns the rows still free. */
function reduceRows({ n, price, columnOf, rowOf }: SquareState, few: Few[], free: Int32Array): Int32Array {
  const kept: number[] = [];
  const waiting = Array.from(free).reverse();
  let budget = 100 * free.length + n;
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    const { columns, costs } = few[i];
    let first = Number.POSITIVE_INFINITY;
    let second = Number.POSITIVE_INFINITY;
    let j1 = -1;
    let j2 = -1;
    for (let k = 0; k < columns.length; k++) {
      const h = costs[k] - price[columns[k]];
      if (h >= second) continue;
      if (h >= first) {
        second = h;
        j2 = columns[k];
      } else {
        second = first;
        j2 = j1;
        first = h;
        j1 = columns[k];
      }
    }
    let displaced = rowOf[j1];
    const lowered = price[j1] - (second - first);
    const strict = lowered < price[j1];
    if (strict) price[j1] = lowered;
    else if (displaced >= 0) {
      j1 = j2;
      displaced = rowOf[j1];
    }
    columnOf[i] = j1;
    rowOf[j1] = i;
    if (displaced < 0) continue;
    columnOf[displaced] = -1;
    if (strict && budget-- > 0) waiting.push(displaced);
    else kept.push(displaced);
  }
  return Int32Array.from(kept);
}

/** Shortest augmenting paths over the few pairs; returns the rows that reach no free column. */
function augment(state: SquareState, few: Few[], free: Int32Array): number[] {
  const { n, costs, price, rowOf } = state;
  const distance = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const parent = new Int32Array(n);
  const done = new Uint8Array(n);
  const touched = new Int32Array(n);
  const scanned = new Int32Array(n);
  const heap = createColumnHeap(n, distance);
  const stuck: number[] = [];
  for (const start of free) {
    let touchedCount = 0;
    let scannedCount = 0;
    let row = start;
    let shift = 0;
    let least = 0;
    let end = -1;
    for (;;) {
      const pairs = few[row];
      for (let k = 0; k < pairs.columns.length; k++) {
        const j = pairs.columns[k];
        const reach = pairs.costs[k] - price[j] - shift;
        if (done[j] || reach >= distance[j]) continue;
        if (distance[j] === Number.POSITIVE_INFINITY) touched[touchedCount++] = j;
        distance[j] = reach;
        parent[j] = row;
        heap.offer(j);
      }
      const j = heap.take();
      if (j < 0) break;
      done[j] = 1;
      least = distance[j];
      if (rowOf[j] < 0) {
        end = j;
        break;
      }
      scanned[scannedCount++] = j;
      row = rowOf[j];
      shift = costs[row * n + j] - price[j] - least;
    }
    if (end < 0) stuck.push(start);
    else {
      for (let k = 0; k < scannedCount; k++) price[scanned[k]] += distance[scanned[k]] - least;
      flip(state, parent, start, end);
    }
    for (let k = 0; k < touchedCount; k++) {
      done[touched[k]] = 0;
      distance[touched[k]] = Number.POSITIVE_INFINITY;
    }
    heap.clear();
  }
  return stuck;
}

/** Pairs cheaper than the few of their row join them (the cheapest MORE of each row), and the rows concerned are free again. */
function lookAtAll(state: SquareState, few: Few[], slack: number): { freed: number[]; joined: number } {
  const { n, costs, price, columnOf, rowOf } = state;
  const freed: number[] = [];
  let joined = 0;
  for (let i = 0; i < n; i++) {
    const offset = i * n;
    const { columns, costs: own } = few[i];
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < columns.length; k++) least = Math.min(least, own[k] - price[columns[k]]);
    const cheaper: number[] = [];
    for (let j = 0; j < n; j++) if (costs[offset + j] - price[j] < least - slack) cheaper.push(j);
    if (cheaper.length === 0) continue;
    if (cheaper.length > MORE) {
      const value = (j: number): number => costs[offset + j] - price[j];
      cheaper.sort((a, b) => value(a) - value(b) || a - b).length = MORE;
    }
    joined += cheaper.length;
    few[i] = pairsOf(state, i, Int32Array.from([...columns, ...cheaper]).sort());
    if (columnOf[i] < 0) continue;
    rowOf[columnOf[i]] = -1;
    columnOf[i] = -1;
    freed.push(i);
  }
  return { freed, joined };
}
