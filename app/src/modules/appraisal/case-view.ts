// What appraisal knows of one case: who asked from above, who called back, what was applied for, and how it counts now.
import { limitLabel } from '@renlin/core/calendar/limit';
import type { CaseState } from '../../engines/case/case.ts';
import { findCase } from '../../engines/case/case-store.ts';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { endedSupervisions, supervisionOf } from '../cases/public.ts';
import { unitNameOf } from '../catalogue/public.ts';
import { grounds } from './contract.ts';
import { applyingUnit, decidingUnit, refusalToApply, viewOf } from './exclusions.ts';
import type { AppraisalParts } from './ports.ts';
import * as store from './store.ts';
import { type Exclusion, listExclusionsOf } from './store-exclusions.ts';
import * as visitStore from './store-visits.ts';
import { callingUnit } from './visits.ts';

type Asking = { actor: Actor; locale: Locale };

export async function appraisalOf(parts: AppraisalParts, tx: Tx, asking: Asking, caseId: string) {
  const loaded = await findCase(tx, caseId, caseId);
  if (!loaded) throw problem('cases.not-found', {});
  const { state } = loaded;
  const outcome = (await store.listOutcomes(tx, caseId)).at(-1)?.facts;
  const applications = await listExclusionsOf(tx, caseId);
  return {
    supervision: await supervisionView(parts, asking, state),
    visits: await visitsView(parts, tx, asking, state),
    exclusions: await Promise.all(
      applications.map(async (one) => ({
        ...(await viewOf(parts, asking, one)),
        mayDecide: one.state === 'asked' && decidingUnit(one, state, asking.actor) !== undefined,
      })),
    ),
    mayApply: applyView(parts, asking, state, applications),
    counts: outcome
      ? {
          excluded: outcome.excluded,
          belongs: outcome.mergedInto !== null,
          answer: outcome.answer,
          rating: outcome.rating,
          backSolved: outcome.backSolved,
          backSatisfied: outcome.backSatisfied,
          checked: outcome.checked,
        }
      : null,
  };
}

async function supervisionView(parts: AppraisalParts, { actor, locale }: Asking, state: CaseState) {
  const { catalogue } = await parts.world(actor.district);
  const now = parts.now();
  const due = state.clocks.findLast(
    (clock) => clock.name === 'supervision' && clock.state !== 'stopped',
  )?.due;
  const current = supervisionOf(state);
  const unitName = (id: string | null) => (id ? (unitNameOf(catalogue, id) ?? '') : '');
  const stage = !current ? null : current.state === 'answered' ? 'answered' : current.late ? 'late' : 'asked';
  return {
    current:
      current && stage
        ? {
            ...current,
            by: unitName(current.by),
            within: limitLabel(current.within, locale),
            dueAt: due ?? null,
            late: current.late || (due !== undefined && due < now),
            label: parts.messages.text(locale, `appraisal.supervision.${stage}`),
          }
        : null,
    ended: endedSupervisions(state).map((one) => ({
      ...one,
      by: unitName(one.by),
      within: limitLabel(one.within, locale),
      label: parts.messages.text(locale, `option.supervision-result.${one.result}`),
    })),
  };
}

async function visitsView(parts: AppraisalParts, tx: Tx, { actor, locale }: Asking, state: CaseState) {
  const visits = await visitStore.listVisitsOf(tx, state.id);
  const tries = await visitStore.listTries(tx, state.id);
  const { catalogue } = await parts.world(actor.district);
  return visits.map((visit) => ({
    id: visit.id,
    why: parts.messages.text(locale, `appraisal.why.${visit.why}`),
    state: { code: visit.state, label: parts.messages.text(locale, `appraisal.visit.${visit.state}`) },
    endedAt: visit.ended_at,
    dueAt: visit.due_at,
    mayCall:
      visit.state === 'due' && state.closedAt === visit.ended_at && callingUnit(visit, actor) !== undefined,
    tries: tries
      .filter((one) => one.visit_id === visit.id)
      .map(({ at, unit_id, reached, solved, satisfied, words }) => ({
        at,
        unitName: unitNameOf(catalogue, unit_id) ?? '',
        reached,
        solved,
        satisfied,
        words,
      })),
  }));
}

/** What the page offers to the owner unit: the list of grounds, or why not now. Nothing to everybody else. */
function applyView(
  parts: AppraisalParts,
  { actor, locale }: Asking,
  state: CaseState,
  applications: readonly Exclusion[],
) {
  if (!applyingUnit(state, actor)) return null;
  const refusal = refusalToApply(applications);
  return {
    refusal: refusal ? parts.messages.text(locale, `problem.${refusal}`, { most: 2 }) : null,
    grounds: grounds.map((value) => ({
      value,
      label: parts.messages.text(locale, `option.exclusion-grounds.${value}`),
    })),
  };
}
