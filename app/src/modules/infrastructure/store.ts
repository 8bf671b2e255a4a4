// SQL of retrofits: cases of the kind.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

/** Retrofits of a place, open ones first. */
export async function listRetrofits(tx: Tx, within: string | null): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'retrofit'
       and ($2::text is null or starts_with(c.area_path, $2)) order by c.closed_at nulls first, c.filed_at desc limit 200`,
    [tx.scope.district, within],
  );
  return rows.map(caseOfRow);
}
