// Effective-dated trees: one implementation for territory, Party organisations and units. Every change takes the tree's lock
// (changes of a territory are rare, and two moves at once could close a circle), is journalled, and is idempotent by its
// commandId. A node never disappears: it ends on a day, and listings of any earlier day still show it.
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { runPathHooks } from './hooks.ts';
import { isWithin, pathKeys, treeKey } from './paths.ts';
import {
  closeRow,
  type HistoryStep,
  insertNodes,
  insertSteps,
  insertSuccessors,
  lockTree,
  movePathsBelow,
  type NodeFilter,
  selectLongestPath,
  selectNewestBelow,
  selectNode,
  selectNodeAt,
  selectNodes,
  selectStep,
  selectSteps,
  selectSuccessions,
  selectSuccessors,
  writeSpan,
} from './store.ts';
import type { Attributes, NewNode, TreeChange, TreeCommand, TreeName, TreeNode } from './types.ts';
import './problems.ts';

const MAX_PATH = 200;

// ---------------------------------------------------------------------------------------------------------------- reading

/** The node now, or as it was on a day. Undefined when it does not exist (on that day). */
export async function findNode(tx: Tx, id: string, date?: string): Promise<TreeNode | undefined> {
  return date === undefined ? selectNode(tx, id) : selectNodeAt(tx, id, date);
}

/** The node now, or as it was on a day; throws `tree.node-not-found`. */
export async function getNode(tx: Tx, id: string, date?: string): Promise<TreeNode> {
  const node = await findNode(tx, id, date);
  if (!node) throw problem('tree.node-not-found');
  return node;
}

/** The open node of a tree with this code. */
export async function findByCode(
  tx: Tx,
  tree: TreeName,
  code: string,
  date?: string,
): Promise<TreeNode | undefined> {
  return (await selectNodes(tx, tree, { codes: [code], limit: 1 }, date))[0];
}

/** Nodes that match a filter, now or on a day, ordered by code then name. */
export async function listNodes(
  tx: Tx,
  tree: TreeName,
  filter: NodeFilter = {},
  date?: string,
): Promise<TreeNode[]> {
  return selectNodes(tx, tree, filter, date);
}

/** The node at a path and everything below it. */
export async function subtree(tx: Tx, tree: TreeName, path: string, date?: string): Promise<TreeNode[]> {
  return selectNodes(tx, tree, { within: path }, date);
}

/** The nodes along a path, root first. */
export async function chain(tx: Tx, tree: TreeName, path: string, date?: string): Promise<TreeNode[]> {
  const keys = pathKeys(path);
  const nodes = await selectNodes(tx, tree, { keys, closed: true }, date);
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  return keys.map((key) => byKey.get(key)).filter((node): node is TreeNode => node !== undefined);
}

/** What took the place of a closed node. */
export async function successors(tx: Tx, id: string): Promise<string[]> {
  return selectSuccessors(tx, id);
}

/** What took the place of each ended node of a tree. */
export async function successions(tx: Tx, tree: TreeName): Promise<ReadonlyMap<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { id, successorId } of await selectSuccessions(tx, tree))
    found.set(id, [...(found.get(id) ?? []), successorId]);
  return found;
}

/** The journal of a node, oldest first. */
export async function history(tx: Tx, id: string): Promise<HistoryStep[]> {
  return selectSteps(tx, id);
}

// --------------------------------------------------------------------------------------------------------------- commands

/** Adds a node. Its id is the caller's (so a retry names the same node); its key is the next of the tree. */
export async function createNode(tx: Tx, command: TreeCommand, input: NewNode): Promise<TreeChange> {
  const first = await lockTree(tx, input.tree, 1);
  const done = await findDone(tx, command, 'create', input.id);
  if (done) return done;
  const date = effectiveDate(command);
  const parent = await openParent(tx, input.tree, input.parentId, date);
  const name = checkName(input.name);
  await refuseTwins(tx, { ...input, name });
  if (input.code) await refuseSameCode(tx, input.tree, input.code, input.id);
  const node = assemble({ ...input, name }, parent?.path ?? '', treeKey(first), date);
  if (node.path.length > MAX_PATH) throw problem('tree.too-deep', { name: parent?.name ?? '' });
  await insertNodes(tx, [node]);
  await journal(tx, command, 'create', node, date, { after: state(node) });
  return { outcome: 'accepted', node };
}

