// The loop that incident, request and hazard share: 发现/上报 → 立案 → 派遣 → 处置 → 反馈 → 核查 → 结案 → 评价, with its branches. Each kind
// picks its limits; the commands are the same, so a person learns them once.
import { changeLimit, extendClock } from '@renlin/core/calendar/clock';
import type { Limit } from '@renlin/core/calendar/limit';
import { changeClock, liveClock } from '../../../engines/case/decide.ts';
import { field } from '../../../engines/case/form.ts';
import {
  type CaseKind,
  type CommandSpec,
  command,
  type StateSpec,
  type Who,
} from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import { findItem } from '../../catalogue/public.ts';
import type { CasesWorld } from '../world.ts';
import '../problems.ts';
import {
  addHandler,
  addPhotos,
  close,
  type Extension,
  escalate,
  giveTo,
  handleLimit,
  hasReporter,
  levelAbove,
  pauseHandling,
  type Returned,
  reroute,
  resumeHandling,
  stopAll,
  type Work,
} from './steps.ts';

export type LoopLimits = {
  accept: Limit;
  dispatch: Limit;
  verify: Limit;
  confirm: Limit;
  /** How long after closing the reporter or the street may reopen it. */
  reopenDays: number;
};

const DAY_MS = 86_400_000;

const dispatcher: Who = { by: 'duty', duty: 'dispatch', over: 'area' };
const intake: Who = { by: 'duty', duty: 'intake', over: 'area' };
const handler: Who = { by: 'duty', duty: 'handle', over: 'owner-unit' };
const assistant: Who = { by: 'duty', duty: 'handle', over: 'assist-unit' };
const verifier: Who = { by: 'duty', duty: 'verify', over: 'area' };
const approver: Who = { by: 'duty', duty: 'approve-extension', over: 'area' };
const receiver: Who = { by: 'duty', duty: 'escalate-receive', over: 'escalated-area' };
const reporter: Who = { by: 'reporter' };
const system: Who = { by: 'system' };

/** Reasons for a pause, each with the longest it may last (待业主表决, 待维修资金 and three everyday ones). */
export const PAUSE_LIMITS: Readonly<Record<string, Limit>> = {
  'owners-vote': { n: 60, unit: 'calendar-day' },
  'maintenance-fund': { n: 90, unit: 'calendar-day' },
  material: { n: 10, unit: 'work-day' },
  weather: { n: 5, unit: 'calendar-day' },
  'reporter-away': { n: 5, unit: 'work-day' },
};
const MOST_PAUSES = 3;
/** A third return is impossible: ownership then needs a ruling, not another round. */
const MOST_RETURNS = 2;

export const loopStates = {
  reported: { shape: 'todo', clock: 'accept' },
  filed: { shape: 'todo', clock: 'dispatch' },
  dispatched: { shape: 'todo', clock: 'sign' },
  handling: { shape: 'doing', clock: 'handle' },
  paused: { shape: 'paused', clock: 'handle' },
  checking: { shape: 'doing', clock: 'verify' },
  confirming: { shape: 'doing', clock: 'confirm' },
  closed: { shape: 'done', final: true },
  declined: { shape: 'done', final: true },
  withdrawn: { shape: 'done', final: true },
} as const satisfies Record<string, StateSpec>;

type Commands = Record<string, CommandSpec<CasesWorld>>;

export function loopCommands(limits: LoopLimits): Commands {
  return {
    ...intakeCommands(limits),
    ...handlingCommands(limits),
    ...closingCommands(limits),
    ...sideCommands(),
    ...clockCommands(),
  };
}

