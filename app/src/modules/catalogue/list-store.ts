// The SQL of drafts and proposals. Reading lists for routing is in store.ts.
import type { Row, Tx } from '../../platform/db/db.ts';
import type { ItemDraft, ListName } from './list-check.ts';
import { type ItemDefinition, insertDutyItems } from './store.ts';

export type ListHead = {
  id: string;
  list: ListName;
  version: number;
  title: string;
  state: 'draft' | 'published' | 'replaced';
  effectiveFrom: number;
  publishedAt: number | null;
  revision: number;
  baseVersion: number | null;
  draftedBy: string | null;
  draftedByName: string | null;
  editors: string[];
  publishedBy: string | null;
  publishedByName: string | null;
  ownDraftReason: string | null;
};

const HEAD = `select l.id, l.list, l.version, l.title, l.state, l.effective_from as "effectiveFrom", l.published_at as "publishedAt",
    l.revision, l.base_version as "baseVersion", l.drafted_by as "draftedBy", d.name as "draftedByName", l.editors,
    l.published_by as "publishedBy", p.name as "publishedByName", l.own_draft_reason as "ownDraftReason"
  from duty_lists l left join accounts d on d.id = l.drafted_by left join accounts p on p.id = l.published_by
  where l.district_code = $1`;

export function listHeads(tx: Tx): Promise<ListHead[]> {
  return tx.rows<Row & ListHead>(`${HEAD} order by l.list desc, l.version desc`, [tx.scope.district]);
}

export async function findHead(tx: Tx, id: string): Promise<ListHead | undefined> {
  const [row] = await tx.rows<Row & ListHead>(`${HEAD} and l.id = $2`, [tx.scope.district, id]);
  return row;
}

/** The draft of a list, locked against other editors until the end of the transaction. */
export async function findDraft(tx: Tx, list: ListName): Promise<ListHead | undefined> {
  const [row] = await tx.rows<Row & ListHead>(
    `${HEAD} and l.list = $2 and l.state = 'draft' for update of l`,
    [tx.scope.district, list],
  );
  return row;
}

/** The version that a new draft starts from: the newest published one, in force or to come. */
export async function findNewest(tx: Tx, list: ListName): Promise<ListHead | undefined> {
  const [row] = await tx.rows<Row & ListHead>(
    `${HEAD} and l.list = $2 and l.state <> 'draft' order by l.version desc limit 1`,
    [tx.scope.district, list],
  );
  return row;
}

/** Opens a draft; gives false when another one was opened meanwhile. */
export async function insertDraft(
  tx: Tx,
  draft: {
    id: string;
    list: ListName;
    version: number;
    title: string;
    baseVersion: number | null;
    by: string | null;
  },
  now: string,
): Promise<boolean> {
  const added = await tx.count(
    `insert into duty_lists (district_code, id, list, version, title, state, effective_from, created_at, base_version, drafted_by, editors)
     values ($1, $2, $3, $4, $5, 'draft', $6, $6, $7, $8, '{}') on conflict do nothing`,
    [tx.scope.district, draft.id, draft.list, draft.version, draft.title, now, draft.baseVersion, draft.by],
  );
  return added === 1;
}

/** Counts an edit of the draft as it stood at `revision`; gives false when somebody else was faster. */
export async function touchDraft(
  tx: Tx,
  id: string,
  revision: number,
  editor: string | null,
  title?: string,
): Promise<boolean> {
  const changed = await tx.count(
    `update duty_lists set revision = revision + 1, title = coalesce($5, title),
       editors = case when $4::uuid is null or $4 = any(editors) then editors else editors || $4::uuid end
     where district_code = $1 and id = $2 and revision = $3 and state = 'draft'`,
    [tx.scope.district, id, revision, editor, title ?? null],
  );
  return changed === 1;
}

export async function publishDraft(
  tx: Tx,
  published: {
    id: string;
    list: ListName;
    revision: number;
    by: string | null;
    ownDraftReason: string | null;
  },
  effectiveFrom: string,
  now: string,
): Promise<boolean> {
  const done = await tx.count(
    `update duty_lists set state = 'published', revision = revision + 1, published_at = $4, published_by = $5,
       own_draft_reason = $6, effective_from = $7
     where district_code = $1 and id = $2 and revision = $3 and state = 'draft'`,
    [
      tx.scope.district,
      published.id,
      published.revision,
      now,
      published.by,
      published.ownDraftReason,
      effectiveFrom,
    ],
  );
  if (done !== 1) return false;
  await tx.count(
    `update duty_lists set state = 'replaced' where district_code = $1 and list = $2 and state = 'published' and id <> $3`,
    [tx.scope.district, published.list, published.id],
  );
  return true;
}

