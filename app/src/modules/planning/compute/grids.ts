// Household grids of an area: made, or corrected by hand, and described alike. Runs in a worker; knows no database.

import { partsOfGraph } from '@renlin/core/districting/graph';
import { mergeGrids, splitGrid } from '@renlin/core/districting/grid-change';
import { type GridBarrier, type GridIssue, planGrids } from '@renlin/core/districting/grids';
import { neighbourhood } from '@renlin/core/districting/neighbours';
import { contains } from '@renlin/core/geometry/contains';
import { areaOf, distance, partsOf } from '@renlin/core/geometry/measure';
import type { Area, Point } from '@renlin/core/geometry/types';
import { planeOf } from '@renlin/core/network/plane';
import type { OwnedSpot } from './outlines.ts';
import { outlinesOf } from './outlines.ts';

export type TaskBuilding = {
  id: string;
  lng: number;
  lat: number;
  households: number;
  /** Index of its community in the task. */
  community: number;
  /** Area id of the grid it lies in today. */
  existing?: string;
  /** Name of the 专属网格 it belongs to. */
  exclusive?: string;
  village?: string;
  /** Corners of the house. */
  corners: readonly Point[];
};

export type TaskBarrier = { id: string; name: string; line: readonly Point[]; weight: number };

/** What somebody changes by hand: a building goes to another grid, a grid is divided, two become one. */
export type Correction =
  | { kind: 'move'; building: string; to: string }
  | { kind: 'split'; grid: string }
  | { kind: 'merge'; grid: string; into: string };

export type GridsTask = {
  kind: 'grids';
  buildings: readonly TaskBuilding[];
  communities: readonly { id: string; name: string; outline?: Area }[];
  barriers: readonly TaskBarrier[];
  lower: number;
  upper: number;
  target?: number;
  stability: number;
  /** Grids of today with the number of filled posts in each. */
  today: readonly { id: string; name: string; posts: number }[];
  cases: readonly { lng: number; lat: number; grid: string }[];
  /** A plan to correct, instead of a new one. */
  base?: { gridOf: readonly number[]; codes: readonly string[] };
  corrections: readonly Correction[];
};

export type GridView = {
  code: string;
  kind: 'standard' | 'exclusive' | 'village';
  community: string;
  communityId: string;
  households: number;
  buildings: number;
  /** Open cases that lie in it. */
  cases: number;
  /** Root of the mean squared distance to its middle, metres. */
  radius: number;
  /** 4π·area/perimeter²: 1 is a circle. */
  roundness: number;
  areaM2: number;
  inBand: boolean;
  /** The grid of today that it continues. */
  continues: { id: string; name: string } | null;
};

export type GridFigures = {
  grids: number;
  standard: number;
  inBand: number;
  least: number;
  most: number;
  /** Standard deviation of the households of standard grids over their mean. */
  imbalance: number;
  radius: number;
  roundness: number;
  households: number;
  buildings: number;
  /** Households whose grid is another than today. */
  changed: number;
  changedShare: number;
  /** Open cases that would lie in another grid. */
  movedCases: number;
  /** New grids that nobody is posted to, and grids of today that end while somebody is. */
  withoutStaff: number;
  postsToMove: number;
};

export type GridsResult = {
  kind: 'grids';
  buildings: string[];
  gridOf: number[];
  grids: GridView[];
  figures: GridFigures;
  /** The same of the grids of today, where every building lies in one. */
  today: GridFigures | null;
  issues: {
    code: string;
    reason: GridIssue['reason'] | 'by-hand';
    households: number;
    building: string | null;
    barrier: { id: string; name: string } | null;
    relaxed: { lower: number; upper: number };
  }[];
  ends: { id: string; name: string; posts: number }[];
  withoutHouseholds: number;
  outlines: (Area | null)[];
};