function intakeCommands(limits: LoopLimits): Commands {
  return {
    accept: command({
      from: ['reported'],
      to: ['filed'],
      who: [intake, dispatcher],
      form: { category: field.category.optional(), note: field.textarea.optional({ max: 500 }) },
      primary: true,
      undoable: true,
      public: true,
      mergesWhen: (state) => state.state === 'filed',
      apply(draft, form, work) {
        if (form.category) changeCategory(draft, form.category, work);
        work.stopClock(draft, 'accept');
        work.startClock(draft, 'dispatch', limits.dispatch);
        reroute(draft, work.world);
      },
    }),
    decline: command({
      from: ['reported', 'filed'],
      to: ['declined'],
      who: [intake, dispatcher],
      form: {
        reason: field.choice('decline-reason', [
          'not-ours',
          'police',
          'court',
          'private',
          'no-fact',
          'repeated',
        ]),
        whereTo: field.text.required({ max: 200 }),
        note: field.textarea.optional({ max: 500 }),
      },
      danger: true,
      undoable: true,
      public: true,
      apply(draft, form, work) {
        draft.facts['declined'] = { reason: form.reason, whereTo: form.whereTo };
        close(draft, work);
        work.notice({ key: 'notice.declined', to: 'reporter', urgency: 'later' });
      },
    }),
    dispatch: command({
      from: ['reported', 'filed'],
      to: ['dispatched'],
      who: [dispatcher],
      form: { unit: field.unit.required({ source: 'route' }), note: field.textarea.optional({ max: 500 }) },
      primary: true,
      undoable: true,
      public: true,
      apply(draft, form, work) {
        if (!draft.facts['routing']) reroute(draft, work.world);
        giveTo(draft, form.unit, work);
        work.notice({
          key: 'notice.dispatched',
          to: 'owner-unit',
          duty: 'handle',
          urgency: draft.urgent ? 'now' : 'later',
        });
      },
    }),
    'handle-myself': command({
      // 准入清单: a trifle a grid worker may settle; anything else goes up with the report.
      from: ['reported', 'filed'],
      to: ['handling'],
      who: [{ by: 'duty', duty: 'report', over: 'area' }],
      form: { note: field.textarea.optional({ max: 500 }) },
      undoable: true,
      public: true,
      unless(state, _actor, world) {
        return findItem(world.catalogue, 'grid', state.category)?.type === 'access'
          ? undefined
          : 'cases.not-on-grid-list';
      },
      apply(draft, _form, work) {
        if (!work.actingUnit) throw problem('auth.forbidden', {});
        reroute(draft, work.world);
        giveTo(draft, work.actingUnit, work);
        work.stopClock(draft, 'sign');
        addHandler(draft, work.actor, work.actingUnit);
      },
    }),
    correct: command({
      from: ['reported', 'filed', 'dispatched', 'handling'],
      to: [],
      who: [intake, dispatcher],
      form: {
        category: field.category.optional(),
        headline: field.text.optional({ max: 60 }),
        address: field.text.optional({ max: 200 }),
        note: field.textarea.optional({ max: 500 }),
      },
      undoable: true,
      apply(draft, form, work) {
        if (form.category) changeCategory(draft, form.category, work);
        if (form.headline) draft.headline = form.headline;
        if (form.address) draft.address = form.address;
        reroute(draft, work.world);
      },
    }),
    withdraw: command({
      from: ['reported', 'filed', 'dispatched'],
      to: ['withdrawn'],
      who: [reporter],
      form: { note: field.textarea.optional({ max: 500 }) },
      public: true,
      unless: (state) => (state.joined > 1 ? 'cases.not-possible' : undefined),
      apply(draft, _form, work) {
        close(draft, work);
      },
    }),
  };
}

