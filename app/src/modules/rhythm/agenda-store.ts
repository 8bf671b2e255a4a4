// The agenda's reads over cases. Row-level security is the scope; the path lets an index serve it.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow, instant } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

export type AgendaLine = {
  section: string;
  total: number;
  handed: boolean;
  fresh: boolean;
  state: CaseState;
};

/**
 * The open cases of an area, each in the first section that fits: overdue, due today, new since the last meeting, changed hands since
 * then, with other units, and the rest. At most `lines` of each, with how many there are.
 */
export async function listAgenda(
  tx: Tx,
  query: {
    path: string;
    since: number;
    now: number;
    endOfDay: number;
    units: readonly string[];
    lines: number;
  },
): Promise<AgendaLine[]> {
  const rows = await tx.rows<
    CaseRow & { section: string; total: number; handed: boolean; fresh: boolean; place: number }
  >(
    `with open as (
       select c.id, c.due_at, c.owner_unit, c.filed_at >= $3 as fresh,
         c.last_at >= $3 and exists (
           select from case_steps s where s.district_code = c.district_code and s.case_id = c.id and s.version > 1
             and s.received_at >= $3 and s.changes ? 'ownerUnit') as handed
       from cases c
       where c.district_code = $1 and c.closed_at is null and c.area_path >= $2 and c.area_path < $2 || '~'),
     placed as (
       select o.*, case when due_at < $4 then 'overdue' when due_at < $5 then 'today' when fresh then 'fresh'
         when handed then 'handed' when owner_unit is not null and owner_unit <> all ($6::uuid[]) then 'waiting'
         else 'open' end as section from open o),
     counted as (
       select p.*, row_number() over (partition by section order by due_at nulls last, id)::int as place,
         count(*) over (partition by section)::int as total from placed p)
     select ${CASE_COLUMNS}, k.section, k.total, k.handed, k.fresh, k.place
     from counted k join cases c on c.district_code = $1 and c.id = k.id
     where k.place <= $7 order by k.section, k.place`,
    [
      tx.scope.district,
      query.path,
      instant(query.since),
      instant(query.now),
      instant(query.endOfDay),
      query.units,
      query.lines,
    ],
  );
  return rows.map((row) => ({
    section: row.section,
    total: row.total,
    handed: row.handed,
    fresh: row.fresh,
    state: caseOfRow(row),
  }));
}

export type ChildCount = { id: string; name: string; open: number; late: number; fresh: number };

/** The areas right below one, each with how many cases are open, late and new. */
export function countBelow(
  tx: Tx,
  query: { areaId: string; since: number; now: number },
): Promise<ChildCount[]> {
  return tx.rows<ChildCount>(
    `select n.id::text, n.name, count(c.id)::int as open, (count(c.id) filter (where c.due_at < $4))::int as late,
       (count(c.id) filter (where c.filed_at >= $3))::int as fresh
     from tree_nodes n left join cases c on c.district_code = n.district_code and c.closed_at is null
       and c.area_path >= n.path and c.area_path < n.path || '~'
     where n.district_code = $1 and n.tree = 'area' and n.parent_id = $2 and n.closed_on is null
     group by n.id, n.name, n.path order by n.path limit 200`,
    [tx.scope.district, query.areaId, instant(query.since), instant(query.now)],
  );
}

export async function findLastMeeting(tx: Tx, areaId: string, kind: string): Promise<number | undefined> {
  const [row] = await tx.rows<{ held_at: number }>(
    `select held_at from rhythm_meetings where district_code = $1 and area_id = $2 and kind = $3 order by held_at desc limit 1`,
    [tx.scope.district, areaId, kind],
  );
  return row?.held_at;
}

/** True when it was written now, false when this command had been taken before. */
export async function insertMeeting(
  tx: Tx,
  meeting: { id: string; areaId: string; kind: string; at: number; accountId: string },
): Promise<boolean> {
  const written = await tx.count(
    `insert into rhythm_meetings (district_code, id, area_id, kind, held_at, account_id) values ($1, $2, $3, $4, $5, $6)
     on conflict on constraint rhythm_meetings__pk do nothing`,
    [tx.scope.district, meeting.id, meeting.areaId, meeting.kind, instant(meeting.at), meeting.accountId],
  );
  return written === 1;
}
