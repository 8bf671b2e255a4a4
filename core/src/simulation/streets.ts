import { hazardLayers } from './hazard-field.ts';
import { InputError } from './input-error.ts';
import { square } from './portable-math.ts';
import type { StressInput } from './scenario-kinds.ts';

/** Travel between grids for each state of the streets. */
export interface Streets {
  /** Street states: from `phaseHour[p]` on, metres between grids are `metres[p]` (Infinity = cut off). */
  phaseHour: Float64Array;
  metres: Float32Array[];
  /** Per phase and grid: the other grids by distance, cut-off ones left out; `orderCount` says how many. */
  order: Int16Array[];
  orderCount: Int16Array[];
  /** Per phase: 1 for a grid that closed streets part from the largest connected part of the district. */
  isolated: Uint8Array[];
  /** The state in which every street is open (for attribution). */
  openPhase: number;
}

/** Straight lines are shorter than streets: the usual detour of a city grid. */
const DETOUR = 1.3;

/** Whether two inputs have the same places, streets and closures, so that travel need not be searched again. */
export function sameStreets(a: StressInput, b: StressInput): boolean {
  const facts = ({ grids, roads, hazard, horizonHours }: StressInput): string =>
    JSON.stringify([
      grids.map((g) => [g.x, g.y]),
      roads && [
        roads,
        hazard.footprints,
        hazard.rasters,
        hazard.scale,
        hazard.closesRoadsAt,
        hazard.lostRoads,
        horizonHours,
      ],
    ]);
  return a === b || facts(a) === facts(b);
}

/** O(grids² · log grids · street states + grids · streets · log). Throws InputError if streets fall into pieces before the event. */
export function compileStreets(input: StressInput): Streets {
  const n = input.grids.length;
  const { phaseHour, metres, openPhase } = travel(input);
  const order: Int16Array[] = [];
  const orderCount: Int16Array[] = [];
  metres.forEach((matrix, p) => {
    const same = metres.indexOf(matrix);
    const sorted = same < p ? { all: order[same], counts: orderCount[same] } : sortByDistance(matrix, n);
    order.push(sorted.all);
    orderCount.push(sorted.counts);
  });
  const isolated = orderCount.map((counts, p) => {
    let hub = 0;
    for (let g = 1; g < n; g++) if (counts[g] > counts[hub]) hub = g;
    return Uint8Array.from({ length: n }, (_, g) =>
      metres[p][hub * n + g] === Number.POSITIVE_INFINITY ? 1 : 0,
    );
  });
  return { phaseHour, metres, order, orderCount, isolated, openPhase };
}

/** For each grid the reachable grids, nearest first, ties by number. O(n² log n). */
function sortByDistance(matrix: Float32Array, n: number): { all: Int16Array; counts: Int16Array } {
  const all = new Int16Array(n * n);
  const counts = new Int16Array(n);
  const ids = new Int16Array(n);
  for (let g = 0; g < n; g++) {
    let reachable = 0;
    for (let h = 0; h < n; h++) if (matrix[g * n + h] < Number.POSITIVE_INFINITY) ids[reachable++] = h;
    const row = ids.subarray(0, reachable);
    row.sort((a, b) => matrix[g * n + a] - matrix[g * n + b] || a - b);
    all.set(row, g * n);
    counts[g] = reachable;
  }
  return { all, counts };
}

function travel(input: StressInput): Pick<Streets, 'phaseHour' | 'metres' | 'openPhase'> {
  const n = input.grids.length;
  if (!input.roads) {
    const metres = new Float32Array(n * n);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        const dx = input.grids[a].x - input.grids[b].x;
        const dy = input.grids[a].y - input.grids[b].y;
        metres[a * n + b] = DETOUR * Math.sqrt(dx * dx + dy * dy);
      }
    }
    return { phaseHour: Float64Array.of(0), metres: [metres], openPhase: 0 };
  }
  const { nodes, edges } = input.roads;
  const closing = hazardLayers(input.hazard).filter((f) => f.highest >= input.hazard.closesRoadsAt);
  const hours = [0, ...new Set(closing.flatMap((f) => [f.fromHour, f.toHour]))]
    .filter((h, k, all) => h < input.horizonHours && all.indexOf(h) === k)
    .sort((a, b) => a - b);
  // the node at which each grid meets the streets, and how far it is
  const door = input.grids.map((grid) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    nodes.forEach(([x, y], k) => {
      const d = square(x - grid.x) + square(y - grid.y);
      if (d < least) {
        least = d;
        best = k;
      }
    });
    return { node: best, walk: Math.sqrt(least) };
  });
  const lengths = edges.map(([a, b]) =>
    Math.sqrt(square(nodes[a][0] - nodes[b][0]) + square(nodes[a][1] - nodes[b][1])),
  );
  const middles = edges.map(([a, b]) => [(nodes[a][0] + nodes[b][0]) / 2, (nodes[a][1] + nodes[b][1]) / 2]);
  const lost = new Set(input.hazard.lostRoads);
  const search = (open: readonly boolean[]): Float32Array =>
    allDistances(nodes.length, edges, lengths, open, door);
  const whole = search(edges.map(() => true));
  refusePieces(input, whole);
  const metres = hours.map((hour) => {
    const shut = closing.filter((f) => f.fromHour <= hour && hour < f.toHour);
    const open = edges.map(
      (_, e) =>
        !lost.has(e) && !shut.some((f) => f.at(middles[e][0], middles[e][1]) >= input.hazard.closesRoadsAt),
    );
    return open.every(Boolean) ? whole : search(open);
  });
  // a state that never comes by itself, for the question what open streets would have changed
  let openPhase = metres.indexOf(whole);
  if (openPhase < 0) {
    openPhase = metres.push(whole) - 1;
    hours.push(Number.POSITIVE_INFINITY);
  }
  return { phaseHour: Float64Array.from(hours), metres, openPhase };
}

