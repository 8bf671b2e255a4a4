// Vector tiles cut in memory from the map of a district. Each thing carries the zoom from which it is drawn (`minz`), so a
// tile of a dense quarter stays small at every zoom.
import { gzipSync } from 'node:zlib';
import GeoJSONVT, { type LegacyFeature } from 'geojson-vt';
import vtpbf from 'vt-pbf';
import { middleOf } from './geometry.ts';
import type { Bounds, PlaceGeometry } from './osm/elements.ts';
import type { AtlasRow } from './store.ts';

/** Deeper zooms reuse these tiles; 16 keeps a metre at 4096 units. */
export const TILE_MAX_ZOOM = 16;
/** Above this a tile sheds its smallest things. */
const MAX_BYTES = 190_000;

type TileFeature = {
  type: 'Feature';
  properties: Record<string, string | number> & { minz: number; size: number };
  geometry: PlaceGeometry;
};

export type TileSet = {
  /** The packed (gzip) tile; an empty one is valid. */
  tile(z: number, x: number, y: number): Buffer;
};

const roadZoom: Record<string, number> = {
  motorway: 8,
  trunk: 8,
  primary: 9,
  secondary: 10,
  rail: 11,
  metro: 11,
  tertiary: 12,
  residential: 13,
  service: 14,
  track: 14,
  foot: 15,
  cycle: 15,
};

const earlyPois = new Set([
  'hospital',
  'school',
  'university',
  'kindergarten',
  'marketplace',
  'station',
  'townhall',
  'park',
  'compound',
  'community_centre',
]);
const latePois = new Set([
  'address',
  'bus_stop',
  'traffic_signals',
  'gate',
  'entrance',
  'toilets',
  'parking',
  'bench',
  'atm',
  'building',
]);

export function createBaseTiles(rows: readonly AtlasRow[], bounds: Bounds): TileSet {
  const layers: Record<string, TileFeature[]> = {
    land: [landOf(bounds)],
    landuse: [],
    water: [],
    road: [],
    building: [],
    label: [],
  };
  for (const row of rows) {
    switch (row.layer) {
      case 'landuse':
        layers.landuse?.push(feature(row, areaZoom(row.size, 0)));
        break;
      case 'water':
        layers.water?.push(feature(row, row.geometry.type.endsWith('String') ? 12 : areaZoom(row.size, -1)));
        break;
      case 'road':
        layers.road?.push(feature(row, roadZoom[row.class] ?? 14));
        break;
      case 'building':
        layers.building?.push(feature(row, row.size > 3000 ? 13 : row.size > 250 ? 14 : 15));
        break;
      default:
        if (row.name) layers.label?.push(label(row, row.layer === 'place' ? 10 : poiZoom(row.class)));
    }
    if (row.name && row.layer === 'landuse') layers.label?.push(label(row, row.size > 30_000 ? 14 : 15));
    if (row.name && row.layer === 'water' && row.size > 5000) layers.label?.push(label(row, 13));
  }
  return createTileSet(layers);
}

export type AreaShape = {
  id: string;
  level: string;
  name: string;
  /** What is written on the map: the short number of a grid, the name of a street. */
  label: string;
  geometry: PlaceGeometry;
};

const areaZooms: Record<string, number> = {
  district: 8,
  street: 10,
  community: 12,
  grid: 13,
  'micro-grid': 15,
};

export function createAreaTiles(shapes: readonly AreaShape[]): TileSet {
  const area: TileFeature[] = [];
  const label: TileFeature[] = [];
  for (const shape of shapes) {
    const properties = { id: shape.id, level: shape.level, name: shape.name, label: shape.label };
    const minz = areaZooms[shape.level] ?? 13;
    area.push({ type: 'Feature', properties: { ...properties, minz, size: 1e12 }, geometry: shape.geometry });
    label.push({
      type: 'Feature',
      properties: { ...properties, minz, size: 1e12 },
      geometry: { type: 'Point', coordinates: middleOf(shape.geometry) },
    });
  }
  return createTileSet({ area, label });
}

