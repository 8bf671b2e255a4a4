import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterWrong, FREE_TRIES, NO_TRIES, type Tries, waitOf } from './pin-tries.ts';

const wrongTimes = (n: number, now = 1_000): Tries => {
  let tries = NO_TRIES;
  for (let step = 0; step < n; step++) tries = afterWrong(tries, now);
  return tries;
};

it('lets a few slips pass, then waits longer each time, an hour at the most', () => {
  expect(waitOf(wrongTimes(FREE_TRIES - 1), 1_000)).toBe(0);
  const waits = Array.from({ length: 12 }, (_, step) => waitOf(wrongTimes(FREE_TRIES + step), 1_000));
  expect(waits.slice(0, 3)).toEqual([30_000, 60_000, 120_000]);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.at(-1)).toBe(3_600_000);
});

it('never makes anybody wait longer than the longest wait, whatever the clock of the phone does', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: -1e13, max: 1e13 }), (wrong, shift) => {
      const wait = waitOf(wrongTimes(wrong), 1_000 + shift);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(3_600_000);
    }),
  );
});
