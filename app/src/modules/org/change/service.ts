// Changes of the organisation as people give them: looked at first, planned for today or a later day, withdrawn until then, carried out
// by a job on their day. All of it runs with the reach of the system, because the work that follows is not only the planner's to see;
// whether the planner may is asked here.
import { contains } from '@renlin/core/geometry/contains';
import { clocksAfter, listOpenHomes, rehomeCases } from '../../../engines/case/rehome.ts';
import { listBoundaries } from '../../../engines/tree/boundary-store.ts';
import { runReplacementHooks } from '../../../engines/tree/hooks.ts';
import { lockTree } from '../../../engines/tree/store.ts';
import { findNode, getNode, isCivilDate, successors } from '../../../engines/tree/tree.ts';
import type { TreeNode } from '../../../engines/tree/types.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { civilDate } from '../../../kernel/clock.ts';
import { Problem, problem } from '../../../kernel/problem.ts';
import { audit } from '../../../platform/audit/audit.ts';
import type { Db, Scope, Tx } from '../../../platform/db/db.ts';
import type { Notify } from '../../../platform/notify/notify.ts';
import { holdersNear, requireOrg } from '../actors.ts';
import { placesOf, type Who } from '../nodes.ts';
import { carryOut, type FactsAfter, refuseGaps } from './carry.ts';
import * as store from './change-store.ts';
import type { ChangePlan, PlanBody } from './contract.ts';
import { type MapPort, openIn, resolve, type Work } from './resolve.ts';
import '../problems.ts';

/** An item of a duty list that names a unit by its code. */
export type NamingItem = {
  list: string;
  code: string;
  title: { 'zh-CN': string; en: string };
  unitCode: string;
};

export type ChangeParts = {
  db: Db;
  map: MapPort;
  /** The items of the duty lists in force that name a unit by one of these codes. */
  dutyItems(tx: Tx, codes: readonly string[], now: number): Promise<readonly NamingItem[]>;
  notify: Pick<Notify, 'toPosts'>;
  /** What open cases remember of units, with others in the place of ended ones. */
  factsAfter: FactsAfter;
  /** The organisation of a district is another: whoever keeps a copy reads it again. */
  changed(district: string): void;
};

const accountOf = (actor: Actor): string => (actor.kind === 'staff' ? actor.accountId : '');
const iso = (now: number) => new Date(now).toISOString();

function scopeFor(actor: Actor): Scope {
  return { district: actor.district, reach: 'system', account: accountOf(actor), paths: [], units: [] };
}

/** Runs work and takes all of it back. */
async function dryRun<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const over = new Error('dry run');
  let answer: { value: T } | undefined;
  try {
    await db.tx(scope, async (tx) => {
      answer = { value: await work(tx) };
      throw over;
    });
  } catch (error) {
    if (error !== over) throw error;
  }
  return (answer as { value: T }).value;
}

async function authorise(tx: Tx, who: Who, plan: ChangePlan): Promise<void> {
  const ids = planIds(plan);
  const nodes: TreeNode[] = [];
  for (const id of ids) nodes.push(await openIn(tx, plan.tree, id));
  for (const node of nodes) {
    if (plan.tree !== 'area') {
      requireOrg(who.actor, await placesOf(tx, who, node));
      continue;
    }
    requireOrg(who.actor, [node]);
    // Whoever makes two of one, or one of two, changes what the area above consists of.
    const parent =
      plan.kind === 'rename' || node.parentId === null ? undefined : await getNode(tx, node.parentId);
    if (parent && plan.kind !== 'redraw') requireOrg(who.actor, [parent]);
  }
  if (plan.kind === 'redraw') {
    for (const { parentId } of plan.parts ?? []) requireOrg(who.actor, [await openIn(tx, 'area', parentId)]);
    for (const id of plan.ends ?? []) {
      const above = (await openIn(tx, 'area', id)).parentId;
      if (above !== null) requireOrg(who.actor, [await openIn(tx, 'area', above)]);
    }
  }
  if (plan.kind !== 'move') return;
  const parent = await openIn(tx, plan.tree, plan.parentId);
  requireOrg(who.actor, plan.tree === 'area' ? [parent] : await placesOf(tx, who, parent));
}

