// Plans, calls that are due, and what was said on the phone.
import { instant } from '../../engines/case/case-store.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Ending, VisitPlan } from './plan.ts';

export type StoredPlan = {
  version: number;
  definition: VisitPlan;
  note: string;
  effectiveFrom: number;
};

type PlanRow = { version: number; definition: VisitPlan; note: string; effective_from: number };

/** All plans, the one in force first. */
export async function listPlans(tx: Tx): Promise<StoredPlan[]> {
  const rows = await tx.rows<PlanRow>(
    'select version, definition, note, effective_from from visit_plans where district_code = $1 order by version desc',
    [tx.scope.district],
  );
  return rows.map(({ effective_from, ...row }) => ({ ...row, effectiveFrom: effective_from }));
}

/** False when somebody else published that version first. */
export async function insertPlan(tx: Tx, plan: StoredPlan & { accountId: string | null }): Promise<boolean> {
  const written = await tx.count(
    `insert into visit_plans (district_code, version, definition, note, account_id, effective_from)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [
      tx.scope.district,
      plan.version,
      JSON.stringify(plan.definition),
      plan.note,
      plan.accountId,
      instant(plan.effectiveFrom),
    ],
  );
  return written === 1;
}

export async function findMark(tx: Tx): Promise<number | undefined> {
  const [row] = await tx.rows<{ planned_to: number }>(
    'select planned_to from visit_marks where district_code = $1',
    [tx.scope.district],
  );
  return row?.planned_to;
}

export async function saveMark(tx: Tx, at: number): Promise<void> {
  await tx.rows(
    `insert into visit_marks (district_code, planned_to) values ($1, $2)
     on conflict (district_code) do update set planned_to = excluded.planned_to`,
    [tx.scope.district, instant(at)],
  );
}

export type EndedCase = Ending & {
  areaPath: string;
  keptUnits: string[];
  keptAccounts: string[];
};

/** Cases that ended, as known since an instant, with who may not call. Needs the reach of the system: it asks whether a number was left. */
export async function listEndings(tx: Tx, since: number): Promise<EndedCase[]> {
  const rows = await tx.rows<{
    id: string;
    kind: string;
    category: string;
    unit_id: string | null;
    ended: string;
    ended_at: number;
    said_no: boolean;
    reopened: number;
    area_path: string;
    owner_unit: string | null;
    subject_unit: string | null;
    handler_units: string[];
    handlers: string[];
    callable: boolean;
  }>(
    `select c.id, o.kind, o.category, o.unit_id, o.ended, o.ended_at, o.said_no, o.reopened, c.area_path, c.owner_unit, c.subject_unit,
       coalesce(c.facts -> 'handlerUnits', '[]') as handler_units, coalesce(c.facts -> 'handlers', '[]') as handlers,
       exists (select from case_reporters r where r.district_code = c.district_code and r.case_id = c.id
         and r.wants_reply and r.phone is not null) as callable
     from case_outcomes o join cases c on c.district_code = o.district_code and c.id = o.case_id
     where o.district_code = $1 and o.valid_to = 'infinity' and o.ended is not null and o.ended in ('closed', 'declined') and o.asked
       and o.parent_id is null and o.kind <> 'trifle' and o.valid_from >= $2`,
    [tx.scope.district, instant(since)],
  );
  return rows.map((row) => ({
    caseId: row.id,
    kind: row.kind,
    category: row.category,
    unitId: row.unit_id,
    ended: row.ended,
    endedAt: row.ended_at,
    mayBeCalled: row.callable,
    saidNo: row.said_no,
    reopened: row.reopened,
    areaPath: row.area_path,
    keptUnits: [
      ...new Set(
        [...row.handler_units, row.unit_id, row.owner_unit, row.subject_unit].filter((one) => one !== null),
      ),
    ],
    keptAccounts: row.handlers,
  }));
}

export type NewVisit = {
  id: string;
  ending: EndedCase;
  planVersion: number;
  why: string;
  mostTries: number;
  createdAt: number;
  dueAt: number;
};

/** An ending is called back about once. */
export async function insertVisit(tx: Tx, visit: NewVisit): Promise<number> {
  const { ending } = visit;
  return tx.count(
    `insert into visit_backs (district_code, id, case_id, ended_at, plan_version, why, area_path, kept_units, kept_accounts, state, tries,
       most_tries, created_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'due', 0, $10, $11, $12) on conflict do nothing`,
    [
      tx.scope.district,
      visit.id,
      ending.caseId,
      instant(ending.endedAt),
      visit.planVersion,
      visit.why,
      ending.areaPath,
      ending.keptUnits,
      ending.keptAccounts,
      visit.mostTries,
      instant(visit.createdAt),
      instant(visit.dueAt),
    ],
  );
}

export type Visit = {
  id: string;
  case_id: string;
  ended_at: number;
  plan_version: number;
  why: string;
  area_path: string;
  kept_units: string[];
  kept_accounts: string[];
  state: 'due' | 'done' | 'unreached';
  tries: number;
  most_tries: number;
  created_at: number;
  due_at: number;
  last_try_at: number | null;
};
const VISIT = `v.id, v.case_id, v.ended_at, v.plan_version, v.why, v.area_path, v.kept_units, v.kept_accounts, v.state, v.tries, v.most_tries,
  v.created_at, v.due_at, v.last_try_at`;

export async function findVisit(tx: Tx, id: string, lock: boolean): Promise<Visit | undefined> {
  const [row] = await tx.rows<Visit>(
    `select ${VISIT} from visit_backs v where v.district_code = $1 and v.id = $2${lock ? ' for update' : ''}`,
    [tx.scope.district, id],
  );
  return row;
}

export async function listVisitsOf(tx: Tx, caseId: string): Promise<Visit[]> {
  return tx.rows<Visit>(
    `select ${VISIT} from visit_backs v where v.district_code = $1 and v.case_id = $2 order by v.ended_at`,
    [tx.scope.district, caseId],
  );
}

/** Where somebody may call: the place of a post, and the unit under which they would. */
export type Reach = { path: string; unit: string };

export type DueVisit = Visit & {
  number: string;
  headline: string;
  category: string;
  area_id: string;
};

/** Calls that this person may make, the oldest first: never for what their own unit, or they themselves, handled. */
export async function listVisits(
  tx: Tx,
  state: Visit['state'],
  reaches: readonly Reach[],
  accountId: string,
  limit: number,
): Promise<DueVisit[]> {
  if (reaches.length === 0) return [];
  return tx.rows<DueVisit>(
    `select ${VISIT}, c.number, c.headline, c.category, c.area_id from visit_backs v
     join cases c on c.district_code = v.district_code and c.id = v.case_id
     where v.district_code = $1 and v.state = $2 and (v.state <> 'due' or c.closed_at = v.ended_at)
       and not $3 = any (v.kept_accounts)
       and exists (select from unnest($4::text[], $5::uuid[]) as r(path, unit)
         where starts_with(v.area_path, r.path) and not r.unit = any (v.kept_units))
     order by v.due_at, v.id limit $6`,
    [
      tx.scope.district,
      state,
      accountId,
      reaches.map((one) => one.path),
      reaches.map((one) => one.unit),
      limit,
    ],
  );
}

export type Try = {
  id: string;
  visit_id: string;
  at: number;
  account_id: string;
  unit_id: string;
  reached: boolean;
  solved: 'yes' | 'no' | 'none' | null;
  satisfied: 'yes' | 'no' | 'none' | null;
  words: string;
};

/** False when the id was used before. */
export async function insertTry(tx: Tx, one: Try): Promise<boolean> {
  const written = await tx.count(
    `insert into visit_tries (district_code, id, visit_id, at, account_id, unit_id, reached, solved, satisfied, words)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.visit_id,
      instant(one.at),
      one.account_id,
      one.unit_id,
      one.reached,
      one.solved,
      one.satisfied,
      one.words,
    ],
  );
  return written === 1;
}

