// SQL of call-outs: cases of the kind and the turns under them.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

/** Call-outs that the reader sees, open ones first, the latest on top. */
export async function listCallOuts(
  tx: Tx,
  filter: { open?: boolean | undefined; emergencyId?: string | undefined; limit: number },
): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'call-out'
       and ($2::boolean is null or (c.closed_at is null) = $2)
       and ($3::text is null or c.facts -> 'callOut' ->> 'emergency' = $3)
     order by c.closed_at nulls first, c.filed_at desc limit $4`,
    [tx.scope.district, filter.open ?? null, filter.emergencyId ?? null, filter.limit],
  );
  return rows.map(caseOfRow);
}

export async function findCase(tx: Tx, kind: string, id: string): Promise<CaseState | undefined> {
  const [row] = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = $2 and c.id = $3`,
    [tx.scope.district, kind, id],
  );
  return row && caseOfRow(row);
}

/** Who still needs something first: missing, coming, there; then those who are accounted for. */
export async function listTurns(tx: Tx, callOutId: string): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.parent_id = $2 and c.kind = 'turn-out'
     order by array_position(array['turn-missing', 'turn-asked', 'turn-coming', 'turn-present', 'turn-relieved'], c.state) nulls last,
       c.number limit 5000`,
    [tx.scope.district, callOutId],
  );
  return rows.map(caseOfRow);
}

/** Turns that nobody waits for any more: their call-out is over. */
export async function listLeft(tx: Tx, limit: number): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'turn-out' and c.closed_at is null
       and c.state in ('turn-asked', 'turn-coming')
       and exists (select from cases o where o.district_code = c.district_code and o.id = c.parent_id and o.closed_at is not null)
     order by c.id limit $2`,
    [tx.scope.district, limit],
  );
  return rows.map(caseOfRow);
}

/** Open call-outs outdoors over which no red warning was noted yet. */
export async function listOutdoor(tx: Tx): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'call-out' and c.closed_at is null
       and c.state in ('call-open', 'call-on-duty') and (c.facts -> 'callOut' ->> 'outdoor')::boolean
       and not (c.facts -> 'callOut' ->> 'red')::boolean limit 200`,
    [tx.scope.district],
  );
  return rows.map(caseOfRow);
}
