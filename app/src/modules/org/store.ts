// SQL of levels, ties, terms and the journal. Posts and people are in post-store.ts, the trees in engines/tree.
import type { TreeName } from '../../engines/tree/types.ts';
import type { Row, Tx } from '../../platform/db/db.ts';
import type { Level } from './presets.ts';

export async function selectLevels(tx: Tx, tree?: TreeName): Promise<Level[]> {
  return tx.rows<Row & Level>(
    `select tree, code, rank, labels, settings from org_levels
     where district_code = $1 and ($2::text is null or tree = $2) order by tree, rank, code`,
    [tx.scope.district, tree ?? null],
  );
}

/** Adds levels, or changes the ones that are there. */
export async function putLevels(tx: Tx, levels: readonly Level[]): Promise<void> {
  if (levels.length === 0) return;
  await tx.count(
    `insert into org_levels (district_code, tree, code, rank, labels, settings)
     select $1, tree, code, rank, labels, settings
     from jsonb_to_recordset($2::jsonb) as r(tree text, code text, rank int, labels jsonb, settings jsonb)
     on conflict (district_code, tree, code) do update
       set rank = excluded.rank, labels = excluded.labels, settings = excluded.settings`,
    [tx.scope.district, JSON.stringify(levels)],
  );
}

export type BindingKind = 'branch' | 'jurisdiction' | 'industry' | 'entity';

/** Does a tie say for which area something is there? The others tie organisations to each other. */
export function isAreaTie(kind: BindingKind): boolean {
  return kind === 'branch' || kind === 'jurisdiction';
}

export type Binding = {
  id: string;
  kind: BindingKind;
  fromId: string;
  toId: string;
  toName: string;
  toPath: string;
  toLevel: string;
  fromName: string;
  fromLevel: string;
  validFrom: string;
};

/** Ties in force on a day. */
export async function selectBindings(
  tx: Tx,
  date: string,
  filter: { kind?: BindingKind; fromIds?: readonly string[]; toIds?: readonly string[] },
): Promise<Binding[]> {
  return tx.rows<Row & Binding>(
    `select b.id::text, b.kind, b.from_id::text as "fromId", b.to_id::text as "toId", t.name as "toName", t.path as "toPath",
       t.level as "toLevel", f.name as "fromName", f.level as "fromLevel", b.valid_from::text as "validFrom"
     from org_bindings b
     join tree_nodes t on t.district_code = b.district_code and t.id = b.to_id
     join tree_nodes f on f.district_code = b.district_code and f.id = b.from_id
     where b.district_code = $1 and b.valid_from <= $2::date and (b.valid_to is null or b.valid_to > $2::date)
       and ($3::text is null or b.kind = $3)
       and ($4::uuid[] is null or b.from_id = any($4)) and ($5::uuid[] is null or b.to_id = any($5))
     order by t.path, f.path, b.id`,
    [tx.scope.district, date, filter.kind ?? null, filter.fromIds ?? null, filter.toIds ?? null],
  );
}

/** Adds a tie unless it is there already; gives whether it was added. */
export async function insertBinding(
  tx: Tx,
  binding: { id: string; kind: BindingKind; fromId: string; toId: string; validFrom: string },
): Promise<boolean> {
  const count = await tx.count(
    `insert into org_bindings (district_code, id, kind, from_id, to_id, valid_from) values ($1, $2, $3, $4, $5, $6)
     on conflict (district_code, from_id, kind, to_id) where valid_to is null do nothing`,
    [tx.scope.district, binding.id, binding.kind, binding.fromId, binding.toId, binding.validFrom],
  );
  return count > 0;
}

export async function endBinding(
  tx: Tx,
  kind: BindingKind,
  fromId: string,
  toId: string,
  date: string,
): Promise<boolean> {
  const count = await tx.count(
    `update org_bindings set valid_to = greatest($5::date, valid_from)
     where district_code = $1 and kind = $2 and from_id = $3 and to_id = $4 and valid_to is null`,
    [tx.scope.district, kind, fromId, toId, date],
  );
  return count > 0;
}

export async function endBindingsOf(tx: Tx, nodeId: string, date: string): Promise<void> {
  await tx.count(
    `update org_bindings set valid_to = greatest($3::date, valid_from)
     where district_code = $1 and (from_id = $2 or to_id = $2) and valid_to is null`,
    [tx.scope.district, nodeId, date],
  );
}

export type Term = {
  id: string;
  nodeId: string;
  name: string;
  level: string;
  startedOn: string;
  endsOn: string;
};

export async function putTerm(
  tx: Tx,
  term: { id: string; nodeId: string; startedOn: string; endsOn: string },
): Promise<void> {
  await tx.count(
    `insert into org_terms (district_code, id, node_id, started_on, ends_on) values ($1, $2, $3, $4, $5)
     on conflict (district_code, node_id, started_on) do update set ends_on = excluded.ends_on`,
    [tx.scope.district, term.id, term.nodeId, term.startedOn, term.endsOn],
  );
}

/** The newest term of each open node; those that end on or before a day when one is given. */
export async function selectTerms(
  tx: Tx,
  filter: { nodeIds?: readonly string[]; endsBy?: string } = {},
): Promise<Term[]> {
  return tx.rows<Row & Term>(
    `select * from (
       select distinct on (t.node_id) t.id::text, t.node_id::text as "nodeId", n.name, n.level,
         t.started_on::text as "startedOn", t.ends_on::text as "endsOn"
       from org_terms t join tree_nodes n on n.district_code = t.district_code and n.id = t.node_id
       where t.district_code = $1 and n.closed_on is null and ($2::uuid[] is null or t.node_id = any($2))
       order by t.node_id, t.started_on desc) newest
     where $3::text is null or "endsOn" <= $3
     order by "endsOn", name`,
    [tx.scope.district, filter.nodeIds ?? null, filter.endsBy ?? null],
  );
}

export async function findLocalCode(
  tx: Tx,
  localCode: string,
): Promise<{ id: string; name: string } | undefined> {
  const [row] = await tx.rows<{ id: string; name: string }>(
    `select id::text, name from tree_nodes
     where district_code = $1 and tree = 'area' and closed_on is null and attributes->>'localCode' = $2 limit 1`,
    [tx.scope.district, localCode],
  );
  return row;
}

export type OrgStep = {
  commandId: string;
  subjectId: string;
  subjectKind: string;
  name: string;
  at: number;
  detail: object;
};

/** Records a step. False when this command was carried out before; `reused` when its id named something else. */
export async function insertStep(tx: Tx, step: OrgStep): Promise<'new' | 'done' | 'reused'> {
  const count = await tx.count(
    `insert into org_steps (district_code, command_id, subject_id, subject_kind, name, at, account_id, detail)
     select $1, $2, $3, $4, $5, to_timestamp($6 / 1000.0), $7, $8
     where not exists (select from org_steps where district_code = $1 and command_id = $2 and (subject_id <> $3 or name <> $5))
     on conflict (district_code, command_id, subject_id) do nothing`,
    [
      tx.scope.district,
      step.commandId,
      step.subjectId,
      step.subjectKind,
      step.name,
      step.at,
      tx.scope.account === '' ? null : tx.scope.account,
      JSON.stringify(step.detail),
    ],
  );
  if (count > 0) return 'new';
  const [known] = await tx.rows<{ name: string }>(
    'select name from org_steps where district_code = $1 and command_id = $2 and subject_id = $3',
    [tx.scope.district, step.commandId, step.subjectId],
  );
  return known?.name === step.name ? 'done' : 'reused';
}