/** A correction that cannot be: `code` names why. */
export class CannotCorrect extends Error {
  readonly code:
    | 'unknown'
    | 'not-connected'
    | 'one-building'
    | 'not-touching'
    | 'other-community'
    | 'would-be-empty';
  readonly step: number;
  constructor(code: CannotCorrect['code'], step: number) {
    super(code);
    this.name = 'CannotCorrect';
    this.code = code;
    this.step = step;
  }
}

type Draft = { gridOf: Int32Array; codes: string[]; issues: readonly GridIssue[]; touched: Set<number> };

/** Plans or corrects, then describes. Throws RangeError (bad input) or CannotCorrect. */
export function computeGrids(task: GridsTask): GridsResult {
  const draft = task.base ? fromBase(task.base) : fresh(task);
  if (task.corrections.length > 0) correct(task, draft);
  return describe(task, draft);
}

function fresh(task: GridsTask): Draft {
  const { lower, upper, target, stability } = task;
  const barriers: GridBarrier[] = task.barriers.map(({ line, weight }) => ({ line, weight }));
  const plan = planGrids(
    task.buildings.map(({ lng, lat, households, community, existing, exclusive, village }) => ({
      lon: lng,
      lat,
      households,
      community: communityKey(community),
      ...(existing === undefined ? {} : { existing }),
      ...(exclusive === undefined ? {} : { exclusive }),
      ...(village === undefined ? {} : { village }),
    })),
    { lower, upper, barriers, stability, ...(target === undefined ? {} : { target }) },
  );
  return {
    gridOf: plan.gridOf.slice(),
    codes: plan.grids.map((grid) => grid.code),
    issues: plan.issues,
    touched: new Set(),
  };
}

function fromBase(base: NonNullable<GridsTask['base']>): Draft {
  return { gridOf: Int32Array.from(base.gridOf), codes: [...base.codes], issues: [], touched: new Set() };
}

/** Codes of grids sort by the community's place in the task. */
const communityKey = (index: number): string => `${String(index + 1).padStart(2, '0')}-`;

function correct(task: GridsTask, draft: Draft): void {
  const plane = planeOf(
    Float64Array.from(task.buildings, (one) => one.lng),
    Float64Array.from(task.buildings, (one) => one.lat),
  );
  const groups = new Map<string, number>();
  const groupOf = Int32Array.from(task.buildings, ({ community, exclusive, village }) => {
    const key = `${community} ${exclusive ?? ''} ${village ?? ''}`;
    const known = groups.get(key) ?? groups.size;
    groups.set(key, known);
    return known;
  });
  const graph = neighbourhood(
    Float64Array.from(task.buildings, (one) => plane.x(one.lng)),
    Float64Array.from(task.buildings, (one) => plane.y(one.lat)),
    Float64Array.from(task.buildings, (one) => one.households),
    groupOf,
    task.barriers.map(({ line, weight }) => ({
      weight,
      points: line.map(([lng, lat]) => [plane.x(lng), plane.y(lat)] as const),
    })),
  );
  task.corrections.forEach((one, step) => {
    const number = (code: string): number => {
      const found = draft.codes.indexOf(code);
      if (found < 0 || !draft.gridOf.includes(found)) throw new CannotCorrect('unknown', step);
      return found;
    };
    const living = { graph, gridOf: draft.gridOf };
    switch (one.kind) {
      case 'move': {
        const building = task.buildings.findIndex(({ id }) => id === one.building);
        if (building < 0) throw new CannotCorrect('unknown', step);
        const to = number(one.to);
        const from = draft.gridOf[building] as number;
        if (from === to) return;
        const host = draft.gridOf.indexOf(to);
        if (groupOf[host] !== groupOf[building]) throw new CannotCorrect('other-community', step);
        if (draft.gridOf.filter((grid) => grid === from).length === 1)
          throw new CannotCorrect('would-be-empty', step);
        const pieces = (gridOf: Int32Array) =>
          [piecesOf(graph, gridOf, from), piecesOf(graph, gridOf, to)] as const;
        const before = pieces(draft.gridOf);
        const next = draft.gridOf.slice();
        next[building] = to;
        const after = pieces(next);
        if (after[0] > before[0] || after[1] > before[1]) throw new CannotCorrect('not-connected', step);
        draft.gridOf = next;
        draft.touched.add(from).add(to);
        return;
      }
      case 'split': {
        const grid = number(one.grid);
        if (draft.gridOf.filter((at) => at === grid).length < 2)
          throw new CannotCorrect('one-building', step);
        const next = splitGrid(living, grid, { lower: task.lower, upper: task.upper });
        const made = next.reduce((most, at) => Math.max(most, at), 0);
        draft.codes[made] = nextCode(draft.codes, one.grid);
        draft.gridOf = next;
        draft.touched.add(grid).add(made);
        return;
      }
      case 'merge': {
        const [from, into] = [number(one.grid), number(one.into)];
        const [a, b] = [draft.gridOf.indexOf(from), draft.gridOf.indexOf(into)];
        if (from === into || groupOf[a] !== groupOf[b]) throw new CannotCorrect('other-community', step);
        try {
          draft.gridOf = mergeGrids(living, into, from);
        } catch (error) {
          if (error instanceof RangeError) throw new CannotCorrect('not-touching', step);
          throw error;
        }
        draft.touched.add(into);
      }
    }
  });
}

