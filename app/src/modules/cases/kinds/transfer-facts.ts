// 转移: one household, or one building's people, of an emergency's list. The place is named, people are counted, never named here.
import type { CaseState } from '../../../engines/case/case.ts';

export type TransferFacts = {
  emergency: string;
  /** How many people by the list, and how many of them need help on the way. */
  people: number;
  needHelp: number;
  /** Where to: a shelter of the list, or a place of their own. */
  shelter: string | null;
  /** Who brings them away (the post itself is `facts.post`), and until when they must have left. Missing in lists of before. */
  organiser?: string | null;
  leaveBy?: number | null;
  /** The words of the list: why, what to mind. A place or a thing, never a person. */
  why: string;
  notified: { at: number; how: 'in-person' | 'phone' | 'loudspeaker-answered' } | null;
  /** What was counted where they arrived. */
  arrived: { at: number; people: number; where: string } | null;
  /** Set when the commander released the return. */
  released: number | null;
  /** The serial of the paper slip by which it was written down, when it was. */
  slips: string[];
};

export function transferOf(state: CaseState): TransferFacts {
  return state.facts['transfer'] as TransferFacts;
}
