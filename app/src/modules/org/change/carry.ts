// Carries a change out: nodes, posts, ties, open work and the map, all in one transaction. What it does was worked out in `resolve.ts`.
import {
  clocksAfter,
  type Home,
  listNaming,
  rehomeCases,
  rehomeEscalations,
} from '../../../engines/case/rehome.ts';
import { setBoundary } from '../../../engines/tree/boundaries.ts';
import { listBoundaries } from '../../../engines/tree/boundary-store.ts';
import { runReplacementHooks } from '../../../engines/tree/hooks.ts';
import { lockTree } from '../../../engines/tree/store.ts';
import {
  closeNode,
  createNode,
  describeNode,
  getNode,
  moveNode,
  recodeNode,
  renameNode,
} from '../../../engines/tree/tree.ts';
import type { TreeCommand } from '../../../engines/tree/types.ts';
import { problem } from '../../../kernel/problem.ts';
import { audit } from '../../../platform/audit/audit.ts';
import type { Tx } from '../../../platform/db/db.ts';
import { moveBuildingTies } from '../link-store.ts';
import { chooseLocalCode, type Who } from '../nodes.ts';
import {
  endBindingsOf,
  insertBinding,
  insertStep,
  isAreaTie,
  selectBindings,
  selectLevels,
} from '../store.ts';
import { type ChangeResult, movePosts } from './change-store.ts';
import type { ChangePlan } from './contract.ts';
import { type MapPort, resolve, type Work } from './resolve.ts';

const MOST_NAMED = 5;

/** What cases remember of units, with others in the place of those that end: the cases module knows where. */
export type FactsAfter = (facts: Home['facts'], swap: (unit: string) => string) => Home['facts'];

/** Refuses what would leave a building without an area, or in two. */
export function refuseGaps(work: Work): void {
  const refuse = (code: string, places: Work['gaps']) => {
    throw problem(code, {
      count: places.length,
      examples: places.slice(0, MOST_NAMED).map((place) => place.name ?? `${place.lng}, ${place.lat}`),
    });
  };
  if (work.gaps.length > 0) refuse('org.change-gap', work.gaps);
  if (work.twice.length > 0) refuse('org.change-overlap', work.twice);
}

export type Carried = { work: Work; result: ChangeResult };

/** Works a plan out as things are now and does it, from `date` on. Throws a problem, and then nothing may be kept. */
export async function carryOut(
  tx: Tx,
  who: Who,
  plan: ChangePlan,
  given: { changeId: string; date: string; label: string; map: MapPort; factsAfter: FactsAfter },
): Promise<Carried> {
  const { ids } = who.platform;
  await lockTree(tx, plan.tree);
  const work = await resolve(tx, plan, { ids, date: given.date, map: given.map });
  refuseGaps(work);
  const before = await remember(tx, work, given.date);
  const command = (): TreeCommand => ({ commandId: ids.next(), at: who.now(), effectiveOn: given.date });
  const { tree } = plan;

  const levels = await selectLevels(tx, tree);
  for (const node of work.creates) {
    const level = levels.find((one) => one.code === node.level);
    const parent = node.parentId === null ? undefined : await getNode(tx, node.parentId);
    const local = tree === 'area' && level ? await chooseLocalCode(tx, undefined, level, parent) : {};
    const attributes = { ...local, ...(node.households === null ? {} : { households: node.households }) };
    const { id, name, parentId } = node;
    await createNode(tx, command(), { id, tree, parentId, name, level: node.level, attributes });
    if (node.geometry) await setBoundary(tx, command(), id, node.geometry);
  }
  for (const move of work.moves) await moveNode(tx, command(), move.id, move.parentId);
  await movePosts(
    tx,
    tree === 'area' ? 'area_id' : 'unit_id',
    work.posts.map(({ post, to }) => ({ id: post.id, to: to.id })),
  );
  for (const { post, from, to } of work.posts) {
    await insertStep(tx, {
      commandId: ids.next(),
      subjectId: post.id,
      subjectKind: 'post',
      name: 'follow-change',
      at: who.now(),
      detail: { change: given.changeId, from: from.id, to: to.id },
    });
  }
  for (const { kind, fromId, toId } of work.ties)
    await insertBinding(tx, { id: ids.next(), kind, fromId, toId, validFrom: given.date });
  await moveWork(tx, who, work, given);
  await given.map.move(
    tx,
    work.map.map(({ place, to }) => ({ id: place.id, table: place.table, areaId: to?.id ?? null })),
  );
  for (const { id, geometry, households } of work.outlines) {
    await setBoundary(tx, command(), id, geometry);
    if (households !== undefined) await describeNode(tx, command(), id, { attributes: { households } });
  }
  for (const { id, replacedBy } of work.closes) {
    await closeNode(tx, command(), id, replacedBy);
    await endBindingsOf(tx, id, given.date);
    if (tree !== 'area') await moveBuildingTies(tx, id, replacedBy[0] as string);
  }
  for (const { id, name } of work.renames) await renameNode(tx, command(), id, name);
  // Only now: a code that comes back was that of a node which ends here.
  for (const { id, code } of work.creates) if (code !== null) await recodeNode(tx, command(), id, code);
  await runReplacementHooks(tx, {
    tree,
    from: [...new Set([...work.nodes, ...work.cases.map(({ from }) => from)].map((node) => node.id))],
    ended: work.closes.map(({ id, replacedBy }) => ({ id, to: replacedBy[0] as string })),
    posts: work.posts.map(({ post, to }) => ({ id: post.id, to: to.id })),
  });
  for (const node of work.nodes) {
    await audit(tx, who, {
      action: `org.change-${plan.kind}`,
      object: { type: tree, id: node.id },
      before: { ...node },
      after: { ...(await getNode(tx, node.id)) },
    });
  }
  return {
    work,
    result: {
      created: work.creates.map(({ id, name }) => ({ id, name })),
      before,
      posts: work.posts.map(({ post, from }) => ({ id: post.id, from: from.id })),
      counts: {
        cases: work.cases.length,
        places: work.map.length,
        posts: work.posts.length,
        children: work.moves.length,
      },
    },
  };
}

