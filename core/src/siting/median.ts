import type { Highs } from 'highs';
import { solveCover, withinRadius } from './cover.ts';
import { createMedianRun, nearestSites } from './median-run.ts';
import { openStates } from './policy.ts';
import { CLOSED, sortRows } from './rows.ts';
import type { CostMatrix, Infeasible, SitePolicy, SitingAnswer, SitingControl } from './types.ts';
import { createMeter, gapOf, requireInteger } from './work.ts';

export type MedianProblem = SitePolicy & {
  readonly matrix: CostMatrix;
  /** Sites to open, the fixed ones included, the existing ones not. */
  readonly p: number;
};

/**
 * p-median: open p sites so that the sum of every client's cost to its nearest open site is least.
 *
 * Method: iterated fast interchange for the value; Lagrangian bound by the volume algorithm; reduced-cost fixing of sites; best-first
 * branch and bound on sites. All-integer costs let the bound be rounded up. Costs must be ≥ 0; +Infinity forbids a pair; demand
 * weights are multiplied into the costs beforehand (`weightedCosts`).
 *
 * Memory: 20 bytes per pair. Throws RangeError on inconsistent input; an instance without a solution is an answer, not an error.
 */
export function solveMedian(
  problem: MedianProblem,
  control: SitingControl = {},
  highs?: Highs,
): SitingAnswer {
  const meter = createMeter(control);
  const seed = control.seed ?? 1;
  const { matrix } = problem;
  const n = matrix.clients;
  const m = matrix.sites;
  if (matrix.cost.length !== n * m)
    throw new RangeError(`cost must hold ${n} × ${m} values, got ${matrix.cost.length}`);
  const state = openStates(m, problem);
  const existing = problem.existing?.length ?? 0;
  const fixed = problem.fixed?.length ?? 0;
  const forbidden = problem.forbidden?.length ?? 0;
  requireInteger(problem.p, 0, 1_000_000_000, 'p');

  const none = (infeasible: Infeasible): SitingAnswer => ({
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
    infeasible,
  });
  if (problem.p < fixed) return none({ reason: 'fixed-exceeds-p', clients: [], nearest: { p: fixed } });
  if (problem.p > m - existing - forbidden) {
    return none({ reason: 'p-too-large', clients: [], nearest: { p: m - existing - forbidden } });
  }
  if (problem.p + existing === 0) return none({ reason: 'p-too-small', clients: [], nearest: { p: 1 } });

  const guard = replaceForbiddenPairs(matrix, state);
  if (guard.unreachable.length > 0) {
    return none({ reason: 'unreachable-clients', clients: guard.unreachable.slice(0, 1000), nearest: {} });
  }
  const run = createMedianRun(
    sortRows({ clients: n, sites: m, cost: guard.cost }),
    problem.p + existing,
    state,
    meter,
    seed,
    highs,
  );
  run.solve();
  const sites: number[] = [];
  for (let j = 0; j < m; j++) if (run.best[j] === 1) sites.push(j);
  const assignment = nearestSites(guard.cost, n, m, sites);
  if (guard.big > 0) {
    // A forbidden pair in the best answer: p sites cannot reach everyone (proven, because avoiding such pairs dominates all else).
    const lost: number[] = [];
    for (let i = 0; i < n; i++)
      if (matrix.cost[i * m + assignment[i]] === Number.POSITIVE_INFINITY) lost.push(i);
    if (lost.length > 0) {
      if (run.bound >= guard.big) {
        return none({
          reason: 'p-too-small',
          clients: lost.slice(0, 1000),
          nearest: nearestReachingP(problem, control),
        });
      }
      // Stopped before a choice that reaches everyone was found, or its absence proven.
      return {
        status: 'solved',
        objective: Number.POSITIVE_INFINITY,
        bound: run.bound,
        gap: Number.POSITIVE_INFINITY,
        proven: false,
        sites,
        assignment: assignment.map((j, i) => (matrix.cost[i * m + j] < Number.POSITIVE_INFINITY ? j : -1)),
        seconds: meter.seconds(),
        seed,
        work: meter.report(false),
      };
    }
  }
  let objective = 0;
  for (let i = 0; i < n; i++) objective += matrix.cost[i * m + assignment[i]];
  const proven = run.proven();
  const bound = proven ? objective : Math.min(run.bound, objective);
  return {
    status: 'solved',
    objective,
    bound,
    gap: gapOf(objective, bound),
    proven,
    sites,
    assignment,
    seconds: meter.seconds(),
    seed,
    work: meter.report(proven),
  };
}

/** Cost of client i times its weight. */
export function weightedCosts(matrix: CostMatrix, weight: ArrayLike<number>): CostMatrix {
  if (weight.length !== matrix.clients)
    throw new RangeError(`${matrix.clients} weights expected, got ${weight.length}`);
  const cost = new Float64Array(matrix.cost.length);
  for (let i = 0; i < matrix.clients; i++) {
    const w = weight[i]!;
    if (!(w >= 0) || w === Number.POSITIVE_INFINITY)
      throw new RangeError(`weight ${i} must be finite and ≥ 0, got ${w}`);
    for (let j = 0; j < matrix.sites; j++) {
      const c = matrix.cost[i * matrix.sites + j];
      cost[i * matrix.sites + j] = c === Number.POSITIVE_INFINITY ? c : c * w;
    }
  }
  return { clients: matrix.clients, sites: matrix.sites, cost };
}

/** The fewest sites that reach everyone, by covering. */
function nearestReachingP(problem: MedianProblem, control: SitingControl): { p?: number } {
  const { p: _p, matrix, ...policy } = problem;
  const cover = solveCover(
    {
      ...policy,
      clients: matrix.clients,
      sites: matrix.sites,
      coveredBy: withinRadius(matrix, Number.MAX_VALUE),
    },
    { seed: control.seed ?? 1, workBudget: 2e7 },
  );
  return cover.status === 'solved' ? { p: cover.objective } : {};
}

function replaceForbiddenPairs(matrix: CostMatrix, state: Uint8Array) {
  const { clients: n, sites: m, cost } = matrix;
  let infinite = false;
  let highest = 0;
  const unreachable: number[] = [];
  for (let i = 0; i < n; i++) {
    let reached = false;
    for (let j = 0; j < m; j++) {
      const c = cost[i * m + j];
      if (!(c >= 0)) throw new RangeError(`cost of client ${i} to site ${j} must be ≥ 0, got ${c}`);
      if (c === Number.POSITIVE_INFINITY) infinite = true;
      else {
        if (c > highest) highest = c;
        if (state[j] !== CLOSED) reached = true;
      }
    }
    if (!reached) unreachable.push(i);
  }
  if (!infinite) return { cost, big: 0, unreachable };
  const big = Math.ceil((highest + 1) * n);
  const copy = Float64Array.from(cost, (c) => (c === Number.POSITIVE_INFINITY ? big : c));
  return { cost: copy, big, unreachable };
}
