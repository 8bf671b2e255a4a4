// Random lives of whistles with all their calls, decided in memory: the whistle and each called unit's case always say the same, nobody
// waits without a clock, and nothing ends before every unit is done or excused. The table of moves is written by hand.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  MINUTE,
  type PersonKey,
  PRODUCT_NOW,
  personKeys,
  type TestProduct,
  testProduct,
} from '../../../test/product.ts';
import type { CaseState } from '../../engines/case/case.ts';
import { type Decision, decide, decideFiling, offeredCommands } from '../../engines/case/decide.ts';
import type { FieldSpec } from '../../engines/case/form.ts';
import { lapsedClock, timerOf } from '../../engines/case/timing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Problem } from '../../kernel/problem.ts';
import { leadOf } from '../catalogue/public.ts';
import { caseKinds } from './kinds/kinds.ts';
import { type Call, whistleOf } from './kinds/whistle-facts.ts';
import type { CasesWorld } from './world.ts';

const stay = (...states: string[]) => Object.fromEntries(states.map((state) => [state, [state]]));
const running = ['calling', 'ready'];
const openCall = ['called', 'received', 'call-declined', 'on-site', 'result-in'];
const moves: Record<string, Record<string, Record<string, readonly string[]>>> = {
  whistle: {
    blow: { asked: ['calling'] },
    blown: { asked: ['calling'] },
    'turn-down': { asked: ['turned-down'] },
    'call-off': { asked: ['called-off'], calling: ['called-off'], ready: ['called-off'] },
    'unit-reported': { calling: ['calling', 'ready'], ready: ['ready'] },
    excuse: { calling: ['calling', 'ready'] },
    insist: stay('calling'),
    'accept-jointly': { calling: ['closed'], ready: ['closed'] },
    'send-back': { calling: ['calling'], ready: ['calling'] },
    note: stay('asked', ...running),
    lapse: stay('asked', ...running),
    'take-escalation': stay('asked', ...running),
    'name-commanders': stay(...running),
    'acknowledge-command': stay(...running),
    'hand-over-command': stay(...running),
    'name-deputy': stay(...running),
    'commander-word': stay('ready'),
  },
  'report-in': {
    receive: { called: ['received'], received: ['received'], 'on-site': ['on-site'] },
    arrive: {
      called: ['on-site'],
      received: ['on-site'],
      'call-declined': ['on-site'],
      'on-site': ['on-site'],
    },
    'report-result': { 'on-site': ['result-in'], 'result-in': ['result-in'] },
    'decline-call': { called: ['call-declined'], received: ['call-declined'] },
    note: stay(...openCall),
    lapse: stay(...openCall),
    'take-escalation': stay(...openCall),
    accepted: { 'result-in': ['closed'] },
    excused: { 'call-declined': ['excused'] },
    'called-off': Object.fromEntries(openCall.map((state) => [state, ['called-off']])),
    insisted: { 'call-declined': ['received'] },
    'sent-back': { 'result-in': ['on-site'] },
  },
};
/** The state of a call on the whistle, by the state of the unit's own case while the whistle runs. */
const callStates: Record<string, Call['state']> = {
  called: 'called',
  received: 'received',
  'call-declined': 'declined',
  'on-site': 'on-site',
  'result-in': 'result-in',
  excused: 'excused',
};

let p: TestProduct;
let world: CasesWorld;
const actors = new Map<PersonKey, Actor>();
let callable: string[];
beforeAll(async () => {
  p = await testProduct({ seed: 'whistle-lives' });
  world = await p.product.cases.engine.world('demo');
  for (const person of personKeys) actors.set(person, await p.actorOf(person));
  callable = ['urban-management', 'housing', 'market', 'street1'].map(
    (key) => p.district.units[key] as string,
  );
});
afterAll(() => p.close());

const machine: Actor = { kind: 'system', district: 'demo', reason: 'timer' };

function firstCase(seed: number): CaseState {
  const draft: CaseState = {
    id: `00000000-0000-7000-8000-${String(seed).padStart(12, '0')}`,
    district: 'demo',
    number: '260715-00000011',
    kind: 'whistle',
    version: 0,
    state: '',
    category: '',
    headline: '测试',
    text: '测试',
    channel: 'patrol',
    areaId: p.district.areas.g1,
    areaPath: p.district.paths.g1,
    lng: 120.385,
    lat: 36.295,
    address: '',
    urgent: false,
    ownerUnit: null,
    assistUnits: [],
    subjectUnit: seed % 5 === 0 ? (p.district.units['firm'] as string) : null,
    filedBy: null,
    clocks: [],
    occurredAt: PRODUCT_NOW,
    filedAt: PRODUCT_NOW,
    lastAt: PRODUCT_NOW,
    closedAt: null,
    solved: 'unknown',
    confirmed: null,
    rating: null,
    joined: 0,
    parentId: null,
    facts: { photos: [], handlers: [], handlerUnits: [] },
  };
  return decideFiling(kindOf('whistle'), draft, machine, world, PRODUCT_NOW).after;
}

