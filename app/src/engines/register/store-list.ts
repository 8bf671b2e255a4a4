// Lists of a register: conditions from a checked query, pages by key, counts of the same conditions.
import type { Tx } from '../../platform/db/db.ts';
import { columnName, type Register, type Value } from './declare.ts';
import { type Flat, type RecordRow, selectOf, toRow } from './store.ts';

export type Condition =
  | { field: string; is: readonly string[] }
  | { field: string; from: string | null; to: string | null }
  | { field: string; contains: string }
  | { field: string; filled: boolean };

export type ListQuery = {
  /** Paths that the reader may see; null for all of them. */
  paths: readonly string[] | null;
  areaPath: string | null;
  /** Each must be found in the search text, or be one of the whole values of its keys. */
  words: readonly { text: string; keys: readonly { column: string; hashes: readonly Buffer[] }[] }[];
  conditions: readonly Condition[];
  /** `current`: open records; `ended`: the others; `all`. */
  state: 'current' | 'ended' | 'all';
  /** As of a day instead of now. */
  asOf: string | null;
};

export type ListOrder = {
  by: 'updated' | 'title';
  after: { value: string; id: string } | null;
  limit: number;
};

type Built = { where: string; values: unknown[] };

export function buildQuery(tx: Tx, register: Register, query: ListQuery): Built {
  const values: unknown[] = [tx.scope.district];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const parts = ['t.district_code = $1'];
  if (query.paths !== null) {
    const below = register.seenBelow ? ' or starts_with(p, t.area_path)' : '';
    parts.push(
      `exists (select from unnest(${put(query.paths)}::text[]) as p where starts_with(t.area_path, p)${below})`,
    );
  }
  if (query.areaPath !== null) parts.push(`starts_with(t.area_path, ${put(query.areaPath)})`);
  if (query.asOf !== null) {
    const day = put(query.asOf);
    parts.push(
      `t.valid_from <= ${day}::date and (t.valid_to is null or t.valid_to > ${day}::date) and t.merged_into is null`,
    );
  } else if (query.state === 'current') parts.push('t.valid_to is null and t.merged_into is null');
  else if (query.state === 'ended') parts.push('(t.valid_to is not null or t.merged_into is not null)');
  for (const { text, keys } of query.words) {
    const ways = text === '' ? [] : [`strpos(t.search_text, ${put(text)}) > 0`];
    for (const { column, hashes } of keys) ways.push(`t.${column} = any (${put(hashes)}::bytea[])`);
    parts.push(ways.length === 0 ? 'false' : `(${ways.join(' or ')})`);
  }
  for (const condition of query.conditions) parts.push(conditionSql(register, condition, put));
  return { where: parts.join(' and '), values };
}

function conditionSql(register: Register, condition: Condition, put: (value: unknown) => string): string {
  const column = `t.${columnName(condition.field)}`;
  const type = register.fields[condition.field]?.type;
  if ('filled' in condition) return `${column} is ${condition.filled ? 'not ' : ''}null`;
  if ('contains' in condition) return `strpos(lower(${column}), lower(${put(condition.contains)})) > 0`;
  if ('is' in condition) {
    if (type === 'choices') return `${column} && ${put(condition.is)}::text[]`;
    return `${column}::text = any (${put(condition.is)}::text[])`;
  }
  const cast = type === 'date' ? '::date' : '::numeric';
  const parts: string[] = [];
  if (condition.from !== null) parts.push(`${column} >= ${put(condition.from)}::text${cast}`);
  if (condition.to !== null) parts.push(`${column} <= ${put(condition.to)}::text${cast}`);
  return parts.length === 0 ? 'true' : parts.join(' and ');
}

export async function listRecords(
  tx: Tx,
  register: Register,
  query: ListQuery,
  order: ListOrder,
): Promise<RecordRow[]> {
  const { where, values } = buildQuery(tx, register, query);
  const title = `t.${columnName(register.title)}`;
  let page = '';
  if (order.after) {
    values.push(order.after.value, order.after.id);
    const [value, id] = [`$${values.length - 1}`, `$${values.length}::uuid`];
    page =
      order.by === 'updated'
        ? `and (t.updated_at, t.id) < (${value}::timestamptz, ${id})`
        : `and (${title}, t.id) > (${value}, ${id})`;
  }
  values.push(order.limit);
  const by = order.by === 'updated' ? 't.updated_at desc, t.id desc' : `${title}, t.id`;
  const rows = await tx.rows<Flat>(
    `${selectOf(register)} where ${where} ${page} order by ${by} limit $${values.length}`,
    values,
  );
  return rows.map((row) => toRow(register, row));
}

