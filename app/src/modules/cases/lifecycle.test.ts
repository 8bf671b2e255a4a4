// Random lives of cases, decided in memory against the rules that hold whatever people do. The table of moves below is written by
// hand from the description of the loop, not read from the declaration: a changed declaration must change it too.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DAY,
  HOUR,
  MINUTE,
  type PersonKey,
  PRODUCT_NOW,
  personKeys,
  type TestProduct,
  testProduct,
} from '../../../test/product.ts';
import { type CaseState, changesBetween, newCase, replay } from '../../engines/case/case.ts';
import { decide, decideFiling, offeredCommands } from '../../engines/case/decide.ts';
import type { FieldSpec } from '../../engines/case/form.ts';
import type { CaseKind } from '../../engines/case/kind.ts';
import { lapsedClock, timerOf } from '../../engines/case/timing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Problem } from '../../kernel/problem.ts';
import { leadOf } from '../catalogue/public.ts';
import { caseKinds } from './kinds/kinds.ts';
import type { CasesWorld } from './world.ts';

/** command: from → where it may lead. `=` stays. */
const moves: Record<string, Record<string, readonly string[]>> = {
  accept: { reported: ['filed'], filed: ['='] },
  decline: { reported: ['declined'], filed: ['declined'] },
  dispatch: { reported: ['dispatched'], filed: ['dispatched'] },
  'handle-myself': { reported: ['handling'], filed: ['handling'] },
  correct: { reported: ['='], filed: ['='], dispatched: ['='], handling: ['='] },
  redirect: { dispatched: ['='], handling: ['dispatched'] },
  merge: {
    reported: ['merged'],
    filed: ['merged'],
    dispatched: ['merged'],
    handling: ['merged'],
    paused: ['merged'],
    checking: ['merged'],
  },
  unmerge: { merged: ['reported', 'filed', 'dispatched', 'handling', 'paused', 'checking'] },
  withdraw: { reported: ['withdrawn'], filed: ['withdrawn'], dispatched: ['withdrawn'] },
  sign: { dispatched: ['handling'], handling: ['='] },
  finish: { dispatched: ['checking'], handling: ['checking'], checking: ['='] },
  return: { dispatched: ['filed'], handling: ['filed'] },
  'report-up': { dispatched: ['dispatched', 'filed'], handling: ['dispatched', 'filed'] },
  'request-extension': { dispatched: ['='], handling: ['='] },
  'decide-extension': { filed: ['='], dispatched: ['='], handling: ['='], paused: ['='] },
  pause: { handling: ['paused'] },
  resume: { paused: ['handling'], handling: ['='] },
  verify: { checking: ['confirming', 'closed', 'handling'], confirming: ['='], closed: ['='] },
  confirm: { confirming: ['closed', 'handling'] },
  rate: { closed: ['='], declined: ['='] },
  reopen: { closed: ['filed'], declined: ['filed'] },
  escalate: open('reported', 'filed', 'dispatched', 'handling', 'checking'),
  'take-escalation': {
    reported: ['=', 'dispatched'],
    filed: ['=', 'dispatched'],
    dispatched: ['=', 'dispatched'],
    handling: ['=', 'dispatched'],
    checking: ['='],
  },
  'hand-back': open('reported', 'filed', 'dispatched', 'handling', 'checking'),
  urge: open('reported', 'filed', 'dispatched', 'handling', 'paused', 'checking'),
  lapse: {
    ...open('reported', 'filed', 'dispatched', 'handling', 'checking'),
    paused: ['handling', '='],
    confirming: ['closed', '='],
  },
};
moves['show-pictures'] = open(
  'reported',
  'filed',
  'dispatched',
  'handling',
  'paused',
  'checking',
  'confirming',
  'closed',
  'declined',
  'withdrawn',
);
moves['ask-ruling'] = {
  filed: ['dispatched'],
  dispatched: ['=', 'dispatched'],
  handling: ['=', 'dispatched'],
};
moves['open-ruling'] = open('dispatched', 'handling');
moves['rule'] = {
  filed: ['dispatched'],
  dispatched: ['=', 'dispatched'],
  handling: ['=', 'dispatched'],
  paused: ['=', 'dispatched'],
  ...open('checking', 'confirming', 'closed'),
};
for (const name of ['ask-whistle', 'whistle'])
  moves[name] = open('filed', 'dispatched', 'handling', 'paused', 'checking');
