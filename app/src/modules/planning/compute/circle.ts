// 15 分钟应急圈: several services around every building at once. A building's circle is whole when none of them is lacking.
import {
  type Client,
  type CoverageResult,
  type CoverageTask,
  coverOn,
  type Facility,
  type GroupCount,
  type Laid,
  layStreets,
  type PeopleShown,
  peopleOf,
  shownCount,
} from './coverage.ts';
import type { StreetInput, WalkProfile } from './streets.ts';

export type CircleService = {
  id: string;
  name: string;
  profile: WalkProfile;
  minutes: number;
  times: number;
  facilities: readonly Facility[];
  /** Names of places that are kept without a point on the map. */
  unplaced: readonly string[];
};

export type CircleTask = {
  kind: 'circle';
  streets: Partial<Record<WalkProfile, StreetInput>>;
  clients: readonly Client[];
  services: readonly CircleService[];
} & Pick<CoverageTask, 'closures' | 'lost' | 'at'>;

export type CircleServiceResult = Omit<CoverageResult, 'kind' | 'buildings'> & {
  id: string;
  name: string;
  walker: WalkProfile;
  minutes: number;
  times: number;
  unplaced: readonly string[];
};

export type CircleResult = {
  kind: 'circle';
  buildings: string[];
  services: CircleServiceResult[];
  /** The services that each building lacks: bit i for service i. */
  lacking: number[];
  /** Indices of buildings that lack any. */
  uncovered: number[];
  /** Indices of buildings that lack something only because of the closures and of what is lost. */
  cutOff: number[];
  withoutStreet: number[];
  /** With the whole circle. */
  households: { covered: number; total: number };
  groups: GroupCount[];
  people: PeopleShown[];
};

/** Throws RangeError when there is no usable street for one of the walkers. */
export function computeCircle(
  task: CircleTask,
  say: (phase: 'streets' | 'reach', done: number, of: number) => void,
): CircleResult {
  const { clients, closures, lost, at } = task;
  const laid = new Map<WalkProfile, Laid>();
  const layFor = (profile: WalkProfile, streets: StreetInput): Laid => {
    const found = laid.get(profile) ?? layStreets({ streets, profile, closures, clients });
    laid.set(profile, found);
    return found;
  };
  const lacking: number[] = clients.map(() => 0);
  const cutOff = new Set<number>();
  const withoutStreet = new Set<number>();
  const services = task.services.map((service, number): CircleServiceResult => {
    const { id, name, profile, minutes, times, facilities, unplaced } = service;
    const streets = task.streets[profile];
    if (!streets) throw new RangeError(`streets: none for ${profile}`);
    say('streets', number, task.services.length);
    const ground = layFor(profile, streets);
    say('reach', number, task.services.length);
    const found = coverOn(ground, {
      kind: 'coverage',
      streets,
      profile,
      minutes,
      times,
      clients,
      facilities,
      closures,
      lost,
      ...(at ? { at } : {}),
    });
    for (const i of found.uncovered) lacking[i] = (lacking[i] as number) | (1 << number);
    for (const i of found.cutOff) cutOff.add(i);
    for (const i of found.withoutStreet) withoutStreet.add(i);
    const { kind: _, buildings: __, ...rest } = found;
    return { id, name, walker: profile, minutes, times, unplaced, ...rest };
  });
  const uncovered = lacking.flatMap((bits, i) => (bits === 0 ? [] : [i]));
  const ascending = (set: ReadonlySet<number>) => [...set].sort((a, b) => a - b);
  return {
    kind: 'circle',
    buildings: clients.map((client) => client.id),
    services,
    lacking,
    uncovered,
    cutOff: ascending(cutOff),
    withoutStreet: ascending(withoutStreet),
    ...wholeOf(clients, lacking),
  };
}

/** Who has the whole circle, by group. */
function wholeOf(
  clients: readonly Client[],
  lacking: readonly number[],
): Pick<CircleResult, 'households' | 'groups' | 'people'> {
  const counts = new Map<string, { covered: number; total: number }>();
  peopleOf(clients).forEach((one, i) => {
    for (const [group, n] of Object.entries(one)) {
      const count = counts.get(group) ?? { covered: 0, total: 0 };
      count.total += n;
      if (lacking[i] === 0) count.covered += n;
      counts.set(group, count);
    }
  });
  const { covered = 0, total = 0 } = counts.get('all') ?? {};
  counts.delete('all');
  const entries = [...counts];
  return {
    households: { covered, total },
    groups: entries.flatMap(([group, count]) => (group.startsWith('people:') ? [] : [{ group, ...count }])),
    people: entries.flatMap(([group, count]) =>
      group.startsWith('people:') ? [shownCount(group.slice('people:'.length), count)] : [],
    ),
  };
}
