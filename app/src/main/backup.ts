// Backup and restore of an installation: every table of every module as rows, and the files, in one folder that anything can read.
// One snapshot (repeatable read) sees one instant; COPY carries the rows, so a table costs no memory.
import { createReadStream, createWriteStream } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { readMigrations } from '../platform/db/migrate.ts';
import { liftRowSecurity, readAsOwner } from '../platform/db/owner.ts';
import type { Env } from '../platform/env.ts';
import { migrationSources } from './migrations.ts';

type Manifest = {
  format: 'renlin-backup-1';
  madeAt: string;
  ledger: { module: string; number: number; sha256: string }[];
  tables: { name: string; rows: number }[];
  sequences: { name: string; value: string }[];
};

/** Tables in an order in which every foreign key finds its target. */
async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const { rows: keys } = await client.query<{ child: string; parent: string }>(
    `select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
     where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid`,
  );
  const left = new Set(tables.map((table) => table.name));
  const order: string[] = [];
  while (left.size > 0) {
    const ready = [...left].filter((name) => !keys.some((key) => key.child === name && left.has(key.parent)));
    if (ready.length === 0) throw new Error(`tables in a circle: ${[...left].join(', ')}`);
    for (const name of ready) {
      order.push(name);
      left.delete(name);
    }
  }
  return order;
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const SKIP = new Set(['migration_ledger']);

/** Writes a backup into a new folder. The server may go on running. */
export async function backup(
  env: Env,
  config: pg.ClientConfig,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  if (await stat(folder).catch(() => undefined)) {
    throw new Error(`${folder} 已存在，请换一个文件夹 / already exists, choose another folder`);
  }
  await mkdir(join(folder, 'tables'), { recursive: true });
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await readAsOwner(client);
    const manifest: Manifest = {
      format: 'renlin-backup-1',
      madeAt: '',
      ledger: [],
      tables: [],
      sequences: [],
    };
    manifest.madeAt = (await client.query<{ now: string }>('select now()::text as now')).rows[0]?.now ?? '';
    manifest.ledger = (
      await client.query('select module, number, sha256 from migration_ledger order by 1, 2')
    ).rows;
    for (const name of await tablesInOrder(client)) {
      if (SKIP.has(name)) continue;
      const stream = client.query(copyTo(`copy ${await written(client, name)} to stdout`));
      await pipeline(
        stream,
        createGzip({ level: 6 }),
        createWriteStream(join(folder, 'tables', `${name}.copy.gz`)),
      );
      manifest.tables.push({ name, rows: stream.rowCount ?? 0 });
      say(`${name}: ${stream.rowCount ?? 0}`);
    }
    const { rows: sequences } = await client.query<{ name: string; value: string | null }>(
      `select sequencename as name, last_value::text as value from pg_sequences where schemaname = 'public'`,
    );
    manifest.sequences = sequences.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
    await client.query('commit');
    const files = join(env.RENLIN_DATA, 'files');
    if (!env.RENLIN_S3_ENDPOINT && (await stat(files).catch(() => undefined))) {
      await cp(files, join(folder, 'files'), { recursive: true });
    }
    const key = join(env.RENLIN_DATA, 'secret');
    if (await stat(key).catch(() => undefined)) await cp(key, join(folder, 'secret'));
    // Last: a folder without a manifest is a backup that did not finish.
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  } finally {
    await client.end();
  }
}

/** A table with the columns that are written: what follows from others is made again. Under row-level security COPY would give those, too. */
async function written(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [quote(table)],
  );
  return `${quote(table)} (${rows.map(({ name }) => quote(name)).join(', ')})`;
}

/** Fills an empty, migrated database from a backup. All or nothing. */
export async function restore(
  env: Env,
  config: pg.ClientConfig,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw new Error(
      `${folder} 里没有 manifest.json：不是完整的备份 / no manifest.json: not a finished backup`,
    );
  });
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 'renlin-backup-1') throw new Error('备份格式不认识 / unknown backup format');
  const migrations = await readMigrations(migrationSources);
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query('begin');
    // Whoever else fills this database, a server that starts or a second restore, waits and then finds it filled.
    await client.query('lock table districts in share row exclusive mode');
    const { rows: ledger } = await client.query(
      'select module, number, sha256 from migration_ledger order by 1, 2',
    );
    const replaced = new Map(migrations.flatMap((one) => one.replaces.map((old) => [old, one.sha256])));
    const saved = manifest.ledger.map((row) => ({ ...row, sha256: replaced.get(row.sha256) ?? row.sha256 }));
    if (JSON.stringify(ledger) !== JSON.stringify(saved)) {
      throw new Error(
        '备份与本程序的数据库结构不同，请用做备份时的版本恢复 / the backup has another schema: restore with the version that made it',
      );
    }
    const { rows: districts } = await client.query('select code from districts limit 1');
    if (districts.length > 0) throw new Error('数据库不是空的，恢复只能用于空库 / the database is not empty');
    // Rows carry their own times and hashes and no trigger makes new ones. Foreign keys are checked: the order of tables fits them.
    const settle = await liftRowSecurity(client);
    for (const { name, rows } of manifest.tables) {
      const stream = client.query(copyFrom(`copy ${await written(client, name)} from stdin`));
      await pipeline(createReadStream(join(folder, 'tables', `${name}.copy.gz`)), createGunzip(), stream);
      const { rows: counted } = await client.query<{ n: string }>(`select count(*) as n from ${quote(name)}`);
      if (Number(counted[0]?.n) !== rows) throw new Error(`${name}: ${counted[0]?.n} / ${rows}`);
      say(`${name}: ${rows}`);
    }
    for (const { name, value } of manifest.sequences)
      await client.query('select setval($1, $2)', [quote(name), value]);
    await settle();
    // Files before the commit and the key's new name after it: a full disk leaves an empty database and the old key.
    const inFolder = new Set(await readdir(folder));
    const key = join(env.RENLIN_DATA, 'secret');
    await mkdir(env.RENLIN_DATA, { recursive: true });
    if (inFolder.has('files'))
      await cp(join(folder, 'files'), join(env.RENLIN_DATA, 'files'), { recursive: true });
    if (inFolder.has('secret')) await cp(join(folder, 'secret'), `${key}.restored`);
    await client.query('commit');
    if (inFolder.has('secret')) await rename(`${key}.restored`, key);
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}
