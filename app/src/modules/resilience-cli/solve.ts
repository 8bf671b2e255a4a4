import { explainPair } from '@renlin/core/dispatch/explain-pair';
import {
  type AssignmentProblem,
  solveGeneralisedAssignment,
} from '@renlin/core/dispatch/generalised-assignment';
import { planDeliveries, type RoutingProblem } from '@renlin/core/dispatch/insertion-routing';
import { type DenseCosts, solveAssignment } from '@renlin/core/dispatch/linear-assignment';
import {
  looksSparse,
  parseAssignment,
  parseGeneralisedAssignment,
  parseSparseAssignment,
} from '@renlin/core/dispatch/or-library';
import { solveSparseAssignment, sparseCosts } from '@renlin/core/dispatch/sparse-assignment';
import { solveTransport, type TransportProblem } from '@renlin/core/dispatch/transport';
import {
  InputError,
  readArray,
  readChoice,
  readCount,
  readNumber,
  readObject,
} from '@renlin/core/simulation/input-error';
import { CommandUse, type Options, readOptions } from '../../platform/command-line.ts';
import {
  answering,
  type CommandIo,
  parseJson,
  readInput,
  readInteger,
  readSize,
  toJson,
} from './command-line.ts';
import { solveServices } from './services.ts';

export const KINDS = ['assignment', 'gap', 'transport', 'deliveries', 'services'] as const;
const USAGE = `用法 / usage: renlin solve ${KINDS.join('|')} --input FILE [--format json|orlib] [--goal min|max] [--max-nodes N] [--json]`;

/**
 * `renlin solve`: the dispatch solvers on a file (schemas: docs/core/dispatch.md, for services docs/core/simulation.md). An infeasible problem is an answer (exit 0,
 * `status: "infeasible"` with its certificate); bad input is exit 2 with a message that names path and value.
 */
export function run(args: readonly string[], io: CommandIo): Promise<number> {
  return answering(io, USAGE, async () => {
    const options = readOptions(args, { values: ['input', 'format', 'goal', 'max-nodes'], flags: ['json'] });
    const [kind, extra] = options.positional;
    if (kind === undefined || extra !== undefined || !KINDS.includes(kind as (typeof KINDS)[number])) {
      throw new CommandUse(`问题类型须为 / the kind of problem must be one of ${KINDS.join(', ')}`);
    }
    const format = readChoice(options.values.get('format') ?? 'json', '--format', ['json', 'orlib'] as const);
    if (format === 'orlib' && kind !== 'assignment' && kind !== 'gap')
      throw new CommandUse(`--format orlib: 仅用于 / is for assignment and gap`);
    const text = await readInput(options, io);
    const started = `${kind} …\n`;
    io.err(started);
    const answer = { kind, ...solve(kind as (typeof KINDS)[number], format, text, options) };
    io.out(`${options.flags.has('json') ? toJson(answer) : summary(answer)}\n`);
    return 0;
  });
}

function summary(answer: Record<string, unknown>): string {
  const short = Object.entries(answer).filter(([, value]) => typeof value !== 'object');
  const problems = answer['problems'];
  const lines = short.map(([key, value]) => `${key}: ${String(value)}`);
  if (Array.isArray(problems)) {
    problems.forEach((problem: Record<string, unknown>, k) => {
      lines.push(
        `${k + 1}: ${String(problem['status'])} ${String(problem['value'] ?? '')} bound ${String(problem['bound'] ?? '')} gap ${String(problem['gap'] ?? '')}`,
      );
    });
  }
  return lines.join('\n');
}

function solve(
  kind: (typeof KINDS)[number],
  format: 'json' | 'orlib',
  text: string,
  options: Options,
): Record<string, unknown> {
  if (kind === 'gap') return solveGap(format, text, options);
  if (kind === 'transport') return { ...solveTransport(readTransport(parseJson(text))) };
  if (kind === 'deliveries') return { ...planDeliveries(readDeliveries(parseJson(text))) };
  if (kind === 'services') return { ...solveServices(parseJson(text)) };
  if (format === 'orlib') {
    return looksSparse(text)
      ? { ...solveSparseAssignment(parseSparseAssignment(text)) }
      : { ...solveAssignment(parseAssignment(text)) };
  }
  const raw = readObject(parseJson(text), 'input', ['costs', 'rows', 'columns', 'pairs', 'explain']);
  if (raw['pairs'] !== undefined) {
    const rows = readSize(raw['rows'], 'rows');
    const columns = readSize(raw['columns'], 'columns');
    const pairs = readArray(raw['pairs'], 'pairs').map((entry, k): [number, number, number] => {
      const triple = readArray(entry, `pairs[${k}]`, 3);
      return [
        readCount(triple[0], `pairs[${k}][0]`, rows - 1),
        readCount(triple[1], `pairs[${k}][1]`, columns - 1),
        readNumber(triple[2], `pairs[${k}][2]`, -1e15, 1e15),
      ];
    });
    return { ...solveSparseAssignment(sparseCosts(rows, columns, pairs)) };
  }
  const costs = readMatrix(raw['costs'], 'costs', -1e15, Number.POSITIVE_INFINITY);
  const problem: DenseCosts = {
    rows: costs.length,
    columns: costs[0]!.length,
    costs: Float64Array.from(costs.flat()),
  };
  const result = solveAssignment(problem);
  if (result.status === 'infeasible' || raw['explain'] === undefined) return { ...result };
  const explanations = readArray(raw['explain'], 'explain').map((entry, k) => {
    const pair = readArray(entry, `explain[${k}]`, 2);
    return explainPair(
      problem,
      result,
      readCount(pair[0], `explain[${k}][0]`, problem.rows - 1),
      readCount(pair[1], `explain[${k}][1]`, problem.columns - 1),
    );
  });
  return { ...result, explanations };
}

