/** The integer core of generalised assignment: minimise, integer loads, forbidden pairs marked. */
export interface GapCore {
  agents: number;
  jobs: number;
  cost: Float64Array;
  load: Int32Array;
  capacity: Int32Array;
  allowed: Uint8Array;
  /** All costs are integers, so a bound above value − 1 closes a node. */
  integral: boolean;
}

export interface GapOutcome {
  best: Int32Array | undefined;
  value: number;
  bound: number;
  /** The whole tree was searched: `best` is optimal, or there is no plan at all. */
  complete: boolean;
  nodes: number;
}

const FREE = 0;
const OUT = 1;
const IN = 2;

/** Depth-first branch and bound with Lagrangian bounds; see `solveGeneralisedAssignment`. */
export function createGapTree(core: GapCore): {
  search: (maxNodes: number, cancelled: () => boolean) => GapOutcome;
} {
  const { agents, jobs, cost, load, capacity, allowed, integral } = core;
  const pairs = agents * jobs;
  const state = new Uint8Array(pairs);
  for (let k = 0; k < pairs; k++) state[k] = allowed[k] ? FREE : OUT;
  const assigned = new Int32Array(jobs).fill(-1);
  const room = Int32Array.from(capacity);
  // every change of `state` is logged, so that leaving a node costs what entering it changed
  const log = new Int32Array(pairs + 1);
  let logged = 0;

  const widest = capacity.reduce((a, b) => Math.max(a, b), 0) + 1;
  let forward = new Float64Array(64 * widest);
  let backward = new Float64Array(64 * widest);
  const items = new Int32Array(jobs);
  const profit = new Float64Array(jobs);
  const taken = new Uint8Array(pairs);
  const times = new Int32Array(jobs);
  const inLoss = new Float64Array(pairs);
  const outLoss = new Float64Array(pairs);
  const price = new Float64Array(jobs);
  let best: Int32Array | undefined;
  let bestValue = Number.POSITIVE_INFINITY;
  let nodes = 0;

  const cutoff = (): number =>
    integral ? bestValue - 1 + 1e-6 : bestValue - 1e-9 * Math.max(1, Math.abs(bestValue));

  function set(k: number, value: number): boolean {
    if (state[k] === value) return true;
    if (state[k] !== FREE) return false;
    state[k] = value;
    log[logged++] = k;
    if (value === IN) {
      const i = Math.floor(k / jobs);
      const j = k - i * jobs;
      assigned[j] = i;
      room[i] -= load[k];
      if (room[i] < 0) return false;
      for (let other = 0; other < agents; other++) {
        const at = other * jobs + j;
        if (other !== i && !set(at, OUT)) return false;
      }
      for (let other = 0; other < jobs; other++) {
        const at = i * jobs + other;
        if (state[at] === FREE && load[at] > room[i] && !set(at, OUT)) return false;
      }
    } else {
      const j = k % jobs;
      if (assigned[j] >= 0) return true;
      let left = -1;
      for (let i = 0; i < agents; i++) {
        if (state[i * jobs + j] === FREE) {
          if (left >= 0) return true;
          left = i * jobs + j;
        } else if (state[i * jobs + j] === IN) return true;
      }
      if (left < 0) return false;
      return set(left, IN);
    }
    return true;
  }

  function undo(to: number): void {
    while (logged > to) {
      const k = log[--logged];
      if (state[k] === IN) {
        assigned[k % jobs] = -1;
        room[Math.floor(k / jobs)] += load[k];
      }
      state[k] = FREE;
    }
  }

  /** Knapsack of one agent over free pairs of positive profit; with `losses` also what forcing each pair in or out costs. */
  function knapsack(i: number, losses: boolean): number {
    const cap = room[i];
    const width = cap + 1;
    let n = 0;
    const base = i * jobs;
    for (let j = 0; j < jobs; j++) {
      taken[base + j] = 0;
      if (state[base + j] !== FREE) continue;
      const p = price[j] - cost[base + j];
      if (p > 0) {
        items[n] = j;
        profit[n++] = p;
      }
    }
    if ((n + 1) * width > forward.length) {
      forward = new Float64Array((n + 16) * width);
      backward = new Float64Array((n + 16) * width);
    }
    forward.fill(0, 0, width);
    for (let t = 0; t < n; t++) {
      const w = load[base + items[t]];
      const p = profit[t];
      const from = t * width;
      const to = from + width;
      const limit = Math.min(w, width);
      for (let c = 0; c < limit; c++) forward[to + c] = forward[from + c];
      for (let c = limit; c < width; c++) {
        const skip = forward[from + c];
        const take = forward[from + c - w] + p;
        forward[to + c] = take > skip ? take : skip;
      }
    }
    const value = forward[n * width + cap];
    let c = cap;
    for (let t = n - 1; t >= 0; t--) {
      if (forward[(t + 1) * width + c] > forward[t * width + c]) {
        taken[base + items[t]] = 1;
        c -= load[base + items[t]];
      }
    }
    if (losses) {
      backward.fill(0, n * width, (n + 1) * width);
      for (let t = n - 1; t >= 0; t--) {
        const w = load[base + items[t]];
        const p = profit[t];
        const from = (t + 1) * width;
        const to = t * width;
        const limit = Math.min(w, width);
        for (let x = 0; x < limit; x++) backward[to + x] = backward[from + x];
        for (let x = limit; x < width; x++) {
          const skip = backward[from + x];
          const take = backward[from + x - w] + p;
          backward[to + x] = take > skip ? take : skip;
        }
      }
      for (let t = 0; t < n; t++) {
        const j = items[t];
        const w = load[base + j];
        const before = t * width;
        const after = (t + 1) * width;
        let without = 0;
        for (let x = 0; x <= cap; x++) {
          const sum = forward[before + x] + backward[after + cap - x];
          if (sum > without) without = sum;
        }
        let within = Number.NEGATIVE_INFINITY;
        const rest = cap - w;
        for (let x = 0; x <= rest; x++) {
          const sum = forward[before + x] + backward[after + rest - x];
          if (sum > within) within = sum;
        }
        outLoss[base + j] = value - without;
        inLoss[base + j] = value - within - profit[t];
      }
      // pairs of no profit: forcing one in takes its room from the others
      const full = n * width;
      for (let j = 0; j < jobs; j++) {
        if (state[base + j] !== FREE) continue;
        const p = price[j] - cost[base + j];
        if (p > 0) continue;
        outLoss[base + j] = 0;
        const rest = cap - load[base + j];
        inLoss[base + j] = rest < 0 ? Number.POSITIVE_INFINITY : value - forward[full + rest] - p;
      }
    }
    return value;
  }

  /** Lagrangian value at the present prices; fills `taken` and `times`. */
  function evaluate(losses: boolean): number {
    let value = 0;
    for (let j = 0; j < jobs; j++) {
      if (assigned[j] >= 0) value += cost[assigned[j] * jobs + j];
      else value += price[j];
    }
    for (let i = 0; i < agents; i++) value -= knapsack(i, losses);
    for (let j = 0; j < jobs; j++) {
      let n = 0;
      for (let i = 0; i < agents; i++) n += taken[i * jobs + j];
      times[j] = assigned[j] >= 0 ? 1 : n;
    }
    return value;
  }

  const plan = new Int32Array(jobs);
  const left = new Int32Array(agents);

  /** Turns the relaxed solution into a plan: keep the cheapest of several, insert the rest by regret, then improve. */
  function repair(): void {
    left.set(capacity);
    let missing = 0;
    for (let j = 0; j < jobs; j++) {
      plan[j] = assigned[j];
      if (plan[j] < 0) {
        for (let i = 0; i < agents; i++) {
          if (taken[i * jobs + j] && (plan[j] < 0 || cost[i * jobs + j] < cost[plan[j] * jobs + j]))
            plan[j] = i;
        }
      }
      if (plan[j] >= 0) left[plan[j]] -= load[plan[j] * jobs + j];
      else missing++;
    }
    while (missing > 0) {
      let job = -1;
      let agent = -1;
      let regret = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < jobs; j++) {
        if (plan[j] >= 0) continue;
        let first = Number.POSITIVE_INFINITY;
        let second = Number.POSITIVE_INFINITY;
        let at = -1;
        for (let i = 0; i < agents; i++) {
          const k = i * jobs + j;
          if (!allowed[k] || load[k] > left[i]) continue;
          if (cost[k] < first) {
            second = first;
            first = cost[k];
            at = i;
          } else if (cost[k] < second) second = cost[k];
        }
        if (at < 0) {
          if (!makeRoom(j)) return;
          missing--;
          job = -2;
          break;
        }
        const difference = second - first;
        if (difference > regret) {
          regret = difference;
          job = j;
          agent = at;
        }
      }
      if (job === -2) continue;
      plan[job] = agent;
      left[agent] -= load[agent * jobs + job];
      missing--;
    }
    improve();
    let value = 0;
    for (let j = 0; j < jobs; j++) value += cost[plan[j] * jobs + j];
    if (value < bestValue - 1e-9) {
      bestValue = value;
      best = Int32Array.from(plan);
    }
  }

  /** Seats job j by moving one other job away; false if no single move helps. */
  function makeRoom(j: number): boolean {
    let bestCost = Number.POSITIVE_INFINITY;
    let bestAgent = -1;
    let bestOther = -1;
    let bestTarget = -1;
    for (let i = 0; i < agents; i++) {
      const k = i * jobs + j;
      if (!allowed[k]) continue;
      for (let other = 0; other < jobs; other++) {
        if (plan[other] !== i || left[i] + load[i * jobs + other] < load[k]) continue;
        for (let target = 0; target < agents; target++) {
          const to = target * jobs + other;
          if (target === i || !allowed[to] || load[to] > left[target]) continue;
          const change = cost[k] + cost[to] - cost[i * jobs + other];
          if (change < bestCost) {
            bestCost = change;
            bestAgent = i;
            bestOther = other;
            bestTarget = target;
          }
        }
      }
    }
    if (bestAgent < 0) return false;
    move(bestOther, bestTarget);
    plan[j] = bestAgent;
    left[bestAgent] -= load[bestAgent * jobs + j];
    return true;
  }

  function move(j: number, to: number): void {
    left[plan[j]] += load[plan[j] * jobs + j];
    plan[j] = to;
    left[to] -= load[to * jobs + j];
  }

  /** First-improvement shifts and swaps until neither helps. */
  function improve(): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (let j = 0; j < jobs; j++) {
        const from = plan[j];
        for (let i = 0; i < agents; i++) {
          const k = i * jobs + j;
          if (
            i !== plan[j] &&
            allowed[k] &&
            load[k] <= left[i] &&
            cost[k] < cost[plan[j] * jobs + j] - 1e-9
          ) {
            move(j, i);
            changed = true;
          }
        }
        if (plan[j] !== from) continue;
        for (let other = j + 1; other < jobs; other++) {
          const a = plan[j];
          const b = plan[other];
          if (a === b) continue;
          const ja = b * jobs + j;
          const jb = a * jobs + other;
          if (!allowed[ja] || !allowed[jb]) continue;
          if (cost[ja] + cost[jb] >= cost[a * jobs + j] + cost[b * jobs + other] - 1e-9) continue;
          if (left[a] + load[a * jobs + j] < load[jb] || left[b] + load[b * jobs + other] < load[ja])
            continue;
          left[a] += load[a * jobs + j] - load[jb];
          left[b] += load[b * jobs + other] - load[ja];
          plan[j] = b;
          plan[other] = a;
          changed = true;
        }
      }
    }
  }

  /** Fixes pairs whose forced value passes the cutoff; false when the node is empty. */
  function fix(value: number): boolean {
    const limit = cutoff();
    for (let k = 0; k < pairs; k++) {
      if (state[k] !== FREE) continue;
      if (value + inLoss[k] > limit) {
        if (!set(k, OUT)) return false;
      } else if (value + outLoss[k] > limit && !set(k, IN)) return false;
    }
    return true;
  }

  const topPrice = new Float64Array(jobs);

  /**
   * Subgradient ascent (Held–Karp step with halving); returns the best bound of the node, or Infinity when it is closed.
   * The prices of the best bound are left in `price`.
   */
  function ascend(steps: number, start: number): number {
    let top = Number.NEGATIVE_INFINITY;
    let theta = start;
    let stale = 0;
    for (let step = 0; step < steps; step++) {
      const value = evaluate(false);
      if (step === 0 || value > top + 1e-7 * Math.max(1, Math.abs(top))) {
        top = value;
        topPrice.set(price);
        stale = 0;
      } else if (++stale >= 12) {
        stale = 0;
        theta /= 2;
        price.set(topPrice);
        if (theta < 1e-3) break;
        continue;
      }
      if (top > cutoff()) return Number.POSITIVE_INFINITY;
      let norm = 0;
      for (let j = 0; j < jobs; j++) norm += (times[j] - 1) * (times[j] - 1);
      if (norm === 0) {
        // the relaxed solution is a plan and proves this node
        repair();
        return Number.POSITIVE_INFINITY;
      }
      if (step % 8 === 0) repair();
      const target = bestValue === Number.POSITIVE_INFINITY ? top + 0.05 * Math.abs(top) + 1 : bestValue;
      const length = (theta * Math.max(target - value, 1e-3)) / norm;
      for (let j = 0; j < jobs; j++) if (assigned[j] < 0) price[j] += length * (1 - times[j]);
    }
    price.set(topPrice);
    return top;
  }

  function search(maxNodes: number, cancelled: () => boolean): GapOutcome {
    for (let j = 0; j < jobs; j++) {
      // second cheapest pair: the classical start
      let first = Number.POSITIVE_INFINITY;
      let second = Number.POSITIVE_INFINITY;
      for (let i = 0; i < agents; i++) {
        const c = cost[i * jobs + j];
        if (!allowed[i * jobs + j]) continue;
        if (c < first) {
          second = first;
          first = c;
        } else if (c < second) second = c;
      }
      price[j] = second === Number.POSITIVE_INFINITY ? first : second;
    }
    let complete = true;
    let openBound = Number.POSITIVE_INFINITY;
    let stopped = false;

    function visit(steps: number, parentBound: number): void {
      if (nodes >= maxNodes || stopped || cancelled()) {
        stopped = true;
        complete = false;
        openBound = Math.min(openBound, parentBound);
        return;
      }
      nodes++;
      let bound = parentBound;
      for (let round = 0; round < 4; round++) {
        const value = ascend(round === 0 ? steps : 30, round === 0 && nodes === 1 ? 1 : 0.5);
        if (value === Number.POSITIVE_INFINITY) return;
        bound = Math.max(bound, value);
        const here = evaluate(true);
        const mark = logged;
        if (!fix(here)) return;
        if (logged === mark) break;
        if (assigned.every((i) => i >= 0)) {
          evaluate(false);
          repair();
          return;
        }
        // prices found with fewer free pairs may now be improved at once
        if (logged - mark < pairs / 50) break;
      }
      evaluate(false);
      repair();
      if (bound > cutoff()) return;
      // branch on the job that the relaxation serves worst, and there on the pair whose exclusion costs most
      let job = -1;
      let worst = -1;
      for (let j = 0; j < jobs; j++) {
        if (assigned[j] >= 0 || times[j] === 1) continue;
        let spread = 0;
        for (let i = 0; i < agents; i++) {
          const k = i * jobs + j;
          if (state[k] === FREE) spread += Math.min(inLoss[k], 1e6) + outLoss[k];
        }
        const score = Math.abs(times[j] - 1) * 1e3 + spread;
        if (score > worst) {
          worst = score;
          job = j;
        }
      }
      if (job < 0) for (let j = 0; j < jobs && job < 0; j++) if (assigned[j] < 0) job = j;
      if (job < 0) return;
      let pair = -1;
      let score = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < agents; i++) {
        const k = i * jobs + job;
        if (state[k] !== FREE) continue;
        const value = outLoss[k] - inLoss[k] + (taken[k] ? 1e-6 : 0);
        if (value > score) {
          score = value;
          pair = k;
        }
      }
      const saved = Float64Array.from(price);
      const mark = logged;
      if (set(pair, IN)) visit(25, bound);
      undo(mark);
      price.set(saved);
      if (bound > cutoff()) return;
      if (set(pair, OUT)) visit(25, bound);
      undo(mark);
      price.set(saved);
    }

    visit(400, Number.NEGATIVE_INFINITY);
    const bound = complete ? bestValue : Math.min(openBound, bestValue);
    return {
      best,
      value: bestValue,
      bound: integral && Number.isFinite(bound) ? Math.ceil(bound - 1e-6) : bound,
      complete,
      nodes,
    };
  }

  return { search };
}
