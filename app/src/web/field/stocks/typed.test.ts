// What counts as an amount on a phone: an empty field is no zero.
import { expect, it } from 'vitest';
import { numberTyped } from './typed.ts';

it('reads amounts as people type them, and nothing else', () => {
  expect(['12', ' 1,200 ', '２４', '0', '2.5', '', '十二', '-1', '1.2345', '1e3'].map(numberTyped)).toEqual([
    12,
    1200,
    24,
    0,
    2.5,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
