// What a reported risk carries: which line of which published list it is, and the receipt of the level above.
import type { CaseState } from '../../../engines/case/case.ts';

export type RiskReportFacts = {
  document: string;
  code: string;
  likelihood: number;
  impact: number;
  receipt: { number: string; at: number } | null;
};

export function riskOf(state: Pick<CaseState, 'facts'>): RiskReportFacts {
  return state.facts['risk'] as RiskReportFacts;
}
