// A migration that ran is not changed afterwards, save for a text that says which earlier text it replaces.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { migrate, readMigrations } from './migrate.ts';

const FIRST = 'create table things (id int primary key);\n';
let folder: string;
let database: TestDatabase;

const sources = () => [
  { module: 'platform-db', folder: new URL('migrations', import.meta.url).pathname },
  { module: 'things', folder },
];
const write = (text: string) => writeFile(join(folder, '0001_create-things.sql'), text);
const run = async () => migrate(database.config, await readMigrations(sources()));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renlin-migrations-'));
  await write(FIRST);
  database = await testDatabase(sources());
});

afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

test('a changed text is refused, and taken when it names the one it replaces', async () => {
  const first = (await readMigrations(sources())).at(-1)?.sha256 as string;
  expect((await run()).applied).toEqual([]);
  await write(`-- in other words\n${FIRST}`);
  await expect(run()).rejects.toThrow(/things\/1/);
  await write(`--! replaces ${first}\n${FIRST}`);
  expect((await run()).applied).toEqual([]);
  // From here on it is the text of this database, and the earlier one is the changed one.
  await write(FIRST);
  await expect(run()).rejects.toThrow(/things\/1/);
});
