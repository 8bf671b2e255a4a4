// Use cases of the workbench: the ground, plans, runs, corrections by hand.

import type { Actor } from '../../kernel/actor.ts';
import { holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import { selectStanding } from '../org/public.ts';
import { listFacilities } from '../places/public.ts';
import { askedTask, WORK_OF, workOfToday } from './asking.ts';
import type { Correction } from './compute/grids-task.ts';
import { Impossible, runTask } from './compute/in-worker.ts';
import type { Result } from './compute/task.ts';
import type { ChangeBody, PlanBody, PlanQuestion, RunBody } from './contract.ts';
import { householdsOf, mapBarriers, plannedArea, readGround } from './ground.ts';
import { accountOf, mayAdopt, mayPlan, mayRead, type PlanningParts, systemScope, type Who } from './parts.ts';
import type { Runner } from './runner.ts';
import { countPeopleByBuilding, listServicePlaces, type ServiceSource } from './services.ts';
import * as store from './store.ts';
import { checkStressFor } from './stress/view.ts';
import './problems.ts';

const SEED = 1;
/** Runs that may wait in a district at once. */
const MOST_WAITING = 40;

// ------------------------------------------------------------------------------------------------------------------ the ground

/** What of an area is planned with: buildings, households, grids of today, lines, and which kinds of places there are. */
export async function viewGround(parts: PlanningParts, tx: Tx, actor: Actor, areaId: string) {
  const area = await plannedArea(tx, areaId);
  if (!mayRead(actor, area.path)) throw problem('planning.not-your-area', { area: area.name });
  const ground = await readGround(tx, areaId, parts.now());
  type Source = 'assets' | 'pois' | 'buildings' | ServiceSource;
  const kinds = new Map<string, { source: Source; kind: string; count: number }>();
  const count = (source: Source, kind: string) => {
    const key = `${source} ${kind}`;
    const known = kinds.get(key) ?? { source, kind, count: 0 };
    known.count += 1;
    kinds.set(key, known);
  };
  const places = (await listFacilities(tx, ground.areaIds, ground.around)).map((one) => ({
    ...one,
    source: one.layer === 'poi' ? ('pois' as const) : ('assets' as const),
  }));
  for (const { source, category } of places) count(source, category);
  for (const { row } of ground.buildings) count('buildings', row.class);
  const services = await listServicePlaces(tx, ground);
  for (const { source, kinds: own } of services) for (const kind of own) count(source, kind);
  const { byBuilding, unmatched } = await countPeopleByBuilding(tx, ground);
  const barriers = await mapBarriers(tx, ground);
  const graphs = await store.listStreetGraphs(tx);
  return {
    area: { id: area.id, name: area.name, level: area.level },
    outline: ground.outline ?? null,
    box: ground.box ?? null,
    mayPlan: mayPlan(actor, area.path),
    mayAdopt: mayAdopt(actor, area.path),
    communities: ground.communities.map(({ id, name }) => ({ id, name })),
    grids: ground.grids,
    households: ground.buildings.reduce((sum, { row }) => sum + householdsOf(row, undefined), 0),
    withoutHouseholds: ground.buildings.filter(({ row }) => householdsOf(row, undefined) === 0).length,
    buildings: {
      columns: ['id', 'name', 'kind', 'lng', 'lat', 'households', 'grid'],
      rows: ground.buildings.map(({ row, grid }) => [
        row.id,
        row.name ?? row.address ?? '',
        row.class,
        row.lng,
        row.lat,
        row.households,
        grid ?? null,
      ]),
    },
    barriers,
    places: {
      columns: ['id', 'name', 'source', 'kind', 'lng', 'lat'],
      rows: [
        ...places.map((one) => [
          one.id,
          one.name ?? one.address ?? '',
          one.source,
          one.category,
          one.lng,
          one.lat,
        ]),
        // A place of several kinds stands once for each.
        ...services.flatMap(({ id, name, source, kinds: own, at }) =>
          at ? own.map((kind) => [id, name, source, kind, at.lng, at.lat]) : [],
        ),
      ],
    },
    unplaced: services.filter((one) => !one.at).map(({ name, source }) => ({ name, source })),
    people: { buildings: byBuilding.size, unmatched },
    kinds: [...kinds.values()].sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1)),
    streets: graphs.length > 0 ? { source: 'graph', ...graphs[0] } : { source: 'map' },
  };
}

