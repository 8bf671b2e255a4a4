import { expect, it } from 'vitest';
import { matchNeeds, type OpenNeed, SPAN, type Team } from './dispatch.ts';

const at = (lng: number) => ({ lng, lat: 36.29 });
const need = (id: string, lng: number, vital = false): OpenNeed => ({ id, vital, point: at(lng) });
const team = (unit: string, lng: number, more: Partial<Team> = {}): Team => ({
  unit,
  point: at(lng),
  above: false,
  load: 0,
  ...more,
});
const unitsOf = (needs: OpenNeed[], teams: Team[]) =>
  Object.fromEntries(matchNeeds(needs, teams).map((one) => [one.need, one.unit]));

it('gives each need to the nearest, and to the next one when the nearest has its hands full', () => {
  const teams = [team('west', 120.38), team('east', 120.4)];
  expect(unitsOf([need('a', 120.381), need('b', 120.399)], teams)).toEqual({ a: 'west', b: 'east' });
  const busy = [team('west', 120.38, { load: SPAN }), team('east', 120.4)];
  expect(unitsOf([need('a', 120.381)], busy)).toEqual({ a: 'east' });
});

it('spreads the work: a second need is worth a detour', () => {
  // 0.002° here is some 180 m: the east is that much farther, and a second need in one hand costs more.
  const teams = [team('west', 120.38), team('east', 120.384)];
  const both = unitsOf([need('a', 120.381), need('b', 120.381)], teams);
  expect(new Set(Object.values(both))).toEqual(new Set(['west', 'east']));
});

it('serves lives first when hands are few, never gives one team more than its span, and asks above last', () => {
  const needs = Array.from({ length: 9 }, (_, n) => need(`n${n}`, 120.38));
  const far = need('life', 120.42, true);
  const alone = matchNeeds([...needs, far], [team('one', 120.38)]);
  expect(alone).toHaveLength(SPAN);
  expect(alone.map((one) => one.need)).toContain('life');
  const helped = matchNeeds([...needs, far], [team('one', 120.38), team('street', 120.38, { above: true })]);
  expect(helped).toHaveLength(10);
  expect(helped.filter((one) => one.unit === 'one')).toHaveLength(SPAN);
  expect(
    unitsOf([need('a', 120.42)], [team('one', 120.38), team('street', 120.42, { above: true })]),
  ).toEqual({
    a: 'one',
  });
});

it('goes on without a place, and without anybody has nothing to propose', () => {
  expect(matchNeeds([{ id: 'a', vital: false, point: null }], [team('one', 120.38)])).toEqual([
    { need: 'a', unit: 'one', metres: null, load: 0 },
  ]);
  expect(matchNeeds([need('a', 120.38)], [])).toEqual([]);
  expect(matchNeeds([], [team('one', 120.38)])).toEqual([]);
});
