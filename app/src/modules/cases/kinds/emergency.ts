// 应急响应: an area in emergency. One commander (or deputy) acts and it holds at once; another confirms within fifteen minutes, or the
// level above is asked. A community starts only its own response; levels are ordered by a headquarters and received with issuer and document.
import type { CaseState } from '../../../engines/case/case.ts';
import { field } from '../../../engines/case/form.ts';
import { command, defineCaseKind } from '../../../engines/case/kind.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { type ResponseLevel, responseLevels } from '../../../kernel/emergency.ts';
import { problem } from '../../../kernel/problem.ts';
import type { CasesWorld } from '../world.ts';
import { type Act, type EmergencyFacts, emergencyOf, pendingAct } from './emergency-facts.ts';
import { escalationCommands, goUp } from './escalations.ts';
import { loopWatch } from './loop.ts';
import type { Commands } from './loop-limits.ts';
import { addPhotos, close, stopAll, type Work } from './steps.ts';
import { receiver, system } from './who.ts';
import { commander } from './who-whistles.ts';
import '../problems.ts';

/** 另一名指挥长 15 分钟内确认. */
export const CONFIRM_MINUTES = 15;
/** An emergency that nobody renews ends by itself. */
const MOST_HOURS = 72;
const LIVE = ['emergency-acting', 'emergency-in-force'];
const OPEN = [...LIVE, 'emergency-recovering'];

export const stepDownCriteria = [
  'warning-lifted',
  'level-lifted',
  'hazard-gone',
  'people-safe',
  'services-back',
] as const;

const refused = (code: string, path: string, params: Record<string, string> = {}) =>
  problem(`cases.${code}`, params, [{ path: `form/${path}`, code }]);

function set(draft: CaseState, by: Partial<EmergencyFacts>): void {
  draft.facts['emergency'] = { ...emergencyOf(draft), ...by };
}

function nameOf(actor: Actor, work: Work): string {
  if (actor.kind !== 'staff') return '';
  const mine = actor.posts.find((post) => post.unitId === work.actingUnit && post.duties.includes('command'));
  return mine?.title ?? actor.posts[0]?.title ?? '';
}

/** A commander acts: it holds, and the clock of the other one runs. */
function act(draft: CaseState, work: Work, what: Act['what']): void {
  const { actor, at } = work;
  const facts = emergencyOf(draft);
  const one: Act = {
    what,
    level: facts.level,
    at,
    account: actor.kind === 'staff' ? actor.accountId : null,
    by: nameOf(actor, work),
    confirmed: null,
    against: null,
  };
  // What was done before and not yet confirmed is part of what is confirmed now.
  set(draft, { acts: [...facts.acts, one] });
  draft.facts['escalatedTo'] = null;
  stopAll(draft, ['confirm-act', 'escalation'], work);
  work.startClock(draft, 'confirm-act', { n: CONFIRM_MINUTES, unit: 'minute' });
  work.notice({ key: 'notice.emergency-confirm', to: 'area', duty: 'command', urgency: 'now' });
  work.notice({ key: 'notice.emergency-confirm', to: 'owner-unit', duty: 'command', urgency: 'now' });
}

/** `until` from the form, within the longest that a renewal may give. */
function untilOf(form: { until?: number | undefined }, work: Work): number {
  const most = work.at + MOST_HOURS * 3_600_000;
  const until = form.until ?? work.at + 24 * 3_600_000;
  if (until <= work.at) throw refused('emergency-until-past', 'until');
  if (until > most) throw refused('emergency-until-far', 'until', { hours: String(MOST_HOURS) });
  return until;
}

function runUntil(draft: CaseState, until: number, work: Work): void {
  set(draft, { until });
  work.stopClock(draft, 'expiry');
  work.startClock(draft, 'expiry', {
    n: Math.max(1, Math.round((until - work.at) / 60_000)),
    unit: 'minute',
  });
}

/** Acts that wait for somebody else than this person. */
const othersActs = (state: CaseState, actor: Actor) =>
  emergencyOf(state).acts.filter(
    (one) => one.confirmed === null && !(actor.kind === 'staff' && one.account === actor.accountId),
  );

const notMine = (state: CaseState, actor: Actor) => {
  if (!pendingAct(state)) return 'cases.emergency-nothing-to-confirm';
  return othersActs(state, actor).length === 0 ? 'cases.emergency-same-commander' : undefined;
};

