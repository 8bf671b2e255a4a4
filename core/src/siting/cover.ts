import type { Highs } from 'highs';
import { createRandom } from '../random.ts';
import { ascendCover, createCoverDual } from './cover-dual.ts';
import { type CoverModel, createCoverModel, reduceCover } from './cover-model.ts';
import { createCoverSearch } from './cover-search.ts';
import { addColumn, addRow, createMipModel, solveMip } from './exact-mip.ts';
import { openStates } from './policy.ts';
import { CLOSED, OPEN } from './rows.ts';
import type { CostMatrix, SitePolicy, SitingAnswer, SitingControl } from './types.ts';
import { createMeter, gapOf, type Meter } from './work.ts';

export type CoverProblem = SitePolicy & {
  readonly clients: number;
  readonly sites: number;
  /** Sites that can serve each client. */
  readonly coveredBy: readonly ArrayLike<number>[];
  /** Cost of opening; default 1 each. Existing sites cost nothing, fixed ones do. */
  readonly siteCost?: ArrayLike<number>;
  /** How many open sites each client needs within reach; default 1. Two is backup coverage. */
  readonly times?: number | ArrayLike<number>;
};

/**
 * Location set covering: least cost so that every client has its number of open sites within reach.
 *
 * Method: dominance reductions, Lagrangian bound, row-weighting local search, reduced-cost fixing; what remains is closed by HiGHS
 * if one is given. Memory and time per step are linear in the number of client–site pairs.
 * Throws RangeError on inconsistent input. Clients with too few sites in reach make the answer infeasible and are listed.
 */
export function solveCover(problem: CoverProblem, control: SitingControl = {}, highs?: Highs): SitingAnswer {
  const meter = createMeter(control);
  const seed = control.seed ?? 1;
  const { clients: n, sites: m } = problem;
  const state = openStates(m, problem);
  const cost = siteCosts(problem);
  const need = needs(problem);
  const rows = cleanRows(problem);
  const existing = new Set(problem.existing ?? []);
  const model = createCoverModel(
    m,
    rows,
    Float64Array.from(cost, (c, j) => (existing.has(j) ? 0 : c)),
    need,
  );
  const lost: number[] = [];
  for (let i = 0; i < n; i++) {
    let possible = 0;
    for (const j of rows[i]!) if (state[j] !== CLOSED) possible++;
    if (possible < need[i]) lost.push(i);
  }
  if (lost.length > 0) {
    return {
      status: 'infeasible',
      objective: Number.POSITIVE_INFINITY,
      bound: Number.POSITIVE_INFINITY,
      gap: Number.POSITIVE_INFINITY,
      proven: true,
      sites: [],
      assignment: [],
      seconds: meter.seconds(),
      seed,
      work: meter.report(true),
      infeasible: { reason: 'unreachable-clients', clients: lost.slice(0, 1000), nearest: {} },
    };
  }
  const result = coverCore(model, state, meter, seed, highs);
  const sites: number[] = [];
  let objective = 0;
  for (let j = 0; j < m; j++) {
    if (result.open[j] !== 1) continue;
    sites.push(j);
    objective += model.cost[j];
  }
  const proven = result.bound >= objective - 1e-9 * Math.max(1, Math.abs(objective));
  const bound = proven ? objective : Math.min(result.bound, objective);
  return {
    status: 'solved',
    objective,
    bound,
    gap: gapOf(objective, bound),
    proven,
    sites,
    assignment: rows.map((row) => row.find((j) => result.open[j] === 1) ?? -1),
    seconds: meter.seconds(),
    seed,
    work: meter.report(proven),
  };
}

function siteCosts(problem: CoverProblem): Float64Array {
  const { sites: m, siteCost } = problem;
  if (siteCost !== undefined && siteCost.length !== m) {
    throw new RangeError(`siteCost must hold ${m} values, got ${siteCost.length}`);
  }
  return Float64Array.from({ length: m }, (_, j) => {
    const c = siteCost === undefined ? 1 : siteCost[j]!;
    if (!(c >= 0) || c === Number.POSITIVE_INFINITY)
      throw new RangeError(`siteCost ${j} must be finite and ≥ 0, got ${c}`);
    return c;
  });
}

function needs(problem: CoverProblem): Int32Array {
  const { clients: n, times } = problem;
  if (times !== undefined && typeof times !== 'number' && times.length !== n) {
    throw new RangeError(`times must hold ${n} values, got ${times.length}`);
  }
  return Int32Array.from({ length: n }, (_, i) => {
    const t = times === undefined ? 1 : typeof times === 'number' ? times : times[i]!;
    if (!Number.isInteger(t) || t < 0) throw new RangeError(`times ${i} must be an integer ≥ 0, got ${t}`);
    return t;
  });
}

/** Rows ascending and without repeats; throws on a site that does not exist. */
export function cleanRows(problem: {
  readonly clients: number;
  readonly sites: number;
  readonly coveredBy: readonly ArrayLike<number>[];
}): Int32Array[] {
  if (problem.coveredBy.length !== problem.clients) {
    throw new RangeError(`coveredBy must hold ${problem.clients} rows, got ${problem.coveredBy.length}`);
  }
  return problem.coveredBy.map((row, i) => {
    const list = Int32Array.from(new Set(Array.from(row))).sort();
    for (const j of list) {
      if (j < 0 || j >= problem.sites) throw new RangeError(`coveredBy ${i}: site ${j} does not exist`);
    }
    return list;
  });
}

