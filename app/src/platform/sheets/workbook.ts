// Reading and writing tables that people bring: xlsx and CSV, whatever wrote them. A workbook is a zip, and a zip can say it is small
// and be endless: what comes out of it is counted while it is unpacked. Nothing here knows what a column means.
import { parseCsv, writeCsv } from 'hucre/csv';
import { type CellValue, colToLetter, writeXlsx } from 'hucre/xlsx';
import { Problem, problem } from '../../kernel/problem.ts';
import { encodeGb18030 } from './gb18030.ts';
import { NoWorkbook, readXlsxSheets, type Sheet, TooBig, type XlsxLimits } from './xlsx.ts';
import { BadXml } from './xml.ts';
import { BadZip } from './zip.ts';

export type { CellValue } from 'hucre/xlsx';
export { colToLetter } from 'hucre/xlsx';
export type { Merge, Sheet } from './xlsx.ts';

export const MAX_SHEET_BYTES = 10 * 1024 * 1024;
/** A million rows that are formatted and empty, five columns wide, unpack to some 180 MB and are read over; memory goes by the cells. */
const LIMITS: XlsxLimits = { unpackedMb: 256, cells: 5_000_000 };

/** Codes of the reader's own words: a file that is no table, and one that is too big (parameter `max`). */
export type SheetProblems = {
  unreadable: string;
  tooBig: string;
  /** Files of the format before 2007, and those behind a password, when there are words of their own for them. */
  oldFormat?: string;
  /** What unpacks to far more than it is, and what holds more cells than anybody fills in. */
  bomb?: string;
  cells?: string;
  encrypted?: string;
};

/** Reads an xlsx workbook. Throws one of the problems. */
export async function readWorkbook(bytes: Uint8Array, problems: SheetProblems): Promise<Sheet[]> {
  if (bytes.length > MAX_SHEET_BYTES) throw problem(problems.tooBig, { max: '10 MB' });
  if (!isZip(bytes)) throw problem(problems.unreadable);
  try {
    return await readXlsxSheets(bytes, LIMITS);
  } catch (error) {
    if (error instanceof TooBig)
      throw error.of === 'unpacked'
        ? problem(problems.bomb ?? problems.tooBig, { max: `${LIMITS.unpackedMb} MB` })
        : problem(problems.cells ?? problems.tooBig, { max: LIMITS.cells });
    if (error instanceof BadZip || error instanceof BadXml || error instanceof NoWorkbook)
      throw problem(problems.unreadable);
    throw error;
  }
}

/** Reads an xlsx workbook, or a CSV in UTF-8 (with or without a mark) or GB18030 as a workbook with one sheet. */
export async function readTable(bytes: Uint8Array, problems: SheetProblems): Promise<Sheet[]> {
  if (isZip(bytes)) return readWorkbook(bytes, problems);
  if (isCompound(bytes)) throw problem(compoundProblem(bytes, problems));
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

/** The container of files before 2007, in which encrypted files of today are wrapped too. */
function isCompound(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
}

function compoundProblem(bytes: Uint8Array, problems: SheetProblems): string {
  const encrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
    'EncryptedPackage',
    0,
    'utf16le',
  );
  return (encrypted ? problems.encrypted : problems.oldFormat) ?? problems.unreadable;
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

/** One sheet as an office prints it. */
export type Book = {
  name: string;
  /** Merged over all columns. */
  title: string | null;
  headers: readonly string[];
  /** A grey row below the headers. */
  hints: readonly string[] | null;
  widths: readonly number[];
  /** Columns whose cells are text whatever they look like: numbers of people, phones, codes. */
  text: readonly boolean[];
  /** Columns with a list to choose from. */
  lists: readonly { column: number; words: readonly string[] }[];
  rows: readonly (readonly CellValue[])[];
  closing: string | null;
};

const ROWS_TO_FILL = 2_000;

/** Writes a sheet: landscape A4, fitted to the width, headers repeated on every page. O(cells). */
export function writeBook(book: Book): Promise<Uint8Array> {
  const headerRow = book.title === null ? 0 : 1;
  const lead = (text: string): CellValue[] => [text, ...book.headers.slice(1).map(() => null)];
  const rows: CellValue[][] = [
    ...(book.title === null ? [] : [lead(book.title)]),
    [...book.headers],
    ...(book.hints === null ? [] : [[...book.hints]]),
    ...book.rows.map((row) => [...row]),
    ...(book.closing === null ? [] : [lead(book.closing)]),
  ];
  const last = book.headers.length - 1;
  const first = headerRow + (book.hints === null ? 1 : 2);
  const styled = new Map<string, object>();
  const style = (row: number, look: object) => {
    for (let column = 0; column <= last; column++)
      styled.set(`${row},${column}`, { value: rows[row]?.[column] ?? null, style: look });
  };
  if (book.title !== null) style(0, { font: { bold: true, size: 16 }, alignment: { horizontal: 'center' } });
  style(headerRow, { font: { bold: true }, alignment: { horizontal: 'center', wrapText: true } });
  if (book.hints !== null)
    style(headerRow + 1, {
      font: { color: { rgb: '808080' }, size: 9 },
      alignment: { wrapText: true, vertical: 'top' },
    });
  return writeXlsx({
    sheets: [
      {
        name: book.name,
        rows,
        cells: styled as never,
        columns: book.headers.map((_, at) => ({
          width: book.widths[at] ?? 14,
          ...(book.text[at] ? { numFmt: '@' } : {}),
        })),
        merges: [
          ...(book.title === null || last === 0
            ? []
            : [{ startRow: 0, startCol: 0, endRow: 0, endCol: last }]),
          ...(book.closing === null || last === 0
            ? []
            : [{ startRow: rows.length - 1, startCol: 0, endRow: rows.length - 1, endCol: last }]),
        ],
        dataValidations: book.lists.map(({ column, words }) => ({
          type: 'list' as const,
          values: [...words],
          allowBlank: true,
          range: `${colToLetter(column)}${first + 1}:${colToLetter(column)}${first + ROWS_TO_FILL}`,
        })),
        freezePane: { rows: first },
        pageSetup: {
          paperSize: 'a4',
          orientation: 'landscape',
          fitToPage: true,
          fitToWidth: 1,
          fitToHeight: 0,
          printTitlesRow: `$${headerRow + 1}:$${headerRow + 1}`,
        },
      },
    ],
  });
}
