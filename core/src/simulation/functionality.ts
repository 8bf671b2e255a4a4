import { cosine, exp, log, normalCdf } from './portable-math.ts';

/**
 * Functionality Q(t) in [0, 1] and the figures read off it: robustness, rapidity, loss, resilience index, time to goal.
 * Sources: M. Bruneau et al., Earthquake Spectra 19 (2003); G. P. Cimellaro, A. M. Reinhorn, M. Bruneau, Engineering
 * Structures 32 (2010) 3639–3649.
 */
export type RecoveryShape =
  | { shape: 'linear' | 'cosine' | 'step'; duration: number }
  | { shape: 'exponential'; duration: number; b: number }
  | { shape: 'lognormal'; mu: number; sigma: number };

/** Share of the drop that is still missing a time `t` after the event (1 at t = 0). */
export function missingShare(form: RecoveryShape, t: number): number {
  if (t < 0) return 0;
  if (form.shape === 'lognormal') return t === 0 ? 1 : 1 - normalCdf((log(t) - form.mu) / form.sigma);
  if (!(form.duration > 0)) throw new RangeError(`duration must be > 0, got ${form.duration}`);
  if (form.shape === 'exponential') return t >= form.duration ? 0 : exp((-form.b * t) / form.duration);
  if (t >= form.duration) return 0;
  if (form.shape === 'step') return 1;
  if (form.shape === 'linear') return 1 - t / form.duration;
  return (1 + cosine((Math.PI * t) / form.duration)) / 2;
}

/** Closed form of the loss ∫(1 − Q) dt for a drop `drop` and this recovery. */
export function closedFormLoss(form: RecoveryShape, drop: number): number {
  if (!(drop >= 0 && drop <= 1)) throw new RangeError(`drop must be in [0, 1], got ${drop}`);
  if (form.shape === 'lognormal') return drop * exp(form.mu + (form.sigma * form.sigma) / 2);
  if (form.shape === 'step') return drop * form.duration;
  if (form.shape === 'exponential') return (drop * form.duration * (1 - exp(-form.b))) / form.b;
  return (drop * form.duration) / 2;
}

/** Samples of Q: `value[i]` holds from `time[i]` on (steps) or is joined to the next by a straight line (lines). */
export interface FunctionalityCurve {
  time: ArrayLike<number>;
  value: ArrayLike<number>;
  interpolation: 'steps' | 'lines';
}

export interface CurveMeasures {
  /** Smallest Q. */
  robustness: number;
  /** ∫(1 − Q) dt over the window, in units of time. */
  loss: number;
  /** (1/T)∫ Q dt over the window. */
  index: number;
  /** First time from the start of the window after which Q stays at or above the goal; null if never. */
  timeToGoal: number | null;
  /** Mean slope from the lowest point to the goal, per unit of time; null without recovery, 0 if there was no fall. */
  rapidity: number | null;
}

/**
 * Measures Q on [from, to] against `goal` (default 0.95). Exact for the chosen interpolation, O(n).
 * Throws RangeError if times do not increase, values leave [0, 1] by more than 1e-9, or the window is empty.
 */
export function measureCurve(
  curve: FunctionalityCurve,
  from: number,
  to: number,
  goal = 0.95,
): CurveMeasures {
  const n = curve.time.length;
  if (n === 0 || curve.value.length !== n)
    throw new RangeError('a curve needs as many values as times, and at least one');
  if (!(to > from)) throw new RangeError(`the window [${from}, ${to}] is empty`);
  if (curve.time[0] > from)
    throw new RangeError(`the curve starts at ${curve.time[0]}, after the window's ${from}`);
  let area = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let lowestAt = from;
  let met: number | null = null;
  function touch(t: number, q: number): void {
    if (q < lowest) {
      lowest = q;
      lowestAt = t;
    }
    if (q < goal - 1e-12) met = null;
    else if (met === null) met = t;
  }
  for (let i = 0; i < n; i++) {
    const t0 = curve.time[i];
    const q0 = curve.value[i];
    if (!(q0 >= -1e-9 && q0 <= 1 + 1e-9)) throw new RangeError(`value[${i}] is ${q0}, outside [0, 1]`);
    if (i > 0 && !(t0 >= curve.time[i - 1])) throw new RangeError(`time[${i}] is before time[${i - 1}]`);
    const last = i + 1 === n;
    const t1 = last ? Math.max(to, t0) : curve.time[i + 1];
    const a = Math.max(from, t0);
    const b = Math.min(to, t1);
    if (b < a || (b === a && t1 > t0 && b !== to)) continue;
    const slope =
      curve.interpolation === 'lines' && !last && t1 > t0 ? (curve.value[i + 1] - q0) / (t1 - t0) : 0;
    const qa = q0 + slope * (a - t0);
    const qb = q0 + slope * (b - t0);
    area += ((qa + qb) / 2) * (b - a);
    touch(a, qa);
    if (qb < qa) touch(b, qb);
    else if (qa < goal && qb >= goal && b > a) met = a + (goal - qa) / slope;
  }
  const span = to - from;
  let rapidity: number | null = null;
  if (lowest >= goal) rapidity = 0;
  else if (met !== null && met > lowestAt) rapidity = (goal - lowest) / (met - lowestAt);
  return {
    robustness: lowest,
    loss: span - area,
    index: area / span,
    timeToGoal: met === null ? null : met - from,
    rapidity,
  };
}

/** Delivered over expected; 1 where nothing was expected. */
export function availability(delivered: number, expected: number): number {
  return expected === 0 ? 1 : delivered / expected;
}

/**
 * Service availability (WNTR): per cell, per node over time, per time over nodes, and overall.
 * Both matrices are [node][time]. Throws RangeError on shapes that differ.
 */
export function serviceAvailability(
  delivered: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): { cell: number[][]; node: number[]; time: number[]; overall: number } {
  const times = expected[0]?.length ?? 0;
  if (
    delivered.length !== expected.length ||
    [...delivered, ...expected].some((row) => row.length !== times)
  ) {
    throw new RangeError('delivered and expected must have the same shape');
  }
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const column = (rows: readonly (readonly number[])[], t: number): number => sum(rows.map((row) => row[t]));
  return {
    cell: delivered.map((row, i) => row.map((value, t) => availability(value, expected[i][t]))),
    node: delivered.map((row, i) => availability(sum(row), sum(expected[i]))),
    time: Array.from({ length: times }, (_, t) => availability(column(delivered, t), column(expected, t))),
    overall: availability(sum(delivered.map(sum)), sum(expected.map(sum))),
  };
}
