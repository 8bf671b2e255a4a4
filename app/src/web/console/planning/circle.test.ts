// From a lacking service to a question of siting: what stands, what is lost and when is carried over, and the candidates stay few.
import { expect, test } from 'vitest';
import { proposalFor, sitesOf } from './circle.ts';
import { dotsOf, strongDots } from './overlay.ts';
import type { CircleInput, CircleResult, CircleService, Ground } from './planning-types.ts';

const kinds = (list: [Ground['kinds'][number]['source'], string, number][]) =>
  list.map(([source, kind, count]) => ({ source, kind, count }));
const rows = (n: number) => ({ rows: Array.from({ length: n }, () => [] as never) });

test('candidates are public buildings first, never more than are quickly weighed', () => {
  const many = kinds([
    ['buildings', 'apartments', 5000],
    ['buildings', 'school', 20],
    ['buildings', 'retail', 290],
    ['pois', 'community_centre', 7],
    ['pois', 'bus_stop', 40],
  ]);
  expect(sitesOf({ kinds: many, buildings: rows(1000) })).toEqual({
    pois: ['community_centre'],
    buildings: ['school'],
  });
  // With a hundred thousand buildings only a hundred candidates are left.
  expect(sitesOf({ kinds: kinds([['buildings', 'school', 120]]), buildings: rows(100_000) })).toEqual({
    pois: [],
    buildings: [],
  });
});

const service: CircleService = {
  id: 'aed',
  name: 'AED',
  walker: 'walk',
  minutes: 5,
  times: 2,
  places: { pois: ['defibrillator'], stocks: ['stock-aed'] },
};

test('a proposal stands on what serves, with the same closures, losses and hour', () => {
  const input: CircleInput = {
    services: [service],
    estimate: 90,
    closures: [{ lng: 1, lat: 2 }],
    lost: ['x'],
    open: { day: 7, minute: 60, unknown: 'closed' },
  };
  const ground = { kinds: kinds([['buildings', 'school', 3]]), buildings: rows(10) };
  expect(proposalFor(service, input, ground)).toMatchObject({
    kind: 'siting',
    input: {
      existing: service.places,
      walker: 'walk',
      minutes: 5,
      times: 2,
      estimate: 90,
      closures: input.closures,
      lost: ['x'],
      open: input.open,
    },
  });
  expect(proposalFor(service, input, { kinds: [], buildings: rows(10) })).toBeUndefined();
});

test('a building that lacks one service looks other than one that lacks two, and what stands out is drawn over the rest', () => {
  const ground = {
    grids: [],
    buildings: { rows: ['a', 'b', 'c', 'd'].map((id) => [id, id, 'house', 1, 2, 3, null]) },
  } as unknown as Ground;
  const result = { kind: 'circle', buildings: ['a', 'b', 'c'], lacking: [0, 0b100, 0b101] } as CircleResult;
  const dots = dotsOf({ ground, result, byGrid: false, moves: false });
  expect(new Set(dots.map((one) => one.color)).size).toBe(4);
  expect(strongDots(dots, new Set(['b'])).map((one) => [one.id, one.strong])).toEqual([['b', true]]);
  expect(strongDots(dots, new Set())).toEqual([]);
});
