import { fragility } from './replication-kinds.ts';
import type { DamageStateInput, FacilityInput } from './scenario-kinds.ts';

/** The degrees of damage of a facility; without a list, one degree that stops it. */
export function damageStatesOf(facility: FacilityInput): readonly DamageStateInput[] {
  if (facility.damageStates.length > 0) return facility.damageStates;
  return [
    {
      name: 'failed',
      failureMedian: facility.failureMedian,
      repairMedianHours: facility.repairMedianHours,
      capacityShare: 0,
    },
  ];
}

/**
 * The worst degree that this intensity reaches for a draw `u` in (0, 1), −1 = none. One draw per facility serves all degrees, so
 * the states keep their order and a stronger hazard never damages less.
 */
export function damageDegree(facility: FacilityInput, intensity: number, u: number): number {
  const states = damageStatesOf(facility);
  let degree = -1;
  while (
    degree + 1 < states.length &&
    u < fragility(intensity, states[degree + 1].failureMedian, facility.failureSigma)
  )
    degree++;
  return degree;
}
