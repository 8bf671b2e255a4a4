// One transaction per command. The connection is pipelined: BEGIN with the scope, and the first statements, leave together,
// and the last write leaves together with COMMIT, so a command costs two round trips.
//
// The scope (who asks, for which district, with which reach) is set by SET LOCAL in the same message as BEGIN: row-level
// security reads it. SET LOCAL takes literals only, so every value is validated before it is written into the text.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Writable } from 'node:stream';
import pg from 'pg';
import { type Actor, seenPaths } from '../../kernel/actor.ts';
import { APP_ROLE } from './owner.ts';

export type Row = Record<string, unknown>;

/** A statement with its parameters; `name` makes it a prepared statement of the connection (for the hot path). */
export type Statement = { text: string; values?: readonly unknown[]; name?: string };

/** Runs statements inside an open transaction. Everything that writes takes this as its first parameter. */
export type Tx = {
  /** Runs a statement and gives its rows. */
  rows<R extends Row>(text: string, values?: readonly unknown[], name?: string): Promise<R[]>;
  /** The number of rows that a write touched. */
  count(text: string, values?: readonly unknown[], name?: string): Promise<number>;
  readonly scope: Scope;
};

/** What row-level security may know of the caller. */
export type Scope = {
  district: string;
  reach: 'system' | 'staff' | 'public';
  account: string;
  /** Area paths (`a/b/`) and units in reach. */
  paths: readonly string[];
  units: readonly string[];
  /** Area paths whose cases are in sight; none when left out. */
  sees?: readonly string[];
};

export type Db = {
  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. Serialization failures and lost
   * connections are not retried here: a command is idempotent and its sender retries. */
  tx<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A read-only transaction. */
  read<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * A read-only transaction of nobody's call: for filling process-wide caches, also while a request has its own transaction open. It
   * holds no lock and sees only what is committed.
   */
  apart<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
  /** Connection settings for tools that hold their own connections (jobs, LISTEN, COPY). */
  readonly config: pg.ClientConfig;
};

const DISTRICT = /^[a-z0-9]{1,16}$/;
const UUID = /^[0-9a-f-]{36}$/;
const PATH = /^[a-z0-9/]{0,200}$/;

const open = new AsyncLocalStorage<{ open: boolean }>();

/** The scope of an actor: its district, the areas and units of its posts. */
export function scopeOf(actor: Actor): Scope {
  switch (actor.kind) {
    case 'system':
      return { district: actor.district, reach: 'system', account: '', paths: [], units: [] };
    case 'public':
      return { district: actor.district, reach: 'public', account: '', paths: [], units: [] };
    case 'staff':
      return {
        district: actor.district,
        reach: 'staff',
        account: actor.accountId,
        paths: [...new Set(actor.posts.map((post) => post.areaPath))],
        units: [...new Set(actor.posts.map((post) => post.unitId))],
        sees: seenPaths(actor.posts),
      };
  }
}

function scopeSql(scope: Scope): string {
  if (!DISTRICT.test(scope.district)) throw new Error('scope: malformed district');
  if (scope.account !== '' && !UUID.test(scope.account)) throw new Error('scope: malformed account');
  const sees = scope.sees ?? [];
  for (const path of [...scope.paths, ...sees])
    if (!PATH.test(path)) throw new Error('scope: malformed area path');
  for (const unit of scope.units) if (!UUID.test(unit)) throw new Error('scope: malformed unit');
  return (
    `set local renlin.district = '${scope.district}'; set local renlin.reach = '${scope.reach}'; ` +
    `set local renlin.account = '${scope.account}'; set local renlin.paths = '{${scope.paths.join(',')}}'; ` +
    `set local renlin.units = '{${scope.units.join(',')}}'; set local renlin.sees = '{${sees.join(',')}}'`
  );
}