function kindOf(name: string) {
  const kind = caseKinds.get(name);
  if (!kind) throw new Error(name);
  return kind;
}

/** The cases of one life and the small writer that carries effects to them, all or nothing as the real one does. */
class Life {
  cases = new Map<string, CaseState>();
  done = new Set<string>();
  now = PRODUCT_NOW;

  constructor(seed: number) {
    const first = firstCase(seed);
    this.cases.set(first.id, first);
  }

  give(
    id: string,
    name: string,
    form: unknown,
    actor: Actor,
    at: number,
    lapsed?: { name: string; at: number },
  ): void {
    const kept = new Map(this.cases);
    try {
      this.one(id, name, form, actor, at, lapsed);
    } catch (error) {
      this.cases = kept;
      throw error;
    }
  }

  private one(
    id: string,
    name: string,
    form: unknown,
    actor: Actor,
    at: number,
    lapsed?: { name: string; at: number },
  ): void {
    const before = this.cases.get(id) as CaseState;
    const given = { name, form, occurredAt: at, actor, isReporter: false, ...(lapsed ? { lapsed } : {}) };
    const decision = decide(kindOf(before.kind), before, given, world, this.now);
    const allowed = moves[before.kind]?.[name]?.[before.state] ?? [];
    expect(allowed, `${before.kind}.${name}: ${before.state} → ${decision.after.state}`).toContain(
      decision.after.state,
    );
    this.cases.set(id, decision.after);
    this.done.add(`${before.kind}.${name}`);
    for (const effect of decision.effects) this.carry(decision, effect);
  }

  private carry(decision: Decision, effect: Decision['effects'][number]): void {
    if ('tell' in effect) {
      this.one(effect.tell, effect.name, effect.form, machine, decision.at);
      return;
    }
    const { open } = effect;
    const { after } = decision;
    const draft: CaseState = {
      ...structuredClone(after),
      id: open.id,
      kind: open.kind,
      version: 0,
      headline: open.headline,
      text: open.text,
      urgent: open.urgent ?? after.urgent,
      ownerUnit: open.ownerUnit ?? null,
      assistUnits: [],
      clocks: [],
      parentId: open.under ? after.id : null,
      facts: { photos: [], handlers: [], handlerUnits: [], ...structuredClone(open.facts) },
      lastAt: this.now,
      filedAt: this.now,
    };
    this.cases.set(open.id, decideFiling(kindOf(open.kind), draft, machine, world, this.now).after);
  }

  lapses(): void {
    for (let round = 0; round < 200; round++) {
      const next = [...this.cases.values()].flatMap((state) => {
        const lapsed = lapsedClock(state, this.now);
        return lapsed ? [{ state, lapsed }] : [];
      })[0];
      if (!next) return;
      const at = next.lapsed.name === 'escalation' ? this.now : next.lapsed.at;
      this.give(next.state.id, 'lapse', { clock: next.lapsed.name }, machine, at, next.lapsed);
    }
    throw new Error('lapses without end');
  }

  holds(): void {
    const all = [...this.cases.values()];
    const parent = all[0] as CaseState;
    const facts = whistleOf(parent);
    for (const state of all) {
      const spec = kindOf(state.kind).states[state.state];
      const live = state.clocks.filter((one) => one.state !== 'stopped');
      expect(new Set(live.map((one) => one.name)).size).toBe(live.length);
      expect(timerOf(state) === null, `${state.kind} ${state.state}`).toBe(spec?.final === true);
      expect(state.closedAt === null).toBe(spec?.final !== true);
      // Never on a map: there stands the case that it is about.
      expect([state.lng, state.lat]).toEqual([null, null]);
      expect(state.ownerUnit).not.toBe(state.subjectUnit ?? 'nobody');
    }
    const over = kindOf('whistle').states[parent.state]?.final === true;
    expect(facts.calls.map((call) => call.caseId)).toEqual(all.slice(1).map((state) => state.id));
    for (const call of facts.calls) {
      const child = this.cases.get(call.caseId) as CaseState;
      expect(child.parentId).toBe(parent.id);
      if (over) {
        expect(kindOf('report-in').states[child.state]?.final).toBe(true);
        if (parent.state === 'closed') expect(['closed', 'excused']).toContain(child.state);
      } else {
        expect(call.state, `child ${child.state}`).toBe(callStates[child.state]);
        const due = (name: string) => child.clocks.findLast((one) => one.name === name)?.due;
        expect([due('arrive'), due('result')]).toEqual([call.arriveDue, call.resultDue]);
      }
    }
    if (parent.state === 'ready')
      expect(facts.calls.every((call) => ['result-in', 'excused'].includes(call.state))).toBe(true);
    if (parent.state === 'closed' && facts.type === 'hard') {
      expect(facts.commanders.map((one) => one.role)).toEqual(['street', 'community']);
      expect(facts.commanders.every((one) => one.ackAt !== null && one.word !== null)).toBe(true);
    }
  }
}

