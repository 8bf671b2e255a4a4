import { compileDistrict, type District } from './district.ts';
import {
  RESILIENCES,
  type Resilience,
  type RunOptions,
  type RunSummary,
  runAll,
  totalLoss,
} from './experiment.ts';
import { applyMeasure } from './measures.ts';
import { policyOf, standardPolicies } from './policies.ts';
import type { Ideal } from './replication-kinds.ts';
import type { StressInput } from './scenario-kinds.ts';
import { type Estimate, estimate } from './statistics.ts';

export interface LossComparison {
  id: string;
  label: string;
  /** Loss avoided (positive) or added (negative) against the base, paired run by run on common random numbers. */
  lossAvoided: Estimate;
  /** By resilience. */
  by: Record<Resilience, Estimate>;
}

/** Pairs runs of the same number: what both share by common random numbers cancels out. */
export function compareTo(
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

/** Base runs may be handed over, so that several comparisons of one input share them; without, they are computed. */
export interface CompareOptions extends RunOptions {
  base?: readonly RunSummary[];
  /** The input as compiled already: its streets need not be searched again. */
  district?: District;
}

function baseOf(district: District, options: CompareOptions): readonly RunSummary[] | undefined {
  return options.base?.length === options.runs ? options.base : runAll(district, options);
}

const quiet = (options: CompareOptions): RunOptions => {
  const { progress: _, base: __, district: ___, ...rest } = options;
  return { ...rest, story: 0 };
};

/**
 * Why: for each cause, the loss that would not have happened without it (drop-one), largest first. Causes interact, so the
 * parts need not sum to the whole; `unexplained` is the base loss minus their sum (negative when they overlap).
 */
export function attributeLoss(
  input: StressInput,
  options: CompareOptions,
): { base: Estimate; causes: LossComparison[]; unexplained: number } | undefined {
  const district = options.district ?? compileDistrict(input);
  const base = baseOf(district, options);
  if (!base) return undefined;
  const causes: LossComparison[] = [];
  const all = causesOf(input);
  for (const cause of all) {
    const without = runAll(district, quiet(options), { ideal: [cause] });
    if (!without) return undefined;
    causes.push(compareTo(base, without, cause, cause));
    options.progress?.(causes.length, all.length);
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
export function rankMeasures(input: StressInput, options: CompareOptions): MeasureRanking[] | undefined {
  const district = options.district ?? compileDistrict(input);
  const base = baseOf(district, options);
  if (!base) return undefined;
  const ranking: MeasureRanking[] = [];
  for (const measure of input.measures) {
    const changed = runAll(compileDistrict(applyMeasure(input, measure), district), quiet(options));
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
    options.progress?.(ranking.length, input.measures.length);
  }
  return ranking.sort(
    (a, b) => b.perTenThousandYuan.mean - a.perTenThousandYuan.mean || (a.id < b.id ? -1 : 1),
  );
}

export interface PolicyComparison extends LossComparison {
  policy: StressInput['policy'];
  /** Calls reached in time of all calls that arose, and late minutes per call. */
  inTimeShare: Estimate;
  lateMinutesPerCall: Estimate;
}

/**
 * The standard rules of dispatch against the input's own, on the same calls; most loss avoided first. Undefined if cancelled.
 */
export function comparePolicies(input: StressInput, options: CompareOptions): PolicyComparison[] | undefined {
  const district = options.district ?? compileDistrict(input);
  const base = baseOf(district, options);
  if (!base) return undefined;
  const rows: PolicyComparison[] = [];
  const all = standardPolicies(input);
  for (const { id, label, policy } of all) {
    const other = runAll(district, quiet(options), { policy: policyOf(policy) });
    if (!other) return undefined;
    const calls = (run: RunSummary, pick: (need: RunSummary['needs'][string]) => number): number =>
      Object.values(run.needs).reduce((sum, need) => sum + pick(need), 0);
    const perCall = (run: RunSummary, amount: number): number => {
      const arisen = calls(run, (need) => need.arisen);
      return arisen > 0 ? amount / arisen : 0;
    };
    rows.push({
      ...compareTo(base, other, id, label),
      policy,
      inTimeShare: estimate(
        other.map((run) =>
          perCall(
            run,
            calls(run, (need) => need.inTime),
          ),
        ),
      ),
      lateMinutesPerCall: estimate(
        other.map((run) =>
          perCall(
            run,
            run.lateMinutes.reduce((a, b) => a + b, 0),
          ),
        ),
      ),
    });
    options.progress?.(rows.length, all.length);
  }
  return rows.sort((a, b) => b.lossAvoided.mean - a.lossAvoided.mean || (a.id < b.id ? -1 : 1));
}
