import { cleanRows } from './cover.ts';
import { createMedianRun } from './median-run.ts';
import { openStates } from './policy.ts';
import { OPEN, type SortedRows } from './rows.ts';
import type { SitePolicy, SitingAnswer, SitingControl } from './types.ts';
import { createMeter, gapOf, requireInteger } from './work.ts';

export type MaxCoverProblem = SitePolicy & {
  readonly clients: number;
  readonly sites: number;
  /** Sites that can serve each client. */
  readonly coveredBy: readonly ArrayLike<number>[];
  /** Value of covering each client (people, households); default 1. */
  readonly weight?: ArrayLike<number>;
  /** Sites to open, the fixed ones included, the existing ones not. */
  readonly p: number;
};

/**
 * Maximal covering location (Church and ReVelle 1974): open p sites so that the covered weight is greatest.
 *
 * Solved as a p-median: a covered client costs nothing, an uncovered one costs its weight at a resort that is always open. The
 * Lagrangian bound of that p-median is the bound of the linear relaxation of the usual model. `bound` is an upper bound.
 * A p above the number of usable sites opens them all.
 */
export function solveMaxCover(problem: MaxCoverProblem, control: SitingControl = {}): SitingAnswer {
  const meter = createMeter(control);
  const seed = control.seed ?? 1;
  const { clients: n, sites: m, weight } = problem;
  requireInteger(problem.p, 0, 1_000_000_000, 'p');
  if (weight !== undefined && weight.length !== n)
    throw new RangeError(`weight must hold ${n} values, got ${weight.length}`);
  const rows = cleanRows(problem);
  const policy = openStates(m, problem);
  const existing = problem.existing?.length ?? 0;
  const fixed = problem.fixed?.length ?? 0;
  const usable = m - existing - (problem.forbidden?.length ?? 0);
  if (problem.p < fixed) {
    return {
      status: 'infeasible',
      objective: Number.NEGATIVE_INFINITY,
      bound: Number.NEGATIVE_INFINITY,
      gap: Number.POSITIVE_INFINITY,
      proven: true,
      sites: [],
      assignment: [],
      seconds: meter.seconds(),
      seed,
      work: meter.report(true),
      infeasible: { reason: 'fixed-exceeds-p', clients: [], nearest: { p: fixed } },
    };
  }
  const p = Math.min(problem.p, usable) + existing;

  let total = 0;
  let entries = 0;
  for (let i = 0; i < n; i++) entries += rows[i]!.length + 1;
  const start = new Int32Array(n + 1);
  const site = new Int32Array(entries);
  const cost = new Float64Array(entries);
  let at = 0;
  for (let i = 0; i < n; i++) {
    const w = weight === undefined ? 1 : weight[i]!;
    if (!(w >= 0) || w === Number.POSITIVE_INFINITY)
      throw new RangeError(`weight ${i} must be finite and ≥ 0, got ${w}`);
    total += w;
    for (const j of rows[i]!) site[at++] = j;
    site[at] = m;
    cost[at++] = w;
    start[i + 1] = at;
  }
  const state = new Uint8Array(m + 1);
  state.set(policy);
  state[m] = OPEN;
  const sorted: SortedRows = { clients: n, sites: m + 1, start, site, cost };
  const run = createMedianRun(sorted, p + 1, state, meter, seed);
  run.solve();
  const sites: number[] = [];
  for (let j = 0; j < m; j++) if (run.best[j] === 1) sites.push(j);
  const assignment = rows.map((row) => row.find((j) => run.best[j] === 1) ?? -1);
  let objective = 0;
  for (let i = 0; i < n; i++) if (assignment[i]! >= 0) objective += weight === undefined ? 1 : weight[i]!;
  const proven = run.proven();
  const bound = proven ? objective : Math.max(objective, total - run.bound);
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
