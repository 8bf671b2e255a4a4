import type { Highs } from 'highs';
import { createRandom } from '../random.ts';
import type { SitingControl, WorkReport } from '../siting/types.ts';
import { createMeter, gapOf, type Meter, requireInteger } from '../siting/work.ts';
import { proveOptimal } from './exact.ts';
import { type DistrictProblem, isContiguous, partsOfGraph, planValue } from './graph.ts';
import { type FoundPlan, searchPlans } from './local-search.ts';
import { spectralBound } from './spectral.ts';

export type DistrictAnswer = {
  readonly status: 'solved' | 'infeasible' | 'not-found';
  /** +Infinity when no plan is known. */
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  readonly proven: boolean;
  /** District of each unit, 0 … k − 1; empty without a plan. Numbered by their first unit. */
  readonly districts: readonly number[];
  /** Population of each district minus the mean. */
  readonly deviations: readonly number[];
  readonly contiguous: boolean;
  readonly seconds: number;
  readonly seed: number;
  readonly work: WorkReport;
  readonly reason?: string;
};

/** Units × districts up to which a proof by HiGHS is tried. */
const SMALL = 260;
/** Work of the search, for each district, before a proof is begun. */
const SMALL_SEARCH = 5_000;
/** Work allowed when the caller limits neither work nor time: evaluations of moves, and rows · iterations of the linear programmes. */
const SEARCH_WORK = 2_000_000;
const PROOF_WORK = 200_000_000;
const SPECTRAL_UNITS = 900;

/**
 * Best plan of k contiguous districts in the band, with a bound. Small graphs are proven by mixed-integer programming; the others get the
 * better of a spectral bound (cut, perimeter) and the trivial one. It ends with the time limit, the work budget, a proof, or cancel; with
 * neither limit given, after a fixed amount of work. Throws RangeError on input that contradicts itself.
 */
export function solveDistricts(
  problem: DistrictProblem,
  highs: Highs | undefined,
  control: SitingControl = {},
): DistrictAnswer {
  requireProblem(problem);
  const seed = control.seed ?? 1;
  const isSmall = highs !== undefined && problem.graph.size * problem.k <= SMALL;
  const free =
    control.timeLimitSeconds === undefined ? { workBudget: isSmall ? PROOF_WORK : SEARCH_WORK } : {};
  const obvious = impossible(problem);
  const meter = createMeter({ ...free, ...control });
  const base = { seed, seconds: 0 };
  if (obvious !== undefined) {
    return {
      ...empty(problem),
      ...base,
      status: 'infeasible',
      proven: true,
      reason: obvious,
      work: meter.report(true),
    };
  }
  let bound = lowerBound(problem);
  let best: FoundPlan | undefined;
  const isDone = (): boolean => best !== undefined && best.value <= bound + 1e-9;
  const searching = isSmall ? upTo(meter, SMALL_SEARCH * problem.k) : meter;
  searchPlans(problem, createRandom(seed), searching, (plan) => {
    best = plan;
    meter.progress('search', plan.value, bound);
    return isDone();
  });
  let proven = isDone();
  let infeasible = false;
  if (isSmall && !proven && !meter.stop()) {
    const known = best?.value ?? Number.POSITIVE_INFINITY;
    const proof = proveOptimal(problem, known, highs, meter, seed);
    if (proof.districts !== undefined)
      best = { districts: proof.districts, value: planValue(problem, proof.districts) };
    infeasible = proof.infeasible === true;
    proven = proof.proven;
    bound = Math.max(bound, Math.min(proof.bound, best?.value ?? proof.bound));
  }
  const seconds = meter.seconds();
  const work = meter.report(proven);
  if (best === undefined) {
    const reason = infeasible
      ? 'no contiguous plan fits the band'
      : 'no plan in the band was found; widen the band or give more time';
    return {
      ...empty(problem),
      seed,
      seconds,
      status: infeasible ? 'infeasible' : 'not-found',
      bound,
      proven: infeasible,
      reason,
      work,
    };
  }
  if (proven) bound = best.value;
  const districts = inOrder(best.districts);
  const { graph, k } = problem;
  const population = new Float64Array(k);
  districts.forEach((d, v) => {
    population[d] += graph.population[v];
  });
  const mean = population.reduce((sum, p) => sum + p, 0) / k;
  return {
    status: 'solved',
    objective: best.value,
    bound,
    gap: gapOf(best.value, bound),
    proven,
    districts: [...districts],
    deviations: [...population].map((p) => p - mean),
    contiguous: isContiguous(graph, districts, k),
    seconds,
    seed,
    work,
  };
}

