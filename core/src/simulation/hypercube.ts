import type { Random } from '../random.ts';

/**
 * Larson's hypercube model: which of N distinguishable servers are busy, when each small area (atom) has its own order
 * of preference. Source: R. C. Larson, "A hypercube queuing model for facility location and redistricting in urban
 * emergency services", Computers & Operations Research 1 (1974) 67–95.
 */
export interface HypercubeInput {
  /** Calls per unit of time from each atom. */
  arrivalRates: readonly number[];
  /** Service rate of every server (one common rate, as in the exact model). */
  serviceRate: number;
  /** For each atom the servers in order of preference (a permutation of 0…N−1). */
  preference: readonly (readonly number[])[];
  /** `zero`: calls that find all busy are lost; `infinite`: they wait, first come first served. */
  line: 'zero' | 'infinite';
}

export interface HypercubeResult {
  /** Probability of each state with nobody waiting; bit n of the index set = server n busy. */
  states: Float64Array;
  /** Probability that somebody waits (0 on a zero line). */
  queued: number;
  /** Probability that a call finds every server busy. */
  allBusy: number;
  /** Share of time that each server is busy. */
  workload: Float64Array;
  /** `dispatch[server][atom]`: share of served calls that are this server going to this atom (sums to 1 over all pairs). */
  dispatch: Float64Array[];
}

function check(input: HypercubeInput): number {
  const servers = input.preference[0]?.length ?? 0;
  if (servers < 1 || servers > 12)
    throw new RangeError(`the exact model handles 1 to 12 servers, got ${servers}`);
  if (input.preference.length !== input.arrivalRates.length) {
    throw new RangeError('preference and arrivalRates must have one entry per atom');
  }
  if (!(input.serviceRate > 0)) throw new RangeError(`serviceRate must be > 0, got ${input.serviceRate}`);
  input.arrivalRates.forEach((rate, atom) => {
    if (!(rate >= 0) || rate === Number.POSITIVE_INFINITY)
      throw new RangeError(`arrivalRates[${atom}] is ${rate}`);
  });
  input.preference.forEach((order, atom) => {
    if (
      order.length !== servers ||
      new Set(order).size !== servers ||
      order.some((s) => !(s >= 0 && s < servers))
    ) {
      throw new RangeError(`preference[${atom}] is not a permutation of 0…${servers - 1}`);
    }
  });
  return servers;
}

function firstFree(order: readonly number[], state: number): number {
  for (const server of order) if ((state & (1 << server)) === 0) return server;
  return -1;
}

/**
 * Exact steady state for N ≤ 12 (4,096 states) by Gauss–Seidel over the balance equations, level by level so that each
 * sweep also renormalises every level to its known M/M/N share (Larson's own acceleration). Stops at a change below 1e-14.
 * O(2^N · N) a sweep. Throws RangeError on bad input or an unstable infinite line.
 */
