// Use cases of the places area: bring in a map, find an area for what stands on it, search, say where a point is.
import gcoord from 'gcoord';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Platform } from '../../platform/platform.ts';
import { type Atlas, createAtlas } from './atlas.ts';
import type { MapInfo, PlaceHitJson, PointAddressJson } from './contract.ts';
import { kilometresAway } from './elsewhere.ts';
import { pinyinOf } from './gazetteer.ts';
import { middleOf, sizeOf } from './geometry.ts';
import type {
  Bounds,
  CoordinateSystem,
  OsmReport,
  PlaceFeature,
  Position,
  ReadProgress,
} from './osm/elements.ts';
import { boundsOf, readOsm } from './osm/read.ts';
import {
  type AssetRow,
  deleteAssets,
  deleteFeatures,
  type FeatureRow,
  findMap,
  insertAssets,
  insertFeatures,
  listPoints,
  touchMap,
  writeAreas,
  writeMap,
} from './store.ts';

/** The id of the area that holds a point. */
export type LocateArea = (lng: number, lat: number) => string | undefined;

export type NewAsset = Omit<AssetRow, 'areaId' | 'unitId' | 'condition'> &
  Partial<Pick<AssetRow, 'areaId' | 'unitId' | 'condition'>>;

export type NewFeature = PlaceFeature & { areaId?: string | null };

export type MapInput = {
  /** `osm` or `demo`: features of the same source are replaced, others stay unless `replaceAll`. */
  source: string;
  title: string;
  attribution: string;
  features: readonly NewFeature[];
  assets?: readonly NewAsset[];
  locate?: LocateArea | undefined;
  replaceAll?: boolean;
};

// One atlas per platform: a test with its own database must not see another's map.
const atlases = new WeakMap<Platform, Atlas>();

export function atlasOf(platform: Platform): Atlas {
  let atlas = atlases.get(platform);
  if (!atlas) {
    atlas = createAtlas();
    atlases.set(platform, atlas);
  }
  return atlas;
}

/** Replaces the map of the transaction's district. O(features); one transaction, so a failure leaves the old map. */
export async function replaceMap(tx: Tx, input: MapInput): Promise<{ features: number; assets: number }> {
  if (input.features.length === 0) throw problem('places.file-no-features', {});
  const rows = input.features.map((feature) => rowOf(feature, input.source, input.locate));
  await deleteFeatures(tx, input.replaceAll === false ? input.source : undefined);
  await insertFeatures(tx, rows);
  if (input.assets) {
    await deleteAssets(tx);
    await insertAssets(
      tx,
      input.assets.map((asset) => ({
        ...asset,
        areaId: asset.areaId ?? input.locate?.(asset.lng, asset.lat) ?? null,
        unitId: asset.unitId ?? null,
        condition: asset.condition ?? 'good',
      })),
    );
  }
  await writeMap(tx, {
    title: input.title,
    attribution: input.attribution,
    bounds: boundsOfAll(input.features),
  });
  return { features: rows.length, assets: input.assets?.length ?? 0 };
}

/** Finds areas anew after boundaries changed, for all buildings, points of interest and assets. */
export async function assignAreas(tx: Tx, locate: LocateArea): Promise<{ placed: number; outside: number }> {
  let placed = 0;
  let outside = 0;
  for (const table of ['map_features', 'assets'] as const) {
    const points = await listPoints(tx, table);
    const areas = points.map(({ id, lng, lat }) => ({ id, areaId: locate(lng, lat) ?? null }));
    await writeAreas(tx, table, areas);
    for (const one of areas) {
      if (one.areaId === null) outside += 1;
      else placed += 1;
    }
  }
  await touchMap(tx);
  return { placed, outside };
}

/** Writes the new areas of what `listPlacesIn` gave, and says that the map changed. */
export async function movePlaces(
  tx: Tx,
  moves: readonly { id: string; table: 'map_features' | 'assets'; areaId: string | null }[],
): Promise<void> {
  if (moves.length === 0) return;
  for (const table of ['map_features', 'assets'] as const)
    await writeAreas(
      tx,
      table,
      moves.filter((move) => move.table === table),
    );
  await touchMap(tx);
}

export type ImportOsmOptions = {
  file: string;
  district: string;
  system?: CoordinateSystem;
  /** Only what lies here is taken, e.g. the box of the district. */
  within?: Bounds;
  locate?: LocateArea;
  /** The box of the district's areas; a map that lies elsewhere is refused, unless `farIsRight`. */
  areas?: Bounds | undefined;
  farIsRight?: boolean;
  onProgress?: (progress: ReadProgress) => void;
};

