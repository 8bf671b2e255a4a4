// 吹哨报到: a hard case needs several units at once. A community asks, a street or a department whistles, every called unit answers
// with a case of its own, and one joint acceptance ends it: 事不完、人不撤.
import { deadline } from '@renlin/core/calendar/limit';
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import { unitNameOf } from '../../catalogue/public.ts';
import type { CasesWorld } from '../world.ts';
import { commanderCommands, wordsMissing } from './commanders.ts';
import { escalationCommands, goUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { addPhotos, close, type Work } from './steps.ts';
import { blow, whistleForm } from './whistle-call.ts';
import { type Call, type WhistleFacts, whistleOf } from './whistle-facts.ts';
import { askedLimit, type WhistleType, whistleLimits } from './whistle-limits.ts';
import { assistant, system } from './who.ts';
import { commander, whistler, whistlerHere } from './who-whistles.ts';
import '../problems.ts';

const RUNNING = ['calling', 'ready'];
const DONE: readonly Call['state'][] = ['result-in', 'excused'];

/** What a called unit lets its whistler know. */
const EVENTS = [
  'received',
  'arrived',
  'result',
  'declined',
  'late-arrive',
  'late-result',
  'late-answer',
  'late-acceptance',
] as const;

/** The call of a unit. Two that were called may have become one since: then the call that is meant goes first. */
function change(
  draft: CaseState,
  unit: string,
  how: (call: Call) => void,
  meant: (call: Call) => boolean = () => true,
): Call {
  const facts = structuredClone(whistleOf(draft));
  const calls = facts.calls.filter((one) => one.unit === unit);
  const call = calls.find(meant) ?? calls[0];
  if (!call)
    throw problem('cases.whistle-not-called', {}, [{ path: 'form/unit', code: 'whistle-not-called' }]);
  how(call);
  draft.facts['whistle'] = facts;
  return call;
}

function set(draft: CaseState, changes: Partial<WhistleFacts>): void {
  draft.facts['whistle'] = { ...whistleOf(draft), ...changes };
}

/** The calls without which nothing can be accepted. */
function missingCalls(state: CaseState): Call[] {
  return whistleOf(state).calls.filter((call) => !DONE.includes(call.state));
}

/** All have reported, or were let off: the street's turn. */
function readyWhenDone(draft: CaseState, work: Work): void {
  if (draft.state !== 'calling' || missingCalls(draft).length > 0) return;
  draft.state = 'ready';
  work.stopClock(draft, 'joint');
  work.startClock(draft, 'acceptance', limitsOf(draft).accept, draft.ownerUnit ?? undefined);
  work.notice({ key: 'notice.whistle-ready', to: 'owner-unit', duty: 'whistle', urgency: 'now' });
}

function limitsOf(draft: CaseState) {
  return whistleLimits[whistleOf(draft).type as WhistleType];
}

function end(draft: CaseState, work: Work, ending: string, note: string): void {
  close(draft, work);
  const { about } = whistleOf(draft);
  if (about) work.tell(about.caseId, 'whistle-ended', { ending, note });
}

function namesOf(calls: readonly Call[], world: CasesWorld): string {
  return calls.map((call) => unitNameOf(world.catalogue, call.unit) ?? call.unit).join('、');
}

function callingCommands(): Commands {
  return {
    blow: command({
      from: ['asked'],
      to: ['calling'],
      who: [whistlerHere],
      form: whistleForm,
      primary: true,
      apply(draft, form, work) {
        if (!work.actingUnit) throw problem('auth.forbidden', {});
        blow(draft, form, work.actingUnit, work);
        const { about } = whistleOf(draft);
        if (about) work.tell(about.caseId, 'whistle-blown', { units: form.units });
      },
    }),
    blown: command({
      // From the page of the case that needs it: that case tells us.
      from: ['asked'],
      to: ['calling'],
      who: [system],
      form: { ...whistleForm, whistler: field.unit.required() },
      apply(draft, { whistler: unit, ...form }, work) {
        blow(draft, form, unit, work);
      },
    }),
    'turn-down': command({
      from: ['asked'],
      to: ['turned-down'],
      who: [whistlerHere],
      form: {
        reason: field.textarea.required({ max: 500, min: 5 }),
        instead: field.text.required({ max: 200 }),
      },
      danger: true,
      apply(draft, form, work) {
        end(draft, work, 'turned-down', `${form.reason} ${form.instead}`);
      },
    }),
    'call-off': command({
      from: ['asked', ...RUNNING],
      to: ['called-off'],
      who: [whistler, whistlerHere],
      form: { reason: field.textarea.required({ max: 500, min: 5 }) },
      danger: true,
      unless: (state, actor) =>
        state.ownerUnit === null ||
        (actor.kind === 'staff' &&
          actor.posts.some((post) => post.unitId === state.ownerUnit && post.duties.includes('whistle')))
          ? undefined
          : 'cases.whistle-not-yours',
      apply(draft, form, work) {
        for (const call of whistleOf(draft).calls)
          if (call.state !== 'excused') work.tell(call.caseId, 'called-off', { note: form.reason });
        end(draft, work, 'called-off', form.reason);
      },
    }),
    'unit-reported': command({
      from: RUNNING,
      to: RUNNING,
      who: [system],
      form: {
        calledUnit: field.unit.required(),
        calledCase: field.text.required({ max: 36 }),
        event: field.choice('whistle-event', EVENTS),
        item: field.listItem.optional(),
        proposedUnit: field.unit.optional(),
        note: field.textarea.optional({ max: 1000 }),
      },
      apply(draft, form, work) {
        change(
          draft,
          form.calledUnit,
          (one) => hear(one, form, work.at),
          (one) => one.caseId === form.calledCase,
        );
        const key = noticeFor(form.event);
        if (key) work.notice({ key, to: 'owner-unit', duty: 'whistle', urgency: 'now' });
        readyWhenDone(draft, work);
      },
    }),
  };
}

type Heard = {
  event: string;
  item?: string | undefined;
  proposedUnit?: string | undefined;
  note?: string | undefined;
};

function hear(call: Call, form: Heard, at: number): void {
  const words = form.note ?? '';
  switch (form.event) {
    case 'received':
      Object.assign(call, { state: 'received', receivedAt: at });
      return;
    case 'arrived':
      Object.assign(call, { state: 'on-site', receivedAt: call.receivedAt ?? at, arrivedAt: at, words });
      return;
    case 'result':
      Object.assign(call, { state: 'result-in', resultAt: at, words });
      return;
    case 'declined':
      call.state = 'declined';
      call.declined = { item: form.item ?? '', proposed: form.proposedUnit ?? '', reason: words, at };
      return;
    default:
      call.late.push(form.event.slice('late-'.length));
  }
}

function noticeFor(event: string): string | undefined {
  if (event === 'declined') return 'notice.call-declined';
  return event.startsWith('late-') ? 'notice.call-late' : undefined;
}

function answeringCommands(): Commands {
  const form = {
    calledUnit: field.unit.required({ source: 'declined' }),
    note: field.textarea.required({ max: 500 }),
  };
  const unless = (state: CaseState) =>
    whistleOf(state).calls.some((call) => call.state === 'declined')
      ? undefined
      : 'cases.whistle-none-declined';
  return {
    excuse: command({
      from: ['calling'],
      to: ['ready'],
      mayStay: true,
      who: [whistler],
      form,
      primary: true,
      unless,
      apply(draft, { calledUnit, note }, work) {
        const call = change(
          draft,
          calledUnit,
          (one) => {
            requireDeclined(one);
            one.state = 'excused';
          },
          isDeclined,
        );
        work.tell(call.caseId, 'excused', { note });
        readyWhenDone(draft, work);
      },
    }),
    insist: command({
      from: ['calling'],
      to: [],
      who: [whistler],
      form,
      primary: true,
      unless,
      apply(draft, { calledUnit, note }, work) {
        const call = change(
          draft,
          calledUnit,
          (one) => {
            requireDeclined(one);
            one.state = 'received';
            one.receivedAt ??= work.at;
          },
          isDeclined,
        );
        work.tell(call.caseId, 'insisted', { note });
      },
    }),
  };
}

const isDeclined = (call: Call) => call.state === 'declined';

function requireDeclined(call: Call): void {
  if (!isDeclined(call))
    throw problem('cases.whistle-none-declined', {}, [
      { path: 'form/calledUnit', code: 'whistle-none-declined' },
    ]);
}

function acceptingCommands(): Commands {
  return {
    'accept-jointly': command({
      from: RUNNING,
      to: ['closed'],
      who: [whistler],
      form: { result: field.textarea.required({ max: 1000, min: 5 }), photos: field.photos.optional() },
      primary: (state) => missingCalls(state).length === 0,
      apply(draft, form, work) {
        const facts = whistleOf(draft);
        const missing = missingCalls(draft);
        if (missing.length > 0)
          throw problem('cases.whistle-missing', { units: namesOf(missing, work.world) });
        const silent = wordsMissing(facts);
        if (silent) throw problem(silent.code, { who: silent.who });
        addPhotos(draft, form.photos, 'after', work.at);
        set(draft, { result: form.result });
        for (const call of facts.calls)
          if (call.state !== 'excused') work.tell(call.caseId, 'accepted', { note: form.result });
        end(draft, work, 'accepted', form.result);
      },
    }),
    'send-back': command({
      from: RUNNING,
      to: ['calling'],
      who: [whistler],
      form: {
        units: field.units.required({ source: 'reported' }),
        note: field.textarea.required({ max: 500, min: 5 }),
        within: field.limit.optional(),
      },
      danger: true,
      unless: (state) =>
        whistleOf(state).calls.some((call) => call.state === 'result-in')
          ? undefined
          : 'cases.whistle-none-reported',
      apply(draft, form, work) {
        const { n, unit } = form.within ?? limitsOf(draft).result;
        const limit = { n, unit };
        const resultDue = deadline(work.world.calendar, work.at, limit).due;
        for (const called of new Set(form.units)) {
          const reported = (one: Call) => one.state === 'result-in';
          const call = change(
            draft,
            called,
            (one) => {
              if (!reported(one))
                throw problem('cases.whistle-none-reported', {}, [
                  { path: 'form/units', code: 'whistle-none-reported' },
                ]);
              Object.assign(one, {
                state: 'on-site',
                resultAt: null,
                resultDue,
                sentBack: one.sentBack + 1,
              });
            },
            reported,
          );
          work.tell(call.caseId, 'sent-back', { note: form.note, within: limit });
        }
        // What was said about the result holds for that result only.
        const { commanders } = whistleOf(draft);
        set(draft, { commanders: commanders.map((one) => ({ ...one, word: null })) });
        work.stopClock(draft, 'joint');
        work.stopClock(draft, 'acceptance');
        work.startClock(draft, 'joint', limit, draft.ownerUnit ?? undefined);
      },
    }),
    note: command({
      from: '*',
      to: [],
      who: [whistler, whistlerHere, assistant, commander],
      form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
      stale: 'commutes',
      apply(draft, form, work) {
        addPhotos(draft, form.photos, 'other', work.at);
      },
    }),
    lapse: command({
      from: '*',
      to: [],
      who: [system],
      form: { clock: field.text.required({ max: 40 }) },
      apply(draft, form, work) {
        goUp(draft, work, form.clock, 'whistle');
        if (draft.ownerUnit === null)
          work.notice({ key: 'notice.late', to: 'area', duty: 'whistle', urgency: 'now' });
      },
    }),
  };
}

export const whistle = defineCaseKind<CasesWorld>({
  name: 'whistle',
  initial: ['asked'],
  states: {
    asked: { shape: 'todo', clock: 'decide' },
    calling: { shape: 'doing', clock: 'joint' },
    ready: { shape: 'doing', clock: 'acceptance' },
    closed: { shape: 'done', final: true },
    'turned-down': { shape: 'done', final: true },
    'called-off': { shape: 'done', final: true },
  },
  commands: {
    ...callingCommands(),
    ...answeringCommands(),
    ...acceptingCommands(),
    ...commanderCommands(),
    ...escalationCommands(['asked', ...RUNNING]),
  },
  clocks: {
    decide: { onLapse: 'lapse' },
    joint: { onLapse: 'lapse' },
    acceptance: { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    draft.state = 'asked';
    // It has a place in words only: on the maps stands the case that it is about.
    draft.lng = null;
    draft.lat = null;
    draft.facts['whistle'] = { ...whistleOf(draft) };
    work.startClock(draft, 'decide', draft.urgent ? { n: 30, unit: 'minute' } : askedLimit);
    work.notice({ key: 'notice.whistle-asked', to: 'area', duty: 'whistle', urgency: 'now' });
  },
});
