// The whole way of an installation on somebody's own PostgreSQL, whose administrator gave it an ordinary role: migrate, work, serve,
// back up, restore, doctor. Forced row-level security holds for such an owner, so each of these could silently see nothing.
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backup, restore } from '../../src/main/backup.ts';
import { allMessages } from '../../src/main/compose.ts';
import { runDoctor } from '../../src/main/doctor.ts';
import { migrationSources } from '../../src/main/migrations.ts';
import { buildPlatform } from '../../src/main/platform.ts';
import { serve } from '../../src/main/server.ts';
import { chainAudit } from '../../src/platform/audit/audit.ts';
import { migrate, readMigrations } from '../../src/platform/db/migrate.ts';
import { readEnv } from '../../src/platform/env.ts';
import { bring, fileCase } from '../case-desk.ts';
import { contentsOf, ordinaryDatabase, type TestDatabase } from '../database.ts';
import { type TestProduct, testProduct } from '../product.ts';
import { readCatalogue } from './catalogue.ts';
import { checkSchema } from './rules.ts';

type Ordinary = Awaited<ReturnType<typeof ordinaryDatabase>>;

const quiet = () => undefined;
const SECRET = 'a secret for tests only, long enough to sign with';
let home: string;
let source: Ordinary;
let target: Ordinary;
let p: TestProduct;

const envOf = (extra: Record<string, string> = {}) =>
  readEnv({
    RENLIN_DATA: join(home, 'data'),
    RENLIN_LOG: 'silent',
    RENLIN_SECRET: SECRET,
    PORT: '0',
    ...extra,
  });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'renlin-owner-'));
  source = await ordinaryDatabase(migrationSources);
  target = await ordinaryDatabase(migrationSources, []);
  p = await testProduct({ database: source });
  const done = await fileCase(p, null, { reporter: { name: '王小明', phone: '13900001234' } });
  await bring(p, done.id, 'verified');
  expect((await p.call('auditor', 'GET', '/api/v1/audit')).status).toBe(200);
  await chainAudit(p.platform.db);
}, 240_000);

afterAll(async () => {
  await p?.close();
  await target?.drop();
  await rm(home, { recursive: true, force: true });
});

async function rightsOf(role: string) {
  const [row] = await source.owner<Record<string, boolean>>(
    'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = $1',
    [role],
  );
  return row;
}

it('needs no right beyond its database and the membership', async () => {
  const none = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false };
  expect(await rightsOf(source.role)).toEqual(none);
});

it('keeps the rules of the schema, and reads nothing without saying that it is the owner', async () => {
  expect(checkSchema(await readCatalogue((text) => source.owner(text)))).toEqual([]);
  const client = new pg.Client(source.config);
  await client.connect();
  const count = async () => (await client.query('select count(*)::int as n from cases')).rows[0].n;
  expect(await count()).toBe(0);
  await client.query(`set renlin.reach = 'owner'`);
  expect(await count()).toBe(1);
  // The application's role gains nothing by it.
  await client.query('set role renlin_app');
  expect(await count()).toBe(0);
  await client.end();
});

it('reaches the rows that a later migration changes', async () => {
  const later = {
    module: 'later',
    number: 1,
    name: 'change-rows',
    sha256: 'later',
    breaking: false,
    replaces: [],
  };
  const sql = `update cases set headline = headline || '。'`;
  await migrate(source.config, [...(await readMigrations(migrationSources)), { ...later, sql }]);
  const [row] = await source.owner<{ headline: string }>('select headline from cases');
  expect(row?.headline).toMatch(/。$/);
  await source.owner(`update cases set headline = left(headline, -1)`);
  await source.owner(`delete from migration_ledger where module = 'later'`);
});

it('starts the server with its queues and timers', async () => {
  const { host, user, password, database } = source.config;
  const url = `postgres://${user}:${password}@/${database}?host=${encodeURIComponent(String(host))}`;
  const running = await serve(envOf({ DATABASE_URL: url }), quiet);
  try {
    expect((await fetch(`${running.url}healthz`)).status).toBe(200);
  } finally {
    await running.close();
  }
});

it('backs up every row and restores it, and doctor finds nothing', async () => {
  const saved = join(home, 'saved');
  await backup(envOf(), source.config, saved, quiet);
  const before = await contentsOf(source);
  expect(before['cases']).toMatch(/^1 /);
  expect(before['accounts']).not.toMatch(/^0 /);

  // What follows a table in its file is found after the table was filled.
  const table = join(saved, 'tables', 'cases.copy.gz');
  const whole = await readFile(table);
  await appendFile(table, 'nonsense');
  await expect(restore(envOf(), target.config, saved, quiet)).rejects.toThrow();
  expect(await target.owner('select from districts')).toEqual([]);
  expect(await lifted(target)).toEqual([]);
  await rm(table);
  await writeFile(table, whole);

  await restore(envOf(), target.config, saved, quiet);
  expect(await contentsOf(target)).toEqual(before);
  expect(await lifted(target)).toEqual([]);
  expect((await readdir(saved)).sort()).toContain('manifest.json');
  const platform = await buildPlatform(envOf(), target.config, allMessages);
  const findings = await runDoctor(platform, quiet);
  await platform.close();
  expect(findings.find((one) => one.check === 'cases equal their steps')?.looked).toBe(1);
  expect(findings.find((one) => one.check === 'audit log chain')?.looked).toBeGreaterThan(0);
  expect(findings.flatMap((one) => one.faults)).toEqual([]);
});

/** Tables whose row-level security no longer holds for their owner. */
const lifted = (database: TestDatabase) =>
  database.owner(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity and not relforcerowsecurity`,
  );

it('refuses a backup that would leave rows out', async () => {
  await target.owner('drop policy cases__owner on cases');
  await expect(backup(envOf(), target.config, join(home, 'half'), quiet)).rejects.toThrow(/cases/);
  // The next start puts it right.
  await migrate(target.config, await readMigrations(migrationSources));
  await backup(envOf(), target.config, join(home, 'again'), quiet);
});

it('names what an administrator has to run when a right is missing', async () => {
  const { role } = target;
  const missing = async () => {
    try {
      await migrate(target.config, await readMigrations(migrationSources));
    } catch (error) {
      return (error as Error).message
        .split('\n')
        .slice(1)
        .map((line) => line.trim());
    }
    return [];
  };
  const [{ me, database } = { me: '', database: '' }] = await target.owner<{ me: string; database: string }>(
    'select current_user as me, current_database() as database',
  );
  expect(await missing()).toEqual([]);
  await target.owner(`revoke renlin_app from ${role}`);
  await target.owner(`alter database ${database} owner to ${me}`);
  await target.owner(`alter table migration_ledger owner to ${me}`);
  const asked = await missing();
  expect(asked).toEqual([
    `grant renlin_app to ${role};`,
    `alter database ${database} owner to ${role};`,
    `grant ${me} to ${role};`,
  ]);
  // The table goes back to its maker, so that the superuser's role is not handed out; the rest is run as it was named.
  await target.owner(`alter table migration_ledger owner to ${role}`);
  for (const statement of asked.slice(0, 2)) await target.owner(statement);
  expect(await missing()).toEqual([]);
});