function valueFor(name: string, spec: FieldSpec, value: number, life: Life): unknown {
  const parent = [...life.cases.values()][0] as CaseState;
  const calls = whistleOf(parent).calls;
  switch (spec.type) {
    case 'choice':
      return spec.options?.[value % spec.options.length];
    case 'units': {
      const ready = calls.filter((call) => call.state === 'result-in').map((call) => call.unit);
      if (spec.source === 'reported') return ready.slice(0, 1 + (value % 2));
      return callable.slice(value % 2, 1 + (value % 4));
    }
    case 'unit':
      if (spec.source === 'declined')
        return calls.find((call) => call.state === 'declined')?.unit ?? callable[0];
      return callable[value % callable.length];
    case 'post': {
      const posts = world.posts.get('command') ?? [];
      const meant = name === 'street' ? p.district.posts.member1 : p.district.posts.secretary1;
      return value % 4 > 0 && (name === 'street' || name === 'community')
        ? meant
        : posts[value % posts.length]?.id;
    }
    case 'listItem':
      return world.catalogue.items[value % world.catalogue.items.length]?.code;
    case 'limit':
      return { n: 1 + (value % 30), unit: ['work-day', 'calendar-day'][value % 2] };
    case 'datetime':
      return life.now + ((value % 600) - 60) * MINUTE;
    case 'photos':
      return [];
    default:
      return `说明文字 ${value}`;
  }
}

const turn = fc.record({
  which: fc.nat(1000),
  who: fc.nat(1000),
  command: fc.nat(1000),
  value: fc.nat(100_000),
  minutes: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60, max: 4 * 1440 }) },
  ),
});

it('keep whistle and calls in step, whoever does whatever whenever', () => {
  const visited = new Set<string>();
  const accepted = new Set<string>();
  fc.assert(
    fc.property(fc.nat(10_000), fc.array(turn, { minLength: 10, maxLength: 45 }), (seed, turns) => {
      const life = new Life(seed);
      life.holds();
      for (const one of turns) {
        life.now += one.minutes * MINUTE;
        life.lapses();
        life.holds();
        const states = [...life.cases.values()];
        const offers = states.flatMap((state) =>
          [...actors.values()].flatMap((actor) =>
            offeredCommands(kindOf(state.kind), state, actor, false, world, life.now).map(
              ({ name, spec }) => ({
                state,
                actor,
                name,
                spec,
              }),
            ),
          ),
        );
        // In an order of their own: the walk must not change with what is offered first.
        const names = [...new Set(offers.map((offer) => `${offer.state.kind}.${offer.name}`))].sort();
        const lively = names.filter((name) => !/\.(note|call-off|turn-down|hand-over-command)$/.test(name));
        const pool = one.value % 8 > 0 && lively.length > 0 ? lively : names;
        const name = pool[one.command % Math.max(1, pool.length)];
        const able = offers.filter((offer) => `${offer.state.kind}.${offer.name}` === name);
        const chosen = able[(one.who + one.which) % Math.max(1, able.length)];
        if (!chosen) continue;
        let salt = one.value;
        const form: Record<string, unknown> = {};
        for (const [field, spec] of Object.entries(chosen.spec.form)) {
          salt = (salt * 31 + 7) % 1_000_003;
          if (spec.required || salt % 3 === 0) form[field] = valueFor(field, spec, salt, life);
        }
        // Whoever declines names an item, and mostly the unit that it names.
        if ('proposedUnit' in form && one.value % 4 > 0)
          form['proposedUnit'] =
            leadOf(world.catalogue, String(form['item']), chosen.state.areaPath)?.id ?? form['proposedUnit'];
        try {
          life.give(chosen.state.id, chosen.name, form, chosen.actor, life.now);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
        life.holds();
        for (const state of life.cases.values()) visited.add(`${state.kind}.${state.state}`);
      }
      for (const done of life.done) accepted.add(done);
    }),
    { numRuns: 120, seed: 20_260_715, endOnFailure: true },
  );
  for (const name of ['whistle', 'report-in']) {
    const kind = kindOf(name);
    expect(Object.keys(kind.states).filter((state) => !visited.has(`${name}.${state}`))).toEqual([]);
    // `blown` is told by a case of the loop, which has its own walk.
    const missed = Object.keys(kind.commands).filter(
      (one) => !accepted.has(`${name}.${one}`) && one !== 'blown',
    );
    expect(missed).toEqual([]);
  }
});
