// The SQL of webhooks and their deliveries.
import type { Tx } from '../../platform/db/db.ts';

export type WebhookRow = {
  id: string;
  name: string;
  host: string;
  events: string[];
  enabled: boolean;
  offReason: string | null;
  failures: number;
  createdAt: number;
  sentAt: number | null;
  waiting: number;
  dead: number;
};

const at = (ms: number) => new Date(ms);

export function listWebhooks(tx: Tx): Promise<WebhookRow[]> {
  return tx.rows<WebhookRow>(
    `select w.id, w.name, w.host, w.events, w.enabled, w.off_reason as "offReason", w.failures, w.created_at as "createdAt",
       w.sent_at as "sentAt",
       (select count(*)::int from webhook_deliveries d where d.district_code = w.district_code and d.webhook_id = w.id
          and d.sent_at is null and d.dead_at is null) as waiting,
       (select count(*)::int from webhook_deliveries d where d.district_code = w.district_code and d.webhook_id = w.id
          and d.dead_at is not null) as dead
     from webhooks w where w.district_code = $1 order by w.created_at, w.id`,
    [tx.scope.district],
  );
}

export async function countWebhooks(tx: Tx): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(
    'select count(*)::int as n from webhooks where district_code = $1',
    [tx.scope.district],
  );
  return row?.n ?? 0;
}

export async function insertWebhook(
  tx: Tx,
  hook: {
    id: string;
    name: string;
    host: string;
    url: string;
    secret: string;
    events: readonly string[];
    accountId: string | null;
    now: number;
  },
): Promise<void> {
  await tx.count(
    `insert into webhooks (district_code, id, name, host, url, secret, events, enabled, since, account_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, true, $9, $8, $9)`,
    [
      tx.scope.district,
      hook.id,
      hook.name,
      hook.host,
      hook.url,
      hook.secret,
      hook.events,
      hook.accountId,
      at(hook.now),
    ],
  );
}

/** Locks a webhook for a change; undefined when there is none. */
export async function lockWebhook(
  tx: Tx,
  id: string,
): Promise<{ name: string; enabled: boolean } | undefined> {
  const [row] = await tx.rows<{ name: string; enabled: boolean }>(
    'select name, enabled from webhooks where district_code = $1 and id = $2 for update',
    [tx.scope.district, id],
  );
  return row;
}

export async function setEnabled(
  tx: Tx,
  id: string,
  wish: { enabled: boolean; reason: string | null; now: number },
): Promise<void> {
  await tx.count(
    `update webhooks set enabled = $3, off_reason = $4, failures = case when $3 then 0 else failures end,
       since = case when $3 then $5 else since end where district_code = $1 and id = $2`,
    [tx.scope.district, id, wish.enabled, wish.reason, at(wish.now)],
  );
}

export async function setSecret(tx: Tx, id: string, secret: string): Promise<void> {
  await tx.count('update webhooks set secret = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    secret,
  ]);
}

export async function deleteWebhook(tx: Tx, id: string): Promise<void> {
  await tx.count('delete from webhook_deliveries where district_code = $1 and webhook_id = $2', [
    tx.scope.district,
    id,
  ]);
  await tx.count('delete from webhooks where district_code = $1 and id = $2', [tx.scope.district, id]);
}

export type Listener = { id: string; events: string[]; since: number };

/** The webhooks that are switched on. */
export function listListeners(tx: Tx): Promise<Listener[]> {
  return tx.rows<Listener>('select id, events, since from webhooks where district_code = $1 and enabled', [
    tx.scope.district,
  ]);
}

/** Puts the mark at the newest event when nobody listened before: the past is nobody's news. */
export async function startMark(tx: Tx): Promise<void> {
  await tx.count(
    `insert into webhook_marks (district_code, seq)
     select $1, coalesce((select max(seq) from outbox_events where district_code = $1), 0)
     on conflict (district_code) do update set seq = greatest(webhook_marks.seq, excluded.seq)
     where not exists (select from webhooks w where w.district_code = $1 and w.enabled)`,
    [tx.scope.district],
  );
}

/** Takes the mark for oneself until the end of the transaction; undefined when there is none. */
export async function lockMark(tx: Tx): Promise<number | undefined> {
  const [row] = await tx.rows<{ seq: number }>(
    'select seq from webhook_marks where district_code = $1 for update',
    [tx.scope.district],
  );
  return row && Number(row.seq);
}

export async function setMark(tx: Tx, seq: number): Promise<void> {
  await tx.count('update webhook_marks set seq = $2 where district_code = $1', [tx.scope.district, seq]);
}

export type SteppedCase = {
  caseId: string;
  version: number;
  name: string;
  fromState: string;
  toState: string;
  receivedAt: number;
  number: string;
  kind: string;
  category: string;
  areaId: string;
  filedAt: number;
};

/** The steps with these versions, with what may be told of their cases. */
export function listSteppedCases(
  tx: Tx,
  steps: readonly { caseId: string; version: number }[],
): Promise<SteppedCase[]> {
  return tx.rows<SteppedCase>(
    `select s.case_id as "caseId", s.version, s.name, s.from_state as "fromState", s.to_state as "toState",
       s.received_at as "receivedAt", c.number, c.kind, c.category, c.area_id as "areaId", c.filed_at as "filedAt"
     from unnest($2::uuid[], $3::int[]) as wanted (case_id, version)
     join case_steps s on s.district_code = $1 and s.case_id = wanted.case_id and s.version = wanted.version
     join cases c on c.district_code = $1 and c.id = s.case_id
     order by s.received_at, s.case_id, s.version`,
    [tx.scope.district, steps.map((one) => one.caseId), steps.map((one) => one.version)],
  );
}

