// What a workbook would do to a register: every row becomes a new record, a change, nothing, or a list of faults with their cells.
import { setImmediate } from 'node:timers/promises';
import type { FieldProblem } from '../../../kernel/problem.ts';
import { problem } from '../../../kernel/problem.ts';
import type { Tx } from '../../../platform/db/db.ts';
import {
  type CellValue,
  cellText,
  colToLetter,
  readTable,
  type Sheet,
} from '../../../platform/sheets/workbook.ts';
import { CONSENT_BY } from '../cell-vocabulary.ts';
import { personalOf, type Register, type Value, type Values } from '../declare.ts';
import { isMasked } from '../mask.ts';
import { type Asking, mayOver, type RegisterParts, today } from '../parts.ts';
import { changedFields, openValues } from '../record.ts';
import { type ConsentGiven, isChild, UUID } from '../records.ts';
import { findByIdentity, findRecords, type RecordRow } from '../store.ts';
import { findByNames } from '../store-list.ts';
import { type AreaRow, listAreas } from '../store-places.ts';
import { readValue, textOf } from '../values.ts';
import { identityKeys } from '../vault.ts';
import { areaIndex } from './areas.ts';
import { boundRows } from './bounds.ts';
import {
  AREA,
  CONSENT_BY_WHOM,
  CONSENT_DAY,
  headerIndex,
  headerKey,
  RECORD,
  type SheetColumn,
  sheetColumns,
} from './columns.ts';
import { DEEPEST_HEADER, type FoundSheet, readSheet, type SheetRow } from './read-sheet.ts';

export const MOST_ROWS = 50_000;

const PROBLEMS = {
  unreadable: 'registers.sheet-unreadable',
  tooBig: 'registers.sheet-too-big',
  encrypted: 'registers.sheet-encrypted',
  oldFormat: 'registers.sheet-old-format',
  bomb: 'registers.sheet-bomb',
  cells: 'registers.sheet-cells',
} as const;

/** Header → column code, or null for one to be left out; by `headerKey`. */
export type Mapping = Readonly<Record<string, string | null>>;

export type CellFault = Omit<FieldProblem, 'path'> & { column: number; field: string };

export type PlannedRow = {
  source: SheetRow;
  area: AreaRow | undefined;
  /** Values that the sheet gives; of a record that is there only what is not empty. */
  values: Record<string, Value>;
  consent: ConsentGiven | undefined;
  /** Its identity keys by what the sheet gives; none when that is not enough. */
  keys: readonly Buffer[];
  faults: CellFault[];
  outcome: 'new' | 'changed' | 'same' | 'failed';
  before: { row: RecordRow; values: Values } | undefined;
  changed: string[];
};

export type Plan = { sheets: FoundSheet[]; skipped: string[]; rows: PlannedRow[] };

export type PlanOptions = {
  mapping?: Mapping | undefined;
  /** Where records belong whose row names no area. */
  areaId?: string | undefined;
  progress?: ((stage: 'read' | 'checked', rows: number, of: number) => void) | undefined;
};

/** Reads a file once; what its columns mean is asked of the sheets. Throws what is wrong with it as a file. */
export const openFile = (bytes: Uint8Array): Promise<Sheet[]> => readTable(bytes, PROBLEMS);

/** The headers of the first sheet that has a header of this register; a mapping is remembered by them. */
export function firstHeaders(register: Register, sheets: readonly Sheet[]): readonly string[] {
  const known = headerIndex(register);
  for (const sheet of sheets) {
    const top = { ...sheet, rows: sheet.rows.slice(0, DEEPEST_HEADER + 1) };
    const found = readSheet(top, known);
    if (found) return found.headers;
  }
  return [];
}

