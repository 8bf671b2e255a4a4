// Plans and their runs.
import type { Row, Tx } from '../../platform/db/db.ts';
import type { Correction } from './compute/grids-task.ts';
import type { StressLimit } from './compute/stress-task.ts';
import type { Progress, Result } from './compute/task.ts';
import type { PlanKind, PlanQuestion } from './contract.ts';
import type { StressTrial } from './stress/contract.ts';

export type Plan = {
  id: string;
  kind: PlanKind;
  name: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  areaClosedOn: string | null;
  input: PlanQuestion['input'];
  shared: boolean;
  revision: number;
  createdBy: string | null;
  createdByName: string | null;
  createdAt: number;
  changedAt: number;
};

const PLAN = `select p.id::text, p.kind, p.name, p.area_id::text as "areaId", n.name as "areaName", n.path as "areaPath",
  n.closed_on::text as "areaClosedOn", p.input, p.shared, p.revision, p.created_by::text as "createdBy", a.name as "createdByName",
  p.created_at as "createdAt", p.changed_at as "changedAt"
from plans p join tree_nodes n on n.district_code = p.district_code and n.id = p.area_id
left join accounts a on a.id = p.created_by where p.district_code = $1 and p.removed_at is null`;

export function listPlans(
  tx: Tx,
  filter: { kind?: PlanKind | undefined; area?: string | undefined },
): Promise<Plan[]> {
  return tx.rows<Row & Plan>(
    `${PLAN} and ($2::text is null or p.kind = $2) and ($3::uuid is null or p.area_id = $3)
     order by p.changed_at desc, p.id limit 300`,
    [tx.scope.district, filter.kind ?? null, filter.area ?? null],
  );
}

export async function findPlan(tx: Tx, id: string): Promise<Plan | undefined> {
  const [row] = await tx.rows<Row & Plan>(`${PLAN} and p.id = $2`, [tx.scope.district, id]);
  return row;
}

/** False when the id is taken. */
export async function insertPlan(
  tx: Tx,
  plan: Pick<Plan, 'id' | 'kind' | 'name' | 'areaId' | 'input' | 'shared'> & {
    by: string | null;
    at: number;
  },
): Promise<boolean> {
  const written = await tx.count(
    `insert into plans (district_code, id, kind, name, area_id, input, shared, created_by, created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict do nothing`,
    [
      tx.scope.district,
      plan.id,
      plan.kind,
      plan.name,
      plan.areaId,
      JSON.stringify(plan.input),
      plan.shared,
      plan.by,
      new Date(plan.at),
    ],
  );
  return written === 1;
}

/** False when somebody changed it meanwhile. */
export async function changePlan(
  tx: Tx,
  plan: Pick<Plan, 'id' | 'name' | 'input' | 'shared' | 'revision'>,
  at: number,
): Promise<boolean> {
  const written = await tx.count(
    `update plans set name = $3, input = $4, shared = $5, revision = revision + 1, changed_at = $6
     where district_code = $1 and id = $2 and revision = $7`,
    [
      tx.scope.district,
      plan.id,
      plan.name,
      JSON.stringify(plan.input),
      plan.shared,
      new Date(at),
      plan.revision,
    ],
  );
  return written === 1;
}

export async function removePlan(tx: Tx, id: string, at: number): Promise<void> {
  await tx.count('update plans set removed_at = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    new Date(at),
  ]);
  await tx.count(
    `update plan_runs set state = 'cancelled', settled_at = $3 where district_code = $1 and plan_id = $2 and state = 'queued'`,
    [tx.scope.district, id, new Date(at)],
  );
}

export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** What a run was asked, whole: nothing of it is looked up later but the map. */
export type RunInput = PlanQuestion & {
  seed: number;
  workBudget: number | null;
  base?: string;
  corrections?: Correction[];
  /** Of a stress test: what this run does otherwise, and how far a stopped one had got. */
  trial?: StressTrial;
  limit?: StressLimit;
  /** Open cases by building when it was asked, where the answer rests on them: tomorrow's are others. */
  work?: [building: string, cases: number][];
};

export type RunHead = {
  id: string;
  planId: string;
  number: number;
  state: RunState;
  input: RunInput;
  progress: Progress | null;
  dataHash: string | null;
  resultHash: string | null;
  failure: { code: string; params: Record<string, string | number> } | null;
  seconds: number | null;
  askedBy: string | null;
  askedByName: string | null;
  askedAt: number;
  settledAt: number | null;
  changeId: string | null;
  tries: number;
};

const HEAD = `r.id::text, r.plan_id::text as "planId", r.number, r.state, r.input, r.progress, r.data_hash as "dataHash",
  r.result_hash as "resultHash", r.failure, r.seconds, r.asked_by::text as "askedBy", a.name as "askedByName",
  r.asked_at as "askedAt", r.settled_at as "settledAt", r.change_id::text as "changeId", r.tries`;
const FROM = 'from plan_runs r left join accounts a on a.id = r.asked_by where r.district_code = $1';

export function listRuns(tx: Tx, planIds: readonly string[]): Promise<RunHead[]> {
  return tx.rows<Row & RunHead>(
    `select ${HEAD} ${FROM} and r.plan_id = any ($2::uuid[]) order by r.plan_id, r.number desc limit 2000`,
    [tx.scope.district, planIds],
  );
}

export async function findRun(tx: Tx, id: string): Promise<RunHead | undefined> {
  const [row] = await tx.rows<Row & RunHead>(`select ${HEAD} ${FROM} and r.id = $2`, [tx.scope.district, id]);
  return row;
}