const everywhere = ['reported', 'filed', 'dispatched', 'handling', 'paused', 'checking', 'confirming'];
for (const name of ['whistle-blown', 'whistle-ended'])
  moves[name] = open(...everywhere, 'closed', 'declined', 'withdrawn', 'merged');
moves['outside-order'] = open(
  'reported',
  'filed',
  'dispatched',
  'handling',
  'paused',
  'checking',
  'confirming',
  'closed',
  'declined',
  'withdrawn',
);
for (const name of ['note', 'answer', 'add', 'join', 'supervise'])
  moves[name] = open('reported', 'filed', 'dispatched', 'handling', 'paused', 'checking', 'confirming');
const working = ['reported', 'filed', 'dispatched', 'handling', 'paused', 'checking'];
for (const name of ['split', 'link', 'offer-mediation', 'mediate']) moves[name] = open(...working);
moves['answer-mediation'] = open(...working, 'confirming');
// What another case tells this one, whenever that happens.
for (const name of ['unlink', 'linked', 'unlinked', 'mediation-offered', 'counterpart-answered'])
  moves[name] = open(...working, 'confirming', 'closed', 'declined', 'withdrawn', 'merged');
for (const name of ['absorb', 'release']) moves[name] = open(...working, 'confirming');
// What an emergency over the place makes of the limits.
for (const name of ['pause-ordinary', 'resume-ordinary']) moves[name] = open(...everywhere);

for (const name of ['answer-supervision', 'close-supervision'])
  moves[name] = { ...moves['supervise'], ...open('closed', 'declined', 'withdrawn') };

function open(...states: string[]): Record<string, readonly string[]> {
  return Object.fromEntries(states.map((state) => [state, ['=']]));
}

const FINAL = new Set(['closed', 'declined', 'withdrawn', 'merged']);

let p: TestProduct;
let world: CasesWorld;
const actors = new Map<PersonKey, Actor>();
let units: string[];
let categories: string[];

beforeAll(async () => {
  p = await testProduct();
  world = await p.product.cases.engine.world('demo');
  for (const person of personKeys) actors.set(person, await p.actorOf(person));
  units = [...world.catalogue.units.keys()];
  categories = [...world.catalogue.categories.values()]
    .filter((one) => one.parent !== null)
    .map((one) => one.code);
});
afterAll(() => p.close());

const resident: Actor = { kind: 'public', district: 'demo' };
const clock: Actor = { kind: 'system', district: 'demo', reason: 'timer' };

type Turn = { who: number; command: number; value: number; minutes: number; late: number };

const turn: fc.Arbitrary<Turn> = fc.record({
  who: fc.nat(1000),
  command: fc.nat(1000),
  value: fc.nat(100_000),
  minutes: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 90 }) },
    { weight: 2, arbitrary: fc.integer({ min: 60, max: 3 * 1440 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1440, max: 40 * 1440 }) },
  ),
  late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(6 * 60) }),
});

const beginning = fc.record({
  category: fc.nat(1000),
  byStaff: fc.boolean(),
  subject: fc.boolean(),
  hour: fc.nat(24 * 400),
});

/** Commands that need the right firm, list item, category or second case: walked by tests of their own. */
/** Given by the machine when the place is in an emergency, and taken below. */
const OF_EMERGENCIES = ['pause-ordinary', 'resume-ordinary'];
const NEEDS_A_PARTNER = ['show-pictures', 'report-up', 'handle-myself', 'release', 'mediate', 'ask-ruling'];

const otherCase = '00000000-0000-7000-8000-00000000beef';
const picture = '00000000-0000-7000-8000-00000000f11e';

