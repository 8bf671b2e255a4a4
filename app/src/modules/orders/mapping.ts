// From their row to our order: which column is what, by the saved mapping. Pure: no database, no clock.
import { similarity } from '@renlin/core/text/tokens';
import type { FieldProblem } from '../../kernel/problem.ts';
import { problem } from '../../kernel/problem.ts';
import { type CellValue, cellText, colToLetter, type Sheet } from '../../platform/sheets/workbook.ts';
import { type Mapping, type OrderField, orderFields, requiredFields } from './contract.ts';
import { HEADER_ALIASES } from './order-vocabulary.ts';
import { readInstant } from './read-dates.ts';
import './problems.ts';

const MAX_ROWS = 5_000;
/** Titles, dates of export and merged cells stand above the headers; never more lines than this. */
const HEADER_LINES = 12;
const LONGEST = {
  number: 60,
  text: 4000,
  title: 60,
  address: 200,
  reporterName: 40,
  stateReason: 400,
} as const;
const PHONE = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/;

export type Cells = (field: OrderField) => CellValue | undefined;

export type OrderRow = {
  /** Row in the file (1 is the first line), 0 for a message. */
  row: number;
  number: string;
  text: string;
  title: string;
  category: string;
  address: string;
  area: string;
  point: { lng: number; lat: number } | null;
  reporterName: string;
  reporterPhone: string;
  receivedAt: number | null;
  deadline: number | null;
  urgent: boolean;
  state: string;
  stateReason: string;
  /** Cells of theirs under their own headers, for the columns that a reply gives back. */
  echoed: Record<string, string>;
  errors: FieldProblem[];
  warnings: FieldProblem[];
};

type Header = { line: number; columns: ReadonlyMap<string, number>; names: readonly string[] };

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[*\s:：]/g, '')
    .toLowerCase();

/** The names of a line, a repeated one as `name#2`. */
function headerOf(cells: readonly CellValue[], line: number): Header {
  const columns = new Map<string, number>();
  const names: string[] = [];
  cells.forEach((cell, at) => {
    const name = cellText(cell);
    if (name === '') return;
    const key = plain(name);
    let count = 1;
    while (columns.has(count === 1 ? key : `${key}#${count}`)) count += 1;
    columns.set(count === 1 ? key : `${key}#${count}`, at);
    names.push(count === 1 ? name : `${name}#${count}`);
  });
  return { line, columns, names };
}

function findColumn(header: Header, aliases: readonly string[]): number | undefined {
  for (const alias of aliases) {
    const at = header.columns.get(plain(alias));
    if (at !== undefined) return at;
  }
  return undefined;
}

/** The line that holds most of the wanted headers; the first one of several. */
function findHeader(
  rows: readonly (readonly CellValue[])[],
  wanted: readonly (readonly string[])[],
): Header | undefined {
  let best: Header | undefined;
  let most = 0;
  for (let line = 0; line < Math.min(rows.length, HEADER_LINES); line++) {
    const header = headerOf(rows[line] ?? [], line);
    const found = wanted.filter((aliases) => findColumn(header, aliases) !== undefined).length;
    if (found > most || (best === undefined && header.names.length > 1)) {
      best = header;
      most = found;
    }
  }
  return best;
}

/** The columns of a file that nobody has mapped yet: its headers, a proposal for each field, and the words of the category column. */
export function proposeColumns(sheets: readonly Sheet[]): {
  headers: readonly string[];
  fields: Partial<Record<OrderField, string[]>>;
  column(field: OrderField): string[];
} {
  const { sheet, header } = chooseSheet(sheets, Object.values(HEADER_ALIASES));
  const fields: Partial<Record<OrderField, string[]>> = {};
  const taken = new Set<number>();
  for (const field of orderFields) {
    for (const alias of HEADER_ALIASES[field]) {
      const at = header.columns.get(plain(alias));
      if (at === undefined || taken.has(at)) continue;
      taken.add(at);
      fields[field] = [header.names.find((name) => header.columns.get(plain(name)) === at) as string];
      break;
    }
  }
  return {
    headers: header.names,
    fields,
    column(field) {
      const at = findColumn(header, fields[field] ?? []);
      if (at === undefined) return [];
      const words = sheet.rows.slice(header.line + 1, MAX_ROWS).map((row) => cellText(row[at]));
      return [...new Set(words.filter((word) => word !== ''))].slice(0, 200);
    },
  };
}

