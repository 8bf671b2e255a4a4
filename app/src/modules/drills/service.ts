// Drills as people plan and look at them.
import { derivedId } from '../../engines/case/timing.ts';
import { checkAnswers } from '../../engines/checklist/checklist.ts';
import { insertRecord, listRecords } from '../../engines/checklist/record-store.ts';
import { checklistOf, standingChecklist } from '../../engines/checklist/records.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { MusterGroup } from '../../kernel/emergency.ts';
import { type FieldProblem, problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { type DrillFacts, drillOf, openModuleCase, viewCase } from '../cases/public.ts';
import { selectPosts } from '../org/public.ts';
import { findPlan } from '../preparedness/public.ts';
import type { DrillBody, Line } from './contract.ts';
import { medianMinutes } from './figures.ts';
import type { AreaFact, Asking, DrillsParts, Staff } from './parts.ts';
import { observerChecklist } from './preset-checklist.ts';
import * as store from './store.ts';
import './problems.ts';

export const PLANNING = ['command', 'dispatch', 'intake'] as const;
const OBSERVING = [...PLANNING, 'verify', 'supervise'] as const;
const MOST = 300;

type CaseState = NonNullable<Awaited<ReturnType<typeof store.findDrill>>>;

export function staffOf({ actor }: Asking): Staff {
  if (actor.kind !== 'staff') throw problem('auth.required');
  return actor;
}

export async function areaOf(parts: DrillsParts, district: string, areaId: string): Promise<AreaFact> {
  const area = (await parts.areaChain(district, areaId)).at(-1);
  if (!area) throw problem('drills.area-unknown', {}, [{ path: 'areaId', code: 'drill-area' }]);
  return area;
}

export const holdsAny = (actor: Staff, duties: readonly string[], path: string) =>
  duties.some((duty) => holdsDutyOver(actor, duty, path));

/** The unit for which somebody plans at a place. */
export const planningUnit = (actor: Staff, path: string) =>
  actor.posts.find(
    (post) => path.startsWith(post.areaPath) && PLANNING.some((duty) => post.duties.includes(duty)),
  )?.unitId ?? null;

/** Every post of a script stands now, in the place or above it. */
async function checkScript(
  parts: DrillsParts,
  tx: Tx,
  area: AreaFact,
  script: readonly Line[],
): Promise<void> {
  const ids = [...new Set(script.map((one) => one.postId))];
  const posts = await selectPosts(tx, civilDate(parts.now()), { ids });
  const near = new Set(
    posts
      .filter((post) => post.areaPath.startsWith(area.path) || area.path.startsWith(post.areaPath))
      .map((post) => post.id),
  );
  const faults: FieldProblem[] = script.flatMap((one, index) =>
    near.has(one.postId) ? [] : [{ path: `script/${index}/postId`, code: 'drill-post' }],
  );
  if (faults.length > 0) throw problem('drills.script', { n: faults.length }, faults);
}

const linesOf = (drill: string, key: string, script: readonly Line[]): store.ScriptLine[] =>
  [...script]
    .sort((a, b) => a.minute - b.minute)
    .map((one, index) => ({ ...one, line: index + 1, id: derivedId(`${drill}/line/${key}/${index + 1}`) }));

export async function planDrill(parts: DrillsParts, asking: Asking, body: DrillBody) {
  const actor = staffOf(asking);
  const area = await areaOf(parts, actor.district, body.areaId);
  if (!holdsAny(actor, PLANNING, area.path)) throw problem('drills.not-your-area', { area: area.name });
  const system = scopeOf({ kind: 'system', district: actor.district, reason: 'plan of a drill' });
  const known = await parts.db.read(system, (tx) => store.findDrill(tx, body.commandId));
  if (known) return { id: known.id, number: known.number, version: known.version };
  if (body.plannedAt <= parts.now())
    throw problem('drills.past', {}, [{ path: 'plannedAt', code: 'drill-past' }]);
  await parts.db.read(system, async (tx) => {
    await checkScript(parts, tx, area, body.script);
    const plan = body.plan === undefined ? undefined : await findPlan(tx, body.plan);
    if (body.plan !== undefined && (plan?.state !== 'published' || !area.path.startsWith(plan.areaPath)))
      throw problem('drills.plan-unknown', {}, [{ path: 'plan', code: 'drill-plan' }]);
  });
  const { stressRun } = body;
  // As far as the planner sees: nobody quotes what is not theirs to read.
  if (
    stressRun !== undefined &&
    !(await parts.db.read(scopeOf(actor), async (tx) => parts.stressRun?.(tx, stressRun)))
  )
    throw problem('drills.no-stress-run', {}, [{ path: 'stressRun', code: 'drill-run' }]);
  const facts: DrillFacts = {
    scenario: body.scenario,
    mode: body.mode,
    plannedAt: body.plannedAt,
    plan: body.plan ?? null,
    stressRun: body.stressRun ?? null,
    checklist: observerChecklist.code,
    startedAt: null,
    endedAt: null,
    moved: [],
    musters: [],
    findings: 0,
    result: null,
  };
  const mark = parts.messages.text('zh-CN', 'drills.mark');
  const { state } = await openModuleCase(parts.cases, actor, {
    id: body.commandId,
    kind: 'drill',
    areaId: area.id,
    ownerUnit: planningUnit(actor, area.path),
    headline: `${mark}${body.title}`,
    text: body.aim,
    address: body.place,
    facts: { drill: facts },
    beside: (tx) => store.insertLines(tx, body.commandId, linesOf(body.commandId, 'first', body.script)),
  });
  return { id: state.id, number: state.number, version: state.version };
}

async function getDrill(tx: Tx, id: string): Promise<CaseState> {
  const state = await store.findDrill(tx, id);
  if (!state) throw problem('drills.not-found');
  return state;
}

const isOpen = (state: string) => state === 'improve-open' || state === 'improve-checking';

function summaryOf(parts: DrillsParts, asking: Asking, state: CaseState, areaName: string) {
  const facts = drillOf(state);
  const text = (key: string) => parts.messages.text(asking.locale, key);
  return {
    id: state.id,
    number: state.number,
    version: state.version,
    title: state.headline,
    area: { id: state.areaId, name: areaName },
    place: state.address,
    scenario: { code: facts.scenario, label: text(`drills.scenario.${facts.scenario}`) },
    mode: { code: facts.mode, label: text(`drills.mode.${facts.mode}`) },
    state: { code: state.state, label: text(`case.state.${state.state}`) },
    plannedAt: facts.plannedAt,
    startedAt: facts.startedAt,
    endedAt: facts.endedAt,
    closedAt: state.closedAt,
    /** Its day is past and nobody said what became of it. */
    late: state.state === 'drill-planned' && facts.plannedAt < parts.now(),
    result: facts.result && { code: facts.result, label: text(`option.drill-result.${facts.result}`) },
    musterMinutes: medianMinutes(facts.musters),
    people: facts.musters.reduce((sum, one) => sum + one.arrived, 0),
  };
}

export async function listDrills(parts: DrillsParts, tx: Tx, asking: Asking, areaId: string | undefined) {
  const actor = staffOf(asking);
  const within = areaId === undefined ? '' : (await areaOf(parts, actor.district, areaId)).path;
  const found = await store.listDrills(tx, within, MOST);
  const improvements = await store.listImprovements(
    tx,
    found.map((one) => one.id),
  );
  const items = [];
  for (const state of found) {
    const mine = improvements.filter((one) => one.parent === state.id);
    const name = (await parts.areaChain(actor.district, state.areaId)).at(-1)?.name ?? '';
    items.push({
      ...summaryOf(parts, asking, state, name),
      findings: mine.length,
      openFindings: mine.filter((one) => isOpen(one.state)).length,
    });
  }
  return { items, more: found.length === MOST };
}

export async function viewDrill(parts: DrillsParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const state = await getDrill(tx, id);
  const facts = drillOf(state);
  const text = (key: string) => parts.messages.text(asking.locale, key);
  const area = (await parts.areaChain(actor.district, state.areaId)).at(-1);
  const plan = facts.plan === null ? undefined : await findPlan(tx, facts.plan);
  const run = facts.stressRun === null ? undefined : await parts.stressRun?.(tx, facts.stressRun);
  const script = await store.listScript(tx, id);
  const checklist = await standingChecklist(tx, observerChecklist, civilDate(parts.now()));
  return {
    ...summaryOf(parts, asking, state, area?.name ?? ''),
    aim: state.text,
    plan: plan ? { id: plan.id, title: plan.title, version: plan.version } : null,
    stressRun: run ?? null,
    moved: facts.moved,
    case: await viewCase(parts.cases, tx, asking, id),
    script: script.map(({ state: card, ...line }) => ({
      ...line,
      state: card === null ? null : { code: card, label: text(`case.state.${card}`) },
    })),
    signUps: (await store.listSignUps(tx, id)).map((one) => ({
      ...one,
      group: { code: one.group, label: text(`option.muster-group.${one.group}`) },
    })),
    musters: facts.musters.map((one) => ({
      ...one,
      group: { code: one.group, label: text(`option.muster-group.${one.group}`) },
      minutes: Math.round((one.arrivedAt - one.calledAt) / 60_000),
    })),
    checklist: { ...checklist, title: checklist.title[asking.locale] },
    observations: await observationsOf(tx, asking, id),
    improvements: (await store.listImprovements(tx, [id])).map(({ parent: _of, ...one }) => ({
      ...one,
      state: { code: one.state, label: text(`case.state.${one.state}`) },
    })),
    may: {
      plan: holdsAny(actor, PLANNING, state.areaPath),
      observe: holdsAny(actor, OBSERVING, state.areaPath),
    },
  };
}

/** What observers wrote, each by the version that they had before them. */
async function observationsOf(tx: Tx, asking: Asking, id: string) {
  const items = [];
  for (const one of await listRecords(tx, id)) {
    const { items: asked } = await checklistOf(tx, observerChecklist, one.version);
    const remark = one.answers['remark'];
    items.push({
      id: one.id,
      at: one.at,
      postTitle: one.postTitle,
      good: asked.filter((item) => one.answers[item.code] === 'yes').length,
      findings: one.findings.map((found) => ({ item: found.item, text: found.text[asking.locale] })),
      remark: typeof remark === 'string' ? remark : '',
    });
  }
  return items;
}

/** The script anew, as long as nothing of it was played. */
export async function rewriteScript(
  parts: DrillsParts,
  tx: Tx,
  asking: Asking,
  id: string,
  script: readonly Line[],
) {
  const actor = staffOf(asking);
  await store.lockDrill(tx, id);
  const state = await getDrill(tx, id);
  const area = await areaOf(parts, actor.district, state.areaId);
  if (!holdsAny(actor, PLANNING, area.path)) throw problem('drills.not-your-area', { area: area.name });
  if (state.state !== 'drill-planned') throw problem('drills.begun');
  await checkScript(parts, tx, area, script);
  await store.deleteUnsent(tx, id);
  await store.insertLines(tx, id, linesOf(id, parts.cases.ids.next(), script));
  return viewDrill(parts, tx, asking, id);
}

export async function signUp(
  parts: DrillsParts,
  tx: Tx,
  asking: Asking,
  id: string,
  body: { unitId: string; group: MusterGroup; headcount: number },
) {
  const actor = staffOf(asking);
  const state = await getDrill(tx, id);
  const own = actor.posts.some((post) => post.unitId === body.unitId);
  if (!own && !holdsAny(actor, PLANNING, state.areaPath))
    throw problem('drills.not-your-area', { area: state.headline });
  if (state.closedAt !== null || state.state === 'drill-reviewing') throw problem('drills.over');
  if (!(await store.findUnitName(tx, body.unitId)))
    throw problem('drills.unit-unknown', {}, [{ path: 'unitId', code: 'drill-unit' }]);
  await store.keepSignUp(tx, { drill: id, ...body, by: actor.accountId, at: parts.now() });
  return viewDrill(parts, tx, asking, id);
}

export async function observe(
  parts: DrillsParts,
  tx: Tx,
  asking: Asking,
  id: string,
  body: { id: string; version: number; answers: Readonly<Record<string, string | number>> },
) {
  const actor = staffOf(asking);
  const state = await getDrill(tx, id);
  const post = actor.posts.find(
    (one) => state.areaPath.startsWith(one.areaPath) && OBSERVING.some((duty) => one.duties.includes(duty)),
  );
  if (!post) throw problem('drills.not-observer');
  if (!['drill-running', 'drill-reviewing'].includes(state.state)) throw problem('drills.not-running');
  const asked = await checklistOf(tx, observerChecklist, body.version);
  const checked = checkAnswers(asked.items, body.answers);
  if (!checked.ok) throw problem('drills.answers', { n: checked.faults.length }, checked.faults);
  await insertRecord(tx, {
    id: body.id,
    about: id,
    code: asked.code,
    version: asked.version,
    answers: checked.answers,
    findings: checked.findings,
    accountId: actor.accountId,
    postTitle: post.title,
    at: parts.now(),
  });
  return viewDrill(parts, tx, asking, id);
}