/** A value for a field: mostly one that the form accepts. */
function valueFor(spec: FieldSpec, value: number): unknown {
  switch (spec.type) {
    case 'choice':
      return spec.options?.[value % spec.options.length];
    case 'units':
      return [0, 1].slice(value % 2).map((more) => units[(value + more) % units.length]);
    case 'unit':
      return units[value % units.length];
    case 'category':
      return categories[value % categories.length];
    case 'listItem': {
      const { items } = world.catalogue;
      return items[value % items.length]?.code;
    }
    case 'case':
      return { id: otherCase, number: '260715-00000028' };
    case 'integer':
      return value % 3;
    case 'limit':
      return { n: 1 + (value % 60), unit: ['work-day', 'calendar-day', 'work-hour'][value % 3] };
    case 'rating':
      return 1 + (value % 5);
    case 'photos':
      return [];
    case 'choices':
      return value % 2 === 0 ? [picture] : [];
    default:
      return `说明 ${value}`;
  }
}

function formFor(
  kind: CaseKind<CasesWorld>,
  name: string,
  value: number,
  state: CaseState,
): Record<string, unknown> {
  const form: Record<string, unknown> = {};
  let salt = value;
  for (const [field, spec] of Object.entries(kind.commands[name]?.form ?? {})) {
    salt = (salt * 31 + 7) % 1_000_003;
    if (spec.required || salt % 3 === 0) form[field] = valueFor(spec, salt);
  }
  const route = state.facts['routing'] as { owner?: string | null } | undefined;
  if (name === 'dispatch' && value % 4 > 0 && route?.owner) form['unit'] = route.owner;
  // What is sent back goes to the unit that the item names, mostly; otherwise it is refused.
  if ('proposedUnit' in form && value % 4 > 0)
    form['proposedUnit'] =
      leadOf(world.catalogue, String(form['item']), state.areaPath)?.id ?? form['proposedUnit'];
  return form;
}

function begin(
  kind: CaseKind<CasesWorld>,
  start: { category: number; byStaff: boolean; subject: boolean; hour: number },
) {
  const fitting = categories.filter((code) =>
    world.catalogue.categories.get(code)?.kinds.includes(kind.name as never),
  );
  const at = PRODUCT_NOW + start.hour * HOUR;
  const id = `00000000-0000-7000-8000-${String(start.hour).padStart(12, '0')}`;
  const draft = newCase({
    id,
    district: 'demo',
    number: '260715-00000011',
    kind: kind.name,
    category: fitting[start.category % fitting.length] ?? '',
    headline: '测试',
    text: '测试',
    channel: start.byStaff ? 'patrol' : 'portal',
    areaId: p.district.areas.g1,
    areaPath: p.district.paths.g1,
    lng: null,
    lat: null,
    address: '',
    subjectUnit: start.subject ? (p.district.units['firm'] as string) : null,
    filedBy: start.byStaff ? p.district.accounts.worker1 : null,
    filedAt: at,
    joined: start.byStaff ? 0 : 1,
    facts: {
      reporters: start.byStaff ? 0 : 1,
      trusted: false,
      photos: [{ fileId: picture, stage: 'before', at }],
    },
  });
  const actor = start.byStaff ? (actors.get('worker1') as Actor) : resident;
  return { state: decideFiling(kind, draft, actor, world, at).after, at };
}

