import { expect, test } from 'vitest';
import type { CaseRow } from '../../kit/api-types.ts';
import type { Item } from '../../sync/item.ts';
import { doorsOf, isAway, sayable } from './doing.ts';

const row = (id: string, state: string, leaveBy: number | null = null) =>
  ({
    ...{ id, headline: `${id}号楼`, state: { code: state, label: state, shape: 'todo' } },
    transfer: {
      emergency: 'e',
      people: 3,
      needHelp: 0,
      shelter: null,
      organiser: null,
      leaveBy,
      released: null,
      // Another grid's: seen, and nothing to do.
      mine: id !== '9',
    },
  }) as unknown as CaseRow;
const said = (caseId: string, name: string, state = 'waiting') =>
  ({ caseId, state, body: { name } }) as unknown as Item;

test('what was said on this phone shows before it arrives; who refuses or is lost stands on top, who arrived below', () => {
  const doors = doorsOf(
    [
      row('1', 'to-notify'),
      row('2', 'sheltered'),
      row('3', 'to-notify', 5),
      row('4', 'to-notify'),
      row('9', 'to-notify'),
    ],
    [
      said('1', 'notify-household'),
      said('1', 'record-arrival'),
      said('4', 'record-refusal'),
      said('2', 'note-transfer'),
    ],
  );
  expect(doors.map((one) => [one.row.id, one.state, one.waiting])).toEqual([
    ['4', 'refused', true],
    ['3', 'to-notify', false],
    ['1', 'sheltered', true],
    ['2', 'sheltered', false],
  ]);
  expect(doors.map(isAway)).toEqual([false, false, true, true]);
  const [one] = doorsOf([row('1', 'to-notify')], [said('1', 'record-refusal', 'rejected')]);
  expect(one, 'what the server refused was not said').toMatchObject({ state: 'to-notify', waiting: false });
});

test('nobody is sent home before the release', () => {
  expect(sayable('sheltered', false)).toEqual([]);
  expect(sayable('sheltered', true)).toEqual(['record-return']);
  expect(sayable('to-notify', false)).toEqual([
    'notify-household',
    'record-arrival',
    'record-refusal',
    'record-out-of-reach',
  ]);
  expect(sayable('returned', true)).toEqual([]);
});
