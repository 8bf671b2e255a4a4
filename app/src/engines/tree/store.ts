// All SQL of the trees. Nodes are read from their current row, or from the span that held on a given day.
import type { Row, Tx } from '../../platform/db/db.ts';
import { pathEnd } from './paths.ts';
import type { Attributes, TreeName, TreeNode } from './types.ts';

const CURRENT = `n.id::text, n.tree, n.key, n.version, n.parent_id::text, n.name, n.level, n.code, n.path, n.attributes,
  n.since::text as since, null::text as until, n.opened_on::text as opened_on, n.closed_on::text as closed_on`;

// The identity comes from the node, everything else from the span.
const AS_OF = `n.id::text, n.tree, n.key, n.version, s.parent_id::text, s.name, s.level, s.code, s.path, s.attributes,
  s.valid_from::text as since, s.valid_to::text as until, n.opened_on::text as opened_on, n.closed_on::text as closed_on`;

type NodeRow = Row & {
  id: string;
  tree: TreeName;
  key: string;
  version: number;
  parent_id: string | null;
  name: string;
  level: string;
  code: string | null;
  path: string;
  attributes: Attributes;
  since: string;
  until: string | null;
  opened_on: string;
  closed_on: string | null;
};

function toNode(row: NodeRow): TreeNode {
  return {
    id: row.id,
    tree: row.tree,
    key: row.key,
    version: row.version,
    parentId: row.parent_id,
    name: row.name,
    level: row.level,
    code: row.code,
    path: row.path,
    attributes: row.attributes,
    since: row.since,
    until: row.until,
    openedOn: row.opened_on,
    closedOn: row.closed_on,
  };
}

/** Takes the tree's lock until the end of the transaction, and `keys` fresh keys; gives the first of them. */
export async function lockTree(tx: Tx, tree: TreeName, keys = 0): Promise<number> {
  const [row] = await tx.rows<{ next_key: number }>(
    `insert into tree_counters (district_code, tree, next_key, revision) values ($1, $2, $3, 1)
     on conflict (district_code, tree) do update
       set next_key = tree_counters.next_key + $3, revision = tree_counters.revision + 1
     returning next_key`,
    [tx.scope.district, tree, keys],
  );
  return (row as { next_key: number }).next_key - keys;
}

/** Counts up with every change of the tree (and of its boundaries). */
export async function readRevision(tx: Tx, tree: TreeName): Promise<string> {
  const [row] = await tx.rows<{ revision: string }>(
    'select revision::text from tree_counters where district_code = $1 and tree = $2',
    [tx.scope.district, tree],
    'tree-revision',
  );
  return row?.revision ?? '0';
}

export async function selectNode(tx: Tx, id: string, lock = false): Promise<TreeNode | undefined> {
  const [row] = await tx.rows<NodeRow>(
    `select ${CURRENT} from tree_nodes n where n.district_code = $1 and n.id = $2${lock ? ' for update' : ''}`,
    [tx.scope.district, id],
  );
  return row && toNode(row);
}

export async function selectNodeAt(tx: Tx, id: string, date: string): Promise<TreeNode | undefined> {
  const [row] = await tx.rows<NodeRow>(
    `select ${AS_OF} from tree_spans s join tree_nodes n on n.district_code = s.district_code and n.id = s.node_id
     where s.district_code = $1 and s.node_id = $2 and s.valid_from <= $3::date and (s.valid_to is null or s.valid_to > $3::date)`,
    [tx.scope.district, id, date],
  );
  return row && toNode(row);
}

export type NodeFilter = {
  ids?: readonly string[] | undefined;
  keys?: readonly string[] | undefined;
  /** `null` asks for the roots. */
  parentId?: string | null | undefined;
  within?: string | undefined;
  levels?: readonly string[] | undefined;
  codes?: readonly string[] | undefined;
  names?: readonly string[] | undefined;
  /** Part of a name, or the beginning of a code. */
  search?: string | undefined;
  limit?: number | undefined;
  /** Only with no date: closed nodes too. */
  closed?: boolean | undefined;
};

