/** Point in area, and a point that surely is in it. */
import { bboxOfPoints, doubleSignedArea, partsOf } from './measure.ts';
import { orientation, withinSegment } from './orientation.ts';
import type { Area, Point, Ring } from './types.ts';

export type Position = 'inside' | 'edge' | 'outside';

/** Exact position of a point against a ring, by crossing count. O(vertices). */
export function positionInRing(ring: Ring, point: Point): Position {
  // Indexed on purpose: destructuring goes through the iterator and is several times slower in this loop.
  const x = point[0];
  const y = point[1];
  let inside = false;
  for (let i = 0; i + 1 < ring.length; i++) {
    const ax = ring[i][0];
    const ay = ring[i][1];
    const bx = ring[i + 1][0];
    const by = ring[i + 1][1];
    if (ay > y === by > y) {
      // Not crossed by the ray; only a horizontal edge at this height or an end point can still hold the point.
      if (
        (ay === y || by === y) &&
        withinSegment(ax, ay, bx, by, x, y) &&
        orientation(ax, ay, bx, by, x, y) === 0
      )
        return 'edge';
      continue;
    }
    const side = orientation(ax, ay, bx, by, x, y);
    if (side === 0) return 'edge';
    if (side > 0 === by > ay) inside = !inside;
  }
  return inside ? 'inside' : 'outside';
}

/** Position against an area with holes; the rim of a hole is an edge. */
export function positionIn(area: Area, point: Point): Position {
  for (const rings of partsOf(area)) {
    const outer = rings[0] ? positionInRing(rings[0], point) : 'outside';
    if (outer === 'outside') continue;
    if (outer === 'edge') return 'edge';
    let found: Position = 'inside';
    for (let i = 1; i < rings.length && found === 'inside'; i++) {
      const hole = positionInRing(rings[i], point);
      if (hole !== 'outside') found = hole === 'edge' ? 'edge' : 'outside';
    }
    if (found !== 'outside') return found;
  }
  return 'outside';
}

/** True inside and on the edge: a report on the border line belongs to somebody. */
export function contains(area: Area, point: Point): boolean {
  return positionIn(area, point) !== 'outside';
}

/**
 * A point inside the area (for labels and pins): of five horizontal cuts through the largest part, the middle of the
 * widest inner stretch. O(vertices).
 */
export function pointOnSurface(area: Area): Point {
  const parts = partsOf(area);
  let rings = parts[0];
  for (const part of parts) {
    if (Math.abs(doubleSignedArea(part[0])) > Math.abs(doubleSignedArea(rings[0]))) rings = part;
  }
  const [, south, , north] = bboxOfPoints(rings[0]);
  let best: Point = rings[0][0];
  let width = 0;
  // Odd fractions, so that a cut rarely meets a vertex.
  for (const share of [0.5003, 0.3331, 0.6673, 0.1667, 0.8341]) {
    const y = south + (north - south) * share;
    const crossings: number[] = [];
    for (const ring of rings) {
      for (let i = 0; i + 1 < ring.length; i++) {
        const [ax, ay] = ring[i];
        const [bx, by] = ring[i + 1];
        if (ay > y !== by > y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
      }
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const gap = crossings[i + 1] - crossings[i];
      if (gap > width) {
        width = gap;
        best = [(crossings[i] + crossings[i + 1]) / 2, y];
      }
    }
  }
  return best;
}
