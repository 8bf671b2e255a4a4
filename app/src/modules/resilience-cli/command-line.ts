import { InputError } from '@renlin/core/simulation/input-error';

/** What a command may touch; the caller binds it to files and streams, tests to strings. */
export type CommandIo = {
  readFile(path: string): Promise<string>;
  /** JSON or a short table, nothing else. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
};

/** Wrong use of a command or wrong input: exit code 2 and one clear line on stderr. */
export class UsageError extends Error {}

export type Options = {
  positional: string[];
  flags: ReadonlySet<string>;
  values: ReadonlyMap<string, string>;
};

/** Reads `--name value` and `--flag`; unknown names and missing values are errors that list what is known. */
export function readOptions(
  args: readonly string[],
  known: { values: readonly string[]; flags: readonly string[] },
): Options {
  const positional: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (let k = 0; k < args.length; k++) {
    const word = args[k]!;
    if (!word.startsWith('--')) {
      positional.push(word);
      continue;
    }
    const [name = '', inline] = word.slice(2).split(/=(.*)/s);
    if (known.flags.includes(name) && inline === undefined) {
      flags.add(name);
    } else if (known.values.includes(name)) {
      const value = inline ?? args[++k];
      if (value === undefined) throw new UsageError(`--${name} 需要一个值 / needs a value`);
      values.set(name, value);
    } else {
      const all = [...known.values.map((v) => `--${v} …`), ...known.flags.map((f) => `--${f}`)].join(' ');
      throw new UsageError(`未知选项 / unknown option ${word}; ${all}`);
    }
  }
  return { positional, flags, values };
}

export function readInteger(
  options: Options,
  name: string,
  fallback: number,
  low: number,
  high: number,
): number {
  const text = options.values.get(name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new UsageError(
      `--${name}: 须为 ${low}…${high} 的整数 / must be a whole number in ${low}…${high}, got ${text}`,
    );
  }
  return value;
}

export async function readInput(options: Options, io: CommandIo): Promise<string> {
  const path = options.values.get('input');
  if (path === undefined) throw new UsageError('缺少 --input FILE / --input FILE is missing');
  try {
    return await io.readFile(path);
  } catch {
    throw new UsageError(`--input: 无法读取 / cannot read ${path}`);
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `--input: 不是有效的 JSON / is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * Runs the body and turns every complaint about the input into exit code 2. The solvers and the model throw RangeError (or
 * InputError) for bad input and nothing else on purpose; anything else is a defect and passes through.
 */
export async function answering(io: CommandIo, usage: string, body: () => Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof UsageError) io.err(`${error.message}\n${usage}\n`);
    else if (error instanceof InputError || error instanceof RangeError)
      io.err(`输入有误 / bad input: ${error.message}\n`);
    else throw error;
    return 2;
  }
}

/** JSON with numbers as numbers: typed arrays as lists, infinities (forbidden, unreachable) as null. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    ArrayBuffer.isView(entry) ? Array.from(entry as unknown as ArrayLike<number>) : entry,
  );
}
