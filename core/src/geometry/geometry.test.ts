import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { createAreaIndex } from './area-index.ts';
import { contains, pointOnSurface, positionIn } from './contains.ts';
import {
  areaOf,
  bboxOf,
  boxesOverlap,
  centroidOf,
  distance,
  distanceToSegment,
  haversine,
} from './measure.ts';
import { orientation } from './orientation.ts';
import { cellOf, clipToBox, convexHull, simplifyArea, simplifyLine } from './shape.ts';
import type { Area, Point, Polygon } from './types.ts';

/** Rectangle in degrees. */
function box(west: number, south: number, east: number, north: number): Point[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

/** Star-shaped polygon of random radii about a centre: simple by construction. */
function star(seed: number, centre: Point, corners: number, radius: number): Polygon {
  const random = createRandom(seed);
  const ring = Array.from({ length: corners }, (_, i): Point => {
    const angle = (i / corners) * 2 * Math.PI;
    const r = radius * (0.3 + 0.7 * random.next());
    return [centre[0] + r * Math.cos(angle), centre[1] + r * Math.sin(angle)];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

describe('distances', () => {
  it('agree with a known pair and with each other at city size', () => {
    // Beijing Tiananmen – Shanghai People's Square, about 1,067 km.
    expect(haversine([116.3975, 39.9087], [121.4737, 31.2304]) / 1000).toBeCloseTo(1067, -1);
    fc.assert(
      fc.property(
        fc.double({ min: -0.4, max: 0.4, noNaN: true }),
        fc.double({ min: -0.4, max: 0.4, noNaN: true }),
        (dx, dy) => {
          const a: Point = [120.38, 36.07];
          const b: Point = [120.38 + dx, 36.07 + dy];
          expect(Math.abs(distance(a, b) - haversine(a, b))).toBeLessThanOrEqual(
            0.001 * haversine(a, b) + 1e-6,
          );
        },
      ),
      { seed: 1 },
    );
    expect(distance([120, 36], [120, 36])).toBe(0);
  });

  it('to a segment is to its foot inside and to an end beyond', () => {
    expect(distanceToSegment([120.005, 36.001], [120, 36], [120.01, 36])).toBeCloseTo(111.2, 0);
    expect(distanceToSegment([120.02, 36], [120, 36], [120.01, 36])).toBeCloseTo(
      distance([120.02, 36], [120.01, 36]),
      3,
    );
    expect(distanceToSegment([120, 36.001], [120, 36], [120, 36])).toBeCloseTo(111.2, 0);
  });
});

describe('area and centre', () => {
  const withHole: Area = {
    type: 'Polygon',
    coordinates: [box(120, 36, 120.02, 36.02), box(120.015, 36.005, 120.018, 36.015)],
  };

  it('measure a rectangle with a hole', () => {
    const width = distance([120, 36.01], [120.02, 36.01]);
    const height = distance([120, 36], [120, 36.02]);
    expect(areaOf({ type: 'Polygon', coordinates: [box(120, 36, 120.02, 36.02)] })).toBeCloseTo(
      width * height,
      -1,
    );
    expect(areaOf(withHole) / (width * height)).toBeCloseTo(1 - (0.003 * 0.01) / 0.0004, 3);
    const [x, y] = centroidOf(withHole);
    expect(x).toBeCloseTo((0.0004 * 120.01 - 0.00003 * 120.0165) / 0.00037, 9);
    expect(y).toBeCloseTo(36.01, 9);
    expect(bboxOf(withHole)).toEqual([120, 36, 120.02, 36.02]);
    expect(boxesOverlap([0, 0, 1, 1], [1, 1, 2, 2])).toBe(true);
    expect(boxesOverlap([0, 0, 1, 1], [1.1, 0, 2, 2])).toBe(false);
  });

  it('do not depend on where the ring begins nor on its direction', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 3, max: 40 }), fc.nat(), (seed, corners, turn) => {
        const area = star(seed, [120, 36], corners, 0.01);
        const open = area.coordinates[0].slice(0, -1);
        const k = turn % open.length;
        const turned = [...open.slice(k), ...open.slice(0, k)].reverse();
        const other: Area = { type: 'Polygon', coordinates: [[...turned, turned[0]]] };
        expect(areaOf(other) / areaOf(area)).toBeCloseTo(1, 6);
        expect(centroidOf(other)[0]).toBeCloseTo(centroidOf(area)[0], 8);
        expect(contains(area, pointOnSurface(area))).toBe(true);
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it('a point on the surface lies in a horseshoe whose centroid does not', () => {
    const ring: Point[] = [
      [0, 0],
      [3, 0],
      [3, 3],
      [2, 3],
      [2, 1],
      [1, 1],
      [1, 3],
      [0, 3],
      [0, 0],
    ];
    const horseshoe: Area = { type: 'Polygon', coordinates: [ring] };
    expect(contains(horseshoe, [1.5, 2])).toBe(false);
    expect(positionIn(horseshoe, pointOnSurface(horseshoe))).toBe('inside');
    const ringed: Area = {
      type: 'MultiPolygon',
      coordinates: [[box(9, 9, 9.1, 9.1)], [box(0, 0, 4, 4), box(0.5, 0.5, 3.5, 3.5)]],
    };
    expect(positionIn(ringed, pointOnSurface(ringed))).toBe('inside');
  });

  it('a degenerate area has the middle of its box as centre', () => {
    expect(
      centroidOf({
        type: 'Polygon',
        coordinates: [
          [
            [1, 1],
            [3, 3],
            [1, 1],
          ],
        ],
      }),
    ).toEqual([2, 2]);
  });
});

describe('point in area', () => {
  const area: Area = { type: 'Polygon', coordinates: [box(0, 0, 4, 4), box(1, 1, 2, 2)] };

  it('knows inside, edge, vertex, hole and outside', () => {
    expect(positionIn(area, [3, 3])).toBe('inside');
    expect(positionIn(area, [0, 2])).toBe('edge');
    expect(positionIn(area, [2, 4])).toBe('edge');
    expect(positionIn(area, [4, 4])).toBe('edge');
    expect(positionIn(area, [1.5, 1.5])).toBe('outside');
    expect(positionIn(area, [1, 1.5])).toBe('edge');
    expect(positionIn(area, [5, 4])).toBe('outside');
    expect(positionIn(area, [-1, 0])).toBe('outside');
  });

  it('is exact where rounding would err: points on a slanted border are an edge from both sides', () => {
    expect(orientation(0.1, 0.1, 0.3, 0.3, 0.2, 0.2)).toBe(0);
    expect(orientation(12, 12, 24, 24, 0.5, 0.5 + 2 ** -53)).toBeGreaterThan(0);
    expect(orientation(12, 12, 24, 24, 0.5 + 2 ** -53, 0.5)).toBeLessThan(0);
  });

  it('every point of the plane belongs to at least one triangle of a fan, and to several only on edges', () => {
    const centre: Point = [120.1, 36.3];
    const rim = star(5, centre, 9, 0.05).coordinates[0];
    const fan = rim
      .slice(0, -1)
      .map((p, i): Polygon => ({ type: 'Polygon', coordinates: [[centre, p, rim[i + 1], centre]] }));
    const whole: Polygon = { type: 'Polygon', coordinates: [rim] };
    const random = createRandom('fan');
    for (let i = 0; i < 3000; i++) {
      const p: Point = [centre[0] + random.range(-0.06, 0.06), centre[1] + random.range(-0.06, 0.06)];
      const positions = fan.map((t) => positionIn(t, p));
      const inside = positions.filter((x) => x === 'inside').length;
      const any = positions.some((x) => x !== 'outside');
      if (inside > 1 || any !== contains(whole, p)) expect.fail(`point ${p}: ${positions}`);
    }
  });
});

describe('area index', () => {
  it('answers as testing every area one by one, holes and parts included', () => {
    const random = createRandom('index');
    const items = Array.from({ length: 400 }, (_, i) => {
      const centre: Point = [120 + random.next() * 0.3, 36 + random.next() * 0.3];
      const outer = star(i, centre, 3 + random.int(60), 0.03);
      if (i % 5 === 0) {
        const hole = box(centre[0] - 0.002, centre[1] - 0.002, centre[0] + 0.002, centre[1] + 0.002);
        return {
          key: i,
          area: { type: 'Polygon', coordinates: [...outer.coordinates, hole] } satisfies Area,
        };
      }
      if (i % 7 === 0) {
        const far = star(i + 1, [centre[0] + 0.2, centre[1]], 8, 0.02);
        return {
          key: i,
          area: { type: 'MultiPolygon', coordinates: [outer.coordinates, far.coordinates] } satisfies Area,
        };
      }
      return { key: i, area: outer satisfies Area };
    });
    const index = createAreaIndex<number>(items);
    for (let i = 0; i < 400; i++) {
      const vertex = items[i % 400].area;
      const onVertex = vertex.type === 'Polygon' ? vertex.coordinates[0][0] : vertex.coordinates[0][0][0];
      const p: Point = i % 10 === 0 ? onVertex : [119.95 + random.next() * 0.6, 35.95 + random.next() * 0.4];
      const expected = items.filter(({ area }) => contains(area, p)).map(({ key }) => key);
      const found = index.at(p[0], p[1]);
      if (found.join() !== expected.join()) expect.fail(`at ${p}: ${found} instead of ${expected}`);
      if (index.firstAt(p[0], p[1]) !== expected[0]) expect.fail(`first at ${p}`);
    }
    const window = [120.1, 36.1, 120.12, 36.11] as const;
    expect(index.inBox(window)).toEqual(
      items.filter(({ area }) => boxesOverlap(bboxOf(area), window)).map(({ key }) => key),
    );
  });

  it('works when empty and with one area', () => {
    expect(createAreaIndex([]).at(0, 0)).toEqual([]);
    const one = createAreaIndex([{ key: 'a', area: { type: 'Polygon', coordinates: [box(0, 0, 1, 1)] } }]);
    expect(one.firstAt(0.5, 0.5)).toBe('a');
    expect(one.firstAt(2, 0.5)).toBeUndefined();
    expect(one.firstAt(Number.NaN, 0)).toBeUndefined();
  });

  it('gives each point of a tiled territory exactly one owner, borders included', () => {
    const tiles = Array.from({ length: 100 }, (_, i) => {
      const [c, r] = [i % 10, Math.floor(i / 10)];
      return {
        key: i,
        area: {
          type: 'Polygon',
          coordinates: [box(c / 10, r / 10, (c + 1) / 10, (r + 1) / 10)],
        } satisfies Area,
      };
    });
    const index = createAreaIndex<number>(tiles);
    for (let x = 0; x <= 40; x++)
      for (let y = 0; y <= 40; y++) if (index.firstAt(x / 40, y / 40) === undefined) expect.fail(`${x} ${y}`);
    expect(index.at(0.1, 0.1)).toEqual([0, 1, 10, 11]);
  });
});

describe('shapes', () => {
  it('simplification keeps the ends and stays within its tolerance', () => {
    const random = createRandom('line');
    const line = Array.from({ length: 400 }, (_, i): Point => [120 + i * 1e-4, 36 + random.next() * 5e-4]);
    const fewer = simplifyLine(line, 20);
    expect(fewer.length).toBeLessThan(line.length);
    expect(fewer[0]).toBe(line[0]);
    expect(fewer.at(-1)).toBe(line.at(-1));
    for (const p of line) {
      const off = Math.min(...fewer.slice(1).map((b, i) => distanceToSegment(p, fewer[i], b)));
      if (off > 20.01) expect.fail(`${p} is ${off} m away`);
    }
    expect(simplifyLine(line, 1e6)).toHaveLength(2);
    const area = star(3, [120, 36], 300, 0.02);
    const rough = simplifyArea(area, 20);
    expect(rough.coordinates[0].length).toBeLessThan(301);
    expect(rough.coordinates[0][0]).toEqual(rough.coordinates[0].at(-1));
    expect(areaOf(rough) / areaOf(area)).toBeCloseTo(1, 1);
    expect(simplifyArea(area, 1e7).coordinates[0]).toEqual(area.coordinates[0]);
  });

  it('the hull is convex and holds every point', () => {
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(points, (list) => {
        const hull = convexHull(list);
        if (hull.length < 4) return;
        const area: Area = { type: 'Polygon', coordinates: [hull] };
        expect(list.every((p) => contains(area, p))).toBe(true);
        for (let i = 0; i + 2 < hull.length; i++) {
          expect(orientation(...hull[i], ...hull[i + 1], ...hull[i + 2])).toBeGreaterThan(0);
        }
      }),
      { seed: 4 },
    );
    expect(
      convexHull([
        [1, 1],
        [1, 1],
      ]),
    ).toEqual([[1, 1]]);
    expect(convexHull([])).toEqual([]);
  });

  it('clipping to a box leaves the area inside it', () => {
    const random = createRandom('clip');
    const window = [120.005, 36, 120.02, 36.012] as const;
    for (let seed = 0; seed < 30; seed++) {
      const area = star(seed, [120, 36], 25, 0.02);
      const clipped = clipToBox(area, window);
      for (let i = 0; i < 60; i++) {
        const p: Point = [random.range(119.98, 120.03), random.range(35.98, 36.02)];
        const isInside = p[0] > window[0] && p[0] < window[2] && p[1] > window[1] && p[1] < window[3];
        const expected = isInside && contains(area, p);
        if ((clipped !== undefined && contains(clipped, p)) !== expected) expect.fail(`seed ${seed}, ${p}`);
      }
    }
    expect(clipToBox(star(1, [120, 36], 9, 0.01), [121, 36, 122, 37])).toBeUndefined();
  });

  it('cells tile the plane: stable id, point inside, neighbours meet, right size', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 73, max: 135, noNaN: true }),
        fc.double({ min: 4, max: 53, noNaN: true }),
        fc.constantFrom(50, 100, 250, 1000),
        (lon, lat, metres) => {
          const cell = cellOf(lon, lat, metres);
          const [southWest, southEast, northEast] = cell.ring;
          expect(
            southWest[0] <= lon && lon <= southEast[0] && southWest[1] <= lat && lat <= northEast[1],
          ).toBe(true);
          expect(distance(southWest, southEast) / metres).toBeCloseTo(1, 1);
          expect(distance(southEast, northEast) / metres).toBeCloseTo(1, 6);
          const middle: Point = [(southWest[0] + southEast[0]) / 2, (southWest[1] + northEast[1]) / 2];
          expect(cellOf(middle[0], middle[1], metres)).toEqual(cell);
          const eastern = cellOf(middle[0] + (southEast[0] - southWest[0]), middle[1], metres);
          expect(eastern.id).not.toBe(cell.id);
          expect(eastern.ring[0]).toEqual(southEast);
        },
      ),
      { seed: 6 },
    );
    expect(() => cellOf(200, 36, 100)).toThrow(RangeError);
    expect(() => cellOf(120, 36, 0)).toThrow(RangeError);
    expect(cellOf(180, 90, 1000).ring).toHaveLength(5);
  });
});
