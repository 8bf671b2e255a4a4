// All SQL of the places area.
import type { Tx } from '../../platform/db/db.ts';
import type { Bounds, PlaceGeometry, PlaceLayer, Position } from './osm/elements.ts';

export type MapRow = { version: number; title: string; attribution: string; bounds: Bounds };

export type FeatureRow = {
  id: string;
  source: string;
  layer: PlaceLayer;
  class: string;
  name: string | null;
  street: string | null;
  houseNumber: string | null;
  address: string | null;
  pinyin: string | null;
  levels: number | null;
  heightM: number | null;
  households: number | null;
  areaId: string | null;
  hours: string | null;
  underground: boolean;
  geometry: PlaceGeometry;
  lng: number;
  lat: number;
  size: number;
};

export type AssetRow = {
  id: string;
  code: string;
  category: string;
  name: string | null;
  address: string | null;
  lng: number;
  lat: number;
  areaId: string | null;
  unitId: string | null;
  condition: 'good' | 'damaged' | 'missing' | 'removed';
};

/** What search and drawing need of a feature; geometry is absent where only names are wanted. */
export type AtlasRow = Omit<FeatureRow, 'source' | 'hours' | 'underground'>;

const BATCH = 1000;

export async function findMap(tx: Tx): Promise<MapRow | undefined> {
  const [row] = await tx.rows<{
    version: string;
    title: string;
    attribution: string;
    min_lng: number;
    min_lat: number;
    max_lng: number;
    max_lat: number;
  }>(
    'select version, title, attribution, min_lng, min_lat, max_lng, max_lat from maps where district_code = $1',
    [tx.scope.district],
    'places.find-map',
  );
  if (!row) return undefined;
  return {
    version: Number(row.version),
    title: row.title,
    attribution: row.attribution,
    bounds: { minLng: row.min_lng, minLat: row.min_lat, maxLng: row.max_lng, maxLat: row.max_lat },
  };
}

/** Counts up with every change of the map; 0 without one. */
export async function mapVersion(tx: Tx): Promise<number> {
  return (await findMap(tx))?.version ?? 0;
}

export async function writeMap(tx: Tx, map: Omit<MapRow, 'version'>): Promise<void> {
  await tx.count(
    `insert into maps (district_code, title, attribution, min_lng, min_lat, max_lng, max_lat)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (district_code) do update set version = maps.version + 1, title = excluded.title,
       attribution = excluded.attribution, min_lng = excluded.min_lng, min_lat = excluded.min_lat,
       max_lng = excluded.max_lng, max_lat = excluded.max_lat, changed_at = now()`,
    [
      tx.scope.district,
      map.title,
      map.attribution,
      map.bounds.minLng,
      map.bounds.minLat,
      map.bounds.maxLng,
      map.bounds.maxLat,
    ],
  );
}

export async function touchMap(tx: Tx): Promise<void> {
  await tx.count('update maps set version = version + 1, changed_at = now() where district_code = $1', [
    tx.scope.district,
  ]);
}

export async function deleteFeatures(tx: Tx, source: string | undefined): Promise<number> {
  return source === undefined
    ? await tx.count('delete from map_features where district_code = $1', [tx.scope.district])
    : await tx.count('delete from map_features where district_code = $1 and source = $2', [
        tx.scope.district,
        source,
      ]);
}

// COPY is not allowed under row-level security; a JSON array of a thousand rows per statement comes within a factor of two of it
// and stays in the caller's transaction.
export async function insertFeatures(tx: Tx, rows: readonly FeatureRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) {
    await tx.count(
      `insert into map_features (district_code, id, source, layer, class, name, street, house_number, address, pinyin,
         levels, height_m, households, area_id, hours, underground, geometry, lng, lat, size)
       select $1, r.id, r.source, r.layer, r.class, r.name, r.street, r."houseNumber", r.address, r.pinyin,
         r.levels, r."heightM", r.households, r."areaId", r.hours, r.underground, r.geometry, r.lng, r.lat, r.size
       from json_to_recordset($2::json) as r (id text, source text, layer text, class text, name text, street text,
         "houseNumber" text, address text, pinyin text, levels real, "heightM" real, households int, "areaId" text,
         hours text, underground boolean, geometry json, lng double precision, lat double precision, size real)`,
      [tx.scope.district, JSON.stringify(rows.slice(at, at + BATCH))],
      'places.insert-features',
    );
  }
}

