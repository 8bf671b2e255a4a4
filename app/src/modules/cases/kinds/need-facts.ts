// 求助: what is lacking, where, and how much of it; who brings it and how much arrived. The place is named, never a person.
import type { CaseState } from '../../../engines/case/case.ts';
import type { NeedKind } from '../../../kernel/emergency.ts';

/** Lives hang on these: they are answered first. */
export const vitalNeeds: ReadonlySet<string> = new Set<NeedKind>(['rescue', 'medical']);

export type NeedFacts = {
  emergency: string;
  what: NeedKind;
  amount: number;
  /** 份, 人, 台… as it was asked for. */
  measure: string;
  /** What the plan proposed, with its reasons; the dispatcher decides. */
  suggested: { unit: string; metres: number | null; load: number; at: number } | null;
  matched: { unit: string; at: number; reason: string | null } | null;
  delivered: number;
};

export function needOf(state: CaseState): NeedFacts {
  return state.facts['need'] as NeedFacts;
}
