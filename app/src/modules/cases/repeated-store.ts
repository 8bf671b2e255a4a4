// Hazards of a time, for the question which places have them again and again.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

/** Those filed since an instant, the newest first; what was declined, withdrawn or merged was none, or is counted with another. */
export async function listHazards(
  tx: Tx,
  asked: { path: string; since: number; most: number },
): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c
     where c.district_code = $1 and c.kind = 'hazard' and c.category <> '' and c.filed_at >= $2
       and c.area_path >= $3 and c.area_path < $3 || '~' and c.state <> all (array['declined', 'withdrawn', 'merged'])
     order by c.filed_at desc, c.id desc limit $4`,
    [tx.scope.district, new Date(asked.since).toISOString(), asked.path, asked.most],
  );
  return rows.map(caseOfRow);
}
