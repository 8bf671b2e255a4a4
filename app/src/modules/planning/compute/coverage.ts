// Who reaches a facility on foot within the minutes, and who does not.
import type { MultiPolygon } from '@renlin/core/geometry/types';
import { coverageOf } from '@renlin/core/network/coverage';
import { createIsochroneMaker } from '@renlin/core/network/isochrone';
import { nearestPlaces } from '@renlin/core/network/nearest';
import { createSearch } from '@renlin/core/network/search';
import type { StreetGraph } from '@renlin/core/network/types';
import {
  closeStreets,
  makeSnapper,
  type Spot,
  type StreetInput,
  snapAll,
  streetsOf,
  type WalkProfile,
} from './streets.ts';

export type Client = Spot & { id: string; households: number; groups: readonly string[] };
export type Facility = Spot & { id: string; name: string };

export type CoverageTask = {
  kind: 'coverage';
  streets: StreetInput;
  profile: WalkProfile;
  minutes: number;
  times: number;
  clients: readonly Client[];
  facilities: readonly Facility[];
  closures: readonly Spot[];
};

export type GroupCount = { group: string; covered: number; total: number };

export type CoverageResult = {
  kind: 'coverage';
  buildings: string[];
  /** Seconds to the nearest facility, −1 beyond the minutes. */
  seconds: number[];
  /** Indices of buildings with fewer facilities in reach than asked. */
  uncovered: number[];
  /** Indices of those that are uncovered only because of the closures. */
  cutOff: number[];
  /** Indices of buildings with no street near them: they count as uncovered. */
  withoutStreet: number[];
  groups: GroupCount[];
  households: { covered: number; total: number };
  facilities: { id: string; name: string; lng: number; lat: number; onStreet: boolean; households: number }[];
  missedClosures: number[];
  reach: MultiPolygon;
  streets: { source: 'graph' | 'map'; vertices: number; edges: number };
};

/** Throws RangeError when nothing can be computed (no usable street, no facility on one). */
export function computeCoverage(task: CoverageTask): CoverageResult {
  const open = streetsOf(task.streets, task.profile);
  const snapper = makeSnapper(open);
  const { graph, missed } = closeStreets(open, snapper, task.closures);
  const clientSnaps = snapAll(snapper, task.clients);
  const facilitySnaps = snapAll(snapper, task.facilities);
  const limit = task.minutes * 60_000;
  const withClosures = reachedFrom(graph, task, clientSnaps, facilitySnaps, limit);
  const before = graph === open ? withClosures : reachedFrom(open, task, clientSnaps, facilitySnaps, limit);
  const was = new Set(before.uncovered);
  const search = createSearch(graph);
  search.run(
    facilitySnaps.flatMap((snap) => (snap ? [snap] : [])),
    limit,
    'to',
  );
  const { covered = 0, total = 0 } = withClosures.groups['all'] ?? {};
  return {
    kind: 'coverage',
    buildings: task.clients.map((client) => client.id),
    seconds: Array.from(withClosures.nearest, (time) => (time < 0 ? -1 : Math.round(time / 1000))),
    uncovered: [...withClosures.uncovered],
    cutOff: withClosures.uncovered.filter((client) => !was.has(client)),
    withoutStreet: clientSnaps.flatMap((snap, i) => (snap ? [] : [i])),
    groups: Object.entries(withClosures.groups).flatMap(([group, count]) =>
      group === 'all' ? [] : [{ group, covered: count.covered, total: count.total }],
    ),
    households: { covered, total },
    facilities: task.facilities.map(({ id, name, lng, lat }, i) => ({
      id,
      name,
      lng,
      lat,
      onStreet: facilitySnaps[i] !== undefined,
      households: withClosures.served[i] ?? 0,
    })),
    missedClosures: missed,
    reach: createIsochroneMaker(graph, snapper).polygon(search, { margin: 40, smallestHole: 30_000 }),
    streets: { source: task.streets.from, vertices: graph.vertexCount, edges: graph.edgeCount },
  };
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
          { k: Math.max(task.times, 1), limit },
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
    people: task.clients.map(({ households, groups }) => ({
      all: households,
      ...Object.fromEntries(groups.map((group) => [group, households])),
    })),
    limit,
    times: task.times,
  });
  return { ...coverage, served };
}
