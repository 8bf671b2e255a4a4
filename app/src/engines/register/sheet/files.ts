// Files that go out of a register: the template, a list, the refused rows. What is exported of people is masked, and written down.
import { civilDate } from '../../../kernel/clock.ts';
import { problem } from '../../../kernel/problem.ts';
import type { Tx } from '../../../platform/db/db.ts';
import { approvedExport } from '../approvals.ts';
import { consentWords } from '../cell-vocabulary.ts';
import type { Selection } from '../contract.ts';
import { type Field, personalOf, type Register, type Values } from '../declare.ts';
import { readSelection } from '../list.ts';
import type { Asking, RegisterParts } from '../parts.ts';
import { maskedValues, openValues, shownValues } from '../record.ts';
import { logViews, referenceTitles } from '../records.ts';
import type { RecordRow } from '../store.ts';
import { markUsed } from '../store-approvals.ts';
import { type ListQuery, listRecords } from '../store-list.ts';
import { latestConsents } from '../store-log.ts';
import { listAreas } from '../store-places.ts';
import { CONSENT_BY_WHOM, CONSENT_DAY } from './columns.ts';
import { faultWords, type ImportInput } from './import.ts';
import { openFile, planImport } from './plan.ts';
import { type ExportRow, exportBook, failedBook } from './write-sheet.ts';

const MOST_EXPORTED = 50_000;

/** Records of a selection as a workbook. `whole` leaves values unmasked: for the machine itself. */
export async function exportRecords(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  selection: Selection,
  options: { whole: boolean } = { whole: false },
): Promise<Uint8Array> {
  const query = await readSelection(tx, parts, asking, register, selection);
  const rows = await rowsOf(tx, register, query);
  if (register.personal) await logViews(tx, parts, asking, register, rows, 'export', [], null);
  return exportBook(register, asking, await exportRows(tx, parts, asking, register, rows, options.whole));
}

async function rowsOf(tx: Tx, register: Register, query: ListQuery): Promise<RecordRow[]> {
  const rows = await listRecords(tx, register, query, { by: 'title', after: null, limit: MOST_EXPORTED + 1 });
  if (rows.length > MOST_EXPORTED) throw problem('registers.too-many', { max: MOST_EXPORTED });
  return rows;
}

/** The list that another agreed to, nothing masked: marked with who took it out, and told to each person in it with the reason. */
export async function exportWhole(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  approvalId: string,
): Promise<Uint8Array> {
  const approval = await approvedExport(tx, parts, asking, register, approvalId);
  const query = await readSelection(tx, parts, asking, register, approval.selection, 'reveal');
  // The right as it is now, within what was asked then.
  const rows = (await rowsOf(tx, register, query)).filter((row) =>
    approval.paths.some((path) => row.areaPath.startsWith(path)),
  );
  const fields = Object.keys(register.fields).filter((code) => personalOf(register.fields[code] as Field));
  await logViews(tx, parts, asking, register, rows, 'export-whole', fields, approval.reason);
  await markUsed(
    tx,
    approval.id,
    parts.now(),
    rows.map((row) => row.id),
  );
  const mark = parts.messages.text(asking.locale, 'registers.export-mark', {
    name: approval.askedByName ?? '',
    by: approval.decidedByName ?? '',
    day: civilDate(parts.now()),
    number: approval.id.slice(-8),
  });
  return exportBook(register, asking, await exportRows(tx, parts, asking, register, rows, true), mark);
}

/** Writes down that a list was put on paper; gives how many records. */
export async function logPrint(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  selection: Selection,
): Promise<number> {
  const rows = await rowsOf(tx, register, await readSelection(tx, parts, asking, register, selection));
  if (register.personal) await logViews(tx, parts, asking, register, rows, 'print', [], null);
  return rows.length;
}

async function exportRows(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  rows: readonly RecordRow[],
  whole: boolean,
): Promise<ExportRow[]> {
  const names = new Map((await listAreas(tx)).map((area) => [area.path, area.name]));
  const titles = await referenceTitles(
    tx,
    parts,
    register,
    rows.map((row) => row.stored),
    whole,
  );
  const consents = register.consent
    ? await latestConsents(
        tx,
        register.code,
        rows.map((row) => row.id),
      )
    : new Map<string, { onDay: string; givenBy: 'self' | 'guardian' }>();
  return rows.map((row) => {
    const opened: Values = openValues(parts, register, row);
    const consent = consents.get(row.id);
    return {
      id: row.id,
      area: fullName(row.areaPath, names),
      shown: shownValues(register, whole ? opened : maskedValues(register, opened), asking.locale, titles),
      extra: consent
        ? { [CONSENT_DAY]: consent.onDay, [CONSENT_BY_WHOM]: consentWords[consent.givenBy][asking.locale] }
        : {},
    };
  });
}

/** The names along a path below the district: what an import finds again without doubt. */
function fullName(path: string, names: ReadonlyMap<string, string>): string {
  const keys = path.split('/').filter((key) => key !== '');
  const paths = keys.map((_, at) => `${keys.slice(0, at + 1).join('/')}/`);
  const found = paths.map((one) => names.get(one) ?? '');
  return (found.length > 1 ? found.slice(1) : found).join('/');
}

/** The refused rows of a file as they came, with the words of what is wrong. */
export async function failedRows(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  input: ImportInput,
): Promise<Uint8Array> {
  const plan = await planImport(tx, parts, asking, register, await openFile(input.bytes), input);
  const failed = plan.rows.filter((row) => row.outcome === 'failed');
  const first = plan.sheets[0];
  if (!first || failed.length === 0) throw problem('registers.sheet-empty');
  const rows = failed.map((row) => ({
    source: row.source,
    words: row.faults.map((fault) => faultWords(parts, asking, register, fault)).join('\n'),
  }));
  return failedBook(register, asking, first.headers, rows);
}
