// SQL of preparedness.
import type { Tx } from '../../platform/db/db.ts';
import type { DocumentKind } from './documents.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type DocumentRow = {
  id: string;
  kind: DocumentKind;
  areaId: string;
  areaName: string;
  areaPath: string;
  risk: string;
  subject: string;
  version: number;
  revision: number;
  state: 'draft' | 'published' | 'dropped';
  title: string;
  content: unknown;
  note: string;
  reviewOn: string;
  writers: string[];
  draftedAt: number;
  approvedBy: string | null;
  approvedAt: number | null;
  gapsSeen: number | null;
  /** A newer version of the same was published. */
  replaced: boolean;
};

const DOCUMENT = `select d.id::text, d.kind, d.area_id::text as "areaId", a.name as "areaName", a.path as "areaPath", d.risk, d.subject,
  d.version, d.revision, d.state, d.title, d.content, d.note, d.review_on::text as "reviewOn", d.writers::text[] as writers,
  d.drafted_at as "draftedAt", d.approved_by::text as "approvedBy", d.approved_at as "approvedAt", d.gaps_seen as "gapsSeen",
  exists (select from prep_documents n where n.district_code = d.district_code and n.kind = d.kind and n.area_id = d.area_id
    and n.risk = d.risk and n.subject = d.subject and n.state = 'published' and n.version > d.version) as replaced
from prep_documents d
join tree_nodes a on a.district_code = d.district_code and a.id = d.area_id
where d.district_code = $1`;

export async function findDocument(tx: Tx, id: string): Promise<DocumentRow | undefined> {
  const [row] = await tx.rows<DocumentRow>(`${DOCUMENT} and d.id = $2`, [tx.scope.district, id]);
  return row;
}

/** Locks the draft, so that signing, revising and publishing follow each other. */
export async function lockDocument(tx: Tx, id: string): Promise<DocumentRow | undefined> {
  await tx.rows('select id from prep_documents where district_code = $1 and id = $2 for update', [
    tx.scope.district,
    id,
  ]);
  return findDocument(tx, id);
}

export function listDocuments(
  tx: Tx,
  filter: {
    kind?: string | undefined;
    within?: string | undefined;
    state?: string | undefined;
    /** Plans over, at or below any of these paths. */
    plansNear?: readonly string[] | undefined;
  },
  limit: number,
): Promise<DocumentRow[]> {
  return tx.rows<DocumentRow>(
    `${DOCUMENT} and ($2::text is null or d.kind = $2) and ($3::text is null or starts_with(a.path, $3))
       and ($4::text is null or d.state = $4)
       and ($6::text[] is null or (starts_with(d.kind, 'plan-') and exists (
         select from unnest($6::text[]) as q (path) where starts_with(q.path, a.path) or starts_with(a.path, q.path))))
     order by d.kind, a.path, d.risk, d.subject, d.version desc limit $5`,
    [
      tx.scope.district,
      filter.kind ?? null,
      filter.within ?? null,
      filter.state ?? null,
      limit,
      filter.plansNear ?? null,
    ],
  );
}

export type Line = Pick<DocumentRow, 'kind' | 'areaId' | 'risk' | 'subject'>;

/** Every version of one document, the newest first. */
export function listVersions(
  tx: Tx,
  line: Line,
): Promise<Pick<DocumentRow, 'id' | 'version' | 'state' | 'note' | 'draftedAt' | 'approvedAt'>[]> {
  return tx.rows(
    `select id::text, version, state, note, drafted_at as "draftedAt", approved_at as "approvedAt" from prep_documents
     where district_code = $1 and kind = $2 and area_id = $3 and risk = $4 and subject = $5 order by version desc`,
    [tx.scope.district, line.kind, line.areaId, line.risk, line.subject],
  );
}

export type Written = {
  title: string;
  content: unknown;
  note: string;
  reviewOn: string;
  by: string;
  at: number;
};

