// SQL of readiness: everything here is read from what other rooms keep.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export async function findCheck(tx: Tx, id: string): Promise<CaseState | undefined> {
  const [row] = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'readiness-check' and c.id = $2`,
    [tx.scope.district, id],
  );
  return row && caseOfRow(row);
}

/** Checks of a place, of what lies in it and of what it lies in: the newest first. */
export async function listChecks(tx: Tx, path: string, limit: number): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'readiness-check'
       and (starts_with(c.area_path, $2) or starts_with($2, c.area_path)) order by c.filed_at desc, c.id limit $3`,
    [tx.scope.district, path, limit],
  );
  return rows.map(caseOfRow);
}

/** Is there a reason to ask now: a warning in force over the place, or a response? */
export async function isWarned(tx: Tx, path: string, now: number): Promise<boolean> {
  const [row] = await tx.rows<{ warned: boolean }>(
    `select exists (select from cases c where c.district_code = $1 and c.kind = 'emergency' and c.closed_at is null
         and (starts_with(c.area_path, $2) or starts_with($2, c.area_path)))
       or exists (select from warnings w join warning_areas wa on wa.district_code = w.district_code and wa.warning_id = w.id
         join tree_nodes a on a.district_code = wa.district_code and a.id = wa.area_id
         where w.district_code = $1 and w.ended_at is null and w.expires_at > $3 and w.msg_type in ('Alert', 'Update')
           and (starts_with(a.path, $2) or starts_with($2, a.path))) as warned`,
    [tx.scope.district, path, time(now)],
  );
  return row?.warned === true;
}

/** Posts that a check before a season asked since an instant. */
export function listAskedLately(tx: Tx, since: number): Promise<{ post: string; at: number }[]> {
  return tx.rows(
    `select l.post_id::text as post, (extract(epoch from max(c.filed_at)) * 1000)::float8 as at from cases c
     join practice_lines l on l.district_code = c.district_code and l.about = c.id
     where c.district_code = $1 and c.kind = 'readiness-check' and c.filed_at > $2
       and c.facts -> 'readiness' ->> 'occasion' = 'season' group by 1`,
    [tx.scope.district, time(since)],
  );
}

export type Asked = { about: string; areaPath: string; at: number; asked: number; answered: number };

/** What each check asked and heard, by the place of the posts: counts, never who. */
export function listAsked(tx: Tx, within: string): Promise<Asked[]> {
  return tx.rows<Asked>(
    `select l.about::text, a.path as "areaPath", (extract(epoch from max(k.filed_at)) * 1000)::float8 as at,
       count(*)::int as asked, (count(*) filter (where (c.facts -> 'practice' -> 'answered' ->> 'late')::boolean is false))::int as answered
     from cases k
     join practice_lines l on l.district_code = k.district_code and l.about = k.id
     join org_posts p on p.district_code = l.district_code and p.id = l.post_id
     join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id
     left join cases c on c.district_code = l.district_code and c.id = l.id
     where k.district_code = $1 and k.kind = 'readiness-check' and starts_with(a.path, $2)
     group by 1, 2`,
    [tx.scope.district, within],
  );
}

/** Musters of squads and staff, from checks and from drills, with the place of the exercise. */
export function listMusters(
  tx: Tx,
  within: string,
): Promise<
  {
    id: string;
    kind: string;
    areaPath: string;
    calledAt: number;
    arrivedAt: number;
    arrived: number;
    wanted: number | null;
  }[]
> {
  return tx.rows(
    `select c.id::text, c.kind, c.area_path as "areaPath", (m ->> 'calledAt')::float8 as "calledAt",
       (m ->> 'arrivedAt')::float8 as "arrivedAt", (m ->> 'arrived')::int as arrived, (m ->> 'wanted')::int as wanted
     from cases c
     cross join lateral jsonb_array_elements(coalesce(c.facts -> 'drill' -> 'musters', c.facts -> 'readiness' -> 'musters')) m
     where c.district_code = $1 and c.kind in ('drill', 'readiness-check') and starts_with(c.area_path, $2)
       and m ->> 'group' in ('staff', 'squad', 'volunteers')
     order by "arrivedAt" desc limit 5000`,
    [tx.scope.district, within],
  );
}

/** Drills that were reviewed, the newest first. */
export function listReviewed(
  tx: Tx,
  within: string,
): Promise<{ id: string; areaPath: string; at: number; result: string }[]> {
  return tx.rows(
    `select c.id::text, c.area_path as "areaPath", (c.facts -> 'drill' ->> 'startedAt')::float8 as at,
       c.facts -> 'drill' ->> 'result' as result from cases c
     where c.district_code = $1 and c.kind = 'drill' and c.state = 'drill-closed' and starts_with(c.area_path, $2)
     order by at desc limit 5000`,
    [tx.scope.district, within],
  );
}

/** Stock points with the last day on which somebody counted there. */
export function listPoints(
  tx: Tx,
  within: string,
): Promise<{ id: string; name: string; areaPath: string; keeperPost: string; countedAt: number | null }[]> {
  return tx.rows(
    `select p.id::text, p.name, a.path as "areaPath", p.keeper_post::text as "keeperPost",
       (select (extract(epoch from max(k.counted_at)) * 1000)::float8 from stock_counts k
        where k.district_code = p.district_code and k.point_id = p.id) as "countedAt"
     from stock_points p join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id
     where p.district_code = $1 and p.closed_at is null and starts_with(a.path, $2) order by a.path, p.name limit 5000`,
    [tx.scope.district, within],
  );
}

export function listShelters(
  tx: Tx,
  within: string,
): Promise<{ id: string; name: string; areaPath: string; keeperPost: string }[]> {
  return tx.rows(
    `select s.id::text, s.name, a.path as "areaPath", s.keeper_post::text as "keeperPost" from shelters s
     join tree_nodes a on a.district_code = s.district_code and a.id = s.area_id
     where s.district_code = $1 and starts_with(a.path, $2) order by a.path, s.name limit 5000`,
    [tx.scope.district, within],
  );
}

/** Which posts sit at the desks of a place in a span. */
export function listDesks(
  tx: Tx,
  within: string,
  from: number,
  to: number,
): Promise<{ areaPath: string; post: string }[]> {
  return tx.rows(
    `select distinct a.path as "areaPath", s.desk_post::text as post from duty_shifts s
     join tree_nodes a on a.district_code = s.district_code and a.id = s.area_id
     where s.district_code = $1 and s.struck_at is null and s.ends_at > $3 and s.begins_at < $4 and starts_with(a.path, $2)`,
    [tx.scope.district, within, time(from), time(to)],
  );
}
