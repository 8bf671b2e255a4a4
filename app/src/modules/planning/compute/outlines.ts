// From buildings in grids to lines on the map: every spot of ground belongs to the grid of the nearest wall, within the outline of the
// community. Borders so run between houses, which is mostly where the streets are, and no house is cut.
import { areaOf } from '@renlin/core/geometry/measure';
import type { Area, Point, Ring } from '@renlin/core/geometry/types';
import { checkArea } from '@renlin/core/geometry/validate';
import { planeOf } from '@renlin/core/network/plane';
import Delaunator from 'delaunator';
import { intersection, xor } from 'polyclip-ts';

/** A spot that belongs to a grid: a corner of a house, or its middle. */
export type OwnedSpot = { lng: number; lat: number; owner: number };

/** The spots of a building: its middle and the corners of its walls. */
export const spotsOf = (
  { lng, lat, corners }: { lng: number; lat: number; corners: readonly Point[] },
  owner: number,
): OwnedSpot[] => [{ lng, lat, owner }, ...corners.map(([x, y]) => ({ lng: x, lat: y, owner }))];

type Polygons = [number, number][][][];

/** Rounding errors of cutting, in square metres. */
const SLIVER = 1;
/** The plane around is given to nobody, from so many times the extent on. */
const FAR = 20;

/**
 * The outline of each owner: the part of `within` nearer to its spots than to those of others. Owners of one outline do not overlap and
 * leave no gap. Without `within` the outlines end at the box of the spots. O(n log n) and the cutting.
 */
export function outlinesOf(spots: readonly OwnedSpot[], within: Area | undefined): Map<number, Area> {
  const owners = [...new Set(spots.map((spot) => spot.owner))].sort((a, b) => a - b);
  const frame = within ?? boxAround(spots);
  const only = owners[0];
  if (only === undefined) return new Map();
  if (owners.length === 1) return new Map([[only, frame]]);
  const rings = borderRings(spots);
  const found = new Map<number, Area>();
  for (const owner of owners) {
    const own = rings.get(owner) ?? [];
    const [first, ...rest] = own.map((ring): Polygons => [[ring]]);
    if (!first) continue;
    const whole = rest.length === 0 ? first : (xor(first, ...rest) as Polygons);
    const cut = intersection(whole, polygonsOf(frame)) as Polygons;
    const area = tidy(cut);
    if (area) found.set(owner, area);
  }
  return found;
}

/** For each owner the closed rings around its cells: a corner of the diagram touches three cells, so each ring goes on in one way only. */
function borderRings(spots: readonly OwnedSpot[]): Map<number, [number, number][][]> {
  const plane = planeOf(
    Float64Array.from(spots, (spot) => spot.lng),
    Float64Array.from(spots, (spot) => spot.lat),
  );
  const x = spots.map((spot) => plane.x(spot.lng));
  const y = spots.map((spot) => plane.y(spot.lat));
  const extent = Math.max(100, ...x.map(Math.abs), ...y.map(Math.abs)) * FAR;
  for (let k = 0; k < 8; k++) {
    x.push(extent * Math.cos((k * Math.PI) / 4 + 0.1));
    y.push(extent * Math.sin((k * Math.PI) / 4 + 0.1));
  }
  const ownerOf = (v: number): number => spots[v]?.owner ?? -1;
  const { triangles, halfedges } = new Delaunator(
    Float64Array.from({ length: x.length * 2 }, (_, i) => ((i & 1) === 0 ? x : y)[i >> 1] as number),
  );
  const next = new Map<number, Map<number, number[]>>();
  const join = (owner: number, from: number, to: number): void => {
    if (owner < 0) return;
    let own = next.get(owner);
    if (!own) {
      own = new Map();
      next.set(owner, own);
    }
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      const list = own.get(a);
      if (list) list.push(b);
      else own.set(a, [b]);
    }
  };
  halfedges.forEach((opposite, edge) => {
    if (opposite < edge) return;
    const a = ownerOf(triangles[edge] as number);
    const b = ownerOf(triangles[edge % 3 === 2 ? edge - 2 : edge + 1] as number);
    if (a === b) return;
    const [from, to] = [Math.floor(edge / 3), Math.floor(opposite / 3)];
    join(a, from, to);
    join(b, from, to);
  });
  const corner = (triangle: number): [number, number] => {
    const [a, b, c] = [0, 1, 2].map((k) => triangles[triangle * 3 + k] as number) as [number, number, number];
    const [cx, cy] = circumcentre(x, y, a, b, c);
    return [plane.lon(cx), plane.lat(cy)];
  };
  const rings = new Map<number, [number, number][][]>();
  for (const [owner, own] of next) {
    const list: [number, number][][] = [];
    const done = new Set<number>();
    for (const start of own.keys()) {
      if (done.has(start)) continue;
      const ring: [number, number][] = [];
      for (let at: number | undefined = start; at !== undefined; ) {
        done.add(at);
        ring.push(corner(at));
        at = own.get(at)?.find((one) => !done.has(one));
      }
      const first = ring[0];
      if (first && ring.length >= 3) list.push([...ring, first]);
    }
    rings.set(owner, list);
  }
  return rings;
}

function circumcentre(
  x: readonly number[],
  y: readonly number[],
  a: number,
  b: number,
  c: number,
): [number, number] {
  const [ax, ay] = [x[a] as number, y[a] as number];
  const [bx, by] = [(x[b] as number) - ax, (y[b] as number) - ay];
  const [cx, cy] = [(x[c] as number) - ax, (y[c] as number) - ay];
  const d = 2 * (bx * cy - by * cx);
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy];
  const found: [number, number] = [ax + (cy * b2 - by * c2) / d, ay + (bx * c2 - cx * b2) / d];
  return Number.isFinite(found[0]) && Number.isFinite(found[1])
    ? found
    : [ax + (bx + cx) / 3, ay + (by + cy) / 3];
}

function polygonsOf(area: Area): Polygons {
  const polygons = area.type === 'Polygon' ? [area.coordinates] : area.coordinates;
  return polygons.map((rings) => rings.map((ring) => ring.map(([lng, lat]): [number, number] => [lng, lat])));
}

/** Coordinates to the centimetre, without slivers; as cut where rounding would make a ring touch itself. */
function tidy(cut: Polygons): Area | undefined {
  const kept = cut.filter((rings) => areaOf({ type: 'Polygon', coordinates: rings }) > SLIVER);
  if (kept.length === 0) return undefined;
  const rounded = kept.map((rings) =>
    rings.map((ring) => withoutTwins(ring.map(([lng, lat]): Point => [round(lng), round(lat)]))),
  );
  const area = asArea(rounded.map((rings) => rings.filter((ring) => ring.length >= 4)));
  return checkArea(area).ok ? area : asArea(kept);
}

function asArea(polygons: readonly (readonly Ring[])[]): Area {
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] as readonly Ring[] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

function withoutTwins(ring: readonly Point[]): Point[] {
  return ring.filter((point, i) => {
    const before = ring[i - 1];
    return !before || before[0] !== point[0] || before[1] !== point[1];
  });
}

function boxAround(spots: readonly OwnedSpot[]): Area {
  const margin = 0.0005;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { lng, lat } of spots) {
    west = Math.min(west, lng - margin);
    south = Math.min(south, lat - margin);
    east = Math.max(east, lng + margin);
    north = Math.max(north, lat + margin);
  }
  const ring: Point[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}
