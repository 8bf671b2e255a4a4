// Open work as other areas ask for it: whose it is, where, and which list sent it there. Only cases on which somebody still has to act
// before the matter is settled; what waits for a check or an answer stays where it is.
import type { Row, Tx } from '../../platform/db/db.ts';
import type { OpenWork } from '../catalogue/public.ts';

const FIELDS = `c.category, c.area_path as "areaPath", c.owner_unit as "ownerUnit", c.subject_unit as "subjectUnit",
  c.facts -> 'routing' ->> 'owner' as "routedOwner", c.facts -> 'routing' -> 'item' ->> 'listId' as "routedList"`;
const OPEN = `c.district_code = $1 and c.closed_at is null and c.state in ('reported', 'filed', 'dispatched', 'handling', 'paused')
  and c.kind <> 'trifle'`;
const MOST = 5000;

/** Open work of the district, counted by what decides whose it is. */
export function countOpenWork(tx: Tx): Promise<(OpenWork & { count: number })[]> {
  return tx.rows<Row & OpenWork & { count: number }>(
    `select ${FIELDS}, count(*)::int as count from cases c where ${OPEN} group by 1, 2, 3, 4, 5, 6`,
    [tx.scope.district],
  );
}

/** Open cases of some categories that the caller may see, the most urgent first. */
export function listOpenWork(
  tx: Tx,
  categories: readonly string[],
): Promise<(OpenWork & { id: string; number: string; headline: string; state: string; areaName: string })[]> {
  return tx.rows<
    Row & OpenWork & { id: string; number: string; headline: string; state: string; areaName: string }
  >(
    `select c.id, c.number, c.headline, c.state, n.name as "areaName", ${FIELDS}
     from cases c join tree_nodes n on n.district_code = c.district_code and n.id = c.area_id
     where ${OPEN} and c.category = any ($2) order by c.due_at nulls last, c.id limit ${MOST}`,
    [tx.scope.district, categories],
  );
}

/** Where the open cases of some areas lie. */
export function listOpenPoints(
  tx: Tx,
  areaIds: readonly string[],
): Promise<{ areaId: string; lng: number; lat: number }[]> {
  return tx.rows<Row & { areaId: string; lng: number; lat: number }>(
    `select area_id::text as "areaId", lng, lat from cases where district_code = $1 and closed_at is null and lng is not null
       and area_id = any ($2::uuid[]) order by id`,
    [tx.scope.district, areaIds],
  );
}
