// Global setup of the vitest project `app-pg15`: Debian's PostgreSQL 15 in a temporary folder. The product ships 18 and promises
// any server from 15 on, so once per CI run the database tests run on the oldest that is promised.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { POSTGRES_15 } from './ensure-system.ts';

const USER = 'renlin_owner';

export default function setup(project: TestProject): () => void {
  if (!existsSync(`${POSTGRES_15}/postgres`))
    throw new Error(`no PostgreSQL 15 in ${POSTGRES_15}: run tools/ensure-system.ts`);
  const folder = mkdtempSync(join(tmpdir(), 'renlin-pg15-'));
  const data = join(folder, 'data');
  const asRoot = process.getuid?.() === 0;
  if (asRoot) chownSync(folder, idOf('-u'), idOf('-g'));
  const run = (program: string, ...args: string[]): void => {
    const path = join(POSTGRES_15, program);
    // The server refuses to run as root; Debian's package brings the user that it runs as.
    const [command, rest] = asRoot
      ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', path, ...args]]
      : [path, args];
    const done = spawnSync(command, rest, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
    if (done.status !== 0)
      throw new Error(`${program} ended with ${done.status}: ${done.stderr || done.error?.message}`);
  };
  try {
    run(
      'initdb',
      '--no-sync',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      `--username=${USER}`,
      '-D',
      data,
    );
    const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
    const options = [
      ...settings.map((one) => `-c ${one}`),
      `-c listen_addresses=''`,
      `-c unix_socket_directories=${folder}`,
    ];
    run('pg_ctl', 'start', '-w', '-s', '-D', data, '-l', join(folder, 'log'), '-o', options.join(' '));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  project.provide('postgres', { host: folder, port: 5432, user: USER, password: '' });
  return () => {
    run('pg_ctl', 'stop', '-m', 'immediate', '-s', '-D', data);
    rmSync(folder, { recursive: true, force: true });
  };
}

function idOf(flag: '-u' | '-g'): number {
  const { stdout, status } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  if (status !== 0) throw new Error('there is no user postgres: Debian’s postgresql-15 package makes one');
  return Number(stdout);
}
