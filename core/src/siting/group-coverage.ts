import type { Highs } from 'highs';
import { cleanRows } from './cover.ts';
import { addColumn, addRow, createMipModel, solveMip } from './exact-mip.ts';
import { solveMaxCover } from './mclp.ts';
import { openStates } from './policy.ts';
import { CLOSED, OPEN } from './rows.ts';
import type { SitePolicy, SitingAnswer, SitingControl } from './types.ts';
import { createMeter, gapOf, requireInteger } from './work.ts';

export type GroupCoverProblem = SitePolicy & {
  readonly clients: number;
  readonly sites: number;
  /** Sites that can serve each client. */
  readonly coveredBy: readonly ArrayLike<number>[];
  /** Sites to open, the fixed ones included, the existing ones not. */
  readonly p: number;
  /** People of each client by group, e.g. { over60: [3, 0, 5], under7: [0, 2, 1] }. */
  readonly groups: Readonly<Record<string, ArrayLike<number>>>;
};

export type GroupShare = { readonly covered: number; readonly total: number; readonly share: number };

export type GroupCoverAnswer = {
  /** `objective` is the covered share of the group that is covered least, `bound` a share that no choice of sites gives to all groups. */
  readonly answer: SitingAnswer;
  readonly groups: Readonly<Record<string, GroupShare>>;
  /** The groups covered least. */
  readonly worst: readonly string[];
};

/** Maximal covering problems at most, and so many without a better bound or answer. */
const ROUNDS = 60;
const IDLE_ROUNDS = 6;
/** Work for one of them: its bound holds before its proof is complete. */
const ROUND_WORK = 20_000_000;
const STEP = 0.5;
/** Pairs of client and site up to which the mixed-integer programme is tried. */
const MOST_PAIRS = 400_000;
/** Shares that differ by less are the same: the mixed-integer solver proves no more. */
const SAME = 2e-6;

/**
 * Opens p sites so that the group covered least is covered as far as can be; among choices that are equal in that, the one found that
 * covers more shares of all groups together. Groups without people do not count.
 *
 * Bound: for any prices of the groups that add up to 1, no choice covers all groups better than the best choice covers them on average at these
 * prices, which is a maximal covering problem; prices rise for groups that fall behind (multiplicative weights). Each of these choices
 * is an answer too; what stays open HiGHS closes, if it is given. Throws RangeError on inconsistent input.
 */
