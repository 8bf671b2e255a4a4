// Household grids of an area: made, or corrected by hand, and described alike. Runs in a worker; knows no database.

import { type GridBarrier, type GridIssue, inReadingOrder, planGrids } from '@renlin/core/districting/grids';
import { contains } from '@renlin/core/geometry/contains';
import { areaOf, distance, partsOf } from '@renlin/core/geometry/measure';
import type { Area, Point } from '@renlin/core/geometry/types';
import { planeOf } from '@renlin/core/network/plane';
import { continuations } from './continuations.ts';
import { correct, type Living } from './corrections.ts';
import type { GridFigures, GridsResult, GridsTask, GridView, TaskBuilding } from './grids-task.ts';
import { microOf } from './micro.ts';
import { nearestOf } from './nearest-spot.ts';
import { type OwnedSpot, outlinesOf, spotsOf } from './outlines.ts';

type Draft = Living & { issues: readonly GridIssue[] };

/** Plans or corrects, then describes; says what it is at. Throws RangeError (bad input) or CannotCorrect. */
export function computeGrids(task: GridsTask, say: (phase: 'divide' | 'outlines') => void): GridsResult {
  say('divide');
  const draft = task.base ? fromBase(task.base) : task.asToday ? fromToday(task) : fresh(task);
  if (task.corrections.length > 0) correct(task, draft);
  say('outlines');
  return describe(task, draft);
}

function fresh(task: GridsTask): Draft {
  const { lower, upper, target, stability, weights } = task;
  const work = task.workBy === 'both' ? workOf(task) : undefined;
  const barriers: GridBarrier[] = task.barriers.map(({ line, weight }) => ({ line, weight }));
  const plan = planGrids(
    task.buildings.map(({ lng, lat, households, community, existing, exclusive, village }, v) => ({
      lon: lng,
      lat,
      households,
      community: communityKey(community),
      ...(work ? { work: work[v] as number } : {}),
      ...(existing === undefined ? {} : { existing }),
      ...(exclusive === undefined ? {} : { exclusive }),
      ...(village === undefined ? {} : { village }),
    })),
    {
      lower,
      upper,
      barriers,
      stability,
      ...(target === undefined ? {} : { target }),
      ...(weights === undefined ? {} : { weights }),
    },
  );
  return {
    gridOf: plan.gridOf.slice(),
    codes: plan.grids.map((grid) => grid.code),
    issues: plan.issues,
  };
}

/** Half of the work is the households, half the open cases: cases alone are too few to say where a border goes. */
function workOf({ buildings, work }: GridsTask): number[] {
  const households = buildings.reduce((sum, one) => sum + one.households, 0);
  const cases = work.reduce((sum, one) => sum + one, 0);
  return buildings.map((one, v) => one.households * (cases / Math.max(1, households)) + (work[v] as number));
}

function fromBase(base: NonNullable<GridsTask['base']>): Draft {
  return { gridOf: Int32Array.from(base.gridOf), codes: [...base.codes], issues: [] };
}

/** The grids that there are, numbered like new ones. What lies in none belongs to the nearest grid of its community, or is one. */
function fromToday(task: GridsTask): Draft {
  const { buildings } = task;
  const nearest = task.communities.map((_, community) => {
    const known = buildings.filter((one) => one.existing !== undefined && one.community === community);
    const find = nearestOf(known);
    return (one: TaskBuilding) => known[find(one)]?.existing;
  });
  const keys = buildings.map(
    (one) => one.existing ?? nearest[one.community]?.(one) ?? `community ${one.community}`,
  );
  const units = new Map<string, number[]>();
  keys.forEach((key, v) => {
    units.set(key, [...(units.get(key) ?? []), v]);
  });
  const plane = planeOf(
    Float64Array.from(buildings, (one) => one.lng),
    Float64Array.from(buildings, (one) => one.lat),
  );
  const ordered = inReadingOrder(
    [...units.values()].map((members) => ({
      members,
      community: communityKey((buildings[members[0] as number] as TaskBuilding).community),
      middle: {
        x: average(members.map((v) => plane.x((buildings[v] as TaskBuilding).lng))),
        y: average(members.map((v) => plane.y((buildings[v] as TaskBuilding).lat))),
      },
    })),
  );
  const gridOf = new Int32Array(buildings.length);
  const numbers = new Map<string, number>();
  const codes = ordered.map(({ members, community }, grid) => {
    for (const v of members) gridOf[v] = grid;
    const number = (numbers.get(community) ?? 0) + 1;
    numbers.set(community, number);
    return `${community}${String(number).padStart(3, '0')}`;
  });
  return { gridOf, codes, issues: [] };
}

/** Codes of grids sort by the community's place in the task. */
const communityKey = (index: number): string => `${String(index + 1).padStart(2, '0')}-`;

function describe(task: GridsTask, draft: Draft): GridsResult {
  const numbers = [...new Set(draft.gridOf)].sort((a, b) =>
    (draft.codes[a] as string) < (draft.codes[b] as string) ? -1 : 1,
  );
  const place = new Map(numbers.map((number, index) => [number, index]));
  const gridOf = Array.from(draft.gridOf, (number) => place.get(number) as number);
  const codes = numbers.map((number) => draft.codes[number] as string);
  const names = new Map(task.today.map((one) => [one.id, one.name]));
  const continued = continuations(
    task.buildings.map((one) => one.existing),
    task.buildings,
    gridOf,
    numbers.length,
  );
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
    micro:
      task.micro === undefined
        ? null
        : microOf(task, { gridOf, grids, households: task.micro }, (cells, count) =>
            outlinesByGrid(task, cells, count),
          ),
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
  const loads = standard.map((grid) => grid.cases);
  const households = grids.reduce((sum, grid) => sum + grid.households, 0);
  const staffed = (grid: GridView) => (effect.posts.get(grid.continues?.id ?? '') ?? 0) > 0;
  return {
    grids: grids.length,
    standard: standard.length,
    inBand: standard.filter((grid) => grid.inBand).length,
    least: sizes.length === 0 ? 0 : Math.min(...sizes),
    most: sizes.length === 0 ? 0 : Math.max(...sizes),
    imbalance: unevenness(sizes),
    radius: average(standard.map((grid) => grid.radius)),
    roundness: average(standard.map((grid) => grid.roundness)),
    households,
    buildings: grids.reduce((sum, grid) => sum + grid.buildings, 0),
    changed: effect.changed,
    changedShare: households === 0 ? 0 : effect.changed / households,
    movedCases: effect.movedCases,
    casesMost: Math.max(0, ...loads),
    casesImbalance: unevenness(loads),
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
      cases: task.cases.filter((one) => one.grid === ids[grid]).length,
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

/** Standard deviation over mean. */
function unevenness(values: readonly number[]): number {
  const mean = average(values);
  return mean === 0 ? 0 : Math.sqrt(average(values.map((value) => (value - mean) ** 2))) / mean;
}

function outlinesByGrid(task: GridsTask, gridOf: readonly number[], count: number): (Area | null)[] {
  const byCommunity = new Map<number, OwnedSpot[]>();
  task.buildings.forEach((one, v) => {
    const spots = byCommunity.get(one.community) ?? [];
    for (const spot of spotsOf(one, gridOf[v] as number)) spots.push(spot);
    byCommunity.set(one.community, spots);
  });
  const outlines: (Area | null)[] = Array.from({ length: count }, () => null);
  for (const [community, spots] of byCommunity) {
    for (const [grid, area] of outlinesOf(spots, task.communities[community]?.outline)) outlines[grid] = area;
  }
  return outlines;
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
