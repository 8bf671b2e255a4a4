import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { publishAreaLevels } from '../emergency/public.ts';
import type { DraftBody } from './documents.ts';
import { checkContent, gapsOf, unitsOf } from './duties.ts';
import type { Asking, PreparednessParts, Staff } from './parts.ts';
import { areaOf, contentOf, getDocument, holdsAny, mayWrite, type Row, staffOf } from './reading.ts';
import { ownersOf } from './risk-rules.ts';
import { receiptsOf } from './risks.ts';
import * as store from './store.ts';
import './problems.ts';

const APPROVING = ['command', 'rule'] as const;
/** Who can put a unit's name under a list. */
const SIGNING = ['handle', 'intake', 'dispatch', 'command', 'supervise', 'hotline', 'rule'] as const;
const MOST = 500;
const DAY_MS = 86_400_000;

function summaryOf(parts: PreparednessParts, asking: Asking, row: Row) {
  const { messages } = parts;
  const now = parts.now();
  return {
    id: row.id,
    kind: { code: row.kind, label: messages.text(asking.locale, `preparedness.kind.${row.kind}`) },
    area: { id: row.areaId, name: row.areaName },
    risk: { code: row.risk, label: messages.text(asking.locale, `emergency.risk.${row.risk}`) },
    subject: row.subject,
    title: row.title,
    version: row.version,
    revision: row.revision,
    state: { code: row.state, label: messages.text(asking.locale, `preparedness.state.${row.state}`) },
    note: row.note,
    reviewOn: row.reviewOn,
    draftedAt: row.draftedAt,
    approvedAt: row.approvedAt,
    replaced: row.replaced,
    /** How old a published one is, and whether it should have been looked at again. */
    ageDays: row.approvedAt === null ? null : Math.floor((now - row.approvedAt) / DAY_MS),
    reviewDue: row.state === 'published' && !row.replaced && row.reviewOn < civilDate(now),
  };
}

export async function listDocuments(
  parts: PreparednessParts,
  tx: Tx,
  asking: Asking,
  query: { kind?: string | undefined; areaId?: string | undefined; state?: string | undefined },
) {
  const { district } = staffOf(asking);
  const area = query.areaId === undefined ? undefined : await areaOf(parts, district, query.areaId);
  const rows = await store.listDocuments(
    tx,
    { kind: query.kind, within: area?.path, state: query.state },
    MOST,
  );
  return { items: rows.map((row) => summaryOf(parts, asking, row)), more: rows.length === MOST };
}

export async function viewDocument(parts: PreparednessParts, tx: Tx, asking: Asking, id: string) {
  const actor = staffOf(asking);
  const row = await getDocument(tx, id);
  const document = contentOf(row);
  const signatures = await store.listSignatures(tx, row.id, row.revision);
  const signs = document.kind === 'duties' ? unitsOf(document.content) : [];
  const named = document.kind === 'risks' ? ownersOf(document.content) : signs;
  const units = await store.listUnits(tx, named);
  const gaps = await gapsOf(tx, civilDate(parts.now()), document, { id: row.areaId, path: row.areaPath });
  const draft = row.state === 'draft';
  const wrote = row.writers.includes(actor.accountId);
  return {
    ...summaryOf(parts, asking, row),
    content: document.content,
    units: units.map((unit) => ({
      ...unit,
      signed: signatures.find((one) => one.unitId === unit.id) ?? null,
      signs: signs.includes(unit.id),
      mine: draft && signs.includes(unit.id) && signingPost(actor, unit.id) !== undefined,
    })),
    gaps: gaps.map(({ label, ...gap }) => ({ ...gap, label: label[asking.locale] })),
    gapsSeen: row.gapsSeen,
    versions: await store.listVersions(tx, row),
    reports: document.kind === 'risks' ? await receiptsOf(parts, tx, asking, [row.id]) : [],
    may: {
      write: draft && mayWrite(actor, row.areaPath),
      publish: draft && !wrote && holdsAny(actor, APPROVING, row.areaPath),
      follow: !draft && mayWrite(actor, row.areaPath),
      report: row.state === 'published' && !row.replaced && mayWrite(actor, row.areaPath),
    },
  };
}

async function checkDraft(parts: PreparednessParts, tx: Tx, actor: Staff, body: DraftBody): Promise<void> {
  const area = await areaOf(parts, actor.district, body.areaId);
  if (!mayWrite(actor, area.path)) throw problem('preparedness.not-your-area', { area: area.name });
  if (body.reviewOn <= civilDate(parts.now()))
    throw problem('preparedness.review-past', {}, [{ path: 'reviewOn', code: 'prep-review' }]);
  await checkContent(tx, body);
}

const writtenOf = (parts: PreparednessParts, actor: Staff, body: DraftBody): store.Written => ({
  title: body.title,
  content: body.content,
  note: body.note,
  reviewOn: body.reviewOn,
  by: actor.accountId,
  at: parts.now(),
});