// ------------------------------------------------------------------------------------------------------------------------ plans

export async function planInSight(tx: Tx, actor: Actor, id: string): Promise<store.Plan> {
  const plan = await store.findPlan(tx, id);
  if (!plan || !(plan.createdBy === accountOf(actor) || mayRead(actor, plan.areaPath)))
    throw problem('planning.plan-unknown', {});
  return plan;
}

export const runsOf = (tx: Tx, planId: string) => runsOfPlans(tx, [planId]);

const runsOfPlans = async (tx: Tx, planIds: readonly string[]) =>
  withStanding(tx, await store.listRuns(tx, planIds));

/** A change that was withdrawn, failed or taken back is none: the run may be adopted again. */
export async function withStanding<R extends store.RunHead>(tx: Tx, runs: readonly R[]): Promise<R[]> {
  const ids = runs.flatMap((run) => run.changeId ?? []);
  if (ids.length === 0) return [...runs];
  const standing = await selectStanding(tx, ids);
  return runs.map((run) =>
    run.changeId !== null && !standing.has(run.changeId) ? { ...run, changeId: null } : run,
  );
}

/** A run with an answer, for whoever may see its plan. */
export async function doneRun(tx: Tx, actor: Actor, id: string) {
  const found = await runInSight(tx, actor, id);
  const result = found.run.state === 'done' ? await store.findResult(tx, id) : undefined;
  if (!result) throw problem('planning.not-done', {});
  return { ...found, result };
}

async function runInSight(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<{ run: store.RunHead; plan: store.Plan }> {
  const found = await store.findRun(tx, id);
  const [run] = found ? await withStanding(tx, [found]) : [];
  if (!run) throw problem('planning.run-unknown', {});
  return { run, plan: await planInSight(tx, actor, run.planId) };
}

async function checkQuestion(tx: Tx, areaId: string, question: PlanQuestion, now: number): Promise<void> {
  if (question.kind === 'stress') await checkStressFor(tx, areaId, question.input, now);
  if (question.kind === 'circle') {
    const ids = question.input.services.map((one) => one.id);
    const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i);
    if (twice >= 0)
      throw problem('planning.service-twice', { id: ids[twice] as string }, [
        { path: `question/input/services/${twice}/id`, code: 'invalid' },
      ]);
  }
  if (question.kind !== 'grids') return;
  const { lower, upper, target } = question.input;
  if (lower > upper)
    throw problem('planning.band', { lower, upper }, [
      { path: 'question/input/upper', code: 'planning-band' },
    ]);
  if (target !== undefined && (target < lower || target > upper))
    throw problem('planning.band', { lower, upper }, [
      { path: 'question/input/target', code: 'planning-band' },
    ]);
}

export async function createPlan(parts: PlanningParts, tx: Tx, who: Who, body: PlanBody) {
  const { actor } = who;
  const account = accountOf(actor);
  const known = await store.findPlan(tx, body.id);
  if (known) {
    const same =
      known.createdBy === account && known.areaId === body.areaId && known.kind === body.question.kind;
    if (!same) throw problem('planning.id-taken', {});
    return viewPlan(known, actor, await runsOf(tx, known.id));
  }
  const area = await plannedArea(tx, body.areaId);
  if (!mayPlan(actor, area.path)) throw problem('planning.not-your-area', { area: area.name });
  await checkQuestion(tx, area.id, body.question, parts.now());
  const { id, name, areaId } = body;
  const { kind, input } = body.question;
  const written = await store.insertPlan(tx, {
    id,
    kind,
    name,
    areaId,
    input,
    shared: false,
    by: account,
    at: parts.now(),
  });
  if (!written) throw problem('planning.id-taken', {});
  await audit(tx, who, { action: 'planning.create', object: { type: 'plan', id } });
  return viewPlan(await planInSight(tx, actor, id), actor, []);
}

export async function changePlan(parts: PlanningParts, tx: Tx, who: Who, id: string, body: ChangeBody) {
  const plan = await ownPlan(tx, who, id);
  const { question } = body;
  if (question) {
    await checkQuestion(tx, plan.areaId, question, parts.now());
    if (question.kind !== plan.kind) throw problem('planning.kind-mismatch', {});
  }
  const next = {
    ...plan,
    name: body.name ?? plan.name,
    shared: body.shared ?? plan.shared,
    input: question?.input ?? plan.input,
    revision: body.baseRevision,
  };
  if (!(await store.changePlan(tx, next, parts.now())))
    throw problem('planning.changed', { name: plan.name });
  await audit(tx, who, {
    action:
      next.shared !== plan.shared ? (next.shared ? 'planning.share' : 'planning.unshare') : 'planning.change',
    object: { type: 'plan', id },
  });
  return viewPlan(await planInSight(tx, who.actor, id), who.actor, await runsOf(tx, id));
}

