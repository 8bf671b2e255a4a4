// The SQL of personal API keys.
import type { Tx } from '../../platform/db/db.ts';

export type KeyRow = {
  id: string;
  name: string;
  scopes: string[];
  createdAt: number;
  expiresAt: number;
  revokedAt: number | null;
  usedAt: number | null;
};

const KEY = `id, name, scopes, created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt", used_at as "usedAt"`;

/** The account's keys, the newest first. */
export function listKeys(tx: Tx, accountId: string): Promise<KeyRow[]> {
  return tx.rows<KeyRow>(
    `select ${KEY} from api_keys where district_code = $1 and account_id = $2 order by created_at desc, id desc limit 200`,
    [tx.scope.district, accountId],
  );
}

/** Holds the account's keys still, so that two new ones at once cannot both stay under the limit. */
export async function lockKeysOf(tx: Tx, accountId: string): Promise<void> {
  await tx.rows('select pg_advisory_xact_lock(7236211, hashtext($1))', [accountId]);
}

export async function countInForce(tx: Tx, accountId: string, now: number): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from api_keys
     where district_code = $1 and account_id = $2 and revoked_at is null and expires_at > $3`,
    [tx.scope.district, accountId, new Date(now)],
  );
  return row?.n ?? 0;
}

export async function insertKey(
  tx: Tx,
  key: {
    id: string;
    accountId: string;
    name: string;
    tokenHash: Uint8Array;
    scopes: readonly string[];
    createdAt: number;
    expiresAt: number;
  },
): Promise<void> {
  await tx.count(
    `insert into api_keys (district_code, id, account_id, name, token_hash, scopes, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.scope.district,
      key.id,
      key.accountId,
      key.name,
      key.tokenHash,
      key.scopes,
      new Date(key.createdAt),
      new Date(key.expiresAt),
    ],
  );
}

/** Ends a key; gives it when it is the account's, also when it had ended before. */
export async function endKey(
  tx: Tx,
  accountId: string,
  id: string,
  now: number,
): Promise<(KeyRow & { ended: boolean }) | undefined> {
  const ended = await tx.count(
    `update api_keys set revoked_at = $4 where district_code = $1 and account_id = $2 and id = $3 and revoked_at is null`,
    [tx.scope.district, accountId, id, new Date(now)],
  );
  const [row] = await tx.rows<KeyRow>(
    `select ${KEY} from api_keys where district_code = $1 and account_id = $2 and id = $3`,
    [tx.scope.district, accountId, id],
  );
  return row && { ...row, ended: ended > 0 };
}

export type HeldKey = KeyRow & {
  accountId: string;
  personId: string | null;
  accountName: string;
  mustChange: boolean;
  disabled: boolean;
};

/** The key with this hash and the account that it belongs to. */
export async function findKey(tx: Tx, tokenHash: Uint8Array): Promise<HeldKey | undefined> {
  const [row] = await tx.rows<HeldKey>(
    `select k.id, k.name, k.scopes, k.created_at as "createdAt", k.expires_at as "expiresAt", k.revoked_at as "revokedAt",
       k.used_at as "usedAt", k.account_id as "accountId", a.person_id as "personId", a.name as "accountName",
       a.must_change as "mustChange", a.disabled_at is not null as disabled
     from api_keys k join accounts a on a.id = k.account_id and a.district_code = k.district_code
     where k.district_code = $1 and k.token_hash = $2`,
    [tx.scope.district, tokenHash],
    'key-find',
  );
  return row;
}

export async function markUsed(tx: Tx, id: string, now: number): Promise<void> {
  await tx.count('update api_keys set used_at = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    new Date(now),
  ]);
}
