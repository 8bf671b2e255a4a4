// The command line reads everything that it was told before it opens anything: a mistake costs nothing and says what it was.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CommandUse, readOptions } from '../platform/command-line.ts';
import { readEnv } from '../platform/env.ts';
import { backupTo, importData, restoreFrom, user } from './commands.ts';

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
