/**
 * "Which areas hold this point?": a packed R-tree over bounding boxes in typed arrays (sort-tile-recursive packing,
 * S. Leutenegger et al. 1997), with edges of large shapes sorted into horizontal bands, so that an exact test reads only
 * the edges at the point's height. Built once; lookups allocate only the answer.
 */
import { bboxOf, partsOf } from './measure.ts';
import { orientation, withinSegment } from './orientation.ts';
import type { Area, BBox, Point } from './types.ts';

const FANOUT = 16;

export type AreaIndex<T> = {
  readonly size: number;
  /** Keys of all areas that hold the point, edges included, in order of insertion. O(log n + hits · edges at that height). */
  at(lon: number, lat: number): T[];
  /** The first of {@link at} in order of insertion, so a point on a shared border always has one owner. */
  firstAt(lon: number, lat: number): T | undefined;
  /** Keys of areas whose bounding box meets the box, in order of insertion. */
  inBox(box: BBox): T[];
};

/** Area i has the bands first[i] … first[i+1]−1; band b holds the edges starts[b] … starts[b+1]−1, four numbers each. */
type Bands = { first: Int32Array; scale: Float64Array; starts: Int32Array; edges: Float64Array };

/** Builds the index in O(n log n + vertices). An area without rings is never found. */
export function createAreaIndex<T>(items: readonly { key: T; area: Area }[]): AreaIndex<T> {
  const present = items.filter(({ area }) => partsOf(area).some((rings) => (rings[0]?.length ?? 0) > 0));
  const n = present.length;
  const leafBoxes = new Float64Array(n * 4);
  for (let i = 0; i < n; i++) leafBoxes.set(bboxOf(present[i].area), i * 4);
  const { boxes, children, levels } = pack(leafBoxes, n);
  const bands = bandsOf(
    present.map(({ area }) => area),
    leafBoxes,
  );

  /** Items whose box meets [w,s,e,n], ascending. */
  function candidates(west: number, south: number, east: number, north: number): number[] {
    const found: number[] = [];
    if (n === 0) return found;
    const stack = [levels - 1, 0, 1];
    while (stack.length > 0) {
      const last = stack.pop()!;
      const first = stack.pop()!;
      const level = stack.pop()!;
      const b = boxes[level];
      for (let node = first; node < last; node++) {
        const at = node * 4;
        // Written so that NaN meets nothing.
        if (!(b[at] <= east && b[at + 2] >= west && b[at + 1] <= north && b[at + 3] >= south)) continue;
        if (level === 0) found.push(children[node]);
        else stack.push(level - 1, node * FANOUT, Math.min((node + 1) * FANOUT, boxes[level - 1].length / 4));
      }
    }
    return found.length > 1 ? found.sort((a, b2) => a - b2) : found;
  }

  function holds(i: number, lon: number, lat: number): boolean {
    return inBands(bands, i, leafBoxes[i * 4 + 1], lon, lat);
  }

  return {
    size: n,
    at(lon, lat) {
      const keys: T[] = [];
      for (const i of candidates(lon, lat, lon, lat)) if (holds(i, lon, lat)) keys.push(present[i].key);
      return keys;
    },
    firstAt(lon, lat) {
      for (const i of candidates(lon, lat, lon, lat)) if (holds(i, lon, lat)) return present[i].key;
      return undefined;
    },
    inBox: ([west, south, east, north]) => candidates(west, south, east, north).map((i) => present[i].key),
  };
}

