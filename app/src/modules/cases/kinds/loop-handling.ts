// The work of the unit that was given the case: sign, finish, return, ask for more time, pause.

import { extendClock } from '@renlin/core/calendar/clock';
import type { Limit } from '@renlin/core/calendar/limit';
import { changeClock, liveClock } from '../../../engines/case/decide.ts';
import { field } from '../../../engines/case/form.ts';
import { command } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import type { Commands, LoopLimits } from './loop-limits.ts';
import { refusalToReturn, returnsOf, rulingOf } from './loop-ownership.ts';
import { whistleRuns } from './loop-whistle.ts';
import {
  addHandler,
  addPhotos,
  type Extension,
  giveTo,
  pauseHandling,
  type Returned,
  requireItemOf,
  reroute,
  resumeHandling,
  stopAll,
  type Work,
} from './steps.ts';
import { approver, dispatcher, handler } from './who.ts';
import '../problems.ts';

/** Reasons for a pause, each with the longest it may last (待业主表决, 待维修资金 and three everyday ones). */
const PAUSE_LIMITS: Readonly<Record<string, Limit>> = {
  'owners-vote': { n: 60, unit: 'calendar-day' },
  'maintenance-fund': { n: 90, unit: 'calendar-day' },
  material: { n: 10, unit: 'work-day' },
  weather: { n: 5, unit: 'calendar-day' },
  'reporter-away': { n: 5, unit: 'work-day' },
};
const MOST_PAUSES = 3;

