// Plans and records of patrols.
import type { Answers } from '../../engines/checklist/checklist.ts';
import type { Replacement } from '../../engines/tree/types.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Rhythm } from './periods.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type PlaceKind = 'areas' | 'assets' | 'features';
export type Plan = {
  id: string;
  title: string;
  checklist: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  placeKind: PlaceKind;
  placeValues: string[];
  every: Rhythm;
  everyN: number;
  duty: string;
  startsOn: string;
  endsOn: string | null;
};

const PLAN = `select p.id::text, p.title, p.checklist_code as checklist, p.area_id::text as "areaId", n.name as "areaName",
  n.path as "areaPath", p.place_kind as "placeKind", p.place_values as "placeValues", p.every, p.every_n as "everyN", p.duty,
  p.starts_on::text as "startsOn", p.ends_on::text as "endsOn"
from patrol_plans p join tree_nodes n on n.district_code = p.district_code and n.id = p.area_id where p.district_code = $1`;

/** Plans that run on a day (all of them when not said), in a stable order. */
export function listPlans(tx: Tx, day?: string): Promise<Plan[]> {
  return tx.rows<Plan>(
    `${PLAN} and ($2::date is null or (p.starts_on <= $2 and (p.ends_on is null or p.ends_on >= $2)))
     order by p.starts_on, p.title, p.id limit 500`,
    [tx.scope.district, day ?? null],
  );
}

export async function findPlan(tx: Tx, id: string): Promise<Plan | undefined> {
  const [row] = await tx.rows<Plan>(`${PLAN} and p.id = $2`, [tx.scope.district, id]);
  return row;
}

/** Records of one plan wait for each other: two phones that find the same thing make one case of it. */
export async function lockPlan(tx: Tx, id: string): Promise<void> {
  await tx.rows('select id from patrol_plans where district_code = $1 and id = $2 for update', [
    tx.scope.district,
    id,
  ]);
}

export type NewPlan = Omit<Plan, 'areaName' | 'areaPath'> & { by: string | null; at: number };

/** False when the id is taken. */
export async function insertPlan(tx: Tx, plan: NewPlan): Promise<boolean> {
  const written = await tx.count(
    `insert into patrol_plans (district_code, id, title, checklist_code, area_id, place_kind, place_values, every, every_n, duty,
       starts_on, ends_on, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing`,
    [
      tx.scope.district,
      plan.id,
      plan.title,
      plan.checklist,
      plan.areaId,
      plan.placeKind,
      plan.placeValues,
      plan.every,
      plan.everyN,
      plan.duty,
      plan.startsOn,
      plan.endsOn,
      plan.by,
      time(plan.at),
    ],
  );
  return written === 1;
}

export async function endPlan(tx: Tx, id: string, day: string): Promise<void> {
  await tx.count('update patrol_plans set ends_on = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    day,
  ]);
}

export type PatrolRecord = {
  id: string;
  planId: string;
  placeId: string;
  placeName: string;
  areaId: string;
  periodFrom: string;
  checklist: string;
  version: number;
  answers: Answers;
  note: string;
  accountId: string;
  occurredAt: number;
  receivedAt: number;
};

const RECORD = `select r.id::text, r.plan_id::text as "planId", r.place_id as "placeId", r.place_name as "placeName",
  r.area_id::text as "areaId", r.period_from::text as "periodFrom", r.checklist_code as checklist,
  r.checklist_version as version, r.answers, r.note, r.account_id::text as "accountId", r.occurred_at as "occurredAt",
  r.received_at as "receivedAt" from patrol_records r where r.district_code = $1`;

export async function findRecord(tx: Tx, id: string): Promise<PatrolRecord | undefined> {
  const [row] = await tx.rows<PatrolRecord>(`${RECORD} and r.id = $2`, [tx.scope.district, id]);
  return row;
}

export function listRecordsOf(tx: Tx, placeId: string, limit: number): Promise<PatrolRecord[]> {
  return tx.rows<PatrolRecord>(
    `${RECORD} and r.place_id = $2 order by r.occurred_at desc, r.id desc limit $3`,
    [tx.scope.district, placeId, limit],
  );
}

/** Writes records; gives how many were new. */
export function insertRecords(tx: Tx, records: readonly PatrolRecord[]): Promise<number> {
  return tx.count(
    `insert into patrol_records (district_code, id, plan_id, place_id, place_name, area_id, period_from, checklist_code,
       checklist_version, answers, note, account_id, occurred_at, received_at)
     select $1, r.id, r."planId", r."placeId", r."placeName", r."areaId", r."periodFrom", r.checklist, r.version, r.answers, r.note,
       r."accountId", to_timestamp(r."occurredAt" / 1000.0), to_timestamp(r."receivedAt" / 1000.0)
     from json_to_recordset($2::json) as r (id uuid, "planId" uuid, "placeId" text, "placeName" text, "areaId" uuid,
       "periodFrom" date, checklist text, version int, answers jsonb, note text, "accountId" uuid, "occurredAt" bigint,
       "receivedAt" bigint) on conflict do nothing`,
    [tx.scope.district, JSON.stringify(records)],
  );
}

