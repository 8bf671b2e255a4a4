import { planeOf } from '../network/plane.ts';
import { type Band, countFor, divide, divideArea } from './divide.ts';
import { type DistrictGraph, partsOfGraph } from './graph.ts';
import { mendGrids } from './mend.ts';
import { type BarrierLine, neighbourhood } from './neighbours.ts';
import { type GridWeights, polishGrids, type Wishes } from './polish.ts';

export type GridBuilding = {
  readonly lon: number;
  readonly lat: number;
  readonly households: number;
  /** Work that the building gives its grid (open cases, visits), in any one unit; its households where no building names any. */
  readonly work?: number;
  /** A grid never reaches across communities. */
  readonly community?: string;
  /** Park, hospital, market, campus: its buildings form a grid of their own, without the band. */
  readonly exclusive?: string;
  /** A village: one grid, without the band. */
  readonly village?: string;
  /** Code of the grid that the building belongs to today. */
  readonly existing?: string;
};

export type GridBarrier = {
  readonly line: readonly (readonly [lon: number, lat: number])[];
  readonly weight: number;
};

export type GridOptions = {
  /** Households of a grid, both ends included; default 300 … 500. */
  readonly lower?: number;
  readonly upper?: number;
  /** Wished households; default the middle of the band. */
  readonly target?: number;
  readonly barriers?: readonly GridBarrier[];
  /** 0: draw anew. Above 0: start from the existing grids and move a household only for a gain of so many squared wished radii. */
  readonly stability?: number;
  /**
   * What borders between neighbouring grids are drawn for, besides the band, which always comes first: short ways to the middle
   * (`compactness`, default 1), borders along barriers and gaps (`borders`, default 1), even work (`balance`, default 0). Each is ≥ 0 and
   * counts against the others; 1 is about one household of a mean grid.
   */
  readonly weights?: Partial<GridWeights>;
};

/** The largest weight: beyond it the others would count for nothing. */
const LARGEST_WEIGHT = 1000;

export type Grid = {
  /** Community and a number from 001 on, north to south in rows, west to east in each. */
  readonly code: string;
  readonly kind: 'standard' | 'exclusive' | 'village';
  readonly community: string;
  readonly households: number;
  /** In the unit of its buildings; the households where no building names any work. */
  readonly work: number;
  readonly buildings: readonly number[];
  readonly lon: number;
  readonly lat: number;
  /** Root of the mean squared distance to the centre, metres: smaller = more compact. */
  readonly radius: number;
  readonly inBand: boolean;
  /** The existing grid that it continues. */
  readonly continues?: string;
};

/** Why a grid is outside of the band, and the least that would have to give. */
export type GridIssue = {
  readonly code: string;
  readonly reason: 'building-too-large' | 'area-too-small' | 'between-counts' | 'not-balanced';
  readonly households: number;
  /** The building, where one alone is the reason. */
  readonly building?: number;
  /** Index of the barrier that would have to open to join the area to a neighbour, where there is one. */
  readonly barrier?: number;
  /** The band that would just do. */
  readonly relaxed: Band;
};

export type GridPlan = {
  readonly grids: readonly Grid[];
  /** Grid of each building. */
  readonly gridOf: Int32Array;
  /** Links between neighbouring buildings of standard grids; every standard grid is connected in it. */
  readonly graph: DistrictGraph;
  readonly issues: readonly GridIssue[];
  /** Households whose grid does not continue the one they are in today. */
  readonly changedHouseholds: number;
};

/**
 * Grids of a band of households from buildings and barriers. Every standard grid is connected, inside one community, and on one
 * side of each hard barrier. O(n log n · log grids) and the polishing. Throws RangeError for bad input, naming the field.
 */
