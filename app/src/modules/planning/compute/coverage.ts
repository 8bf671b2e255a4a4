// Who reaches a facility on foot within the minutes, and who does not.
import type { MultiPolygon } from '@renlin/core/geometry/types';
import { coverageOf, isOpen, type Moment, type OpenSpan } from '@renlin/core/network/coverage';
import { createIsochroneMaker } from '@renlin/core/network/isochrone';
import { nearestPlaces } from '@renlin/core/network/nearest';
import { createSearch } from '@renlin/core/network/search';
import type { StreetGraph } from '@renlin/core/network/types';
import {
  closeStreets,
  makeSnapper,
  type Snap,
  type Snapper,
  type Spot,
  type StreetInput,
  snapAll,
  streetsOf,
  type WalkProfile,
} from './streets.ts';

export type Client = Spot & {
  id: string;
  households: number;
  groups: readonly string[];
  /** People by group, as many as the register of buildings counts. */
  people?: Readonly<Record<string, number>>;
};
/** Without `hours` nobody knows when it is open. */
export type Facility = Spot & { id: string; name: string; hours?: readonly OpenSpan[] };

export type CoverageTask = {
  kind: 'coverage';
  streets: StreetInput;
  profile: WalkProfile;
  minutes: number;
  times: number;
  clients: readonly Client[];
  facilities: readonly Facility[];
  closures: readonly Spot[];
  /** Facilities by their id that are out of use. */
  lost: readonly string[];
  /** Only places open then count. */
  at?: Moment & { unknown: 'open' | 'closed' };
};

export type FacilityState = 'any' | 'open' | 'closed' | 'unknown' | 'lost';

/** Null: too few to be told. */
export type PeopleShown = { group: string; covered: number | null; total: number | null };
export type GroupCount = { group: string; covered: number; total: number };

export type CoverageResult = {
  kind: 'coverage';
  buildings: string[];
  /** Seconds to the nearest facility, −1 beyond the minutes. */
  seconds: number[];
  /** Indices of buildings with fewer facilities in reach than asked. */
  uncovered: number[];
  /** Indices of those that are uncovered only because of the closures and of what is lost. */
  cutOff: number[];
  /** Indices of buildings with no street near them: they count as uncovered. */
  withoutStreet: number[];
  groups: GroupCount[];
  people: PeopleShown[];
  households: { covered: number; total: number };
  facilities: {
    id: string;
    name: string;
    lng: number;
    lat: number;
    onStreet: boolean;
    open: FacilityState;
    households: number;
  }[];
  missedClosures: number[];
  reach: MultiPolygon;
  streets: { source: 'graph' | 'map'; vertices: number; edges: number };
};

/** The streets as they are and as they would be with the closures, and where the buildings stand on them. */
export type Laid = {
  open: StreetGraph;
  graph: StreetGraph;
  snapper: Snapper;
  missed: number[];
  clients: (Snap | undefined)[];
};

/** Throws RangeError when there is no usable street. */
export function layStreets({
  streets,
  profile,
  closures,
  clients,
}: Pick<CoverageTask, 'streets' | 'profile' | 'closures' | 'clients'>): Laid {
  const open = streetsOf(streets, profile);
  const snapper = makeSnapper(open);
  return { open, snapper, ...closeStreets(open, snapper, closures), clients: snapAll(snapper, clients) };
}

export function computeCoverage(
  task: CoverageTask,
  say: (phase: 'streets' | 'reach') => void,
): CoverageResult {
  say('streets');
  const laid = layStreets(task);
  say('reach');
  return coverOn(laid, task);
}

/** People come to the place, but a vehicle comes from it: to rescue, to deliver. */
export const directionOf = (profile: WalkProfile) => (profile === 'vehicle' ? 'from' : 'to');

