// Reading the staff workbook: three sheets with headers in Chinese or English, every fault with the address of its cell.
// A workbook is a zip, and a zip can say it is small and be endless: sizes are limited before and while it is unpacked.
import { unzipSync, zipSync } from 'fflate';
import { type CellValue, colToLetter, readXlsx, writeXlsx } from 'hucre/xlsx';
import { isCivilDate } from '../../engines/tree/tree.ts';
import type { FieldProblem } from '../../kernel/problem.ts';
import { problem } from '../../kernel/problem.ts';
import { duties } from './duty-vocabulary.ts';
import { postKinds, unitKinds } from './presets.ts';
import './problems.ts';
import { type Column, guide, type SheetName, sheets } from './staff-sheet-vocabulary.ts';

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_UNPACKED = 120 * 1024 * 1024;
const MAX_ENTRIES = 300;
const MAX_ROWS = 20_000;

export type SheetRow = { row: number; values: Record<string, string>; at(key: string): string };
export type StaffSheets = { rows: Record<SheetName, SheetRow[]>; errors: FieldProblem[] };

/** Reads the workbook. Throws `org.import-…` when it cannot be read at all; faults of cells come back with their addresses. */
export async function readStaffSheets(bytes: Uint8Array): Promise<StaffSheets> {
  const workbook = await open(bytes);
  const errors: FieldProblem[] = [];
  const rows: StaffSheets['rows'] = { units: [], people: [], posts: [] };
  for (const [name, sheet] of Object.entries(sheets) as [SheetName, (typeof sheets)[SheetName]][]) {
    const found = workbook.sheets.find(
      (one) => one.name.trim() === sheet.zh || one.name.trim().toLowerCase() === sheet.en.toLowerCase(),
    );
    if (!found) {
      errors.push({ path: sheet.zh, code: 'org.import.sheet-missing' });
      continue;
    }
    if (found.rows.length > MAX_ROWS + 1) throw problem('org.import-too-big', { max: MAX_ROWS });
    rows[name] = readSheet(found.name, sheet.columns, found.rows, errors);
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

function textOf(cell: CellValue): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  // Control characters come along from copied tables; PostgreSQL refuses the zero byte.
  return String(cell)
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
}

async function open(bytes: Uint8Array) {
  if (bytes.length > MAX_BYTES) throw problem('org.import-too-big', { max: '10 MB' });
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw problem('org.import-unreadable');
  let total = 0;
  let entries = 0;
  let tooBig = false;
  let safe: Uint8Array;
  try {
    // fflate unpacks into a buffer of the size that the entry declares and no further, so the declared sizes are the limit.
    const files = unzipSync(bytes, {
      filter: (file) => {
        entries += 1;
        total += file.originalSize;
        if (entries > MAX_ENTRIES || total > MAX_UNPACKED) tooBig = true;
        return !tooBig && /\.(xml|rels)$/i.test(file.name);
      },
    });
    safe = tooBig ? new Uint8Array() : zipSync(files, { level: 0 });
  } catch {
    throw problem('org.import-unreadable');
  }
  if (tooBig) throw problem('org.import-too-big', { max: '120 MB' });
  try {
    return await readXlsx(safe);
  } catch {
    throw problem('org.import-unreadable');
  }
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