/** What must hold of every case, at every moment. */
function holds(kind: CaseKind<CasesWorld>, state: CaseState): void {
  const spec = kind.states[state.state];
  expect(spec, `unknown state ${state.state}`).toBeDefined();
  expect(FINAL.has(state.state)).toBe(spec?.final === true);
  const live = state.clocks.filter((one) => one.state !== 'stopped');
  expect(new Set(live.map((one) => one.name)).size).toBe(live.length);
  if (spec?.final) {
    expect(live).toEqual([]);
    expect(timerOf(state)).toBeNull();
    expect(state.closedAt).not.toBeNull();
    expect(state.facts['escalatedTo'] ?? null).toBeNull();
  } else {
    // Nobody waits in silence: an open case has somebody to act and an instant at which the machine looks again.
    expect(timerOf(state), `${state.state} waits without a timer`).not.toBeNull();
    expect(state.closedAt).toBeNull();
    if (['dispatched', 'handling', 'paused', 'checking'].includes(state.state))
      expect(state.ownerUnit).not.toBeNull();
    else if (state.state !== 'confirming') expect(state.ownerUnit).toBeNull();
  }
  const paused = live.filter((one) => one.state === 'paused');
  const own = paused.filter((one) => one.segments.at(-1)?.reason !== 'emergency');
  expect(own.length).toBe(state.state === 'paused' ? 1 : 0);
  // What waits for an emergency is an ordinary limit, waits until a moment, and the case says for which one.
  for (const one of paused.filter((each) => !own.includes(each))) {
    expect(kind.ordinary).toContain(one.name);
    expect(one.segments.at(-1)?.until).toBeGreaterThan(0);
    expect(state.facts['ordinaryPause']).toBeTruthy();
  }
  if (state.ownerUnit !== null && !spec?.final) {
    expect(state.ownerUnit).not.toBe(state.subjectUnit);
    const unit = world.catalogue.units.get(state.ownerUnit);
    const item = world.catalogue.items.find(
      (one) => one.list === 'street' && one.categories.includes(state.category),
    );
    // A 收回 item never lies with a street; a community is never asked to enforce.
    if (item?.type === 'withdrawn') expect(unit?.kind).not.toBe('street-office');
    if (unit?.kind === 'committee')
      expect(world.catalogue.categories.get(state.category)?.enforcement).not.toBe(true);
  }
  const returns = (state.facts['returns'] as unknown[] | undefined) ?? [];
  expect(returns.length).toBeLessThanOrEqual(2);
  for (const { item, proposed } of returns as { item: string; proposed: string }[]) {
    const named = world.catalogue.items.find((one) => one.code === item && one.list !== 'grid');
    const unit = world.catalogue.units.get(proposed);
    const lead = named?.lead ?? { kind: 'street-office' };
    expect(['basic', 'assist', 'withdrawn', 'duty', 'help']).toContain(named?.type);
    expect('code' in lead ? unit?.code : unit?.kind).toBe('code' in lead ? lead.code : lead.kind);
  }
  if (state.confirmed === 'silent') expect(state.state).toBe('closed');
  // An open question of ownership has a clock of its own, and somebody who acts meanwhile.
  const asked = state.facts['ruling'] as { at: number } | null | undefined;
  const ruling = live.filter((one) => one.name === 'ruling');
  expect(ruling.length).toBe(asked && !spec?.final ? 1 : 0);
  if (asked && ['dispatched', 'handling', 'paused'].includes(state.state))
    expect(state.ownerUnit).not.toBeNull();
}

type Asker = { actor: Actor; isReporter: boolean };

/** Mostly somebody who may, with what they may; now and then anybody with anything. */
function choose(
  kind: CaseKind<CasesWorld>,
  state: CaseState,
  now: number,
  one: Turn,
  accepted: ReadonlySet<string>,
): { who: Asker; command: string } {
  const askers: Asker[] = [...actors.values()].map((actor) => ({ actor, isReporter: false }));
  askers.push({ actor: resident, isReporter: true });
  // The machine, as the voice of another case.
  askers.push({ actor: clock, isReporter: false });
  const names = Object.keys(kind.commands);
  const anything = {
    who: askers[one.who % askers.length] as Asker,
    command: names[one.command % names.length] as string,
  };
  if (one.value % 5 === 0) return anything;
  const offers = askers.flatMap((who) =>
    offeredCommands(kind, state, who.actor, who.isReporter, world, now).map(({ name, primary }) => ({
      who,
      command: name,
      primary,
    })),
  );
  if (offers.length === 0) return anything;
  const main = offers.filter((offer) => offer.primary);
  const pool = one.value % 5 < 3 && main.length > 0 && one.value % 7 > 1 ? main : offers;
  // First which command, then by whom: otherwise the remark that everybody may make drowns the rest.
  const named = [...new Set(pool.map((offer) => offer.command))].filter(
    (name) => !OF_EMERGENCIES.includes(name),
  );
  // Lives that end at once teach little, and a question that waits for an answer should often get it.
  const lively = named.filter((name) => !['withdraw', 'decline', 'merge'].includes(name));
  const ending = named.filter((name) => !lively.includes(name));
  const asked = named.filter((name) => name === 'decide-extension');
  // What no life has met yet is tried when it is offered: the kinds have more commands than a short walk meets by chance.
  const unmet = [...new Set(offers.map((offer) => offer.command))].filter(
    (name) => !accepted.has(name) && !NEEDS_A_PARTNER.includes(name) && !OF_EMERGENCIES.includes(name),
  );
  const commands =
    unmet.length > 0 && one.value % 3 > 0
      ? unmet
      : asked.length > 0 && one.value % 2 === 0
        ? asked
        : ending.length > 0 && one.value % 13 === 0
          ? ending
          : lively.length > 0
            ? lively
            : named;
  const command = commands[one.command % commands.length] as string;
  const able = offers.filter((offer) => offer.command === command);
  return { who: (able[one.who % able.length] as { who: Asker }).who, command };
}

