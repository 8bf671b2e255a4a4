// 求助物资人力: 待匹配 → 已匹配 → 在途 → 已送达 → 办结. Whoever brings it says what arrived; whoever is at the place says whether it was enough.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind, type Who } from '../../../engines/case/kind.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import { escalationCommands, lapseUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { type NeedFacts, needOf, vitalNeeds } from './need-facts.ts';
import { addHandler, addPhotos, close, stopAll, type Work } from './steps.ts';
import { dispatcher, handler, intake, reporter, system } from './who.ts';
import { commander } from './who-whistles.ts';

const worker: Who = { by: 'duty', duty: 'report', over: 'area' };
const deciders = [dispatcher, commander];
const BRINGING = ['need-matched', 'need-under-way'];
const OPEN = ['need-open', ...BRINGING, 'need-delivered'];
const CLOCKS = ['match-need', 'start-need', 'deliver-need', 'check-need', 'escalation'];

const MINUTES = {
  vital: { match: 10, start: 10, deliver: 60 },
  other: { match: 60, start: 60, deliver: 360 },
} as const;
/** Somebody at the place says within a day whether it was enough. */
const CHECK_HOURS = 24;

const set = (draft: CaseState, by: Partial<NeedFacts>) => {
  draft.facts['need'] = { ...needOf(draft), ...by };
};
const minutesOf = (state: CaseState) => MINUTES[vitalNeeds.has(needOf(state).what) ? 'vital' : 'other'];

function runOnly(draft: CaseState, work: Work, clock: string, minutes: number): void {
  stopAll(draft, CLOCKS, work);
  draft.facts['escalatedTo'] = null;
  work.startClock(draft, clock, { n: minutes, unit: 'minute' }, draft.ownerUnit ?? undefined);
}

/** Nobody brings it: it waits for a match once more. */
function openAgain(draft: CaseState, work: Work): void {
  draft.state = 'need-open';
  draft.ownerUnit = null;
  set(draft, { matched: null, suggested: null });
  runOnly(draft, work, 'match-need', minutesOf(draft).match);
  work.notice({ key: 'notice.need-open', to: 'area', duty: 'dispatch', urgency: 'now' });
}

/** Met, or to be matched once more for all of it. */
function settle(draft: CaseState, work: Work, enough: boolean): void {
  if (!enough) {
    set(draft, { delivered: 0 });
    openAgain(draft, work);
    return;
  }
  draft.state = 'need-closed';
  draft.solved = 'yes';
  close(draft, work);
}

const DESK = { to: 'area', duty: 'dispatch' } as const;

