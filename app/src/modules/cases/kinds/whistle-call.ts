// Blowing a whistle: who is called, where to, until when. The same from the page of a case and from the whistle's own.
import { deadline, type Limit } from '@renlin/core/calendar/limit';
import type { CaseState } from '../../../engines/case/case.ts';
import { type FormOf, field } from '../../../engines/case/form.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import type { Work } from './steps.ts';
import { type Call, type CallFacts, type WhistleFacts, whistleOf } from './whistle-facts.ts';
import { type WhistleType, whistleLimits, whistleTypes } from './whistle-limits.ts';
import '../problems.ts';

export const whistleForm = {
  type: field.choice('whistle-type', whistleTypes),
  units: field.units.required({ source: 'whistle' }),
  purpose: field.textarea.required({ max: 500, min: 5 }),
  where: field.text.optional({ max: 200 }),
  arriveAt: field.datetime.optional(),
  within: field.limit.optional(),
};
type WhistleForm = FormOf<typeof whistleForm>;

function refused(code: string, path: string, params: Record<string, string> = {}) {
  return problem(`cases.${code}`, params, [{ path: `form/${path}`, code }]);
}

/** Refuses a list of units that nobody could answer to. */
export function checkCalled(
  units: readonly string[],
  state: CaseState,
  whistler: string | null,
  world: CasesWorld,
): void {
  for (const [index, unit] of units.entries()) {
    const known = world.catalogue.units.get(unit);
    if (!known) throw refused('unknown-unit', 'units');
    if (unit === state.subjectUnit) throw refused('whistle-subject', 'units', { unit: known.name });
    if (unit === whistler) throw refused('whistle-self', 'units', { unit: known.name });
    if (units.indexOf(unit) !== index) throw refused('whistle-same-unit', 'units', { unit: known.name });
  }
}

/** Calls the units: a case of its own for each, with its own clocks. */
export function blow(draft: CaseState, form: WhistleForm, whistler: string, work: Work): void {
  checkCalled(form.units, draft, whistler, work.world);
  const { calendar } = work.world;
  const type = form.type as WhistleType;
  const limits = whistleLimits[type];
  const result = form.within ?? limits.result;
  const resultDue = deadline(calendar, work.now, result).due;
  const arrive = arrivalOf(form.arriveAt, limits.arrive, resultDue, work);
  const arriveDue = deadline(calendar, work.now, arrive).due;
  if (arriveDue > resultDue) throw refused('whistle-arrive-late', form.arriveAt ? 'arriveAt' : 'within');
  const before = whistleOf(draft);
  const where = form.where ?? '';
  const told: CallFacts = { type, where, whistler, about: before.about, arrive, result, declined: false };
  const calls = form.units.map((unit): Call => {
    const caseId = work.open({
      kind: 'report-in',
      category: draft.category,
      headline: draft.headline,
      text: form.purpose,
      ownerUnit: unit,
      urgent: type === 'emergency',
      under: true,
      facts: { call: told },
    });
    return {
      unit,
      caseId,
      state: 'called',
      arriveDue,
      resultDue,
      receivedAt: null,
      arrivedAt: null,
      resultAt: null,
      words: '',
      late: [],
      declined: null,
      sentBack: 0,
    };
  });
  draft.facts['whistle'] = {
    ...before,
    type,
    purpose: form.purpose,
    where,
    whistler,
    calls,
  } satisfies WhistleFacts;
  draft.urgent = type === 'emergency';
  draft.ownerUnit = whistler;
  draft.assistUnits = [...form.units];
  work.stopClock(draft, 'decide');
  work.startClock(draft, 'joint', result, whistler);
}

/** The arrival by the type of the whistle, or by the hour that was named: that must lie ahead, and before the end. */
function arrivalOf(arriveAt: number | undefined, byType: Limit, resultDue: number, work: Work): Limit {
  if (arriveAt === undefined) return byType;
  if (arriveAt <= work.now) throw refused('whistle-past', 'arriveAt');
  if (arriveAt > resultDue) throw refused('whistle-arrive-late', 'arriveAt');
  return { n: (arriveAt - work.now) / 60_000, unit: 'minute' };
}
