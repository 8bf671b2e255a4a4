import type { Highs } from 'highs';
import { createRandom, type Random } from '../random.ts';
import {
  ascendCapacitated,
  type CapacitatedData,
  type CapacitatedDual,
  createCapacitatedDual,
} from './capacitated-dual.ts';
import { improveAssignment, recentre, regretAssignment } from './capacitated-search.ts';
import { addColumn, addRow, createMipModel, solveMip } from './exact-mip.ts';
import { openStates } from './policy.ts';
import { CLOSED, OPEN } from './rows.ts';
import type { CostMatrix, Infeasible, SitePolicy, SitingAnswer, SitingControl } from './types.ts';
import { createMeter, gapOf, type Meter, requireInteger } from './work.ts';

export type CapacitatedMedianProblem = SitePolicy & {
  readonly matrix: CostMatrix;
  readonly demand: ArrayLike<number>;
  readonly capacity: ArrayLike<number>;
  readonly p: number;
};

export type CapacitatedLocationProblem = SitePolicy & {
  /** Cost of serving ALL of a client's demand from a site. */
  readonly matrix: CostMatrix;
  readonly demand: ArrayLike<number>;
  readonly capacity: ArrayLike<number>;
  readonly openingCost: ArrayLike<number>;
  /** Each client from one site; default false: demand may be split. */
  readonly single?: boolean;
};

export type FlowAnswer = SitingAnswer & {
  /** Where demand is split: client, site and the share of the client's demand (0 … 1); shares of a client sum to 1. */
  readonly shares: readonly { readonly client: number; readonly site: number; readonly share: number }[];
};

/**
 * Capacitated p-median: p sites, each client whole to one of them, no site above its capacity, least total cost.
 * Method: Lagrangian bound with binary knapsacks, regret assignment and exchanges, elimination of sites and pairs by reduced cost,
 * HiGHS on what is left. Existing sites do not count towards p.
 */
export function solveCapacitatedMedian(
  problem: CapacitatedMedianProblem,
  highs: Highs,
  control: SitingControl = {},
): SitingAnswer {
  const existing = problem.existing?.length ?? 0;
  requireInteger(problem.p, 0, 1_000_000_000, 'p');
  const data = prepare(problem, new Float64Array(problem.matrix.sites), problem.p + existing, true);
  const usable = data.state.filter((s) => s !== CLOSED).length;
  let early: Infeasible | null = null;
  const fixed = problem.fixed?.length ?? 0;
  if (problem.p < fixed) early = { reason: 'fixed-exceeds-p', clients: [], nearest: { p: fixed } };
  else if (problem.p + existing > usable)
    early = { reason: 'p-too-large', clients: [], nearest: { p: usable - existing } };
  else early = capacityShortage(data, problem.p + existing, existing);
  return solveCapacitated(data, highs, control, early);
}

/**
 * Capacitated facility location: opening costs plus serving costs are least; capacities hold; demand may be split unless `single`.
 * Opening costs of existing sites are not charged.
 */
export function solveCapacitatedLocation(
  problem: CapacitatedLocationProblem,
  highs: Highs,
  control: SitingControl = {},
): FlowAnswer {
  const opening = checked(problem.openingCost, problem.matrix.sites, 'openingCost');
  for (const j of problem.existing ?? []) opening[j] = 0;
  const data = prepare(problem, opening, null, problem.single ?? false);
  return solveCapacitated(data, highs, control, capacityShortage(data, data.state.length, 0));
}

function checked(list: ArrayLike<number>, length: number, name: string): Float64Array {
  if (list.length !== length) throw new RangeError(`${name} must hold ${length} values, got ${list.length}`);
  return Float64Array.from(list, (value, k) => {
    if (!(value >= 0) || value === Number.POSITIVE_INFINITY) {
      throw new RangeError(`${name} ${k} must be finite and ≥ 0, got ${value}`);
    }
    return value;
  });
}