export function planGrids(buildings: readonly GridBuilding[], options: GridOptions = {}): GridPlan {
  const band = bandOf(options);
  requireBuildings(buildings);
  const wishes = wishesOf(buildings, options);
  const plane = planeOf(
    Float64Array.from(buildings, (b) => b.lon),
    Float64Array.from(buildings, (b) => b.lat),
  );
  const x = Float64Array.from(buildings, (b) => plane.x(b.lon));
  const y = Float64Array.from(buildings, (b) => plane.y(b.lat));
  const group = groupsOf(buildings);
  const barriers: BarrierLine[] = (options.barriers ?? []).map(({ line, weight }) => ({
    weight,
    points: line.map(([lon, lat]) => [plane.x(lon), plane.y(lat)] as const),
  }));
  const households = Float64Array.from(buildings, (b) => b.households);
  const graph = neighbourhood(x, y, households, group, barriers);
  const { part, count } = partsOfGraph(graph);
  const areas: number[][] = Array.from({ length: count }, () => []);
  part.forEach((p, v) => {
    areas[p].push(v);
  });
  const gridOf = new Int32Array(buildings.length).fill(-1);
  let grids = 0;
  const free = new Uint8Array(buildings.length);
  // Special grids are whole, wherever their buildings lie.
  const special = new Map<string, number>();
  buildings.forEach((b, v) => {
    const key = specialKey(b);
    if (key === undefined) return;
    free[v] = 1;
    const known = special.get(key);
    gridOf[v] = known ?? grids;
    if (known === undefined) special.set(key, grids++);
  });
  const target = options.target ?? (band.lower + band.upper) / 2;
  for (const area of areas) {
    if (free[area[0]] === 1) continue;
    const parts =
      (options.stability ?? 0) > 0
        ? fromExisting(graph, area, buildings, band, target)
        : divideArea(graph, area, band, target);
    for (const units of parts) {
      for (const v of units) gridOf[v] = grids;
      grids++;
    }
  }
  const specials = special.size;
  const isSpecial = Uint8Array.from({ length: grids }, (_, g) => (g < specials ? 1 : 0));
  polishGrids(graph, gridOf, isSpecial, band, wishes);
  const mended = mendGrids(graph, gridOf, isSpecial, band, target);
  const isFixed = Uint8Array.from({ length: mended.count }, (_, g) => isSpecial[g] ?? 0);
  if (mended.groups > 0) polishGrids(graph, gridOf, isFixed, band, wishes);
  const { work } = wishes;
  return describe(buildings, { x, y, graph, gridOf, part, areas, band, barriers, work, isSpecial: isFixed });
}

function bandOf({ lower = 300, upper = 500 }: GridOptions): Band {
  if (!(lower >= 0 && upper >= lower && upper > 0))
    throw new RangeError(`lower … upper: ${lower} … ${upper} is not a band`);
  return { lower, upper };
}

function requireBuildings(buildings: readonly GridBuilding[]): void {
  if (buildings.length === 0) throw new RangeError('buildings: the list is empty');
  buildings.forEach(({ lon, lat, households, work = 0 }, i) => {
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))
      throw new RangeError(`buildings[${i}]: ${lon}, ${lat} is not a position`);
    if (!(households >= 0 && Number.isFinite(households))) {
      throw new RangeError(
        `buildings[${i}].households must be a number ≥ 0, got ${households}; give 0 where nobody lives`,
      );
    }
    if (!(work >= 0 && Number.isFinite(work)))
      throw new RangeError(`buildings[${i}].work must be a number ≥ 0, got ${work}`);
  });
}

function wishesOf(buildings: readonly GridBuilding[], options: GridOptions): Wishes {
  const { compactness = 1, borders = 1, balance = 0 } = options.weights ?? {};
  const weights = { compactness, borders, balance };
  for (const [name, value] of Object.entries(weights)) {
    if (!(value >= 0 && value <= LARGEST_WEIGHT))
      throw new RangeError(`weights.${name} must be a number from 0 to ${LARGEST_WEIGHT}, got ${value}`);
  }
  const isNamed = buildings.some(({ work }) => work !== undefined);
  const work = Float64Array.from(buildings, (b) => (isNamed ? (b.work ?? 0) : b.households));
  return { weights, work, stability: stabilityOf(buildings, options) };
}

function specialKey({ community = '', exclusive, village }: GridBuilding): string | undefined {
  if (exclusive !== undefined) return `exclusive\n${community}\n${exclusive}`;
  return village === undefined ? undefined : `village\n${community}\n${village}`;
}

