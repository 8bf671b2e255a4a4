// That one of those who quarrel asked for it to be passed on. Kept with the case: by whom, how, when; never who they are.
import type { CaseState } from '../../../engines/case/case.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import '../problems.ts';

/** One or both of those who quarrel, and how they said yes. */
export type Consent = { by: 'one' | 'both'; how: 'spoken' | 'written'; at: number };

export function consentOf(state: Pick<CaseState, 'facts'>): Consent | null {
  return (state.facts['consent'] as Consent | undefined) ?? null;
}

/** Nobody makes a quarrel of what a grid worker reported as something else. */
export function refuseUnasked(state: CaseState, world: CasesWorld, category: string | undefined): void {
  if (category === undefined || !world.catalogue.categories.get(category)?.dispute) return;
  const found = state.filedBy !== null && (state.channel === 'patrol' || state.channel === 'qr');
  if (found && !consentOf(state) && state.facts['asked'] !== true)
    throw problem('cases.dispute-needs-consent', {}, [
      { path: 'form/category', code: 'dispute-needs-consent' },
    ]);
}
