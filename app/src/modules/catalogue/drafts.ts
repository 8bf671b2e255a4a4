// Duty lists as living documents: a draft from the newest version, edited item by item, proposals taken or not, published from a day on.
// A published version is never touched again: cases keep the version that routed them.
import { parseDate } from '@renlin/core/calendar/civil';
import { type Actor, holdsDuty } from '../../kernel/actor.ts';
import { civilDate, startOfCivilDate } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import { type AuditWho, audit } from '../../platform/audit/audit.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Catalogue, DutyItem } from './catalogue.ts';
import { type ItemDraft, type ListName, listFaults } from './list-check.ts';
import * as lists from './list-store.ts';
import { presetLists } from './preset-lists.ts';
import { listItems } from './store.ts';
import './problems.ts';

const accountOf = (actor: Actor): string | null => (actor.kind === 'staff' ? actor.accountId : null);
const iso = (now: number) => new Date(now).toISOString();

export async function getHead(tx: Tx, id: string): Promise<lists.ListHead> {
  const head = await lists.findHead(tx, id);
  if (!head) throw problem('catalogue.list-unknown', {});
  return head;
}

/** The draft of a list: the one that is open, or a new one with the items of the newest version. */
export async function openDraft(
  tx: Tx,
  parts: { ids: Ids; now: number; by: string | null },
  list: ListName,
): Promise<lists.ListHead> {
  const open = await lists.findDraft(tx, list);
  if (open) return open;
  const base = await lists.findNewest(tx, list);
  const id = parts.ids.next();
  const title = base?.title ?? presetLists().find((preset) => preset.list === list)?.title ?? list;
  const draft = {
    id,
    list,
    version: (base?.version ?? 0) + 1,
    title,
    baseVersion: base?.version ?? null,
    by: parts.by,
  };
  const opened = await lists.insertDraft(tx, draft, iso(parts.now));
  if (opened && base) {
    const items = (await listItems(tx, base.id)).map((item) => ({ ...item, id: parts.ids.next() }));
    await copyItems(tx, id, items);
  }
  const found = await lists.findDraft(tx, list);
  if (!found) throw problem('catalogue.draft-changed', { title });
  return found;
}

async function copyItems(tx: Tx, listId: string, items: readonly DutyItem[]): Promise<void> {
  for (const [position, item] of items.entries()) await lists.putItem(tx, listId, undefined, item, position);
}

/** The draft as its editor saw it, and a note that it was edited once more. Throws when another edit came between. */
async function edit(
  tx: Tx,
  who: AuditWho,
  id: string,
  baseRevision: number,
  title?: string,
): Promise<lists.ListHead> {
  const head = await getHead(tx, id);
  if (head.state !== 'draft')
    throw problem('catalogue.list-published', { title: head.title, version: head.version });
  if (!(await lists.touchDraft(tx, id, baseRevision, accountOf(who.actor), title)))
    throw problem('catalogue.draft-changed', { title: head.title });
  return head;
}

/** Writes one item of a draft. `was` is the number under which it stood, when it is changed. */
export async function saveItem(
  tx: Tx,
  who: AuditWho,
  id: string,
  body: { baseRevision: number; was?: string | undefined; item: ItemDraft },
): Promise<void> {
  await edit(tx, who, id, body.baseRevision);
  const items = await listItems(tx, id);
  const known = body.was === undefined ? undefined : items.find((item) => item.code === body.was);
  if (body.was !== undefined && !known)
    throw problem('catalogue.item-unknown', { code: body.was.toUpperCase() });
  if (items.some((item) => item.code === body.item.code && item !== known)) {
    throw problem('catalogue.item-code-taken', { code: body.item.code.toUpperCase() }, [
      { path: 'item/code', code: 'code-taken' },
    ]);
  }
  const position = (await lists.lastPosition(tx, id)) + 1;
  await lists.putItem(tx, id, known, { ...body.item, id: who.platform.ids.next() }, position);
  await note(tx, who, 'save-item', id);
}

export async function removeItem(
  tx: Tx,
  who: AuditWho,
  id: string,
  body: { baseRevision: number; code: string },
): Promise<void> {
  await edit(tx, who, id, body.baseRevision);
  if (!(await lists.deleteItem(tx, id, body.code)))
    throw problem('catalogue.item-unknown', { code: body.code.toUpperCase() });
  await note(tx, who, 'remove-item', id);
}

export async function retitle(
  tx: Tx,
  who: AuditWho,
  id: string,
  body: { baseRevision: number; title: string },
): Promise<void> {
  await edit(tx, who, id, body.baseRevision, body.title);
  await note(tx, who, 'retitle', id);
}

/** Throws the draft away. Proposals that nobody has decided on stay and wait for the next one. */
export async function discardDraft(tx: Tx, who: AuditWho, id: string, baseRevision: number): Promise<void> {
  await edit(tx, who, id, baseRevision);
  await lists.deleteDraft(tx, id);
  await note(tx, who, 'discard', id);
}

export type Publication = {
  baseRevision: number;
  /** The civil day from which it routes; today when left out. */
  effectiveOn?: string | undefined;
  /** Why the publisher publishes what the publisher wrote. */
  ownDraftReason?: string | undefined;
};

/**
 * Makes the draft the list from a day on. Refused while it contradicts itself, while proposals wait, for a day that has passed, and
 * when its only writer publishes it without saying why nobody else does.
 */