function settle(draft: CaseState, acts: readonly Act[], change: (one: Act) => Act): void {
  set(draft, { acts: emergencyOf(draft).acts.map((one) => (acts.includes(one) ? change(one) : one)) });
}

/** Nothing waits any more: the clocks stop, and what was begun is in force. */
function whenConfirmed(draft: CaseState, work: Work): void {
  if (pendingAct(draft)) return;
  stopAll(draft, ['confirm-act', 'escalation'], work);
  draft.facts['escalatedTo'] = null;
  if (draft.state === 'emergency-acting') draft.state = 'emergency-in-force';
}

const unconfirmed = (state: CaseState) => emergencyOf(state).acts.filter((one) => one.confirmed === null);

function confirming(): Commands {
  return {
    'confirm-act': command({
      from: OPEN,
      to: OPEN,
      mayStay: true,
      who: [commander],
      form: { note: field.textarea.optional({ max: 500 }) },
      primary: (state) => pendingAct(state) !== undefined,
      stale: 'commutes',
      unless: notMine,
      apply(draft, _form, work) {
        const { actor, at } = work;
        const confirmed = {
          at,
          by: nameOf(actor, work),
          account: actor.kind === 'staff' ? actor.accountId : null,
        };
        settle(draft, othersActs(draft, actor), (one) => ({ ...one, confirmed }));
        whenConfirmed(draft, work);
      },
    }),
    'object-act': command({
      // Two commanders who disagree: what was begun goes on for the sake of those in danger, and the level above decides.
      from: OPEN,
      to: [],
      who: [commander],
      form: { reason: field.textarea.required({ max: 500, min: 5 }) },
      unless: (state, actor) =>
        notMine(state, actor) ?? (pendingAct(state)?.against ? 'cases.emergency-objected' : undefined),
      danger: true,
      apply(draft, form, work) {
        const against = { at: work.at, by: nameOf(work.actor, work), reason: form.reason, ruling: null };
        settle(draft, othersActs(draft, work.actor), (one) => ({ ...one, against: one.against ?? against }));
        goUp(draft, work, 'confirm-act', 'command');
      },
    }),
    'rule-act': command({
      from: OPEN,
      to: [...OPEN],
      mayStay: true,
      who: [receiver],
      form: {
        ruling: field.choice('act-ruling', ['go-on', 'stand-down']),
        note: field.textarea.required({ max: 500, min: 5 }),
      },
      primary: true,
      unless: (state) => (pendingAct(state) ? undefined : 'cases.emergency-nothing-to-confirm'),
      apply(draft, form, work) {
        const { actor, at } = work;
        const by = nameOf(actor, work);
        const account = actor.kind === 'staff' ? actor.accountId : null;
        settle(draft, unconfirmed(draft), (one) => ({
          ...one,
          confirmed: { at, by, account },
          against: one.against && { ...one.against, ruling: form.ruling },
        }));
        if (form.ruling === 'stand-down' && LIVE.includes(draft.state)) recover(draft, work);
        whenConfirmed(draft, work);
      },
    }),
  };
}

