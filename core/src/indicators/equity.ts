import { InputError } from '../simulation/input-error.ts';
import { log } from '../simulation/portable-math.ts';

/** Inequality of a non-negative quantity over places, split into between and within groups. */
export interface TheilResult {
  /** T = Σ y ln(N y), y = x/Σx. 0 = all alike, ln N = one has all. */
  total: number;
  between: number;
  within: number;
  groups: { group: string; share: number; population: number; mean: number; theil: number }[];
}

/**
 * Theil's T of `values`, optionally weighted by the people at each place, with the exact split T = between + within.
 * 0 ln 0 = 0, so places without any of the quantity are allowed (a widely used implementation returns NaN there).
 * All zero → 0: nobody has more than another. Source: H. Theil, "Economics and Information Theory" (1967).
 * Throws InputError naming the entry on negative or non-finite input. O(n).
 */
export function theil(
  values: readonly number[],
  groupOf: readonly string[],
  people?: readonly number[],
): TheilResult {
  const n = values.length;
  if (n === 0) throw new InputError('values', 'needs at least 1 entries', values);
  if (groupOf.length !== n)
    throw new InputError('groups', `must have ${n} entries like values`, groupOf.length);
  if (people && people.length !== n)
    throw new InputError('people', `must have ${n} entries like values`, people.length);
  values.forEach((x, i) => {
    if (!(x >= 0) || x === Number.POSITIVE_INFINITY)
      throw new InputError(`values[${i}]`, 'must be finite and ≥ 0', x);
    if (people && (!(people[i] > 0) || people[i] === Number.POSITIVE_INFINITY))
      throw new InputError(`people[${i}]`, 'must be finite and > 0', people[i]);
  });
  const heads = people ?? values.map(() => 1);
  // `values` are amounts per place; each person of a place is taken to have an equal part of it
  const sum = values.reduce((a, b) => a + b, 0);
  const crowd = heads.reduce((a, b) => a + b, 0);
  const members = new Map<string, number[]>();
  groupOf.forEach((g, i) => {
    const list = members.get(g);
    if (list) list.push(i);
    else members.set(g, [i]);
  });
  const term = (share: number, relative: number): number => (share === 0 ? 0 : share * log(relative));
  const result: TheilResult = { total: 0, between: 0, within: 0, groups: [] };
  if (sum > 0)
    for (let i = 0; i < n; i++) result.total += term(values[i] / sum, values[i] / sum / (heads[i] / crowd));
  for (const [group, list] of [...members].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    const amount = list.reduce((a, i) => a + values[i], 0);
    const size = list.reduce((a, i) => a + heads[i], 0);
    let own = 0;
    if (amount > 0)
      for (const i of list) own += term(values[i] / amount, values[i] / amount / (heads[i] / size));
    const share = sum > 0 ? amount / sum : 0;
    result.between += term(share, share / (size / crowd));
    result.within += share * own;
    result.groups.push({ group, share, population: size, mean: amount / size, theil: own });
  }
  return result;
}

export type VulnerabilityZone = 'low' | 'medium-low' | 'medium' | 'medium-high' | 'high';

/**
 * Social vulnerability score: mean of local/reference ratios, with zones at ±½ and ±1½ σ around 1, where
 * σ = |1 − mean(1/reference)|/3. Source: IN-CORE social vulnerability score. Throws RangeError unless references are > 0.
 */
export function vulnerabilityScore(
  local: readonly number[],
  reference: readonly number[],
): { score: number; sigma: number; zone: VulnerabilityZone } {
  if (local.length === 0 || local.length !== reference.length)
    throw new RangeError('local and reference must have the same length, at least 1');
  reference.forEach((x, k) => {
    if (!(x > 0)) throw new RangeError(`reference[${k}] must be > 0, got ${x}`);
  });
  const score = local.reduce((sum, x, k) => sum + x / reference[k], 0) / local.length;
  const sigma = Math.abs(1 - reference.reduce((sum, x) => sum + 1 / x, 0) / reference.length) / 3;
  const steps = sigma === 0 ? Math.sign(score - 1) * Number.POSITIVE_INFINITY : (score - 1) / sigma;
  let zone: VulnerabilityZone = 'medium';
  if (steps < -1.5) zone = 'low';
  else if (steps < -0.5) zone = 'medium-low';
  else if (steps > 1.5) zone = 'high';
  else if (steps > 0.5) zone = 'medium-high';
  return { score, sigma, zone };
}