/** The nodes that a plan changes, without those it only names. */
function planIds(plan: ChangePlan): string[] {
  switch (plan.kind) {
    case 'rename':
    case 'move':
    case 'split':
      return [plan.id];
    case 'merge':
      return [...new Set(plan.ids)];
    case 'redraw':
      return [...new Set([...plan.outlines.map((outline) => outline.id), ...(plan.ends ?? [])])];
  }
}

async function refuseClash(tx: Tx, plan: ChangePlan, except?: string): Promise<void> {
  const ids = planIds(plan);
  const clash = await store.selectClash(tx, ids);
  if (!clash || clash.id === except) return;
  const shared = clash.touches.find((id) => ids.includes(id)) as string;
  const { name } = await getNode(tx, shared);
  throw problem('org.change-clash', { name, date: clash.effectiveOn });
}

export type Preview = {
  work: Work;
  /** Items of duty lists that name a unit which ends, and who takes its place in them. */
  duties: { item: NamingItem; from: string; to: string[] }[];
  refusal: Problem | undefined;
};

/** What a plan would do, and why it could not be done as things are; nothing is kept. */
export async function preview(parts: ChangeParts, who: Who, plan: ChangePlan): Promise<Preview> {
  const scope = scopeFor(who.actor);
  const date = civilDate(who.now());
  const { work, duties } = await dryRun(parts.db, scope, async (tx) => {
    await authorise(tx, who, plan);
    const found = await resolve(tx, plan, { ids: who.platform.ids, date, map: parts.map });
    return { work: found, duties: await dutiesOf(parts, tx, found, who.now()) };
  });
  try {
    refuseGaps(work);
    await dryRun(parts.db, scope, async (tx) => {
      await refuseClash(tx, plan);
      return carryOut(tx, who, plan, {
        changeId: who.platform.ids.next(),
        date,
        label: '',
        map: parts.map,
        factsAfter: parts.factsAfter,
      });
    });
    return { work, duties, refusal: undefined };
  } catch (error) {
    if (error instanceof Problem) return { work, duties, refusal: error };
    throw error;
  }
}

async function dutiesOf(parts: ChangeParts, tx: Tx, work: Work, now: number): Promise<Preview['duties']> {
  if (work.plan.tree !== 'unit' || work.closes.length === 0) return [];
  const codes = new Map(work.nodes.map((node) => [node.code ?? '', node]));
  const ending = new Map(work.closes.map((node) => [node.id, node]));
  const nameOf = new Map([...work.nodes, ...work.creates, ...work.renames].map(({ id, name }) => [id, name]));
  const closing = work.nodes.flatMap(({ id, code }) => (code !== null && ending.has(id) ? [code] : []));
  const items = await parts.dutyItems(tx, closing, now);
  return items.map((item) => {
    const node = codes.get(item.unitCode) as TreeNode;
    const to = ending.get(node.id)?.replacedBy ?? [];
    return { item, from: node.name, to: to.map((id) => nameOf.get(id) ?? '') };
  });
}

