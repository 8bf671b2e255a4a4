// Our own alerts are relays: they say who issued the warning and by which document, one person drafts them and another approves them, and
// an update or cancellation is a new alert that names the former one.
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { CapInfo } from './cap/meaning.ts';
import { judge } from './cap/read.ts';
import { writeAlert, writeFeed } from './cap/write.ts';
import { bringer } from './intake.ts';
import type { Asking, WarningsParts } from './parts.ts';
import { getWarning } from './service.ts';
import * as store from './store.ts';
import { topmost } from './topmost.ts';
import './problems.ts';

const MOST_OUT = 200;
const SECOND_MS = 1000;

const senderOf = (tx: Tx) => `renlin-${tx.scope.district}`;

/** Which of CAP's categories a risk belongs to. */
const CATEGORIES: Readonly<Record<string, string>> = {
  earthquake: 'Geo',
  fire: 'Fire',
  gas: 'Safety',
  power: 'Infra',
  epidemic: 'Health',
  crowd: 'Safety',
  other: 'Other',
};

/** The warning, when it may still be told to everybody. */
async function relayable(parts: WarningsParts, tx: Tx, id: string): Promise<store.WarningRow> {
  const warning = await getWarning(tx, id);
  const areas = await store.listAreas(tx, id);
  if (warning.status !== 'Actual' || warning.scope !== 'Public' || areas.length === 0)
    throw problem('warnings.not-relayed');
  if (warning.expiresAt <= parts.now()) throw problem('warnings.over');
  return warning;
}

export async function draft(
  parts: WarningsParts,
  tx: Tx,
  asking: Asking,
  warningId: string,
  body: { id: string; instruction: string },
) {
  const actor = bringer(asking);
  const warning = await relayable(parts, tx, warningId);
  if (warning.endedAt !== null || warning.msgType === 'Cancel') throw problem('warnings.over');
  return add(parts, tx, asking, {
    id: body.id,
    warningId,
    msgType: 'Alert',
    formerId: null,
    instruction: body.instruction,
    expiresAt: warning.expiresAt,
    draftedBy: actor.accountId,
  });
}

export async function follow(
  parts: WarningsParts,
  tx: Tx,
  asking: Asking,
  formerId: string,
  body: { id: string; msgType: 'Update' | 'Cancel'; instruction: string },
) {
  const actor = bringer(asking);
  const former = await getRelay(tx, formerId);
  if (former.sentAt === null) throw problem('warnings.relay-not-out');
  const following = await store.findFollowing(tx, formerId);
  if (former.msgType === 'Cancel' || (following && following.id !== body.id))
    throw problem('warnings.relay-followed');
  const warning = await relayable(parts, tx, former.warningId);
  return add(parts, tx, asking, {
    id: body.id,
    warningId: warning.id,
    msgType: body.msgType,
    formerId,
    instruction: body.instruction,
    expiresAt: warning.expiresAt,
    draftedBy: actor.accountId,
  });
}

async function add(
  parts: WarningsParts,
  tx: Tx,
  asking: Asking,
  one: Omit<Parameters<typeof store.insertRelay>[1], 'identifier' | 'draftedAt'>,
) {
  const identifier = `${senderOf(tx)}-${one.id}`;
  const written = await store.insertRelay(tx, { ...one, identifier, draftedAt: parts.now() });
  const kept = await getRelay(tx, one.id);
  const same =
    kept.warningId === one.warningId && kept.msgType === one.msgType && kept.formerId === one.formerId;
  if (!written && !same) throw problem('warnings.relay-known-otherwise');
  return viewOf(kept, asking);
}

async function getRelay(tx: Tx, id: string): Promise<store.RelayRow> {
  const row = await store.findRelay(tx, id);
  if (!row) throw problem('warnings.relay-unknown');
  return row;
}

function viewOf(row: store.RelayRow, asking: Asking) {
  const { draftedBy, approvedBy: _, document, ...own } = row;
  const mine = asking.actor.kind === 'staff' && asking.actor.accountId === draftedBy;
  return { ...own, out: document !== null, mine };
}

export async function listRelays(tx: Tx, asking: Asking, warningId: string) {
  await getWarning(tx, warningId);
  return { items: (await store.listRelays(tx, warningId)).map((row) => viewOf(row, asking)) };
}

