// Commands on the three trees: who may, what a level allows, and the ties that go with a node.

import { setBoundary } from '../../engines/tree/boundaries.ts';
import {
  closeNode,
  createNode,
  describeNode,
  findNode,
  getNode,
  listNodes,
  moveNode,
  recodeNode,
  renameNode,
} from '../../engines/tree/tree.ts';
import type { TreeChange, TreeCommand, TreeName, TreeNode } from '../../engines/tree/types.ts';
import { areaCodeLevel } from '../../kernel/area-code.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { type AuditWho, audit } from '../../platform/audit/audit.ts';
import type { Tx } from '../../platform/db/db.ts';
import { requireOrg } from './actors.ts';
import type { ListBuildings } from './buildings.ts';
import { countedToken, fillCodeTemplate } from './codes.ts';
import type { AreaCommand, NodeCommand } from './contract.ts';
import { deleteBuildingTie, insertBuildingTie } from './link-store.ts';
import { selectPosts } from './post-store.ts';
import { communityTypes, GROUP_KIND, type Level } from './presets.ts';
import {
  type BindingKind,
  endBinding,
  endBindingsOf,
  findLocalCode,
  insertBinding,
  insertStep,
  isAreaTie,
  putTerm,
  selectBindings,
  selectLevels,
} from './store.ts';
import './problems.ts';

/** Who acts, with the clock and the ids: a request's `Ctx`, or the command line's own. */
export type Who = AuditWho;

type Place = { path: string; name: string };

function treeCommand(
  who: Who,
  body: { commandId: string; baseVersion?: number | undefined; effectiveOn?: string | undefined },
): TreeCommand {
  return {
    commandId: body.commandId,
    at: who.now(),
    baseVersion: body.baseVersion,
    effectiveOn: body.effectiveOn,
  };
}

/** The whole district, for what hangs nowhere in particular. */
export async function wholeDistrict(tx: Tx): Promise<Place[]> {
  const [root] = await listNodes(tx, 'area', { parentId: null, limit: 1 });
  return [root ? { path: root.path, name: root.name } : { path: '', name: tx.scope.district }];
}

async function getIn(tx: Tx, tree: TreeName, id: string): Promise<TreeNode> {
  const node = await getNode(tx, id);
  if (node.tree !== tree) throw problem('tree.node-not-found');
  return node;
}

// ------------------------------------------------------------------------------------------------------------------- areas

/** Runs one command on the territory. */
export async function runAreaCommand(tx: Tx, who: Who, body: AreaCommand): Promise<TreeChange> {
  const levels = await selectLevels(tx, 'area');
  const command = treeCommand(who, body);
  if (body.name === 'create') return createArea(tx, who, command, body, levels);
  const node = await getIn(tx, 'area', body.id);
  requireOrg(who.actor, [node]);
  const change = await changeArea(tx, who, command, body, node, levels);
  if (change.outcome === 'accepted') await auditNode(tx, who, `area.${body.name}`, node, change.node);
  return change;
}

async function changeArea(
  tx: Tx,
  who: Who,
  command: TreeCommand,
  body: Exclude<AreaCommand, { name: 'create' }>,
  node: TreeNode,
  levels: readonly Level[],
): Promise<TreeChange> {
  switch (body.name) {
    case 'rename':
      return renameNode(tx, command, node.id, body.form.name);
    case 'recode':
      checkCode(body.form.code);
      return recodeNode(tx, command, node.id, body.form.code);
    case 'recode-local': {
      const { localCode } = body.form;
      if (localCode) await refuseLocalCode(tx, localCode, node.id);
      return describeNode(tx, command, node.id, { attributes: { localCode: localCode || null } });
    }
    case 'move': {
      const parent = body.form.parentId === null ? undefined : await getIn(tx, 'area', body.form.parentId);
      requireOrg(who.actor, parent ? [parent] : [{ path: '', name: node.name }]);
      checkOrder(levels, node.level, parent);
      return moveNode(tx, command, node.id, parent?.id ?? null);
    }
    case 'set-profile':
      checkType(body.form.communityType);
      return describeNode(tx, command, node.id, { attributes: given(body.form) });
    case 'set-boundary':
      return setBoundary(tx, command, node.id, body.form.geometry ?? null);
    case 'close': {
      const posts = await selectPosts(tx, civilDate(who.now()), { areaId: node.id, limit: 4 });
      if (posts.length > 0 && node.closedOn === null) {
        throw problem('org.area-has-posts', { name: node.name, posts: posts.map((post) => post.title) });
      }
      const change = await closeNode(tx, command, node.id, body.form.replacedBy ?? []);
      if (change.outcome === 'accepted') await endBindingsOf(tx, node.id, change.node.closedOn as string);
      return change;
    }
  }
}