function piecesOf(graph: Parameters<typeof partsOfGraph>[0], gridOf: Int32Array, grid: number): number {
  const { part } = partsOfGraph(graph, (a, b) => gridOf[a] === gridOf[b]);
  const found = new Set<number>();
  gridOf.forEach((at, v) => {
    if (at === grid) found.add(part[v] as number);
  });
  return found.size;
}

function nextCode(codes: readonly string[], beside: string): string {
  const head = beside.slice(0, -3);
  const used = codes.filter((code) => code?.startsWith(head)).map((code) => Number(code.slice(-3)));
  return `${head}${String(Math.max(0, ...used) + 1).padStart(3, '0')}`;
}

function describe(task: GridsTask, draft: Draft): GridsResult {
  const numbers = [...new Set(draft.gridOf)].sort((a, b) =>
    (draft.codes[a] as string) < (draft.codes[b] as string) ? -1 : 1,
  );
  const place = new Map(numbers.map((number, index) => [number, index]));
  const gridOf = Array.from(draft.gridOf, (number) => place.get(number) as number);
  const codes = numbers.map((number) => draft.codes[number] as string);
  const names = new Map(task.today.map((one) => [one.id, one.name]));
  const continued = continuations(task.buildings, gridOf, numbers.length);
  const outlines = outlinesByGrid(task, gridOf, numbers.length);
  const caseGrid = task.cases.map(({ lng, lat }) =>
    outlines.findIndex((outline) => outline !== null && contains(outline, [lng, lat])),
  );
  const members: number[][] = codes.map(() => []);
  gridOf.forEach((grid, v) => {
    members[grid]?.push(v);
  });
  const grids = members.map((units, grid): GridView => {
    const first = task.buildings[units[0] as number] as TaskBuilding;
    const community = task.communities[first.community] as GridsTask['communities'][number];
    const households = units.reduce((sum, v) => sum + (task.buildings[v] as TaskBuilding).households, 0);
    const kind =
      first.exclusive !== undefined ? 'exclusive' : first.village !== undefined ? 'village' : 'standard';
    const outline = outlines[grid];
    const old = continued[grid];
    return {
      code: codes[grid] as string,
      kind,
      community: community.name,
      communityId: community.id,
      households,
      buildings: units.length,
      cases: caseGrid.filter((at) => at === grid).length,
      radius: radiusOf(units, task.buildings),
      roundness: outline ? roundnessOf(outline) : 0,
      areaM2: outline ? Math.round(areaOf(outline)) : 0,
      inBand: kind !== 'standard' || (households >= task.lower && households <= task.upper),
      continues: old === undefined ? null : { id: old, name: names.get(old) ?? '' },
    };
  });
  const kept = new Set(continued);
  const ends = task.today.filter((one) => !kept.has(one.id));
  const figures = figuresOf(grids, {
    changed: changedHouseholds(task.buildings, gridOf, continued),
    movedCases: task.cases.filter((one, i) => continued[caseGrid[i] as number] !== one.grid).length,
    posts: new Map(task.today.map((one) => [one.id, one.posts])),
    postsToMove: ends.reduce((sum, one) => sum + one.posts, 0),
  });
  return {
    kind: 'grids',
    buildings: task.buildings.map((one) => one.id),
    gridOf,
    grids,
    figures,
    today: figuresOfToday(task),
    issues: issuesOf(task, draft, grids),
    ends,
    withoutHouseholds: task.buildings.filter((one) => one.households === 0).length,
    outlines,
  };
}

