// 召集: people are asked to come, muster, work and go home, and it is closed only when everybody who came is accounted for. What each of
// them said is a turn of its own (`turn-out`); here they are only counted.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind, type Who } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { type CallOutFacts, callOutOf, stillOut, type TurnStand, turnStands } from './call-out-facts.ts';
import { escalationCommands, lapseUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { addPhotos, close, stopAll, type Work } from './steps.ts';
import { dispatcher, intake, system } from './who.ts';
import { commander } from './who-whistles.ts';

const organisers: readonly Who[] = [commander, dispatcher, intake];
const OPEN = ['call-open', 'call-on-duty', 'call-going-home'];
const CLOCKS = ['muster', 'on-duty', 'all-home', 'escalation'];
/** Nobody's call-out goes on for longer without somebody deciding so. */
const DUTY_HOURS = 24;
const HOME_HOURS = 2;
/** Nobody there so long after the muster: the level above is told. */
const LATE_MINUTES = 30;

const set = (draft: CaseState, by: Partial<CallOutFacts>) => {
  draft.facts['callOut'] = { ...callOutOf(draft), ...by };
};

function untilMuster(draft: CaseState, work: Work): void {
  work.stopClock(draft, 'muster');
  const minutes = Math.round((callOutOf(draft).meetAt - work.at) / 60_000) + LATE_MINUTES;
  work.startClock(draft, 'muster', { n: Math.max(LATE_MINUTES, minutes), unit: 'minute' });
}

const commands: Commands = {
  'count-turn': command({
    // A turn moved on: it says from where to where. Answers that nobody waits for any more are counted too.
    from: [...OPEN, 'call-closed', 'call-cancelled'],
    to: ['call-on-duty'],
    mayStay: true,
    who: [system],
    form: {
      stand: field.choice('turn-stand', turnStands),
      was: field.text.optional({ max: 20 }),
      people: field.integer.optional({ min: 1, max: 5000 }),
      wasPeople: field.integer.optional({ min: 1, max: 5000 }),
      minutes: field.integer.optional({ min: 0, max: 100_000_000 }),
    },
    stale: 'commutes',
    rare: true,
    apply(draft, form, work) {
      const facts = callOutOf(draft);
      const counts = { ...facts.counts };
      const { people = 1, wasPeople = people } = form;
      counts[form.stand as TurnStand] += people;
      if (form.was) counts[form.was as TurnStand] = Math.max(0, counts[form.was as TurnStand] - wasPeople);
      set(draft, { counts, minutes: facts.minutes + (form.minutes ?? 0) });
      if (draft.state !== 'call-open' || form.stand !== 'present') return;
      draft.state = 'call-on-duty';
      stopAll(draft, ['muster'], work);
      work.startClock(draft, 'on-duty', { n: DUTY_HOURS, unit: 'clock-hour' });
    },
  }),
  'change-call-out': command({
    from: ['call-open', 'call-on-duty'],
    to: [],
    who: organisers,
    form: {
      meetAt: field.datetime.optional(),
      meetingPoint: field.text.optional({ max: 120 }),
      wanted: field.integer.optional({ min: 1, max: 5000 }),
      note: field.textarea.required({ max: 500, min: 2 }),
    },
    apply(draft, form, work) {
      const { meetAt, meetingPoint, wanted } = callOutOf(draft);
      set(draft, {
        meetAt: form.meetAt ?? meetAt,
        meetingPoint: form.meetingPoint ?? meetingPoint,
        wanted: form.wanted ?? wanted,
      });
      if (draft.state === 'call-open') untilMuster(draft, work);
    },
  }),
  'count-heads': command({
    // Whoever stands there is counted, also those who were on no list.
    from: ['call-open', 'call-on-duty', 'call-going-home'],
    to: [],
    who: organisers,
    form: {
      people: field.integer.required({ min: 0, max: 5000 }),
      note: field.textarea.optional({ max: 500 }),
      photos: field.photos.optional(),
    },
    stale: 'commutes',
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'other', work.at);
      set(draft, { heads: { at: work.at, people: form.people } });
    },
  }),
  'red-begins': command({
    from: ['call-open', 'call-on-duty'],
    to: [],
    who: [system],
    form: { warning: field.text.required({ max: 200 }) },
    stale: 'commutes',
    apply(draft, _form, work) {
      set(draft, { red: true });
      work.notice({ key: 'notice.call-out-red', to: 'area', duty: 'command', urgency: 'now' });
      work.notice({ key: 'notice.call-out-red', to: 'area', duty: 'dispatch', urgency: 'now' });
    },
  }),
  'send-home': command({
    from: ['call-open', 'call-on-duty'],
    to: ['call-going-home'],
    who: organisers,
    form: { note: field.textarea.required({ max: 500, min: 2 }) },
    primary: (state) => state.state === 'call-on-duty',
    apply(draft, _form, work) {
      stopAll(draft, CLOCKS, work);
      draft.facts['escalatedTo'] = null;
      work.startClock(draft, 'all-home', { n: HOME_HOURS, unit: 'clock-hour' });
    },
  }),
  'close-call-out': command({
    from: ['call-going-home'],
    to: ['call-closed'],
    who: organisers,
    form: { note: field.textarea.required({ max: 1000, min: 2 }) },
    primary: true,
    unless: (state) => (stillOut(callOutOf(state)) > 0 ? 'cases.call-out-not-all-home' : undefined),
    apply(draft, _form, work) {
      draft.solved = 'yes';
      close(draft, work);
    },
  }),
  'cancel-call-out': command({
    from: ['call-open'],
    to: ['call-cancelled'],
    who: organisers,
    form: { reason: field.textarea.required({ max: 500, min: 5 }) },
    danger: true,
    unless: (state) => (stillOut(callOutOf(state)) > 0 ? 'cases.call-out-not-all-home' : undefined),
    apply(draft, _form, work) {
      close(draft, work);
    },
  }),
  'note-call-out': command({
    from: OPEN,
    to: [],
    who: organisers,
    form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
    stale: 'commutes',
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'other', work.at);
    },
  }),
  ...lapseUp('command'),
};

export const callOut = defineCaseKind<CasesWorld>({
  name: 'call-out',
  initial: ['call-open'],
  states: {
    'call-open': { shape: 'todo', clock: 'muster' },
    'call-on-duty': { shape: 'doing', clock: 'on-duty' },
    'call-going-home': { shape: 'doing', clock: 'all-home' },
    'call-closed': { shape: 'done', final: true },
    'call-cancelled': { shape: 'done', final: true },
  },
  commands: { ...commands, ...escalationCommands(OPEN) },
  clocks: {
    muster: { onLapse: 'lapse' },
    'on-duty': { onLapse: 'lapse' },
    'all-home': { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    draft.state = 'call-open';
    draft.urgent = true;
    untilMuster(draft, work);
  },
});
