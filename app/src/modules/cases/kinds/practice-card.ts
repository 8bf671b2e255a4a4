// 演练卡 and 备勤点名: one line to one post, on top of today in the field app, answered without a network like the cards of an emergency. Unlike
// those it goes up to nobody when it stays unanswered: an exercise sends no real call. It is counted, and that is all.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind, type Who } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import type { Commands } from './loop-limits.ts';
import { type PracticeCardFacts, practiceOf } from './practice-facts.ts';
import { close, stopAll, type Work } from './steps.ts';
import { dispatcher, system } from './who.ts';
import { commander } from './who-whistles.ts';

const holder: Who = { by: 'post' };
const OPEN = ['practice-sent', 'practice-answered'];

function answer(draft: CaseState, work: Work, how: 'app' | 'phone' | 'in-person'): void {
  const facts = practiceOf(draft);
  const late = draft.state === 'practice-missed';
  draft.facts['practice'] = {
    ...facts,
    answered: facts.answered ?? { at: work.at, how, late },
  } satisfies PracticeCardFacts;
  // What comes when it is over is kept, and changes nothing any more.
  if (late) return;
  stopAll(draft, ['answer-practice'], work);
  if (facts.doWithin === null) {
    draft.state = 'practice-done';
    close(draft, work);
    return;
  }
  draft.state = 'practice-answered';
  work.startClock(draft, 'do-practice', { n: facts.doWithin, unit: 'minute' });
}

const answered = (state: CaseState) => practiceOf(state).answered !== null;

const commands: Commands = {
  'answer-practice': command({
    from: ['practice-sent', 'practice-missed'],
    to: ['practice-answered', 'practice-done'],
    who: [holder],
    form: {},
    primary: (state) => state.state === 'practice-sent',
    stale: 'commutes',
    mergesWhen: answered,
    unless: (state) => (answered(state) ? 'cases.practice-answered' : undefined),
    apply(draft, _form, work) {
      answer(draft, work, 'app');
    },
  }),
  'record-practice': command({
    // Reached by telephone or in person: whoever runs the exercise writes it down.
    from: ['practice-sent'],
    to: ['practice-answered', 'practice-done'],
    who: [dispatcher, commander],
    form: { how: field.choice('answer-how', ['phone', 'in-person']) },
    stale: 'commutes',
    mergesWhen: answered,
    apply(draft, form, work) {
      answer(draft, work, form.how as 'phone' | 'in-person');
    },
  }),
  'finish-practice': command({
    from: OPEN,
    to: ['practice-done'],
    who: [holder, dispatcher],
    form: { note: field.textarea.required({ max: 500, min: 1 }) },
    primary: (state) => state.state === 'practice-answered',
    stale: 'commutes',
    apply(draft, _form, work) {
      if (!answered(draft)) answer(draft, work, 'app');
      draft.facts['practice'] = { ...practiceOf(draft), doneAt: work.at } satisfies PracticeCardFacts;
      draft.state = 'practice-done';
      close(draft, work);
    },
  }),
  'recall-practice': command({
    // The exercise is over.
    from: OPEN,
    to: ['practice-recalled'],
    who: [system],
    form: {},
    apply(draft, _form, work) {
      close(draft, work);
    },
  }),
  lapse: command({
    from: '*',
    to: ['practice-missed'],
    who: [system],
    form: { clock: field.text.required({ max: 40 }) },
    apply(draft, _form, work) {
      close(draft, work);
    },
  }),
};

export const practiceCard = defineCaseKind<CasesWorld>({
  name: 'practice-card',
  initial: ['practice-sent'],
  states: {
    'practice-sent': { shape: 'todo', clock: 'answer-practice' },
    'practice-answered': { shape: 'doing', clock: 'do-practice' },
    'practice-done': { shape: 'done', final: true },
    'practice-missed': { shape: 'done', final: true },
    'practice-recalled': { shape: 'done', final: true },
  },
  commands,
  clocks: {
    'answer-practice': { onLapse: 'lapse' },
    'do-practice': { onLapse: 'lapse' },
  },
  watch: {
    clock: 'do-practice',
    limit: { n: 1, unit: 'calendar-day' },
    urgent: { n: 1, unit: 'calendar-day' },
  },
  file(draft, work) {
    draft.state = 'practice-sent';
    draft.urgent = false;
    draft.lng = null;
    draft.lat = null;
    work.startClock(draft, 'answer-practice', { n: practiceOf(draft).within, unit: 'minute' });
  },
});
