// A unit's own form, read and filled. An xlsx keeps its layout through hucre's round trip; a docx is filled by docxtemplater, whose tags
// are names and nothing that runs. Formulas of the form stay as they are and are never computed here; what reaches outside is refused.
import Docxtemplater from 'docxtemplater';
import { unzipSync } from 'fflate';
import { openXlsx, saveXlsx } from 'hucre/xlsx';
import PizZip from 'pizzip';
import { Problem, problem } from '../../kernel/problem.ts';
import { type CellValue, cellText, colToLetter } from '../../platform/sheets/workbook.ts';
import './problems.ts';

export type FormFormat = 'xlsx' | 'docx';
export type FormSheet = { name: string; rows: string[][]; formulas: string[] };
/** What of a form a value can be written to: cells of its sheets, or the tags of its text. */
export type FormLayout = { format: FormFormat; sheets: FormSheet[]; tags: string[] };

export const MAX_FORM_BYTES = 4 * 1024 * 1024;
const MAX_UNPACKED = 60 * 1024 * 1024;
const MAX_ENTRIES = 400;
const MOST_ROWS = 300;
const MOST_COLUMNS = 60;
const MOST_TAGS = 300;

const MAIN_TYPES: Readonly<Record<FormFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
};
/** Programs, embedded files and data from elsewhere: a form needs none of them. */
const HOSTILE_PARTS =
  /vbaProject|activeX|embeddings\/|externalLinks\/|oleObject|connections\.xml|queryTables\/|macrosheets|dialogsheets|afchunk/i;
/** Functions and references that leave the workbook, in any spelling. */
const HOSTILE_FORMULA =
  /\[|\||WEBSERVICE|FILTERXML|HYPERLINK|\bRTD\b|\bCALL\b|REGISTER|\bEXEC\b|IMPORT(XML|DATA|HTML|FEED|RANGE)|\bDDE\b|\bSQL\./i;

const text = new TextDecoder();

/** Which form the bytes are. Throws `reports.form-*` for what is none, is too big, or holds anything that runs or reaches outside. */
export function guardForm(bytes: Uint8Array): FormFormat {
  if (bytes.length > MAX_FORM_BYTES) throw problem('reports.form-too-big', { max: '4 MB' });
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw problem('reports.form-encrypted', {});
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw problem('reports.form-unreadable', {});
  let unpacked = 0;
  let entries = 0;
  const names: string[] = [];
  let parts: Record<string, Uint8Array>;
  try {
    // fflate unpacks into a buffer of the size that an entry declares and no further, so the declared sizes are the limit.
    parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        unpacked += originalSize;
        names.push(name);
        if (entries > MAX_ENTRIES || unpacked > MAX_UNPACKED)
          throw problem('reports.form-too-big', { max: '60 MB' });
        return /\.(xml|rels)$/i.test(name);
      },
    });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw problem('reports.form-unreadable', {});
  }
  const types = parts['[Content_Types].xml'];
  const format = (['xlsx', 'docx'] as const).find(
    (one) => types && text.decode(types).includes(MAIN_TYPES[one]),
  );
  if (!format) throw problem('reports.form-unreadable', {});
  if (names.some((name) => HOSTILE_PARTS.test(name) || name.includes('..')))
    throw problem('reports.form-hostile', { what: 'parts' });
  for (const [name, part] of Object.entries(parts)) {
    const xml = text.decode(part);
    if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw problem('reports.form-hostile', { what: 'doctype' });
    if (name.endsWith('.rels') && hasOutsideTarget(xml))
      throw problem('reports.form-hostile', { what: 'links' });
    if (format === 'docx' && /\bDDE(AUTO)?\b|INCLUDE(TEXT|PICTURE)/.test(instructions(xml)))
      throw problem('reports.form-hostile', { what: 'fields' });
  }
  return format;
}

/** A link that somebody has to press may stay; anything that is fetched by itself may not. */
function hasOutsideTarget(rels: string): boolean {
  return [...rels.matchAll(/<Relationship\b[^>]*>/g)].some(
    ([one]) => /TargetMode="External"/i.test(one) && !/relationships\/hyperlink"/i.test(one),
  );
}

const instructions = (xml: string) =>
  [...xml.matchAll(/<w:instrText[^>]*>([^<]*)</g)].map((found) => found[1]).join(' ');

