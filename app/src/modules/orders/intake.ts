// A file of theirs, row by row: what each row would become, and then what it became. The file is read again for every slice, so nothing
// of it is kept: the rows hold people's names and numbers, and the browser still has the file.
import type { Actor } from '../../kernel/actor.ts';
import { type FieldProblem, Problem, problem } from '../../kernel/problem.ts';
import { type AuditWho, audit } from '../../platform/audit/audit.ts';
import { scopeOf } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { readTable } from '../../platform/sheets/workbook.ts';
import { suggestDuplicates } from '../cases/public.ts';
import { type OrderRow, proposeCategories, proposeColumns, readRows } from './mapping.ts';
import { STATE_WORDS, URGENT_WORDS } from './order-vocabulary.ts';
import { hashOf, machineFor, type OrdersParts } from './parts.ts';
import { echoColumns, stateOf } from './reply-form.ts';
import { sourceFor } from './sources.ts';
import * as store from './store.ts';
import { categoryOf, personHash, placeOrder, type Taken, takeOrder } from './take.ts';

const PROBLEMS = { unreadable: 'orders.file-unreadable', tooBig: 'orders.file-too-big' };
const SLICE = 25;
/** How far back the same caller's earlier orders are shown. */
const SAME_PERSON_MS = 90 * 86_400_000;

export type Slice = { from?: number | undefined; count?: number | undefined };
export type Words = (errors: readonly FieldProblem[]) => { path: string; code: string; message: string }[];

/** The columns of a file with a proposal for everything that a new source needs. */
export async function readColumns(parts: OrdersParts, district: string, bytes: Uint8Array) {
  const { headers, fields, column } = proposeColumns(await readTable(bytes, PROBLEMS));
  const { catalogue } = await parts.cases.engine.world(district);
  const categories = [...catalogue.categories.values()]
    .filter((one) => !one.retired && one.parent !== null)
    .map((one) => ({ code: one.code, label: one.label['zh-CN'] }));
  const words = column('category');
  return {
    headers,
    fields,
    categoryWords: words,
    categories: proposeCategories(words, categories),
    stateWords: column('state'),
    states: STATE_WORDS,
    urgentWords: URGENT_WORDS,
  };
}

type Read = { source: store.Source; rows: OrderRow[]; occasion: string };

async function read(parts: OrdersParts, actor: Actor, sourceId: string, bytes: Uint8Array): Promise<Read> {
  const source = await parts.db.read(scopeOf(actor), (tx) =>
    sourceFor(parts, tx, actor, sourceId, ['hotline']),
  );
  if (!source.enabled) throw problem('orders.source-off', { name: source.name });
  const rows = readRows(await readTable(bytes, PROBLEMS), source.mapping, echoColumns(source.reply));
  return { source, rows, occasion: hashOf(Buffer.from(bytes).toString('base64')) };
}

function slice(rows: readonly OrderRow[], wish: Slice): { part: readonly OrderRow[]; next: number | null } {
  const from = wish.from ?? 0;
  const to = from + (wish.count ?? SLICE);
  return { part: rows.slice(from, to), next: to < rows.length ? to : null };
}

/** What each row would become. Nothing is written. */
export async function previewFile(
  parts: OrdersParts,
  asking: { actor: Actor; locale: Locale },
  sourceId: string,
  bytes: Uint8Array,
  wish: Slice,
  words: Words,
) {
  const { actor, locale } = asking;
  const { source, rows } = await read(parts, actor, sourceId, bytes);
  const { part, next } = slice(rows, wish);
  const areas = await parts.areas(actor.district);
  const { catalogue } = await parts.cases.engine.world(actor.district);
  const machine = machineFor(actor.district, source.code);
  const items = [];
  for (const row of part) {
    const known =
      row.number === ''
        ? undefined
        : await parts.db.read(scopeOf(machine), (tx) => store.findOrder(tx, source.id, row.number));
    const category = categoryOf(source, row);
    const warnings = [...row.warnings, ...rowWarnings(source, row, category)];
    const place = await placeOrder(parts, actor.district, source, row, areas);
    if (place.outside) warnings.push({ path: `${row.row}`, code: 'orders.row-outside' });
    if (row.text === '' && !known) row.errors.push({ path: `${row.row}`, code: 'orders.row-no-text' });
    const near =
      known || !place.point
        ? []
        : (
            await suggestDuplicates(parts.cases, asking, {
              ...(category === '' ? {} : { category }),
              ...place.point,
              text: row.text.slice(0, 500),
            })
          ).items;
    // Who else called is only looked up for whoever may see that case; the policy of orders is the policy of cases.
    const same =
      row.reporterPhone === ''
        ? []
        : await parts.db.read(scopeOf(actor), (tx) =>
            store.listSamePerson(
              tx,
              personHash(parts, actor.district, row.reporterPhone),
              category,
              parts.now() - SAME_PERSON_MS,
            ),
          );
    items.push({
      row: row.row,
      number: row.number,
      text: row.text.slice(0, 120),
      category: category === '' ? null : (catalogue.categories.get(category)?.label[locale] ?? category),
      categoryWord: row.category,
      deadline: row.deadline,
      place: place.areaId ? (areas.find((area) => area.id === place.areaId)?.name ?? '') : row.address,
      expected: row.errors.length > 0 ? 'faulty' : expectedOf(known, row),
      state: row.state,
      near: near.map(({ id, number, headline, distanceM }) => ({ id, number, headline, distanceM })),
      samePerson: same
        .filter((one) => one.number !== row.number)
        .map(({ number, caseId, caseNumber, closed }) => ({ number, caseId, caseNumber, closed })),
      errors: words(row.errors),
      warnings: words(warnings),
    });
  }
  return { total: rows.length, next, items };
}

