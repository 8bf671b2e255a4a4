// 吹哨 from the page of a case: the community asks, the street whistles, and the case hears what came of it.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import type { Commands } from './loop-limits.ts';
import type { Work } from './steps.ts';
import { checkCalled, whistleForm } from './whistle-call.ts';
import { type WhistleFacts, whistleLinkOf, whistleOpen } from './whistle-facts.ts';
import { handler, system } from './who.ts';
import { whistlerHere, whistler as whistlingOwner } from './who-whistles.ts';

const OPEN = ['filed', 'dispatched', 'handling', 'paused', 'checking'];
const ENDINGS = ['accepted', 'turned-down', 'called-off'] as const;

/** Units were called and have not all been let go: the case can't be reported as done behind their backs. */
export function whistleRuns(state: CaseState): boolean {
  return whistleLinkOf(state)?.state === 'calling';
}

function openWhistle(draft: CaseState, work: Work, asked: { reason: string; wanted: string[] }): string {
  const facts: Partial<WhistleFacts> = {
    about: { caseId: draft.id, number: draft.number, headline: draft.headline },
    ...asked,
  };
  return work.open({
    kind: 'whistle',
    category: draft.category,
    headline: draft.headline,
    text: asked.reason,
    under: false,
    facts: { whistle: facts },
  });
}

/** The called units see what they are called for. */
function letSee(draft: CaseState, units: readonly string[]): void {
  const more = units.filter((unit) => unit !== draft.ownerUnit && unit !== draft.subjectUnit);
  draft.assistUnits = [...new Set([...draft.assistUnits, ...more])];
}

/** `everywhere`: all states of the loop, for a whistle may end after its case did. */
export function whistleCommands(everywhere: readonly string[]): Commands {
  return {
    'ask-whistle': command({
      from: OPEN,
      to: [],
      who: [{ by: 'duty', duty: 'report', over: 'area' }, handler],
      form: {
        reason: field.textarea.required({ max: 500, min: 5 }),
        units: field.units.required({ source: 'whistle' }),
      },
      unless: (state) => (whistleOpen(state) ? 'cases.whistle-open' : undefined),
      apply(draft, form, work) {
        checkCalled(form.units, draft, null, work.world);
        const id = openWhistle(draft, work, { reason: form.reason, wanted: form.units });
        draft.facts['whistleCase'] = { id, state: 'asked' };
      },
    }),
    whistle: command({
      from: OPEN,
      to: [],
      who: [whistlerHere, whistlingOwner],
      form: whistleForm,
      unless: (state) => (whistleRuns(state) ? 'cases.whistle-open' : undefined),
      apply(draft, form, work) {
        if (!work.actingUnit) throw problem('auth.forbidden', {});
        checkCalled(form.units, draft, work.actingUnit, work.world);
        const link = whistleLinkOf(draft);
        const id =
          link?.state === 'asked' ? link.id : openWhistle(draft, work, { reason: form.purpose, wanted: [] });
        work.tell(id, 'blown', { ...form, whistler: work.actingUnit });
        draft.facts['whistleCase'] = { id, state: 'calling' };
        letSee(draft, form.units);
      },
    }),
    'whistle-blown': command({
      from: everywhere,
      to: [],
      who: [system],
      form: { units: field.units.required() },
      apply(draft, form) {
        const link = whistleLinkOf(draft);
        if (link) draft.facts['whistleCase'] = { ...link, state: 'calling' };
        letSee(draft, form.units);
      },
    }),
    'whistle-ended': command({
      from: everywhere,
      to: [],
      who: [system],
      form: {
        ending: field.choice('whistle-ending', ENDINGS),
        note: field.textarea.optional({ max: 1000 }),
      },
      stale: 'commutes',
      apply(draft, form, work) {
        const link = whistleLinkOf(draft);
        if (link) draft.facts['whistleCase'] = { ...link, state: 'ended' };
        work.notice({
          key: `notice.whistle-${form.ending}`,
          to: draft.ownerUnit ? 'owner-unit' : 'area',
          duty: draft.ownerUnit ? 'handle' : 'dispatch',
          urgency: 'now',
        });
      },
    }),
  };
}