function solveGap(format: 'json' | 'orlib', text: string, options: Options): Record<string, unknown> {
  const named = options.values.get('goal');
  let goal = named === undefined ? undefined : readChoice(named, '--goal', ['min', 'max'] as const);
  const maxNodes = readInteger(options, 'max-nodes', 20_000, 1, 1e9);
  let problems: AssignmentProblem[];
  let goalFrom = '--goal';
  if (format === 'orlib') {
    if (goal === undefined) {
      // the files do not say; OR-Library's readme does: gap1…gap12 maximise, gapa…gapd minimise
      const file = (options.values.get('input') ?? '').split(/[\\/]/).at(-1) ?? '';
      goal = /^gap\d/i.test(file) ? 'max' : 'min';
      goalFrom = 'file name (OR-Library readme)';
    }
    problems = parseGeneralisedAssignment(text, goal);
  } else {
    const raw = readObject(parseJson(text), 'input', ['goal', 'cost', 'load', 'capacity']);
    if (goal === undefined) {
      goal = readChoice(raw['goal'] ?? 'min', 'goal', ['min', 'max'] as const);
      goalFrom = raw['goal'] === undefined ? 'default' : 'input';
    }
    const forbidden = goal === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    const cost = readMatrix(raw['cost'], 'cost', -1e15, forbidden);
    const load = readMatrix(raw['load'], 'load', 0, Number.POSITIVE_INFINITY);
    const capacity = readList(raw['capacity'], 'capacity', 0);
    if (load.length !== cost.length || load[0]!.length !== cost[0]!.length)
      throw new InputError(
        'load',
        `must have the shape of cost, ${cost.length} × ${cost[0]!.length}`,
        `${load.length} × ${load[0]!.length}`,
      );
    if (capacity.length !== cost.length)
      throw new InputError('capacity', `must have ${cost.length} entries`, capacity.length);
    problems = [
      {
        agents: cost.length,
        jobs: cost[0]!.length,
        cost: Float64Array.from(cost.flat()),
        load: Float64Array.from(load.flat()),
        capacity: Float64Array.from(capacity),
        goal,
      },
    ];
  }
  return {
    goal,
    goalFrom,
    problems: problems.map((problem) => solveGeneralisedAssignment(problem, { maxNodes })),
  };
}

function readList(value: unknown, path: string, low: number): number[] {
  return readArray(value, path, 1).map((x, k) => readNumber(x, `${path}[${k}]`, low, 1e15));
}

/** A rectangular matrix; null means "not possible" and becomes `missing`. */
function readMatrix(value: unknown, path: string, low: number, missing: number): number[][] {
  const rows = readArray(value, path, 1).map((row, i) =>
    readArray(row, `${path}[${i}]`, 1).map((x, j) =>
      x === null ? missing : readNumber(x, `${path}[${i}][${j}]`, low, 1e15),
    ),
  );
  rows.forEach((row, i) => {
    if (row.length !== rows[0]!.length)
      throw new InputError(
        `${path}[${i}]`,
        `must have ${rows[0]!.length} entries like the first row`,
        row.length,
      );
  });
  return rows;
}

function readTransport(value: unknown): TransportProblem {
  const raw = readObject(value, 'input', ['supply', 'demand', 'cost', 'limit', 'unmetPenalty']);
  return {
    supply: readList(raw['supply'], 'supply', 0),
    demand: readList(raw['demand'], 'demand', 0),
    cost: readMatrix(raw['cost'], 'cost', 0, Number.POSITIVE_INFINITY),
    ...(raw['limit'] === undefined
      ? {}
      : { limit: readMatrix(raw['limit'], 'limit', 0, Number.POSITIVE_INFINITY) }),
    ...(raw['unmetPenalty'] === undefined
      ? {}
      : { unmetPenalty: readList(raw['unmetPenalty'], 'unmetPenalty', 0) }),
  };
}

function readDeliveries(value: unknown): RoutingProblem {
  const raw = readObject(value, 'input', ['travel', 'stops', 'vehicles']);
  const numbers = <K extends string>(entry: unknown, path: string, keys: readonly K[]): Record<K, number> => {
    const fields = readObject(entry, path, keys);
    return Object.fromEntries(
      keys.map((key) => [key, readNumber(fields[key], `${path}.${key}`, 0, 1e12)]),
    ) as Record<K, number>;
  };
  return {
    travel: readMatrix(raw['travel'], 'travel', 0, Number.POSITIVE_INFINITY),
    stops: readArray(raw['stops'], 'stops', 1).map((entry, k) =>
      numbers(entry, `stops[${k}]`, ['demand', 'opens', 'closes', 'service']),
    ),
    vehicles: readArray(raw['vehicles'], 'vehicles', 1).map((entry, k) =>
      numbers(entry, `vehicles[${k}]`, ['capacity', 'leaves', 'back']),
    ),
  };
}