/** The sheets of a file that have a header of this register. Throws what is wrong with the file as a whole. */
export function findTables(
  register: Register,
  all: readonly Sheet[],
  mapping: Mapping = {},
): Omit<Plan, 'rows'> {
  const known = headerIndex(register);
  const lookup = (header: string) => {
    const own = mapping[headerKey(header)];
    return own === undefined ? known(header) : own;
  };
  const sheets: FoundSheet[] = [];
  const skipped: string[] = [];
  for (const sheet of all) {
    const found = readSheet(sheet, lookup);
    if (found) sheets.push(found);
    else if (sheet.rows.length > 0) skipped.push(sheet.name);
  }
  if (sheets.length === 0) throw problem('registers.sheet-no-header');
  const rows = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
  if (rows === 0) throw problem('registers.sheet-empty');
  if (rows > MOST_ROWS) throw problem('registers.sheet-too-big', { max: String(MOST_ROWS) });
  return { sheets, skipped };
}

/** Rows after which others get their turn: a server answers while it checks. */
const TURN = 100;

/** Plans the import of a file. O(cells) and one question per kind of thing to the database. */
export async function planImport(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  file: readonly Sheet[],
  options: PlanOptions = {},
): Promise<Plan> {
  const { sheets, skipped } = findTables(register, file, options.mapping);
  const total = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
  options.progress?.('read', total, total);
  const areas = await listAreas(tx);
  const mine = (path: string) => mayOver(asking.actor, register, 'write', path);
  const findArea = areaIndex(areas, mine);
  const fallback = areas.find((area) => area.id === options.areaId);
  const day = today(parts);
  const rows: PlannedRow[] = [];
  for (const sheet of sheets) {
    const reader = rowReader(register, sheet, day);
    const named = findArea(sheet.name);
    for (const source of sheet.rows) {
      const planned = reader(source);
      placeRow(planned, sheet, { findArea, mine, fallback: named.length === 1 ? named[0] : fallback });
      rows.push(planned);
      if (rows.length % TURN === 0) await setImmediate();
      if (rows.length % 1000 === 0) options.progress?.('checked', rows.length, total);
    }
  }
  await resolveReferences(tx, parts, register, sheets, rows);
  await compare(tx, parts, register, sheets, rows);
  await boundRows(tx, parts, register, sheets, rows);
  options.progress?.('checked', total, total);
  return { sheets, skipped, rows };
}

const columnOf = (sheet: FoundSheet, code: string): number => sheet.columns.indexOf(code);
export const textAt = (row: SheetRow, column: number): string =>
  column < 0 ? '' : textOf(cellText(row.cells[column]));

function rowReader(register: Register, sheet: FoundSheet, day: string): (source: SheetRow) => PlannedRow {
  const fields = sheet.columns.flatMap((code, column) => {
    const field = code === null ? undefined : register.fields[code];
    return field && code !== null ? [{ code, column, field }] : [];
  });
  const consentDay = columnOf(sheet, CONSENT_DAY);
  const consentBy = columnOf(sheet, CONSENT_BY_WHOM);
  return (source) => {
    const values: Record<string, Value> = {};
    const faults: CellFault[] = [];
    for (const { code, column, field } of fields) {
      const cell = source.cells[column] ?? null;
      if (source.uncalculated.has(column)) {
        faults.push({ column, field: code, code: 'register-formula' });
        continue;
      }
      if (typeof cell === 'string' && personalOf(field) && isMasked(cell.trim())) {
        values[code] = MASKED;
        continue;
      }
      const read = readValue(field, cell, day);
      if ('fault' in read) faults.push({ column, field: code, ...read.fault });
      else values[code] = read.value;
    }
    const consent = readConsent(register, source, consentDay, consentBy, day, faults);
    return {
      source,
      area: undefined,
      values,
      consent,
      keys: [],
      faults,
      outcome: 'failed',
      before: undefined,
      changed: [],
    };
  };
}

/** Stands for a value that was shown masked and came back: whatever is there stays. Never written. */
const MASKED = '\u0000masked';

