// Jobs, timers and retries on pg-boss. Handlers are idempotent: a job may run twice.
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { randomSecret } from '../clock.ts';
import type { Scope } from '../db/db.ts';
import type { MigrationSource } from '../db/migrate.ts';
import type { JobDefinition, Jobs, Platform } from '../platform.ts';

export type { JobDefinition, Jobs } from '../platform.ts';

export const jobsMigrations: MigrationSource = {
  module: 'platform-jobs',
  folder: fileURLToPath(new URL('migrations', import.meta.url)),
};

const SYSTEM: Scope = { district: 'system', reach: 'system', account: '', paths: [], units: [] };
const LEASE_SECONDS = 60;
const RENEW_MS = 15_000;

export type JobsRunner = Jobs & {
  /** Runs a timer now if its time has come and no other process has it. True when it ran. */
  runTimer(definition: JobDefinition, platform: Platform): Promise<boolean>;
  failures(): number;
};

/** Queues live in the schema `pgboss`, on a small pool of their own. Timers live on leases in `job_leases`. */
export function createJobs(options: { config: pg.ClientConfig; log: Logger }): JobsRunner {
  const { log } = options;
  const owner = randomSecret(9);
  let boss: PgBoss | undefined;
  let stopping = false;
  let failed = 0;
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<unknown>>();

  async function runTimer(definition: JobDefinition, platform: Platform): Promise<boolean> {
    const got = await platform.db.tx(SYSTEM, (tx) =>
      tx.count(
        `insert into job_leases as l (name, owner, until, next_at)
         values ($1, $2, now() + make_interval(secs => $3), now())
         on conflict (name) do update set owner = $2, until = now() + make_interval(secs => $3)
         where l.until <= now() and l.next_at <= now()`,
        [definition.name, owner, LEASE_SECONDS],
      ),
    );
    if (got === 0) return false;
    const renew = setInterval(() => {
      platform.db
        .tx(SYSTEM, (tx) =>
          tx.count(
            `update job_leases set until = now() + make_interval(secs => $3) where name = $1 and owner = $2`,
            [definition.name, owner, LEASE_SECONDS],
          ),
        )
        .catch(() => undefined);
    }, RENEW_MS);
    renew.unref();
    try {
      await definition.run(platform, {});
    } catch (error) {
      failed += 1;
      log.error({ err: error, job: definition.name }, 'timer failed');
    } finally {
      clearInterval(renew);
      await platform.db.tx(SYSTEM, (tx) =>
        tx.count(
          `update job_leases set until = now(), next_at = now() + make_interval(secs => $3) where name = $1 and owner = $2`,
          [definition.name, owner, definition.everySeconds ?? 0],
        ),
      );
    }
    return true;
  }

  function keepTime(definition: JobDefinition, platform: Platform): void {
    const every = (definition.everySeconds ?? 60) * 1000;
    const tick = () => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        const run = runTimer(definition, platform)
          .catch((error: unknown) =>
            log.warn({ err: error, job: definition.name }, 'timer could not ask for its lease'),
          )
          .finally(() => {
            running.delete(run);
            if (!stopping) tick();
          });
        running.add(run);
      }, every);
      timer.unref();
      timers.add(timer);
    };
    tick();
  }

  return {
    runTimer,
    failures: () => failed,
    async start(definitions, platform) {
      stopping = false;
      const queues = definitions.filter((one) => one.everySeconds === undefined);
      for (const one of definitions) if (one.everySeconds !== undefined) keepTime(one, platform);
      if (queues.length === 0) return;
      const made = new PgBoss({
        ...connectionOf(options.config),
        schema: 'pgboss',
        max: 3,
        application_name: 'renlin-jobs',
      });
      made.on('error', (error) => log.warn({ err: error }, 'job queue'));
      await made.start();
      boss = made;
      for (const one of queues) {
        await made.createQueue(one.name, {
          retryLimit: 8,
          retryDelay: 5,
          retryBackoff: true,
          expireInSeconds: 3600,
        });
        if (one.cron !== undefined) await made.schedule(one.name, one.cron, {}, { tz: 'Asia/Shanghai' });
        await made.work(one.name, { pollingIntervalSeconds: 3 }, async (jobs) => {
          for (const job of jobs) {
            try {
              await one.run(platform, job.data);
            } catch (error) {
              failed += 1;
              log.error({ err: error, job: one.name }, 'job failed');
              throw error;
            }
          }
        });
      }
    },
    async send(name, payload) {
      if (!boss) throw new Error('jobs are not started');
      await boss.send(name, payload);
    },
    async stop() {
      stopping = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      await Promise.all(running);
      await boss?.stop({ graceful: true, timeout: 5_000 });
      boss = undefined;
    },
  };
}

function connectionOf(config: pg.ClientConfig): object {
  const { connectionString, host, port, user, password, database, ssl } = config;
  return Object.fromEntries(
    Object.entries({ connectionString, host, port, user, password, database, ssl }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}
