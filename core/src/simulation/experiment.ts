import { type TheilResult, theil } from '../indicators/equity.ts';
import { createRandom } from '../random.ts';
import { compileDistrict, type District } from './district.ts';
import { measureCurve } from './functionality.ts';
import { runReplication } from './replication.ts';
import type { Ideal, ReplicationResult, StoryEntry } from './replication-kinds.ts';
import { applyMeasure, type StressInput } from './scenario.ts';
import { type Estimate, estimate, quantile } from './statistics.ts';

/** Raised whenever the model changes its numbers; every result carries it with the seed and the inputs. */
export const MODEL_VERSION = 'stress-1';

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
  options: { story?: number; ideal?: readonly Ideal[]; cancelled?: () => boolean } = {},
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
      hoursTo95: { median: number | null; reached: number };
    }
  >;
  /** Read from records (drills, neighbour groups, deliberation, opt-in surveys), never simulated. */
  psychological: null;
  curves: Record<string, Band>;
  needs: Record<
    string,
    { arisen: Estimate; inTimeShare: Estimate; late: Estimate; neverReached: Estimate; meanMinutes: Estimate }
  >;
  supplies: Record<string, { needed: Estimate; unmet: Estimate; availability: Estimate }>;
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
      const reached = runs.map((r) => r.measures[name].hoursTo95).filter((h): h is number => h !== null);
      const rapid = runs.map((r) => r.measures[name].rapidity).filter((x): x is number => x !== null);
      return [
        name,
        {
          loss: over((r) => r.measures[name].loss),
          robustness: over((r) => r.measures[name].robustness),
          index: over((r) => r.measures[name].index),
          rapidity: rapid.length > 0 ? estimate(rapid) : null,
          hoursTo95: {
            median: reached.length * 2 > runs.length ? quantile(reached, 0.5) : null,
            reached: reached.length / runs.length,
          },
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
    psychological: null,
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
        .filter((item) => runs.some((r) => r.supplies[item].needed > 0))
        .map((item) => [
          item,
          {
            needed: over((r) => r.supplies[item].needed),
            unmet: over((r) => r.supplies[item].needed - r.supplies[item].given),
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

function runAll(
  district: District,
  options: RunOptions,
  ideal: readonly Ideal[] = [],
): RunSummary[] | undefined {
  if (!Number.isInteger(options.runs) || options.runs < 1)
    throw new RangeError(`runs must be a positive integer, got ${options.runs}`);
  const summaries: RunSummary[] = [];
  for (let run = 0; run < options.runs; run++) {
    const summary = summariseRun(district, options.seed, run, {
      story: run === 0 ? (options.story ?? 0) : 0,
      ideal,
      ...(options.cancelled ? { cancelled: options.cancelled } : {}),
    });
    if (!summary) return undefined;
    summaries.push(summary);
    options.progress?.(run + 1, options.runs);
  }
  return summaries;
}

export interface LossComparison {
  id: string;
  label: string;
  /** Loss avoided (positive) or added (negative) against the base, paired run by run on common random numbers. */
  lossAvoided: Estimate;
  /** By resilience. */
  by: Record<Resilience, Estimate>;
}

function compareTo(
  base: readonly RunSummary[],
  other: readonly RunSummary[],
  id: string,
  label: string,
): LossComparison {
  return {
    id,
    label,
    lossAvoided: estimate(base.map((run, k) => totalLoss(run) - totalLoss(other[k]))),
    by: Object.fromEntries(
      RESILIENCES.map((name) => [
        name,
        estimate(base.map((run, k) => run.measures[name].loss - other[k].measures[name].loss)),
      ]),
    ) as LossComparison['by'],
  };
}

/** Causes that can be idealised away in this input. */
export function causesOf(input: StressInput): Ideal[] {
  const services = [...new Set(input.facilities.map((f) => f.service))];
  return [
    ...services.map((s): Ideal => `facilities:${s}`),
    ...(input.roads ? (['roads'] as const) : []),
    'responders',
    'command',
    'stocks',
    'shelters',
  ];
}

/**
 * Why: for each cause, the loss that would not have happened without it (drop-one), largest first. Causes interact, so the
 * parts need not sum to the whole; `unexplained` is the base loss minus their sum (negative when they overlap).
 */
export function attributeLoss(
  input: StressInput,
  options: RunOptions,
): { base: Estimate; causes: LossComparison[]; unexplained: number } | undefined {
  const district = compileDistrict(input);
  const base = runAll(district, options);
  if (!base) return undefined;
  const causes: LossComparison[] = [];
  for (const cause of causesOf(input)) {
    const without = runAll(district, { ...options, story: 0 }, [cause]);
    if (!without) return undefined;
    causes.push(compareTo(base, without, cause, cause));
  }
  causes.sort((a, b) => b.lossAvoided.mean - a.lossAvoided.mean || (a.id < b.id ? -1 : 1));
  const total = estimate(base.map(totalLoss));
  return {
    base: total,
    causes,
    unexplained: total.mean - causes.reduce((sum, c) => sum + c.lossAvoided.mean, 0),
  };
}

export interface MeasureRanking extends LossComparison {
  costYuan: number;
  /** Percent-hours avoided per 10,000 yuan, with its interval. */
  perTenThousandYuan: Estimate;
  /** True when the interval of the loss avoided excludes 0. */
  certain: boolean;
}

/** Ranks the input's measures by loss avoided per yuan. Undefined if cancelled. */
export function rankMeasures(input: StressInput, options: RunOptions): MeasureRanking[] | undefined {
  const base = runAll(compileDistrict(input), options);
  if (!base) return undefined;
  const ranking: MeasureRanking[] = [];
  for (const measure of input.measures) {
    const changed = runAll(compileDistrict(applyMeasure(input, measure)), { ...options, story: 0 });
    if (!changed) return undefined;
    const comparison = compareTo(base, changed, measure.id, measure.label);
    const scale = 1e4 / measure.costYuan;
    const { mean, low, high, runs } = comparison.lossAvoided;
    ranking.push({
      ...comparison,
      costYuan: measure.costYuan,
      perTenThousandYuan: { mean: mean * scale, low: low * scale, high: high * scale, runs },
      certain: low > 0 || high < 0,
    });
  }
  return ranking.sort(
    (a, b) => b.perTenThousandYuan.mean - a.perTenThousandYuan.mean || (a.id < b.id ? -1 : 1),
  );
}

/** One thing that can be lost for the N+1 question. */
export interface Single {
  kind: 'facility' | 'stock' | 'shelter' | 'responder';
  id: string;
}

export function singlesOf(input: StressInput): Single[] {
  return [
    ...input.facilities.map(({ id }): Single => ({ kind: 'facility', id })),
    ...input.stocks.map(({ id }): Single => ({ kind: 'stock', id })),
    ...input.shelters.map(({ id }): Single => ({ kind: 'shelter', id })),
    ...input.responders.map(({ id }): Single => ({ kind: 'responder', id })),
  ];
}

/** The input without one thing: a facility is lost at the start (and repaired in its time), the others are not there. */
export function withoutSingle(input: StressInput, single: Single): StressInput {
  if (single.kind === 'facility')
    return { ...input, hazard: { ...input.hazard, lost: [...input.hazard.lost, single.id] } };
  if (single.kind === 'stock') return { ...input, stocks: input.stocks.filter((s) => s.id !== single.id) };
  if (single.kind === 'shelter')
    return { ...input, shelters: input.shelters.filter((s) => s.id !== single.id) };
  return { ...input, responders: input.responders.filter((r) => r.id !== single.id) };
}

/** Structural N+1: needs that only one responder group can serve, services and items with a single source, by area or grid. */
export interface SinglePoints {
  skills: { skill: string; groups: string[] }[];
  services: { service: string; facility: string; grids: number; people: number }[];
  items: { item: string; stock: string }[];
}

export function findSinglePoints(input: StressInput): SinglePoints {
  const skills = new Map<string, string[]>();
  for (const r of input.responders)
    if (r.count > 0)
      for (const skill of r.skills)
        skills.set(skill, [...(skills.get(skill) ?? []), ...(r.count > 1 ? [r.id, r.id] : [r.id])]);
  const people = new Map(input.grids.map((g) => [g.id, g.people]));
  const sources = new Map<string, string[]>();
  for (const f of input.facilities)
    for (const g of f.serves)
      sources.set(`${f.service}\n${g}`, [...(sources.get(`${f.service}\n${g}`) ?? []), f.id]);
  const lone = new Map<string, { service: string; facility: string; grids: number; people: number }>();
  for (const [key, list] of sources) {
    if (list.length > 1) continue;
    const [service, grid] = key.split('\n');
    const entry = lone.get(list[0]) ?? { service, facility: list[0], grids: 0, people: 0 };
    entry.grids++;
    entry.people += people.get(grid) ?? 0;
    lone.set(list[0], entry);
  }
  const holders = new Map<string, string[]>();
  for (const s of input.stocks)
    for (const [item, amount] of Object.entries(s.items))
      if (amount > 0) holders.set(item, [...(holders.get(item) ?? []), s.id]);
  return {
    skills: [...skills]
      .filter(([, groups]) => groups.length === 1)
      .map(([skill, groups]) => ({ skill, groups })),
    services: [...lone.values()].sort((a, b) => b.people - a.people || (a.facility < b.facility ? -1 : 1)),
    items: [...holders]
      .filter(([, list]) => list.length === 1)
      .map(([item, list]) => ({ item, stock: list[0] })),
  };
}

/** Loses each thing in turn under the same hazard and ranks the added loss, worst first. Undefined if cancelled. */
export function loseAnyOne(
  input: StressInput,
  options: RunOptions & { only?: readonly Single[] },
): (LossComparison & Single)[] | undefined {
  const base = runAll(compileDistrict(input), options);
  if (!base) return undefined;
  const rows: (LossComparison & Single)[] = [];
  for (const single of options.only ?? singlesOf(input)) {
    const less = runAll(compileDistrict(withoutSingle(input, single)), { ...options, story: 0 });
    if (!less) return undefined;
    rows.push({ ...compareTo(base, less, single.id, `${single.kind} ${single.id}`), kind: single.kind });
  }
  return rows.sort((a, b) => a.lossAvoided.mean - b.lossAvoided.mean || (a.id < b.id ? -1 : 1));
}
