import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

export type WhistleCount = {
  month: string;
  /** The key of the street: the second level of a path. */
  street: string;
  whistles: number;
  calls: number;
  late_arrivals: number;
};

/** Per street and civil month: whistles that were blown, calls and late arrivals. */
export function countWhistles(tx: Tx, since: number): Promise<WhistleCount[]> {
  return tx.rows<WhistleCount>(
    `select to_char(c.filed_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, split_part(c.area_path, '/', 2) as street,
       count(*) filter (where c.kind = 'whistle' and c.owner_unit is not null)::int as whistles,
       count(*) filter (where c.kind = 'report-in')::int as calls,
       count(*) filter (where c.kind = 'report-in' and c.facts -> 'lapsed' ? 'arrive')::int as late_arrivals
     from cases c where c.district_code = $1 and c.kind in ('whistle', 'report-in') and c.filed_at >= $2
     group by 1, 2`,
    [tx.scope.district, new Date(since).toISOString()],
  );
}

export async function listWhistles(tx: Tx, path: string, month: string, limit: number): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'whistle' and c.owner_unit is not null
       and c.area_path >= $2 and c.area_path < $2 || '~'
       and to_char(c.filed_at at time zone 'Asia/Shanghai', 'YYYY-MM') = $3
     order by c.filed_at desc limit $4`,
    [tx.scope.district, path, month, limit],
  );
  return rows.map(caseOfRow);
}
