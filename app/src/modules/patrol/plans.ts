// Plans: which checklist at which places, how often, from when to when. Whoever answers for an area plans in it.
import * as kept from '../../engines/checklist/store.ts';
import { inForce } from '../../engines/checklist/versions.ts';
import { findNode } from '../../engines/tree/tree.ts';
import { type Actor, holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { PlaceChoice, PlanBody, PlannedBody } from './contract.ts';
import { type Asking, type PatrolParts, type Staff, staffOf, type Who } from './parts.ts';
import { firstPeriod, type Period, type PeriodRule, periodAfter, type WorkDays } from './periods.ts';
import { areasWithin, listPlaces, type PatrolPlace } from './places.ts';
import { responsibleIn } from './responsible.ts';
import { seesSome } from './sight.ts';
import * as store from './store.ts';
import './problems.ts';

const PLANNERS = ['supervise', 'intake'] as const;
const MOST_PLACES = 20_000;
const MOST_YEARS = 5;
const SAMPLE = 20;

export const mayPlan = (actor: Actor, path: string) =>
  PLANNERS.some((duty) => holdsDutyOver(actor, duty, path));

function valuesOf(places: PlaceChoice): string[] {
  if (places.kind === 'areas') return [places.level];
  return [...new Set(places.kind === 'assets' ? places.categories : places.ids)];
}

type Checked = { plan: store.Plan; places: PatrolPlace[]; calendar: WorkDays };

/** The plan that a body asks for, with its places; refused with the field that stands against it. */
async function checkPlan(
  parts: PatrolParts,
  tx: Tx,
  actor: Staff,
  body: PlannedBody,
  id: string,
): Promise<Checked> {
  const area = await findNode(tx, body.areaId);
  if (area?.tree !== 'area' || area.closedOn !== null)
    throw problem('patrol.place-unknown', {}, [{ path: 'areaId', code: 'patrol-area' }]);
  if (!mayPlan(actor, area.path)) throw problem('patrol.not-your-area', { area: area.name });
  const today = civilDate(parts.now());
  checkDays(body, today);
  const versions = await kept.listVersions(tx, [body.checklist]);
  if (versions.length === 0)
    throw problem('patrol.checklist-unknown', { code: body.checklist }, [
      { path: 'checklist', code: 'invalid' },
    ]);
  if (!inForce(versions, body.startsOn))
    throw problem('patrol.checklist-not-in-force', { date: body.startsOn }, [
      { path: 'checklist', code: 'checklist-not-in-force' },
    ]);
  const plan: store.Plan = {
    id,
    title: body.title,
    checklist: body.checklist,
    areaId: area.id,
    areaName: area.name,
    areaPath: area.path,
    placeKind: body.places.kind,
    placeValues: valuesOf(body.places),
    every: body.every,
    everyN: body.every === 'days' ? (body.everyN ?? 1) : 1,
    duty: body.duty ?? 'report',
    startsOn: body.startsOn,
    endsOn: body.endsOn,
  };
  const places = await listPlaces(tx, plan, await areasWithin(tx, area.path));
  if (places.length === 0)
    throw problem('patrol.no-places', { area: area.name }, [{ path: 'places', code: 'patrol-no-places' }]);
  if (places.length > MOST_PLACES)
    throw problem('patrol.too-many-places', { count: places.length, max: MOST_PLACES }, [
      { path: 'places', code: 'patrol-too-many' },
    ]);
  const { calendar } = await parts.facts(actor.district);
  return { plan, places, calendar };
}

function checkDays({ startsOn, endsOn }: PlannedBody, today: string): void {
  const latest = `${Number(today.slice(0, 4)) + MOST_YEARS}-12-31`;
  if (startsOn < today || startsOn > latest)
    throw problem('patrol.dates', { today, latest }, [{ path: 'startsOn', code: 'patrol-day' }]);
  if (endsOn !== null && (endsOn < startsOn || endsOn > latest))
    throw problem('patrol.dates', { today, latest }, [{ path: 'endsOn', code: 'patrol-day' }]);
}

/** What a plan would mean: how many places and rounds, when, who would go, and where nobody would. Nothing is written. */
export async function previewPlan(parts: PatrolParts, tx: Tx, asking: Asking, body: PlannedBody) {
  const { plan, places, calendar } = await checkPlan(parts, tx, staffOf(asking), body, '');
  const responsible = await responsibleIn(tx, plan.duty, plan.areaPath, civilDate(parts.now()));
  const nobody = new Map<string, string>();
  for (const place of places)
    if (responsible(place.areaPath) === undefined) nobody.set(place.areaId, place.areaName);
  return {
    places: places.length,
    sample: places.slice(0, SAMPLE).map(({ id, name, areaName }) => ({ id, name, areaName })),
    ...roundsOf(plan, calendar),
    nobody: [...nobody].slice(0, SAMPLE).map(([id, name]) => ({ id, name })),
  };
}

/** The first periods of a plan, and how many there are in its first year. */
function roundsOf(plan: PeriodRule, calendar: WorkDays): { next: Period[]; periodsInAYear: number } {
  const next: Period[] = [];
  let count = 0;
  const year = `${Number(plan.startsOn.slice(0, 4)) + 1}${plan.startsOn.slice(4)}`;
  let period = firstPeriod(plan, plan.startsOn, calendar);
  while (period && period.from < year && count < 400) {
    count += 1;
    if (next.length < 3) next.push(period);
    period = periodAfter(plan, period, calendar);
  }
  return { next, periodsInAYear: count };
}

export async function createPlan(parts: PatrolParts, tx: Tx, who: Who, body: PlanBody) {
  const actor = staffOf(who);
  const { id, ...rest } = body;
  const known = await store.findPlan(tx, id);
  if (known) {
    // The lost answer sent again.
    if (!mayPlan(actor, known.areaPath) || known.title !== body.title || known.checklist !== body.checklist)
      throw problem('patrol.plan-id-taken', {});
    return viewPlan(parts, known, actor);
  }
  const { plan } = await checkPlan(parts, tx, actor, rest, id);
  if (!(await store.insertPlan(tx, { ...plan, by: actor.accountId, at: parts.now() })))
    throw problem('patrol.plan-id-taken', {});
  await audit(tx, who, { action: 'patrol.plan-create', object: { type: 'patrol-plan', id } });
  return viewPlan(parts, plan, actor);
}

export async function endPlan(
  parts: PatrolParts,
  tx: Tx,
  who: Who,
  id: string,
  body: { endsOn?: string | undefined },
) {
  const actor = staffOf(who);
  const plan = await planInSight(tx, actor, id);
  if (!mayPlan(actor, plan.areaPath)) throw problem('patrol.not-your-area', { area: plan.areaName });
  const today = civilDate(parts.now());
  if (plan.endsOn !== null && plan.endsOn < today) throw problem('patrol.plan-over', { title: plan.title });
  const day = body.endsOn ?? today;
  if (day < today || day < plan.startsOn)
    throw problem('patrol.dates', { today, latest: plan.endsOn ?? '' }, [
      { path: 'endsOn', code: 'patrol-day' },
    ]);
  await store.endPlan(tx, id, day);
  await audit(tx, who, { action: 'patrol.plan-end', object: { type: 'patrol-plan', id } });
  return viewPlan(parts, { ...plan, endsOn: day }, actor);
}

/** A plan shows to those who see part of its area. */
export async function planInSight(tx: Tx, actor: Staff, id: string): Promise<store.Plan> {
  const plan = await store.findPlan(tx, id);
  if (!plan || !seesSome(actor, plan.areaPath)) throw problem('patrol.plan-unknown', {});
  return plan;
}

export async function listPlans(parts: PatrolParts, tx: Tx, asking: Asking) {
  const actor = staffOf(asking);
  const plans = await store.listPlans(tx);
  return {
    items: plans.filter((plan) => seesSome(actor, plan.areaPath)).map((plan) => viewPlan(parts, plan, actor)),
  };
}

export function viewPlan(parts: PatrolParts, plan: store.Plan, actor: Actor) {
  const { areaPath, placeKind, placeValues, ...rest } = plan;
  const today = civilDate(parts.now());
  const over = plan.endsOn !== null && plan.endsOn < today;
  return {
    ...rest,
    places: { kind: placeKind, values: placeValues },
    state: over ? 'over' : plan.startsOn > today ? 'upcoming' : 'running',
    mayPlan: mayPlan(actor, areaPath),
  };
}