/** False when a draft of the same was begun in the same moment. */
export async function insertDraft(
  tx: Tx,
  draft: Line & Written & { id: string; version: number },
): Promise<boolean> {
  const written = await tx.count(
    `insert into prep_documents (district_code, id, kind, area_id, risk, subject, version, revision, state, title, content,
       note, review_on, writers, drafted_at)
     values ($1, $2, $3, $4, $5, $6, $7, 1, 'draft', $8, $9, $10, $11, array[$12::uuid], $13) on conflict do nothing`,
    [
      tx.scope.district,
      draft.id,
      draft.kind,
      draft.areaId,
      draft.risk,
      draft.subject,
      draft.version,
      draft.title,
      JSON.stringify(draft.content),
      draft.note,
      draft.reviewOn,
      draft.by,
      time(draft.at),
    ],
  );
  return written === 1;
}

export async function reviseDraft(tx: Tx, id: string, written: Written): Promise<void> {
  await tx.count(
    `update prep_documents set revision = revision + 1, title = $3, content = $4, note = $5, review_on = $6, drafted_at = $8,
       writers = case when $7::uuid = any (writers) then writers else writers || $7::uuid end
     where district_code = $1 and id = $2`,
    [
      tx.scope.district,
      id,
      written.title,
      JSON.stringify(written.content),
      written.note,
      written.reviewOn,
      written.by,
      time(written.at),
    ],
  );
}

export async function dropDraft(tx: Tx, id: string): Promise<void> {
  await tx.count(`update prep_documents set state = 'dropped' where district_code = $1 and id = $2`, [
    tx.scope.district,
    id,
  ]);
}

export async function publishDraft(
  tx: Tx,
  id: string,
  approval: { by: string; at: number; gapsSeen: number },
): Promise<void> {
  await tx.count(
    `update prep_documents set state = 'published', approved_by = $3, approved_at = $4, gaps_seen = $5
     where district_code = $1 and id = $2`,
    [tx.scope.district, id, approval.by, time(approval.at), approval.gapsSeen],
  );
}

export type Signature = { unitId: string; unitName: string; postTitle: string; at: number };

/** Signatures of what stands in it now; those of earlier revisions are kept but count no more. */
export function listSignatures(tx: Tx, id: string, revision: number): Promise<Signature[]> {
  return tx.rows<Signature>(
    `select s.unit_id::text as "unitId", u.name as "unitName", s.post_title as "postTitle", s.at from prep_signatures s
     join tree_nodes u on u.district_code = s.district_code and u.id = s.unit_id
     where s.district_code = $1 and s.document_id = $2 and s.revision = $3 order by s.at, u.name`,
    [tx.scope.district, id, revision],
  );
}

export async function insertSignature(
  tx: Tx,
  one: {
    documentId: string;
    revision: number;
    unitId: string;
    accountId: string;
    postTitle: string;
    at: number;
  },
): Promise<void> {
  await tx.count(
    `insert into prep_signatures (district_code, document_id, revision, unit_id, account_id, post_title, at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [tx.scope.district, one.documentId, one.revision, one.unitId, one.accountId, one.postTitle, time(one.at)],
  );
}

/** The newest published responsibility lists of these areas. */
export function listDutiesInForce(
  tx: Tx,
  areaIds: readonly string[],
): Promise<{ areaId: string; content: unknown }[]> {
  return tx.rows(
    `select distinct on (area_id) area_id::text as "areaId", content from prep_documents
     where district_code = $1 and kind = 'duties' and state = 'published' and area_id = any ($2::uuid[])
     order by area_id, version desc`,
    [tx.scope.district, areaIds],
  );
}

export function listUnits(tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return tx.rows(
    `select id::text, name from tree_nodes where district_code = $1 and tree = 'unit' and id = any ($2::uuid[])
     and closed_on is null`,
    [tx.scope.district, ids],
  );
}
