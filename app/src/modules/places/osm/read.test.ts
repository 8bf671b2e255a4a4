import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import gcoord from 'gcoord';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../problems.ts';
import { classifyLine } from './classify.ts';
import { joinRings } from './collector.ts';
import { composeAddress, readOsm } from './read.ts';

const shared = fileURLToPath(new URL('../../../../../../shared/data/osm/', import.meta.url));

const small = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="5" lat="36.30" lon="120.40"/><node id="2" lat="36.30" lon="120.41"/>
  <node id="3" lat="36.31" lon="120.41"/><node id="4" lat="36.31" lon="120.40"/>
  <node id="9" lat="36.305" lon="120.405"><tag k="amenity" v="school"/><tag k="name" v="春阳路小学"/></node>
  <node id="11" lat="36.30" lon="120.40" action="delete"><tag k="amenity" v="bank"/><tag k="name" v="没了"/></node>
  <way id="1"><nd ref="5"/><nd ref="2"/><nd ref="77"/><tag k="highway" v="primary"/><tag k="name" v="春阳&amp;路"/></way>
  <way id="2"><nd ref="5"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="5"/>
    <tag k="building" v="apartments"/><tag k="addr:street" v="春阳路"/><tag k="addr:housenumber" v="12"/><tag k="building:levels" v="6"/></way>
  <way id="3"><nd ref="5"/><nd ref="2"/><nd ref="3"/></way>
  <way id="4"><nd ref="3"/><nd ref="4"/><nd ref="5"/></way>
  <relation id="7"><member type="way" ref="3" role="outer"/><member type="way" ref="4" role="outer"/>
    <tag k="type" v="multipolygon"/><tag k="natural" v="water"/></relation>
</osm>`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'places-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, data: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, data);
  return path;
}

describe('reading a map file', () => {
  it('reads roads, buildings with addresses, points and multipolygons from XML in any node order', async () => {
    const { features, report } = await readOsm(await put('a.osm', small));
    expect(report.format).toBe('osm');
    expect(report.features).toEqual({ road: 1, building: 1, water: 1, landuse: 0, poi: 1, place: 0 });
    expect(report.missingNodes).toBe(1);
    const building = features.find((one) => one.layer === 'building');
    expect(building).toMatchObject({ id: 'w2', class: 'apartments', address: '春阳路12号', levels: 6 });
    expect(features.find((one) => one.id === 'w1')).toMatchObject({
      class: 'primary',
      name: '春阳&路',
      geometry: {
        type: 'LineString',
        coordinates: [
          [120.4, 36.3],
          [120.41, 36.3],
        ],
      },
    });
    expect(features.find((one) => one.id === 'r7')?.geometry.type).toBe('Polygon');
  });

  it('gives the same from gzip, whatever the file is called', async () => {
    const plain = await readOsm(await put('b.osm', small));
    const packed = await readOsm(await put('b.txt', gzipSync(small)));
    expect(packed.features).toEqual(plain.features);
    expect(packed.report.format).toBe('osm.gz');
  });

  it('turns GCJ-02 into WGS84 to within a metre or two', async () => {
    const shift = gcoord as unknown as {
      transform(at: number[], from: string, to: string): [number, number];
    };
    const [lng, lat] = shift.transform([120.405, 36.305], 'WGS84', 'GCJ02');
    const text = small.replace('lat="36.305" lon="120.405"', `lat="${lat}" lon="${lng}"`);
    const { features } = await readOsm(await put('g.osm', text), { system: 'gcj02' });
    const school = features.find((one) => one.id === 'n9');
    const [x, y] = (school as (typeof features)[number]).geometry.coordinates as [number, number];
    expect(Math.abs(x - 120.405)).toBeLessThan(2e-5);
    expect(Math.abs(y - 36.305)).toBeLessThan(2e-5);
    expect(Math.abs(lng - 120.405)).toBeGreaterThan(1e-3);
  });

  it('reports what lies outside the district and refuses a file that lies there whole', async () => {
    const path = await put('o.osm', small);
    const near = { minLng: 120.3, minLat: 36.303, maxLng: 120.5, maxLat: 36.4 };
    const { report } = await readOsm(path, { within: near });
    expect(report.outside).toEqual({ count: 1, examples: ['w1'] });
    const far = { minLng: 100, minLat: 30, maxLng: 101, maxLat: 31 };
    await expect(readOsm(path, { within: far })).rejects.toMatchObject({
      code: 'places.outside-district',
      params: { count: 4 },
    });
  });

  it('reports progress up to the whole file', async () => {
    const seen: number[] = [];
    await readOsm(await put('p.osm', small), {
      onProgress: (one) => seen.push(one.bytesRead / one.bytesTotal),
    });
    expect(seen.at(-1)).toBe(1);
  });
});

describe('files that are not what they should be', () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><osm><node id="1" lat="1" lon="1"><tag k="name" v="&b;"/></node></osm>`;
  const cases: [string, string | Uint8Array, string][] = [
    ['entity bomb', bomb, 'places.file-hostile'],
    [
      'gap without a tag',
      `<osm><node id="1" lat="1" lon="1"><tag k="name" v="${'x'.repeat(5_000_000)}"/></node></osm>`,
      'places.file-hostile',
    ],
    ['too deep', `<osm>${'<node id="1" lat="1" lon="1">'.repeat(20)}`, 'places.file-hostile'],
    ['truncated XML', small.slice(0, 700), 'places.file-truncated'],
    ['truncated gzip', gzipSync(small).subarray(0, 200), 'places.file-truncated'],
    ['truncated JSON', '{"type":"FeatureCollection","features":[{"type":"Feature",', 'places.file-truncated'],
    ['another XML', '<kml><Document/></kml>', 'places.file-unknown'],
    ['another JSON', '{"a":1}', 'places.file-unknown'],
    ['text', 'id,lon,lat\n1,2,3', 'places.file-unknown'],
    ['zip', 'PK\u0003\u0004whatever', 'places.file-packed'],
    ['nothing', '', 'places.file-empty'],
    ['no features', '<osm></osm>', 'places.file-no-features'],
    ['impossible position', '<osm><node id="1" lat="136" lon="20"/></osm>', 'places.file-damaged'],
    ['no position', '<osm><node id="1"/></osm>', 'places.file-damaged'],
    [
      'not UTF-8',
      Buffer.from('<osm><node id="1" lat="1" lon="1"><tag k="name" v="\xb4\xba"/></node></osm>', 'latin1'),
      'places.file-damaged',
    ],
    [
      'PBF head and rubbish',
      Buffer.concat([
        Buffer.from([0, 0, 0, 14, 10, 9]),
        Buffer.from('OSMHeader'),
        Buffer.from([24, 255, 255, 255, 255, 15]),
      ]),
      'places.file-damaged',
    ],
    [
      'undeclared entity',
      '<osm><node id="1" lat="1" lon="1"><tag k="name" v="&xxe;"/></node></osm>',
      'places.file-damaged',
    ],
  ];
  it.each(cases)('%s', async (name, data, code) => {
    const path = await put(`bad-${name.replaceAll(' ', '-')}`, data);
    await expect(readOsm(path)).rejects.toMatchObject({ code });
  });

  it('refuses by size before reading, by elements and by unpacked bytes while reading', async () => {
    const path = await put('size.osm', small);
    await expect(readOsm(path, { limits: { fileBytes: 100 } })).rejects.toMatchObject({
      code: 'places.file-too-large',
    });
    await expect(readOsm(path, { limits: { elements: 3 } })).rejects.toMatchObject({
      code: 'places.file-too-large',
    });
    const zeros = await put('zeros.osm.gz', gzipSync(`<osm>${' '.repeat(3_000_000)}</osm>`));
    await expect(readOsm(zeros, { limits: { unpackedBytes: 1_000_000 } })).rejects.toMatchObject({
      code: 'places.file-hostile',
    });
    await expect(readOsm(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'places.file-missing' });
  });
});

