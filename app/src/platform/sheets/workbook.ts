// Reading and writing tables that people bring: xlsx and CSV, whatever wrote them. A workbook is a zip, and a zip can say it is small
// and be endless: sizes are limited before and while it is unpacked. Nothing here knows what a column means.
import { unzipSync, zipSync } from 'fflate';
import { parseCsv, writeCsv } from 'hucre/csv';
import { type CellValue, readXlsx, writeXlsx } from 'hucre/xlsx';
import { Problem, problem } from '../../kernel/problem.ts';
import { encodeGb18030 } from './gb18030.ts';

export type { CellValue } from 'hucre/xlsx';
export { colToLetter } from 'hucre/xlsx';

export const MAX_SHEET_BYTES = 10 * 1024 * 1024;
const MAX_UNPACKED = 120 * 1024 * 1024;
const MAX_ENTRIES = 300;

export type Sheet = { name: string; rows: CellValue[][] };

/** Codes of the reader's own words: a file that is no table, and one that is too big (parameter `max`). */
export type SheetProblems = { unreadable: string; tooBig: string };

/** Reads an xlsx workbook. Throws one of the two problems. */
export async function readWorkbook(bytes: Uint8Array, problems: SheetProblems): Promise<Sheet[]> {
  if (bytes.length > MAX_SHEET_BYTES) throw problem(problems.tooBig, { max: '10 MB' });
  if (!isZip(bytes)) throw problem(problems.unreadable);
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
    throw problem(problems.unreadable);
  }
  if (tooBig) throw problem(problems.tooBig, { max: '120 MB' });
  try {
    const { sheets } = await readXlsx(safe);
    return sheets.map(({ name, rows }) => ({ name, rows }));
  } catch {
    throw problem(problems.unreadable);
  }
}

/** Reads an xlsx workbook, or a CSV in UTF-8 (with or without a mark) or GB18030 as a workbook with one sheet. */
export async function readTable(bytes: Uint8Array, problems: SheetProblems): Promise<Sheet[]> {
  if (isZip(bytes)) return readWorkbook(bytes, problems);
  if (bytes.length > MAX_SHEET_BYTES) throw problem(problems.tooBig, { max: '10 MB' });
  const text = decode(bytes);
  if (text === undefined) throw problem(problems.unreadable);
  try {
    return [{ name: 'CSV', rows: parseCsv(text) }];
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw problem(problems.unreadable);
  }
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** Text in the encoding that it is in; undefined when it is no text. UTF-8 is strict, so GB18030 never passes for it by accident. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes.includes(0)) return undefined;
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Tried in the next encoding.
    }
  }
  return undefined;
}

/** A cell as text. Control characters come along from copied tables; PostgreSQL refuses the zero byte. */
export function cellText(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return String(cell)
    .toWellFormed()
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
}

/** A table as bytes. In CSV a cell that a spreadsheet would run as a formula is marked as text. */
export async function writeTable(
  table: { name: string; rows: readonly (readonly string[])[] },
  format: 'xlsx' | 'csv' | 'csv-gb18030',
): Promise<Uint8Array> {
  if (format === 'xlsx') {
    return writeXlsx({ sheets: [{ name: table.name, rows: table.rows.map((row) => [...row]) }] });
  }
  const text = writeCsv(table.rows.map((row) => row.map(asText)));
  // Without the mark, spreadsheets on Chinese machines read UTF-8 as GBK.
  return format === 'csv' ? new TextEncoder().encode(`\ufeff${text}`) : encodeGb18030(text);
}

function asText(value: string): string {
  return /^[=@\t\r]|^[+-](?!\d+(\.\d+)?$)/.test(value) ? `'${value}` : value;
}
