import type { CostMatrix } from './types.ts';
import type { Meter } from './work.ts';

/**
 * Lagrangian bounds for capacitated siting: "every client is served in full" is relaxed with multipliers u. Each site then keeps
 * the clients worth most, a knapsack: binary where a client may not be split, continuous where it may. Which sites open is the
 * cheapest choice of p of them, or the cheapest with enough capacity in total (relaxed to fractions).
 */
export type CapacitatedData = {
  readonly matrix: CostMatrix;
  readonly demand: Float64Array;
  readonly capacity: Float64Array;
  readonly openingCost: Float64Array;
  /** Exactly this many open sites, or null when only cost decides. */
  readonly p: number | null;
  /** A client is served by one site. */
  readonly single: boolean;
  /** FREE, CLOSED, OPEN per site. Changed by fixing. */
  readonly state: Uint8Array;
};

export type CapacitatedDual = {
  readonly u: Float64Array;
  readonly y: Float64Array;
  bound: number;
  /** What one unit of a site's capacity is worth to its clients at the best multipliers. */
  readonly capacityPrice: Float64Array;
  /** The relaxed choice at the best multipliers: 0, 1 or, for one site at most, a fraction. */
  readonly choice: Float64Array;
  /** Least rise of the bound when a site is forced against that choice. */
  readonly rise: Float64Array;
  /** How much the continuous knapsack of a site exceeds the binary one; 0 where clients may be split. */
  readonly slack: Float64Array;
};

/** Raises the bound by the volume algorithm; `onPoint` gets the relaxed choice every few steps. */
export function ascendCapacitated(
  data: CapacitatedData,
  dual: CapacitatedDual,
  options: {
    readonly iterations: number;
    readonly upper: () => number;
    readonly cutoff: () => number;
    readonly onPoint: (y: Float64Array, u: Float64Array) => void;
    readonly meter: Meter;
  },
): void {
  const { clients: n, sites: m } = data.matrix;
  const u = Float64Array.from(dual.u);
  const v = new Float64Array(n);
  const g = new Float64Array(n);
  const oracle = createOracle(data);
  let scale = 0.2;
  let fails = 0;
  let since = 0;
  let mark = Number.NEGATIVE_INFINITY;
  let first = true;
  for (let t = 0; t < options.iterations && !options.meter.stop(); t++) {
    const value = oracle.solve(u, g);
    options.meter.spend(oracle.steps());
    let gg = 0;
    let gv = 0;
    let vv = 0;
    for (let i = 0; i < n; i++) {
      gg += g[i] * g[i];
      gv += g[i] * v[i];
      vv += v[i] * v[i];
    }
    let alpha = 1;
    if (!first) {
      const spread = gg - 2 * gv + vv;
      const best = spread > 1e-12 ? (vv - gv) / spread : 0.1;
      alpha = best < 0.01 ? 0.01 : best > 0.1 ? 0.1 : best;
    }
    let norm = 0;
    for (let i = 0; i < n; i++) {
      v[i] += alpha * (g[i] - v[i]);
      norm += v[i] * v[i];
    }
    for (let j = 0; j < m; j++) dual.y[j] += alpha * (oracle.y[j] - dual.y[j]);
    if (value > dual.bound) {
      if (!first && gv > 0) scale = Math.min(2, scale * 1.1);
      dual.bound = value;
      dual.u.set(u);
      dual.capacityPrice.set(oracle.capacityPrice);
      dual.choice.set(oracle.y);
      dual.rise.set(oracle.rise);
      dual.slack.set(oracle.slack);
      fails = 0;
      if (value >= options.cutoff()) return;
    } else if (++fails >= 12) {
      fails = 0;
      scale = Math.max(1e-4, scale * 0.66);
    }
    first = false;
    if (t % 25 === 24) options.onPoint(dual.y, dual.u);
    if (dual.bound > mark + 1e-6 * Math.abs(dual.bound)) {
      mark = dual.bound;
      since = 0;
    } else if (++since >= 150) return;
    if (norm < 1e-12) return;
    const target = Math.min(options.upper(), dual.bound + 0.05 * Math.abs(dual.bound) + 1e-6);
    const step = (scale * Math.max(target - dual.bound, 1e-6 * Math.abs(dual.bound))) / norm;
    for (let i = 0; i < n; i++) u[i] = dual.u[i] + step * v[i];
  }
}

export function createCapacitatedDual(data: CapacitatedData): CapacitatedDual {
  const { clients: n, sites: m, cost } = data.matrix;
  const u = new Float64Array(n);
  const row = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    let count = 0;
    for (let j = 0; j < m; j++)
      if (data.state[j] !== 1 && cost[i * m + j] < 1e300) row[count++] = cost[i * m + j];
    const sorted = row.slice(0, count).sort();
    const rank = data.p === null ? Math.floor(count / 10) : Math.floor(count / Math.max(1, data.p));
    u[i] = sorted[Math.min(count - 1, rank)] ?? 0;
  }
  return {
    u,
    y: new Float64Array(m),
    bound: Number.NEGATIVE_INFINITY,
    capacityPrice: new Float64Array(m),
    choice: new Float64Array(m),
    rise: new Float64Array(m),
    slack: new Float64Array(m),
  };
}

