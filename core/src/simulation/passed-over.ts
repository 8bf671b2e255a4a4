import type { StressInput } from './scenario-kinds.ts';

/** Why somebody who was nearer was not sent. */
export interface PassedOver {
  responder: string;
  reason:
    | 'busy'
    | 'off-shift'
    | 'not-yet-here'
    | 'lost'
    | 'own-home-lost'
    | 'kept-for-vulnerable'
    | 'wanted-elsewhere';
  /** Minutes that this responder would have travelled. */
  minutes: number;
}

/** What is known of a responder at the moment of the decision. */
export interface ResponderState {
  minutesAway(responder: number): number;
  hasSkill(responder: number): boolean;
  groupOf(responder: number): number;
  arrived(group: number): boolean;
  onDuty(responder: number): boolean;
  hindered(responder: number): boolean;
  lost(responder: number): boolean;
  busy(responder: number): boolean;
  mayServe(responder: number): boolean;
}

/**
 * The nearest responder with the skill who would have been there sooner than the one chosen, and why that was not possible;
 * undefined when nobody was nearer. Asked only for calls whose story is told. O(responders).
 */
export function whyNotNearer(
  input: StressInput,
  responders: number,
  chosen: number,
  state: ResponderState,
): PassedOver | undefined {
  const limit = state.minutesAway(chosen);
  let best = -1;
  let least = limit - 1e-9;
  for (let r = 0; r < responders; r++) {
    if (r === chosen || !state.hasSkill(r)) continue;
    const minutes = state.minutesAway(r);
    if (minutes < least) {
      least = minutes;
      best = r;
    }
  }
  if (best < 0) return undefined;
  const group = state.groupOf(best);
  let reason: PassedOver['reason'] = 'wanted-elsewhere';
  if (state.lost(best)) reason = 'lost';
  else if (!state.arrived(group)) reason = 'not-yet-here';
  else if (state.busy(best)) reason = 'busy';
  else if (!state.onDuty(best)) reason = 'off-shift';
  else if (state.hindered(best)) reason = 'own-home-lost';
  else if (!state.mayServe(best)) reason = 'kept-for-vulnerable';
  return { responder: input.responders[group].id, reason, minutes: least };
}