describe.each(['incident', 'request', 'hazard'])('lives of a %s', (name) => {
  it('keep every rule, whoever does whatever whenever', () => {
    const kind = caseKinds.get(name) as CaseKind<CasesWorld>;
    const names = Object.keys(kind.commands);
    const visited = new Set<string>();
    const accepted = new Set<string>();
    fc.assert(
      fc.property(beginning, fc.array(turn, { minLength: 5, maxLength: 45 }), (start, turns) => {
        let { state, at: now } = begin(kind, start);
        holds(kind, state);
        const { id, district, number } = state;
        const identity = { id, district, number, kind: kind.name };
        const steps = [{ version: 1, changes: changesBetween({ ...identity } as CaseState, state) }];
        let handleStarted: number | undefined;

        const take = (
          command: string,
          form: unknown,
          who: { actor: Actor; isReporter: boolean },
          at: number,
          lapsed?: { name: string; at: number },
        ) => {
          const before = state;
          const written = JSON.stringify(before);
          const decision = decide(
            kind,
            state,
            { name: command, form, occurredAt: at, ...who, ...(lapsed ? { lapsed } : {}) },
            world,
            now,
          );
          expect(JSON.stringify(before), 'a decision never changes its input').toBe(written);
          const { after } = decision;
          const to = after.state === before.state ? '=' : after.state;
          const allowed = moves[command]?.[before.state] ?? [];
          expect(
            allowed.includes(to) || allowed.includes(after.state),
            `${command}: ${before.state} → ${after.state}`,
          ).toBe(true);
          if (decision.outcome === 'merged')
            expect({ ...after, version: 0, lastAt: 0 }).toEqual({ ...before, version: 0, lastAt: 0 });
          expect(after.version).toBe(before.version + 1);
          expect(after.lastAt).toBeGreaterThanOrEqual(before.lastAt);
          expect(after.lastAt).toBeLessThanOrEqual(now);
          checkMove(command, before, after, who);
          steps.push({ version: after.version, changes: decision.changes });
          state = after;
          holds(kind, state);
          visited.add(state.state);
          accepted.add(command);
          // The handling clock starts once in a life (and once more per failed check, refused result or reopening), a return keeps it.
          const handle = state.clocks.findLast((one) => one.name === 'handle' && one.state !== 'stopped');
          if (
            handle &&
            handleStarted !== undefined &&
            ![
              'verify',
              'confirm',
              'dispatch',
              'handle-myself',
              'take-escalation',
              'ask-ruling',
              'rule',
            ].includes(command)
          )
            expect(handle.startedAt).toBe(handleStarted);
          handleStarted = handle?.startedAt;
        };

        for (const one of turns) {
          now += one.minutes * MINUTE;
          // The machine looks first, as it would have done in the meantime; one round of lapses ends.
          for (let rounds = 0; ; rounds++) {
            const lapsed = lapsedClock(state, now);
            if (!lapsed) break;
            expect(rounds, `lapses without end in ${state.state}`).toBeLessThan(30);
            const at = lapsed.name === kind.watch?.clock ? now : lapsed.at;
            take('lapse', { clock: lapsed.name }, { actor: clock, isReporter: false }, at, lapsed);
          }
          // What other cases tell it, and what the machine does with a refused third return.
          const told = tellOf(state, one);
          if (told && kind.commands[told.name]?.from.includes(state.state)) {
            take(told.name, told.form, { actor: clock, isReporter: false }, now);
            continue;
          }
          // Now and then the house that sent it has news, and a deadline of its own.
          if (one.value % 11 === 3 && state.state !== 'merged') {
            const news = { source: 'hotline', name: '热线', number: `GD${one.value % 2}`, note: '再次来电' };
            const deadline = now + ((one.value % 9000) - 500) * MINUTE;
            take('outside-order', { ...news, deadline }, { actor: clock, isReporter: false }, now);
          }
          // An emergency over the place comes, is renewed, and goes.
          if (kind.ordinary && one.value % 10 === 4 && !kind.states[state.state]?.final) {
            const until = now + (1 + (one.value % 3000)) * MINUTE;
            const waits = { note: '应急响应', emergencies: 'e1', until };
            const goes = one.value % 3 === 0;
            const machine = { actor: clock, isReporter: false };
            take(goes ? 'resume-ordinary' : 'pause-ordinary', goes ? { note: '解除' } : waits, machine, now);
          }
          const { who, command } = choose(kind, state, now, one, accepted);
          if (command === 'lapse') continue;
          try {
            take(command, formFor(kind, command, one.value, state), who, now - one.late * MINUTE);
          } catch (error) {
            // A refusal is a coded problem; anything else is a fault of ours.
            if (!(error instanceof Problem)) throw error;
          }
        }
        expect(replay(identity, steps)).toEqual(state);
      }),
      { numRuns: 100, seed: 20_260_715, endOnFailure: true },
    );
    // The walk is worth something only when it came everywhere and did everything.
    expect([...visited].sort()).toEqual(Object.keys(kind.states).sort());
    expect(names.filter((one) => !accepted.has(one) && !NEEDS_A_PARTNER.includes(one))).toEqual([]);
    expect(kind.ordinary !== undefined).toBe(name !== 'hazard');
  });
});

