// Frames of the map with 100,000 points and all grids, drawn by software: `node app/bench/map-frames.ts [--points N] [--osm PATH]
// [--screens DIR]`. Prints p50 and p95 of the time between frames while panning and zooming, beside the same moves over the empty map; the
// last line is one JSON object.
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandom } from '@renlin/core/random';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { browserPath } from '../../tools/ensure-system.ts';
import { townFeatures } from '../src/modules/demo/town/features.ts';
import { generateTown } from '../src/modules/demo/town/generate.ts';
import { middleOf, sizeOf } from '../src/modules/places/geometry.ts';
import type { PlaceFeature } from '../src/modules/places/osm/elements.ts';
import { readOsm } from '../src/modules/places/osm/read.ts';
import '../src/modules/places/problems.ts';
import type { AtlasRow } from '../src/modules/places/store.ts';
import { createAreaTiles, createBaseTiles } from '../src/modules/places/tiles.ts';

const app = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '100000' },
    osm: { type: 'string' },
    screens: { type: 'string' },
    browser: { type: 'string', default: browserPath() },
    // Used again when present, to measure without building.
    keep: { type: 'boolean', default: false },
  },
});

const states = ['todo', 'doing', 'doing', 'soon', 'late', 'done', 'done', 'paused'];

const streets = [7, 6, 6, 5].map((count, s) => ({
  name: `样例${s + 1}街道`,
  code: `99000000${s + 1}`,
  communities: Array.from({ length: count }, (_, c) => ({
    name: `样例${s + 1}${c + 1}社区`,
    code: `99000000${s + 1}${String(c + 1).padStart(3, '0')}`,
  })),
}));
const town = generateTown({
  seed: 1,
  district: { code: '990000', name: '样例区' },
  streets,
  center: { lng: 120.39, lat: 36.3 },
});
const features: PlaceFeature[] = values.osm
  ? (await readOsm(resolve(values.osm))).features
  : townFeatures(town);
const rows = features.map((one): AtlasRow => {
  const [lng, lat] = middleOf(one.geometry);
  return { ...one, pinyin: null, areaId: null, lng, lat, size: sizeOf(one.geometry) };
});
const lngs = rows.map((row) => row.lng).sort((a, b) => a - b);
const lats = rows.map((row) => row.lat).sort((a, b) => a - b);
const at = (list: number[], share: number) => list[Math.floor((list.length - 1) * share)] as number;
const bounds = values.osm
  ? { minLng: at(lngs, 0.01), minLat: at(lats, 0.01), maxLng: at(lngs, 0.99), maxLat: at(lats, 0.99) }
  : town.bounds;
const base = createBaseTiles(rows, bounds);
const areas = createAreaTiles(
  values.osm
    ? []
    : town.areas.map((one) => ({
        id: one.key,
        level: one.level,
        name: one.name,
        label: one.level === 'grid' ? one.key.slice(-2) : one.name,
        geometry: one.geometry,
      })),
);

const random = createRandom('map-frames');
const count = Number(values.points);
const points = {
  columns: ['id', 'lng', 'lat', 'state', 'category', 'overdue'],
  rows: Array.from({ length: count }, (_, i) => {
    const near = random.pick(rows);
    return [
      `c${i}`,
      near.lng + random.range(-0.0006, 0.0006),
      near.lat + random.range(-0.0005, 0.0005),
      random.pick(states),
      '0101',
      0,
    ];
  }),
};
const data = JSON.stringify({ bounds: [bounds.minLng, bounds.minLat, bounds.maxLng, bounds.maxLat], points });

const none = JSON.stringify({
  bounds: [bounds.minLng, bounds.minLat, bounds.maxLng, bounds.maxLat],
  points: { columns: points.columns, rows: [] },
});

const out = join(app, 'dist/map-demo');
if (!values.keep || !existsSync(join(out, 'index.html'))) {
  await build({ configFile: join(app, 'bench/map-demo.config.ts') });
}
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
};
const policy =
  "default-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'";
