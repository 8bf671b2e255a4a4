import { exp, log, square } from '../simulation/portable-math.ts';

/** From scaled indicators to one figure per place. */
export type Row = readonly (number | null)[];

function checkWeights(weights: readonly number[]): void {
  weights.forEach((w, j) => {
    if (!(w >= 0) || w === Number.POSITIVE_INFINITY)
      throw new RangeError(`weights[${j}] must be finite and ≥ 0, got ${w}`);
  });
  if (!(weights.reduce((a, b) => a + b, 0) > 0)) throw new RangeError('weights sum to 0');
}

/**
 * Weighted arithmetic mean of what is reported; null when nothing with weight is. Weights need not sum to 1.
 * Full compensation: a weak dimension can be bought off by a strong one.
 */
export function arithmeticMean(values: Row, weights: readonly number[]): number | null {
  checkWeights(weights);
  let sum = 0;
  let total = 0;
  values.forEach((x, j) => {
    if (x === null) return;
    sum += weights[j] * x;
    total += weights[j];
  });
  return total > 0 ? sum / total : null;
}

/**
 * Weighted geometric mean ∏ x^w: little compensation, and one zero makes the whole zero. Throws RangeError on negatives.
 */
export function geometricMean(values: Row, weights: readonly number[]): number | null {
  checkWeights(weights);
  let sum = 0;
  let total = 0;
  let zero = false;
  values.forEach((x, j) => {
    if (x === null || weights[j] === 0) return;
    if (x < 0) throw new RangeError(`values[${j}] is ${x}; a geometric mean needs values ≥ 0`);
    if (x === 0) zero = true;
    else sum += weights[j] * log(x);
    total += weights[j];
  });
  if (total === 0) return null;
  return zero ? 0 : exp(sum / total);
}

export interface TopsisResult {
  /** Closeness to the ideal, d⁻/(d⁺ + d⁻), in [0, 1]. */
  closeness: number[];
  toBest: number[];
  toWorst: number[];
  best: number[];
  worst: number[];
}

/**
 * TOPSIS on raw values: vector normalisation, weights, Euclidean distances to the ideal and the anti-ideal.
 * Source: C.-L. Hwang & K. Yoon, "Multiple Attribute Decision Making" (1981). Rows are places; `benefit[j]` = more is better.
 * When all rows are alike every closeness is 0.5. Throws RangeError on shapes or values that do not fit. O(rows · columns).
 */
export function topsis(
  matrix: readonly (readonly number[])[],
  weights: readonly number[],
  benefit: readonly boolean[],
): TopsisResult {
  checkWeights(weights);
  const columns = weights.length;
  if (matrix.length === 0 || benefit.length !== columns)
    throw new RangeError('matrix, weights and benefit do not fit together');
  matrix.forEach((row, i) => {
    if (row.length !== columns)
      throw new RangeError(`matrix[${i}] has ${row.length} entries, expected ${columns}`);
    row.forEach((x, j) => {
      if (!Number.isFinite(x)) throw new RangeError(`matrix[${i}][${j}] is ${x}`);
    });
  });
  const total = weights.reduce((a, b) => a + b, 0);
  const norm = weights.map((_, j) => Math.sqrt(matrix.reduce((sum, row) => sum + row[j] * row[j], 0)));
  const scaled = matrix.map((row) =>
    row.map((x, j) => (norm[j] === 0 ? 0 : ((x / norm[j]) * weights[j]) / total)),
  );
  const extreme = (j: number, high: boolean): number =>
    scaled.reduce((m, row) => (high ? Math.max(m, row[j]) : Math.min(m, row[j])), scaled[0][j]);
  const best = weights.map((_, j) => extreme(j, benefit[j]));
  const worst = weights.map((_, j) => extreme(j, !benefit[j]));
  const far = (row: readonly number[], from: readonly number[]): number =>
    Math.sqrt(row.reduce((sum, x, j) => sum + square(x - from[j]), 0));
  const toBest = scaled.map((row) => far(row, best));
  const toWorst = scaled.map((row) => far(row, worst));
  return {
    closeness: toBest.map((d, i) => (d + toWorst[i] === 0 ? 0.5 : toWorst[i] / (d + toWorst[i]))),
    toBest,
    toWorst,
    best,
    worst,
  };
}

/** Ranks from scores, 1 = highest; ties share the better rank (1, 2, 2, 4); null scores come last together. O(n log n). */
export function ranksOf(scores: readonly (number | null)[]): number[] {
  const sorted = scores.filter((score) => score !== null).sort((a, b) => b - a);
  const rankOf = new Map<number, number>();
  sorted.forEach((score, k) => {
    if (!rankOf.has(score)) rankOf.set(score, k + 1);
  });
  return scores.map((score) => (score === null ? sorted.length + 1 : rankOf.get(score)!));
}