export function coverWorstGroupFirst(
  problem: GroupCoverProblem,
  control: SitingControl = {},
  highs?: Highs,
): GroupCoverAnswer {
  const meter = createMeter(control);
  const seed = control.seed ?? 1;
  const { clients: n, sites: m } = problem;
  requireInteger(problem.p, 0, 1_000_000_000, 'p');
  const groups = peopledGroups(problem);
  const rows = cleanRows(problem);
  const { groups: _, ...cover } = problem;
  const price = groups.map(() => 1 / groups.length);
  let bound = 1;
  let best: { sites: readonly number[]; least: number; sum: number } | undefined;
  let first: SitingAnswer | undefined;

  const sharesOf = (sites: readonly number[]): number[] => {
    const open = new Uint8Array(m);
    for (const j of sites) open[j] = 1;
    const isCovered = rows.map((row) => row.some((j) => open[j] === 1));
    return groups.map(({ share }) => share.reduce((sum, s, i) => sum + (isCovered[i] === true ? s : 0), 0));
  };
  const offer = (sites: readonly number[]): number[] => {
    const shares = sharesOf(sites);
    const [least, sum] = [Math.min(...shares), shares.reduce((a, b) => a + b, 0)];
    if (best === undefined || least > best.least || (least === best.least && sum > best.sum))
      best = { sites, least, sum };
    return shares;
  };
  const isDone = (): boolean => best !== undefined && bound - best.least <= SAME;

  let idle = 0;
  for (let round = 0; round < ROUNDS && idle < IDLE_ROUNDS && !isDone() && !meter.stop(); round++) {
    const known = { bound, least: best?.least ?? -1 };
    const weight = new Float64Array(n);
    for (const [g, { share }] of groups.entries())
      for (const [i, part] of share.entries()) weight[i] = weight[i]! + price[g]! * part;
    const answer = solveMaxCover(
      { ...cover, weight },
      {
        seed: seed + round,
        workBudget: Math.min(ROUND_WORK, (control.workBudget ?? Number.POSITIVE_INFINITY) - meter.used),
        shouldStop: () => control.shouldStop?.() === true,
        ...(control.now === undefined ? {} : { now: control.now }),
        ...(control.timeLimitSeconds === undefined
          ? {}
          : { timeLimitSeconds: Math.max(0, control.timeLimitSeconds - meter.seconds()) }),
      },
    );
    meter.spend(answer.work.used);
    first ??= answer;
    if (answer.status === 'infeasible') break;
    bound = Math.min(bound, answer.bound);
    const shares = offer(answer.sites);
    for (const g of price.keys()) price[g] = price[g]! * (1 - STEP * Math.min(1, shares[g]!));
    const all = price.reduce((a, b) => a + b, 0);
    for (const g of price.keys()) price[g] = price[g]! / all;
    idle = known.bound - bound > SAME || best!.least > known.least ? 0 : idle + 1;
    meter.progress('prices', best!.least, bound);
  }
  if (first === undefined || first.status === 'infeasible' || best === undefined) {
    const answer = first ?? solveMaxCover({ ...cover, weight: new Float64Array(n) }, { workBudget: 1 });
    return { answer: { ...answer, work: meter.report(false) }, groups: {}, worst: [] };
  }
  const pairs = rows.reduce((sum, row) => sum + row.length, 0);
  if (highs !== undefined && !isDone() && !meter.stop() && pairs <= MOST_PAIRS) {
    const exact = exactly(highs);
    bound = Math.min(bound, exact.bound);
    if (exact.sites !== undefined) offer(exact.sites);
  }
  const shares = sharesOf(best.sites);
  bound = Math.max(bound, best.least);
  const proven = isDone();
  const open = new Set(best.sites);
  return {
    answer: {
      status: 'solved',
      objective: best.least,
      bound,
      gap: gapOf(best.least, bound),
      proven,
      sites: best.sites,
      assignment: rows.map((row) => row.find((j) => open.has(j)) ?? -1),
      seconds: meter.seconds(),
      seed,
      work: meter.report(proven),
    },
    groups: Object.fromEntries(
      groups.map(({ name, total }, g) => [name, { covered: shares[g]! * total, total, share: shares[g]! }]),
    ),
    worst: groups.flatMap(({ name }, g) => (shares[g]! <= best!.least + SAME ? [name] : [])),
  };

  /** One variable a site, one for all clients with the same sites in reach, one for the share that every group has. */
  function exactly(solver: Highs): { bound: number; sites: readonly number[] | undefined } {
    const state = openStates(m, problem);
    const model = createMipModel();
    for (let j = 0; j < m; j++) addColumn(model, 0, state[j] === CLOSED ? 0 : 1, true);
    const least = addColumn(model, -1, 1, false);
    const classes = new Map<string, { row: Int32Array; clients: number[] }>();
    rows.forEach((row, i) => {
      if (row.length === 0) return;
      const key = row.join();
      const known = classes.get(key);
      if (known === undefined) classes.set(key, { row, clients: [i] });
      else known.clients.push(i);
    });
    const covered = [...classes.values()].map(({ row, clients }) => {
      const column = addColumn(model, 0, 1, false);
      addRow(model, 0, Number.POSITIVE_INFINITY, [...Array.from(row, (j) => [j, 1]).flat(), column, -1]);
      return { column, clients };
    });
    for (const { share } of groups) {
      const entries = covered.flatMap(({ column, clients }) => {
        const part = clients.reduce((sum, i) => sum + share[i]!, 0);
        return part > 0 ? [column, part] : [];
      });
      addRow(model, 0, Number.POSITIVE_INFINITY, [...entries, least, -1]);
    }
    const existing = problem.existing ?? [];
    const usable = m - existing.length - (problem.forbidden?.length ?? 0);
    const count = Math.min(problem.p, usable) + existing.length;
    addRow(model, count, count, Array.from({ length: m }, (_, j) => [j, 1]).flat());
    for (let j = 0; j < m; j++) if (state[j] === OPEN) addRow(model, 1, 1, [j, 1]);
    const found = solveMip(solver, model, meter, seed);
    const sites: number[] = [];
    for (let j = 0; j < m; j++) if (found.values !== null && found.values[j]! > 0.5) sites.push(j);
    return { bound: -found.bound, sites: found.values === null ? undefined : sites };
  }
}

/** Groups with anybody in them; `share` is what each client holds of its group. */
function peopledGroups({ clients: n, groups }: GroupCoverProblem) {
  const found = Object.entries(groups).flatMap(([name, people]) => {
    if (people.length !== n)
      throw new RangeError(`groups.${name}: ${people.length} entries for ${n} clients`);
    const list = Array.from(people);
    const wrong = list.findIndex((count) => !(count >= 0 && Number.isFinite(count)));
    if (wrong >= 0)
      throw new RangeError(`groups.${name}[${wrong}] must be finite and ≥ 0, got ${list[wrong]}`);
    const total = list.reduce((sum, count) => sum + count, 0);
    return total > 0 ? [{ name, total, share: list.map((count) => count / total) }] : [];
  });
  if (found.length === 0) throw new RangeError('groups: none has anybody in it');
  return found;
}
