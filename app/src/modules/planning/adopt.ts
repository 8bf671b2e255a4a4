// A plan of grids becomes the territory by the one way that there is: a change of areas with a preview, a day and a way back.
import type { Area } from '@renlin/core/geometry/types';
import { listBoundaries } from '../../engines/tree/boundary-store.ts';
import { listNodes } from '../../engines/tree/tree.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { ChangePlan } from '../org/public.ts';
import { askedTask } from './asking.ts';
import type { GridsResult, GridView } from './compute/grids-task.ts';
import { outlinesOf, spotsOf } from './compute/outlines.ts';
import type { AdoptBody, AdoptLevel } from './contract.ts';
import { gridBuildings, readGround } from './ground.ts';
import { mayAdopt, type PlanningParts, systemScope, type Who } from './parts.ts';
import { seesPlan, withStanding } from './service.ts';
import * as store from './store.ts';

type Names = Readonly<Record<string, string>>;
type Ready = { plan: store.Plan; run: store.RunHead; change: ChangePlan };

/** The change that a run's grids would be; refused when the area is no longer what was planned on. */
async function changeOf(
  parts: PlanningParts,
  tx: Tx,
  who: Who,
  runId: string,
  { names = {}, level = 'grid' }: { names?: Names | undefined; level?: AdoptLevel | undefined },
): Promise<Ready> {
  const { actor } = who;
  const known = await store.findRun(tx, runId);
  const [run] = known ? await withStanding(tx, [known]) : [];
  const plan = run && (await store.findPlan(tx, run.planId));
  if (!run || !plan || !seesPlan(plan, actor)) throw problem('planning.run-unknown', {});
  if (!mayAdopt(actor, plan.areaPath)) throw problem('planning.not-your-area', { area: plan.areaName });
  if (run.state !== 'done') throw problem('planning.not-done', {});
  const result = await store.findResult(tx, runId);
  if (result?.kind !== 'grids') throw problem('planning.kind-mismatch', {});
  const { dataHash } = await askedTask(parts, tx, plan.areaId, run.input);
  if (dataHash !== run.dataHash) throw problem('planning.area-changed', {});
  if (level === 'micro-grid') {
    const taken = await namesOf(tx, plan.areaPath, level);
    return { plan, run, change: await microChangeOf(parts, tx, who, { plan, run, result, names, taken }) };
  }
  const { figures, ends } = result;
  if (figures.changed === 0 && ends.length === 0 && result.grids.every((grid) => grid.continues))
    throw problem('planning.nothing-changes', {});
  const bare = result.grids.find((_, i) => !result.outlines[i]);
  if (bare) throw problem('planning.no-outline', { grid: bare.code });
  const taken = await namesOf(tx, plan.areaPath, level);
  return { plan, run, change: redrawOf(result, naming(who, names, taken)) };
}

/** Every name that an area of a level ever had there. */
async function namesOf(tx: Tx, within: string, level: AdoptLevel): Promise<Set<string>> {
  const nodes = await listNodes(tx, 'area', { within, levels: [level], closed: true });
  return new Set(nodes.map((node) => node.name));
}

/**
 * The micro-grids of an answer as a change: each lies in a grid of today, whole, so the grids of the answer must be those of today. Their
 * outlines tile the outline that the grid has, not the one that the plan would give it.
 */
