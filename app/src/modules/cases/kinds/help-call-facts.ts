// 一键呼叫: what was asked for and how far the ladder is. No name and no telephone number is here: those stay with the device.
import type { CaseState } from '../../../engines/case/case.ts';

export const helpNeeds = ['emergency', 'life', 'repair', 'company'] as const;
export type HelpNeed = (typeof helpNeeds)[number];

/** Minutes that each rung has before the next one is rung. */
export type Ladder = { helper: number; volunteer: number; desk: number; arrive: number };

export type HelpCallFacts = {
  device: string;
  need: HelpNeed;
  /** By which way it came in. */
  via: 'page' | 'key' | 'hook' | 'phone';
  /** Nobody spoke: what is not said is taken for the worst. */
  speech: 'none' | 'spoken' | 'unknown';
  /** A helper is paired with the device; without one the ladder begins with the volunteers. */
  helper: boolean;
  ladder: Ladder;
  /** How often the same device called again while this is open. */
  again: number;
  backs: { at: number; outcome: string }[];
  dispatched: { at: number; service: string; reference: string }[];
};

export function helpCallOf(state: CaseState): HelpCallFacts {
  return state.facts['helpCall'] as HelpCallFacts;
}
