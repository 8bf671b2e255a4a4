import type { Replacement } from '../../engines/tree/types.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { TargetState } from './contract.ts';

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

export type Campaign = {
  id: string;
  title: string;
  purpose: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  startsOn: string;
  endsOn: string;
  policyIds: string[];
  closedAt: number | null;
};

const CAMPAIGN = `select c.id::text, c.title, c.purpose, c.area_id::text as "areaId", n.name as "areaName", n.path as "areaPath",
  c.starts_on::text as "startsOn", c.ends_on::text as "endsOn", c.policy_ids::text[] as "policyIds", c.closed_at as "closedAt"
from visit_campaigns c join tree_nodes n on n.district_code = c.district_code and n.id = c.area_id where c.district_code = $1`;

export function listCampaigns(tx: Tx): Promise<Campaign[]> {
  return tx.rows<Campaign>(
    `${CAMPAIGN} order by c.closed_at is not null, c.starts_on desc, c.id desc limit 200`,
    [tx.scope.district],
  );
}

export async function findCampaign(tx: Tx, id: string): Promise<Campaign | undefined> {
  const [row] = await tx.rows<Campaign>(`${CAMPAIGN} and c.id = $2`, [tx.scope.district, id]);
  return row;
}

export async function insertCampaign(
  tx: Tx,
  campaign: Omit<Campaign, 'areaName' | 'areaPath' | 'closedAt'> & { accountId: string; at: number },
): Promise<void> {
  await tx.count(
    `insert into visit_campaigns (district_code, id, title, purpose, area_id, starts_on, ends_on, policy_ids, account_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict on constraint visit_campaigns__pk do nothing`,
    [
      tx.scope.district,
      campaign.id,
      campaign.title,
      campaign.purpose,
      campaign.areaId,
      campaign.startsOn,
      campaign.endsOn,
      campaign.policyIds,
      campaign.accountId,
      time(campaign.at),
    ],
  );
}

export async function closeCampaign(tx: Tx, id: string, at: number): Promise<void> {
  await tx.count(
    'update visit_campaigns set closed_at = $3 where district_code = $1 and id = $2 and closed_at is null',
    [tx.scope.district, id, time(at)],
  );
}

/** How many targets of each campaign are in each state, and how many needs became cases; as far as the reader sees. */
export function countTargets(
  tx: Tx,
  campaignIds: readonly string[],
): Promise<{ campaignId: string; state: TargetState; n: number; needs: number }[]> {
  return tx.rows(
    `select campaign_id::text as "campaignId", state, count(*)::int as n, sum(cardinality(case_ids))::int as needs
     from visit_targets where district_code = $1 and campaign_id = any ($2::uuid[]) group by 1, 2`,
    [tx.scope.district, campaignIds],
  );
}

export type Target = {
  id: string;
  campaignId: string;
  campaignTitle: string;
  purpose: string;
  policyIds: string[];
  closed: boolean;
  kind: 'household' | 'firm';
  label: string;
  placeHash: Uint8Array;
  areaId: string;
  areaName: string;
  areaPath: string;
  postId: string;
  postTitle: string;
  unitName: string;
  state: TargetState;
  version: number;
  offered: number[];
  chosenAt: number | null;
  visitedAt: number | null;
  lastCommand: string | null;
  caseIds: string[];
};

const TARGET = `select t.id::text, t.campaign_id::text as "campaignId", c.title as "campaignTitle", c.purpose,
  c.policy_ids::text[] as "policyIds", c.closed_at is not null as closed, t.kind, t.label, t.place_hash as "placeHash",
  t.area_id::text as "areaId", n.name as "areaName", n.path as "areaPath", t.post_id::text as "postId", p.title as "postTitle",
  u.name as "unitName", t.state, t.version,
  array(select one::float8 from unnest(t.offered) as one order by one) as offered,
  t.chosen_at as "chosenAt", t.visited_at as "visitedAt", t.last_command::text as "lastCommand", t.case_ids::text[] as "caseIds"
from visit_targets t
join visit_campaigns c on c.district_code = t.district_code and c.id = t.campaign_id
join tree_nodes n on n.district_code = t.district_code and n.id = t.area_id
join org_posts p on p.district_code = t.district_code and p.id = t.post_id
join tree_nodes u on u.district_code = t.district_code and u.id = t.unit_id
where t.district_code = $1`;

export function listTargets(
  tx: Tx,
  campaignId: string,
  state: TargetState | undefined,
  limit: number,
): Promise<Target[]> {
  return tx.rows<Target>(
    `${TARGET} and t.campaign_id = $2 and ($3::text is null or t.state = $3) order by n.path, t.label, t.id limit $4`,
    [tx.scope.district, campaignId, state ?? null, limit],
  );
}

/** The visits that posts still have before them, appointments first. */
export function listOfPosts(tx: Tx, postIds: readonly string[], limit: number): Promise<Target[]> {
  return tx.rows<Target>(
    `${TARGET} and t.post_id = any ($2::uuid[]) and c.closed_at is null
       and t.state in ('planned', 'offered', 'accepted', 'not-home')
     order by t.chosen_at nulls last, n.path, t.label, t.id limit $3`,
    [tx.scope.district, postIds, limit],
  );
}

export async function findTarget(tx: Tx, id: string): Promise<Target | undefined> {
  const [row] = await tx.rows<Target>(`${TARGET} and t.id = $2 for update of t`, [tx.scope.district, id]);
  return row;
}

export async function findByLink(tx: Tx, linkHash: Uint8Array): Promise<Target | undefined> {
  const [row] = await tx.rows<Target>(`${TARGET} and t.link_hash = $2`, [tx.scope.district, linkHash]);
  return row;
}

