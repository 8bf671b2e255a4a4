// 演练: planned, played by its script, looked at by observers, closed with what it found. What it found is given to a unit with a day.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind } from '../../../engines/case/kind.ts';
import { drillResults } from '../../../kernel/emergency.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import type { ImprovementFacts } from './improvement.ts';
import type { Commands } from './loop-limits.ts';
import { musterCommand } from './muster.ts';
import { type DrillFacts, drillOf } from './practice-facts.ts';
import { addPhotos, close, stopAll, type Work } from './steps.ts';
import { dispatcher, intake, system } from './who.ts';
import { commander } from './who-whistles.ts';
import '../problems.ts';

const planners = [commander, dispatcher, intake];
const OPEN = ['drill-planned', 'drill-running', 'drill-reviewing'];
/** Nobody plays longer; what is still open then is taken back. */
const MOST_HOURS = 12;
const REVIEW_DAYS = 5;

const set = (draft: CaseState, by: Partial<DrillFacts>) => {
  draft.facts['drill'] = { ...drillOf(draft), ...by };
};

/** Until the day after the one that was planned. */
function waitForDay(draft: CaseState, work: Work): void {
  work.stopClock(draft, 'drill-day');
  const minutes = Math.round((drillOf(draft).plannedAt - work.at) / 60_000) + 1440;
  work.startClock(draft, 'drill-day', { n: Math.max(1, minutes), unit: 'minute' });
}

function end(draft: CaseState, work: Work): void {
  stopAll(draft, ['drill-over', 'drill-watch'], work);
  set(draft, { endedAt: work.at });
  draft.state = 'drill-reviewing';
  work.startClock(draft, 'drill-review', { n: REVIEW_DAYS, unit: 'work-day' }, draft.ownerUnit ?? undefined);
}

const commands: Commands = {
  'postpone-drill': command({
    from: ['drill-planned'],
    to: [],
    who: planners,
    form: { day: field.datetime.required(), reason: field.textarea.required({ max: 500, min: 2 }) },
    apply(draft, form, work) {
      const { plannedAt, moved } = drillOf(draft);
      if (form.day <= work.now)
        throw problem('cases.drill-past', {}, [{ path: 'form/day', code: 'drill-past' }]);
      set(draft, {
        plannedAt: form.day,
        moved: [...moved, { from: plannedAt, to: form.day, reason: form.reason, at: work.at }],
      });
      waitForDay(draft, work);
    },
  }),
  'start-drill': command({
    from: ['drill-planned'],
    to: ['drill-running'],
    who: planners,
    form: { note: field.textarea.optional({ max: 500 }) },
    primary: true,
    apply(draft, _form, work) {
      stopAll(draft, ['drill-day', 'drill-watch'], work);
      set(draft, { startedAt: work.at });
      work.startClock(draft, 'drill-over', { n: MOST_HOURS, unit: 'clock-hour' });
    },
  }),
  'muster-drill': musterCommand(['drill-running', 'drill-reviewing'], planners, (draft, muster) =>
    set(draft, { musters: [...drillOf(draft).musters, muster] }),
  ),
  'note-drill': command({
    from: OPEN,
    to: [],
    who: planners,
    form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
    stale: 'commutes',
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'other', work.at);
    },
  }),
  'end-drill': command({
    from: ['drill-running'],
    to: ['drill-reviewing'],
    who: planners,
    form: { note: field.textarea.optional({ max: 500 }) },
    primary: true,
    apply(draft, _form, work) {
      end(draft, work);
    },
  }),
  'finding-drill': command({
    from: ['drill-running', 'drill-reviewing'],
    to: [],
    who: planners,
    form: {
      finding: field.textarea.required({ max: 300, min: 4 }),
      unit: field.unit.required(),
      days: field.integer.required({ min: 1, max: 365 }),
    },
    apply(draft, form, work) {
      if (!work.world.catalogue.units.has(form.unit))
        throw problem('cases.unknown-unit', {}, [{ path: 'form/unit', code: 'unknown-unit' }]);
      const improvement: ImprovementFacts = { source: 'drill', sourceId: draft.id, days: form.days };
      const [headline = ''] = form.finding.split('\n');
      work.open({
        kind: 'improvement',
        category: '',
        headline: headline.slice(0, 80),
        text: form.finding,
        ownerUnit: form.unit,
        under: true,
        facts: { improvement },
      });
      set(draft, { findings: drillOf(draft).findings + 1 });
    },
  }),
  'close-drill': command({
    from: ['drill-reviewing'],
    to: ['drill-closed'],
    who: planners,
    form: {
      result: field.choice('drill-result', drillResults),
      review: field.textarea.required({ max: 2000, min: 10 }),
    },
    primary: true,
    apply(draft, form, work) {
      if (form.result !== 'met' && drillOf(draft).findings === 0)
        throw problem('cases.drill-no-finding', {}, [{ path: 'form/result', code: 'drill-no-finding' }]);
      set(draft, { result: form.result as DrillFacts['result'] });
      draft.facts['review'] = form.review;
      close(draft, work);
    },
  }),
  'cancel-drill': command({
    // Also by the machine: when it becomes serious, nobody plays on.
    from: ['drill-planned', 'drill-running'],
    to: ['drill-cancelled'],
    who: [...planners, system],
    form: { reason: field.textarea.required({ max: 500, min: 2 }) },
    danger: true,
    apply(draft, _form, work) {
      close(draft, work);
    },
  }),
  lapse: command({
    from: '*',
    to: ['drill-reviewing'],
    mayStay: true,
    who: [system],
    form: { clock: field.text.required({ max: 40 }) },
    apply(draft, { clock }, work) {
      if (clock === 'drill-over') end(draft, work);
      else work.notice({ key: 'notice.drill-waits', to: 'owner-unit', duty: 'command', urgency: 'later' });
    },
  }),
};

export const drill = defineCaseKind<CasesWorld>({
  name: 'drill',
  initial: ['drill-planned'],
  states: {
    'drill-planned': { shape: 'todo', clock: 'drill-day' },
    'drill-running': { shape: 'doing', clock: 'drill-over' },
    'drill-reviewing': { shape: 'doing', clock: 'drill-review' },
    'drill-closed': { shape: 'done', final: true },
    'drill-cancelled': { shape: 'done', final: true },
  },
  commands,
  clocks: {
    'drill-day': { onLapse: 'lapse' },
    'drill-over': { onLapse: 'lapse' },
    'drill-review': { onLapse: 'lapse' },
    'drill-watch': { onLapse: 'lapse' },
  },
  watch: { clock: 'drill-watch', limit: { n: 2, unit: 'work-day' }, urgent: { n: 2, unit: 'work-day' } },
  file(draft, work) {
    draft.state = 'drill-planned';
    draft.urgent = false;
    waitForDay(draft, work);
  },
});