function prepare(
  problem: SitePolicy & { matrix: CostMatrix; demand: ArrayLike<number>; capacity: ArrayLike<number> },
  openingCost: Float64Array,
  p: number | null,
  single: boolean,
): CapacitatedData {
  const { matrix } = problem;
  if (matrix.cost.length !== matrix.clients * matrix.sites) {
    throw new RangeError(
      `cost must hold ${matrix.clients} × ${matrix.sites} values, got ${matrix.cost.length}`,
    );
  }
  for (let k = 0; k < matrix.cost.length; k++) {
    if (!(matrix.cost[k] >= 0)) throw new RangeError(`cost ${k} must be ≥ 0, got ${matrix.cost[k]}`);
  }
  return {
    matrix,
    demand: checked(problem.demand, matrix.clients, 'demand'),
    capacity: checked(problem.capacity, matrix.sites, 'capacity'),
    openingCost,
    p,
    single,
    state: openStates(matrix.sites, problem),
  };
}

/** The open and largest free capacities together must hold the demand; with whole clients, the largest must fit somewhere. */
function capacityShortage(data: CapacitatedData, count: number, existing: number): Infeasible | null {
  let demand = 0;
  for (const d of data.demand) demand += d;
  const free: number[] = [];
  let room = 0;
  let left = count;
  let largest = 0;
  for (let j = 0; j < data.state.length; j++) {
    if (data.state[j] === CLOSED) continue;
    largest = Math.max(largest, data.capacity[j]);
    if (data.state[j] === OPEN) {
      room += data.capacity[j];
      left--;
    } else free.push(data.capacity[j]);
  }
  free.sort((a, b) => b - a);
  let p = count - left;
  for (let k = 0; k < Math.min(left, free.length); k++) {
    room += free[k]!;
    p++;
  }
  const misfit: number[] = [];
  if (data.single) for (let i = 0; i < data.demand.length; i++) if (data.demand[i] > largest) misfit.push(i);
  if (misfit.length > 0) {
    let worst = 0;
    for (const i of misfit) worst = Math.max(worst, data.demand[i]);
    return { reason: 'capacity-too-small', clients: misfit.slice(0, 1000), nearest: { capacity: worst } };
  }
  const cut: number[] = [];
  const { clients: n, sites: m, cost } = data.matrix;
  for (let i = 0; i < n; i++) {
    let reached = false;
    for (let j = 0; j < m && !reached; j++)
      reached = data.state[j] !== CLOSED && cost[i * m + j] < Number.POSITIVE_INFINITY;
    if (!reached) cut.push(i);
  }
  if (cut.length > 0) return { reason: 'unreachable-clients', clients: cut.slice(0, 1000), nearest: {} };
  if (room >= demand) return null;
  let more = room;
  for (let k = p - (count - left); k < free.length && more < demand; k++) {
    more += free[k]!;
    p++;
  }
  return {
    reason: 'capacity-too-small',
    clients: [],
    nearest: more >= demand && data.p !== null ? { p: p - existing } : { capacity: demand },
  };
}

