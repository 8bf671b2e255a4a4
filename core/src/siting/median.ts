import { createRandom } from '../random.ts';
import { ascend, createDual, type DualState } from './median-dual.ts';
import { createMedianSearch } from './median-search.ts';
import { openStates } from './policy.ts';
import { CLOSED, FREE, OPEN, type ReducedRows, reduceRows, type SortedRows, sortRows } from './rows.ts';
import type { CostMatrix, Infeasible, SitePolicy, SitingAnswer, SitingControl } from './types.ts';
import { createMeter, gapOf, type Meter, requireInteger } from './work.ts';

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
export function solveMedian(problem: MedianProblem, control: SitingControl = {}): SitingAnswer {
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
  const run = createRun(guard.cost, n, m, problem.p + existing, state, meter, seed);
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
      const answer = none({
        reason: 'p-too-small',
        clients: lost.slice(0, 1000),
        nearest: guard.nearest(problem),
      });
      return { ...answer, proven: run.bound >= guard.big };
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

/** Nearest of `sites` for each client; ties to the lower number. */
export function nearestSites(cost: Float64Array, n: number, m: number, sites: readonly number[]): number[] {
  const assignment = new Array<number>(n);
  for (let i = 0; i < n; i++) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const j of sites) {
      if (cost[i * m + j] < least) {
        least = cost[i * m + j];
        best = j;
      }
    }
    assignment[i] = best;
  }
  return assignment;
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
  const nearest = (): { p?: number } => ({});
  if (!infinite) return { cost, big: 0, unreachable, nearest };
  const big = Math.ceil((highest + 1) * n);
  const copy = Float64Array.from(cost, (c) => (c === Number.POSITIVE_INFINITY ? big : c));
  return { cost: copy, big, unreachable, nearest };
}

type Node = { state: Uint8Array; u: Float64Array; bound: number; scale: number };