/** A plan is its maker's; whoever manages the area may take a shared one in hand. */
async function ownPlan(tx: Tx, who: Who, id: string): Promise<store.Plan> {
  const plan = await planInSight(tx, who.actor, id);
  if (!mayEdit(plan, who.actor))
    throw problem('planning.not-yours', { name: plan.name, by: plan.createdByName ?? '' });
  return plan;
}

const mayEdit = (plan: store.Plan, actor: Actor): boolean =>
  actor.kind === 'staff' &&
  mayPlan(actor, plan.areaPath) &&
  (plan.createdBy === actor.accountId || holdsDutyOver(actor, 'manage-org', plan.areaPath));

export async function removePlan(parts: PlanningParts, tx: Tx, who: Who, id: string): Promise<void> {
  await ownPlan(tx, who, id);
  await store.removePlan(tx, id, parts.now());
  await audit(tx, who, { action: 'planning.remove', object: { type: 'plan', id } });
}

export async function listPlans(tx: Tx, actor: Actor, filter: Parameters<typeof store.listPlans>[1]) {
  const account = accountOf(actor);
  const plans = (await store.listPlans(tx, filter)).filter(
    (plan) => plan.createdBy === account || mayRead(actor, plan.areaPath),
  );
  const runs = await runsOfPlans(
    tx,
    plans.map((plan) => plan.id),
  );
  return {
    items: plans.map((plan) => {
      const own = runs.filter((run) => run.planId === plan.id);
      const { input: _, ...head } = viewPlan(plan, actor, own.slice(0, 1));
      return { ...head, runCount: own.length };
    }),
  };
}

export function viewPlan(plan: store.Plan, actor: Actor, runs: readonly store.RunHead[]) {
  const { areaPath, createdBy, ...rest } = plan;
  return {
    ...rest,
    own: actor.kind === 'staff' && createdBy === actor.accountId,
    mayEdit: mayEdit(plan, actor),
    mayAdopt: mayAdopt(actor, areaPath),
    runs: runs.map(headOf),
  };
}

const headOf = ({ input, ...run }: store.RunHead) => ({
  ...run,
  seed: input.seed,
  workBudget: input.workBudget,
  base: input.base ?? null,
  corrections: input.corrections?.length ?? 0,
  trial: input.trial ?? null,
});

// ------------------------------------------------------------------------------------------------------------------------- runs

export async function startRun(parts: PlanningParts, tx: Tx, who: Who, planId: string, body: RunBody) {
  const { actor } = who;
  const known = await store.findRun(tx, body.id);
  if (known) {
    if (known.planId !== planId || known.askedBy !== accountOf(actor)) throw problem('planning.id-taken', {});
    return headOf(known);
  }
  const plan = await planInSight(tx, actor, planId);
  if (!mayPlan(actor, plan.areaPath)) throw problem('planning.not-your-area', { area: plan.areaName });
  if (plan.areaClosedOn !== null)
    throw problem('planning.area-ended', { area: plan.areaName, date: plan.areaClosedOn });
  if ((await store.countWaiting(tx)) >= MOST_WAITING) throw problem('planning.busy', { max: MOST_WAITING });
  const asked = await inputOf(tx, plan, body);
  const input = restsOnCases(asked) ? { ...asked, work: await workOfToday(parts, tx, plan.areaId) } : asked;
  const { id } = body;
  if (!(await store.insertRun(tx, { id, planId, input, by: accountOf(actor), at: parts.now() })))
    throw problem('planning.id-taken', {});
  await audit(tx, who, { action: 'planning.run', object: { type: 'plan-run', id }, after: { plan: planId } });
  return headOf((await store.findRun(tx, id)) as store.RunHead);
}

/** Asked again, a run rests on the cases of its first time. */
const restsOnCases = (input: store.RunInput): boolean =>
  input.kind === 'grids' &&
  input.work === undefined &&
  (input.input.workBy === 'both' ||
    (input.corrections ?? []).some((one) => one.kind === 'balance' && one.by === 'cases'));

