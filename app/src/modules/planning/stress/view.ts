// What a scenario is built on, and two runs side by side.
import { simplifyArea } from '@renlin/core/geometry/shape';
import type { LossComparison } from '@renlin/core/simulation/comparisons';
import { RESILIENCES, type Resilience } from '@renlin/core/simulation/experiment';
import { type Estimate, estimate } from '@renlin/core/simulation/statistics';
import { listBoundaries } from '../../../engines/tree/boundary-store.ts';
import type { Actor } from '../../../kernel/actor.ts';
import { civilDate } from '../../../kernel/clock.ts';
import { problem } from '../../../kernel/problem.ts';
import type { Tx } from '../../../platform/db/db.ts';
import type { StressResult } from '../compute/stress-task.ts';
import { plannedArea, readGround } from '../ground.ts';
import { mayRead, type PlanningParts, systemScope } from '../parts.ts';
import { listStreetGraphs } from '../store.ts';
import { checkStress } from './check.ts';
import type { StressQuestion } from './contract.ts';
import { homesOf, readModel } from './model.ts';

/** What cannot be hangs on where people live alone: helpers and goods are read when it is run. */
export async function checkStressFor(
  tx: Tx,
  areaId: string,
  question: StressQuestion,
  now: number,
): Promise<void> {
  const ground = await readGround(tx, areaId, now);
  if (ground.buildings.length === 0) throw problem('planning.no-buildings', { area: ground.area.name });
  checkStress(question, homesOf(ground, question.estimate).houses);
}

/**
 * The district as the test would see it: read past row-level security, for helpers are counted by community and never named, so the
 * right to look at plans of the area is asked here.
 */
export async function viewModel(
  parts: PlanningParts,
  actor: Actor,
  areaId: string,
  asked: Pick<StressQuestion, 'estimate' | 'recalled' | 'utilities'>,
) {
  return parts.db.read(systemScope(actor.district), async (tx) => {
    const area = await plannedArea(tx, areaId);
    if (!mayRead(actor, area.path)) throw problem('planning.not-your-area', { area: area.name });
    const ground = await readGround(tx, areaId, parts.now());
    if (ground.buildings.length === 0) throw problem('planning.no-buildings', { area: area.name });
    const model = await readModel(tx, ground, asked, parts.now());
    const graphs = await listStreetGraphs(tx);
    const sum = (kind: string) =>
      model.teams.filter((team) => team.kind === kind).reduce((all, team) => all + team.count, 0);
    return {
      area: { id: area.id, name: area.name },
      outline: ground.outline ?? null,
      box: ground.box ?? null,
      cells: model.cells,
      outlines: await outlinesOf(tx, area.path, parts.now(), model.cells),
      households: model.cells.reduce((all, cell) => all + cell.households, 0),
      stocks: model.stocks.map(({ id, name, lng, lat, items }) => ({ id, name, lng, lat, items })),
      shelters: model.shelters,
      people: {
        gridWorkers: sum('grid-worker'),
        neighbours: sum('neighbours'),
        rescue: sum('rescue') + sum('squad'),
        clinic: sum('clinic'),
        counsellor: sum('counsellor'),
      },
      utilities: model.utilities.length,
      notes: model.notes,
      streets: graphs.some((one) => one.walker === 'vehicle') ? 'graph' : 'map',
    };
  });
}

/** Outlines of the grids, as fine as a screen shows them. */
async function outlinesOf(tx: Tx, path: string, now: number, cells: readonly { id: string }[]) {
  const wanted = new Set(cells.map((cell) => cell.id));
  const found = await listBoundaries(tx, civilDate(now), { within: path });
  return found
    .filter((one) => wanted.has(one.areaId))
    .map(({ areaId, geometry }) => ({ id: areaId, geometry: simplifyArea(geometry, 5) }));
}

type Totals = Record<Resilience, number>;
const totalsOf = (losses: StressResult['losses'][number]): Totals => ({
  organisation: losses[0],
  service: losses[1],
  resource: losses[2],
});

/**
 * How much less is lost in `b` than in `a`. Runs of the same seed over the same data share their chances, so they are paired and the
 * noise that both have cancels out; others are compared as two samples.
 */
export function compareRuns(
  a: { result: StressResult; dataHash: string | null },
  b: { result: StressResult; dataHash: string | null },
) {
  const isPaired = a.dataHash !== null && a.dataHash === b.dataHash && a.result.seed === b.result.seed;
  const runs = Math.min(a.result.losses.length, b.result.losses.length);
  const [first, second] = [a.result.losses.map(totalsOf), b.result.losses.map(totalsOf)];
  const mean = (totals: Totals): number =>
    RESILIENCES.reduce((sum, name) => sum + totals[name], 0) / RESILIENCES.length;
  const difference = (of: (totals: Totals) => number): Estimate =>
    isPaired
      ? estimate(first.slice(0, runs).map((one, k) => of(one) - of(second[k] as Totals)))
      : apart(estimate(first.map(of)), estimate(second.map(of)));
  const lossAvoided = difference(mean);
  const answer: Omit<LossComparison, 'id' | 'label'> & { paired: boolean; runs: number; certain: boolean } = {
    paired: isPaired,
    runs,
    lossAvoided,
    by: Object.fromEntries(
      RESILIENCES.map((name) => [name, difference((totals) => totals[name])]),
    ) as LossComparison['by'],
    certain: runs > 1 && (lossAvoided.low > 0 || lossAvoided.high < 0),
  };
  return answer;
}

/** The difference of two independent means; their half-widths add as squares do. */
function apart(a: Estimate, b: Estimate): Estimate {
  const half = Math.sqrt(((a.high - a.low) / 2) ** 2 + ((b.high - b.low) / 2) ** 2);
  const mean = a.mean - b.mean;
  return { mean, low: mean - half, high: mean + half, runs: Math.min(a.runs, b.runs) };
}
