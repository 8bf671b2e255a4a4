// Reading the staff workbook: three sheets with headers in Chinese or English, every fault with the address of its cell.
import { writeXlsx } from 'hucre/xlsx';
import { isCivilDate } from '../../engines/tree/tree.ts';
import type { FieldProblem } from '../../kernel/problem.ts';
import { problem } from '../../kernel/problem.ts';
import {
  type CellValue,
  colToLetter,
  readWorkbook,
  cellText as textOf,
} from '../../platform/sheets/workbook.ts';
import { duties } from './duty-vocabulary.ts';
import { postKinds, unitKinds } from './presets.ts';
import './problems.ts';
import { type Column, guide, type SheetName, sheets } from './staff-sheet-vocabulary.ts';

const MAX_ROWS = 20_000;

export type SheetRow = { row: number; values: Record<string, string>; at(key: string): string };
export type StaffSheets = { rows: Record<SheetName, SheetRow[]>; errors: FieldProblem[] };

/** Reads the workbook. Throws `org.import-…` when it cannot be read at all; faults of cells come back with their addresses. */
export async function readStaffSheets(bytes: Uint8Array): Promise<StaffSheets> {
  const found = await readWorkbook(bytes, {
    unreadable: 'org.import-unreadable',
    tooBig: 'org.import-too-big',
  });
  const errors: FieldProblem[] = [];
  const rows: StaffSheets['rows'] = { units: [], people: [], posts: [] };
  for (const [name, sheet] of Object.entries(sheets) as [SheetName, (typeof sheets)[SheetName]][]) {
    const present = found.find(
      (one) => one.name.trim() === sheet.zh || one.name.trim().toLowerCase() === sheet.en.toLowerCase(),
    );
    if (!present) {
      errors.push({ path: sheet.zh, code: 'org.import.sheet-missing' });
      continue;
    }
    if (present.rows.length > MAX_ROWS + 1) throw problem('org.import-too-big', { max: MAX_ROWS });
    rows[name] = readSheet(present.name, sheet.columns, present.rows, errors);
  }
  if (errors.length === 0 && Object.values(rows).every((list) => list.length === 0))
    throw problem('org.import-empty');
  return { rows, errors };
}

function readSheet(
  name: string,
  columns: readonly Column[],
  cells: readonly (readonly CellValue[])[],
  errors: FieldProblem[],
): SheetRow[] {
  const header = (cells[0] ?? []).map((cell) =>
    textOf(cell)
      .replace(/[*＊\s]/g, '')
      .toLowerCase(),
  );
  const places = new Map<string, number>();
  for (const column of columns) {
    const at = header.findIndex(
      (text) => text === column.zh || text === column.en.replaceAll(' ', '').toLowerCase(),
    );
    if (at >= 0) places.set(column.key, at);
    else if (column.required) {
      errors.push({ path: `${name}!1`, code: 'org.import.column-missing', params: { column: column.zh } });
    }
  }
  if (columns.some((column) => column.required && !places.has(column.key))) return [];
  const rows: SheetRow[] = [];
  cells.slice(1).forEach((line, index) => {
    const row = index + 2;
    const at = (key: string) => `${name}!${colToLetter(places.get(key) ?? 0)}${row}`;
    const values: Record<string, string> = {};
    for (const column of columns) values[column.key] = textOf(line[places.get(column.key) ?? -1] ?? null);
    if (Object.values(values).every((value) => value === '')) return;
    for (const { key, zh, required, max } of columns) {
      const value = values[key] as string;
      if (required && value === '')
        errors.push({ path: at(key), code: 'org.import.empty', params: { column: zh } });
      if ([...value].length > max) {
        errors.push({ path: at(key), code: 'org.import.too-long', params: { column: zh, max } });
      }
    }
    rows.push({ row, values, at });
  });
  return rows;
}

/** Splits a list that people write with any of 、，,；; or line breaks. */
export function splitList(text: string): string[] {
  return text
    .split(/[、，,；;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A civil date written 2026-07-01, 2026/7/1 or 2026年7月1日; undefined when it is none. */
export function readDate(text: string): string | undefined {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (!match) return undefined;
  const date = `${match[1]}-${String(match[2]).padStart(2, '0')}-${String(match[3]).padStart(2, '0')}`;
  return isCivilDate(date) ? date : undefined;
}

/** An empty workbook to fill in: headers, one example row per sheet, and a sheet with the words that may be used. */
export async function makeStaffTemplate(): Promise<Uint8Array> {
  const widthOf = (column: Column) => ({
    key: column.key,
    width: Math.max(14, column.sample.length * 2 + 4),
  });
  return writeXlsx({
    sheets: [
      ...Object.values(sheets).map((sheet) => ({
        name: sheet.zh,
        columns: sheet.columns.map(widthOf),
        rows: [
          sheet.columns.map((column) => (column.required ? `${column.zh}*` : column.zh)),
          sheet.columns.map((column) => column.sample),
        ],
      })),
      {
        name: guide.name,
        rows: [
          guide.headers,
          ...Array.from({ length: Math.max(unitKinds.length, postKinds.length, duties.length) }, (_, at) => [
            unitKinds[at]?.labels['zh-CN'] ?? '',
            postKinds[at]?.labels['zh-CN'] ?? '',
            duties[at]?.label['zh-CN'] ?? '',
          ]),
        ],
      },
    ],
  });
}
