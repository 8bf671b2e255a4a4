// How much was practised: by area and year, and how long ago each plan in force was tried.
import { listNodes } from '../../engines/tree/tree.ts';
import { civilDate } from '../../kernel/clock.ts';
import { drillScenarios } from '../../kernel/emergency.ts';
import type { Tx } from '../../platform/db/db.ts';
import { drillOf } from '../cases/public.ts';
import { listPlans } from '../preparedness/public.ts';
import { medianMinutes, yearSpan } from './figures.ts';
import type { Asking, DrillsParts } from './parts.ts';
import { areaOf, staffOf } from './service.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
/** Local rule: a plan is tried once a year; 《突发事件应急预案管理办法》（国办发〔2024〕5号）asks for every three years at the least. */
export const PLAN_TRIED_DAYS = 365;

type Played = Awaited<ReturnType<typeof store.listPlayed>>[number];

function figures(drills: readonly Played[]) {
  const facts = drills.map(drillOf);
  return {
    drills: drills.map((one) => ({ id: one.id, title: one.headline })),
    people: facts.reduce((sum, one) => sum + one.musters.reduce((n, muster) => n + muster.arrived, 0), 0),
    musterMinutes: medianMinutes(facts.flatMap((one) => one.musters)),
    lastAt: facts.reduce<number | null>(
      (last, one) => (one.startedAt === null ? last : Math.max(last ?? 0, one.startedAt)),
      null,
    ),
  };
}

export async function statistics(
  parts: DrillsParts,
  tx: Tx,
  asking: Asking,
  query: { areaId: string; year?: number | undefined },
) {
  const { district } = staffOf(asking);
  const area = await areaOf(parts, district, query.areaId);
  const year = query.year ?? Number(civilDate(parts.now()).slice(0, 4));
  const { from, to } = yearSpan(year);
  const played = await store.listPlayed(tx, area.path, from, to);
  const below = await listNodes(tx, 'area', { parentId: area.id });
  const rows = below.filter((one) => ['street', 'community'].includes(one.level));
  return {
    area: { id: area.id, name: area.name },
    year,
    total: figures(played),
    scenarios: drillScenarios.map((code) => ({
      code,
      label: parts.messages.text(asking.locale, `drills.scenario.${code}`),
      n: played.filter((one) => drillOf(one).scenario === code).length,
    })),
    areas: rows.map((one) => ({
      area: { id: one.id, name: one.name },
      ...figures(played.filter((drill) => drill.areaPath.startsWith(one.path))),
    })),
    plans: await planAges(parts, tx, area.path),
    triedWithin: PLAN_TRIED_DAYS,
  };
}

/** Plans in force, those that were not tried for long on top. */
export async function planAges(parts: DrillsParts, tx: Tx, within: string) {
  const last = new Map((await store.lastByPlan(tx)).map((one) => [one.plan, one]));
  const now = parts.now();
  const plans = (await listPlans(tx, within)).map((plan) => {
    // A newer version of the same plan was not tried by a drill of the older one; the older drill is named all the same.
    const tried = plan.versions.flatMap((id) => last.get(id) ?? []).sort((a, b) => b.at - a.at)[0];
    return {
      id: plan.id,
      title: plan.title,
      area: { id: plan.areaId, name: plan.areaName },
      planDays: plan.approvedAt === null ? null : Math.floor((now - plan.approvedAt) / DAY_MS),
      drill: tried?.drill ?? null,
      drilledAt: tried?.at ?? null,
      drillDays: tried ? Math.floor((now - tried.at) / DAY_MS) : null,
      thisVersion: tried?.plan === plan.id,
      due: !tried || now - tried.at > PLAN_TRIED_DAYS * DAY_MS,
    };
  });
  return plans.sort(
    (a, b) => (b.drillDays ?? Number.MAX_SAFE_INTEGER) - (a.drillDays ?? Number.MAX_SAFE_INTEGER),
  );
}
