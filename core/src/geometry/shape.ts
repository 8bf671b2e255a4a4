/** Operations that make new shapes: simplify, hull, clip, and cells for public display. */
import { distanceToSegment, doubleSignedArea, METRES_PER_DEGREE, partsOf } from './measure.ts';
import { orientation } from './orientation.ts';
import type { Area, BBox, Point, Ring } from './types.ts';

/**
 * Douglas–Peucker on an open line: leaves out vertices nearer than `metres` to the line that remains. The ends stay.
 * O(n log n) typical, O(n²) worst; no recursion, so a long coastline cannot overflow the stack.
 */
export function simplifyLine(line: readonly Point[], metres: number): Point[] {
  if (line.length <= 2) return [...line];
  const kept = new Uint8Array(line.length);
  kept[0] = 1;
  kept[line.length - 1] = 1;
  const open: [number, number][] = [[0, line.length - 1]];
  for (let range = open.pop(); range; range = open.pop()) {
    const [first, last] = range;
    let farthest = -1;
    let most = metres;
    for (let i = first + 1; i < last; i++) {
      const off = distanceToSegment(line[i], line[first], line[last]);
      if (off > most) {
        most = off;
        farthest = i;
      }
    }
    if (farthest < 0) continue;
    kept[farthest] = 1;
    open.push([first, farthest], [farthest, last]);
  }
  return line.filter((_, i) => kept[i] === 1);
}

/**
 * Simplifies every ring of an area for drawing. A ring is never reduced below a triangle: if it would be, it is
 * kept as it was when outer, and dropped when a hole. The result may touch itself at coarse tolerances; do not store it.
 */
export function simplifyArea<T extends Area>(area: T, metres: number): T {
  const simplified = partsOf(area).map((rings) => {
    return rings.flatMap((ring, i) => {
      const fewer = simplifyRing(ring, metres);
      if (fewer.length >= 4) return [fewer];
      return i === 0 ? [ring] : [];
    });
  });
  const coordinates = area.type === 'Polygon' ? simplified[0] : simplified;
  return { ...area, coordinates };
}

/** Cuts the ring at the vertex farthest from its start, so that the start is no degenerate baseline. */
function simplifyRing(ring: Ring, metres: number): Point[] {
  let farthest = 0;
  let most = -1;
  for (let i = 1; i + 1 < ring.length; i++) {
    const off = distanceToSegment(ring[i], ring[0], ring[0]);
    if (off > most) {
      most = off;
      farthest = i;
    }
  }
  const first = simplifyLine(ring.slice(0, farthest + 1), metres);
  return [...first, ...simplifyLine(ring.slice(farthest), metres).slice(1)];
}

/** Convex hull (Andrew's monotone chain, exact orientation) as a closed counter-clockwise ring; O(n log n). Fewer than three distinct points not on a line give those points, closed. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const distinct = sorted.filter((p, i) => i === 0 || p[0] !== sorted[i - 1][0] || p[1] !== sorted[i - 1][1]);
  if (distinct.length <= 1) return distinct;
  const chain = (ordered: readonly Point[]) => {
    const hull: Point[] = [];
    for (const p of ordered) {
      while (hull.length >= 2) {
        const [a, b] = [hull[hull.length - 2], hull[hull.length - 1]];
        if (orientation(a[0], a[1], b[0], b[1], p[0], p[1]) > 0) break;
        hull.pop();
      }
      hull.push(p);
    }
    return hull.slice(0, -1);
  };
  const hull = [...chain(distinct), ...chain([...distinct].reverse())];
  return [...hull, hull[0]];
}

/**
 * Part of an area inside a box (Sutherland–Hodgman), for map tiles and the visible window; undefined when empty. A
 * concave shape cut in several pieces comes back as one ring joined along the box edge, which fills the same pixels.
 */
export function clipToBox(area: Area, box: BBox): Area | undefined {
  const parts: Point[][][] = [];
  for (const rings of partsOf(area)) {
    const clipped = rings.map((ring) => clipRing(ring, box));
    if (clipped[0] && clipped[0].length >= 4)
      parts.push([clipped[0], ...clipped.slice(1).filter((r) => r.length >= 4)]);
  }
  if (parts.length === 0) return undefined;
  return parts.length === 1 && area.type === 'Polygon'
    ? { type: 'Polygon', coordinates: parts[0] }
    : { type: 'MultiPolygon', coordinates: parts };
}

function clipRing(ring: Ring, box: BBox): Point[] {
  let points: Point[] = ring.slice(0, -1);
  for (let side = 0; side < 4 && points.length > 0; side++) {
    const axis = side % 2 === 0 ? 0 : 1;
    const bound = box[side];
    const isIn = (p: Point) => (side < 2 ? p[axis] >= bound : p[axis] <= bound);
    const next: Point[] = [];
    for (let i = 0; i < points.length; i++) {
      const a = points[i === 0 ? points.length - 1 : i - 1];
      const b = points[i];
      if (isIn(a) !== isIn(b)) {
        const t = (bound - a[axis]) / (b[axis] - a[axis]);
        next.push(axis === 0 ? [bound, a[1] + t * (b[1] - a[1])] : [a[0] + t * (b[0] - a[0]), bound]);
      }
      if (isIn(b)) next.push(b);
    }
    points = next;
  }
  if (points.length < 3) return [];
  const closed = [...points, points[0]];
  return doubleSignedArea(closed) === 0 ? [] : closed;
}

export type Cell = { id: string; ring: Point[] };

/**
 * The square cell of about `metres` that holds a point, for public maps that must not show a dwelling. Cells tile the
 * world without overlap: rows of equal latitude, and within a row columns of equal longitude fitted to its middle
 * latitude, so the side is within 1 % of `metres` below 60°. The id names size, row and column and is stable.
 * Throws RangeError for coordinates out of range or a size outside 1 … 100,000 m.
 */
export function cellOf(lon: number, lat: number, metres: number): Cell {
  if (!(metres >= 1 && metres <= 100_000))
    throw new RangeError(`cell size must be 1 … 100000 m, got ${metres}`);
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) throw new RangeError(`not a position: ${lon}, ${lat}`);
  const height = metres / METRES_PER_DEGREE;
  const row = Math.floor((lat + 90) / height);
  const middle = (row + 0.5) * height - 90;
  const columns = Math.max(
    1,
    Math.round((360 * Math.cos((Math.min(89.9, Math.abs(middle)) * Math.PI) / 180)) / height),
  );
  const width = 360 / columns;
  const column = Math.min(columns - 1, Math.floor((lon + 180) / width));
  const west = column * width - 180;
  const east = (column + 1) * width - 180;
  const south = row * height - 90;
  const north = Math.min(90, (row + 1) * height - 90);
  return {
    id: `${metres}:${row}:${column}`,
    ring: [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  };
}
