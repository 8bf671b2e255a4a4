import type { CostMatrix } from './types.ts';

/**
 * Readers for the public benchmark formats of facility location. Each takes the text of a file and throws `FormatError`
 * naming the line or item at fault. No reader guesses: a count that does not match is an error.
 */

export class FormatError extends Error {
  override name = 'FormatError';
}

/** Numbers of a whitespace-separated text, in order; words in `skip` are passed over. */
function numbersOf(text: string, skip: ReadonlySet<string> = new Set()): Float64Array {
  const words = text.split(/\s+/);
  const out = new Float64Array(words.length);
  let count = 0;
  for (let k = 0; k < words.length; k++) {
    const word = words[k]!;
    if (word === '' || skip.has(word)) continue;
    const value = Number(word);
    if (!Number.isFinite(value)) {
      throw new FormatError(`item ${count + 1}: "${word.slice(0, 30)}" is not a number`);
    }
    out[count++] = value;
  }
  return out.subarray(0, count);
}

function requireCount(value: number | undefined, what: string, limit: number): number {
  if (value === undefined || !Number.isInteger(value) || value < 1 || value > limit) {
    throw new FormatError(`${what} must be an integer in 1 … ${limit}, got ${value ?? 'nothing'}`);
  }
  return value;
}

export type MedianInstance = { readonly matrix: CostMatrix; readonly p: number };

/**
 * OR-Library p-median ("n edges p", then "from to cost"). A pair given twice keeps the LAST cost, as the published optima
 * require; the graph is undirected and costs are all-pairs shortest paths. O(n · edges · log n).
 */
export function readOrlibMedian(text: string): MedianInstance {
  const numbers = numbersOf(text);
  const n = requireCount(numbers[0], 'number of vertices', 20000);
  const edges = requireCount(numbers[1], 'number of edges', 50_000_000);
  const p = requireCount(numbers[2], 'p', n);
  if (numbers.length < 3 + 3 * edges) {
    throw new FormatError(`${edges} edges announced, ${Math.floor((numbers.length - 3) / 3)} found`);
  }
  const lengths: Map<number, number>[] = Array.from({ length: n }, () => new Map<number, number>());
  for (let e = 0; e < edges; e++) {
    const from = requireCount(numbers[3 + 3 * e], `edge ${e + 1}, first end`, n) - 1;
    const to = requireCount(numbers[4 + 3 * e], `edge ${e + 1}, second end`, n) - 1;
    const cost = numbers[5 + 3 * e]!;
    if (cost < 0) throw new FormatError(`edge ${e + 1}: cost ${cost} is negative`);
    lengths[from]!.set(to, cost);
    lengths[to]!.set(from, cost);
  }
  return { matrix: allPairs(n, lengths), p };
}

function allPairs(n: number, lengths: readonly Map<number, number>[]): CostMatrix {
  const start = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) start[i + 1] = start[i] + lengths[i]!.size;
  const head = new Int32Array(start[n]);
  const weight = new Float64Array(start[n]);
  for (let i = 0, k = 0; i < n; i++) {
    for (const [to, cost] of lengths[i]!) {
      head[k] = to;
      weight[k++] = cost;
    }
  }
  const cost = new Float64Array(n * n).fill(Number.POSITIVE_INFINITY);
  const heap = new Int32Array(start[n] + n + 1);
  const keys = new Float64Array(start[n] + n + 1);
  for (let source = 0; source < n; source++) {
    const row = cost.subarray(source * n, (source + 1) * n);
    row[source] = 0;
    let size = 1;
    heap[0] = source;
    keys[0] = 0;
    while (size > 0) {
      const at = heap[0];
      const key = keys[0];
      size--;
      const last = keys[size];
      const lastVertex = heap[size];
      let hole = 0;
      for (;;) {
        let child = 2 * hole + 1;
        if (child >= size) break;
        if (child + 1 < size && keys[child + 1] < keys[child]) child++;
        if (keys[child] >= last) break;
        keys[hole] = keys[child];
        heap[hole] = heap[child];
        hole = child;
      }
      keys[hole] = last;
      heap[hole] = lastVertex;
      if (key > row[at]) continue;
      for (let k = start[at]; k < start[at + 1]; k++) {
        const next = key + weight[k];
        if (next >= row[head[k]]) continue;
        row[head[k]] = next;
        let up = size++;
        while (up > 0) {
          const parent = (up - 1) >> 1;
          if (keys[parent] <= next) break;
          keys[up] = keys[parent];
          heap[up] = heap[parent];
          up = parent;
        }
        keys[up] = next;
        heap[up] = head[k];
      }
    }
  }
  return { clients: n, sites: n, cost };
}

