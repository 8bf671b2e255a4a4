import type { Random } from '../random.ts';
import { createEventQueue } from './event-queue.ts';
import { exp, square } from './portable-math.ts';

/** Steady state of the M/M/c queue; times are in the unit of 1/λ. */
export interface QueueMetrics {
  /** Load per server λ/(cμ). */
  rho: number;
  /** Probability that the system is empty. */
  p0: number;
  /** Probability that an arrival waits (Erlang C). */
  waitProbability: number;
  /** Probability that an arrival is lost if nobody may wait (Erlang B). */
  lossProbability: number;
  queueLength: number;
  queueTime: number;
  systemLength: number;
  systemTime: number;
  /** P(wait > t). */
  waitLongerThan: (t: number) => number;
}

function checkServers(servers: number): void {
  if (!Number.isInteger(servers) || servers < 1)
    throw new RangeError(`servers must be a positive integer, got ${servers}`);
}

/**
 * Erlang B: share of arrivals lost with `servers` servers and an offered load of `erlangs` (λ/μ).
 * Recursion B(n) = aB/(n + aB), stable for any load; O(c). Source: A. K. Erlang 1917.
 */
export function erlangB(servers: number, erlangs: number): number {
  checkServers(servers);
  if (!(erlangs >= 0) || erlangs === Number.POSITIVE_INFINITY)
    throw new RangeError(`load must be finite and ≥ 0, got ${erlangs}`);
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (erlangs * blocked) / (n + erlangs * blocked);
  return blocked;
}

/** Erlang C: share of arrivals that wait. Throws RangeError unless the load is below the number of servers. */
export function erlangC(servers: number, erlangs: number): number {
  const blocked = erlangB(servers, erlangs);
  if (!(erlangs < servers))
    throw new RangeError(`the queue grows without bound: load ${erlangs} ≥ ${servers} servers`);
  return blocked / (1 - (erlangs / servers) * (1 - blocked));
}

/** All M/M/c figures for arrival rate λ and service rate μ (same time unit). Throws RangeError if unstable. */
export function queueMetrics(arrivalRate: number, serviceRate: number, servers: number): QueueMetrics {
  if (!(arrivalRate > 0) || !(serviceRate > 0)) {
    throw new RangeError(`rates must be positive, got λ = ${arrivalRate}, μ = ${serviceRate}`);
  }
  const load = arrivalRate / serviceRate;
  const waits = erlangC(servers, load);
  const rho = load / servers;
  const queueLength = (waits * rho) / (1 - rho);
  const queueTime = queueLength / arrivalRate;
  let term = 1;
  let sum = 1;
  for (let n = 1; n < servers; n++) {
    term *= load / n;
    sum += term;
  }
  sum += (term * load) / servers / (1 - rho);
  return {
    rho,
    p0: 1 / sum,
    waitProbability: waits,
    lossProbability: erlangB(servers, load),
    queueLength,
    queueTime,
    systemLength: queueLength + load,
    systemTime: queueTime + 1 / serviceRate,
    waitLongerThan: (t) => (t < 0 ? 1 : waits * exp(-(servers * serviceRate - arrivalRate) * t)),
  };
}

export interface QueueSimulation {
  arrivals: number;
  /** Share that waited, mean wait, share lost, and time average of the number in the system. */
  waited: number;
  queueTime: number;
  lost: number;
  systemLength: number;
  waitedLongerThan: number;
  /** Standard error of `queueTime` by batch means (30 batches, so that autocorrelation is not ignored). */
  queueTimeError: number;
}

const ARRIVAL = 0;
const DEPARTURE = 1;

/**
 * Simulates M/M/c (or M/M/c/c when `waiting` is false) on the discrete-event kernel.
 * `warmUp` arrivals are served but not counted. Cost O(arrivals · log c).
 */
export function simulateQueue(
  options: {
    arrivalRate: number;
    serviceRate: number;
    servers: number;
    arrivals: number;
    warmUp: number;
    waiting: boolean;
    threshold?: number;
  },
  random: Random,
): QueueSimulation {
  checkServers(options.servers);
  const between = random.fork('arrivals');
  const service = random.fork('service');
  const queue = createEventQueue(options.servers + 4);
  const total = options.arrivals + options.warmUp;
  // a ring of arrival times of those who wait, grown when full
  let line = new Float64Array(1024);
  let head = 0;
  let length = 0;
  let busy = 0;
  let seen = 0;
  let counted = 0;
  let waited = 0;
  let lost = 0;
  let over = 0;
  let lastChange = 0;
  let area = 0;
  let start = 0;
  const batches = new Float64Array(30);
  const perBatch = Math.ceil(options.arrivals / batches.length);
  const threshold = options.threshold ?? Number.POSITIVE_INFINITY;

  function record(wait: number): void {
    if (seen <= options.warmUp) return;
    batches[Math.min(batches.length - 1, Math.floor(counted / perBatch))] += wait;
    counted++;
    if (wait > 0) waited++;
    if (wait > threshold) over++;
  }

  queue.push(between.exponential(options.arrivalRate), ARRIVAL, 0);
  while (queue.pop()) {
    const now = queue.current.time;
    if (seen >= options.warmUp) area += (now - lastChange) * (busy + length);
    else start = now;
    lastChange = now;
    if (queue.current.kind === ARRIVAL) {
      seen++;
      if (seen > total) break;
      queue.push(now + between.exponential(options.arrivalRate), ARRIVAL, 0);
      if (busy < options.servers) {
        busy++;
        record(0);
        queue.push(now + service.exponential(options.serviceRate), DEPARTURE, 0);
      } else if (options.waiting) {
        if (length === line.length) {
          const larger = new Float64Array(line.length * 2);
          for (let i = 0; i < length; i++) larger[i] = line[(head + i) % line.length];
          line = larger;
          head = 0;
        }
        line[(head + length) % line.length] = now;
        length++;
      } else if (seen > options.warmUp) {
        lost++;
      }
    } else if (length > 0) {
      const since = line[head];
      head = (head + 1) % line.length;
      length--;
      record(now - since);
      queue.push(now + service.exponential(options.serviceRate), DEPARTURE, 0);
    } else {
      busy--;
    }
  }
  let sum = 0;
  for (const batch of batches) sum += batch;
  const mean = sum / Math.max(1, counted);
  let squares = 0;
  for (const batch of batches) squares += square(batch / perBatch - mean);
  return {
    arrivals: options.arrivals,
    waited: waited / Math.max(1, counted),
    queueTime: mean,
    lost: lost / options.arrivals,
    systemLength: area / (lastChange - start),
    waitedLongerThan: over / Math.max(1, counted),
    queueTimeError: Math.sqrt(squares / (batches.length - 1) / batches.length),
  };
}
