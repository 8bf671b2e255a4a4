// 督办: somebody above asks the owner for an answer by a limit of its own. It stands beside the case: no other clock is stopped, moved
// or started by it, and closing the case does not answer the question.
import type { Limit } from '@renlin/core/calendar/limit';
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { type ClockSpec, command } from '../../../engines/case/kind.ts';
import type { Actor } from '../../../kernel/actor.ts';
import type { Commands } from './loop-limits.ts';
import { addPhotos, escalate, type Work } from './steps.ts';
import { dispatcher, handler } from './who.ts';
import '../problems.ts';

export type Supervision = {
  /** The unit that asks, and until when it wants its answer. */
  by: string | null;
  at: number;
  reason: string;
  wants: string;
  within: Limit;
  /** The first asking or the one repeat. */
  round: 1 | 2;
  state: 'asked' | 'answered';
  late: boolean;
  answer: string | null;
  answeredAt: number | null;
  /** The supervisor's words on earlier rounds. */
  refusals: { words: string; at: number }[];
};

export type EndedSupervision = Supervision & {
  result: 'satisfied' | 'unsatisfied';
  words: string;
  endedAt: number;
};

const OPEN = ['reported', 'filed', 'dispatched', 'handling', 'paused', 'checking', 'confirming'];
/** A question stays open when the case closes over it; then it waits without a clock. */
const ANSWERABLE = [...OPEN, 'closed', 'declined', 'withdrawn'];
/** Where somebody a level up can take the case over. */
const ESCALATING = ['reported', 'filed', 'dispatched', 'handling', 'checking'];
/** The supervisor owes a word on the answer, too. */
const REVIEW: Limit = { n: 2, unit: 'work-day' };

export const supervisionClocks: Readonly<Record<'supervision' | 'supervision-review', ClockSpec>> = {
  supervision: { onLapse: 'lapse' },
  'supervision-review': { onLapse: 'lapse' },
};

export function supervisionOf(state: Pick<CaseState, 'facts'>): Supervision | null {
  return (state.facts['supervision'] as Supervision | null | undefined) ?? null;
}

export function endedSupervisions(state: Pick<CaseState, 'facts'>): EndedSupervision[] {
  return (state.facts['supervisions'] as EndedSupervision[] | undefined) ?? [];
}

export function supervisionCommands(): Commands {
  const supervisor = { by: 'duty', duty: 'supervise', over: 'area' } as const;
  return {
    supervise: command({
      from: OPEN,
      to: [],
      who: [supervisor],
      form: {
        reason: field.textarea.required({ max: 500, min: 5 }),
        wants: field.textarea.required({ max: 300, min: 2 }),
        within: field.limit.required(),
      },
      stale: 'commutes',
      public: ['within'],
      unless(state, actor) {
        if (supervisionOf(state)) return 'cases.supervised-already';
        return standsApart(state, actor) ? undefined : 'cases.supervise-self';
      },
      apply(draft, form, work) {
        const asked: Supervision = {
          by: work.actingUnit,
          at: work.at,
          reason: form.reason,
          wants: form.wants,
          within: form.within,
          round: 1,
          state: 'asked',
          late: false,
          answer: null,
          answeredAt: null,
          refusals: [],
        };
        ask(draft, asked, work);
      },
    }),
    'answer-supervision': command({
      from: ANSWERABLE,
      to: [],
      // While nobody owns the case, whoever is to give it an owner answers.
      who: [handler, dispatcher],
      form: { answer: field.textarea.required({ max: 1000, min: 5 }), photos: field.photos.optional() },
      stale: 'commutes',
      public: [],
      unless(state, actor) {
        if (supervisionOf(state)?.state !== 'asked') return 'cases.supervision-not-asked';
        const owns =
          actor.kind === 'staff' &&
          actor.posts.some((post) => post.duties.includes('handle') && post.unitId === state.ownerUnit);
        return owns || state.ownerUnit === null ? undefined : 'cases.supervision-owner-answers';
      },
      apply(draft, form, work) {
        const supervision = supervisionOf(draft) as Supervision;
        addPhotos(draft, form.photos, 'other', work.at);
        work.stopClock(draft, 'supervision');
        draft.facts['supervision'] = {
          ...supervision,
          state: 'answered',
          answer: form.answer,
          answeredAt: work.at,
        } satisfies Supervision;
        if (draft.closedAt === null) work.startClock(draft, 'supervision-review', REVIEW);
        work.notice({
          key: 'notice.supervision-answered',
          to: 'area',
          duty: 'supervise',
          urgency: 'now',
        });
      },
    }),
    'close-supervision': command({
      from: ANSWERABLE,
      to: [],
      who: [supervisor],
      form: {
        result: field.choice('supervision-result', ['satisfied', 'unsatisfied']),
        words: field.textarea.required({ max: 500, min: 2 }),
      },
      stale: 'commutes',
      public: ['result'],
      unless(state, actor) {
        if (supervisionOf(state)?.state !== 'answered') return 'cases.supervision-not-answered';
        return standsApart(state, actor) ? undefined : 'cases.supervise-self';
      },
      apply(draft, form, work) {
        const supervision = supervisionOf(draft) as Supervision;
        work.stopClock(draft, 'supervision-review');
        if (form.result === 'unsatisfied' && supervision.round === 1 && draft.closedAt === null) {
          const refusals = [...supervision.refusals, { words: form.words, at: work.at }];
          ask(draft, { ...supervision, round: 2, state: 'asked', late: false, refusals }, work);
          return;
        }
        end(draft, supervision, form.result as EndedSupervision['result'], form.words, work);
        // Asked twice and still no answer that holds: it goes to those who decide over both.
        if (form.result === 'unsatisfied') raise(draft, work, 'supervision:unsatisfied');
      },
    }),
  };
}

