// 行动卡: what one post does in an emergency. It counts as answered (叫应) only when a person answers: the holder in the app, or by a
// voice that somebody on duty heard. Unanswered, it goes up by clock.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind, type Who } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { type CardFacts, cardOf } from './emergency-facts.ts';
import { escalationCommands, lapseUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { addHandler, addPhotos, close, stopAll, type Work } from './steps.ts';
import { dispatcher, system } from './who.ts';
import { commander } from './who-whistles.ts';

const holder: Who = { by: 'post' };
const OPEN = ['card-sent', 'card-answered'];
/** A phone that comes back when the card is over: what it says is kept as a step, and moves nothing. */
const over = (state: CaseState) => !OPEN.includes(state.state);
/** How long a card may be under way before somebody asks. */
const DO_HOURS = 12;

function answer(draft: CaseState, work: Work, how: 'app' | 'phone' | 'in-person'): void {
  const by = work.actor.kind === 'staff' ? work.actor.accountId : '';
  draft.facts['card'] = { ...cardOf(draft), answered: { at: work.at, how, by } } satisfies CardFacts;
  draft.state = 'card-answered';
  draft.facts['escalatedTo'] = null;
  stopAll(draft, ['answer-card', 'escalation'], work);
  work.startClock(draft, 'do-card', { n: DO_HOURS, unit: 'clock-hour' });
}

const commands: Commands = {
  'answer-card': command({
    from: ['card-sent'],
    to: ['card-answered'],
    who: [holder],
    form: { note: field.textarea.optional({ max: 500 }) },
    primary: true,
    stale: 'commutes',
    mergesWhen: (state) => state.state === 'card-answered' || over(state),
    apply(draft, _form, work) {
      answer(draft, work, 'app');
      addHandler(draft, work.actor, work.actingUnit);
    },
  }),
  'record-answer': command({
    // Called by phone or met in person: whoever is on duty writes down that a person answered.
    from: ['card-sent'],
    to: ['card-answered'],
    who: [dispatcher, commander],
    form: {
      how: field.choice('answer-how', ['phone', 'in-person']),
      note: field.textarea.optional({ max: 500 }),
    },
    stale: 'commutes',
    mergesWhen: (state) => state.state === 'card-answered',
    apply(draft, form, work) {
      answer(draft, work, form.how as 'phone' | 'in-person');
    },
  }),
  'finish-card': command({
    from: OPEN,
    to: ['card-done'],
    who: [holder, dispatcher],
    form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
    primary: (state) => state.state === 'card-answered',
    stale: 'commutes',
    mergesWhen: over,
    apply(draft, form, work) {
      if (cardOf(draft).answered === null) answer(draft, work, 'app');
      draft.state = 'card-done';
      addPhotos(draft, form.photos, 'after', work.at);
      addHandler(draft, work.actor, work.actingUnit);
      close(draft, work);
    },
  }),
  'cannot-card': command({
    from: OPEN,
    to: ['card-cannot'],
    who: [holder, dispatcher],
    form: { reason: field.textarea.required({ max: 500, min: 2 }) },
    danger: true,
    stale: 'commutes',
    mergesWhen: over,
    apply(draft, _form, work) {
      work.notice({ key: 'notice.card-cannot', to: 'area', duty: 'command', urgency: 'now' });
      close(draft, work);
    },
  }),
  'note-card': command({
    from: OPEN,
    to: [],
    who: [holder, dispatcher, commander],
    form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
    stale: 'commutes',
    mergesWhen: over,
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'other', work.at);
    },
  }),
  'recall-card': command({
    // The emergency is over, or another level gave this post another card.
    from: OPEN,
    to: ['card-recalled'],
    who: [system],
    form: { note: field.textarea.optional({ max: 500 }) },
    apply(draft, _form, work) {
      close(draft, work);
    },
  }),
  ...lapseUp('command'),
};

export const actionCard = defineCaseKind<CasesWorld>({
  name: 'action-card',
  initial: ['card-sent'],
  states: {
    'card-sent': { shape: 'todo', clock: 'answer-card' },
    'card-answered': { shape: 'doing', clock: 'do-card' },
    'card-done': { shape: 'done', final: true },
    'card-cannot': { shape: 'done', final: true },
    'card-recalled': { shape: 'done', final: true },
  },
  commands: { ...commands, ...escalationCommands(OPEN) },
  clocks: {
    'answer-card': { onLapse: 'lapse' },
    'do-card': { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    draft.state = 'card-sent';
    draft.urgent = true;
    draft.lng = null;
    draft.lat = null;
    work.startClock(draft, 'answer-card', { n: cardOf(draft).within, unit: 'minute' });
  },
});
