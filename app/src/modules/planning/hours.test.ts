import { isOpen } from '@renlin/core/network/coverage';
import { expect, it } from 'vitest';
import { openSpans } from './hours-vocabulary.ts';

const at = (hour: number, minute = 0) => hour * 60 + minute;

it.each([
  ['Mo-Fr 08:00-17:30; Sa 09:00-12:00', [1, at(8)], true],
  ['Mo-Fr 08:00-17:30; Sa 09:00-12:00', [5, at(17, 30)], false],
  ['Mo-Fr 08:00-17:30; Sa 09:00-12:00', [6, at(11)], true],
  ['Mo-Fr 08:00-17:30; Sa 09:00-12:00', [7, at(11)], false],
  ['Mo-Su 08:00-20:00; We off; PH off', [3, at(9)], false],
  ['24/7', [7, at(3)], true],
  ['周一至周五 8:30-11:30，13:30-17:00', [2, at(12)], false],
  ['星期一到星期五 8:30-11:30、13:30-17:00', [2, at(14)], true],
  ['每天 07:00-21:00', [7, at(20, 59)], true],
  ['工作日：09:00-17:00；周末 10:00-16:00', [6, at(10)], true],
  ['Fr-Mo 22:00-02:00', [2, at(1)], true],
  ['Fr-Mo 22:00-02:00', [3, at(1)], false],
  ['10:00-26:00', [4, at(1, 30)], true],
] as const)('%s', (text, [day, minute], open) => {
  expect(isOpen(openSpans(text), { day, minute })).toBe(open);
});

it.each(['', 'by appointment', 'sunrise-sunset', 'Mo-Fr', '25:00-26:00', '8:75-9:00', 'PH off'])(
  'does not guess: %s',
  (text) => {
    expect(openSpans(text)).toBeUndefined();
  },
);