/** Adds many nodes at once, parents before children, all from one day: for imports. Parents may be in the list or already in
 * the tree. Codes must be free. O(nodes), a handful of statements; one journal row per node. */
export async function createNodes(
  tx: Tx,
  command: TreeCommand,
  tree: TreeName,
  inputs: readonly Omit<NewNode, 'tree'>[],
): Promise<TreeNode[]> {
  let sequence = await lockTree(tx, tree, inputs.length);
  const date = effectiveDate(command);
  const outside = new Set(inputs.map((input) => input.parentId).filter((id): id is string => id !== null));
  for (const input of inputs) outside.delete(input.id);
  const paths = new Map<string, string>();
  for (const id of outside) {
    const parent = await openParent(tx, tree, id, date);
    paths.set(id, (parent as TreeNode).path);
  }
  const nodes: TreeNode[] = [];
  for (const input of inputs) {
    const above = input.parentId === null ? '' : paths.get(input.parentId);
    if (above === undefined) throw new Error('createNodes: a parent comes after its child');
    const node = assemble({ ...input, tree, name: checkName(input.name) }, above, treeKey(sequence++), date);
    if (node.path.length > MAX_PATH) throw problem('tree.too-deep', { name: node.name });
    paths.set(node.id, node.path);
    nodes.push(node);
  }
  const codes = nodes.map((node) => node.code).filter((code): code is string => code !== null);
  if (codes.length > 0) {
    const [taken] = await selectNodes(tx, tree, { codes, limit: 1 });
    if (taken) throw problem('tree.code-taken', { code: taken.code, name: taken.name });
  }
  for (let start = 0; start < nodes.length; start += 2000) {
    const slice = nodes.slice(start, start + 2000);
    await insertNodes(tx, slice);
    await insertSteps(
      tx,
      slice.map((node) => ({
        commandId: command.commandId,
        nodeId: node.id,
        tree,
        name: 'create',
        version: node.version,
        effectiveOn: date,
        at: command.at,
        detail: { after: state(node) },
      })),
    );
  }
  return nodes;
}

/** Gives the node another name from a day on. */
export async function renameNode(
  tx: Tx,
  command: TreeCommand,
  id: string,
  newName: string,
): Promise<TreeChange> {
  return revise(tx, command, 'rename', id, async (node) => {
    const name = checkName(newName);
    if (name !== node.name) await refuseTwins(tx, { ...node, name });
    return { ...node, name };
  });
}

/** Gives the node another code (or none) from a day on. */
export async function recodeNode(
  tx: Tx,
  command: TreeCommand,
  id: string,
  code: string | null,
): Promise<TreeChange> {
  return revise(tx, command, 'recode', id, async (node) => {
    if (code !== null) await refuseSameCode(tx, node.tree, code, id);
    return { ...node, code };
  });
}

/** Changes level and attributes from a day on. A null attribute is removed; the others stay. */
export async function describeNode(
  tx: Tx,
  command: TreeCommand,
  id: string,
  change: { level?: string | undefined; attributes?: Attributes | undefined },
): Promise<TreeChange> {
  return revise(tx, command, 'describe', id, async (node) => {
    const attributes = Object.fromEntries(
      Object.entries({ ...node.attributes, ...change.attributes }).filter(
        ([, value]) => value !== null && value !== undefined,
      ),
    );
    return { ...node, level: change.level ?? node.level, attributes };
  });
}

/** Hangs the node, with everything below it, under another parent (null: makes it a root). Refuses circles. Whoever keeps
 * copies of paths rewrites them in this transaction (`onPathChanged`). O(size of the subtree). */
