// The rows that are counted: written beside each step, closed and never rewritten.

import { instant } from '../../engines/case/case-store.ts';
import type { Replacement } from '../../engines/tree/types.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Move, Outcome, OutcomeRow, RecordFacts } from './outcome.ts';
import { measures } from './rules.ts';
import { markStale } from './store-kept.ts';

const HOUR_MS = 3_600_000;

const COLUMNS = `district_code, case_id, seq, valid_from, valid_to, version, kind, category, area_id, area_path, unit_id, merged_into, urgent,
  asked, filed_at, responded_at, ended, ended_at, checked, answer, said_no, rating, reopened, back_solved, back_satisfied, excluded`;

const OPEN = `insert into case_outcomes (${COLUMNS})
  values ($1, $2, 1, $3, 'infinity', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, null, null, false)`;

// The same as `moved` in outcome.ts, in one statement. A case without a row (filed before it was counted) gets all of them from
// its steps by the job; nothing is written here then.
const MOVE = `with last as (
    select * from case_outcomes where district_code = $1 and case_id = $2 and valid_to = 'infinity'
  ), past as (
    select unit_id, responded_at, answer, said_no from case_outcomes
    where district_code = $1 and case_id = $2 and $23::int is not null and version <= greatest($23::int, 1)
    order by version desc, seq desc limit 1
  ), closed as (
    update case_outcomes o set valid_to = greatest($3::timestamptz, o.valid_from) from last
    where o.district_code = last.district_code and o.case_id = last.case_id and o.seq = last.seq
  )
  insert into case_outcomes (${COLUMNS})
  select $1, $2, last.seq + 1, greatest($3::timestamptz, last.valid_from), 'infinity', $4, $5, $6, $7, $8,
    case when $23::int is null then coalesce($9::uuid, last.unit_id) else past.unit_id end,
    $10, $11, $12, $13,
    case when $23::int is null then coalesce(last.responded_at, $14::timestamptz) else past.responded_at end,
    $15, $16, $17,
    case when $23::int is null then case when $22::boolean then last.answer else $18 end else past.answer end,
    case when $23::int is null then $19::boolean or last.said_no else past.said_no end,
    $20, $21, last.back_solved, last.back_satisfied, last.excluded
  from last left join past on true`;

/** Opens the row of a new case, or closes the last one and opens the next. O(log rows). */
export function writeMove(tx: Tx, caseId: string, move: Move, isNew: boolean): Promise<unknown> {
  const values = [
    tx.scope.district,
    caseId,
    instant(move.at),
    move.version,
    move.kind,
    move.category,
    move.areaId,
    move.areaPath,
    move.unitId,
    move.mergedInto,
    move.urgent,
    move.asked,
    instant(move.filedAt),
    instant(move.respondedAt),
    move.ended,
    instant(move.endedAt),
    move.checked,
    move.answer,
    move.saidNo,
    move.rating,
    move.reopened,
  ];
  return isNew
    ? tx.rows(OPEN, values, 'outcome-open')
    : tx.rows(MOVE, [...values, move.keepsAnswer, move.back], 'outcome-move');
}

/**
 * Notes what a record beside the steps says. The caller holds the lock of the case (`lockCase`): steps take it with their own write, so
 * the two never meet. The case's rows are made first when it has none.
 */
export async function writeRecord(
  tx: Tx,
  caseId: string,
  at: number,
  facts: Partial<RecordFacts>,
): Promise<number> {
  return tx.count(
    `with last as (
       select * from case_outcomes where district_code = $1 and case_id = $2 and valid_to = 'infinity'
     ), closed as (
       update case_outcomes o set valid_to = greatest($3::timestamptz, o.valid_from) from last
       where o.district_code = last.district_code and o.case_id = last.case_id and o.seq = last.seq
     )
     insert into case_outcomes (${COLUMNS})
     select district_code, case_id, seq + 1, greatest($3::timestamptz, valid_from), 'infinity', version, kind, category, area_id,
       area_path, unit_id, merged_into, urgent, asked, filed_at, responded_at, ended, ended_at, checked, answer, said_no, rating, reopened,
       coalesce($4, back_solved), coalesce($5, back_satisfied), coalesce($6, excluded) from last`,
    [
      tx.scope.district,
      caseId,
      instant(at),
      facts.backSolved ?? null,
      facts.backSatisfied ?? null,
      facts.excluded ?? null,
    ],
  );
}