export function solveHypercube(input: HypercubeInput): HypercubeResult {
  const servers = check(input);
  const size = 1 << servers;
  const full = size - 1;
  const lambda = input.arrivalRates.reduce((a, b) => a + b, 0);
  const mu = input.serviceRate;
  if (!(lambda > 0)) throw new RangeError('arrivalRates must have a positive sum');
  if (input.line === 'infinite' && lambda >= servers * mu) {
    throw new RangeError(
      `the queue grows without bound: ${lambda} calls for ${servers} servers of rate ${mu}`,
    );
  }

  // inflow[state][server]: rate of calls that, in `state`, are given to `server`
  const inflow = new Float64Array(size * servers);
  input.preference.forEach((order, atom) => {
    for (let state = 0; state < full; state++)
      inflow[state * servers + firstFree(order, state)] += input.arrivalRates[atom];
  });

  const level = levelShares(servers, lambda, mu, input.line);
  const bits = new Uint8Array(size);
  for (let state = 1; state < size; state++) bits[state] = bits[state >> 1] + (state & 1);
  const perLevel = new Float64Array(servers + 1);
  for (let state = 0; state < size; state++) perLevel[bits[state]]++;
  const p = new Float64Array(size);
  for (let state = 0; state < size; state++) p[state] = level[bits[state]] / perLevel[bits[state]];
  const byLevel = Array.from({ length: servers + 1 }, (_, k) => {
    const list: number[] = [];
    for (let state = 0; state < size; state++) if (bits[state] === k) list.push(state);
    return list;
  });

  // with a line, only its empty part of the full state steps down to a state with a free server
  const full0 = input.line === 'infinite' ? p[full] * (1 - lambda / (servers * mu)) : p[full];
  for (let sweep = 0; sweep < 20000; sweep++) {
    let change = 0;
    for (let k = 1; k < servers; k++) {
      let sum = 0;
      for (const state of byLevel[k]) {
        let into = 0;
        for (let s = 0; s < servers; s++) {
          const other = state ^ (1 << s);
          into +=
            other < state ? p[other] * inflow[other * servers + s] : (other === full ? full0 : p[other]) * mu;
        }
        const value = into / (lambda + k * mu);
        const step = Math.abs(value - p[state]);
        if (step > change) change = step;
        p[state] = value;
        sum += value;
      }
      const scale = level[k] / sum;
      for (const state of byLevel[k]) p[state] *= scale;
    }
    if (change < 1e-15) break;
  }

  const allBusy = p[full];
  const workload = new Float64Array(servers);
  for (let state = 0; state < size; state++) {
    for (let s = 0; s < servers; s++) if (state & (1 << s)) workload[s] += p[state];
  }
  const dispatch = Array.from({ length: servers }, () => new Float64Array(input.arrivalRates.length));
  const served = input.line === 'zero' ? lambda * (1 - p[full]) : lambda;
  input.preference.forEach((order, atom) => {
    for (let state = 0; state < full; state++)
      dispatch[firstFree(order, state)][atom] += (p[state] * input.arrivalRates[atom]) / served;
    if (input.line === 'infinite') {
      // a call from the line goes to whichever server frees next: all alike
      for (let s = 0; s < servers; s++)
        dispatch[s][atom] += (p[full] * input.arrivalRates[atom]) / served / servers;
    }
  });
  p[full] = full0;
  return { states: p, queued: allBusy - full0, allBusy, workload, dispatch };
}

/** Probability of k busy servers in M/M/N/N or M/M/N (the last entry then covers every queue length). */
function levelShares(servers: number, lambda: number, mu: number, line: 'zero' | 'infinite'): Float64Array {
  const share = new Float64Array(servers + 1);
  share[0] = 1;
  for (let k = 1; k <= servers; k++) share[k] = (share[k - 1] * lambda) / (k * mu);
  if (line === 'infinite') share[servers] /= 1 - lambda / (servers * mu);
  let sum = 0;
  for (const value of share) sum += value;
  return share.map((value) => value / sum);
}

/**
 * Simulates the same system event by event and returns time-average state probabilities; `events` transitions after
 * `warmUp` ones. Used as an independent witness of the solver and of the kernel's sampling.
 */
export function simulateHypercube(
  input: HypercubeInput,
  events: number,
  warmUp: number,
  random: Random,
): { states: Float64Array; queued: number; workload: Float64Array } {
  const servers = check(input);
  const full = (1 << servers) - 1;
  const lambda = input.arrivalRates.reduce((a, b) => a + b, 0);
  const time = new Float64Array(full + 1);
  let state = 0;
  let line = 0;
  let waiting = 0;
  for (let event = -warmUp; event < events; event++) {
    let busy = 0;
    for (let s = 0; s < servers; s++) busy += (state >> s) & 1;
    const rate = lambda + busy * input.serviceRate;
    if (event >= 0) {
      const stay = random.exponential(rate);
      if (line > 0) waiting += stay;
      else time[state] += stay;
    }
    let u = random.next() * rate;
    if (u < lambda) {
      let atom = 0;
      while (atom < input.arrivalRates.length - 1 && u >= input.arrivalRates[atom])
        u -= input.arrivalRates[atom++];
      if (state !== full) state |= 1 << firstFree(input.preference[atom], state);
      else if (input.line === 'infinite') line++;
    } else if (line > 0) {
      line--;
    } else {
      let nth = random.int(busy);
      for (let s = 0; s < servers; s++) {
        if (state & (1 << s) && nth-- === 0) {
          state ^= 1 << s;
          break;
        }
      }
    }
  }
  let total = waiting;
  for (const t of time) total += t;
  const states = time.map((t) => t / total);
  const workload = new Float64Array(servers).fill(waiting / total);
  for (let at = 0; at <= full; at++)
    for (let s = 0; s < servers; s++) if (at & (1 << s)) workload[s] += states[at];
  return { states, queued: waiting / total, workload };
}