export async function findResult(tx: Tx, id: string): Promise<Result | undefined> {
  const [row] = await tx.rows<{ result: Result | null }>(
    'select result from plan_runs where district_code = $1 and id = $2',
    [tx.scope.district, id],
  );
  return row?.result ?? undefined;
}

export async function countWaiting(tx: Tx): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from plan_runs where district_code = $1 and state in ('queued', 'running')`,
    [tx.scope.district],
  );
  return row?.n ?? 0;
}

/** False when the id is taken. */
export async function insertRun(
  tx: Tx,
  run: { id: string; planId: string; input: RunInput; by: string | null; at: number },
): Promise<boolean> {
  await tx.rows('select id from plans where district_code = $1 and id = $2 for update', [
    tx.scope.district,
    run.planId,
  ]);
  const written = await tx.count(
    `insert into plan_runs (district_code, id, plan_id, number, state, input, asked_by, asked_at)
     select $1, $2, $3, coalesce(max(number), 0) + 1, 'queued', $4, $5, $6 from plan_runs
     where district_code = $1 and plan_id = $3 on conflict (district_code, id) do nothing`,
    [tx.scope.district, run.id, run.planId, JSON.stringify(run.input), run.by, new Date(run.at)],
  );
  return written === 1;
}

export async function askCancel(tx: Tx, id: string, at: number): Promise<void> {
  await tx.count(
    `update plan_runs set cancel_asked = true, state = case when state = 'queued' then 'cancelled' else state end,
       settled_at = case when state = 'queued' then $3 else settled_at end
     where district_code = $1 and id = $2 and state in ('queued', 'running')`,
    [tx.scope.district, id, new Date(at)],
  );
}

/** Takes the run that waits longest, or one whose process went away; it is nobody else's until then. */
export async function claimRun(
  tx: Tx,
  owner: string,
  at: number,
  until: number,
): Promise<string | undefined> {
  const [row] = await tx.rows<{ id: string }>(
    // Materialised: as a plain subquery it may be asked once for every row, and each time it takes another one.
    `with w as materialized (
       select id from plan_runs where district_code = $1 and (state = 'queued' or (state = 'running' and lease_until < $3))
       order by asked_at, id limit 1 for update skip locked)
     update plan_runs r set state = 'running', lease_owner = $2, lease_until = $4, started_at = $3, tries = tries + 1
     from w where r.district_code = $1 and r.id = w.id returning r.id::text`,
    [tx.scope.district, owner, new Date(at), new Date(until)],
  );
  return row?.id;
}

/** Says that the run goes on; false when it is not ours any more. `cancel` when somebody asked to end it. */
export async function keepLease(
  tx: Tx,
  run: { id: string; owner: string; until: number; progress: Progress | undefined },
): Promise<{ ours: boolean; cancel: boolean }> {
  const [row] = await tx.rows<{ cancel: boolean }>(
    `update plan_runs set lease_until = $4, progress = coalesce($5::json, progress)
     where district_code = $1 and id = $2 and lease_owner = $3 and state = 'running' returning cancel_asked as cancel`,
    [
      tx.scope.district,
      run.id,
      run.owner,
      new Date(run.until),
      run.progress ? JSON.stringify(run.progress) : null,
    ],
  );
  return { ours: row !== undefined, cancel: row?.cancel ?? false };
}

export async function settleRun(
  tx: Tx,
  run: { id: string; owner: string; at: number; seconds: number },
  outcome:
    | { state: 'done'; result: string; dataHash: string; resultHash: string }
    | { state: 'failed'; failure: { code: string; params: object }; dataHash?: string }
    | { state: 'cancelled' },
): Promise<void> {
  const done = outcome.state === 'done' ? outcome : undefined;
  await tx.count(
    `update plan_runs set state = $4, settled_at = $5, seconds = $6, result = $7, data_hash = $8, result_hash = $9, failure = $10,
       lease_owner = null, lease_until = null, progress = null
     where district_code = $1 and id = $2 and lease_owner = $3 and state = 'running'`,
    [
      tx.scope.district,
      run.id,
      run.owner,
      outcome.state,
      new Date(run.at),
      run.seconds,
      done?.result ?? null,
      outcome.state === 'cancelled' ? null : (outcome.dataHash ?? null),
      done?.resultHash ?? null,
      outcome.state === 'failed' ? JSON.stringify(outcome.failure) : null,
    ],
  );
}

export async function noteChange(tx: Tx, id: string, changeId: string): Promise<void> {
  await tx.count('update plan_runs set change_id = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    changeId,
  ]);
}

export type StreetGraphRow = {
  walker: string;
  blobId: string;
  sha256: string;
  vertices: number;
  edges: number;
};

export function listStreetGraphs(tx: Tx): Promise<StreetGraphRow[]> {
  return tx.rows<Row & StreetGraphRow>(
    `select walker, blob_id::text as "blobId", sha256, vertices, edges from street_graphs where district_code = $1 order by walker`,
    [tx.scope.district],
  );
}

export async function replaceStreetGraphs(
  tx: Tx,
  graphs: readonly StreetGraphRow[],
  at: number,
): Promise<void> {
  await tx.count('delete from street_graphs where district_code = $1', [tx.scope.district]);
  for (const one of graphs) {
    await tx.count(
      `insert into street_graphs (district_code, walker, blob_id, sha256, vertices, edges, built_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [tx.scope.district, one.walker, one.blobId, one.sha256, one.vertices, one.edges, new Date(at)],
    );
  }
}