async function createArea(
  tx: Tx,
  who: Who,
  command: TreeCommand,
  body: Extract<AreaCommand, { name: 'create' }>,
  levels: readonly Level[],
): Promise<TreeChange> {
  const { parentId, name, level, code, localCode, ...profile } = body.form;
  const parent = parentId === null ? undefined : await getIn(tx, 'area', parentId);
  // Only the installation itself (the import) founds a territory.
  requireOrg(who.actor, parent ? [parent] : [{ path: '', name }]);
  const definition = checkOrder(levels, level, parent);
  checkCode(code ?? null);
  checkType(profile.communityType);
  const id = body.id ?? body.commandId;
  const known = await findNode(tx, id);
  const local = known ? undefined : await chooseLocalCode(tx, localCode, definition, parent);
  const change = await createNode(tx, command, {
    id,
    tree: 'area',
    parentId,
    name,
    level,
    code: code ?? null,
    attributes: { ...given(profile), ...local },
  });
  if (change.outcome === 'accepted') await auditNode(tx, who, 'area.create', undefined, change.node);
  return change;
}

/** The given local code, or the next one by the level's template: the digits above and the number among the siblings. */
export async function chooseLocalCode(
  tx: Tx,
  wanted: string | null | undefined,
  level: Level,
  parent: TreeNode | undefined,
): Promise<Record<string, unknown>> {
  if (wanted) {
    await refuseLocalCode(tx, wanted, '');
    return { localCode: wanted };
  }
  const template = level.settings.codeTemplate;
  const token = template && countedToken(template);
  if (!template || !token || !parent) return {};
  const numbers: Record<string, number> = {};
  let code = '';
  for (let above: TreeNode | undefined = parent; above; ) {
    const own = above.attributes.number as { token: string; value: number } | undefined;
    if (own) numbers[own.token] ??= own.value;
    if (above.code && above.code.length > code.length) code = above.code;
    above = above.parentId === null ? undefined : await getNode(tx, above.parentId);
  }
  const siblings = await listNodes(tx, 'area', { within: parent.path, levels: [level.code], closed: true });
  const used = siblings.map((one) => (one.attributes.number as { value?: number } | undefined)?.value ?? 0);
  const codes = new Set(siblings.map((one) => one.attributes.localCode));
  let value = Math.max(0, ...used) + 1;
  let filled = fillCodeTemplate(template, { code, numbers: { ...numbers, [token]: value } });
  // Codes that were given by hand or came with an import carry no number.
  while (filled.ok && codes.has(filled.code)) {
    value += 1;
    filled = fillCodeTemplate(template, { code, numbers: { ...numbers, [token]: value } });
  }
  // A place without statistical codes above still gets its number; the code can be given later.
  if (!filled.ok) return { number: { token, value } };
  await refuseLocalCode(tx, filled.code, '');
  return { number: { token, value }, localCode: filled.code };
}

async function refuseLocalCode(tx: Tx, localCode: string, id: string): Promise<void> {
  const owner = await findLocalCode(tx, localCode);
  if (owner && owner.id !== id) throw problem('org.local-code-taken', { code: localCode, name: owner.name });
}

function checkCode(code: string | null): void {
  if (code !== null && areaCodeLevel(code) === undefined)
    throw problem('org.area-code-malformed', { code, near: [] });
}

function checkType(type: string | null | undefined): void {
  if (type && !communityTypes.some((one) => one.code === type))
    throw problem('org.level-unknown', { level: type });
}

export function checkOrder(levels: readonly Level[], code: string, parent: TreeNode | undefined): Level {
  const level = levels.find((one) => one.code === code);
  if (!level) throw problem('org.level-unknown', { level: code });
  const above = levels.find((one) => one.code === parent?.level);
  if (parent && above && above.rank >= level.rank) {
    throw problem('org.level-order', { level: level.labels['zh-CN'], parent: parent.name });
  }
  return level;
}

/** Only the keys that were sent; null removes. */
function given(form: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined));
}

// ----------------------------------------------------------------------------------------- units and Party organisations

const BINDING: Record<'party' | 'unit', BindingKind> = { party: 'branch', unit: 'jurisdiction' };

