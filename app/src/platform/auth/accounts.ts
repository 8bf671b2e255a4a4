// Signing in and what an account is. Passwords are compared outside transactions (argon2 is slow on purpose), and every attempt is
// counted before it is compared, so attempts in parallel cannot outrun the lock.
import { fileURLToPath } from 'node:url';
import { generateSecret, generateURI, verifySync } from 'otplib';
import type { Actor } from '../../kernel/actor.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import { type AuditEntry, type AuditWho, audit } from '../audit/audit.ts';
import { randomSecret } from '../clock.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { Db, Tx } from '../db/db.ts';
import type { MigrationSource } from '../db/migrate.ts';
import { checkNewPassword, hashPassword, PASSWORD_HISTORY, verifyPassword } from './passwords.ts';
import './problems.ts';
import { type Sessions, SIGN_IN_SCOPE } from './sessions.ts';

export const authMigrations: MigrationSource = {
  module: 'platform-auth',
  folder: fileURLToPath(new URL('migrations', import.meta.url)),
};

export const LOCK_AFTER = 5;
export const LOCK_MS = 15 * 60_000;

export type Account = {
  id: string;
  district: string;
  personId: string | null;
  login: string;
  name: string;
  totpEnabled: boolean;
  mustChange: boolean;
  disabledAt: number | null;
  createdAt: number;
};

export type NewAccount = {
  district: string;
  login: string;
  name: string;
  personId?: string;
  /** From `hashPassword`; without it nobody can sign in by password until an administrator sets one. */
  passwordHash?: string;
  mustChange?: boolean;
};

type Meta = { ip: string; userAgent: string };

export type Accounts = {
  /** Checks login, password and (when switched on) the code; makes a session. Throws auth.* problems. */
  signIn(
    input: { login: string; password: string; code?: string | undefined },
    meta: Meta,
  ): Promise<SignedIn>;
  /** A session without a password, for the demo's switcher. */
  signInAs(accountId: string, meta: Meta): Promise<SignedIn>;
  changePassword(accountId: string, current: string, next: string, meta: Meta): Promise<void>;
  /** Sets a random password that must be changed at the next sign-in, ends all sessions and gives it once. */
  resetPassword(who: AuditWho, accountId: string): Promise<string>;
  setDisabled(who: AuditWho, accountId: string, disabled: boolean): Promise<void>;
  unlock(who: AuditWho, accountId: string): Promise<void>;
  endSessions(who: AuditWho, accountId: string): Promise<void>;
  /** Takes the second factor away (a lost phone), by an administrator. */
  resetTotp(who: AuditWho, accountId: string): Promise<void>;
  startTotp(accountId: string): Promise<{ secret: string; uri: string }>;
  confirmTotp(accountId: string, code: string, meta: Meta): Promise<void>;
  disableTotp(accountId: string, password: string, meta: Meta): Promise<void>;
};

export type SignedIn = { accountId: string; district: string; token: string; expiresAt: number };

type AccountRow = {
  id: string;
  district_code: string;
  person_id: string | null;
  login: string;
  name: string;
  password_hash: string | null;
  password_changed_at: number | null;
  must_change: boolean;
  totp_secret: string | null;
  totp_enabled: boolean;
  totp_last_step: string;
  disabled_at: number | null;
  created_at: number;
  [key: string]: unknown;
};