/** What the machine might tell a case now, so that every walk meets the end of its whistles and the question after two returns. */
function tellOf(state: CaseState, one: Turn): { name: string; form: Record<string, unknown> } | undefined {
  const link = state.facts['whistleCase'] as { state: string } | undefined;
  if (link?.state === 'asked' && one.value % 6 === 1)
    return { name: 'whistle-blown', form: { units: [units[0]] } };
  if (link && link.state !== 'ended' && one.value % 3 === 1)
    return { name: 'whistle-ended', form: { ending: 'accepted', note: '验收通过' } };
  const returns = (state.facts['returns'] as unknown[] | undefined) ?? [];
  if (returns.length > 0 && !state.facts['ruling'] && !state.facts['ruled'] && one.value % 2 === 1)
    return { name: 'open-ruling', form: { item: 's-01', proposedUnit: units[0], reason: '不归我们' } };
  return undefined;
}

/** Rules about single moves. */
function checkMove(
  command: string,
  before: CaseState,
  after: CaseState,
  who: { actor: Actor; isReporter: boolean },
): void {
  const account = who.actor.kind === 'staff' ? who.actor.accountId : '';
  if (command === 'verify' && after.solved === 'yes' && before.solved !== 'yes')
    expect(before.facts.handlers, 'whoever handled it never verifies it').not.toContain(account);
  if (after.confirmed !== before.confirmed && (after.confirmed === 'yes' || after.confirmed === 'no'))
    expect([command, who.isReporter]).toEqual(['confirm', true]);
  if (after.confirmed === 'silent' && before.confirmed !== 'silent') expect(command).toBe('lapse');
  if (after.rating !== before.rating)
    expect(who.isReporter && ['confirm', 'rate'].includes(command)).toBe(true);
  if (after.solved === 'yes' && before.solved !== 'yes') expect(command).toBe('verify');
  if (['closed', 'declined'].includes(before.state) && after.state === 'filed') {
    const days = { incident: 7, request: 15, hazard: 30 }[before.kind] as number;
    expect(after.lastAt - (before.closedAt as number)).toBeLessThanOrEqual(days * DAY + 6 * HOUR);
  }
}
