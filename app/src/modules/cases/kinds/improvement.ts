// 整改任务: what a review, a drill, a survey or a count found, given to a unit with a day, checked by somebody else.
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { escalationCommands, lapseUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { addHandler, addPhotos, close, stopAll } from './steps.ts';
import { dispatcher, handler, verifier } from './who.ts';
import { commander } from './who-whistles.ts';

/** Where it came from and by when it is to be done. */
export type ImprovementFacts = {
  source: 'review' | 'drill' | 'readiness' | 'survey' | 'stock';
  sourceId: string;
  days: number;
};

const OPEN = ['improve-open', 'improve-checking'];

const commands: Commands = {
  'finish-improvement': command({
    from: ['improve-open'],
    to: ['improve-checking'],
    who: [handler],
    form: { note: field.textarea.required({ max: 1000, min: 2 }), photos: field.photos.optional() },
    primary: true,
    mergesWhen: (state) => state.state === 'improve-checking',
    apply(draft, form, work) {
      addHandler(draft, work.actor, work.actingUnit);
      addPhotos(draft, form.photos, 'after', work.at);
      stopAll(draft, ['improve', 'escalation'], work);
      work.startClock(draft, 'improve-check', { n: 5, unit: 'work-day' });
      work.notice({ key: 'notice.improvement-done', to: 'area', duty: 'verify', urgency: 'now' });
    },
  }),
  'check-improvement': command({
    from: ['improve-checking'],
    to: ['improve-done', 'improve-open'],
    who: [verifier, commander],
    form: {
      passed: field.boolean.required(),
      note: field.textarea.required({ max: 500, min: 2 }),
      photos: field.photos.optional(),
    },
    primary: true,
    // Whoever did it is not the one who says that it is done.
    unless: (state, actor) =>
      actor.kind === 'staff' && state.facts.handlers.includes(actor.accountId)
        ? 'cases.verifier-handled'
        : undefined,
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'after', work.at);
      stopAll(draft, ['improve-check'], work);
      if (form.passed) {
        draft.state = 'improve-done';
        draft.solved = 'yes';
        close(draft, work);
        return;
      }
      draft.state = 'improve-open';
      work.startClock(draft, 'improve', { n: 5, unit: 'work-day' }, draft.ownerUnit ?? undefined);
      work.notice({ key: 'notice.improvement-again', to: 'owner-unit', duty: 'handle', urgency: 'now' });
    },
  }),
  'drop-improvement': command({
    from: OPEN,
    to: ['improve-dropped'],
    who: [dispatcher, commander],
    form: { reason: field.textarea.required({ max: 500, min: 5 }) },
    danger: true,
    apply(draft, _form, work) {
      draft.solved = 'no';
      close(draft, work);
    },
  }),
  ...lapseUp('handle'),
};

export const improvement = defineCaseKind<CasesWorld>({
  name: 'improvement',
  initial: ['improve-open'],
  states: {
    'improve-open': { shape: 'todo', clock: 'improve' },
    'improve-checking': { shape: 'doing', clock: 'improve-check' },
    'improve-done': { shape: 'done', final: true },
    'improve-dropped': { shape: 'done', final: true },
  },
  commands: { ...commands, ...escalationCommands(OPEN) },
  clocks: {
    improve: { onLapse: 'lapse' },
    'improve-check': { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    draft.state = 'improve-open';
    const { days } = draft.facts['improvement'] as ImprovementFacts;
    work.startClock(draft, 'improve', { n: days, unit: 'calendar-day' }, draft.ownerUnit ?? undefined);
    work.notice({ key: 'notice.improvement', to: 'owner-unit', duty: 'handle', urgency: 'later' });
  },
});