export async function deleteAssets(tx: Tx): Promise<number> {
  return await tx.count('delete from assets where district_code = $1', [tx.scope.district]);
}

export async function insertAssets(tx: Tx, rows: readonly AssetRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) {
    await tx.count(
      `insert into assets (district_code, id, code, category, name, address, lng, lat, area_id, unit_id, condition)
       select $1, r.id, r.code, r.category, r.name, r.address, r.lng, r.lat, r."areaId", r."unitId", r.condition
       from json_to_recordset($2::json) as r (id text, code text, category text, name text, address text,
         lng double precision, lat double precision, "areaId" text, "unitId" text, condition text)`,
      [tx.scope.district, JSON.stringify(rows.slice(at, at + BATCH))],
      'places.insert-assets',
    );
  }
}

/** All features of a district, in a stable order. Called once per version of the map and process. */
export async function listFeatures(tx: Tx): Promise<AtlasRow[]> {
  return await tx.rows<AtlasRow>(
    `select id, layer, class, name, street, house_number as "houseNumber", address, pinyin, levels, height_m as "heightM",
       households, area_id as "areaId", geometry, lng, lat, size
     from map_features where district_code = $1 order by id`,
    [tx.scope.district],
  );
}

export async function listAssets(tx: Tx): Promise<AssetRow[]> {
  return await tx.rows<AssetRow>(
    `select id, code, category, name, address, lng, lat, area_id as "areaId", unit_id as "unitId", condition
     from assets where district_code = $1 order by id`,
    [tx.scope.district],
  );
}

export type PlacePoint = { id: string; lng: number; lat: number };

/** Points of features and assets whose area is to be found (again). */
export async function listPoints(tx: Tx, table: 'map_features' | 'assets'): Promise<PlacePoint[]> {
  const text =
    table === 'assets'
      ? 'select id, lng, lat from assets where district_code = $1'
      : `select id, lng, lat from map_features where district_code = $1 and layer in ('building', 'poi')`;
  return await tx.rows<PlacePoint>(text, [tx.scope.district]);
}

export async function writeAreas(
  tx: Tx,
  table: 'map_features' | 'assets',
  areas: readonly { id: string; areaId: string | null }[],
): Promise<void> {
  const target = table === 'assets' ? 'assets' : 'map_features';
  for (let at = 0; at < areas.length; at += BATCH * 5) {
    const part = areas.slice(at, at + BATCH * 5);
    await tx.count(
      `update ${target} t set area_id = r.area from unnest($2::text[], $3::text[]) as r (id, area)
       where t.district_code = $1 and t.id = r.id and t.area_id is distinct from r.area`,
      [tx.scope.district, part.map((one) => one.id), part.map((one) => one.areaId)],
    );
  }
}

export type BuildingRow = {
  id: string;
  name: string | null;
  address: string | null;
  households: number | null;
  areaId: string | null;
  lng: number;
  lat: number;
};

/** Buildings of areas, for coverage checks and registers. */
export async function listBuildings(tx: Tx, areaIds: readonly string[] | undefined): Promise<BuildingRow[]> {
  return await tx.rows<BuildingRow>(
    `select id, name, address, households, area_id as "areaId", lng, lat from map_features
     where district_code = $1 and layer = 'building' and ($2::text[] is null or area_id = any($2)) order by id`,
    [tx.scope.district, areaIds ?? null],
  );
}

/** A building, a point of interest or an asset in an area, with what decides where it goes when areas are redrawn. */
export type PlaceInArea = {
  id: string;
  table: 'map_features' | 'assets';
  building: boolean;
  name: string | null;
  areaId: string;
  lng: number;
  lat: number;
};

/** Everything of the map that lies in some areas. */
export async function listPlacesIn(tx: Tx, areaIds: readonly string[]): Promise<PlaceInArea[]> {
  return await tx.rows<PlaceInArea>(
    `select id, 'map_features' as table, layer = 'building' as building, coalesce(name, address) as name, area_id as "areaId", lng, lat
     from map_features where district_code = $1 and area_id = any($2)
     union all
     select id, 'assets', false, name, area_id, lng, lat from assets where district_code = $1 and area_id = any($2)
     order by 2, 1`,
    [tx.scope.district, areaIds],
  );
}

/** Something of the map that somebody goes to look at. */
export type SpotRow = {
  id: string;
  table: 'map_features' | 'assets';
  category: string;
  name: string | null;
  address: string | null;
  areaId: string | null;
  lng: number;
  lat: number;
};

