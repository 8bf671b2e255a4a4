// Plain SQL migrations, per module, contiguous, with a ledger of checksums. The whole run holds one advisory lock, so a second
// migration that starts beside it waits and then finds nothing to do; each file is one transaction.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { APP_ROLE, ensureOwnerPolicies, ensureRights } from './owner.ts';

export type Migration = {
  module: string;
  number: number;
  name: string;
  sql: string;
  sha256: string;
  breaking: boolean;
  /** Checksums of earlier texts that made the same tables: `--! replaces <sha256>` at the beginning of the file. */
  replaces: readonly string[];
};
export type MigrationSource = { module: string; folder: string };

const FILE = /^(\d{4})_([a-z0-9-]+)\.sql$/;
const LOCK = 7_236_001;

/** Reads the migrations of the sources in order. Fails on a gap, a duplicate or a stray file. */
export async function readMigrations(sources: readonly MigrationSource[]): Promise<Migration[]> {
  const all: Migration[] = [];
  for (const { module, folder } of sources) {
    const files = (await readdir(folder).catch(() => [])).sort();
    for (const [index, file] of files.entries()) {
      const match = FILE.exec(file);
      if (!match) throw new Error(`${module}: ${file} is not named NNNN_verb-noun.sql`);
      const number = Number(match[1]);
      if (number !== index + 1)
        throw new Error(`${module}: migration ${file} leaves a gap (expected ${index + 1})`);
      const sql = await readFile(join(folder, file), 'utf8');
      all.push({
        module,
        number,
        name: match[2] as string,
        sql,
        sha256: createHash('sha256').update(sql).digest('hex'),
        breaking: sql.startsWith('--! breaking'),
        replaces: [...sql.matchAll(/^--! replaces ([0-9a-f]{64})$/gm)].map((found) => found[1] as string),
      });
    }
  }
  return all;
}

export type MigrationReport = { applied: string[]; already: number };

/** Brings the database up to the given migrations. Refuses a changed file and a database that is newer in a breaking way. */
export async function migrate(
  config: pg.ClientConfig,
  migrations: readonly Migration[],
): Promise<MigrationReport> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await prepare(client);
    const ledger = await readLedger(client);
    const applied: string[] = [];
    let already = 0;
    for (const migration of migrations) {
      const key = `${migration.module}/${migration.number}`;
      const known = ledger.get(key);
      if (known) {
        if (migration.replaces.includes(known.sha256)) {
          await client.query('update migration_ledger set sha256 = $3 where module = $1 and number = $2', [
            migration.module,
            migration.number,
            migration.sha256,
          ]);
        } else if (known.sha256 !== migration.sha256) {
          throw new Error(
            `迁移 ${key} 在执行后被改动过，已停止；请恢复原文件，另加新的迁移。 / Migration ${key} was changed after it ran.`,
          );
        }
        already += 1;
        continue;
      }
      await applyOne(client, migration);
      applied.push(`${key} ${migration.name}`);
    }
    // Again, for the tables that were just made.
    if (applied.length > 0) {
      await ensureOwnerPolicies(client);
      await vacuumRewritten(client);
    }
    const wanted = new Set(migrations.map((one) => `${one.module}/${one.number}`));
    for (const [key, row] of ledger) {
      if (!wanted.has(key) && row.breaking) {
        throw new Error(
          `数据库比本程序新（${key}），请升级程序后再启动。 / The database is newer than this program (${key}): upgrade the program.`,
        );
      }
    }
    return { applied, already };
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    await client.end();
  }
}

/** Pages below which a table is not worth the trouble. */
const MANY_PAGES = 500;

/**
 * A migration that writes a table anew leaves every page of it unknown to be visible to all, and nothing changes in it that would wake the
 * automatic vacuum: until then no index could answer alone.
 */
async function vacuumRewritten(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relallvisible = 0 and pg_relation_size(oid) > $1::bigint * current_setting('block_size')::int order by 1`,
    [MANY_PAGES],
  );
  for (const { name } of rows) await client.query(`vacuum (analyze) ${name}`);
}

async function prepare(client: pg.Client): Promise<void> {
  await ensureRights(client);
  await ensureOwnerPolicies(client);
  await client.query(`grant usage on schema public to ${APP_ROLE}`);
  await client.query(`
    create table if not exists migration_ledger (
      module text not null,
      number int not null,
      name text not null,
      sha256 text not null,
      breaking boolean not null,
      applied_at timestamptz not null default now(),
      constraint migration_ledger__pk primary key (module, number)
    )`);
}

async function readLedger(client: pg.Client): Promise<Map<string, { sha256: string; breaking: boolean }>> {
  const { rows } = await client.query<{ module: string; number: number; sha256: string; breaking: boolean }>(
    'select module, number, sha256, breaking from migration_ledger',
  );
  return new Map(rows.map((row) => [`${row.module}/${row.number}`, row]));
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    // The ledger row first: if someone else got here despite the lock, we fail before touching anything.
    await client.query(
      'insert into migration_ledger (module, number, name, sha256, breaking) values ($1, $2, $3, $4, $5)',
      [migration.module, migration.number, migration.name, migration.sha256, migration.breaking],
    );
    await client.query(migration.sql);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    const detail = error instanceof Error ? error.message : String(error);
    throw new Error(
      `迁移失败 / migration failed: ${migration.module}/${migration.number} ${migration.name}: ${detail}`,
    );
  }
}
