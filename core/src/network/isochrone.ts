import type { MultiPolygon, Point } from '../geometry/types.ts';
import { createFootprints, type Footprints, segmentsOfEdges } from './footprints.ts';
import { type Bounds, cellFor, createOutline } from './outline.ts';
import { edgesOfStreet, type Search } from './search.ts';
import type { Snapper } from './snap.ts';
import { EDGE_BRIDGE, EDGE_TUNNEL, NO_WAY, type StreetGraph } from './types.ts';

/** A stretch of an edge that is reached: shares from the tail. */
export type ReachedPart = { readonly edge: number; readonly from: number; readonly to: number };

/**
 * The stretches of street that the last run of `search` reached, partly reached edges cut where the time ends. An edge walked into
 * from both ends may give two parts. Sorted by edge. O(E').
 */
export function reachedParts(search: Search): ReachedPart[] {
  const parts: ReachedPart[] = [];
  eachReached(search, (edge, from, to) => {
    parts.push({ edge, from, to });
  });
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

/** Calls `reached` for every stretch walked into from one end or from a stop; stretches of an edge may overlap. */
function eachReached(search: Search, reached: (edge: number, from: number, to: number) => void): void {
  const { graph, order, count, limit, stops, direction } = search;
  const { firstLink, link, cost } = graph;
  const flip = direction === 'from' ? 0 : 1;
  const put = (edge: number, from: number, to: number): void => {
    if (to > from) reached(edge, from, to);
  };
  for (let i = 0; i < count; i++) {
    const v = order[i];
    const left = limit - search.timeAt(v);
    for (let k = firstLink[v]; k < firstLink[v + 1]; k++) {
      const l = link[k];
      const way = cost[l ^ flip];
      // Turning takes no time and no ground.
      if (way >= NO_WAY || way === 0) continue;
      const share = Math.min(1, left / way);
      if ((l & 1) === 0) put(l >> 1, 0, share);
      else put(l >> 1, 1 - share, 1);
    }
  }
  for (const stop of stops) {
    const edges = edgesOfStreet(graph, stop.edge);
    const ahead = Math.min(...edges.map((e) => cost[(2 * e) ^ flip]));
    const back = Math.min(...edges.map((e) => cost[(2 * e + 1) ^ flip]));
    const left = limit - stop.access;
    if (left < 0) continue;
    const high = ahead >= NO_WAY ? stop.share : Math.min(1, stop.share + left / ahead);
    const low = back >= NO_WAY ? stop.share : Math.max(0, stop.share - left / back);
    put(stop.edge, low, high);
  }
}

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
 * and only a bridge leads across. Tunnels are left out: nobody surfaces from them. What lies near a whole edge is kept for the next
 * polygon of the same margin and cell. O(reached metres · margin / cell²).
 */
export function createIsochroneMaker(graph: StreetGraph, snapper: Snapper): IsochroneMaker {
  const { streets, blockers, plane } = snapper;
  const outline = createOutline();
  const firstSegment = segmentsOfEdges(graph, snapper);
  const stamp = new Int32Array(graph.edgeCount);
  let run = 0;
  let footprints: Footprints | undefined;
  let known = '';

  function polygon(search: Search, options: PolygonOptions = {}): MultiPolygon {
    const margin = options.margin ?? 25;
    const wished = options.cell ?? margin / 2;
    if (!(margin > 0 && wished > 0))
      throw new RangeError(`margin and cell must be > 0, got ${margin} and ${wished}`);
    const { whole, parts } = reachedStreets(search);
    if (whole.length === 0 && parts.length === 0) return { type: 'MultiPolygon', coordinates: [] };
    const pieces = parts.flatMap(piecesOf);
    const bounds = boundsOf(whole, pieces);
    const cell = cellFor(bounds, margin, wished);
    if (footprints === undefined || known !== `${margin} ${cell}`) {
      footprints = createFootprints(snapper, firstSegment, margin, cell);
      known = `${margin} ${cell}`;
    }
    outline.open(bounds, margin, cell);
    for (const edge of whole) {
      const kept = footprints.ofEdge(edge);
      if (kept === undefined) for (const piece of piecesOf({ edge, from: 0, to: 1 })) add(piece, footprints);
      else outline.stamp(kept);
    }
    for (const piece of pieces) {
      const kept = piece.isWhole ? footprints.ofSegment(piece.segment) : undefined;
      if (kept === undefined) add(piece, footprints);
      else outline.stamp(kept);
    }
    const coordinates = outline.close(options.smallestHole ?? 400).map((rings) =>
      rings.map((ring) => {
        const points: Point[] = [];
        for (let i = 0; i < ring.length; i += 2) points.push([plane.lon(ring[i]), plane.lat(ring[i + 1])]);
        return points;
      }),
    );
    return { type: 'MultiPolygon', coordinates };
  }

  function add({ segment, ax, ay, bx, by }: Piece, { blockersNear }: Footprints): void {
    outline.add(ax, ay, bx, by, blockersNear(segment), blockers.segments);
  }

  /** Edges reached from end to end, each once, and stretches of others, which may overlap. */
  function reachedStreets(search: Search): { whole: number[]; parts: ReachedPart[] } {
    run++;
    const whole: number[] = [];
    const parts: ReachedPart[] = [];
    eachReached(search, (edge, from, to) => {
      const flags = graph.flags[edge];
      if (stamp[edge] === run || ((flags & EDGE_TUNNEL) !== 0 && (flags & EDGE_BRIDGE) === 0)) return;
      if (from > 0 || to < 1) parts.push({ edge, from, to });
      else {
        stamp[edge] = run;
        whole.push(edge);
      }
    });
    return { whole, parts: parts.filter(({ edge }) => stamp[edge] !== run) };
  }

  type Piece = { segment: number; isWhole: boolean; ax: number; ay: number; bx: number; by: number };

  /** The straight pieces of a stretch of an edge. */
  function piecesOf({ edge, from, to }: ReachedPart): Piece[] {
    const pieces: Piece[] = [];
    const g = streets.segments;
    const first = firstSegment[edge];
    const end = firstSegment[edge + 1];
    let total = 0;
    for (let s = first; s < end; s++) total += lengthOf(g, s * 4);
    let at = 0;
    for (let s = first; s < end; s++) {
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
        isWhole: low === 0 && high === 1,
        ax: g[k] + low * dx,
        ay: g[k + 1] + low * dy,
        bx: g[k] + high * dx,
        by: g[k + 1] + high * dy,
      });
    }
    return pieces;
  }

  function boundsOf(whole: readonly number[], pieces: readonly Piece[]): Bounds {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    const hold = (x: number, y: number): void => {
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
    };
    const g = streets.segments;
    for (const edge of whole)
      for (let k = firstSegment[edge] * 4; k < firstSegment[edge + 1] * 4; k += 2) hold(g[k], g[k + 1]);
    for (const { ax, ay, bx, by } of pieces) {
      hold(ax, ay);
      hold(bx, by);
    }
    return [west, south, east, north];
  }
  return { polygon };
}

function lengthOf(g: Float64Array, k: number): number {
  return Math.sqrt((g[k + 2] - g[k]) ** 2 + (g[k + 3] - g[k + 1]) ** 2);
}
