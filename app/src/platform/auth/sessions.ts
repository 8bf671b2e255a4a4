// Sessions by cookie: a random token, of which the database keeps only the hash. Several server processes share them.
import { createHash } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import type { Clock } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { randomSecret } from '../clock.ts';
import type { Db, Scope, Tx } from '../db/db.ts';

export type Session = {
  accountId: string;
  district: string;
  actor: Actor;
  expiresAt: number;
  /** The password was set by an administrator or has aged: nothing but changing it is open. */
  mustChangePassword?: boolean;
  /** It came with a personal API key: only routes that name one of its scopes are open. */
  key?: { id: string; scopes: readonly string[] };
};

export type Sessions = {
  /** Who the token belongs to, or undefined (unknown, expired, revoked, locked). Cached for a few seconds per process. */
  find(token: string): Promise<Session | undefined>;
  /** Makes a session for an account and gives the token for the cookie. */
  create(
    accountId: string,
    meta: { ip: string; userAgent: string },
  ): Promise<{ token: string; expiresAt: number }>;
  revoke(token: string): Promise<void>;
  /** Ends all sessions of an account and forgets what was cached of its posts. */
  revokeAll(accountId: string): Promise<void>;
  /** Posts or duties changed: forget the cached actors of a district. */
  forget(district: string): void;
};

export const SESSION_COOKIE = 'renlin_session';

/** Sign-in tables are global: they are reached as `system` of no district. */
export const SIGN_IN_SCOPE: Scope = {
  district: 'system',
  reach: 'system',
  account: '',
  paths: [],
  units: [],
};

export type AccountForActor = { id: string; district: string; personId: string | null; name: string };

export type SessionSettings = {
  /** Ends a session that nobody used for so long; field workers keep a phone in the pocket for a shift. */
  idleMs: number;
  absoluteMs: number;
  /** Sessions one account may hold at once; the oldest ends when there is one more. */
  perAccount: number;
  /** How long a process believes what it read. Other processes see a revocation at the latest after this. */
  cacheMs: number;
};

export const SESSION_DEFAULTS: SessionSettings = {
  idleMs: 12 * 3_600_000,
  absoluteMs: 7 * 86_400_000,
  perAccount: 5,
  cacheMs: 5_000,
};

type Row = {
  account_id: string;
  district_code: string;
  person_id: string | null;
  name: string;
  must_change: boolean;
  last_seen_at: number;
  expires_at: number;
  [key: string]: unknown;
};

type Cached = { session: Session; readAt: number };

const CACHE_MAX = 20_000;
const SEEN_EVERY_MS = 60_000;

/** Builds the sessions port. `resolveActor` reads the posts of an account inside the transaction it is given. */
export function createSessions(options: {
  db: Db;
  clock: Clock;
  resolveActor(tx: Tx, account: AccountForActor): Promise<Actor>;
  settings?: Partial<SessionSettings>;
}): Sessions {
  const { db, clock, resolveActor } = options;
  const settings = { ...SESSION_DEFAULTS, ...options.settings };
  const cache = new Map<string, Cached>();
  const loading = new Map<string, Promise<Session | undefined>>();
  // A read that began before a revocation must not put its answer back into the cache after it.
  let epoch = 0;

  function drop(test: (session: Session) => boolean): void {
    epoch += 1;
    for (const [token, cached] of cache) if (test(cached.session)) cache.delete(token);
    loading.clear();
  }

  async function load(token: string): Promise<Session | undefined> {
    const startedIn = epoch;
    const now = clock.now();
    const hash = tokenHash(token);
    const row = await db.read(SIGN_IN_SCOPE, async (tx) => {
      const rows = await tx.rows<Row>(
        `select s.account_id, a.district_code, a.person_id, a.name, a.must_change, s.last_seen_at, s.expires_at
         from sessions s join accounts a on a.id = s.account_id
         where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3 and a.disabled_at is null`,
        [hash, new Date(now), new Date(now - settings.idleMs)],
        'session-find',
      );
      return rows[0];
    });
    if (!row) return undefined;
    const district = row.district_code;
    const scope: Scope = { district, reach: 'system', account: row.account_id, paths: [], units: [] };
    const account = { id: row.account_id, district, personId: row.person_id, name: row.name };
    const actor = await db.read(scope, (tx) => resolveActor(tx, account));
    if (now - row.last_seen_at > SEEN_EVERY_MS) {
      await db.tx(SIGN_IN_SCOPE, (tx) =>
        tx.count('update sessions set last_seen_at = $2 where token_hash = $1', [hash, new Date(now)]),
      );
    }
    const session: Session = {
      accountId: row.account_id,
      district,
      actor,
      expiresAt: row.expires_at,
      ...(row.must_change ? { mustChangePassword: true } : {}),
    };
    if (startedIn === epoch) {
      if (cache.size >= CACHE_MAX) cache.delete(cache.keys().next().value as string);
      cache.set(token, { session, readAt: now });
    }
    return session;
  }

  return {
    async find(token) {
      const now = clock.now();
      const cached = cache.get(token);
      if (cached) {
        if (now - cached.readAt < settings.cacheMs && cached.session.expiresAt > now) return cached.session;
        cache.delete(token);
      }
      // Many requests of one page arrive together: they share one read.
      let pending = loading.get(token);
      if (!pending) {
        pending = load(token).finally(() => {
          if (loading.get(token) === pending) loading.delete(token);
        });
        loading.set(token, pending);
      }
      return pending;
    },

    async create(accountId, meta) {
      const token = randomSecret(32);
      const now = clock.now();
      const expiresAt = now + settings.absoluteMs;
      await db.tx(SIGN_IN_SCOPE, async (tx) => {
        // Locks the account, so two sign-ins at once cannot both stay under the limit.
        const [account] = await tx.rows<{ district_code: string }>(
          'select district_code from accounts where id = $1 and disabled_at is null for update',
          [accountId],
        );
        if (!account) throw problem('auth.invalid-credentials');
        await tx.count(
          `delete from sessions where account_id = $1 and (expires_at <= $2 or last_seen_at <= $3 or token_hash in (
             select token_hash from sessions where account_id = $1 order by created_at desc offset $4))`,
          [accountId, new Date(now), new Date(now - settings.idleMs), settings.perAccount - 1],
        );
        await tx.count(
          `insert into sessions (token_hash, account_id, district_code, created_at, last_seen_at, expires_at, ip, user_agent)
           values ($1, $2, $3, $4, $4, $5, $6, $7)`,
          [
            tokenHash(token),
            accountId,
            account.district_code,
            new Date(now),
            new Date(expiresAt),
            meta.ip,
            meta.userAgent.slice(0, 200),
          ],
        );
      });
      drop((session) => session.accountId === accountId);
      return { token, expiresAt };
    },

    async revoke(token) {
      cache.delete(token);
      await db.tx(SIGN_IN_SCOPE, (tx) =>
        tx.count('delete from sessions where token_hash = $1', [tokenHash(token)]),
      );
      epoch += 1;
      cache.delete(token);
      loading.delete(token);
    },

    async revokeAll(accountId) {
      await db.tx(SIGN_IN_SCOPE, (tx) => tx.count('delete from sessions where account_id = $1', [accountId]));
      drop((session) => session.accountId === accountId);
    },

    forget(district) {
      drop((session) => session.district === district);
    },
  };
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