function solveCapacitated(
  data: CapacitatedData,
  highs: Highs,
  control: SitingControl,
  early: Infeasible | null,
): FlowAnswer {
  const meter = createMeter(control);
  const seed = control.seed ?? 1;
  const { clients: n, sites: m, cost } = data.matrix;
  const finish = (values: Solution | null, bound: number, infeasible?: Infeasible): FlowAnswer => {
    const objective = values?.objective ?? Number.POSITIVE_INFINITY;
    const proven =
      values === null
        ? infeasible !== undefined
        : bound >= objective - 1e-8 * Math.max(1, Math.abs(objective));
    const assignment: number[] = values === null ? [] : new Array<number>(n).fill(-1);
    const most = new Float64Array(n);
    for (const { client, site, share } of values?.shares ?? []) {
      if (share > most[client]) {
        most[client] = share;
        assignment[client] = site;
      }
    }
    return {
      status: values === null && infeasible !== undefined ? 'infeasible' : 'solved',
      objective,
      bound:
        values === null
          ? infeasible === undefined
            ? bound
            : Number.POSITIVE_INFINITY
          : proven
            ? objective
            : bound,
      gap: values === null ? Number.POSITIVE_INFINITY : proven ? 0 : gapOf(objective, bound),
      proven,
      sites: values?.sites ?? [],
      assignment,
      seconds: meter.seconds(),
      seed,
      work: meter.report(proven),
      shares: values?.shares ?? [],
      ...(infeasible === undefined ? {} : { infeasible }),
    };
  };
  if (early !== null) return finish(null, Number.POSITIVE_INFINITY, early);

  let integral = data.single;
  for (let k = 0; k < cost.length && integral; k++)
    integral = Number.isInteger(cost[k]) || cost[k] === Number.POSITIVE_INFINITY;
  for (let j = 0; j < m && integral; j++) integral = Number.isInteger(data.openingCost[j]);
  const tighten = (value: number): number => (integral ? Math.ceil(value - 1e-6) : value);
  let best: Solution | null = null;
  const upper = (): number => best?.objective ?? Number.POSITIVE_INFINITY;
  const cutoff = (): number =>
    best === null ? upper() : integral ? upper() - 1 + 1e-6 : upper() - 1e-9 * Math.abs(upper());
  const tried = new Set<string>();
  const attempt = (y: Float64Array): void => {
    const sites = roundSites(data, y);
    const name = sites.join(',');
    if (tried.has(name)) return;
    tried.add(name);
    const found = data.single ? assignWhole(data, sites, meter) : transport(data, sites, highs, meter, seed);
    if (found !== null && found.objective < upper() - 1e-9) best = found;
  };

  const dual = createCapacitatedDual(data);
  for (let round = 0; round < 3; round++) {
    ascendCapacitated(data, dual, {
      iterations: round === 0 ? 800 : 400,
      upper,
      cutoff,
      onPoint: attempt,
      meter,
    });
    meter.progress('bound', upper(), tighten(dual.bound));
    if (dual.bound >= cutoff()) return finish(best, upper());
    if (meter.stopped !== null) return finish(best, tighten(dual.bound));
    if (fixSites(data, dual, cutoff()) < 0.05 * m) break;
  }
  if (data.single && best !== null) {
    best = shakeWhole(data, best, createRandom(seed), 60, meter);
    fixSites(data, dual, cutoff());
    if (dual.bound >= cutoff()) return finish(best, upper());
  }
  const exact = finishExactly(data, dual, cutoff(), best, highs, meter, seed);
  if (exact.solution !== null && exact.solution.objective < upper() - 1e-9) best = exact.solution;
  const proven = exact.bound >= cutoff() || (exact.complete && best !== null);
  if (best === null && exact.complete) {
    return finish(null, Number.POSITIVE_INFINITY, { reason: 'capacity-too-small', clients: [], nearest: {} });
  }
  return finish(
    best,
    proven ? upper() : Math.max(tighten(dual.bound), Math.min(tighten(exact.bound), upper())),
  );
}

/** Decides sites whose other choice cannot improve on the cutoff. Returns how many. */
function fixSites(data: CapacitatedData, dual: CapacitatedDual, cutoff: number): number {
  let fixed = 0;
  for (let j = 0; j < data.state.length; j++) {
    if (data.state[j] !== 0 || dual.bound + dual.rise[j] < cutoff) continue;
    if (dual.choice[j] !== 0 && dual.choice[j] !== 1) continue;
    data.state[j] = dual.choice[j] === 1 ? OPEN : CLOSED;
    fixed++;
  }
  return fixed;
}

type Solution = {
  readonly objective: number;
  readonly sites: readonly number[];
  readonly shares: readonly { readonly client: number; readonly site: number; readonly share: number }[];
};

/** The p largest averages, or the largest until capacity suffices and every average above one half is in. */
function roundSites(data: CapacitatedData, y: Float64Array): number[] {
  const order: number[] = [];
  for (let j = 0; j < y.length; j++) if (data.state[j] !== CLOSED) order.push(j);
  const rank = (j: number): number => (data.state[j] === OPEN ? 2 : y[j]);
  order.sort((a, b) => rank(b) - rank(a) || a - b);
  if (data.p !== null) return order.slice(0, data.p).sort((a, b) => a - b);
  let demand = 0;
  for (const d of data.demand) demand += d;
  const sites: number[] = [];
  for (const j of order) {
    if (demand <= 0 && rank(j) < 0.5) break;
    sites.push(j);
    demand -= data.capacity[j];
  }
  return sites.sort((a, b) => a - b);
}

