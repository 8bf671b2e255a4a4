// Declaring the houses that send us work orders: who they are, how their rows read, which words they use, how they want the answer.
import { type Actor, holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { type AuditWho, audit } from '../../platform/audit/audit.ts';
import { randomSecret } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { isLocalAddress } from '../../platform/http/outbound.ts';
import type { SourceBody } from './contract.ts';
import { derivedId, type OrdersParts } from './parts.ts';
import * as store from './store.ts';
import './problems.ts';

export type Who = AuditWho;

/** A source as people see it: that there is a secret and an address, never which. */
export function shown({ secret, callback, ...source }: store.Source) {
  return { ...source, hasSecret: secret !== null, hasCallback: callback !== null };
}

/** The source, when the actor holds the duty over the place it covers. */
export async function sourceFor(
  parts: OrdersParts,
  tx: Tx,
  actor: Actor,
  id: string,
  duties: readonly string[],
): Promise<store.Source> {
  const source = await store.findSource(tx, { id });
  if (!source) throw problem('orders.source-unknown', {});
  await mustHold(parts, actor, source.areaId, duties);
  return source;
}

async function mustHold(parts: OrdersParts, actor: Actor, areaId: string, duties: readonly string[]) {
  const area = (await parts.cases.ports.areaChain(actor.district, areaId)).at(-1);
  if (!area) throw problem('orders.unknown-area', {}, [{ path: 'areaId', code: 'unknown-area' }]);
  if (!duties.some((duty) => holdsDutyOver(actor, duty, area.path)))
    throw problem('orders.not-yours', { area: area.name });
}

/** Declares a source or changes one. */
export async function saveSource(
  parts: OrdersParts,
  tx: Tx,
  who: Who,
  body: SourceBody,
): Promise<store.Source> {
  await mustHold(parts, who.actor, body.areaId, ['manage-catalogue']);
  const { catalogue } = await parts.cases.engine.world(who.actor.district);
  if (!catalogue.units.has(body.unitId))
    throw problem('orders.unknown-unit', {}, [{ path: 'unitId', code: 'unknown-unit' }]);
  const unknown = Object.entries(body.mapping.categories).filter(
    ([, code]) => !catalogue.categories.has(code),
  );
  if (unknown.length > 0) {
    throw problem(
      'orders.unknown-category',
      { words: unknown.map(([word]) => word) },
      unknown.map(([word]) => ({ path: `mapping/categories/${word}`, code: 'unknown-category' })),
    );
  }
  let id = body.id;
  const before = id ? await store.findSource(tx, { id }) : undefined;
  if (id) {
    if (!before) throw problem('orders.source-unknown', {});
    await mustHold(parts, who.actor, before.areaId, ['manage-catalogue']);
    const changed = await store.updateSource(tx, id, body.baseVersion ?? 0, body, who.now());
    if (changed === 0) throw problem('orders.source-changed', { current: before.version });
  } else {
    id = parts.ids.next();
    await store.insertSource(tx, id, body, who.now());
  }
  await audit(tx, who, {
    action: 'orders.save-source',
    object: { type: 'outside-source', id },
    ...(before ? { before: { ...before } } : {}),
    after: body,
  });
  return (await store.findSource(tx, { id })) as store.Source;
}

/** Makes a new secret. It is shown this once; the old one stops at once. */
export async function renewSecret(parts: OrdersParts, tx: Tx, who: Who, id: string): Promise<string> {
  const source = await sourceFor(parts, tx, who.actor, id, ['manage-catalogue']);
  const secret = randomSecret(32);
  await store.setSecret(tx, source.id, parts.crypto.seal(secretPurpose(who.actor.district), secret));
  await audit(tx, who, { action: 'orders.renew-secret', object: { type: 'outside-source', id } });
  return secret;
}

/** Where our state and reply are posted; off unless switched on, and entered by whoever manages security. */
export async function setCallback(
  parts: OrdersParts,
  tx: Tx,
  who: Who,
  id: string,
  wish: { url: string | null; on: boolean },
): Promise<void> {
  const source = await sourceFor(parts, tx, who.actor, id, ['manage-security']);
  if (wish.on && source.secret === null) throw problem('orders.callback-needs-secret', {});
  if (wish.url !== null && isLocalAddress(wish.url))
    throw problem('orders.callback-address', {}, [{ path: 'url', code: 'orders.callback-address' }]);
  const sealed = wish.url === null ? null : parts.crypto.seal(callbackPurpose(who.actor.district), wish.url);
  await store.setCallback(tx, source.id, sealed, wish.on && wish.url !== null);
  const action = wish.on ? 'orders.switch-callback-on' : 'orders.switch-callback-off';
  await audit(tx, who, { action, object: { type: 'outside-source', id } });
}

export function secretPurpose(district: string): string {
  return `outside secret ${district}`;
}

export function callbackPurpose(district: string): string {
  return `outside callback ${district}`;
}

/** The id of the case that an order of a source becomes. */
export function caseIdOf(parts: OrdersParts, district: string, sourceId: string, number: string): string {
  return derivedId(parts.crypto, 'case', district, sourceId, number);
}