/** The areas a unit or Party organisation belongs to: who manages them manages it. */
export async function placesOf(tx: Tx, who: Who, node: TreeNode): Promise<Place[]> {
  const bindings = await selectBindings(tx, civilDate(who.now()), { fromIds: [node.id] });
  const places = bindings
    .filter((binding) => isAreaTie(binding.kind))
    .map((binding) => ({ path: binding.toPath, name: binding.toName }));
  return places.length > 0 ? places : wholeDistrict(tx);
}

/** Runs one command on the tree of units or of Party organisations. */
export async function runNodeCommand(
  tx: Tx,
  who: Who,
  tree: 'party' | 'unit',
  body: NodeCommand,
  buildings?: ListBuildings,
): Promise<TreeChange> {
  const command = treeCommand(who, body);
  if (body.name === 'create') return createOrgNode(tx, who, tree, command, body);
  const node = await getIn(tx, tree, body.id);
  requireOrg(who.actor, await placesOf(tx, who, node));
  const change = await changeOrgNode(tx, who, tree, command, body, node, buildings);
  if (change.outcome === 'accepted') await auditNode(tx, who, `${tree}.${body.name}`, node, change.node);
  return change;
}

async function createOrgNode(
  tx: Tx,
  who: Who,
  tree: 'party' | 'unit',
  command: TreeCommand,
  body: Extract<NodeCommand, { name: 'create' }>,
): Promise<TreeChange> {
  const { parentId, name, level, areaIds = [], phone, hours } = body.form;
  const levels = await selectLevels(tx, tree);
  const parent = parentId === null ? undefined : await getIn(tx, tree, parentId);
  if (!levels.some((one) => one.code === level)) throw problem('org.level-unknown', { level });
  if (tree === 'party') checkOrder(levels, level, parent);
  const areas: TreeNode[] = [];
  for (const areaId of new Set(areaIds)) areas.push(await openArea(tx, areaId));
  requireOrg(who.actor, areas.length > 0 ? areas : await wholeDistrict(tx));
  const id = body.id ?? body.commandId;
  const change = await createNode(tx, command, {
    id,
    tree,
    parentId,
    name,
    level,
    attributes: given({ phone: phone ?? undefined, hours: hours ?? undefined }),
  });
  if (change.outcome === 'merged') return change;
  for (const area of areas) {
    await insertBinding(tx, {
      id: who.platform.ids.next(),
      kind: BINDING[tree],
      fromId: id,
      toId: area.id,
      validFrom: change.node.openedOn,
    });
  }
  await auditNode(tx, who, `${tree}.create`, undefined, change.node);
  return change;
}