/** Plans a change; one for today is carried out at once. Repeating the command gives the same change. */
export async function planChange(parts: ChangeParts, who: Who, body: PlanBody): Promise<store.ChangeRow> {
  const scope = scopeFor(who.actor);
  const now = who.now();
  const today = civilDate(now);
  const date = body.effectiveOn ?? today;
  if (!isCivilDate(date)) throw problem('tree.date-impossible', { date });
  const known = await parts.db.read(scope, (tx) => store.selectChange(tx, body.commandId));
  if (known) return sameCommand(known, who);
  if (date < today)
    throw problem('org.change-past', { date, today }, [
      { path: 'effectiveOn', code: 'org.date-past', params: { today } },
    ]);
  if (date > today) {
    await dryRun(parts.db, scope, async (tx) => {
      await authorise(tx, who, body.plan);
      await carryOut(tx, who, body.plan, {
        changeId: body.commandId,
        date: today,
        label: '',
        map: parts.map,
        factsAfter: parts.factsAfter,
      });
    });
  }
  const change = await parts.db.tx(scope, async (tx) => {
    await lockTree(tx, body.plan.tree);
    const twin = await store.selectChange(tx, body.commandId);
    if (twin) return sameCommand(twin, who);
    await authorise(tx, who, body.plan);
    await refuseClash(tx, body.plan);
    if (body.reverses) await refuseSecondReverse(tx, body.reverses);
    await store.insertChange(
      tx,
      {
        id: body.commandId,
        plan: body.plan,
        touches: planIds(body.plan),
        effectiveOn: date,
        note: body.note ?? '',
        by: accountOf(who.actor) || null,
        reverses: body.reverses ?? null,
      },
      iso(now),
    );
    await audit(tx, who, {
      action: 'org.plan-change',
      object: { type: 'org-change', id: body.commandId },
      after: { kind: body.plan.kind, effectiveOn: date },
    });
    if (date === today) await settle(tx, parts, who, body.commandId, body.plan, today);
    return getChange(tx, body.commandId);
  });
  if (change.state === 'done') parts.changed(who.actor.district);
  return change;
}

function sameCommand(known: store.ChangeRow, who: Who): store.ChangeRow {
  if (known.plannedBy !== (accountOf(who.actor) || null)) throw problem('tree.command-reused');
  return known;
}

async function refuseSecondReverse(tx: Tx, id: string): Promise<void> {
  const change = await getChange(tx, id);
  if (change.state !== 'done') throw problem('org.change-not-done', {});
  if (change.reversedBy) throw problem('org.change-reversed', {});
}

async function settle(
  tx: Tx,
  parts: ChangeParts,
  who: Who,
  id: string,
  plan: ChangePlan,
  date: string,
): Promise<void> {
  const { result } = await carryOut(tx, who, plan, {
    changeId: id,
    date,
    label: 'org-change',
    map: parts.map,
    factsAfter: parts.factsAfter,
  });
  await store.settleChange(
    tx,
    id,
    { state: 'done', by: accountOf(who.actor) || null, result },
    iso(who.now()),
  );
}

export async function getChange(tx: Tx, id: string, lock = false): Promise<store.ChangeRow> {
  const change = await store.selectChange(tx, id, lock);
  if (!change) throw problem('org.change-not-found', {});
  return change;
}

/** Takes a planned change back. One that took effect is taken back by another change. */
export async function withdrawChange(parts: ChangeParts, who: Who, id: string): Promise<store.ChangeRow> {
  return parts.db.tx(scopeFor(who.actor), async (tx) => {
    const change = await getChange(tx, id, true);
    if (change.state === 'withdrawn') return change;
    if (change.state !== 'planned') throw problem('org.change-settled', { date: change.effectiveOn });
    for (const nodeId of change.touches) {
      const node = await getNode(tx, nodeId);
      requireOrg(who.actor, node.tree === 'area' ? [node] : await placesOf(tx, who, node));
    }
    await store.settleChange(
      tx,
      id,
      { state: 'withdrawn', by: accountOf(who.actor) || null },
      iso(who.now()),
    );
    await audit(tx, who, { action: 'org.withdraw-change', object: { type: 'org-change', id } });
    return getChange(tx, id);
  });
}

/**
 * Carries out what is due, one transaction each, in the order of the days; what has become impossible is marked with the reason. Then
 * open work that lies in an ended area (filed or reopened while a change ran) follows to what took its place. Safe to run twice.
 */
