// Codes by which people reach what is held about them, and what they ask for.
import type { Tx } from '../../platform/db/db.ts';

const time = (at: number): string => new Date(at).toISOString();

export async function insertCode(
  tx: Tx,
  register: string,
  recordId: string,
  codeHash: Buffer,
  tailHash: Buffer,
  at: number,
): Promise<void> {
  await tx.count(
    `insert into register_subject_codes (district_code, code_hash, register, record_id, tail_hash, made_at) values ($1, $2, $3, $4, $5, $6)`,
    [tx.scope.district, codeHash, register, recordId, tailHash, time(at)],
  );
}

export async function endCodes(tx: Tx, register: string, recordId: string, at: number): Promise<void> {
  await tx.count(
    `update register_subject_codes set ended_at = $4 where district_code = $1 and register = $2 and record_id = $3 and ended_at is null`,
    [tx.scope.district, register, recordId, time(at)],
  );
}

export async function findCode(
  tx: Tx,
  codeHash: Buffer,
  tailHash: Buffer,
): Promise<{ register: string; recordId: string } | undefined> {
  const [row] = await tx.rows<{ register: string; recordId: string }>(
    `select register, record_id as "recordId" from register_subject_codes
     where district_code = $1 and code_hash = $2 and tail_hash = $3 and ended_at is null`,
    [tx.scope.district, codeHash, tailHash],
  );
  return row;
}

export type RequestRow = {
  id: string;
  recordId: string;
  kind: 'correct' | 'delete';
  sealed: string | null;
  state: 'open' | 'done' | 'refused';
  madeAt: number;
  dueOn: string;
  reason: string | null;
};

const REQUEST = `id, record_id as "recordId", kind, sealed, state, made_at as "madeAt", due_on::text as "dueOn", reason`;

export async function insertRequest(
  tx: Tx,
  request: Omit<RequestRow, 'state' | 'reason'> & { register: string },
): Promise<void> {
  await tx.count(
    `insert into register_requests (district_code, id, register, record_id, kind, sealed, state, made_at, due_on)
     values ($1, $2, $3, $4, $5, $6, 'open', $7, $8)`,
    [
      tx.scope.district,
      request.id,
      request.register,
      request.recordId,
      request.kind,
      request.sealed,
      time(request.madeAt),
      request.dueOn,
    ],
  );
}

/** Requests of one record, or all open ones of a register when no record is named. */
export function listRequests(tx: Tx, register: string, recordId: string | null): Promise<RequestRow[]> {
  return tx.rows<RequestRow>(
    `select ${REQUEST} from register_requests where district_code = $1 and register = $2
       and (record_id = $3 or ($3::uuid is null and state = 'open')) order by due_on, id limit 200`,
    [tx.scope.district, register, recordId],
  );
}

export async function lockRequest(tx: Tx, register: string, id: string): Promise<RequestRow | undefined> {
  const [row] = await tx.rows<RequestRow>(
    `select ${REQUEST} from register_requests where district_code = $1 and register = $2 and id = $3 for update`,
    [tx.scope.district, register, id],
  );
  return row;
}

export async function decideRequest(
  tx: Tx,
  id: string,
  decision: { state: 'done' | 'refused'; reason: string; at: number; accountId: string | null },
): Promise<void> {
  await tx.count(
    `update register_requests set state = $3, reason = nullif($4, ''), decided_at = $5, decided_by = $6 where district_code = $1 and id = $2`,
    [tx.scope.district, id, decision.state, decision.reason, time(decision.at), decision.accountId],
  );
}
