// A document comes in: judged, kept, matched to the territory, put into its chain, and told to the commanders of the places.
import { createHash } from 'node:crypto';
import { holdsDuty } from '../../kernel/actor.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';
import { callPlaces } from './calls.ts';
import { type CapFault, fault } from './cap/fault.ts';
import type { CapAlert, CapInfo } from './cap/meaning.ts';
import { type Judged, judge, judgeAlert } from './cap/read.ts';
import { colourOf, riskOf } from './colours.ts';
import type { DocumentBody } from './contract.ts';
import { endRelays } from './ending.ts';
import type { Asking, Staff, WarningsParts } from './parts.ts';
import * as store from './store.ts';
import { type Matched, matchAreas } from './territory.ts';
import './problems.ts';

/** Who may hand warnings in: those who take matters in, dispatch or command somewhere. */
const BRINGING = ['intake', 'dispatch', 'command'] as const;

export function bringer(asking: Asking): Staff {
  const { actor } = asking;
  if (actor.kind !== 'staff') throw problem('auth.required');
  if (!BRINGING.some((duty) => holdsDuty(actor, duty))) throw problem('warnings.not-yours');
  return actor;
}

type Outcome =
  | { id: string; outcome: 'taken' | 'known'; title: string; notes: readonly CapFault[] }
  | { id: null; outcome: 'refused' | 'not-fetched'; title: string; notes: readonly CapFault[] };

/** A document or a list of documents, handed in by a person. What is refused is kept with its reasons, and answered with them. */
export async function takeDocument(parts: WarningsParts, asking: Asking, body: DocumentBody) {
  const actor = bringer(asking);
  const bytes = Buffer.from(body.base64, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== body.base64.replace(/=+$/, ''))
    throw problem('warnings.not-base64', {}, [{ path: 'base64', code: 'warning-base64' }]);
  const judged = judge(bytes);
  const from = { bytes, source: body.source, by: actor.accountId };
  // A refusal is kept in a transaction of its own: the answer to the sender is a problem.
  const outcomes = await parts.db.tx(scopeOf(actor), (tx) => takeJudged(parts, tx, judged, from));
  const [only] = outcomes;
  if (judged.kind !== 'feed' && only?.outcome === 'refused') throw refusal(only.notes);
  return { items: outcomes };
}

/** What was fetched, judged and kept like a file that a person hands in. */
export const takeBytes = (
  parts: WarningsParts,
  tx: Tx,
  bytes: Uint8Array,
  from: { source: string; by: string | null },
): Promise<Outcome[]> => takeJudged(parts, tx, judge(bytes), { bytes, ...from });

function refusal(faults: readonly CapFault[]) {
  return problem(
    'warnings.refused',
    {},
    faults.map(({ code, at, params }) => ({
      path: 'document',
      code,
      params: { ...params, at },
      labels: ['field.warning-document'],
    })),
  );
}

type From = { bytes: Uint8Array; source: string; by: string | null };

async function takeJudged(parts: WarningsParts, tx: Tx, judged: Judged, from: From): Promise<Outcome[]> {
  if (judged.kind === 'alert') return [await takeAlert(parts, tx, judged.meaning, from)];
  if (judged.kind === 'refused') return [await keepRefusal(parts, tx, judged.faults, from)];
  const outcomes: Outcome[] = [];
  for (const entry of judged.feed.entries) {
    const title = entry.title || entry.id;
    if (entry.alert) {
      const inner = judgeAlert(entry.alert);
      // The list is what came: its bytes are the evidence of each alert in it.
      outcomes.push(...(await takeJudged(parts, tx, inner, from)));
    } else if (entry.link)
      outcomes.push({
        id: null,
        outcome: 'not-fetched',
        title,
        notes: [fault('cap-feed-link', '', { link: entry.link })],
      });
    else
      outcomes.push(
        await keepRefusal(parts, tx, [fault('cap-feed-missing', entry.id, { element: 'link' })], from),
      );
  }
  return outcomes;
}

