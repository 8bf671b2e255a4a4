// Workbooks as a test needs them: sound ones, and ones that no spreadsheet would write.
import { constants, deflateRawSync } from 'node:zlib';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { writeXlsx } from 'hucre/xlsx';
import type { CellValue, Merge } from '../src/platform/sheets/workbook.ts';
import type { ApiAnswer, PersonKey, TestProduct } from './product.ts';

export type Grid = readonly (readonly (CellValue | { formula: string })[])[];
export type TestSheet = { name: string; rows: Grid; merges?: Merge[] };

export function workbook(...sheets: TestSheet[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(({ name, rows, merges }) => ({
      name,
      rows: rows.map((row) => row.map((cell) => (isFormula(cell) ? null : cell))),
      cells: new Map(
        rows.flatMap((row, at) =>
          row.flatMap((cell, column) =>
            isFormula(cell) ? [[`${at},${column}`, { formula: cell.formula }] as const] : [],
          ),
        ),
      ),
      merges: merges ?? [],
    })),
  });
}

function isFormula(cell: CellValue | { formula: string }): cell is { formula: string } {
  return typeof cell === 'object' && cell !== null && 'formula' in cell;
}

/** Rewrites one part of a workbook as text. */
export function rewritten(bytes: Uint8Array, part: RegExp, change: (text: string) => string): Uint8Array {
  const files = unzipSync(bytes);
  for (const name of Object.keys(files))
    if (part.test(name)) files[name] = strToU8(change(strFromU8(files[name] as Uint8Array)));
  return zipSync(files);
}

/** A workbook one part of which unpacks to some ten gigabytes, while the directory says that it is small. */
export function endless(sound: Uint8Array, part: string): Uint8Array {
  // A block that ends on a byte can be repeated without being packed again: 1 MB of blanks in about 1,000 bytes, thousands of times.
  const flushed = (bytes: Uint8Array) =>
    deflateRawSync(bytes, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const blank = flushed(Buffer.alloc(1 << 20, ' '));
  const times = Math.floor((9 << 20) / blank.length);
  if (times < 7_000) throw new Error('the blanks do not pack well enough');
  const packed = Buffer.concat([
    flushed(Buffer.from('<worksheet><sheetData>')),
    ...Array.from({ length: times }, () => blank),
  ]);
  return withPart(sound, part, packed);
}

/** A workbook with one part replaced by packed bytes as they are. */
function withPart(sound: Uint8Array, name: string, packed: Uint8Array): Uint8Array {
  const view = Buffer.from(sound);
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const directory = view.readUInt32LE(end + 16);
  let at = directory;
  while (view.toString('latin1', at + 46, at + 46 + view.readUInt16LE(at + 28)) !== name)
    at += 46 + view.readUInt16LE(at + 28) + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  const out = Buffer.concat([view.subarray(0, directory), head, packed, view.subarray(directory)]);
  const moved = head.length + packed.length;
  out.writeUInt16LE(8, at + moved + 10);
  out.writeUInt32LE(packed.length, at + moved + 20);
  out.writeUInt32LE(1000, at + moved + 24);
  out.writeUInt32LE(directory, at + moved + 42);
  out.writeUInt32LE(directory + moved, end + moved + 16);
  return out;
}

/** Sends a file to one step of an import. */
export async function sendFile(
  p: TestProduct,
  person: PersonKey,
  path: string,
  bytes: Uint8Array,
  options: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> {
  const edge = '----renlin-test';
  const head = `--${edge}\r\ncontent-disposition: form-data; name="options"\r\n\r\n${JSON.stringify(options)}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="t.xlsx"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const raw = await p.app.inject({
    method: 'POST',
    url: path,
    headers: {
      ...headers,
      'content-type': `multipart/form-data; boundary=${edge}`,
      cookie: `renlin_session=${await p.cookieOf(person)}`,
    },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]),
  });
  const type = String(raw.headers['content-type'] ?? '');
  const lines = type.includes('ndjson')
    ? raw.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  const last = lines.at(-1);
  return {
    status: last?.problem?.status ?? raw.statusCode,
    body: type.includes('ndjson')
      ? (last?.result ?? last?.problem)
      : type.includes('json')
        ? raw.json()
        : undefined,
    text: raw.body,
    raw,
  };
}
