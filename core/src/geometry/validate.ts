/**
 * Checks drawn or imported areas (GeoJSON Polygon or MultiPolygon) and says what is wrong and where, in codes that
 * the caller words. Validity follows OGC Simple Features (ISO 19125-1): closed rings that neither cross nor touch
 * themselves, holes inside their outer ring, rings of one part meeting at single points at most.
 */
import { positionInRing } from './contains.ts';
import { bboxOfPoints, doubleSignedArea } from './measure.ts';
import { orientation, withinSegment } from './orientation.ts';
import type { Area, Point, Ring } from './types.ts';

export type AreaFaultCode =
  /** Not an object of type Polygon or MultiPolygon with nested coordinate lists, or without any ring. */
  | 'area.shape'
  /** More vertices than allowed. */
  | 'area.tooLarge'
  /** A position is not a pair of finite numbers. */
  | 'area.position'
  /** Longitude or latitude out of range. */
  | 'area.range'
  /** Out of range, but in range when the two numbers change places. */
  | 'area.swapped'
  /** Fewer than three different points. */
  | 'area.tooFewPoints'
  /** The last point differs from the first. */
  | 'area.open'
  /** The ring encloses nothing. */
  | 'area.flat'
  /** The ring crosses or touches itself. */
  | 'area.selfIntersection'
  /** Two rings of one part cross or share a stretch. */
  | 'area.ringsCross'
  /** A hole lies outside its outer ring. */
  | 'area.holeOutside';

export type AreaFault = {
  code: AreaFaultCode;
  part: number;
  ring: number;
  /** Vertex (or first vertex of the edge) in question. */
  index?: number;
  at?: Point;
};

export type AreaCheck = { ok: true; area: Area } | { ok: false; faults: AreaFault[] };

/**
 * Checks untrusted input. At most one fault a ring and one a pair of rings is reported. O(n log n) plus pairs of edges
 * near each other; `maxPoints` (default 100,000) bounds the work. Extra members and third coordinates are dropped
 * from the returned area.
 */
export function checkArea(input: unknown, maxPoints = 100_000): AreaCheck {
  const shape = shapeOf(input);
  if (!shape) return { ok: false, faults: [{ code: 'area.shape', part: 0, ring: 0 }] };
  const total = shape.parts.reduce((sum, rings) => sum + rings.reduce((n, ring) => n + ring.length, 0), 0);
  if (total > maxPoints) return { ok: false, faults: [{ code: 'area.tooLarge', part: 0, ring: 0 }] };
  const faults: AreaFault[] = [];
  const parts: Point[][][] = [];
  for (const [part, rings] of shape.parts.entries()) {
    const before = faults.length;
    const read: Point[][] = [];
    for (const [ring, positions] of rings.entries()) {
      const points = readRing(positions, part, ring, faults);
      if (points) read.push(points);
    }
    if (faults.length > before) continue;
    faults.push(...crossings(read, part));
    if (faults.length === before) faults.push(...holesOutside(read, part));
    parts.push(read);
  }
  if (faults.length > 0) return { ok: false, faults };
  const area: Area = shape.isMulti
    ? { type: 'MultiPolygon', coordinates: parts }
    : { type: 'Polygon', coordinates: parts[0] };
  return { ok: true, area };
}

function shapeOf(input: unknown): { isMulti: boolean; parts: unknown[][][] } | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const { type, coordinates } = input as { type?: unknown; coordinates?: unknown };
  const isMulti = type === 'MultiPolygon';
  if (!isMulti && type !== 'Polygon') return undefined;
  const parts: unknown = isMulti ? coordinates : [coordinates];
  const isNested =
    Array.isArray(parts) &&
    parts.length > 0 &&
    parts.every(
      (rings) => Array.isArray(rings) && rings.length > 0 && rings.every((ring) => Array.isArray(ring)),
    );
  return isNested ? { isMulti, parts: parts as unknown[][][] } : undefined;
}

/** Positions of one ring; repeated neighbours are dropped. Adds a fault and returns undefined when it cannot be a ring. */
function readRing(
  positions: unknown[],
  part: number,
  ring: number,
  faults: AreaFault[],
): Point[] | undefined {
  const points: Point[] = [];
  for (const [index, position] of positions.entries()) {
    const [lon, lat]: unknown[] = Array.isArray(position) ? position : [];
    if (
      typeof lon !== 'number' ||
      typeof lat !== 'number' ||
      !Number.isFinite(lon) ||
      !Number.isFinite(lat)
    ) {
      faults.push({ code: 'area.position', part, ring, index });
      return undefined;
    }
    if (Math.abs(lon) > 180 || Math.abs(lat) > 90) {
      const isSwapped = Math.abs(lat) <= 180 && Math.abs(lon) <= 90;
      faults.push({ code: isSwapped ? 'area.swapped' : 'area.range', part, ring, index, at: [lon, lat] });
      return undefined;
    }
    const last = points.at(-1);
    if (!last || last[0] !== lon || last[1] !== lat) points.push([lon, lat]);
  }
  const first = points[0];
  const last = points.at(-1);
  const isClosed = points.length > 1 && first[0] === last![0] && first[1] === last![1];
  const corners = isClosed ? points.length - 1 : points.length;
  if (corners < 3) faults.push({ code: 'area.tooFewPoints', part, ring });
  else if (!isClosed) faults.push({ code: 'area.open', part, ring, index: positions.length - 1, at: last! });
  else if (
    points.every((p) => orientation(first[0], first[1], points[1][0], points[1][1], p[0], p[1]) === 0)
  ) {
    faults.push({ code: 'area.flat', part, ring });
  } else return points;
  return undefined;
}