/** What the passing of a clock of the supervision does. True when it was one. */
export function lapseSupervision(draft: CaseState, clock: string, work: Work): boolean {
  if (clock === 'supervision-review') {
    work.notice({ key: 'notice.supervision-review', to: 'area', duty: 'supervise', urgency: 'now' });
    return true;
  }
  if (clock !== 'supervision') return false;
  const supervision = supervisionOf(draft);
  if (supervision) draft.facts['supervision'] = { ...supervision, late: true } satisfies Supervision;
  if (draft.ownerUnit)
    work.notice({ key: 'notice.supervision-late', to: 'owner-unit', duty: 'handle', urgency: 'now' });
  raise(draft, work, 'late:supervision');
  return true;
}

function ask(draft: CaseState, supervision: Supervision, work: Work): void {
  draft.facts['supervision'] = supervision;
  work.startClock(draft, 'supervision', supervision.within, draft.ownerUnit ?? undefined);
  if (draft.ownerUnit)
    work.notice({ key: 'notice.supervised', to: 'owner-unit', duty: 'handle', urgency: 'now' });
  else work.notice({ key: 'notice.supervised', to: 'area', duty: 'dispatch', urgency: 'now' });
}

function end(
  draft: CaseState,
  supervision: Supervision,
  result: EndedSupervision['result'],
  words: string,
  work: Work,
): void {
  const ended: EndedSupervision = { ...supervision, result, words, endedAt: work.at };
  draft.facts['supervision'] = null;
  draft.facts['supervisions'] = [...endedSupervisions(draft), ended];
}

/** Up one level where that can be taken; otherwise those who supervise are told again. */
function raise(draft: CaseState, work: Work, why: string): void {
  if (ESCALATING.includes(draft.state) && escalate(draft, work, why)) return;
  work.notice({ key: 'notice.supervision-late', to: 'area', duty: 'supervise', urgency: 'now' });
}

/** Nobody supervises the unit they work in. */
function standsApart(state: CaseState, actor: Actor): boolean {
  return (
    actor.kind === 'staff' &&
    actor.posts.some(
      (post) =>
        post.duties.includes('supervise') &&
        state.areaPath.startsWith(post.areaPath) &&
        post.unitId !== state.ownerUnit &&
        post.unitId !== state.subjectUnit,
    )
  );
}
