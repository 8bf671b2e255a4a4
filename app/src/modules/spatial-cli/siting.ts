import { solveCapacitatedLocation, solveCapacitatedMedian } from '@renlin/core/siting/capacitated';
import { solveCover, withinRadius } from '@renlin/core/siting/cover';
import { loadMipSolver } from '@renlin/core/siting/exact-mip';
import { FormatError } from '@renlin/core/siting/formats';
import { solveMaxCover } from '@renlin/core/siting/mclp';
import { solveMedian, weightedCosts } from '@renlin/core/siting/median';
import { coverWithin } from '@renlin/core/siting/planning';
import type { CostMatrix, SitePolicy, SitingAnswer, SitingControl } from '@renlin/core/siting/types';
import { Refusal, words } from './planning-io.ts';
import { readSitingInput, type SitingFormat, type SitingInput, type SitingProblem } from './siting-input.ts';
import { type SitingMessages, sitingMessagesEn, sitingMessagesZh } from './siting-messages.ts';

/** What the command needs from outside; the entry point supplies the real ones. */
export type SitingIo = {
  readonly readText: (path: string) => Promise<string>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
  readonly locale?: 'zh-CN' | 'en';
  readonly shouldStop?: () => boolean;
};

export const problems: readonly string[] = ['pmedian', 'mclp', 'lscp', 'cpmp', 'cflp'];
const OPTIONS = ['input', 'format', 'p', 'radius', 'capacity', 'times', 'time-limit', 'work-budget', 'seed'];
const formats: readonly string[] = ['orlib', 'tsplib', 'json'];

/**
 * `renlin solve pmedian|mclp|lscp|cpmp|cflp …`; `args` start with the problem. Result on `out`, progress and messages on `error`.
 * Exit code 0 with an answer, 2 on bad or infeasible input (with the nearest feasible question where there is one).
 */
export async function run(args: readonly string[], io: SitingIo): Promise<number> {
  const text = io.locale === 'en' ? sitingMessagesEn : sitingMessagesZh;
  try {
    const request = parseRequest(args, text);
    const answer = await answerTo(request, io, text);
    if (request.json) io.out(`${JSON.stringify(jsonOf(answer))}\n`);
    if (answer.status === 'infeasible') {
      io.error(`${infeasibleText(answer, text)}\n`);
      return 2;
    }
    if (!request.json) io.out(`${resultText(answer, text)}\n${answer.sites.join(' ')}\n`);
    return 0;
  } catch (error) {
    if (error instanceof Refusal) {
      io.error(`${error.message}\n`);
      return 2;
    }
    if (error instanceof RangeError) {
      io.error(`${text.invalid(error.message)}\n`);
      return 2;
    }
    throw error;
  }
}

type Request = {
  readonly problem: SitingProblem;
  readonly input: string;
  readonly format: SitingFormat;
  readonly p?: number;
  readonly radius?: number;
  readonly capacity?: number;
  readonly times?: number;
  readonly timeLimit?: number;
  readonly workBudget?: number;
  readonly seed: number;
  readonly json: boolean;
};

function parseRequest(args: readonly string[], text: SitingMessages): Request {
  const [problem, ...rest] = args;
  if (problem === undefined) throw new Refusal(text.usage);
  if (!problems.includes(problem)) throw new Refusal(`${text.unknownProblem(problem)}\n${text.usage}`);
  const { values, flags } = words(
    rest,
    OPTIONS,
    ['json'],
    (message) => `${text.badOption(message)}\n${text.usage}`,
  );
  const number = (name: string, low: number, whole: boolean): number | undefined => {
    const value = values.get(name);
    if (value === undefined) return undefined;
    const parsed = Number(value);
    if (value.trim() === '' || !Number.isFinite(parsed))
      throw new Refusal(text.notANumber(`--${name}`, value));
    if (parsed < low || (whole && !Number.isInteger(parsed))) {
      throw new Refusal(text.outOfRange(`--${name}`, whole ? `{${low}, ${low + 1}, …}` : `[${low}, ∞)`));
    }
    return parsed;
  };
  const input = values.get('input');
  if (input === undefined) throw new Refusal(`${text.missing('--input')}\n${text.usage}`);
  const format = values.get('format') ?? '';
  if (format === '') throw new Refusal(`${text.missing('--format')}\n${text.usage}`);
  if (!formats.includes(format)) throw new Refusal(text.badFormat(format));
  const optional = {
    p: number('p', 0, true),
    radius: number('radius', 0, false),
    capacity: number('capacity', 0, false),
    times: number('times', 1, true),
    timeLimit: number('time-limit', 0, false),
    workBudget: number('work-budget', 1, true),
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    problem: problem as SitingProblem,
    input,
    format: format as SitingFormat,
    seed: number('seed', 0, true) ?? 1,
    json: flags.has('json'),
    ...present,
  };
}

