// Random lives of call-outs, of turns in them and of retrofits.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { staying, walkLives } from '../../../test/lives.ts';
import { HOUR, PRODUCT_NOW, type TestProduct, testProduct } from '../../../test/product.ts';
import { callOut } from './kinds/call-out.ts';
import { callOutOf, noCounts, stillOut, turnOf } from './kinds/call-out-facts.ts';
import { retrofit, retrofitOf } from './kinds/retrofit.ts';
import { turnOut } from './kinds/turn-out.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'call-out-lives' });
});
afterAll(() => p.close());

const to = (from: readonly string[], ...states: string[]) =>
  Object.fromEntries(from.map((one) => [one, states]));

const calling = ['call-open', 'call-on-duty', 'call-going-home'];

it('a call-out: closed only when everybody who came is accounted for', () =>
  walkLives(p, {
    kind: callOut,
    facts: (_p, seed) => ({
      callOut: {
        emergency: null,
        task: 'flood',
        wanted: 10,
        meetAt: PRODUCT_NOW + HOUR,
        meetingPoint: '党群服务中心',
        safety: '穿雨衣',
        outdoor: true,
        red: false,
        maxHours: 6,
        counts: { ...noCounts(), waiting: 10, missing: seed % 2 },
        minutes: 0,
        heads: null,
      },
    }),
    draft: () => ({ areaId: p.district.areas.c1, areaPath: p.district.paths.c1 }),
    value: (_p, field, spec, _salt, now) =>
      field === 'meetAt' && spec.type === 'datetime' ? now + HOUR : undefined,
    moves: {
      'count-turn': {
        ...to(['call-open'], 'call-open', 'call-on-duty'),
        ...staying('call-on-duty', 'call-going-home', 'call-closed', 'call-cancelled'),
      },
      'change-call-out': staying('call-open', 'call-on-duty'),
      'count-heads': staying(...calling),
      'red-begins': staying('call-open', 'call-on-duty'),
      'send-home': to(['call-open', 'call-on-duty'], 'call-going-home'),
      'close-call-out': to(['call-going-home'], 'call-closed'),
      'cancel-call-out': to(['call-open'], 'call-cancelled'),
      'note-call-out': staying(...calling),
      'take-escalation': staying(...calling),
      lapse: staying(...calling),
    },
    told: {
      'count-turn': { stand: 'present', was: 'waiting' },
      'red-begins': { warning: '暴雨红色预警' },
    },
    holds(state, before, command) {
      if (command === 'close-call-out') expect(stillOut(callOutOf(before ?? state))).toBe(0);
      for (const n of Object.values(callOutOf(state).counts)) expect(n).toBeGreaterThanOrEqual(0);
    },
  }));

const out = ['turn-present', 'turn-relieved', 'turn-missing'];
const turning = ['turn-asked', 'turn-coming', ...out];

it('a turn: silence is a no, and nobody who came is left out of sight', () =>
  walkLives(p, {
    kind: turnOut,
    runs: 300,
    facts: (product, seed) => ({
      post: product.district.posts.worker1,
      turn: {
        callOut: '019f6380-9900-7000-8000-000000000001',
        team: null,
        member: null,
        meetAt: PRODUCT_NOW + (seed % 5) * HOUR,
        maxHours: 1 + (seed % 8),
        fit: true,
        outdoor: true,
        people: 1 + (seed % 3),
        cameAt: null,
        leftAt: null,
      },
    }),
    moves: {
      'accept-turn': { ...to(['turn-asked'], 'turn-coming'), ...staying('turn-coming', ...out) },
      'decline-turn': { ...to(['turn-asked', 'turn-coming'], 'turn-declined'), ...staying('turn-declined') },
      'arrive-turn': { ...to(['turn-asked', 'turn-coming'], 'turn-present'), ...staying(...out) },
      'relieve-turn': { ...to(['turn-present'], 'turn-relieved'), ...staying('turn-relieved', 'turn-safe') },
      'home-safe': { ...to(out, 'turn-safe'), ...staying('turn-safe') },
      'report-missing': {
        ...to(['turn-coming', 'turn-present', 'turn-relieved'], 'turn-missing'),
        ...staying('turn-missing'),
      },
      'recall-turn': to(['turn-asked', 'turn-coming'], 'turn-recalled'),
      'note-turn': staying(...turning),
      'take-escalation': staying(...turning),
      lapse: { ...to(['turn-asked'], 'turn-unanswered'), ...staying('turn-coming', ...out) },
    },
    value: (_p, field, _spec, salt) => (field === 'people' ? 1 + (salt % 4) : undefined),
    told: { 'recall-turn': { why: 'over' } },
    holds(state, before, command) {
      const { cameAt } = turnOf(state);
      if (state.state === 'turn-safe')
        expect(before && ['turn-safe', ...out].includes(before.state)).toBe(true);
      if (['turn-present', 'turn-relieved'].includes(state.state)) expect(cameAt).not.toBeNull();
      if (command === 'report-missing' && before?.state !== 'turn-missing')
        expect(state.facts['escalatedTo'], 'the street hears of it at once').toEqual(expect.any(String));
    },
  }));

const building = ['retrofit-problem', 'retrofit-budgeted', 'retrofit-works', 'retrofit-accepting'];

it('a retrofit: whoever built it never accepts it, and there is no work without a budget', () =>
  walkLives(p, {
    kind: retrofit,
    runs: 1000,
    facts: () => ({
      retrofit: {
        kind: 'pump',
        lacking: 2,
        rule: '每个社区两台',
        budget: null,
        worksUnit: null,
        accepted: null,
      },
    }),
    draft: () => ({ areaId: p.district.areas.c1, areaPath: p.district.paths.c1, ownerUnit: null }),
    value: (product, field, _spec, salt) =>
      field === 'unit' ? product.district.units['committee1'] : field === 'days' ? 1 + (salt % 9) : undefined,
    moves: {
      'set-budget': to(['retrofit-problem'], 'retrofit-budgeted'),
      'give-works': to(['retrofit-budgeted'], 'retrofit-works'),
      'finish-works': to(['retrofit-works'], 'retrofit-accepting'),
      'accept-works': to(['retrofit-accepting'], 'retrofit-done', 'retrofit-works'),
      'drop-retrofit': to(building, 'retrofit-dropped'),
      'note-retrofit': staying(...building),
      'take-escalation': staying(...building),
      lapse: staying(...building),
    },
    holds(state, before, command, actor) {
      if (['retrofit-works', 'retrofit-accepting', 'retrofit-done'].includes(state.state))
        expect(retrofitOf(state).budget).not.toBeNull();
      if (command === 'accept-works' && actor.kind === 'staff')
        expect(before?.facts.handlers).not.toContain(actor.accountId);
    },
  }));
