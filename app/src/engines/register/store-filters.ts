// Filters that people keep for themselves, and how a unit's workbooks are read.
import type { Tx } from '../../platform/db/db.ts';
import type { Selection } from './contract.ts';

export type SavedFilter = { id: string; name: string; query: Selection };

export function listFilters(tx: Tx, register: string): Promise<SavedFilter[]> {
  return tx.rows<SavedFilter>(
    `select id, name, query from register_filters where district_code = $1 and account_id = $2 and register = $3 order by name limit 100`,
    [tx.scope.district, tx.scope.account, register],
  );
}

export async function saveFilter(tx: Tx, register: string, filter: SavedFilter): Promise<void> {
  await tx.count(
    `insert into register_filters (district_code, account_id, register, id, name, query) values ($1, $2, $3, $4, $5, $6::jsonb)
     on conflict (district_code, account_id, register, name) do update set query = excluded.query`,
    [tx.scope.district, tx.scope.account, register, filter.id, filter.name, JSON.stringify(filter.query)],
  );
}

export async function deleteFilter(tx: Tx, register: string, id: string): Promise<void> {
  await tx.count(
    'delete from register_filters where district_code = $1 and account_id = $2 and register = $3 and id = $4',
    [tx.scope.district, tx.scope.account, register, id],
  );
}

export type KeptMapping = Readonly<Record<string, string | null>>;

/** How a unit read a sheet with these headers before. */
export async function findMapping(
  tx: Tx,
  register: string,
  unitId: string,
  headersHash: Buffer,
): Promise<KeptMapping | undefined> {
  const [row] = await tx.rows<{ fields: KeptMapping }>(
    `select fields from register_mappings where district_code = $1 and register = $2 and unit_id = $3 and headers_hash = $4`,
    [tx.scope.district, register, unitId, headersHash],
  );
  return row?.fields;
}

export async function saveMapping(
  tx: Tx,
  register: string,
  unitId: string,
  headersHash: Buffer,
  fields: KeptMapping,
  at: number,
): Promise<void> {
  await tx.count(
    `insert into register_mappings (district_code, register, unit_id, headers_hash, fields, used_at) values ($1, $2, $3, $4, $5::jsonb, $6)
     on conflict (district_code, register, unit_id, headers_hash) do update set fields = excluded.fields, used_at = excluded.used_at`,
    [tx.scope.district, register, unitId, headersHash, JSON.stringify(fields), new Date(at).toISOString()],
  );
}
