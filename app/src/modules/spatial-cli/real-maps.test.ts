import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readWhole } from './files.ts';
import { grids } from './grids.ts';
import type { PlanningIo } from './planning-io.ts';
import { buildGraph, matrix, reach } from './streets.ts';

const data = fileURLToPath(new URL('../../../../../shared/data/osm/', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'real-maps-'));
const at = (name: string): string => join(folder, name);

async function printed(
  command: (args: readonly string[], io: PlanningIo) => Promise<number>,
  ...args: string[]
): Promise<Record<string, unknown>> {
  const out: string[] = [];
  const io: PlanningIo = {
    readText: async (path) => (await readWhole(path)).toString('utf8'),
    readBytes: readWhole,
    write: (path, text) => writeFile(path, text),
    out: (text) => out.push(text),
    error: () => undefined,
    now: () => 0,
  };
  expect(await command(args, io)).toBe(0);
  return JSON.parse(out.join('')) as Record<string, unknown>;
}

describe.skipIf(!existsSync(data))('real maps (skipped without ../shared/data)', () => {
  it('the Bund, drawn in tiles without nodes: nobody walks over the Huangpu, everybody over Suzhou Creek', async () => {
    const bund = join(data, 'china/shanghai-bund-lujiazui');
    const graph = await printed(
      buildGraph,
      'build',
      '--input',
      bund,
      '--profile',
      'walk',
      '--out',
      at('bund'),
    );
    expect(graph['vertices']).toBeGreaterThan(2000);
    const points = 'id,lon,lat\nlujiazui,121.4995,31.2385\nsouth,121.4865,31.2445\nnorth,121.4885,31.2465\n';
    await writeFile(at('p.csv'), points);
    await printed(matrix, '--graph', at('bund'), '--points', at('p.csv'), '--out', at('m.csv'));
    const rows = (await readFile(at('m.csv'), 'utf8')).trim().split('\n').slice(1);
    const pairs = rows.map((row) => row.split(',').slice(0, 2).join('-')).sort();
    expect(pairs).toEqual(['lujiazui-lujiazui', 'north-north', 'north-south', 'south-north', 'south-south']);
    const answer = await printed(
      reach,
      '--graph',
      at('bund'),
      '--points',
      at('p.csv'),
      '--minutes',
      '15',
      '--polygon',
    );
    const [lujiazui] = answer['points'] as { polygon: { coordinates: [number, number][][][] } }[];
    const west = Math.min(...(lujiazui?.polygon.coordinates ?? []).flat(2).map(([lon]) => lon));
    // The bank lies at about 121.493; fifteen minutes would lead far beyond it.
    expect(west).toBeGreaterThan(121.4905);
  });

  it.each(['krems', 'moscow'])('a packed map: %s', async (name) => {
    const graph = await printed(
      buildGraph,
      'build',
      '--input',
      join(data, `graphhopper/${name}.osm.gz`),
      '--profile',
      'walk',
      '--out',
      at(name),
    );
    expect(graph['vertices']).toBeGreaterThan(500);
  });

  it('the buildings of a map file into grids, its waters and railways as barriers', async () => {
    const moscow = join(data, 'graphhopper/moscow.osm.gz');
    const plan = await printed(grids, '--input', moscow, '--estimate', '80');
    const {
      grids: list,
      issues,
      households,
    } = plan as {
      grids: { households: number; inBand: boolean; buildings: string[] }[];
      issues: { reason: string }[];
      households: number;
    };
    expect(list.reduce((sum, grid) => sum + grid.households, 0)).toBe(households);
    expect(list.filter(({ inBand }) => !inBand)).toHaveLength(issues.length);
    expect(list.filter(({ inBand }) => inBand).length).toBeGreaterThan(2);
    expect(issues.map(({ reason }) => reason)).not.toContain('not-balanced');
  });
});
