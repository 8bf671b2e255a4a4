// SQL of drills, and of the lines that an exercise sends.
import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow } from '../../engines/case/case-store.ts';
import type { MusterGroup } from '../../kernel/emergency.ts';
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export async function findDrill(tx: Tx, id: string): Promise<CaseState | undefined> {
  const [row] = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'drill' and c.id = $2`,
    [tx.scope.district, id],
  );
  return row && caseOfRow(row);
}

/** Drills in a place that the reader sees: open ones first by their day, then the newest. */
export async function listDrills(tx: Tx, within: string, limit: number): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'drill' and starts_with(c.area_path, $2)
     order by (c.closed_at is not null), case when c.closed_at is null then (c.facts -> 'drill' ->> 'plannedAt')::float8 end,
       c.closed_at desc, c.id limit $3`,
    [tx.scope.district, within, limit],
  );
  return rows.map(caseOfRow);
}

/** Drills that were played between two instants. */
export async function listPlayed(tx: Tx, within: string, from: number, to: number): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.kind = 'drill' and starts_with(c.area_path, $2)
       and c.state in ('drill-reviewing', 'drill-closed') and (c.facts -> 'drill' ->> 'startedAt')::float8 >= $3
       and (c.facts -> 'drill' ->> 'startedAt')::float8 < $4 order by c.filed_at, c.id limit 5000`,
    [tx.scope.district, within, from, to],
  );
  return rows.map(caseOfRow);
}

/** When each plan was last tried, by any drill that was played. */
export function lastByPlan(tx: Tx): Promise<{ plan: string; drill: string; at: number }[]> {
  return tx.rows(
    `select distinct on (plan) plan, id as drill, at from (
       select c.facts -> 'drill' ->> 'plan' as plan, c.id::text as id, (c.facts -> 'drill' ->> 'startedAt')::float8 as at from cases c
       where c.district_code = $1 and c.kind = 'drill' and c.state in ('drill-reviewing', 'drill-closed')
         and c.facts -> 'drill' ->> 'plan' is not null) played
     order by plan, at desc`,
    [tx.scope.district],
  );
}

export type ScriptLine = {
  id: string;
  line: number;
  minute: number;
  postId: string;
  what: string;
  expect: string;
  within: number;
  doWithin: number | null;
};

export async function insertLines(tx: Tx, about: string, lines: readonly ScriptLine[]): Promise<void> {
  await tx.count(
    `insert into practice_lines (district_code, id, about, line, minute, post_id, what, expect, within_minutes, do_minutes)
     select $1, id, $2, line, minute, "postId", what, expect, "within", "doWithin"
     from jsonb_to_recordset($3::jsonb) as r(id uuid, line int, minute int, "postId" uuid, what text, expect text, "within" int, "doWithin" int)
     on conflict do nothing`,
    [tx.scope.district, about, JSON.stringify(lines)],
  );
}

export async function deleteUnsent(tx: Tx, about: string): Promise<void> {
  await tx.count('delete from practice_lines where district_code = $1 and about = $2 and sent_at is null', [
    tx.scope.district,
    about,
  ]);
}

/** A drill that nobody starts meanwhile: whoever writes the script holds it. */
export async function lockDrill(tx: Tx, id: string): Promise<void> {
  await tx.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `drill ${tx.scope.district} ${id}`,
  ]);
}

export type SentLine = ScriptLine & {
  title: string;
  unitName: string;
  areaName: string;
  card: string | null;
  cardVersion: number | null;
  state: string | null;
  answeredAt: number | null;
  late: boolean | null;
  doneAt: number | null;
};

/** The script with what became of each line. A card has the id of its line. */
export function listScript(tx: Tx, about: string): Promise<SentLine[]> {
  return tx.rows<SentLine>(
    `select l.id::text, l.line, l.minute, l.post_id::text as "postId", l.what, l.expect, l.within_minutes as "within",
       l.do_minutes as "doWithin", p.title, u.name as "unitName", a.name as "areaName", c.id::text as card, c.version as "cardVersion",
       c.state, (c.facts -> 'practice' -> 'answered' ->> 'at')::float8 as "answeredAt",
       (c.facts -> 'practice' -> 'answered' ->> 'late')::boolean as late, (c.facts -> 'practice' ->> 'doneAt')::float8 as "doneAt"
     from practice_lines l
     join org_posts p on p.district_code = l.district_code and p.id = l.post_id
     join tree_nodes u on u.district_code = p.district_code and u.id = p.unit_id
     join tree_nodes a on a.district_code = p.district_code and a.id = p.area_id
     left join cases c on c.district_code = l.district_code and c.id = l.id
     where l.district_code = $1 and l.about = $2 order by l.line limit 5000`,
    [tx.scope.district, about],
  );
}

export type DueLine = ScriptLine & {
  about: string;
  kind: 'drill' | 'readiness-check';
  headline: string;
  unitId: string;
  areaId: string;
};

/** Lines whose minute has come, of exercises that run. */
export function listDue(tx: Tx, now: number, limit: number): Promise<DueLine[]> {
  return tx.rows<DueLine>(
    `select l.id::text, l.about::text, l.line, l.minute, l.post_id::text as "postId", l.what, l.expect, l.within_minutes as "within",
       l.do_minutes as "doWithin", c.kind, c.headline, p.unit_id::text as "unitId", p.area_id::text as "areaId"
     from cases c
     join practice_lines l on l.district_code = c.district_code and l.about = c.id and l.sent_at is null
     join org_posts p on p.district_code = l.district_code and p.id = l.post_id
     where c.district_code = $1 and c.closed_at is null and c.state in ('drill-running', 'check-open')
       and coalesce((c.facts -> 'drill' ->> 'startedAt')::float8, extract(epoch from c.filed_at) * 1000) + l.minute * 60000 <= $2
     order by l.minute, l.about, l.line limit $3`,
    [tx.scope.district, now, limit],
  );
}

export async function markSent(tx: Tx, id: string, at: number): Promise<void> {
  await tx.count(`update practice_lines set sent_at = $3 where district_code = $1 and id = $2`, [
    tx.scope.district,
    id,
    time(at),
  ]);
}

/** Drills that are played where an emergency began meanwhile, or began above them. */
export function listOvertaken(tx: Tx): Promise<{ id: string; version: number; emergency: string }[]> {
  return tx.rows(
    `select distinct on (d.id) d.id::text, d.version, e.number as emergency from cases d
     join cases e on e.district_code = d.district_code and e.kind = 'emergency' and e.closed_at is null
       and e.state in ('emergency-acting', 'emergency-in-force')
       and (starts_with(d.area_path, e.area_path) or starts_with(e.area_path, d.area_path))
       and extract(epoch from e.filed_at) * 1000 > (d.facts -> 'drill' ->> 'startedAt')::float8
     where d.district_code = $1 and d.closed_at is null and d.state = 'drill-running' order by d.id, e.filed_at`,
    [tx.scope.district],
  );
}

/** Open cards of exercises that no longer run. */
export function listLeftOver(tx: Tx, limit: number): Promise<{ id: string; version: number }[]> {
  return tx.rows(
    `select c.id::text, c.version from cases c join cases e on e.district_code = c.district_code and e.id = c.parent_id
     where c.district_code = $1 and c.closed_at is null and c.state in ('practice-sent', 'practice-answered')
       and e.state not in ('drill-running', 'check-open') limit $2`,
    [tx.scope.district, limit],
  );
}

export type SignUp = { unitId: string; unitName: string; group: MusterGroup; headcount: number };

export function listSignUps(tx: Tx, drill: string): Promise<SignUp[]> {
  return tx.rows<SignUp>(
    `select s.unit_id::text as "unitId", u.name as "unitName", s.people_group as "group", s.headcount from drill_signups s
     join tree_nodes u on u.district_code = s.district_code and u.id = s.unit_id
     where s.district_code = $1 and s.drill_id = $2 order by u.name, s.people_group`,
    [tx.scope.district, drill],
  );
}

export async function keepSignUp(
  tx: Tx,
  one: Omit<SignUp, 'unitName'> & { drill: string; by: string; at: number },
): Promise<void> {
  await tx.count(
    `insert into drill_signups (district_code, drill_id, unit_id, people_group, headcount, signed_at, signed_by)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (district_code, drill_id, unit_id, people_group)
       do update set headcount = excluded.headcount, signed_at = excluded.signed_at, signed_by = excluded.signed_by`,
    [tx.scope.district, one.drill, one.unitId, one.group, one.headcount, time(one.at), one.by],
  );
}

export async function findUnitName(tx: Tx, id: string): Promise<string | undefined> {
  const [row] = await tx.rows<{ name: string }>(
    `select name from tree_nodes where district_code = $1 and tree = 'unit' and id = $2 and closed_on is null`,
    [tx.scope.district, id],
  );
  return row?.name;
}

export type ImprovementRow = {
  id: string;
  number: string;
  headline: string;
  state: string;
  unitName: string | null;
  dueAt: number | null;
  closedAt: number | null;
};

/** What was given to units because of these cases. */
export function listImprovements(
  tx: Tx,
  parents: readonly string[],
): Promise<(ImprovementRow & { parent: string })[]> {
  return tx.rows(
    `select c.id::text, c.parent_id::text as parent, c.number, c.headline, c.state, u.name as "unitName", c.due_at as "dueAt",
       c.closed_at as "closedAt"
     from cases c left join tree_nodes u on u.district_code = c.district_code and u.id = c.owner_unit
     where c.district_code = $1 and c.kind = 'improvement' and c.parent_id = any ($2::uuid[])
     order by c.closed_at nulls first, c.due_at, c.id limit 2000`,
    [tx.scope.district, parents],
  );
}
