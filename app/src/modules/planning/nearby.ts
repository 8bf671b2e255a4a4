// 现在开着的: what of everyday and of emergencies is open within some minutes on foot. The position serves this one answer: it comes in the
// body of the request, and is neither stored nor logged.
import type { OpenSpan } from '@renlin/core/network/coverage';
import { isOpen } from '@renlin/core/network/coverage';
import { createSearch, type Search } from '@renlin/core/network/search';
import { civilDate, startOfCivilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { listFacilities, listNamed, mapVersion } from '../places/public.ts';
import { listVenues } from '../registers/public.ts';
import { listShelters } from '../shelters/public.ts';
import { makeSnapper, type Snapper, streetsOf } from './compute/streets.ts';
import type { NearbyBody } from './contract.ts';
import { spansOfDoor } from './hours-vocabulary.ts';
import { createFinder, isSamePlace, type Spot } from './on-the-map.ts';
import { type PlanningParts, systemScope } from './parts.ts';
import { listStreetGraphs } from './store.ts';
import { streetInput } from './street-graphs.ts';

/** What residents look for, by what a place is. Kinds of no group (bus stops, house numbers) are not listed. */
const GROUPS: Readonly<Record<NearbyGroup, readonly string[]>> = {
  health: ['clinic', 'hospital', 'doctors', 'dentist', 'pharmacy', 'defibrillator', 'venue-clinic'],
  food: [
    'marketplace',
    'market',
    'supermarket',
    'convenience',
    'shop',
    'greengrocer',
    'bakery',
    'restaurant',
    'fast_food',
    'venue-canteen',
  ],
  service: ['community_centre', 'townhall', 'police', 'post_office', 'bank', 'venue-service-centre'],
  rest: [
    'toilets',
    'drinking_water',
    'library',
    'park',
    'elderly',
    'venue-culture',
    'venue-sports',
    'venue-square',
  ],
  shelter: ['shelter', 'assembly_point'],
};
export const nearbyGroups = ['health', 'food', 'service', 'rest', 'shelter'] as const;
export type NearbyGroup = (typeof nearbyGroups)[number];
const groupOf = new Map(nearbyGroups.flatMap((group) => GROUPS[group].map((kind) => [kind, group] as const)));

/** Metres a second, as the profiles of the streets have them. */
const SPEED = { walk: 1.34, elder: 0.8 } as const;
/** Ways are so much longer than the line, where no street is known. */
const DETOUR = 1.4;
const MOST = 200;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const WEEK = 7 * 1440;

type Found = Spot & {
  id: string;
  name: string;
  kind: string;
  group: NearbyGroup;
  address: string | null;
  hours: string | null;
};

type Venue = Found;

/** Venues of the register that lie somewhere on the map, with the hours that it says. */
async function listPlacedVenues(tx: Tx): Promise<Venue[]> {
  const venues = (await listVenues(tx, null)).flatMap((one) => {
    const kind = `venue-${one.everyday}`;
    const group = groupOf.get(kind);
    return group ? [{ ...one, kind, group }] : [];
  });
  if (venues.length === 0) return [];
  const find = createFinder(
    await listNamed(tx, [...new Set(venues.flatMap((one) => [one.address, one.name]))]),
  );
  return venues.flatMap(({ id, name, kind, group, address, hours }) => {
    const at = find([address, name]);
    return at ? [{ id, name, kind, group, address, hours, lng: at.lng, lat: at.lat }] : [];
  });
}

type Box = readonly [west: number, south: number, east: number, north: number];

/** Everything of the groups in a box, each once: what the register says of a place goes before what the map says. */
async function listNear(tx: Tx, box: Box, venues: readonly Venue[]): Promise<Found[]> {
  const inBox = ({ lng, lat }: Spot) => lng >= box[0] && lng <= box[2] && lat >= box[1] && lat <= box[3];
  const facilities = await listFacilities(tx, [], box);
  const hoursOf = new Map(facilities.map((one) => [plain(one.name ?? ''), one.hours] as const));
  const found: Found[] = venues
    .filter(inBox)
    .map((one) => ({ ...one, hours: one.hours ?? hoursOf.get(plain(one.name)) ?? null }));
  const known = new Map(found.map((one) => [plain(one.name), one]));
  for (const { id, name, address, lng, lat } of await listShelters(tx))
    if (lng !== null && lat !== null && inBox({ lng, lat }))
      found.push({ id, name, kind: 'shelter', group: 'shelter', address, hours: null, lng, lat });
  for (const one of facilities) {
    const group = groupOf.get(one.category);
    const same = one.name === null ? undefined : known.get(plain(one.name));
    if (!group || (same && isSamePlace(same, one))) continue;
    const { id, name, address, hours, lng, lat, category: kind } = one;
    found.push({ id, name: name ?? '', kind, group, address, hours, lng, lat });
  }
  return found;
}

const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '');

