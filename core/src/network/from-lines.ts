import { planeOf } from './plane.ts';
import { createSegmentGrid } from './segment-grid.ts';
import type { StreetSource, StreetTags } from './types.ts';

/** A drawn road without node ids, as GeoJSON files hold it. */
export type StreetLine = {
  readonly id: number;
  readonly tags: StreetTags;
  /** Longitude and latitude. */
  readonly points: readonly (readonly [lon: number, lat: number])[];
};

export type LineOptions = {
  /** Ends nearer than this belong together, metres; default 1.5. */
  readonly tolerance?: number;
  /** Lines of one level that cross without a common point get one there; default true. */
  readonly joinCrossings?: boolean;
};

export type LineReport = {
  readonly joinedEnds: number;
  readonly joinedSides: number;
  readonly joinedCrossings: number;
};

/** Points drawn twice at the same place. */
const SAME = 0.05;

/**
 * Rebuilds the topology of drawn lines: ends within the tolerance become one node, an end that nearly touches another line of its
 * level is tied to it, and lines of one level that cross are joined. Level = bridge, tunnel and layer, so a road under a bridge
 * stays apart; bridge and road still meet at their ends. O(points log points + near pairs).
 */
export function sourceFromLines(
  lines: readonly StreetLine[],
  { tolerance = 1.5, joinCrossings = true }: LineOptions = {},
): { source: StreetSource; report: LineReport } {
  const all = lines.flatMap((line) => line.points);
  const plane = planeOf(
    Float64Array.from(all, (p) => p[0]),
    Float64Array.from(all, (p) => p[1]),
  );
  const xs: number[] = [];
  const ys: number[] = [];
  const bins = new Map<string, number[]>();
  const bin = (x: number, y: number): string => `${Math.floor(x / tolerance)},${Math.floor(y / tolerance)}`;
  const levelOfNode: (string | undefined)[] = [];

  function near(x: number, y: number, within: number, level: string | undefined): number {
    let best = -1;
    let least = within;
    const cx = Math.floor(x / tolerance);
    const cy = Math.floor(y / tolerance);
    for (let i = cx - 1; i <= cx + 1; i++) {
      for (let j = cy - 1; j <= cy + 1; j++) {
        for (const node of bins.get(`${i},${j}`) ?? []) {
          if (level !== undefined && levelOfNode[node] !== undefined && levelOfNode[node] !== level) continue;
          const d = Math.sqrt((xs[node] - x) ** 2 + (ys[node] - y) ** 2);
          if (d <= least) {
            least = d;
            best = node;
          }
        }
      }
    }
    return best;
  }

  /** `level` undefined: an end, where levels meet. */
  function create(x: number, y: number, level: string | undefined): number {
    const node = xs.push(x) - 1;
    ys.push(y);
    levelOfNode.push(level);
    const key = bin(x, y);
    const list = bins.get(key);
    if (list === undefined) bins.set(key, [node]);
    else list.push(node);
    return node;
  }

  let joinedEnds = 0;
  const ends = lines.map(({ points }) => {
    return [points[0], points[points.length - 1]].map(([lon, lat]) => {
      const x = plane.x(lon);
      const y = plane.y(lat);
      const found = near(x, y, tolerance, undefined);
      if (found < 0) return create(x, y, undefined);
      joinedEnds++;
      return found;
    });
  });
  const levels = lines.map(({ tags }) => levelOf(tags));
  const refs = lines.map(({ points }, i) => {
    const path = [ends[i][0]];
    for (let k = 1; k + 1 < points.length; k++) {
      const x = plane.x(points[k][0]);
      const y = plane.y(points[k][1]);
      const found = near(x, y, SAME, levels[i]);
      path.push(found >= 0 ? found : create(x, y, levels[i]));
    }
    path.push(ends[i][1]);
    return path.filter((node, k) => k === 0 || node !== path[k - 1]);
  });

  const { segments, lineOf, indexOf } = flatten(refs, xs, ys);
  const grid = createSegmentGrid(segments, 50);
  /** Nodes to put into a segment: share along it and node. */
  const inserts = new Map<number, { share: number; node: number }[]>();
  const insert = (segment: number, share: number, node: number): void => {
    const list = inserts.get(segment);
    if (list === undefined) inserts.set(segment, [{ share, node }]);
    else list.push({ share, node });
  };
  const joinedSides = tieEnds();
  const joinedCrossings = joinCrossings ? tieCrossings() : 0;

  function tieEnds(): number {
    let count = 0;
    const uses = new Map<number, number>();
    for (const path of refs) for (const node of path) uses.set(node, (uses.get(node) ?? 0) + 1);
    refs.forEach((path, i) => {
      for (const node of new Set([path[0], path[path.length - 1]])) {
        if ((uses.get(node) ?? 0) > 1) continue;
        const x = xs[node];
        const y = ys[node];
        let best = -1;
        let share = 0;
        let least = tolerance;
        grid.visit(x - tolerance, y - tolerance, x + tolerance, y + tolerance, (s) => {
          if (lineOf[s] === i || levels[lineOf[s]] !== levels[i]) return false;
          const [d, t] = distanceTo(segments, s * 4, x, y);
          if (d < least) {
            least = d;
            best = s;
            share = t;
          }
          return false;
        });
        if (best >= 0) {
          insert(best, share, node);
          count++;
        }
      }
    });
    return count;
  }

  function tieCrossings(): number {
    let count = 0;
    for (let s = 0; s < lineOf.length; s++) {
      const k = s * 4;
      const [ax, ay, bx, by] = [segments[k], segments[k + 1], segments[k + 2], segments[k + 3]];
      grid.visit(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), (o) => {
        if (o <= s || lineOf[o] === lineOf[s] || levels[lineOf[o]] !== levels[lineOf[s]]) return false;
        const met = meet(segments, k, o * 4);
        if (met === undefined) return false;
        const node = create(ax + met.t * (bx - ax), ay + met.t * (by - ay), levels[lineOf[s]]);
        insert(s, met.t, node);
        insert(o, met.u, node);
        count++;
        return false;
      });
    }
    return count;
  }

  for (const [segment, list] of [...inserts].sort(([a], [b]) => indexOf[b] - indexOf[a] || b - a)) {
    list.sort((a, b) => a.share - b.share);
    refs[lineOf[segment]].splice(indexOf[segment] + 1, 0, ...list.map(({ node }) => node));
  }
  return {
    source: {
      nodes: {
        ids: Float64Array.from(xs, (_, i) => i),
        lon: Float64Array.from(xs, (x) => plane.lon(x)),
        lat: Float64Array.from(ys, (y) => plane.lat(y)),
      },
      nodeTags: new Map(),
      ways: lines.map(({ id, tags }, i) => ({ id, tags, refs: refs[i] })),
    },
    report: { joinedEnds, joinedSides, joinedCrossings },
  };
}

