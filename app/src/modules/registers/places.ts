// What of the registers of places is planned with: venues with their uses and hours, and how many of some groups live in a building.
import type { Register } from '../../engines/register/declare.ts';
import { listRecords } from '../../engines/register/store-list.ts';
import type { Tx } from '../../platform/db/db.ts';
import { buildings } from './presets/buildings.ts';
import { venues } from './presets/resources.ts';

const MOST = 20_000;

type Placed = { id: string; name: string; address: string; areaPath: string };
export type VenueRow = Placed & {
  everyday: string | null;
  emergency: readonly string[];
  hours: string | null;
};
export type BuildingPeople = Placed & {
  compound: string;
  elderly: number;
  children: number;
  disabled: number;
};

async function current(tx: Tx, register: Register, areaPath: string | null) {
  const query = { paths: null, areaPath, words: [], conditions: [], state: 'current', asOf: null } as const;
  return listRecords(tx, register, query, { by: 'title', after: null, limit: MOST });
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Venues of a place and of what lies within it; of the whole district without one. */
export async function listVenues(tx: Tx, areaPath: string | null): Promise<VenueRow[]> {
  return (await current(tx, venues, areaPath)).map(({ id, areaPath: path, stored }) => ({
    id,
    name: text(stored['name']),
    address: text(stored['address']),
    areaPath: path,
    everyday: text(stored['everyday']) || null,
    emergency: Array.isArray(stored['emergency']) ? stored['emergency'].map(String) : [],
    hours: text(stored['hours']) || null,
  }));
}

/** Buildings for which any of the groups was counted. */
export async function listBuildingPeople(tx: Tx, areaPath: string): Promise<BuildingPeople[]> {
  return (await current(tx, buildings, areaPath))
    .map(({ id, areaPath: path, stored }) => ({
      id,
      name: text(stored['name']),
      compound: text(stored['compound']),
      address: text(stored['address']),
      areaPath: path,
      elderly: count(stored['elderly']),
      children: count(stored['children']),
      disabled: count(stored['disabled']),
    }))
    .filter((one) => one.elderly + one.children + one.disabled > 0);
}