type Streets = { mark: string; snapper: Snapper; search: Search };
/** Graphs in memory at once: two paces for a few districts. */
const MOST_KEPT = 4;

export function createNearby(parts: PlanningParts) {
  const kept = new Map<string, Streets>();
  const venues = new Map<string, { at: number; list: readonly Venue[] }>();

  /** Somebody changes a venue now and then; everybody asks. */
  async function venuesOf(tx: Tx, now: number): Promise<readonly Venue[]> {
    const known = venues.get(tx.scope.district);
    if (known && now - known.at < MINUTE_MS && now >= known.at) return known.list;
    const list = await listPlacedVenues(tx);
    venues.set(tx.scope.district, { at: now, list });
    return list;
  }

  async function streetsFor(tx: Tx, pace: NearbyBody['pace']): Promise<Streets | undefined> {
    const graph = (await listStreetGraphs(tx)).find((one) => one.walker === pace);
    const mark = graph?.sha256 ?? `map ${await mapVersion(tx)}`;
    const key = `${tx.scope.district} ${pace}`;
    const known = kept.get(key);
    if (known?.mark === mark) return known;
    const found = await streetInput(parts, tx, pace);
    if (!found) return undefined;
    try {
      const built = streetsOf(found.input, pace);
      const made = { mark, snapper: makeSnapper(built), search: createSearch(built) };
      kept.delete(key);
      kept.set(key, made);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return made;
    } catch (error) {
      // Lines of a map that nobody walks on make no streets.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  return async function nearby(district: string, { lng, lat, minutes, pace }: NearbyBody) {
    const now = parts.now();
    const metres = minutes * 60 * SPEED[pace];
    const dy = metres / 111_320;
    const dx = dy / Math.max(0.1, Math.cos((lat * Math.PI) / 180));
    const { found, streets } = await parts.db.read(systemScope(district), async (tx) => ({
      found: await listNear(tx, [lng - dx, lat - dy, lng + dx, lat + dy], await venuesOf(tx, now)),
      streets: await streetsFor(tx, pace),
    }));
    const limit = minutes * MINUTE_MS;
    const here = streets?.snapper.snap(lng, lat);
    const onStreets = streets !== undefined && here !== undefined && typeof here !== 'string';
    if (onStreets) streets.search.run([here], limit, 'from');
    const timeTo = (spot: Spot): number => {
      if (!onStreets) return (metresBetween({ lng, lat }, spot) * DETOUR * 1000) / SPEED[pace];
      const there = streets.snapper.snap(spot.lng, spot.lat);
      return typeof there === 'string' ? -1 : streets.search.timeOf(there);
    };
    const items = found
      .map((one) => ({ ...one, time: timeTo(one) }))
      .filter((one) => one.time >= 0 && one.time <= limit)
      .sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))
      .slice(0, MOST)
      .map(({ time, ...one }) => ({
        ...one,
        minutes: Math.max(1, Math.round(time / MINUTE_MS)),
        ...stateAt(one.hours === null ? undefined : spansOfDoor(one.hours), now),
      }));
    return { at: now, way: onStreets ? ('streets' as const) : ('line' as const), items };
  };
}

/** Open or not, and when that changes within the week; null where it does not. O(spans). */
export function stateAt(
  spans: readonly OpenSpan[] | undefined,
  now: number,
): { open: 'open' | 'closed' | 'unknown'; changesAt: number | null } {
  if (!spans) return { open: 'unknown', changesAt: null };
  const today = startOfCivilDate(civilDate(now));
  const weekday = ((Math.floor((today + 8 * 3_600_000) / DAY_MS) + 3) % 7) + 1;
  const minute = Math.floor((now - today) / MINUTE_MS);
  const open = isOpen(spans, { day: weekday, minute });
  // Hours change only where a span begins or ends.
  const edges = new Set(
    spans.flatMap(({ days, from, to }) =>
      days.flatMap((day) => {
        const start = (day - 1) * 1440 + from;
        return [start, start + (to > from ? to - from : to + 1440 - from)].map((at) => at % WEEK);
      }),
    ),
  );
  const current = (weekday - 1) * 1440 + minute;
  const ahead = [...edges].map((at) => ((at - current - 1 + WEEK) % WEEK) + 1).sort((a, b) => a - b);
  for (const away of ahead) {
    const at = (current + away) % WEEK;
    const then = isOpen(spans, { day: Math.floor(at / 1440) + 1, minute: at % 1440 });
    if (then !== open)
      return { open: open ? 'open' : 'closed', changesAt: today + (minute + away) * MINUTE_MS };
  }
  return { open: open ? 'open' : 'closed', changesAt: null };
}

function metresBetween(a: Spot, b: Spot): number {
  const x = (b.lng - a.lng) * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(x, b.lat - a.lat) * 111_320;
}
