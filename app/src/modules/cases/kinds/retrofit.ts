// 应急设施补短板: problem → budget → work → acceptance. Whoever builds it is not the one who accepts it, and what is not accepted goes back
// to work with the reason.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import { escalationCommands, lapseUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { addHandler, addPhotos, close, stopAll, type Work } from './steps.ts';
import { dispatcher, handler, intake, verifier } from './who.ts';
import { commander } from './who-whistles.ts';
import '../problems.ts';

export type RetrofitFacts = {
  /** Which infrastructure is lacking and how much of it, as it was reckoned when this began. */
  kind: string;
  lacking: number;
  rule: string;
  /** In fen, so that nothing is rounded. */
  budget: { fen: number; source: string; at: number } | null;
  worksUnit: string | null;
  accepted: { at: number; pieces: number } | null;
};

export function retrofitOf(state: CaseState): RetrofitFacts {
  return state.facts['retrofit'] as RetrofitFacts;
}

const deciders = [intake, dispatcher, commander];
const OPEN = ['retrofit-problem', 'retrofit-budgeted', 'retrofit-works', 'retrofit-accepting'];
const CLOCKS = ['plan-budget', 'begin-works', 'works', 'accept-works', 'escalation'];

const set = (draft: CaseState, by: Partial<RetrofitFacts>) => {
  draft.facts['retrofit'] = { ...retrofitOf(draft), ...by };
};

function runOnly(draft: CaseState, work: Work, clock: string, days: number): void {
  stopAll(draft, CLOCKS, work);
  draft.facts['escalatedTo'] = null;
  work.startClock(draft, clock, { n: days, unit: 'calendar-day' }, draft.ownerUnit ?? undefined);
}

const commands: Commands = {
  'set-budget': command({
    from: ['retrofit-problem'],
    to: ['retrofit-budgeted'],
    who: deciders,
    form: {
      yuan: field.integer.required({ min: 1, max: 1_000_000_000 }),
      source: field.text.required({ max: 120, min: 2 }),
      note: field.textarea.optional({ max: 500 }),
    },
    primary: true,
    apply(draft, form, work) {
      set(draft, { budget: { fen: form.yuan * 100, source: form.source, at: work.at } });
      runOnly(draft, work, 'begin-works', 30);
    },
  }),
  'give-works': command({
    from: ['retrofit-budgeted'],
    to: ['retrofit-works'],
    who: deciders,
    form: {
      unit: field.unit.required(),
      days: field.integer.required({ min: 1, max: 730 }),
      note: field.textarea.optional({ max: 500 }),
    },
    primary: true,
    apply(draft, form, work) {
      if (!work.world.catalogue.units.has(form.unit))
        throw problem('cases.unknown-unit', {}, [{ path: 'form/unit', code: 'unknown-unit' }]);
      set(draft, { worksUnit: form.unit });
      draft.ownerUnit = form.unit;
      runOnly(draft, work, 'works', form.days);
      work.notice({ key: 'notice.retrofit-works', to: 'owner-unit', duty: 'handle', urgency: 'later' });
    },
  }),
  'finish-works': command({
    from: ['retrofit-works'],
    to: ['retrofit-accepting'],
    who: [handler],
    form: { note: field.textarea.required({ max: 1000, min: 2 }), photos: field.photos.optional() },
    primary: true,
    apply(draft, form, work) {
      addHandler(draft, work.actor, work.actingUnit);
      addPhotos(draft, form.photos, 'after', work.at);
      runOnly(draft, work, 'accept-works', 10);
      work.notice({ key: 'notice.retrofit-finished', to: 'area', duty: 'verify', urgency: 'later' });
    },
  }),
  'accept-works': command({
    from: ['retrofit-accepting'],
    to: ['retrofit-done', 'retrofit-works'],
    who: [verifier, commander],
    form: {
      passed: field.boolean.required(),
      pieces: field.integer.optional({ min: 0, max: 10_000 }),
      note: field.textarea.required({ max: 1000, min: 2 }),
      photos: field.photos.optional(),
    },
    primary: true,
    // By somebody else than the works unit, and by nobody who had a hand in it.
    unless: (state, actor) =>
      actor.kind === 'staff' &&
      (state.facts.handlers.includes(actor.accountId) ||
        actor.posts.every((post) => state.facts.handlerUnits.includes(post.unitId)))
        ? 'cases.verifier-handled'
        : undefined,
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'after', work.at);
      if (!form.passed) {
        draft.state = 'retrofit-works';
        runOnly(draft, work, 'works', 15);
        work.notice({ key: 'notice.retrofit-again', to: 'owner-unit', duty: 'handle', urgency: 'now' });
        return;
      }
      draft.state = 'retrofit-done';
      set(draft, { accepted: { at: work.at, pieces: form.pieces ?? retrofitOf(draft).lacking } });
      draft.solved = 'yes';
      close(draft, work);
    },
  }),
  'drop-retrofit': command({
    from: OPEN,
    to: ['retrofit-dropped'],
    who: [dispatcher, commander],
    form: { reason: field.textarea.required({ max: 500, min: 5 }) },
    danger: true,
    apply(draft, _form, work) {
      draft.solved = 'no';
      close(draft, work);
    },
  }),
  'note-retrofit': command({
    from: OPEN,
    to: [],
    who: [...deciders, handler, verifier],
    form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
    stale: 'commutes',
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'other', work.at);
    },
  }),
  ...lapseUp('handle'),
};

export const retrofit = defineCaseKind<CasesWorld>({
  name: 'retrofit',
  initial: ['retrofit-problem'],
  states: {
    'retrofit-problem': { shape: 'todo', clock: 'plan-budget' },
    'retrofit-budgeted': { shape: 'todo', clock: 'begin-works' },
    'retrofit-works': { shape: 'doing', clock: 'works' },
    'retrofit-accepting': { shape: 'doing', clock: 'accept-works' },
    'retrofit-done': { shape: 'done', final: true },
    'retrofit-dropped': { shape: 'done', final: true },
  },
  commands: { ...commands, ...escalationCommands(OPEN) },
  clocks: {
    'plan-budget': { onLapse: 'lapse' },
    'begin-works': { onLapse: 'lapse' },
    works: { onLapse: 'lapse' },
    'accept-works': { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    draft.state = 'retrofit-problem';
    work.startClock(draft, 'plan-budget', { n: 30, unit: 'calendar-day' });
    work.notice({ key: 'notice.retrofit', to: 'area', duty: 'intake', urgency: 'later' });
  },
});
