import { square, studentQuantile } from './portable-math.ts';

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
