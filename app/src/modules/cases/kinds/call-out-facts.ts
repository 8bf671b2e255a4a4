// 召集与应召: what a call-out asks for, what it counts, and what one turn remembers. A person is named nowhere here: a turn knows the post,
// or the id of a member's record in the register, which means nothing any more when that record is gone.
import type { CaseState } from '../../../engines/case/case.ts';
import type { CallOutTask } from '../../../kernel/emergency.ts';

/** Where somebody who was asked stands; `waiting` has not said anything. */
export const turnStands = [
  'waiting',
  'coming',
  'present',
  'relieved',
  'missing',
  'safe',
  'not-coming',
] as const;
export type TurnStand = (typeof turnStands)[number];

export type CallOutFacts = {
  emergency: string | null;
  task: CallOutTask;
  wanted: number;
  meetAt: number;
  meetingPoint: string;
  /** What to mind and to bring, read by everybody who is asked. */
  safety: string;
  outdoor: boolean;
  /** A red warning holds over the place: only trained and insured squads work outdoors. */
  red: boolean;
  maxHours: number;
  counts: Record<TurnStand, number>;
  /** Minutes that people were there, all together. */
  minutes: number;
  /** What was counted at the muster point, by head. */
  heads: { at: number; people: number } | null;
};

export const noCounts = (): Record<TurnStand, number> => ({
  waiting: 0,
  coming: 0,
  present: 0,
  relieved: 0,
  missing: 0,
  safe: 0,
  'not-coming': 0,
});

export function callOutOf(state: CaseState): CallOutFacts {
  return state.facts['callOut'] as CallOutFacts;
}

/** People who came and are not yet accounted for. */
export const stillOut = ({ counts }: CallOutFacts): number =>
  counts.present + counts.relieved + counts.missing;

export type TurnFacts = {
  callOut: string;
  team: string | null;
  /** The member's record; null where a post was asked. */
  member: string | null;
  meetAt: number;
  maxHours: number;
  /** Trained and insured on the day of the call: may be outdoors at red. */
  fit: boolean;
  outdoor: boolean;
  /** One, or as many as a group brings whose people are known to its leader only. */
  people: number;
  cameAt: number | null;
  leftAt: number | null;
};

export function turnOf(state: CaseState): TurnFacts {
  return state.facts['turn'] as TurnFacts;
}