const commands: Commands = {
  'suggest-need': command({
    // The plan's proposal, with what it rests on: kept, so that it can be seen later whether it was followed.
    from: ['need-open'],
    to: [],
    who: [system],
    form: {
      unit: field.unit.required(),
      metres: field.integer.optional({ min: 0, max: 10_000_000 }),
      load: field.integer.required({ min: 0, max: 1000 }),
    },
    stale: 'commutes',
    apply(draft, form, work) {
      const { unit, metres = null, load } = form;
      set(draft, { suggested: { unit, metres, load, at: work.at } });
    },
  }),
  'match-need': command({
    from: ['need-open', 'need-matched'],
    to: ['need-matched'],
    who: deciders,
    form: { unit: field.unit.required(), reason: field.textarea.optional({ max: 500 }) },
    primary: (state) => state.state === 'need-open',
    public: ['unit'],
    apply(draft, form, work) {
      const { suggested } = needOf(draft);
      if (!work.world.catalogue.units.has(form.unit))
        throw problem('cases.unknown-unit', {}, [{ path: 'form/unit', code: 'unknown-unit' }]);
      if (suggested && suggested.unit !== form.unit && !form.reason)
        throw problem('cases.need-override', {}, [{ path: 'form/reason', code: 'need-override' }]);
      set(draft, { matched: { unit: form.unit, at: work.at, reason: form.reason ?? null } });
      draft.ownerUnit = form.unit;
      runOnly(draft, work, 'start-need', minutesOf(draft).start);
      work.notice({ key: 'notice.need-matched', to: 'owner-unit', duty: 'handle', urgency: 'now' });
    },
  }),
  'start-need': command({
    from: ['need-matched'],
    to: ['need-under-way'],
    who: [handler],
    form: { note: field.textarea.optional({ max: 500 }) },
    primary: true,
    stale: 'commutes',
    public: [],
    mergesWhen: (state) => state.state === 'need-under-way',
    apply(draft, _form, work) {
      addHandler(draft, work.actor, work.actingUnit);
      runOnly(draft, work, 'deliver-need', minutesOf(draft).deliver);
    },
  }),
  'cannot-need': command({
    from: BRINGING,
    to: ['need-open'],
    who: [handler],
    form: { reason: field.textarea.required({ max: 500, min: 2 }) },
    danger: true,
    public: [],
    apply(draft, _form, work) {
      openAgain(draft, work);
    },
  }),
  'deliver-need': command({
    // In parts, as it comes: what still lacks is still under way.
    from: BRINGING,
    to: ['need-under-way', 'need-delivered'],
    mayStay: true,
    who: [handler],
    form: {
      amount: field.integer.required({ min: 1, max: 1_000_000 }),
      note: field.textarea.optional({ max: 500 }),
      photos: field.photos.optional(),
    },
    primary: (state) => state.state === 'need-under-way',
    stale: 'commutes',
    public: [],
    apply(draft, form, work) {
      const { amount, delivered } = needOf(draft);
      const sum = delivered + form.amount;
      set(draft, { delivered: sum });
      addHandler(draft, work.actor, work.actingUnit);
      addPhotos(draft, form.photos, 'after', work.at);
      const enough = sum >= amount;
      const wasMatched = draft.state === 'need-matched';
      draft.state = enough ? 'need-delivered' : 'need-under-way';
      if (enough) {
        runOnly(draft, work, 'check-need', CHECK_HOURS * 60);
        work.notice({ key: 'notice.need-delivered', to: 'area', duty: 'report', urgency: 'now' });
        work.notice({ key: 'notice.need-arrived', to: 'reporter', urgency: 'now' });
      } else if (wasMatched) runOnly(draft, work, 'deliver-need', minutesOf(draft).deliver);
    },
  }),
  'check-need': command({
    from: ['need-delivered'],
    to: ['need-closed', 'need-open'],
    who: [worker, intake, dispatcher],
    form: {
      enough: field.boolean.required(),
      note: field.textarea.required({ max: 500, min: 2 }),
      photos: field.photos.optional(),
    },
    primary: true,
    public: [],
    // Whoever brought it is not the one who says that it was enough.
    unless: (state, actor) =>
      actor.kind === 'staff' && state.facts.handlers.includes(actor.accountId)
        ? 'cases.verifier-handled'
        : undefined,
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'after', work.at);
      settle(draft, work, form.enough);
    },
  }),
  'answer-need': command({
    // Whoever asked for help says themselves whether it was enough.
    from: ['need-delivered'],
    to: ['need-closed', 'need-open'],
    who: [reporter],
    form: {
      fixed: field.choice('need-enough', ['yes', 'no']),
      note: field.textarea.optional({ max: 500 }),
    },
    primary: true,
    public: true,
    apply(draft, form, work) {
      draft.confirmed = form.fixed === 'yes' ? 'yes' : 'no';
      settle(draft, work, form.fixed === 'yes');
    },
  }),
  'add-to-need': command({
    from: OPEN,
    to: [],
    who: [reporter],
    form: { note: field.textarea.required({ max: 500 }), photos: field.photos.optional() },
    stale: 'commutes',
    public: true,
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'before', work.at);
      const to = draft.ownerUnit ? ({ to: 'owner-unit', duty: 'handle' } as const) : DESK;
      work.notice({ key: 'notice.need-words', ...to, urgency: 'now' });
    },
  }),
  'withdraw-need': command({
    from: OPEN,
    to: ['need-struck'],
    who: [reporter],
    form: { reason: field.textarea.optional({ max: 500 }) },
    danger: true,
    public: true,
    apply(draft, _form, work) {
      if (draft.ownerUnit)
        work.notice({ key: 'notice.need-withdrawn', to: 'owner-unit', duty: 'handle', urgency: 'now' });
      close(draft, work);
    },
  }),
  'strike-need': command({
    // Written twice, or no longer lacking: said by whoever decides, with the reason.
    from: OPEN,
    to: ['need-struck'],
    who: deciders,
    form: { reason: field.textarea.required({ max: 500, min: 5 }) },
    danger: true,
    public: true,
    apply(draft, _form, work) {
      close(draft, work);
    },
  }),
  'note-need': command({
    from: OPEN,
    to: [],
    who: [worker, handler, intake, ...deciders],
    form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
    stale: 'commutes',
    apply(draft, form, work) {
      addPhotos(draft, form.photos, 'other', work.at);
    },
  }),
  ...lapseUp('handle'),
};

export const reliefNeed = defineCaseKind<CasesWorld>({
  name: 'relief-need',
  initial: ['need-open'],
  states: {
    'need-open': { shape: 'todo', clock: 'match-need' },
    'need-matched': { shape: 'todo', clock: 'start-need' },
    'need-under-way': { shape: 'doing', clock: 'deliver-need' },
    'need-delivered': { shape: 'doing', clock: 'check-need' },
    'need-closed': { shape: 'done', final: true },
    'need-struck': { shape: 'done', final: true },
  },
  commands: { ...commands, ...escalationCommands(OPEN) },
  clocks: {
    'match-need': { onLapse: 'lapse' },
    'start-need': { onLapse: 'lapse' },
    'deliver-need': { onLapse: 'lapse' },
    'check-need': { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    draft.state = 'need-open';
    draft.urgent = vitalNeeds.has(needOf(draft).what);
    work.startClock(draft, 'match-need', { n: minutesOf(draft).match, unit: 'minute' });
    work.notice({ key: 'notice.need-open', to: 'area', duty: 'dispatch', urgency: 'now' });
  },
});
