// Cases by their ids, as far as the reader sees them.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

export async function listCasesByIds(tx: Tx, ids: readonly string[]): Promise<CaseState[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.id = any ($2::uuid[]) order by c.due_at nulls last, c.id`,
    [tx.scope.district, ids],
  );
  return rows.map(caseOfRow);
}
