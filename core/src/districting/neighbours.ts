import { createSegmentGrid } from '../network/segment-grid.ts';
import { type DistrictGraph, districtGraph } from './graph.ts';

/** A line between areas, in metres. `weight` Infinity = no grid reaches across; else the worth of a border along it, in links. */
export type BarrierLine = {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly weight: number;
};

/** Nearest neighbours per building before barriers are looked at. */
const NEAREST = 8;

/**
 * Who is next to whom among points (metres): the nearest eight both ways, without links across hard barriers or between different
 * `group`s; pieces of one group that no barrier parts are tied by their shortest link, so that a gap in the buildings is no border.
 * The `border` of a link is 1, or less when soft barriers lie between: cutting there is cheap. O(n log n).
 */
export function neighbourhood(
  x: Float64Array,
  y: Float64Array,
  people: ArrayLike<number>,
  group: ArrayLike<number>,
  barriers: readonly BarrierLine[],
): DistrictGraph {
  const n = x.length;
  const hard = createSegmentGrid(
    segmentsOf(barriers.filter(({ weight }) => weight === Number.POSITIVE_INFINITY)),
    60,
  );
  const soft = barriers.filter(({ weight }) => weight !== Number.POSITIVE_INFINITY);
  const softWeight = soft.flatMap(({ points, weight }) => points.slice(1).map(() => weight));
  const softGrid = createSegmentGrid(segmentsOf(soft), 60);
  const bins = createBins(x, y);
  const pairs: [number, number, number][] = [];
  const leader = Int32Array.from({ length: n }, (_, v) => v);
  const find = (v: number): number => {
    let r = v;
    while (leader[r] !== r) {
      leader[r] = leader[leader[r]];
      r = leader[r];
    }
    return r;
  };
  const isOpen = (a: number, b: number): boolean =>
    group[a] === group[b] && !hard.crosses(x[a], y[a], x[b], y[b], -1, 2);
  const link = (a: number, b: number): void => {
    let weight = 0;
    softGrid.visit(
      Math.min(x[a], x[b]),
      Math.min(y[a], y[b]),
      Math.max(x[a], x[b]),
      Math.max(y[a], y[b]),
      (s) => {
        if (meets(softGrid.segments, s * 4, x[a], y[a], x[b], y[b])) weight = Math.max(weight, softWeight[s]);
        return false;
      },
    );
    pairs.push([a, b, 1 / (1 + weight)]);
    leader[find(a)] = find(b);
  };
  for (let v = 0; v < n; v++) {
    for (const w of bins.nearest(v, NEAREST)) if (isOpen(v, w)) link(v, w);
  }
  tieIslands();
  return districtGraph(people, pairs, { x, y });

  /** Smaller pieces look ever farther for another piece of their group. */
  function tieIslands(): void {
    for (let reach = 24; reach <= 96; reach *= 4) {
      const size = new Map<number, number>();
      for (let v = 0; v < n; v++) size.set(find(v), (size.get(find(v)) ?? 0) + 1);
      if (size.size === 1) return;
      const bridges: { a: number; b: number; d: number }[] = [];
      for (let v = 0; v < n; v++) {
        // Large pieces need not look: the small ones find them, and two large ones are no less two areas for a gap between.
        if ((size.get(find(v)) ?? 0) > 4 * reach) continue;
        for (const w of bins.nearest(v, reach)) {
          if (find(w) === find(v) || !isOpen(v, w)) continue;
          bridges.push({ a: v, b: w, d: (x[v] - x[w]) ** 2 + (y[v] - y[w]) ** 2 });
          break;
        }
      }
      bridges.sort((p, q) => p.d - q.d || p.a - q.a);
      for (const { a, b } of bridges) if (find(a) !== find(b)) link(a, b);
    }
  }
}

function segmentsOf(barriers: readonly BarrierLine[]): Float64Array {
  const flat: number[] = [];
  for (const { points } of barriers) {
    for (let i = 0; i + 1 < points.length; i++)
      flat.push(points[i][0], points[i][1], points[i + 1][0], points[i + 1][1]);
  }
  return Float64Array.from(flat);
}

function meets(g: Float64Array, k: number, ax: number, ay: number, bx: number, by: number): boolean {
  const side = (px: number, py: number, qx: number, qy: number, rx: number, ry: number): number =>
    (qx - px) * (ry - py) - (qy - py) * (rx - px);
  const a = side(g[k], g[k + 1], g[k + 2], g[k + 3], ax, ay);
  const b = side(g[k], g[k + 1], g[k + 2], g[k + 3], bx, by);
  const c = side(ax, ay, bx, by, g[k], g[k + 1]);
  const d = side(ax, ay, bx, by, g[k + 2], g[k + 3]);
  return a * b <= 0 && c * d <= 0;
}

/** Points in square bins of about four. */
function createBins(x: Float64Array, y: Float64Array) {
  const n = x.length;
  let [west, south, east, north] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let v = 0; v < n; v++) {
    west = Math.min(west, x[v]);
    east = Math.max(east, x[v]);
    south = Math.min(south, y[v]);
    north = Math.max(north, y[v]);
  }
  const cell = Math.max(1, Math.sqrt(((east - west + 1) * (north - south + 1) * 4) / Math.max(1, n)));
  const columns = Math.floor((east - west) / cell) + 1;
  const rows = Math.floor((north - south) / cell) + 1;
  const start = new Int32Array(columns * rows + 1);
  const binOf = Int32Array.from(
    x,
    (px, v) => Math.floor((y[v] - south) / cell) * columns + Math.floor((px - west) / cell),
  );
  for (const b of binOf) start[b + 1]++;
  for (let b = 0; b < columns * rows; b++) start[b + 1] += start[b];
  const next = start.slice();
  const items = new Int32Array(n);
  binOf.forEach((b, v) => {
    items[next[b]++] = v;
  });
  return {
    /** The `count` nearest other points, nearest first. */
    nearest(v: number, count: number): number[] {
      const c = Math.floor((x[v] - west) / cell);
      const r = Math.floor((y[v] - south) / cell);
      const found: { w: number; d: number }[] = [];
      let sure = 0;
      for (let ring = 0; ring <= Math.max(columns, rows); ring++) {
        for (let j = r - ring; j <= r + ring; j++) {
          if (j < 0 || j >= rows) continue;
          const step = j === r - ring || j === r + ring ? 1 : Math.max(1, 2 * ring);
          for (let i = c - ring; i <= c + ring; i += step) {
            if (i < 0 || i >= columns) continue;
            for (let k = start[j * columns + i]; k < start[j * columns + i + 1]; k++) {
              const w = items[k];
              if (w !== v) found.push({ w, d: (x[w] - x[v]) ** 2 + (y[w] - y[v]) ** 2 });
            }
          }
        }
        const safe = (ring * cell) ** 2;
        sure = 0;
        for (const { d } of found) if (d <= safe) sure++;
        if (sure >= count) break;
      }
      found.sort((p, q) => p.d - q.d || p.w - q.w);
      return found.slice(0, count).map(({ w }) => w);
    },
  };
}
