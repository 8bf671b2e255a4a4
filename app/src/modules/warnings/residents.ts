// Messages to residents about a warning: seen before they go, written by one and let out by another, handed to the gateways grid by grid. What comes back
// are counts of a grid; who received or read it stays with the gateway, and nobody here asks.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Actor, holdsDutyOver } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { type AuditWho, audit } from '../../platform/audit/audit.ts';
import { randomSecret } from '../../platform/clock.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { namesInsideHost, OutsideFailure } from '../../platform/http/outside.ts';
import { signatureOf, signed } from '../../platform/http/signature.ts';
import type { CountsBody, GatewayBody, ResidentBody } from './contract.ts';
import { bringer } from './intake.ts';
import type { Asking, WarningsParts } from './parts.ts';
import * as messages from './resident-store.ts';
import { getWarning } from './service.ts';
import * as store from './store.ts';
import './problems.ts';

const MOST_ATTEMPTS = 5;
const AGAIN_MS = 60_000;
const BELIEVED_MS = 5 * 60_000;
const DUTIES = ['intake', 'dispatch', 'command'] as const;
const purpose = (district: string) => `resident gateway ${district}`;

/** The grids of a warning over which the person answers, with about how many people live there. */
async function gridsOf(parts: WarningsParts, tx: Tx, asking: Asking, warningId: string) {
  const areas = (await store.listAreas(tx, warningId)).filter(
    (one) => one.level === 'grid' && DUTIES.some((duty) => holdsDutyOver(asking.actor, duty, one.path)),
  );
  const grids = [];
  for (const { id, name, path } of areas)
    grids.push({ id, name, people: (await parts.peopleIn(tx, path)) ?? null });
  return grids;
}

/** What would go where, and through what; nothing goes out by looking. */
export async function viewMessages(parts: WarningsParts, tx: Tx, asking: Asking, warningId: string) {
  bringer(asking);
  await getWarning(tx, warningId);
  const rows = await messages.listMessages(tx, warningId);
  const sent = await messages.listParts(
    tx,
    rows.map((one) => one.id),
  );
  const account = asking.actor.kind === 'staff' ? asking.actor.accountId : '';
  return {
    grids: await gridsOf(parts, tx, asking, warningId),
    gateways: (await messages.listGateways(tx))
      .filter((one) => one.enabled)
      .map(({ id, name }) => ({ id, name })),
    items: rows.map(({ draftedBy, approvedBy: _, ...one }) => {
      const own = sent.filter((part) => part.messageId === one.id);
      const sum = (pick: (part: messages.Part) => number | null) =>
        own.reduce((all, part) => all + (pick(part) ?? 0), 0);
      return {
        ...one,
        mine: draftedBy === account,
        addressed: sum((part) => part.addressed),
        received: sum((part) => part.received),
        parts: own,
      };
    }),
  };
}

export async function draftMessage(
  parts: WarningsParts,
  tx: Tx,
  asking: Asking,
  warningId: string,
  body: ResidentBody,
) {
  const actor = bringer(asking);
  const warning = await getWarning(tx, warningId);
  if (warning.status !== 'Actual' || warning.scope !== 'Public') throw problem('warnings.not-relayed');
  if (warning.endedAt !== null || warning.expiresAt <= parts.now()) throw problem('warnings.over');
  const before = await messages.findMessage(tx, body.id);
  if (before && (before.warningId !== warningId || before.text !== body.text))
    throw problem('warnings.relay-known-otherwise');
  if ((await gridsOf(parts, tx, asking, warningId)).length === 0) throw problem('warnings.no-grids');
  await messages.insertMessage(tx, {
    ...{ id: body.id, warningId, text: body.text, draftedBy: actor.accountId, draftedAt: parts.now() },
  });
  return viewMessages(parts, tx, asking, warningId);
}

async function waiting(tx: Tx, id: string): Promise<messages.Message> {
  const message = await messages.findMessage(tx, id);
  if (!message) throw problem('warnings.message-unknown');
  if (message.sentAt !== null || message.withdrawnAt !== null) throw problem('warnings.relay-decided');
  return message;
}

/** Another person lets it out, over the grids for which that person answers. */
export async function approveMessage(parts: WarningsParts, tx: Tx, asking: Asking, id: string) {
  const actor = bringer(asking);
  const message = await waiting(tx, id);
  if (message.draftedBy === actor.accountId) throw problem('warnings.relay-same-person');
  const warning = await getWarning(tx, message.warningId);
  if (warning.endedAt !== null || warning.expiresAt <= parts.now()) throw problem('warnings.over');
  const grids = await gridsOf(parts, tx, asking, message.warningId);
  if (grids.length === 0) throw problem('warnings.no-grids');
  const gateways = (await messages.listGateways(tx)).filter((one) => one.enabled);
  if (gateways.length === 0) throw problem('warnings.no-gateway');
  if (!(await messages.sendMessage(tx, id, actor.accountId, parts.now())))
    throw problem('warnings.relay-decided');
  await messages.insertGrids(
    tx,
    id,
    grids.map((one) => one.id),
    gateways.map((one) => one.id),
    parts.now(),
  );
  return viewMessages(parts, tx, asking, message.warningId);
}

