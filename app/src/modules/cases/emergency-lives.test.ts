// Random lives of emergencies, action cards and improvements.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { staying, walkLives } from '../../../test/lives.ts';
import { HOUR, PRODUCT_NOW, type TestProduct, testProduct } from '../../../test/product.ts';
import { actionCard } from './kinds/action-card.ts';
import { closure } from './kinds/closure.ts';
import { closureOf } from './kinds/closure-facts.ts';
import { emergency } from './kinds/emergency.ts';
import { cardOf, emergencyOf, pendingAct } from './kinds/emergency-facts.ts';
import { improvement } from './kinds/improvement.ts';
import { needOf } from './kinds/need-facts.ts';
import { reliefNeed } from './kinds/relief-need.ts';
import { riskReport } from './kinds/risk-report.ts';
import { riskOf } from './kinds/risk-report-facts.ts';
import { transfer } from './kinds/transfer.ts';
import { transferOf } from './kinds/transfer-facts.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'emergency-lives' });
});
afterAll(() => p.close());

const live = ['emergency-acting', 'emergency-in-force'];
const open = [...live, 'emergency-recovering'];
const cards = ['card-sent', 'card-answered'];
const improving = ['improve-open', 'improve-checking'];
const to = (from: readonly string[], ...states: string[]) =>
  Object.fromEntries(from.map((one) => [one, states]));

it('an emergency: what is begun goes on, nobody confirms their own act, and nobody goes back before the release', () =>
  walkLives(p, {
    kind: emergency,
    facts: () => ({
      emergency: {
        risk: 'rainstorm',
        level: 'own',
        orders: [],
        acts: [],
        until: PRODUCT_NOW + 24 * HOUR,
        warnings: [],
        releasedAt: null,
        criteria: [],
      },
    }),
    draft: () => ({ areaId: p.district.areas.c1, areaPath: p.district.paths.c1 }),
    value: (_p, field, spec, salt, now) =>
      field === 'until' && spec.type === 'datetime' ? now + (1 + (salt % 70)) * HOUR : undefined,
    moves: {
      'confirm-act': {
        ...staying('emergency-in-force', 'emergency-recovering'),
        ...to(['emergency-acting'], 'emergency-in-force', 'emergency-acting'),
      },
      'object-act': staying(...open),
      'rule-act': {
        'emergency-acting': ['emergency-in-force', 'emergency-recovering'],
        'emergency-in-force': ['emergency-in-force', 'emergency-recovering'],
        'emergency-recovering': ['emergency-recovering'],
      },
      'receive-level': staying(...live),
      'renew-emergency': staying(...live),
      'step-down': to(live, 'emergency-recovering'),
      'resume-emergency': to(['emergency-recovering'], 'emergency-acting'),
      'release-return': staying(...open),
      'link-warning': staying(...open),
      'note-emergency': staying(...open),
      'end-emergency': to(['emergency-recovering'], 'emergency-ended'),
      'take-escalation': staying(...open),
      lapse: {
        'emergency-acting': ['emergency-acting', 'emergency-recovering'],
        'emergency-in-force': ['emergency-in-force', 'emergency-recovering'],
        'emergency-recovering': ['emergency-recovering'],
      },
    },
    holds(state) {
      const facts = emergencyOf(state);
      for (const act of facts.acts)
        if (act.confirmed !== null)
          expect(act.confirmed.account === act.account && act.account !== null).toBe(false);
      if (state.state === 'emergency-ended') expect(pendingAct(state)).toBeUndefined();
      if (facts.level !== 'own') expect(facts.orders.at(-1)?.level).toBe(facts.level);
    },
  }));

