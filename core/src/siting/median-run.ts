import type { Highs } from 'highs';
import { createRandom } from '../random.ts';
import { closeByCuts } from './median-cuts.ts';
import { ascend, createDual, type DualState } from './median-dual.ts';
import { createPolisher, type Incumbent, type Polisher } from './median-polish.ts';
import { CLOSED, FREE, OPEN, type ReducedRows, reduceRows, type SortedRows } from './rows.ts';
import type { Meter } from './work.ts';

export type MedianRun = {
  /** Flags of the best choice found, over the original sites. */
  readonly best: Uint8Array;
  solve(): void;
  readonly bound: number;
  proven(): boolean;
};

/** Work for the own tree before cuts are tried: it closes what is nearly closed sooner. */
const TREE_BEFORE_CUTS = 500_000_000;
const TRIALS_BETWEEN_CUTS = 30;
/** Work for interchange before cuts are tried: each better choice fixes sites and so makes the cuts cheaper. */
const POLISH_IDLE = 2_000_000_000;
const POLISH_MOST = 4_000_000_000;

/** A subproblem of the search tree, over the sites of the base. */
type Node = {
  readonly state: Uint8Array;
  readonly u: Float64Array;
  readonly bound: number;
  readonly scale: number;
};

/** The sites still in question at some stage, numbered anew, with the interchange that works on them. */
type Base = { readonly rows: ReducedRows; readonly polish: Polisher };

/**
 * One p-median run. `p` counts every open site; `startState` per site: FREE, CLOSED or OPEN. A row may leave sites out only if
 * it ends with an open one (the resort of covering problems), or if they are closed.
 */
