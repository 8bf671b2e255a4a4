/**
 * Units (buildings, blocks, tracts) with people, and which of them are neighbours. Compressed rows, both directions of each pair.
 */
export type DistrictGraph = {
  readonly size: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  /** Length of the common border (objective 'perimeter'); 1 where unknown. */
  readonly border: Float64Array;
  readonly population: Float64Array;
  /** Positions for 'inertia', any length unit; see `distance`. */
  readonly x?: Float64Array;
  readonly y?: Float64Array;
  /** Squared distance of two units; default Euclidean from x and y. */
  readonly squared?: (a: number, b: number) => number;
};

export type Objective = 'cut' | 'perimeter' | 'inertia';

export type DistrictProblem = {
  readonly graph: DistrictGraph;
  readonly k: number;
  /** Band of the population of each district, both ends included. */
  readonly lower: number;
  readonly upper: number;
  readonly objective: Objective;
};

/** Builds a graph from pairs; a pair given twice counts once (the first border), loops are dropped. O(n + pairs log pairs). */
export function districtGraph(
  population: ArrayLike<number>,
  pairs: readonly (readonly [a: number, b: number, border?: number])[],
  extra: Pick<DistrictGraph, 'x' | 'y' | 'squared'> = {},
): DistrictGraph {
  const size = population.length;
  for (let v = 0; v < size; v++) {
    if (!(population[v] >= 0 && Number.isFinite(population[v]))) {
      throw new RangeError(`population of unit ${v} must be a number ≥ 0, got ${population[v]}`);
    }
  }
  const lists: Map<number, number>[] = Array.from({ length: size }, () => new Map());
  for (const [a, b, border = 1] of pairs) {
    if (!(Number.isInteger(a) && Number.isInteger(b) && a >= 0 && b >= 0 && a < size && b < size)) {
      throw new RangeError(`pair ${a}–${b}: units are numbered 0 … ${size - 1}`);
    }
    if (a === b || lists[a].has(b)) continue;
    lists[a].set(b, border);
    lists[b].set(a, border);
  }
  const first = new Int32Array(size + 1);
  lists.forEach((list, v) => {
    first[v + 1] = first[v] + list.size;
  });
  const to = new Int32Array(first[size]);
  const border = new Float64Array(first[size]);
  lists.forEach((list, v) => {
    let at = first[v];
    for (const [w, length] of [...list].sort(([p], [q]) => p - q)) {
      to[at] = w;
      border[at++] = length;
    }
  });
  return { size, first, to, border, population: Float64Array.from(population), ...extra };
}

/** Number of connected parts and the part of each unit; parts are numbered by their first unit. O(n + pairs). */
export function partsOfGraph(
  { size, first, to }: DistrictGraph,
  within?: (a: number, b: number) => boolean,
): { part: Int32Array; count: number } {
  const part = new Int32Array(size).fill(-1);
  const stack: number[] = [];
  let count = 0;
  for (let root = 0; root < size; root++) {
    if (part[root] >= 0) continue;
    part[root] = count;
    stack.push(root);
    while (stack.length > 0) {
      const v = stack.pop()!;
      for (let k = first[v]; k < first[v + 1]; k++) {
        const w = to[k];
        if (part[w] < 0 && (within === undefined || within(v, w))) {
          part[w] = count;
          stack.push(w);
        }
      }
    }
    count++;
  }
  return { part, count };
}

/** The graph of some units alone, numbered as in the list, with their links among each other. O(units + their pairs). */
export function partOfGraph(graph: DistrictGraph, units: readonly number[]): DistrictGraph {
  const { first: from, to: of, x, y, squared } = graph;
  const place = new Map(units.map((v, i) => [v, i]));
  const first = new Int32Array(units.length + 1);
  const to: number[] = [];
  const border: number[] = [];
  units.forEach((v, i) => {
    for (let k = from[v]; k < from[v + 1]; k++) {
      const j = place.get(of[k]);
      if (j === undefined) continue;
      to.push(j);
      border.push(graph.border[k]);
    }
    first[i + 1] = to.length;
  });
  return {
    size: units.length,
    first,
    to: Int32Array.from(to),
    border: Float64Array.from(border),
    population: Float64Array.from(units, (v) => graph.population[v]),
    ...(x === undefined || y === undefined
      ? {}
      : { x: Float64Array.from(units, (v) => x[v]), y: Float64Array.from(units, (v) => y[v]) }),
    ...(squared === undefined ? {} : { squared: (a, b) => squared(units[a], units[b]) }),
  };
}

/** True when every district 0 … k−1 is not empty and connected. O(n + pairs). */
export function isContiguous(graph: DistrictGraph, districts: ArrayLike<number>, k: number): boolean {
  const { count } = partsOfGraph(graph, (a, b) => districts[a] === districts[b]);
  return count === k && new Set(Array.from(districts)).size === k;
}

/** Value of a plan, from scratch. Cut and perimeter O(pairs); inertia O(n · largest district). */
export function planValue({ graph, k, objective }: DistrictProblem, districts: ArrayLike<number>): number {
  const { size, first, to, border } = graph;
  if (objective === 'inertia') return inertiaOf(graph, k, districts);
  let sum = 0;
  for (let v = 0; v < size; v++) {
    for (let i = first[v]; i < first[v + 1]; i++) {
      if (v < to[i] && districts[v] !== districts[to[i]]) sum += objective === 'cut' ? 1 : border[i];
    }
  }
  return sum;
}

/** Squared distance between units for the moment of inertia. Throws RangeError without positions. */
export function squaredDistance(graph: DistrictGraph): (a: number, b: number) => number {
  if (graph.squared !== undefined) return graph.squared;
  const { x, y } = graph;
  if (x === undefined || y === undefined)
    throw new RangeError("objective 'inertia' needs positions (x and y) of the units");
  return (a, b) => (x[a] - x[b]) ** 2 + (y[a] - y[b]) ** 2;
}

/** Σ population · squared distance to the best centre among the district's own units (S. Hess et al. 1965). */
function inertiaOf(graph: DistrictGraph, k: number, districts: ArrayLike<number>): number {
  const squared = squaredDistance(graph);
  let total = 0;
  for (let d = 0; d < k; d++) {
    const units: number[] = [];
    for (let v = 0; v < graph.size; v++) if (districts[v] === d) units.push(v);
    let best = units.length === 0 ? 0 : Number.POSITIVE_INFINITY;
    for (const c of units) {
      let sum = 0;
      for (const v of units) sum += graph.population[v] * squared(v, c);
      best = Math.min(best, sum);
    }
    total += best;
  }
  return total;
}
