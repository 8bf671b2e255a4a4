import { computeIndex } from '../indicators/composite.ts';
import { type TheilResult, theil } from '../indicators/equity.ts';
import { FOUR_RESILIENCES } from '../indicators/presets.ts';
import { createRandom } from '../random.ts';
import { compileDistrict, type District } from './district.ts';
import { measureCurve } from './functionality.ts';
import { type ReplicationOptions, runReplication } from './replication.ts';
import type { ReplicationResult, StoryEntry } from './replication-kinds.ts';
import type { StressInput } from './scenario-kinds.ts';
import { type Estimate, estimate, type MedianTime, medianTime, quantile } from './statistics.ts';

/** Raised whenever the model changes its numbers; every result carries it with the seed and the inputs. */
export const MODEL_VERSION = 'stress-3';

export const RESILIENCES = ['organisation', 'service', 'resource'] as const;
export type Resilience = (typeof RESILIENCES)[number];

/** What is kept of one replication: small, plain, and enough for every table and band. */
export interface RunSummary {
  run: number;
  /** ∫(100 − Q) dt in percent-hours, lowest Q, mean Q and hours until 95 % for good (null = not within the horizon). */
  measures: Record<
    Resilience,
    { loss: number; robustness: number; index: number; hoursTo95: number | null; rapidity: number | null }
  >;
  curves: Record<string, number[]>;
  needs: ReplicationResult['needs'];
  supplies: ReplicationResult['supplies'];
  shelter: ReplicationResult['shelter'];
  stockouts: ReplicationResult['stockouts'];
  lateMinutes: number[];
  events: number;
  story: StoryEntry[];
}

/** The one figure by which causes and measures are compared: the mean of the three losses, percent-hours. */
export function totalLoss(run: RunSummary): number {
  return RESILIENCES.reduce((sum, name) => sum + run.measures[name].loss, 0) / RESILIENCES.length;
}

/** Summarises run number `run` of an experiment with this seed; undefined if cancelled. The number alone decides the draws. */
export function summariseRun(
  district: District,
  seed: string | number,
  run: number,
  options: ReplicationOptions = {},
): RunSummary | undefined {
  const result = runReplication(district, createRandom(seed).fork(run), options);
  if (!result) return undefined;
  const hours = result.minutes.map((m) => m / 60);
  const measures = Object.fromEntries(
    RESILIENCES.map((name) => {
      const m = measureCurve(
        { time: hours, value: result.curves[name], interpolation: 'steps' },
        0,
        district.input.horizonHours,
      );
      return [
        name,
        {
          loss: m.loss * 100,
          robustness: m.robustness,
          index: m.index,
          hoursTo95: m.timeToGoal,
          rapidity: m.rapidity,
        },
      ];
    }),
  ) as RunSummary['measures'];
  return {
    run,
    measures,
    curves: Object.fromEntries(
      Object.entries(result.curves).map(([name, curve]) => [name, Array.from(curve)]),
    ),
    needs: result.needs,
    supplies: result.supplies,
    shelter: result.shelter,
    stockouts: result.stockouts,
    lateMinutes: Array.from(result.lateMinutes),
    events: result.events,
    story: result.story,
  };
}

export interface RecordedResilience {
  from: 'records';
  /** Mean of the shares that were given, 0…1. */
  score: number;
  indicators: Record<string, number>;
}

/** The psychological dimension of the four-resiliences preset, from the shares in the input's records. */
function readPsychological(input: StressInput): RecordedResilience | null {
  if (input.records === null || Object.keys(input.records).length === 0) return null;
  const index = computeIndex(FOUR_RESILIENCES, [{ id: 'district', values: input.records }]);
  const score = index.places[0].dimensions['psychological'];
  return score === null ? null : { from: 'records', score, indicators: { ...input.records } };
}

export interface Band {
  minutes: number[];
  mean: number[];
  p10: number[];
  p90: number[];
}

export interface StressResult {
  model: string;
  seed: string | number;
  runs: number;
  input: StressInput;
  resilience: Record<
    Resilience,
    {
      loss: Estimate;
      robustness: Estimate;
      index: Estimate;
      rapidity: Estimate | null;
      hoursTo95: MedianTime;
    }
  >;
  /** Read from records (drills, neighbour groups, deliberation), never simulated; null when none were given. */
  psychological: RecordedResilience | null;
  curves: Record<string, Band>;
  needs: Record<
    string,
    { arisen: Estimate; inTimeShare: Estimate; late: Estimate; neverReached: Estimate; meanMinutes: Estimate }
  >;
  supplies: Record<string, { needed: Estimate; unmet: Estimate; availability: Estimate; expired: Estimate }>;
  shelter: { displaced: Estimate; unsheltered: Estimate };
  /** Stocks that ran empty: in which share of the runs, and the median minute of the first time. */
  stockouts: { stock: string; item: string; share: number; medianMinute: number }[];
  /** Late minutes per person over grids, split by group; and the worst grids. */
  equity: TheilResult & { worst: { grid: string; lateMinutesPerPerson: number }[] };
  eventsPerRun: number;
  story: StoryEntry[];
}