export async function findTry(tx: Tx, id: string): Promise<Try | undefined> {
  const [row] = await tx.rows<Try>(
    `select id, visit_id, at, account_id, unit_id, reached, solved, satisfied, words from visit_tries
     where district_code = $1 and id = $2`,
    [tx.scope.district, id],
  );
  return row;
}

export async function listTries(tx: Tx, caseId: string): Promise<Try[]> {
  return tx.rows<Try>(
    `select t.id, t.visit_id, t.at, t.account_id, t.unit_id, t.reached, t.solved, t.satisfied, t.words from visit_tries t
     join visit_backs v on v.district_code = t.district_code and v.id = t.visit_id
     where t.district_code = $1 and v.case_id = $2 order by t.at, t.id`,
    [tx.scope.district, caseId],
  );
}

export async function saveVisit(
  tx: Tx,
  id: string,
  after: { state: Visit['state']; tries: number; at: number },
): Promise<void> {
  await tx.rows(
    'update visit_backs set state = $3, tries = $4, last_try_at = $5 where district_code = $1 and id = $2',
    [tx.scope.district, id, after.state, after.tries, instant(after.at)],
  );
}

/** Has the case not been opened again since the ending that the call is about? */
export async function stillEnded(tx: Tx, caseId: string, endedAt: number): Promise<boolean> {
  const rows = await tx.rows('select from cases where district_code = $1 and id = $2 and closed_at = $3', [
    tx.scope.district,
    caseId,
    instant(endedAt),
  ]);
  return rows.length > 0;
}