export async function runDueChanges(parts: ChangeParts, who: Who): Promise<{ done: number; failed: number }> {
  const scope = scopeFor(who.actor);
  const today = civilDate(who.now());
  const due = await parts.db.read(scope, (tx) => store.selectDue(tx, today));
  let done = 0;
  let failed = 0;
  for (const id of due) {
    try {
      await parts.db.tx(scope, async (tx) => {
        const change = await getChange(tx, id, true);
        if (change.state === 'planned') await settle(tx, parts, who, id, change.plan, today);
      });
      done += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code, params } = error;
      await parts.db.tx(scope, async (tx) => {
        const failure = { code, params };
        await store.settleChange(tx, id, { state: 'failed', by: null, failure }, iso(who.now()));
        await tellKeepers(tx, parts, who, await getChange(tx, id));
      });
      failed += 1;
    }
  }
  if (done > 0) parts.changed(who.actor.district);
  await parts.db.tx(scope, (tx) => followStrays(tx, parts, who, today));
  return { done, failed };
}

/** Whoever keeps the organisation there hears of a change that was counted upon and did not come. */
async function tellKeepers(tx: Tx, parts: ChangeParts, who: Who, change: store.ChangeRow): Promise<void> {
  const posts = new Set<string>();
  for (const id of change.touches) {
    const node = await getNode(tx, id);
    const places = node.tree === 'area' ? [node] : await placesOf(tx, who, node);
    for (const { path } of places)
      for (const post of await holdersNear(tx, { duty: 'manage-org', areaPath: path, now: who.now() }))
        posts.add(post);
  }
  await parts.notify.toPosts(tx, [...posts], {
    key: 'notice.org-change-failed',
    params: { name: (await getNode(tx, change.touches[0] as string)).name, date: change.effectiveOn },
    link: '/console/territory',
    urgency: 'now',
  });
}

async function followStrays(tx: Tx, parts: ChangeParts, who: Who, date: string): Promise<void> {
  const strays = await store.selectStrays(tx);
  if (strays.length === 0) return;
  const shapes = new Map((await listBoundaries(tx, date)).map((one) => [one.areaId, one.geometry]));
  for (const { id, tree, name } of strays) {
    const living = await livingAfter(tx, id);
    const first = living[0];
    if (!first) continue;
    const homes = await listOpenHomes(tx, tree === 'area' ? { areaIds: [id] } : { unitIds: [id] });
    const swap = (unit: string | null) => (unit === id ? first.id : unit);
    await rehomeCases(
      tx,
      homes.map((home) => {
        if (tree === 'unit') {
          const ownerUnit = swap(home.ownerUnit);
          const assistUnits = [...new Set(home.assistUnits.map((unit) => swap(unit) as string))].filter(
            (unit) => unit !== ownerUnit,
          );
          const words = `${name} → ${first.name}`;
          const facts = parts.factsAfter(home.facts, (unit) => swap(unit) as string);
          const clocks = clocksAfter(home.clocks, new Map([[id, first.id]]), who.now());
          const subjectUnit = swap(home.subjectUnit);
          return { home, to: { ownerUnit, assistUnits, subjectUnit, clocks, facts }, words };
        }
        const { lng, lat } = home;
        const found =
          lng === null || lat === null
            ? undefined
            : living.find((node) => {
                const shape = shapes.get(node.id);
                return shape !== undefined && contains(shape, [lng, lat]);
              });
        const to = found ?? first;
        return { home, to: { areaId: to.id, areaPath: to.path }, words: `${name} → ${to.name}` };
      }),
      { nextId: () => who.platform.ids.next(), at: who.now(), label: 'org-change', changeId: null },
    );
    await runReplacementHooks(tx, { tree, from: [id], ended: [{ id, to: first.id }], posts: [] });
  }
}

/** What stands in the place of an ended node today: its successors, theirs, and at last the area above. */
async function livingAfter(tx: Tx, id: string): Promise<TreeNode[]> {
  const living: TreeNode[] = [];
  const seen = new Set<string>();
  const waiting = [id];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const node = await findNode(tx, at);
    if (!node) continue;
    if (node.closedOn === null) living.push(node);
    else {
      const next = await successors(tx, at);
      waiting.push(...next);
      if (next.length === 0 && node.parentId !== null) waiting.push(node.parentId);
    }
  }
  return living;
}