/** Before the event every grid must be tied to the others. */
function refusePieces(input: StressInput, whole: Float32Array): void {
  const n = input.grids.length;
  let hub = 0;
  let widest = 0;
  for (let g = 0; g < n; g++) {
    let reach = 0;
    for (let h = 0; h < n; h++) if (whole[g * n + h] < Number.POSITIVE_INFINITY) reach++;
    if (reach > widest) {
      widest = reach;
      hub = g;
    }
  }
  if (widest === n) return;
  const detached = input.grids
    .map((_, g) => g)
    .filter((g) => whole[hub * n + g] === Number.POSITIVE_INFINITY);
  throw new InputError(
    'roads',
    `must tie every grid to the others; ${detached.length} grid(s) are cut off before the event, first grids[${detached[0]}]`,
    input.grids[detached[0]].id,
  );
}

/** Dijkstra from the door of every grid over the open streets, binary heap in typed arrays. */
function allDistances(
  nodeCount: number,
  edges: readonly (readonly [number, number])[],
  lengths: readonly number[],
  open: readonly boolean[],
  door: readonly { node: number; walk: number }[],
): Float32Array {
  const degree = new Int32Array(nodeCount + 1);
  edges.forEach(([a, b], e) => {
    if (!open[e]) return;
    degree[a + 1]++;
    degree[b + 1]++;
  });
  for (let k = 0; k < nodeCount; k++) degree[k + 1] += degree[k];
  const next = degree.slice(0, nodeCount);
  const head = new Int32Array(degree[nodeCount]);
  const cost = new Float64Array(degree[nodeCount]);
  edges.forEach(([a, b], e) => {
    if (!open[e]) return;
    cost[next[a]] = lengths[e];
    head[next[a]++] = b;
    cost[next[b]] = lengths[e];
    head[next[b]++] = a;
  });
  const n = door.length;
  const result = new Float32Array(n * n);
  const distance = new Float64Array(nodeCount);
  const heap = new Int32Array(nodeCount);
  const place = new Int32Array(nodeCount);
  for (let g = 0; g < n; g++) {
    distance.fill(Number.POSITIVE_INFINITY);
    place.fill(-1);
    let size = 1;
    heap[0] = door[g].node;
    place[door[g].node] = 0;
    distance[door[g].node] = 0;
    while (size > 0) {
      const top = heap[0];
      const last = heap[--size];
      place[top] = -2;
      if (size > 0) {
        let at = 0;
        for (;;) {
          let child = 2 * at + 1;
          if (child >= size) break;
          if (child + 1 < size && distance[heap[child + 1]] < distance[heap[child]]) child++;
          if (distance[heap[child]] >= distance[last]) break;
          heap[at] = heap[child];
          place[heap[at]] = at;
          at = child;
        }
        heap[at] = last;
        place[last] = at;
      }
      const base = distance[top];
      for (let k = degree[top]; k < degree[top + 1]; k++) {
        const to = head[k];
        const d = base + cost[k];
        if (d >= distance[to] || place[to] === -2) continue;
        distance[to] = d;
        let at = place[to] >= 0 ? place[to] : size++;
        while (at > 0) {
          const up = (at - 1) >> 1;
          if (distance[heap[up]] <= d) break;
          heap[at] = heap[up];
          place[heap[at]] = at;
          at = up;
        }
        heap[at] = to;
        place[to] = at;
      }
    }
    for (let h = 0; h < n; h++) {
      result[g * n + h] = g === h ? 0 : distance[door[h].node] + door[g].walk + door[h].walk;
    }
  }
  return result;
}