export async function countRecords(tx: Tx, register: Register, query: ListQuery): Promise<number> {
  const { where, values } = buildQuery(tx, register, query);
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from ${register.table} t where ${where}`,
    values,
  );
  return row?.n ?? 0;
}

/** One field of records as it is stored, sealed where it is sensitive; null where a record does not say. */
export async function listField(
  tx: Tx,
  register: Register,
  query: ListQuery,
  code: string,
): Promise<Value[]> {
  const { where, values } = buildQuery(tx, register, query);
  const rows = await tx.rows<{ value: Value }>(
    `select t.${columnName(code)} as value from ${register.table} t where ${where}`,
    values,
  );
  return rows.map((row) => row.value);
}

/** The sum of one number over records; null when none of them gives it. */
export async function sumField(
  tx: Tx,
  register: Register,
  query: ListQuery,
  code: string,
): Promise<number | null> {
  const { where, values } = buildQuery(tx, register, query);
  const [row] = await tx.rows<{ sum: number | null }>(
    `select sum(t.${columnName(code)})::float8 as sum from ${register.table} t where ${where}`,
    values,
  );
  return row?.sum ?? null;
}

/** How many of the records have each of these fields filled, and how many there are: what is known, without a name. */
export async function countFilled(
  tx: Tx,
  register: Register,
  query: ListQuery,
  fields: readonly string[],
): Promise<{ total: number; filled: Record<string, number> }> {
  const { where, values } = buildQuery(tx, register, query);
  const columns = fields.map((code, at) => `count(t.${columnName(code)})::int as f${at}`);
  const [row] = await tx.rows<Record<string, number>>(
    `select count(*)::int as total${columns.map((one) => `, ${one}`).join('')} from ${register.table} t where ${where}`,
    values,
  );
  return {
    total: row?.['total'] ?? 0,
    filled: Object.fromEntries(fields.map((code, at) => [code, row?.[`f${at}`] ?? 0])),
  };
}

/** Counts by the options of one field. */
export async function countByField(
  tx: Tx,
  register: Register,
  query: ListQuery,
  code: string,
): Promise<{ value: string | null; n: number }[]> {
  const { where, values } = buildQuery(tx, register, query);
  const column = `t.${columnName(code)}`;
  const many = register.fields[code]?.type === 'choices';
  return tx.rows(
    many
      ? `select v as value, count(*)::int as n from ${register.table} t left join lateral unnest(${column}) as v on true where ${where} group by 1 order by 2 desc limit 200`
      : `select ${column}::text as value, count(*)::int as n from ${register.table} t where ${where} group by 1 order by 2 desc limit 200`,
    values,
  );
}

/** A record as people point at it: by the first words that make it itself, e.g. compound and building. */
function nameSql(register: Register): string {
  const words = (register.identity[0] ?? []).filter((code) => {
    const field = register.fields[code];
    return field?.type === 'text' && field.privacy !== undefined && typeof field.privacy === 'string';
  });
  const columns = [...new Set([...words, ...(words.length === 0 ? [register.title] : [])])];
  return `concat(${columns.map((code) => `t.${columnName(code)}`).join(', ')})`;
}

/** Open records by what people call them, in short or in full: one name may be several. */
export async function findByNames(
  tx: Tx,
  register: Register,
  names: readonly string[],
): Promise<{ id: string; title: string; name: string; areaPath: string }[]> {
  if (names.length === 0) return [];
  const title = `t.${columnName(register.title)}`;
  return tx.rows(
    `select t.id, ${title} as title, ${nameSql(register)} as name, t.area_path as "areaPath" from ${register.table} t
     where t.district_code = $1 and t.valid_to is null and t.merged_into is null
       and (${title} = any ($2::text[]) or replace(${nameSql(register)}, ' ', '') = any ($3::text[]))`,
    [tx.scope.district, names, names.map((name) => name.replaceAll(' ', ''))],
  );
}

/** What records are called in full, for showing references. */
export async function namesOf(
  tx: Tx,
  register: Register,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<{ id: string; name: string }>(
    `select t.id, ${nameSql(register)} as name from ${register.table} t where t.district_code = $1 and t.id = any ($2::uuid[])`,
    [tx.scope.district, ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