/** Instants are epoch milliseconds and counts are numbers in our code; the driver's own choices (Date, string) stay outside. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === 1184) return parseInstant;
      if (oid === 20) return Number;
    }
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

/** `2026-11-21 08:30:00.123+00` (the server runs in UTC) as epoch milliseconds. */
function parseInstant(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11)}:00`.replace('+00:00', 'Z'));
}

export type DbOptions = { config: pg.ClientConfig; max?: number; role?: string | undefined };

/** Opens the pool of the application role. Lazy: the first transaction connects. */
export function openDb(options: DbOptions): Db {
  const role = options.role ?? APP_ROLE;
  const pool = new pg.Pool({
    ...options.config,
    max: options.max ?? 20,
    types,
    options: '-c timezone=UTC',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    ...({ pipeline: true } as object),
    onConnect: async (client: pg.ClientBase) => {
      // The application never acts as the owner of the tables, so row-level security always applies to it.
      await client.query(`set role ${role}`);
    },
  } as pg.PoolConfig);
  pool.on('error', () => undefined);

  async function within<T>(begin: string, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    // A second connection inside a transaction waits for locks the first one holds: a hang, or a write that escapes the
    // rollback. It is a bug wherever it happens, so it is an error at once.
    if (open.getStore()?.open) throw new Error('a transaction is already open in this call: pass its tx on');
    const preamble = `${begin}; ${scopeSql(scope)}`;
    const client = await pool.connect();
    const token = { open: true };
    let broken: Error | undefined;
    const onError = (error: Error) => {
      broken = error;
    };
    client.on('error', onError);
    try {
      const holdBack = writesOf(client);
      holdBack();
      const pending: Promise<unknown>[] = [];
      // Whatever the work waits for meanwhile, the failure of a statement is heard: what nobody listens to ends the process.
      const heard = <S extends Promise<unknown>>(sent: S): S => {
        sent.catch(() => undefined);
        pending.push(sent);
        return sent;
      };
      heard(client.query(preamble));
      const send = (text: string, values: readonly unknown[] | undefined, name: string | undefined) => {
        if (!token.open) throw new Error('the transaction is over');
        holdBack();
        return heard(
          client.query({
            text,
            ...(values ? { values: values as unknown[] } : {}),
            ...(name ? { name } : {}),
          }),
        );
      };
      const tx: Tx = {
        scope,
        rows: async <R extends Row>(text: string, values?: readonly unknown[], name?: string) =>
          (await send(text, values, name)).rows as R[],
        count: async (text, values, name) => (await send(text, values, name)).rowCount ?? 0,
      };
      let result: T;
      try {
        result = await open.run(token, () => work(tx));
      } catch (error) {
        token.open = false;
        await Promise.allSettled([...pending, client.query('rollback')]);
        throw error;
      }
      // Statements that the work did not wait for are still in flight; COMMIT leaves right behind them. When one of them
      // failed the server answers the COMMIT with ROLLBACK, and the failure is thrown here.
      token.open = false;
      holdBack();
      const commit = client.query('commit');
      const settled = await Promise.allSettled([...pending, commit]);
      const failed = settled.find((one) => one.status === 'rejected');
      if (failed) throw (failed as PromiseRejectedResult).reason;
      if ((await commit).command !== 'COMMIT')
        throw new Error('the transaction was rolled back by the server');
      return result;
    } catch (error) {
      if (isConnectionError(error)) broken ??= error as Error;
      throw error;
    } finally {
      client.removeListener('error', onError);
      client.release(broken);
    }
  }

  return {
    config: options.config,
    tx: (scope, work) => within('begin', scope, work),
    read: (scope, work) => within('begin read only', scope, work),
    apart: (scope, work) => open.exit(() => within('begin read only', scope, work)),
    close: () => pool.end(),
  };
}

/**
 * Statements that are sent in one turn of the event loop leave in one write to the socket: each write is a system call of its own, and
 * they were a sixth of a command's work. Called before every statement.
 */
function writesOf(client: pg.PoolClient): () => void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  let held = false;
  return () => {
    if (held) return;
    held = true;
    stream.cork();
    process.nextTick(() => {
      held = false;
      stream.uncork();
    });
  };
}

function isConnectionError(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return code.startsWith('08') || code.startsWith('57P') || code === 'ECONNRESET' || code === 'EPIPE';
}
