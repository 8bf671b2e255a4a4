// The command line reads everything that it was told before it opens anything: a mistake costs nothing and says what it was.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CommandUse, readOptions } from '../platform/command-line.ts';
import { readEnv } from '../platform/env.ts';
import { backupTo, importData, indicators, restoreFrom, solve, stress, user } from './commands.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'renlin-commands-'));
  file = join(folder, 'map.osm');
  writeFileSync(file, '<osm/>');
});
afterAll(() => rmSync(folder, { recursive: true }));

type Run = (env: ReturnType<typeof readEnv>, args: string[], say: (line: string) => void) => Promise<number>;

test.each<[string, Run, string[], RegExp]>([
  ['nothing to import', importData, [], /areas \| osm \| staff/],
  ['an unknown import', importData, ['houses'], /areas \| osm \| staff/],
  ['no county code', importData, ['areas'], /--code/],
  ['a code without its value', importData, ['areas', '--code'], /--code .*needs a value/],
  ['a mistyped option', importData, ['osm', 'FILE', '--sytem', 'gcj02'], /unknown option --sytem; --system/],
  [
    'an unknown coordinate system',
    importData,
    ['osm', 'FILE', '--system', 'bd09'],
    /wgs84 or gcj02, got bd09/,
  ],
  ['no file', importData, ['osm'], /name a file/],
  ['a file that is not there', importData, ['staff', '/no/such.xlsx'], /no such file: \/no\/such\.xlsx/],
  ['a folder for a file', importData, ['staff', 'FOLDER'], /not a file/],
  ['two files', importData, ['osm', 'FILE', 'FILE'], /unexpected argument/],
  ['no user command', user, [], /list \| create LOGIN NAME/],
  ['a user without a name', user, ['create', 'wang'], /list \| create LOGIN NAME/],
  ['an option where none is', user, ['list', '--all'], /unknown option --all/],
  ['a backup without a folder', backupTo, [], /one folder/],
  ['two folders', restoreFrom, ['a', 'b'], /unexpected argument b/],
])('%s is told, and no database is begun', async (_what, run, args, words) => {
  const data = join(folder, 'data');
  const env = readEnv({ RENLIN_DATA: data });
  const given = args.map((word) => (word === 'FILE' ? file : word === 'FOLDER' ? folder : word));
  const refused = await run(env, given, () => undefined).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(CommandUse);
  expect((refused as CommandUse).message).toMatch(words);
  expect(existsSync(data)).toBe(false);
});

test('words, values and flags are told apart', () => {
  const read = readOptions(['a', '--code=37', '--partial', 'b', '--to', 'x'], {
    values: ['code', 'to'],
    flags: ['partial'],
  });
  expect(read.positional).toEqual(['a', 'b']);
  expect([...read.values]).toEqual([
    ['code', '37'],
    ['to', 'x'],
  ]);
  expect(read.flags.has('partial')).toBe(true);
});

test.each<[string, (args: string[]) => Promise<number>, string[], unknown, object]>([
  [
    'assignment',
    solve,
    ['assignment'],
    {
      costs: [
        [3, 5],
        [4, 30],
      ],
    },
    { total: 9 },
  ],
  ['gap', solve, ['gap'], { cost: [[4]], load: [[1]], capacity: [1] }, { problems: [{ value: 4 }] }],
  ['transport', solve, ['transport'], { supply: [5], demand: [3], cost: [[2]] }, { value: 6 }],
  [
    'deliveries',
    solve,
    ['deliveries'],
    {
      travel: [
        [0, 4],
        [4, 0],
      ],
      stops: [{ demand: 1, opens: 0, closes: 9, service: 1 }],
      vehicles: [{ capacity: 2, leaves: 0, back: 20 }],
    },
    { travel: 8 },
  ],
  [
    'services',
    solve,
    ['services'],
    {
      resources: [{ id: 'power' }],
      components: [{ id: 'plant', place: 'p', supply: { power: { amount: 2 } } }],
      steps: 2,
    },
    { kind: 'services', unmet: { power: 0 } },
  ],
  [
    'a stress test',
    stress,
    ['--seed', '3', '--runs', '2'],
    {
      name: 'one grid',
      bounds: [0, 0, 100, 100],
      horizonHours: 2,
      grids: [{ id: 'g', area: 'a', x: 50, y: 50, households: 2, people: 5 }],
      facilities: [],
      responders: [],
      hazard: { kind: 'other' },
    },
    { seed: 3, runs: 2 },
  ],
  [
    'an index',
    indicators,
    [],
    { definition: { id: 'i', indicators: [{ id: 'a' }] }, places: [{ id: 'p', values: { a: 1 } }] },
    { places: [{ rank: 1 }] },
  ],
])(
  '%s from the command line: JSON and nothing else on standard output',
  async (_what, run, args, input, answer) => {
    const given = join(folder, 'input.json');
    writeFileSync(given, JSON.stringify(input));
    const written = (stream: NodeJS.WriteStream) => vi.spyOn(stream, 'write').mockReturnValue(true);
    const [out, err] = [written(process.stdout), written(process.stderr)];
    const code = await run([...args, '--input', given, '--json']);
    const [told, progress] = [out, err].map((spy) => spy.mock.calls.map(([text]) => text).join(''));
    out.mockRestore();
    err.mockRestore();
    expect(code).toBe(0);
    expect(JSON.parse(told!)).toMatchObject(answer);
    expect(progress).not.toBe('');
  },
);