/** Open cases go to their new area or unit, each with a step; escalations that wait for a level which ends wait for the next one. */
async function moveWork(
  tx: Tx,
  who: Who,
  work: Work,
  given: { changeId: string; label: string; factsAfter: FactsAfter },
): Promise<void> {
  const cause = {
    nextId: () => who.platform.ids.next(),
    at: who.now(),
    label: given.label,
    changeId: given.changeId,
  };
  const paths = new Map<string, string>();
  for (const id of new Set(work.cases.map((one) => one.to.id))) paths.set(id, (await getNode(tx, id)).path);
  const ended = new Map(
    work.plan.tree === 'unit' ? work.closes.map((node) => [node.id, node.replacedBy[0] as string]) : [],
  );
  await rehomeCases(
    tx,
    work.cases.map(({ home, from, to }) => {
      const words = `${from.name} → ${to.name}`;
      if (work.plan.tree === 'area')
        return { home, to: { areaId: to.id, areaPath: paths.get(to.id) as string }, words };
      // Of a unit that goes on only its own work moves; of one that ends everything does.
      const moved = (unit: string | null) => (unit !== null && ended.has(unit) ? to.id : unit);
      const ownerUnit = home.ownerUnit === from.id ? to.id : moved(home.ownerUnit);
      const assistUnits = [...new Set(home.assistUnits.map((unit) => moved(unit) as string))].filter(
        (unit) => unit !== ownerUnit,
      );
      // Whoever handled it under the old name still may not check it under the new one.
      const { handlerUnits } = home.facts;
      const handled = handlerUnits.includes(from.id) && !handlerUnits.includes(to.id);
      const facts = given.factsAfter(
        handled ? { ...home.facts, handlerUnits: [...handlerUnits, to.id] } : home.facts,
        (unit) => moved(unit) as string,
      );
      const holders = new Map(ended);
      if (ownerUnit === to.id && home.ownerUnit !== null) holders.set(home.ownerUnit, to.id);
      const clocks = clocksAfter(home.clocks, holders, cause.at);
      return {
        home,
        to: { ownerUnit, assistUnits, subjectUnit: moved(home.subjectUnit), clocks, facts },
        words,
      };
    }),
    cause,
  );
  // Whistles and proposals elsewhere that wait for a unit which ends.
  const moved = new Set(work.cases.map(({ home }) => home.id));
  const naming = (await listNaming(tx, [...ended.keys()])).filter((home) => !moved.has(home.id));
  const words = work.closes
    .map(({ name, replacedBy }) => `${name} → ${nameIn(work, replacedBy[0])}`)
    .join('，');
  const swap = (unit: string) => ended.get(unit) ?? unit;
  await rehomeCases(
    tx,
    naming.map((home) => ({ home, to: { facts: given.factsAfter(home.facts, swap) }, words })),
    cause,
  );
  if (work.plan.tree !== 'area') return;
  for (const { path, replacedBy } of work.closes) {
    const next = await getNode(tx, replacedBy[0] as string);
    await rehomeEscalations(tx, { oldPath: path, newPath: next.path, exactly: true }, cause);
  }
}

function nameIn(work: Work, id: string | undefined): string {
  return [...work.renames, ...work.creates, ...work.nodes].find((node) => node.id === id)?.name ?? '';
}

/** What the way back needs to know. */
async function remember(tx: Tx, work: Work, date: string): Promise<ChangeResult['before']> {
  const closing = new Set(work.closes.map((node) => node.id));
  const shapes =
    work.plan.tree === 'area'
      ? new Map((await listBoundaries(tx, date)).map((one) => [one.areaId, one.geometry]))
      : new Map<string, object>();
  const ties = await selectBindings(tx, date, { fromIds: work.nodes.map((node) => node.id) });
  return work.nodes.map((node) => ({
    id: node.id,
    name: node.name,
    code: node.code,
    parentId: node.parentId,
    closed: closing.has(node.id),
    geometry: (shapes.get(node.id) as Record<string, unknown> | undefined) ?? null,
    areaIds: ties.filter((tie) => tie.fromId === node.id && isAreaTie(tie.kind)).map((tie) => tie.toId),
  }));
}
