/** Several areas that lie beside each other as one: borders that two of them share disappear. */
import { positionInRing } from './contains.ts';
import { areaOf, doubleSignedArea, partsOf } from './measure.ts';
import type { Area, Point, Ring } from './types.ts';
import { rewound } from './validate.ts';

/** Degrees within which a corner counts as lying on a neighbour's border: about a centimetre. */
const TOUCH = 1e-7;
/** How much of the ground may be lost or won by joining before the pieces are rather left apart. */
const TOLERANCE = 1e-3;

type Edge = { from: Point; to: Point };

const keyOf = (point: Point): string => `${point[0].toFixed(7)},${point[1].toFixed(7)}`;

/**
 * The union of areas that do not overlap. Shared borders are found even where only one side has a corner. When the borders do not fit
 * together (overlap, slivers), the pieces stay apart as one MultiPolygon: no ground is ever lost. O(vertices²).
 */
export function dissolve(areas: readonly Area[]): Area {
  const pieces = areas.flatMap((area) => partsOf(rewound(area)));
  const apart: Area =
    pieces.length === 1
      ? { type: 'Polygon', coordinates: pieces[0] ?? [] }
      : { type: 'MultiPolygon', coordinates: pieces };
  const rings = chain(withoutShared(edgesOf(pieces)));
  if (!rings) return apart;
  const outer = rings.filter((ring) => doubleSignedArea(ring) > 0);
  const holes = rings.filter((ring) => doubleSignedArea(ring) < 0);
  const polygons: Ring[][] = outer.map((ring) => [ring]);
  for (const hole of holes) {
    const around = polygons.find((polygon) =>
      hole.every((point) => positionInRing(polygon[0] as Ring, point) !== 'outside'),
    );
    if (!around) return apart;
    around.push(hole);
  }
  if (polygons.length === 0) return apart;
  const joined: Area =
    polygons.length === 1
      ? { type: 'Polygon', coordinates: polygons[0] as Ring[] }
      : { type: 'MultiPolygon', coordinates: polygons };
  const expected = areas.reduce((sum, area) => sum + areaOf(area), 0);
  return Math.abs(areaOf(joined) - expected) <= expected * TOLERANCE ? joined : apart;
}

/** All edges, cut wherever a corner of any piece lies on them, so that shared stretches are the same on both sides. */
function edgesOf(pieces: readonly (readonly Ring[])[]): Edge[] {
  const corners = new Map<string, Point>();
  for (const ring of pieces.flat()) for (const point of ring) corners.set(keyOf(point), point);
  const points = [...corners.values()];
  const edges: Edge[] = [];
  for (const ring of pieces.flat()) {
    for (let i = 0; i + 1 < ring.length; i++) {
      const a = corners.get(keyOf(ring[i] as Point)) as Point;
      const b = corners.get(keyOf(ring[i + 1] as Point)) as Point;
      const length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2;
      if (length === 0) continue;
      const cuts = points
        .map((point) => ({
          point,
          at: ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length,
        }))
        .filter(({ point, at }) => {
          if (at <= 0 || at >= 1 || point === a || point === b) return false;
          const x = a[0] + at * (b[0] - a[0]) - point[0];
          const y = a[1] + at * (b[1] - a[1]) - point[1];
          return x * x + y * y <= TOUCH * TOUCH;
        })
        .sort((one, other) => one.at - other.at);
      let from = a;
      for (const { point } of cuts) {
        edges.push({ from, to: point });
        from = point;
      }
      edges.push({ from, to: b });
    }
  }
  return edges;
}

/** Takes away every edge that another piece walks in the opposite direction. */
function withoutShared(edges: readonly Edge[]): Edge[] {
  const counts = new Map<string, number>();
  for (const { from, to } of edges) {
    const key = `${keyOf(from)} ${keyOf(to)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return edges.filter(({ from, to }) => !counts.has(`${keyOf(to)} ${keyOf(from)}`));
}

/** Joins edges to closed rings; at a corner where several leave, the sharpest turn to the right keeps the rings simple. */
function chain(edges: readonly Edge[]): Ring[] | undefined {
  const leaving = new Map<string, Edge[]>();
  for (const edge of edges) {
    const key = keyOf(edge.from);
    leaving.set(key, [...(leaving.get(key) ?? []), edge]);
  }
  const rings: Ring[] = [];
  const used = new Set<Edge>();
  for (const start of edges) {
    if (used.has(start)) continue;
    const ring: Point[] = [start.from];
    let edge = start;
    for (;;) {
      used.add(edge);
      ring.push(edge.to);
      if (edge.to === start.from || keyOf(edge.to) === keyOf(start.from)) break;
      const next = (leaving.get(keyOf(edge.to)) ?? [])
        .filter((one) => !used.has(one))
        .sort((one, other) => turn(edge, one) - turn(edge, other))[0];
      if (!next) return undefined;
      edge = next;
    }
    rings.push(withoutStraight(ring));
  }
  return rings.filter((ring) => ring.length >= 4);
}

/** The angle from going straight on; negative to the right. */
function turn(edge: Edge, next: Edge): number {
  const ax = edge.to[0] - edge.from[0];
  const ay = edge.to[1] - edge.from[1];
  const bx = next.to[0] - next.from[0];
  const by = next.to[1] - next.from[1];
  return Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
}

/** Drops corners at which the border goes straight on. */
function withoutStraight(ring: readonly Point[]): Point[] {
  const open = ring.slice(0, -1);
  const kept = open.filter((point, index) => {
    const before = open[(index + open.length - 1) % open.length] as Point;
    const after = open[(index + 1) % open.length] as Point;
    const cross =
      (point[0] - before[0]) * (after[1] - before[1]) - (point[1] - before[1]) * (after[0] - before[0]);
    return Math.abs(cross) > 1e-16;
  });
  const first = kept[0];
  return first ? [...kept, first] : [];
}