describe('pieces', () => {
  it('joins ring parts in any direction and counts the ones that stay open', () => {
    const joined = joinRings([
      [
        [0, 0],
        [1, 0],
      ],
      [
        [1, 1],
        [1, 0],
      ],
      [
        [1, 1],
        [0, 0],
      ],
      [
        [5, 5],
        [6, 6],
      ],
    ]);
    expect(joined).toEqual({
      rings: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
      open: 1,
    });
  });

  it('tells metro lines from railways and leaves out what runs in tunnels', () => {
    const kind = (tags: Record<string, string>) => classifyLine(tags)?.class;
    expect([
      kind({ railway: 'rail' }),
      kind({ railway: 'subway' }),
      kind({ railway: 'light_rail', bridge: 'viaduct' }),
      kind({ railway: 'subway', tunnel: 'yes' }),
      kind({ railway: 'abandoned' }),
    ]).toEqual(['rail', 'metro', 'metro', undefined, undefined]);
  });

  it('writes addresses as people say them', () => {
    expect(composeAddress('长城路', '89')).toBe('长城路89号');
    expect(composeAddress('长城路', '89号甲')).toBe('长城路89号甲');
    expect(composeAddress('Rue Grimaldi', '12')).toBe('Rue Grimaldi 12');
    expect(composeAddress('长城路', null)).toBeNull();
  });
});

// Real extracts live beside the project, never in it.
describe.skipIf(!existsSync(shared))(
  'real extracts (skipped without ../shared)',
  { timeout: 240_000 },
  () => {
    it('reads Monaco with its buildings from PBF', async () => {
      const { report } = await readOsm(join(shared, 'osrm/monaco.osm.pbf'));
      expect(report.nodes).toBe(180_118);
      expect(report.features.building).toBeGreaterThan(23_000);
    });

    it('reads the Bund folder, and Andorra alike from gzip and PBF', async () => {
      const bund = await readOsm(join(shared, 'china/shanghai-bund-lujiazui'));
      expect(bund.report.features.building).toBeGreaterThan(1_300);
      expect(bund.report.features.road).toBeGreaterThan(1_000);
      const gz = await readOsm(join(shared, 'graphhopper/andorra.osm.gz'));
      const pbf = await readOsm(join(shared, 'graphhopper/andorra.osm.pbf'));
      expect(Math.abs(gz.report.features.road - pbf.report.features.road)).toBeLessThan(5);
    });

    it('notices a PBF that was cut off', async () => {
      const whole = await readFile(join(shared, 'osrm/monaco.osm.pbf'));
      await expect(readOsm(await put('cut.pbf', whole.subarray(0, 900_000)))).rejects.toMatchObject({
        code: 'places.file-truncated',
      });
    });
  },
);
