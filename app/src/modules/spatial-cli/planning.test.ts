import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { districts, grids } from './grids.ts';
import type { PlanningIo } from './planning-io.ts';
import { buildGraph, matrix, reach } from './streets.ts';

const folder = await mkdtemp(join(tmpdir(), 'planning-'));
const at = (name: string): string => join(folder, name);

function harness() {
  const out: string[] = [];
  const error: string[] = [];
  const io: PlanningIo = {
    readText: (path) => readFile(path, 'utf8'),
    readBytes: (path) => readFile(path),
    write: (path, data) => writeFile(path, data),
    out: (text) => out.push(text),
    error: (text) => error.push(text),
    now: () => 0,
  };
  return {
    io,
    error: () => error.join(''),
    json: () => JSON.parse(out.join('')) as Record<string, unknown>,
    printed: () => out.join(''),
  };
}

const osm = `<osm version="0.6">${[0, 1, 2, 3].map((i) => `<node id="${i + 1}" lat="31.2" lon="${121.5 + i * 0.001}"/>`).join('')}
<way id="7"><nd ref="1"/><nd ref="2"/><tag k="highway" v="footway"/></way>
<way id="8"><nd ref="2"/><nd ref="3"/><nd ref="4"/><tag k="highway" v="residential"/></way></osm>`;

it('builds a graph, reaches, closes a road, writes a matrix', async () => {
  await writeFile(at('a.osm'), osm);
  await writeFile(at('p.csv'), '\uFEFFid,lon,lat\nwest,121.5,31.2001\neast,121.503,31.2\nfar,121.6,31.2\n');
  const build = harness();
  expect(
    await buildGraph(['build', '--input', at('a.osm'), '--profile', 'walk', '--out', at('g')], build.io),
  ).toBe(0);
  expect(build.json()).toMatchObject({ profile: 'walk', vertices: 3, edges: 2, components: 1 });
  const open = harness();
  expect(
    await reach(
      ['--graph', at('g'), '--points', at('p.csv'), '--minutes', '15', '--polygon', '--json'],
      open.io,
    ),
  ).toBe(0);
  const points = open.json()['points'] as {
    id: string;
    failure?: string;
    reached?: { id: string }[];
    polygon?: { coordinates: unknown[] };
  }[];
  expect(points[0]?.reached?.map(({ id }) => id)).toEqual(['west', 'east']);
  expect(points[0]?.polygon?.coordinates).toHaveLength(1);
  expect(points[2]?.failure).toBe('too-far');
  const shut = harness();
  await reach(['--graph', at('g'), '--points', at('p.csv'), '--close', '8'], shut.io);
  expect((shut.json()['points'] as typeof points)[0]?.reached?.map(({ id }) => id)).toEqual(['west']);
  const table = harness();
  expect(await matrix(['--graph', at('g'), '--points', at('p.csv'), '--out', at('m.csv')], table.io)).toBe(0);
  expect(table.json()).toMatchObject({ sources: 2, pairs: 4, withoutStreet: ['far'] });
  expect((await readFile(at('m.csv'), 'utf8')).split('\n')[0]).toBe('from,to,seconds');
});

it('solves a districting file and plans grids', async () => {
  const nodes = Array.from({ length: 6 }, (_, id) => ({ id, TOTPOP: '2' }));
  const links = [0, 1, 2, 3, 4].map((source) => ({ source, target: source + 1 }));
  await writeFile(at('d.json'), JSON.stringify({ nodes, links }));
  const h = harness();
  expect(await districts(['--input', at('d.json'), '--k', '2', '--json'], h.io)).toBe(0);
  expect(h.json()).toMatchObject({
    objective: 1,
    bound: 1,
    proven: true,
    contiguous: true,
    districts: [0, 0, 0, 1, 1, 1],
    deviations: [0, 0],
  });
  const features = Array.from({ length: 60 }, (_, i) => ({
    type: 'Feature',
    properties: i === 0 ? {} : { households: 14 },
    geometry: { type: 'Point', coordinates: [121.5 + (i % 10) * 0.0004, 31.2 + Math.floor(i / 10) * 0.0004] },
  }));
  await writeFile(at('b.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
  const g = harness();
  expect(await grids(['--input', at('b.geojson'), '--json'], g.io)).toBe(0);
  expect(g.json()).toMatchObject({ households: 826, withoutHouseholds: 1, issues: [] });
  expect(g.error()).toContain('without households');
});

it.each([
  ['graph', ['nonsense'], /usage/],
  ['graph', ['build', '--input', 'x'], /--out is missing/],
  ['graph', ['build', '--input', 'x', '--out', 'y', '--profile', 'horse'], /no "horse"/],
  ['reach', ['--graph', 'none', '--points', 'p'], /cannot read none/],
  ['reach', ['--graph', 'BAD', '--points', 'p'], /not a street graph/],
  ['matrix', ['--graph', 'none'], /--out is missing/],
  ['districts', ['--input', 'BAD'], /not JSON/],
  ['districts', ['--input', 'none', '--k', 'two'], /cannot read/],
  ['grids', ['--input', 'BAD'], /not JSON/],
  ['grids', ['--wrong'], /usage/],
] as const)('%s %j is refused with exit code 2', async (name, args, message) => {
  await writeFile(at('BAD'), 'this is neither a graph nor JSON, and long enough to be read');
  const h = harness();
  const command = { graph: buildGraph, reach, matrix, districts, grids }[name];
  expect(
    await command(
      args.map((arg) => (arg === 'BAD' ? at('BAD') : arg)),
      h.io,
    ),
  ).toBe(2);
  expect(h.error()).toMatch(message);
  expect(h.printed()).toBe('');
});