const SPOTS = `select id, 'assets' as table, category, name, address, area_id as "areaId", lng, lat from assets where district_code = $1`;

/** Assets of some categories that stand in some areas. */
export async function listAssetsIn(
  tx: Tx,
  categories: readonly string[],
  areaIds: readonly string[],
): Promise<SpotRow[]> {
  return await tx.rows<SpotRow>(
    `${SPOTS} and category = any ($2) and area_id = any ($3) and condition <> 'removed' order by id`,
    [tx.scope.district, categories, areaIds],
  );
}

/** Buildings and points of interest, and assets, by their ids, wherever they stand now. */
export async function listSpots(
  tx: Tx,
  ids: { features: readonly string[]; assets: readonly string[] },
): Promise<SpotRow[]> {
  return await tx.rows<SpotRow>(
    `select id, 'map_features' as table, class as category, name, address, area_id as "areaId", lng, lat from map_features
     where district_code = $1 and id = any ($2) and layer in ('building', 'poi')
     union all ${SPOTS} and id = any ($3) order by 2, 1`,
    [tx.scope.district, ids.features, ids.assets],
  );
}

/** Buildings and points of interest that are named so, or have the address, word for word. */
export async function listNamed(tx: Tx, words: readonly string[]): Promise<(PlacePoint & Named)[]> {
  return await tx.rows<PlacePoint & Named>(
    `select id, name, address, lng, lat from map_features where district_code = $1 and layer in ('building', 'poi')
       and (name = any ($2) or address = any ($2)) order by id limit 5000`,
    [tx.scope.district, words],
  );
}
type Named = { name: string | null; address: string | null };

/** A building with its outline, for planning. */
export type BuildingShape = BuildingRow & {
  class: string;
  levels: number | null;
  heightM: number | null;
  geometry: PlaceGeometry;
};

/** Buildings that lie in some areas, or in the box when they lie in none. */
export async function listBuildingShapes(
  tx: Tx,
  areaIds: readonly string[],
  box: readonly [west: number, south: number, east: number, north: number] | undefined,
): Promise<BuildingShape[]> {
  return await tx.rows<BuildingShape>(
    `select id, name, address, households, area_id as "areaId", lng, lat, class, levels, height_m as "heightM", geometry
     from map_features where district_code = $1 and layer = 'building' and (area_id = any ($2)
       or ($3::double precision is not null and lng between $3 and $5 and lat between $4 and $6)) order by id`,
    [tx.scope.district, areaIds, ...(box ?? [null, null, null, null])],
  );
}

export type MapLine = {
  id: string;
  layer: 'road' | 'water';
  class: string;
  name: string | null;
  underground: boolean;
  paths: Position[][];
};

/** Roads, railways and water of the map as lines; areas of water as their rings. */
export async function listMapLines(tx: Tx): Promise<MapLine[]> {
  const rows = await tx.rows<{
    id: string;
    layer: 'road' | 'water';
    class: string;
    name: string | null;
    underground: boolean;
    geometry: PlaceGeometry;
  }>(
    `select id, layer, class, name, underground, geometry from map_features where district_code = $1 and layer in ('road', 'water') order by id`,
    [tx.scope.district],
  );
  return rows.map(({ geometry, ...row }) => ({ ...row, paths: pathsOf(geometry) }));
}

function pathsOf(geometry: PlaceGeometry): Position[][] {
  switch (geometry.type) {
    case 'Point':
      return [];
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
  }
}

/** Something that people go to; `hours` as the source writes them. */
export type Facility = SpotRow & { layer: 'poi' | 'asset'; hours: string | null };

/** Points of interest and public things by kind, in some areas or in the box. */
export async function listFacilities(
  tx: Tx,
  areaIds: readonly string[],
  box: readonly [west: number, south: number, east: number, north: number] | undefined,
): Promise<Facility[]> {
  const within = `(area_id = any ($2) or ($3::double precision is not null and lng between $3 and $5 and lat between $4 and $6))`;
  return await tx.rows<Facility>(
    `select id, 'map_features' as table, 'poi' as layer, class as category, name, address, area_id as "areaId", lng, lat, hours
     from map_features where district_code = $1 and layer = 'poi' and ${within}
     union all select id, 'assets', 'asset', category, name, address, area_id, lng, lat, null from assets
     where district_code = $1 and condition <> 'removed' and ${within} order by 2, 1`,
    [tx.scope.district, areaIds, ...(box ?? [null, null, null, null])],
  );
}