/** Buildings that may share a grid have the same number: the community, or the special grid. */
function groupsOf(buildings: readonly GridBuilding[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(buildings, (b) => {
    const key = specialKey(b) ?? `community\n${b.community ?? ''}`;
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  });
}

function sumOf(units: readonly number[], households: Float64Array): number {
  return units.reduce((sum, v) => sum + households[v], 0);
}

/** Today's grids as far as they are connected; small ones join the neighbour that fits best, large ones are divided. */
function fromExisting(
  graph: DistrictGraph,
  area: readonly number[],
  buildings: readonly GridBuilding[],
  band: Band,
  target: number,
): number[][] {
  const inArea = new Set(area);
  const { part } = partsOfGraph(graph, (a, b) => buildings[a].existing === buildings[b].existing);
  const pieces = new Map<number, number[]>();
  for (const v of area) {
    const list = pieces.get(part[v]);
    if (list === undefined) pieces.set(part[v], [v]);
    else list.push(v);
  }
  const owner = new Map<number, number>(area.map((v) => [v, part[v]]));
  const people = new Map([...pieces].map(([p, units]) => [p, sumOf(units, graph.population)]));
  for (;;) {
    const small = [...pieces.keys()]
      .filter((p) => people.get(p)! < band.lower)
      .sort((a, b) => people.get(a)! - people.get(b)! || a - b);
    let joined = false;
    for (const p of small) {
      const touching = new Map<number, number>();
      for (const v of pieces.get(p)!) {
        for (let i = graph.first[v]; i < graph.first[v + 1]; i++) {
          const w = graph.to[i];
          const q = owner.get(w);
          if (q !== undefined && q !== p && inArea.has(w))
            touching.set(q, (touching.get(q) ?? 0) + graph.border[i]);
        }
      }
      const best = [...touching].sort(([a, m], [b, n]) => {
        const fits = (q: number): number => (people.get(q)! + people.get(p)! <= band.upper ? 0 : 1);
        return fits(a) - fits(b) || n - m || a - b;
      })[0]?.[0];
      if (best === undefined) continue;
      for (const v of pieces.get(p)!) owner.set(v, best);
      pieces.get(best)!.push(...pieces.get(p)!);
      people.set(best, people.get(best)! + people.get(p)!);
      pieces.delete(p);
      joined = true;
      break;
    }
    if (!joined) break;
  }
  return [...pieces].flatMap(([p, units]) => {
    const total = people.get(p)!;
    return total > band.upper
      ? divide(graph, units, Math.max(2, countFor(total, band, target)), band)
      : [units];
  });
}

function stabilityOf(buildings: readonly GridBuilding[], { stability = 0 }: GridOptions) {
  if (stability <= 0) return undefined;
  return { weight: stability, existing: buildings.map((b) => b.existing) };
}

type Draft = {
  x: Float64Array;
  y: Float64Array;
  graph: DistrictGraph;
  gridOf: Int32Array;
  part: Int32Array;
  areas: readonly number[][];
  band: Band;
  barriers: readonly BarrierLine[];
  work: Float64Array;
  isSpecial: Uint8Array;
};

function describe(buildings: readonly GridBuilding[], draft: Draft): GridPlan {
  const { x, y, graph, gridOf, band, isSpecial } = draft;
  const members: number[][] = [];
  gridOf.forEach((g, v) => {
    members[g] ??= [];
    members[g].push(v);
  });
  const raw = members.flatMap((units, g) => {
    if (units === undefined || units.length === 0) return [];
    const middle = centreOf(units, x, y, graph.population);
    return [{ g, units, middle, community: buildings[units[0]].community ?? '' }];
  });
  const ordered = inReadingOrder(raw);
  const place = new Map(ordered.map(({ g }, i) => [g, i]));
  const numbers = new Map<string, number>();
  const plane = planeOf(
    Float64Array.from(buildings, (b) => b.lon),
    Float64Array.from(buildings, (b) => b.lat),
  );
  const { continued, changed } = matchExisting(
    buildings,
    ordered.map(({ units }) => units),
  );
  const grids = ordered.map(({ g, units, middle, community }, i): Grid => {
    const number = (numbers.get(community) ?? 0) + 1;
    numbers.set(community, number);
    const households = sumOf(units, graph.population);
    const first = buildings[units[0]];
    const old = continued[i];
    return {
      code: `${community}${String(number).padStart(3, '0')}`,
      kind: isSpecial[g] === 0 ? 'standard' : first.exclusive === undefined ? 'village' : 'exclusive',
      community,
      households,
      work: sumOf(units, draft.work),
      buildings: units,
      lon: plane.lon(middle.x),
      lat: plane.lat(middle.y),
      radius: middle.radius,
      inBand: isSpecial[g] === 1 || (households >= band.lower && households <= band.upper),
      ...(old === undefined ? {} : { continues: old }),
    };
  });
  const issues = grids.filter(({ inBand }) => !inBand).map((grid) => explain(grid, draft));
  return { grids, gridOf: gridOf.map((g) => place.get(g)!), graph, issues, changedHouseholds: changed };
}

function centreOf(units: readonly number[], x: Float64Array, y: Float64Array, households: Float64Array) {
  let [weight, sx, sy, square] = [0, 0, 0, 0];
  for (const v of units) {
    const w = Math.max(households[v], 0.01);
    weight += w;
    sx += w * x[v];
    sy += w * y[v];
    square += w * (x[v] * x[v] + y[v] * y[v]);
  }
  const [cx, cy] = [sx / weight, sy / weight];
  return { x: cx, y: cy, radius: Math.sqrt(Math.max(0, square / weight - cx * cx - cy * cy)) };
}

/** The order in which grids are numbered: communities by name; in each, rows from north to south of about equal height, each row west to east. */
export function inReadingOrder<T extends { community: string; middle: { x: number; y: number } }>(
  grids: readonly T[],
): T[] {
  const byCommunity = new Map<string, T[]>();
  for (const grid of grids) {
    const list = byCommunity.get(grid.community);
    if (list === undefined) byCommunity.set(grid.community, [grid]);
    else list.push(grid);
  }
  return [...byCommunity.keys()].sort().flatMap((community) => {
    const list = byCommunity
      .get(community)!
      .sort((a, b) => b.middle.y - a.middle.y || a.middle.x - b.middle.x);
    const wide =
      Math.max(...list.map(({ middle }) => middle.x)) - Math.min(...list.map(({ middle }) => middle.x));
    const high = list[0].middle.y - list[list.length - 1].middle.y;
    const rows = Math.max(1, Math.round(Math.sqrt((list.length * (high + 1)) / (wide + 1))));
    const row = (grid: T): number =>
      Math.min(rows - 1, Math.floor(((list[0].middle.y - grid.middle.y) / (high + 1e-9)) * rows));
    return [...list].sort((a, b) => row(a) - row(b) || a.middle.x - b.middle.x);
  });
}

/** Each new grid continues at most one old one, and each old one is continued once; the largest overlaps first. */
function matchExisting(buildings: readonly GridBuilding[], grids: readonly (readonly number[])[]) {
  const overlaps = new Map<string, { grid: number; old: string; households: number }>();
  let total = 0;
  grids.forEach((units, grid) => {
    for (const v of units) {
      const { existing: old, households } = buildings[v];
      if (old === undefined) continue;
      total += households;
      const key = `${grid}\n${old}`;
      const known = overlaps.get(key);
      if (known === undefined) overlaps.set(key, { grid, old, households });
      else known.households += households;
    }
  });
  const continued: (string | undefined)[] = grids.map(() => undefined);
  const used = new Set<string>();
  let kept = 0;
  for (const { grid, old, households } of [...overlaps.values()].sort(
    (a, b) => b.households - a.households || a.grid - b.grid,
  )) {
    if (continued[grid] !== undefined || used.has(old)) continue;
    continued[grid] = old;
    used.add(old);
    kept += households;
  }
  return { continued, changed: total - kept };
}

/** The least that would have to give for one grid outside of the band. */
function explain(grid: Grid, { graph, part, areas, band, barriers, x, y }: Draft): GridIssue {
  const largest = grid.buildings.reduce((a, b) => (graph.population[b] > graph.population[a] ? b : a));
  const area = areas[part[largest]];
  const total = sumOf(area, graph.population);
  const { code, households } = grid;
  const relaxed = { lower: Math.min(band.lower, households), upper: Math.max(band.upper, households) };
  if (graph.population[largest] > band.upper)
    return { code, reason: 'building-too-large', households, building: largest, relaxed };
  if (total < band.lower) {
    const barrier = nearestBarrier(area, barriers, x, y);
    return {
      code,
      reason: 'area-too-small',
      households,
      relaxed,
      ...(barrier === undefined ? {} : { barrier }),
    };
  }
  const least = Math.ceil(total / band.upper);
  if (least > Math.floor(total / band.lower)) {
    // Either fewer and larger grids or more and smaller ones: whichever bends the band less.
    const up = { lower: band.lower, upper: Math.ceil(total / Math.max(1, least - 1)) };
    const down = { lower: Math.floor(total / least), upper: band.upper };
    const bend = up.upper - band.upper <= band.lower - down.lower ? up : down;
    const barrier = nearestBarrier(area, barriers, x, y);
    return {
      code,
      reason: 'between-counts',
      households,
      relaxed: bend,
      ...(barrier === undefined ? {} : { barrier }),
    };
  }
  return { code, reason: 'not-balanced', households, relaxed };
}

/** The hard barrier nearest to the middle of the area. O(area + barrier points). */
function nearestBarrier(
  area: readonly number[],
  barriers: readonly BarrierLine[],
  x: Float64Array,
  y: Float64Array,
): number | undefined {
  const mx = area.reduce((sum, v) => sum + x[v], 0) / area.length;
  const my = area.reduce((sum, v) => sum + y[v], 0) / area.length;
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  barriers.forEach(({ points, weight }, b) => {
    if (weight !== Number.POSITIVE_INFINITY) return;
    for (const [px, py] of points) {
      const d = (px - mx) ** 2 + (py - my) ** 2;
      if (d >= least) continue;
      least = d;
      best = b;
    }
  });
  return best;
}