export async function moveNode(
  tx: Tx,
  command: TreeCommand,
  id: string,
  parentId: string | null,
): Promise<TreeChange> {
  const before = await getNode(tx, id);
  await lockTree(tx, before.tree);
  const done = await findDone(tx, command, 'move', id);
  if (done) return done;
  const { node, date } = await openNode(tx, command, id);
  const parent = await openParent(tx, node.tree, parentId, date);
  if (parent && isWithin(parent.path, node.path)) {
    throw problem('tree.cycle', { name: node.name, parent: parent.name });
  }
  const newest = await selectNewestBelow(tx, node.tree, node.path);
  if (newest && newest.since > date) {
    throw problem('tree.date-before-last-change', { name: newest.name, since: newest.since, date });
  }
  const path = `${parent?.path ?? ''}${node.key}/`;
  const longest = await selectLongestPath(tx, node.tree, node.path);
  if (longest - node.path.length + path.length > MAX_PATH)
    throw problem('tree.too-deep', { name: node.name });
  if (parentId !== node.parentId) await refuseTwins(tx, { ...node, parentId });
  const moved: TreeNode = { ...node, parentId, path, since: date, version: node.version + 1 };
  if (path !== node.path) await movePathsBelow(tx, node.tree, node.path, path, date);
  await writeSpan(tx, moved, date, node.since);
  await journal(tx, command, 'move', moved, date, { before: state(node), after: state(moved) });
  if (path !== node.path) {
    await runPathHooks(tx, { tree: node.tree, nodeId: id, oldPath: node.path, newPath: path });
  }
  return { outcome: 'accepted', node: moved };
}

/** Ends the node on a day (the first on which it no longer exists). What took its place is recorded when given. */
export async function closeNode(
  tx: Tx,
  command: TreeCommand,
  id: string,
  replacedBy: readonly string[] = [],
): Promise<TreeChange> {
  const before = await getNode(tx, id);
  await lockTree(tx, before.tree);
  const done = await findDone(tx, command, 'close', id);
  if (done) return done;
  const { node, date } = await openNode(tx, command, id);
  const open = await selectNodes(tx, node.tree, { parentId: id });
  if (open.length > 0) {
    const examples = open.slice(0, 3).map((child) => child.name);
    throw problem('tree.has-children', { name: node.name, count: open.length, examples });
  }
  for (const successor of replacedBy) {
    const found = await getNode(tx, successor);
    if (found.tree !== node.tree || found.id === id)
      throw problem('tree.parent-in-other-tree', { name: found.name });
  }
  await closeRow(tx, id, date);
  if (replacedBy.length > 0) await insertSuccessors(tx, id, [...new Set(replacedBy)], date);
  const closed: TreeNode = { ...node, closedOn: date, version: node.version + 1 };
  await journal(tx, command, 'close', closed, date, { before: state(node), replacedBy });
  return { outcome: 'accepted', node: closed };
}

// ---------------------------------------------------------------------------------------------------------------- the parts

async function revise(
  tx: Tx,
  command: TreeCommand,
  name: string,
  id: string,
  change: (node: TreeNode) => Promise<TreeNode>,
): Promise<TreeChange> {
  const before = await getNode(tx, id);
  await lockTree(tx, before.tree);
  const done = await findDone(tx, command, name, id);
  if (done) return done;
  const { node, date } = await openNode(tx, command, id);
  const next = { ...(await change(node)), since: date, version: node.version + 1 };
  await writeSpan(tx, next, date, node.since);
  await journal(tx, command, name, next, date, { before: state(node), after: state(next) });
  return { outcome: 'accepted', node: next };
}

/** A command that was already carried out gives the node as it is now; one whose id was used for something else is refused. */
async function findDone(
  tx: Tx,
  command: TreeCommand,
  name: string,
  id: string,
): Promise<TreeChange | undefined> {
  const step = await selectStep(tx, command.commandId);
  if (!step) return undefined;
  if (step.nodeId !== id || step.name !== name) throw problem('tree.command-reused');
  return { outcome: 'merged', node: await getNode(tx, id) };
}