export function handlingCommands(limits: LoopLimits): Commands {
  return {
    sign: command({
      from: ['dispatched'],
      to: ['handling'],
      who: [handler],
      form: { note: field.textarea.optional({ max: 500 }) },
      primary: true,
      public: [],
      mergesWhen: (state) => state.state === 'handling',
      apply(draft, _form, work) {
        work.stopClock(draft, 'sign');
        addHandler(draft, work.actor, work.actingUnit);
      },
    }),
    finish: command({
      from: ['dispatched', 'handling'],
      to: ['checking'],
      who: [handler],
      bulk: true,
      form: {
        result: field.textarea.required({ max: 1000 }),
        photos: field.photos.optional(),
        photosBefore: field.photos.optional(),
      },
      primary: true,
      undoable: true,
      public: true,
      mergesWhen: (state) => state.state === 'checking',
      unless: (state) => (whistleRuns(state) ? 'cases.whistle-runs' : undefined),
      apply(draft, form, work) {
        stopAll(draft, ['sign', 'handle', 'escalation'], work);
        draft.facts['escalatedTo'] = null;
        // Done is done: nobody needs to decide any more whether there may be more time.
        draft.facts['extension'] = null;
        draft.facts['result'] = form.result;
        addPhotos(draft, form.photosBefore, 'before', work.at);
        addPhotos(draft, form.photos, 'after', work.at);
        addHandler(draft, work.actor, work.actingUnit);
        work.startClock(draft, 'verify', limits.verify);
        work.notice({ key: 'notice.to-verify', to: 'area', duty: 'verify', urgency: 'later' });
      },
    }),
    return: command({
      from: ['dispatched', 'handling'],
      to: ['filed'],
      who: [handler],
      form: {
        item: field.listItem.required({ source: 'items' }),
        proposedUnit: field.unit.required({ source: 'leads' }),
        reason: field.textarea.required({ max: 500, min: 5 }),
      },
      danger: true,
      undoable: true,
      public: ['item', 'proposedUnit'],
      unless: refusalToReturn,
      instead: { 'cases.return-exhausted': 'open-ruling' },
      apply(draft, form, work) {
        if (!work.world.catalogue.units.has(form.proposedUnit)) {
          throw problem('cases.unknown-unit', {}, [{ path: 'form/proposedUnit', code: 'unknown-unit' }]);
        }
        if (form.proposedUnit === draft.ownerUnit) {
          throw problem('cases.return-to-self', {}, [{ path: 'form/proposedUnit', code: 'return-to-self' }]);
        }
        requireItemOf(draft, form, work);
        const returned: Returned = {
          unit: draft.ownerUnit ?? '',
          item: form.item,
          proposed: form.proposedUnit,
          at: work.at,
          words: form.reason,
        };
        draft.facts['returns'] = [...returnsOf(draft.facts), returned];
        draft.ownerUnit = null;
        draft.assistUnits = [];
        // The handling clock runs on: a return never resets it.
        work.stopClock(draft, 'sign');
        work.startClock(draft, 'dispatch', limits.dispatch);
        work.notice({ key: 'notice.returned', to: 'area', duty: 'dispatch', urgency: 'now' });
      },
    }),
    'report-up': command({
      // 劝阻无效已报告: persuading was the firm's whole duty; the step of the department opens at once.
      from: ['dispatched', 'handling'],
      to: ['dispatched', 'filed'],
      who: [handler],
      form: { note: field.textarea.required({ max: 500 }), photos: field.photos.optional() },
      public: [],
      undoable: true,
      unless: (state, _actor, world) =>
        world.catalogue.units.get(state.ownerUnit ?? '')?.kind === 'property-firm'
          ? undefined
          : 'cases.not-a-property-firm',
      apply(draft, form, work) {
        addPhotos(draft, form.photos, 'before', work.at);
        addHandler(draft, work.actor, work.actingUnit);
        draft.facts['persuaded'] = { unit: draft.ownerUnit, at: work.at };
        work.stopClock(draft, 'sign');
        const route = reroute(draft, work.world);
        const next = route.owner;
        if (next && next !== draft.ownerUnit) {
          giveTo(draft, next, work);
          draft.state = 'dispatched';
          work.notice({ key: 'notice.dispatched', to: 'owner-unit', duty: 'handle', urgency: 'now' });
        } else {
          draft.ownerUnit = null;
          draft.state = 'filed';
          work.startClock(draft, 'dispatch', limits.dispatch);
        }
      },
    }),
    'request-extension': command({
      from: ['handling', 'dispatched'],
      to: [],
      who: [handler],
      bulk: true,
      form: { limit: field.limit.required(), reason: field.textarea.required({ max: 500, min: 5 }) },
      public: true,
      undoable: true,
      unless(state, _actor, _world, now) {
        if (state.facts['extension']) return 'cases.extension-pending';
        const clock = liveClock(state, 'handle');
        return !clock || clock.due < now ? 'cases.extension-too-late' : undefined;
      },
      apply(draft, form, work) {
        const clock = liveClock(draft, 'handle');
        // Tried on a copy, so that a limit which is not longer is refused when asked and not when decided.
        if (clock) extendOrRefuse(clock, form.limit, work);
        const extension: Extension = {
          unit: work.actingUnit,
          account: work.actor.kind === 'staff' ? work.actor.accountId : null,
          limit: form.limit,
          reason: form.reason,
          at: work.at,
        };
        draft.facts['extension'] = extension;
        addHandler(draft, work.actor, work.actingUnit);
        work.notice({ key: 'notice.extension-asked', to: 'area', duty: 'approve-extension', urgency: 'now' });
      },
    }),
    'decide-extension': command({
      from: ['handling', 'dispatched', 'filed', 'paused'],
      to: ['handling'],
      mayStay: true,
      who: [approver],
      bulk: true,
      form: {
        decision: field.choice('decision', ['granted', 'refused']),
        note: field.textarea.optional({ max: 500 }),
      },
      primary: true,
      public: true,
      undoable: true,
      unless(state, actor) {
        const extension = state.facts['extension'] as Extension | null | undefined;
        if (!extension) return 'cases.no-extension';
        return actor.kind === 'staff' && actor.accountId === extension.account
          ? 'cases.extension-own'
          : undefined;
      },
      apply(draft, form, work) {
        const extension = draft.facts['extension'] as Extension;
        draft.facts['extension'] = null;
        if (form.decision === 'granted') {
          changeClock(draft, 'handle', (clock) =>
            extendOrRefuse(clock, extension.limit, work, extension.reason),
          );
          // The pause had lapsed, and the machine had not come to it yet.
          if (draft.state === 'paused' && liveClock(draft, 'handle')?.state === 'running')
            draft.state = 'handling';
        }
        work.notice({
          key: `notice.extension-${form.decision}`,
          to: 'owner-unit',
          duty: 'handle',
          urgency: 'now',
        });
        work.notice({ key: `notice.extension-${form.decision}`, to: 'reporter', urgency: 'later' });
      },
    }),
    pause: command({
      from: ['handling'],
      to: ['paused'],
      who: [handler],
      form: {
        reason: field.choice('pause-reason', Object.keys(PAUSE_LIMITS)),
        note: field.textarea.required({ max: 500 }),
      },
      public: true,
      undoable: true,
      unless(state) {
        // Whose it is may be open; the resident's limit is not: it runs while that is ruled on.
        if (rulingOf(state)) return 'cases.ruling-no-pause';
        return Number(state.facts['pauses'] ?? 0) >= MOST_PAUSES ? 'cases.pause-exhausted' : undefined;
      },
      apply(draft, form, work) {
        pauseHandling(draft, work, form.reason, PAUSE_LIMITS[form.reason] as Limit);
        draft.facts['pauses'] = Number(draft.facts['pauses'] ?? 0) + 1;
      },
    }),
    resume: command({
      from: ['paused'],
      to: ['handling'],
      who: [handler, dispatcher],
      form: { note: field.textarea.optional({ max: 500 }) },
      primary: true,
      public: true,
      mergesWhen: (state) => state.state === 'handling',
      apply(draft, _form, work) {
        resumeHandling(draft, work);
      },
    }),
  };
}

function extendOrRefuse(
  clock: Parameters<typeof extendClock>[0],
  limit: Limit,
  work: Work,
  reason = 'asked',
) {
  try {
    return extendClock(clock, work.world.calendar, work.at, { limit }, reason);
  } catch (error) {
    if ((error as { code?: string }).code !== 'clock.notLater') throw error;
    throw problem('cases.extension-not-longer', {}, [{ path: 'form/limit', code: 'extension-not-longer' }]);
  }
}