export async function publish(
  tx: Tx,
  who: AuditWho,
  catalogue: Catalogue,
  id: string,
  body: Publication,
): Promise<lists.ListHead> {
  const head = await getHead(tx, id);
  if (head.state !== 'draft')
    throw problem('catalogue.list-published', { title: head.title, version: head.version });
  const now = who.now();
  const today = civilDate(now);
  const date = body.effectiveOn ?? today;
  if (parseDate(date) === undefined)
    throw problem('catalogue.day-invalid', {}, [{ path: 'effectiveOn', code: 'day-invalid' }]);
  if (date < today) {
    throw problem('catalogue.effective-in-past', { date, today }, [
      { path: 'effectiveOn', code: 'list.date-past', params: { today } },
    ]);
  }
  const faults = listFaults(head.list, await listItems(tx, id), catalogue);
  if (faults.length > 0) {
    throw problem(
      'catalogue.list-contradictory',
      { title: head.title, count: faults.length },
      faults.slice(0, 20).map(({ item, code, params }) => ({
        path: item === '' ? 'items' : `items/${item}`,
        code,
        params,
      })),
    );
  }
  const waiting = await lists.listProposals(tx, head.list);
  if (waiting.length > 0) {
    throw problem('catalogue.proposals-open', {
      count: waiting.length,
      examples: waiting.slice(0, 3).map((one) => one.sourceLabel),
    });
  }
  const by = accountOf(who.actor);
  const own = by !== null && (head.editors.includes(by) || head.draftedBy === by);
  const reason = body.ownDraftReason?.trim() ?? '';
  if (own && [...reason].length < 4)
    throw problem('catalogue.own-draft', {}, [{ path: 'ownDraftReason', code: 'required' }]);
  const effective = Math.max(startOfCivilDate(date), date === today ? now : 0);
  const done = await lists.publishDraft(
    tx,
    { id, list: head.list, revision: body.baseRevision, by, ownDraftReason: own ? reason : null },
    iso(effective),
    iso(now),
  );
  if (!done) throw problem('catalogue.draft-changed', { title: head.title });
  await note(tx, who, 'publish', id);
  return getHead(tx, id);
}

type ItemProposal = {
  list: ListName;
  /** The item as it should read; its number says whether it changes one of the list or is new. */
  item: ItemDraft;
  /** Where it comes from, e.g. a ruling: its kind, its id and how people call it (a case number). */
  source: { kind: string; id: string; label: string };
  reason: string;
  by: string | null;
};

/**
 * Asks for a change of a list: it waits beside the list's draft (one is opened when there is none) until an editor takes it or
 * declines it. Safe to repeat: the same source and item give the same proposal.
 */
export async function proposeItem(
  tx: Tx,
  parts: { ids: Ids; now: number },
  proposal: ItemProposal,
): Promise<{ draftId: string; proposalId: string }> {
  const draft = await openDraft(tx, { ...parts, by: null }, proposal.list);
  const { source, item } = proposal;
  const proposalId = await lists.insertProposal(
    tx,
    {
      id: parts.ids.next(),
      list: proposal.list,
      code: item.code,
      item,
      sourceKind: source.kind,
      sourceId: source.id,
      sourceLabel: source.label,
      reason: proposal.reason,
      by: proposal.by,
    },
    iso(parts.now),
  );
  return { draftId: draft.id, proposalId };
}

/** Takes a proposal into the draft, or says why not. A category that it claims leaves the item that held it. */
export async function decideOn(
  tx: Tx,
  who: AuditWho,
  proposalId: string,
  body: { take: boolean; note: string },
): Promise<lists.ListHead> {
  const proposal = await lists.findProposal(tx, proposalId);
  if (!proposal) throw problem('catalogue.proposal-unknown', {});
  if (proposal.state !== 'open')
    throw problem('catalogue.proposal-decided', { source: proposal.sourceLabel });
  const by = accountOf(who.actor);
  const draft = await openDraft(tx, { ids: who.platform.ids, now: who.now(), by }, proposal.list);
  if (body.take) {
    await edit(tx, who, draft.id, draft.revision);
    const items = await listItems(tx, draft.id);
    const claimed = new Set(proposal.item.categories);
    for (const item of items) {
      if (item.code === proposal.code || !item.categories.some((one) => claimed.has(one))) continue;
      const categories = item.categories.filter((one) => !claimed.has(one));
      await lists.putItem(tx, draft.id, item, { ...item, categories }, 0);
    }
    const known = items.find((item) => item.code === proposal.code);
    const position = (await lists.lastPosition(tx, draft.id)) + 1;
    await lists.putItem(tx, draft.id, known, { ...proposal.item, id: who.platform.ids.next() }, position);
  } else if ([...body.note.trim()].length < 4) {
    throw problem('catalogue.decline-reason', {}, [{ path: 'note', code: 'required' }]);
  }
  await lists.decideProposal(
    tx,
    proposalId,
    body.take ? 'taken' : 'declined',
    by,
    body.note.trim(),
    iso(who.now()),
  );
  await audit(tx, who, {
    action: `catalogue.${body.take ? 'take' : 'decline'}-proposal`,
    object: { type: 'duty-proposal', id: proposalId },
  });
  return getHead(tx, draft.id);
}

/** May this person write drafts and publish them? */
export function editsLists(actor: Actor): boolean {
  return holdsDuty(actor, 'manage-catalogue');
}

async function note(tx: Tx, who: AuditWho, verb: string, id: string): Promise<void> {
  await audit(tx, who, { action: `catalogue.list-${verb}`, object: { type: 'duty-list', id } });
}