export async function addDraft(parts: PreparednessParts, tx: Tx, asking: Asking, body: DraftBody) {
  const actor = staffOf(asking);
  const known = await store.findDocument(tx, body.id);
  if (known?.writers.includes(actor.accountId)) return viewDocument(parts, tx, asking, known.id);
  await checkDraft(parts, tx, actor, body);
  const versions = await store.listVersions(tx, body);
  const written = await store.insertDraft(tx, {
    ...writtenOf(parts, actor, body),
    id: body.id,
    kind: body.kind,
    areaId: body.areaId,
    risk: body.risk,
    subject: body.subject,
    version: (versions[0]?.version ?? 0) + 1,
  });
  if (!written)
    throw problem('preparedness.draft-open', {
      version: versions.find((one) => one.state === 'draft')?.version ?? '',
    });
  return viewDocument(parts, tx, asking, body.id);
}

/** The draft as the person read it, locked. */
async function openDraft(tx: Tx, id: string, revision: number): Promise<Row> {
  const row = await store.lockDocument(tx, id);
  if (!row) throw problem('preparedness.not-found');
  if (row.state !== 'draft') throw problem('preparedness.not-draft', { version: row.version });
  if (row.revision !== revision) throw problem('preparedness.changed');
  return row;
}

/** What was signed before was signed for other words: every unit signs anew. */
export async function reviseDraft(
  parts: PreparednessParts,
  tx: Tx,
  asking: Asking,
  id: string,
  body: { revision: number; document: DraftBody },
) {
  const actor = staffOf(asking);
  const row = await openDraft(tx, id, body.revision);
  const { document } = body;
  if (
    document.id !== row.id ||
    document.kind !== row.kind ||
    document.areaId !== row.areaId ||
    document.risk !== row.risk ||
    document.subject !== row.subject
  )
    throw problem('preparedness.content', { n: 1 }, [{ path: 'document', code: 'prep-other-document' }]);
  await checkDraft(parts, tx, actor, document);
  await store.reviseDraft(tx, id, writtenOf(parts, actor, document));
  return viewDocument(parts, tx, asking, id);
}

export async function dropDraft(
  parts: PreparednessParts,
  tx: Tx,
  asking: Asking,
  id: string,
  body: { revision: number },
) {
  const actor = staffOf(asking);
  const row = await openDraft(tx, id, body.revision);
  if (!mayWrite(actor, row.areaPath)) throw problem('preparedness.not-your-area', { area: row.areaName });
  await store.dropDraft(tx, id);
  return viewDocument(parts, tx, asking, id);
}

const signingPost = (actor: Staff, unitId: string) =>
  actor.posts.find((post) => post.unitId === unitId && SIGNING.some((duty) => post.duties.includes(duty)));

/** A unit takes on what the list gives it. */
export async function signDraft(
  parts: PreparednessParts,
  tx: Tx,
  asking: Asking,
  id: string,
  body: { revision: number; unitId: string },
) {
  const actor = staffOf(asking);
  const row = await openDraft(tx, id, body.revision);
  const document = contentOf(row);
  if (document.kind !== 'duties' || !unitsOf(document.content).includes(body.unitId))
    throw problem('preparedness.unit-not-named', {}, [{ path: 'unitId', code: 'prep-unit' }]);
  const post = signingPost(actor, body.unitId);
  if (!post) throw problem('preparedness.unit-not-yours');
  await store.insertSignature(tx, {
    documentId: id,
    revision: row.revision,
    unitId: body.unitId,
    accountId: actor.accountId,
    postTitle: post.title,
    at: parts.now(),
  });
  return viewDocument(parts, tx, asking, id);
}

/** Another person than its writers puts it in force; what nobody holds has to be looked at first. */
export async function publishDraft(
  parts: PreparednessParts,
  tx: Tx,
  asking: Asking,
  id: string,
  body: { revision: number; gapsSeen: number },
) {
  const actor = staffOf(asking);
  const row = await openDraft(tx, id, body.revision);
  if (row.writers.includes(actor.accountId)) throw problem('preparedness.same-person');
  if (!holdsAny(actor, APPROVING, row.areaPath))
    throw problem('preparedness.not-approver', { area: row.areaName });
  const document = contentOf(row);
  if (document.kind === 'duties') await checkSigned(tx, row, unitsOf(document.content));
  const gaps = await gapsOf(tx, civilDate(parts.now()), document, { id: row.areaId, path: row.areaPath });
  if (gaps.length > body.gapsSeen)
    throw problem('preparedness.gaps-unseen', {
      n: gaps.length,
      first: gaps[0]?.label[asking.locale] ?? '',
    });
  const at = parts.now();
  await store.publishDraft(tx, id, { by: actor.accountId, at, gapsSeen: gaps.length });
  if (document.kind === 'plan-community')
    await publishAreaLevels(tx, {
      areaId: row.areaId,
      risk: row.risk,
      content: document.content.levels,
      note: row.note,
      accountId: actor.accountId,
      at,
    });
  return viewDocument(parts, tx, asking, id);
}

async function checkSigned(tx: Tx, row: Row, named: readonly string[]): Promise<void> {
  const signed = new Set((await store.listSignatures(tx, row.id, row.revision)).map((one) => one.unitId));
  const missing = await store.listUnits(
    tx,
    named.filter((id) => !signed.has(id)),
  );
  const [first] = missing;
  if (first) throw problem('preparedness.unsigned', { n: missing.length, unit: first.name });
}
