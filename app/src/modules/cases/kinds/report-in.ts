// 报到: one called unit of a whistle, with its own clocks: receipt, arrival, result. It ends only when the whistler says so.
import type { Limit } from '@renlin/core/calendar/limit';
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import { escalationCommands, goUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { addHandler, addPhotos, close, requireItemOf, stopAll, type Work } from './steps.ts';
import { callOf } from './whistle-facts.ts';
import { answerLimits, whistleLimits } from './whistle-limits.ts';
import { handler, system } from './who.ts';
import '../problems.ts';

const OPEN = ['called', 'received', 'call-declined', 'on-site', 'result-in'];

/** Lets the whistler know, in the same transaction: both cases always say the same. */
function tellWhistler(draft: CaseState, work: Work, event: string, more: Record<string, unknown> = {}): void {
  work.tell(draft.parentId as string, 'unit-reported', {
    calledUnit: draft.ownerUnit,
    calledCase: draft.id,
    event,
    ...more,
  });
}

function unitCommands(): Commands {
  return {
    receive: command({
      from: ['called'],
      to: ['received'],
      who: [handler],
      form: { note: field.textarea.optional({ max: 500 }) },
      primary: true,
      mergesWhen: (state) => state.state === 'received' || state.state === 'on-site',
      apply(draft, _form, work) {
        addHandler(draft, work.actor, work.actingUnit);
        tellWhistler(draft, work, 'received');
      },
    }),
    arrive: command({
      // Whoever is there says so, in words and if need be with a photo. Nobody's position is followed.
      from: ['called', 'received', 'call-declined'],
      to: ['on-site'],
      who: [handler],
      form: { note: field.textarea.required({ max: 500, min: 2 }), photos: field.photos.optional() },
      primary: true,
      mergesWhen: (state) => state.state === 'on-site',
      apply(draft, form, work) {
        stopAll(draft, ['arrive', 'answer'], work);
        addHandler(draft, work.actor, work.actingUnit);
        addPhotos(draft, form.photos, 'before', work.at);
        tellWhistler(draft, work, 'arrived', { note: form.note });
      },
    }),
    'report-result': command({
      from: ['on-site'],
      to: ['result-in'],
      who: [handler],
      form: { result: field.textarea.required({ max: 1000, min: 5 }), photos: field.photos.optional() },
      primary: true,
      mergesWhen: (state) => state.state === 'result-in',
      apply(draft, form, work) {
        stopAll(draft, ['result', 'escalation'], work);
        draft.facts['escalatedTo'] = null;
        draft.facts['result'] = form.result;
        addHandler(draft, work.actor, work.actingUnit);
        addPhotos(draft, form.photos, 'after', work.at);
        work.startClock(draft, 'acceptance', whistleLimits[callOf(draft).type].accept);
        tellWhistler(draft, work, 'result', { note: form.result });
      },
    }),
    'decline-call': command({
      // Only with the item of the list and who should come instead; the arrival's clock runs on meanwhile.
      from: ['called', 'received'],
      to: ['call-declined'],
      who: [handler],
      form: {
        item: field.listItem.required({ source: 'items' }),
        proposedUnit: field.unit.required({ source: 'leads' }),
        reason: field.textarea.required({ max: 500, min: 5 }),
      },
      danger: true,
      unless: (state) => (callOf(state).declined ? 'cases.call-declined-before' : undefined),
      apply(draft, form, work) {
        if (!work.world.catalogue.units.has(form.proposedUnit))
          throw problem('cases.unknown-unit', {}, [{ path: 'form/proposedUnit', code: 'unknown-unit' }]);
        if (form.proposedUnit === draft.ownerUnit)
          throw problem('cases.return-to-self', {}, [{ path: 'form/proposedUnit', code: 'return-to-self' }]);
        requireItemOf(draft, form, work);
        const call = callOf(draft);
        draft.facts['call'] = { ...call, declined: true };
        work.startClock(draft, 'answer', answerLimits[call.type], call.whistler);
        tellWhistler(draft, work, 'declined', {
          item: form.item,
          proposedUnit: form.proposedUnit,
          note: form.reason,
        });
      },
    }),
    note: command({
      from: '*',
      to: [],
      who: [handler],
      form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
      stale: 'commutes',
      apply(draft, form, work) {
        addPhotos(draft, form.photos, 'other', work.at);
      },
    }),
  };
}

/** What the whistler decided, told by the whistle. */
function toldCommands(): Commands {
  const form = { note: field.textarea.optional({ max: 1000 }) };
  const ends = (from: readonly string[], to: string) =>
    command<CasesWorld, typeof form>({
      from,
      to: [to],
      who: [system],
      form,
      apply(draft, _form, work) {
        close(draft, work);
        work.notice({ key: `notice.call-${to}`, to: 'owner-unit', duty: 'handle', urgency: 'now' });
      },
    });
  return {
    accepted: ends(['result-in'], 'closed'),
    excused: ends(['call-declined'], 'excused'),
    'called-off': ends(OPEN, 'called-off'),
    insisted: command({
      from: ['call-declined'],
      to: ['received'],
      who: [system],
      form,
      apply(draft, _form, work) {
        work.stopClock(draft, 'answer');
        work.notice({ key: 'notice.call-insisted', to: 'owner-unit', duty: 'handle', urgency: 'now' });
      },
    }),
    'sent-back': command({
      from: ['result-in'],
      to: ['on-site'],
      who: [system],
      form: { ...form, within: field.limit.required() },
      apply(draft, { within }, work) {
        work.stopClock(draft, 'acceptance');
        work.startClock(draft, 'result', within as Limit, draft.ownerUnit ?? undefined);
        work.notice({ key: 'notice.call-sent-back', to: 'owner-unit', duty: 'handle', urgency: 'now' });
      },
    }),
    lapse: command({
      from: '*',
      to: [],
      who: [system],
      form: { clock: field.text.required({ max: 40 }) },
      apply(draft, { clock }, work) {
        goUp(draft, work, clock, 'handle');
        if (clock !== 'escalation') tellWhistler(draft, work, `late-${clock}`);
      },
    }),
  };
}

export const reportIn = defineCaseKind<CasesWorld>({
  name: 'report-in',
  initial: ['called'],
  states: {
    called: { shape: 'todo', clock: 'arrive' },
    received: { shape: 'todo', clock: 'arrive' },
    'call-declined': { shape: 'todo', clock: 'answer' },
    'on-site': { shape: 'doing', clock: 'result' },
    'result-in': { shape: 'doing', clock: 'acceptance' },
    excused: { shape: 'done', final: true },
    closed: { shape: 'done', final: true },
    'called-off': { shape: 'done', final: true },
  },
  commands: { ...unitCommands(), ...toldCommands(), ...escalationCommands(OPEN) },
  clocks: {
    arrive: { onLapse: 'lapse' },
    result: { onLapse: 'lapse' },
    answer: { onLapse: 'lapse' },
    acceptance: { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    const call = callOf(draft);
    draft.state = 'called';
    draft.lng = null;
    draft.lat = null;
    work.startClock(draft, 'arrive', call.arrive, draft.ownerUnit ?? undefined);
    work.startClock(draft, 'result', call.result, draft.ownerUnit ?? undefined);
    work.notice({ key: 'notice.called', to: 'owner-unit', duty: 'handle', urgency: 'now' });
  },
});
