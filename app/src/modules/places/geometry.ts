// What the map asks of a shape: how large, where its middle is, how far a point is from it. The plane geometry is core's.
import { contains, pointOnSurface } from '@renlin/core/geometry/contains';
import { areaOf, distance, distanceToSegment, partsOf } from '@renlin/core/geometry/measure';
import type { PlaceGeometry, Position } from './osm/elements.ts';

function pathLength(path: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < path.length; i++) sum += distance(path[i - 1] as Position, path[i] as Position);
  return sum;
}

/** Square metres of an area, metres of a line, 0 of a point. */
export function sizeOf(geometry: PlaceGeometry): number {
  switch (geometry.type) {
    case 'Point':
      return 0;
    case 'LineString':
      return pathLength(geometry.coordinates);
    case 'MultiLineString':
      return geometry.coordinates.reduce((sum, path) => sum + pathLength(path), 0);
    default:
      return areaOf(geometry);
  }
}

/** A point in the middle of a line (of its longest part) or inside an area. */
export function middleOf(geometry: PlaceGeometry): Position {
  switch (geometry.type) {
    case 'Point':
      return geometry.coordinates;
    case 'LineString':
      return middleOfPath(geometry.coordinates);
    case 'MultiLineString':
      return middleOfPath(
        geometry.coordinates.reduce((best, one) => (pathLength(one) > pathLength(best) ? one : best)),
      );
    default: {
      const [lng, lat] = pointOnSurface(geometry);
      return [lng, lat];
    }
  }
}

function middleOfPath(path: readonly Position[]): Position {
  let left = pathLength(path) / 2;
  for (let i = 1; i < path.length; i++) {
    const a = path[i - 1] as Position;
    const b = path[i] as Position;
    const length = distance(a, b);
    if (length >= left && length > 0) {
      const t = left / length;
      return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
    }
    left -= length;
  }
  return path[0] as Position;
}

/** Metres from a point to a geometry; 0 inside an area. O(corners). */
export function distanceTo(point: Position, geometry: PlaceGeometry): number {
  switch (geometry.type) {
    case 'Point':
      return distance(point, geometry.coordinates);
    case 'LineString':
      return distanceToPath(point, geometry.coordinates);
    case 'MultiLineString':
      return Math.min(...geometry.coordinates.map((path) => distanceToPath(point, path)));
    default:
      if (contains(geometry, point)) return 0;
      return Math.min(
        ...partsOf(geometry).flatMap((rings) =>
          rings.map((ring) => distanceToPath(point, ring as Position[])),
        ),
      );
  }
}

function distanceToPath(point: Position, path: readonly Position[]): number {
  let best = Infinity;
  for (let i = 0; i + 1 < path.length; i++) {
    best = Math.min(best, distanceToSegment(point, path[i] as Position, path[i + 1] as Position));
  }
  return best;
}
