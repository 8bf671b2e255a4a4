// Whether it is solved: the check, the word of the reporter, and a second beginning.
import { field } from '../../../engines/case/form.ts';
import { command } from '../../../engines/case/kind.ts';
import type { Commands, LoopLimits } from './loop-limits.ts';
import { startOutside } from './loop-outside.ts';
import { resumeRuling } from './loop-ownership.ts';
import { addPhotos, close, hasReporter, reroute } from './steps.ts';
import { dispatcher, reporter, system, verifier } from './who.ts';

const DAY_MS = 86_400_000;

export function closingCommands(limits: LoopLimits): Commands {
  return {
    verify: command({
      from: ['checking'],
      to: ['confirming', 'closed', 'handling'],
      who: [verifier],
      form: {
        result: field.choice('verify-result', ['pass', 'fail']),
        note: field.textarea.optional({ max: 500 }),
        photos: field.photos.optional(),
      },
      primary: true,
      undoable: true,
      public: true,
      mergesWhen: (state) => state.state === 'confirming' || state.state === 'closed',
      unless(state, actor) {
        // Whoever handled it, or belongs to the unit that did, can't be the one who says it is solved.
        if (actor.kind !== 'staff') return undefined;
        if (state.facts.handlers.includes(actor.accountId)) return 'cases.verifier-handled';
        const independent = actor.posts.some(
          (post) =>
            post.duties.includes('verify') &&
            post.unitId !== state.subjectUnit &&
            state.areaPath.startsWith(post.areaPath) &&
            !state.facts.handlerUnits.includes(post.unitId),
        );
        return independent ? undefined : 'cases.verifier-handled';
      },
      apply(draft, form, work) {
        addPhotos(draft, form.photos, form.result === 'pass' ? 'after' : 'other', work.at);
        work.stopClock(draft, 'verify');
        if (form.result === 'fail') {
          draft.state = 'handling';
          draft.facts['failedChecks'] = Number(draft.facts['failedChecks'] ?? 0) + 1;
          work.startClock(draft, 'handle', { n: 2, unit: 'work-day' }, draft.ownerUnit ?? undefined);
          work.notice({ key: 'notice.verify-failed', to: 'owner-unit', duty: 'handle', urgency: 'now' });
          return;
        }
        draft.solved = 'yes';
        if (hasReporter(draft)) {
          draft.state = 'confirming';
          draft.confirmed = 'pending';
          work.startClock(draft, 'confirm', limits.confirm);
          work.notice({ key: 'notice.to-confirm', to: 'reporter', urgency: 'later' });
        } else {
          draft.state = 'closed';
          close(draft, work);
        }
      },
    }),
    confirm: command({
      from: ['confirming'],
      to: ['closed', 'handling'],
      who: [reporter],
      form: {
        fixed: field.choice('fixed', ['yes', 'no']),
        rating: field.rating.optional(),
        note: field.textarea.optional({ max: 500 }),
      },
      primary: true,
      public: true,
      apply(draft, form, work) {
        draft.confirmed = form.fixed === 'yes' ? 'yes' : 'no';
        if (form.rating !== undefined) draft.rating = form.rating;
        work.stopClock(draft, 'confirm');
        if (form.fixed === 'yes') {
          draft.state = 'closed';
          close(draft, work);
          return;
        }
        draft.solved = 'no';
        draft.state = 'handling';
        work.startClock(draft, 'handle', { n: 2, unit: 'work-day' }, draft.ownerUnit ?? undefined);
        work.notice({ key: 'notice.not-fixed', to: 'owner-unit', duty: 'handle', urgency: 'now' });
      },
    }),
    rate: command({
      from: ['closed', 'declined'],
      to: [],
      who: [reporter],
      form: { rating: field.rating.required(), note: field.textarea.optional({ max: 500 }) },
      stale: 'commutes',
      public: true,
      apply(draft, form) {
        draft.rating = form.rating;
      },
    }),
    reopen: command({
      from: ['closed', 'declined'],
      to: ['filed'],
      // The machine reopens what the house that sent the order returned.
      who: [reporter, dispatcher, system],
      form: { reason: field.textarea.required({ max: 500 }), photos: field.photos.optional() },
      public: true,
      unless(state, _actor, _world, now) {
        // The stored closing time counts; comments and ratings since do not restart the window.
        return state.closedAt !== null && now <= state.closedAt + limits.reopenDays * DAY_MS
          ? undefined
          : 'cases.reopen-too-late';
      },
      apply(draft, form, work) {
        draft.closedAt = null;
        draft.solved = 'unknown';
        draft.confirmed = null;
        draft.ownerUnit = null;
        draft.assistUnits = [];
        draft.facts['reopened'] = Number(draft.facts['reopened'] ?? 0) + 1;
        addPhotos(draft, form.photos, 'before', work.at);
        reroute(draft, work.world);
        work.startClock(draft, 'dispatch', limits.dispatch);
        resumeRuling(draft, work);
        startOutside(draft, work);
        work.notice({ key: 'notice.reopened', to: 'area', duty: 'dispatch', urgency: 'now' });
      },
    }),
  };
}
