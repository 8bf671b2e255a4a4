// Tables as offices keep them: a title over everything, headers in one row or two, hints below, cells merged downwards, sums and signatures
// at the end. Finds the header, and gives the rows with their place in the file; what a cell means is not known here.
import { problem } from '../../../kernel/problem.ts';
import type { CellValue, Sheet } from '../../../platform/sheets/workbook.ts';
import { CLOSING_ROW, DITTO, HINT, ROW_NUMBER } from '../cell-vocabulary.ts';
import { headerKey } from './columns.ts';

export type SheetRow = {
  sheet: string;
  /** As a spreadsheet numbers it, from 1. */
  row: number;
  cells: readonly CellValue[];
  /** Columns whose formula has no result. */
  uncalculated: ReadonlySet<number>;
};

export type FoundSheet = {
  name: string;
  headers: readonly string[];
  /** The code of each column; null where the header means nothing known. */
  columns: readonly (string | null)[];
  headerRow: number;
  rows: SheetRow[];
  left: { row: number; why: 'hint' | 'closing' | 'header' }[];
};

export type Lookup = (header: string) => string | null | undefined;

export const DEEPEST_HEADER = 15;
const NONE: ReadonlySet<number> = new Set();

/** Han and visible ASCII alone: nothing to bring into one spelling, as in most cells. */
const AS_IT_IS = /^[\u4e00-\u9fff\x21-\x7e]*$/;

function plain(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  return AS_IT_IS.test(text) ? text : text.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/** Reads one sheet; undefined when no header is in it. O(cells). `lookup` says what a header means. */
export function readSheet(sheet: Sheet, lookup: Lookup): FoundSheet | undefined {
  const grid = filled(sheet);
  const header = findHeader(grid, sheet, lookup);
  if (!header) return undefined;
  const found: FoundSheet = { name: sheet.name, ...header, rows: [], left: [] };
  const keys = header.headers.map(headerKey);
  let above: readonly CellValue[] = [];
  let hints = true;
  for (let at = header.headerRow; at < grid.length; at++) {
    const cells = grid[at] ?? [];
    const texts = cells.map(plain);
    const some = texts.filter((text) => text !== '');
    if (some.length === 0 || onlyNumbered(header.headers, texts)) continue;
    const row = at + 1;
    if (keys.every((key, column) => headerKey(texts[column] ?? '') === key))
      found.left.push({ row, why: 'header' });
    else if (hints && isHint(some)) found.left.push({ row, why: 'hint' });
    else if (isClosing(some)) found.left.push({ row, why: 'closing' });
    else {
      hints = false;
      const whole = cells.map((cell, column) =>
        DITTO.has(texts[column] ?? '') ? (above[column] ?? null) : cell,
      );
      above = whole;
      const uncalculated = sheet.uncalculated?.size
        ? new Set(whole.flatMap((_, column) => (sheet.uncalculated?.has(`${at},${column}`) ? [column] : [])))
        : NONE;
      found.rows.push({ sheet: sheet.name, row, cells: whole, uncalculated });
    }
  }
  return found;
}

/** Merges lie apart in a sound file, so together they cover no more than a sheet that may be imported. */
const MOST_MERGED = 2_000_000;

/** The value of merged cells in each of them; overlapping merges change nothing twice. */
function filled(sheet: Sheet): readonly (readonly CellValue[])[] {
  if (!sheet.merges?.length) return sheet.rows;
  const grid = sheet.rows.map((row) => [...row]);
  let covered = 0;
  for (const { startRow, startCol, endRow, endCol } of sheet.merges) {
    // Merged over columns alone it is a title or a remark, and belongs to no column but its own.
    if (endRow === startRow) continue;
    const value = grid[startRow]?.[startCol] ?? null;
    if (value === null) continue;
    covered += (Math.min(endRow, grid.length - 1) - startRow + 1) * (Math.min(endCol - startCol, 200) + 1);
    if (covered > MOST_MERGED) throw problem('registers.sheet-merges');
    for (let row = startRow; row <= Math.min(endRow, grid.length - 1); row++) {
      for (let column = startCol; column <= Math.min(endCol, startCol + 200); column++) {
        const cells = grid[row];
        if (cells && (cells[column] ?? null) === null) cells[column] = value;
      }
    }
  }
  return grid;
}

type Header = Pick<FoundSheet, 'headers' | 'columns' | 'headerRow'>;

function findHeader(
  grid: readonly (readonly CellValue[])[],
  sheet: Sheet,
  lookup: Lookup,
): Header | undefined {
  let best: { header: Header; score: number } | undefined;
  const offer = (headers: string[], headerRow: number) => {
    const header = { headers, columns: columnsOf(headers, lookup), headerRow };
    const score = header.columns.filter((code) => code !== null).length;
    // Of equals the first row counts: a second is data or a repetition.
    if (score >= 2 && score > (best?.score ?? 0)) best = { header, score };
  };
  for (let at = 0; at < Math.min(grid.length, DEEPEST_HEADER); at++) {
    const top = (grid[at] ?? []).map(plain);
    offer(top, at + 1);
    if (at + 1 < grid.length) offer(joined(top, (grid[at + 1] ?? []).map(plain), at, sheet, lookup), at + 2);
  }
  return best?.header;
}

/** Two rows of headers as one: the group above counts where it makes the header below clear, or where nothing is below. */
function joined(top: string[], bottom: string[], at: number, sheet: Sheet, lookup: Lookup): string[] {
  const groups = [...top];
  for (const { startRow, endRow, startCol, endCol } of sheet.merges ?? []) {
    if (startRow !== at || endRow !== at) continue;
    for (let column = startCol; column <= Math.min(endCol, startCol + 200); column++)
      groups[column] = top[startCol] ?? '';
  }
  return Array.from({ length: Math.max(groups.length, bottom.length) }, (_, column) => {
    const group = groups[column] ?? '';
    const own = bottom[column] ?? '';
    if (own === '' || own === group) return group;
    return group !== '' && lookup(group + own) ? group + own : own;
  });
}

function columnsOf(headers: readonly string[], lookup: Lookup): (string | null)[] {
  const taken = new Set<string>();
  return headers.map((header) => {
    const code = ROW_NUMBER.has(headerKey(header)) ? undefined : lookup(header);
    if (code === undefined || code === null || taken.has(code)) return null;
    taken.add(code);
    return code;
  });
}

function onlyNumbered(headers: readonly string[], texts: readonly string[]): boolean {
  return texts.every(
    (text, at) => text === '' || (ROW_NUMBER.has(headerKey(headers[at] ?? '')) && /^\d+$/.test(text)),
  );
}

function isHint(some: readonly string[]): boolean {
  return some.filter((text) => HINT.test(text)).length * 2 >= some.length;
}

const isClosing = (some: readonly string[]): boolean =>
  CLOSING_ROW.test(some[0] as string) && !/^\d{4,}/.test(some[1] ?? '');
