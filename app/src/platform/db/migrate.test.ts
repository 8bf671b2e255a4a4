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

test('a table that a migration wrote anew is vacuumed, so that an index can answer alone', async () => {
  const wide = await mkdtemp(join(tmpdir(), 'renlin-migrations-'));
  const all = async () => readMigrations([{ module: 'wide', folder: wide }]);
  await writeFile(join(wide, '0001_create-wide.sql'), 'create table wide (id int primary key);\n');
  await migrate(database.config, await all());
  await database.owner('insert into wide select generate_series(1, 200000)');
  const visible = async () =>
    (
      await database.owner<{ n: number }>(
        `select relallvisible as n from pg_class where oid = 'wide'::regclass`,
      )
    )[0]?.n;
  await writeFile(
    join(wide, '0002_add-name.sql'),
    'alter table wide add column name text generated always as (cast(id as text)) stored;\n',
  );
  expect((await migrate(database.config, await all())).applied).toEqual(['wide/2 add-name']);
  expect(await visible()).toBeGreaterThan(500);
  await rm(wide, { recursive: true, force: true });
});
