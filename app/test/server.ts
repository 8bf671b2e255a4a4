// A whole server on a clone of the migrated database, with a clock that the test sets. Requests go through Fastify's inject: the
// same path as over a socket, without one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { Actor } from '../src/kernel/actor.ts';
import { auditMigrations } from '../src/platform/audit/audit.ts';
import { type Accounts, authMigrations, createAccounts } from '../src/platform/auth/accounts.ts';
import { type AccountForActor, createSessions, SESSION_COOKIE } from '../src/platform/auth/sessions.ts';
import { createSystemIds } from '../src/platform/clock.ts';
import { createCrypto } from '../src/platform/crypto/crypto.ts';
import type { Tx } from '../src/platform/db/db.ts';
import type { MigrationSource } from '../src/platform/db/migrate.ts';
import { readEnv } from '../src/platform/env.ts';
import { createBlobs } from '../src/platform/files/blobs.ts';
import { createFileRoutes } from '../src/platform/files/file-routes.ts';
import { createFiles, type FileStore, filesMigrations } from '../src/platform/files/files.ts';
import type { Ctx, Route } from '../src/platform/http/route.ts';
import { createHttpServer, type HttpOptions } from '../src/platform/http/server.ts';
import { labelMessages } from '../src/platform/i18n/label-messages.ts';
import { createMessages, type MessageFile } from '../src/platform/i18n/messages.ts';
import { platformMessages } from '../src/platform/i18n/platform-messages.ts';
import { createEventStreams, type EventStreams } from '../src/platform/jobs/event-routes.ts';
import { createEvents, type EventsRunner } from '../src/platform/jobs/events.ts';
import { createJobs, type JobsRunner, jobsMigrations } from '../src/platform/jobs/jobs.ts';
import { createLog } from '../src/platform/log/log.ts';
import type { Channel, Outgoing } from '../src/platform/notify/channels.ts';
import { createNoticeRoutes } from '../src/platform/notify/notice-routes.ts';
import { createNotify, type NotifyRunner, notifyMigrations } from '../src/platform/notify/notify.ts';
import type { Platform } from '../src/platform/platform.ts';
import { type TestDatabase, testDatabase } from './database.ts';

const dbMigrations: MigrationSource = {
  module: 'platform',
  folder: new URL('../src/platform/db/migrations', import.meta.url).pathname,
};

/** The platform's own migrations, in order; modules come after. */
export const platformMigrations: readonly MigrationSource[] = [
  dbMigrations,
  authMigrations,
  auditMigrations,
  filesMigrations,
  jobsMigrations,
  notifyMigrations,
];

export type TestPlatform = Platform & {
  accounts: Accounts;
  notify: NotifyRunner;
  events: EventsRunner;
  jobs: JobsRunner;
  files: FileStore;
  streams: EventStreams;
};

export type TestServer = {
  app: FastifyInstance;
  platform: TestPlatform;
  database: TestDatabase;
  clock: { at: number };
  /** What went to the log, a line each. */
  logged: string[];
  /** What would have left the house. */
  sent: { channel: Channel; message: Outgoing; now: number }[];
  request(options: {
    method?: string;
    url: string;
    body?: unknown;
    cookie?: string | undefined;
    headers?: Record<string, string>;
  }): Promise<LightMyRequestResponse>;
  /** The session token that an answer set. */
  cookieOf(response: LightMyRequestResponse): string | undefined;
  close(): Promise<void>;
};

export type TestServerOptions = {
  migrations?: readonly MigrationSource[];
  messages?: readonly MessageFile[];
  districts?: readonly string[];
  env?: Record<string, string>;
  resolveActor?(tx: Tx, account: AccountForActor): Promise<Actor>;
  canRead?(ctx: Ctx, fileId: string): Promise<boolean>;
  http?: Partial<HttpOptions>;
  passwordMaxAgeDays?: number;
  /** The routes under test, made when the platform is there. */
  routes?(platform: TestPlatform): readonly Route[];
};

/** 2026-07-15 10:00 in Shanghai, a Wednesday. */
export const TEST_NOW = Date.UTC(2026, 6, 15, 2, 0, 0);

export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await testDatabase(
    [...platformMigrations, ...(options.migrations ?? [])],
    options.districts,
  );
  const data = await mkdtemp(join(tmpdir(), 'renlin-data-'));
  const state = { at: TEST_NOW };
  const clock = { now: () => state.at };
  const ids = createSystemIds(clock);
  const env = readEnv({ RENLIN_DATA: data, RENLIN_DEMO: '1', ...options.env });
  const logged: string[] = [];
  const log = createLog('info', { write: (line) => void logged.push(line) });
  const sent: TestServer['sent'] = [];
  const messages = createMessages([platformMessages, labelMessages, ...(options.messages ?? [])]);
  const crypto = createCrypto(['a secret for tests only, long enough']);
  const { db } = database;
  const resolveActor =
    options.resolveActor ??
    (async (_tx: Tx, account: AccountForActor): Promise<Actor> => ({
      kind: 'staff',
      accountId: account.id,
      personId: account.personId ?? '',
      district: account.district,
      name: account.name,
      posts: [],
    }));
  const sessions = createSessions({ db, clock, resolveActor });
  const events = createEvents({ config: database.config, clock, log, pollMs: 5 });
  const jobs = createJobs({ config: database.config, log });
  const files = createFiles({ db, clock, ids, blobs: createBlobs(env) });
  const notify = createNotify({
    db,
    clock,
    ids,
    crypto,
    messages,
    events,
    log,
    publicUrl: 'https://renlin.example',
    send: async (channel, message, now) => void sent.push({ channel, message, now }),
  });
  const accounts = createAccounts({
    db,
    clock,
    ids,
    crypto,
    sessions,
    passwordMaxAgeDays: options.passwordMaxAgeDays,
  });
  const streams = createEventStreams(events);
  const platform: TestPlatform = {
    env,
    clock,
    ids,
    db,
    log,
    messages,
    sessions,
    files,
    notify,
    events,
    jobs,
    accounts,
    streams,
  };
  const app = await createHttpServer(
    platform,
    [
      ...createFileRoutes({ files, canRead: options.canRead ?? (async () => false) }),
      ...createNoticeRoutes(notify),
      ...streams.routes,
      ...(options.routes?.(platform) ?? []),
    ],
    {
      publicDistrict: options.districts?.[0] ?? 'demo',
      version: '0.0.0-test',
      strictFactor: 1000,
      onClosing: () => streams.closeAll(),
      ...options.http,
    },
  );
  return {
    app,
    platform,
    database,
    clock: state,
    logged,
    sent,
    request: ({ method = 'GET', url, body, cookie, headers = {} }) =>
      app.inject({
        method: method as 'GET',
        url,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(cookie === undefined ? {} : { cookie: `${SESSION_COOKIE}=${cookie}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    cookieOf: (response) => response.cookies.find((one) => one.name === SESSION_COOKIE)?.value,
    async close() {
      await app.close();
      await events.stop();
      await jobs.stop();
      await database.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
