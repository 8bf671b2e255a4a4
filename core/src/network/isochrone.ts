import type { MultiPolygon, Point } from '../geometry/types.ts';
import { createOutline } from './outline.ts';
import type { Search } from './search.ts';
import type { Snapper } from './snap.ts';
import { EDGE_BRIDGE, EDGE_TUNNEL, NO_WAY, type StreetGraph } from './types.ts';

/** A stretch of an edge that is reached: shares from the tail. */
export type ReachedPart = { readonly edge: number; readonly from: number; readonly to: number };

/**
 * The stretches of street that the last run of `search` reached, partly reached edges cut where the time ends. An edge walked into
 * from both ends may give two parts. Sorted by edge. O(E').
 */
export function reachedParts(search: Search): ReachedPart[] {
  const { graph, order, count, limit, stops, direction } = search;
  const { firstLink, link, cost } = graph;
  const parts: ReachedPart[] = [];
  const flip = direction === 'from' ? 0 : 1;
  const put = (edge: number, from: number, to: number): void => {
    if (to > from) parts.push({ edge, from, to });
  };
  for (let i = 0; i < count; i++) {
    const v = order[i];
    const left = limit - search.timeAt(v);
    for (let k = firstLink[v]; k < firstLink[v + 1]; k++) {
      const l = link[k];
      const way = cost[l ^ flip];
      if (way >= NO_WAY) continue;
      const share = Math.min(1, left / way);
      if ((l & 1) === 0) put(l >> 1, 0, share);
      else put(l >> 1, 1 - share, 1);
    }
  }
  for (const stop of stops) {
    const ahead = cost[(2 * stop.edge) ^ flip];
    const back = cost[(2 * stop.edge + 1) ^ flip];
    const left = limit - stop.access;
    if (left < 0) continue;
    const high = ahead >= NO_WAY ? stop.share : Math.min(1, stop.share + left / ahead);
    const low = back >= NO_WAY ? stop.share : Math.max(0, stop.share - left / back);
    put(stop.edge, low, high);
  }
  parts.sort((a, b) => a.edge - b.edge || a.from - b.from);
  const joined: ReachedPart[] = [];
  for (const part of parts) {
    const last = joined[joined.length - 1];
    if (last !== undefined && last.edge === part.edge && part.from <= last.to) {
      joined[joined.length - 1] = { ...last, to: Math.max(last.to, part.to) };
    } else joined.push(part);
  }
  return joined;
}

const NONE = new Int32Array(0);

export type PolygonOptions = {
  /** How far from a reached street the area extends, metres; default 25. */
  readonly margin?: number;
  /** Side of the sampling cell, metres; default margin / 2. The outline is off by less than half of it, and stays back up to one cell before a blocker. */
  readonly cell?: number;
  /** Holes smaller than this are filled, square metres; default 400. */
  readonly smallestHole?: number;
};

export type IsochroneMaker = {
  /** The area within `margin` of the streets that the last run of `search` reached; holes are kept. Empty when nothing is reached. */
  polygon(search: Search, options?: PolygonOptions): MultiPolygon;
};

/**
 * Areas from reached streets, not hulls of points: each sample point belongs to the area when it lies within the margin of a reached
 * street and no water, wall, railway or motorway lies between. So the area ends at a river even where streets run along both banks,
 * and only a bridge leads across. Tunnels are left out: nobody surfaces from them. O(reached metres · margin / cell²).
 */
