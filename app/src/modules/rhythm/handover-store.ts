// Hand-over notes between shifts.

import type { CaseState } from '../../engines/case/case.ts';
import { CASE_COLUMNS, type CaseRow, caseOfRow, instant } from '../../engines/case/case-store.ts';
import type { Replacement } from '../../engines/tree/types.ts';
import type { Tx } from '../../platform/db/db.ts';

export type Handover = {
  id: string;
  postId: string;
  postTitle: string;
  unitId: string;
  unitName: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  fromAccount: string;
  fromName: string | null;
  toPost: string | null;
  toTitle: string | null;
  words: string;
  caseIds: string[];
  promisedIds: string[];
  writtenAt: number;
  receivedAt: number | null;
  receivedBy: string | null;
  receivedName: string | null;
};

const SELECT = `select h.id::text, h.post_id::text as "postId", p.title as "postTitle", h.unit_id::text as "unitId", u.name as "unitName",
  h.area_id::text as "areaId", a.name as "areaName", a.path as "areaPath", h.from_account::text as "fromAccount",
  f.name as "fromName", h.to_post::text as "toPost", t.title as "toTitle", h.words, h.case_ids::text[] as "caseIds",
  h.promised_ids::text[] as "promisedIds", h.written_at as "writtenAt", h.received_at as "receivedAt", h.received_by::text as "receivedBy",
  r.name as "receivedName"
from rhythm_handovers h
join org_posts p on p.district_code = h.district_code and p.id = h.post_id
join tree_nodes u on u.district_code = h.district_code and u.id = h.unit_id
join tree_nodes a on a.district_code = h.district_code and a.id = h.area_id
left join org_posts t on t.district_code = h.district_code and t.id = h.to_post
left join accounts f on f.id = h.from_account
left join accounts r on r.id = h.received_by
where h.district_code = $1`;

export async function findHandover(tx: Tx, id: string): Promise<Handover | undefined> {
  const [row] = await tx.rows<Handover>(`${SELECT} and h.id = $2`, [tx.scope.district, id]);
  return row;
}

/** Notes of an area and below: those written since then, and those that nobody has received yet. */
export function listHandovers(
  tx: Tx,
  query: { path: string; since: number; limit: number },
): Promise<Handover[]> {
  return tx.rows<Handover>(
    `${SELECT} and a.path >= $2 and a.path < $2 || '~' and (h.written_at >= $3 or h.received_at is null)
     order by h.received_at is not null, h.written_at desc limit $4`,
    [tx.scope.district, query.path, instant(query.since), query.limit],
  );
}

export function listToPosts(tx: Tx, postIds: readonly string[], limit: number): Promise<Handover[]> {
  return tx.rows<Handover>(
    `${SELECT} and h.to_post = any ($2::uuid[]) order by h.received_at is not null, h.written_at desc limit $3`,
    [tx.scope.district, postIds, limit],
  );
}

export function listFrom(tx: Tx, accountId: string, limit: number): Promise<Handover[]> {
  return tx.rows<Handover>(`${SELECT} and h.from_account = $2 order by h.written_at desc limit $3`, [
    tx.scope.district,
    accountId,
    limit,
  ]);
}

/** Notes whose first case is this one: those that were written about it. */
export function listAbout(tx: Tx, caseId: string, limit: number): Promise<Handover[]> {
  return tx.rows<Handover>(`${SELECT} and h.case_ids[1] = $2 order by h.written_at desc limit $3`, [
    tx.scope.district,
    caseId,
    limit,
  ]);
}

/** A case, and what is open under it: the urgent first, then by when it is due. */
export async function listWithUnder(tx: Tx, caseId: string, limit: number): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c
     where c.district_code = $1 and (c.id = $2 or c.parent_id = $2 and c.closed_at is null)
     order by (c.id = $2) desc, c.urgent desc, c.due_at nulls last, c.id limit $3`,
    [tx.scope.district, caseId, limit],
  );
  return rows.map(caseOfRow);
}

export async function insertHandover(
  tx: Tx,
  note: {
    id: string;
    postId: string;
    unitId: string;
    areaId: string;
    fromAccount: string;
    toPost: string | null;
    toUnit: string | null;
    words: string;
    caseIds: readonly string[];
    promisedIds: readonly string[];
    at: number;
  },
): Promise<boolean> {
  const written = await tx.count(
    `insert into rhythm_handovers (district_code, id, post_id, unit_id, area_id, from_account, to_post, to_unit, words, case_ids,
       promised_ids, written_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict on constraint rhythm_handovers__pk do nothing`,
    [
      tx.scope.district,
      note.id,
      note.postId,
      note.unitId,
      note.areaId,
      note.fromAccount,
      note.toPost,
      note.toUnit,
      note.words,
      note.caseIds,
      note.promisedIds,
      instant(note.at),
    ],
  );
  return written === 1;
}

/** Only the first to receive it is written down. */
export async function receiveHandover(tx: Tx, id: string, accountId: string, at: number): Promise<boolean> {
  const changed = await tx.count(
    `update rhythm_handovers set received_at = $3, received_by = $4
     where district_code = $1 and id = $2 and received_at is null`,
    [tx.scope.district, id, instant(at), accountId],
  );
  return changed === 1;
}

/** Areas and posts are others now: notes that nobody has taken over yet follow their posts. */
export async function followReplacement(tx: Tx, change: Replacement): Promise<void> {
  const ended = [tx.scope.district, change.ended.map((one) => one.id), change.ended.map((one) => one.to)];
  const posts = [tx.scope.district, change.posts.map((one) => one.id), change.posts.map((one) => one.to)];
  if (change.tree === 'area') {
    await tx.rows(
      `update rhythm_handovers h set area_id = p.next from unnest($2::uuid[], $3::uuid[]) as p (id, next)
       where h.district_code = $1 and h.post_id = p.id and h.received_at is null`,
      posts,
    );
    await tx.rows(
      `update rhythm_handovers h set area_id = e.next from unnest($2::uuid[], $3::uuid[]) as e (old, next)
       where h.district_code = $1 and h.area_id = e.old and h.received_at is null`,
      ended,
    );
  } else if (change.tree === 'unit') {
    await tx.rows(
      `with p as (select * from unnest($2::uuid[], $3::uuid[]) as p (id, next))
       update rhythm_handovers h set unit_id = coalesce((select next from p where p.id = h.post_id), unit_id),
         to_unit = coalesce((select next from p where p.id = h.to_post), to_unit)
       where h.district_code = $1 and h.received_at is null and (h.post_id = any ($2::uuid[]) or h.to_post = any ($2::uuid[]))`,
      posts,
    );
  }
}
