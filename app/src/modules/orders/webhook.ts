// Orders and states that a sender posts by itself. The signature is over the exact bytes, the timestamp limits how long a message can be
// believed, and the nonce lets it be believed once; the order's number makes the rest idempotent.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { signatureOf } from '../../platform/http/signature.ts';
import { takeRow } from './intake.ts';
import { readMessage } from './mapping.ts';
import { machineFor, type OrdersParts } from './parts.ts';
import { echoColumns, stateOf, wordOf } from './reply-form.ts';
import { secretPurpose } from './sources.ts';
import * as store from './store.ts';
import { ourState } from './sync.ts';

const BELIEVED_MS = 5 * 60_000;
const NONCE_KEPT_MS = 3 * BELIEVED_MS;
const NONCE = /^[A-Za-z0-9._-]{8,100}$/;
/** Signed against when there is no such source, so that guessing names takes as long as guessing secrets. */
const NOBODY = 'no such source';

export type Message = {
  source: string;
  headers: IncomingHttpHeaders;
  raw: string;
  body: Record<string, unknown>;
};

/** Takes one message. Answers with our number and our state in the sender's word. */
export async function receive(parts: OrdersParts, district: string, message: Message) {
  const system: Actor = machineFor(district, 'webhook');
  const source = await parts.db.read(scopeOf(system), (tx) => store.findSource(tx, { code: message.source }));
  const trusted = check(parts, district, source, message);
  if (!trusted || !source) throw problem('orders.webhook-signature', {});
  const fresh = await parts.db.tx(scopeOf(system), async (tx) => {
    await store.pruneNonces(tx, parts.now() - NONCE_KEPT_MS);
    return store.useNonce(tx, source.id, trusted, parts.now());
  });
  if (!fresh) throw problem('orders.webhook-replayed', {});
  if (!source.enabled) throw problem('orders.source-off', { name: source.name });
  const row = readMessage(message.body, source.mapping, echoColumns(source.reply));
  if (row.errors.length > 0) throw problem('orders.webhook-rejected', { number: row.number }, row.errors);
  if (row.state !== '' && !stateOf(source.words, row.state)) {
    row.warnings.push({ path: 'state', code: 'orders.row-state', params: { value: row.state } });
  }
  const taken = await takeRow(parts, district, source, row, { areas: await parts.areas(district) });
  const state = await parts.db.read(scopeOf(system), async (tx) => {
    const order = await store.findOrder(tx, source.id, row.number);
    return order && (await store.caseStateOf(tx, order.caseId));
  });
  return {
    outcome: taken.outcome,
    number: taken.caseNumber,
    state: state ? (wordOf(source.words, ourState(state)) ?? null) : null,
    effect: taken.effect,
    warnings: row.warnings,
  };
}

/** The nonce of a message whose signature holds; undefined when it does not. Throws when only its time is wrong. */
function check(
  parts: OrdersParts,
  district: string,
  source: store.Source | undefined,
  { headers, raw }: Message,
): string | undefined {
  const timestamp = one(headers['x-renlin-timestamp']);
  const nonce = one(headers['x-renlin-nonce']);
  const given = Buffer.from(one(headers['x-renlin-signature']).replace(/^sha256=/, ''), 'hex');
  const secret = source?.secret ? parts.crypto.open(secretPurpose(district), source.secret) : NOBODY;
  const expected = signatureOf(secret, timestamp, nonce, raw);
  const same = given.length === expected.length && timingSafeEqual(given, expected);
  if (!same || !source?.secret || !NONCE.test(nonce) || !/^\d{10}$/.test(timestamp)) return undefined;
  const age = parts.now() - Number(timestamp) * 1000;
  if (Math.abs(age) > BELIEVED_MS) throw problem('orders.webhook-time', { minutes: BELIEVED_MS / 60_000 });
  return nonce;
}

function one(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
