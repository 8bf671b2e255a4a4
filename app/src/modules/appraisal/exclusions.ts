// 不计入: the owner unit says why a case should not count against it, another unit decides, and nothing that residents said is touched.
import { deadline } from '@renlin/core/calendar/limit';
import type { CaseState } from '../../engines/case/case.ts';
import { findCase } from '../../engines/case/case-store.ts';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { claimFiles } from '../../platform/files/files.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { insertCaseFiles } from '../cases/public.ts';
import { unitNameOf } from '../catalogue/public.ts';
import type { DecisionBody, ExclusionBody } from './contract.ts';
import { countCase } from './outcomes.ts';
import type { AppraisalParts } from './ports.ts';
import { lockCase, writeRecord } from './store.ts';
import * as store from './store-exclusions.ts';
import './problems.ts';

/** The decision is owed within this. */
const DECIDE_WITHIN = { n: 3, unit: 'work-day' } as const;
/** A refused application may be made once more, with better grounds. */
const MOST_APPLICATIONS = 2;
const MOST_LISTED = 200;

/** The unit for which the actor may apply: the one that holds the case. */
export function applyingUnit(state: CaseState, actor: Actor): string | undefined {
  if (actor.kind !== 'staff' || state.ownerUnit === null || state.kind === 'trifle') return undefined;
  return actor.posts.find((post) => post.duties.includes('handle') && post.unitId === state.ownerUnit)
    ?.unitId;
}

/** Why no application can be made now, or undefined. */
export function refusalToApply(applications: readonly store.Exclusion[]): string | undefined {
  if (applications.some((one) => one.state === 'asked')) return 'appraisal.exclusion-open';
  if (applications.some((one) => one.state === 'granted')) return 'appraisal.exclusion-granted';
  return applications.length >= MOST_APPLICATIONS ? 'appraisal.exclusion-exhausted' : undefined;
}

export async function applyExclusion(
  parts: AppraisalParts,
  tx: Tx,
  actor: Actor,
  caseId: string,
  body: ExclusionBody,
) {
  if (!(await lockCase(tx, caseId))) throw problem('cases.not-found', {});
  const loaded = await findCase(tx, caseId, caseId);
  if (!loaded || actor.kind !== 'staff') throw problem('cases.not-found', {});
  const unit = applyingUnit(loaded.state, actor);
  if (!unit) throw problem('appraisal.exclusion-not-owner', {});
  const applications = await store.listExclusionsOf(tx, caseId);
  const again = applications.find((one) => one.id === body.commandId);
  if (again) return { id: again.id, state: again.state, dueAt: again.due_at };
  const refusal = refusalToApply(applications);
  if (refusal) throw problem(refusal, { most: MOST_APPLICATIONS });
  const now = parts.now();
  const world = await parts.world(actor.district);
  const evidence = await claimFiles(tx, body.photos, now);
  await insertCaseFiles(tx, caseId, evidence);
  const { due } = deadline(world.calendar, now, DECIDE_WITHIN);
  const written = await store.insertExclusion(tx, {
    id: body.commandId,
    caseId,
    areaPath: loaded.state.areaPath,
    grounds: body.grounds,
    words: body.words,
    evidence,
    unitId: unit,
    accountId: actor.accountId,
    askedAt: now,
    dueAt: due,
  });
  if (!written) throw problem('cases.command-id-reused', {}, [{ path: 'commandId', code: 'reused' }]);
  await tell(parts, tx, loaded.state.areaPath, 'notice.exclusion-asked', loaded.state.number);
  return { id: body.commandId, state: 'asked' as const, dueAt: due };
}

async function tell(parts: AppraisalParts, tx: Tx, areaPath: string, key: string, number: string) {
  const holders = await parts.holdersNear(tx, 'supervise', areaPath);
  await parts.notify.toPosts(tx, holders, {
    key,
    params: { number },
    link: '/console/exclusions',
    urgency: 'now',
  });
}

