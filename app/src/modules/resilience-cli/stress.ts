import {
  attributeLoss,
  findSinglePoints,
  loseAnyOne,
  RESILIENCES,
  rankMeasures,
  type StressResult,
} from '@renlin/core/simulation/experiment';
import { parseStressInput } from '@renlin/core/simulation/scenario';
import {
  answering,
  type CommandIo,
  parseJson,
  readInput,
  readInteger,
  readOptions,
  toJson,
  UsageError,
} from './command-line.ts';
import { runStress } from './stress-runner.ts';

const USAGE =
  '用法 / usage: renlin stress --input FILE [--seed N] [--runs N] [--workers N] [--story N] [--attribution] [--measures] [--n-plus-one] [--json]';

/**
 * `renlin stress`: runs the stress test of a district file (schema: docs/core/simulation.md).
 * stdout: JSON with --json, else a short table; stderr: progress. Exit 0, or 2 with a message that names path and value.
 */
export function run(args: readonly string[], io: CommandIo): Promise<number> {
  return answering(io, USAGE, async () => {
    const options = readOptions(args, {
      values: ['input', 'seed', 'runs', 'workers', 'story', 'paired-runs'],
      flags: ['json', 'attribution', 'measures', 'n-plus-one'],
    });
    if (options.positional.length > 0)
      throw new UsageError(`多余的参数 / unexpected argument ${options.positional[0]}`);
    const seed = readInteger(options, 'seed', 1, 0, Number.MAX_SAFE_INTEGER);
    const runs = readInteger(options, 'runs', 20, 1, 100_000);
    const workers = readInteger(options, 'workers', 1, 1, 64);
    const story = readInteger(options, 'story', 200, 0, 1_000_000);
    // comparisons run the district once more per cause or measure, so they get a share of the runs unless told
    const paired = readInteger(options, 'paired-runs', Math.min(runs, 10), 1, 100_000);
    const input = parseStressInput(parseJson(await readInput(options, io)));
    const told = (what: string) => (done: number, of: number) => {
      if (done === of || done % Math.max(1, Math.floor(of / 20)) === 0) io.err(`${what} ${done}/${of}\n`);
    };
    const result = await runStress(input, { seed, runs, workers, story, progress: told('推演 / runs') });
    const compare = { seed, runs: paired };
    const answer: Record<string, unknown> = { ...result, singlePoints: findSinglePoints(input) };
    if (options.flags.has('attribution')) {
      io.err('归因 / attribution\n');
      answer['attribution'] = attributeLoss(input, compare);
    }
    if (options.flags.has('measures')) {
      io.err('措施比选 / measures\n');
      answer['measures'] = rankMeasures(input, compare);
    }
    if (options.flags.has('n-plus-one')) {
      io.err('缺一推演 / lose any one\n');
      answer['losses'] = loseAnyOne(input, compare);
    }
    io.out(`${options.flags.has('json') ? toJson(answer) : table(result)}\n`);
    return 0;
  });
}

const NAMES = { organisation: '组织韧性', service: '服务韧性', resource: '资源韧性' } as const;

function table(result: StressResult): string {
  const rows = RESILIENCES.map((name) => {
    const { loss, robustness, hoursTo95 } = result.resilience[name];
    const back = hoursTo95.median === null ? '—' : `${hoursTo95.median.toFixed(1)} h`;
    return `${NAMES[name]} ${name.padEnd(12)} loss ${loss.mean.toFixed(0)} [${loss.low.toFixed(0)}, ${loss.high.toFixed(0)}] %·h, lowest ${(robustness.mean * 100).toFixed(1)} %, to 95 %: ${back}`;
  });
  return [
    `${result.input.name}: ${result.runs} runs, seed ${result.seed}, model ${result.model}`,
    ...rows,
  ].join('\n');
}
