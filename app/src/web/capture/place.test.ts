import { describe, expect, it } from 'vitest';
import { readPlaceCode } from './place.ts';
import { fitInside } from './shrink-photo.ts';

describe('printed codes', () => {
  it('reads a point, an area and the number on a thing', () => {
    expect(readPlaceCode('120.390000,36.310000')).toEqual({
      kind: 'point',
      point: { lng: 120.39, lat: 36.31 },
    });
    const areaId = '0198a000-0000-7000-8000-000000000001';
    expect(readPlaceCode(areaId)).toEqual({ kind: 'area', areaId });
    expect(readPlaceCode('3702140120000031')).toEqual({ kind: 'asset', code: '3702140120000031' });
  });
  it('refuses what can be none of them', () => {
    for (const text of [undefined, '', '200.1,95', '<script>', 'a b', '1,2,3'])
      expect(readPlaceCode(text)).toBeUndefined();
  });
});

describe('photo size', () => {
  it('keeps the shape and never enlarges', () => {
    expect(fitInside(4000, 3000, 1920)).toEqual({ width: 1920, height: 1440 });
    expect(fitInside(800, 600, 1920)).toEqual({ width: 800, height: 600 });
    expect(fitInside(10_000, 1, 1920)).toEqual({ width: 1920, height: 1 });
  });
});