function handlingCommands(limits: LoopLimits): Commands {
  return {
    sign: command({
      from: ['dispatched'],
      to: ['handling'],
      who: [handler],
      form: { note: field.textarea.optional({ max: 500 }) },
      primary: true,
      public: true,
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
      form: {
        result: field.textarea.required({ max: 1000 }),
        photos: field.photos.optional(),
        photosBefore: field.photos.optional(),
      },
      primary: true,
      undoable: true,
      public: true,
      mergesWhen: (state) => state.state === 'checking',
      apply(draft, form, work) {
        stopAll(draft, ['sign', 'handle', 'escalation'], work);
        draft.facts['escalatedTo'] = null;
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
        proposedUnit: field.unit.required({ source: 'units' }),
        reason: field.textarea.required({ max: 500, min: 5 }),
      },
      danger: true,
      undoable: true,
      public: true,
      unless: (state) =>
        returnsOf(state.facts).length >= MOST_RETURNS ? 'cases.return-exhausted' : undefined,
      apply(draft, form, work) {
        if (!work.world.catalogue.units.has(form.proposedUnit)) {
          throw problem('cases.unknown-unit', {}, [{ path: 'form/proposedUnit', code: 'unknown-unit' }]);
        }
        if (form.proposedUnit === draft.ownerUnit) {
          throw problem('cases.return-to-self', {}, [{ path: 'form/proposedUnit', code: 'return-to-self' }]);
        }
        const returned: Returned = {
          unit: draft.ownerUnit ?? '',
          item: form.item,
          proposed: form.proposedUnit,
          at: work.at,
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
      public: true,
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
      to: [],
      who: [approver],
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
      unless: (state) =>
        Number(state.facts['pauses'] ?? 0) >= MOST_PAUSES ? 'cases.pause-exhausted' : undefined,
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

function closingCommands(limits: LoopLimits): Commands {
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
      who: [reporter, dispatcher],
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
        work.notice({ key: 'notice.reopened', to: 'area', duty: 'dispatch', urgency: 'now' });
      },
    }),
  };
}

function sideCommands(): Commands {
  return {
    escalate: command({
      from: ['reported', 'filed', 'dispatched', 'handling', 'checking'],
      to: [],
      who: [handler, dispatcher, { by: 'duty', duty: 'report', over: 'area' }],
      form: { reason: field.textarea.required({ max: 500 }) },
      public: true,
      unless: (state, _actor, world) => (levelAbove(state, world) ? undefined : 'cases.escalated-to-top'),
      apply(draft, form, work) {
        escalate(draft, work, form.reason);
      },
    }),
    'take-escalation': command({
      from: ['reported', 'filed', 'dispatched', 'handling', 'checking'],
      to: ['dispatched'],
      mayStay: true,
      who: [receiver],
      form: { note: field.textarea.required({ max: 500 }), unit: field.unit.optional({ source: 'units' }) },
      primary: true,
      public: true,
      undoable: true,
      apply(draft, form, work) {
        work.stopClock(draft, 'escalation');
        draft.facts['escalatedTo'] = null;
        draft.facts['takenBy'] = work.actingUnit;
        if (form.unit && form.unit !== draft.ownerUnit && draft.state !== 'checking') {
          work.stopClock(draft, 'sign');
          giveTo(draft, form.unit, work);
          draft.state = 'dispatched';
        }
      },
    }),
    'hand-back': command({
      from: ['reported', 'filed', 'dispatched', 'handling', 'checking'],
      to: [],
      who: [receiver],
      form: { reason: field.textarea.required({ max: 500 }) },
      public: true,
      undoable: true,
      apply(draft, _form, work) {
        work.stopClock(draft, 'escalation');
        draft.facts['escalatedTo'] = null;
        work.notice({ key: 'notice.handed-back', to: 'owner-unit', duty: 'handle', urgency: 'now' });
        work.notice({ key: 'notice.handed-back', to: 'area', duty: 'dispatch', urgency: 'now' });
      },
    }),
    urge: command({
      from: ['reported', 'filed', 'dispatched', 'handling', 'paused', 'checking'],
      to: [],
      who: [
        reporter,
        dispatcher,
        { by: 'duty', duty: 'supervise', over: 'area' },
        { by: 'duty', duty: 'hotline', over: 'area' },
      ],
      form: { note: field.textarea.optional({ max: 300 }) },
      stale: 'commutes',
      public: true,
      apply(draft, _form, work) {
        draft.facts['urged'] = Number(draft.facts['urged'] ?? 0) + 1;
        if (draft.ownerUnit)
          work.notice({ key: 'notice.urged', to: 'owner-unit', duty: 'handle', urgency: 'now' });
        else work.notice({ key: 'notice.urged', to: 'area', duty: 'dispatch', urgency: 'now' });
      },
    }),
    note: command({
      from: '*',
      to: [],
      who: [
        handler,
        assistant,
        dispatcher,
        intake,
        verifier,
        { by: 'duty', duty: 'report', over: 'area' },
        { by: 'duty', duty: 'hotline', over: 'area' },
      ],
      form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
      stale: 'commutes',
      apply(draft, form, work) {
        addPhotos(draft, form.photos, 'other', work.at);
      },
    }),
    answer: command({
      from: '*',
      to: [],
      who: [handler, dispatcher, intake, { by: 'duty', duty: 'hotline', over: 'area' }],
      form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
      stale: 'commutes',
      public: true,
      apply(draft, form, work) {
        addPhotos(draft, form.photos, 'other', work.at);
      },
    }),
    add: command({
      // The reporter adds words or a photo.
      from: '*',
      to: [],
      who: [reporter],
      form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
      stale: 'commutes',
      public: true,
      apply(draft, form, work) {
        addPhotos(draft, form.photos, 'before', work.at);
      },
    }),
    join: command({
      // 我也遇到: one more person is answered by the same case. The reporter's own row is written beside the step.
      from: '*',
      to: [],
      who: [
        reporter,
        { by: 'duty', duty: 'report', over: 'area' },
        { by: 'duty', duty: 'hotline', over: 'area' },
      ],
      form: { note: field.textarea.optional({ max: 500 }), photos: field.photos.optional() },
      stale: 'commutes',
      public: true,
      apply(draft, form, work) {
        draft.joined += 1;
        addPhotos(draft, form.photos, 'before', work.at);
      },
    }),
  };
}

function clockCommands(): Commands {
  return {
    lapse: command({
      from: '*',
      to: ['handling', 'closed'],
      who: [system],
      form: { clock: field.text.required({ max: 40 }) },
      public: true,
      apply(draft, form, work) {
        if (form.clock === 'confirm') {
          // 未回应: silence closes the paper, and is never counted as satisfied.
          draft.confirmed = 'silent';
          draft.state = 'closed';
          close(draft, work);
          return;
        }
        if (form.clock === 'handle' && draft.state === 'paused') {
          draft.state = 'handling';
          resumeHandling(draft, work);
          work.notice({ key: 'notice.pause-over', to: 'owner-unit', duty: 'handle', urgency: 'now' });
          return;
        }
        draft.facts['late'] = true;
        if (!escalate(draft, work, `late:${form.clock}`)) {
          work.notice({ key: 'notice.late', to: 'area', duty: 'dispatch', urgency: 'now' });
        }
        if (draft.ownerUnit)
          work.notice({ key: 'notice.late', to: 'owner-unit', duty: 'handle', urgency: 'now' });
      },
    }),
  };
}

function returnsOf(facts: Record<string, unknown>): Returned[] {
  return (facts['returns'] as Returned[] | undefined) ?? [];
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

/** A new category brings its own limit; what was consumed stays consumed. */
export function changeCategory(draft: Parameters<typeof giveTo>[0], category: string, work: Work): void {
  const known = work.world.catalogue.categories.get(category);
  if (!known || known.retired)
    throw problem('cases.unknown-category', {}, [{ path: 'form/category', code: 'unknown-category' }]);
  if (!known.kinds.includes(draft.kind)) {
    throw problem('cases.category-not-for-kind', {}, [
      { path: 'form/category', code: 'category-not-for-kind' },
    ]);
  }
  draft.category = category;
  draft.urgent = known.urgent;
  changeClock(draft, 'handle', (clock) =>
    changeLimit(clock, work.world.calendar, work.at, handleLimit(draft, work.world), 'category'),
  );
}

export const loopClocks = {
  accept: { onLapse: 'lapse' },
  dispatch: { onLapse: 'lapse' },
  sign: { onLapse: 'lapse' },
  handle: { onLapse: 'lapse' },
  verify: { onLapse: 'lapse' },
  confirm: { onLapse: 'lapse' },
  escalation: { onLapse: 'lapse' },
} as const;

/** How a filed case begins: known to be ours when someone with the duty files it, to be accepted otherwise. */
export function beginLoop(limits: LoopLimits): CaseKind<CasesWorld>['file'] {
  return (draft, work) => {
    const category = work.world.catalogue.categories.get(draft.category);
    draft.urgent = category?.urgent ?? false;
    reroute(draft, work.world);
    const trusted = work.actor.kind === 'staff' && draft.category !== '' && draft.facts['trusted'] === true;
    draft.state = trusted ? 'filed' : 'reported';
    if (trusted) work.startClock(draft, 'dispatch', limits.dispatch);
    else work.startClock(draft, 'accept', limits.accept);
  };
}
