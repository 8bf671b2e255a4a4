import { cornersNear, type Footprint } from './outline.ts';
import type { Snapper } from './snap.ts';
import type { StreetGraph } from './types.ts';

/** Corners kept at most; beyond it footprints are computed anew each time. */
const MOST_KEPT = 6_000_000;
const CHUNK = 1 << 18;
/** A longer edge is not kept. */
const WIDEST = 0x7fff;
const NONE = new Int32Array(0);

/** Which corners of the sampling grid lie near which street: computed when first asked for, then only looked up. */
export type Footprints = {
  /** Blockers within margin + cell of a segment. */
  blockersNear(segment: number): Int32Array;
  /** The corners within margin + cell of a whole edge, or undefined where the edge is too long or the memory is used up. */
  ofEdge(edge: number): Footprint | undefined;
  /** The same for one segment of an edge. */
  ofSegment(segment: number): Footprint | undefined;
};

/** Segments of edge e: `first[e] … first[e + 1] − 1`. O(segments). */
export function segmentsOfEdges({ edgeCount }: StreetGraph, { edgeOf }: Snapper): Int32Array {
  const first = new Int32Array(edgeCount + 1);
  for (let s = 0; s < edgeOf.length; s++) first[edgeOf[s] + 1]++;
  for (let e = 0; e < edgeCount; e++) first[e + 1] += first[e];
  return first;
}

/** 24 bytes a segment and 8 bytes for each corner near an edge that was asked for, 48 MB at most. */
export function createFootprints(
  { streets, blockers }: Snapper,
  firstSegment: Int32Array,
  margin: number,
  cell: number,
): Footprints {
  const g = streets.segments;
  const reach = margin + cell;
  const nearby = new Array<Int32Array | undefined>(streets.count).fill(undefined);
  const edges = new Array<Footprint | undefined>(firstSegment.length - 1).fill(undefined);
  const single = new Array<Footprint | undefined>(streets.count).fill(undefined);
  let corners = new Int32Array(0);
  let metres = new Float32Array(0);
  let used = 0;
  let reserved = 0;
  let scratch = new Float32Array(0);

  function blockersNear(s: number): Int32Array {
    const known = nearby[s];
    if (known !== undefined) return known;
    const [west, south, east, north] = boxOf(s, s + 1);
    const found: number[] = [];
    blockers.visit(west, south, east, north, (b) => {
      found.push(b);
      return false;
    });
    const list = found.length === 0 ? NONE : Int32Array.from(found);
    nearby[s] = list;
    return list;
  }

  /** Around the segments from … end − 1, one reach wider. */
  function boxOf(from: number, end: number): [number, number, number, number] {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = from * 4; k < end * 4; k += 2) {
      west = Math.min(west, g[k]);
      east = Math.max(east, g[k]);
      south = Math.min(south, g[k + 1]);
      north = Math.max(north, g[k + 1]);
    }
    return [west - reach, south - reach, east + reach, north + reach];
  }

  /** What lies near the segments from … end − 1. */
  function near(from: number, end: number): Footprint | undefined {
    const [west, south, east, north] = boxOf(from, end);
    const column = Math.floor(west / cell);
    const row = Math.floor(south / cell);
    const wide = Math.ceil(east / cell) - column + 1;
    const high = Math.ceil(north / cell) - row + 1;
    if (wide > WIDEST || high > WIDEST || reserved > MOST_KEPT) return undefined;
    if (scratch.length < wide * high) scratch = new Float32Array(wide * high);
    scratch.fill(Number.POSITIVE_INFINITY, 0, wide * high);
    for (let s = from; s < end; s++) {
      const k = s * 4;
      cornersNear(g[k], g[k + 1], g[k + 2], g[k + 3], reach, cell, blockersNear(s), blockers.segments, put);
    }
    function put(c: number, r: number, distance: number): void {
      const at = (r - row) * wide + c - column;
      if (distance < scratch[at]) scratch[at] = distance;
    }
    if (used + wide * high > corners.length) {
      const length = Math.max(CHUNK, wide * high);
      corners = new Int32Array(length);
      metres = new Float32Array(length);
      reserved += length;
      used = 0;
    }
    const first = used;
    for (let r = 0; r < high; r++) {
      for (let c = 0; c < wide; c++) {
        if (scratch[r * wide + c] === Number.POSITIVE_INFINITY) continue;
        corners[used] = (r << 16) | c;
        metres[used++] = scratch[r * wide + c];
      }
    }
    return { column, row, corners, metres, first, end: used };
  }

  return {
    blockersNear,
    ofEdge: (edge) => (edges[edge] ??= near(firstSegment[edge], firstSegment[edge + 1])),
    ofSegment: (segment) => (single[segment] ??= near(segment, segment + 1)),
  };
}
