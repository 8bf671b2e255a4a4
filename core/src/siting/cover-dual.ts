import type { CoverModel } from './cover-model.ts';
import type { Meter } from './work.ts';

/**
 * Lagrangian bound of weighted multi-cover: L(u) = sum need_i·u_i + sum_j min(0, c_j − sum of u over j's clients), u ≥ 0, raised by
 * the volume algorithm. Equals the linear relaxation's bound at best.
 */
export type CoverDual = {
  readonly u: Float64Array;
  /** Reduced cost of each site at the best multipliers. */
  readonly reduced: Float64Array;
  /** Averaged relaxed choice. */
  readonly y: Float64Array;
  bound: number;
  scale: number;
};

export function createCoverDual(model: CoverModel): CoverDual {
  const u = new Float64Array(model.clients);
  for (let i = 0; i < model.clients; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let k = model.rowStart[i]; k < model.rowStart[i + 1]; k++) {
      const j = model.rowSite[k];
      const share = model.cost[j] / (model.colStart[j + 1] - model.colStart[j]);
      if (share < least) least = share;
    }
    u[i] = least === Number.POSITIVE_INFINITY ? 0 : least;
  }
  return {
    u,
    reduced: Float64Array.from(model.cost),
    y: new Float64Array(model.sites),
    bound: Number.NEGATIVE_INFINITY,
    scale: 0.5,
  };
}

/** Raises the bound; `onPoint` sees the reduced costs now and then (every 20 steps) for heuristics. */
export function ascendCover(
  model: CoverModel,
  dual: CoverDual,
  options: {
    readonly iterations: number;
    readonly upper: () => number;
    readonly cutoff: () => number;
    readonly patience: number;
    readonly minimumGain: number;
    readonly onPoint?: (reduced: Float64Array) => void;
    readonly meter: Meter;
  },
): void {
  const { clients, sites, rowStart, rowSite, cost, need } = model;
  const u = Float64Array.from(dual.u);
  const v = new Float64Array(clients);
  const g = new Float64Array(clients);
  const reduced = new Float64Array(sites);
  let first = true;
  let fails = 0;
  let since = 0;
  let mark = dual.bound;
  for (let iteration = 0; iteration < options.iterations; iteration++) {
    if (options.meter.stop()) return;
    let value = 0;
    reduced.set(cost);
    for (let i = 0; i < clients; i++) {
      const ui = u[i];
      if (ui === 0) continue;
      value += ui * need[i];
      for (let k = rowStart[i]; k < rowStart[i + 1]; k++) reduced[rowSite[k]] -= ui;
    }
    for (let j = 0; j < sites; j++) if (reduced[j] < 0) value += reduced[j];
    let gg = 0;
    let gv = 0;
    let vv = 0;
    for (let i = 0; i < clients; i++) {
      let covered = 0;
      for (let k = rowStart[i]; k < rowStart[i + 1]; k++) if (reduced[rowSite[k]] < 0) covered++;
      g[i] = need[i] - covered;
      gg += g[i] * g[i];
      gv += g[i] * v[i];
      vv += v[i] * v[i];
    }
    options.meter.spend(2 * rowSite.length + 3 * sites + 5 * clients);
    let alpha = 1;
    if (!first) {
      const spread = gg - 2 * gv + vv;
      const best = spread > 1e-12 ? (vv - gv) / spread : 0.1;
      alpha = best < 0.01 ? 0.01 : best > 0.1 ? 0.1 : best;
    }
    let norm = 0;
    for (let i = 0; i < clients; i++) {
      v[i] += alpha * (g[i] - v[i]);
      // A multiplier at zero does not move down.
      if (v[i] > 0 || dual.u[i] > 0) norm += v[i] * v[i];
    }
    for (let j = 0; j < sites; j++) dual.y[j] += alpha * ((reduced[j] < 0 ? 1 : 0) - dual.y[j]);
    if (value > dual.bound) {
      if (!first && gv > 0) dual.scale = Math.min(2, dual.scale * 1.1);
      dual.bound = value;
      dual.u.set(u);
      dual.reduced.set(reduced);
      fails = 0;
      if (value >= options.cutoff()) return;
    } else if (++fails >= 12) {
      fails = 0;
      dual.scale = Math.max(1e-4, dual.scale * 0.66);
    }
    first = false;
    if (iteration % 20 === 19) options.onPoint?.(reduced);
    if (dual.bound > mark + options.minimumGain * Math.abs(dual.bound)) {
      mark = dual.bound;
      since = 0;
    } else if (++since >= options.patience) return;
    if (norm < 1e-12) return;
    const target = Math.min(options.upper(), dual.bound * 1.05 + 1e-6);
    const step = (dual.scale * Math.max(target - dual.bound, 1e-6 * Math.abs(dual.bound))) / norm;
    for (let i = 0; i < clients; i++) {
      const next = dual.u[i] + step * v[i];
      u[i] = next > 0 ? next : 0;
    }
  }
}
