// The loop that incident, request and hazard share: 发现/上报 → 立案 → 派遣 → 处置 → 反馈 → 核查 → 结案 → 评价, with its branches. Each kind
// picks its limits; the commands are the same, so a person learns them once.
import { field } from '../../../engines/case/form.ts';
import { type CaseKind, command, type StateSpec, type Watch } from '../../../engines/case/kind.ts';
import type { CasesWorld } from '../world.ts';
import { closingCommands } from './loop-closing.ts';
import { handlingCommands } from './loop-handling.ts';
import { intakeCommands } from './loop-intake.ts';
import type { Commands, LoopLimits } from './loop-limits.ts';
import { outsideCommands, startOutside } from './loop-outside.ts';
import { ownershipCommands, rulingLapsed } from './loop-ownership.ts';
import { pictureCommands } from './loop-pictures.ts';
import { lapseSupervision, supervisionClocks, supervisionCommands } from './loop-supervision.ts';
import { togetherCommands } from './loop-together.ts';
import { whistleCommands } from './loop-whistle.ts';
import { ordinaryLapsed } from './ordinary.ts';
import { addPhotos, close, escalate, giveTo, levelAbove, reroute, resumeHandling } from './steps.ts';
import { assistant, dispatcher, handler, intake, receiver, reporter, system, verifier } from './who.ts';
import '../problems.ts';

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
  merged: { shape: 'done', final: true },
} as const satisfies Record<string, StateSpec>;

export function loopCommands(limits: LoopLimits): Commands {
  return {
    ...intakeCommands(limits),
    ...handlingCommands(limits),
    ...closingCommands(limits),
    ...ownershipCommands(),
    ...whistleCommands(Object.keys(loopStates)),
    ...sideCommands(),
    ...togetherCommands(),
    ...outsideCommands(),
    ...supervisionCommands(),
    ...pictureCommands(Object.keys(loopStates).filter((state) => state !== 'merged')),
    ...clockCommands(),
  };
}

function sideCommands(): Commands {
  return {
    escalate: command({
      from: ['reported', 'filed', 'dispatched', 'handling', 'checking'],
      to: [],
      who: [handler, dispatcher, { by: 'duty', duty: 'report', over: 'area' }],
      form: { reason: field.textarea.required({ max: 500 }) },
      public: [],
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
      public: ['unit'],
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
      public: [],
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
        // A resident who joined is asked like the first one.
        if (work.actor.kind === 'public')
          draft.facts['reporters'] = Number(draft.facts['reporters'] ?? 0) + 1;
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
        if (lapseSupervision(draft, form.clock, work) || ordinaryLapsed(draft, form.clock, work)) return;
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
        if (form.clock === 'ruling') {
          rulingLapsed(draft, work);
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

export const loopClocks = {
  accept: { onLapse: 'lapse' },
  dispatch: { onLapse: 'lapse' },
  sign: { onLapse: 'lapse' },
  handle: { onLapse: 'lapse' },
  verify: { onLapse: 'lapse' },
  confirm: { onLapse: 'lapse' },
  escalation: { onLapse: 'lapse' },
  ruling: { onLapse: 'lapse' },
  outside: { onLapse: 'lapse' },
  ...supervisionClocks,
} as const;

/** Whoever took a case over, handed it back, or sits at the top and let it lapse, is asked again after a working day. */
export const loopWatch: Watch = {
  clock: 'escalation',
  limit: { n: 1, unit: 'work-day' },
  urgent: { n: 2, unit: 'clock-hour' },
};

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
    startOutside(draft, work);
  };
}
