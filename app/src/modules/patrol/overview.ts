// How far the rounds of an area are: counts of places by plan and by area, each opening the list behind it. No person is counted, and
// areas stand in the order of the territory, never of their numbers.
import { chain, findNode } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { lastFindings } from './mine.ts';
import { type Asking, type PatrolParts, type Staff, staffOf } from './parts.ts';
import { type DueState, periodAt } from './periods.ts';
import { areasWithin, within } from './places.ts';
import { planInSight, viewPlan } from './plans.ts';
import { sees, widestPath } from './sight.ts';
import { type Standing, standingOf } from './standing.ts';
import * as store from './store.ts';
import './problems.ts';

const MOST_LISTED = 500;

async function areaInSight(tx: Tx, actor: Staff, id: string | undefined): Promise<TreeNode> {
  const widest = widestPath(actor);
  const area =
    id === undefined
      ? widest === undefined
        ? undefined
        : (await chain(tx, 'area', widest)).at(-1)
      : await findNode(tx, id);
  if (area?.tree !== 'area' || !sees(actor, area.path))
    throw problem('patrol.not-your-area', { area: area?.tree === 'area' ? area.name : '' });
  return area;
}

function countsOf(all: readonly Standing[]): Record<DueState, number> {
  const counts = { due: 0, done: 0, late: 0 };
  for (const one of all) counts[one.state] += 1;
  return counts;
}

export async function overview(
  parts: PatrolParts,
  tx: Tx,
  asking: Asking,
  query: { area?: string | undefined; on?: string | undefined },
) {
  const actor = staffOf(asking);
  const area = await areaInSight(tx, actor, query.area);
  const today = civilDate(parts.now());
  const day = query.on ?? today;
  const { calendar } = await parts.facts(actor.district);
  const nodes = await areasWithin(tx, area.path);
  const below = nodes.filter((node) => node.parentId === area.id);
  const plans = [];
  for (const plan of await store.listPlans(tx, day)) {
    if (within(plan.areaPath, area.path) === undefined) continue;
    const all = await standingOf(tx, plan, nodes, { day, today }, calendar);
    if (all.length === 0) continue;
    plans.push({
      plan: viewPlan(parts, plan, actor),
      period: periodAt(plan, day, calendar) ?? null,
      counts: countsOf(all),
      areas: below.flatMap((node) => {
        const there = all.filter((one) => one.place.areaPath.startsWith(node.path));
        return there.length === 0 ? [] : [{ id: node.id, name: node.name, counts: countsOf(there) }];
      }),
    });
  }
  return { today, on: day, area: { id: area.id, name: area.name, level: area.level }, plans };
}

/** The places behind a number of the overview. */
export async function placesBehind(
  parts: PatrolParts,
  tx: Tx,
  asking: Asking,
  query: {
    plan: string;
    area?: string | undefined;
    state?: DueState | undefined;
    on?: string | undefined;
  },
) {
  const actor = staffOf(asking);
  const plan = await planInSight(tx, actor, query.plan);
  const area = await areaInSight(tx, actor, query.area);
  const today = civilDate(parts.now());
  const day = query.on ?? today;
  const { calendar } = await parts.facts(actor.district);
  const all = await standingOf(tx, plan, await areasWithin(tx, area.path), { day, today }, calendar);
  const wanted = query.state === undefined ? all : all.filter((one) => one.state === query.state);
  const shown = wanted.slice(0, MOST_LISTED);
  const last = await lastFindings(parts, tx, shown);
  return {
    today,
    on: day,
    total: wanted.length,
    items: shown.map((one) => ({
      place: {
        id: one.place.id,
        name: one.place.name,
        address: one.place.address,
        areaId: one.place.areaId,
        areaName: one.place.areaName,
      },
      period: one.period,
      state: one.state,
      lateSince: one.lateSince,
      lastAt: one.last?.occurredAt ?? null,
      lastFindings: last(one),
    })),
  };
}
