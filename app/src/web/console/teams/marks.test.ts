import { expect, test } from 'vitest';
import { inOrder } from './CallOutForm.tsx';
import { marksFor } from './marks.ts';
import type { Team } from './queries.ts';

test('whoever came can always be reported safe or missing, and nothing is written on a line that is over', () => {
  for (const state of ['turn-present', 'turn-relieved']) {
    expect(marksFor(state)).toContain('home-safe');
    expect(marksFor(state)).toContain('report-missing');
  }
  expect(marksFor('turn-missing')).toEqual(['home-safe']);
  for (const state of ['turn-safe', 'turn-declined', 'turn-unanswered', 'turn-recalled'])
    expect(marksFor(state)).toEqual([]);
});

test('teams that can do the work stand first, otherwise as they came', () => {
  const team = (id: string, skills: string[]) => ({ id, skills }) as unknown as Team;
  const order = inOrder([team('a', ['order']), team('b', ['flood']), team('c', [])], 'flood');
  expect(order.map((one) => one.id)).toEqual(['b', 'a', 'c']);
});