/** What can be filled. Throws the problems of `guardForm`, and `reports.form-hostile` for formulas that reach outside. */
export async function readForm(bytes: Uint8Array): Promise<FormLayout> {
  const format = guardForm(bytes);
  if (format === 'docx') return { format, sheets: [], tags: tagsOf(bytes) };
  const workbook = await readable(() => openXlsx(bytes));
  const sheets = workbook.sheets.map((sheet) => {
    const formulas: string[] = [];
    for (const [key, cell] of sheet.cells ?? []) {
      if (cell.formula === undefined) continue;
      if (HOSTILE_FORMULA.test(cell.formula)) throw problem('reports.form-hostile', { what: 'formulas' });
      const [row = 0, column = 0] = key.split(',').map(Number);
      formulas.push(`${colToLetter(column)}${row + 1}`);
    }
    return {
      name: sheet.name,
      rows: sheet.rows.slice(0, MOST_ROWS).map((row) => row.slice(0, MOST_COLUMNS).map(cellText)),
      formulas,
    };
  });
  return { format, sheets, tags: [] };
}

async function readable<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw problem('reports.form-unreadable', {});
  }
}

function documentOf(bytes: Uint8Array, empty: string) {
  // No expression language: a tag is a name, whatever stands in it.
  return new Docxtemplater(new PizZip(bytes), {
    paragraphLoop: false,
    linebreaks: true,
    nullGetter: () => empty,
    parser: (tag: string) => ({ get: (scope: Record<string, string>) => scope[tag.trim()] }),
  });
}

function tagsOf(bytes: Uint8Array): string[] {
  let tags: string[];
  try {
    tags = Object.keys(
      // Reads each tag once by filling with nothing and noting what was asked for.
      askedOf(bytes),
    );
  } catch {
    throw problem('reports.form-tags', {});
  }
  if (tags.length > MOST_TAGS) throw problem('reports.form-too-big', { max: `${MOST_TAGS}` });
  return tags;
}

function askedOf(bytes: Uint8Array): Record<string, true> {
  const asked: Record<string, true> = {};
  new Docxtemplater(new PizZip(bytes), {
    linebreaks: true,
    nullGetter: () => '',
    parser: (tag: string) => {
      if (/^[#/^@]/.test(tag)) throw new Error('sections are not filled');
      asked[tag.trim()] = true;
      return { get: () => '' };
    },
  }).render({});
  return asked;
}

/** A cell by sheet and address, `表1!B5`; the sheet's name may hold anything but the last `!`. */
export function cellOf(ref: string): { sheet: string; row: number; column: number } | undefined {
  const found = /^(.+)!([A-Z]{1,2})([1-9]\d{0,3})$/u.exec(ref);
  if (!found) return undefined;
  const [, sheet = '', letters = '', number = ''] = found;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { sheet, row: Number(number) - 1, column };
}

/** Is there such a place in the form, and may it be written? A formula of the unit's own is never overwritten. */
export function canFill(layout: FormLayout, ref: string): boolean {
  if (layout.format === 'docx') return layout.tags.includes(ref);
  const cell = cellOf(ref);
  const sheet = layout.sheets.find((one) => one.name === cell?.sheet);
  if (!cell || !sheet || cell.row >= MOST_ROWS || cell.column >= MOST_COLUMNS) return false;
  return !sheet.formulas.includes(`${colToLetter(cell.column)}${cell.row + 1}`);
}

/** The form with its values, everything else as it was. Texts are written as texts, never as formulas. O(bytes). */
export async function fillForm(
  bytes: Uint8Array,
  values: ReadonlyMap<string, number | string>,
): Promise<Uint8Array> {
  if (guardForm(bytes) === 'docx') {
    const document = documentOf(bytes, '');
    document.render(Object.fromEntries([...values].map(([tag, value]) => [tag, String(value)])));
    return document.getZip().generate({ type: 'uint8array', compression: 'DEFLATE' });
  }
  const workbook = await readable(() => openXlsx(bytes));
  for (const [ref, value] of values) {
    const cell = cellOf(ref);
    const sheet = workbook.sheets.find((one) => one.name === cell?.sheet);
    if (!cell || !sheet) throw problem('reports.form-cell', { ref });
    write(sheet.rows, cell, value);
    const key = `${cell.row},${cell.column}`;
    const known = sheet.cells?.get(key);
    if (known)
      sheet.cells?.set(key, { ...known, value, type: typeof value === 'number' ? 'number' : 'string' });
  }
  return saveXlsx(workbook);
}

function write(rows: CellValue[][], cell: { row: number; column: number }, value: CellValue): void {
  while (rows.length <= cell.row) rows.push([]);
  const row = rows[cell.row] as CellValue[];
  while (row.length <= cell.column) row.push(null);
  row[cell.column] = value;
}