type Edge = { ring: number; index: number; last: number; a: Point; b: Point; west: number; east: number };

/**
 * Sweep over x in horizontal bands: every edge is compared with those of its bands whose x-range is still open. Bands
 * keep a zigzag line of many vertices from comparing each edge with all others above and below it.
 */
function crossings(rings: readonly Point[][], part: number): AreaFault[] {
  const edges: Edge[] = rings.flatMap((ring, r) =>
    ring.slice(0, -1).map((a, index) => {
      const b = ring[index + 1];
      return {
        ring: r,
        index,
        last: ring.length - 2,
        a,
        b,
        west: Math.min(a[0], b[0]),
        east: Math.max(a[0], b[0]),
      };
    }),
  );
  if (edges.length === 0) return [];
  edges.sort((e, f) => e.west - f.west);
  const [, south, , north] = bboxOfPoints(rings.flat());
  const count = Math.max(1, Math.ceil(Math.sqrt(edges.length)));
  const bandOf = (y: number) => Math.min(count - 1, Math.floor(((y - south) / (north - south)) * count));
  const bands: Edge[][] = Array.from({ length: count }, () => []);
  const faults = new Map<number, AreaFault>();
  for (const edge of edges) {
    const top = bandOf(Math.max(edge.a[1], edge.b[1]));
    for (let band = bandOf(Math.min(edge.a[1], edge.b[1])); band <= top; band++) {
      const open = bands[band];
      let kept = 0;
      for (const other of open) {
        if (other.east < edge.west) continue;
        open[kept++] = other;
        const at = meeting(edge, other);
        if (!at) continue;
        const key = Math.min(edge.ring, other.ring) * rings.length + Math.max(edge.ring, other.ring);
        const code = edge.ring === other.ring ? 'area.selfIntersection' : 'area.ringsCross';
        if (!faults.has(key)) faults.set(key, { code, part, ring: edge.ring, index: edge.index, at });
      }
      open.length = kept;
      open.push(edge);
    }
  }
  return [...faults.values()];
}

/** A forbidden meeting point of two edges, if any. */
function meeting(e: Edge, f: Edge): Point | undefined {
  if (
    Math.max(e.a[1], e.b[1]) < Math.min(f.a[1], f.b[1]) ||
    Math.max(f.a[1], f.b[1]) < Math.min(e.a[1], e.b[1])
  )
    return undefined;
  const fa = side(e, f.a);
  const fb = side(e, f.b);
  if (fa * fb > 0) return undefined;
  const ea = side(f, e.a);
  const eb = side(f, e.b);
  if (ea * eb > 0) return undefined;
  if (fa * fb < 0 && ea * eb < 0) return intersection(e, f);
  const touching = [f.a, f.b].filter((p, i) => (i === 0 ? fa : fb) === 0 && onSegment(e, p));
  touching.push(...[e.a, e.b].filter((p, i) => (i === 0 ? ea : eb) === 0 && onSegment(f, p)));
  const [first, ...others] = touching;
  if (!first) return undefined;
  const isStretch = others.some((p) => p[0] !== first[0] || p[1] !== first[1]);
  if (isStretch) return first;
  // Neighbours on a ring share their vertex; different rings may meet at a point.
  const gap = Math.abs(e.index - f.index);
  const isAllowed = e.ring !== f.ring || gap === 1 || gap === e.last;
  return isAllowed ? undefined : first;
}

function side(edge: Edge, p: Point): number {
  return Math.sign(orientation(edge.a[0], edge.a[1], edge.b[0], edge.b[1], p[0], p[1]));
}

function onSegment(edge: Edge, p: Point): boolean {
  return withinSegment(edge.a[0], edge.a[1], edge.b[0], edge.b[1], p[0], p[1]);
}

function intersection(e: Edge, f: Edge): Point {
  const dx = e.b[0] - e.a[0];
  const dy = e.b[1] - e.a[1];
  const ex = f.b[0] - f.a[0];
  const ey = f.b[1] - f.a[1];
  const t = ((f.a[0] - e.a[0]) * ey - (f.a[1] - e.a[1]) * ex) / (dx * ey - dy * ex);
  return [e.a[0] + t * dx, e.a[1] + t * dy];
}

function holesOutside(rings: readonly Point[][], part: number): AreaFault[] {
  const [outer, ...holes] = rings;
  return holes.flatMap((hole, i): AreaFault[] => {
    // Rings do not cross here, so one vertex off the outer line decides; all on the line means a hole of chords, inside.
    const off = hole.find((p) => positionInRing(outer, p) !== 'edge');
    return off && positionInRing(outer, off) === 'outside'
      ? [{ code: 'area.holeOutside', part, ring: i + 1, at: off }]
      : [];
  });
}

/** The same area with rings wound as RFC 7946 asks: outer counter-clockwise, holes clockwise. */
export function rewound(area: Area): Area {
  const wind = (rings: readonly Ring[]) =>
    rings.map((ring, i) => (doubleSignedArea(ring) > 0 === (i === 0) ? ring : [...ring].reverse()));
  return area.type === 'Polygon'
    ? { type: 'Polygon', coordinates: wind(area.coordinates) }
    : { type: 'MultiPolygon', coordinates: area.coordinates.map(wind) };
}