it('an action card: answered only by a person, and no silence ends it', () =>
  walkLives(p, {
    kind: actionCard,
    facts: (product) => ({
      post: product.district.posts.worker1,
      card: {
        emergency: 'e',
        role: 'grid-worker',
        level: 'own',
        lines: ['一'],
        within: 15,
        answered: null,
        done: [],
      },
    }),
    moves: {
      'answer-card': { 'card-sent': ['card-answered'], 'card-answered': ['card-answered'] },
      'record-answer': { 'card-sent': ['card-answered'], 'card-answered': ['card-answered'] },
      'finish-card': to(cards, 'card-done'),
      'cannot-card': to(cards, 'card-cannot'),
      'note-card': staying(...cards),
      'recall-card': to(cards, 'card-recalled'),
      lapse: staying(...cards),
      'take-escalation': staying(...cards),
    },
    told: { 'recall-card': {} },
    holds(state, _before, command, actor) {
      if (['card-answered', 'card-done'].includes(state.state)) expect(cardOf(state).answered).not.toBeNull();
      if (command === 'answer-card' && actor.kind === 'staff')
        expect(actor.posts.map((one) => one.postId)).toContain(state.facts['post']);
    },
  }));

it('an improvement: whoever did it never says that it is done', () =>
  walkLives(p, {
    kind: improvement,
    facts: () => ({ improvement: { source: 'drill', sourceId: 'd', days: 10 } }),
    moves: {
      'finish-improvement': {
        'improve-open': ['improve-checking'],
        'improve-checking': ['improve-checking'],
      },
      'check-improvement': to(['improve-checking'], 'improve-done', 'improve-open'),
      'drop-improvement': to(improving, 'improve-dropped'),
      lapse: staying(...improving),
      'take-escalation': staying(...improving),
    },
    holds(state, before, command, actor) {
      if (command === 'check-improvement' && actor.kind === 'staff')
        expect(before?.facts.handlers).not.toContain(actor.accountId);
      if (state.state === 'improve-done') expect(state.solved).toBe('yes');
    },
  }));

it('a reported risk: ends with a receipt of the level above, or is taken back', () =>
  walkLives(p, {
    kind: riskReport,
    facts: () => ({ risk: { document: 'd', code: 'r', likelihood: 3, impact: 4, receipt: null } }),
    draft: () => ({ areaId: p.district.areas.c1, areaPath: p.district.paths.c1 }),
    moves: {
      'receipt-risk': to(['risk-sent'], 'risk-taken', 'risk-returned'),
      'withdraw-risk': to(['risk-sent'], 'risk-withdrawn'),
      lapse: staying('risk-sent'),
      'take-escalation': staying('risk-sent'),
    },
    holds(state, before, command, actor) {
      expect(riskOf(state).receipt !== null).toBe(['risk-taken', 'risk-returned'].includes(state.state));
      if (command === 'receipt-risk' && actor.kind === 'staff')
        expect(before?.filedBy).not.toBe(actor.accountId);
    },
  }));

it('a transfer: every state is what somebody saw or heard, the street hears of refusals at once, nobody goes back early', () => {
  const leaving = ['to-notify', 'notified', 'refused', 'out-of-reach'];
  const away = [...leaving, 'sheltered'];
  const over = ['returned', 'transfer-struck'];
  return walkLives(p, {
    kind: transfer,
    facts: () => ({
      transfer: {
        emergency: 'e',
        people: 3,
        needHelp: 1,
        shelter: null,
        why: '低洼',
        notified: null,
        arrived: null,
        released: null,
        slips: [],
      },
    }),
    moves: {
      'notify-household': {
        ...to(['to-notify', 'refused', 'out-of-reach'], 'notified'),
        ...staying('notified', 'sheltered', ...over),
      },
      'record-arrival': { ...to(leaving, 'sheltered'), ...staying('sheltered', ...over) },
      'record-refusal': {
        ...to(['to-notify', 'notified', 'out-of-reach'], 'refused'),
        ...staying('refused', 'sheltered', ...over),
      },
      'record-out-of-reach': {
        ...to(['to-notify', 'notified', 'refused'], 'out-of-reach'),
        ...staying('out-of-reach', 'sheltered', ...over),
      },
      'change-shelter': staying(...away),
      'return-released': staying(...away),
      // A phone that comes back when it is over: kept as a step, and nothing moves.
      'record-return': { ...to(['sheltered', 'refused', 'notified'], 'returned'), ...staying(...over) },
      'strike-transfer': to(leaving, 'transfer-struck'),
      'note-transfer': staying(...away, ...over),
      lapse: staying(...away),
      'take-escalation': staying(...away),
    },
    told: { 'return-released': {} },
    holds(state, before, command) {
      const facts = transferOf(state);
      if (state.state === 'sheltered') expect(facts.arrived).not.toBeNull();
      if (state.state === 'returned') expect(facts.released).not.toBeNull();
      if (['record-refusal', 'record-out-of-reach'].includes(command) && state.state !== before?.state)
        expect(state.facts['escalatedTo']).toBeTruthy();
    },
  });
});