const server = createServer((request, response) => {
  const path = (request.url ?? '/').split('?')[0] as string;
  const tile = /^\/api\/v1\/tiles\/(base|areas)\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(path);
  if (tile) {
    const set = tile[1] === 'base' ? base : areas;
    const body = set.tile(Number(tile[2]), Number(tile[3]), Number(tile[4]));
    response
      .writeHead(200, { 'content-type': 'application/vnd.mapbox-vector-tile', 'content-encoding': 'gzip' })
      .end(body);
  } else if (path === '/data.json')
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(request.url?.includes('points=0') ? none : data);
  else {
    const file = join(out, path === '/' ? 'index.html' : path);
    readFile(file).then(
      (body) =>
        response
          .writeHead(200, {
            'content-type': types[extname(file)] ?? 'application/octet-stream',
            'content-security-policy': policy,
          })
          .end(body),
      () => response.writeHead(404).end(),
    );
  }
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const address = server.address() as { port: number };

const browser = await chromium.launch({
  executablePath: values.browser,
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-background-networking',
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--lang=zh-CN',
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  // The machine may be busy with other work; what is measured is frames, not the start.
  page.setDefaultTimeout(120_000);
  page.setDefaultNavigationTimeout(300_000);
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1|blob:|data:)/.test(request.url())) errors.push(`outside: ${request.url()}`);
  });
  if (values.screens) await mkdir(values.screens, { recursive: true });
  const box = { x: 720, y: 450 };
  // The same moves over the same map without a single case: what is left to the points is the difference.
  const empty = await framesOf('?points=0');
  const whole = await framesOf('', async (name) => {
    if (values.screens)
      await page.screenshot({ path: join(values.screens, `${name}.png`), timeout: 180_000 });
  });

  async function framesOf(query: string, screen: (name: string) => Promise<void> = async () => undefined) {
    await page.goto(`http://127.0.0.1:${address.port}/${query}`);
    await page.waitForSelector('.maplibregl-canvas', { timeout: 120_000 });
    await settle();
    await screen('whole');
    const frames: number[] = [];
    for (const round of [0, 1, 2]) {
      await page.evaluate(`(() => {
        const times = []; let last = performance.now(); window.__frames = times; window.__run = true;
        const tick = (now) => { times.push(now - last); last = now; if (window.__run) requestAnimationFrame(tick); };
        requestAnimationFrame(tick);
      })()`);
      await page.mouse.move(box.x, box.y);
      for (const [dx, dy] of [
        [-260, 60],
        [180, -140],
        [90, 200],
        [-120, -90],
      ] as const) {
        await page.mouse.down();
        for (let step = 1; step <= 12; step++)
          await page.mouse.move(box.x + (dx * step) / 12, box.y + (dy * step) / 12);
        await page.mouse.up();
        await page.mouse.move(box.x, box.y);
      }
      for (let wheel = 0; wheel < 6; wheel++) await page.mouse.wheel(0, round === 1 ? 180 : -220);
      frames.push(...((await page.evaluate('(window.__run = false, window.__frames.slice(1))')) as number[]));
      await settle();
      await screen(`round-${round}`);
    }
    return frames.sort((a, b) => a - b);
  }
  const share = (frames: readonly number[], p: number) =>
    Math.round((frames[Math.min(frames.length - 1, Math.floor(frames.length * p))] as number) * 10) / 10;
  for (const error of new Set(errors)) console.log(`page: ${error}`);
  for (const [name, frames] of [
    ['empty', empty],
    [`${count} points`, whole],
  ] as const)
    console.log(
      `${name}: frames ${frames.length}, p50 ${share(frames, 0.5)} ms, p95 ${share(frames, 0.95)} ms, max ${share(frames, 1)} ms`,
    );
  console.log(
    JSON.stringify({
      bench: 'map-frames',
      points: count,
      grids: town.areas.filter((one) => one.level === 'grid').length,
      frames: whole.length,
      p50Ms: share(whole, 0.5),
      p95Ms: share(whole, 0.95),
      emptyP50Ms: share(empty, 0.5),
      emptyP95Ms: share(empty, 0.95),
      ratioToEmpty: Math.round((share(whole, 0.95) / share(empty, 0.95)) * 100) / 100,
      errors: errors.length,
    }),
  );

  /** Waits until the map says that all is loaded and drawn. */
  async function settle(): Promise<void> {
    await page.waitForSelector('[data-map="idle"]', { timeout: 120_000 });
  }
} finally {
  await browser.close();
  server.close();
}