export async function withdrawMessage(parts: WarningsParts, tx: Tx, asking: Asking, id: string) {
  bringer(asking);
  const message = await waiting(tx, id);
  await messages.withdrawMessage(tx, id, parts.now());
  return viewMessages(parts, tx, asking, message.warningId);
}

/** Hands what is due to the gateways; gives how many grids were tried. Nothing goes out inside a transaction. */
export async function sendDistrict(parts: WarningsParts, district: string): Promise<number> {
  const actor: Actor = { kind: 'system', district, reason: 'resident-messages' };
  const scope = scopeOf(actor);
  const now = parts.now();
  const due = await parts.db.tx(scope, (tx) => messages.claimParts(tx, now, now + AGAIN_MS));
  for (const part of due) {
    const found = await parts.db.read(scope, async (tx) => {
      const message = await messages.findMessage(tx, part.messageId);
      const gateway = (await messages.listGateways(tx)).find((one) => one.id === part.gatewayId);
      const warning = message && (await store.findWarning(tx, message.warningId));
      return message && gateway && warning && { message, gateway, warning };
    });
    if (!found) continue;
    const { message, gateway, warning } = found;
    const over = warning.endedAt !== null || warning.expiresAt <= now || !gateway.enabled;
    const failure = over
      ? 'over'
      : await handOver(parts, district, part, message.text, gateway, warning.issuer);
    const state = failure === null ? 'sent' : over || part.attempts >= MOST_ATTEMPTS ? 'failed' : 'waiting';
    await parts.db.tx(scope, (tx) => messages.settlePart(tx, part, state, failure));
  }
  return due.length;
}

/** Null when the gateway took it. */
async function handOver(
  parts: WarningsParts,
  district: string,
  part: messages.Part,
  text: string,
  gateway: messages.Gateway,
  issuer: string,
): Promise<string | null> {
  const body = JSON.stringify({
    message: part.messageId,
    grid: { id: part.areaId, name: part.areaName, code: part.areaCode },
    text,
    issuer,
  });
  const secret = parts.crypto.open(purpose(district), gateway.secret);
  // The nonce is the grid's own: handed over twice, the gateway knows it.
  const headers = signed(secret, parts.now(), `${part.messageId}.${part.areaId}`, body);
  try {
    await parts.postOutside({
      url: gateway.url,
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return null;
  } catch (error) {
    if (error instanceof OutsideFailure) return error.reason;
    throw error;
  }
}

/** What a gateway counted of a grid, signed with its secret. */
export async function takeCounts(
  parts: WarningsParts,
  district: string,
  gatewayId: string,
  message: { headers: IncomingHttpHeaders; raw: string; body: CountsBody },
) {
  const scope = scopeOf({ kind: 'system', district, reason: 'resident-messages' });
  const gateway = (await parts.db.read(scope, messages.listGateways)).find((one) => one.id === gatewayId);
  const header = (name: string) => {
    const value = message.headers[name];
    return typeof value === 'string' ? value : '';
  };
  const timestamp = header('x-renlin-timestamp');
  const secret = gateway ? parts.crypto.open(purpose(district), gateway.secret) : 'no such gateway';
  const expected = signatureOf(secret, timestamp, header('x-renlin-nonce'), message.raw);
  const given = Buffer.from(header('x-renlin-signature'), 'hex');
  const same = given.length === expected.length && timingSafeEqual(given, expected);
  const fresh = /^\d{10}$/.test(timestamp) && Math.abs(parts.now() - Number(timestamp) * 1000) <= BELIEVED_MS;
  if (!gateway || !same || !fresh) throw problem('warnings.counts-signature');
  const { message: messageId, grid, addressed, received } = message.body;
  const part = { messageId, areaId: grid, gatewayId };
  const counted = await parts.db.tx(scope, (tx) =>
    messages.countPart(tx, part, { addressed, received, at: parts.now() }),
  );
  if (counted === 0) throw problem('warnings.message-unknown');
  return { counted: true };
}

/** Registers a gateway; its secret is given this once. */
export async function addGateway(parts: WarningsParts, tx: Tx, who: AuditWho, body: GatewayBody) {
  const url = new URL(body.url);
  if (url.username !== '' || url.password !== '' || (!parts.allowInside && namesInsideHost(url)))
    throw problem('warnings.source-inside', {}, [{ path: 'url', code: 'warning-url' }]);
  const secret = randomSecret(32);
  const added = await messages.insertGateway(tx, {
    ...{ id: body.id, name: body.name, url: body.url, at: parts.now() },
    secret: parts.crypto.seal(purpose(tx.scope.district), secret),
  });
  if (!added) throw problem('warnings.source-known', {}, [{ path: 'url', code: 'warning-url' }]);
  await audit(tx, who, { action: 'warnings.add-gateway', object: { type: 'resident-gateway', id: body.id } });
  return { id: body.id, secret };
}

export async function switchGateway(tx: Tx, who: AuditWho, id: string, on: boolean) {
  if ((await messages.switchGateway(tx, id, on)) === 0) throw problem('warnings.gateway-unknown');
  await audit(tx, who, { action: 'warnings.switch-gateway', object: { type: 'resident-gateway', id } });
}

export async function listGateways(tx: Tx) {
  return { items: (await messages.listGateways(tx)).map(({ secret: _, ...one }) => one) };
}