export type Points = { readonly x: Float64Array; readonly y: Float64Array };

/** TSPLIB coordinates (EUC_2D). Only what p-median instances need: NODE_COORD_SECTION, DIMENSION checked. */
export function readTsplibPoints(text: string): Points {
  const dimension = /^\s*DIMENSION\s*:\s*(\d+)/m.exec(text);
  const kind = /^\s*EDGE_WEIGHT_TYPE\s*:\s*(\S+)/m.exec(text);
  const section = /^\s*NODE_COORD_SECTION\s*$/m.exec(text);
  if (dimension === null) throw new FormatError('DIMENSION is missing');
  if (section === null) throw new FormatError('NODE_COORD_SECTION is missing');
  if (kind !== null && kind[1] !== 'EUC_2D') {
    throw new FormatError(`EDGE_WEIGHT_TYPE ${kind[1]} is not supported; EUC_2D is`);
  }
  const n = requireCount(Number(dimension[1]), 'DIMENSION', 1_000_000);
  const rest = text.slice(section.index + section[0].length);
  const ends = /^\s*(EOF|[A-Z_]+_SECTION)/m.exec(rest);
  const numbers = numbersOf(ends === null ? rest : rest.slice(0, ends.index));
  if (numbers.length !== 3 * n) throw new FormatError(`${n} points announced, ${numbers.length / 3} found`);
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    x[k] = numbers[3 * k + 1];
    y[k] = numbers[3 * k + 2];
  }
  return { x, y };
}

/**
 * Pairwise Euclidean distances rounded DOWN to integers, the convention of the published p-median values on TSPLIB points and of
 * pmedcap. `Math.sqrt` is correctly rounded everywhere; `Math.hypot` is not and must not be used here.
 */
export function floorDistances(points: Points): CostMatrix {
  const n = points.x.length;
  const cost = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const dx = points.x[i] - points.x[j];
      const dy = points.y[i] - points.y[j];
      const distance = Math.floor(Math.sqrt(dx * dx + dy * dy));
      cost[i * n + j] = distance;
      cost[j * n + i] = distance;
    }
  }
  return { clients: n, sites: n, cost };
}

export type CapacitatedMedianInstance = {
  readonly matrix: CostMatrix;
  readonly p: number;
  readonly demand: Float64Array;
  readonly capacity: Float64Array;
  /** Best known value printed in the file, if any. */
  readonly published: number | null;
};

/** pmedcap: "number best", "n p capacity", then "id x y demand" per point; distances are floored. */
export function readPmedcap(text: string): CapacitatedMedianInstance {
  const numbers = numbersOf(text);
  const n = requireCount(numbers[2], 'number of points', 20000);
  const p = requireCount(numbers[3], 'p', n);
  const limit = numbers[4] ?? 0;
  if (!(limit > 0)) throw new FormatError('the capacity must be positive');
  if (numbers.length !== 5 + 4 * n)
    throw new FormatError(`${n} points announced, ${(numbers.length - 5) / 4} found`);
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  const demand = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    x[k] = numbers[6 + 4 * k];
    y[k] = numbers[7 + 4 * k];
    demand[k] = numbers[8 + 4 * k];
    if (demand[k] < 0) throw new FormatError(`point ${k + 1}: demand ${demand[k]} is negative`);
  }
  return {
    matrix: floorDistances({ x, y }),
    p,
    demand,
    capacity: new Float64Array(n).fill(limit),
    published: numbers[1] > 0 ? numbers[1] : null,
  };
}

export type CapacitatedLocationInstance = {
  /** `matrix.cost[i * sites + j]`: serving ALL of client i's demand from site j. */
  readonly matrix: CostMatrix;
  readonly demand: Float64Array;
  readonly capacity: Float64Array;
  readonly openingCost: Float64Array;
};

/**
 * OR-Library capacitated warehouse location: "m n", "capacity opening" per warehouse, then per customer demand and m costs.
 * In capa, capb and capc the capacity may be the word "capacity"; `capacity` then supplies it, and overrides numbers otherwise.
 */
