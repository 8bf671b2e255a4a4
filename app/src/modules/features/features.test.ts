// OGC API – Features on the real product: what the standard asks for, and GDAL as a client that reads, pages and filters each layer.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bring, fileCase, must } from '../../../test/case-desk.ts';
import { DAY, type TestProduct, testProduct } from '../../../test/product.ts';
import { readBox, readSpan } from './window.ts';

const run = promisify(execFile);
const OGRINFO = '/usr/bin/ogrinfo';
const COLLECTIONS = ['cases', 'case-cells', 'areas', 'assets'];
const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
const LAMPS = 23;
const ASSETS = 37;

let p: TestProduct;
let base: string;
let folder: string;
let west: { lng: number; lat: number };

beforeAll(async () => {
  p = await testProduct({ seed: 'features' });
  folder = mkdtempSync(join(tmpdir(), 'features-'));
  west = p.point('g1', 0);
  for (let i = 0; i < LAMPS; i++) {
    const grid = i < 15 ? 'g1' : 'g4';
    await fileCase(
      p,
      null,
      {
        category: 'utility.streetlight',
        text: '路灯不亮，王建军家门口',
        point: p.point(grid, i),
        address: '测试路3单元',
      },
      grid,
    );
  }
  // Six at one home’s cell, and one alone in another: the first is counted, the second is not shown.
  const homes = { kind: 'request', category: 'living.noise-neighbour', text: '邻居吵，王建军' };
  for (let i = 0; i < 6; i++) await fileCase(p, null, { ...homes, point: { lng: 120.3851, lat: 36.3051 } });
  await fileCase(p, null, { ...homes, point: { lng: 120.4151, lat: 36.3051 } });
  const closed = await fileCase(p, null, { category: 'utility.manhole', point: p.point('g2', 3) });
  await must(p, 'dispatcher1', closed.id, 'decline', { reason: 'not-ours', whereTo: '请找热力公司' });
  const moving = await fileCase(p, null, { category: 'utility.manhole', point: p.point('g2', 5) });
  await bring(p, moving.id, 'handling');
  await p.database.owner(
    `insert into assets (district_code, id, code, category, name, lng, lat, condition)
     select 'demo', 'lamp-' || lpad(n::text, 3, '0'), '37021101' || n, 'utility.streetlight', '路灯' || n, 120.381 + n * 0.001, 36.295, 
       case when n = 5 then 'removed' else 'good' end from generate_series(1, ${ASSETS}) as n`,
  );
  await p.app.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${(p.app.server.address() as AddressInfo).port}/ogc`;
}, 400_000);
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
  rmSync(folder, { recursive: true, force: true });
});

async function get(path: string, headers: Record<string, string> = {}) {
  const raw = await p.app.inject({ url: `/ogc${path}`, headers });
  const isJson = String(raw.headers['content-type']).includes('json');
  return {
    status: raw.statusCode,
    type: String(raw.headers['content-type']),
    text: raw.body,
    body: isJson ? raw.json() : undefined,
    headers: raw.headers,
  };
}

const rel = (links: { rel: string; href: string; type: string }[], name: string) =>
  links.find((one) => one.rel === name);

describe('the documents of the standard', () => {
  test('the landing page leads to definition, conformance and data', async () => {
    for (const path of ['', '/']) {
      const { status, type, body } = await get(path);
      expect([status, type]).toEqual([200, 'application/json']);
      for (const name of ['self', 'alternate', 'service-desc', 'service-doc', 'conformance', 'data'])
        expect(rel(body.links, name), name).toMatchObject({
          href: expect.stringMatching(/^http/),
          type: expect.any(String),
        });
    }
  });

  test('conformance names the classes', async () => {
    const { body } = await get('/conformance');
    expect(body.conformsTo).toContain('http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core');
    expect(body.conformsTo).toContain('http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson');
  });

  test('the definition is OpenAPI 3.0 and names every address that is served', async () => {
    const { type, body } = await get('/api');
    expect(type).toBe('application/vnd.oai.openapi+json;version=3.0');
    expect(body.openapi).toBe('3.0.3');
    for (const path of Object.keys(body.paths)) {
      const known = path.replace('{featureId}', 'nothing');
      const { status } = await get(known === '/' ? '/' : known);
      expect([known, status]).toEqual([known, known.endsWith('/nothing') ? 404 : 200]);
    }
    const items = body.paths['/collections/areas/items'].get.parameters.map(
      (one: { name: string }) => one.name,
    );
    expect(items).toEqual(['f', 'limit', 'bbox', 'bbox-crs', 'datetime', 'after']);
  });

  test('each collection says what it is, where it lies and where its features are', async () => {
    const { body } = await get('/collections');
    expect(body.collections.map((one: { id: string }) => one.id)).toEqual(COLLECTIONS);
    for (const one of body.collections) {
      expect(one).toMatchObject({ title: expect.any(String), itemType: 'feature', crs: [CRS84] });
      expect(one.extent.spatial).toEqual({ bbox: [[120.38, 36.29, 120.42, 36.31]], crs: CRS84 });
      expect(rel(one.links, 'items')).toMatchObject({ type: 'application/geo+json' });
      const alone = await get(`/collections/${one.id}`);
      expect(alone.body.id).toBe(one.id);
      for (const name of ['self', 'alternate', 'items'])
        expect(rel(alone.body.links, name), name).toBeDefined();
    }
  });

  test('HTML for people, the same words escaped; JSON for programs', async () => {
    await p.database.owner(`update assets set name = '<img src=x onerror=alert(1)>' where id = 'lamp-001'`);
    for (const path of [
      '',
      '/conformance',
      '/api',
      '/collections',
      '/collections/assets',
      '/collections/assets/items',
      '/collections/assets/items/lamp-001',
    ]) {
      const page = await get(`${path}?f=html`);
      expect([page.status, page.type], path).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.text).not.toContain('<img');
      expect(page.text.startsWith('<!doctype html>')).toBe(true);
      expect((await get(path, { accept: 'text/html,application/xhtml+xml' })).type).toContain('text/html');
      expect((await get(path, { accept: 'application/geo+json, application/json' })).type).toContain('json');
      expect((await get(`${path}?f=json`, { accept: 'text/html' })).type).toContain('json');
    }
    expect((await get('/collections/assets/items/lamp-001?f=html')).text).toContain('&lt;img');
  });

  test('HEAD answers as GET without a body, OPTIONS says what there is, other methods are refused', async () => {
    for (const path of [
      '',
      '/collections',
      '/collections/cases/items',
      '/collections/assets/items/lamp-002',
    ]) {
      const head = await p.app.inject({ method: 'HEAD', url: `/ogc${path}` });
      expect([head.statusCode, head.body], path).toEqual([200, '']);
      const options = await p.app.inject({ method: 'OPTIONS', url: `/ogc${path}` });
      expect([options.statusCode, options.headers.allow]).toEqual([204, 'GET']);
      const put = await p.app.inject({ method: 'PUT', url: `/ogc${path}` });
      expect([put.statusCode, put.headers.allow]).toEqual([405, 'GET']);
      expect((await get(path)).headers['access-control-allow-origin']).toBe('*');
    }
  });
});

type Feature = {
  id: string;
  type: string;
  geometry: { type: string; coordinates: number[] };
  properties: Record<string, unknown>;
};

/** Walks a collection by its next links. */
async function walk(
  collection: string,
  query: string,
): Promise<{ features: Feature[]; pages: number; matched: number }> {
  const features: Feature[] = [];
  let url: string | undefined = `/collections/${collection}/items${query}`;
  let pages = 0;
  let matched = 0;
  while (url) {
    const { status, type, body } = await get(url);
    expect([status, type], url).toEqual([200, 'application/geo+json']);
    expect(body).toMatchObject({ type: 'FeatureCollection', numberReturned: body.features.length });
    expect(body.timeStamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    matched = body.numberMatched;
    features.push(...body.features);
    pages += 1;
    const next = rel(body.links, 'next');
    url = next?.href.slice(next.href.indexOf('/ogc') + '/ogc'.length);
    expect(pages).toBeLessThan(100);
  }
  return { features, pages, matched };
}

describe('features', () => {
  test.each(COLLECTIONS)('%s: pages by next links, each feature once, as many as matched', async (name) => {
    const whole = await walk(name, '?limit=1000');
    expect(whole.features.length).toBeGreaterThan(0);
    expect(whole.pages).toBe(1);
    for (const limit of [1, 4, whole.features.length]) {
      const { features, pages, matched } = await walk(name, `?limit=${limit}`);
      expect(features.map((one) => one.id)).toEqual(whole.features.map((one) => one.id));
      expect(matched).toBe(whole.features.length);
      expect(pages).toBe(Math.ceil(whole.features.length / limit));
    }
    const [one] = whole.features as [Feature];
    const alone = await get(`/collections/${name}/items/${encodeURIComponent(one.id)}`);
    expect(alone.type).toBe('application/geo+json');
    expect(alone.body).toMatchObject(one as unknown as Record<string, unknown>);
    expect(rel(alone.body.links, 'collection')).toBeDefined();
  });

  test('without a limit there are ten, and never more than a thousand', async () => {
    expect((await get('/collections/cases/items')).body.numberReturned).toBe(10);
    expect((await get('/collections/cases/items?limit=999999')).status).toBe(200);
  });

  test('show what the public map shows: things at their place, homes counted in cells of five', async () => {
    const { features } = await walk('cases', '?limit=100');
    expect(features.length).toBe(LAMPS + 1);
    for (const one of features) {
      expect(one.geometry.type).toBe('Point');
      expect(Object.keys(one.properties)).toEqual([
        'number',
        'category',
        'categoryLabel',
        'state',
        'stateLabel',
        'areaName',
        'joined',
        'filedAt',
        'changedAt',
        'dueAt',
      ]);
    }
    const cells = await walk('case-cells', '');
    expect(cells.features.map((one) => one.properties)).toEqual([{ count: 6 }]);
    const shown = JSON.stringify([
      features,
      cells,
      await walk('areas', ''),
      await walk('assets', '?limit=100'),
    ]);
    for (const secret of ['王建军', '3单元', '邻居', '热力']) expect(shown).not.toContain(secret);
    const assets = await walk('assets', '?limit=100');
    expect(assets.features.some((one) => one.id === 'lamp-005')).toBe(false);
    expect(assets.features.length).toBe(ASSETS - 1);
    const hidden = await p.database.owner<{ id: string }>(
      `select id from cases where kind = 'request' limit 1`,
    );
    expect((await get(`/collections/cases/items/${hidden[0]?.id}`)).status).toBe(404);
  });

  test('bbox: four numbers, six, across the antimeridian, a line, a point; only what meets it', async () => {
    const ids = async (name: string, query: string) =>
      (await walk(name, `?limit=1000&${query}`)).features.map((one) => one.id);
    expect((await ids('cases', 'bbox=120.38,36.29,120.40,36.31')).length).toBe(16);
    expect((await ids('cases', 'bbox=120.38,36.29,-100,120.40,36.31,9000')).length).toBe(16);
    expect(
      (await ids('cases', `bbox=120.38,36.29,120.40,36.31&bbox-crs=${encodeURIComponent(CRS84)}`)).length,
    ).toBe(16);
    expect(await ids('cases', 'bbox=-10,-10,10,10')).toEqual([]);
    // From 120.40 eastwards around the world to 120.30: everything but the western street.
    expect((await ids('cases', 'bbox=120.40,-90,120.30,90')).length).toBe(8);
    expect((await ids('assets', 'bbox=170,-90,120.3825,90')).length).toBe(1);
    expect((await ids('cases', `bbox=${west.lng},${west.lat},${west.lng},${west.lat}`)).length).toBe(1);
    const inside = [p.district.areas.d, p.district.areas.s1, p.district.areas.c1, p.district.areas.g1].sort();
    expect(await ids('areas', 'bbox=120.383,36.293,120.384,36.294')).toEqual(inside);
    expect(await ids('areas', 'bbox=120.385,36.295,120.385,36.295')).toEqual(inside);
    expect(await ids('areas', 'bbox=-180,-90,180,90')).toEqual(Object.values(p.district.areas).sort());
    expect(await ids('case-cells', 'bbox=120.38,36.29,120.381,36.291')).toEqual([]);
  });

  test('datetime: an instant, intervals closed and open; what has no time is always in it', async () => {
    const matched = async (name: string, query: string) =>
      (await get(`/collections/${name}/items?datetime=${encodeURIComponent(query)}`)).body.numberMatched;
    const start = new Date(p.clock.at).toISOString();
    const later = new Date(p.clock.at + DAY).toISOString();
    const [at] = await p.database.owner<{ filed_at: Date }>(
      `select filed_at from cases where category = 'utility.streetlight' limit 1`,
    );
    const instant = new Date(at?.filed_at as Date).toISOString().replace(/\.\d+Z$/, 'Z');
    const all = LAMPS + 1;
    expect(await matched('cases', instant)).toBe(all);
    expect(await matched('cases', `${instant}/${later}`)).toBe(all);
    expect(await matched('cases', `../${later}`)).toBe(all);
    expect(await matched('cases', `/${later}`)).toBe(all);
    expect(await matched('cases', `${later}/..`)).toBe(0);
    expect(await matched('cases', `2020-01-01T00:00:00Z/2020-01-02T00:00:00Z`)).toBe(0);
    expect(await matched('cases', '2026-07-15T10:00:00+08:00/..')).toBe(all);
    expect(await matched('assets', `${start}`)).toBe(ASSETS - 1);
  });

  test.each([
    'bbox=1,2,3',
    'bbox=1,2,3,4,5',
    'bbox=a,b,c,d',
    'bbox=',
    'bbox=120,37,121,36',
    'bbox=120,36,121,91',
    'bbox=-181,36,121,37',
    'bbox=NaN,36,121,37',
    'bbox=120,36,Infinity,37',
    'bbox=120,36,9,121,37,1',
    'bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3857',
    'datetime=yesterday',
    'datetime=../..',
    'datetime=2026-07-15T00:00:00Z/2026-07-14T00:00:00Z',
    'datetime=2026-02-30T00:00:00Z',
    'datetime=a/b/c',
    'limit=0',
    'limit=-1',
    'limit=x',
    'limit=1.5',
    'limit=99999999999999999999',
    'f=xml',
    'unknown=1',
    'bbox=1,2,3,4&bbox=1,2,3,4',
    'after=%27%3B%20drop%20table%20cases',
    'after=%00',
  ])('refuses %s with its name', async (query) => {
    const { status, type, body } = await get(`/collections/cases/items?${query}`);
    expect([status, type]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(body.code).toBe('input.invalid');
    expect(body.errors[0].path).toBe(`query/${query.split('=')[0]}`);
  });

  test('unknown collections and features are 404, unknown parameters 400 everywhere', async () => {
    for (const path of [
      '/collections/homes',
      '/collections/homes/items',
      '/collections/cases/items/x',
      `/collections/cases/items/${p.ids.next()}`,
      '/collections/assets/items/%00',
      '/nothing',
    ])
      expect((await get(path)).status, path).toBe(404);
    for (const path of [
      '',
      '/conformance',
      '/api',
      '/collections',
      '/collections/cases',
      '/collections/assets/items/lamp-002',
    ])
      expect((await get(`${path}?x=1`)).status, path).toBe(400);
  });
});

test('windows are read as the standard writes them', () => {
  expect(readBox('-180,-90,180,90')).toEqual([{ west: -180, south: -90, east: 180, north: 90 }]);
  expect(readBox('170, -10, -170, 10')).toEqual([
    { west: 170, south: -10, east: 180, north: 10 },
    { west: -180, south: -10, east: -170, north: 10 },
  ]);
  expect(readBox('1e1,2,0,11,3,5')).toEqual([{ west: 10, south: 2, east: 11, north: 3 }]);
  expect(readSpan('2026-07-15T08:00:00+08:00')).toEqual({
    from: Date.UTC(2026, 6, 15),
    to: Date.UTC(2026, 6, 15),
  });
  expect(readSpan('2026-07-15T00:00:00Z/..')).toEqual({ from: Date.UTC(2026, 6, 15), to: undefined });
});

describe('GDAL', () => {
  const ogr = async (tool: 'ogrinfo' | 'ogr2ogr', ...args: string[]) => {
    const env = {
      ...process.env,
      GDAL_HTTP_TIMEOUT: '120',
      no_proxy: '127.0.0.1',
      NO_PROXY: '127.0.0.1',
      LC_ALL: 'C.UTF-8',
    };
    const { stdout, stderr } = await run(`/usr/bin/${tool}`, args, {
      env,
      maxBuffer: 32 * 1024 * 1024,
      timeout: 280_000,
    });
    expect(stderr.split('\n').filter((line) => /^ERROR/.test(line))).toEqual([]);
    return stdout;
  };

  test('lists the layers', async () => {
    expect(existsSync(OGRINFO), 'gdal-bin: see tools/ensure-system.ts').toBe(true);
    const out = await ogr('ogrinfo', '-ro', `OAPIF:${base}`);
    for (const name of COLLECTIONS) expect(out).toContain(name);
  }, 300_000);

  test.each(COLLECTIONS)(
    '%s: counts, pages and copies every feature',
    async (name) => {
      const { features } = await walk(name, '?limit=1000');
      const info = await ogr('ogrinfo', '-ro', '-so', '-oo', 'PAGE_SIZE=7', `OAPIF:${base}`, name);
      expect(info).toContain(`Feature Count: ${features.length}`);
      const target = join(folder, `${name}.geojson`);
      await ogr('ogr2ogr', '-f', 'GeoJSON', target, `OAPIF:${base}`, name, '-oo', 'PAGE_SIZE=7');
      const copied = JSON.parse(readFileSync(target, 'utf8')) as { features: Feature[] };
      expect(copied.features.length).toBe(features.length);
      const kinds = (all: readonly Feature[]) =>
        all.map((one) => JSON.stringify(one.geometry.coordinates)).length;
      expect(kinds(copied.features)).toBe(kinds(features));
      const own = features[0]?.properties as Record<string, unknown>;
      for (const property of Object.keys(own))
        expect(Object.keys(copied.features[0]?.properties ?? {})).toContain(property);
    },
    300_000,
  );

  test.each(COLLECTIONS)(
    '%s: filters by a window',
    async (name) => {
      const box = ['120.38', '36.29', '120.391', '36.31'];
      const { features } = await walk(name, `?limit=1000&bbox=${box.join(',')}`);
      const info = await ogr(
        'ogrinfo',
        '-ro',
        '-so',
        '-spat',
        ...box,
        '-oo',
        'PAGE_SIZE=5',
        `OAPIF:${base}`,
        name,
      );
      expect(info).toContain(`Feature Count: ${features.length}`);
      expect(features.length).toBeGreaterThan(0);
      const all = await walk(name, '?limit=1000');
      if (name !== 'case-cells') expect(features.length).toBeLessThan(all.features.length);
    },
    300_000,
  );
});