function createOracle(data: CapacitatedData) {
  const { clients: n, sites: m, cost } = data.matrix;
  const { demand, capacity, openingCost, state, p, single } = data;
  const y = new Float64Array(m);
  const price = new Float64Array(m);
  const capacityPrice = new Float64Array(m);
  const rise = new Float64Array(m);
  const slack = new Float64Array(m);
  const taken: Float64Array[] = Array.from({ length: m }, () => new Float64Array(n));
  const items = new Int32Array(n);
  const worth = new Float64Array(n);
  let whole = single;
  for (let i = 0; i < n && whole; i++) if (!Number.isInteger(demand[i])) whole = false;
  let totalDemand = 0;
  for (let i = 0; i < n; i++) totalDemand += demand[i];
  let steps = 0;

  function keepClients(j: number, u: Float64Array): number {
    const x = taken[j]!;
    x.fill(0);
    let count = 0;
    for (let i = 0; i < n; i++) {
      const w = u[i] - cost[i * m + j];
      if (w > 0 && (!single || demand[i] <= capacity[j])) {
        items[count] = i;
        worth[i] = w;
        count++;
      }
    }
    steps += n;
    capacityPrice[j] = 0;
    slack[j] = 0;
    let size = 0;
    for (let k = 0; k < count; k++) size += demand[items[k]];
    if (size <= capacity[j]) {
      let sum = 0;
      for (let k = 0; k < count; k++) {
        x[items[k]] = 1;
        sum += worth[items[k]];
      }
      return sum;
    }
    const list = Array.from(items.subarray(0, count)).sort(
      (a, b) => worth[b] * demand[a] - worth[a] * demand[b] || a - b,
    );
    steps += count * 8;
    let room = capacity[j];
    let sum = 0;
    for (const i of list) {
      const part = demand[i] <= room ? 1 : room / demand[i];
      x[i] = part;
      sum += part * worth[i];
      room -= part * demand[i];
      if (part < 1) {
        capacityPrice[j] = worth[i] / demand[i];
        break;
      }
    }
    if (!whole || capacity[j] > 100_000) return sum;
    const binary = knapsack(list, Math.floor(capacity[j]), x);
    slack[j] = Math.max(0, sum - binary);
    return binary;
  }

  /** Binary knapsack by dynamic programming over whole demands; fills x and returns the value. */
  function knapsack(list: readonly number[], limit: number, x: Float64Array): number {
    const value = new Float64Array(limit + 1);
    const chosen = new Uint8Array(list.length * (limit + 1));
    for (let k = 0; k < list.length; k++) {
      const d = demand[list[k]];
      const w = worth[list[k]];
      const base = k * (limit + 1);
      for (let room = limit; room >= d; room--) {
        const other = value[room - d] + w;
        if (other > value[room]) {
          value[room] = other;
          chosen[base + room] = 1;
        }
      }
    }
    steps += list.length * limit;
    x.fill(0);
    let room = limit;
    for (let k = list.length - 1; k >= 0; k--) {
      if (chosen[k * (limit + 1) + room] === 1) {
        x[list[k]] = 1;
        room -= demand[list[k]];
      }
    }
    return value[limit];
  }

  function solve(u: Float64Array, g: Float64Array): number {
    steps = 0;
    let value = 0;
    for (let i = 0; i < n; i++) value += u[i];
    for (let j = 0; j < m; j++) {
      y[j] = 0;
      if (state[j] !== 1) price[j] = openingCost[j] - keepClients(j, u);
    }
    value += p === null ? chooseByCapacity() : chooseCount(p);
    for (let i = 0; i < n; i++) g[i] = 1;
    for (let j = 0; j < m; j++) {
      if (y[j] === 0) continue;
      const x = taken[j]!;
      for (let i = 0; i < n; i++) g[i] -= y[j] * x[i];
    }
    steps += m * n;
    return value;
  }

  function chooseCount(count: number): number {
    const free: number[] = [];
    let value = 0;
    let wanted = count;
    for (let j = 0; j < m; j++) {
      if (state[j] === 2) {
        y[j] = 1;
        value += price[j];
        wanted--;
      } else if (state[j] === 0) free.push(j);
    }
    free.sort((a, b) => price[a] - price[b] || a - b);
    for (let k = 0; k < wanted; k++) {
      y[free[k]!] = 1;
      value += price[free[k]!];
    }
    const last = wanted > 0 ? price[free[wanted - 1]!] : Number.NEGATIVE_INFINITY;
    const next = wanted < free.length ? price[free[wanted]!] : Number.POSITIVE_INFINITY;
    rise.fill(0);
    for (let k = 0; k < free.length; k++) {
      const j = free[k]!;
      rise[j] = k < wanted ? next - price[j] : wanted > 0 ? price[j] - last : Number.POSITIVE_INFINITY;
    }
    return value;
  }

  /** Sites that pay for themselves, then the cheapest capacity until the demand fits, the last site in part. */
  function chooseByCapacity(): number {
    let value = 0;
    let room = -totalDemand;
    const rest: number[] = [];
    for (let j = 0; j < m; j++) {
      if (state[j] === 1) continue;
      if (state[j] === 2 || price[j] < 0) {
        y[j] = 1;
        value += price[j];
        room += capacity[j];
      } else if (capacity[j] > 0) rest.push(j);
    }
    let rate = 0;
    if (room < 0) {
      rest.sort((a, b) => price[a] * capacity[b] - price[b] * capacity[a] || a - b);
      for (const j of rest) {
        const part = Math.min(1, -room / capacity[j]);
        y[j] = part;
        value += part * price[j];
        room += part * capacity[j];
        rate = price[j] / capacity[j];
        if (room >= -1e-9) break;
      }
    }
    for (let j = 0; j < m; j++) rise[j] = state[j] === 0 ? Math.abs(price[j] - rate * capacity[j]) : 0;
    return value;
  }

  return { solve, y, capacityPrice, rise, slack, steps: () => steps };
}