async function changeOrgNode(
  tx: Tx,
  who: Who,
  tree: 'party' | 'unit',
  command: TreeCommand,
  body: Exclude<NodeCommand, { name: 'create' }>,
  node: TreeNode,
  buildings: ListBuildings | undefined,
): Promise<TreeChange> {
  const today = civilDate(who.now());
  const date = body.effectiveOn ?? today;
  switch (body.name) {
    case 'rename':
      return renameNode(tx, command, node.id, body.form.name);
    case 'move': {
      const parent = body.form.parentId === null ? undefined : await getIn(tx, tree, body.form.parentId);
      if (tree === 'party') checkOrder(await selectLevels(tx, tree), node.level, parent);
      return moveNode(tx, command, node.id, parent?.id ?? null);
    }
    case 'describe': {
      const { level, ...attributes } = body.form;
      if (level && !(await selectLevels(tx, tree)).some((one) => one.code === level)) {
        throw problem('org.level-unknown', { level });
      }
      return describeNode(tx, command, node.id, { level, attributes: given(attributes) });
    }
    case 'bind-area': {
      const area = await openArea(tx, body.form.areaId);
      requireOrg(who.actor, [area]);
      return tie(tx, who, body, node, () =>
        insertBinding(tx, {
          id: who.platform.ids.next(),
          kind: BINDING[tree],
          fromId: node.id,
          toId: area.id,
          validFrom: date,
        }),
      );
    }
    case 'unbind-area': {
      const { areaId } = body.form;
      return tie(tx, who, body, node, async () => {
        if (await endBinding(tx, BINDING[tree], node.id, areaId, date)) return true;
        throw problem('org.binding-not-found', { name: node.name });
      });
    }
    case 'set-industry-parent': {
      const parent = await getNode(tx, body.form.parentId);
      if (parent.tree === 'area' || parent.id === node.id || parent.closedOn !== null) {
        throw problem('org.binding-wrong', { name: parent.name });
      }
      return tie(tx, who, body, node, () =>
        insertBinding(tx, {
          id: who.platform.ids.next(),
          kind: 'industry',
          fromId: node.id,
          toId: parent.id,
          validFrom: date,
        }),
      );
    }
    case 'clear-industry-parent': {
      const { parentId } = body.form;
      return tie(tx, who, body, node, async () => {
        if (await endBinding(tx, 'industry', node.id, parentId, date)) return true;
        throw problem('org.binding-not-found', { name: node.name });
      });
    }
    case 'link-entity': {
      const entity = await getIn(tx, 'unit', body.form.unitId);
      const level = (await selectLevels(tx, 'unit')).find((one) => one.code === entity.level);
      if (!level?.settings.economic || entity.closedOn !== null)
        throw problem('org.entity-wrong', { name: entity.name });
      return tie(tx, who, body, node, () =>
        insertBinding(tx, {
          id: who.platform.ids.next(),
          kind: 'entity',
          fromId: node.id,
          toId: entity.id,
          validFrom: date,
        }),
      );
    }
    case 'unlink-entity': {
      const { unitId } = body.form;
      return tie(tx, who, body, node, async () => {
        if (await endBinding(tx, 'entity', node.id, unitId, date)) return true;
        throw problem('org.binding-not-found', { name: node.name });
      });
    }
    case 'tie-building': {
      const { buildingId } = body.form;
      const known = await buildings?.(tx);
      if (!known?.some((one) => one.id === buildingId)) {
        throw problem('org.building-unknown', {}, [{ path: 'form/buildingId', code: 'invalid' }]);
      }
      return tie(tx, who, body, node, () => insertBuildingTie(tx, node.id, buildingId, date));
    }
    case 'untie-building': {
      const { buildingId } = body.form;
      return tie(tx, who, body, node, async () => {
        if (await deleteBuildingTie(tx, node.id, buildingId)) return true;
        throw problem('org.binding-not-found', { name: node.name });
      });
    }
    case 'record-activity': {
      const { on } = body.form;
      if (node.level !== GROUP_KIND) throw problem('org.not-a-group', { name: node.name });
      if (on > today) throw problem('tree.date-in-future', { date: on, today });
      return describeNode(tx, command, node.id, { attributes: { lastActivityOn: on } });
    }
    case 'set-term': {
      const { startedOn, endsOn } = body.form;
      if (endsOn <= startedOn) throw problem('org.term-impossible', { startedOn, endsOn });
      return tie(tx, who, body, node, async () => {
        await putTerm(tx, { id: who.platform.ids.next(), nodeId: node.id, startedOn, endsOn });
        return true;
      });
    }
    case 'close': {
      const posts = await selectPosts(tx, today, { unitId: node.id, limit: 4 });
      if (posts.length > 0 && node.closedOn === null) {
        throw problem('org.unit-has-posts', { name: node.name, posts: posts.map((post) => post.title) });
      }
      const change = await closeNode(tx, command, node.id, body.form.replacedBy ?? []);
      if (change.outcome === 'accepted') await endBindingsOf(tx, node.id, change.node.closedOn as string);
      return change;
    }
  }
}

/** A change beside the tree: journalled in org_steps, the node itself stays as it is. */
async function tie(
  tx: Tx,
  who: Who,
  body: { commandId: string; name: string; effectiveOn?: string | undefined; form: object },
  node: TreeNode,
  work: () => Promise<boolean>,
): Promise<TreeChange> {
  if (node.closedOn !== null) throw problem('tree.node-closed', { name: node.name, closedOn: node.closedOn });
  const today = civilDate(who.now());
  if (body.effectiveOn !== undefined && body.effectiveOn > today) {
    throw problem('tree.date-in-future', { date: body.effectiveOn, today });
  }
  const step = await insertStep(tx, {
    commandId: body.commandId,
    subjectId: node.id,
    subjectKind: node.tree,
    name: body.name,
    at: who.now(),
    detail: body.form,
  });
  if (step === 'reused') throw problem('tree.command-reused');
  if (step === 'done') return { outcome: 'merged', node };
  const changed = await work();
  return { outcome: changed ? 'accepted' : 'merged', node };
}

async function openArea(tx: Tx, id: string): Promise<TreeNode> {
  const area = await getIn(tx, 'area', id);
  if (area.closedOn !== null) throw problem('tree.node-closed', { name: area.name, closedOn: area.closedOn });
  return area;
}

async function auditNode(
  tx: Tx,
  who: Who,
  action: string,
  before: TreeNode | undefined,
  after: TreeNode,
): Promise<void> {
  await audit(tx, who, {
    action: `org.${action}`,
    object: { type: after.tree, id: after.id },
    ...(before ? { before: { ...before } } : {}),
    after: { ...after },
  });
}