function createTileSet(layers: Record<string, readonly TileFeature[]>): TileSet {
  const indexes = new Map<string, GeoJSONVT>();
  for (const [name, features] of Object.entries(layers)) {
    if (features.length === 0) continue;
    const collection = { type: 'FeatureCollection', features } as unknown as ConstructorParameters<
      typeof GeoJSONVT
    >[0];
    // A shallow first cut: the rest is cut when somebody looks.
    indexes.set(
      name,
      new GeoJSONVT(collection, {
        maxZoom: TILE_MAX_ZOOM,
        indexMaxZoom: 5,
        indexMaxPoints: 200_000,
        tolerance: name === 'building' || name === 'area' ? 2 : 3,
        extent: 4096,
        buffer: name === 'label' ? 128 : 64,
      }),
    );
  }
  return {
    tile(z, x, y) {
      const cut = new Map<string, LegacyFeature[]>();
      for (const [name, index] of indexes) {
        const features = index.getTile(z, x, y)?.features.filter((one) => tagsOf(one).minz <= z) ?? [];
        if (features.length > 0) cut.set(name, features);
      }
      let bytes = encode(cut);
      // Too full: the smallest go, by the share that must go, with a little more each time.
      for (let share = 0.95; bytes.length > MAX_BYTES && share > 0.01; share *= 0.8) {
        bytes = encode(largest(cut, (share * MAX_BYTES) / bytes.length));
      }
      return gzipSync(bytes, { level: 5 });
    },
  };
}

type Cut = ReadonlyMap<string, readonly LegacyFeature[]>;

function encode(cut: Cut): Uint8Array {
  const out: Record<string, { features: unknown[] }> = {};
  for (const [name, features] of cut) {
    if (features.length > 0)
      out[name] = { features: features.map((one) => ({ ...one, tags: bare(tagsOf(one)) })) };
  }
  return vtpbf.fromGeojsonVt(out, { version: 2, extent: 4096 });
}

/** The given share of a tile's features, largest first, each layer in its old order. */
function largest(cut: Cut, share: number): Cut {
  const all = [...cut.values()].flat().sort((a, b) => tagsOf(b).size - tagsOf(a).size);
  const kept = new Set(all.slice(0, Math.ceil(all.length * share)));
  return new Map([...cut].map(([name, features]) => [name, features.filter((one) => kept.has(one))]));
}

function tagsOf(one: LegacyFeature): TileFeature['properties'] {
  return one.tags as TileFeature['properties'];
}

function bare(tags: TileFeature['properties']): Record<string, string | number> {
  const { minz: _minz, size: _size, ...rest } = tags;
  return rest;
}

function feature(row: AtlasRow, minz: number): TileFeature {
  const properties: TileFeature['properties'] = { class: row.class, minz, size: row.size };
  if (row.name) properties.name = row.name;
  if (row.layer === 'building') {
    delete properties.name;
    const words = row.houseNumber ?? row.name;
    if (words) properties.label = words;
    if (row.levels) properties.levels = row.levels;
  }
  return { type: 'Feature', properties, geometry: row.geometry };
}

function label(row: AtlasRow, minz: number): TileFeature {
  const kind =
    row.layer === 'poi' || row.layer === 'place' ? row.layer : row.layer === 'water' ? 'water' : 'green';
  return {
    type: 'Feature',
    properties: { name: row.name as string, class: row.class, kind, minz, size: 1e9 },
    geometry: { type: 'Point', coordinates: middleOf(row.geometry) },
  };
}

function areaZoom(size: number, shift: number): number {
  const zoom = size > 1_000_000 ? 9 : size > 100_000 ? 11 : size > 20_000 ? 13 : size > 3000 ? 14 : 15;
  return zoom + shift;
}

function poiZoom(kind: string): number {
  if (earlyPois.has(kind)) return 14;
  return latePois.has(kind) ? 16 : 15;
}

function landOf(bounds: Bounds): TileFeature {
  const dx = (bounds.maxLng - bounds.minLng) * 0.5 + 0.02;
  const dy = (bounds.maxLat - bounds.minLat) * 0.5 + 0.02;
  const [w, s, e, n] = [bounds.minLng - dx, bounds.minLat - dy, bounds.maxLng + dx, bounds.maxLat + dy];
  return {
    type: 'Feature',
    properties: { class: 'land', minz: 0, size: 1e12 },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [w, s],
          [e, s],
          [e, n],
          [w, n],
          [w, s],
        ],
      ],
    },
  };
}
