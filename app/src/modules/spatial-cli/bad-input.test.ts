import { mkdtemp, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Problem } from '../../kernel/problem.ts';
import { readWhole } from './files.ts';
import { districts, grids } from './grids.ts';
import type { PlanningIo } from './planning-io.ts';
import { run as siting } from './siting.ts';
import { buildGraph, matrix, reach } from './streets.ts';

const folder = await mkdtemp(join(tmpdir(), 'bad-input-'));
const at = (name: string): string => join(folder, name);

const street = `<osm version="0.6">${[0, 1, 2, 3].map((i) => `<node id="${i + 1}" lat="31.2" lon="${121.5 + i * 0.001}"/>`).join('')}
<way id="7"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="footway"/></way></osm>`;
const houses = (list: readonly Record<string, unknown>[], step = 0.0004): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: list.map((properties, i) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'Point', coordinates: [121.5 + (i % 10) * step, 31.2 + Math.floor(i / 10) * step] },
    })),
  });
const many = (count: number, properties: Record<string, unknown>) =>
  Array.from({ length: count }, () => properties);
const nodeLink = (populations: readonly unknown[], pairs: readonly (readonly [number, number])[]): string =>
  JSON.stringify({
    nodes: populations.map((TOTPOP, id) => ({ id, TOTPOP })),
    links: pairs.map(([source, target]) => ({ source, target })),
  });

const files: Readonly<Record<string, string>> = {
  'street.osm': street,
  'no-streets.osm': '<osm version="0.6"><node id="1" lat="31.2" lon="121.5"/></osm>',
  'cut.osm': street.slice(0, 200),
  'points.csv': 'id,lon,lat\nhere,121.5,31.2001\nagain,121.5,31.2001\nfar,121.9,31.2\n',
  'wrong.csv': 'id,lon,lat\na,121.5,31.2\nb,east,31.2\n',
  'bare.csv': '121.5,31.2\n',
  'empty.csv': 'id,lon,lat\n',
  'apart.json': nodeLink(
    [1, 1, 1, 1],
    [
      [0, 1],
      [2, 3],
    ],
  ),
  'island.json': nodeLink(
    [2, 2, 2, 2, 0],
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  ),
  'tower.json': nodeLink(
    [9, 1, 1, 1],
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  ),
  'uneven.json': nodeLink(
    [4, 4, 4, 4],
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  ),
  'nobody.json': nodeLink(
    [1, 'many', 1],
    [
      [0, 1],
      [1, 2],
    ],
  ),
  'unknown.json': nodeLink([1, 1], [[0, 7]]),
  'none.geojson': houses([]),
  'nobody.geojson': houses(many(20, { households: 0 })),
  'unknown.geojson': houses(many(20, {})),
  'small.geojson': houses([
    ...many(30, { households: 14, community: 'A' }),
    ...many(3, { households: 14, community: 'B' }),
  ]),
  'twins.geojson': houses(many(60, { households: 14 }), 0),
  'tower.geojson': houses([...many(40, { households: 12 }), { households: 700 }]),
  'minus.geojson': houses([{ households: 5 }, { households: -3 }]),
  'words.geojson': houses([{ households: 'some' }]),
  'twins.json': JSON.stringify({ clients: many(6, {}).map(() => [0, 0]), p: 2 }),
  'town.json': JSON.stringify({
    clients: [
      [0, 0],
      [3, 0],
      [0, 4],
    ],
    sites: [
      [0, 0],
      [3, 0],
    ],
  }),
  'outside.json': JSON.stringify({
    cost: [
      [1, 2],
      [2, 1],
    ],
    p: 1,
    fixed: [5],
  }),
  'minus.json': JSON.stringify({
    cost: [
      [1, -2],
      [2, 1],
    ],
    p: 1,
  }),
  'heavy.json': JSON.stringify({
    cost: [
      [1, 2],
      [2, 1],
    ],
    p: 1,
    demand: [3, 4],
    capacity: [5, 5],
  }),
};
for (const [name, text] of Object.entries(files)) await writeFile(at(name), text);
// Two gigabytes that take no room on the disk.
for (const name of ['huge.json', 'huge.geojson', 'huge.csv', 'huge.graph', 'huge.osm']) {
  await writeFile(at(name), '');
  await truncate(at(name), 2 ** 31 + 1);
}

async function called(command: string, args: readonly string[]) {
  const [out, error]: [string[], string[]] = [[], []];
  const io: PlanningIo = {
    readText: async (path) => (await readWhole(path)).toString('utf8'),
    readBytes: readWhole,
    write: (path, data) => writeFile(path, data),
    out: (text) => out.push(text),
    error: (text) => error.push(text),
    now: () => 0,
  };
  const located = args.map((arg) => (/\.(json|geojson|csv|osm|graph)$/.test(arg) ? at(arg) : arg));
  const commands: Record<string, (given: readonly string[]) => Promise<number>> = {
    graph: (given) => buildGraph(['build', ...given], io),
    reach: (given) => reach(given, io),
    matrix: (given) => matrix(given, io),
    districts: (given) => districts(given, io),
    grids: (given) => grids(given, io),
  };
  const command_ = commands[command];
  const code = await (
    command_?.(located) ?? siting([command, ...located, '--format', 'json'], { ...io, locale: 'en' })
  ).catch((problem: unknown) => {
    if (!(problem instanceof Problem)) throw problem;
    error.push(problem.code);
    return 2;
  });
  return { code, out: out.join(''), error: error.join('') };
}

await called('graph', ['--input', 'street.osm', '--out', 'street.graph']);

