// Assets a page at a time, by id: for whoever copies the whole layer.
import type { Tx } from '../../platform/db/db.ts';

export type PlacedAsset = {
  id: string;
  code: string;
  category: string;
  name: string | null;
  lng: number;
  lat: number;
  areaId: string | null;
  condition: string;
};

export type AssetBox = { west: number; south: number; east: number; north: number };
export type AssetFilter = { boxes?: readonly AssetBox[] | undefined; id?: string | undefined };

// What was removed stands nowhere any more.
const WHERE = `a.district_code = $1 and a.condition <> 'removed' and ($2::text is null or a.id = $2)
  and ($3::float8[] is null or exists (
    select from unnest($3::float8[], $4::float8[], $5::float8[], $6::float8[]) as b (west, south, east, north)
    where a.lng between b.west and b.east and a.lat between b.south and b.north))`;

function valuesOf(tx: Tx, filter: AssetFilter): unknown[] {
  const side = (name: keyof AssetBox) => filter.boxes?.map((box) => box[name]) ?? null;
  return [tx.scope.district, filter.id ?? null, side('west'), side('south'), side('east'), side('north')];
}

export function listAssetPage(
  tx: Tx,
  filter: AssetFilter,
  page: { limit: number; after: string | undefined },
): Promise<PlacedAsset[]> {
  return tx.rows<PlacedAsset>(
    `select a.id, a.code, a.category, a.name, a.lng, a.lat, a.area_id as "areaId", a.condition from assets a
     where ${WHERE} and ($7::text is null or a.id > $7) order by a.id limit $8`,
    [...valuesOf(tx, filter), page.after ?? null, page.limit],
  );
}

/** The thing that carries a code and still stands. */
export async function findAssetByCode(
  tx: Tx,
  code: string,
): Promise<(PlacedAsset & { address: string | null }) | undefined> {
  const [row] = await tx.rows<PlacedAsset & { address: string | null }>(
    `select id, code, category, name, address, lng, lat, area_id as "areaId", condition from assets
     where district_code = $1 and code = $2 and condition <> 'removed' limit 1`,
    [tx.scope.district, code],
  );
  return row;
}

/** Things of one category in some areas, in the order of their codes. */
export function listAssetPlacesIn(
  tx: Tx,
  category: string,
  areaIds: readonly string[],
): Promise<{ id: string; code: string; name: string | null; address: string | null }[]> {
  return tx.rows(
    `select id, code, name, address from assets
     where district_code = $1 and category = $2 and area_id = any ($3) and condition <> 'removed' order by code, id`,
    [tx.scope.district, category, areaIds],
  );
}

export type Scannable = {
  assets: { code: string; name: string | null; address: string | null; lng: number; lat: number }[];
  buildings: { name: string | null; address: string | null; lng: number; lat: number }[];
  total: number;
};

/** What carries a printed code in some areas: things by their code, houses by their point. At most so many of each. */
export async function listScannable(
  tx: Tx,
  areaIds: readonly string[],
  most: { assets: number; buildings: number },
): Promise<Scannable> {
  const within = [tx.scope.district, areaIds];
  const assets = await tx.rows<Scannable['assets'][number] & { total: number }>(
    `select code, name, address, lng, lat, count(*) over ()::int as total from assets
     where district_code = $1 and area_id = any ($2) and condition <> 'removed' order by code, id limit $3`,
    [...within, most.assets],
  );
  const buildings = await tx.rows<Scannable['buildings'][number] & { total: number }>(
    `select name, address, lng, lat, count(*) over ()::int as total from map_features
     where district_code = $1 and area_id = any ($2) and layer = 'building' order by id limit $3`,
    [...within, most.buildings],
  );
  return {
    assets: assets.map(({ total: _all, ...one }) => one),
    buildings: buildings.map(({ total: _all, ...one }) => one),
    total: (assets[0]?.total ?? 0) + (buildings[0]?.total ?? 0),
  };
}

export type AssetCategory = { category: string; name: string; count: number };

/** The categories of things that stand somewhere, each with the name that most of them carry. */
export function listAssetCategories(tx: Tx): Promise<AssetCategory[]> {
  return tx.rows<AssetCategory>(
    `select category, coalesce(mode() within group (order by name), category) as name, count(*)::int as count
     from assets where district_code = $1 and condition <> 'removed' group by category order by 2, 1`,
    [tx.scope.district],
  );
}

export async function countAssets(tx: Tx, filter: AssetFilter): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from assets a where ${WHERE}`,
    valuesOf(tx, filter),
  );
  return row?.n ?? 0;
}