async function keepRefusal(
  parts: WarningsParts,
  tx: Tx,
  faults: readonly CapFault[],
  from: From,
): Promise<Outcome> {
  await store.insertRefusal(tx, {
    id: parts.ids.next(),
    source: from.source,
    digest: createHash('sha256').update(from.bytes).digest('hex'),
    bytes: from.bytes.length,
    faults,
    at: parts.now(),
    receivedBy: from.by,
  });
  return { id: null, outcome: 'refused', title: from.source, notes: faults };
}

/** The information in the language of the house, or the first one. */
function infoFor(alert: CapAlert): CapInfo | undefined {
  return alert.infos.find((one) => /^zh/i.test(one.language)) ?? alert.infos[0];
}

async function takeAlert(
  parts: WarningsParts,
  tx: Tx,
  { alert, refused, notes }: { alert: CapAlert; refused: CapFault[]; notes: CapFault[] },
  from: From,
): Promise<Outcome> {
  // Receipts and errors of other systems are no warnings.
  if (alert.msgType === 'Ack' || alert.msgType === 'Error')
    return keepRefusal(
      parts,
      tx,
      [fault('cap-not-warning', '/alert/msgType', { type: alert.msgType })],
      from,
    );
  if (refused.length > 0) return keepRefusal(parts, tx, refused, from);
  const info = infoFor(alert);
  const title = info?.headline || info?.event || alert.identifier;
  const known = await store.findByName(tx, alert.sender, alert.identifier);
  if (known) {
    // The same name for something else breaks every reference to it.
    if (known.sentAt === alert.sent) return { id: known.id, outcome: 'known', title, notes: [] };
    return keepRefusal(
      parts,
      tx,
      [fault('cap-name-reused', '/alert/identifier', { value: alert.identifier })],
      from,
    );
  }
  const row = rowOf(parts, alert, info, notes, from);
  const chain = await formers(tx, alert);
  row.notes.push(...chain.notes);
  const matched = await placesOf(tx, alert, row, chain.known, parts.now());
  if (matched.length === 0 && alert.msgType !== 'Cancel')
    row.notes.push(fault('cap-elsewhere', '/alert/info', { area: row.areaWords.slice(0, 120) }));
  if (!(await store.insertWarning(tx, row))) {
    // Somebody handed it in at the same moment.
    const first = await store.findByName(tx, alert.sender, alert.identifier);
    return { id: first?.id ?? row.id, outcome: 'known', title, notes: [] };
  }
  await store.insertAreas(tx, row.id, matched);
  await joinChain(parts, tx, alert, row, chain.known);
  await announce(parts, tx, row.id);
  return { id: row.id, outcome: 'taken', title, notes: row.notes };
}

function rowOf(
  parts: WarningsParts,
  alert: CapAlert,
  info: CapInfo | undefined,
  notes: readonly CapFault[],
  from: From,
): store.NewWarning {
  const { colour, from: colourFrom } = info ? colourOf(info) : { colour: null, from: 'none' };
  const areas = alert.infos.flatMap((one) => one.areas);
  return {
    id: parts.ids.next(),
    origin: 'cap',
    version: alert.version,
    sender: alert.sender,
    identifier: alert.identifier,
    sentAt: alert.sent,
    status: alert.status,
    msgType: alert.msgType,
    scope: alert.scope,
    refs: alert.references,
    event: info?.event ?? '',
    risk: riskOf(`${info?.event ?? ''} ${info?.headline ?? ''}`),
    colour,
    colourFrom,
    severity: info?.severity ?? 'Unknown',
    urgency: info?.urgency ?? 'Unknown',
    certainty: info?.certainty ?? 'Unknown',
    issuer: info?.senderName || alert.sender,
    documentNumber: null,
    headline: info?.headline ?? '',
    description: info?.description ?? '',
    instruction: info?.instruction ?? '',
    contact: info?.contact ?? '',
    effectiveAt: info?.effective ?? alert.sent,
    onsetAt: info?.onset ?? null,
    expiresAt: info?.expires ?? alert.sent + 86_400_000,
    areaWords: [...new Set(areas.map((one) => one.words))].join('；'),
    shapes: areas.flatMap((one) => one.shapes),
    notes: [...notes],
    signed: alert.signed,
    source: from.source,
    receivedAt: parts.now(),
    document: from.bytes,
    receivedBy: from.by,
  };
}

