// Which cases belong on somebody's phone, by id and in order, and what says whether the copy there is still right.
import type { Tx } from '../../platform/db/db.ts';
import { type Branch, type Filter, idsSql } from './store.ts';

/** Ids in the order of their deadlines, at most `limit`. */
export async function listIds(
  tx: Tx,
  branches: readonly Branch[],
  filter: Filter,
  limit: number,
): Promise<string[]> {
  const statement = idsSql(tx.scope.district, branches, filter, limit);
  if (!statement) return [];
  const rows = await tx.rows<{ id: string }>(statement.text, statement.values);
  return rows.map((row) => row.id);
}

export type StampRow = { id: string; version: number; late: boolean; around: number };

/**
 * What a copy of a case depends on in the database: its own version, whether its deadline has passed, and the versions of the cases
 * that it shows beside itself (those it belongs to, those that belong to it, those that its facts name).
 */
export function listStamps(tx: Tx, ids: readonly string[], now: number): Promise<StampRow[]> {
  return tx.rows<StampRow>(
    // Three ways to the cases beside one, each along an index; as an array, because the planner takes a set out of JSON for a large one.
    `select c.id, c.version, coalesce(c.due_at < $3, false) as late, coalesce(beside.versions, 0)::int as around
     from cases c left join lateral (
       select sum(o.version) as versions from (
         select r.id, r.version from cases r where r.district_code = $1 and r.id = c.parent_id
         union select r.id, r.version from cases r where r.district_code = $1 and r.parent_id = c.id
         union select r.id, r.version from cases r where r.district_code = $1 and r.id = any (array(
           select case when v #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (v #>> '{}')::uuid end
           from jsonb_path_query(c.facts, '$.**.id') as v))
       ) o where o.id <> c.id
     ) beside on true
     where c.district_code = $1 and c.id = any ($2::uuid[])`,
    [tx.scope.district, ids, new Date(now).toISOString()],
  );
}