function running(): Commands {
  return {
    'receive-level': command({
      // Ordered, never made: the community writes down who ordered it and by which document.
      from: LIVE,
      to: [],
      who: [commander],
      form: {
        level: field.choice('response-level', responseLevels),
        issuer: field.text.required({ max: 80, min: 2 }),
        document: field.text.required({ max: 80, min: 2 }),
      },
      apply(draft, form, work) {
        const facts = emergencyOf(draft);
        const level = form.level as ResponseLevel;
        if (facts.level === level)
          throw refused('emergency-level-already', 'level', {
            level,
            document: facts.orders.at(-1)?.document ?? '',
          });
        const order = {
          level,
          issuer: form.issuer,
          document: form.document,
          at: work.at,
          by: nameOf(work.actor, work),
        };
        set(draft, { level, orders: [...facts.orders, order] });
        act(draft, work, 'level');
      },
    }),
    'renew-emergency': command({
      from: LIVE,
      to: [],
      who: [commander],
      form: {
        until: field.datetime.required(),
        reason: field.textarea.required({ max: 500, min: 5 }),
      },
      apply(draft, form, work) {
        runUntil(draft, untilOf(form, work), work);
        act(draft, work, 'renew');
      },
    }),
    'step-down': command({
      from: LIVE,
      to: ['emergency-recovering'],
      who: [commander],
      form: {
        criteria: field.choices('step-down', stepDownCriteria),
        note: field.textarea.required({ max: 1000, min: 5 }),
      },
      apply(draft, form, work) {
        set(draft, { criteria: form.criteria });
        recover(draft, work);
        act(draft, work, 'step-down');
      },
    }),
    'resume-emergency': command({
      from: ['emergency-recovering'],
      to: ['emergency-acting'],
      who: [commander],
      form: {
        until: field.datetime.optional(),
        reason: field.textarea.required({ max: 500, min: 5 }),
      },
      apply(draft, form, work) {
        stopAll(draft, ['recovery'], work);
        set(draft, { releasedAt: null });
        runUntil(draft, untilOf(form, work), work);
        act(draft, work, 'resume');
      },
    }),
    'release-return': command({
      // Nobody goes back before this.
      from: OPEN,
      to: [],
      who: [commander],
      form: { note: field.textarea.required({ max: 500, min: 5 }) },
      unless: (state) => (emergencyOf(state).releasedAt === null ? undefined : 'cases.emergency-released'),
      apply(draft, _form, work) {
        set(draft, { releasedAt: work.at });
      },
    }),
    'link-warning': command({
      from: OPEN,
      to: [],
      who: [commander, system],
      form: { warning: field.text.required({ max: 36, min: 36 }) },
      stale: 'commutes',
      rare: true,
      apply(draft, form) {
        const { warnings } = emergencyOf(draft);
        if (!warnings.includes(form.warning)) set(draft, { warnings: [...warnings, form.warning] });
      },
    }),
    'note-emergency': command({
      from: OPEN,
      to: [],
      who: [commander],
      form: { note: field.textarea.required({ max: 1000 }), photos: field.photos.optional() },
      stale: 'commutes',
      apply(draft, form, work) {
        addPhotos(draft, form.photos, 'other', work.at);
      },
    }),
  };
}

function recover(draft: CaseState, work: Work): void {
  stopAll(draft, ['expiry'], work);
  draft.state = 'emergency-recovering';
  work.startClock(draft, 'recovery', { n: 15, unit: 'calendar-day' });
}

function ending(): Commands {
  return {
    'end-emergency': command({
      // The review is written before: what went well, what must be better, who makes it so.
      from: ['emergency-recovering'],
      to: ['emergency-ended'],
      who: [commander],
      form: { review: field.textarea.required({ max: 2000, min: 10 }) },
      unless: (state) => (pendingAct(state) ? 'cases.emergency-unconfirmed' : undefined),
      danger: true,
      apply(draft, form, work) {
        draft.facts['review'] = form.review;
        draft.solved = 'yes';
        close(draft, work);
      },
    }),
    lapse: command({
      from: '*',
      to: ['emergency-recovering'],
      mayStay: true,
      who: [system],
      form: { clock: field.text.required({ max: 40 }) },
      apply(draft, { clock }, work) {
        goUp(draft, work, clock, 'command');
        if (clock === 'expiry' && LIVE.includes(draft.state)) recover(draft, work);
      },
    }),
  };
}

export const emergency = defineCaseKind<CasesWorld>({
  name: 'emergency',
  initial: ['emergency-acting'],
  states: {
    'emergency-acting': { shape: 'todo', clock: 'confirm-act' },
    'emergency-in-force': { shape: 'doing', clock: 'expiry' },
    'emergency-recovering': { shape: 'doing', clock: 'recovery' },
    'emergency-ended': { shape: 'done', final: true },
  },
  commands: { ...confirming(), ...running(), ...ending(), ...escalationCommands(OPEN) },
  clocks: {
    'confirm-act': { onLapse: 'lapse' },
    expiry: { onLapse: 'lapse' },
    recovery: { onLapse: 'lapse' },
    escalation: { onLapse: 'lapse' },
  },
  watch: loopWatch,
  file(draft, work) {
    const { until } = emergencyOf(draft);
    draft.state = 'emergency-acting';
    draft.urgent = true;
    draft.lng = null;
    draft.lat = null;
    runUntil(draft, untilOf({ until }, work), work);
    act(draft, work, 'start');
  },
});