/** The unit under which the actor may decide: over the place, and neither the applicant's nor one that handled or is complained about. */
export function decidingUnit(
  application: Pick<store.Exclusion, 'unit_id' | 'account_id'>,
  state: CaseState,
  actor: Actor,
): string | undefined {
  if (actor.kind !== 'staff' || actor.accountId === application.account_id) return undefined;
  if (state.facts.handlers.includes(actor.accountId)) return undefined;
  const barred = [application.unit_id, state.ownerUnit, state.subjectUnit, ...state.facts.handlerUnits];
  return actor.posts.find(
    (post) =>
      post.duties.includes('supervise') &&
      state.areaPath.startsWith(post.areaPath) &&
      !barred.includes(post.unitId),
  )?.unitId;
}

export async function decideExclusion(
  parts: AppraisalParts,
  tx: Tx,
  actor: Actor,
  id: string,
  body: DecisionBody,
) {
  const seen = await store.findExclusion(tx, id, false);
  if (!seen || actor.kind !== 'staff') throw problem('appraisal.not-found', {});
  // The case first, as every step does; then what the application says now.
  if (!(await lockCase(tx, seen.case_id))) throw problem('appraisal.not-found', {});
  const loaded = await findCase(tx, seen.case_id, seen.case_id);
  const application = await store.findExclusion(tx, id, true);
  if (!loaded || !application) throw problem('appraisal.not-found', {});
  if (application.decision_id === body.commandId && application.decided_by === actor.accountId)
    return { id, state: application.state, decidedAt: application.decided_at };
  const unit = decidingUnit(application, loaded.state, actor);
  if (!unit) throw problem('appraisal.exclusion-same-unit', {});
  if (application.state !== 'asked') throw problem('appraisal.exclusion-decided', {});
  const now = parts.now();
  await store.decideExclusion(tx, id, {
    state: body.decision,
    by: actor.accountId,
    unit,
    at: now,
    words: body.words,
    commandId: body.commandId,
  });
  if (body.decision === 'granted') {
    await countCase(tx, application.case_id);
    await writeRecord(tx, application.case_id, now, { excluded: true });
  }
  await parts.notify.toUnit(tx, application.unit_id, 'handle', {
    key: `notice.exclusion-${body.decision}`,
    params: { number: loaded.state.number },
    link: `/console/cases/${application.case_id}`,
    urgency: 'now',
  });
  return { id, state: body.decision, decidedAt: now };
}

export async function listExclusions(
  parts: AppraisalParts,
  tx: Tx,
  asking: { actor: Actor; locale: Locale },
  open: boolean,
) {
  const rows = await store.listExclusions(tx, open, MOST_LISTED);
  const items = [];
  for (const row of rows) {
    const loaded = await findCase(tx, row.case_id, row.case_id);
    items.push({
      ...(await viewOf(parts, asking, row)),
      caseId: row.case_id,
      number: row.number,
      headline: row.headline,
      mayDecide: open && loaded !== undefined && decidingUnit(row, loaded.state, asking.actor) !== undefined,
    });
  }
  return { items };
}

export async function viewOf(
  parts: AppraisalParts,
  asking: { actor: Actor; locale: Locale },
  one: store.Exclusion,
) {
  const { catalogue } = await parts.world(asking.actor.district);
  const text = (key: string) => parts.messages.text(asking.locale, key);
  return {
    id: one.id,
    grounds: { code: one.grounds, label: text(`option.exclusion-grounds.${one.grounds}`) },
    words: one.words,
    evidence: one.evidence,
    unitName: unitNameOf(catalogue, one.unit_id) ?? '',
    askedAt: one.asked_at,
    dueAt: one.due_at,
    late: one.state === 'asked' && one.due_at < parts.now(),
    state: { code: one.state, label: text(`appraisal.exclusion.${one.state}`) },
    decidedUnitName: one.decided_unit ? (unitNameOf(catalogue, one.decided_unit) ?? '') : null,
    decidedAt: one.decided_at,
    decisionWords: one.decision_words,
  };
}

/** Reminds those who decide of applications past their deadline, once each. */
export async function remindLate(parts: AppraisalParts, district: string): Promise<number> {
  const system = scopeOf({ kind: 'system', district, reason: 'exclusions' });
  return parts.db.tx(system, async (tx) => {
    const late = await store.takeLate(tx, parts.now());
    for (const one of late) await tell(parts, tx, one.area_path, 'notice.exclusion-late', one.number);
    return late.length;
  });
}
