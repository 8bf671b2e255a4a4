// My round: what is due at the places that my posts answer for, with everything that is needed to do it without a network.
import * as kept from '../../engines/checklist/store.ts';
import { inForce } from '../../engines/checklist/versions.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { suggestOrder } from './order.ts';
import { type Asking, type PatrolParts, staffOf } from './parts.ts';
import { type Period, periodAfter, periodAt, type WorkDays } from './periods.ts';
import { areasWithin, within } from './places.ts';
import { responsibleIn } from './responsible.ts';
import { type Standing, standingOf } from './standing.ts';
import * as store from './store.ts';

/** More than anybody does in a day; the rest is counted. */
const MOST = 400;

export type DueItem = Standing & { plan: store.Plan };

/** What is due now: the places that no nearer post answers for, in the suggested order, with the words of the last time. */
export async function myPatrols(parts: PatrolParts, tx: Tx, asking: Asking) {
  const actor = staffOf(asking);
  const today = civilDate(parts.now());
  const { calendar } = await parts.facts(actor.district);
  const plans = await store.listPlans(tx, today);
  const found = new Map<string, DueItem>();
  const areasOf = remembered((path: string) => areasWithin(tx, path));
  const finders = remembered((key: string) => {
    const [duty, path] = key.split(' ') as [string, string];
    return responsibleIn(tx, duty, path, today);
  });
  for (const plan of plans) {
    for (const post of actor.posts) {
      if (!post.duties.includes(plan.duty) || within(post.areaPath, plan.areaPath) === undefined) continue;
      const nearest = await finders(`${plan.duty} ${post.areaPath}`);
      const nodes = (await areasOf(post.areaPath)).filter((node) => nearest(node.path) === post.areaPath);
      for (const one of await standingOf(tx, plan, nodes, { day: today, today }, calendar))
        found.set(`${plan.id} ${one.place.id}`, { ...one, plan });
    }
  }
  const all = [...found.values()];
  const waiting = all.filter((one) => one.state !== 'done');
  const order = suggestOrder(waiting.map((one) => ({ one, lng: one.place.lng, lat: one.place.lat })));
  const shown = order.slice(0, MOST).map(({ one }) => one);
  const last = await lastFindings(parts, tx, shown);
  return {
    today,
    at: parts.now(),
    items: shown.map((one) => viewDue(one, last)),
    leftOut: order.length - shown.length,
    done: all.length - waiting.length,
    plans: plans
      .filter((plan) => shown.some((one) => one.plan.id === plan.id))
      .map((plan) => ({
        id: plan.id,
        title: plan.title,
        checklist: plan.checklist,
        next: nextPeriod(plan, today, calendar),
      })),
    checklists: await versionsToCarry(tx, shown, today),
  };
}

function nextPeriod(plan: store.Plan, today: string, calendar: WorkDays): Period | null {
  const period = periodAt(plan, today, calendar);
  return (period && periodAfter(plan, period, calendar)) ?? null;
}

/** Asked once for each key within a request. */
function remembered<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, T>();
  return async (key) => {
    const found = known.get(key) ?? (await ask(key));
    known.set(key, found);
    return found;
  };
}

/** The versions in force, and those that will be soon: the phone may be away until then. */
async function versionsToCarry(tx: Tx, shown: readonly DueItem[], today: string) {
  const codes = [...new Set(shown.map((one) => one.plan.checklist))];
  const byCode = Map.groupBy(await kept.listVersions(tx, codes), (one) => one.code);
  return [...byCode.values()].flatMap((versions) => {
    const now = inForce(versions, today);
    return versions.filter(
      (one) =>
        one === now ||
        (one.effectiveFrom !== null && one.effectiveFrom > today && one.version > (now?.version ?? 0)),
    );
  });
}

type Seen = {
  item: string;
  words: string;
  at: number;
  case: { id: string; number: string; closedAt: number | null; solved: string } | null;
};

/** What was found last at each place: still open, or found the last time somebody was there. */
export async function lastFindings(
  parts: PatrolParts,
  tx: Tx,
  shown: readonly Pick<DueItem, 'place' | 'last'>[],
): Promise<(one: Pick<DueItem, 'place' | 'last'>) => Seen[]> {
  const rows = await store.listLastFindings(tx, [...new Set(shown.map((one) => one.place.id))]);
  const cases = await parts.casesOf(tx, [...new Set(rows.map((row) => row.caseId))]);
  const byPlace = Map.groupBy(rows, (row) => row.placeId);
  return ({ place, last }) =>
    (byPlace.get(place.id) ?? []).flatMap((row) => {
      const fact = cases.get(row.caseId);
      const open = fact !== undefined && fact.closedAt === null;
      // What has been dealt with is told once: at the next round.
      if (!open && row.recordId !== last?.id) return [];
      return [{ item: row.item, words: row.words, at: row.foundAt, case: fact ?? null }];
    });
}

function viewDue(one: DueItem, last: (one: DueItem) => Seen[]) {
  const { place, period, state, lateSince } = one;
  return {
    planId: one.plan.id,
    place: {
      id: place.id,
      name: place.name,
      address: place.address,
      areaId: place.areaId,
      areaName: place.areaName,
      lng: place.lng,
      lat: place.lat,
    },
    period,
    state,
    lateSince,
    lastAt: one.last?.occurredAt ?? null,
    lastFindings: last(one),
  };
}