/** Whole clients to the given sites; with p sites, each group then moves to its own best site, and both repeat. */
function assignWhole(data: CapacitatedData, given: readonly number[], meter: Meter): Solution | null {
  let best: Solution | null = null;
  let sites = given;
  for (let round = 0; round < 12 && !meter.stop(); round++) {
    const assignment = regretAssignment(data, sites, meter);
    if (assignment === null) return best;
    const serving = improveAssignment(data, sites, assignment, meter);
    const used = data.p === null ? [...new Set(assignment)].sort((a, b) => a - b) : [...sites];
    let opening = 0;
    for (const j of used) opening += data.openingCost[j];
    if (best !== null && serving + opening >= best.objective - 1e-9) return best;
    best = {
      objective: serving + opening,
      sites: used,
      shares: Array.from(assignment, (site, client) => ({ client, site, share: 1 })),
    };
    const moved = recentre(data, used, assignment, meter);
    if (moved === null) return best;
    sites = moved;
  }
  return best;
}

/** Replaces the sites of `best` one or two at a time, at random. */
function shakeWhole(
  data: CapacitatedData,
  from: Solution,
  random: Random,
  trials: number,
  meter: Meter,
): Solution {
  let best = from;
  const free: number[] = [];
  for (let j = 0; j < data.state.length; j++) if (data.state[j] !== CLOSED) free.push(j);
  for (let t = 0; t < trials && !meter.stop(); t++) {
    const sites = new Set(best.sites);
    for (let k = 1 + random.int(2); k > 0; k--) {
      const out = random.pick([...sites]);
      const into = random.pick(free);
      if (data.state[out] === OPEN || sites.has(into)) continue;
      sites.delete(out);
      sites.add(into);
    }
    const found = assignWhole(
      data,
      [...sites].sort((a, b) => a - b),
      meter,
    );
    if (found !== null && found.objective < best.objective - 1e-9) best = found;
  }
  return best;
}

/** Cheapest flow from the given sites: a linear programme. */
function transport(
  data: CapacitatedData,
  sites: readonly number[],
  highs: Highs,
  meter: Meter,
  seed: number,
): Solution | null {
  const { clients: n, sites: m, cost } = data.matrix;
  const model = createMipModel();
  for (let i = 0; i < n; i++) {
    for (const j of sites)
      addColumn(model, Math.min(cost[i * m + j], 1e12), cost[i * m + j] < 1e300 ? 1 : 0, false);
  }
  const q = sites.length;
  for (let i = 0; i < n; i++)
    addRow(
      model,
      1,
      1,
      sites.flatMap((_, s) => [i * q + s, 1]),
    );
  sites.forEach((j, s) => {
    addRow(model, 0, data.capacity[j], Array.from(data.demand, (d, i) => [i * q + s, d]).flat());
  });
  const result = solveMip(highs, model, meter, seed);
  meter.spend(n * q * 30);
  if (result.status !== 'optimal' || result.values === null) return null;
  let objective = 0;
  const shares: { client: number; site: number; share: number }[] = [];
  const used = new Set<number>();
  for (let i = 0; i < n; i++) {
    for (let s = 0; s < q; s++) {
      const share = result.values[i * q + s];
      if (share <= 1e-9) continue;
      shares.push({ client: i, site: sites[s]!, share });
      used.add(sites[s]!);
      objective += share * cost[i * m + sites[s]!];
    }
  }
  for (const j of sites) if (data.state[j] === OPEN) used.add(j);
  for (const j of used) objective += data.openingCost[j];
  return { objective, sites: [...used].sort((a, b) => a - b), shares };
}

