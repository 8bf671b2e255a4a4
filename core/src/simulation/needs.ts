/**
 * Minimum needs of displaced people. Needs come from the **displaced or cut off**, never from everybody affected, and are
 * never rounded here: rounding each of many small groups first was a published source of wrong totals.
 */
export interface NeedRule {
  item: string;
  unit: string;
  /** Amount per person (or per person and day, or week, see `per`). */
  amount: number;
  per: 'person' | 'person-day' | 'person-week';
  /** People to whom the rule applies; omitted = everyone displaced. */
  group?: string;
}

export interface NeedProfile {
  id: string;
  source: string;
  /** `verified`: read in the source; `to-confirm`: configurable until someone checks the text. */
  status: 'verified' | 'to-confirm';
  rules: readonly NeedRule[];
}

export interface Need {
  item: string;
  unit: string;
  amount: number;
}

/** Indonesian disaster agency's regulation 7/2008, the profile behind the 1,000-displaced witness. */
export const WEEKLY_PROFILE: NeedProfile = {
  id: 'perka-7-2008',
  source: 'BNPB Perka 7/2008',
  status: 'verified',
  rules: [
    { item: 'rice', unit: 'kg', amount: 2.8, per: 'person-week' },
    { item: 'drinking-water', unit: 'L', amount: 17.5, per: 'person-week' },
    { item: 'clean-water', unit: 'L', amount: 67, per: 'person-week' },
    { item: 'family-kit', unit: 'set', amount: 0.2, per: 'person' },
    { item: 'toilet', unit: 'seat', amount: 0.05, per: 'person' },
  ],
};

/** Sphere minimum standards: water is per person and **day** (a widely copied file says week, which is wrong). */
export const SPHERE_PROFILE: NeedProfile = {
  id: 'sphere',
  source:
    'Sphere Handbook 2011: 15 L water, 2,100 kcal, 3.5 m² covered floor, 20 people a toilet, 250 g soap a month',
  status: 'verified',
  rules: [
    { item: 'water', unit: 'L', amount: 15, per: 'person-day' },
    { item: 'food-energy', unit: 'kcal', amount: 2100, per: 'person-day' },
    { item: 'covered-floor', unit: 'm2', amount: 3.5, per: 'person' },
    { item: 'toilet', unit: 'seat', amount: 0.05, per: 'person' },
  ],
};

/**
 * Needs for a number of displaced people over `days`.
 * `groups` gives the people in each named group (say infants); a rule for a group that is not given needs nothing.
 * Throws RangeError naming the argument if a count is negative or not finite.
 */
export function minimumNeeds(
  profile: NeedProfile,
  displaced: number,
  days: number,
  groups: Readonly<Record<string, number>> = {},
): Need[] {
  if (!(displaced >= 0) || displaced === Number.POSITIVE_INFINITY)
    throw new RangeError(`displaced must be ≥ 0, got ${displaced}`);
  if (!(days >= 0) || days === Number.POSITIVE_INFINITY)
    throw new RangeError(`days must be ≥ 0, got ${days}`);
  return profile.rules.map((rule) => {
    const people = rule.group === undefined ? displaced : (groups[rule.group] ?? 0);
    if (!(people >= 0 && people <= displaced)) {
      throw new RangeError(
        `groups.${rule.group} must be between 0 and the displaced ${displaced}, got ${people}`,
      );
    }
    const periods = rule.per === 'person' ? 1 : rule.per === 'person-day' ? days : days / 7;
    return { item: rule.item, unit: rule.unit, amount: rule.amount * people * periods };
  });
}
