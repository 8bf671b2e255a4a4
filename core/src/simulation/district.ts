import { InputError } from './input-error.ts';
import { NEED_CLASSES, type StressInput } from './scenario.ts';

/**
 * The district as typed arrays, computed once per input and shared by all replications: who serves whom, hazard intensity over
 * time per grid, and travel distances for each state of the streets.
 */
export interface District {
  input: StressInput;
  grids: number;
  /** First household of each grid; households are numbered through. */
  firstHousehold: Int32Array;
  areaOf: Int32Array;
  areas: string[];
  areaGrids: Int32Array[];
  services: string[];
  facilityGrid: Int32Array;
  facilityService: Int32Array;
  facilityServes: Int32Array[];
  facilityNeeds: number[];
  facilitiesIn: number[][];
  gridNumber: ReadonlyMap<string, number>;
  /** Facilities standing in a grid that need something, by grid. */
  dependants: Int32Array[];
  /** Changes of hazard intensity: at `changeHour[k]` grid `changeGrid[k]` has intensity `changeValue[k]`. Sorted by hour. */
  changeHour: Float64Array;
  changeGrid: Int32Array;
  changeValue: Float64Array;
  /** Street states: from `phaseHour[p]` on, metres between grids are `metres[p]` (Infinity = cut off). */
  phaseHour: Float64Array;
  metres: Float32Array[];
  /** Per phase and grid: the other grids by distance, cut-off ones left out; `orderCount` says how many. */
  order: Int16Array[];
  orderCount: Int16Array[];
  responderGrid: Int32Array;
  responderSpeed: Float64Array;
  responderSkills: Int32Array;
  responderGroup: Int32Array;
  stockGrid: Int32Array;
  items: string[];
  shelterGrid: Int32Array;
}

/** Straight lines are shorter than streets: the usual detour of a city grid. */
const DETOUR = 1.3;

function inside(x: number, y: number, polygon: readonly (readonly [number, number])[]): boolean {
  let odd = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i];
    const [xj, yj] = polygon[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}

/** Compiles an input. O(grids² · log grids · street states + grids · streets). Throws InputError if there are more than 32,000 grids. */
export function compileDistrict(input: StressInput): District {
  const n = input.grids.length;
  if (n > 32_000) throw new InputError('grids', 'may have at most 32000 entries', n);
  const firstHousehold = new Int32Array(n + 1);
  input.grids.forEach((grid, g) => {
    firstHousehold[g + 1] = firstHousehold[g] + grid.households;
  });
  const areas = [...new Set(input.grids.map((grid) => grid.area))];
  const areaIndex = new Map(areas.map((area, a) => [area, a]));
  const gridIndex = new Map(input.grids.map((grid, g) => [grid.id, g]));
  const nearest = (x: number, y: number): number => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let g = 0; g < n; g++) {
      const dx = input.grids[g].x - x;
      const dy = input.grids[g].y - y;
      const d = dx * dx + dy * dy;
      if (d < least) {
        least = d;
        best = g;
      }
    }
    return best;
  };
  const services = [...new Set(input.facilities.map((f) => f.service))];
  const facilityGrid = Int32Array.from(input.facilities, (f) => nearest(f.x, f.y));
  const facilityNeeds = input.facilities.map((f) =>
    f.dependsOn.reduce((mask, s) => mask | (1 << services.indexOf(s)), 0),
  );
  const dependants: number[][] = input.grids.map(() => []);
  facilityNeeds.forEach((mask, f) => {
    if (mask !== 0) dependants[facilityGrid[f]].push(f);
  });

  const facilitiesIn: number[][] = input.grids.map(() => []);
  facilityGrid.forEach((g, f) => {
    facilitiesIn[g].push(f);
  });
  const changes = hazardChanges(input);
  const { phaseHour, metres } = travel(input);
  const order: Int16Array[] = [];
  const orderCount: Int16Array[] = [];
  for (const matrix of metres) {
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
    order.push(all);
    orderCount.push(counts);
  }

  const total = input.responders.reduce((sum, r) => sum + r.count, 0);
  const responderGrid = new Int32Array(total);
  const responderSpeed = new Float64Array(total);
  const responderSkills = new Int32Array(total);
  const responderGroup = new Int32Array(total);
  let at = 0;
  input.responders.forEach((group, k) => {
    const home = nearest(group.x, group.y);
    const mask = group.skills.reduce((bits, skill) => bits | (1 << NEED_CLASSES.indexOf(skill)), 0);
    for (let c = 0; c < group.count; c++) {
      responderGrid[at] = home;
      responderSpeed[at] = group.metresPerMinute;
      responderSkills[at] = mask;
      responderGroup[at++] = k;
    }
  });
  const items = new Set<string>(['water', 'food', 'medicine']);
  for (const stock of input.stocks) {
    for (const item of Object.keys(stock.items)) items.add(item);
    for (const lot of [...stock.arrivals, ...stock.expiries]) items.add(lot.item);
  }
  return {
    input,
    grids: n,
    firstHousehold,
    areaOf: Int32Array.from(input.grids, (grid) => areaIndex.get(grid.area)!),
    areas,
    areaGrids: areas.map((area) =>
      Int32Array.from(input.grids.flatMap((grid, g) => (grid.area === area ? [g] : []))),
    ),
    services,
    facilityGrid,
    facilityService: Int32Array.from(input.facilities, (f) => services.indexOf(f.service)),
    facilityServes: input.facilities.map((f) => Int32Array.from(f.serves, (id) => gridIndex.get(id)!)),
    facilityNeeds,
    facilitiesIn,
    gridNumber: gridIndex,
    dependants: dependants.map((list) => Int32Array.from(list)),
    ...changes,
    phaseHour,
    metres,
    order,
    orderCount,
    responderGrid,
    responderSpeed,
    responderSkills,
    responderGroup,
    stockGrid: Int32Array.from(input.stocks, (s) => nearest(s.x, s.y)),
    items: [...items],
    shelterGrid: Int32Array.from(input.shelters, (s) => nearest(s.x, s.y)),
  };
}

