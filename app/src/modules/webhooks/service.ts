// Administering webhooks: by whoever manages security, because what is entered here is called by the server.
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { type AuditWho, audit } from '../../platform/audit/audit.ts';
import { randomSecret } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { namesInsideHost } from '../../platform/http/outside.ts';
import type { NewWebhook } from './contract.ts';
import type { WebhooksParts } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

const MOST_WEBHOOKS = 20;

type Who = AuditWho & { actor: Actor };

export const secretPurpose = (district: string) => `webhook secret ${district}`;
export const urlPurpose = (district: string) => `webhook url ${district}`;

/** Reads an address that may be called; refuses what is none, and what lies inside. */
function readAddress(parts: WebhooksParts, text: string): URL {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    url.hostname === ''
  )
    throw problem('input.invalid', {}, [{ path: 'url', code: 'webhooks.address' }]);
  if (!parts.allowInside && namesInsideHost(url))
    throw problem('input.invalid', {}, [{ path: 'url', code: 'webhooks.inside' }]);
  return url;
}

/** Registers an address; gives the secret, this once. */
export async function addWebhook(parts: WebhooksParts, tx: Tx, who: Who, wish: NewWebhook) {
  const url = readAddress(parts, wish.url);
  if ((await store.countWebhooks(tx)) >= MOST_WEBHOOKS)
    throw problem('webhooks.too-many', { most: MOST_WEBHOOKS });
  const { district } = who.actor;
  const secret = randomSecret(32);
  const id = parts.ids.next();
  const events = [...new Set(wish.events)].sort();
  await store.startMark(tx);
  await store.insertWebhook(tx, {
    id,
    name: wish.name,
    host: url.host,
    url: parts.crypto.seal(urlPurpose(district), url.href),
    secret: parts.crypto.seal(secretPurpose(district), secret),
    events,
    accountId: who.actor.kind === 'staff' ? who.actor.accountId : null,
    now: who.now(),
  });
  await audit(tx, who, {
    action: 'webhooks.create',
    object: { type: 'webhook', id },
    after: { name: wish.name, url: url.href, events },
  });
  return { id, secret };
}

async function lock(tx: Tx, id: string): Promise<void> {
  if (!(await store.lockWebhook(tx, id))) throw problem('webhooks.not-found');
}

/** Off: nothing is told and nothing waits longer. On: from now on, and what waited goes out. */
export async function switchWebhook(tx: Tx, who: Who, id: string, on: boolean): Promise<void> {
  await lock(tx, id);
  if (on) await store.startMark(tx);
  await store.setEnabled(tx, id, { enabled: on, reason: on ? null : 'by-hand', now: who.now() });
  await audit(tx, who, {
    action: on ? 'webhooks.switch-on' : 'webhooks.switch-off',
    object: { type: 'webhook', id },
  });
}

export async function renewSecret(parts: WebhooksParts, tx: Tx, who: Who, id: string) {
  await lock(tx, id);
  const secret = randomSecret(32);
  await store.setSecret(tx, id, parts.crypto.seal(secretPurpose(who.actor.district), secret));
  await audit(tx, who, { action: 'webhooks.renew-secret', object: { type: 'webhook', id } });
  return { id, secret };
}

export async function removeWebhook(tx: Tx, who: Who, id: string): Promise<void> {
  await lock(tx, id);
  await store.deleteWebhook(tx, id);
  await audit(tx, who, { action: 'webhooks.remove', object: { type: 'webhook', id } });
}

/** A page of deliveries with what was sent: it holds nothing personal. */
export async function listDeliveries(
  tx: Tx,
  id: string,
  page: { state: string | undefined; limit: number; after: string | undefined },
) {
  await mustExist(tx, id);
  const rows = await store.listDeliveries(tx, id, { ...page, limit: page.limit + 1 });
  const items = rows.slice(0, page.limit).map((row) => {
    const state = row.sentAt !== null ? 'sent' : row.deadAt !== null ? 'dead' : 'waiting';
    return { ...row, state, nextAt: state === 'waiting' ? row.nextAt : null };
  });
  return { items, next: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

async function mustExist(tx: Tx, id: string): Promise<void> {
  const known = (await store.listWebhooks(tx)).some((one) => one.id === id);
  if (!known) throw problem('webhooks.not-found');
}

/** A delivery that failed for good is tried again from the beginning. */
export async function sendAgain(tx: Tx, who: Who, id: string, delivery: string): Promise<void> {
  const became = await store.reviveDelivery(tx, id, delivery, who.now());
  if (became === 'unknown') throw problem('webhooks.delivery-not-found');
  if (became === 'not-dead') throw problem('webhooks.not-dead');
  await audit(tx, who, { action: 'webhooks.send-again', object: { type: 'webhook-delivery', id: delivery } });
}
