import { GraphFormatError } from '@renlin/core/districting/node-link';
import { GraphFileError, loadGraph } from '@renlin/core/network/codec';
import { createSnapper, type Snap, type SnapFailure } from '@renlin/core/network/snap';
import type { StreetGraph } from '@renlin/core/network/types';
import { Problem } from '../../kernel/problem.ts';
import { CommandUse, readOptions as readWords } from '../../platform/command-line.ts';

/** What the planning commands need from outside; the entry point supplies the real ones. */
export type PlanningIo = {
  readonly readText: (path: string) => Promise<string>;
  readonly readBytes: (path: string) => Promise<Uint8Array>;
  readonly write: (path: string, data: string | Uint8Array) => Promise<void>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
};

/** Wrong use or input: the message goes to standard error, the exit code is 2. */
export class Refusal extends Error {}

export type Options = {
  text(name: string): string | undefined;
  required(name: string): string;
  number(name: string, low: number, high?: number): number | undefined;
  flag(name: string): boolean;
};

/** Reads options; `flags` take no value. Throws Refusal with the usage. */
export function readOptions(
  args: readonly string[],
  names: readonly string[],
  flags: readonly string[],
  usage: string,
): Options {
  const given = words(args, names, flags, (message) => `${message}\n${usage}`);
  const text = (name: string) => given.values.get(name);
  return {
    text,
    required(name) {
      const value = text(name);
      if (value === undefined || value === '')
        throw new Refusal(`缺少 --${name} / --${name} is missing\n${usage}`);
      return value;
    },
    number(name, low, high = Number.POSITIVE_INFINITY) {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = Number(value);
      if (value.trim() === '' || !(number >= low && number <= high)) {
        throw new Refusal(
          `--${name} 应为 ${low} 以上的数字 / --${name} must be a number from ${low} on, got "${value}"`,
        );
      }
      return number;
    },
    flag: (name) => given.flags.has(name),
  };
}

/** The words of a command without positional ones. Throws Refusal with the message that `said` makes of the reader's. */
export function words(
  args: readonly string[],
  values: readonly string[],
  flags: readonly string[],
  said: (message: string) => string,
) {
  try {
    return readWords(args, { values, flags, words: 0 });
  } catch (error) {
    if (error instanceof CommandUse) throw new Refusal(said(error.message));
    throw error;
  }
}

/** Runs a command and turns refusals of any layer into exit code 2. Problems of map files go on to the entry point, which words them. */
export async function guarded(io: PlanningIo, command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof Problem) throw error;
    const isInput =
      error instanceof Refusal ||
      error instanceof RangeError ||
      error instanceof GraphFileError ||
      error instanceof GraphFormatError;
    if (!isInput) throw error;
    io.error(`${error.message}\n`);
    return 2;
  }
}

export async function fileText(io: PlanningIo, path: string): Promise<string> {
  try {
    return await io.readText(path);
  } catch (error) {
    throw new Refusal(
      `读不到文件 ${path} / cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

export async function graphFile(io: PlanningIo, path: string): Promise<StreetGraph> {
  let bytes: Uint8Array;
  try {
    bytes = await io.readBytes(path);
  } catch (error) {
    throw new Refusal(
      `读不到文件 ${path} / cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return loadGraph(bytes);
}

export type PointRow = { readonly id: string; readonly lon: number; readonly lat: number };

/** Points of a CSV file with the columns lon (or lng), lat and, where given, id; UTF-8, a byte-order mark is skipped. */
export async function pointFile(io: PlanningIo, path: string): Promise<PointRow[]> {
  const lines = (await fileText(io, path))
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const header = (lines[0] ?? '').split(',').map((name) => name.trim().toLowerCase().replace(/^"|"$/g, ''));
  const lonAt = header.findIndex((name) => name === 'lon' || name === 'lng');
  const latAt = header.indexOf('lat');
  const idAt = header.indexOf('id');
  if (lonAt < 0 || latAt < 0) {
    throw new Refusal(`${path}：首行应有 lon 和 lat 两列 / the first line must name the columns lon and lat`);
  }
  return lines.slice(1).map((line, i) => {
    const cells = line.split(',').map((cell) => cell.trim().replace(/^"|"$/g, ''));
    const [lon, lat] = [Number(cells[lonAt] || 'x'), Number(cells[latAt] || 'x')];
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
      throw new Refusal(`${path} 第 ${i + 2} 行不是坐标 / line ${i + 2} is not a position: ${line}`);
    }
    return { id: idAt >= 0 ? (cells[idAt] ?? '') : String(i), lon, lat };
  });
}

export type Placed =
  | { readonly row: PointRow; readonly snap: Snap }
  | { readonly row: PointRow; readonly failure: SnapFailure };

export function placePoints(
  graph: StreetGraph,
  rows: readonly PointRow[],
): { placed: Placed[]; snapper: ReturnType<typeof createSnapper> } {
  const snapper = createSnapper(graph);
  const placed = rows.map((row): Placed => {
    const snap = snapper.snap(row.lon, row.lat);
    return typeof snap === 'string' ? { row, failure: snap } : { row, snap };
  });
  return { placed, snapper };
}