export type NewTarget = {
  id: string;
  campaignId: string;
  kind: string;
  label: string;
  placeHash: Uint8Array;
  linkHash: Uint8Array;
  areaId: string;
  postId: string;
  unitId: string;
};

/** True when it is new to the campaign. */
export async function insertTarget(tx: Tx, target: NewTarget): Promise<boolean> {
  const written = await tx.count(
    `insert into visit_targets (district_code, id, campaign_id, kind, label, place_hash, link_hash, area_id, post_id, unit_id, state,
       version, offered, case_ids) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'planned', 1, '{}', '{}')
     on conflict do nothing`,
    [
      tx.scope.district,
      target.id,
      target.campaignId,
      target.kind,
      target.label,
      target.placeHash,
      target.linkHash,
      target.areaId,
      target.postId,
      target.unitId,
    ],
  );
  return written === 1;
}

export type TargetChange = {
  state: TargetState;
  offered?: readonly number[];
  chosenAt?: number | null;
  visited?: { at: number; by: string; command: string; caseIds: readonly string[] };
};

/** Changes the target over the version that was seen; false when another one came first. */
export async function changeTarget(
  tx: Tx,
  id: string,
  version: number,
  change: TargetChange,
): Promise<boolean> {
  const changed = await tx.count(
    `update visit_targets set state = $4, version = version + 1, offered = coalesce($5::bigint[], offered),
       chosen_at = case when $6 then $7::timestamptz else chosen_at end, visited_at = coalesce($8, visited_at),
       visited_by = coalesce($9, visited_by), last_command = coalesce($10, last_command), case_ids = case_ids || $11::uuid[]
     where district_code = $1 and id = $2 and version = $3`,
    [
      tx.scope.district,
      id,
      version,
      change.state,
      change.offered ?? null,
      change.chosenAt !== undefined,
      time(change.chosenAt ?? null),
      time(change.visited?.at ?? null),
      change.visited?.by ?? null,
      change.visited?.command ?? null,
      change.visited?.caseIds ?? [],
    ],
  );
  return changed === 1;
}

/** Which of the places want no visits. */
export async function findOptouts(tx: Tx, hashes: readonly Uint8Array[]): Promise<Set<string>> {
  const rows = await tx.rows<{ hash: string }>(
    `select encode(place_hash, 'hex') as hash from visit_optouts where district_code = $1 and place_hash = any ($2::bytea[])`,
    [tx.scope.district, hashes],
  );
  return new Set(rows.map((row) => row.hash));
}

/** No visits any more: remembered for later campaigns, and at once in all that run. */
export async function optOut(tx: Tx, placeHash: Uint8Array, at: number): Promise<void> {
  await tx.count(
    'insert into visit_optouts (district_code, place_hash, since) values ($1, $2, $3) on conflict do nothing',
    [tx.scope.district, placeHash, time(at)],
  );
  await tx.count(
    `update visit_targets set state = 'opted-out', version = version + 1, chosen_at = null
     where district_code = $1 and place_hash = $2 and state in ('planned', 'offered', 'accepted', 'declined', 'not-home', 'refused')`,
    [tx.scope.district, placeHash],
  );
}

export async function optIn(tx: Tx, placeHash: Uint8Array): Promise<void> {
  await tx.count('delete from visit_optouts where district_code = $1 and place_hash = $2', [
    tx.scope.district,
    placeHash,
  ]);
  await tx.count(
    `update visit_targets set state = 'planned', version = version + 1, offered = '{}'
     where district_code = $1 and place_hash = $2 and state = 'opted-out'`,
    [tx.scope.district, placeHash],
  );
}

/** What somebody's diary says of visits: when and for which campaign, never where. */
export function listVisitsOf(
  tx: Tx,
  query: { accountId: string; from: number; to: number },
): Promise<{ at: number; state: TargetState; title: string }[]> {
  return tx.rows(
    `select t.visited_at as at, t.state, c.title from visit_targets t
     join visit_campaigns c on c.district_code = t.district_code and c.id = t.campaign_id
     where t.district_code = $1 and t.visited_by = $2 and t.visited_at >= $3 and t.visited_at < $4 order by t.visited_at limit 2000`,
    [tx.scope.district, query.accountId, time(query.from), time(query.to)],
  );
}

/** Areas and posts are others now: open campaigns and visits not yet made follow. A visit goes with its post where the post moved. */
export async function followReplacement(tx: Tx, change: Replacement): Promise<void> {
  const ended = [tx.scope.district, change.ended.map((one) => one.id), change.ended.map((one) => one.to)];
  const posts = [change.posts.map((one) => one.id), change.posts.map((one) => one.to)];
  const open = `state in ('planned', 'offered', 'accepted')`;
  if (change.tree === 'area') {
    await tx.rows(
      `update visit_campaigns c set area_id = e.next from unnest($2::uuid[], $3::uuid[]) as e (old, next)
       where c.district_code = $1 and c.area_id = e.old and c.closed_at is null`,
      ended,
    );
    await tx.rows(
      `update visit_targets t set area_id = p.next from unnest($3::uuid[], $4::uuid[]) as p (id, next)
       where t.district_code = $1 and t.area_id = any ($2::uuid[]) and t.post_id = p.id and ${open}`,
      [tx.scope.district, change.from, ...posts],
    );
    await tx.rows(
      `update visit_targets t set area_id = e.next from unnest($2::uuid[], $3::uuid[]) as e (old, next)
       where t.district_code = $1 and t.area_id = e.old and ${open}`,
      ended,
    );
  } else if (change.tree === 'unit') {
    await tx.rows(
      `update visit_targets t set unit_id = p.next from unnest($2::uuid[], $3::uuid[]) as p (id, next)
       where t.district_code = $1 and t.post_id = p.id and ${open}`,
      [tx.scope.district, ...posts],
    );
  }
}
