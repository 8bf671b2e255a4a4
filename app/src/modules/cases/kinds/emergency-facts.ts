// What an emergency remembers of itself. A warning (预警: colour, issued by the weather service or a government) and a response level
// (响应等级: ordered by a headquarters) are different facts and never follow from one another.
import type { CaseState } from '../../../engines/case/case.ts';
import type { ActionLevel, ResponseLevel, Risk } from '../../../kernel/emergency.ts';

/** Who ordered a level: the headquarters by name and the number of its document. */
export type LevelOrder = {
  level: ResponseLevel;
  issuer: string;
  document: string;
  at: number;
  by: string | null;
};

/** One act of a commander that another one has to confirm. */
export type Act = {
  what: 'start' | 'level' | 'renew' | 'step-down' | 'resume';
  level: ActionLevel;
  at: number;
  account: string | null;
  by: string;
  confirmed: { at: number; by: string; account: string | null } | null;
  /** The other commander's reason against it, and what the level above said. */
  against: { at: number; by: string; reason: string; ruling: string | null } | null;
};

export type EmergencyFacts = {
  risk: Risk;
  level: ActionLevel;
  orders: LevelOrder[];
  acts: Act[];
  /** When it ends by itself unless it is renewed. */
  until: number;
  /** Warnings it rests on, by the ids of the warnings module. */
  warnings: string[];
  /** When people may go back to their homes. */
  releasedAt: number | null;
  criteria: string[];
};

export function emergencyOf(state: CaseState): EmergencyFacts {
  return state.facts['emergency'] as EmergencyFacts;
}

/** The act that still waits for the other commander. */
export function pendingAct(state: CaseState): Act | undefined {
  return emergencyOf(state).acts.findLast((one) => one.confirmed === null);
}

/** An action card (行动卡): what one post does now, for which emergency. */
export type CardFacts = {
  emergency: string;
  role: string;
  level: ActionLevel;
  lines: string[];
  /** Minutes to answer. */
  within: number;
  answered: { at: number; how: 'app' | 'phone' | 'in-person'; by: string } | null;
  done: number[];
};

export function cardOf(state: CaseState): CardFacts {
  return state.facts['card'] as CardFacts;
}