function chooseSheet(sheets: readonly Sheet[], wanted: readonly (readonly string[])[]) {
  let best: { sheet: Sheet; header: Header; found: number } | undefined;
  for (const sheet of sheets) {
    const header = findHeader(sheet.rows, wanted);
    if (!header) continue;
    const found = wanted.filter((aliases) => findColumn(header, aliases) !== undefined).length;
    if (!best || found > best.found) best = { sheet, header, found };
  }
  if (!best) throw problem('orders.file-empty');
  return best;
}

/**
 * Reads the rows of a file by a mapping. Throws `orders.column-missing` naming every column that is gone and what stands there
 * instead: nothing is read then, because a file that lost its deadline column would be filed without deadlines.
 */
export function readRows(sheets: readonly Sheet[], mapping: Mapping, echo: readonly string[]): OrderRow[] {
  const wanted = Object.entries(mapping.fields) as [OrderField, string[]][];
  if (!requiredFields.every((field) => mapping.fields[field])) throw problem('orders.no-mapping');
  const { sheet, header } = chooseSheet(
    sheets,
    wanted.map(([, aliases]) => aliases),
  );
  const places = new Map<OrderField, number>();
  const missing: { field: OrderField; aliases: readonly string[] }[] = [];
  for (const [field, aliases] of wanted) {
    const at = findColumn(header, aliases);
    if (at === undefined) missing.push({ field, aliases });
    else places.set(field, at);
  }
  const lost = echo.filter((name) => !header.columns.has(plain(name)));
  if (missing.length > 0 || lost.length > 0) {
    const columns = [...missing.map((one) => one.aliases.join(' / ')), ...lost];
    throw problem('orders.column-missing', { columns, found: header.names }, [
      ...missing.map(({ field, aliases }) => ({
        path: `mapping/fields/${field}`,
        code: 'orders.column-missing',
        params: { column: aliases.join(' / ') },
      })),
      ...lost.map((name) => ({
        path: 'reply/columns',
        code: 'orders.column-missing',
        params: { column: name },
      })),
    ]);
  }
  const body = sheet.rows.slice(header.line + 1);
  if (body.length > MAX_ROWS) throw problem('orders.file-too-big', { max: MAX_ROWS });
  const rows = body.flatMap((cells, index): OrderRow[] => {
    // Spreadsheets end in lines of nothing, and a repeated header stands on every printed page.
    if (cells.every((cell) => cellText(cell) === '')) return [];
    if (plain(cellText(cells[places.get('number') as number])) === plain(header.names[0] ?? '') && index > 0)
      return [];
    const row = header.line + index + 2;
    const echoed = Object.fromEntries(
      echo.map((name) => [name, cellText(cells[header.columns.get(plain(name)) as number]).slice(0, 500)]),
    );
    const address = (field: OrderField) => `${sheet.name}!${colToLetter(places.get(field) ?? 0)}${row}`;
    return [readOrder((field) => cells[places.get(field) ?? -1], { row, mapping, echoed, address })];
  });
  if (rows.length === 0) throw problem('orders.file-empty');
  return twice(rows);
}

/** The same number twice in one file: the later line counts for its state, but only the first is filed. */
function twice(rows: OrderRow[]): OrderRow[] {
  const seen = new Map<string, number>();
  for (const one of rows) {
    const before = seen.get(one.number);
    if (before !== undefined && one.number !== '')
      one.warnings.push({ path: `${one.row}`, code: 'orders.row-twice', params: { row: before } });
    else seen.set(one.number, one.row);
  }
  return rows;
}

/** Reads one message: each alias is a dotted path into the object. */
export function readMessage(
  body: Record<string, unknown>,
  mapping: Mapping,
  echo: readonly string[],
): OrderRow {
  const cells: Cells = (field) => {
    for (const path of mapping.fields[field] ?? []) {
      const found = at(body, path);
      if (found !== undefined && found !== null) return found;
    }
    return undefined;
  };
  const echoed = Object.fromEntries(
    echo.map((path) => [path, cellText(at(body, path) ?? null).slice(0, 500)]),
  );
  return readOrder(cells, {
    row: 0,
    mapping,
    echoed,
    address: (field) => mapping.fields[field]?.[0] ?? field,
  });
}