/** The same meter, seen by a part of the run that may use it up to `limit` units only. */
function upTo(meter: Meter, limit: number): Meter {
  return {
    spend: (units) => meter.spend(units),
    stop: () => meter.used >= limit || meter.stop(),
    get used() {
      return meter.used;
    },
    get stopped() {
      return meter.stopped;
    },
    seconds: () => meter.seconds(),
    progress: (phase, objective, bound) => meter.progress(phase, objective, bound),
    report: (proven) => meter.report(proven),
  };
}

function empty({ k }: DistrictProblem) {
  return {
    objective: Number.POSITIVE_INFINITY,
    bound: Number.POSITIVE_INFINITY,
    gap: Number.POSITIVE_INFINITY,
    districts: [],
    deviations: Array.from({ length: k }, () => 0),
    contiguous: false,
  };
}

function requireProblem({ graph, k, lower, upper }: DistrictProblem): void {
  if (graph.size === 0) throw new RangeError('graph: there are no units');
  requireInteger(k, 1, graph.size, 'k');
  if (!(lower >= 0 && upper >= lower))
    throw new RangeError(`band: lower ${lower} must be ≥ 0 and ≤ upper ${upper}`);
}

/** Reasons that need no search. */
function impossible({ graph, k, lower, upper }: DistrictProblem): string | undefined {
  let total = 0;
  for (let v = 0; v < graph.size; v++) {
    total += graph.population[v];
    if (graph.population[v] > upper)
      return `unit ${v} alone has ${graph.population[v]}, more than upper ${upper}`;
  }
  if (total < k * lower)
    return `the total ${total} is less than k · lower = ${k * lower}; the largest possible lower is ${Math.floor(total / k)}`;
  if (total > k * upper)
    return `the total ${total} is more than k · upper = ${k * upper}; the smallest possible upper is ${Math.ceil(total / k)}`;
  const { part, count } = partsOfGraph(graph);
  if (count > k)
    return `the graph falls into ${count} parts, more than k = ${k}; join islands to a neighbour or raise k`;
  const people = new Float64Array(count);
  for (let v = 0; v < graph.size; v++) people[part[v]] += graph.population[v];
  let least = 0;
  let most = 0;
  for (let p = 0; p < count; p++) {
    const low = Math.max(1, Math.ceil(people[p] / upper));
    const high = lower > 0 ? Math.floor(people[p] / lower) : graph.size;
    if (low > high)
      return `part ${p} (${people[p]} people) cannot be divided into districts of ${lower} … ${upper}`;
    least += low;
    most += high;
  }
  if (k < least || k > most)
    return `the ${count} parts of the graph take ${least} … ${most} districts, not ${k}`;
  return undefined;
}

function lowerBound(problem: DistrictProblem): number {
  const { graph, k, lower, objective } = problem;
  if (objective === 'inertia' || k === 1) return 0;
  if (graph.size > SPECTRAL_UNITS)
    return objective === 'cut' ? Math.max(0, k - partsOfGraph(graph).count) : 0;
  const value = spectralBound(graph, k, lower, objective === 'perimeter');
  return objective === 'cut' ? Math.max(Math.ceil(value - 1e-6), k - partsOfGraph(graph).count) : value;
}

/** Renumbers districts by their first unit, so that equal plans look equal. */
function inOrder(districts: Int32Array): Int32Array {
  const rank = new Map<number, number>();
  return districts.map((d) => {
    const known = rank.get(d) ?? rank.size;
    rank.set(d, known);
    return known;
  });
}