/** Locks a visible case until the transaction ends. False when there is none that the caller sees. */
export async function lockCase(tx: Tx, caseId: string): Promise<boolean> {
  const rows = await tx.rows('select from cases where district_code = $1 and id = $2 for update', [
    tx.scope.district,
    caseId,
  ]);
  return rows.length > 0;
}

/** The civil days whose numbers a row changes: when it became known, and when the time for a response ran out. */
function daysTouched({ validFrom, facts }: OutcomeRow): string[] {
  const limits = measures.map((one) => (facts.urgent ? one.urgentHours : one.responseHours));
  return [validFrom, ...limits.map((hours) => facts.filedAt + hours * HOUR_MS)].map(civilDate);
}

/** Writes all rows of a case that has none. */
export async function insertRows(tx: Tx, caseId: string, rows: readonly OutcomeRow[]): Promise<void> {
  await markStale(tx, rows.flatMap(daysTouched));
  const records = rows.map(({ version, validFrom, facts }, index) => ({
    seq: index + 1,
    valid_from: instant(validFrom),
    valid_to: rows[index + 1] ? instant(rows[index + 1]?.validFrom ?? 0) : 'infinity',
    version,
    kind: facts.kind,
    category: facts.category,
    area_id: facts.areaId,
    area_path: facts.areaPath,
    unit_id: facts.unitId,
    merged_into: facts.mergedInto,
    urgent: facts.urgent,
    asked: facts.asked,
    filed_at: instant(facts.filedAt),
    responded_at: instant(facts.respondedAt),
    ended: facts.ended,
    ended_at: instant(facts.endedAt),
    checked: facts.checked,
    answer: facts.answer,
    said_no: facts.saidNo,
    rating: facts.rating,
    reopened: facts.reopened,
    back_solved: facts.backSolved,
    back_satisfied: facts.backSatisfied,
    excluded: facts.excluded,
  }));
  await tx.rows(
    `insert into case_outcomes (${COLUMNS})
     select $1, $2, seq, valid_from, valid_to, version, kind, category, area_id, area_path, unit_id, merged_into, urgent, asked, filed_at,
       responded_at, ended, ended_at, checked, answer, said_no, rating, reopened, back_solved, back_satisfied, excluded
     from jsonb_to_recordset($3) as r(seq int, valid_from timestamptz, valid_to timestamptz, version int, kind text, category text,
       area_id uuid, area_path text, unit_id uuid, merged_into uuid, urgent boolean, asked boolean, filed_at timestamptz,
       responded_at timestamptz, ended text, ended_at timestamptz, checked text, answer text, said_no boolean, rating smallint,
       reopened int, back_solved text, back_satisfied text, excluded boolean)`,
    [tx.scope.district, caseId, JSON.stringify(records)],
  );
}