function levelOf(tags: StreetTags): string {
  const isSet = (value: string | undefined): boolean =>
    value !== undefined && value !== 'no' && value !== 'false';
  return `${tags['layer'] ?? 0}${isSet(tags['bridge']) ? 'b' : ''}${isSet(tags['tunnel']) ? 't' : ''}`;
}

function flatten(refs: readonly number[][], xs: readonly number[], ys: readonly number[]) {
  const segments: number[] = [];
  const lineOf: number[] = [];
  const indexOf: number[] = [];
  refs.forEach((path, line) => {
    for (let k = 0; k + 1 < path.length; k++) {
      segments.push(xs[path[k]], ys[path[k]], xs[path[k + 1]], ys[path[k + 1]]);
      lineOf.push(line);
      indexOf.push(k);
    }
  });
  return { segments: Float64Array.from(segments), lineOf, indexOf };
}

function distanceTo(
  segments: Float64Array,
  k: number,
  x: number,
  y: number,
): [distance: number, share: number] {
  const dx = segments[k + 2] - segments[k];
  const dy = segments[k + 3] - segments[k + 1];
  const square = dx * dx + dy * dy;
  const t =
    square === 0
      ? 0
      : Math.min(1, Math.max(0, ((x - segments[k]) * dx + (y - segments[k + 1]) * dy) / square));
  const ex = segments[k] + t * dx - x;
  const ey = segments[k + 1] + t * dy - y;
  return [Math.sqrt(ex * ex + ey * ey), t];
}

/** Proper crossing of two segments, ends left out. */
function meet(segments: Float64Array, a: number, b: number): { t: number; u: number } | undefined {
  const dx = segments[a + 2] - segments[a];
  const dy = segments[a + 3] - segments[a + 1];
  const ex = segments[b + 2] - segments[b];
  const ey = segments[b + 3] - segments[b + 1];
  const across = dx * ey - dy * ex;
  if (across === 0) return undefined;
  const fx = segments[b] - segments[a];
  const fy = segments[b + 1] - segments[a + 1];
  const t = (fx * ey - fy * ex) / across;
  const u = (fx * dy - fy * dx) / across;
  return t > 1e-9 && t < 1 - 1e-9 && u > 1e-9 && u < 1 - 1e-9 ? { t, u } : undefined;
}
