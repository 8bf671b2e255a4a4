import { expect, it } from 'vitest';
import { medianMinutes, yearSpan } from './figures.ts';

const took = (...minutes: number[]) =>
  minutes.map((one) => ({ calledAt: 1_000_000, arrivedAt: 1_000_000 + one * 60_000 }));

it('the median of musters is the middle one, and of two the mean', () => {
  expect(medianMinutes([])).toBeNull();
  expect(medianMinutes(took(7))).toBe(7);
  expect(medianMinutes(took(30, 4, 10))).toBe(10);
  expect(medianMinutes(took(4, 10))).toBe(7);
});

it('a year begins at midnight in Shanghai', () => {
  expect(new Date(yearSpan(2027).from).toISOString()).toBe('2026-12-31T16:00:00.000Z');
  expect(yearSpan(2026).to).toBe(yearSpan(2027).from);
});
