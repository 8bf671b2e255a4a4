import type { ReducedRows } from './rows.ts';
import type { Meter } from './work.ts';

/**
 * Lower bounds for the p-median problem by Lagrangian relaxation of "every client is served once".
 *
 * For multipliers u the relaxed problem separates by site: site j earns rho_j = sum over i of min(0, c_ij − u_i), and the p sites that earn
 * most (the open ones among them) are taken, so L(u) = sum of u + sum of rho over those. The best L equals the bound of the
 * linear relaxation x_ij ≤ y_j (integrality property), which is also what the closed-form Benders cuts of Duran-Mateluna, Ales
 * and Elloumi (EJOR 308, 2023) reach. The maximisation is the volume algorithm (Barahona and Anbil, Math. Programming 87, 2000):
 * a subgradient method whose averaged primal point also says where to branch.
 */
export type DualState = {
  /** Multipliers of the best bound, one per client. Updated in place. */
  readonly u: Float64Array;
  /** Averaged y per (reduced) site: near the optimal face of the linear relaxation. */
  readonly y: Float64Array;
  /** rho at the best multipliers. */
  readonly rho: Float64Array;
  bound: number;
  /** Dearest rho taken and cheapest rho left at the best multipliers, among sites that are not open beforehand. */
  taken: number;
  left: number;
  /** Step scale; kept between calls so that a continued ascent does not restart. */
  scale: number;
  v: Float64Array;
};

export function createDual(rows: ReducedRows, u: Float64Array): DualState {
  return {
    u,
    y: new Float64Array(rows.sites),
    rho: new Float64Array(rows.sites),
    bound: Number.NEGATIVE_INFINITY,
    taken: 0,
    left: 0,
    scale: 0.1,
    v: new Float64Array(rows.clients),
  };
}

export type AscentOptions = {
  readonly p: number;
  readonly iterations: number;
  /** Value of the best known solution: the step's target and, with `cutoff`, the reason to end. */
  readonly upper: number;
  /** Ends as soon as the bound reaches this. */
  readonly cutoff: number;
  /** Ends after this many iterations without a relative gain of `minimumGain`. */
  readonly patience: number;
  readonly minimumGain: number;
  /** Told the chosen sites (flags per reduced site) and their cost (too low where rows are cut) whenever that cost is a new minimum of this ascent. */
  readonly onPrimal?: (chosen: Uint8Array, cost: number) => void;
  readonly meter: Meter;
};

/**
 * Improves `dual` until cut off, out of iterations or stopped. Returns the iterations made.
 * One iteration costs the number of pairs with c_ij < u_i (about 1.5 n·m/p) plus m log m.
 */