/** The open node, locked, when the command's version and date fit it. For commands of this engine. */
export async function openNode(
  tx: Tx,
  command: TreeCommand,
  id: string,
): Promise<{ node: TreeNode; date: string }> {
  const node = await selectNode(tx, id, true);
  if (!node) throw problem('tree.node-not-found');
  if (node.closedOn !== null) throw problem('tree.node-closed', { name: node.name, closedOn: node.closedOn });
  if (command.baseVersion !== undefined && command.baseVersion !== node.version) {
    throw problem('tree.version-conflict', {
      name: node.name,
      current: node.version,
      base: command.baseVersion,
    });
  }
  const date = effectiveDate(command);
  if (date < node.since) {
    throw problem('tree.date-before-last-change', { name: node.name, since: node.since, date });
  }
  return { node, date };
}

async function openParent(
  tx: Tx,
  tree: TreeName,
  parentId: string | null,
  date: string,
): Promise<TreeNode | undefined> {
  if (parentId === null) return undefined;
  const parent = await getNode(tx, parentId);
  if (parent.tree !== tree) throw problem('tree.parent-in-other-tree', { name: parent.name });
  if (parent.closedOn !== null)
    throw problem('tree.parent-closed', { name: parent.name, closedOn: parent.closedOn });
  // A child cannot be older than the place its parent has now: a listing in between would show it under a path that was not.
  if (date < parent.since) {
    throw problem('tree.date-before-last-change', { name: parent.name, since: parent.since, date });
  }
  return parent;
}

function assemble(input: NewNode, above: string, key: string, date: string): TreeNode {
  return {
    id: input.id,
    tree: input.tree,
    key,
    version: 1,
    parentId: input.parentId,
    name: input.name,
    level: input.level,
    code: input.code ?? null,
    path: `${above}${key}/`,
    attributes: input.attributes ?? {},
    since: date,
    until: null,
    openedOn: date,
    closedOn: null,
  };
}

/** The day from which a change holds. Future days are refused: the current row must be true today. */
export function effectiveDate(command: TreeCommand): string {
  const today = civilDate(command.at);
  const date = command.effectiveOn ?? today;
  if (!isCivilDate(date)) throw problem('tree.date-impossible', { date });
  if (date > today) throw problem('tree.date-in-future', { date, today });
  return date;
}

/** Is this an existing day between 1900 and 2199, written YYYY-MM-DD? */
export function isCivilDate(date: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(date)) return false;
  const parsed = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(date);
}

function checkName(raw: string): string {
  const name = raw.trim();
  if (name === '' || [...name].length > 120 || /\p{Cc}/u.test(name)) throw problem('tree.name-empty');
  return name;
}

async function refuseTwins(
  tx: Tx,
  node: { id: string; tree: TreeName; parentId: string | null; name: string; level: string },
): Promise<void> {
  const twins = await selectNodes(tx, node.tree, {
    parentId: node.parentId,
    names: [node.name],
    levels: [node.level],
  });
  if (twins.some((twin) => twin.id !== node.id)) throw problem('tree.name-taken', { name: node.name });
}

async function refuseSameCode(tx: Tx, tree: TreeName, code: string, id: string): Promise<void> {
  const owner = await findByCode(tx, tree, code);
  if (owner && owner.id !== id) throw problem('tree.code-taken', { code, name: owner.name });
}

function state(node: TreeNode): object {
  const { parentId, name, level, code, path, attributes } = node;
  return { parentId, name, level, code, path, attributes };
}

/** Adds one row to the journal. For commands of this engine. */
export async function journal(
  tx: Tx,
  command: TreeCommand,
  name: string,
  node: TreeNode,
  effectiveOn: string,
  detail: object,
): Promise<void> {
  const { commandId, at } = command;
  await insertSteps(tx, [
    { commandId, nodeId: node.id, tree: node.tree, name, version: node.version, effectiveOn, at, detail },
  ]);
}