/** Level 0 are the items in tile order; each higher level holds the boxes of FANOUT neighbours. */
function pack(
  leaf: Float64Array,
  n: number,
): { boxes: Float64Array[]; children: Int32Array; levels: number } {
  const x = (i: number) => leaf[i * 4] + leaf[i * 4 + 2];
  const y = (i: number) => leaf[i * 4 + 1] + leaf[i * 4 + 3];
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => x(a) - x(b) || a - b);
  const slice = FANOUT * Math.max(1, Math.ceil(Math.sqrt(n / FANOUT)));
  const tiled: number[] = [];
  for (let i = 0; i < n; i += slice)
    tiled.push(...order.slice(i, i + slice).sort((a, b) => y(a) - y(b) || a - b));
  const children = Int32Array.from(tiled);
  const first = new Float64Array(n * 4);
  for (let i = 0; i < n; i++) first.set(leaf.subarray(children[i] * 4, children[i] * 4 + 4), i * 4);
  const boxes = [first];
  for (let below = first; below.length > 4; ) {
    const count = below.length / 4;
    const level = new Float64Array(Math.ceil(count / FANOUT) * 4);
    for (let i = 0; i < count; i++) {
      const to = Math.floor(i / FANOUT) * 4;
      const isNew = i % FANOUT === 0;
      level[to] = isNew ? below[i * 4] : Math.min(level[to], below[i * 4]);
      level[to + 1] = isNew ? below[i * 4 + 1] : Math.min(level[to + 1], below[i * 4 + 1]);
      level[to + 2] = isNew ? below[i * 4 + 2] : Math.max(level[to + 2], below[i * 4 + 2]);
      level[to + 3] = isNew ? below[i * 4 + 3] : Math.max(level[to + 3], below[i * 4 + 3]);
    }
    boxes.push(level);
    below = level;
  }
  return { boxes, children, levels: boxes.length };
}

/**
 * Copies every edge of every area into each horizontal band it touches, about eight edges a band. All areas share
 * one pool: a lookup at a random place is bound by memory, and separate arrays for each area cost about twice the time.
 */
function bandsOf(areas: readonly Area[], leafBoxes: Float64Array): Bands {
  const n = areas.length;
  const first = new Int32Array(n + 1);
  const scale = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let edges = 0;
    for (const ring of partsOf(areas[i]).flat()) edges += Math.max(0, ring.length - 1);
    const count = Math.max(1, Math.min(4096, Math.ceil(edges / 8)));
    const height = leafBoxes[i * 4 + 3] - leafBoxes[i * 4 + 1];
    first[i + 1] = first[i] + count;
    scale[i] = height > 0 ? count / height : 0;
  }
  const total = first[n];
  const next = new Int32Array(total + 1);
  const visit = (put: (band: number, a: Point, b: Point) => void) => {
    for (let i = 0; i < n; i++) {
      const south = leafBoxes[i * 4 + 1];
      const count = first[i + 1] - first[i];
      for (const ring of partsOf(areas[i]).flat()) {
        for (let k = 0; k + 1 < ring.length; k++) {
          const a = ring[k];
          const b = ring[k + 1];
          const low = bandAt(Math.min(a[1], b[1]), south, scale[i], count);
          const high = bandAt(Math.max(a[1], b[1]), south, scale[i], count);
          for (let band = low; band <= high; band++) put(first[i] + band, a, b);
        }
      }
    }
  };
  visit((band) => {
    next[band + 1]++;
  });
  for (let i = 0; i < total; i++) next[i + 1] += next[i];
  const starts = next.slice();
  const edges = new Float64Array(next[total] * 4);
  visit((band, a, b) => {
    const at = next[band]++ * 4;
    edges[at] = a[0];
    edges[at + 1] = a[1];
    edges[at + 2] = b[0];
    edges[at + 3] = b[1];
  });
  return { first, scale, starts, edges };
}

function bandAt(y: number, south: number, scale: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((y - south) * scale)));
}

/** Crossing count over all rings of area `i` at once (holes flip back); on an edge counts as inside. */
function inBands(bands: Bands, i: number, south: number, x: number, y: number): boolean {
  const { edges, starts, first } = bands;
  const band = first[i] + bandAt(y, south, bands.scale[i], first[i + 1] - first[i]);
  const end = starts[band + 1] * 4;
  let inside = false;
  for (let k = starts[band] * 4; k < end; k += 4) {
    const ax = edges[k];
    const ay = edges[k + 1];
    const bx = edges[k + 2];
    const by = edges[k + 3];
    if (ay > y === by > y) {
      const touches = (ay === y || by === y) && withinSegment(ax, ay, bx, by, x, y);
      if (touches && orientation(ax, ay, bx, by, x, y) === 0) return true;
      continue;
    }
    if (ax < x && bx < x) continue;
    const side = orientation(ax, ay, bx, by, x, y);
    if (side === 0) return true;
    if (side > 0 === by > ay) inside = !inside;
  }
  return inside;
}