async function answerTo(request: Request, io: SitingIo, text: SitingMessages): Promise<SitingAnswer> {
  const content = await contentOf(request.input, io, text);
  const input = parsedInput(content, request, text);
  let last = io.now();
  const control: SitingControl = {
    seed: request.seed,
    now: io.now,
    ...(request.timeLimit === undefined ? {} : { timeLimitSeconds: request.timeLimit }),
    ...(request.workBudget === undefined ? {} : { workBudget: request.workBudget }),
    ...(io.shouldStop === undefined ? {} : { shouldStop: io.shouldStop }),
    onProgress: ({ phase, objective, bound }) => {
      const now = io.now();
      if (now - last < 500) return;
      last = now;
      io.error(`${text.progress(phase, shown(objective), shown(bound))}\n`);
    },
  };
  const policy: SitePolicy = {
    ...(input.fixed === undefined ? {} : { fixed: input.fixed }),
    ...(input.forbidden === undefined ? {} : { forbidden: input.forbidden }),
    ...(input.existing === undefined ? {} : { existing: input.existing }),
  };
  switch (request.problem) {
    case 'pmedian': {
      const matrix = needed(input.matrix, 'cost', text);
      const weighted = input.weight === undefined ? matrix : weightedCosts(matrix, input.weight);
      return solveMedian(
        { ...policy, matrix: weighted, p: chosenP(request, input, text) },
        control,
        await loadMipSolver(),
      );
    }
    case 'mclp':
      return solveMaxCover(
        {
          ...policy,
          ...coverage(request, input, text),
          p: chosenP(request, input, text),
          ...(input.weight === undefined ? {} : { weight: input.weight }),
        },
        control,
      );
    case 'lscp':
      return solveSetCover(request, input, policy, control, text);
    case 'cpmp':
      return solveCapacitatedMedian(
        {
          ...policy,
          matrix: needed(input.matrix, 'cost', text),
          demand: needed(input.demand, 'demand', text),
          capacity: needed(input.capacity, 'capacity', text),
          p: chosenP(request, input, text),
        },
        await loadMipSolver(),
        control,
      );
    case 'cflp':
      return solveCapacitatedLocation(
        {
          ...policy,
          matrix: needed(input.matrix, 'cost', text),
          demand: needed(input.demand, 'demand', text),
          capacity: needed(input.capacity, 'capacity', text),
          openingCost: needed(input.openingCost, 'openingCost', text),
        },
        await loadMipSolver(),
        control,
      );
  }
}

async function solveSetCover(
  request: Request,
  input: SitingInput,
  policy: SitePolicy,
  control: SitingControl,
  text: SitingMessages,
): Promise<SitingAnswer> {
  const times = request.times ?? input.times;
  const extra = {
    ...policy,
    ...(times === undefined ? {} : { times }),
    ...(input.siteCost === undefined ? {} : { siteCost: input.siteCost }),
  };
  const highs = await loadMipSolver();
  const radius = request.radius ?? input.radius;
  if (input.coveredBy === undefined && input.matrix !== undefined && radius !== undefined) {
    return coverWithin({ ...extra, matrix: input.matrix, radius }, control, highs);
  }
  return solveCover({ ...extra, ...coverage(request, input, text) }, control, highs);
}

async function contentOf(path: string, io: SitingIo, text: SitingMessages): Promise<string> {
  try {
    return await io.readText(path);
  } catch (error) {
    throw new Refusal(text.unreadable(path, error instanceof Error ? error.message : String(error)));
  }
}

function parsedInput(content: string, request: Request, text: SitingMessages): SitingInput {
  try {
    return readSitingInput(content, request.problem, request.format, request.capacity);
  } catch (error) {
    if (error instanceof FormatError) throw new Refusal(text.malformed(request.input, error.message));
    throw error;
  }
}

function coverage(request: Request, input: SitingInput, text: SitingMessages) {
  if (input.coveredBy !== undefined) {
    return { clients: input.coveredBy.length, sites: input.sites ?? 0, coveredBy: input.coveredBy };
  }
  const matrix: CostMatrix = needed(input.matrix, 'coveredBy / cost', text);
  const radius = needed(request.radius ?? input.radius, '--radius', text);
  return { clients: matrix.clients, sites: matrix.sites, coveredBy: withinRadius(matrix, radius) };
}

function chosenP(request: Request, input: SitingInput, text: SitingMessages): number {
  return needed(request.p ?? input.p, '--p', text);
}

function needed<T>(value: T | undefined, what: string, text: SitingMessages): T {
  if (value === undefined) throw new Refusal(text.needs(what));
  return value;
}

/** JSON has no infinity: null stands for "none known". */
function jsonOf(answer: SitingAnswer): Record<string, unknown> {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    ...answer,
    objective: finite(answer.objective),
    bound: finite(answer.bound),
    gap: finite(answer.gap),
  };
}

function infeasibleText(answer: SitingAnswer, text: SitingMessages): string {
  const { infeasible } = answer;
  if (infeasible === undefined) return text.infeasible('', 0);
  const lines = [text.infeasible(infeasible.reason, infeasible.clients.length)];
  for (const [what, value] of Object.entries(infeasible.nearest)) lines.push(text.nearest(what, value));
  return lines.join('\n');
}

function resultText(answer: SitingAnswer, text: SitingMessages): string {
  return text.result(
    shown(answer.objective),
    shown(answer.bound),
    Number.isFinite(answer.gap) ? `${(answer.gap * 100).toFixed(4)} %` : '–',
    answer.proven,
    answer.sites.length,
    answer.seconds.toFixed(2),
  );
}

function shown(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 1000) / 1000) : '–';
}
