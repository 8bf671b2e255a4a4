import type { Highs } from 'highs';
import { smallestRadius, solveCover, withinRadius } from './cover.ts';
import { solveMaxCover } from './mclp.ts';
import { solveMedian, weightedCosts } from './median.ts';
import type { CostMatrix, SitePolicy, SitingAnswer, SitingControl } from './types.ts';

/** Planning questions built from the solvers. Every part of an answer keeps its own objective, bound and proof. */

export type FrontierPoint = { readonly p: number; readonly answer: SitingAnswer };

/**
 * Cost–coverage frontier: the greatest covered weight for every number of sites in `counts` (ascending). Each point has its own
 * proof; bounds are tightened along the curve, because fewer sites never cover more. The work budget and time limit hold per point.
 */
export function coverageFrontier(
  problem: SitePolicy & {
    readonly clients: number;
    readonly sites: number;
    readonly coveredBy: readonly ArrayLike<number>[];
    readonly weight?: ArrayLike<number>;
  },
  counts: readonly number[],
  control: SitingControl = {},
): FrontierPoint[] {
  const points: FrontierPoint[] = [];
  for (const p of counts) {
    if (control.shouldStop?.() === true) break;
    points.push({ p, answer: solveMaxCover({ ...problem, p }, control) });
  }
  // From the right: an upper bound for more sites also holds for fewer.
  for (let k = points.length - 2; k >= 0; k--) {
    const next = points[k + 1]!;
    const point = points[k]!;
    if (next.p < point.p || point.answer.status !== 'solved' || next.answer.status !== 'solved') continue;
    if (next.answer.bound >= point.answer.bound) continue;
    const bound = Math.max(next.answer.bound, point.answer.objective);
    const gap = Math.abs(bound - point.answer.objective) / Math.max(1e-9, Math.abs(point.answer.objective));
    points[k] = {
      p: point.p,
      answer: { ...point.answer, bound, gap, proven: point.answer.proven || gap === 0 },
    };
  }
  return points;
}

/**
 * Covering within `radius` (cost units of the matrix) with backup: every client has `times` open sites within reach. When some client
 * cannot have that, the answer lists it and names the nearest radius at which everybody can.
 */
export function coverWithin(
  problem: SitePolicy & {
    readonly matrix: CostMatrix;
    readonly radius: number;
    readonly times?: number;
    readonly siteCost?: ArrayLike<number>;
  },
  control: SitingControl = {},
  highs?: Highs,
): SitingAnswer {
  const { matrix, radius } = problem;
  if (!(radius >= 0)) throw new RangeError(`radius must be ≥ 0, got ${radius}`);
  const times = problem.times ?? 1;
  const answer = solveCover(
    {
      clients: matrix.clients,
      sites: matrix.sites,
      coveredBy: withinRadius(matrix, radius),
      times,
      ...(problem.siteCost === undefined ? {} : { siteCost: problem.siteCost }),
      ...(problem.fixed === undefined ? {} : { fixed: problem.fixed }),
      ...(problem.forbidden === undefined ? {} : { forbidden: problem.forbidden }),
      ...(problem.existing === undefined ? {} : { existing: problem.existing }),
    },
    control,
    highs,
  );
  if (answer.status !== 'infeasible' || answer.infeasible === undefined) return answer;
  const closed = new Set(problem.forbidden ?? []);
  const cost = Float64Array.from(matrix.cost, (c, k) =>
    closed.has(k % matrix.sites) ? Number.POSITIVE_INFINITY : c,
  );
  const nearest = smallestRadius({ ...matrix, cost }, times);
  return {
    ...answer,
    infeasible: {
      reason: 'radius-too-small',
      clients: answer.infeasible.clients,
      nearest: Number.isFinite(nearest) ? { radius: nearest } : {},
    },
  };
}

export type EquityAnswer = {
  /** The least possible greatest cost of any client of the group, and the proof of it. */
  readonly worst: number;
  readonly proven: boolean;
  /** Least total cost of everyone among the choices that give the group that worst cost. */
  readonly answer: SitingAnswer;
};

/**
 * Worst-off group first: of all choices of p sites, those whose greatest cost for a client of `group` is least (a p-centre on the group),
 * and among them the one with the least weighted total. Radii are searched by bisection over the costs that occur; each probe is a
 * covering problem, so `proven` is false when one of them stayed open within its work budget.
 */
