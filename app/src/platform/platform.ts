// What the platform gives to engines and modules: ports with one implementation each, built once in main and passed down.
import type { Logger } from 'pino';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Db } from './db/db.ts';
import type { Env } from './env.ts';
import type { Messages } from './i18n/messages.ts';
import type { Files } from './files/files.ts';
import type { Notify } from './notify/notify.ts';
import type { Events } from './jobs/events.ts';
import type { Sessions } from './auth/sessions.ts';
import type { Jobs } from './jobs/jobs.ts';

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
