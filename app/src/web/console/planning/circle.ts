// The emergency circle in the words of the other plans: one service as a coverage, and what is lacking as a question of siting.
import type {
  CircleInput,
  CircleResult,
  CircleService,
  CircleServiceResult,
  CoverageResult,
  Ground,
  PlaceChoice,
  Question,
} from './planning-types.ts';

/** One service of a circle as the map and the tables show a coverage. */
export const coverageOfService = (
  { buildings }: CircleResult,
  service: CircleServiceResult,
): CoverageResult => ({ ...service, kind: 'coverage', buildings });

/** Where something could be put up, what belongs to the public first. */
const BUILDINGS = [
  'public',
  'community_centre',
  'civic',
  'government',
  'school',
  'kindergarten',
  'service',
  'sports_hall',
  'hospital',
  'retail',
  'supermarket',
  'commercial',
  'office',
  'hotel',
  'residential',
  'apartments',
  'house',
  'yes',
];
const POIS = ['community_centre', 'townhall', 'school', 'library', 'police'];
const MOST_SITES = 300;
const MOST_PAIRS = 10_000_000;

/** Kinds of places where a service could stand, as many as are quickly weighed. O(kinds). */
export function sitesOf({ kinds, buildings }: Pick<Ground, 'kinds' | 'buildings'>): PlaceChoice {
  const most = Math.min(MOST_SITES, Math.floor(MOST_PAIRS / Math.max(1, buildings.rows.length)));
  let left = most;
  const take = (source: 'pois' | 'buildings', wanted: readonly string[]): string[] =>
    wanted.filter((kind) => {
      const count = kinds.find((one) => one.source === source && one.kind === kind)?.count ?? 0;
      if (count === 0 || count > left) return false;
      left -= count;
      return true;
    });
  const pois = take('pois', POIS);
  return { pois, buildings: take('buildings', BUILDINGS) };
}

/** Where to put more of a service, given what serves today; undefined where nothing could stand. */
export function proposalFor(
  service: CircleService,
  input: CircleInput,
  ground: Pick<Ground, 'kinds' | 'buildings'>,
): Question | undefined {
  const sites = sitesOf(ground);
  if ([...(sites.pois ?? []), ...(sites.buildings ?? [])].length === 0) return undefined;
  const { walker, minutes, times, places } = service;
  const { estimate, closures, open, lost } = input;
  return {
    kind: 'siting',
    input: {
      question: 'most-covered',
      walker,
      minutes,
      sites,
      existing: places,
      p: 3,
      curve: 8,
      effort: 'quick',
      ...(times > 1 ? { times } : {}),
      ...(estimate === undefined ? {} : { estimate }),
      ...(closures === undefined ? {} : { closures }),
      ...(open === undefined ? {} : { open }),
      ...(lost === undefined ? {} : { lost }),
    },
  };
}
