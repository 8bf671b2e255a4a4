// Personal API keys: made by a member for the member's own scripts. A key acts as its person does now, within its scopes; it ends on
// its day, when it is revoked, and when its person's account or posts end.
import { createHash } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { type AuditWho, audit } from '../../platform/audit/audit.ts';
import type { Session } from '../../platform/auth/sessions.ts';
import { randomSecret } from '../../platform/clock.ts';
import { type Db, scopeOf, type Tx } from '../../platform/db/db.ts';
import type { NewKey } from './contract.ts';
import * as store from './store.ts';
import './problems.ts';

export type KeysParts = {
  db: Db;
  now(): number;
  /** The person of an account with the posts held today. */
  actorOf(tx: Tx, account: { accountId: string; personId: string | null; name: string }): Promise<Actor>;
};

const DAY_MS = 86_400_000;
const MOST_KEYS = 20;
/** A use is noted once an hour: a script that asks every second writes nothing. */
const USED_EVERY_MS = 3_600_000;
/** The key names its district, so that it is looked up among that district's keys. */
const FORM = /^rlk_([a-z0-9]{1,16})_[A-Za-z0-9_-]{43}$/;

type Who = AuditWho & { actor: Actor };

export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Makes a key and gives it, this once. */
export async function makeKey(tx: Tx, who: Who, wish: NewKey) {
  const account = accountOf(who.actor);
  if (account.posts.length === 0) throw problem('keys.no-post');
  await store.lockKeysOf(tx, account.accountId);
  const now = who.now();
  if ((await store.countInForce(tx, account.accountId, now)) >= MOST_KEYS)
    throw problem('keys.too-many', { most: MOST_KEYS });
  const key = `rlk_${account.district}_${randomSecret(32)}`;
  const row = {
    id: who.platform.ids.next(),
    name: wish.name,
    scopes: [...new Set(wish.scopes)].sort(),
    createdAt: now,
    expiresAt: now + wish.days * DAY_MS,
    revokedAt: null,
    usedAt: null,
  };
  await store.insertKey(tx, { ...row, accountId: account.accountId, tokenHash: hashOfKey(key) });
  await audit(tx, who, {
    action: 'keys.create',
    object: { type: 'api-key', id: row.id },
    after: { name: row.name, scopes: row.scopes, expiresAt: row.expiresAt },
  });
  return { ...shown(row, now), key };
}

/** Ends a key at once. Ending it again changes nothing. */
export async function revokeKey(tx: Tx, who: Who, id: string) {
  const account = accountOf(who.actor);
  const row = await store.endKey(tx, account.accountId, id, who.now());
  if (!row) throw problem('keys.not-found');
  if (row.ended) await audit(tx, who, { action: 'keys.revoke', object: { type: 'api-key', id } });
  const { ended: _ended, ...key } = row;
  return shown(key, who.now());
}

export async function listKeys(tx: Tx, actor: Actor, now: number) {
  const rows = await store.listKeys(tx, accountOf(actor).accountId);
  return rows.map((row) => shown(row, now));
}

function shown(row: store.KeyRow, now: number) {
  const state = row.revokedAt !== null ? 'revoked' : row.expiresAt <= now ? 'expired' : 'in-force';
  return { ...row, state } as const;
}

function accountOf(actor: Actor): Extract<Actor, { kind: 'staff' }> {
  if (actor.kind !== 'staff') throw problem('auth.required');
  return actor;
}

/** Who a key belongs to, as they are now. Reads afresh every time, so an ended key ends everywhere at once. Throws auth.key-*. */
export async function authenticateKey(parts: KeysParts, key: string): Promise<Session> {
  const district = FORM.exec(key)?.[1];
  if (district === undefined) throw problem('auth.key-unknown');
  const scope = scopeOf({ kind: 'system', district, reason: 'api key' });
  const now = parts.now();
  const { row, actor } = await parts.db.read(scope, async (tx) => {
    const found = await store.findKey(tx, hashOfKey(key));
    if (!found) throw problem('auth.key-unknown');
    if (found.revokedAt !== null) throw problem('auth.key-revoked');
    if (found.expiresAt <= now) throw problem('auth.key-expired');
    if (found.disabled) throw problem('auth.key-account');
    const { accountId, personId, accountName } = found;
    return { row: found, actor: await parts.actorOf(tx, { accountId, personId, name: accountName }) };
  });
  // Whoever left holds no post any more.
  if (actor.kind !== 'staff' || actor.posts.length === 0) throw problem('auth.key-account');
  if (now - (row.usedAt ?? 0) > USED_EVERY_MS)
    await parts.db.tx(scope, (tx) => store.markUsed(tx, row.id, now));
  return {
    accountId: row.accountId,
    district,
    actor,
    expiresAt: row.expiresAt,
    ...(row.mustChange ? { mustChangePassword: true } : {}),
    key: { id: row.id, scopes: row.scopes },
  };
}
