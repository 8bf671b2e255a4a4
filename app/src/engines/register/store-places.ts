// Small questions beside a register: which areas, and what became of a record that is not there.
import type { Tx } from '../../platform/db/db.ts';

export type AreaRow = { id: string; name: string; path: string };

/** Open areas by id. */
export function findAreas(tx: Tx, ids: readonly string[]): Promise<AreaRow[]> {
  return tx.rows<AreaRow>(
    `select id, name, path from tree_nodes where district_code = $1 and tree = 'area' and closed_on is null and id = any ($2::uuid[])`,
    [tx.scope.district, ids],
  );
}

export async function wasErased(tx: Tx, register: string, recordId: string): Promise<boolean> {
  const rows = await tx.rows(
    'select from register_tombstones where district_code = $1 and register = $2 and record_id = $3 and fields is null',
    [tx.scope.district, register, recordId],
  );
  return rows.length > 0;
}

/** Every open area, for finding the one that a cell names. */
export function listAreas(tx: Tx): Promise<(AreaRow & { code: string | null; level: string })[]> {
  return tx.rows(
    `select id, name, path, code, level from tree_nodes where district_code = $1 and tree = 'area' and closed_on is null order by path`,
    [tx.scope.district],
  );
}
