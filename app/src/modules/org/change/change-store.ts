// The SQL of planned changes, and of posts that follow their area or unit.
import type { TreeName } from '../../../engines/tree/types.ts';
import type { Row, Tx } from '../../../platform/db/db.ts';
import type { ChangePlan } from './contract.ts';

export type ChangeState = 'planned' | 'done' | 'withdrawn' | 'failed';

/** What a change did, in the terms of a way back. */
export type ChangeResult = {
  created: { id: string; name: string }[];
  /** What was before: of the nodes that were closed, renamed, hung elsewhere or drawn anew. */
  before: {
    id: string;
    name: string;
    code: string | null;
    parentId: string | null;
    closed: boolean;
    geometry: Record<string, unknown> | null;
    areaIds: string[];
  }[];
  /** Posts that moved, with the node they came from. */
  posts: { id: string; from: string }[];
  counts: { cases: number; places: number; posts: number; children: number };
};

export type ChangeRow = {
  id: string;
  tree: TreeName;
  kind: ChangePlan['kind'];
  plan: ChangePlan;
  touches: string[];
  effectiveOn: string;
  state: ChangeState;
  note: string;
  plannedBy: string | null;
  plannedByName: string | null;
  plannedAt: number;
  settledAt: number | null;
  result: ChangeResult | null;
  failure: { code: string; params: Record<string, unknown> } | null;
  reverses: string | null;
  reversedBy: string | null;
};

const CHANGE = `select c.id, c.tree, c.kind, c.plan, c.touches, c.effective_on::text as "effectiveOn", c.state, c.note,
    c.planned_by as "plannedBy", a.name as "plannedByName", c.planned_at as "plannedAt", c.settled_at as "settledAt", c.result,
    c.failure, c.reverses,
    (select r.id from org_changes r where r.district_code = c.district_code and r.reverses = c.id and r.state in ('planned', 'done') limit 1)
      as "reversedBy"
  from org_changes c left join accounts a on a.id = c.planned_by where c.district_code = $1`;

export function selectChanges(tx: Tx, limit: number): Promise<ChangeRow[]> {
  return tx.rows<Row & ChangeRow>(
    `${CHANGE} order by (c.state = 'planned') desc, c.planned_at desc, c.id limit $2`,
    [tx.scope.district, limit],
  );
}

export async function selectChange(tx: Tx, id: string, lock = false): Promise<ChangeRow | undefined> {
  const [row] = await tx.rows<Row & ChangeRow>(`${CHANGE} and c.id = $2${lock ? ' for update of c' : ''}`, [
    tx.scope.district,
    id,
  ]);
  return row;
}

/** Of some changes those that stand: waiting for their day or carried out, and not taken back since. */
export async function selectStanding(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(
    `select c.id::text from org_changes c where c.district_code = $1 and c.id = any ($2::uuid[]) and c.state in ('planned', 'done')
       and not exists (select from org_changes r where r.district_code = c.district_code and r.reverses = c.id and r.state = 'done')`,
    [tx.scope.district, ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** A planned change that touches one of these nodes. */
export async function selectClash(tx: Tx, touches: readonly string[]): Promise<ChangeRow | undefined> {
  const [row] = await tx.rows<Row & ChangeRow>(
    `${CHANGE} and c.state = 'planned' and c.touches && $2::uuid[] order by c.effective_on limit 1`,
    [tx.scope.district, touches],
  );
  return row;
}

export async function selectDue(tx: Tx, date: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id from org_changes where district_code = $1 and state = 'planned' and effective_on <= $2
     order by effective_on, planned_at, id`,
    [tx.scope.district, date],
  );
  return rows.map((row) => row.id);
}

export async function insertChange(
  tx: Tx,
  change: {
    id: string;
    plan: ChangePlan;
    touches: readonly string[];
    effectiveOn: string;
    note: string;
    by: string | null;
    reverses: string | null;
  },
  now: string,
): Promise<void> {
  await tx.count(
    `insert into org_changes (district_code, id, tree, kind, plan, touches, effective_on, state, note, planned_by, planned_at, reverses)
     values ($1, $2, $3, $4, $5, $6, $7, 'planned', $8, $9, $10, $11)`,
    [
      tx.scope.district,
      change.id,
      change.plan.tree,
      change.plan.kind,
      JSON.stringify(change.plan),
      change.touches,
      change.effectiveOn,
      change.note,
      change.by,
      now,
      change.reverses,
    ],
  );
}

export async function settleChange(
  tx: Tx,
  id: string,
  settled: {
    state: Exclude<ChangeState, 'planned'>;
    by: string | null;
    result?: ChangeResult;
    failure?: { code: string; params: object };
  },
  now: string,
): Promise<void> {
  await tx.count(
    `update org_changes set state = $3, settled_by = $4, settled_at = $5, result = $6, failure = $7
     where district_code = $1 and id = $2 and state = 'planned'`,
    [
      tx.scope.district,
      id,
      settled.state,
      settled.by,
      now,
      settled.result ? JSON.stringify(settled.result) : null,
      settled.failure ? JSON.stringify(settled.failure) : null,
    ],
  );
}

/** Hangs posts on another area or unit; who holds them stays. */
export async function movePosts(
  tx: Tx,
  column: 'area_id' | 'unit_id',
  moves: readonly { id: string; to: string }[],
): Promise<void> {
  if (moves.length === 0) return;
  await tx.count(
    `update org_posts p set ${column === 'area_id' ? 'area_id' : 'unit_id'} = r.node, version = version + 1
     from unnest($2::uuid[], $3::uuid[]) as r (id, node) where p.district_code = $1 and p.id = r.id`,
    [tx.scope.district, moves.map((move) => move.id), moves.map((move) => move.to)],
  );
}

/** Areas and units that have ended while open cases still lie in them or are with them. */
export function selectStrays(tx: Tx): Promise<{ id: string; tree: TreeName; name: string }[]> {
  return tx.rows<Row & { id: string; tree: TreeName; name: string }>(
    `select n.id, n.tree, n.name from tree_nodes n where n.district_code = $1 and n.closed_on is not null and (
       (n.tree = 'area' and exists (select from cases c where c.district_code = n.district_code and c.area_path = n.path
         and c.area_id = n.id and c.closed_at is null))
       or (n.tree = 'unit' and exists (select from cases c where c.district_code = n.district_code and c.closed_at is null
         and (c.owner_unit = n.id or n.id = any (c.assist_units) or c.subject_unit = n.id))))
     order by n.id`,
    [tx.scope.district],
  );
}
