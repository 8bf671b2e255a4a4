// SQL of who was called about a warning and who answered.
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type CallRow = {
  id: string;
  warningId: string;
  areaId: string;
  postId: string;
  rung: number;
  calledAt: number;
  answeredAt: number | null;
  how: 'app' | 'phone' | 'in-person' | null;
  note: string;
};

const CALL = `select id::text, warning_id::text as "warningId", area_id::text as "areaId", post_id::text as "postId", rung,
  called_at as "calledAt", answered_at as "answeredAt", how, note from warning_calls where district_code = $1`;

export function listCalls(tx: Tx, warningId: string): Promise<CallRow[]> {
  return tx.rows<CallRow>(`${CALL} and warning_id = $2 order by area_id, rung, called_at, id`, [
    tx.scope.district,
    warningId,
  ]);
}

export async function findCall(tx: Tx, id: string): Promise<CallRow | undefined> {
  const [row] = await tx.rows<CallRow>(`${CALL} and id = $2`, [tx.scope.district, id]);
  return row;
}

/** The ids of the calls that are new: nobody is called twice for a place. */
export async function insertCalls(
  tx: Tx,
  rows: readonly Pick<CallRow, 'id' | 'warningId' | 'areaId' | 'postId' | 'rung' | 'calledAt'>[],
): Promise<string[]> {
  const added = await tx.rows<{ id: string }>(
    `insert into warning_calls (district_code, id, warning_id, area_id, post_id, rung, called_at)
     select $1, id, "warningId", "areaId", "postId", rung, to_timestamp("calledAt" / 1000.0)
     from jsonb_to_recordset($2::jsonb) as r (id uuid, "warningId" uuid, "areaId" uuid, "postId" uuid, rung int, "calledAt" float8)
     on conflict do nothing returning id::text`,
    [tx.scope.district, JSON.stringify(rows)],
  );
  return added.map((one) => one.id);
}

/** False when somebody answered or wrote it down meanwhile: the first stands. */
export async function answerCall(
  tx: Tx,
  id: string,
  by: { at: number; how: string; account: string; note: string },
): Promise<boolean> {
  const written = await tx.count(
    `update warning_calls set answered_at = $3, how = $4, recorded_by = $5, note = $6
     where district_code = $1 and id = $2 and answered_at is null`,
    [tx.scope.district, id, time(by.at), by.how, by.account, by.note],
  );
  return written === 1;
}

/** Warnings that hold now and about which somebody was called. */
export async function listCalled(tx: Tx, now: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select w.id::text from warnings w where w.district_code = $1 and w.ended_at is null and w.expires_at > $2
       and exists (select from warning_calls c where c.district_code = w.district_code and c.warning_id = w.id) limit 200`,
    [tx.scope.district, time(now)],
  );
  return rows.map((one) => one.id);
}