function readConsent(
  register: Register,
  source: SheetRow,
  dayColumn: number,
  byColumn: number,
  day: string,
  faults: CellFault[],
): ConsentGiven | undefined {
  if (!register.consent || dayColumn < 0) return undefined;
  const read = readValue(CONSENT_FIELD, source.cells[dayColumn] as CellValue, day);
  if ('fault' in read) {
    faults.push({ column: dayColumn, field: CONSENT_DAY, ...read.fault });
    return undefined;
  }
  const said = textAt(source, byColumn).toLowerCase();
  const givenBy = said === '' ? 'self' : CONSENT_BY.get(said);
  if (givenBy === undefined)
    faults.push({ column: byColumn, field: CONSENT_BY_WHOM, code: 'register-consent' });
  if (read.value === null || givenBy === undefined) return undefined;
  return { givenBy, onDay: String(read.value), edition: register.consent.edition };
}

const CONSENT_FIELD = {
  label: { 'zh-CN': '', en: '' },
  type: 'date',
  past: true,
  privacy: 'internal',
} as const;

type Placing = {
  findArea: (text: string) => AreaRow[];
  mine: (path: string) => boolean;
  fallback: AreaRow | undefined;
};

function placeRow(planned: PlannedRow, sheet: FoundSheet, { findArea, mine, fallback }: Placing): void {
  const column = columnOf(sheet, AREA);
  const text = textAt(planned.source, column);
  const at = Math.max(column, 0);
  const note = (code: string, value: string) =>
    planned.faults.push({ column: at, field: AREA, code, params: { value } });
  if (text === '') {
    planned.area = fallback;
    if (!fallback) note('register-area-missing', '');
    else if (!mine(fallback.path)) note('register-not-yours', fallback.name);
    return;
  }
  const found = findArea(text);
  if (found.length !== 1)
    return void note(
      found.length === 0 ? 'register-area-unknown' : 'register-area-ambiguous',
      text.slice(0, 40),
    );
  planned.area = found[0];
  if (!mine((found[0] as AreaRow).path)) note('register-not-yours', text.slice(0, 40));
}

async function resolveReferences(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  sheets: readonly FoundSheet[],
  rows: readonly PlannedRow[],
): Promise<void> {
  for (const [code, field] of Object.entries(register.fields)) {
    const target = field.type === 'reference' ? parts.registers.get(field.to) : undefined;
    if (!target || !sheets.some((sheet) => sheet.columns.includes(code))) continue;
    const names = new Set(
      rows.flatMap((row) => (typeof row.values[code] === 'string' ? [row.values[code]] : [])),
    );
    const byName = new Map<string, { id: string; areaPath: string }[]>();
    for (const one of await findByNames(tx, target, [...names])) {
      for (const name of new Set([one.title, one.name.replaceAll(' ', '')]))
        byName.set(name, [...(byName.get(name) ?? []), { id: one.id, areaPath: one.areaPath }]);
    }
    for (const row of rows) {
      const name = row.values[code];
      if (typeof name !== 'string' || name === MASKED) continue;
      const all = byName.get(name) ?? byName.get(name.replaceAll(' ', '')) ?? [];
      const path = row.area?.path ?? '';
      const near = all.filter((one) => one.areaPath.startsWith(path) || path.startsWith(one.areaPath));
      const found = all.length === 1 ? all : near;
      if (found.length === 1) {
        row.values[code] = (found[0] as { id: string }).id;
        continue;
      }
      delete row.values[code];
      const column = sheets.find((sheet) => sheet.name === row.source.sheet)?.columns.indexOf(code) ?? 0;
      const fault = found.length === 0 ? 'register-reference-unknown' : 'register-reference-ambiguous';
      row.faults.push({ column, field: code, code: fault, params: { value: name.slice(0, 40) } });
    }
  }
}

