// Imports as use cases: what a file holds, what it would do, and doing it, all of it or its sound rows, in one transaction.
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { problem } from '../../../kernel/problem.ts';
import type { Tx } from '../../../platform/db/db.ts';
import { colToLetter, type Sheet } from '../../../platform/sheets/workbook.ts';
import type { Register, Value } from '../declare.ts';
import { type Asking, accountOf, type RegisterParts, today } from '../parts.ts';
import { maskedValues, shownValues, writeOf } from '../record.ts';
import { referenceTitles } from '../records.ts';
import { insertRecords, lockRecords, type RecordWrite, tryLockRegister, updateRecords } from '../store.ts';
import { findMapping, saveMapping } from '../store-filters.ts';
import { insertConsents, insertSteps, type Step } from '../store-log.ts';
import { followSunsets } from '../sunset.ts';
import { stepValues } from '../vault.ts';
import { headerKey, sheetColumns } from './columns.ts';
import {
  cellName,
  findTables,
  firstHeaders,
  type Mapping,
  openFile,
  type Plan,
  type PlannedRow,
  type PlanOptions,
  planImport,
  textAt,
} from './plan.ts';

export type ImportInput = {
  bytes: Uint8Array;
  mapping: Mapping | undefined;
  areaId: string | undefined;
  partial: boolean;
};

const hashOf = (headers: readonly string[]): Buffer =>
  createHash('sha256').update(headers.map(headerKey).join('|')).digest();

/** The unit whose way of reading is remembered: that of the actor's first post. */
const unitOf = (asking: Asking): string | undefined =>
  asking.actor.kind === 'staff' ? asking.actor.posts[0]?.unitId : undefined;

async function rememberedMapping(
  tx: Tx,
  asking: Asking,
  register: Register,
  file: readonly Sheet[],
): Promise<Mapping | undefined> {
  const unit = unitOf(asking);
  if (unit === undefined) return undefined;
  return findMapping(tx, register.code, unit, hashOf(firstHeaders(register, file)));
}

/** The columns of a file with what each was taken for, and some of their cells. */
export async function readColumns(
  tx: Tx,
  asking: Asking,
  register: Register,
  input: ImportInput,
): Promise<object> {
  const file = await openFile(input.bytes);
  const remembered = input.mapping ?? (await rememberedMapping(tx, asking, register, file));
  const { sheets, skipped } = findTables(register, file, remembered);
  return {
    remembered: remembered !== undefined && input.mapping === undefined,
    skipped,
    sheets: sheets.map((sheet) => ({
      name: sheet.name,
      headerRow: sheet.headerRow,
      rows: sheet.rows.length,
      columns: sheet.headers
        .map((header, at) => ({
          letter: colToLetter(at),
          header: header.slice(0, 80),
          key: headerKey(header),
          field: sheet.columns[at] ?? null,
          sample: sheet.rows.slice(0, 3).map((row) => textAt(row, at).slice(0, 40)),
        }))
        .filter((column) => column.header !== ''),
    })),
    fields: sheetColumns(register).map((column) => ({
      code: column.code,
      label: column.label[asking.locale],
      required: column.required,
    })),
  };
}

const SHOWN_FAILURES = 200;
const SHOWN_CHANGES = 100;

/** What the import would do, in words; values of people masked. */
export async function checkImport(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  input: ImportInput,
  progress?: PlanOptions['progress'],
): Promise<object> {
  const file = await openFile(input.bytes);
  const mapping = input.mapping ?? (await rememberedMapping(tx, asking, register, file));
  const plan = await planImport(tx, parts, asking, register, file, {
    mapping,
    areaId: input.areaId,
    progress,
  });
  return reportOf(tx, parts, asking, register, plan);
}

async function reportOf(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  plan: Plan,
): Promise<object> {
  const failed = plan.rows.filter((row) => row.outcome === 'failed');
  const changed = plan.rows.filter((row) => row.outcome === 'changed').slice(0, SHOWN_CHANGES);
  const titles = await referenceTitles(
    tx,
    parts,
    register,
    changed.flatMap((row) => [row.values, row.before?.values ?? {}]),
  );
  const show = (code: string, value: Value) =>
    shownValues(register, maskedValues(register, { [code]: value }), asking.locale, titles)[code] ?? '';
  return {
    counts: countsOf(plan),
    skipped: plan.skipped,
    left: plan.sheets
      .flatMap((sheet) => sheet.left.map(({ row, why }) => ({ sheet: sheet.name, row, why })))
      .slice(0, 100),
    failures: failed.slice(0, SHOWN_FAILURES).map((row) => ({
      sheet: row.source.sheet,
      row: row.source.row,
      cells: [...row.faults]
        .sort((a, b) => a.column - b.column)
        .map((fault) => faultJson(parts, asking, register, row, fault)),
    })),
    changes: changed.map((row) => ({
      sheet: row.source.sheet,
      row: row.source.row,
      title: show(register.title, row.before?.values[register.title] ?? null),
      fields: row.changed.map((code) => ({
        field: code,
        before: show(code, row.before?.values[code] ?? null),
        after: show(code, row.values[code] ?? null),
      })),
    })),
  };
}

const countsOf = (plan: Plan) => {
  const count = (outcome: PlannedRow['outcome']) => plan.rows.filter((row) => row.outcome === outcome).length;
  return {
    rows: plan.rows.length,
    new: count('new'),
    changed: count('changed'),
    same: count('same'),
    failed: count('failed'),
  };
};

export function labelOf(register: Register, code: string, asking: Asking): string {
  return sheetColumns(register).find((column) => column.code === code)?.label[asking.locale] ?? code;
}