export type LastRecord = {
  id: string;
  planId: string;
  placeId: string;
  periodFrom: string;
  occurredAt: number;
};

/** The last record of each place of a plan, up to the period that begins on a day. As far as the reader sees. */
export function listLastRecords(
  tx: Tx,
  planId: string,
  placeIds: readonly string[],
  until: string,
): Promise<LastRecord[]> {
  return tx.rows<LastRecord>(
    `select distinct on (place_id) id::text, plan_id::text as "planId", place_id as "placeId", period_from::text as "periodFrom",
       occurred_at as "occurredAt"
     from patrol_records where district_code = $1 and plan_id = $2 and place_id = any ($3) and period_from <= $4
     order by place_id, period_from desc, occurred_at desc`,
    [tx.scope.district, planId, placeIds, until],
  );
}

export type FindingRow = {
  recordId: string;
  item: string;
  placeId: string;
  words: string;
  caseId: string;
  joined: boolean;
  foundAt: number;
};

const FINDING = `f.record_id::text as "recordId", f.item, f.place_id as "placeId", f.words, f.case_id::text as "caseId", f.joined,
  f.found_at as "foundAt" from patrol_findings f where f.district_code = $1`;

export function listFindingsOf(tx: Tx, recordIds: readonly string[]): Promise<FindingRow[]> {
  return tx.rows<FindingRow>(
    `select ${FINDING} and f.record_id = any ($2::uuid[]) order by f.record_id, f.item`,
    [tx.scope.district, recordIds],
  );
}

/** What was found last at each place for each item. */
export function listLastFindings(tx: Tx, placeIds: readonly string[]): Promise<FindingRow[]> {
  return tx.rows<FindingRow>(
    `select distinct on (f.place_id, f.item) ${FINDING} and f.place_id = any ($2)
     order by f.place_id, f.item, f.found_at desc, f.record_id desc`,
    [tx.scope.district, placeIds],
  );
}

/** The findings behind a case. */
export function listFindingsOfCase(tx: Tx, caseId: string): Promise<FindingRow[]> {
  return tx.rows<FindingRow>(
    `select ${FINDING} and f.case_id = $2 order by f.found_at, f.record_id limit 200`,
    [tx.scope.district, caseId],
  );
}

export async function insertFindings(
  tx: Tx,
  record: Pick<PatrolRecord, 'id' | 'placeId' | 'areaId' | 'occurredAt'>,
  findings: readonly { item: string; words: string; caseId: string; joined: boolean }[],
): Promise<void> {
  if (findings.length === 0) return;
  await tx.count(
    `insert into patrol_findings (district_code, record_id, item, place_id, area_id, words, case_id, joined, found_at)
     select $1, $2, f.item, $3, $4, f.words, f.case_id, f.joined, $5
     from unnest($6::text[], $7::text[], $8::uuid[], $9::boolean[]) as f (item, words, case_id, joined)`,
    [
      tx.scope.district,
      record.id,
      record.placeId,
      record.areaId,
      time(record.occurredAt),
      findings.map((one) => one.item),
      findings.map((one) => one.words),
      findings.map((one) => one.caseId),
      findings.map((one) => one.joined),
    ],
  );
}

/** Areas are others now: open plans follow, and what was recorded lies where its place lies now. */
export async function followReplacement(
  tx: Tx,
  change: Replacement,
  today: string,
  areaOf: (placeIds: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<void> {
  if (change.tree !== 'area') return;
  const ended = [tx.scope.district, change.ended.map((one) => one.id), change.ended.map((one) => one.to)];
  await tx.count(
    `update patrol_plans p set area_id = e.next from unnest($2::uuid[], $3::uuid[]) as e (old, next)
     where p.district_code = $1 and p.area_id = e.old and (p.ends_on is null or p.ends_on >= $4)`,
    [...ended, today],
  );
  const places = await tx.rows<{ id: string }>(
    'select distinct place_id as id from patrol_records where district_code = $1 and area_id = any ($2::uuid[])',
    [tx.scope.district, change.from],
  );
  const now = await areaOf(places.map((one) => one.id));
  for (const table of ['patrol_records', 'patrol_findings'] as const) {
    await tx.count(
      `update ${table} t set area_id = m.area from unnest($2::text[], $3::uuid[]) as m (place, area)
       where t.district_code = $1 and t.place_id = m.place and t.area_id <> m.area`,
      [tx.scope.district, [...now.keys()], [...now.values()]],
    );
    await tx.count(
      `update ${table} t set area_id = e.next from unnest($2::uuid[], $3::uuid[]) as e (old, next)
       where t.district_code = $1 and t.area_id = e.old`,
      ended,
    );
  }
}
