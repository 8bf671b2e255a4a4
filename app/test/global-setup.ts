// One PostgreSQL for the whole test run, in its own folder under /tmp: started once, ended and removed afterwards.
// A run that was killed leaves its server behind; the next run ends it by the pid that the folder's name carries.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../src/platform/db/embedded.ts';

const BASE = '/tmp';
const NAME = /^renlin-test-(\d+)-[a-z0-9]+$/;

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { host: string; port: number; user: string; password: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const label = project.name.replace(/[^a-z0-9]/g, '') || 'app';
  const folder = join(BASE, `renlin-test-${process.pid}-${label}`);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const server = await startEmbedded(folder, { buffersMb: 128 });
  const client = new pg.Client({ ...server.connection, database: 'postgres' });
  await client.connect();
  // The data of a test run is thrown away: nothing needs to survive a power cut.
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    await client.query(`alter system set ${setting} = off`);
  }
  await client.query('select pg_reload_conf()');
  await client.end();
  project.provide('postgres', server.connection);
  return async () => {
    await endServer(server.dataFolder);
    await rm(folder, { recursive: true, force: true });
  };
}

async function sweep(): Promise<void> {
  for (const name of await readdir(BASE)) {
    const pid = Number(NAME.exec(name)?.[1]);
    if (!pid || existsSync(`/proc/${pid}`)) continue;
    await endServer(join(BASE, name, 'postgres', 'data'));
    await rm(join(BASE, name), { recursive: true, force: true });
  }
}

async function endServer(dataFolder: string): Promise<void> {
  const pidFile = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(pidFile.split('\n')[0]);
  if (!pid) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (!command.includes(dataFolder)) return;
  // SIGINT is PostgreSQL's "fast" shutdown: it ends open sessions too.
  process.kill(pid, 'SIGINT');
  for (let attempt = 0; attempt < 200 && existsSync(`/proc/${pid}`); attempt++) {
    await new Promise((done) => setTimeout(done, 25));
  }
}
