import { expect, test } from 'vitest';
import { caseKinds } from '../src/modules/cases/kinds/kinds.ts';
import { shapeOfState, stateRank } from '../src/web/kit/case-states.ts';

test('the pages mark every state of every kind as the server does', () => {
  const states = [...caseKinds.values()].flatMap((kind) => Object.entries(kind.states));
  expect(states.length).toBeGreaterThan(20);
  for (const [code, { shape }] of states) {
    expect([code, shapeOfState(code, false)]).toEqual([code, shape]);
    expect(stateRank(code), code).toBeLessThan(stateRank('no-such-state'));
  }
});

test('only what is still to be done can be late', () => {
  expect(['reported', 'handling', 'paused', 'closed'].map((code) => shapeOfState(code, true))).toEqual([
    'late',
    'late',
    'paused',
    'done',
  ]);
});

test('the columns of the board follow the way of a case', () => {
  const mixed = ['closed', 'handling', 'filed', 'reported', 'checking', 'dispatched'];
  expect(mixed.sort((a, b) => stateRank(a) - stateRank(b))).toEqual([
    'reported',
    'filed',
    'dispatched',
    'handling',
    'checking',
    'closed',
  ]);
});
