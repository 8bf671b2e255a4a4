import { describe, expect, test } from 'vitest';
import { contains } from './contains.ts';
import { dissolve } from './dissolve.ts';
import { areaOf, partsOf } from './measure.ts';
import type { Area } from './types.ts';
import { checkArea } from './validate.ts';

const box = (west: number, south: number, east: number, north: number): Area => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});

describe('dissolve', () => {
  test('two neighbours become one ring, also when only one side has a corner on the border', () => {
    const left = box(120, 36, 120.01, 36.02);
    const rightTop = box(120.01, 36.01, 120.02, 36.02);
    const rightBottom = box(120.01, 36, 120.02, 36.01);
    const joined = dissolve([left, rightTop, rightBottom]);
    expect(joined).toMatchObject({ type: 'Polygon' });
    expect(joined.coordinates[0]).toHaveLength(5);
    expect(checkArea(joined).ok).toBe(true);
  });

  test('a ring of areas keeps its hole', () => {
    const around = [
      box(120, 36, 120.03, 36.01),
      box(120, 36.02, 120.03, 36.03),
      box(120, 36.01, 120.01, 36.02),
      box(120.02, 36.01, 120.03, 36.02),
    ];
    const joined = dissolve(around);
    expect(partsOf(joined)).toHaveLength(1);
    expect(partsOf(joined)[0]).toHaveLength(2);
    expect(contains(joined, [120.015, 36.015])).toBe(false);
    expect(contains(joined, [120.005, 36.015])).toBe(true);
  });

  test('areas apart, and areas that overlap, stay pieces: no ground is lost', () => {
    const apart = [box(120, 36, 120.01, 36.01), box(120.02, 36, 120.03, 36.01)];
    expect(partsOf(dissolve(apart))).toHaveLength(2);
    const overlapping = [box(120, 36, 120.02, 36.02), box(120.01, 36.01, 120.03, 36.03)];
    const kept = dissolve(overlapping);
    expect(areaOf(kept)).toBeGreaterThan(0);
    for (const point of [
      [120.005, 36.005],
      [120.025, 36.025],
    ] as const)
      expect(contains(kept, point)).toBe(true);
  });
});