/** The warnings that an alert speaks of. Only their own sender may end them; what is not known here is said. */
async function formers(tx: Tx, alert: CapAlert): Promise<{ known: store.WarningRow[]; notes: CapFault[] }> {
  const known: store.WarningRow[] = [];
  const notes: CapFault[] = [];
  for (const ref of alert.references) {
    const former = await store.findByName(tx, ref.sender, ref.identifier);
    if (!former || former.sentAt !== ref.sent)
      notes.push(fault('cap-former-unknown', '/alert/references', { value: ref.identifier }));
    else if (former.sender !== alert.sender)
      notes.push(
        fault('cap-former-of-others', '/alert/references', { value: ref.identifier, sender: ref.sender }),
      );
    else known.push(former);
  }
  return { known, notes };
}

/** Where an alert holds; one that names no place of its own holds where its former did. */
async function placesOf(
  tx: Tx,
  alert: CapAlert,
  row: store.NewWarning,
  known: readonly store.WarningRow[],
  now: number,
): Promise<Matched[]> {
  const areas = alert.infos.flatMap((one) => one.areas);
  const own = await matchAreas(tx, areas, now);
  if (own.length > 0) return own;
  const bare = row.shapes.length === 0 && areas.every((one) => one.codes.length === 0);
  const before = new Map<string, Matched>();
  for (const former of bare ? known : [])
    for (const area of await store.listAreas(tx, former.id))
      before.set(area.id, { id: area.id, path: area.path, how: 'former' });
  return [...before.values()];
}

/** Ends what the alert updates or cancels, and the alert itself when its follower came before it. */
async function joinChain(
  parts: WarningsParts,
  tx: Tx,
  alert: CapAlert,
  row: store.NewWarning,
  known: readonly store.WarningRow[],
): Promise<void> {
  const why = alert.msgType === 'Cancel' ? 'cancelled' : 'updated';
  for (const former of known) {
    await store.endWarning(tx, former.id, { at: alert.sent, id: row.id, why });
    if (why === 'cancelled') await endRelays(parts, tx, former, row.receivedBy);
  }
  const followers = await store.listFollowers(tx, alert.sender, alert.identifier);
  const follower = followers.find((one) => one.sender === alert.sender && one.id !== row.id);
  if (follower)
    await store.endWarning(tx, row.id, {
      at: follower.sentAt,
      id: follower.id,
      why: follower.msgType === 'Cancel' ? 'cancelled' : 'updated',
    });
}

/** Calls the places, once, about what holds there; of a cancellation their commanders are told. A warning starts nothing: it is they who may. */
export async function announce(parts: WarningsParts, tx: Tx, id: string): Promise<void> {
  const warning = await store.findWarning(tx, id);
  if (warning?.status !== 'Actual' || warning.endedAt !== null || warning.expiresAt <= parts.now()) {
    return;
  }
  const areas = await store.listAreas(tx, id);
  if (areas.length === 0 || !(await store.markAnnounced(tx, id, parts.now()))) return;
  if (warning.msgType !== 'Cancel') {
    await callPlaces(parts, tx, warning, areas);
    return;
  }
  const ids = new Set(areas.map((one) => one.id));
  const posts = await selectPosts(tx, civilDate(parts.now()), { duty: 'command' });
  const told = posts.filter((post) => ids.has(post.areaId)).map((post) => post.id);
  if (told.length === 0) return;
  await parts.notify.toPosts(tx, told, {
    key: 'notice.warning-cancelled',
    params: { event: warning.event, issuer: warning.issuer },
    link: `/console/warnings/${id}`,
    urgency: 'now',
  });
}
