// Builds the platform once: database (embedded or given), ports, and what it takes to close them again in order.
import type pg from 'pg';
import type { Actor } from '../kernel/actor.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import { resolveActor } from '../modules/org/actors.ts';
import { createAccounts } from '../platform/auth/accounts.ts';
import { createSessions } from '../platform/auth/sessions.ts';
import { createSystemIds, systemClock } from '../platform/clock.ts';
import { createCrypto, loadSecret } from '../platform/crypto/crypto.ts';
import { openDb, type Tx } from '../platform/db/db.ts';
import { type EmbeddedServer, startEmbedded } from '../platform/db/embedded.ts';
import type { Env } from '../platform/env.ts';
import { createBlobs } from '../platform/files/blobs.ts';
import { createFiles } from '../platform/files/files.ts';
import { createUploads } from '../platform/files/uploads.ts';
import { createMessages, type MessageFile } from '../platform/i18n/messages.ts';
import { createEvents } from '../platform/jobs/events.ts';
import { createJobs } from '../platform/jobs/jobs.ts';
import { createLog } from '../platform/log/log.ts';
import { createNotify } from '../platform/notify/notify.ts';

export type Database = {
  config: pg.ClientConfig;
  embedded: EmbeddedServer | undefined;
  stop(): Promise<void>;
};

/** Connects to DATABASE_URL, or starts (or adopts) the embedded server in the data folder and makes the database in it. */
export async function openDatabase(env: Env): Promise<Database> {
  if (env.DATABASE_URL)
    return {
      config: { connectionString: env.DATABASE_URL },
      embedded: undefined,
      stop: async () => undefined,
    };
  const embedded = await startEmbedded(env.RENLIN_DATA);
  const config = { ...embedded.connection, database: 'renlin' };
  await createDatabase({ ...embedded.connection, database: 'postgres' }, 'renlin');
  return { config, embedded, stop: () => embedded.stop() };
}

async function createDatabase(config: pg.ClientConfig, name: string): Promise<void> {
  const { default: driver } = await import('pg');
  const client = new driver.Client(config);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
  } catch (error) {
    // Another process was faster.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

export type BuiltPlatform = Awaited<ReturnType<typeof buildPlatform>>;

/** What a test sets in place of the machine's own: time, ids, and how many connections it may take. */
export type PlatformParts = { clock?: Clock; ids?: Ids; connections?: number };

export async function buildPlatform(
  env: Env,
  config: pg.ClientConfig,
  words: readonly MessageFile[],
  parts: PlatformParts = {},
) {
  const clock = parts.clock ?? systemClock;
  const ids = parts.ids ?? createSystemIds(clock);
  const log = createLog(env.RENLIN_LOG);
  const secret = await loadSecret(env.RENLIN_SECRET, env.RENLIN_DATA);
  const crypto = createCrypto([secret]);
  // The installation's own key goes on opening what was sealed before others were set.
  const fieldCrypto = createCrypto([...(env.RENLIN_FIELD_SECRETS?.split(',') ?? []), secret]);
  const db = openDb({ config, max: parts.connections ?? 24 });
  const messages = createMessages(words);
  const events = createEvents({ config, clock, log });
  const actorOf = (
    tx: Tx,
    account: { accountId: string; personId: string | null; name: string },
  ): Promise<Actor> =>
    account.personId
      ? resolveActor(tx, { accountId: account.accountId, personId: account.personId, now: clock.now() })
      : Promise.resolve({
          kind: 'staff',
          accountId: account.accountId,
          personId: '',
          district: tx.scope.district,
          name: account.name,
          posts: [],
        });
  const sessions = createSessions({
    db,
    clock,
    resolveActor: (tx, account) => actorOf(tx, { ...account, accountId: account.id }),
  });
  const accounts = createAccounts({
    db,
    clock,
    ids,
    crypto,
    sessions,
    passwordMaxAgeDays: env.RENLIN_PASSWORD_DAYS,
  });
  const blobs = createBlobs(env);
  const files = createFiles({ db, clock, ids, blobs });
  const uploads = createUploads({ db, clock, ids, blobs, files });
  const notify = createNotify({
    db,
    clock,
    ids,
    crypto,
    messages,
    events,
    log,
    publicUrl: env.RENLIN_PUBLIC_URL,
  });
  const jobs = createJobs({ config, log });
  return {
    env,
    clock,
    ids,
    db,
    log,
    messages,
    sessions,
    blobs,
    files,
    uploads,
    notify,
    events,
    jobs,
    accounts,
    crypto,
    fieldCrypto,
    actorOf,
    async close() {
      await jobs.stop();
      await events.stop();
      await db.close();
    },
  };
}
