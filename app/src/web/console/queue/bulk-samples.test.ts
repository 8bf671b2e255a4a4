import { expect, test } from 'vitest';
import { samplesOf } from './bulk-samples.ts';

test('the states that most of the chosen are in are asked first, whatever stands on top of the list', () => {
  const row = (id: string, kind: string, code: string) => ({ id, kind, state: { code } });
  const rows = [
    row('a', 'whistle', 'ready'),
    row('b', 'report-in', 'called'),
    row('c', 'incident', 'reported'),
    row('d', 'incident', 'reported'),
    row('e', 'request', 'reported'),
    row('f', 'request', 'reported'),
    row('g', 'request', 'reported'),
  ];
  expect(samplesOf(rows, 2)).toEqual(['e', 'c']);
  expect(samplesOf(rows, 9)).toEqual(['e', 'c', 'a', 'b']);
  expect(samplesOf([], 9)).toEqual([]);
});