function faultJson(
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  row: PlannedRow,
  fault: PlannedRow['faults'][number],
) {
  return {
    cell: cellName(row.source, fault.column),
    field: fault.field,
    label: labelOf(register, fault.field, asking),
    code: fault.code,
    message: faultWords(parts, asking, register, fault),
  };
}

export function faultWords(
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  fault: { field: string; code: string; params?: object },
): string {
  const field = labelOf(register, fault.field, asking);
  const words = parts.messages.text(asking.locale, `field.${fault.code}`, { field, ...fault.params });
  return words.startsWith(field) ? words : `${field}：${words}`;
}

/** Does the import. With faults nothing is written unless `partial`; the same file again changes nothing. */
export async function applyImport(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  input: ImportInput,
  progress?: (stage: 'read' | 'checked' | 'written', rows: number, of: number) => void,
): Promise<object> {
  if (!(await tryLockRegister(tx, register))) throw problem('registers.import-running');
  const file = await openFile(input.bytes);
  const mapping = input.mapping ?? (await rememberedMapping(tx, asking, register, file));
  const plan = await planImport(tx, parts, asking, register, file, {
    mapping,
    areaId: input.areaId,
    progress,
  });
  const counts = countsOf(plan);
  if (counts.failed > 0 && !input.partial) {
    const faults = plan.rows.flatMap((row) =>
      row.faults.map((fault) => ({ ...fault, path: cellName(row.source, fault.column) })),
    );
    throw problem(
      'registers.import-rejected',
      { count: faults.length },
      faults.slice(0, 100).map(({ path, code, params }) => ({ path, code, ...(params ? { params } : {}) })),
    );
  }
  await write(tx, parts, asking, register, plan, progress);
  const unit = unitOf(asking);
  if (input.mapping && unit !== undefined)
    await saveMapping(
      tx,
      register.code,
      unit,
      hashOf(plan.sheets[0]?.headers ?? []),
      input.mapping,
      parts.now(),
    );
  return reportOf(tx, parts, asking, register, plan);
}

/** Rows that travel together. Small: while the database writes some, the next are sealed and hashed, and others get their turn. */
const SLICE = 200;

async function write(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  plan: Plan,
  progress: ((stage: 'written', rows: number, of: number) => void) | undefined,
): Promise<void> {
  const rows = plan.rows.filter((row) => row.outcome === 'new' || row.outcome === 'changed');
  const batchId = parts.ids.next();
  // What was planned was read without a lock: it is held, and whoever wrote meanwhile is found by the version.
  await lockRecords(
    tx,
    register,
    rows.flatMap((row) => (row.before ? [row.before.row.id] : [])),
  );
  let before: Promise<void> | undefined;
  for (let at = 0; at < rows.length; at += SLICE) {
    const slice = rows.slice(at, at + SLICE);
    const made = slice.map((row) => ({ row, record: recordOf(parts, register, row) }));
    const sent = writeSlice(tx, parts, asking, register, made, batchId);
    // It is waited for below; were one before it refused, nobody would hear of this one.
    sent.catch(() => undefined);
    await setImmediate();
    await before;
    if (at > 0) progress?.('written', at, rows.length);
    before = sent;
  }
  await before;
  await followSunsets(tx, parts, register);
  progress?.('written', rows.length, rows.length);
}

type Made = { row: PlannedRow; record: RecordWrite };

async function writeSlice(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  made: readonly Made[],
  batchId: string,
): Promise<void> {
  const fresh = made.filter(({ row }) => row.outcome === 'new');
  const others = made.filter(({ row }) => row.outcome === 'changed');
  const consents = fresh.flatMap(({ row, record }) =>
    row.consent
      ? [
          {
            recordId: record.id,
            seq: 1,
            kind: 'given' as const,
            ...row.consent,
            at: parts.now(),
            accountId: accountOf(asking.actor),
          },
        ]
      : [],
  );
  // All are sent before the first is answered: the connection keeps their order.
  const [, written] = await Promise.all([
    insertRecords(
      tx,
      register,
      fresh.map(({ record }) => record),
    ),
    updateRecords(
      tx,
      register,
      others.map(({ record }) => record),
    ),
    insertSteps(
      tx,
      register.code,
      made.map(({ row, record }) => stepOf(parts, asking, register, row, record, batchId)),
    ),
    insertConsents(tx, register.code, consents),
  ]);
  if (written !== others.length) throw problem('registers.changed-meanwhile', { version: 0 });
}

function recordOf(parts: RegisterParts, register: Register, row: PlannedRow): RecordWrite {
  const { before, area } = row;
  const day = today(parts);
  const head = before
    ? { ...before.row, version: before.row.version + 1 }
    : {
        id: parts.ids.next(),
        version: 1,
        validFrom: day,
        validTo: null,
        mergedInto: null,
        confirmedOn: row.consent?.onDay ?? day,
      };
  const place = {
    areaId: area?.id ?? before?.row.areaId ?? '',
    areaPath: area?.path ?? before?.row.areaPath ?? '',
  };
  return writeOf(
    parts,
    register,
    { ...head, ...place, updatedAt: parts.now() },
    { ...before?.values, ...row.values },
    before ? undefined : row.keys,
  );
}

function stepOf(
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  row: PlannedRow,
  record: RecordWrite,
  batchId: string,
): Step {
  const codes = row.before
    ? row.changed
    : Object.keys(row.values).filter((code) => row.values[code] !== null);
  return {
    recordId: record.id,
    seq: record.version,
    at: parts.now(),
    kind: 'import',
    actor: asking.actor.kind === 'staff' ? 'staff' : 'system',
    accountId: accountOf(asking.actor),
    commandId: null,
    batchId,
    ...stepValues(
      parts.vault,
      register,
      Object.fromEntries(codes.map((code) => [code, row.values[code] as Value])),
    ),
  };
}
