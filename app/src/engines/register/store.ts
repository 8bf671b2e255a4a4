// Records of registers as they are kept. Columns come from declarations, never from a request.
import { arrayLiteral, type RowsColumn, rowsAs } from '../../platform/db/arrays.ts';
import type { Tx } from '../../platform/db/db.ts';
import { columnName, hasBlindIndex, isSensitive, type Register, type Value, type Values } from './declare.ts';
import { selectColumn, textOfValue, typeOf } from './table.ts';

export type RecordRow = {
  id: string;
  version: number;
  areaId: string;
  areaPath: string;
  validFrom: string;
  validTo: string | null;
  mergedInto: string | null;
  confirmedOn: string;
  expiresOn: string | null;
  updatedAt: number;
  /** As they are stored: sensitive ones sealed. */
  stored: Values;
};

/** A record to be written whole. */
export type RecordWrite = Omit<RecordRow, 'version'> & {
  version: number;
  identityKey: Buffer | null;
  searchText: string;
  /** By field code, of the fields that have one. */
  blind: Readonly<Record<string, Buffer | null>>;
};

const HEAD = `t.id, t.version, t.area_id as "areaId", t.area_path as "areaPath", t.valid_from::text as "validFrom", t.valid_to::text as "validTo",
  t.merged_into as "mergedInto", t.confirmed_on::text as "confirmedOn", t.expires_on::text as "expiresOn", t.updated_at as "updatedAt"`;

type Flat = Omit<RecordRow, 'stored'> & Record<string, Value | number>;

function columnsOfFields(register: Register): string {
  return Object.entries(register.fields)
    .map(([code, field]) => selectColumn(code, field))
    .join(', ');
}

const selectOf = (register: Register): string =>
  `select ${HEAD}, ${columnsOfFields(register)} from ${register.table} t`;

function toRow(register: Register, flat: Flat): RecordRow {
  const stored: Record<string, Value> = {};
  for (const code of Object.keys(register.fields)) stored[code] = flat[columnName(code)] ?? null;
  const { id, version, areaId, areaPath, validFrom, validTo, mergedInto, confirmedOn, expiresOn, updatedAt } =
    flat;
  return {
    id,
    version,
    areaId,
    areaPath,
    validFrom,
    validTo,
    mergedInto,
    confirmedOn,
    expiresOn,
    updatedAt,
    stored,
  };
}

/** Holds records still until the transaction ends; in the order of ids, so two at once never wait for each other in a circle. */
export async function lockRecords(tx: Tx, register: Register, ids: readonly string[]): Promise<RecordRow[]> {
  const rows = await tx.rows<Flat>(
    `${selectOf(register)} where t.district_code = $1 and t.id = any ($2::uuid[]) order by t.id for update of t`,
    [tx.scope.district, ids],
  );
  return rows.map((row) => toRow(register, row));
}

export async function findRecords(tx: Tx, register: Register, ids: readonly string[]): Promise<RecordRow[]> {
  const rows = await tx.rows<Flat>(
    `${selectOf(register)} where t.district_code = $1 and t.id = any ($2::uuid[])`,
    [tx.scope.district, ids],
  );
  return rows.map((row) => toRow(register, row));
}

export async function findRecord(tx: Tx, register: Register, id: string): Promise<RecordRow | undefined> {
  return (await findRecords(tx, register, [id]))[0];
}

/** Open records by their identity keys. */
export async function findByIdentity(
  tx: Tx,
  register: Register,
  keys: readonly Buffer[],
): Promise<(RecordRow & { key: string })[]> {
  if (keys.length === 0) return [];
  const rows = await tx.rows<Flat & { key: string }>(
    `select ${HEAD}, ${columnsOfFields(register)}, encode(t.identity_key, 'base64') as key from ${register.table} t
     where t.district_code = $1 and t.identity_key = any ($2::bytea[]) and t.valid_to is null and t.merged_into is null`,
    [tx.scope.district, arrayLiteral(keys.map(hex))],
  );
  return rows.map((row) => ({ ...toRow(register, row), key: row.key }));
}

function writeColumns(register: Register): RowsColumn<RecordWrite>[] {
  const at = (name: string, type: string, of: RowsColumn<RecordWrite>['of']): RowsColumn<RecordWrite> => ({
    name,
    type,
    of,
  });
  return [
    at('id', 'uuid', (one) => one.id),
    at('version', 'int', (one) => String(one.version)),
    at('area_id', 'uuid', (one) => one.areaId),
    at('area_path', 'text', (one) => one.areaPath),
    at('valid_from', 'date', (one) => one.validFrom),
    at('valid_to', 'date', (one) => one.validTo),
    at('merged_into', 'uuid', (one) => one.mergedInto),
    at('confirmed_on', 'date', (one) => one.confirmedOn),
    at('expires_on', 'date', (one) => one.expiresOn),
    at('identity_key', 'bytea', (one) => hex(one.identityKey)),
    at('search_text', 'text', (one) => one.searchText),
    at('updated_at', 'timestamptz', (one) => new Date(one.updatedAt).toISOString()),
    ...Object.entries(register.fields).flatMap(([code, field]) => [
      at(columnName(code), typeOf(field), (one) => textOfValue(one.stored[code] ?? null)),
      ...(hasBlindIndex(field)
        ? [at(`${columnName(code)}_key`, 'bytea', (one) => hex(one.blind[code] ?? null))]
        : []),
    ]),
  ];
}