/** Another person than the drafter approves; the alert is written and goes out in the same moment. */
export async function approve(parts: WarningsParts, tx: Tx, asking: Asking, id: string) {
  const actor = bringer(asking);
  const row = await getRelay(tx, id);
  if (row.sentAt !== null || row.withdrawnAt !== null) throw problem('warnings.relay-decided');
  if (row.draftedBy === actor.accountId) throw problem('warnings.relay-same-person');
  const warning = await relayable(parts, tx, row.warningId);
  const at = Math.floor(parts.now() / SECOND_MS) * SECOND_MS;
  const document = await compose(parts, tx, row, warning, at);
  const judged = judge(Buffer.from(document));
  if (judged.kind !== 'alert' || judged.meaning.refused.length > 0)
    throw new Error(`our own alert is not sound: ${JSON.stringify(judged).slice(0, 500)}`);
  if (!(await store.sendRelay(tx, id, { account: actor.accountId, at, document })))
    throw problem('warnings.relay-decided');
  return viewOf(await getRelay(tx, id), asking);
}

export async function withdraw(parts: WarningsParts, tx: Tx, asking: Asking, id: string) {
  bringer(asking);
  await getRelay(tx, id);
  if (!(await store.withdrawRelay(tx, id, parts.now()))) throw problem('warnings.relay-decided');
  return viewOf(await getRelay(tx, id), asking);
}

async function compose(
  parts: WarningsParts,
  tx: Tx,
  row: store.RelayRow,
  warning: store.WarningRow,
  at: number,
): Promise<string> {
  const { messages } = parts;
  const former = row.formerId === null ? undefined : await getRelay(tx, row.formerId);
  const sender = senderOf(tx);
  const areas = await topmost(tx, await store.listAreas(tx, warning.id));
  const document = warning.documentNumber ?? warning.identifier;
  const names = { issuer: warning.issuer, event: warning.event, district: await store.districtName(tx) };
  const headline = row.msgType === 'Cancel' ? 'warnings.relay.headline-cancel' : 'warnings.relay.headline';
  return writeAlert({
    identifier: row.identifier,
    sender,
    sent: at,
    msgType: row.msgType,
    source: `${warning.issuer} ${document}`,
    references:
      former?.sentAt == null ? [] : [{ sender, identifier: former.identifier, sent: former.sentAt }],
    info: {
      category: CATEGORIES[warning.risk] ?? 'Met',
      event: warning.event,
      urgency: (row.msgType === 'Cancel' ? 'Past' : warning.urgency) as CapInfo['urgency'],
      severity: warning.severity as CapInfo['severity'],
      certainty: warning.certainty as CapInfo['certainty'],
      effective: Math.max(at, warning.effectiveAt),
      onset: warning.onsetAt !== null && warning.onsetAt > at ? warning.onsetAt : null,
      expires: warning.expiresAt,
      senderName: messages.text('zh-CN', 'warnings.relay.sender', names),
      headline: messages.text('zh-CN', headline, names),
      description: warning.description,
      instruction: [warning.instruction, row.instruction].filter(Boolean).join('\n'),
      parameters: [
        { name: 'issuer', value: warning.issuer },
        { name: 'document', value: document },
        ...(warning.colour ? [{ name: 'colour', value: warning.colour }] : []),
      ],
      areas: areas.map((area, index) => ({
        words: area.name,
        shapes: index === 0 ? warning.shapes : [],
        codes: [],
      })),
    },
  });
}

/** The list of what went out and still counts. */
export async function feedOf(parts: WarningsParts, tx: Tx, base: string): Promise<string> {
  const rows = await store.listOut(tx, parts.now(), MOST_OUT);
  const entries = [];
  for (const row of rows) {
    const judged = judge(Buffer.from(row.document ?? ''));
    const title = judged.kind === 'alert' ? (judged.meaning.alert.infos[0]?.headline ?? '') : '';
    entries.push({
      id: `urn:uuid:${row.id}`,
      title: title || row.identifier,
      updated: row.sentAt ?? row.draftedAt,
      href: `${base}/${row.id}`,
    });
  }
  const district = await store.districtName(tx);
  return writeFeed({
    id: base,
    title: parts.messages.text('zh-CN', 'warnings.relay.feed', { district }),
    updated: entries[0]?.updated ?? parts.now(),
    entries,
  });
}