/** Nodes that match, ordered by code then name; with a date, as they were on that day. */
export async function selectNodes(
  tx: Tx,
  tree: TreeName,
  filter: NodeFilter,
  date?: string,
): Promise<TreeNode[]> {
  const from = date ? 's' : 'n';
  const values: unknown[] = [tx.scope.district, tree];
  const where = [`n.district_code = $1`, `n.tree = $2`];
  const bind = (value: unknown) => `$${values.push(value)}`;
  if (date) {
    const at = bind(date);
    where.push(`s.valid_from <= ${at}::date and (s.valid_to is null or s.valid_to > ${at}::date)`);
  } else if (!filter.closed) where.push('n.closed_on is null');
  if (filter.ids) where.push(`n.id = any(${bind(filter.ids)}::uuid[])`);
  if (filter.keys) where.push(`n.key = any(${bind(filter.keys)}::text[])`);
  if (filter.parentId === null) where.push(`${from}.parent_id is null`);
  else if (filter.parentId !== undefined) where.push(`${from}.parent_id = ${bind(filter.parentId)}`);
  if (filter.within !== undefined) {
    where.push(`${from}.path >= ${bind(filter.within)} and ${from}.path < ${bind(pathEnd(filter.within))}`);
  }
  if (filter.levels) where.push(`${from}.level = any(${bind(filter.levels)}::text[])`);
  if (filter.codes) where.push(`${from}.code = any(${bind(filter.codes)}::text[])`);
  if (filter.names) where.push(`${from}.name = any(${bind(filter.names)}::text[])`);
  if (filter.search !== undefined) {
    const term = bind(filter.search);
    where.push(`(position(${term} in ${from}.name) > 0 or starts_with(coalesce(${from}.code, ''), ${term}))`);
  }
  const source = date
    ? 'tree_spans s join tree_nodes n on n.district_code = s.district_code and n.id = s.node_id'
    : 'tree_nodes n';
  const limit = filter.limit === undefined ? '' : ` limit ${bind(filter.limit)}`;
  const rows = await tx.rows<NodeRow>(
    `select ${date ? AS_OF : CURRENT} from ${source} where ${where.join(' and ')}
     order by ${from}.code collate "C" nulls last, ${from}.name collate "C", n.id${limit}`,
    values,
  );
  return rows.map(toNode);
}

export async function insertNodes(tx: Tx, nodes: readonly TreeNode[]): Promise<void> {
  if (nodes.length === 0) return;
  const rows = JSON.stringify(
    nodes.map((node) => ({
      id: node.id,
      tree: node.tree,
      key: node.key,
      parent_id: node.parentId,
      name: node.name,
      level: node.level,
      code: node.code,
      path: node.path,
      attributes: node.attributes,
      since: node.since,
    })),
  );
  const columns =
    'id uuid, tree text, key text, parent_id uuid, name text, level text, code text, path text, attributes jsonb, since date';
  await tx.count(
    `insert into tree_nodes (district_code, id, tree, key, parent_id, name, level, code, path, attributes, since, opened_on)
     select $1, id, tree, key, parent_id, name, level, code, path, attributes, since, since
     from jsonb_to_recordset($2::jsonb) as r(${columns})`,
    [tx.scope.district, rows],
  );
  await tx.count(
    `insert into tree_spans (district_code, node_id, valid_from, tree, parent_id, name, level, code, path, attributes)
     select $1, id, since, tree, parent_id, name, level, code, path, attributes
     from jsonb_to_recordset($2::jsonb) as r(${columns})`,
    [tx.scope.district, rows],
  );
}

/** Ends the open span on `date` and opens the next with the node's new values; a change on the span's first day replaces it. */
export async function writeSpan(tx: Tx, node: TreeNode, date: string, previousSince: string): Promise<void> {
  const values = [
    tx.scope.district,
    node.id,
    date,
    node.parentId,
    node.name,
    node.level,
    node.code,
    node.path,
    JSON.stringify(node.attributes),
  ];
  if (date === previousSince) {
    await tx.count(
      `update tree_spans set parent_id = $4, name = $5, level = $6, code = $7, path = $8, attributes = $9
       where district_code = $1 and node_id = $2 and valid_from = $3`,
      values,
    );
  } else {
    await tx.count(
      'update tree_spans set valid_to = $3 where district_code = $1 and node_id = $2 and valid_to is null',
      values.slice(0, 3),
    );
    await tx.count(
      `insert into tree_spans (district_code, node_id, valid_from, tree, parent_id, name, level, code, path, attributes)
       values ($1, $2, $3, $10, $4, $5, $6, $7, $8, $9)`,
      [...values, node.tree],
    );
  }
  await tx.count(
    `update tree_nodes set parent_id = $4, name = $5, level = $6, code = $7, path = $8, attributes = $9, since = $3,
       version = version + 1
     where district_code = $1 and id = $2`,
    values,
  );
}

/** The newest change below (not at) a path: the node whose span began last. */
export async function selectNewestBelow(
  tx: Tx,
  tree: TreeName,
  path: string,
): Promise<{ name: string; since: string } | undefined> {
  const [row] = await tx.rows<{ name: string; since: string }>(
    `select name, since::text from tree_nodes
     where district_code = $1 and tree = $2 and path > $3 and path < $4 and closed_on is null
     order by tree_nodes.since desc limit 1`,
    [tx.scope.district, tree, path, pathEnd(path)],
  );
  return row;
}

/** The length of the longest path below (and at) a path. */
export async function selectLongestPath(tx: Tx, tree: TreeName, path: string): Promise<number> {
  const [row] = await tx.rows<{ longest: number }>(
    `select coalesce(max(length(path)), 0)::int as longest from tree_nodes
     where district_code = $1 and tree = $2 and path >= $3 and path < $4`,
    [tx.scope.district, tree, path, pathEnd(path)],
  );
  return row?.longest ?? 0;
}