/** Sites within `radius` of each client (cost ≤ radius). */
export function withinRadius(matrix: CostMatrix, radius: number): Int32Array[] {
  const rows: Int32Array[] = [];
  for (let i = 0; i < matrix.clients; i++) {
    const list: number[] = [];
    for (let j = 0; j < matrix.sites; j++) if (matrix.cost[i * matrix.sites + j] <= radius) list.push(j);
    rows.push(Int32Array.from(list));
  }
  return rows;
}

/** Smallest radius within which every client has `times` of the sites; Infinity where some client never has. */
export function smallestRadius(matrix: CostMatrix, times = 1): number {
  let radius = 0;
  for (let i = 0; i < matrix.clients; i++) {
    const row = matrix.cost.slice(i * matrix.sites, (i + 1) * matrix.sites).sort();
    radius = Math.max(radius, row[times - 1] ?? Number.POSITIVE_INFINITY);
  }
  return radius;
}

/** Rounds of 500 swaps without a better cover before the exact part begins. */
const IDLE_STEPS = 60;

type CoreResult = { readonly open: Uint8Array; readonly bound: number };

/** Covers everything at least cost; every row must be coverable. */
function coverCore(
  model: CoverModel,
  given: Uint8Array,
  meter: Meter,
  seed: number,
  highs: Highs | undefined,
): CoreResult {
  const state = Uint8Array.from(given);
  let integral = true;
  for (let j = 0; j < model.sites; j++) if (!Number.isInteger(model.cost[j])) integral = false;
  const open = new Uint8Array(model.sites);
  let upper = Number.POSITIVE_INFINITY;
  let bound = Number.NEGATIVE_INFINITY;
  const random = createRandom(seed);
  const tighten = (value: number): number => (integral ? Math.ceil(value - 1e-6) : value);
  const finish = (): CoreResult => ({ open, bound: Math.min(upper, bound) });

  for (let round = 0; round < 4; round++) {
    const reduced = reduceCover(model, state);
    // Reduced-cost fixing looks for something better than `upper`; when nothing is left, `upper` is proven.
    if (reduced === null) {
      bound = upper;
      return finish();
    }
    const { model: small, spent } = reduced;
    meter.spend(small.rowSite.length * 20 + model.rowSite.length);
    const take = (flags: Uint8Array, value: number): void => {
      if (value + spent >= upper - 1e-9) return;
      upper = value + spent;
      open.fill(0);
      for (let j = 0; j < model.sites; j++) if (state[j] === OPEN) open[j] = 1;
      for (let j = 0; j < small.sites; j++) if (flags[j] === 1) open[small.siteOrigin[j]] = 1;
    };
    if (small.clients === 0) {
      take(new Uint8Array(small.sites), 0);
      bound = upper;
      return finish();
    }
    const search = createCoverSearch(small, random, upper - spent);
    search.construct(small.cost);
    if (search.value() < upper - spent) take(search.best, search.value());
    const dual = createCoverDual(small);
    const limit = (): number =>
      integral ? upper - spent - 1 + 1e-6 : upper - spent - 1e-9 * Math.abs(upper);
    ascendCover(small, dual, {
      iterations: 2000,
      upper: () => upper - spent,
      cutoff: limit,
      patience: 300,
      minimumGain: 1e-6,
      meter,
      onPoint: (costs) => {
        search.construct(costs);
        take(search.best, search.value());
      },
    });
    bound = Math.max(bound, tighten(dual.bound + spent));
    meter.progress('bound', upper, bound);
    if (bound >= upper || meter.stopped !== null) return finish();
    for (let idle = 0; idle < IDLE_STEPS && !meter.stop(); idle++) {
      if (search.run(500, meter)) idle = 0;
      take(search.best, search.value());
      if (bound >= upper) return finish();
    }
    meter.progress('search', upper, bound);
    let fixed = 0;
    for (let j = 0; j < small.sites; j++) {
      const r = dual.reduced[j];
      if (r > 0 && dual.bound + r >= limit()) {
        state[small.siteOrigin[j]] = CLOSED;
        fixed++;
      } else if (r < 0 && dual.bound - r >= limit()) {
        state[small.siteOrigin[j]] = OPEN;
        fixed++;
      }
    }
    if (fixed > 0.1 * small.sites && round < 3) continue;
    if (highs !== undefined && !meter.stop()) {
      const exact = coverByMip(highs, small, search.best, meter, seed);
      if (exact.flags !== null) take(exact.flags, exact.value);
      bound = Math.max(bound, Math.min(tighten(exact.bound + spent), upper));
    } else {
      while (!meter.stop() && meter.used < 4e8) {
        search.run(2000, meter);
        take(search.best, search.value());
      }
    }
    return finish();
  }
  return finish();
}

function coverByMip(highs: Highs, model: CoverModel, start: Uint8Array, meter: Meter, seed: number) {
  const mip = createMipModel();
  for (let j = 0; j < model.sites; j++) addColumn(mip, model.cost[j], 1, true);
  for (let i = 0; i < model.clients; i++) {
    const entries: number[] = [];
    for (let k = model.rowStart[i]; k < model.rowStart[i + 1]; k++) entries.push(model.rowSite[k], 1);
    addRow(mip, model.need[i], Number.POSITIVE_INFINITY, entries);
  }
  const result = solveMip(highs, mip, meter, seed, Float64Array.from(start));
  if (result.values === null) return { flags: null, value: Number.POSITIVE_INFINITY, bound: result.bound };
  const flags = Uint8Array.from(result.values, (v) => (v > 0.5 ? 1 : 0));
  let value = 0;
  for (let j = 0; j < model.sites; j++) if (flags[j] === 1) value += model.cost[j];
  return { flags, value, bound: result.bound };
}