/** Throws a draft away with its items; published lists are out of reach (row-level security). */
export async function deleteDraft(tx: Tx, id: string): Promise<void> {
  await tx.count('delete from duty_items where district_code = $1 and list_id = $2', [tx.scope.district, id]);
  await tx.count('delete from duty_lists where district_code = $1 and id = $2', [tx.scope.district, id]);
}

export async function deleteItem(tx: Tx, listId: string, code: string): Promise<boolean> {
  const gone = await tx.count(
    'delete from duty_items where district_code = $1 and list_id = $2 and code = $3',
    [tx.scope.district, listId, code],
  );
  return gone === 1;
}

/** Changes an item in its place, or adds it at the end. */
export async function putItem(
  tx: Tx,
  listId: string,
  known: { id: string } | undefined,
  item: ItemDraft & { id: string },
  position: number,
): Promise<void> {
  if (!known) {
    await insertDutyItems(tx, listId, [item], position);
    return;
  }
  const { title, categories, lead, assist, basis } = item;
  const definition: ItemDefinition = { title, categories, lead, assist, basis };
  await tx.count(
    'update duty_items set code = $4, type = $5, definition = $6 where district_code = $1 and list_id = $2 and id = $3',
    [tx.scope.district, listId, known.id, item.code, item.type, JSON.stringify(definition)],
  );
}

export async function lastPosition(tx: Tx, listId: string): Promise<number> {
  const [row] = await tx.rows<{ last: number }>(
    'select coalesce(max(position), -1)::int as last from duty_items where district_code = $1 and list_id = $2',
    [tx.scope.district, listId],
  );
  return row?.last ?? -1;
}

export type Proposal = {
  id: string;
  list: ListName;
  code: string;
  item: ItemDraft;
  sourceKind: string;
  sourceId: string;
  sourceLabel: string;
  reason: string;
  proposedAt: number;
  state: 'open' | 'taken' | 'declined';
  decidedNote: string | null;
};

const PROPOSAL = `select id, list, code, item, source_kind as "sourceKind", source_id as "sourceId", source_label as "sourceLabel", reason,
    proposed_at as "proposedAt", state, decided_note as "decidedNote"
  from duty_proposals where district_code = $1`;

export function listProposals(tx: Tx, list: ListName): Promise<Proposal[]> {
  return tx.rows<Row & Proposal>(`${PROPOSAL} and list = $2 and state = 'open' order by proposed_at, id`, [
    tx.scope.district,
    list,
  ]);
}

export async function findProposal(tx: Tx, id: string): Promise<Proposal | undefined> {
  const [row] = await tx.rows<Row & Proposal>(`${PROPOSAL} and id = $2 for update`, [tx.scope.district, id]);
  return row;
}

/** Writes a proposal once: the same source asking for the same item again gives the first one's id. */
export async function insertProposal(
  tx: Tx,
  proposal: Omit<Proposal, 'state' | 'decidedNote' | 'proposedAt'> & { by: string | null },
  now: string,
): Promise<string> {
  const [row] = await tx.rows<{ id: string }>(
    `with added as (
       insert into duty_proposals (district_code, id, list, code, item, source_kind, source_id, source_label, reason, proposed_by, proposed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (district_code, source_kind, source_id, list, code) do nothing returning id)
     select id from added union all
     select id from duty_proposals where district_code = $1 and source_kind = $6 and source_id = $7 and list = $3 and code = $4
     limit 1`,
    [
      tx.scope.district,
      proposal.id,
      proposal.list,
      proposal.code,
      JSON.stringify(proposal.item),
      proposal.sourceKind,
      proposal.sourceId,
      proposal.sourceLabel,
      proposal.reason,
      proposal.by,
      now,
    ],
  );
  return row?.id ?? proposal.id;
}

export async function decideProposal(
  tx: Tx,
  id: string,
  state: 'taken' | 'declined',
  by: string | null,
  note: string,
  now: string,
): Promise<void> {
  await tx.count(
    `update duty_proposals set state = $3, decided_by = $4, decided_note = $5, decided_at = $6
     where district_code = $1 and id = $2 and state = 'open'`,
    [tx.scope.district, id, state, by, note, now],
  );
}
