import type { CostMatrix } from './types.ts';

/**
 * For every client its sites in order of cost, in three flat arrays: the layout all p-median routines share.
 * Row i occupies `start[i] … start[i + 1] − 1`; equal costs are in order of site number, so that every run is the same.
 */
export type SortedRows = {
  readonly clients: number;
  readonly sites: number;
  readonly start: Int32Array;
  readonly site: Int32Array;
  readonly cost: Float64Array;
};

/** Sorts every row; pairs of infinite cost are left out. O(nm log m). */
export function sortRows(matrix: CostMatrix): SortedRows {
  const { clients, sites, cost: dense } = matrix;
  const start = new Int32Array(clients + 1);
  let total = 0;
  for (let i = 0; i < clients; i++) {
    const base = i * sites;
    for (let j = 0; j < sites; j++) if (dense[base + j] < Number.POSITIVE_INFINITY) total++;
    start[i + 1] = total;
  }
  const site = new Int32Array(total);
  const cost = new Float64Array(total);
  for (let i = 0; i < clients; i++) {
    let at = start[i];
    const base = i * sites;
    for (let j = 0; j < sites; j++) {
      const value = dense[base + j];
      if (value < Number.POSITIVE_INFINITY) {
        site[at] = j;
        cost[at++] = value;
      }
    }
    sortPairs(cost, site, start[i], start[i + 1] - 1);
  }
  return { clients, sites, start, site, cost };
}

/** Quicksort of two parallel arrays by (key, id); insertion sort for short pieces. */
export function sortPairs(key: Float64Array, id: Int32Array, low: number, high: number): void {
  while (high - low > 16) {
    const middle = (low + high) >> 1;
    if (before(key, id, middle, low)) swap(key, id, low, middle);
    if (before(key, id, high, low)) swap(key, id, low, high);
    if (before(key, id, high, middle)) swap(key, id, middle, high);
    const pivotKey = key[middle];
    const pivotId = id[middle];
    let left = low;
    let right = high;
    while (left <= right) {
      while (key[left] < pivotKey || (key[left] === pivotKey && id[left] < pivotId)) left++;
      while (key[right] > pivotKey || (key[right] === pivotKey && id[right] > pivotId)) right--;
      if (left <= right) {
        swap(key, id, left, right);
        left++;
        right--;
      }
    }
    if (right - low < high - left) {
      sortPairs(key, id, low, right);
      low = left;
    } else {
      sortPairs(key, id, left, high);
      high = right;
    }
  }
  for (let k = low + 1; k <= high; k++) {
    const heldKey = key[k];
    const heldId = id[k];
    let hole = k;
    while (hole > low && (key[hole - 1] > heldKey || (key[hole - 1] === heldKey && id[hole - 1] > heldId))) {
      key[hole] = key[hole - 1];
      id[hole] = id[hole - 1];
      hole--;
    }
    key[hole] = heldKey;
    id[hole] = heldId;
  }
}

function before(key: Float64Array, id: Int32Array, a: number, b: number): boolean {
  return key[a] < key[b] || (key[a] === key[b] && id[a] < id[b]);
}

function swap(key: Float64Array, id: Int32Array, a: number, b: number): void {
  const heldKey = key[a];
  key[a] = key[b];
  key[b] = heldKey;
  const heldId = id[a];
  id[a] = id[b];
  id[b] = heldId;
}

/** State of a site in a subproblem. */
export const FREE = 0;
export const CLOSED = 1;
export const OPEN = 2;

/**
 * The subproblem left when some sites are closed and some are open. Closed ones vanish; each row ends with its nearest open site,
 * because nothing dearer can serve it. `origin` maps the new site numbers to those of `rows`. With `u`, rows are also cut well
 * behind the multiplier, which keeps them in cache. `cap[i]` is the largest multiplier for which the row is complete: any bound
 * computed with u ≤ cap holds for the whole problem. O(entries kept and passed over).
 */
export type ReducedRows = SortedRows & {
  readonly origin: Int32Array;
  readonly open: Uint8Array;
  readonly cap: Float64Array;
};

export function reduceRows(
  rows: SortedRows,
  state: Uint8Array,
  u?: Float64Array,
  caps?: Float64Array,
): ReducedRows {
  const { clients } = rows;
  const number = new Int32Array(rows.sites).fill(-1);
  let sites = 0;
  for (let j = 0; j < rows.sites; j++) if (state[j] !== CLOSED) number[j] = sites++;
  const origin = new Int32Array(sites);
  const open = new Uint8Array(sites);
  for (let j = 0; j < rows.sites; j++) {
    if (number[j] < 0) continue;
    origin[number[j]] = j;
    if (state[j] === OPEN) open[number[j]] = 1;
  }
  const start = new Int32Array(clients + 1);
  const cap = new Float64Array(clients);
  const stop = new Int32Array(clients);
  let total = 0;
  for (let i = 0; i < clients; i++) {
    const end = rows.start[i + 1];
    const limit = u === undefined ? Number.POSITIVE_INFINITY : u[i];
    let kept = 0;
    let allowed = Number.POSITIVE_INFINITY;
    let k = rows.start[i];
    cap[i] = caps === undefined ? (end > k ? rows.cost[end - 1] : 0) : caps[i];
    for (; k < end; k++) {
      const what = state[rows.site[k]];
      if (what === CLOSED) continue;
      if (allowed === Number.POSITIVE_INFINITY && rows.cost[k] >= limit) allowed = 2 * kept + 24;
      if (kept >= allowed) {
        cap[i] = rows.cost[k];
        break;
      }
      kept++;
      if (what === OPEN) {
        cap[i] = rows.cost[k];
        k++;
        break;
      }
    }
    stop[i] = k;
    total += kept;
    start[i + 1] = total;
  }
  const site = new Int32Array(total);
  const cost = new Float64Array(total);
  let at = 0;
  for (let i = 0; i < clients; i++) {
    for (let k = rows.start[i]; k < stop[i]; k++) {
      const j = number[rows.site[k]];
      if (j < 0) continue;
      site[at] = j;
      cost[at++] = rows.cost[k];
    }
  }
  return { clients, sites, start, site, cost, origin, open, cap };
}
