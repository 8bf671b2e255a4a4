// The map of a district on a real PostgreSQL: import, search, address of a point, tiles, and the wall between districts.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { createMessages } from '../../platform/i18n/messages.ts';
import type { Platform } from '../../platform/platform.ts';
import { placesMessages } from './messages.ts';
import { placesModule } from './module.ts';
import type { PlaceFeature, PlaceGeometry } from './osm/elements.ts';
import {
  addressAt,
  assignAreas,
  atlasOf,
  describeMap,
  importOsm,
  type NewAsset,
  replaceMap,
  searchPlaces,
  toWgs84,
} from './service.ts';
import { listBuildings } from './store.ts';

const LNG = 120.4;
const LAT = 36.3;

function feature(
  id: string,
  layer: PlaceFeature['layer'],
  geometry: PlaceGeometry,
  more: Partial<PlaceFeature>,
): PlaceFeature {
  const blank = {
    name: null,
    street: null,
    houseNumber: null,
    address: null,
    levels: null,
    heightM: null,
    households: null,
  };
  return { id, layer, class: 'yes', ...blank, geometry, ...more };
}

function box(dx: number, dy: number, size = 0.0002): PlaceGeometry {
  const [x, y] = [LNG + dx, LAT + dy];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
        [x, y],
      ],
    ],
  };
}

const features: PlaceFeature[] = [
  feature(
    'w1',
    'road',
    {
      type: 'LineString',
      coordinates: [
        [LNG, LAT],
        [LNG + 0.01, LAT],
      ],
    },
    { class: 'primary', name: '春阳路' },
  ),
  feature(
    'w2',
    'road',
    {
      type: 'LineString',
      coordinates: [
        [LNG + 0.01, LAT],
        [LNG + 0.012, LAT],
      ],
    },
    { class: 'primary', name: '春阳路' },
  ),
  feature('b1', 'building', box(0.001, 0.0002), {
    street: '春阳路',
    houseNumber: '12',
    address: '春阳路12号',
    households: 48,
  }),
  feature('b2', 'building', box(0.003, 0.0002), {
    street: '春阳路',
    houseNumber: '18',
    address: '春阳路18号',
    name: '听海苑3号楼',
  }),
  feature(
    'p1',
    'poi',
    { type: 'Point', coordinates: [LNG + 0.005, LAT + 0.001] },
    { class: 'school', name: '长城路小学' },
  ),
  feature('l1', 'landuse', box(0.006, 0.001, 0.002), { class: 'park', name: '听海公园' }),
];
const assets: NewAsset[] = [
  {
    id: 'a1',
    code: '3702000101000001',
    category: '0101',
    name: '雨水井盖',
    address: '春阳路',
    lng: LNG + 0.002,
    lat: LAT,
  },
];

let database: TestDatabase;
let platform: Platform;
const messages = createMessages([placesMessages]);

beforeAll(async () => {
  const platformMigrations = fileURLToPath(new URL('../../platform/db/migrations', import.meta.url));
  database = await testDatabase(
    [
      { module: 'platform', folder: platformMigrations },
      placesModule.migrations as { module: string; folder: string },
    ],
    ['demo', 'other', 'far'],
  );
  platform = { db: database.db, messages } as Platform;
  await database.system((tx) =>
    replaceMap(tx, {
      source: 'demo',
      title: 'T',
      attribution: 'T',
      features,
      assets,
      locate: (lng) => (lng < LNG + 0.002 ? 'west' : 'east'),
    }),
  );
});
afterAll(() => database.drop());

const search = (q: string, near?: string) => database.system((tx) => searchPlaces(platform, tx, { q, near }));