it('a need: met only when somebody who did not bring it says so, and nobody departs from a suggestion without a word', () => {
  const bringing = ['need-matched', 'need-under-way'];
  const wanting = ['need-open', ...bringing, 'need-delivered'];
  return walkLives(p, {
    kind: reliefNeed,
    draft: () => ({ ownerUnit: null }),
    facts: (_product, seed) => ({
      need: {
        emergency: 'e',
        what: seed % 2 === 0 ? 'rescue' : 'supplies',
        amount: 10,
        measure: '份',
        suggested: null,
        matched: null,
        delivered: 0,
      },
    }),
    value: (product, field, spec, salt) => {
      if (spec.type === 'unit') return product.district.units[salt % 2 === 0 ? 'street1' : 'committee1'];
      return field === 'amount' ? 1 + (salt % 12) : undefined;
    },
    moves: {
      'suggest-need': staying('need-open'),
      'match-need': to(['need-open', 'need-matched'], 'need-matched'),
      'start-need': { ...to(['need-matched'], 'need-under-way'), ...staying('need-under-way') },
      'cannot-need': to(bringing, 'need-open'),
      'deliver-need': to(bringing, 'need-under-way', 'need-delivered'),
      'check-need': to(['need-delivered'], 'need-closed', 'need-open'),
      'answer-need': to(['need-delivered'], 'need-closed', 'need-open'),
      'add-to-need': staying(...wanting),
      'withdraw-need': to(wanting, 'need-struck'),
      'strike-need': to(wanting, 'need-struck'),
      'note-need': staying(...wanting),
      lapse: staying(...wanting),
      'take-escalation': staying(...wanting),
    },
    reporter: true,
    runs: 400,
    told: { 'suggest-need': { unit: p.district.units['street1'], metres: 300, load: 1 } },
    holds(state, before, command, actor) {
      const { suggested, matched, delivered, amount } = needOf(state);
      if (bringing.includes(state.state)) {
        expect(matched?.unit).toBe(state.ownerUnit);
        if (suggested && suggested.unit !== matched?.unit) expect(matched?.reason).toBeTruthy();
      }
      if (['need-delivered', 'need-closed'].includes(state.state))
        expect(delivered).toBeGreaterThanOrEqual(amount);
      if (command === 'check-need' && actor.kind === 'staff')
        expect(before?.facts.handlers).not.toContain(actor.accountId);
      if (state.state === 'need-open') expect(state.ownerUnit).toBeNull();
    },
  });
});

it('a closure: holds until somebody lifts it, and somebody always looks again', () =>
  walkLives(p, {
    kind: closure,
    draft: () => ({ ownerUnit: null }),
    facts: (_product, seed) => ({
      closure: {
        emergency: 'e',
        what: 'road',
        line: [[120.385, 36.295]],
        until: seed % 2 === 0 ? null : PRODUCT_NOW + 2 * HOUR,
      },
    }),
    value: (_product, _field, spec, salt, now) =>
      spec.type === 'datetime' ? now + ((salt % 90) - 10) * HOUR : undefined,
    moves: {
      'lift-closure': to(['closure-in-force'], 'closure-lifted'),
      'keep-closure': staying('closure-in-force'),
      'note-closure': staying('closure-in-force'),
      lapse: staying('closure-in-force'),
      'take-escalation': staying('closure-in-force'),
    },
    holds(state, _before, command) {
      const { until } = closureOf(state);
      if (command === 'keep-closure' && until !== null)
        expect(state.clocks.some((one) => one.name === 'look-closure' && one.state === 'running')).toBe(true);
      expect(state.closedAt === null).toBe(state.state === 'closure-in-force');
    },
  }));
