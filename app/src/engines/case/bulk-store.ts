// What was asked of many cases and how each of them took it.

import type { ProblemParams } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { instant } from './case-store.ts';

export type BulkState = 'running' | 'done' | 'undoing' | 'undone';
export type BulkRun = {
  id: string;
  accountId: string;
  name: string;
  form: Record<string, unknown>;
  state: BulkState;
  total: number;
  createdAt: number;
  finishedAt: number | null;
};
export type Outcome = { result: 'done' | 'refused'; code: string | null; params: ProblemParams | null };
export type BulkItem = { caseId: string; baseVersion: number; done: Outcome | null; undone: Outcome | null };

/** Writes down what was asked for. Gives false when this run is there already. */
export async function insertRun(
  tx: Tx,
  run: Pick<BulkRun, 'id' | 'accountId' | 'name' | 'form' | 'createdAt'> & {
    items: readonly { id: string; baseVersion: number }[];
    workedUntil: number;
  },
): Promise<boolean> {
  const inserted = await tx.count(
    `insert into bulk_runs (district_code, id, account_id, name, form, state, total, created_at, worked_until)
     values ($1, $2, $3, $4, $5, 'running', $6, $7, $8) on conflict do nothing`,
    [
      tx.scope.district,
      run.id,
      run.accountId,
      run.name,
      JSON.stringify(run.form),
      run.items.length,
      instant(run.createdAt),
      instant(run.workedUntil),
    ],
  );
  if (inserted === 0) return false;
  await tx.rows(
    `insert into bulk_items (district_code, bulk_id, case_id, position, base_version)
     select $1, $2, case_id, ord, base_version from unnest($3::uuid[], $4::int[]) with ordinality as u (case_id, base_version, ord)`,
    [tx.scope.district, run.id, run.items.map((item) => item.id), run.items.map((item) => item.baseVersion)],
  );
  return true;
}

type RunRow = {
  id: string;
  account_id: string;
  name: string;
  form: Record<string, unknown>;
  state: BulkState;
  total: number;
  created_at: number;
  finished_at: number | null;
};
const RUN = 'id, account_id, name, form, state, total, created_at, finished_at';
const runOf = (row: RunRow): BulkRun => ({
  id: row.id,
  accountId: row.account_id,
  name: row.name,
  form: row.form,
  state: row.state,
  total: row.total,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
});

export async function findRun(tx: Tx, id: string): Promise<BulkRun | undefined> {
  const [row] = await tx.rows<RunRow>(`select ${RUN} from bulk_runs where district_code = $1 and id = $2`, [
    tx.scope.district,
    id,
  ]);
  return row && runOf(row);
}

/** Takes an unfinished run that nobody works at any more, for whoever asks first. */
export async function takeAbandoned(tx: Tx, now: number, until: number): Promise<BulkRun | undefined> {
  const [row] = await tx.rows<RunRow>(
    `update bulk_runs set worked_until = $3 where district_code = $1 and id = (
       select id from bulk_runs where district_code = $1 and state in ('running', 'undoing') and worked_until < $2
       order by worked_until limit 1 for update skip locked)
     returning ${RUN}`,
    [tx.scope.district, instant(now), instant(until)],
  );
  return row && runOf(row);
}

/** Moves a run on, if it is still in the state it is meant to come from. */
export async function moveRun(
  tx: Tx,
  id: string,
  move: { from: BulkState; to: BulkState; now: number; workedUntil: number },
): Promise<boolean> {
  return (
    (await tx.count(
      `update bulk_runs set state = $4, finished_at = case when $4 in ('done', 'undone') then $5::timestamptz else finished_at end,
         worked_until = $6 where district_code = $1 and id = $2 and state = $3`,
      [tx.scope.district, id, move.from, move.to, instant(move.now), instant(move.workedUntil)],
    )) === 1
  );
}

type ItemRow = {
  case_id: string;
  base_version: number;
  result: Outcome['result'] | null;
  code: string | null;
  params: ProblemParams | null;
  undo_result: Outcome['result'] | null;
  undo_code: string | null;
  undo_params: ProblemParams | null;
};

export async function listItems(tx: Tx, runId: string): Promise<BulkItem[]> {
  const rows = await tx.rows<ItemRow>(
    `select case_id, base_version, result, code, params, undo_result, undo_code, undo_params
     from bulk_items where district_code = $1 and bulk_id = $2 order by position`,
    [tx.scope.district, runId],
  );
  return rows.map((row) => ({
    caseId: row.case_id,
    baseVersion: row.base_version,
    done: row.result && { result: row.result, code: row.code, params: row.params },
    undone: row.undo_result && { result: row.undo_result, code: row.undo_code, params: row.undo_params },
  }));
}

const RECORD = {
  running: `update bulk_items i set result = u.result, code = u.code, params = u.params::jsonb
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as u (case_id, result, code, params)
    where i.district_code = $1 and i.bulk_id = $2 and i.case_id = u.case_id`,
  undoing: `update bulk_items i set undo_result = u.result, undo_code = u.code, undo_params = u.params::jsonb
    from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as u (case_id, result, code, params)
    where i.district_code = $1 and i.bulk_id = $2 and i.case_id = u.case_id`,
};

/** Writes down how some of the cases took it, and that somebody is still at it. */
export async function recordOutcomes(
  tx: Tx,
  runId: string,
  which: 'running' | 'undoing',
  outcomes: readonly (Outcome & { caseId: string })[],
  workedUntil: number,
): Promise<void> {
  await tx.rows(RECORD[which], [
    tx.scope.district,
    runId,
    outcomes.map((one) => one.caseId),
    outcomes.map((one) => one.result),
    outcomes.map((one) => one.code),
    outcomes.map((one) => (one.params === null ? null : JSON.stringify(one.params))),
  ]);
  await tx.rows('update bulk_runs set worked_until = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    runId,
    instant(workedUntil),
  ]);
}
