// What one person asked and another decides.
import type { Tx } from '../../platform/db/db.ts';
import type { Selection } from './contract.ts';

export type ApprovalKind = 'export' | 'dispose';
export type Approval = {
  id: string;
  register: string;
  kind: ApprovalKind;
  recordId: string | null;
  selection: Selection | null;
  paths: readonly string[];
  reason: string;
  state: 'open' | 'agreed' | 'refused';
  askedBy: string;
  askedByName: string | null;
  askedAt: number;
  runsOutAt: number;
  decidedBy: string | null;
  decidedByName: string | null;
  decidedAt: number | null;
  note: string | null;
  usedAt: number | null;
};

const time = (at: number): string => new Date(at).toISOString();
const SELECT = `select p.id, p.register, p.kind, p.record_id as "recordId", p.selection, p.paths, p.reason, p.state,
  p.asked_by as "askedBy", a.name as "askedByName", p.asked_at as "askedAt", p.runs_out_at as "runsOutAt", p.decided_by as "decidedBy",
  d.name as "decidedByName", p.decided_at as "decidedAt", p.note, p.used_at as "usedAt"
  from register_approvals p left join accounts a on a.id = p.asked_by left join accounts d on d.id = p.decided_by`;

/** False when the same is asked already and nobody answered. */
export async function insertApproval(
  tx: Tx,
  approval: Pick<
    Approval,
    'id' | 'register' | 'kind' | 'recordId' | 'selection' | 'paths' | 'reason' | 'askedBy'
  > & {
    askedAt: number;
    runsOutAt: number;
  },
): Promise<boolean> {
  const written = await tx.count(
    `insert into register_approvals (district_code, id, register, kind, record_id, selection, paths, reason, state, asked_by, asked_at, runs_out_at)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, 'open', $9, $10, $11) on conflict do nothing`,
    [
      tx.scope.district,
      approval.id,
      approval.register,
      approval.kind,
      approval.recordId,
      approval.selection === null ? null : JSON.stringify(approval.selection),
      approval.paths,
      approval.reason,
      approval.askedBy,
      time(approval.askedAt),
      time(approval.runsOutAt),
    ],
  );
  return written === 1;
}

/** Questions that ran out unanswered make room for new ones. */
export async function closeRunOut(tx: Tx, register: string, recordId: string, at: number): Promise<void> {
  await tx.count(
    `update register_approvals set state = 'refused' where district_code = $1 and register = $2 and record_id = $3
       and state = 'open' and runs_out_at <= $4`,
    [tx.scope.district, register, recordId, time(at)],
  );
}

export async function lockApproval(tx: Tx, register: string, id: string): Promise<Approval | undefined> {
  const [row] = await tx.rows<Approval>(
    `${SELECT} where p.district_code = $1 and p.register = $2 and p.id = $3 for update of p`,
    [tx.scope.district, register, id],
  );
  return row;
}

/** The last ones of a register, or of all of them, the newest first. */
export function listApprovals(tx: Tx, register: string | null, limit: number): Promise<Approval[]> {
  return tx.rows<Approval>(
    `${SELECT} where p.district_code = $1 and ($2::text is null or p.register = $2) order by p.asked_at desc, p.id desc limit $3`,
    [tx.scope.district, register, limit],
  );
}

export async function decideApproval(
  tx: Tx,
  id: string,
  decision: { state: 'agreed' | 'refused'; by: string; at: number; runsOutAt: number; note: string },
): Promise<void> {
  await tx.count(
    `update register_approvals set state = $3, decided_by = $4, decided_at = $5, runs_out_at = $6, note = nullif($7, '')
     where district_code = $1 and id = $2`,
    [
      tx.scope.district,
      id,
      decision.state,
      decision.by,
      time(decision.at),
      time(decision.runsOutAt),
      decision.note,
    ],
  );
}

export async function markUsed(tx: Tx, id: string, at: number, seenIds: readonly string[]): Promise<void> {
  await tx.count(
    `update register_approvals set used_at = coalesce(used_at, $3), seen_ids = array(select distinct unnest(seen_ids || $4::uuid[]))
     where district_code = $1 and id = $2`,
    [tx.scope.district, id, time(at), seenIds],
  );
}