export function createIsochroneMaker(graph: StreetGraph, snapper: Snapper): IsochroneMaker {
  const { streets, edgeOf, blockers, plane } = snapper;
  const firstSegment = new Int32Array(graph.edgeCount + 1);
  for (let s = 0; s < edgeOf.length; s++) firstSegment[edgeOf[s] + 1]++;
  for (let e = 0; e < graph.edgeCount; e++) firstSegment[e + 1] += firstSegment[e];
  /** Blockers within the margin of each segment, found when first asked for. */
  let known: (Int32Array | undefined)[] = [];
  let knownMargin = 0;
  const outline = createOutline();

  function blockersNear(s: number, reach: number): Int32Array {
    const kept = known[s];
    if (kept !== undefined) return kept;
    const k = s * 4;
    const g = streets.segments;
    const found: number[] = [];
    blockers.visit(
      Math.min(g[k], g[k + 2]) - reach,
      Math.min(g[k + 1], g[k + 3]) - reach,
      Math.max(g[k], g[k + 2]) + reach,
      Math.max(g[k + 1], g[k + 3]) + reach,
      (b) => {
        found.push(b);
        return false;
      },
    );
    const list = found.length === 0 ? NONE : Int32Array.from(found);
    known[s] = list;
    return list;
  }

  function polygon(search: Search, options: PolygonOptions = {}): MultiPolygon {
    const margin = options.margin ?? 25;
    const cell = options.cell ?? margin / 2;
    if (!(margin > 0 && cell > 0))
      throw new RangeError(`margin and cell must be > 0, got ${margin} and ${cell}`);
    if (knownMargin !== margin + cell) {
      known = [];
      knownMargin = margin + cell;
    }
    const pieces = straightPieces(search);
    if (pieces.length === 0) return { type: 'MultiPolygon', coordinates: [] };
    outline.open(boundsOf(pieces), margin, cell);
    for (const piece of pieces) {
      outline.add(
        piece.ax,
        piece.ay,
        piece.bx,
        piece.by,
        blockersNear(piece.segment, margin + cell),
        blockers.segments,
      );
    }
    const rings = outline.close(options.smallestHole ?? 400);
    const coordinates = rings.map((polygonRings) =>
      polygonRings.map((ring) => {
        const points: Point[] = [];
        for (let i = 0; i < ring.length; i += 2) points.push([plane.lon(ring[i]), plane.lat(ring[i + 1])]);
        return points;
      }),
    );
    return { type: 'MultiPolygon', coordinates };
  }

  type Piece = { segment: number; ax: number; ay: number; bx: number; by: number };

  function straightPieces(search: Search): Piece[] {
    const pieces: Piece[] = [];
    const g = streets.segments;
    for (const { edge, from, to } of reachedParts(search)) {
      if ((graph.flags[edge] & EDGE_TUNNEL) !== 0 && (graph.flags[edge] & EDGE_BRIDGE) === 0) continue;
      let total = 0;
      for (let s = firstSegment[edge]; s < firstSegment[edge + 1]; s++) total += lengthOf(g, s * 4);
      let at = 0;
      for (let s = firstSegment[edge]; s < firstSegment[edge + 1]; s++) {
        const k = s * 4;
        const length = lengthOf(g, k);
        const low = length === 0 ? 0 : Math.max(0, (from * total - at) / length);
        const high = length === 0 ? 1 : Math.min(1, (to * total - at) / length);
        at += length;
        if (low > 1 || high < 0 || low > high) continue;
        const dx = g[k + 2] - g[k];
        const dy = g[k + 3] - g[k + 1];
        pieces.push({
          segment: s,
          ax: g[k] + low * dx,
          ay: g[k + 1] + low * dy,
          bx: g[k] + high * dx,
          by: g[k + 1] + high * dy,
        });
      }
    }
    return pieces;
  }
  return { polygon };
}

function lengthOf(g: Float64Array, k: number): number {
  return Math.sqrt((g[k + 2] - g[k]) ** 2 + (g[k + 3] - g[k + 1]) ** 2);
}

function boundsOf(
  pieces: readonly { ax: number; ay: number; bx: number; by: number }[],
): [number, number, number, number] {
  let [west, south, east, north] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const { ax, ay, bx, by } of pieces) {
    west = Math.min(west, ax, bx);
    east = Math.max(east, ax, bx);
    south = Math.min(south, ay, by);
    north = Math.max(north, ay, by);
  }
  return [west, south, east, north];
}
