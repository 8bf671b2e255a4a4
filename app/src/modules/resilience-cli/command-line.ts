import { InputError, readCount } from '@renlin/core/simulation/input-error';
import { CommandUse, type Options } from '../../platform/command-line.ts';

/** What a command may touch; the caller binds it to files and streams, tests to strings. */
export type CommandIo = {
  readFile(path: string): Promise<string>;
  /** JSON or a short table, nothing else. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
};

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
    throw new CommandUse(
      `--${name}: 须为 ${low}…${high} 的整数 / must be a whole number in ${low}…${high}, got ${text}`,
    );
  }
  return value;
}

/** A whole number, at least 1. */
export function readSize(value: unknown, path: string): number {
  const size = readCount(value, path, 1e6);
  if (size === 0) throw new InputError(path, 'must be at least 1', value);
  return size;
}

export async function readInput(options: Options, io: CommandIo): Promise<string> {
  const path = options.values.get('input');
  if (path === undefined) throw new CommandUse('缺少 --input FILE / --input FILE is missing');
  try {
    return await io.readFile(path);
  } catch {
    throw new CommandUse(`--input: 无法读取 / cannot read ${path}`);
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandUse(
      `--input: 不是有效的 JSON / is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * Runs the body and turns every complaint about the input into exit code 2. The solvers and the model throw RangeError
 * (InputError among them) for bad input and nothing else on purpose; anything else is a defect and passes through.
 */
export async function answering(io: CommandIo, usage: string, body: () => Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof CommandUse) io.err(`${error.message}\n${usage}\n`);
    else if (error instanceof RangeError) io.err(`输入有误 / bad input: ${error.message}\n`);
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
