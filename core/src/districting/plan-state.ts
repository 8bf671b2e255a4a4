import { type DistrictGraph, type DistrictProblem, squaredDistance } from './graph.ts';

/**
 * A plan that changes one unit at a time, with everything a local search asks: the change of the objective, the distance from the
 * band, and whether a unit may leave without tearing its district apart.
 */
export type PlanState = {
  readonly district: Int32Array;
  readonly population: Float64Array;
  readonly value: number;
  /** Σ over districts of people outside of the band. */
  readonly violation: number;
  /** Change of the objective when v moves to district b. O(degree); inertia O(n). */
  change(v: number, b: number): number;
  /** Change of the violation when v moves to b. O(1). */
  relief(v: number, b: number): number;
  /** Neighbours of v in other districts; 0 = v has nowhere to go. */
  readonly foreign: Int32Array;
  /** True when v is a cut vertex of its district, or all of it. O(degree²) where its neighbours hang together, else O(district) once a move. */
  isStuck(v: number): boolean;
  move(v: number, b: number): void;
  load(districts: ArrayLike<number>): void;
};

export function createPlanState(problem: DistrictProblem, start: ArrayLike<number>): PlanState {
  const { graph, k, lower, upper, objective } = problem;
  const { size: n, first, to, border, population: people } = graph;
  const district = new Int32Array(n);
  const population = new Float64Array(k);
  const stuck = new Uint8Array(n);
  const foreign = new Int32Array(n);
  const order = new Int32Array(n);
  const low = new Int32Array(n);
  const parent = new Int32Array(n);
  const cursor = new Int32Array(n);
  const stack = new Int32Array(n);
  const near = new Int32Array(n);
  let mark = 0;
  /** Districts that changed since their cut vertices were found. */
  const isStale = new Uint8Array(k);
  const inertia = objective === 'inertia' ? createInertia(graph, k, district) : undefined;
  const weight = objective === 'perimeter' ? border : undefined;
  let value = 0;
  let violation = 0;

  const outside = (p: number): number => (p < lower ? lower - p : p > upper ? p - upper : 0);

  /** Cut vertices of one district (R. Tarjan 1972), from a member. Other parts of a torn district are left free. */
  function markStuck(d: number, root: number): void {
    for (let v = 0; v < n; v++) {
      if (district[v] === d) {
        order[v] = 0;
        stuck[v] = 0;
      }
    }
    let counter = 0;
    let top = 0;
    let rootChildren = 0;
    stack[top++] = root;
    order[root] = low[root] = ++counter;
    parent[root] = -1;
    cursor[root] = first[root];
    while (top > 0) {
      const v = stack[top - 1];
      if (cursor[v] < first[v + 1]) {
        const w = to[cursor[v]++];
        if (district[w] !== d) continue;
        if (order[w] === 0) {
          order[w] = low[w] = ++counter;
          parent[w] = v;
          cursor[w] = first[w];
          stack[top++] = w;
          if (v === root) rootChildren++;
        } else if (w !== parent[v] && order[w] < low[v]) low[v] = order[w];
        continue;
      }
      top--;
      const p = parent[v];
      if (p < 0) continue;
      if (low[v] < low[p]) low[p] = low[v];
      if (p !== root && low[v] >= order[p]) stuck[p] = 1;
    }
    if (rootChildren > 1) stuck[root] = 1;
    if (counter === 1) stuck[root] = 1;
  }

  /** True when the neighbours of v in its district are one group among themselves: v is then no cut vertex. */
  function hangsTogether(v: number): boolean {
    const d = district[v];
    mark++;
    let count = 0;
    let top = 0;
    for (let i = first[v]; i < first[v + 1]; i++) {
      const w = to[i];
      if (district[w] !== d) continue;
      near[w] = mark;
      count++;
      if (top === 0) stack[top++] = w;
    }
    if (count === 0) return false;
    near[stack[0]] = 0;
    let seen = 1;
    while (top > 0) {
      const u = stack[--top];
      for (let i = first[u]; i < first[u + 1]; i++) {
        const w = to[i];
        if (near[w] !== mark) continue;
        near[w] = 0;
        seen++;
        stack[top++] = w;
      }
    }
    return seen === count;
  }

  function isStuck(v: number): boolean {
    if (hangsTogether(v)) return false;
    const d = district[v];
    if (isStale[d] === 1) {
      markStuck(d, v);
      isStale[d] = 0;
    }
    return stuck[v] === 1;
  }

  function load(districts: ArrayLike<number>): void {
    district.set(districts);
    population.fill(0);
    for (let v = 0; v < n; v++) population[district[v]] += people[v];
    violation = population.reduce((sum, p) => sum + outside(p), 0);
    for (let v = 0; v < n; v++) {
      foreign[v] = 0;
      for (let i = first[v]; i < first[v + 1]; i++) if (district[to[i]] !== district[v]) foreign[v]++;
    }
    value = 0;
    if (inertia === undefined) {
      for (let v = 0; v < n; v++) {
        for (let i = first[v]; i < first[v + 1]; i++) {
          if (v < to[i] && district[v] !== district[to[i]]) value += weight === undefined ? 1 : weight[i];
        }
      }
    } else value = inertia.load();
    isStale.fill(1);
  }
  load(start);

  return {
    district,
    population,
    foreign,
    get value() {
      return value;
    },
    get violation() {
      return violation;
    },
    isStuck,
    change(v, b) {
      if (inertia !== undefined) return inertia.change(v, b);
      const a = district[v];
      let delta = 0;
      for (let i = first[v]; i < first[v + 1]; i++) {
        const d = district[to[i]];
        if (d === a) delta += weight === undefined ? 1 : weight[i];
        else if (d === b) delta -= weight === undefined ? 1 : weight[i];
      }
      return delta;
    },
    relief(v, b) {
      const a = district[v];
      const p = people[v];
      return (
        outside(population[a] - p) +
        outside(population[b] + p) -
        outside(population[a]) -
        outside(population[b])
      );
    },
    move(v, b) {
      const a = district[v];
      value += this.change(v, b);
      violation += this.relief(v, b);
      inertia?.move(v, b);
      population[a] -= people[v];
      population[b] += people[v];
      district[v] = b;
      for (let i = first[v]; i < first[v + 1]; i++) {
        const d = district[to[i]];
        if (d === a) {
          foreign[to[i]]++;
          foreign[v]++;
        } else if (d === b) {
          foreign[to[i]]--;
          foreign[v]--;
        }
      }
      isStale[a] = 1;
      isStale[b] = 1;
    },
    load,
  };
}