/** Rewrites the paths of everything below a moved node. Closed nodes follow too: their old cases stay inside somebody's
 * scope. Their spans are history and stay. */
export async function movePathsBelow(
  tx: Tx,
  tree: TreeName,
  oldPath: string,
  newPath: string,
  date: string,
): Promise<void> {
  const values = [tx.scope.district, tree, oldPath, pathEnd(oldPath), newPath, date];
  const below = 'n.district_code = $1 and n.tree = $2 and n.path > $3 and n.path < $4';
  await tx.count(
    `update tree_spans s set path = $5 || substr(s.path, length($3) + 1)
     from tree_nodes n where ${below} and n.closed_on is null and n.since = $6::date
       and s.district_code = n.district_code and s.node_id = n.id and s.valid_to is null`,
    values,
  );
  await tx.count(
    `with ended as (
       update tree_spans s set valid_to = $6::date
       from tree_nodes n where ${below} and n.closed_on is null and n.since < $6::date
         and s.district_code = n.district_code and s.node_id = n.id and s.valid_to is null
       returning s.*)
     insert into tree_spans (district_code, node_id, valid_from, tree, parent_id, name, level, code, path, attributes)
     select district_code, node_id, $6::date, tree, parent_id, name, level, code,
       $5 || substr(path, length($3) + 1), attributes from ended`,
    values,
  );
  await tx.count(
    `update tree_nodes n set path = $5 || substr(n.path, length($3) + 1),
       since = case when n.closed_on is null then $6::date else n.since end
     where ${below}`,
    values,
  );
}

export async function closeRow(tx: Tx, id: string, date: string): Promise<void> {
  await tx.count(
    'update tree_spans set valid_to = $3 where district_code = $1 and node_id = $2 and valid_to is null',
    [tx.scope.district, id, date],
  );
  await tx.count(
    'update tree_nodes set closed_on = $3, version = version + 1 where district_code = $1 and id = $2',
    [tx.scope.district, id, date],
  );
}

export async function insertSuccessors(
  tx: Tx,
  id: string,
  successors: readonly string[],
  date: string,
): Promise<void> {
  await tx.count(
    `insert into tree_successions (district_code, node_id, successor_id, effective_on)
     select $1, $2, unnest($3::uuid[]), $4`,
    [tx.scope.district, id, successors, date],
  );
}

export async function selectSuccessors(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    'select successor_id::text as id from tree_successions where district_code = $1 and node_id = $2 order by 1',
    [tx.scope.district, id],
  );
  return rows.map((row) => row.id);
}

/** Every ended node of a tree with what took its place. */
export function selectSuccessions(tx: Tx, tree: TreeName): Promise<{ id: string; successorId: string }[]> {
  return tx.rows<{ id: string; successorId: string }>(
    `select s.node_id::text as id, s.successor_id::text as "successorId" from tree_successions s
     join tree_nodes n on n.district_code = s.district_code and n.id = s.node_id
     where s.district_code = $1 and n.tree = $2 order by 1, 2`,
    [tx.scope.district, tree],
  );
}

export type StepRow = { nodeId: string; tree: TreeName; name: string };

export async function selectStep(tx: Tx, commandId: string): Promise<StepRow | undefined> {
  const [row] = await tx.rows<{ node_id: string; tree: TreeName; name: string }>(
    'select node_id::text, tree, name from tree_steps where district_code = $1 and command_id = $2 limit 1',
    [tx.scope.district, commandId],
  );
  return row && { nodeId: row.node_id, tree: row.tree, name: row.name };
}

export type Step = {
  commandId: string;
  nodeId: string;
  tree: TreeName;
  name: string;
  version: number;
  effectiveOn: string;
  at: number;
  detail: object;
};

export async function insertSteps(tx: Tx, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  await tx.count(
    `insert into tree_steps (district_code, command_id, node_id, tree, name, version, effective_on, at, account_id, detail)
     select $1, r."commandId", r."nodeId", r.tree, r.name, r.version, r."effectiveOn", to_timestamp(r.at / 1000.0), $3, r.detail
     from jsonb_to_recordset($2::jsonb) as r("commandId" uuid, "nodeId" uuid, tree text, name text, version int,
       "effectiveOn" date, at double precision, detail jsonb)`,
    [tx.scope.district, JSON.stringify(steps), tx.scope.account === '' ? null : tx.scope.account],
  );
}

export type HistoryStep = {
  name: string;
  version: number;
  effectiveOn: string;
  at: number;
  accountId: string | null;
  detail: object;
};

export async function selectSteps(tx: Tx, nodeId: string): Promise<HistoryStep[]> {
  return tx.rows<Row & HistoryStep>(
    `select name, version, effective_on::text as "effectiveOn", (extract(epoch from at) * 1000)::float8 as at,
       account_id::text as "accountId", detail
     from tree_steps where district_code = $1 and node_id = $2 order by version`,
    [tx.scope.district, nodeId],
  );
}