/** `renlin import osm FILE`: reads a file and makes it the district's map. Throws `places.*` problems; all or nothing. */
export async function importOsm(platform: Platform, options: ImportOsmOptions): Promise<OsmReport> {
  const { features, report } = await readOsm(options.file, {
    ...(options.system ? { system: options.system } : {}),
    ...(options.within ? { within: options.within } : {}),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  const away = options.areas && !options.farIsRight ? kilometresAway(features, options.areas) : undefined;
  if (away !== undefined) throw problem('places.far-away', { kilometres: Math.max(1, Math.round(away)) });
  const scope = scopeOf({ kind: 'system', district: options.district, reason: 'import osm' });
  await platform.db.tx(scope, async (tx) => {
    await replaceMap(tx, {
      source: 'osm',
      title: 'OpenStreetMap',
      attribution: '© OpenStreetMap contributors (ODbL)',
      features,
      locate: options.locate,
    });
  });
  return report;
}

/** Search by name, address, house number or pinyin; best first. */
export async function searchPlaces(
  platform: Platform,
  tx: Tx,
  query: { q: string; near?: string | undefined; limit?: number | undefined },
): Promise<PlaceHitJson[]> {
  const atlas = await atlasOf(platform).find(tx);
  if (!atlas) return [];
  const [lng, lat] = query.near?.split(',').map(Number) ?? [];
  const near = lng !== undefined && lat !== undefined ? { lng, lat } : undefined;
  return atlas.gazetteer.search(query.q, { near, ...(query.limit ? { limit: query.limit } : {}) });
}

/** A point in WGS84, from what a phone or a Chinese map gave. */
export function toWgs84(point: {
  lng: number;
  lat: number;
  system?: CoordinateSystem | 'bd09' | undefined;
}): {
  lng: number;
  lat: number;
} {
  if (point.system !== 'gcj02' && point.system !== 'bd09') return { lng: point.lng, lat: point.lat };
  const shift = gcoord as unknown as { transform(at: Position, from: string, to: string): Position };
  const [lng, lat] = shift.transform(
    [point.lng, point.lat],
    point.system === 'bd09' ? 'BD09' : 'GCJ02',
    'WGS84',
  );
  return { lng, lat };
}

/** The words for where a point is: 长城路89号, or 春阳路附近. */
export async function addressAt(
  platform: Platform,
  tx: Tx,
  input: { lng: number; lat: number; system?: CoordinateSystem | undefined },
  messages: Messages,
  locale: Locale,
): Promise<PointAddressJson> {
  const point = toWgs84(input);
  const atlas = await atlasOf(platform).find(tx);
  const none = { address: null, relation: null, id: null, distanceM: null, ...point };
  if (!atlas) return { ...none, inside: false };
  const b = atlas.bounds;
  const inside =
    point.lng >= b.minLng && point.lng <= b.maxLng && point.lat >= b.minLat && point.lat <= b.maxLat;
  const found = atlas.addressOf([point.lng, point.lat]);
  if (!found) return { ...none, inside };
  const address =
    found.relation === 'near' ? messages.text(locale, 'places.near', { name: found.name }) : found.name;
  return { address, relation: found.relation, id: found.id, distanceM: found.distanceM, ...point, inside };
}

/** Where to look first. Without a map: the middle of the country, and `ready: false`. */
export async function describeMap(tx: Tx): Promise<MapInfo> {
  const map = await findMap(tx);
  if (!map) {
    return {
      ready: false,
      version: '0',
      center: [104.2, 35.9],
      bounds: [73, 3, 136, 54],
      zoom: 3,
      attribution: '',
    };
  }
  const { minLng, minLat, maxLng, maxLat } = map.bounds;
  const span = Math.max(maxLng - minLng, maxLat - minLat, 0.002);
  return {
    ready: true,
    version: String(map.version),
    center: [(minLng + maxLng) / 2, (minLat + maxLat) / 2],
    bounds: [minLng, minLat, maxLng, maxLat],
    zoom: Math.round(Math.min(16, Math.max(8, Math.log2(360 / span) + 1)) * 10) / 10,
    attribution: map.attribution,
  };
}

function rowOf(feature: NewFeature, source: string, locate: LocateArea | undefined): FeatureRow {
  const [lng, lat] = middleOf(feature.geometry);
  const placed = feature.layer === 'building' || feature.layer === 'poi';
  return {
    id: feature.id,
    source,
    layer: feature.layer,
    class: feature.class,
    name: feature.name,
    street: feature.street,
    houseNumber: feature.houseNumber,
    address: feature.address,
    pinyin: pinyinOf(feature.name, feature.layer === 'road' ? null : feature.address),
    levels: feature.levels,
    heightM: feature.heightM,
    households: feature.households === null ? null : Math.round(feature.households),
    hours: feature.hours ?? null,
    underground: feature.underground ?? false,
    areaId: feature.areaId ?? (placed ? locate?.(lng, lat) : undefined) ?? null,
    geometry: feature.geometry,
    lng,
    lat,
    size: Math.min(1e12, sizeOf(feature.geometry)),
  };
}

/** The box of the middle 99.8 %: one stray point must not zoom the map out to a continent. */
function boundsOfAll(features: readonly PlaceFeature[]): Bounds {
  const boxes = features.map((one) => boundsOf(one.geometry));
  const cut = Math.floor(boxes.length * 0.001);
  const at = (values: number[], end: 'low' | 'high') => {
    values.sort((a, b) => a - b);
    return values[end === 'low' ? cut : values.length - 1 - cut] as number;
  };
  return {
    minLng: at(
      boxes.map((box) => box.minLng),
      'low',
    ),
    minLat: at(
      boxes.map((box) => box.minLat),
      'low',
    ),
    maxLng: at(
      boxes.map((box) => box.maxLng),
      'high',
    ),
    maxLat: at(
      boxes.map((box) => box.maxLat),
      'high',
    ),
  };
}
