// A stress test in its worker: replications, what they say together, two of them told, and what would have helped.
import {
  attributeLoss,
  type CompareOptions,
  comparePolicies,
  compareTo,
  rankMeasures,
} from '@renlin/core/simulation/comparisons';
import { compileDistrict, type District } from '@renlin/core/simulation/district';
import {
  type StressResult as Combined,
  combineRuns,
  MODEL_VERSION,
  type RunSummary,
  sampleMinutes,
  summariseRun,
} from '@renlin/core/simulation/experiment';
import { applyMeasure } from '@renlin/core/simulation/measures';
import { findSinglePoints, loseAnyOne, singlesOf } from '@renlin/core/simulation/redundancy';
import type { StressInput } from '@renlin/core/simulation/scenario';
import type { StressPart } from '../stress/contract.ts';
import { assemble } from './stress-input.ts';
import { runsToTell, tellRun } from './stress-story.ts';
import type { StressResult, StressTask } from './stress-task.ts';

export type StressWatch = {
  shouldStop(): boolean;
  progress(phase: string, done: number | null, of: number | null): void;
};

/** Causes and measures run everything once more each, so they get the first runs of the test. */
const MOST_PAIRED = 12;
/** Single losses that are tried; a street without a way around is not one of them, there are too many. */
const MOST_SINGLES = 60;

/**
 * Runs the test; stopped, it gives what it has, and undefined when that is nothing. Deterministic in task and seed.
 * Throws RangeError (InputError among them) that names what cannot be computed.
 */
export function computeStress(task: StressTask, watch: StressWatch): StressResult | undefined {
  watch.progress('streets', null, null);
  const { input: plain, streets } = assemble(task);
  const before = compileDistrict(plain);
  const bought = task.measures.filter((one) => task.bought.includes(one.id));
  const changed = bought.reduce((input, measure) => applyMeasure(input, measure), plain);
  const input: StressInput = {
    ...changed,
    measures: changed.measures.filter((one) => !task.bought.includes(one.id)),
  };
  const district = bought.length === 0 ? before : compileDistrict(input, before);
  const { seed } = task;
  const wanted = task.limit?.runs ?? task.question.runs;
  const parts = task.limit?.parts ?? task.question.ask;

  const summaries = replicate(district, seed, wanted, watch, 'stress-runs');
  if (summaries.length === 0) return undefined;
  let stopped = summaries.length < wanted;
  const together = combineRuns(input, seed, summaries, sampleMinutes(input));
  const done: StressPart[] = [];
  const paired = Math.min(summaries.length, MOST_PAIRED);
  const compared = <T>(part: StressPart, compute: (options: CompareOptions) => T | undefined): T | null => {
    if (stopped || !parts.includes(part)) return null;
    const answer = compute({
      seed,
      runs: paired,
      base: summaries.slice(0, paired),
      district,
      cancelled: watch.shouldStop,
      progress: (count, of) => watch.progress(`stress-${part}`, count, of),
    });
    if (answer === undefined) stopped = true;
    else done.push(part);
    return answer ?? null;
  };
  const causes = compared('causes', (options) => attributeLoss(input, options));
  const measures = compared('measures', (options) => rankMeasures(input, options));
  const policies = compared('policies', (options) => comparePolicies(input, options));
  const single = compared('losses', (options) =>
    loseAnyOne(input, {
      ...options,
      only: singlesOf(input)
        .filter(({ kind }) => kind !== 'road')
        .slice(0, MOST_SINGLES),
    }),
  );
  const looksBack = bought.length > 0 && !stopped && task.limit?.before !== false;
  const replicated = looksBack ? replicate(before, seed, wanted, watch, 'stress-before') : undefined;
  const earlier = replicated?.length === summaries.length ? replicated : undefined;
  if (looksBack && !earlier) stopped = true;
  watch.progress('stress-story', null, null);
  const codes = new Map(task.measures.map((one) => [one.id, one]));
  const points = findSinglePoints(input);
  return {
    kind: 'stress',
    model: MODEL_VERSION,
    seed,
    runs: summaries.length,
    stopped:
      stopped || task.limit ? { runs: summaries.length, parts: done, before: earlier !== undefined } : null,
    policy: task.policy,
    bought: bought.map((one) => one.id),
    ...kept(together),
    cells: cellsOf(task, input, summaries, together),
    equity: {
      total: together.equity.total,
      within: together.equity.within,
      between: together.equity.between,
    },
    losses: summaries.map(({ measures: m }) => [m.organisation.loss, m.service.loss, m.resource.loss]),
    teams: task.teams.map(({ id, name, kind, lng, lat, count }) => ({ id, name, kind, lng, lat, count })),
    stocks: task.stocks.map(({ id, name, lng, lat }) => ({ id, name, lng, lat })),
    shelters: [...task.shelters],
    utilities: [...task.utilities],
    notes: [...task.notes],
    streets,
    eventsPerRun: together.eventsPerRun,
    stories: runsToTell(summaries).map((one) => tellRun(district, seed, one)),
    causes: causes && { base: causes.base, items: causes.causes, unexplained: causes.unexplained },
    measures:
      measures?.map((one) => {
        const { code = 'commander', place = '', amount = 0 } = codes.get(one.id) ?? {};
        return { ...one, code, place, amount };
      }) ?? null,
    policies,
    single,
    singlePoints: { ...points, roads: points.roads.length },
    before: earlier
      ? {
          ...pick(combineRuns(plain, seed, earlier, sampleMinutes(plain))),
          against: compareTo(earlier, summaries, 'bought', 'bought'),
          bought,
        }
      : null,
    input,
  };
}

function replicate(
  district: District,
  seed: number,
  wanted: number,
  watch: StressWatch,
  phase: string,
): RunSummary[] {
  const summaries: RunSummary[] = [];
  for (let run = 0; run < wanted; run++) {
    watch.progress(phase, run, wanted);
    const summary = watch.shouldStop()
      ? undefined
      : summariseRun(district, seed, run, { cancelled: watch.shouldStop });
    if (!summary) break;
    summaries.push(summary);
  }
  return summaries;
}

/** Four digits are more than the noise leaves. */
const rounded = (values: readonly number[]): number[] => values.map((x) => Math.round(x * 10_000) / 10_000);

function pick({ resilience, curves }: Combined) {
  return {
    resilience,
    curves: Object.fromEntries(
      Object.entries(curves).map(([name, { minutes, mean, p10, p90 }]) => [
        name,
        { minutes, mean: rounded(mean), p10: rounded(p10), p90: rounded(p90) },
      ]),
    ),
  };
}

function kept(all: Combined) {
  const { psychological, needs, supplies, shelter, stockouts } = all;
  return { ...pick(all), psychological, needs, supplies, shelter, stockouts };
}

function cellsOf(
  task: StressTask,
  input: StressInput,
  summaries: readonly RunSummary[],
  { runs }: Combined,
): StressResult['cells'] {
  return task.cells.map((cell, i) => {
    const people = input.grids[i]?.people ?? 0;
    const late = summaries.reduce((sum, run) => sum + (run.lateMinutes[i] ?? 0), 0) / runs;
    return {
      ...cell,
      people,
      lateMinutesPerPerson: people > 0 ? Math.round((late / people) * 100) / 100 : 0,
    };
  });
}
