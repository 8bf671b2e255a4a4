// Where it is: the phone's own position, a name, a point on the map, or what a code on a lamp post says.
import { get } from '../kit/api.ts';
import type { CaseRow, Lng, PlaceHit } from '../kit/api-types.ts';

export type PlaceSource = 'gps' | 'search' | 'map' | 'code' | 'earlier';

export type PickedPlace = {
  source: PlaceSource;
  point: Lng | null;
  areaId: string | null;
  /** The address in words, '' when nothing is near. */
  address: string;
  /** Names of the areas above, smallest last; [] while unknown. */
  areas: string[];
  inside: boolean;
  /** The position came in the coordinates of Chinese maps and was converted. */
  converted: boolean;
};

export type GridCard = {
  grid: { id: string; name: string; level: string } | null;
  /** Published names only; null when the unit publishes none. */
  who: { name: string | null; title: string; unit: string }[];
  phone: string | null;
  hours: string | null;
  canDo: string[];
};

export type Located = { areas: { id: string; name: string; level: string }[]; card: GridCard | null };

type Address = { address: string | null; inside: boolean; lng: number; lat: number };

export class LocateFailure extends Error {
  readonly why: 'denied' | 'unavailable' | 'unsupported';
  constructor(why: LocateFailure['why']) {
    super(why);
    this.name = 'LocateFailure';
    this.why = why;
  }
}

/** Asks the phone where it is. Throws LocateFailure. */
export function myPosition(): Promise<Lng & { accuracyM: number }> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) {
      reject(new LocateFailure('unsupported'));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lng: coords.longitude, lat: coords.latitude, accuracyM: coords.accuracy }),
      (error) => reject(new LocateFailure(error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable')),
      { enableHighAccuracy: true, timeout: 12_000, maximumAge: 30_000 },
    );
  });
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

type Found = Address & { areas: string[] };

/**
 * What is known about a point: its address from the map, its areas from the territory. Either is enough to be inside: a district
 * may have drawn its grids and own no map yet. Names of areas are a comfort; filing works without them.
 */
async function lookAt(point: Lng, signal: AbortSignal | undefined, system?: 'gcj02'): Promise<Found> {
  const query = { lng: rounded(point.lng), lat: rounded(point.lat) };
  const at = await get<Address>('/places/at', { ...query, system }, signal);
  const located = await locate({ lng: at.lng, lat: at.lat }, signal).catch(() => undefined);
  const areas = located?.areas.map((area) => area.name) ?? [];
  return { ...at, areas, inside: at.inside || areas.length > 0 };
}

/**
 * Puts a point into words. A browser should say WGS 84; some on Chinese phones say GCJ-02, about 500 m off. When the point lies
 * outside and the converted one inside, the converted one is meant; otherwise the person sees the address and corrects it.
 */
export async function describePoint(
  point: Lng,
  source: PlaceSource,
  signal?: AbortSignal,
): Promise<PickedPlace> {
  let at = await lookAt(point, signal);
  let converted = false;
  if (!at.inside && source === 'gps') {
    const other = await lookAt(point, signal, 'gcj02');
    if (other.inside) {
      at = other;
      converted = true;
    }
  }
  const where = converted ? { lng: at.lng, lat: at.lat } : point;
  return {
    source,
    point: { lng: rounded(where.lng), lat: rounded(where.lat) },
    areaId: null,
    address: at.address ?? '',
    areas: at.areas,
    inside: at.inside,
    converted,
  };
}

export function searchPlaces(
  query: string,
  near: Lng | undefined,
  signal?: AbortSignal,
): Promise<PlaceHit[]> {
  const by = near ? `${rounded(near.lng)},${rounded(near.lat)}` : undefined;
  return get<PlaceHit[]>('/public/places', { q: query, near: by, limit: 8 }, signal);
}

export async function placeOfHit(
  hit: PlaceHit,
  source: PlaceSource,
  signal?: AbortSignal,
): Promise<PickedPlace> {
  const found = await describePoint({ lng: hit.lng, lat: hit.lat }, source, signal);
  const words = [hit.name, hit.address].filter((part, index, all) => part && all.indexOf(part) === index);
  return { ...found, address: words.join(' ') || found.address };
}

export type PlaceCode =
  | { kind: 'point'; point: Lng }
  | { kind: 'area'; areaId: string }
  | { kind: 'asset'; code: string };

/** Reads what a printed code carries: `lng,lat`, the id of an area, or the number on a public thing. */
export function readPlaceCode(text: string | undefined): PlaceCode | undefined {
  const value = text?.trim() ?? '';
  const pair = /^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,2}(?:\.\d+)?)$/.exec(value);
  if (pair) {
    const point = { lng: Number(pair[1]), lat: Number(pair[2]) };
    return Math.abs(point.lng) <= 180 && Math.abs(point.lat) <= 90 ? { kind: 'point', point } : undefined;
  }
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return { kind: 'area', areaId: value };
  if (/^[A-Za-z0-9-]{4,32}$/.test(value)) return { kind: 'asset', code: value };
  return undefined;
}

export function locate(point: Lng, signal?: AbortSignal): Promise<Located> {
  return get<Located>('/public/locate', { lng: rounded(point.lng), lat: rounded(point.lat) }, signal);
}

export type Spot = {
  place: {
    name: string | null;
    address: string;
    lng: number;
    lat: number;
    asset: string | null;
    areas: { id: string; name: string; level: string }[];
  };
  cases: { id: string; number: string; category: string; state: string; filedAt: number; joined: number }[];
  staff: boolean;
  own: CaseRow[];
};

/** What a printed code of a point or a public thing stands for, and what is being dealt with there. */
export function readSpot(code: PlaceCode & { kind: 'point' | 'asset' }, signal?: AbortSignal): Promise<Spot> {
  const asked =
    code.kind === 'asset'
      ? { asset: code.code }
      : { lng: rounded(code.point.lng), lat: rounded(code.point.lat) };
  return get<Spot>('/public/spots', asked, signal);
}

/** The place that a printed code names, as a report takes it. */
export async function placeOfCode(
  code: PlaceCode,
  read: (code: PlaceCode & { kind: 'point' | 'asset' }) => Promise<Spot>,
): Promise<PickedPlace> {
  const known = { source: 'code' as const, inside: true, converted: false };
  if (code.kind === 'area') return { ...known, point: null, areaId: code.areaId, address: '', areas: [] };
  const { place } = await read(code);
  return {
    ...known,
    point: { lng: place.lng, lat: place.lat },
    areaId: null,
    address: [place.address, place.name]
      .filter((part, at, all) => part && all.indexOf(part) === at)
      .join(' '),
    areas: place.areas.map((area) => area.name),
  };
}