/** Adds an account, in the caller's transaction; used by the staff import and the administration. */
export async function insertAccount(tx: Tx, ids: Ids, now: number, input: NewAccount): Promise<string> {
  const id = ids.next();
  await tx.count(
    `insert into accounts (id, district_code, person_id, login, name, password_hash, password_changed_at, must_change, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      input.district,
      input.personId ?? null,
      normaliseLogin(input.login),
      input.name,
      input.passwordHash ?? null,
      input.passwordHash === undefined ? null : new Date(now),
      input.mustChange ?? false,
      new Date(now),
    ],
  );
  return id;
}

export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase();
}

/** Accounts of a district, by login, a page at a time. */
export async function listAccounts(
  tx: Tx,
  filter: { q?: string | undefined; after?: string | undefined; limit: number },
): Promise<Account[]> {
  const rows = await tx.rows<AccountRow>(
    `select * from accounts where district_code = $1
       and ($2::text is null or strpos(login, $2) > 0 or strpos(name, $2) > 0) and ($3::text is null or login > $3)
     order by login limit $4`,
    [tx.scope.district, filter.q ?? null, filter.after ?? null, filter.limit],
  );
  return rows.map(toAccount);
}

/** The account in the caller's district, or `resource.not-found`. */
export async function getAccount(tx: Tx, id: string): Promise<Account> {
  const [row] = await tx.rows<AccountRow>('select * from accounts where id = $1 and district_code = $2', [
    id,
    tx.scope.district,
  ]);
  if (!row) throw problem('resource.not-found');
  return toAccount(row);
}

function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    district: row.district_code,
    personId: row.person_id,
    login: row.login,
    name: row.name,
    totpEnabled: row.totp_enabled,
    mustChange: row.must_change,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
  };
}

/** The sign-in service. `passwordMaxAgeDays`: after so many days a password must be changed (undefined: never). */
export function createAccounts(options: {
  db: Db;
  clock: Clock;
  ids: Ids;
  crypto: Crypto;
  sessions: Sessions;
  issuer?: string;
  passwordMaxAgeDays?: number | undefined;
}): Accounts {
  const { db, clock, ids, crypto, sessions } = options;

  const as = (account: { id: string; district_code: string }, meta: { ip: string }): AuditWho => ({
    actor: {
      kind: 'staff',
      accountId: account.id,
      personId: '',
      district: account.district_code,
      name: '',
      posts: [],
    } satisfies Actor,
    now: clock.now,
    platform: { ids },
    request: { ip: meta.ip },
  });

  const find = (where: 'id' | 'login', value: string) =>
    db.read(SIGN_IN_SCOPE, async (tx) => {
      const rows = await tx.rows<AccountRow>(`select * from accounts where ${where} = $1`, [value]);
      return rows[0];
    });

  async function get(id: string): Promise<AccountRow> {
    const row = await find('id', id);
    if (!row) throw problem('auth.required');
    return row;
  }

  const record = (account: AccountRow, meta: Meta, entry: Omit<AuditEntry, 'object'>) =>
    db.tx(SIGN_IN_SCOPE, (tx) =>
      audit(tx, as(account, meta), { ...entry, object: { type: 'account', id: account.id } }),
    );

  /** Counts the attempt and refuses it while the login is locked. */
  async function countAttempt(key: Buffer): Promise<void> {
    const now = clock.now();
    const [row] = await db.tx(SIGN_IN_SCOPE, (tx) =>
      tx.rows<{ failed_count: number; locked_until: number | null }>(
        `insert into sign_in_failures as f (login_key, failed_count, first_failed_at) values ($1, 1, $2)
         on conflict (login_key) do update set
           failed_count = case when f.locked_until > $2 then f.failed_count
                               when f.locked_until is not null or f.first_failed_at < $3 then 1
                               else f.failed_count + 1 end,
           first_failed_at = case when f.locked_until <= $2 or (f.locked_until is null and f.first_failed_at < $3) then $2
                                  else f.first_failed_at end,
           locked_until = case when f.locked_until > $2 then f.locked_until
                               when f.locked_until is null and f.first_failed_at >= $3 and f.failed_count >= $4 then $5
                               else null end
         returning failed_count, locked_until`,
        [key, new Date(now), new Date(now - LOCK_MS), LOCK_AFTER, new Date(now + LOCK_MS)],
      ),
    );
    const until = row?.locked_until ?? 0;
    if (until > now) throw problem('auth.locked', { minutes: Math.ceil((until - now) / 60_000), until });
  }

  const forgive = (key: Buffer) =>
    db.tx(SIGN_IN_SCOPE, (tx) => tx.count('delete from sign_in_failures where login_key = $1', [key]));

  const failureKey = (login: string) => crypto.mac('sign-in', login);

  async function checkCode(account: AccountRow, code: string): Promise<boolean> {
    if (account.totp_secret === null || !/^\d{6}$/.test(code)) return false;
    const result = verifySync({
      secret: crypto.open(`totp ${account.id}`, account.totp_secret),
      token: code,
      epoch: Math.floor(clock.now() / 1000),
      epochTolerance: 30,
    });
    if (!result.valid || !('timeStep' in result)) return false;
    // A code is good once: the step must be later than the last one that was used, also when two arrive together.
    const moved = await db.tx(SIGN_IN_SCOPE, (tx) =>
      tx.count('update accounts set totp_last_step = $2 where id = $1 and totp_last_step < $2', [
        account.id,
        result.timeStep,
      ]),
    );
    return moved === 1;
  }

  async function storePassword(
    tx: Tx,
    account: AccountRow,
    hash: string,
    mustChange: boolean,
  ): Promise<void> {
    const now = new Date(clock.now());
    if (account.password_hash !== null) {
      await tx.count(
        `insert into password_history (account_id, changed_at, password_hash) values ($1, $2, $3) on conflict do nothing`,
        [account.id, now, account.password_hash],
      );
      await tx.count(
        `delete from password_history where account_id = $1 and changed_at not in (
           select changed_at from password_history where account_id = $1 order by changed_at desc limit $2)`,
        [account.id, PASSWORD_HISTORY - 1],
      );
    }
    await tx.count(
      'update accounts set password_hash = $2, password_changed_at = $3, must_change = $4 where id = $1',
      [account.id, hash, now, mustChange],
    );
  }

  /** An administrator's change to an account of the administrator's own district. */
  async function administer(
    who: AuditWho,
    accountId: string,
    action: string,
    work: (tx: Tx, account: AccountRow) => Promise<void>,
  ): Promise<void> {
    await db.tx(SIGN_IN_SCOPE, async (tx) => {
      const [account] = await tx.rows<AccountRow>(
        'select * from accounts where id = $1 and district_code = $2 for update',
        [accountId, who.actor.district],
      );
      if (!account) throw problem('resource.not-found');
      await work(tx, account);
      await audit(tx, who, { action, object: { type: 'account', id: accountId } });
    });
  }

  return {
    async signIn(input, meta) {
      const login = normaliseLogin(input.login);
      const key = failureKey(login);
      await countAttempt(key);
      const account = await find('login', login);
      const fits = await verifyPassword(account?.password_hash, input.password);
      if (!account || !fits || account.disabled_at !== null) {
        if (account) await record(account, meta, { action: 'auth.sign-in', result: 'refused' });
        throw problem('auth.invalid-credentials');
      }
      if (account.totp_enabled) {
        if (input.code === undefined || input.code === '') {
          // The password was right: asking for the code is not a failure, but guessing codes stays counted.
          throw problem('auth.code-required');
        }
        if (!(await checkCode(account, input.code))) {
          await record(account, meta, { action: 'auth.sign-in', result: 'refused' });
          throw problem('auth.code-invalid');
        }
      }
      await forgive(key);
      const age = clock.now() - (account.password_changed_at ?? 0);
      if (options.passwordMaxAgeDays !== undefined && age > options.passwordMaxAgeDays * 86_400_000) {
        await db.tx(SIGN_IN_SCOPE, (tx) =>
          tx.count('update accounts set must_change = true where id = $1', [account.id]),
        );
      }
      const session = await sessions.create(account.id, meta);
      await record(account, meta, { action: 'auth.sign-in' });
      return { accountId: account.id, district: account.district_code, ...session };
    },

    async signInAs(accountId, meta) {
      const account = await get(accountId);
      const session = await sessions.create(accountId, meta);
      await record(account, meta, { action: 'auth.demo-sign-in' });
      return { accountId, district: account.district_code, ...session };
    },

    async changePassword(accountId, current, next, meta) {
      const account = await get(accountId);
      const key = crypto.mac('password-change', accountId);
      await countAttempt(key);
      if (!(await verifyPassword(account.password_hash, current))) {
        await record(account, meta, { action: 'auth.change-password', result: 'refused' });
        throw problem('auth.password-wrong', {}, [{ path: 'current', code: 'password-wrong' }]);
      }
      await forgive(key);
      const old = await db.read(SIGN_IN_SCOPE, (tx) =>
        tx.rows<{ password_hash: string }>(
          'select password_hash from password_history where account_id = $1',
          [accountId],
        ),
      );
      const hashes = [account.password_hash, ...old.map((row) => row.password_hash)].filter(
        (one) => one !== null,
      );
      await checkNewPassword(next, account.login, 'next', hashes);
      const hash = await hashPassword(next);
      await db.tx(SIGN_IN_SCOPE, async (tx) => {
        await storePassword(tx, account, hash, false);
        await audit(tx, as(account, meta), {
          action: 'auth.change-password',
          object: { type: 'account', id: account.id },
        });
      });
      // Whoever else holds a session knew the old password: all end, and the caller makes a new one.
      await sessions.revokeAll(accountId);
    },

    async resetPassword(who, accountId) {
      const password = `${randomSecret(9)}-Rl7`;
      const hash = await hashPassword(password);
      await administer(who, accountId, 'accounts.reset-password', async (tx, account) => {
        await storePassword(tx, account, hash, true);
        await tx.count('delete from sign_in_failures where login_key = $1', [failureKey(account.login)]);
      });
      await sessions.revokeAll(accountId);
      return password;
    },

    async setDisabled(who, accountId, disabled) {
      if (disabled && who.actor.kind === 'staff' && who.actor.accountId === accountId) {
        throw problem('accounts.not-yourself');
      }
      const at = disabled ? new Date(clock.now()) : null;
      await administer(who, accountId, disabled ? 'accounts.disable' : 'accounts.enable', async (tx) => {
        await tx.count('update accounts set disabled_at = $2 where id = $1', [accountId, at]);
      });
      if (disabled) await sessions.revokeAll(accountId);
    },

    async unlock(who, accountId) {
      await administer(who, accountId, 'accounts.unlock', async (tx, account) => {
        await tx.count('delete from sign_in_failures where login_key = $1', [failureKey(account.login)]);
      });
    },

    async endSessions(who, accountId) {
      await administer(who, accountId, 'accounts.end-sessions', async () => undefined);
      await sessions.revokeAll(accountId);
    },

    async resetTotp(who, accountId) {
      await administer(who, accountId, 'accounts.reset-totp', async (tx) => {
        await tx.count(
          'update accounts set totp_secret = null, totp_enabled = false, totp_last_step = 0 where id = $1',
          [accountId],
        );
      });
      await sessions.revokeAll(accountId);
    },

    async startTotp(accountId) {
      const account = await get(accountId);
      if (account.totp_enabled) throw problem('auth.totp-already-on');
      const secret = generateSecret();
      const sealed = crypto.seal(`totp ${accountId}`, secret);
      await db.tx(SIGN_IN_SCOPE, (tx) =>
        tx.count(
          'update accounts set totp_secret = $2, totp_last_step = 0 where id = $1 and not totp_enabled',
          [accountId, sealed],
        ),
      );
      return {
        secret,
        uri: generateURI({ issuer: options.issuer ?? 'Renlin', label: account.login, secret }),
      };
    },

    async confirmTotp(accountId, code, meta) {
      const account = await get(accountId);
      if (account.totp_enabled) throw problem('auth.totp-already-on');
      if (account.totp_secret === null) throw problem('auth.totp-not-started');
      const key = crypto.mac('totp-confirm', accountId);
      await countAttempt(key);
      if (!(await checkCode(account, code))) {
        throw problem('input.invalid', {}, [{ path: 'code', code: 'totp-code' }]);
      }
      await forgive(key);
      await db.tx(SIGN_IN_SCOPE, async (tx) => {
        await tx.count('update accounts set totp_enabled = true where id = $1', [accountId]);
        await audit(tx, as(account, meta), {
          action: 'auth.totp-on',
          object: { type: 'account', id: accountId },
        });
      });
    },

    async disableTotp(accountId, password, meta) {
      const account = await get(accountId);
      const key = crypto.mac('password-change', accountId);
      await countAttempt(key);
      if (!(await verifyPassword(account.password_hash, password))) {
        throw problem('auth.password-wrong', {}, [{ path: 'password', code: 'password-wrong' }]);
      }
      await forgive(key);
      await db.tx(SIGN_IN_SCOPE, async (tx) => {
        await tx.count(
          'update accounts set totp_secret = null, totp_enabled = false, totp_last_step = 0 where id = $1',
          [accountId],
        );
        await audit(tx, as(account, meta), {
          action: 'auth.totp-off',
          object: { type: 'account', id: accountId },
        });
      });
    },
  };
}

/** Removes what has run out: sessions, and failures nobody waits for. */
export async function pruneSignIn(db: Db, now: number, idleMs: number): Promise<void> {
  await db.tx(SIGN_IN_SCOPE, async (tx) => {
    await tx.count('delete from sessions where expires_at <= $1 or last_seen_at <= $2', [
      new Date(now),
      new Date(now - idleMs),
    ]);
    await tx.count(
      'delete from sign_in_failures where first_failed_at < $1 and (locked_until is null or locked_until < $2)',
      [new Date(now - LOCK_MS), new Date(now)],
    );
  });
}
