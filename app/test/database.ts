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
  const config = { ...connection, database: name };
  const db = openDb({ config, max: 8 });
  const owner = new pg.Pool({ ...config, max: 2 });
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
      const client = new pg.Client({ ...connection, database: 'postgres' });
      await client.connect();
      await client.query(`drop database if exists ${name} with (force)`);
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
