import { InputError } from '../simulation/input-error.ts';
import { square } from '../simulation/portable-math.ts';

/**
 * Scaling of one indicator over all places, and what to do with missing values. Missing is `null`; NaN and Infinity are errors.
 */
export type Scaling =
  /** (x − min)/(max − min) over the places at hand. */
  | { method: 'min-max' }
  /** (x − mean)/standard deviation (population). */
  | { method: 'z' }
  /** (x − floor)/(target − floor), clamped to [0, 1]: comparable from year to year because the ends do not move. */
  | { method: 'goalpost'; floor: number; target: number }
  /** Mean rank scaled to [0, 1]; ties share. */
  | { method: 'rank' };

export type Direction = 'higher-is-better' | 'lower-is-better';

export type MissingRule =
  /** Left out of the mean of the place; weights of the others are renewed. */
  | 'skip'
  /** The median of the places that report. */
  | 'median'
  /** The worst scaled value: not reporting never pays. */
  | 'worst';

export type Column = readonly (number | null)[];

function reported(values: Column, name: string): number[] {
  const known: number[] = [];
  values.forEach((value, i) => {
    if (value === null) return;
    if (!Number.isFinite(value)) throw new RangeError(`${name}[${i}] is ${value}`);
    known.push(value);
  });
  return known;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * Scales one column; null stays null. A constant column scales to 0.5 (min–max, rank) or 0 (z): it cannot tell places apart.
 * O(n log n). Throws RangeError on NaN or Infinity, InputError on a goalpost that
 * contradicts the direction.
 */
export function scaleColumn(
  values: Column,
  scaling: Scaling,
  direction: Direction,
  name = 'value',
): (number | null)[] {
  const known = reported(values, name);
  const sign = direction === 'higher-is-better' ? 1 : -1;
  const apply = (f: (x: number) => number): (number | null)[] =>
    values.map((x) => (x === null ? null : f(x)));
  if (scaling.method === 'goalpost') {
    // the goalpost itself says which end is good; `direction` must agree with it
    const span = scaling.target - scaling.floor;
    if (!(span * sign > 0)) {
      throw new InputError(
        `${name}.target`,
        `must lie ${sign > 0 ? 'above' : 'below'} the floor ${scaling.floor} for "${direction}"`,
        scaling.target,
      );
    }
    return apply((x) => Math.min(1, Math.max(0, (x - scaling.floor) / span)));
  }
  if (scaling.method === 'rank') {
    const sorted = [...known].sort((a, b) => a - b);
    if (sorted.length < 2) return apply(() => 0.5);
    const place = (x: number): number =>
      (lowerBound(sorted, x) + upperBound(sorted, x) - 1) / 2 / (sorted.length - 1);
    return apply((x) => (sign > 0 ? place(x) : 1 - place(x)));
  }
  if (scaling.method === 'z') {
    const mean = known.reduce((a, b) => a + b, 0) / Math.max(1, known.length);
    const sd = Math.sqrt(known.reduce((sum, x) => sum + square(x - mean), 0) / Math.max(1, known.length));
    return apply((x) => (sd === 0 ? 0 : (sign * (x - mean)) / sd));
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const x of known) {
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  return apply((x) => (high === low ? 0.5 : sign > 0 ? (x - low) / (high - low) : (high - x) / (high - low)));
}

function lowerBound(sorted: readonly number[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function upperBound(sorted: readonly number[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Applies a rule for missing values to a scaled column. */
export function fillMissing(scaled: Column, rule: MissingRule): (number | null)[] {
  if (rule === 'skip') return [...scaled];
  const known = scaled.filter((x): x is number => x !== null);
  if (known.length === 0) return [...scaled];
  const value = rule === 'median' ? median(known) : Math.min(...known);
  return scaled.map((x) => x ?? value);
}
