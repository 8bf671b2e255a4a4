import type { StressInput } from './scenario-kinds.ts';

/**
 * A rule of dispatch as functions, so that rules can be compared on the same calls. A slot is need class × 2, + 1 when the
 * household is not vulnerable; lower slots are more urgent.
 */
export interface DispatchPolicy {
  /** True: a decided call seeks help at once. False: waiting calls are matched together by least total travel. */
  immediate: boolean;
  /** May this responder serve a call of the slot? (Say: kept for the vulnerable.) */
  mayServe(responder: number, slot: number): boolean;
  /** How much a free responder prefers the nearest waiting call of the slot, so many metres away; the lowest score wins. */
  score(slot: number, metres: number): number;
  /** No call of this slot or a later one scores below this: the search may stop. */
  floor(slot: number): number;
}

/** Spreads the reserve evenly over any numbering: multiples of the golden ratio fill [0, 1) evenly. */
function isReserved(responder: number, reserve: number): boolean {
  return (responder * 0.6180339887498949) % 1 < reserve;
}

export function policyOf(policy: StressInput['policy']): DispatchPolicy {
  const mayServe = (responder: number, slot: number): boolean =>
    slot % 2 === 0 || policy.reserve === 0 || !isReserved(responder, policy.reserve);
  if (policy.rule === 'nearest')
    return { immediate: true, mayServe, score: (_, metres) => metres, floor: () => 0 };
  return {
    immediate: policy.rule === 'priority',
    mayServe,
    score: (slot) => slot,
    floor: (slot) => slot,
  };
}

/** The rules that a comparison runs: each alone, and urgency with a fifth of the helpers kept for the vulnerable. */
export function standardPolicies(
  input: StressInput,
): { id: string; label: string; policy: StressInput['policy'] }[] {
  const { batchMinutes } = input.policy;
  return [
    {
      id: 'nearest',
      label: 'Nearest call first',
      policy: { rule: 'nearest', reserve: 0, batchMinutes },
    },
    {
      id: 'priority',
      label: 'Most urgent first',
      policy: { rule: 'priority', reserve: 0, batchMinutes },
    },
    {
      id: 'batch',
      label: 'Matched in batches',
      policy: { rule: 'batch', reserve: 0, batchMinutes },
    },
    {
      id: 'reserve',
      label: 'A fifth kept for the vulnerable',
      policy: { rule: 'priority', reserve: 0.2, batchMinutes },
    },
  ];
}
