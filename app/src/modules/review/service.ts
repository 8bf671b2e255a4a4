// 危机应对 → 系统复原 → 发展演进: the phases of an emergency, its recovery checklist, and what is to be improved by whom.
import { checkAnswers } from '../../engines/checklist/checklist.ts';
import { insertRecord, listRecords } from '../../engines/checklist/record-store.ts';
import { checklistOf, standingChecklist } from '../../engines/checklist/records.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { emergencyOf, type ImprovementFacts, openModuleCase } from '../cases/public.ts';
import type { AnswersBody, ImprovementBody } from './contract.ts';
import type { Asking, ReviewParts, Staff } from './parts.ts';
import { phasesOf } from './phases.ts';
import { recoveryChecklist } from './preset-recovery.ts';
import * as store from './store.ts';
import './problems.ts';

const REVIEWING = ['command', 'dispatch', 'intake'] as const;
const AFTER = ['emergency-recovering', 'emergency-ended'];
const MOST = 500;

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findEmergency>>>;

function staffOf({ actor }: Asking): Staff {
  if (actor.kind !== 'staff') throw problem('auth.required');
  return actor;
}

const reviews = (actor: Staff, path: string) => REVIEWING.some((duty) => holdsDutyOver(actor, duty, path));

async function getEmergency(tx: Tx, id: string): Promise<CaseState> {
  const state = await store.findEmergency(tx, id);
  if (!state) throw problem('review.not-found');
  return state;
}

function rowOf(parts: ReviewParts, asking: Asking, row: store.BacklogRow) {
  const text = (key: string) => parts.messages.text(asking.locale, key);
  const { parentId, parentKind, parentTitle, ...rest } = row;
  return {
    ...rest,
    state: { code: row.state, label: text(`case.state.${row.state}`) },
    source: { code: row.source, label: text(`review.source.${row.source}`) },
    from: parentId && parentTitle !== null ? { id: parentId, kind: parentKind, title: parentTitle } : null,
  };
}

export async function viewReview(parts: ReviewParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const state = await getEmergency(tx, id);
  const preset = recoveryChecklist(emergencyOf(state).risk);
  const checklist = await standingChecklist(tx, preset, civilDate(parts.now()));
  const [latest] = await listRecords(tx, id);
  const asked = latest && (await checklistOf(tx, preset, latest.version));
  const improvements = await store.listImprovements(tx, { parent: id, limit: MOST });
  const text = (key: string) => parts.messages.text(asking.locale, key);
  const remark = latest?.answers['remark'];
  return {
    id: state.id,
    review: typeof state.facts['review'] === 'string' ? state.facts['review'] : null,
    phases: phasesOf(
      await store.listSteps(tx, id),
      improvements.map((one) => one.closedAt),
    ).map((phase) => ({
      ...phase,
      label: text(`review.phase.${phase.code}`),
      steps: phase.steps.map((step) => ({ at: step.at, label: text(`case.step.${step.name}`) })),
    })),
    checklist: { ...checklist, title: checklist.title[asking.locale] },
    latest: latest
      ? {
          at: latest.at,
          postTitle: latest.postTitle,
          right: asked?.items.filter((item) => latest.answers[item.code] === 'yes').length ?? 0,
          open: latest.findings.map((found) => ({
            item: found.item,
            text: found.text[asking.locale],
            // Given already: the same words stand among the improvements.
            given: improvements.some(
              (one) => one.headline === found.text['zh-CN'] || one.headline === found.text.en,
            ),
          })),
          remark: typeof remark === 'string' ? remark : '',
        }
      : null,
    improvements: improvements.map((one) => rowOf(parts, asking, one)),
    may: { answer: AFTER.includes(state.state) && reviews(actor, state.areaPath) },
  };
}

async function reviewed(tx: Tx, actor: Staff, id: string): Promise<CaseState> {
  const state = await getEmergency(tx, id);
  if (!reviews(actor, state.areaPath)) throw problem('review.not-yours', { number: state.number });
  if (!AFTER.includes(state.state)) throw problem('review.too-early', { number: state.number });
  return state;
}

export async function answerRecovery(
  parts: ReviewParts,
  tx: Tx,
  asking: Asking,
  id: string,
  body: AnswersBody,
) {
  const actor = staffOf(asking);
  const state = await reviewed(tx, actor, id);
  const asked = await checklistOf(tx, recoveryChecklist(emergencyOf(state).risk), body.version);
  const checked = checkAnswers(asked.items, body.answers);
  if (!checked.ok) throw problem('review.answers', { n: checked.faults.length }, checked.faults);
  const post = actor.posts.find(
    (one) => state.areaPath.startsWith(one.areaPath) && REVIEWING.some((duty) => one.duties.includes(duty)),
  );
  await insertRecord(tx, {
    id: body.id,
    about: id,
    code: asked.code,
    version: asked.version,
    answers: checked.answers,
    findings: checked.findings,
    accountId: actor.accountId,
    postTitle: post?.title ?? '',
    at: parts.now(),
  });
  return viewReview(parts, tx, asking, id);
}

/** What must change is given to a unit with a day; another person checks it afterwards. */
export async function improve(parts: ReviewParts, asking: Asking, id: string, body: ImprovementBody) {
  const actor = staffOf(asking);
  const emergency = await parts.cases.db.read(scopeOf(actor), (tx) => reviewed(tx, actor, id));
  const { catalogue } = await parts.cases.engine.world(actor.district);
  if (!catalogue.units.has(body.unitId))
    throw problem('cases.unknown-unit', {}, [{ path: 'unitId', code: 'unknown-unit' }]);
  const improvement: ImprovementFacts = { source: 'review', sourceId: id, days: body.days };
  const [headline = ''] = body.what.split('\n');
  const { state } = await openModuleCase(parts.cases, actor, {
    id: body.commandId,
    kind: 'improvement',
    areaId: emergency.areaId,
    ownerUnit: body.unitId,
    parentId: id,
    headline: headline.slice(0, 80),
    text: body.what,
    facts: { improvement },
  });
  return { id: state.id, number: state.number };
}

/** 整改清单: whatever a review, a drill, a check, a survey or a count found, with its owner and its day. */
export async function listBacklog(
  parts: ReviewParts,
  tx: Tx,
  asking: Asking,
  query: { areaId?: string | undefined; open?: string | undefined },
) {
  const { district } = staffOf(asking);
  let within = '';
  if (query.areaId !== undefined) {
    const area = (await parts.areaChain(district, query.areaId)).at(-1);
    if (!area) throw problem('review.area-unknown', {}, [{ path: 'areaId', code: 'review-area' }]);
    within = area.path;
  }
  const items = await store.listImprovements(tx, { within, open: query.open !== '0', limit: MOST });
  const now = parts.now();
  return {
    items: items.map((one) => rowOf(parts, asking, one)),
    late: items.filter((one) => one.closedAt === null && one.dueAt !== null && one.dueAt < now).length,
    more: items.length === MOST,
  };
}
