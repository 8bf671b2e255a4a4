// What the platform gives to engines and modules: ports with one implementation each, built once in main and passed down.
import type { Logger } from 'pino';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Sessions } from './auth/sessions.ts';
import type { Db } from './db/db.ts';
import type { Env } from './env.ts';
import type { Files } from './files/files.ts';
import type { Messages } from './i18n/messages.ts';
import type { Events } from './jobs/events.ts';
import type { Notify } from './notify/notify.ts';

export type Platform = {
  env: Env;
  clock: Clock;
  ids: Ids;
  db: Db;
  log: Logger;
  messages: Messages;
  sessions: Sessions;
  files: Files;
  notify: Notify;
  events: Events;
  jobs: Jobs;
};

export type JobDefinition = {
  name: string;
  /** Cron in Asia/Shanghai, for repeated work. */
  cron?: string;
  /** Or: run again this many seconds after the last run ended (timers finer than a minute). */
  everySeconds?: number;
  run(platform: Platform, payload: unknown): Promise<void>;
};

export type Jobs = {
  start(definitions: readonly JobDefinition[], platform: Platform): Promise<void>;
  send(name: string, payload: object): Promise<void>;
  stop(): Promise<void>;
};