/** Moments of all districts about all units: O(n·k) numbers, O(n) for a move or the change of one. */
function createInertia(graph: DistrictGraph, k: number, district: Int32Array) {
  const { size: n, population: people } = graph;
  if (n > 4000) throw new RangeError(`objective 'inertia': at most 4000 units, got ${n}`);
  const squared = squaredDistance(graph);
  const distance = new Float64Array(n * n);
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) distance[a * n + b] = squared(a, b);
  const moment = new Float64Array(k * n);
  const value = new Float64Array(k);

  function least(d: number, v: number, sign: number): number {
    let best = Number.POSITIVE_INFINITY;
    const p = sign * people[v];
    for (let c = 0; c < n; c++) {
      // The centre must belong to the district as it will be.
      if (c === v ? sign < 0 : district[c] !== d) continue;
      const m = moment[d * n + c] + p * distance[v * n + c];
      if (m < best) best = m;
    }
    return best === Number.POSITIVE_INFINITY ? 0 : best;
  }

  return {
    load(): number {
      moment.fill(0);
      for (let v = 0; v < n; v++) {
        const d = district[v] * n;
        for (let c = 0; c < n; c++) moment[d + c] += people[v] * distance[v * n + c];
      }
      value.fill(Number.POSITIVE_INFINITY);
      for (let c = 0; c < n; c++)
        value[district[c]] = Math.min(value[district[c]], moment[district[c] * n + c]);
      for (let d = 0; d < k; d++) if (value[d] === Number.POSITIVE_INFINITY) value[d] = 0;
      return value.reduce((sum, one) => sum + one, 0);
    },
    change: (v: number, b: number): number =>
      least(district[v], v, -1) + least(b, v, 1) - value[district[v]] - value[b],
    move(v: number, b: number): void {
      const a = district[v];
      value[a] = least(a, v, -1);
      value[b] = least(b, v, 1);
      for (let c = 0; c < n; c++) {
        const m = people[v] * distance[v * n + c];
        moment[a * n + c] -= m;
        moment[b * n + c] += m;
      }
    },
  };
}
