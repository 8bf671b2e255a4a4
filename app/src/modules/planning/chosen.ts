// The things that a choice of places means: of the map, of what the product keeps, and placed by hand.
import type { Tx } from '../../platform/db/db.ts';
import { listFacilities } from '../places/public.ts';
import type { PlaceChoice } from './contract.ts';
import type { Ground } from './ground.ts';
import { listServicePlaces, serviceSources } from './services.ts';

export type FoundPlace = { id: string; name: string; lng: number; lat: number; hours?: string };

/** The things that a choice means, in the area and around it, each once. */
export async function chosenPlaces(tx: Tx, ground: Ground, choice: PlaceChoice): Promise<FoundPlace[]> {
  return (await placesAndMissing(tx, ground, choice)).places;
}

/** The same, with the names of those whose place nobody recorded. */
export async function placesAndMissing(
  tx: Tx,
  ground: Ground,
  choice: PlaceChoice,
): Promise<{ places: FoundPlace[]; unplaced: string[] }> {
  const unplaced: string[] = [];
  const found = new Map<string, FoundPlace>();
  const add = (id: string, name: string | null, lng: number, lat: number, hours: string | null = null) => {
    if (!found.has(id)) found.set(id, { id, name: name ?? '', lng, lat, ...(hours ? { hours } : {}) });
  };
  if ((choice.assets ?? []).length + (choice.pois ?? []).length > 0) {
    for (const one of await listFacilities(tx, ground.areaIds, ground.around)) {
      const wanted = one.layer === 'poi' ? choice.pois : choice.assets;
      if (wanted?.includes(one.category)) add(one.id, one.name ?? one.address, one.lng, one.lat, one.hours);
    }
  }
  for (const { row } of ground.buildings)
    if (choice.buildings?.includes(row.class)) add(row.id, row.name ?? row.address, row.lng, row.lat);
  if (serviceSources.some((source) => (choice[source] ?? []).length > 0)) {
    for (const { id, name, source, kinds, hours, at } of await listServicePlaces(tx, ground)) {
      if (!kinds.some((kind) => choice[source]?.includes(kind))) continue;
      if (at) add(id, name, at.lng, at.lat, hours);
      else unplaced.push(name);
    }
  }
  for (const { id, name, lng, lat } of choice.spots ?? []) add(id, name, lng, lat);
  return { places: [...found.values()], unplaced };
}
