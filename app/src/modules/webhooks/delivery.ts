// From what happened to what is sent. Events of the outbox become deliveries once, in their order; deliveries go out signed, are tried
// again at growing distances, and in the end lie dead until somebody sends them again. At least once: a receiver knows a repetition by
// its nonce.
import { createHash } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import { OutsideFailure } from '../../platform/http/outside.ts';
import { signed } from '../../platform/http/signature.ts';
import { caseKinds } from '../cases/public.ts';
import type { WebhookEvent } from './contract.ts';
import type { WebhooksParts } from './parts.ts';
import { secretPurpose, urlPurpose } from './service.ts';
import * as store from './store.ts';

const BATCH = 500;
const AT_ONCE = 8;
const CLAIM_MS = 120_000;
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 6 * 3_600_000;
export const MOST_ATTEMPTS = 10;
/** So many tries without one success switch a webhook off. */
export const MOST_FAILURES = 25;
const SENT_KEPT_MS = 7 * 86_400_000;
const DEAD_KEPT_MS = 60 * 86_400_000;

const systemOf = (district: string): Actor => ({ kind: 'system', district, reason: 'webhooks' });

/** Turns new events into deliveries. Gives how many events were looked at. Safe to run twice at once. */
export async function gather(parts: WebhooksParts, district: string): Promise<number> {
  let total = 0;
  for (;;) {
    const looked = await parts.db.tx(scopeOf(systemOf(district)), (tx) => gatherBatch(parts, tx, district));
    total += looked;
    if (looked < BATCH) return total;
  }
}

async function gatherBatch(parts: WebhooksParts, tx: Tx, district: string): Promise<number> {
  const listeners = await store.listListeners(tx);
  if (listeners.length === 0) return 0;
  const mark = await store.lockMark(tx);
  if (mark === undefined) return 0;
  const { events } = await parts.since(tx, mark, BATCH);
  const last = events.at(-1);
  if (!last) return 0;
  const steps = events.flatMap(({ topic, data }) =>
    topic === 'case.changed' ? [{ caseId: String(data['id']), version: Number(data['version']) }] : [],
  );
  const codes = new Map<string, string | null>();
  for (const step of await store.listSteppedCases(tx, steps)) {
    if (!codes.has(step.areaId)) codes.set(step.areaId, await parts.areaCode(tx, step.areaId));
    for (const event of eventsOf(step)) {
      for (const listener of listeners) {
        if (!listener.events.includes(event) || step.receivedAt < listener.since) continue;
        const id = parts.ids.next();
        const body = bodyOf(id, district, event, step, codes.get(step.areaId) ?? null);
        const key = `${step.caseId} ${step.version} ${event}`;
        await store.insertDelivery(tx, { id, webhookId: listener.id, key, event, body, now: parts.now() });
      }
    }
  }
  await store.setMark(tx, last.id);
  return events.length;
}

function isFinal(kind: string, state: string): boolean {
  return caseKinds.get(kind)?.states[state]?.final === true;
}

function eventsOf(step: store.SteppedCase): WebhookEvent[] {
  const opened = step.fromState === '';
  const changed = step.fromState !== step.toState;
  const closed = changed && isFinal(step.kind, step.toState);
  return [
    ...(opened ? (['case.opened'] as const) : changed ? (['case.state-changed'] as const) : []),
    ...(closed ? (['case.closed'] as const) : []),
  ];
}

/** What is told: ids, codes, states and times. Nothing that anybody wrote, no place finer than the code of the area. */
function bodyOf(
  id: string,
  district: string,
  event: WebhookEvent,
  step: store.SteppedCase,
  areaCode: string | null,
): object {
  const closed = isFinal(step.kind, step.toState);
  return {
    id,
    event,
    district,
    at: new Date(step.receivedAt).toISOString(),
    case: {
      id: step.caseId,
      number: step.number,
      kind: step.kind,
      category: step.category,
      version: step.version,
      state: step.toState,
      previousState: step.fromState === '' ? null : step.fromState,
      areaCode,
      filedAt: new Date(step.filedAt).toISOString(),
      closedAt: closed ? new Date(step.receivedAt).toISOString() : null,
    },
  };
}

/** Sends what is due. Gives how many were taken. */
export async function deliver(parts: WebhooksParts, district: string): Promise<number> {
  const scope = scopeOf(systemOf(district));
  const due = await parts.db.tx(scope, (tx) =>
    store.claimDue(tx, parts.now(), parts.now() + CLAIM_MS, AT_ONCE * 4),
  );
  let taken = 0;
  for (let at = 0; at < due.length; at += AT_ONCE) {
    const results = await Promise.all(due.slice(at, at + AT_ONCE).map((one) => post(parts, district, one)));
    for (const { one, failure } of results) {
      if (failure === undefined) taken += 1;
      await parts.db.tx(scope, (tx) => settle(parts, tx, one, failure));
    }
  }
  return taken;
}

async function post(parts: WebhooksParts, district: string, one: store.Due) {
  try {
    const body = JSON.stringify(one.body);
    const secret = parts.crypto.open(secretPurpose(district), one.secret);
    await parts.send({
      url: parts.crypto.open(urlPurpose(district), one.url),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'renlin-webhook',
        'x-renlin-event': one.event,
        ...signed(secret, parts.now(), one.id, body),
      },
      body,
    });
    return { one, failure: undefined };
  } catch (error) {
    // The address may hold a token: only the kind of the failure is kept.
    return { one, failure: error instanceof OutsideFailure ? error.reason : 'failed' };
  }
}

async function settle(
  parts: WebhooksParts,
  tx: Tx,
  one: store.Due,
  failure: string | undefined,
): Promise<void> {
  const now = parts.now();
  if (failure === undefined) {
    await store.markSent(tx, one, now);
    return;
  }
  const dead = one.attempts >= MOST_ATTEMPTS;
  const nextAt = now + retryAfter(one.id, one.attempts);
  const hook = await store.markFailed(tx, one, { failure, nextAt, deadAt: dead ? now : null });
  if (!hook || hook.failures < MOST_FAILURES) return;
  await store.setEnabled(tx, one.webhookId, { enabled: false, reason: 'failures', now });
  await parts.notify.toPosts(tx, await parts.keepers(tx), {
    key: 'notice.webhook-off',
    params: { name: hook.name, count: hook.failures },
    link: '/console/notices',
    urgency: 'now',
  });
}

/**
 * How long to wait after a failed try: doubling from half a minute to six hours, scattered between half and the whole of that, so that
 * what failed together does not come back together. The scatter is drawn from the delivery itself: the same in every process.
 */
export function retryAfter(id: string, attempts: number): number {
  const whole = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(20, attempts - 1));
  const drawn = createHash('sha256').update(`${id} ${attempts}`).digest().readUInt32BE(0) / 2 ** 32;
  return Math.round(whole * (0.5 + drawn / 2));
}

export async function prune(parts: WebhooksParts, district: string): Promise<void> {
  const now = parts.now();
  await parts.db.tx(scopeOf(systemOf(district)), (tx) =>
    store.pruneDeliveries(tx, now - SENT_KEPT_MS, now - DEAD_KEPT_MS),
  );
}