/** Intensity of every grid over time: the highest of the footprints that hold at the time. */
function hazardChanges(input: StressInput): Pick<District, 'changeHour' | 'changeGrid' | 'changeValue'> {
  const { footprints } = input.hazard;
  const hours = [...new Set(footprints.flatMap((f) => [f.fromHour, f.toHour]))]
    .filter((h) => h <= input.horizonHours)
    .sort((a, b) => a - b);
  const rows: [number, number, number][] = [];
  input.grids.forEach((grid, g) => {
    const hit = footprints.filter((f) => inside(grid.x, grid.y, f.polygon));
    if (hit.length === 0) return;
    let before = 0;
    for (const hour of hours) {
      const now = hit.reduce(
        (m, f) => (f.fromHour <= hour && hour < f.toHour ? Math.max(m, f.intensity) : m),
        0,
      );
      if (now !== before) rows.push([hour, g, now]);
      before = now;
    }
  });
  rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    changeHour: Float64Array.from(rows, (r) => r[0]),
    changeGrid: Int32Array.from(rows, (r) => r[1]),
    changeValue: Float64Array.from(rows, (r) => r[2]),
  };
}

function travel(input: StressInput): { phaseHour: Float64Array; metres: Float32Array[] } {
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
    return { phaseHour: Float64Array.of(0), metres: [metres] };
  }
  const { nodes, edges } = input.roads;
  const closing = input.hazard.footprints.filter((f) => f.intensity >= input.hazard.closesRoadsAt);
  const hours = [0, ...new Set(closing.flatMap((f) => [f.fromHour, f.toHour]))]
    .filter((h, k, all) => h < input.horizonHours && all.indexOf(h) === k)
    .sort((a, b) => a - b);
  // the node at which each grid meets the streets, and how far it is
  const door = input.grids.map((grid) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    nodes.forEach(([x, y], k) => {
      const d = (x - grid.x) ** 2 + (y - grid.y) ** 2;
      if (d < least) {
        least = d;
        best = k;
      }
    });
    return { node: best, walk: Math.sqrt(least) };
  });
  const lengths = edges.map(([a, b]) =>
    Math.sqrt((nodes[a][0] - nodes[b][0]) ** 2 + (nodes[a][1] - nodes[b][1]) ** 2),
  );
  const middles = edges.map(([a, b]) => [(nodes[a][0] + nodes[b][0]) / 2, (nodes[a][1] + nodes[b][1]) / 2]);
  let detached: number[] = [];
  const metres = hours.map((hour, phase) => {
    const shut = closing.filter((f) => f.fromHour <= hour && hour < f.toHour);
    const open = edges.map((_, e) => !shut.some((f) => inside(middles[e][0], middles[e][1], f.polygon)));
    const matrix = allDistances(nodes.length, edges, lengths, open, door);
    if (phase === 0) {
      // grids that the whole, undamaged network does not tie to the largest part
      const whole = allDistances(
        nodes.length,
        edges,
        lengths,
        edges.map(() => true),
        door,
      );
      const reach = input.grids.map((_, g) =>
        input.grids.reduce((sum, __, h) => sum + (whole[g * n + h] < Number.POSITIVE_INFINITY ? 1 : 0), 0),
      );
      const hub = reach.indexOf(Math.max(...reach));
      detached = input.grids.map((_, g) => g).filter((g) => whole[hub * n + g] === Number.POSITIVE_INFINITY);
    }
    return matrix;
  });
  if (detached.length > 0) {
    const k = detached[0];
    throw new InputError(
      'roads',
      `must tie every grid to the others; ${detached.length} grid(s) are cut off before the event, first grids[${k}]`,
      input.grids[k].id,
    );
  }
  return { phaseHour: Float64Array.from(hours), metres };
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