export function medianWorstFirst(
  problem: SitePolicy & {
    readonly matrix: CostMatrix;
    readonly p: number;
    /** Clients who come first, for example elders who live alone; all clients when absent. */
    readonly group?: readonly number[];
    readonly weight?: ArrayLike<number>;
  },
  control: SitingControl = {},
  highs?: Highs,
): EquityAnswer {
  const { matrix, p } = problem;
  const m = matrix.sites;
  const group = problem.group ?? Array.from({ length: matrix.clients }, (_, i) => i);
  for (const i of group) {
    if (!Number.isInteger(i) || i < 0 || i >= matrix.clients)
      throw new RangeError(`group: client ${i} does not exist`);
  }
  const policy = policyOf(problem);
  const values = new Set<number>();
  for (const i of group) for (let j = 0; j < m; j++) values.add(matrix.cost[i * m + j]);
  const radii = [...values].filter((c) => c < Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  let proven = true;
  const reachable = (radius: number): boolean => {
    const coveredBy = group.map((i) => {
      const row: number[] = [];
      for (let j = 0; j < m; j++) if (matrix.cost[i * m + j] <= radius) row.push(j);
      return row;
    });
    const found = solveCover({ clients: group.length, sites: m, coveredBy, ...policy }, control, highs);
    if (found.status === 'infeasible') return false;
    if (found.objective <= p) return true;
    if (found.bound <= p) proven = false;
    return false;
  };
  let low = 0;
  let high = radii.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reachable(radii[middle]!)) high = middle;
    else low = middle + 1;
  }
  const worst = radii[low] ?? 0;
  const weighted = problem.weight === undefined ? matrix : weightedCosts(matrix, problem.weight);
  const cost = Float64Array.from(weighted.cost);
  for (const i of group) {
    for (let j = 0; j < m; j++)
      if (matrix.cost[i * m + j] > worst) cost[i * m + j] = Number.POSITIVE_INFINITY;
  }
  const answer = solveMedian({ ...policy, matrix: { ...matrix, cost }, p }, control);
  return { worst, proven: proven && answer.proven, answer };
}

/** Only the lists that are present, so that optional fields stay absent. */
function policyOf(problem: SitePolicy): SitePolicy {
  return {
    ...(problem.fixed === undefined ? {} : { fixed: problem.fixed }),
    ...(problem.forbidden === undefined ? {} : { forbidden: problem.forbidden }),
    ...(problem.existing === undefined ? {} : { existing: problem.existing }),
  };
}

export type TwoLevelAnswer = {
  /** Street stores: sites that also serve the whole catchment. */
  readonly upper: SitingAnswer;
  /** Community stores; every street store is one of them. */
  readonly lower: SitingAnswer;
  readonly objective: number;
  /** Sum of both levels' bounds taken separately: nothing nested can be cheaper. */
  readonly bound: number;
  readonly gap: number;
  readonly proven: boolean;
};

/**
 * Two nested levels (community stores, and street stores among them): every client pays its cost to the nearest store of
 * each level, the upper level times `upperShare`. The upper level is placed first, then kept open in the lower level, and the other
 * way round (upper sites chosen among the best lower ones); the better plan is returned with the bound of both levels apart.
 */
export function twoLevelMedian(
  problem: SitePolicy & {
    readonly matrix: CostMatrix;
    readonly pLower: number;
    readonly pUpper: number;
    readonly upperShare: number;
  },
  control: SitingControl = {},
): TwoLevelAnswer {
  const { matrix, pLower, pUpper, upperShare } = problem;
  if (pUpper > pLower) throw new RangeError(`pUpper (${pUpper}) must not exceed pLower (${pLower})`);
  if (!(upperShare >= 0)) throw new RangeError(`upperShare must be ≥ 0, got ${upperShare}`);
  const policy = policyOf(problem);
  const existing = new Set(problem.existing ?? []);
  const fixed = new Set(problem.fixed ?? []);
  // The lower level alone obeys the fixed sites; the upper level only avoids the forbidden ones.
  const onlyForbidden = problem.forbidden === undefined ? {} : { forbidden: problem.forbidden };
  const topFree = solveMedian({ matrix, p: pUpper, ...onlyForbidden }, control);
  const lowFree = solveMedian({ matrix, p: pLower, ...policy }, control);
  const bound = upperShare * topFree.bound + lowFree.bound;
  const plans: { upper: SitingAnswer; lower: SitingAnswer }[] = [];
  if (topFree.status === 'solved' && lowFree.status === 'solved') {
    const together = new Set([...fixed, ...topFree.sites.filter((j) => !existing.has(j))]);
    if (together.size <= pLower) {
      const lower = solveMedian({ matrix, p: pLower, ...policy, fixed: [...together] }, control);
      if (lower.status === 'solved') plans.push({ upper: topFree, lower });
    }
    const closed: number[] = [];
    const low = new Set(lowFree.sites);
    for (let j = 0; j < matrix.sites; j++) if (!low.has(j)) closed.push(j);
    const upper = solveMedian({ matrix, p: pUpper, forbidden: closed }, control);
    if (upper.status === 'solved') plans.push({ upper, lower: lowFree });
  }
  const cost = (plan: { upper: SitingAnswer; lower: SitingAnswer }): number =>
    upperShare * plan.upper.objective + plan.lower.objective;
  plans.sort((a, b) => cost(a) - cost(b));
  const best = plans[0] ?? { upper: topFree, lower: lowFree };
  const objective = plans.length === 0 ? Number.POSITIVE_INFINITY : cost(best);
  const gap = Number.isFinite(objective)
    ? (objective - bound) / Math.max(1e-9, objective)
    : Number.POSITIVE_INFINITY;
  return { ...best, objective, bound, gap: Math.max(0, gap), proven: gap <= 1e-9 };
}
