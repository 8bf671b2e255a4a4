// Random lives of drills, exercise cards and readiness checks.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { staying, walkLives } from '../../../test/lives.ts';
import { HOUR, MINUTE, PRODUCT_NOW, type TestProduct, testProduct } from '../../../test/product.ts';
import type { FieldSpec } from '../../engines/case/form.ts';
import { drill } from './kinds/drill.ts';
import { practiceCard } from './kinds/practice-card.ts';
import { drillOf, practiceOf, readinessOf } from './kinds/practice-facts.ts';
import { readinessCheck } from './kinds/readiness-check.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'practice-lives' });
});
afterAll(() => p.close());

const to = (from: readonly string[], ...states: string[]) =>
  Object.fromEntries(from.map((one) => [one, states]));
const musterTimes = (_p: TestProduct, field: string, spec: FieldSpec, salt: number, now: number): unknown => {
  if (field === 'called') return now - (30 + (salt % 10)) * MINUTE;
  if (field === 'arrived') return now - ((salt % 50) - 5) * MINUTE;
  return spec.type === 'unit' ? p.district.units['committee1'] : undefined;
};

it('a drill: it is played or given up, ends by itself, and what was not met leaves something to improve', () => {
  const open = ['drill-planned', 'drill-running', 'drill-reviewing'];
  return walkLives(p, {
    kind: drill,
    draft: () => ({ areaId: p.district.areas.c1, areaPath: p.district.paths.c1 }),
    facts: () => ({
      drill: {
        scenario: 'fire',
        mode: 'field',
        plannedAt: PRODUCT_NOW + 2 * HOUR,
        plan: null,
        stressRun: null,
        checklist: 'drill-observer',
        startedAt: null,
        endedAt: null,
        moved: [],
        musters: [],
        findings: 0,
        result: null,
      },
    }),
    value: musterTimes,
    moves: {
      'postpone-drill': staying('drill-planned'),
      'start-drill': to(['drill-planned'], 'drill-running'),
      'muster-drill': staying('drill-running', 'drill-reviewing'),
      'note-drill': staying(...open),
      'end-drill': to(['drill-running'], 'drill-reviewing'),
      'finding-drill': staying('drill-running', 'drill-reviewing'),
      'close-drill': to(['drill-reviewing'], 'drill-closed'),
      'cancel-drill': to(['drill-planned', 'drill-running'], 'drill-cancelled'),
      lapse: {
        ...staying('drill-planned', 'drill-reviewing'),
        'drill-running': ['drill-running', 'drill-reviewing'],
      },
    },
    holds(state) {
      const facts = drillOf(state);
      expect(state.facts['escalatedTo'] ?? null, 'an exercise goes up to nobody').toBeNull();
      if (state.state === 'drill-closed') {
        expect(facts.result).not.toBeNull();
        if (facts.result !== 'met') expect(facts.findings).toBeGreaterThan(0);
      }
      for (const one of facts.musters) expect(one.arrivedAt).toBeGreaterThanOrEqual(one.calledAt);
      if (facts.endedAt !== null) expect(facts.endedAt).toBeGreaterThanOrEqual(facts.startedAt ?? Infinity);
    },
  });
});

it('an exercise card: silence is counted and goes up to nobody, and what comes late is kept', () => {
  const sent = ['practice-sent', 'practice-answered'];
  return walkLives(p, {
    kind: practiceCard,
    facts: (product, seed) => ({
      post: product.district.posts.worker1,
      practice: {
        of: seed % 2 === 0 ? 'drill' : 'readiness',
        about: 'd',
        line: 1,
        expect: '到集合点',
        within: 15,
        doWithin: seed % 2 === 0 ? 30 : null,
        answered: null,
        doneAt: null,
      },
    }),
    moves: {
      'answer-practice': {
        'practice-sent': ['practice-answered', 'practice-done'],
        'practice-missed': ['practice-missed'],
        ...staying('practice-answered'),
      },
      'record-practice': to(['practice-sent'], 'practice-answered', 'practice-done'),
      'finish-practice': to(sent, 'practice-done'),
      'recall-practice': to(sent, 'practice-recalled'),
      lapse: to(sent, 'practice-missed'),
    },
    told: { 'recall-practice': {} },
    holds(state, before, command, actor) {
      expect(state.facts['escalatedTo'] ?? null).toBeNull();
      if (state.state === 'practice-done') expect(practiceOf(state).answered).not.toBeNull();
      if (before?.state === 'practice-missed') expect(practiceOf(state).answered?.late ?? true).toBe(true);
      if (command === 'answer-practice' && actor.kind === 'staff')
        expect(actor.posts.map((one) => one.postId)).toContain(state.facts['post']);
    },
  });
});

it('a readiness check ends by itself', () =>
  walkLives(p, {
    kind: readinessCheck,
    draft: () => ({ areaId: p.district.areas.c1, areaPath: p.district.paths.c1 }),
    facts: () => ({
      readiness: {
        occasion: 'season',
        until: PRODUCT_NOW + 3 * HOUR,
        posts: [],
        musters: [],
      },
    }),
    value: musterTimes,
    moves: {
      'muster-check': staying('check-open'),
      'end-check': to(['check-open'], 'check-ended'),
      lapse: to(['check-open'], 'check-ended'),
    },
    holds(state) {
      for (const one of readinessOf(state).musters)
        expect(one.arrivedAt).toBeGreaterThanOrEqual(one.calledAt);
    },
  }));
