import { createHash } from 'node:crypto';
import { createAreaIndex } from '@renlin/core/geometry/area-index';
import { contains } from '@renlin/core/geometry/contains';
import { areaOf, distance } from '@renlin/core/geometry/measure';
import { checkArea } from '@renlin/core/geometry/validate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Position } from '../../places/public.ts';
import { townAssets, townFeatures } from './features.ts';
import { generateTown } from './generate.ts';
import { outline } from './lattice.ts';
import type { Town, TownArea, TownInput } from './town.ts';

// Names and codes of a test, not of a place.
const input: TownInput = {
  seed: 7,
  district: { code: '990214', name: '样例区' },
  streets: [7, 6, 6, 5].map((count, s) => ({
    name: `样例${s + 1}街道`,
    code: `99021400${s + 1}`,
    communities: Array.from({ length: count }, (_, c) => ({
      name: `样${s + 1}${c + 1}社区居委会`,
      code: `99021400${s + 1}${String(c + 1).padStart(3, '0')}`,
    })),
  })),
  center: { lng: 120.39, lat: 36.3 },
};

let town: Town;
beforeAll(() => {
  town = generateTown(input);
});

const level = (name: TownArea['level']) => town.areas.filter((one) => one.level === name);
const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

describe('the demo town', () => {
  it('is the same byte for byte from the same seed, and another from another', () => {
    expect(hash(generateTown(input))).toBe(hash(town));
    expect(hash(generateTown({ ...input, seed: 8 }))).not.toBe(hash(town));
  });

  it('has the size of a town and keeps every grid at 300 to 500 households', () => {
    expect(level('grid').length).toBeGreaterThan(120);
    expect(level('grid').length).toBeLessThan(145);
    for (const grid of level('grid')) {
      expect(grid.households).toBeGreaterThanOrEqual(300);
      expect(grid.households).toBeLessThanOrEqual(500);
    }
    expect(town.households).toBeGreaterThan(55_000);
    expect(town.households).toBeLessThan(65_000);
    expect(town.buildings.length).toBeGreaterThan(3_500);
    expect(town.assets.length).toBeGreaterThan(5_000);
    expect(areaOf(town.areas[0]!.geometry) / 1e6).toBeGreaterThan(10);
  });

  it('adds up: households of houses, micro-grids, grids, communities, streets and the town', () => {
    const sum = (some: readonly { households: number }[]) =>
      some.reduce((total, one) => total + one.households, 0);
    for (const name of ['district', 'street', 'community', 'grid'] as const)
      expect(sum(level(name))).toBe(town.households);
    expect(sum(town.buildings)).toBe(town.households);
    expect(sum(town.microGrids)).toBe(town.households);
    for (const grid of level('grid')) {
      expect(sum(town.buildings.filter((one) => one.gridKey === grid.key))).toBe(grid.households);
    }
  });

  it('draws only valid polygons, and each level tiles its parent without gap or overlap', () => {
    for (const area of town.areas) expect(checkArea(area.geometry)).toMatchObject({ ok: true });
    for (const parent of town.areas.filter((one) => one.level !== 'grid')) {
      const children = town.areas.filter((one) => one.parentKey === parent.key);
      expect(children.length).toBeGreaterThan(0);
      // Inner edges are met once in each direction; what is left over is the outline of the parent.
      const left = new Set<string>();
      for (const child of children) {
        const ring = child.geometry.coordinates[0] as Position[];
        for (let i = 0; i + 1 < ring.length; i++) {
          const [a, b] = [String(ring[i]), String(ring[i + 1])];
          if (!left.delete(`${b}|${a}`)) left.add(`${a}|${b}`);
        }
      }
      const ring = parent.geometry.coordinates[0] as Position[];
      const outer = new Set(ring.slice(0, -1).map((from, i) => `${String(from)}|${String(ring[i + 1])}`));
      expect(left).toEqual(outer);
      const area = children.reduce((total, one) => total + areaOf(one.geometry), 0);
      expect(Math.abs(area / areaOf(parent.geometry) - 1)).toBeLessThan(1e-4);
    }
  });

  it('stands every house and asset in the grid that it names, and in no other', () => {
    const index = createAreaIndex(level('grid').map((one) => ({ key: one.key, area: one.geometry })));
    const shapes = new Map(level('grid').map((one) => [one.key, one.geometry]));
    for (const one of town.buildings) {
      expect(index.at(one.lng, one.lat)).toEqual([one.gridKey]);
      const grid = shapes.get(one.gridKey)!;
      expect(one.geometry.coordinates[0]!.every((corner) => contains(grid, corner))).toBe(true);
    }
    for (const one of town.assets) expect(index.firstAt(one.lng, one.lat)).toBe(one.gridKey);
  });

  it('gives houses different addresses and assets different codes', () => {
    expect(new Set(town.assets.map((one) => one.code)).size).toBe(town.assets.length);
    expect(town.assets.every((one) => /^\d{16}$/.test(one.code))).toBe(true);
    const homes = town.buildings.filter((one) => one.households > 0);
    expect(new Set(homes.map((one) => one.address)).size).toBe(homes.length);
    expect(new Set(town.buildings.map((one) => one.id)).size).toBe(town.buildings.length);
  });

  it('joins its streets into one network that crosses the river on three bridges only', () => {
    const walk = town.roads.filter((one) => one.class !== 'rail');
    const reach = (roads: typeof walk) => {
      const at = new Map<string, number[]>();
      roads.forEach((road, i) => {
        for (const position of road.path) at.set(String(position), [...(at.get(String(position)) ?? []), i]);
      });
      const seen = new Set([0]);
      const queue = [0];
      for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
        for (const position of roads[i]!.path) {
          for (const next of at.get(String(position)) ?? []) {
            if (seen.has(next)) continue;
            seen.add(next);
            queue.push(next);
          }
        }
      }
      return seen.size / roads.length;
    };
    expect(walk.filter((one) => one.bridge)).toHaveLength(3);
    const ways = walk.filter((one) => one.class !== 'foot');
    expect(reach(ways)).toBeGreaterThan(0.98);
    expect(reach(ways.filter((one) => !one.bridge))).toBeLessThan(0.65);
  });

  it('keeps houses apart', () => {
    const apartments = town.buildings.filter((one) => one.use === 'apartments');
    for (const one of apartments) {
      for (const other of apartments) {
        if (one.gridKey !== other.gridKey || one.id >= other.id) continue;
        expect(distance([one.lng, one.lat], [other.lng, other.lat])).toBeGreaterThan(12);
      }
    }
  });

  it('says that it is invented, and refuses what it cannot lay out', () => {
    expect(town.notice).toContain('生成');
    expect(() => generateTown({ ...input, streets: [] })).toThrow(RangeError);
  });

  it('works for other shapes of territory', () => {
    for (const [seed, counts] of [
      [1, [3]],
      [2, [10, 9, 11]],
      [3, [4, 4, 4, 4, 4, 4, 4, 4]],
      [4, [1, 1]],
    ] as const) {
      const streets = counts.map((count, s) => ({
        name: `${s}街道`,
        code: `99021400${s}`,
        communities: Array.from({ length: count }, (_, c) => ({
          name: `${s}-${c}社区`,
          code: `99021400${s}${String(c + 1).padStart(3, '0')}`,
        })),
      }));
      const other = generateTown({ ...input, seed, streets });
      const grids = other.areas.filter((one) => one.level === 'grid');
      expect(grids.every((one) => one.households >= 300 && one.households <= 500)).toBe(true);
      expect(other.buildings.reduce((sum, one) => sum + one.households, 0)).toBe(other.households);
    }
  });

  it('hands over what the map stores', () => {
    const features = townFeatures(town, (key) => `area-${key}`);
    expect(new Set(features.map((one) => one.id)).size).toBe(features.length);
    expect(features.find((one) => one.layer === 'building')?.areaId).toMatch(/^area-s\dc\dg\d\d$/);
    expect(townAssets(town, () => '0101')).toHaveLength(town.assets.length);
  });
});

describe('outline', () => {
  it('follows an L and refuses cells that only touch in a corner', () => {
    expect(
      outline([
        [0, 0],
        [1, 0],
        [0, 1],
      ]),
    ).toHaveLength(9);
    expect(() =>
      outline([
        [0, 0],
        [1, 1],
      ]),
    ).toThrow();
  });
});