const refused: readonly (readonly [string, string[], RegExp])[] = [
  [
    'districts',
    ['--input', 'apart.json', '--k', '1'],
    /2 parts, more than k = 1; join islands .* or raise k/,
  ],
  [
    'districts',
    ['--input', 'island.json', '--k', '2', '--lower', '4', '--upper', '4'],
    /part 1 \(0 people\) cannot/,
  ],
  ['districts', ['--input', 'tower.json', '--k', '2'], /unit 0 alone has 9, more than upper/],
  [
    'districts',
    ['--input', 'uneven.json', '--k', '3', '--lower', '3', '--upper', '4'],
    /smallest possible upper is 6/,
  ],
  ['districts', ['--input', 'uneven.json', '--k', '9'], /--k must be/],
  ['districts', ['--input', 'nobody.json', '--k', '2'], /TOTPOP|population/],
  ['districts', ['--input', 'unknown.json', '--k', '2'], /7/],
  ['districts', ['--input', 'huge.json', '--k', '2'], /2\.0 GB, more than/],
  ['grids', ['--input', 'none.geojson'], /holds no buildings/],
  ['grids', ['--input', 'minus.geojson'], /buildings\[1\]\.households must be a number ≥ 0/],
  ['grids', ['--input', 'words.geojson'], /buildings\[0\]\.households/],
  ['grids', ['--input', 'small.geojson', '--lower', '600', '--upper', '500'], /600 … 500 is not a band/],
  ['grids', ['--input', 'small.geojson', '--area', '1'], /either --input or --area/],
  ['grids', ['--input', 'huge.geojson'], /2\.0 GB, more than/],
  ['graph', ['--input', 'no-streets.osm', '--out', 'x.graph'], /none may be used|no-features/],
  ['graph', ['--input', 'cut.osm', '--out', 'x.graph'], /places\.file-/],
  ['graph', ['--input', 'huge.osm', '--out', 'x.graph'], /places\.file-too-large/],
  ['reach', ['--graph', 'street.graph', '--points', 'wrong.csv'], /line 3 is not a position: b,east,31\.2/],
  ['reach', ['--graph', 'street.graph', '--points', 'bare.csv'], /must name the columns lon and lat/],
  ['reach', ['--graph', 'street.graph', '--points', 'points.csv', '--minutes', '-5'], /--minutes must be/],
  [
    'reach',
    ['--graph', 'street.graph', '--points', 'points.csv', '--close', '99'],
    /the graph has no way 99/,
  ],
  ['reach', ['--graph', 'huge.graph', '--points', 'points.csv'], /2\.0 GB, more than/],
  ['matrix', ['--graph', 'street.graph', '--points', 'huge.csv', '--out', 'm.csv'], /2\.0 GB, more than/],
  [
    'pmedian',
    ['--input', 'town.json', '--p', '3'],
    /p exceeds the usable sites[\s\S]*Nearest feasible: p = 2/,
  ],
  ['pmedian', ['--input', 'outside.json'], /fixed: site 5/],
  ['pmedian', ['--input', 'minus.json'], /cost/],
  [
    'lscp',
    ['--input', 'town.json', '--radius', '3.5'],
    /radius is too small[\s\S]*Nearest feasible: radius = 4/,
  ],
  ['cpmp', ['--input', 'heavy.json'], /capacity does not suffice[\s\S]*Nearest feasible: p = 2/],
  ['pmedian', ['--input', 'huge.json', '--p', '2'], /2\.0 GB, more than/],
];

it.each(refused)('%s %j is refused with a reason', async (command, args, message) => {
  const { code, error } = await called(command, args);
  expect(error).toMatch(message);
  expect(code).toBe(2);
});

it.each<[string, string[], Record<string, unknown>, RegExp]>([
  ['districts', ['--input', 'apart.json', '--k', '2'], { objective: 0, proven: true, contiguous: true }, /^/],
  [
    'grids',
    ['--input', 'nobody.geojson'],
    { households: 0, issues: [{ reason: 'area-too-small', households: 0 }] },
    /^$/,
  ],
  [
    'grids',
    ['--input', 'unknown.geojson'],
    { withoutHouseholds: 20 },
    /20 .* buildings without households count 0/,
  ],
  [
    'grids',
    ['--input', 'small.geojson'],
    {
      issues: [
        { code: 'B001', reason: 'area-too-small', households: 42, relaxed: { lower: 42, upper: 500 } },
      ],
    },
    /^$/,
  ],
  ['grids', ['--input', 'twins.geojson'], { households: 840, issues: [] }, /^$/],
  [
    'grids',
    ['--input', 'tower.geojson'],
    { issues: [{ reason: 'building-too-large', building: '40', relaxed: { lower: 300, upper: 700 } }] },
    /^$/,
  ],
  [
    'reach',
    ['--graph', 'street.graph', '--points', 'points.csv'],
    {
      points: [
        { id: 'here', reached: [{ id: 'here' }, { id: 'again' }] },
        { id: 'again' },
        { id: 'far', failure: 'too-far' },
      ],
    },
    /1 .* points have no street/,
  ],
  ['reach', ['--graph', 'street.graph', '--points', 'empty.csv'], { points: [] }, /^$/],
  [
    'matrix',
    ['--graph', 'street.graph', '--points', 'points.csv', '--out', 'm.csv'],
    { withoutStreet: ['far'], pairs: 4 },
    /^/,
  ],
  ['pmedian', ['--input', 'twins.json', '--json'], { objective: 0, proven: true }, /^/],
  [
    'mclp',
    ['--input', 'town.json', '--p', '1', '--radius', '0', '--json'],
    { objective: 1, proven: true },
    /^/,
  ],
])('%s %j is answered as far as it can be', async (command, args, answer, said) => {
  const { code, out, error } = await called(command, args);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject(answer);
  expect(error).toMatch(said);
});
