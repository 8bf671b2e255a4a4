// Workbooks as a test needs them: sound ones, and ones that no spreadsheet would write.
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

/** Sends a file to one step of an import. */
export async function sendFile(
  p: TestProduct,
  person: PersonKey,
  path: string,
  bytes: Uint8Array,
  options: object = {},
): Promise<ApiAnswer> {
  const edge = '----renlin-test';
  const head = `--${edge}\r\ncontent-disposition: form-data; name="options"\r\n\r\n${JSON.stringify(options)}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="t.xlsx"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const raw = await p.app.inject({
    method: 'POST',
    url: path,
    headers: {
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
