// How the places of a plan stand on a day: computed from the plan and its records, never kept.
import type { TreeNode } from '../../engines/tree/types.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type Due, dueOn, periodAt, type WorkDays } from './periods.ts';
import { areasWithin, listPlaces, type PatrolPlace } from './places.ts';
import { type LastRecord, listLastRecords, type Plan } from './store.ts';

export type Standing = Due & { place: PatrolPlace; last: LastRecord | undefined };

/** Every place of a plan in some areas, as it stands on a day; none when the plan has no period then. O(areas + places). */
export async function standingOf(
  tx: Tx,
  plan: Plan,
  nodes: readonly TreeNode[],
  days: { day: string; today: string },
  calendar: WorkDays,
): Promise<Standing[]> {
  const period = periodAt(plan, days.day, calendar);
  if (!period) return [];
  const places = await listPlaces(
    tx,
    plan,
    nodes.filter((node) => node.path.startsWith(plan.areaPath)),
  );
  if (places.length === 0) return [];
  const records = await listLastRecords(
    tx,
    plan.id,
    places.map((place) => place.id),
    period.to,
  );
  const last = new Map(records.map((one) => [one.placeId, one]));
  return places.flatMap((place) => {
    const record = last.get(place.id);
    const due = dueOn(plan, place.since, record?.periodFrom, days, calendar);
    return due ? [{ ...due, place, last: record }] : [];
  });
}

/** How many places a plan has, and how many of them still wait on a day. */
export async function countWaiting(
  tx: Tx,
  plan: Plan,
  day: string,
  calendar: WorkDays,
): Promise<{ places: number; waiting: number }> {
  const nodes = await areasWithin(tx, plan.areaPath);
  const all = await standingOf(tx, plan, nodes, { day, today: day }, calendar);
  return { places: all.length, waiting: all.filter((one) => one.state !== 'done').length };
}
