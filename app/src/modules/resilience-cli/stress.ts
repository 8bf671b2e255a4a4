import {
  attributeLoss,
  type CompareOptions,
  comparePolicies,
  type LossComparison,
  type MeasureRanking,
  rankMeasures,
} from '@renlin/core/simulation/comparisons';
import {
  combineRuns,
  RESILIENCES,
  type StressResult,
  sampleMinutes,
} from '@renlin/core/simulation/experiment';
import { applyMeasure } from '@renlin/core/simulation/measures';
import { findSinglePoints, loseAnyOne } from '@renlin/core/simulation/redundancy';
import { parseStressInput, type StressInput } from '@renlin/core/simulation/scenario';
import { neverOnDuty } from '@renlin/core/simulation/shifts';
import { readOptions } from '../../platform/command-line.ts';
import { answering, type CommandIo, parseJson, readInput, readInteger, toJson } from './command-line.ts';
import { collectRuns } from './stress-runner.ts';

const USAGE =
  '用法 / usage: renlin stress --input FILE [--seed N] [--runs N] [--workers N] [--story N] [--attribution] [--measures] [--policies] [--n-plus-one] [--paired-runs N] [--json]';

type Comparison = {
  flag: string;
  key: string;
  label: string;
  compute: (input: StressInput, options: CompareOptions) => unknown;
};

/** What `renlin stress` can compare, by flag; each runs the district again on the same random numbers. */
const COMPARISONS: readonly Comparison[] = [
  { flag: 'attribution', key: 'attribution', label: '归因 / attribution', compute: attributeLoss },
  { flag: 'measures', key: 'measures', label: '措施比选 / measures', compute: rankMeasures },
  { flag: 'policies', key: 'policies', label: '调度规则比选 / policies', compute: comparePolicies },
  { flag: 'n-plus-one', key: 'losses', label: '缺一推演 / lose any one', compute: loseAnyOne },
];

/**
 * `renlin stress`: runs the stress test of a district file (schema: docs/core/simulation.md).
 * stdout: JSON with --json, else a short table; stderr: progress. Exit 0, or 2 with a message that names path and value.
 */
export function run(args: readonly string[], io: CommandIo): Promise<number> {
  return answering(io, USAGE, async () => {
    const options = readOptions(args, {
      values: ['input', 'seed', 'runs', 'workers', 'story', 'paired-runs'],
      flags: ['json', ...COMPARISONS.map((c) => c.flag)],
      words: 0,
    });
    const seed = readInteger(options, 'seed', 1, 0, Number.MAX_SAFE_INTEGER);
    const runs = readInteger(options, 'runs', 20, 1, 100_000);
    const workers = readInteger(options, 'workers', 1, 1, 64);
    const story = readInteger(options, 'story', 200, 0, 1_000_000);
    // comparisons run the district once more per cause or measure, so they get a share of the runs unless told
    const paired = readInteger(options, 'paired-runs', Math.min(runs, 10), 1, 100_000);
    const input = parseStressInput(parseJson(await readInput(options, io)));
    // a measure that cannot be taken is told before the runs, not after them
    for (const measure of input.measures) applyMeasure(input, measure);
    const idle = neverOnDuty(input);
    for (const { path, id, reason } of idle) io.err(`注意 / note: ${path}: ${id} ${reason}\n`);
    const told = (what: string) => (done: number, of: number) => {
      if (done === of || done % Math.max(1, Math.floor(of / 20)) === 0) io.err(`${what} ${done}/${of}\n`);
    };
    const summaries = await collectRuns(input, {
      seed,
      runs,
      workers,
      story,
      progress: told('推演 / runs'),
    });
    const result = combineRuns(input, seed, summaries, sampleMinutes(input));
    const answer: Record<string, unknown> = {
      ...result,
      singlePoints: findSinglePoints(input),
      neverOnDuty: idle,
    };
    for (const { flag, key, label, compute } of COMPARISONS) {
      if (!options.flags.has(flag)) continue;
      // a run is known by its number: the first runs of the test serve as the base of every comparison
      answer[key] = compute(input, {
        seed,
        runs: paired,
        base: summaries.slice(0, paired),
        progress: told(label),
      });
    }
    io.out(`${options.flags.has('json') ? toJson(answer) : table(result, answer)}\n`);
    return 0;
  });
}

const NAMES = { organisation: '组织韧性', service: '服务韧性', resource: '资源韧性' } as const;

type Row = LossComparison & Partial<Pick<MeasureRanking, 'perTenThousandYuan'>>;

/** One line per cause, measure, policy or thing lost: the loss it avoids (adds, when negative) against the input as it is. */
function comparisonLines(answer: Record<string, unknown>): string[] {
  return COMPARISONS.flatMap(({ key, label }) => {
    const found = answer[key];
    if (found === undefined) return [];
    const rows = (Array.isArray(found) ? found : (found as { causes: unknown }).causes) as Row[];
    return [
      `${label}:`,
      ...rows.map(({ id, lossAvoided: { mean, low, high }, perTenThousandYuan }) => {
        const range = `[${low.toFixed(1)}, ${high.toFixed(1)}]`;
        const line = `  ${id}: loss avoided ${mean.toFixed(1)} ${range} %·h`;
        return perTenThousandYuan ? `${line}, per 10,000 yuan ${perTenThousandYuan.mean.toFixed(2)}` : line;
      }),
    ];
  });
}

const hours = (x: number | null): string => (x === null ? '—' : x.toFixed(1));

function table(result: StressResult, answer: Record<string, unknown>): string {
  const rows = RESILIENCES.map((name) => {
    const { loss, robustness, hoursTo95 } = result.resilience[name];
    const back = `${hours(hoursTo95.median)} [${hours(hoursTo95.low)}, ${hours(hoursTo95.high)}] h`;
    return `${NAMES[name]} ${name.padEnd(12)} loss ${loss.mean.toFixed(0)} [${loss.low.toFixed(0)}, ${loss.high.toFixed(0)}] %·h, lowest ${(robustness.mean * 100).toFixed(1)} %, to 95 %: ${back}`;
  });
  return [
    `${result.input.name}: ${result.runs} runs, seed ${result.seed}, model ${result.model}`,
    ...rows,
    ...comparisonLines(answer),
  ].join('\n');
}
