import { InputError } from '../simulation/input-error.ts';
import { log, square } from '../simulation/portable-math.ts';

/** Weights of indicators: by judgement (AHP) or from the data (entropy, CRITIC). All return non-negative weights of sum 1. */

/** Rows are places, columns indicators; all finite. Throws RangeError otherwise. */
function checkMatrix(matrix: readonly (readonly number[])[]): { rows: number; columns: number } {
  const rows = matrix.length;
  const columns = matrix[0]?.length ?? 0;
  if (rows < 2 || columns < 1)
    throw new RangeError(`data-based weights need at least 2 rows and 1 column, got ${rows} × ${columns}`);
  matrix.forEach((row, i) => {
    if (row.length !== columns)
      throw new RangeError(`matrix[${i}] has ${row.length} entries, expected ${columns}`);
    row.forEach((x, j) => {
      if (!Number.isFinite(x)) throw new RangeError(`matrix[${i}][${j}] is ${x}`);
    });
  });
  return { rows, columns };
}

function normalise(raw: readonly number[]): number[] {
  const total = raw.reduce((a, b) => a + b, 0);
  // when no column tells places apart, nothing favours one over another
  return raw.map((x) => (total > 0 ? x / total : 1 / raw.length));
}

export function equalWeights(count: number): number[] {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`count must be a positive integer, got ${count}`);
  return new Array<number>(count).fill(1 / count);
}

export interface EntropyWeights {
  weights: number[];
  /** e_j = −(1/ln m) Σ p ln p with 0 ln 0 = 0; 1 = the column says nothing. */
  entropy: number[];
}

/**
 * Entropy weights: w_j ∝ 1 − e_j, p_ij = x_ij / Σ_i x_ij. Source: C. E. Shannon 1948; use in decisions: C.-L. Hwang & K. Yoon,
 * "Multiple Attribute Decision Making" (1981). Entries must be ≥ 0; a column of zeros gets entropy 1.
 */
export function entropyWeights(matrix: readonly (readonly number[])[]): EntropyWeights {
  const { rows, columns } = checkMatrix(matrix);
  const entropy: number[] = [];
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      if (matrix[i][j] < 0)
        throw new RangeError(`matrix[${i}][${j}] is ${matrix[i][j]}; entropy needs values ≥ 0`);
      sum += matrix[i][j];
    }
    let e = 0;
    for (let i = 0; i < rows && sum > 0; i++) {
      const p = matrix[i][j] / sum;
      if (p > 0) e -= p * log(p);
    }
    entropy.push(sum > 0 ? e / log(rows) : 1);
  }
  // rounding may leave 1 − e a hair below 0 for a constant column
  return { weights: normalise(entropy.map((e) => Math.max(0, 1 - e))), entropy };
}

export interface CriticWeights {
  weights: number[];
  deviation: number[];
  correlation: number[][];
  /** σ_j Σ_k (1 − r_jk). */
  information: number[];
}

/**
 * CRITIC weights: contrast (standard deviation) times conflict (1 − correlation) of already scaled columns.
 * Source: D. Diakoulaki, G. Mavrotas, L. Papayannakis, Computers & Operations Research 22 (1995) 763–770.
 * The deviation is that of the sample (n − 1); the divisor cancels in the weights. A constant column gets weight 0.
 */
export function criticWeights(matrix: readonly (readonly number[])[]): CriticWeights {
  const { rows, columns } = checkMatrix(matrix);
  const mean: number[] = [];
  const deviation: number[] = [];
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += matrix[i][j];
    mean.push(sum / rows);
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += square(matrix[i][j] - mean[j]);
    deviation.push(Math.sqrt(squares / (rows - 1)));
  }
  const correlation = mean.map((_, j) =>
    mean.map((__, k) => {
      if (j === k) return 1;
      if (deviation[j] === 0 || deviation[k] === 0) return 0;
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += (matrix[i][j] - mean[j]) * (matrix[i][k] - mean[k]);
      return sum / (rows - 1) / deviation[j] / deviation[k];
    }),
  );
  const information = deviation.map((s, j) => s * correlation[j].reduce((sum, r) => sum + (1 - r), 0));
  return { weights: normalise(information), deviation, correlation, information };
}

export interface AhpWeights {
  weights: number[];
  lambdaMax: number;
  /** (λmax − n)/(n − 1). */
  consistencyIndex: number;
  /** Index over the mean of random matrices; ≤ 0.1 is accepted practice. 0 for n ≤ 2. */
  consistencyRatio: number;
  consistent: boolean;
}

/** Mean consistency index of random reciprocal matrices, n = 1…15 (T. L. Saaty, "The Analytic Hierarchy Process", 1980). */
const RANDOM_INDEX = [0, 0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];

/**
 * AHP weights: principal eigenvector of a reciprocal comparison matrix, by power iteration to 1e-14.
 * Throws InputError naming the entry if it is not positive or not the reciprocal of its mirror (1e-6), or for n > 15.
 */
export function ahpWeights(comparisons: readonly (readonly number[])[]): AhpWeights {
  const n = comparisons.length;
  if (n < 1 || n > 15) throw new InputError('comparisons', 'must have 1 to 15 rows', n);
  comparisons.forEach((row, i) => {
    if (row.length !== n) throw new InputError(`comparisons[${i}]`, `must have ${n} entries`, row.length);
  });
  comparisons.forEach((row, i) => {
    row.forEach((x, j) => {
      const at = `comparisons[${i}][${j}]`;
      if (!(x > 0) || x === Number.POSITIVE_INFINITY) throw new InputError(at, 'must be finite and > 0', x);
      const mirror = comparisons[j][i];
      if (Math.abs(x * mirror - 1) > 1e-6)
        throw new InputError(at, `must be the reciprocal of comparisons[${j}][${i}] = ${mirror}`, x);
    });
  });
  let weights = equalWeights(n);
  let lambdaMax = n;
  for (let step = 0; step < 10_000; step++) {
    const next = comparisons.map((row) => row.reduce((sum, x, j) => sum + x * weights[j], 0));
    lambdaMax = next.reduce((a, b) => a + b, 0);
    const scaled = next.map((x) => x / lambdaMax);
    const change = Math.max(...scaled.map((x, j) => Math.abs(x - weights[j])));
    weights = scaled;
    if (change < 1e-15) break;
  }
  const consistencyIndex = n > 1 ? Math.max(0, (lambdaMax - n) / (n - 1)) : 0;
  const consistencyRatio = n > 2 ? consistencyIndex / RANDOM_INDEX[n] : 0;
  return { weights, lambdaMax, consistencyIndex, consistencyRatio, consistent: consistencyRatio <= 0.1 };
}
