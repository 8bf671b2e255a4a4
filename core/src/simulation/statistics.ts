import { exp, log, square, studentQuantile } from './portable-math.ts';

export interface Estimate {
  mean: number;
  /** 95 % interval of the mean by Student's t; equal to the mean for a single run (then `runs` says so). */
  low: number;
  high: number;
  runs: number;
}

/** Mean with its 95 % confidence interval. Throws RangeError on an empty list. */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  if (n === 0) throw new RangeError('an estimate needs at least one run');
  let mean = 0;
  for (const x of values) mean += x;
  mean /= n;
  if (n === 1) return { mean, low: mean, high: mean, runs: 1 };
  let squares = 0;
  for (const x of values) squares += square(x - mean);
  const half = studentQuantile(0.95, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { mean, low: mean - half, high: mean + half, runs: n };
}

/** Linear-interpolated quantile of a list (not necessarily sorted), 0 ≤ p ≤ 1. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

export interface MedianTime {
  /** Null when it lies beyond the horizon: half of the runs or more never got there. */
  median: number | null;
  /**
   * 95 % interval of the median by order statistics, whatever the distribution; an end beyond the horizon is null. Fewer than six runs
   * tell nothing: 0 and null.
   */
  low: number | null;
  high: number | null;
  /** Share of the runs that got there. */
  reached: number;
}

/** Median of times ≥ 0 of which some were never reached (null = later than all others). O(n log n). Throws RangeError on an empty list. */
export function medianTime(times: readonly (number | null)[]): MedianTime {
  const n = times.length;
  if (n === 0) throw new RangeError('a median needs at least one run');
  const sorted = times.map((t) => t ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const told = (t: number): number | null => (t === Number.POSITIVE_INFINITY ? null : t);
  const rank = medianRank(n);
  return {
    median: told((sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2),
    low: rank > 0 ? told(sorted[rank - 1]) : 0,
    high: rank > 0 ? told(sorted[n - rank]) : null,
    reached: sorted.filter((t) => t < Number.POSITIVE_INFINITY).length / n,
  };
}

/** The largest r with P(Binomial(n, ½) < r) ≤ 2.5 %: the r-th smallest and r-th largest of n enclose the median with 95 %. */
function medianRank(n: number): number {
  let logTerm = -n * Math.LN2;
  let below = 0;
  let rank = 0;
  while (rank < n) {
    below += exp(logTerm);
    if (below > 0.025) break;
    rank++;
    logTerm += log((n - rank + 1) / rank);
  }
  return rank;
}
