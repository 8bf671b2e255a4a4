// 一键呼叫: paired helper → volunteers → duty desk → 120/110, each rung by its own clock. It ends when somebody saw the person, or handed them
// to 120, 110 or the family: silence and time only ever ring the next one. Nobody is asked to break a door.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind, type Who } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { escalationCommands, goUp } from './escalations.ts';
import { type HelpCallFacts, helpCallOf } from './help-call-facts.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { addHandler, addPhotos, close, stopAll, type Work } from './steps.ts';
import { dispatcher, handler, intake, system } from './who.ts';

const neighbour: Who = { by: 'duty', duty: 'report', over: 'area' };
const operator: Who = { by: 'duty', duty: 'hotline', over: 'area' };
const desk = [operator, intake, dispatcher];
const anybody = [...desk, neighbour, handler];

const RUNGS = ['call-helper', 'call-volunteer', 'call-desk', 'call-dial'] as const;
type Rung = (typeof RUNGS)[number];
const OPEN = [...RUNGS, 'call-attending', 'call-dispatched'];
const CLOCKS = ['call-answer', 'call-arrive', 'call-dial', 'call-hand-over', 'escalation'];

/** The desk has this long to dial after it was told to, and to hear from 120 or 110 afterwards. */
const MINUTES = { dial: 5, handOver: 30 } as const;

const set = (draft: CaseState, by: Partial<HelpCallFacts>) => {
  draft.facts['helpCall'] = { ...helpCallOf(draft), ...by };
};

function rungOf(draft: CaseState): Rung {
  return RUNGS.find((one) => one === draft.state) ?? 'call-desk';
}

/** Rings one rung: its people hear of it now, its clock starts. */
function ring(draft: CaseState, rung: Rung, work: Work): void {
  stopAll(draft, CLOCKS, work);
  draft.state = rung;
  const { ladder } = helpCallOf(draft);
  const notice = (key: string, duty: string) => work.notice({ key, to: 'area', duty, urgency: 'now' });
  const wait = (n: number) => work.startClock(draft, 'call-answer', { n, unit: 'minute' });
  switch (rung) {
    case 'call-helper':
      wait(ladder.helper);
      break;
    case 'call-volunteer':
      notice('notice.call-volunteer', 'report');
      wait(ladder.volunteer);
      break;
    case 'call-desk':
      for (const duty of ['hotline', 'dispatch', 'intake']) notice('notice.call-desk', duty);
      wait(ladder.desk);
      break;
    case 'call-dial':
      for (const duty of ['hotline', 'dispatch', 'escalate-receive']) notice('notice.call-dial', duty);
      work.startClock(draft, 'call-dial', { n: MINUTES.dial, unit: 'minute' });
      break;
  }
}

function next(draft: CaseState, work: Work): void {
  ring(draft, RUNGS[Math.min(RUNGS.indexOf(rungOf(draft)) + 1, RUNGS.length - 1)] as Rung, work);
}

/** No later rung is ever left for an earlier one. */
function atLeast(draft: CaseState, rung: Rung, work: Work): void {
  if (RUNGS.indexOf(draft.state as Rung) < RUNGS.indexOf(rung)) ring(draft, rung, work);
}

function end(draft: CaseState, work: Work): void {
  addHandler(draft, work.actor, work.actingUnit);
  draft.solved = 'yes';
  close(draft, work);
}