export function ascend(rows: ReducedRows, dual: DualState, options: AscentOptions): number {
  const { clients, sites, open, cap } = rows;
  const { p, meter } = options;
  const u = Float64Array.from(dual.u);
  const rho = new Float64Array(sites);
  const sorted = new Float64Array(sites);
  const chosen = new Uint8Array(sites);
  const g = new Float64Array(clients);
  const v = dual.v;
  let openCount = 0;
  for (let j = 0; j < sites; j++) openCount += open[j];
  const wanted = p - openCount;
  let bestPrimal = Number.POSITIVE_INFINITY;
  let fails = 0;
  let sinceGain = 0;
  let gainMark = dual.bound;
  let iteration = 0;
  let first = dual.bound === Number.NEGATIVE_INFINITY;
  // After this many steps without a better bound the step is cut.
  const failLimit = 12;

  for (; iteration < options.iterations; iteration++) {
    if (meter.stop()) break;
    let value = 0;
    for (let i = 0; i < clients; i++) value += u[i];
    const steps = price(rows, u, rho);
    let freeCount = 0;
    for (let j = 0; j < sites; j++) {
      if (open[j] === 1) value += rho[j];
      else sorted[freeCount++] = rho[j];
    }
    const free = sorted.subarray(0, freeCount).sort();
    for (let k = 0; k < wanted; k++) value += free[k];
    const taken = wanted > 0 ? free[wanted - 1] : Number.NEGATIVE_INFINITY;
    const left = wanted < freeCount ? free[wanted] : Number.POSITIVE_INFINITY;
    let ties = 0;
    for (let k = wanted - 1; k >= 0 && free[k] === taken; k--) ties++;
    for (let j = 0; j < sites; j++) {
      if (open[j] === 1 || (wanted > 0 && rho[j] < taken)) chosen[j] = 1;
      else if (wanted > 0 && rho[j] === taken && ties > 0) {
        chosen[j] = 1;
        ties--;
      } else chosen[j] = 0;
    }
    const primal = violations(rows, u, chosen, g);
    let gv = 0;
    let gg = 0;
    let vv = 0;
    for (let i = 0; i < clients; i++) {
      gv += g[i] * v[i];
      gg += g[i] * g[i];
      vv += v[i] * v[i];
    }
    meter.spend(2 * steps + 10 * sites + 4 * clients);
    if (primal < bestPrimal) {
      bestPrimal = primal;
      options.onPrimal?.(chosen, primal);
    }

    // Average the primal point and the violations.
    let alpha = 1;
    if (!first) {
      const spread = gg - 2 * gv + vv;
      const best = spread > 1e-12 ? (vv - gv) / spread : 0.1;
      alpha = best < 0.01 ? 0.01 : best > 0.1 ? 0.1 : best;
    }
    let norm = 0;
    for (let i = 0; i < clients; i++) {
      const next = v[i] + alpha * (g[i] - v[i]);
      v[i] = next;
      norm += next * next;
    }
    for (let j = 0; j < sites; j++) dual.y[j] += alpha * (chosen[j] - dual.y[j]);

    if (value > dual.bound) {
      const gain = value - dual.bound;
      dual.u.set(u);
      dual.rho.set(rho);
      dual.bound = value;
      dual.taken = taken;
      dual.left = left;
      fails = 0;
      if (!first && gv > 0 && gain > 0) dual.scale = Math.min(2, dual.scale * 1.1);
      if (value >= options.cutoff || gg === 0) {
        iteration++;
        break;
      }
    } else if (++fails >= failLimit) {
      fails = 0;
      dual.scale = Math.max(1e-5, dual.scale * 0.66);
    }
    first = false;
    if (dual.bound > gainMark + options.minimumGain * Math.abs(dual.bound)) {
      gainMark = dual.bound;
      sinceGain = 0;
    } else if (++sinceGain >= options.patience) {
      iteration++;
      break;
    }
    // Step from the best point along the averaged violations.
    if (norm < 1e-9) {
      iteration++;
      break;
    }
    const target = Math.min(options.upper, dual.bound + 0.05 * Math.abs(dual.bound) + 1);
    const step = (dual.scale * Math.max(target - dual.bound, 1e-6 * Math.abs(dual.bound))) / norm;
    for (let i = 0; i < clients; i++) {
      let next = dual.u[i] + step * v[i];
      // Beyond the cap the row is cut, or its nearest open site makes a larger multiplier useless.
      if (next > cap[i]) next = cap[i];
      u[i] = next;
    }
  }
  return iteration;
}

/** rho_j for the multipliers; returns the pairs visited. Kept small so that engines compile the loop well. */
function price(rows: ReducedRows, u: Float64Array, rho: Float64Array): number {
  const { clients, start, site, cost } = rows;
  let steps = 0;
  rho.fill(0);
  for (let i = 0; i < clients; i++) {
    const ui = u[i];
    const end = start[i + 1];
    let k = start[i];
    steps -= k;
    while (k < end) {
      const below = cost[k] - ui;
      if (below >= 0) break;
      rho[site[k]] += below;
      k++;
    }
    steps += k;
  }
  return steps;
}

/** g_i = 1 − number of chosen sites cheaper than u_i; returns the cost of the chosen sites (short where rows are cut). */
function violations(rows: ReducedRows, u: Float64Array, chosen: Uint8Array, g: Float64Array): number {
  const { clients, start, site, cost, cap } = rows;
  let primal = 0;
  for (let i = 0; i < clients; i++) {
    const ui = u[i];
    const end = start[i + 1];
    let k = start[i];
    let count = 0;
    let nearest = -1;
    for (; k < end && cost[k] < ui; k++) {
      if (chosen[site[k]] === 1) {
        if (count === 0) nearest = k;
        count++;
      }
    }
    if (count === 0) {
      while (k < end && chosen[site[k]] === 0) k++;
      primal += k < end ? cost[k] : cap[i];
    } else primal += cost[nearest];
    g[i] = 1 - count;
  }
  return primal;
}
