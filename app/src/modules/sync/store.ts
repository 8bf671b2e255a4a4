// Snapshots: what each phone holds. Row-level security shows an account its own and nobody else's.
import type { Tx } from '../../platform/db/db.ts';

/** Id of a thing on the phone → the stamp with which it was sent. */
export type Entries = Record<string, string>;

export async function findSnapshot(
  tx: Tx,
  device: string,
  id: string,
): Promise<{ entries: Entries } | undefined> {
  const [row] = await tx.rows<{ entries: Entries }>(
    'select entries from sync_snapshots where district_code = $1 and account_id = $2 and device = $3 and id = $4',
    [tx.scope.district, tx.scope.account, device, id],
  );
  return row;
}

export type NewSnapshot = {
  device: string;
  id: string;
  entries: Entries;
  staleOn: string;
  base: string | null;
};

/** Later snapshots of the device that are kept beside the one its question named: answers that may still be under way. */
const KEPT_PER_DEVICE = 3;
const KEPT_PER_ACCOUNT = 24;

/** Writes what the phone will hold, and forgets what it can't name any more. */
export async function saveSnapshot(
  tx: Tx,
  { device, id, entries, staleOn, base }: NewSnapshot,
): Promise<void> {
  const { district, account } = tx.scope;
  await tx.count(
    `insert into sync_snapshots (district_code, account_id, device, id, entries, stale_on) values ($1, $2, $3, $4, $5, $6)`,
    [district, account, device, id, JSON.stringify(entries), staleOn],
  );
  await tx.count(
    `delete from sync_snapshots s where s.district_code = $1 and s.account_id = $2 and s.id is distinct from $4 and (
       (s.device = $3 and s.id not in (select n.id from sync_snapshots n
          where n.district_code = $1 and n.account_id = $2 and n.device = $3 order by n.id desc limit ${KEPT_PER_DEVICE}))
       or s.id not in (select n.id from sync_snapshots n
          where n.district_code = $1 and n.account_id = $2 order by n.id desc limit ${KEPT_PER_ACCOUNT}))`,
    [district, account, device, base],
  );
}

/** Removes what no phone asked for in a long time; gives how many. */
export function sweepSnapshots(tx: Tx, today: string): Promise<number> {
  return tx.count('delete from sync_snapshots where stale_on < $1::date', [today]);
}