/** Puts summaries together in the order of their numbers, so the answer does not depend on who computed which. */
export function combineRuns(
  input: StressInput,
  seed: string | number,
  summaries: readonly RunSummary[],
  minutes: readonly number[],
): StressResult {
  const runs = [...summaries].sort((a, b) => a.run - b.run);
  const over = (pick: (run: RunSummary) => number): Estimate => estimate(runs.map(pick));
  const resilience = Object.fromEntries(
    RESILIENCES.map((name) => {
      const rapid = runs.map((r) => r.measures[name].rapidity).filter((x): x is number => x !== null);
      return [
        name,
        {
          loss: over((r) => r.measures[name].loss),
          robustness: over((r) => r.measures[name].robustness),
          index: over((r) => r.measures[name].index),
          rapidity: rapid.length > 0 ? estimate(rapid) : null,
          hoursTo95: medianTime(runs.map((r) => r.measures[name].hoursTo95)),
        },
      ];
    }),
  ) as StressResult['resilience'];
  const curves: Record<string, Band> = {};
  for (const name of Object.keys(runs[0].curves)) {
    const columns = minutes.map((_, k) => runs.map((r) => r.curves[name][k]));
    curves[name] = {
      minutes: [...minutes],
      mean: columns.map((c) => c.reduce((a, b) => a + b, 0) / c.length),
      p10: columns.map((c) => quantile(c, 0.1)),
      p90: columns.map((c) => quantile(c, 0.9)),
    };
  }
  const empty = new Map<string, { stock: string; item: string; firsts: number[] }>();
  for (const run of runs) {
    const seen = new Set<string>();
    for (const out of run.stockouts) {
      const key = `${out.stock}\n${out.item}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const entry = empty.get(key) ?? { stock: out.stock, item: out.item, firsts: [] };
      entry.firsts.push(out.minute);
      empty.set(key, entry);
    }
  }
  const late = input.grids.map((_, g) => runs.reduce((sum, r) => sum + r.lateMinutes[g], 0) / runs.length);
  const peopled = input.grids.map((_, g) => g).filter((g) => input.grids[g].people > 0);
  const perPerson = (g: number): number => late[g] / input.grids[g].people;
  const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 1);
  return {
    model: MODEL_VERSION,
    seed,
    runs: runs.length,
    input,
    resilience,
    psychological: readPsychological(input),
    curves,
    needs: Object.fromEntries(
      Object.keys(runs[0].needs).map((name) => [
        name,
        {
          arisen: over((r) => r.needs[name].arisen),
          inTimeShare: over((r) => share(r.needs[name].inTime, r.needs[name].arisen)),
          late: over((r) => r.needs[name].late),
          neverReached: over((r) => r.needs[name].neverReached),
          meanMinutes: over((r) => r.needs[name].meanMinutes),
        },
      ]),
    ),
    supplies: Object.fromEntries(
      Object.keys(runs[0].supplies)
        .filter((item) => runs.some((r) => r.supplies[item].needed > 0 || r.supplies[item].expired > 0))
        .map((item) => [
          item,
          {
            needed: over((r) => r.supplies[item].needed),
            unmet: over((r) => r.supplies[item].needed - r.supplies[item].given),
            expired: over((r) => r.supplies[item].expired),
            availability: over((r) => share(r.supplies[item].given, r.supplies[item].needed)),
          },
        ]),
    ),
    shelter: {
      displaced: over((r) => r.shelter.displaced),
      unsheltered: over((r) => r.shelter.displaced - r.shelter.sheltered),
    },
    stockouts: [...empty.values()]
      .map((e) => ({
        stock: e.stock,
        item: e.item,
        share: e.firsts.length / runs.length,
        medianMinute: quantile(e.firsts, 0.5),
      }))
      .sort((a, b) => a.medianMinute - b.medianMinute || (a.stock < b.stock ? -1 : 1)),
    equity: {
      ...theil(
        peopled.map((g) => late[g]),
        peopled.map((g) => input.grids[g].group),
        peopled.map((g) => input.grids[g].people),
      ),
      worst: [...peopled]
        .sort((a, b) => perPerson(b) - perPerson(a) || a - b)
        .slice(0, 10)
        .map((g) => ({ grid: input.grids[g].id, lateMinutesPerPerson: perPerson(g) })),
    },
    eventsPerRun: runs.reduce((sum, r) => sum + r.events, 0) / runs.length,
    story: runs.find((r) => r.run === 0)?.story ?? [],
  };
}

/** Minutes of the samples of a district's curves. */
export function sampleMinutes(input: StressInput): number[] {
  return Array.from({ length: Math.floor((input.horizonHours * 60) / 15) + 1 }, (_, k) => k * 15);
}

export interface RunOptions {
  seed: string | number;
  runs: number;
  story?: number;
  cancelled?: () => boolean;
  progress?: (done: number, of: number) => void;
}

/** Runs all replications in this thread; undefined if cancelled. Throws RangeError unless runs is a positive integer. */
export function runExperiment(input: StressInput, options: RunOptions): StressResult | undefined {
  const summaries = runAll(compileDistrict(input), options);
  return summaries && combineRuns(input, options.seed, summaries, sampleMinutes(input));
}

/** All runs of an experiment in the order of their numbers; undefined if cancelled. */
export function runAll(
  district: District,
  options: RunOptions,
  world: Pick<ReplicationOptions, 'ideal' | 'policy'> = {},
): RunSummary[] | undefined {
  if (!Number.isInteger(options.runs) || options.runs < 1)
    throw new RangeError(`runs must be a positive integer, got ${options.runs}`);
  const summaries: RunSummary[] = [];
  for (let run = 0; run < options.runs; run++) {
    const summary = summariseRun(district, options.seed, run, {
      story: run === 0 ? (options.story ?? 0) : 0,
      ...world,
      ...(options.cancelled ? { cancelled: options.cancelled } : {}),
    });
    if (!summary) return undefined;
    summaries.push(summary);
    options.progress?.(run + 1, options.runs);
  }
  return summaries;
}
