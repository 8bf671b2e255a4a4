// A database of its own for a test file: a clone of one migrated template, so a file pays a copy and not the migrations.
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Actor } from '../src/kernel/actor.ts';
import { type Db, openDb, scopeOf, type Tx } from '../src/platform/db/db.ts';
import { type MigrationSource, migrate, readMigrations } from '../src/platform/db/migrate.ts';

export type TestDatabase = {
  db: Db;
  config: pg.ClientConfig;
  /** Runs as `system` of a district (default `demo`). */
  system<T>(work: (tx: Tx) => Promise<T>, district?: string): Promise<T>;
  /** Runs a statement as the owner of the tables, past row-level security. */
  owner<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  drop(): Promise<void>;
};

/** Clones the template with these migrations (made on first use) and adds the districts. */
export async function testDatabase(
  sources: readonly MigrationSource[],
  districts: readonly string[] = ['demo'],
): Promise<TestDatabase> {
  const connection = inject('postgres');
  const template = await ensureTemplate(connection, sources);
  const name = `db_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ ...connection, database: 'postgres' });
  await admin.connect();
  await admin.query(`create database ${name} template ${template}`);
  await admin.end();
  return opened(connection, { ...connection, database: name }, districts);
}

/**
 * A database whose owner is what README tells an administrator to make: a role with no right but the membership in the application's.
 * It is migrated by that role, and `config` is that role's.
 */
export async function ordinaryDatabase(
  sources: readonly MigrationSource[],
  districts: readonly string[] = ['demo'],
): Promise<TestDatabase & { role: string }> {
  const connection = inject('postgres');
  // The template's migrations make the application's role, which the whole server shares.
  await ensureTemplate(connection, sources);
  const name = `db_${randomBytes(6).toString('hex')}`;
  const role = `owner_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(9).toString('hex');
  const admin = new pg.Client({ ...connection, database: 'postgres' });
  await admin.connect();
  await admin.query(`create role ${role} login password '${password}' in role renlin_app`);
  await admin.query(`create database ${name} owner ${role}`);
  await admin.end();
  const config = { ...connection, database: name, user: role, password };
  await migrate(config, await readMigrations(sources));
  const database = await opened(connection, config, districts);
  return {
    ...database,
    role,
    async drop() {
      await database.drop();
      const client = new pg.Client({ ...connection, database: 'postgres' });
      await client.connect();
      await client.query(`drop role ${role}`);
      await client.end();
    },
  };
}

async function opened(
  superuser: pg.ClientConfig,
  config: pg.ClientConfig,
  districts: readonly string[],
): Promise<TestDatabase> {
  const db = openDb({ config, max: 8 });
  const owner = new pg.Pool({ ...superuser, database: config.database as string, max: 2 });
  owner.on('error', () => undefined);
  for (const code of districts) {
    await owner.query('insert into districts (code, name) values ($1, $2)', [code, `测试区 ${code}`]);
  }
  return {
    db,
    config,
    system: (work, district = 'demo') =>
      db.tx(scopeOf({ kind: 'system', district, reason: 'test' } satisfies Actor), work),
    owner: async <R extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
      (await owner.query<R>(text, values)).rows,
    async drop() {
      await db.close();
      await owner.end();
      const client = new pg.Client({ ...superuser, database: 'postgres' });
      await client.connect();
      await client.query(`drop database if exists ${config.database} with (force)`);
      await client.end();
    },
  };
}

async function ensureTemplate(
  connection: pg.ClientConfig,
  sources: readonly MigrationSource[],
): Promise<string> {
  const migrations = await readMigrations(sources);
  const hash = createHash('sha256').update(migrations.map((one) => one.module + one.sha256).join());
  const name = `template_${hash.digest('hex').slice(0, 12)}`;
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    // Two test files may want the same template at once: the second waits here and finds it made.
    await client.query('select pg_advisory_lock(7236100)');
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount) return name;
    const half = `${name}_half`;
    await client.query(`drop database if exists ${half}`);
    await client.query(`create database ${half}`);
    await migrate({ ...connection, database: half }, migrations);
    await client.query(`alter database ${half} rename to ${name}`);
    return name;
  } finally {
    await client.end();
  }
}

/** Every table with the number and a digest of its rows, whatever their order: two databases with the same rows give the same. */
export async function contentsOf(database: TestDatabase): Promise<Record<string, string>> {
  const tables = await database.owner<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration_ledger' order by 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await database.owner<{ n: number; digest: string }>(
      `select count(*)::int as n, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from "${name}" t`,
    );
    found[name] = `${row?.n} ${row?.digest}`;
  }
  return found;
}