async function inputOf(tx: Tx, plan: store.Plan, body: RunBody): Promise<store.RunInput> {
  const other = async (id: string | undefined) => {
    if (id === undefined) return undefined;
    const run = await store.findRun(tx, id);
    if (run?.planId !== plan.id) throw problem('planning.run-unknown', {});
    if (run.state !== 'done') throw problem('planning.not-done', {});
    return run;
  };
  const again = await other(body.again);
  if (again) {
    const result = await store.findResult(tx, again.id);
    const stopped =
      result?.kind === 'siting' && result.proof.stoppedBy === 'cancel' ? result.proof.work : undefined;
    const limit = result?.kind === 'stress' ? result.stopped : null;
    return {
      ...again.input,
      workBudget: stopped ?? again.input.workBudget,
      ...(limit ? { limit } : {}),
    };
  }
  const base = await other(body.base);
  const question = { kind: plan.kind, input: plan.input } as PlanQuestion;
  if ((base || body.corrections) && question.kind !== 'grids') throw problem('planning.kind-mismatch', {});
  if (body.trial && question.kind !== 'stress') throw problem('planning.kind-mismatch', {});
  return {
    ...(base ? { kind: base.input.kind, input: base.input.input } : question),
    seed: body.seed ?? SEED,
    ...(body.trial ? { trial: body.trial } : {}),
    workBudget: question.kind === 'siting' ? WORK_OF[question.input.effort] : null,
    ...(base ? { base: base.id } : {}),
    ...(body.corrections ? { corrections: body.corrections as Correction[] } : {}),
  } as store.RunInput;
}

export async function viewRun(
  tx: Tx,
  actor: Actor,
  id: string,
  words: { messages: Messages; locale: Locale },
) {
  const { run, plan } = await runInSight(tx, actor, id);
  const result = run.state === 'done' ? await store.findResult(tx, id) : undefined;
  const { failure } = run;
  return {
    ...headOf(run),
    kind: plan.kind,
    input: run.input.input,
    // The whole input of a stress test is for files; a page would load the streets of the district with it.
    result: result?.kind === 'stress' ? { ...result, input: undefined } : (result ?? null),
    failure: failure
      ? {
          code: failure.code,
          message: words.messages.text(words.locale, `problem.${failure.code}`, failure.params),
        }
      : null,
  };
}

export async function cancelRun(parts: PlanningParts, runner: Runner, tx: Tx, who: Who, id: string) {
  const { run, plan } = await runInSight(tx, who.actor, id);
  if (run.askedBy !== accountOf(who.actor) && !mayEdit(plan, who.actor))
    throw problem('planning.not-yours', { name: plan.name, by: run.askedByName ?? '' });
  if (run.state !== 'queued' && run.state !== 'running') throw problem('planning.settled', {});
  await store.askCancel(tx, id, parts.now());
  await audit(tx, who, { action: 'planning.cancel', object: { type: 'plan-run', id } });
  runner.cancel(id);
  return headOf((await store.findRun(tx, id)) as store.RunHead);
}

/** What corrections by hand would make of a run's grids; nothing is kept. */
export async function tryCorrections(
  parts: PlanningParts,
  actor: Actor,
  id: string,
  corrections: Correction[],
): Promise<{ result: Result }> {
  const { task } = await parts.db.read(systemScope(actor.district), async (tx) => {
    const { run, plan } = await runInSight(tx, actor, id);
    if (!run || !seesPlan(plan, actor)) throw problem('planning.run-unknown', {});
    if (run.state !== 'done') throw problem('planning.not-done', {});
    if (run.input.kind !== 'grids') throw problem('planning.kind-mismatch', {});
    return askedTask(parts, tx, plan.areaId, { ...run.input, base: run.id, corrections });
  });
  try {
    return { result: await runTask(task).result };
  } catch (error) {
    if (error instanceof Impossible)
      throw problem(`planning.correction-${error.message}`, { step: error.step + 1 }, [
        { path: `corrections/${error.step}`, code: 'invalid' },
      ]);
    throw error;
  }
}

/** Read past row-level security, so the rule of sight is asked here too. */
export const seesPlan = (plan: store.Plan, actor: Actor): boolean =>
  actor.kind === 'staff' &&
  (plan.createdBy === actor.accountId || (plan.shared && mayRead(actor, plan.areaPath)));