const commands: Commands = {
  'take-call': command({
    from: [...RUNGS],
    to: ['call-attending'],
    who: [...anybody, system],
    form: {
      who: field.choice('call-goes', ['helper', 'volunteer', 'worker', 'family']),
      note: field.textarea.optional({ max: 500 }),
    },
    primary: (state) => state.state !== 'call-dial',
    stale: 'commutes',
    mergesWhen: (state) => state.state === 'call-attending',
    apply(draft, _form, work) {
      addHandler(draft, work.actor, work.actingUnit);
      stopAll(draft, CLOCKS, work);
      draft.facts['escalatedTo'] = null;
      work.startClock(draft, 'call-arrive', { n: helpCallOf(draft).ladder.arrive, unit: 'minute' });
    },
  }),
  'cannot-take': command({
    from: ['call-helper', 'call-volunteer', 'call-attending'],
    to: ['call-volunteer', 'call-desk'],
    who: [...anybody, system],
    form: { reason: field.textarea.required({ max: 500, min: 2 }) },
    stale: 'commutes',
    apply(draft, _form, work) {
      if (draft.state === 'call-attending') ring(draft, 'call-desk', work);
      else next(draft, work);
    },
  }),
  'call-back': command({
    // An answer on the telephone is written down; it ends nothing.
    from: OPEN,
    to: ['call-desk'],
    mayStay: true,
    who: [...desk, handler, neighbour],
    form: {
      outcome: field.choice('call-back', ['says-fine', 'says-needs', 'silent', 'not-reached']),
      note: field.textarea.optional({ max: 500 }),
    },
    stale: 'commutes',
    apply(draft, form, work) {
      addHandler(draft, work.actor, work.actingUnit);
      set(draft, { backs: [...helpCallOf(draft).backs, { at: work.at, outcome: form.outcome }] });
      // Who doesn't answer is worse off than was known: the desk has it from now on.
      if (form.outcome === 'silent' || form.outcome === 'not-reached') {
        draft.urgent = true;
        if (draft.state === 'call-helper' || draft.state === 'call-volunteer')
          atLeast(draft, 'call-desk', work);
      }
    },
  }),
  'no-entry': command({
    // At the door, nobody opens: they stay there and the desk finds the key or calls 110 and 119.
    from: ['call-attending', ...RUNGS],
    to: ['call-desk', 'call-dial'],
    who: [...anybody, system],
    form: {
      heard: field.choice('call-heard', ['nothing', 'voice', 'water-or-smell']),
      note: field.textarea.optional({ max: 500 }),
      photos: field.photos.optional(),
    },
    danger: true,
    stale: 'commutes',
    mergesWhen: (state) => state.state === 'call-dial',
    apply(draft, form, work) {
      addHandler(draft, work.actor, work.actingUnit);
      addPhotos(draft, form.photos, 'other', work.at);
      draft.urgent = true;
      // Sounds that ask for help, water, smoke: no time for another rung.
      ring(draft, form.heard === 'nothing' && draft.state !== 'call-dial' ? 'call-desk' : 'call-dial', work);
    },
  }),
  'call-out-service': command({
    from: OPEN,
    to: ['call-dispatched'],
    who: [...desk, handler, neighbour],
    form: {
      service: field.choice('call-service', ['120', '110', '119']),
      reference: field.text.optional({ max: 60 }),
      note: field.textarea.optional({ max: 500 }),
    },
    primary: (state) => state.state === 'call-dial',
    stale: 'commutes',
    apply(draft, form, work) {
      addHandler(draft, work.actor, work.actingUnit);
      const { dispatched } = helpCallOf(draft);
      const one = { at: work.at, service: form.service, reference: form.reference ?? '' };
      set(draft, { dispatched: [...dispatched, one] });
      draft.urgent = true;
      draft.facts['escalatedTo'] = null;
      stopAll(draft, CLOCKS, work);
      work.startClock(draft, 'call-hand-over', { n: MINUTES.handOver, unit: 'minute' });
      work.notice({ key: 'notice.call-dispatched', to: 'area', duty: 'report', urgency: 'now' });
    },
  }),
  'seen-in-person': command({
    from: OPEN,
    to: ['call-seen'],
    who: [...anybody, system],
    form: {
      condition: field.choice('call-condition', ['well', 'helped', 'not-at-home-but-met']),
      note: field.textarea.required({ max: 500, min: 2 }),
      photos: field.photos.optional(),
    },
    primary: (state) => state.state === 'call-attending',
    stale: 'commutes',
    mergesWhen: (state) => state.state === 'call-seen',
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'after', work.at);
      end(draft, work);
    },
  }),
  'hand-over-person': command({
    from: OPEN,
    to: ['call-handed-over'],
    who: [...anybody, system],
    form: {
      to: field.choice('call-hand-over', ['120', '110', 'family']),
      // Who took over, as they gave it: the number of the car, the officer, the daughter. Role, not identity papers.
      by: field.text.required({ max: 80, min: 2 }),
      note: field.textarea.optional({ max: 500 }),
    },
    primary: (state) => state.state === 'call-dispatched',
    stale: 'commutes',
    mergesWhen: (state) => state.state === 'call-handed-over',
    apply(draft, _form, work) {
      end(draft, work);
    },
  }),
  'call-again': command({
    // Pressed again while it is open: never a second call, always one rung up; whoever stands at the door is told as well.
    from: OPEN,
    to: [...RUNGS],
    who: [system],
    form: {
      need: field.choice('call-need', ['emergency', 'life', 'repair', 'company']),
      speech: field.choice('call-speech', ['none', 'spoken', 'unknown']),
    },
    stale: 'commutes',
    apply(draft, form, work) {
      const facts = helpCallOf(draft);
      const need = form.need === 'emergency' ? 'emergency' : facts.need;
      set(draft, { again: facts.again + 1, need, speech: form.speech as HelpCallFacts['speech'] });
      if (need === 'emergency') draft.urgent = true;
      if (draft.state === 'call-helper' || draft.state === 'call-volunteer') next(draft, work);
      else work.notice({ key: 'notice.call-again', to: 'area', duty: 'hotline', urgency: 'now' });
    },
  }),
  'note-call': command({
    from: OPEN,
    to: [],
    who: anybody,
    form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
    stale: 'commutes',
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'other', work.at);
    },
  }),
  lapse: command({
    from: '*',
    to: ['call-volunteer', 'call-desk', 'call-dial'],
    who: [system],
    form: { clock: field.text.required({ max: 40 }) },
    apply(draft, { clock }, work) {
      if (clock === 'call-answer') {
        next(draft, work);
        return;
      }
      // Whoever said they go has not been heard of: the desk asks.
      if (clock === 'call-arrive' && draft.state === 'call-attending') {
        ring(draft, 'call-desk', work);
        return;
      }
      goUp(draft, work, clock, 'handle');
      if (draft.state === 'call-dial')
        work.notice({ key: 'notice.call-dial', to: 'area', duty: 'escalate-receive', urgency: 'now' });
    },
  }),
};

export const helpCall = defineCaseKind<CasesWorld>({
  name: 'help-call',
  initial: ['call-helper', 'call-volunteer'],
  states: {
    'call-helper': { shape: 'todo', clock: 'call-answer' },
    'call-volunteer': { shape: 'todo', clock: 'call-answer' },
    'call-desk': { shape: 'todo', clock: 'call-answer' },
    'call-dial': { shape: 'todo', clock: 'call-dial' },
    'call-attending': { shape: 'doing', clock: 'call-arrive' },
    'call-dispatched': { shape: 'doing', clock: 'call-hand-over' },
    'call-seen': { shape: 'done', final: true },
    'call-handed-over': { shape: 'done', final: true },
  },
  commands: { ...commands, ...escalationCommands(OPEN) },
  clocks: {
    'call-answer': { onLapse: 'lapse' },
    'call-arrive': { onLapse: 'lapse' },
    'call-dial': { onLapse: 'lapse' },
    'call-hand-over': { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    const { helper, need } = helpCallOf(draft);
    draft.urgent = need === 'emergency';
    ring(draft, helper ? 'call-helper' : 'call-volunteer', work);
  },
});