function issuesOf(task: GridsTask, draft: Draft, grids: readonly GridView[]): GridsResult['issues'] {
  const known = new Map(draft.issues.map((issue) => [issue.code, issue]));
  return grids
    .filter((grid) => !grid.inBand)
    .map((grid) => {
      const issue = known.get(grid.code);
      const same = issue !== undefined && issue.households === grid.households;
      const barrier = same && issue.barrier !== undefined ? task.barriers[issue.barrier] : undefined;
      const { households, code } = grid;
      return {
        code,
        households,
        reason: same ? issue.reason : ('by-hand' as const),
        building: same && issue.building !== undefined ? (task.buildings[issue.building]?.id ?? null) : null,
        barrier: barrier ? { id: barrier.id, name: barrier.name } : null,
        relaxed: same
          ? { ...issue.relaxed }
          : { lower: Math.min(task.lower, households), upper: Math.max(task.upper, households) },
      };
    });
}

function figuresOf(
  grids: readonly GridView[],
  effect: { changed: number; movedCases: number; posts: ReadonlyMap<string, number>; postsToMove: number },
): GridFigures {
  const standard = grids.filter((grid) => grid.kind === 'standard');
  const sizes = standard.map((grid) => grid.households);
  const mean = average(sizes);
  const households = grids.reduce((sum, grid) => sum + grid.households, 0);
  const staffed = (grid: GridView) => (effect.posts.get(grid.continues?.id ?? '') ?? 0) > 0;
  return {
    grids: grids.length,
    standard: standard.length,
    inBand: standard.filter((grid) => grid.inBand).length,
    least: sizes.length === 0 ? 0 : Math.min(...sizes),
    most: sizes.length === 0 ? 0 : Math.max(...sizes),
    imbalance: mean === 0 ? 0 : Math.sqrt(average(sizes.map((size) => (size - mean) ** 2))) / mean,
    radius: average(standard.map((grid) => grid.radius)),
    roundness: average(standard.map((grid) => grid.roundness)),
    households,
    buildings: grids.reduce((sum, grid) => sum + grid.buildings, 0),
    changed: effect.changed,
    changedShare: households === 0 ? 0 : effect.changed / households,
    movedCases: effect.movedCases,
    withoutStaff: grids.filter((grid) => !staffed(grid)).length,
    postsToMove: effect.postsToMove,
  };
}

/** The grids of today by the same rules; null while some building lies in none. */
function figuresOfToday(task: GridsTask): GridFigures | null {
  if (task.today.length === 0 || task.buildings.some((one) => one.existing === undefined)) return null;
  const ids = task.today.map((one) => one.id);
  const gridOf = task.buildings.map((one) => ids.indexOf(one.existing as string));
  if (gridOf.includes(-1)) return null;
  const used = [...new Set(gridOf)].sort((a, b) => a - b);
  const compact = gridOf.map((grid) => used.indexOf(grid));
  const outlines = outlinesByGrid(task, compact, used.length);
  const grids = used.map((grid, index): GridView => {
    const units = compact.flatMap((at, v) => (at === index ? [v] : []));
    const households = units.reduce((sum, v) => sum + (task.buildings[v] as TaskBuilding).households, 0);
    const outline = outlines[index];
    const first = task.buildings[units[0] as number] as TaskBuilding;
    return {
      code: '',
      kind:
        first.exclusive !== undefined ? 'exclusive' : first.village !== undefined ? 'village' : 'standard',
      community: '',
      communityId: '',
      households,
      buildings: units.length,
      cases: 0,
      radius: radiusOf(units, task.buildings),
      roundness: outline ? roundnessOf(outline) : 0,
      areaM2: 0,
      inBand: households >= task.lower && households <= task.upper,
      continues: { id: ids[grid] as string, name: '' },
    };
  });
  const posts = new Map(task.today.map((one) => [one.id, one.posts]));
  return figuresOf(grids, { changed: 0, movedCases: 0, posts, postsToMove: 0 });
}

