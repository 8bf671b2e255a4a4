// 回访: cases that ended are drawn by plan, somebody who did not handle them calls, and what the resident says stands beside the
// resident's own confirmation. Neither overwrites the other.
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import type { PlanBody, TryBody } from './contract.ts';
import { countCase } from './outcomes.ts';
import { chosenFor, firstPlan, type VisitPlan } from './plan.ts';
import type { AppraisalParts } from './ports.ts';
import { lockCase, writeRecord } from './store.ts';
import * as store from './store-visits.ts';
import './problems.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Steps that were being written when the last planning looked are seen by the next one. */
const OVERLAP_MS = 10 * 60_000;
/** A district that begins does not call about last year. */
const FIRST_LOOK_MS = 7 * DAY_MS;
const MOST_LISTED = 200;
const CALLERS = ['hotline', 'verify'];

export async function planInForce(tx: Tx): Promise<store.StoredPlan> {
  const [plan] = await store.listPlans(tx);
  return plan ?? { version: 0, definition: firstPlan, note: '', effectiveFrom: 0 };
}

/** Draws the calls for what ended since the last time; gives how many. Repeating it changes nothing. */
export async function planVisits(parts: AppraisalParts, district: string): Promise<number> {
  const system = scopeOf({ kind: 'system', district, reason: 'visit-backs' });
  return parts.db.tx(system, async (tx) => {
    const now = parts.now();
    const since = (await store.findMark(tx)) ?? now - FIRST_LOOK_MS;
    const plan = await planInForce(tx);
    let drawn = 0;
    for (const ending of await store.listEndings(tx, since - OVERLAP_MS)) {
      const why = chosenFor(plan.definition, ending, parts.lotKey);
      if (!why) continue;
      drawn += await store.insertVisit(tx, {
        id: parts.ids.next(),
        ending,
        planVersion: plan.version,
        why,
        mostTries: plan.definition.mostTries,
        createdAt: now,
        dueAt: now + plan.definition.dueDays * DAY_MS,
      });
    }
    await store.saveMark(tx, now);
    return drawn;
  });
}

export async function publishPlan(parts: AppraisalParts, tx: Tx, actor: Actor, body: PlanBody) {
  const { baseVersion, note, ...definition } = body;
  const world = await parts.world(tx.scope.district);
  for (const [index, rule] of definition.rules.entries()) {
    if (rule.category && !world.catalogue.categories.has(rule.category))
      throw problem('appraisal.unknown-category', {}, [
        { path: `rules/${index}/category`, code: 'unknown-category' },
      ]);
    if (rule.unit && !world.catalogue.units.has(rule.unit))
      throw problem('appraisal.unknown-unit', {}, [{ path: `rules/${index}/unit`, code: 'unknown-unit' }]);
  }
  const current = await planInForce(tx);
  const plan = {
    version: baseVersion + 1,
    definition: definition as VisitPlan,
    note,
    effectiveFrom: parts.now(),
  };
  const written =
    current.version === baseVersion &&
    (await store.insertPlan(tx, {
      ...plan,
      accountId: actor.kind === 'staff' ? actor.accountId : null,
    }));
  if (!written) throw problem('appraisal.plan-changed', { version: current.version });
  return plan;
}

/** Where this person may call, post by post. */
function reachesOf(actor: Actor): store.Reach[] {
  if (actor.kind !== 'staff') return [];
  return actor.posts
    .filter((post) => post.duties.some((duty) => CALLERS.includes(duty)))
    .map((post) => ({ path: post.areaPath, unit: post.unitId }));
}

/** The unit under which the actor may call about this case, or undefined. */
export function callingUnit(visit: store.Visit, actor: Actor): string | undefined {
  if (actor.kind !== 'staff' || visit.kept_accounts.includes(actor.accountId)) return undefined;
  return reachesOf(actor).find(
    (one) => visit.area_path.startsWith(one.path) && !visit.kept_units.includes(one.unit),
  )?.unit;
}