export function readOrlibLocation(text: string, capacity?: number): CapacitatedLocationInstance {
  const named = /\bcapacity\b/i.test(text);
  if (named && capacity === undefined) {
    throw new FormatError('the file leaves the capacity open ("capacity"): give it as an option');
  }
  const numbers = numbersOf(named ? text.replace(/\bcapacity\b/gi, String(capacity)) : text);
  const m = requireCount(numbers[0], 'number of sites', 20000);
  const n = requireCount(numbers[1], 'number of clients', 1_000_000);
  if (numbers.length !== 2 + 2 * m + n * (m + 1)) {
    throw new FormatError(
      `${2 + 2 * m + n * (m + 1)} numbers expected for ${m} sites and ${n} clients, ${numbers.length} found`,
    );
  }
  const limits = new Float64Array(m);
  const openingCost = new Float64Array(m);
  for (let j = 0; j < m; j++) {
    limits[j] = capacity ?? numbers[2 + 2 * j];
    openingCost[j] = numbers[3 + 2 * j];
  }
  const demand = new Float64Array(n);
  const cost = new Float64Array(n * m);
  let at = 2 + 2 * m;
  for (let i = 0; i < n; i++) {
    demand[i] = numbers[at++];
    for (let j = 0; j < m; j++) cost[i * m + j] = numbers[at++];
  }
  return { matrix: { clients: n, sites: m, cost }, demand, capacity: limits, openingCost };
}

export type CoverInstance = {
  /** Rows to cover. */
  readonly clients: number;
  readonly sites: number;
  /** Sites that cover each client, ascending. */
  readonly coveredBy: readonly Int32Array[];
  readonly siteCost: Float64Array;
};

/** OR-Library set covering: "rows columns", column costs, then per row the number of columns and their numbers. */
export function readOrlibCover(text: string): CoverInstance {
  const numbers = numbersOf(text);
  const rows = requireCount(numbers[0], 'number of rows', 5_000_000);
  const columns = requireCount(numbers[1], 'number of columns', 5_000_000);
  const siteCost = numbers.slice(2, 2 + columns);
  if (siteCost.length !== columns)
    throw new FormatError(`${columns} column costs expected, ${siteCost.length} found`);
  const coveredBy: Int32Array[] = [];
  let at = 2 + columns;
  for (let i = 0; i < rows; i++) {
    const count = numbers[at++] ?? 0;
    if (!Number.isInteger(count) || count < 0 || at + count > numbers.length) {
      throw new FormatError(`row ${i + 1}: ${count} columns announced, the file ends first`);
    }
    coveredBy.push(coverRow(numbers, at, count, i, columns));
    at += count;
  }
  if (at !== numbers.length)
    throw new FormatError(`${numbers.length - at} numbers are left over after the last row`);
  return { clients: rows, sites: columns, coveredBy, siteCost };
}

/** The rail instances list columns instead: "rows columns", then per column its cost, the number of rows, and the rows. */
export function readRailCover(text: string): CoverInstance {
  const numbers = numbersOf(text);
  const rows = requireCount(numbers[0], 'number of rows', 5_000_000);
  const columns = requireCount(numbers[1], 'number of columns', 5_000_000);
  const siteCost = new Float64Array(columns);
  const lists: number[][] = Array.from({ length: rows }, () => []);
  let at = 2;
  for (let j = 0; j < columns; j++) {
    siteCost[j] = numbers[at++] ?? Number.NaN;
    const count = numbers[at++] ?? -1;
    if (!(count >= 0) || at + count > numbers.length)
      throw new FormatError(`column ${j + 1}: the file ends first`);
    for (let k = 0; k < count; k++) {
      const row = requireCount(numbers[at++], `column ${j + 1}, row number`, rows) - 1;
      lists[row]!.push(j);
    }
  }
  return { clients: rows, sites: columns, coveredBy: lists.map((list) => Int32Array.from(list)), siteCost };
}

function coverRow(
  numbers: Float64Array,
  at: number,
  count: number,
  row: number,
  columns: number,
): Int32Array {
  const list = new Int32Array(count);
  for (let k = 0; k < count; k++)
    list[k] = requireCount(numbers[at + k], `row ${row + 1}, column number`, columns) - 1;
  return list.sort();
}
