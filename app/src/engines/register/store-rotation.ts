// What lies sealed, for making it again under a new key.
import type { Tx } from '../../platform/db/db.ts';
import type { Register } from './declare.ts';

export async function listIdsAfter(
  tx: Tx,
  register: Register,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id from ${register.table} where district_code = $1 and id > $2::uuid order by id limit $3`,
    [tx.scope.district, after, limit],
  );
  return rows.map((row) => row.id);
}

/** The key by which each record is known as the same, where it has one. */
export async function listIdentityKeys(
  tx: Tx,
  register: Register,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const rows = await tx.rows<{ id: string; key: Buffer }>(
    `select id, identity_key as key from ${register.table} where district_code = $1 and id = any ($2::uuid[]) and identity_key is not null`,
    [tx.scope.district, ids],
  );
  return new Map(rows.map((row) => [row.id, row.key]));
}

export type SealedStep = { recordId: string; seq: number; sealed: string };

export function listSealedSteps(
  tx: Tx,
  register: string,
  after: { recordId: string; seq: number },
  limit: number,
): Promise<SealedStep[]> {
  return tx.rows<SealedStep>(
    `select record_id as "recordId", seq, sealed from register_steps
     where district_code = $1 and register = $2 and sealed is not null and (record_id, seq) > ($3::uuid, $4::int)
     order by record_id, seq limit $5`,
    [tx.scope.district, register, after.recordId, after.seq, limit],
  );
}

export async function resealSteps(tx: Tx, register: string, steps: readonly SealedStep[]): Promise<void> {
  if (steps.length === 0) return;
  await tx.count(
    `update register_steps s set sealed = u.sealed from unnest($3::uuid[], $4::int[], $5::text[]) as u (record_id, seq, sealed)
     where s.district_code = $1 and s.register = $2 and s.record_id = u.record_id and s.seq = u.seq and s.sealed is not null`,
    [
      tx.scope.district,
      register,
      steps.map((one) => one.recordId),
      steps.map((one) => one.seq),
      steps.map((one) => one.sealed),
    ],
  );
}
