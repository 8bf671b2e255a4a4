import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStreetGraph } from '@renlin/core/network/build';
import { edgesOfWay } from '@renlin/core/network/closures';
import { buildHierarchy } from '@renlin/core/network/contraction';
import { travelTimes } from '@renlin/core/network/matrix';
import { PROFILES } from '@renlin/core/network/profiles';
import { createSearch } from '@renlin/core/network/search';
import { NO_WAY } from '@renlin/core/network/types';
import { createRandom } from '@renlin/core/random';
import { describe, expect, it } from 'vitest';
import { readStreets } from '../places/public.ts';
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

  it.each(['graphhopper/moscow.osm.gz', 'otp/portland-central-filtered.osm.pbf'])(
    'restrictions of turns of %s hold for vehicles in searches and in the matrix, and for nobody on foot',
    async (name) => {
      const source = await readStreets(join(data, name));
      const free = buildStreetGraph({ ...source, relations: [] }, { profile: PROFILES.vehicle }).graph;
      const { graph, report } = buildStreetGraph(source, { profile: PROFILES.vehicle });
      expect(report.turns.applied).toBeGreaterThan(70);
      expect(buildStreetGraph(source, { profile: PROFILES.walk }).graph.twin).toBeUndefined();
      const random = createRandom(name);
      const stops = Array.from({ length: 40 }, () => ({
        edge: random.int(free.edgeCount),
        share: random.next(),
        access: 0,
      }));
      const [before, after] = [createSearch(free), createSearch(graph)];
      const times = travelTimes(graph, buildHierarchy(graph), stops, stops);
      let longer = 0;
      stops.forEach((stop, i) => {
        before.run([stop], 1e9);
        after.run([stop], 1e9);
        stops.forEach((other, j) => {
          const [was, is] = [before.timeOf(other), after.timeOf(other)];
          expect(times[i * stops.length + j]).toBe(is);
          if (is >= 0) expect(is).toBeGreaterThanOrEqual(was);
          if (is !== was) longer++;
        });
      });
      expect(longer).toBeGreaterThan(20);
    },
  );

  it('no turn that the map forbids at a node is taken at that node', async () => {
    const source = await readStreets(join(data, 'otp/portland-central-filtered.osm.pbf'));
    const { graph } = buildStreetGraph(source, { profile: PROFILES.vehicle });
    const search = createSearch(graph);
    const nodeAt = new Map(Array.from(source.nodes.ids, (id, i) => [id, i]));
    /** The stop of a way a breath away from a node, when the way ends there once and leads that way. */
    const stopAt = (way: number, node: number, isInto: boolean) => {
      const i = nodeAt.get(node) ?? -1;
      const isThere = (v: number) =>
        graph.lon[v] === source.nodes.lon[i] && graph.lat[v] === source.nodes.lat[i];
      const found = edgesOfWay(graph, way).flatMap((edge) => {
        const [atTail, atHead] = [isThere(graph.tail[edge] as number), isThere(graph.head[edge] as number)];
        const isOpen = graph.cost[2 * edge + (atHead === isInto ? 0 : 1)] as number;
        return atTail !== atHead && isOpen < NO_WAY ? [{ edge, share: atTail ? 0 : 1, access: 0 }] : [];
      });
      return found.length === 1 ? found[0] : undefined;
    };
    let asked = 0;
    for (const { tags, members } of source.relations ?? []) {
      const ref = (role: string) => members.filter((one) => one.role === role).map((one) => one.ref);
      const [from, via, to] = [ref('from'), ref('via'), ref('to')];
      if (!/^no_/.test(tags['restriction'] ?? '') || tags['except'] || members.length !== 3) continue;
      if (members.some(({ role, type }) => role === 'via' && type !== 'node') || from[0] === to[0]) continue;
      const start = stopAt(from[0] as number, via[0] as number, true);
      const end = stopAt(to[0] as number, via[0] as number, false);
      if (!start || !end) continue;
      // Both stops lie at the node: only the forbidden turn itself takes no time.
      search.run([start], 600_000);
      expect(search.timeOf(end)).not.toBe(0);
      asked++;
    }
    expect(asked).toBeGreaterThan(50);
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
