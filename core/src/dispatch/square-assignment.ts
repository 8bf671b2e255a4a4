import { finishOnFewPairs } from './few-pairs.ts';
import { flip, type SquareState } from './square-state.ts';

/** Costs looked at, in multiples of all pairs, before rows that are still free are finished on few pairs per row. */
const DENSE_PASSES = 6;
/** Below this many rows whole rows are as quick as few pairs. */
const SMALL = 300;

/**
 * Solves a square problem: Jonker–Volgenant (column reduction, reduction transfer, two augmenting row reductions, shortest
 * augmenting paths) while that is quick; what is left after a few passes over the matrix is solved on the cheapest pairs of
 * each row and proved against all pairs (few-pairs.ts). Undefined if some cost is not finite (found on the way, so that large
 * matrices are not read once more for it). Usually O(n²), at worst O(n³); memory O(n) beside the costs, O(48·n) with few pairs.
 */
export function solveSquare(n: number, costs: Float64Array | Int32Array): SquareState | undefined {
  const price = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const lowest = new Int32Array(n);
  if (!reduceColumns(n, costs, price, lowest)) return undefined;
  const state: SquareState = {
    n,
    costs,
    price,
    columnOf: new Int32Array(n).fill(-1),
    rowOf: new Int32Array(n).fill(-1),
  };
  let free = transferReduction(state, lowest);
  const work = { left: n < SMALL ? Number.POSITIVE_INFINITY : DENSE_PASSES * n * n };
  for (let pass = 0; pass < 2 && free.length > 0 && work.left > 0; pass++)
    free = reduceRows(state, free, work);
  free = augment(state, free, work);
  if (free.length > 0) free = finishOnFewPairs(state, free);
  augment(state, free, { left: Number.POSITIVE_INFINITY });
  return state;
}

/** Column minima and where they are, read row by row because a strided read of a large matrix misses the cache at every step. */
function reduceColumns(
  n: number,
  costs: Float64Array | Int32Array,
  price: Float64Array,
  lowest: Int32Array,
): boolean {
  let odd = 0;
  for (let i = 0; i < n; i++) {
    const offset = i * n;
    for (let j = 0; j < n; j++) {
      const c = costs[offset + j];
      odd += c - c;
      if (c < price[j]) {
        price[j] = c;
        lowest[j] = i;
      }
    }
  }
  return odd === 0;
}

/** Gives each column to the row of its minimum where that row has no other, and lowers the prices of sure columns. */
function transferReduction(
  { n, costs, price, columnOf, rowOf }: SquareState,
  lowest: Int32Array,
): Int32Array {
  const matches = new Int32Array(n);
  for (let j = n - 1; j >= 0; j--) {
    const i = lowest[j];
    if (++matches[i] === 1) {
      columnOf[i] = j;
      rowOf[j] = i;
    }
  }
  const free = new Int32Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (matches[i] === 0) free[count++] = i;
    if (matches[i] !== 1 || n === 1) continue;
    const own = columnOf[i];
    const offset = i * n;
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j < n; j++) {
      const h = costs[offset + j] - price[j];
      if (h < least && j !== own) {
        least = h;
        // prices started at the column minima and only fall: nothing is cheaper than 0
        if (h <= 0) break;
      }
    }
    price[own] -= least - (costs[offset + own] - price[own]);
  }
  return free.subarray(0, count);
}

/**
 * Augmenting row reduction: a free row takes its cheapest column and lowers that price to the row's second choice; whom it
 * displaces goes next. The budget keeps rounding errors from cycling for ever. Returns the rows still free.
 */
function reduceRows(state: SquareState, free: Int32Array, work: { left: number }): Int32Array {
  const { n, costs, price, columnOf, rowOf } = state;
  let kept = 0;
  let k = 0;
  let budget = 40 * free.length + n;
  while (k < free.length && work.left > 0) {
    const i = free[k++];
    const offset = i * n;
    let first = costs[offset] - price[0];
    let second = Number.POSITIVE_INFINITY;
    let j1 = 0;
    let j2 = -1;
    let j = 1;
    for (; j < n; j++) {
      const h = costs[offset + j] - price[j];
      if (h >= second) continue;
      if (h >= first) {
        second = h;
        j2 = j;
      } else {
        second = first;
        j2 = j1;
        first = h;
        j1 = j;
      }
      if (second <= 0) break;
    }
    work.left -= j;
    let displaced = rowOf[j1];
    const lowered = price[j1] - (second - first);
    const strict = j2 >= 0 && lowered < price[j1];
    if (strict) price[j1] = lowered;
    else if (displaced >= 0 && j2 >= 0) {
      j1 = j2;
      displaced = rowOf[j1];
    }
    columnOf[i] = j1;
    rowOf[j1] = i;
    if (displaced < 0) continue;
    columnOf[displaced] = -1;
    if (strict && budget-- > 0) free[--k] = displaced;
    else free[kept++] = displaced;
  }
  while (k < free.length) free[kept++] = free[k++];
  return free.subarray(0, kept);
}

/** Shortest augmenting paths over whole rows, all columns of the least distance together; returns the rows that the work did not reach. */
function augment(state: SquareState, free: Int32Array, work: { left: number }): Int32Array {
  const { n, costs, price, rowOf } = state;
  const distance = new Float64Array(n);
  const parent = new Int32Array(n);
  const list = new Int32Array(n);
  for (let f = 0; f < free.length; f++) {
    if (work.left <= 0) return free.subarray(f);
    const start = free[f];
    let offset = start * n;
    let end = -1;
    work.left -= n;
    for (let j = 0; j < n; j++) {
      const h = costs[offset + j] - price[j];
      if (h <= 0 && rowOf[j] < 0) {
        parent[j] = start;
        end = j;
        break;
      }
      distance[j] = h;
      parent[j] = start;
      list[j] = j;
    }
    // list: [0, low) scanned, [low, up) at the least distance, [up, n) farther
    let low = 0;
    let up = 0;
    let last = 0;
    let least = 0;
    while (end < 0) {
      if (up === low) {
        last = low;
        least = distance[list[up++]];
        for (let k = up; k < n; k++) {
          const j = list[k];
          const h = distance[j];
          if (h <= least) {
            if (h < least) {
              up = low;
              least = h;
            }
            list[k] = list[up];
            list[up++] = j;
          }
        }
        work.left -= n - low;
        for (let k = low; k < up; k++) {
          if (rowOf[list[k]] < 0) {
            end = list[k];
            break;
          }
        }
      }
      while (end < 0 && low < up) {
        const scan = list[low++];
        const i = rowOf[scan];
        offset = i * n;
        const h = costs[offset + scan] - price[scan] - least;
        let k = up;
        for (; k < n; k++) {
          const j = list[k];
          const reach = costs[offset + j] - price[j] - h;
          if (reach >= distance[j]) continue;
          parent[j] = i;
          distance[j] = reach;
          if (reach > least) continue;
          if (rowOf[j] < 0) {
            end = j;
            break;
          }
          list[k] = list[up];
          list[up++] = j;
        }
        work.left -= k - up;
      }
    }
    for (let k = 0; k < last; k++) price[list[k]] += distance[list[k]] - least;
    flip(state, parent, start, end);
  }
  return free.subarray(free.length);
}