/** HiGHS on the sites and pairs that reduced costs could not rule out. */
function finishExactly(
  data: CapacitatedData,
  dual: CapacitatedDual,
  cutoff: number,
  known: Solution | null,
  highs: Highs,
  meter: Meter,
  seed: number,
): { solution: Solution | null; bound: number; complete: boolean } {
  const { clients: n, sites: m, cost } = data.matrix;
  const model = createMipModel();
  const sites: number[] = [];
  const column = new Int32Array(m).fill(-1);
  for (let j = 0; j < m; j++) {
    if (data.state[j] === CLOSED) continue;
    column[j] = addColumn(model, data.openingCost[j], 1, true);
    sites.push(j);
  }
  const pairs: { client: number; site: number; column: number }[] = [];
  const ofClient: number[][] = Array.from({ length: n }, () => []);
  const ofSite = new Map<number, number[]>(sites.map((j) => [j, []]));
  for (let i = 0; i < n; i++) {
    for (const j of sites) {
      const c = cost[i * m + j];
      if (c === Number.POSITIVE_INFINITY || (data.single && data.demand[i] > data.capacity[j])) continue;
      if (data.single && dual.bound + pairRise(data, dual, i, j) >= cutoff) continue;
      const k = addColumn(model, c, 1, data.single);
      pairs.push({ client: i, site: j, column: k });
      ofClient[i]!.push(k, 1);
      ofSite.get(j)!.push(k, data.demand[i]);
    }
  }
  for (let i = 0; i < n; i++) addRow(model, 1, 1, ofClient[i]!);
  for (const j of sites) {
    addRow(model, Number.NEGATIVE_INFINITY, 0, [...ofSite.get(j)!, column[j], -data.capacity[j]]);
    if (data.state[j] === OPEN) addRow(model, 1, 1, [column[j], 1]);
  }
  for (const { column: k, site } of pairs)
    addRow(model, Number.NEGATIVE_INFINITY, 0, [k, 1, column[site], -1]);
  if (data.p !== null)
    addRow(
      model,
      data.p,
      data.p,
      sites.flatMap((j) => [column[j], 1]),
    );
  else {
    let demand = 0;
    for (const d of data.demand) demand += d;
    addRow(
      model,
      demand,
      Number.POSITIVE_INFINITY,
      sites.flatMap((j) => [column[j], data.capacity[j]]),
    );
  }
  const start = known === null ? undefined : startPoint(model.cost.length, known, column, pairs, m);
  const result = solveMip(highs, model, meter, seed, start);
  const complete = result.status !== 'stopped';
  if (result.values === null) return { solution: null, bound: result.bound, complete };
  const open: number[] = [];
  let objective = 0;
  for (const j of sites) {
    if (result.values[column[j]] < 0.5) continue;
    open.push(j);
    objective += data.openingCost[j];
  }
  const shares: { client: number; site: number; share: number }[] = [];
  for (const { client, site, column: k } of pairs) {
    const value = data.single ? Math.round(result.values[k]) : result.values[k];
    if (value <= 1e-9) continue;
    shares.push({ client, site, share: value });
    objective += value * cost[client * m + site];
  }
  return { solution: { objective, sites: open, shares }, bound: result.bound, complete };
}

/**
 * Least rise of the bound when client i is wholly at site j: its reduced cost in the site's continuous knapsack, less what that
 * knapsack exceeds the binary one by, plus the rise of opening the site if the relaxed choice leaves it shut.
 */
function pairRise(data: CapacitatedData, dual: CapacitatedDual, i: number, j: number): number {
  const c = data.matrix.cost[i * data.matrix.sites + j];
  const reduced = c - dual.u[i] + data.demand[i] * dual.capacityPrice[j];
  return Math.max(0, reduced - dual.slack[j]) + (dual.choice[j] === 0 ? dual.rise[j] : 0);
}

function startPoint(
  columns: number,
  known: Solution,
  column: Int32Array,
  pairs: readonly { client: number; site: number; column: number }[],
  m: number,
): Float64Array | undefined {
  const point = new Float64Array(columns);
  const at = new Map(pairs.map((pair) => [pair.client * m + pair.site, pair.column]));
  for (const j of known.sites) {
    if (column[j] < 0) return undefined;
    point[column[j]] = 1;
  }
  for (const { client, site, share } of known.shares) {
    const k = at.get(client * m + site);
    if (k === undefined) return undefined;
    point[k] = share;
  }
  return point;
}