function rowWarnings(source: store.Source, row: OrderRow, category: string): FieldProblem[] {
  const found: FieldProblem[] = [];
  if (row.category !== '' && category === '')
    found.push({ path: `${row.row}`, code: 'orders.row-category', params: { value: row.category } });
  if (row.state !== '' && !stateOf(source.words, row.state))
    found.push({ path: `${row.row}`, code: 'orders.row-state', params: { value: row.state } });
  return found;
}

function expectedOf(known: store.Order | undefined, row: OrderRow): 'new' | 'update' | 'unchanged' {
  if (!known) return 'new';
  const sameWords = row.text === '' || known.seenTexts.includes(hashOf(row.text));
  const sameDeadline = row.deadline === null || row.deadline === known.deadline;
  return sameWords && sameDeadline ? 'unchanged' : 'update';
}

export type RowResult = {
  row: number;
  number: string;
  outcome: Taken['outcome'] | 'faulty' | 'refused';
  caseId: string | null;
  caseNumber: string | null;
  effect: Taken['effect'];
  errors: { path: string; code: string; message: string }[];
};

/** Takes in one slice of a file: sound rows become cases, faulty ones say why and hold up nobody. */
export async function importSlice(
  parts: OrdersParts,
  who: AuditWho,
  sourceId: string,
  bytes: Uint8Array,
  wish: Slice & { joins: Readonly<Record<string, string>> },
  words: Words,
) {
  const { actor } = who;
  const { source, rows, occasion } = await read(parts, actor, sourceId, bytes);
  const { part, next } = slice(rows, wish);
  const areas = await parts.areas(actor.district);
  const machine = machineFor(actor.district, source.code);
  const results: RowResult[] = [];
  for (const row of part) {
    results.push(
      await importRow(parts, source, row, { join: wish.joins[row.row], areas, occasion }, actor, words),
    );
  }
  const filed = results.filter((one) => one.outcome === 'filed').length;
  await parts.db.tx(scopeOf(machine), async (tx) => {
    await audit(tx, who, { action: 'orders.import', object: { type: 'outside-source', id: source.id } });
    if (filed > 0) {
      await parts.notify.toUnit(tx, source.unitId, 'intake', {
        key: 'notice.outside-orders',
        params: { count: filed, source: source.name },
        link: '/console/queue?view=queue',
        urgency: 'later',
      });
    }
  });
  return { total: rows.length, next, items: results };
}

async function importRow(
  parts: OrdersParts,
  source: store.Source,
  row: OrderRow,
  options: Parameters<typeof takeOrder>[4],
  actor: Actor,
  words: Words,
): Promise<RowResult> {
  const line = { row: row.row, number: row.number, caseId: null, caseNumber: null, effect: null };
  if (row.errors.length > 0) return { ...line, outcome: 'faulty', errors: words(row.errors) };
  try {
    const taken = await takeRow(parts, actor.district, source, row, options);
    return { ...line, ...taken, errors: [] };
  } catch (error) {
    // A row that is refused is the row's own matter; what is our fault stops the slice and is reported as such.
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    const found =
      error.fields.length > 0
        ? error.fields
        : [{ path: `${row.row}`, code: error.code, params: error.params }];
    return { ...line, outcome: 'refused', errors: words(found) };
  }
}

/** Takes an order whose number is known without a text (a mere state), or a new one with its text. */
export async function takeRow(
  parts: OrdersParts,
  district: string,
  source: store.Source,
  row: OrderRow,
  options: Parameters<typeof takeOrder>[4],
): Promise<Taken> {
  if (row.text === '') {
    const machine = machineFor(district, source.code);
    const known = await parts.db.read(scopeOf(machine), (tx) => store.findOrder(tx, source.id, row.number));
    if (!known) {
      throw problem('orders.webhook-rejected', { number: row.number }, [
        { path: `${row.row || 'text'}`, code: 'orders.row-no-text' },
      ]);
    }
  }
  return takeOrder(parts, district, source, row, options);
}
