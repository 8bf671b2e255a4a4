// Needs of displaced people against the published figures: 1000 people for a week (BNPB Perka 7/2008).
import { expect, it } from 'vitest';
import { needsOf } from './needs.ts';
import { needStandards } from './preset-needs.ts';

const amounts = (people: number, days: number) =>
  Object.fromEntries(needsOf(people, days).items.map((one) => [one.code, one.amount]));

it('gives the known numbers for 1000 people and a week', () => {
  expect(amounts(1000, 7)).toMatchObject({
    rice: 2800,
    'drinking-water': 17_500,
    'clean-water': 67_000,
    'family-kit': 200,
    toilet: 50,
    'all-water': 105_000,
    floor: 3500,
  });
});

it('rounds only what comes whole, and upwards; a day is a seventh of a week', () => {
  expect(amounts(1, 7)).toMatchObject({ 'family-kit': 1, toilet: 1, rice: 2.8 });
  expect(amounts(10, 1).rice).toBe(4);
  expect(amounts(3, 1).rice).toBeCloseTo(1.2, 12);
});

it('never reads a daily figure as a weekly one: a week of all water is seven days of it', () => {
  const [day, week] = [amounts(200, 1), amounts(200, 7)];
  expect(week['all-water']).toBe(7 * (day['all-water'] as number));
  expect(day['all-water']).toBe(3000);
});

it('names a source for every figure', () => {
  for (const one of needStandards) expect([one.code, one.source.length > 5]).toEqual([one.code, true]);
});