export async function listVisits(
  parts: AppraisalParts,
  tx: Tx,
  asking: { actor: Actor; locale: Locale },
  state: store.Visit['state'],
) {
  const { actor, locale } = asking;
  const accountId = actor.kind === 'staff' ? actor.accountId : '';
  const world = await parts.world(actor.district);
  const rows = await store.listVisits(tx, state, reachesOf(actor), accountId, MOST_LISTED);
  const now = parts.now();
  return {
    items: rows.map((row) => ({
      id: row.id,
      caseId: row.case_id,
      number: row.number,
      headline: row.headline,
      category: world.catalogue.categories.get(row.category)?.label[locale] ?? '',
      why: { code: row.why, label: parts.messages.text(locale, `appraisal.why.${row.why}`) },
      endedAt: row.ended_at,
      dueAt: row.due_at,
      late: state === 'due' && row.due_at < now,
      tries: row.tries,
      mostTries: row.most_tries,
      lastTryAt: row.last_try_at,
      state: row.state,
    })),
  };
}

/** Writes down one call. Reached: the answers; not reached: one try more, until the plan's last one. */
export async function recordTry(parts: AppraisalParts, tx: Tx, actor: Actor, id: string, body: TryBody) {
  const visit = await store.findVisit(tx, id, true);
  if (!visit || actor.kind !== 'staff') throw problem('appraisal.not-found', {});
  const unit = callingUnit(visit, actor);
  if (!unit) throw problem('appraisal.visit-handled', {});
  const before = await store.findTry(tx, body.commandId);
  if (before) {
    if (before.visit_id !== id || before.account_id !== actor.accountId)
      throw problem('cases.command-id-reused', {}, [{ path: 'commandId', code: 'reused' }]);
    return answerOf(visit);
  }
  const now = parts.now();
  await refuseTry(tx, visit, now);
  const solved = body.reached ? (body.solved ?? null) : null;
  const satisfied = body.reached ? (body.satisfied ?? null) : null;
  const missing = body.reached
    ? (['solved', 'satisfied'] as const).filter((name) => body[name] === undefined)
    : (['solved', 'satisfied'] as const).filter((name) => body[name] !== undefined);
  if (missing.length > 0)
    throw problem(
      'appraisal.visit-answers',
      {},
      missing.map((path) => ({ path, code: 'visit-answers' })),
    );
  if (!(await lockCase(tx, visit.case_id))) throw problem('appraisal.not-found', {});
  const written = await store.insertTry(tx, {
    id: body.commandId,
    visit_id: id,
    at: now,
    account_id: actor.accountId,
    unit_id: unit,
    reached: body.reached,
    solved,
    satisfied,
    words: body.words ?? '',
  });
  if (!written) throw problem('cases.command-id-reused', {}, [{ path: 'commandId', code: 'reused' }]);
  const tries = visit.tries + 1;
  const state = body.reached ? 'done' : tries >= visit.most_tries ? 'unreached' : 'due';
  await store.saveVisit(tx, id, { state, tries, at: now });
  if (solved && satisfied) {
    await countCase(tx, visit.case_id);
    await writeRecord(tx, visit.case_id, now, { backSolved: solved, backSatisfied: satisfied });
  }
  return answerOf({ ...visit, state, tries, last_try_at: now });
}

async function refuseTry(tx: Tx, visit: store.Visit, now: number): Promise<void> {
  if (visit.state !== 'due') throw problem('appraisal.visit-over', { state: visit.state });
  const plan = (await store.listPlans(tx)).find((one) => one.version === visit.plan_version);
  const rest = (plan?.definition ?? firstPlan).restHours;
  if (visit.last_try_at !== null && now < visit.last_try_at + rest * HOUR_MS)
    throw problem('appraisal.visit-too-soon', { hours: rest });
  const ended = await store.stillEnded(tx, visit.case_id, visit.ended_at);
  if (!ended) throw problem('appraisal.visit-reopened', {});
}

function answerOf(visit: store.Visit) {
  return { id: visit.id, state: visit.state, tries: visit.tries, mostTries: visit.most_tries };
}