export async function insertDelivery(
  tx: Tx,
  delivery: { id: string; webhookId: string; key: string; event: string; body: object; now: number },
): Promise<void> {
  await tx.count(
    `insert into webhook_deliveries (district_code, id, webhook_id, key, event, body, made_at, next_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (district_code, webhook_id, key) do nothing`,
    [
      tx.scope.district,
      delivery.id,
      delivery.webhookId,
      delivery.key,
      delivery.event,
      JSON.stringify(delivery.body),
      at(delivery.now),
    ],
  );
}

export type Due = {
  id: string;
  webhookId: string;
  event: string;
  body: object;
  attempts: number;
  url: string;
  secret: string;
};

/** What is due, claimed until `freeAt`: a process that dies with it does not keep it. */
export function claimDue(tx: Tx, now: number, freeAt: number, limit: number): Promise<Due[]> {
  return tx.rows<Due>(
    `update webhook_deliveries d set attempts = d.attempts + 1, next_at = $3
     from (select o.id from webhook_deliveries o
           join webhooks h on h.district_code = o.district_code and h.id = o.webhook_id and h.enabled
           where o.district_code = $1 and o.sent_at is null and o.dead_at is null and o.next_at <= $2
           order by o.next_at, o.id limit $4 for update of o skip locked) as due, webhooks w
     where d.district_code = $1 and d.id = due.id and w.district_code = $1 and w.id = d.webhook_id
     returning d.id, d.webhook_id as "webhookId", d.event, d.body, d.attempts, w.url, w.secret`,
    [tx.scope.district, at(now), at(freeAt), limit],
  );
}

export async function markSent(tx: Tx, due: Pick<Due, 'id' | 'webhookId'>, now: number): Promise<void> {
  await tx.count(
    'update webhook_deliveries set sent_at = $3, failure = null where district_code = $1 and id = $2 and sent_at is null',
    [tx.scope.district, due.id, at(now)],
  );
  await tx.count('update webhooks set failures = 0, sent_at = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    due.webhookId,
    at(now),
  ]);
}

/** Notes a failed try; gives how many failed in a row, or undefined when the webhook is off or gone. */
export async function markFailed(
  tx: Tx,
  due: Pick<Due, 'id' | 'webhookId'>,
  result: { failure: string; nextAt: number; deadAt: number | null },
): Promise<{ failures: number; name: string } | undefined> {
  await tx.count(
    'update webhook_deliveries set failure = $3, next_at = $4, dead_at = $5 where district_code = $1 and id = $2 and sent_at is null',
    [
      tx.scope.district,
      due.id,
      result.failure,
      at(result.nextAt),
      result.deadAt === null ? null : at(result.deadAt),
    ],
  );
  const [row] = await tx.rows<{ failures: number; name: string }>(
    'update webhooks set failures = failures + 1 where district_code = $1 and id = $2 and enabled returning failures, name',
    [tx.scope.district, due.webhookId],
  );
  return row;
}

export type DeliveryRow = {
  id: string;
  event: string;
  madeAt: number;
  attempts: number;
  nextAt: number;
  sentAt: number | null;
  deadAt: number | null;
  failure: string | null;
  body: object;
};

const STATES: Readonly<Record<string, string>> = {
  waiting: 'and d.sent_at is null and d.dead_at is null',
  sent: 'and d.sent_at is not null',
  dead: 'and d.dead_at is not null',
};

/** Deliveries of a webhook, the newest first, after one of them. */
export function listDeliveries(
  tx: Tx,
  webhookId: string,
  page: { state: string | undefined; limit: number; after: string | undefined },
): Promise<DeliveryRow[]> {
  return tx.rows<DeliveryRow>(
    `select d.id, d.event, d.made_at as "madeAt", d.attempts, d.next_at as "nextAt", d.sent_at as "sentAt",
       d.dead_at as "deadAt", d.failure, d.body
     from webhook_deliveries d
     where d.district_code = $1 and d.webhook_id = $2 ${STATES[page.state ?? ''] ?? ''}
       and ($3::uuid is null or (d.made_at, d.id) < (
         select a.made_at, a.id from webhook_deliveries a where a.district_code = $1 and a.id = $3))
     order by d.made_at desc, d.id desc limit $4`,
    [tx.scope.district, webhookId, page.after ?? null, page.limit],
  );
}

/** Makes a dead delivery due again; says what became of the wish. */
export async function reviveDelivery(
  tx: Tx,
  webhookId: string,
  id: string,
  now: number,
): Promise<'revived' | 'not-dead' | 'unknown'> {
  const revived = await tx.count(
    `update webhook_deliveries set dead_at = null, attempts = 0, next_at = $4
     where district_code = $1 and webhook_id = $2 and id = $3 and dead_at is not null`,
    [tx.scope.district, webhookId, id, at(now)],
  );
  if (revived > 0) return 'revived';
  const known = await tx.rows(
    'select from webhook_deliveries where district_code = $1 and webhook_id = $2 and id = $3',
    [tx.scope.district, webhookId, id],
  );
  return known.length > 0 ? 'not-dead' : 'unknown';
}

/** Deliveries are kept to look at, not for ever. */
export async function pruneDeliveries(tx: Tx, sentBefore: number, deadBefore: number): Promise<void> {
  await tx.count(
    'delete from webhook_deliveries where district_code = $1 and (sent_at < $2 or dead_at < $3)',
    [tx.scope.district, at(sentBefore), at(deadBefore)],
  );
}