export function createMedianRun(
  everything: SortedRows,
  p: number,
  startState: Uint8Array,
  meter: Meter,
  seed: number,
  highs?: Highs,
): MedianRun {
  const n = everything.clients;
  const m = everything.sites;
  const random = createRandom(seed);
  const incumbent: Incumbent = { upper: Number.POSITIVE_INFINITY, best: new Uint8Array(m) };
  let bound = Number.NEGATIVE_INFINITY;
  let integral = true;
  for (let k = 0; k < everything.cost.length && integral; k++)
    integral = Number.isInteger(everything.cost[k]);

  /** A subproblem whose bound reaches this cannot improve the best known choice. */
  function cutoff(): number {
    const { upper } = incumbent;
    if (upper === Number.POSITIVE_INFINITY) return upper;
    return integral ? upper - 1 + 1e-6 + Math.abs(upper) * 1e-12 : upper - Math.abs(upper) * 1e-9;
  }

  function raiseBound(value: number): void {
    if (value > bound) bound = value;
    if (bound > incumbent.upper) bound = incumbent.upper;
  }

  /** Closes or opens sites of the base whose other choice cannot improve, by reduced cost. Returns how many. */
  function fixByReducedCost(rows: ReducedRows, dual: DualState, state: Uint8Array): number {
    const limit = cutoff();
    let count = 0;
    for (let j = 0; j < rows.sites; j++) {
      if (rows.open[j] === 1) continue;
      const r = dual.rho[j];
      if (r >= dual.left && dual.bound + r - dual.taken >= limit) {
        state[rows.origin[j]] = CLOSED;
        count++;
      } else if (r <= dual.taken && dual.bound - r + dual.left >= limit) {
        state[rows.origin[j]] = OPEN;
        count++;
      }
    }
    return count;
  }

  /** The same dual on other rows of the same base: sites that remain keep their averages. */
  function carry(dual: DualState, from: ReducedRows, to: ReducedRows): DualState {
    const next = createDual(to, Float64Array.from(dual.u));
    const average = new Map<number, number>();
    for (let j = 0; j < from.sites; j++) average.set(from.origin[j], dual.y[j]);
    for (let j = 0; j < to.sites; j++) next.y[j] = average.get(to.origin[j]) ?? 0;
    for (let i = 0; i < next.u.length; i++) if (next.u[i] > to.cap[i]) next.u[i] = to.cap[i];
    next.scale = dual.scale;
    next.v = dual.v;
    return next;
  }

  function count(state: Uint8Array): { free: number; open: number } {
    let free = 0;
    let open = 0;
    for (let j = 0; j < state.length; j++) {
      if (state[j] === FREE) free++;
      else if (state[j] === OPEN) open++;
    }
    return { free, open };
  }

  function baseOn(rows: ReducedRows): Base {
    return { rows, polish: createPolisher(rows, p, incumbent, random, meter) };
  }

  function solve(): void {
    meter.spend(everything.site.length * 12);
    let base = baseOn(reduceRows(everything, startState));
    let state = statesOf(base.rows);
    const u = base.polish.initial();
    let current = reduceRows(base.rows, state, u, base.rows.cap);
    let dual = createDual(current, u);
    let still = 0;
    // Root: ascent, fixing and interchange in turns until the bound stands still.
    for (let round = 0; round < 80 && still < 1; round++) {
      if (meter.stop()) return;
      const before = bound;
      const rows = current;
      const made = ascend(rows, dual, {
        p,
        iterations: 200,
        upper: incumbent.upper,
        cutoff: cutoff(),
        patience: 200,
        minimumGain: 1e-7,
        onPrimal: (chosen, cost) => base.polish.offer(chosen, cost, rows),
        meter,
      });
      raiseBound(dual.bound);
      if (bound < cutoff()) {
        base.polish.round(dual.y, rows);
        base.polish.iterate(Math.max(2, Math.ceil(made / 20)));
      }
      meter.progress('root', incumbent.upper, bound);
      if (bound >= cutoff()) return;
      const fixedNow = fixByReducedCost(rows, dual, state);
      const left = count(state);
      if (left.open > p || left.open + left.free < p) {
        raiseBound(incumbent.upper);
        return;
      }
      if (left.free + left.open < 0.7 * base.rows.sites) {
        base = rebase(base, state);
        state = statesOf(base.rows);
        current = reduceRows(base.rows, state, dual.u, base.rows.cap);
        dual = restartOn(dual, current);
      } else {
        current = reduceRows(base.rows, state, dual.u, base.rows.cap);
        dual = carry(dual, rows, current);
      }
      meter.spend(current.site.length * 2);
      const gain = bound - before;
      const large = fixedNow > 0.02 * (left.free + fixedNow);
      if (round === 0) still = 0;
      else if (gain < 1e-6 * Math.abs(bound) && !large) still++;
      else if (gain < 2e-5 * Math.abs(bound) && !large) still += 0.34;
      else still = 0;
    }
    if (meter.stopped !== null || bound >= cutoff()) return;
    const root = rebase(base, state);
    const top = (): Node => ({
      state: statesOf(root.rows),
      u: Float64Array.from(dual.u),
      bound,
      scale: dual.scale,
    });
    if (highs !== undefined) {
      branch(root, top(), meter.used + TREE_BEFORE_CUTS);
      if (meter.stop() || bound >= cutoff()) return;
      root.polish.iterateUntilIdle(POLISH_IDLE, POLISH_MOST);
      meter.progress('interchange', incumbent.upper, bound);
      if (meter.stop() || bound >= cutoff()) return;
      const rows = root.rows;
      const here = { ...rows, origin: Int32Array.from({ length: rows.sites }, (_, j) => j) };
      const isClosed = closeByCuts({
        highs,
        rows,
        p,
        u: dual.u,
        incumbent,
        cutoff,
        round: (y) => {
          root.polish.round(y, here);
          root.polish.iterate(TRIALS_BETWEEN_CUTS);
        },
        meter,
        seed,
        onBound: raiseBound,
      });
      if (isClosed) raiseBound(incumbent.upper);
      if (meter.stop() || bound >= cutoff()) return;
    }
    branch(root, top(), Number.POSITIVE_INFINITY);
  }

  function rebase(base: Base, state: Uint8Array): Base {
    const rows = reduceRows(base.rows, state, undefined, base.rows.cap);
    const origin = Int32Array.from(rows.origin, (j) => base.rows.origin[j]);
    meter.spend(rows.site.length * 2);
    return baseOn({ ...rows, origin });
  }

  function restartOn(dual: DualState, rows: ReducedRows): DualState {
    const next = createDual(rows, Float64Array.from(dual.u));
    for (let i = 0; i < n; i++) if (next.u[i] > rows.cap[i]) next.u[i] = rows.cap[i];
    next.scale = dual.scale;
    next.v = dual.v;
    return next;
  }

  function keyOf(node: Node): number {
    return integral ? Math.ceil(node.bound - 1e-6) : node.bound;
  }

  function branch(base: Base, root: Node, workLimit: number): void {
    const open: Node[] = [root];
    const began = meter.used;
    let polishing = 0;
    let done = 0;
    while (open.length > 0) {
      // Smallest bound first, the youngest (deepest) among equals so that a flat bound still leads to solutions.
      // The scan is cheap next to an ascent.
      let at = 0;
      for (let k = 1; k < open.length; k++) if (keyOf(open[k]!) <= keyOf(open[at]!)) at = k;
      const node = open[at]!;
      raiseBound(node.bound);
      if (node.bound >= cutoff()) {
        raiseBound(incumbent.upper);
        return;
      }
      if (meter.stop() || meter.used >= workLimit) return;
      open.splice(at, 1);
      const children = expand(base, node, done === 0);
      if (children === null) return;
      // The likelier child is last and taken first.
      for (const child of children) if (child.bound < cutoff()) open.push(child);
      done++;
      // Interchange gets a third of the work: a long tree is often long for want of a better solution.
      for (let t = 0; t < 50 && polishing < 0.5 * (meter.used - began - polishing) && !meter.stop(); t++) {
        const from = meter.used;
        base.polish.iterate(2);
        polishing += meter.used - from;
      }
      if (done % 16 === 0) {
        meter.progress(`branch ${done}/${open.length}`, incumbent.upper, bound);
      }
    }
    raiseBound(incumbent.upper);
  }

  /** Works a node out: bound, fixing, then two children; null when the run was stopped inside. */
  function expand(base: Base, node: Node, isRoot: boolean): Node[] | null {
    const state = node.state;
    let current = reduceRows(base.rows, state, node.u, base.rows.cap);
    let dual = createDual(current, Float64Array.from(node.u));
    for (let i = 0; i < n; i++) if (dual.u[i] > current.cap[i]) dual.u[i] = current.cap[i];
    dual.scale = Math.max(node.scale, 0.02);
    for (let round = 0; ; round++) {
      const rows = current;
      ascend(rows, dual, {
        p,
        iterations: isRoot ? 400 : round === 0 ? 120 : 60,
        upper: incumbent.upper,
        cutoff: cutoff(),
        patience: isRoot ? 150 : 40,
        minimumGain: 1e-6,
        onPrimal: (chosen, cost) => base.polish.offer(chosen, cost, rows),
        meter,
      });
      if (meter.stopped !== null) return null;
      if (dual.bound >= cutoff()) return [];
      const fixedNow = fixByReducedCost(rows, dual, state);
      const left = count(state);
      if (left.open > p || left.open + left.free < p) return [];
      if (left.open === p || left.open + left.free === p) {
        leaf(base, state, left.open === p);
        return [];
      }
      if (fixedNow === 0) break;
      current = reduceRows(base.rows, state, dual.u, base.rows.cap);
      dual = carry(dual, rows, current);
      if (fixedNow < 0.1 * (left.free + fixedNow) || round >= 8) break;
    }
    if (isRoot) base.polish.round(dual.y, current);
    let pick = -1;
    let score = -1;
    for (let j = 0; j < current.sites; j++) {
      if (current.open[j] === 1) continue;
      const fraction = Math.min(dual.y[j], 1 - dual.y[j]);
      if (fraction > score) {
        score = fraction;
        pick = j;
      }
    }
    const bounded = Math.max(node.bound, dual.bound);
    const child = (value: number): Node => {
      const next = Uint8Array.from(state);
      next[current.origin[pick]] = value;
      return { state: next, u: Float64Array.from(dual.u), bound: bounded, scale: dual.scale };
    };
    return dual.y[pick] >= 0.5 ? [child(CLOSED), child(OPEN)] : [child(OPEN), child(CLOSED)];
  }

  /** Every site is decided: the cost is exact. */
  function leaf(base: Base, state: Uint8Array, onlyOpen: boolean): void {
    const { start, site, cost: costs } = base.rows;
    let cost = 0;
    for (let i = 0; i < n; i++) {
      let k = start[i];
      while (k < start[i + 1] && !isOpen(state[site[k]], onlyOpen)) k++;
      cost += k < start[i + 1] ? costs[k] : Number.POSITIVE_INFINITY;
      meter.spend(k - start[i]);
    }
    if (cost >= incumbent.upper) return;
    incumbent.upper = cost;
    incumbent.best.fill(0);
    for (let j = 0; j < state.length; j++)
      if (isOpen(state[j], onlyOpen)) incumbent.best[base.rows.origin[j]] = 1;
  }

  return {
    best: incumbent.best,
    solve,
    get bound() {
      return integral && Number.isFinite(bound) ? Math.min(incumbent.upper, Math.ceil(bound - 1e-6)) : bound;
    },
    proven: () => bound >= cutoff(),
  };
}

function isOpen(state: number, onlyOpen: boolean): boolean {
  return state === OPEN || (!onlyOpen && state === FREE);
}

function statesOf(rows: ReducedRows): Uint8Array {
  return Uint8Array.from(rows.open, (open) => (open === 1 ? OPEN : FREE));
}

/** Nearest of `sites` for each client (−1 if none is reachable); ties go to the lower number. O(n · sites). */
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
