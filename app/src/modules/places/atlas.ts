// What a process keeps of a district's map in memory: names for search, shapes for tiles and for "where is this point".
// Built on first use, replaced when the map's version changes, the least used district leaves first.
import type { Tx } from '../../platform/db/db.ts';
import { createGazetteer, type Gazetteer, type GazetteerEntry } from './gazetteer.ts';
import { distanceTo } from './geometry.ts';
import type { Bounds, Position } from './osm/elements.ts';
import { boundsOf } from './osm/read.ts';
import { type AtlasRow, findMap, listAssets, listFeatures } from './store.ts';
import { createBaseTiles, type TileSet } from './tiles.ts';

export type PointAddress = {
  /** 'in': inside a building; 'at': beside one; 'near': along a road or close to a named place. */
  relation: 'in' | 'at' | 'near';
  kind: 'building' | 'road' | 'poi';
  id: string;
  name: string;
  distanceM: number;
};

export type DistrictAtlas = {
  version: number;
  bounds: Bounds;
  attribution: string;
  gazetteer: Gazetteer;
  /** The building or road that says best where a point is; undefined further than 300 m from everything with a name. */
  addressOf(point: Position): PointAddress | undefined;
  tile(z: number, x: number, y: number): Buffer;
};

export type Atlas = { find(tx: Tx): Promise<DistrictAtlas | undefined> };

const MAX_TILES = 600;

export function createAtlas(maxDistricts = 4): Atlas {
  const held = new Map<string, { version: number; atlas: Promise<DistrictAtlas> }>();
  return {
    async find(tx) {
      const map = await findMap(tx);
      if (!map) return undefined;
      const key = tx.scope.district;
      let entry = held.get(key);
      if (!entry || entry.version !== map.version) {
        entry = { version: map.version, atlas: load(tx, map.version, map.bounds, map.attribution) };
        // A load that failed (a lost connection) must not be remembered.
        entry.atlas.catch(() => held.delete(key));
      }
      held.delete(key);
      held.set(key, entry);
      for (const oldest of held.keys()) {
        if (held.size <= maxDistricts) break;
        held.delete(oldest);
      }
      return await entry.atlas;
    },
  };
}

async function load(tx: Tx, version: number, bounds: Bounds, attribution: string): Promise<DistrictAtlas> {
  const rows = await listFeatures(tx);
  const assets = await listAssets(tx);
  const entries = entriesOf(rows);
  for (const asset of assets) {
    entries.push({
      kind: 'asset',
      id: asset.id,
      name: asset.name ? `${asset.name} ${asset.code}` : asset.code,
      address: asset.address,
      lng: asset.lng,
      lat: asset.lat,
      areaId: asset.areaId,
      pinyin: null,
      size: 0,
    });
  }
  let tiles: TileSet | undefined;
  const cache = new Map<string, Buffer>();
  const addressOf = createLocator(rows);
  return {
    version,
    bounds,
    attribution,
    gazetteer: createGazetteer(entries),
    addressOf,
    tile(z, x, y) {
      const key = `${z}/${x}/${y}`;
      let bytes = cache.get(key);
      if (bytes) cache.delete(key);
      else {
        tiles ??= createBaseTiles(rows, bounds);
        bytes = tiles.tile(z, x, y);
      }
      cache.set(key, bytes);
      if (cache.size > MAX_TILES) cache.delete(cache.keys().next().value as string);
      return bytes;
    },
  };
}

/** Search entries: one per named or addressed thing; the pieces of a road become one, at its longest piece. */
function entriesOf(rows: readonly AtlasRow[]): GazetteerEntry[] {
  const entries: GazetteerEntry[] = [];
  const roads = new Map<string, GazetteerEntry>();
  for (const row of rows) {
    if (!row.name && !row.address) continue;
    const kind = row.layer === 'road' || row.layer === 'building' ? row.layer : 'poi';
    const entry: GazetteerEntry = {
      kind,
      id: row.id,
      name: row.name,
      address: row.address,
      lng: row.lng,
      lat: row.lat,
      areaId: row.areaId,
      pinyin: row.pinyin,
      size: row.size,
    };
    if (kind !== 'road') {
      entries.push(entry);
      continue;
    }
    const known = roads.get(row.name as string);
    if (!known || known.size < row.size) roads.set(row.name as string, entry);
  }
  return [...entries, ...roads.values()];
}

const CELL = 0.003;

function createLocator(rows: readonly AtlasRow[]): (point: Position) => PointAddress | undefined {
  const cells = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const named = row.layer === 'building' ? row.address || row.name : row.name;
    if (
      !named ||
      (row.layer !== 'building' && row.layer !== 'road' && row.layer !== 'poi') ||
      row.class === 'rail' ||
      row.class === 'metro'
    )
      return;
    const box = boundsOf(row.geometry);
    for (let x = Math.floor(box.minLng / CELL); x <= Math.floor(box.maxLng / CELL); x++) {
      for (let y = Math.floor(box.minLat / CELL); y <= Math.floor(box.maxLat / CELL); y++) {
        const key = `${x}/${y}`;
        const list = cells.get(key);
        if (list) list.push(index);
        else cells.set(key, [index]);
      }
    }
  });
  return (point) => {
    let best: (PointAddress & { rank: number }) | undefined;
    const cx = Math.floor(point[0] / CELL);
    const cy = Math.floor(point[1] / CELL);
    const seen = new Set<number>();
    for (let x = cx - 1; x <= cx + 1; x++) {
      for (let y = cy - 1; y <= cy + 1; y++) {
        for (const index of cells.get(`${x}/${y}`) ?? []) {
          if (seen.has(index)) continue;
          seen.add(index);
          const row = rows[index] as AtlasRow;
          const distanceM = distanceTo(point, row.geometry);
          if (distanceM > 300) continue;
          // A house within 40 m beats the road one stands on; further away the road says it better.
          const rank =
            row.layer === 'building'
              ? distanceM <= 40
                ? distanceM
                : 400 + distanceM
              : row.layer === 'road'
                ? 50 + distanceM
                : 60 + distanceM * 1.5;
          if (best && best.rank <= rank) continue;
          best = {
            relation:
              row.layer === 'building' ? (distanceM === 0 ? 'in' : distanceM <= 40 ? 'at' : 'near') : 'near',
            kind: row.layer as PointAddress['kind'],
            id: row.id,
            name: (row.layer === 'building' ? joinWords(row.address, row.name) : row.name) as string,
            distanceM: Math.round(distanceM),
            rank,
          };
        }
      }
    }
    if (!best) return undefined;
    const { rank: _rank, ...address } = best;
    return address;
  };
}

/** 长城路89号 with its compound's name, said once. */
function joinWords(address: string | null, name: string | null): string | null {
  if (!address || !name || address.includes(name)) return address ?? name;
  return name.includes(address) ? name : `${address}（${name}）`;
}