function at(body: unknown, path: string): CellValue | undefined {
  let here: unknown = body;
  for (const key of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return typeof here === 'string' || typeof here === 'number' || typeof here === 'boolean' ? here : undefined;
}

type Reading = {
  row: number;
  mapping: Mapping;
  echoed: Record<string, string>;
  address(field: OrderField): string;
};

function readOrder(cells: Cells, { row, mapping, echoed, address }: Reading): OrderRow {
  const errors: FieldProblem[] = [];
  const warnings: FieldProblem[] = [];
  const say = (list: FieldProblem[], field: OrderField, code: string, params: FieldProblem['params'] = {}) =>
    list.push({ path: address(field), code, params });
  const text = (field: keyof typeof LONGEST | 'category' | 'area' | 'urgency' | 'state') => {
    const value = cellText(cells(field));
    const max = field in LONGEST ? LONGEST[field as keyof typeof LONGEST] : 60;
    if ([...value].length <= max) return value;
    if (field === 'number' || field === 'text') say(errors, field, 'orders.row-too-long', { max });
    return [...value].slice(0, max).join('');
  };
  const instant = (field: 'receivedAt' | 'deadline', list: FieldProblem[]) => {
    const found = readInstant(cells(field), field === 'deadline');
    if (found === undefined)
      say(list, field, 'orders.row-date', { value: cellText(cells(field)).slice(0, 40) });
    return found ?? null;
  };
  const numberCell = cells('number');
  const number = text('number');
  if (number === '') say(errors, 'number', 'orders.row-empty');
  // A long number that a spreadsheet kept as a quantity has lost its last digits; there is no telling which order it was.
  else if (typeof numberCell === 'number' && !Number.isSafeInteger(numberCell))
    say(errors, 'number', 'orders.row-number-rounded', { value: number });
  const phone = cellText(cells('reporterPhone'))
    .replace(/[\s()（）]/g, '')
    .replace(/^\+?86(?=1)/, '');
  const known = PHONE.test(phone);
  if (phone !== '' && !known) say(warnings, 'reporterPhone', 'orders.row-phone');
  const point = readPoint(cells);
  if (point === undefined) say(warnings, mapping.fields.point ? 'point' : 'lng', 'orders.row-point');
  const urgency = text('urgency');
  return {
    row,
    number,
    text: text('text'),
    title: text('title'),
    category: text('category'),
    address: text('address'),
    area: text('area'),
    point: point ?? null,
    reporterName: text('reporterName'),
    reporterPhone: known ? phone : '',
    receivedAt: instant('receivedAt', warnings),
    deadline: instant('deadline', errors),
    urgent: urgency !== '' && mapping.urgentWords.some((word) => urgency.includes(word)),
    state: text('state'),
    stateReason: text('stateReason'),
    echoed,
    errors,
    warnings,
  };
}

/** A point from two columns or from one; null when they are empty, undefined when they hold no place on earth. */
function readPoint(cells: Cells): { lng: number; lat: number } | null | undefined {
  const one = cellText(cells('point'));
  const parts = one === '' ? [cellText(cells('lng')), cellText(cells('lat'))] : one.split(/[,，;；\s]+/);
  if (parts.every((part) => part === '')) return null;
  const [first, second] = parts.map(Number);
  if (first === undefined || second === undefined || !Number.isFinite(first) || !Number.isFinite(second))
    return undefined;
  // In China the longitude is always above 70 and the latitude always below 55: written the other way round, it is turned.
  const [lng, lat] = first < 60 && second > 60 ? [second, first] : [first, second];
  if (lng === 0 && lat === 0) return null;
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? { lng, lat } : undefined;
}

const LIKELY = 0.3;

/** For each of their words the category of ours whose name is most like it; left out when none is. */
export function proposeCategories(
  words: readonly string[],
  categories: readonly { code: string; label: string }[],
): Record<string, string> {
  const proposed: Record<string, string> = {};
  for (const word of words) {
    let best = { code: '', score: 0 };
    for (const { code, label } of categories) {
      const contained = word.includes(label) || label.includes(word) ? 0.5 : 0;
      const score = contained + similarity(word, label);
      if (score > best.score) best = { code, score };
    }
    if (best.score >= LIKELY) proposed[word] = best.code;
  }
  return proposed;
}
