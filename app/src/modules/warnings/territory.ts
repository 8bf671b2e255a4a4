// Which areas of the district a warning is about: outlines that meet its polygons and circles, and codes that are its geocodes.
import { contains, pointOnSurface } from '@renlin/core/geometry/contains';
import {
  bboxOf,
  boxesOverlap,
  distanceToSegment,
  METRES_PER_DEGREE,
  partsOf,
} from '@renlin/core/geometry/measure';
import { orientation } from '@renlin/core/geometry/orientation';
import type { Area, BBox, Point, Polygon } from '@renlin/core/geometry/types';
import { listBoundaries } from '../../engines/tree/boundary-store.ts';
import { listNodes } from '../../engines/tree/tree.ts';
import { trimAreaCode } from '../../kernel/area-code.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { CapArea, Shape } from './cap/meaning.ts';

export type Matched = { id: string; path: string; how: 'shape' | 'code' | 'named' | 'former' };

/** The areas that a warning's own areas meet. O(outlines · corners near each other). */
export async function matchAreas(tx: Tx, areas: readonly CapArea[], now: number): Promise<Matched[]> {
  const found = new Map<string, Matched>();
  const codes = areas
    .flatMap((area) => area.codes.map(trimAreaCode))
    .filter((code) => /^\d{2,12}$/.test(code));
  if (codes.length > 0) {
    const nodes = await listNodes(tx, 'area', {});
    // A code of the province or city above holds for the whole district.
    const hit = nodes.filter(
      (node) => node.code !== null && codes.some((code) => node.code?.startsWith(code)),
    );
    for (const node of nodes)
      if (hit.some((one) => node.path.startsWith(one.path)))
        found.set(node.id, { id: node.id, path: node.path, how: 'code' });
  }
  const shapes = areas.flatMap((area) => area.shapes);
  if (shapes.length > 0)
    for (const one of await listBoundaries(tx, civilDate(now)))
      if (!found.has(one.areaId) && shapes.some((shape) => meets(shape, one.geometry)))
        found.set(one.areaId, { id: one.areaId, path: one.path, how: 'shape' });
  return [...found.values()];
}

/** Do a warning's shape and an area share ground? Touching along an edge alone does not count for polygons. */
export function meets(shape: Shape, area: Area): boolean {
  return shape.type === 'Circle'
    ? circleMeets(shape.middle, shape.km * 1000, area)
    : polygonMeets(shape, area);
}

type Edge = readonly [Point, Point];

function* edgesOf(area: Area): Generator<Edge> {
  for (const rings of partsOf(area))
    for (const ring of rings)
      for (let i = 1; i < ring.length; i++) yield [ring[i - 1] as Point, ring[i] as Point];
}

function circleMeets(middle: Point, metres: number, area: Area): boolean {
  const [west, south, east, north] = bboxOf(area);
  const tall = metres / METRES_PER_DEGREE;
  const wide = tall / Math.max(0.01, Math.cos((middle[1] * Math.PI) / 180));
  const box: BBox = [middle[0] - wide, middle[1] - tall, middle[0] + wide, middle[1] + tall];
  if (!boxesOverlap(box, [west, south, east, north])) return false;
  if (contains(area, middle)) return true;
  for (const [a, b] of edgesOf(area)) if (distanceToSegment(middle, a, b) <= metres) return true;
  return false;
}

const boxOfEdge = ([a, b]: Edge): BBox => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[0], b[0]),
  Math.max(a[1], b[1]),
];

function polygonMeets(shape: Polygon, area: Area): boolean {
  const box = bboxOf(area);
  if (!boxesOverlap(bboxOf(shape), box)) return false;
  const near = [...edgesOf(shape)].filter((edge) => boxesOverlap(boxOfEdge(edge), box));
  for (const own of edgesOf(area)) {
    const reach = boxOfEdge(own);
    if (near.some((edge) => boxesOverlap(boxOfEdge(edge), reach) && cross(edge, own))) return true;
  }
  // No edges cross: one lies within the other, or they are apart.
  return middleWithin(shape, area) || middleWithin(area, shape);
}

/** Do two edges go through each other? Ends that only touch do not. */
function cross([a, b]: Edge, [c, d]: Edge): boolean {
  const side = (p: Point, q: Point, r: Point) => Math.sign(orientation(p[0], p[1], q[0], q[1], r[0], r[1]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** Is some point of the inside of `inner` in `outer`? Asked when no edges cross, so that one point speaks for all. */
function middleWithin(inner: Area, outer: Area): boolean {
  return partsOf(inner).some((rings) => {
    const part: Area = { type: 'Polygon', coordinates: rings };
    return contains(outer, pointOnSurface(part));
  });
}
