import { exp, log, normalCdf, normalQuantile } from './portable-math.ts';

/** Parameters of ln T, where T is the time (days) until restoration. */
export interface LognormalTime {
  mu: number;
  sigma: number;
}

/** Mean and standard deviation (days) of the normal restoration time of one damage state. */
export type NormalTime = readonly [mean: number, sd: number];

function needPositive(name: string, value: number): void {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY)
    throw new RangeError(`${name} must be > 0, got ${value}`);
}

/** Share restored by day t: Φ((ln t − μ)/σ); 0 for t ≤ 0. */
export function lognormalRestored(curve: LognormalTime, days: number): number {
  needPositive('sigma', curve.sigma);
  return days <= 0 ? 0 : normalCdf((log(days) - curve.mu) / curve.sigma);
}

/** Day by which the share p (0 < p < 1) is restored: exp(μ + σ·Φ⁻¹(p)). Also the sampler: feed it a uniform number. */
export function lognormalRestorationDay(curve: LognormalTime, share: number): number {
  needPositive('sigma', curve.sigma);
  if (!(share > 0 && share < 1)) throw new RangeError(`share must be inside (0, 1), got ${share}`);
  return exp(curve.mu + curve.sigma * normalQuantile(share));
}

/** ∫₀^∞ (1 − restored(t)) dt = exp(μ + σ²/2), the mean time to restoration in days. */
export function lognormalMeanDays(curve: LognormalTime): number {
  needPositive('sigma', curve.sigma);
  return exp(curve.mu + (curve.sigma * curve.sigma) / 2);
}

/**
 * Expected functionality at day t: DS₀ + Σ DSᵢ·Φ((t − mᵢ)/sᵢ), with DS the probabilities of damage states none…complete.
 * Source: HAZUS technical manual, as used by IN-CORE. `damageStates` has one entry more than `times`.
 * Throws RangeError if a probability is outside [0, 1] or they sum to more than 1 + 1e-4.
 */
export function normalFunctionality(
  damageStates: readonly number[],
  times: readonly NormalTime[],
  days: number,
): number {
  if (damageStates.length !== times.length + 1) {
    throw new RangeError(
      `${damageStates.length} damage probabilities need ${damageStates.length - 1} restoration times`,
    );
  }
  let total = 0;
  damageStates.forEach((share, state) => {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`damageStates[${state}] is ${share}`);
    total += share;
  });
  if (total > 1.0001) throw new RangeError(`damage probabilities sum to ${total}`);
  let working = damageStates[0];
  times.forEach(([mean, sd], i) => {
    needPositive(`times[${i}].sd`, sd);
    working += damageStates[i + 1] * normalCdf((days - mean) / sd);
  });
  return working;
}

/**
 * Days for crews to repair a pipe: (breaks·0.33 + leaks·0.66)·length/crews with rates per unit of length.
 * Source: IN-CORE pipe restoration set (after HAZUS).
 */
export function pipeRepairDays(input: {
  breakRate: number;
  leakRate: number;
  length: number;
  crews: number;
}): number {
  needPositive('crews', input.crews);
  for (const name of ['breakRate', 'leakRate', 'length'] as const) {
    if (!(input[name] >= 0)) throw new RangeError(`${name} must be ≥ 0, got ${input[name]}`);
  }
  return ((input.breakRate * 0.33 + input.leakRate * 0.66) * input.length) / input.crews;
}

/** HAZUS-type restoration times whose printed notebook values they reproduce (IN-CORE, MMSA testbed). Days. */
export const FACILITY_TIMES: Readonly<
  Record<'substation' | 'steelTank' | 'pumpPlant', readonly NormalTime[]>
> = {
  substation: [
    [1, 0.5],
    [3, 1.5],
    [7, 3.5],
    [30, 15],
  ],
  steelTank: [
    [1.2, 0.4],
    [3.1, 2.7],
    [93, 85],
    [155, 120],
  ],
  pumpPlant: [
    [0.9, 0.3],
    [3.1, 2.7],
    [13.5, 10],
    [35, 18],
  ],
};
