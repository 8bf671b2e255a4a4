// What a whistle remembers of itself and of every unit that it called.
import type { CaseState } from '../../../engines/case/case.ts';
import type { WhistleType } from './whistle-limits.ts';

export type CallState = 'called' | 'received' | 'declined' | 'on-site' | 'result-in' | 'excused';

/** One called unit, as the whistler sees it: kept in step with the unit's own case by the commands of both. */
export type Call = {
  unit: string;
  caseId: string;
  state: CallState;
  arriveDue: number;
  resultDue: number;
  receivedAt: number | null;
  arrivedAt: number | null;
  resultAt: number | null;
  /** What the unit said when it arrived, and what came of it. */
  words: string;
  /** The limits that passed unmet. */
  late: string[];
  declined: { item: string; proposed: string; reason: string; at: number } | null;
  sentBack: number;
};

export type CommanderPost = { post: string; title: string };

/** 指挥长: a post, so that it goes on when its holder changes. */
export type Commander = CommanderPost & {
  role: 'street' | 'community';
  ackAt: number | null;
  deputy: CommanderPost | null;
  /** Their word on the joint result. */
  word: { at: number; note: string; by: string } | null;
};

export type WhistleFacts = {
  /** The case that needs the departments; none for a whistle on its own. */
  about: { caseId: string; number: string; headline: string } | null;
  /** What a community asked for. */
  wanted: string[];
  reason: string;
  type: WhistleType | null;
  purpose: string;
  where: string;
  whistler: string | null;
  calls: Call[];
  commanders: Commander[];
  result: string;
};

const noWhistle: WhistleFacts = {
  about: null,
  wanted: [],
  reason: '',
  type: null,
  purpose: '',
  where: '',
  whistler: null,
  calls: [],
  commanders: [],
  result: '',
};

export function whistleOf(state: CaseState): WhistleFacts {
  return { ...noWhistle, ...(state.facts['whistle'] as Partial<WhistleFacts> | undefined) };
}

/** The whistle that a case of the loop asked for or blew. */
type WhistleLink = { id: string; state: 'asked' | 'calling' | 'ended' };

export function whistleLinkOf(state: CaseState): WhistleLink | undefined {
  return state.facts['whistleCase'] as WhistleLink | undefined;
}

/** Asked for and not yet blown, or blown and not yet ended. */
export function whistleOpen(state: CaseState): boolean {
  return ['asked', 'calling'].includes(whistleLinkOf(state)?.state ?? '');
}

/** What a called unit was told. */
export type CallFacts = {
  type: WhistleType;
  where: string;
  whistler: string;
  about: WhistleFacts['about'];
  arrive: { n: number; unit: 'work-hour' | 'clock-hour' | 'work-day' | 'calendar-day' | 'minute' };
  result: CallFacts['arrive'];
  /** Asked once to be let off; not a second time. */
  declined: boolean;
};

export function callOf(state: CaseState): CallFacts {
  return state.facts['call'] as CallFacts;
}
