// Files that go out of a register: the template, a list, the refused rows. What is exported of people is masked, and written down.
import { problem } from '../../../kernel/problem.ts';
import type { Tx } from '../../../platform/db/db.ts';
import { consentWords } from '../cell-vocabulary.ts';
import type { Selection } from '../contract.ts';
import type { Register, Values } from '../declare.ts';
import { readSelection } from '../list.ts';
import type { Asking, RegisterParts } from '../parts.ts';
import { maskedValues, openValues, shownValues } from '../record.ts';
import { logViews, referenceTitles } from '../records.ts';
import type { RecordRow } from '../store.ts';
import { listRecords } from '../store-list.ts';
import { latestConsents } from '../store-log.ts';
import { listAreas } from '../store-places.ts';
import { CONSENT_BY_WHOM, CONSENT_DAY } from './columns.ts';
import { faultWords, type ImportInput } from './import.ts';
import { openFile, planImport } from './plan.ts';
import { type ExportRow, exportBook, failedBook } from './write-sheet.ts';

const MOST_EXPORTED = 50_000;

/** Records of a selection as a workbook. `whole` leaves values unmasked: for the machine itself and for what was approved. */
export async function exportRecords(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  selection: Selection,
  options: { whole: boolean } = { whole: false },
): Promise<Uint8Array> {
  const query = await readSelection(tx, parts, asking, register, selection);
  const rows = await listRecords(tx, register, query, { by: 'title', after: null, limit: MOST_EXPORTED + 1 });
  if (rows.length > MOST_EXPORTED) throw problem('registers.too-many', { max: MOST_EXPORTED });
  if (register.personal) await logViews(tx, parts, asking, register, rows, 'export', [], null);
  return exportBook(register, asking, await exportRows(tx, parts, asking, register, rows, options.whole));
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
