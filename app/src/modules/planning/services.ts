// Places that other parts of the product keep: shelters, stock points, venues. Where one has an address and no point, the map is asked.
import type { BBox } from '@renlin/core/geometry/types';
import type { Tx } from '../../platform/db/db.ts';
import { listFacilities } from '../places/public.ts';
import { type BuildingPeople, listBuildingPeople, listVenues } from '../registers/public.ts';
import { listShelters } from '../shelters/public.ts';
import { listStockLines, listStockPoints } from '../stocks/public.ts';
import type { Ground } from './ground.ts';
import { createFinder, type Named, type Spot } from './on-the-map.ts';

export const serviceSources = ['shelters', 'stocks', 'venues'] as const;
export type ServiceSource = (typeof serviceSources)[number];

/** `at` is missing where neither a point is recorded nor the map knows the address. */
export type ServicePlace = {
  id: string;
  name: string;
  source: ServiceSource;
  kinds: readonly string[];
  hours: string | null;
  at?: Spot;
};

const MOST_LINES = 20_000;
const AED = 'aed';

/** What a person with the key opens at any hour. */
const ANY_HOUR = '24/7';

/** Those of the area, and those within its box: people go to what is near, whoever keeps it. */
export async function listServicePlaces(tx: Tx, ground: Ground): Promise<ServicePlace[]> {
  const [shelters, points, lines, venues] = [
    await listShelters(tx),
    await listStockPoints(tx),
    await listStockLines(tx, { limit: MOST_LINES }),
    await listVenues(tx, null),
  ];
  const facilities = await listFacilities(tx, ground.areaIds, ground.around);
  const find = createFinder([...facilities.map(named), ...ground.buildings.map(({ row }) => named(row))]);
  const { path } = ground.area;
  const held = new Map<string, Set<string>>();
  for (const line of lines) {
    if (line.onHand <= 0) continue;
    const kinds = held.get(line.pointId) ?? new Set<string>();
    held.set(line.pointId, kinds.add(`stock-${line.class}`));
    if (line.item === AED) kinds.add('stock-aed');
  }
  const found: (Omit<ServicePlace, 'at'> & {
    address: string;
    areaPath: string;
    lng: number | null;
    lat: number | null;
  })[] = [
    ...shelters.map((one) => ({
      ...one,
      source: 'shelters' as const,
      hours: ANY_HOUR,
      kinds: [
        'shelter',
        ...(one.openingId === null ? [] : ['shelter-open']),
        ...(one.careCapacity > 0 ? ['shelter-care'] : []),
        ...(one.stepFree ? ['shelter-step-free'] : []),
      ],
    })),
    ...points.map((one) => ({
      ...one,
      source: 'stocks' as const,
      hours: one.opening,
      kinds: ['stock-point', ...[...(held.get(one.id) ?? [])].sort()],
    })),
    ...venues.map((one) => ({
      ...one,
      lng: null,
      lat: null,
      source: 'venues' as const,
      kinds: [
        ...(one.everyday === null ? [] : [`venue-${one.everyday}`]),
        ...one.emergency.map((use) => `venue-for-${use}`),
      ],
    })),
  ];
  return found.flatMap(({ id, name, source, kinds, hours, address, areaPath, lng, lat }): ServicePlace[] => {
    const at = lng !== null && lat !== null ? { lng, lat } : find([address, name]);
    if (!areaPath.startsWith(path) && !(at && ground.around && inBox(ground.around, at))) return [];
    return [{ id, name, source, kinds, hours, ...(at ? { at } : {}) }];
  });
}

const named = ({ name, address, lng, lat }: Named) => ({
  name,
  address,
  lng,
  lat,
});

const inBox = ([west, south, east, north]: BBox, { lng, lat }: Spot): boolean =>
  lng >= west && lng <= east && lat >= south && lat <= north;

export const peopleGroups = ['elderly', 'children', 'disabled'] as const;
export type PeopleGroup = (typeof peopleGroups)[number];
export type PeopleCount = Readonly<Partial<Record<PeopleGroup, number>>>;

/** How many of each group live in the buildings of the ground, and how many lines of the register no building of the map answers to. */
export async function countPeopleByBuilding(
  tx: Tx,
  ground: Ground,
): Promise<{ byBuilding: ReadonlyMap<string, PeopleCount>; unmatched: number }> {
  const rows = await listBuildingPeople(tx, ground.area.path);
  const find = createFinder(ground.buildings.map(({ row }) => ({ ...row, building: row.id })));
  const byBuilding = new Map<string, Record<PeopleGroup, number>>();
  let unmatched = 0;
  for (const row of rows) {
    const id = find(wordsOf(row))?.building;
    if (id === undefined) {
      unmatched += 1;
      continue;
    }
    const sum = byBuilding.get(id) ?? { elderly: 0, children: 0, disabled: 0 };
    for (const group of peopleGroups) sum[group] += row[group];
    byBuilding.set(id, sum);
  }
  return { byBuilding, unmatched };
}

const wordsOf = ({ address, compound, name }: BuildingPeople): string[] => [
  ...(compound === '' ? [] : [`${compound}${name}`]),
  address,
];
