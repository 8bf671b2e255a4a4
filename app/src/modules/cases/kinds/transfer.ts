// 转移: 未通知 → 已通知 → 已到 → 已返回, with 拒绝 and 失联 in between. Every state is what a person saw or heard: nothing follows from the
// plan. A refusal and somebody who can't be reached are told to the street at once; nobody goes back before the release.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind, type Who } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { escalationCommands, lapseUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { addHandler, addPhotos, close, escalate, stopAll, type Work } from './steps.ts';
import { type TransferFacts, transferOf } from './transfer-facts.ts';
import { dispatcher, handler, intake, system } from './who.ts';
import { commander } from './who-whistles.ts';

const worker: Who = { by: 'duty', duty: 'report', over: 'area' };
/** The post that the list names brings them away, whatever else it does. */
const organiser: Who = { by: 'post' };
const organisers = [organiser, worker, handler, intake, dispatcher];
const LEAVING = ['to-notify', 'notified', 'refused', 'out-of-reach'];
const OPEN = [...LEAVING, 'sheltered'];
const OVER = ['returned', 'transfer-struck'];
/** A phone that comes back late tells what was so before: it is kept as a step, and moves nothing. */
const further = (...states: string[]) => {
  const all = [...states, ...OVER];
  return (state: CaseState) => all.includes(state.state);
};

const MINUTES = { notify: 60, leave: 120 } as const;
/** Whoever is sheltered is asked after each day. */
const SHELTER_HOURS = 24;

const set = (draft: CaseState, by: Partial<TransferFacts>) => {
  draft.facts['transfer'] = { ...transferOf(draft), ...by };
};
/** Written down from a paper slip: its serial stays with the step. */
const slip = { slip: field.text.optional({ max: 40 }) };

function noteSlip(draft: CaseState, serial: string | undefined): void {
  const { slips } = transferOf(draft);
  if (serial && !slips.includes(serial)) set(draft, { slips: [...slips, serial] });
}

/** They leave by the hour that the list names, or within two. */
function leaveClock(draft: CaseState, work: Work): void {
  const { leaveBy } = transferOf(draft);
  const n = leaveBy ? Math.ceil((leaveBy - work.at) / 60_000) : MINUTES.leave;
  work.startClock(draft, 'leave', { n: n > 0 ? n : MINUTES.leave, unit: 'minute' });
}

/** The street hears of it now, not when a clock runs out. */
function tellStreet(draft: CaseState, work: Work, why: string): void {
  escalate(draft, work, why);
  work.notice({ key: `notice.transfer-${why}`, to: 'area', duty: 'dispatch', urgency: 'now' });
  work.notice({ key: `notice.transfer-${why}`, to: 'area', duty: 'command', urgency: 'now' });
}

