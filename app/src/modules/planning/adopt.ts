// A plan of grids becomes the territory by the one way that there is: a change of areas with a preview, a day and a way back.
import { listNodes } from '../../engines/tree/tree.ts';
import { problem } from '../../kernel/problem.ts';
import { audit } from '../../platform/audit/audit.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { ChangePlan } from '../org/public.ts';
import { askedTask } from './asking.ts';
import type { GridsResult, GridView } from './compute/grids-task.ts';
import type { AdoptBody } from './contract.ts';
import { mayAdopt, type PlanningParts, systemScope, type Who } from './parts.ts';
import { seesPlan, withStanding } from './service.ts';
import * as store from './store.ts';

type Names = Readonly<Record<string, string>>;
type Ready = { plan: store.Plan; run: store.RunHead; change: ChangePlan };

/** The change that a run's grids would be; refused when the area is no longer what was planned on. */
async function changeOf(parts: PlanningParts, tx: Tx, who: Who, runId: string, names: Names): Promise<Ready> {
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
  const { figures, ends } = result;
  if (figures.changed === 0 && ends.length === 0 && result.grids.every((grid) => grid.continues))
    throw problem('planning.nothing-changes', {});
  const bare = result.grids.find((_, i) => !result.outlines[i]);
  if (bare) throw problem('planning.no-outline', { grid: bare.code });
  const siblings = await listNodes(tx, 'area', { within: plan.areaPath, levels: ['grid'], closed: true });
  return {
    plan,
    run,
    change: redrawOf(result, naming(who, names, new Set(siblings.map((node) => node.name)))),
  };
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

export async function previewAdoption(parts: PlanningParts, who: Who, runId: string, names: Names) {
  const { change } = await parts.db.read(systemScope(who.actor.district), (tx) =>
    changeOf(parts, tx, who, runId, names),
  );
  return parts.changes.preview(who, change);
}

/** Plans the change for its day; sent twice, it is one. */
export async function adopt(parts: PlanningParts, who: Who, runId: string, body: AdoptBody) {
  const scope = systemScope(who.actor.district);
  const { run, plan, change } = await parts.db.read(scope, (tx) =>
    changeOf(parts, tx, who, runId, body.names ?? {}),
  );
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