/** Which rows are new, which change a record, which say what is known. */
async function compare(
  tx: Tx,
  parts: RegisterParts,
  register: Register,
  sheets: readonly FoundSheet[],
  rows: readonly PlannedRow[],
): Promise<void> {
  const numberOf = new Map(sheets.map((sheet) => [sheet.name, columnOf(sheet, RECORD)]));
  for (const [at, row] of rows.entries()) {
    if (row.area && !Object.values(row.values).includes(MASKED))
      row.keys = identityKeys(parts.vault, register, row.values, row.area.id) ?? [];
    if (at % TURN === 0) await setImmediate();
  }
  const idOf = rows.map((row) => {
    const text = textAt(row.source, numberOf.get(row.source.sheet) ?? -1).toLowerCase();
    return UUID.test(text) ? text : undefined;
  });
  const open = await findByIdentity(
    tx,
    register,
    rows.flatMap((row) => row.keys),
  );
  const byKey = new Map(open.map((one) => [one.key, one]));
  const known = idOf.filter((id): id is string => id !== undefined);
  const byId = new Map(
    known.length === 0 ? [] : (await findRecords(tx, register, known)).map((one) => [one.id, one]),
  );
  const seen = new Map<string, number>();
  const columns = sheetColumns(register);
  for (const [at, row] of rows.entries()) {
    if (at % TURN === 0) await setImmediate();
    const keys = row.keys.map((key) => key.toString('base64'));
    const id = idOf[at];
    const there =
      (id === undefined ? undefined : byId.get(id)) ??
      keys.map((key) => byKey.get(key)).find((one) => one !== undefined);
    const same = there?.id ?? keys[0];
    const twice = same === undefined ? undefined : seen.get(same);
    if (twice !== undefined)
      row.faults.push({
        column: titleColumn(register, sheets, row),
        field: register.title,
        code: 'register-twice',
        params: { row: twice },
      });
    else if (same !== undefined) seen.set(same, row.source.row);
    settle(parts, register, columns, sheets, row, there);
  }
}

const titleColumn = (register: Register, sheets: readonly FoundSheet[], row: PlannedRow): number =>
  Math.max(0, sheets.find((sheet) => sheet.name === row.source.sheet)?.columns.indexOf(register.title) ?? 0);

function settle(
  parts: RegisterParts,
  register: Register,
  columns: readonly SheetColumn[],
  sheets: readonly FoundSheet[],
  row: PlannedRow,
  there: RecordRow | undefined,
): void {
  const sheet = sheets.find((one) => one.name === row.source.sheet) as FoundSheet;
  const column = (code: string) => Math.max(0, sheet.columns.indexOf(code));
  if (there && there.mergedInto === null) {
    const values = openValues(parts, register, there);
    // Nothing written says nothing: a sheet with fewer columns or empty cells takes nothing away.
    for (const [code, value] of Object.entries(row.values))
      if (value === null || value === MASKED) delete row.values[code];
    row.before = { row: there, values };
    row.changed = changedFields(register, values, row.values);
    const moved = row.area !== undefined && row.area.id !== there.areaId;
    row.outcome = row.faults.length > 0 ? 'failed' : row.changed.length > 0 || moved ? 'changed' : 'same';
    return;
  }
  const wrong = new Set(row.faults.map((fault) => fault.field));
  for (const { code, required, field } of columns) {
    if (!field) continue;
    if (row.values[code] === MASKED)
      row.faults.push({ column: column(code), field: code, code: 'register-masked' });
    else if (required && (row.values[code] ?? null) === null && !wrong.has(code))
      row.faults.push({ column: column(code), field: code, code: 'required' });
  }
  if (register.consent && !row.consent && !wrong.has(CONSENT_DAY) && !wrong.has(CONSENT_BY_WHOM))
    row.faults.push({ column: column(CONSENT_DAY), field: CONSENT_DAY, code: 'register-consent' });
  if (row.consent?.givenBy === 'self' && isChild(register, row.values, today(parts)))
    row.faults.push({ column: column(CONSENT_BY_WHOM), field: CONSENT_BY_WHOM, code: 'register-guardian' });
  row.outcome = row.faults.length > 0 ? 'failed' : 'new';
}

/** `Sheet!C5`. */
export const cellName = (row: SheetRow, column: number): string =>
  `${row.sheet}!${colToLetter(column)}${row.row}`;
