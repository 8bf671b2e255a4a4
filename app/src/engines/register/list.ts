// Lists: what a reader asked for, checked against the declaration, within what the reader may see.
import { type FieldProblem, problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { type ConditionBody, condition, type ListInput, type Selection } from './contract.ts';
import { columnName, type Field, hasBlindIndex, isSensitive, personalOf, type Register } from './declare.ts';
import { type Asking, pathsFor, type RegisterParts, type Right, today } from './parts.ts';
import { recordsJson } from './records.ts';
import { searchWord } from './search-text.ts';
import {
  type Condition,
  countByField,
  countFilled,
  countRecords,
  type ListOrder,
  type ListQuery,
  listRecords,
} from './store-list.ts';
import { findAreas } from './store-places.ts';
import { readValue, showValue } from './values.ts';
import { blindKeys } from './vault.ts';

const PAGE = 50;

/** The query as the store runs it. Throws `registers.filter` naming what no field can be asked. */
export async function readSelection(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  input: Selection,
  right: Right = 'read',
): Promise<ListQuery> {
  const [area] = input.area === undefined ? [] : await findAreas(tx, [input.area]);
  if (input.area !== undefined && !area)
    throw problem('registers.filter', {}, [
      { path: 'query/area', code: 'register-area-unknown', params: { value: '' } },
    ]);
  const words = (input.q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 6);
  return {
    paths: pathsFor(asking.actor, register, right),
    areaPath: area?.path ?? null,
    words: words.map((word) => ({ text: searchWord(word), keys: keysOf(parts, register, word) })),
    conditions: readConditions(register, input.filter),
    state: input.state ?? 'current',
    asOf: input.asOf ?? null,
  };
}

/** A word may be a whole number of somebody: then it is looked up by its hash. */
function keysOf(parts: RegisterParts, register: Register, word: string) {
  return Object.entries(register.fields).flatMap(([code, field]) => {
    if (!hasBlindIndex(field)) return [];
    const read = readValue(field, word, today(parts));
    if (!('value' in read) || typeof read.value !== 'string') return [];
    return [
      { column: `${columnName(code)}_key`, hashes: blindKeys(parts.vault, register, code, read.value) },
    ];
  });
}

function readConditions(register: Register, text: string | undefined): Condition[] {
  if (text === undefined || text === '') return [];
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw problem('registers.filter', {}, [{ path: 'query/filter', code: 'invalid' }]);
  }
  const read = condition.array().max(20).safeParse(given);
  if (!read.success) throw problem('registers.filter', {}, [{ path: 'query/filter', code: 'invalid' }]);
  const faults: FieldProblem[] = [];
  const conditions = read.data.flatMap((one) => {
    const field = register.fields[one.field];
    const made = field && toCondition(field, one);
    if (!made) faults.push({ path: `query/filter/${one.field}`, code: 'register-filter' });
    return made ?? [];
  });
  if (faults.length > 0) throw problem('registers.filter', {}, faults);
  return conditions;
}

/** What a field can be asked: sealed values only whether they are there. */
function toCondition(field: Field, one: ConditionBody): Condition | undefined {
  if (one.filled !== undefined) return { field: one.field, filled: one.filled };
  if (isSensitive(field)) return undefined;
  switch (field.type) {
    case 'choice':
    case 'choices':
    case 'reference':
    case 'boolean':
      return one.is && { field: one.field, is: one.is };
    case 'integer':
    case 'number':
    case 'date': {
      const fits = (bound: string | undefined) => bound === undefined || fitsBound(field, bound);
      if ((one.from ?? one.to) === undefined || !fits(one.from) || !fits(one.to)) return undefined;
      return { field: one.field, from: one.from ?? null, to: one.to ?? null };
    }
    case 'birth-date':
      return undefined;
    default:
      // A masked text is no text to look into: the search box finds names by their words.
      return one.contains !== undefined && personalOf(field) === undefined
        ? { field: one.field, contains: one.contains }
        : undefined;
  }
}

function fitsBound(field: Field, bound: string): boolean {
  if (field.type !== 'date') return /^-?\d{1,12}(\.\d{1,3})?$/.test(bound);
  const read = readValue({ ...field, past: undefined } as unknown as Field, bound, '2099-12-31');
  return 'value' in read && read.value === bound;
}

export async function listPage(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  input: ListInput,
): Promise<object> {
  const query = await readSelection(tx, parts, asking, register, input);
  const by = input.sort ?? 'updated';
  const limit = input.limit ?? PAGE;
  const order: ListOrder = { by, after: readCursor(input.after, by), limit: limit + 1 };
  const rows = await listRecords(tx, register, query, order);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const items = await recordsJson(tx, parts, asking, register, page);
  const next =
    rows.length > limit && last
      ? writeCursor(
          by === 'updated' ? new Date(last.updatedAt).toISOString() : String(last.stored[register.title]),
          last.id,
        )
      : null;
  return { items, next, total: input.after === undefined ? await countRecords(tx, register, query) : null };
}

function writeCursor(value: string, id: string): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

function readCursor(text: string | undefined, by: 'updated' | 'title'): ListOrder['after'] {
  if (text === undefined) return null;
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown];
    const fits = by === 'title' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
    const sound = typeof value === 'string' && value.isWellFormed() && !value.includes('\u0000');
    if (fits && sound && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return { value, id };
  } catch {
    // Said below.
  }
  throw problem('registers.filter', {}, [{ path: 'query/after', code: 'invalid' }]);
}

/** Below this many, a number about people would point at them. */
const LEAST_OF_PEOPLE = 5;

/** Numbers of a selection: how many there are, how many have each field filled, and, by one field of options, how many of each. */
export async function countsOf(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  input: Selection & { by?: string | undefined },
): Promise<object> {
  const query = await readSelection(tx, parts, asking, register, input);
  const fields = Object.keys(register.fields);
  const counted = await countFilled(tx, register, query, fields);
  const field = input.by === undefined ? undefined : register.fields[input.by];
  if (
    input.by !== undefined &&
    (!field || isSensitive(field) || !['choice', 'choices', 'boolean'].includes(field.type))
  )
    throw problem('registers.filter', {}, [{ path: 'query/by', code: 'register-filter' }]);
  const groups = field && input.by !== undefined ? await countByField(tx, register, query, input.by) : [];
  return {
    ...counted,
    groups: groups.map(({ value, n }) => ({
      value,
      words: field
        ? showValue(
            field,
            field.type === 'boolean' && value !== null ? value === 'true' : value,
            asking.locale,
          )
        : '',
      n: register.personal && n < LEAST_OF_PEOPLE ? null : n,
    })),
  };
}