function createRun(
  dense: Float64Array,
  n: number,
  m: number,
  p: number,
  startState: Uint8Array,
  meter: Meter,
  seed: number,
) {
  const random = createRandom(seed);
  const best = new Uint8Array(m);
  let upper = Number.POSITIVE_INFINITY;
  let bound = Number.NEGATIVE_INFINITY;
  let integral = true;
  for (let k = 0; k < dense.length && integral; k++) integral = Number.isInteger(dense[k]);

  /** Nothing of at least this value can improve the best known solution. */
  function cutoff(): number {
    if (upper === Number.POSITIVE_INFINITY) return upper;
    return integral ? upper - 1 + 1e-6 + Math.abs(upper) * 1e-12 : upper - Math.abs(upper) * 1e-9;
  }

  function raiseBound(value: number): void {
    if (value > bound) bound = value;
    if (bound > upper) bound = upper;
  }

  /** Closes or opens sites whose reduced cost shows that the other choice cannot improve. Returns how many. */
  function fixByReducedCost(rows: ReducedRows, dual: DualState, state: Uint8Array): number {
    const limit = cutoff();
    let count = 0;
    for (let j = 0; j < rows.sites; j++) {
      if (rows.open[j] === 1) continue;
      const origin = rows.origin[j];
      const r = dual.rho[j];
      if (r >= dual.left && dual.bound + r - dual.taken >= limit) {
        state[origin] = CLOSED;
        count++;
      } else if (r <= dual.taken && dual.bound - r + dual.left >= limit) {
        state[origin] = OPEN;
        count++;
      }
    }
    return count;
  }

  function solve(): void {
    const everything = sortRows({ clients: n, sites: m, cost: dense });
    meter.spend(everything.site.length * 12);
    const rows = reduceRows(everything, startState);
    const search = searchOn(rows);
    const u = search.initial();
    let dual = createDual(rows, u);
    const origin0 = rows;
    const state = new Uint8Array(rows.sites);
    for (let j = 0; j < rows.sites; j++) state[j] = rows.open[j] === 1 ? OPEN : FREE;

    // Root: ascent, fixing and interchange in turns until the bound stands still.
    let rounds = 0;
    let still = 0;
    let current: ReducedRows = identity(rows);
    while (!meter.stop() && bound < cutoff()) {
      const before = dual.bound;
      const made = ascend(current, dual, {
        p,
        iterations: 200,
        upper,
        cutoff: cutoff(),
        patience: 200,
        minimumGain: 1e-7,
        onPrimal: (chosen, cost) => search.offer(chosen, cost, current),
        meter,
      });
      raiseBound(dual.bound);
      search.round(dual.y, current);
      search.iterate(made);
      meter.progress('root', upper, bound);
      if (bound >= cutoff()) break;
      const fixedNow = fixByReducedCost(current, dual, state);
      let left = 0;
      let opened = 0;
      for (let j = 0; j < state.length; j++) {
        if (state[j] === FREE) left++;
        else if (state[j] === OPEN) opened++;
      }
      if (opened > p || opened + left < p) {
        raiseBound(upper);
        break;
      }
      if (fixedNow > 0) {
        const next = reduceRows(origin0, state);
        dual = carry(dual, current, next);
        current = next;
      }
      const gain = dual.bound - before;
      rounds++;
      if (gain < 1e-6 * Math.abs(dual.bound) && fixedNow === 0) still++;
      else if (gain < 2e-5 * Math.abs(dual.bound) && fixedNow < 0.02 * (left + fixedNow)) still += 0.34;
      else still = 0;
      if (still >= 1 || rounds > 60) break;
    }
    if (meter.stopped !== null || bound >= cutoff()) return;
    branch(origin0, { state, u: Float64Array.from(dual.u), bound: dual.bound, scale: dual.scale }, search);
  }

  /** The same dual after a reduction: sites that remain keep their averages. */
  function carry(dual: DualState, from: ReducedRows, to: ReducedRows): DualState {
    const next = createDual(to, Float64Array.from(dual.u));
    const old = new Map<number, number>();
    for (let j = 0; j < from.sites; j++) old.set(from.origin[j], j);
    for (let j = 0; j < to.sites; j++) next.y[j] = dual.y[old.get(to.origin[j])!];
    for (let i = 0; i < next.u.length; i++) {
      const dearest = to.cost[to.start[i + 1] - 1];
      if (next.u[i] > dearest) next.u[i] = dearest;
    }
    next.scale = dual.scale;
    next.v = dual.v;
    return next;
  }

  function searchOn(rows: ReducedRows) {
    const k = rows.sites;
    const matrix = new Float64Array(n * k);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < k; j++) matrix[i * k + j] = dense[i * m + rows.origin[j]];
    }
    const candidate = new Uint8Array(k).fill(1);
    const search = createMedianSearch(rows, matrix, candidate, rows.open);
    const incumbent = new Uint8Array(k);
    let lastOffer = Number.POSITIVE_INFINITY;

    function keep(cost: number): void {
      if (cost >= upper - 1e-9 * Math.abs(upper)) return;
      upper = cost;
      incumbent.set(search.open);
      best.fill(0);
      for (let j = 0; j < k; j++) if (search.open[j] === 1) best[rows.origin[j]] = 1;
    }

    function initial(): Float64Array {
      const flags = Uint8Array.from(rows.open);
      let count = 0;
      for (let j = 0; j < k; j++) count += flags[j];
      const order = random.shuffle(Array.from({ length: k }, (_, j) => j));
      for (const j of order) {
        if (count >= p) break;
        if (flags[j] === 0) {
          flags[j] = 1;
          count++;
        }
      }
      search.load(flags);
      keep(search.improve(meter));
      const u = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        let a = rows.start[i];
        const end = rows.start[i + 1];
        while (a < end - 1 && search.open[rows.site[a]] === 0) a++;
        let b = a + 1;
        while (b < end - 1 && search.open[rows.site[b]] === 0) b++;
        u[i] = b < end ? 0.5 * (rows.cost[a] + rows.cost[b]) : rows.cost[a];
      }
      return u;
    }

    /** A choice met by the bound: improved by interchange when it is promising. `from` numbers its sites. */
    function offer(chosen: Uint8Array, cost: number, from: ReducedRows): void {
      if (cost > upper * 1.05 || (cost >= lastOffer && cost > upper * 1.005)) return;
      lastOffer = cost;
      const flags = new Uint8Array(k);
      for (let j = 0; j < from.sites; j++) if (chosen[j] === 1) flags[from.origin[j]] = 1;
      search.load(flags);
      keep(search.improve(meter));
    }

    /** The averaged relaxation rounded to its p largest sites, improved. */
    function round(y: Float64Array, from: ReducedRows): void {
      const order = Array.from(y, (_, j) => j).sort(
        (a, b) => from.open[b] - from.open[a] || y[b] - y[a] || a - b,
      );
      const flags = new Uint8Array(k);
      for (const j of order.slice(0, p)) flags[from.origin[j]] = 1;
      search.load(flags);
      keep(search.improve(meter));
    }

    /** Iterated interchange from the best known choice, with as many trials as the effort allows. */
    function iterate(effort: number): void {
      if (bound >= cutoff()) return;
      const trials = Math.max(2, Math.ceil(effort / 20));
      let cost = Number.POSITIVE_INFINITY;
      for (let t = 0; t < trials && !meter.stop(); t++) {
        if (cost > upper + 1e-9 * Math.abs(upper)) {
          search.load(incumbent);
        }
        meter.spend(search.shake(2 + random.int(Math.max(1, Math.min(6, p >> 2))), random));
        cost = search.improve(meter);
        keep(cost);
      }
    }
    return { initial, offer, round, iterate };
  }

  function keyOf(node: Node): number {
    return integral ? Math.ceil(node.bound - 1e-6) : node.bound;
  }

  function branch(rows: ReducedRows, root: Node, search: ReturnType<typeof searchOn>): void {
    const open: Node[] = [root];
    let count = 0;
    while (open.length > 0) {
      // Smallest bound first, the youngest (deepest) among equals so that a flat bound still leads to solutions.
      // The scan is cheap next to an ascent.
      let at = 0;
      for (let k = 1; k < open.length; k++) if (keyOf(open[k]!) <= keyOf(open[at]!)) at = k;
      const node = open[at]!;
      raiseBound(node.bound);
      if (node.bound >= cutoff()) {
        raiseBound(upper);
        return;
      }
      if (meter.stop()) return;
      open.splice(at, 1);
      const children = expand(rows, node, search, count);
      if (children === null) {
        open.push(node);
        return;
      }
      // The likelier child last: it is taken first.
      for (const child of children) if (child.bound < cutoff()) open.push(child);
      count++;
      if (count % 16 === 0) {
        search.iterate(40);
        meter.progress(`branch ${count}/${open.length}`, upper, bound);
      }
    }
    raiseBound(upper);
  }

  /** Works a node out: bound, fixing, then two children; null when the run was stopped inside. */
  function expand(
    rows: ReducedRows,
    node: Node,
    search: ReturnType<typeof searchOn>,
    count: number,
  ): Node[] | null {
    const state = node.state;
    let u = node.u;
    let current = reduceRows(rows, state);
    let dual = createDual(current, u);
    dual.scale = Math.max(node.scale, 0.02);
    for (let round = 0; ; round++) {
      ascend(current, dual, {
        p,
        iterations: count === 0 ? 400 : 120,
        upper,
        cutoff: cutoff(),
        patience: count === 0 ? 150 : 40,
        minimumGain: 1e-6,
        onPrimal: (chosen, cost) => search.offer(chosen, cost, current),
        meter,
      });
      if (meter.stopped !== null) return null;
      if (dual.bound >= cutoff()) return [];
      const fixedNow = fixByReducedCost(current, dual, state);
      let opened = 0;
      let free = 0;
      for (let j = 0; j < state.length; j++) {
        if (state[j] === OPEN) opened++;
        else if (state[j] === FREE) free++;
      }
      if (opened > p || opened + free < p) return [];
      if (opened === p || opened + free === p) {
        leaf(rows, state, opened === p, search);
        return [];
      }
      if (fixedNow === 0) break;
      const next = reduceRows(rows, state);
      dual = carry(dual, current, next);
      current = next;
      if (fixedNow < 0.1 * (free + fixedNow) || round >= 6) {
        ascend(current, dual, {
          p,
          iterations: 30,
          upper,
          cutoff: cutoff(),
          patience: 20,
          minimumGain: 1e-6,
          meter,
        });
        if (dual.bound >= cutoff()) return [];
        break;
      }
    }
    u = dual.u;
    search.round(dual.y, current);
    let pick = -1;
    let score = -1;
    for (let j = 0; j < current.sites; j++) {
      if (current.open[j] === 1) continue;
      const y = dual.y[j];
      const s = Math.min(y, 1 - y);
      if (s > score) {
        score = s;
        pick = j;
      }
    }
    const origin = current.origin[pick];
    const bound = Math.max(node.bound, dual.bound);
    const closed = Uint8Array.from(state);
    closed[origin] = CLOSED;
    const opened = Uint8Array.from(state);
    opened[origin] = OPEN;
    const yes = { state: opened, u: Float64Array.from(u), bound, scale: dual.scale };
    const no = { state: closed, u: Float64Array.from(u), bound, scale: dual.scale };
    return dual.y[pick] >= 0.5 ? [no, yes] : [yes, no];
  }

  function leaf(
    rows: ReducedRows,
    state: Uint8Array,
    onlyOpen: boolean,
    search: ReturnType<typeof searchOn>,
  ): void {
    const flags = new Uint8Array(rows.sites);
    const list: number[] = [];
    for (let j = 0; j < rows.sites; j++) {
      if (state[j] === OPEN || (!onlyOpen && state[j] === FREE)) {
        flags[j] = 1;
        list.push(rows.origin[j]);
      }
    }
    let cost = 0;
    const assigned = nearestSites(dense, n, m, list);
    for (let i = 0; i < n; i++) cost += dense[i * m + assigned[i]];
    meter.spend(n * list.length);
    if (cost < upper) search.offer(flags, cost, identity(rows));
  }

  return {
    best,
    solve,
    get bound() {
      return integral && Number.isFinite(bound) ? Math.min(upper, Math.ceil(bound - 1e-6)) : bound;
    },
    proven: () => bound >= cutoff(),
  };
}

/** The same rows, numbering their own sites. */
function identity(rows: ReducedRows): ReducedRows {
  const origin = new Int32Array(rows.sites);
  for (let j = 0; j < rows.sites; j++) origin[j] = j;
  return { ...(rows as SortedRows), origin, open: rows.open };
}