const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function outlinesByGrid(task: GridsTask, gridOf: readonly number[], count: number): (Area | null)[] {
  const byCommunity = new Map<number, OwnedSpot[]>();
  task.buildings.forEach(({ lng, lat, corners, community }, v) => {
    const spots = byCommunity.get(community) ?? [];
    const owner = gridOf[v] as number;
    spots.push({ lng, lat, owner });
    for (const [x, y] of corners) spots.push({ lng: x, lat: y, owner });
    byCommunity.set(community, spots);
  });
  const outlines: (Area | null)[] = Array.from({ length: count }, () => null);
  for (const [community, spots] of byCommunity) {
    for (const [grid, area] of outlinesOf(spots, task.communities[community]?.outline)) outlines[grid] = area;
  }
  return outlines;
}

/** Each grid continues at most one of today, each of today is continued once: the largest overlaps first. */
function continuations(
  buildings: readonly TaskBuilding[],
  gridOf: readonly number[],
  count: number,
): (string | undefined)[] {
  const overlaps = new Map<string, { grid: number; old: string; weight: number }>();
  buildings.forEach(({ existing, households }, v) => {
    if (existing === undefined) return;
    const grid = gridOf[v] as number;
    const key = `${grid} ${existing}`;
    const known = overlaps.get(key) ?? { grid, old: existing, weight: 0 };
    // A building without households still keeps a grid's name where nothing else does.
    known.weight += households + 0.001;
    overlaps.set(key, known);
  });
  const found: (string | undefined)[] = Array.from({ length: count }, () => undefined);
  const used = new Set<string>();
  for (const { grid, old } of [...overlaps.values()].sort(
    (a, b) => b.weight - a.weight || a.grid - b.grid || (a.old < b.old ? -1 : 1),
  )) {
    if (found[grid] !== undefined || used.has(old)) continue;
    found[grid] = old;
    used.add(old);
  }
  return found;
}

function changedHouseholds(
  buildings: readonly TaskBuilding[],
  gridOf: readonly number[],
  continued: readonly (string | undefined)[],
): number {
  return buildings.reduce(
    (sum, { existing, households }, v) =>
      existing === undefined || continued[gridOf[v] as number] === existing ? sum : sum + households,
    0,
  );
}

function radiusOf(units: readonly number[], buildings: readonly TaskBuilding[]): number {
  const plane = planeOf(
    Float64Array.from(units, (v) => (buildings[v] as TaskBuilding).lng),
    Float64Array.from(units, (v) => (buildings[v] as TaskBuilding).lat),
  );
  let [weight, sx, sy, square] = [0, 0, 0, 0];
  for (const v of units) {
    const { lng, lat, households } = buildings[v] as TaskBuilding;
    const [x, y, w] = [plane.x(lng), plane.y(lat), Math.max(households, 0.01)];
    weight += w;
    sx += w * x;
    sy += w * y;
    square += w * (x * x + y * y);
  }
  return Math.sqrt(Math.max(0, square / weight - (sx / weight) ** 2 - (sy / weight) ** 2));
}

function roundnessOf(area: Area): number {
  let border = 0;
  for (const rings of partsOf(area))
    for (const ring of rings)
      for (let i = 0; i + 1 < ring.length; i++) border += distance(ring[i] as Point, ring[i + 1] as Point);
  return border === 0 ? 0 : (4 * Math.PI * areaOf(area)) / border ** 2;
}