const hex = (bytes: Buffer | null): string | null => (bytes === null ? null : `\\x${bytes.toString('hex')}`);

/** Rows at a time: enough that the way there and back does not count, little enough that memory does not. */
const CHUNK = 2_000;

function* chunks<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += CHUNK) yield list.slice(at, at + CHUNK);
}

export async function insertRecords(
  tx: Tx,
  register: Register,
  records: readonly RecordWrite[],
): Promise<void> {
  const columns = writeColumns(register);
  for (const part of chunks(records)) {
    const { from, values } = rowsAs(columns, part, 1);
    await tx.count(
      `insert into ${register.table} (district_code, ${columns.map((one) => one.name).join(', ')})
       select $1, ${columns.map((one) => `u.${one.name}`).join(', ')} from ${from}`,
      [tx.scope.district, ...values],
    );
  }
}

/** Writes records over the version before theirs; gives how many were written. */
export function updateRecords(tx: Tx, register: Register, records: readonly RecordWrite[]): Promise<number> {
  return overwrite(tx, register, writeColumns(register), records, ' and t.version = u.version - 1');
}

/** Writes the same values sealed and hashed anew; nothing else of the record changes, not its version either. */
export async function resealRecords(
  tx: Tx,
  register: Register,
  records: readonly RecordWrite[],
): Promise<void> {
  const secret = new Set([
    'identity_key',
    ...Object.entries(register.fields).flatMap(([code, field]) =>
      isSensitive(field) ? [columnName(code), `${columnName(code)}_key`] : [],
    ),
  ]);
  const columns = writeColumns(register).filter((one) => one.name === 'id' || secret.has(one.name));
  await overwrite(tx, register, columns, records, '');
}

async function overwrite(
  tx: Tx,
  register: Register,
  columns: readonly RowsColumn<RecordWrite>[],
  records: readonly RecordWrite[],
  only: string,
): Promise<number> {
  let written = 0;
  for (const part of chunks(records)) {
    const { from, values } = rowsAs(columns, part, 1);
    written += await tx.count(
      `update ${register.table} t set ${columns
        .slice(1)
        .map((one) => `${one.name} = u.${one.name}`)
        .join(', ')}
       from ${from} where t.district_code = $1 and t.id = u.id${only}`,
      [tx.scope.district, ...values],
    );
  }
  return written;
}

export async function deleteRecords(tx: Tx, register: Register, ids: readonly string[]): Promise<number> {
  return tx.count(`delete from ${register.table} where district_code = $1 and id = any ($2::uuid[])`, [
    tx.scope.district,
    ids,
  ]);
}

/** Ids of records that point at one of these by a field. */
export async function listPointing(
  tx: Tx,
  register: Register,
  code: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id from ${register.table} where district_code = $1 and ${columnName(code)} = any ($2::uuid[])`,
    [tx.scope.district, ids],
  );
  return rows.map((row) => row.id);
}

/** Ids of records that end before a day, the earliest first. */
export async function listEnding(
  tx: Tx,
  register: Register,
  before: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id from ${register.table} where district_code = $1 and expires_on < $2::date order by expires_on, id limit $3`,
    [tx.scope.district, before, limit],
  );
  return rows.map((row) => row.id);
}

/** A redrawn territory carries the paths of its records along. */
export async function rewritePaths(
  tx: Tx,
  register: Register,
  oldPath: string,
  newPath: string,
): Promise<void> {
  await tx.count(
    `update ${register.table} set area_path = $3 || substr(area_path, length($2) + 1)
     where district_code = $1 and starts_with(area_path, $2)`,
    [tx.scope.district, oldPath, newPath],
  );
}

/** Areas that ended: their records belong to what took their place. */
export async function followEnded(
  tx: Tx,
  register: Register,
  ended: readonly { id: string; to: string }[],
): Promise<void> {
  await tx.count(
    `update ${register.table} t set area_id = e.next, area_path = n.path
     from unnest($2::uuid[], $3::uuid[]) as e (old, next)
     join tree_nodes n on n.district_code = $1 and n.id = e.next
     where t.district_code = $1 and t.area_id = e.old`,
    [tx.scope.district, ended.map((one) => one.id), ended.map((one) => one.to)],
  );
}

export { type Flat, selectOf, toRow };

/** One import of a register at a time in a district; false when another is under way. */
export async function tryLockRegister(tx: Tx, register: Register): Promise<boolean> {
  const [row] = await tx.rows<{ got: boolean }>(
    'select pg_try_advisory_xact_lock(7236301, hashtext($1)) as got',
    [`${tx.scope.district}/${register.code}`],
  );
  return row?.got === true;
}