const commands: Commands = {
  'notify-household': command({
    from: ['to-notify', 'refused', 'out-of-reach'],
    to: ['notified'],
    who: organisers,
    form: {
      how: field.choice('notified-how', ['in-person', 'phone', 'loudspeaker-answered']),
      note: field.textarea.optional({ max: 500 }),
      ...slip,
    },
    primary: true,
    stale: 'commutes',
    mergesWhen: further('notified', 'sheltered'),
    apply(draft, form, work) {
      set(draft, { notified: { at: work.at, how: form.how as 'in-person' } });
      noteSlip(draft, form.slip);
      addHandler(draft, work.actor, work.actingUnit);
      draft.facts['escalatedTo'] = null;
      stopAll(draft, ['notify', 'leave', 'escalation'], work);
      leaveClock(draft, work);
    },
  }),
  'record-arrival': command({
    // Counted where they are: at the shelter's door, or on the phone with a relative.
    from: LEAVING,
    to: ['sheltered'],
    who: organisers,
    form: {
      people: field.integer.required({ min: 0, max: 2000 }),
      where: field.text.required({ max: 80 }),
      note: field.textarea.optional({ max: 500 }),
      photos: field.photos.optional(),
      ...slip,
    },
    primary: true,
    stale: 'commutes',
    mergesWhen: further('sheltered'),
    apply(draft, form, work) {
      set(draft, { arrived: { at: work.at, people: form.people, where: form.where } });
      noteSlip(draft, form.slip);
      addHandler(draft, work.actor, work.actingUnit);
      addPhotos(draft, form.photos, 'after', work.at);
      draft.facts['escalatedTo'] = null;
      stopAll(draft, ['notify', 'leave', 'escalation'], work);
      work.startClock(draft, 'sheltered', { n: SHELTER_HOURS, unit: 'clock-hour' });
    },
  }),
  'record-refusal': command({
    from: ['to-notify', 'notified', 'out-of-reach'],
    to: ['refused'],
    who: organisers,
    form: { reason: field.textarea.required({ max: 500, min: 2 }), ...slip },
    danger: true,
    stale: 'commutes',
    mergesWhen: further('refused', 'sheltered'),
    apply(draft, form, work) {
      noteSlip(draft, form.slip);
      addHandler(draft, work.actor, work.actingUnit);
      stopAll(draft, ['notify', 'leave'], work);
      leaveClock(draft, work);
      tellStreet(draft, work, 'refused');
    },
  }),
  'record-out-of-reach': command({
    from: ['to-notify', 'notified', 'refused'],
    to: ['out-of-reach'],
    who: organisers,
    form: { note: field.textarea.required({ max: 500, min: 2 }), ...slip },
    danger: true,
    stale: 'commutes',
    mergesWhen: further('out-of-reach', 'sheltered'),
    apply(draft, form, work) {
      noteSlip(draft, form.slip);
      addHandler(draft, work.actor, work.actingUnit);
      stopAll(draft, ['notify', 'leave'], work);
      work.startClock(draft, 'notify', { n: MINUTES.notify, unit: 'minute' });
      tellStreet(draft, work, 'out-of-reach');
    },
  }),
  'change-shelter': command({
    from: OPEN,
    to: [],
    who: organisers,
    form: { shelter: field.text.required({ max: 80 }), note: field.textarea.optional({ max: 500 }) },
    apply(draft, form) {
      set(draft, { shelter: form.shelter });
    },
  }),
  'return-released': command({
    from: OPEN,
    to: [],
    who: [system],
    form: { note: field.textarea.optional({ max: 500 }) },
    stale: 'commutes',
    apply(draft, _form, work) {
      set(draft, { released: work.at });
      work.notice({ key: 'notice.transfer-released', to: 'owner-unit', duty: 'handle', urgency: 'now' });
    },
  }),
  'record-return': command({
    from: ['sheltered', 'refused', 'notified'],
    to: ['returned'],
    who: organisers,
    form: { note: field.textarea.required({ max: 500, min: 2 }), ...slip },
    primary: (state) => transferOf(state).released !== null,
    stale: 'commutes',
    mergesWhen: further(),
    unless: (state) => (transferOf(state).released === null ? 'cases.transfer-not-released' : undefined),
    apply(draft, form, work) {
      noteSlip(draft, form.slip);
      addHandler(draft, work.actor, work.actingUnit);
      draft.solved = 'yes';
      close(draft, work);
    },
  }),
  'strike-transfer': command({
    // Not needed after all, or written twice: said by whoever commands, with the reason.
    from: LEAVING,
    to: ['transfer-struck'],
    who: [commander, dispatcher],
    form: { reason: field.textarea.required({ max: 500, min: 5 }) },
    danger: true,
    apply(draft, _form, work) {
      close(draft, work);
    },
  }),
  'note-transfer': command({
    from: OPEN,
    to: [],
    who: [...organisers, commander],
    form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional(), ...slip },
    stale: 'commutes',
    mergesWhen: further(),
    apply(draft, form, work) {
      noteSlip(draft, form.slip);
      addPhotos(draft, form.photos, 'other', work.at);
    },
  }),
  ...lapseUp('handle'),
};

export const transfer = defineCaseKind<CasesWorld>({
  name: 'transfer',
  initial: ['to-notify'],
  states: {
    'to-notify': { shape: 'todo', clock: 'notify' },
    notified: { shape: 'doing', clock: 'leave' },
    refused: { shape: 'todo', clock: 'leave' },
    'out-of-reach': { shape: 'todo', clock: 'notify' },
    sheltered: { shape: 'doing', clock: 'sheltered' },
    returned: { shape: 'done', final: true },
    'transfer-struck': { shape: 'done', final: true },
  },
  commands: { ...commands, ...escalationCommands(OPEN) },
  clocks: {
    notify: { onLapse: 'lapse' },
    leave: { onLapse: 'lapse' },
    sheltered: { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    draft.state = 'to-notify';
    draft.urgent = true;
    work.startClock(draft, 'notify', { n: MINUTES.notify, unit: 'minute' });
  },
});
