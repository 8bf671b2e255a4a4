// Patrols behind a number of a report.
import type { Tx } from '../../platform/db/db.ts';

export type Looked = 'records' | 'findings';
/** Below an area, from one instant to before another. */
export type Behind = { areaPath: string; from: number; before: number };

const SOURCE = {
  records: {
    from: 'patrol_records r join tree_nodes n on n.district_code = r.district_code and n.id = r.area_id',
    at: 'r.occurred_at',
    columns: 'r.id::text, r.place_name as place, r.occurred_at as at, null::text as "caseId"',
    order: 'r.occurred_at, r.id',
  },
  findings: {
    from: `patrol_findings f join patrol_records r on r.district_code = f.district_code and r.id = f.record_id
      join tree_nodes n on n.district_code = f.district_code and n.id = f.area_id`,
    at: 'f.found_at',
    columns: `f.record_id::text || '/' || f.item as id, r.place_name as place, f.found_at as at, f.case_id::text as "caseId"`,
    order: 'f.found_at, f.record_id, f.item',
  },
} as const satisfies Record<Looked, object>;

const time = (at: number): string => new Date(at).toISOString();

/** How many in the time, and whether there was any before it ended. */
export async function countBehindPatrols(
  tx: Tx,
  looked: Looked,
  { areaPath, from, before }: Behind,
): Promise<{ total: number; ever: boolean }> {
  const { from: tables, at } = SOURCE[looked];
  const [row] = await tx.rows<{ total: number; ever: boolean }>(
    `select count(*) filter (where ${at} >= $3)::int as total, count(*) > 0 as ever from ${tables}
     where r.district_code = $1 and starts_with(n.path, $2) and ${at} < $4`,
    [tx.scope.district, areaPath, time(from), time(before)],
  );
  return row ?? { total: 0, ever: false };
}

export function behindPatrols(
  tx: Tx,
  looked: Looked,
  { areaPath, from, before }: Behind,
  page: { limit: number; offset: number },
): Promise<{ id: string; place: string; at: number; caseId: string | null }[]> {
  const { from: tables, at, columns, order } = SOURCE[looked];
  return tx.rows(
    `select ${columns} from ${tables} where r.district_code = $1 and starts_with(n.path, $2) and ${at} >= $3 and ${at} < $4
     order by ${order} limit $5 offset $6`,
    [tx.scope.district, areaPath, time(from), time(before), page.limit, page.offset],
  );
}