/** Cases filed since an instant that nobody counts yet, after an id in the order of ids. */
export async function listUncounted(tx: Tx, since: number, after: string, limit: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select c.id from cases c where c.district_code = $1 and c.id > $2 and c.filed_at >= $4 and not exists (
       select from case_outcomes o where o.district_code = c.district_code and o.case_id = c.id)
     order by c.id limit $3`,
    [tx.scope.district, after, limit, new Date(since)],
  );
  return rows.map((row) => row.id);
}

type OutcomeSqlRow = {
  version: number;
  valid_from: number;
  kind: string;
  category: string;
  area_id: string;
  area_path: string;
  unit_id: string | null;
  merged_into: string | null;
  urgent: boolean;
  asked: boolean;
  filed_at: number;
  responded_at: number | null;
  ended: string | null;
  ended_at: number | null;
  checked: Outcome['checked'];
  answer: Outcome['answer'];
  said_no: boolean;
  rating: number | null;
  reopened: number;
  back_solved: Outcome['backSolved'];
  back_satisfied: Outcome['backSatisfied'];
  excluded: boolean;
};

/** Every row of a case, oldest first. */
export async function listOutcomes(tx: Tx, caseId: string): Promise<OutcomeRow[]> {
  const rows = await tx.rows<OutcomeSqlRow>(
    `select version, valid_from, kind, category, area_id, area_path, unit_id, merged_into, urgent, asked, filed_at, responded_at, ended,
       ended_at, checked, answer, said_no, rating, reopened, back_solved, back_satisfied, excluded
     from case_outcomes where district_code = $1 and case_id = $2 order by seq`,
    [tx.scope.district, caseId],
  );
  return rows.map((row) => ({
    version: row.version,
    validFrom: row.valid_from,
    facts: {
      kind: row.kind,
      category: row.category,
      areaId: row.area_id,
      areaPath: row.area_path,
      unitId: row.unit_id,
      mergedInto: row.merged_into,
      urgent: row.urgent,
      asked: row.asked,
      filedAt: row.filed_at,
      respondedAt: row.responded_at,
      ended: row.ended,
      endedAt: row.ended_at,
      checked: row.checked,
      answer: row.answer,
      saidNo: row.said_no,
      rating: row.rating,
      reopened: row.reopened,
      backSolved: row.back_solved,
      backSatisfied: row.back_satisfied,
      excluded: row.excluded,
    },
  }));
}

/**
 * After a redrawing of the territory the cases count for their new area from now on; what was counted before stays with the old one.
 * Calls and applications go along with their case.
 */
export async function rewritePaths(tx: Tx, oldPath: string, newPath: string, now: number): Promise<void> {
  // A large redrawing takes longer than kept counts stay behind the present.
  await markStale(tx, [civilDate(now)]);
  const values = [tx.scope.district, oldPath, newPath];
  await tx.rows(
    `with ended as (
       update case_outcomes set valid_to = greatest($4::timestamptz, valid_from)
       where district_code = $1 and valid_to = 'infinity' and area_path >= $2 and area_path < $2 || '~'
       returning *)
     insert into case_outcomes (${COLUMNS})
     select district_code, case_id, seq + 1, valid_to, 'infinity', version, kind, category, area_id,
       $3 || substr(area_path, length($2) + 1), unit_id, merged_into, urgent, asked, filed_at, responded_at, ended, ended_at, checked,
       answer, said_no, rating, reopened, back_solved, back_satisfied, excluded from ended`,
    [...values, instant(now)],
  );
  for (const table of ['visit_backs', 'exclusions']) {
    await tx.rows(
      `update ${table} set area_path = $3 || substr(area_path, length($2) + 1)
       where district_code = $1 and area_path >= $2 and area_path < $2 || '~'`,
      values,
    );
  }
}

/**
 * Areas and units are others now: from now on the cases that moved count where they are; earlier days stay as they were. Units that may
 * not call or decide because they handled a case stay so under the name of the unit that took their place.
 */
export async function followReplacement(tx: Tx, change: Replacement, now: number): Promise<void> {
  if (change.tree === 'party') return;
  await markStale(tx, [civilDate(now)]);
  await tx.rows(
    `with moved as (
       select c.id, c.version, c.area_id, c.area_path, c.owner_unit from case_outcomes o
       join cases c on c.district_code = o.district_code and c.id = o.case_id
       where o.district_code = $1 and o.valid_to = 'infinity' and (o.area_id = any ($2::uuid[]) or o.unit_id = any ($2::uuid[]))
         and (o.area_id <> c.area_id or o.area_path <> c.area_path or o.unit_id <> c.owner_unit)
     ), ended as (
       update case_outcomes o set valid_to = greatest($3::timestamptz, o.valid_from) from moved m
       where o.district_code = $1 and o.case_id = m.id and o.valid_to = 'infinity'
       returning o.*)
     insert into case_outcomes (${COLUMNS})
     select district_code, case_id, seq + 1, valid_to, 'infinity', m.version, kind, category, m.area_id, m.area_path,
       coalesce(m.owner_unit, unit_id), merged_into, urgent, asked, filed_at, responded_at, ended, ended_at, checked,
       answer, said_no, rating, reopened, back_solved, back_satisfied, excluded from ended join moved m on m.id = case_id`,
    [tx.scope.district, change.from, instant(now)],
  );
  if (change.tree === 'area') {
    for (const [table, state] of [
      ['visit_backs', 'due'],
      ['exclusions', 'asked'],
    ]) {
      await tx.rows(
        `update ${table} t set area_path = c.area_path from cases c
         where t.district_code = $1 and t.state = $2 and c.district_code = $1 and c.id = t.case_id and t.area_path <> c.area_path`,
        [tx.scope.district, state],
      );
    }
    return;
  }
  const units = [tx.scope.district, change.ended.map((one) => one.id), change.ended.map((one) => one.to)];
  await tx.rows(
    `update exclusions x set unit_id = e.next from unnest($2::uuid[], $3::uuid[]) as e (old, next)
     where x.district_code = $1 and x.state = 'asked' and x.unit_id = e.old`,
    units,
  );
  await tx.rows(
    `update visit_backs v set kept_units = v.kept_units || array(
       select e.next from unnest($2::uuid[], $3::uuid[]) as e (old, next) where e.old = any (v.kept_units))
     where v.district_code = $1 and v.state = 'due' and v.kept_units && $2::uuid[]`,
    units,
  );
}
