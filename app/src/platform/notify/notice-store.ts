// The SQL behind the notice routes.
import type { Tx } from '../db/db.ts';

/** Where notices reach a person: the posts held, and pairs "unit duty". */
export type NoticeAddress = { accountId: string; posts: string[]; pairs: string[] };

/** `$2` the posts, `$3` pairs "unit duty" that the reader holds. */
const MINE = `(n.post_id = any($2::uuid[]) or (n.unit_id is not null and n.unit_id::text || ' ' || n.duty = any($3::text[])))`;

export async function listNotices(
  tx: Tx,
  { accountId, posts, pairs }: NoticeAddress,
  query: { after?: string | undefined; limit: number },
) {
  return tx.rows<{
    id: string;
    key: string;
    params: Record<string, unknown>;
    link: string;
    urgency: string;
    at: number;
    read: boolean;
  }>(
    `select n.id, n.key, n.params, n.link, n.urgency, n.at,
       exists (select from notice_reads r where r.district_code = n.district_code and r.notice_id = n.id
               and r.account_id = $4) as read
     from notices n where n.district_code = $1 and ${MINE} and ($5::uuid is null or n.id < $5)
     order by n.id desc limit $6`,
    [tx.scope.district, posts, pairs, accountId, query.after ?? null, query.limit],
  );
}

/** At most 100. */
export async function countUnread(tx: Tx, { accountId, posts, pairs }: NoticeAddress): Promise<number> {
  const [unread] = await tx.rows<{ count: number }>(
    `select count(*)::int as count from (
       select from notices n where n.district_code = $1 and ${MINE} and not exists (
         select from notice_reads r where r.district_code = n.district_code and r.notice_id = n.id and r.account_id = $4)
       limit 100) as waiting`,
    [tx.scope.district, posts, pairs, accountId],
  );
  return unread?.count ?? 0;
}

/** Gives how many were unread until now; `ids` names some, none all. */
export function markRead(
  tx: Tx,
  { accountId, posts, pairs }: NoticeAddress,
  options: { at: number; ids: string[] | undefined },
): Promise<number> {
  return tx.count(
    `insert into notice_reads (district_code, notice_id, account_id, at)
     select n.district_code, n.id, $4, $5 from notices n
     where n.district_code = $1 and ${MINE} and ($6::uuid[] is null or n.id = any($6))
     on conflict do nothing`,
    [tx.scope.district, posts, pairs, accountId, new Date(options.at), options.ids ?? null],
  );
}

export function listChannels(
  tx: Tx,
): Promise<{ id: string; kind: string; name: string; enabled: boolean }[]> {
  return tx.rows('select id, kind, name, enabled from notice_channels where district_code = $1 order by id', [
    tx.scope.district,
  ]);
}

/** False when there is no such channel. */
export async function switchChannel(tx: Tx, id: string, enabled: boolean): Promise<boolean> {
  const changed = await tx.count(
    'update notice_channels set enabled = $3 where district_code = $1 and id = $2',
    [tx.scope.district, id, enabled],
  );
  return changed > 0;
}

export async function pruneNotices(tx: Tx, before: number): Promise<void> {
  await tx.count('delete from notices where at < $1', [new Date(before)]);
  await tx.count('delete from notice_deliveries where next_at < $1', [new Date(before)]);
}