export function coverOn(
  { open, graph, snapper, missed, clients: clientSnaps }: Laid,
  task: CoverageTask,
): CoverageResult {
  const lost = new Set(task.lost);
  const states = task.facilities.map((one) => (lost.has(one.id) ? 'lost' : stateOf(one, task.at)));
  const serves = (state: FacilityState) =>
    state !== 'closed' && (state !== 'unknown' || task.at?.unknown !== 'closed');
  const onStreet = snapAll(snapper, task.facilities);
  const ordinary = task.facilities.map((one, i) => (serves(stateOf(one, task.at)) ? onStreet[i] : undefined));
  const facilitySnaps = ordinary.map((snap, i) => (states[i] === 'lost' ? undefined : snap));
  const limit = task.minutes * 60_000;
  const withClosures = reachedFrom(graph, task, clientSnaps, facilitySnaps, limit);
  const isWhole = graph === open && lost.size === 0;
  const before = isWhole ? withClosures : reachedFrom(open, task, clientSnaps, ordinary, limit);
  const was = new Set(before.uncovered);
  const search = createSearch(graph);
  search.run(
    facilitySnaps.flatMap((snap) => (snap ? [snap] : [])),
    limit,
    directionOf(task.profile),
  );
  const { covered = 0, total = 0 } = withClosures.groups['all'] ?? {};
  const counts = Object.entries(withClosures.groups).filter(([group]) => group !== 'all');
  const isPeople = (group: string) => group.startsWith(PEOPLE);
  return {
    kind: 'coverage',
    buildings: task.clients.map((client) => client.id),
    seconds: Array.from(withClosures.nearest, (time) => (time < 0 ? -1 : Math.round(time / 1000))),
    uncovered: [...withClosures.uncovered],
    cutOff: withClosures.uncovered.filter((client) => !was.has(client)),
    withoutStreet: clientSnaps.flatMap((snap, i) => (snap ? [] : [i])),
    groups: counts.flatMap(([group, count]) =>
      isPeople(group) ? [] : [{ group, covered: count.covered, total: count.total }],
    ),
    people: counts.flatMap(([group, count]) =>
      isPeople(group) ? [shownCount(group.slice(PEOPLE.length), count)] : [],
    ),
    households: { covered, total },
    facilities: task.facilities.map(({ id, name, lng, lat }, i) => ({
      id,
      name,
      lng,
      lat,
      onStreet: onStreet[i] !== undefined,
      open: states[i] ?? 'any',
      households: withClosures.served[i] ?? 0,
    })),
    missedClosures: missed,
    reach: createIsochroneMaker(graph, snapper).polygon(search, { margin: 40, smallestHole: 30_000 }),
    streets: { source: task.streets.from, vertices: graph.vertexCount, edges: graph.edgeCount },
  };
}

/** Fewer people than this could be known by their number. */
const FEWEST = 5;

/** People of a group with a service and without: neither is told where one of the two is fewer than five. */
export function shownCount(
  group: string,
  { covered, total }: { covered: number; total: number },
): PeopleShown {
  const few = (n: number) => n > 0 && n < FEWEST;
  const hidden = few(covered) || few(total - covered);
  return { group, total: few(total) ? null : total, covered: hidden ? null : covered };
}

function stateOf({ hours }: Facility, at: CoverageTask['at']): FacilityState {
  if (at === undefined) return 'any';
  if (hours === undefined) return 'unknown';
  return isOpen(hours, at) ? 'open' : 'closed';
}

function reachedFrom(
  graph: StreetGraph,
  task: CoverageTask,
  clients: ReturnType<typeof snapAll>,
  facilities: ReturnType<typeof snapAll>,
  limit: number,
) {
  const standing = facilities.flatMap((snap, i) => (snap ? [{ snap, i }] : []));
  const walking = clients.flatMap((snap, i) => (snap ? [{ snap, i }] : []));
  const found =
    standing.length === 0
      ? walking.map(() => [])
      : nearestPlaces(
          graph,
          standing.map((one) => one.snap),
          walking.map((one) => one.snap),
          { k: Math.max(task.times, 1), limit, direction: directionOf(task.profile) },
        );
  const near: { place: number; time: number }[][] = task.clients.map(() => []);
  const served = task.facilities.map(() => 0);
  found.forEach((list, k) => {
    const client = walking[k]?.i as number;
    near[client] = list.map(({ place, time }) => ({ place: standing[place]?.i as number, time }));
    const first = near[client]?.[0];
    if (first)
      served[first.place] = (served[first.place] as number) + (task.clients[client]?.households ?? 0);
  });
  const coverage = coverageOf({
    near,
    places: task.facilities.map(() => ({})),
    people: peopleOf(task.clients),
    limit,
    times: task.times,
  });
  return { ...coverage, served };
}

const PEOPLE = 'people:';

/** What is counted at each building: all households, those of its groups, and people of some groups. */
export const peopleOf = (clients: readonly Client[]): Record<string, number>[] =>
  clients.map(({ households, groups, people = {} }) => ({
    all: households,
    ...Object.fromEntries(groups.map((group) => [group, households])),
    ...Object.fromEntries(Object.entries(people).map(([group, n]) => [`${PEOPLE}${group}`, n])),
  }));
