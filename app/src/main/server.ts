// Starts the product: database, schema, demo if asked for, web pages, jobs, HTTP. Every long step says what it is doing.
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { migrate, readMigrations } from '../platform/db/migrate.ts';
import type { Env } from '../platform/env.ts';
import { createHttpServer } from '../platform/http/server.ts';
import { allMessages, compose, listDistricts } from './compose.ts';
import { ensureDemo } from './demo.ts';
import { ensureDistrict, type Say } from './district.ts';
import { migrationSources } from './migrations.ts';
import { buildPlatform, type Database, openDatabase } from './platform.ts';
import { createReadiness } from './ready.ts';

export const WEB_ROOT = fileURLToPath(new URL('../../dist/web', import.meta.url));
export const VERSION = '0.1.0';

/** Opens the database and brings its schema up to date. */
export async function prepareDatabase(env: Env, say: Say): Promise<Database> {
  const database = await openDatabase(env);
  const report = await migrate(database.config, await readMigrations(migrationSources));
  if (report.applied.length > 0)
    say(`数据库已更新 ${report.applied.length} 项 / applied ${report.applied.length} migrations`);
  return database;
}

export type Running = { url: string; close(): Promise<void> };

export async function serve(env: Env, say: Say): Promise<Running> {
  const database = await prepareDatabase(env, say);
  const platform = await buildPlatform(env, database.config, allMessages);
  try {
    const product = compose(platform);
    if (env.RENLIN_DEMO) await ensureDemo(platform, product, database.config, say);
    else await ensureDistrict(database.config, 'main', '本区');
    const [publicDistrict = 'main'] = await listDistricts(platform);
    const app = await createHttpServer(platform, product.routes, {
      ...(existsSync(WEB_ROOT) ? { webRoot: WEB_ROOT } : {}),
      publicDistrict,
      ...product.doors,
      version: VERSION,
      ready: await createReadiness(platform.db),
      gauges: [
        { name: 'renlin_sse_clients', help: 'Open event streams', read: () => product.streams.open() },
        {
          name: 'renlin_event_lag_ms',
          help: 'Age of the oldest event in the last batch',
          read: () => platform.events.lagMs(),
        },
      ],
      onClosing: () => product.streams.closeAll(),
    });
    await platform.events.start();
    await platform.jobs.start([...product.jobs, ...product.streams.jobs], platform);
    await app.listen({ port: env.PORT, host: env.HOST });
    const { port } = app.server.address() as AddressInfo;
    const host = env.HOST === '0.0.0.0' || env.HOST === '::' ? 'localhost' : env.HOST;
    return {
      url: `http://${host}:${port}/`,
      async close() {
        await app.close();
        await platform.close();
        await database.stop();
      },
    };
  } catch (error) {
    await platform.close().catch(() => undefined);
    await database.stop().catch(() => undefined);
    throw error;
  }
}
