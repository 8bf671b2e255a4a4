import type { Highs, Model } from 'highs';
import type { Incumbent } from './median-polish.ts';
import type { ReducedRows } from './rows.ts';
import type { Meter } from './work.ts';

/** Rounds of cuts without whole numbers; rounds without a gain after which they end. */
const ROUNDS = 60;
const IDLE = 2;
/** Cuts that did not bind for so many rounds leave the programme, once there are so many of them. */
const PATIENCE = 6;
const WORTH_LEAVING = 200;
const VIOLATION = 1e-4;
/** A whole choice is taken up when it claims to close so much of the gap. */
const PROMISE = 0.3;

export type CutTask = {
  readonly highs: Highs;
  /** The sites in question; each row must hold all of them that could serve the client, or end with an open one. */
  readonly rows: ReducedRows;
  readonly p: number;
  /** Multipliers of the Lagrangian: the first cut of each client, so that the first programme has their bound already. */
  readonly u: Float64Array;
  readonly incumbent: Incumbent;
  readonly cutoff: () => number;
  /** Offers a fractional or whole choice to the interchange. */
  readonly round: (y: Float64Array) => void;
  readonly meter: Meter;
  readonly seed: number;
  /** Hears of every better bound of the whole problem. */
  readonly onBound: (bound: number) => void;
};

type Cut = { readonly client: number; readonly depth: number; idle: number };

/**
 * Benders cuts in closed form (Duran-Mateluna, Ales, Elloumi 2023): θ_i ≥ D − Σ (D − d_ij)⁺ y_j holds for every D; at a fractional y the
 * strongest has D where the y of the nearer sites add up to 1. Rounds of cuts with a warm simplex, sites fixed by exact reduced costs;
 * then HiGHS looks for whole choices among what is left. What such a choice claims to cost is too little where cuts are missing, but
 * interchange often makes something better than the best known from it; so it is taken up at once, its cuts are added, and with the
 * better value more sites are fixed. Work is counted by iterations of the simplex, so a run that was stopped repeats exactly; a linear
 * programme once begun runs to its end. True when the best known choice is proven.
 */