async function microChangeOf(
  parts: PlanningParts,
  tx: Tx,
  who: Who,
  {
    plan,
    run,
    result,
    names,
    taken,
  }: { plan: store.Plan; run: store.RunHead; result: GridsResult; names: Names; taken: Set<string> },
): Promise<ChangePlan> {
  const { micro } = result;
  if (!micro || run.input.kind !== 'grids') throw problem('planning.no-micro', {});
  if (result.figures.changed > 0 || result.ends.length > 0 || result.grids.some((grid) => !grid.continues))
    throw problem('planning.grids-first', { area: plan.areaName });
  const ground = await readGround(tx, plan.areaId, parts.now());
  const buildings = gridBuildings(ground, run.input.input);
  const same = buildings.every((one, v) => one.micro === micro.groups[micro.microOf[v] as number]?.continues);
  const kept = new Set(micro.groups.flatMap((group) => group.continues ?? []));
  const today = await listNodes(tx, 'area', { within: plan.areaPath, levels: ['micro-grid'] });
  const ends = today.filter((node) => !kept.has(node.id)).map((node) => node.id);
  if (same && ends.length === 0) throw problem('planning.nothing-changes', {});
  const shapes = new Map(
    (await listBoundaries(tx, civilDate(parts.now()), { within: plan.areaPath })).map((one) => [
      one.areaId,
      one.geometry,
    ]),
  );
  const outlineOf = new Map<number, Area>();
  result.grids.forEach((grid, i) => {
    const spots = buildings.flatMap((one, v) =>
      result.gridOf[v] === i ? spotsOf(one, micro.microOf[v] as number) : [],
    );
    const within = shapes.get(grid.continues?.id ?? '') ?? result.outlines[i] ?? undefined;
    for (const [cell, area] of outlinesOf(spots, within)) outlineOf.set(cell, area);
  });
  const gridBy = new Map(result.grids.map((grid) => [grid.code, grid]));
  const nameOf = (code: string, gridName: string): string => {
    const wanted = names[code];
    if (wanted !== undefined) return wanted;
    for (let k = 1; ; k++) {
      const n = String(k).padStart(2, '0');
      const name = who.platform.messages.text('zh-CN', 'planning.new-micro', { grid: gridName, n });
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
  const outlines: Extract<ChangePlan, { kind: 'redraw' }>['outlines'] = [];
  const begins: NonNullable<Extract<ChangePlan, { kind: 'redraw' }>['parts']> = [];
  micro.groups.forEach(({ code, grid, households, continues }, cell) => {
    const geometry = outlineOf.get(cell) as unknown as Record<string, unknown> | undefined;
    if (!geometry) throw problem('planning.no-outline', { grid: code });
    const parent = gridBy.get(grid)?.continues;
    if (continues) outlines.push({ id: continues, geometry, households });
    else if (parent)
      begins.push({ name: nameOf(code, parent.name), parentId: parent.id, geometry, households });
  });
  return { kind: 'redraw', tree: 'area', level: 'micro-grid', outlines, parts: begins, ends };
}

/** The names of new grids: those given, else the community's with the next number that no grid ever had. */
function naming(who: Who, names: Names, taken: Set<string>): (grid: GridView) => string {
  return ({ code, community }) => {
    const wanted = names[code];
    if (wanted !== undefined) return wanted;
    const short = community.replace(/(居民|村民)?委员会$|社区居委会$|居委会$|村委会$|社区$/u, '');
    for (let n = 1; ; n++) {
      const name = who.platform.messages.text('zh-CN', 'planning.new-grid', { community: short, n });
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
}

function redrawOf(result: GridsResult, nameOf: (grid: GridView) => string): ChangePlan {
  const shape = (i: number) => result.outlines[i] as unknown as Record<string, unknown>;
  const outlines = result.grids.flatMap((grid, i) =>
    grid.continues ? [{ id: grid.continues.id, geometry: shape(i), households: grid.households }] : [],
  );
  const parts = result.grids.flatMap((grid, i) =>
    grid.continues
      ? []
      : [
          {
            name: nameOf(grid),
            parentId: grid.communityId,
            geometry: shape(i),
            households: grid.households,
          },
        ],
  );
  return {
    kind: 'redraw',
    tree: 'area',
    level: 'grid',
    outlines,
    parts,
    ends: result.ends.map((one) => one.id),
  };
}

export async function previewAdoption(
  parts: PlanningParts,
  who: Who,
  runId: string,
  asked: { names?: Names | undefined; level?: AdoptLevel | undefined },
) {
  const { change } = await parts.db.read(systemScope(who.actor.district), (tx) =>
    changeOf(parts, tx, who, runId, asked),
  );
  return parts.changes.preview(who, change);
}

/** Plans the change for its day; sent twice, it is one. */
export async function adopt(parts: PlanningParts, who: Who, runId: string, body: AdoptBody) {
  const scope = systemScope(who.actor.district);
  const { run, plan, change } = await parts.db.read(scope, (tx) => changeOf(parts, tx, who, runId, body));
  if (run.changeId !== null && run.changeId !== body.commandId)
    throw problem('planning.adopted', { name: plan.name });
  const { commandId, effectiveOn } = body;
  const planned = await parts.changes.plan(who, {
    commandId,
    effectiveOn,
    note: body.note || plan.name,
    plan: change,
  });
  await parts.db.tx(scope, async (tx) => {
    await store.noteChange(tx, runId, planned.id);
    await audit(tx, who, {
      action: 'planning.adopt',
      object: { type: 'plan-run', id: runId },
      after: { change: planned.id, effectiveOn },
    });
  });
  return { changeId: planned.id, state: planned.state, effectiveOn: planned.effectiveOn };
}