describe('a map of another town', () => {
  const town = (lat: number) => `<?xml version="1.0"?><osm version="0.6">
    <node id="5" lat="${lat}" lon="${LNG}"/><node id="2" lat="${lat}" lon="${LNG + 0.01}"/>
    <way id="1"><nd ref="5"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="name" v="远方路"/></way></osm>`;
  const areas = { minLng: LNG - 0.1, minLat: LAT - 0.1, maxLng: LNG + 0.1, maxLat: LAT + 0.1 };

  it('is refused with how far away it lies, and the map stays; with the word for it, it is taken', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'places-far-'));
    const file = join(folder, 'far.osm');
    const bring = (more: object) => importOsm(platform, { file, district: 'far', areas, ...more });
    try {
      await writeFile(file, town(LAT + 1.1));
      const refused = await bring({}).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'places.far-away', params: { kilometres: 111 } });
      expect(await database.system((tx) => describeMap(tx), 'far')).toMatchObject({ ready: false });
      await bring({ farIsRight: true });
      expect(await database.system((tx) => searchPlaces(platform, tx, { q: '远方路' }), 'far')).toHaveLength(
        1,
      );
      await writeFile(file, town(LAT + 0.05));
      await expect(bring({})).resolves.toMatchObject({ ways: 1 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('search', () => {
  it.each([
    ['春阳路', 'w1'],
    ['春阳路12', 'b1'],
    ['春阳路１２ 号', 'b1'],
    ['12号', 'b1'],
    ['cyl', 'w1'],
    ['changchenglu', 'p1'],
    ['听海苑', 'b2'],
    ['小学', 'p1'],
    ['长城路小学校', 'p1'],
    ['0101000001', 'a1'],
  ])('%s finds %s first', async (q, id) => {
    expect((await search(q))[0]?.id).toBe(id);
  });

  it('gives one entry for a road of several pieces, and neighbours of a number that does not exist', async () => {
    const hits = await search('春阳路');
    expect(hits.filter((one) => one.kind === 'road')).toHaveLength(1);
    expect((await search('春阳路14号')).map((one) => one.id)).toContain('b1');
  });

  it('finds nothing for nonsense, for another district, and for signs of patterns', async () => {
    expect(await search('某某某某')).toEqual([]);
    expect(await search('%')).toEqual([]);
    expect(await database.system((tx) => searchPlaces(platform, tx, { q: '春阳路' }), 'other')).toEqual([]);
  });

  it('orders equals by distance', async () => {
    const east = await search('春阳路1', `${LNG + 0.003},${LAT}`);
    expect(east.filter((one) => one.kind === 'building')[0]?.id).toBe('b2');
    const west = await search('春阳路1', `${LNG + 0.001},${LAT}`);
    expect(west.filter((one) => one.kind === 'building')[0]?.id).toBe('b1');
  });
});

describe('address of a point', () => {
  const at = (lng: number, lat: number) =>
    database.system((tx) => addressAt(platform, tx, { lng, lat }, messages, 'zh-CN'));

  it('names the building one is in, the one beside, the road, or nothing', async () => {
    expect(await at(LNG + 0.0011, LAT + 0.0003)).toMatchObject({
      address: '春阳路12号',
      relation: 'in',
      inside: true,
    });
    expect(await at(LNG + 0.0031, LAT + 0.0005)).toMatchObject({
      address: '春阳路18号（听海苑3号楼）',
      relation: 'at',
    });
    expect(await at(LNG + 0.008, LAT + 0.0001)).toMatchObject({ address: '春阳路附近', relation: 'near' });
    expect(await at(LNG + 1, LAT)).toMatchObject({ address: null, inside: false });
  });

  it('takes GCJ-02', () => {
    const there = toWgs84({ lng: 120.405, lat: 36.305, system: 'gcj02' });
    expect(Math.abs(there.lng - 120.405)).toBeGreaterThan(0.003);
  });
});

describe('areas', () => {
  it('are given at import and found anew when boundaries change', async () => {
    const buildings = await database.system((tx) => listBuildings(tx, ['west']));
    expect(buildings).toMatchObject([{ id: 'b1', households: 48 }]);
    const before = await database.system((tx) => describeMap(tx));
    const counts = await database.system((tx) =>
      assignAreas(tx, (lng) => (lng > LNG + 0.004 ? undefined : 'all')),
    );
    expect(counts).toEqual({ placed: 3, outside: 1 });
    expect(await database.system((tx) => listBuildings(tx, ['all']))).toHaveLength(2);
    const after = await database.system((tx) => describeMap(tx));
    expect(Number(after.version)).toBe(Number(before.version) + 1);
  });
});

describe('tiles', () => {
  function tileAt(z: number): [number, number] {
    const side = 2 ** z;
    const y = (1 - Math.asinh(Math.tan(((LAT + 0.0005) * Math.PI) / 180)) / Math.PI) / 2;
    return [Math.floor(((LNG + 0.002 + 180) / 360) * side), Math.floor(y * side)];
  }

  it('hold the layers with what each zoom shows', async () => {
    const read = async (z: number) => {
      const atlas = await database.system((tx) => atlasOf(platform).find(tx));
      return new VectorTile(new PbfReader(gunzipSync(atlas?.tile(z, ...tileAt(z)) as Buffer)));
    };
    const near = await read(16);
    expect(near.layers.building?.length).toBe(2);
    expect(near.layers.building?.feature(0).properties).toMatchObject({ class: 'yes', label: '12' });
    expect(near.layers.road?.feature(0).properties).toMatchObject({ class: 'primary', name: '春阳路' });
    const far = await read(10);
    expect(far.layers.building).toBeUndefined();
    expect(far.layers.road?.length).toBeGreaterThan(0);
    // A district is less than a pixel of the whole world: a valid tile without layers.
    expect(Object.keys((await read(0)).layers)).toEqual([]);
  });

  it('stay below 200 kB where a quarter is dense', async () => {
    const many = Array.from({ length: 9_000 }, (_, i) =>
      feature(`d${i}`, 'building', box((i % 95) * 0.0001, Math.floor(i / 95) * 0.0001, 0.00008), {
        houseNumber: String(i),
      }),
    );
    await database.system(
      (tx) => replaceMap(tx, { source: 'demo', title: 'T', attribution: 'T', features: many }),
      'other',
    );
    const atlas = await database.system((tx) => atlasOf(platform).find(tx), 'other');
    for (const z of [12, 13, 14, 15, 16]) {
      expect(gunzipSync(atlas?.tile(z, ...tileAt(z)) as Buffer).length).toBeLessThan(200_000);
    }
  });
});

describe('the wall', () => {
  it('lets nobody without rights write, and shows a district only its own', async () => {
    const scope = scopeOf({ kind: 'public', district: 'demo' });
    await expect(
      database.db.tx(scope, (tx) => replaceMap(tx, { source: 'x', title: 'T', attribution: 'T', features })),
    ).rejects.toThrow();
    expect(await database.system((tx) => listBuildings(tx, undefined))).toHaveLength(2);
    expect(
      await database.db.tx(scopeOf({ kind: 'public', district: 'other' }), (tx) => describeMap(tx)),
    ).toMatchObject({ ready: true });
  });

  it('keeps the old map when an import fails half way', async () => {
    const broken = [...features, { ...(features[2] as PlaceFeature) }];
    await expect(
      database.system((tx) =>
        replaceMap(tx, { source: 'demo', title: 'T', attribution: 'T', features: broken }),
      ),
    ).rejects.toThrow();
    expect((await search('春阳路'))[0]?.id).toBe('w1');
  });

  it('says everything in both languages', () => {
    expect(Object.keys(placesMessages.en).sort()).toEqual(Object.keys(placesMessages['zh-CN']).sort());
  });
});
