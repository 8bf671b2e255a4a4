// What the demo reads of the district that it has just made.
import type { Tx } from '../../platform/db/db.ts';

/** One process at a time makes the demo; held until the transaction ends. */
export async function lockDemo(tx: Tx): Promise<void> {
  await tx.rows('select pg_advisory_xact_lock(7236202, hashtext($1))', [tx.scope.district]);
}

export async function anyCase(tx: Tx): Promise<boolean> {
  const rows = await tx.rows('select from cases where district_code = $1 limit 1', [tx.scope.district]);
  return rows.length > 0;
}

/** The next case number will be above `last`. */
export async function moveCaseNumbers(tx: Tx, last: number): Promise<void> {
  await tx.rows(`select setval('case_number_seq', $1)`, [last]);
}

export async function findDemoAccount(tx: Tx, user: string) {
  const [row] = await tx.rows<{ id: string; name: string; person_id: string | null }>(
    'select id, name, person_id from accounts where district_code = $1 and login = $2 and disabled_at is null',
    [tx.scope.district, `demo-${user}`],
  );
  return row;
}

/** Who holds which post on a day. */
export async function listHolders(tx: Tx, date: string) {
  return tx.rows<{
    account_id: string;
    person_id: string;
    name: string;
    post_id: string;
    title: string;
    unit_id: string;
    area_id: string;
    area_path: string;
    duties: string[];
  }>(
    `select a.id as account_id, h.person_id, a.name, p.id as post_id, p.title, p.unit_id, p.area_id, n.path as area_path, p.duties
     from org_posts p
     join org_holdings h on h.district_code = p.district_code and h.post_id = p.id and h.valid_to is null
     join accounts a on a.district_code = p.district_code and a.person_id = h.person_id
     join tree_nodes n on n.district_code = p.district_code and n.id = p.area_id
     where p.district_code = $1 and p.valid_from <= $2::date`,
    [tx.scope.district, date],
  );
}

/** Public things, where they stand. */
export async function listAssetSpots(tx: Tx) {
  return tx.rows<{
    area_id: string;
    path: string;
    lng: number;
    lat: number;
    address: string | null;
    kind: string;
  }>(
    `select s.area_id, n.path, s.lng, s.lat, s.address, s.category as kind from assets s
     join tree_nodes n on n.district_code = s.district_code and n.id::text = s.area_id where s.district_code = $1 order by s.id`,
    [tx.scope.district],
  );
}

/** Buildings, where they stand. */
export async function listBuildingSpots(tx: Tx) {
  return tx.rows<{
    area_id: string;
    path: string;
    lng: number;
    lat: number;
    address: string | null;
    households: number;
  }>(
    `select f.area_id, n.path, f.lng, f.lat, f.address, coalesce(f.households, 0) as households from map_features f
     join tree_nodes n on n.district_code = f.district_code and n.id::text = f.area_id::text
     where f.district_code = $1 and f.layer = 'building' order by f.id`,
    [tx.scope.district],
  );
}

/** The places of the people in the switcher who work in one grid. */
export async function stagesOf(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ path: string }>(
    `select distinct n.path from accounts a
     join org_holdings h on h.district_code = a.district_code and h.person_id = a.person_id and h.valid_to is null
     join org_posts p on p.district_code = h.district_code and p.id = h.post_id
     join tree_nodes n on n.district_code = p.district_code and n.id = p.area_id
     where a.district_code = $1 and a.login in ('demo-worker', 'demo-property') order by n.path`,
    [tx.scope.district],
  );
  return rows.map((row) => row.path);
}

/** `owner` is null for a case that waits for its acceptance or dispatch. */
export type OpenCase = { id: string; owner: string | null; areaPath: string; item: string | null };

/** Cases under an area that a department works on, and behind them those that wait for one, the newest first. */
export async function listOpen(tx: Tx, areaPath: string, notUnit: string): Promise<OpenCase[]> {
  return tx.rows<OpenCase>(
    `select id, case state when 'handling' then owner_unit end as owner, area_path as "areaPath", facts -> 'routing' -> 'item' ->> 'code' as item
     from cases where district_code = $1 and closed_at is null and kind in ('incident', 'request')
       and area_path like $2 || '%' and (state in ('reported', 'filed') or (state = 'handling' and owner_unit <> $3))
     order by state <> 'handling', filed_at desc, id limit 60`,
    [tx.scope.district, areaPath, notUnit],
  );
}

/** The path of the area that a user of the demo answers for. */
export async function demoPlace(tx: Tx, user: string): Promise<string> {
  const [row] = await tx.rows<{ path: string }>(
    `select n.path from accounts a
     join org_holdings h on h.district_code = $1 and h.person_id = a.person_id
     join org_posts p on p.district_code = $1 and p.id = h.post_id
     join tree_nodes n on n.district_code = $1 and n.id = p.area_id
     where a.district_code = $1 and a.login = $2 order by n.path limit 1`,
    [tx.scope.district, `demo-${user}`],
  );
  return row?.path ?? '';
}

/** The rainstorm that is over. */
export async function findEndedEmergency(tx: Tx): Promise<string | undefined> {
  const [row] = await tx.rows<{ id: string }>(
    `select id::text from cases where district_code = $1 and kind = 'emergency' and state = 'emergency-ended'
     order by filed_at limit 1`,
    [tx.scope.district],
  );
  return row?.id;
}

/** The open cards of an exercise. */
export function listCardsOf(tx: Tx, about: string): Promise<{ id: string; post: string }[]> {
  return tx.rows(
    `select id::text, facts ->> 'post' as post from cases where district_code = $1 and parent_id = $2 and kind = 'practice-card'
       and closed_at is null order by id`,
    [tx.scope.district, about],
  );
}
