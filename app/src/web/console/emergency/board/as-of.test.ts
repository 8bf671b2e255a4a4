import { expect, it } from 'vitest';
import { lastAt, storyAt } from './as-of.ts';
import type { Story, Track } from './queries.ts';

const track = (
  id: string,
  kind: Track['kind'],
  moments: Track['moments'],
  changes: Partial<Track> = {},
): Track => ({
  id,
  kind,
  title: id,
  areaName: '',
  lng: 120,
  lat: 36,
  vital: false,
  people: 0,
  line: null,
  moments,
  ...changes,
});
const story: Pick<Story, 'tracks' | 'shelters' | 'levels'> = {
  tracks: [
    track('card', 'action-card', [
      [0, 'card-sent', null, false],
      [15, 'card-sent', null, true],
      [20, 'card-answered', null, false],
    ]),
    track('need', 'relief-need', [
      [10, 'need-open', null, false],
      [30, 'need-matched', 'firm', false],
      [60, 'need-closed', 'firm', false],
    ]),
    track(
      'house',
      'transfer',
      [
        [5, 'to-notify', null, false],
        [25, 'refused', null, true],
        [50, 'sheltered', null, false],
      ],
      { people: 4 },
    ),
    track(
      'road',
      'closure',
      [
        [12, 'closure-in-force', null, false],
        [40, 'closure-lifted', null, false],
      ],
      { line: [[120, 36]] },
    ),
  ],
  shelters: [
    {
      id: 's',
      name: '学校',
      lng: 120,
      lat: 36,
      capacity: 10,
      moments: [
        [20, 0],
        [50, 4],
        [70, null],
      ],
    },
  ],
  levels: [
    { at: 0, level: 'own', label: '自主响应' },
    { at: 35, level: 'III', label: 'Ⅲ级响应' },
  ],
};

it.each([
  [-1, undefined],
  [0, 'a'],
  [4, 'a'],
  [5, 'b'],
  [99, 'b'],
])('finds what held at %d', (at, held) => {
  expect(
    lastAt(
      [
        [0, 'a'],
        [5, 'b'],
      ] as [number, string][],
      at,
    )?.[1],
  ).toBe(held);
});

it('counts and places everything as it stood then', () => {
  const before = storyAt(story, -1);
  expect(Object.values(before.counts).every((n) => n === 0)).toBe(true);
  expect(storyAt(story, 15)).toMatchObject({
    level: '自主响应',
    counts: { unanswered: 1, open: 1, untold: 1, goneUp: 1, closures: 1, inside: 0 },
    placed: { needs: [{ state: 'need-open', unit: null }], closures: [{ id: 'road' }], shelters: [] },
  });
  expect(storyAt(story, 30)).toMatchObject({
    counts: { unanswered: 0, answered: 1, open: 0, moving: 1, astray: 1, goneUp: 1 },
    placed: { needs: [{ unit: 'firm' }], shelters: [{ inside: 0 }] },
  });
  expect(storyAt(story, 80)).toMatchObject({
    level: 'Ⅲ级响应',
    counts: { met: 1, sheltered: 4, closures: 0, inside: 0, goneUp: 0 },
    placed: { needs: [], closures: [], shelters: [] },
  });
});