export function closeByCuts(task: CutTask): boolean {
  const { highs, rows, p, u, meter, cutoff, incumbent } = task;
  const { clients: n, sites: k, start, site, cost } = rows;
  const cuts: Cut[] = [];
  const isFixed = Uint8Array.from(rows.open);
  let bound = Number.NEGATIVE_INFINITY;
  const data = {
    numCols: k + n,
    numRows: 1,
    colCost: Float64Array.from({ length: k + n }, (_, j) => (j < k ? 0 : 1)),
    colLower: Float64Array.from({ length: k + n }, (_, j) => (j < k ? rows.open[j] : cost[start[j - k]])),
    colUpper: Float64Array.from({ length: k + n }, (_, j) => (j < k ? 1 : highs.infinity)),
    rowLower: [p],
    rowUpper: [p],
    matrix: {
      format: 'csr' as const,
      numRows: 1,
      numCols: k + n,
      starts: [0, k],
      indices: Int32Array.from({ length: k }, (_, j) => j),
      values: new Float64Array(k).fill(1),
    },
  };
  return highs.withModel(data, (model) => {
    model.options.set({
      output_flag: false,
      random_seed: Math.abs(task.seed) % 2147483647,
      mip_rel_gap: 0,
      mip_abs_gap: 1e-6,
      mip_feasibility_tolerance: 1e-9,
    });
    addCuts(
      model,
      Array.from({ length: n }, (_, client) => ({ client, depth: u[client], idle: 0 })),
    );
    while (relax(model) && bound < cutoff() && chooseWhole(model) && bound < cutoff());
    return bound >= cutoff();
  });

  function raise(value: number): void {
    // What the simplex leaves open within its tolerances.
    const safe = value - 1e-6 - 1e-9 * Math.abs(value);
    if (safe <= bound) return;
    bound = safe;
    task.onBound(bound);
  }

  function addCuts(model: Model, list: readonly Cut[]): number {
    if (list.length === 0) return 0;
    const starts = [0];
    const indices: number[] = [];
    const values: number[] = [];
    for (const { client, depth } of list) {
      for (let e = start[client]; e < start[client + 1] && cost[e] < depth; e++) {
        indices.push(site[e]);
        values.push(depth - cost[e]);
      }
      indices.push(k + client);
      values.push(1);
      starts.push(indices.length);
    }
    model.addRows({
      lower: Float64Array.from(list, ({ depth }) => depth),
      upper: new Float64Array(list.length).fill(highs.infinity),
      matrix: {
        format: 'csr',
        numRows: list.length,
        numCols: k + n,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
    });
    cuts.push(...list);
    meter.spend(indices.length * 4);
    return list.length;
  }

  /** The strongest cut of each client at y, where θ says less than it. */
  function violated(y: Float64Array, theta: Float64Array): Cut[] {
    const found: Cut[] = [];
    for (let i = 0; i < n; i++) {
      let sum = 0;
      let paid = 0;
      let e = start[i];
      for (; e < start[i + 1] - 1; e++) {
        const share = y[site[e]];
        if (sum + share >= 1 - 1e-9) break;
        sum += share;
        paid += share * cost[e];
      }
      meter.spend(e - start[i]);
      const depth = cost[e];
      const full = paid + (1 - sum) * depth;
      if (full > theta[i] + VIOLATION) found.push({ client: i, depth, idle: 0 });
    }
    return found;
  }

  /** Rounds of cuts without whole numbers, until they no longer raise the bound; false when the meter ended them. */
  function relax(model: Model): boolean {
    model.clearIntegrality();
    model.options.set({ presolve: 'off' });
    let idle = 0;
    for (let round = 0; round < ROUNDS && idle < IDLE; round++) {
      if (meter.stop()) return false;
      model.run();
      meter.spend((Number(model.info.get('simplex_iteration_count')) + 1) * (cuts.length + 100));
      const status = model.getModelStatus();
      // Sites were fixed on the way to something better: when no choice is left, there is nothing better.
      if (status === highs.constants.modelStatus.infeasible) raise(cutoff() + 1);
      if (status !== highs.constants.modelStatus.optimal) return false;
      const value = model.getObjectiveValue();
      const before = bound;
      raise(value);
      if (bound >= cutoff()) return true;
      const { colValue, colDual, rowDual } = model.getSolution();
      const y = colValue.subarray(0, k);
      task.round(Float64Array.from(y));
      fix(model, colDual, y, value);
      dropIdle(model, rowDual);
      const added = addCuts(model, violated(y, colValue.subarray(k)));
      meter.progress(`cuts ${cuts.length}`, incumbent.upper, bound);
      if (added === 0) break;
      idle = bound - before < 1e-7 * Math.abs(bound) ? idle + 1 : 0;
    }
    return true;
  }

  function fix(model: Model, dual: Float64Array, y: Float64Array, value: number): void {
    const room = cutoff() - value + 1e-6;
    for (let j = 0; j < k; j++) {
      if (isFixed[j] === 1) continue;
      if (y[j] < 1e-9 && dual[j] > room) model.changeColBounds(j, 0, 0);
      else if (y[j] > 1 - 1e-9 && -dual[j] > room) model.changeColBounds(j, 1, 1);
      else continue;
      isFixed[j] = 1;
    }
  }

  function dropIdle(model: Model, rowDual: Float64Array): void {
    const gone: number[] = [];
    cuts.forEach((cut, r) => {
      cut.idle = Math.abs(rowDual[r + 1]) > 1e-9 ? 0 : cut.idle + 1;
      if (cut.idle >= PATIENCE) gone.push(r);
    });
    if (gone.length < WORTH_LEAVING) return;
    model.deleteRows({ kind: 'set', indices: Int32Array.from(gone, (r) => r + 1) });
    const isGone = new Set(gone);
    const kept = cuts.filter((_, r) => !isGone.has(r));
    cuts.length = 0;
    cuts.push(...kept);
  }

  /** One whole choice, taken up; false when nothing came of it or the meter ended it. */
  function chooseWhole(model: Model): boolean {
    const { callbackType, modelStatus, variableType } = highs.constants;
    model.options.set({ presolve: 'on' });
    for (let j = 0; j < k; j++) if (isFixed[j] === 0) model.changeColIntegrality(j, variableType.integer);
    const goal = bound + PROMISE * (incumbent.upper - bound);
    let seen = 0;
    let isPromising = false;
    const met: Float64Array[] = [];
    model.run({
      [callbackType.mipInterrupt]: (event: {
        data: { mip_total_lp_iterations?: bigint };
        interrupt(): void;
      }) => {
        const iterations = Number(event.data.mip_total_lp_iterations ?? 0n);
        meter.spend(Math.max(0, iterations - seen) * (cuts.length + 100));
        seen = Math.max(seen, iterations);
        if (isPromising || meter.stop()) event.interrupt();
        return undefined;
      },
      [callbackType.mipImprovingSolution]: (event: {
        data: { mip_solution?: Float64Array; objective_function_value?: number };
      }) => {
        const { mip_solution: solution, objective_function_value: value } = event.data;
        if (solution !== undefined) met.push(Float64Array.from(solution));
        isPromising ||= (value ?? Number.POSITIVE_INFINITY) <= goal;
        return undefined;
      },
    });
    const status = model.getModelStatus();
    const isOptimal = status === modelStatus.optimal;
    if (status === modelStatus.infeasible) raise(cutoff() + 1);
    else {
      const dual = isOptimal ? model.getObjectiveValue() : Number(model.info.get('mip_dual_bound'));
      if (Math.abs(dual) < 1e30) raise(dual);
    }
    if (isOptimal) met.push(Float64Array.from(model.getSolution().colValue));
    const known = new Set<string>();
    const fresh = met.flatMap((solution) => {
      const y = Float64Array.from(solution.subarray(0, k), (v) => (v > 0.5 ? 1 : 0));
      task.round(y);
      return violated(y, solution.subarray(k)).filter(({ client, depth }) => {
        const key = `${client} ${depth}`;
        const isNew = !known.has(key);
        known.add(key);
        return isNew;
      });
    });
    const added = addCuts(model, fresh);
    meter.progress(`choices ${cuts.length}`, incumbent.upper, bound);
    return added > 0 && (isOptimal || isPromising);
  }
}
