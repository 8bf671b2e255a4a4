import type { Replacement } from '../../engines/tree/types.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { Mapping, ReplyForm, SharedState, SourceBody, StateWords } from './contract.ts';
import type { Link } from './sync.ts';

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

export type Source = {
  id: string;
  code: string;
  name: string;
  kind: SourceBody['kind'];
  unitId: string;
  areaId: string;
  enabled: boolean;
  mapping: Mapping;
  words: StateWords;
  reply: ReplyForm;
  /** Sealed; nobody but the code that signs opens them. */
  secret: string | null;
  callback: string | null;
  callbackOn: boolean;
  version: number;
};

const SOURCE = `id, code, name, kind, unit_id as "unitId", area_id as "areaId", enabled, mapping, words, reply, secret, callback,
  callback_on as "callbackOn", version`;

export function listSources(tx: Tx): Promise<Source[]> {
  return tx.rows<Source>(`select ${SOURCE} from outside_sources where district_code = $1 order by name, id`, [
    tx.scope.district,
  ]);
}

export async function findSource(tx: Tx, by: { id: string } | { code: string }): Promise<Source | undefined> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['code', by.code];
  const rows = await tx.rows<Source>(
    `select ${SOURCE} from outside_sources where district_code = $1 and ${column} = $2`,
    [tx.scope.district, value],
  );
  return rows[0];
}

export function insertSource(tx: Tx, id: string, source: SourceBody, now: number): Promise<number> {
  return tx.count(
    `insert into outside_sources (district_code, id, code, name, kind, unit_id, area_id, enabled, mapping, words, reply, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [tx.scope.district, id, ...sourceValues(source), time(now)],
  );
}

/** Changes a source as long as it still has the version that the editor saw. */
export function updateSource(
  tx: Tx,
  id: string,
  baseVersion: number,
  source: SourceBody,
  now: number,
): Promise<number> {
  return tx.count(
    `update outside_sources set code = $4, name = $5, kind = $6, unit_id = $7, area_id = $8, enabled = $9, mapping = $10, words = $11,
       reply = $12, updated_at = $13, version = version + 1
     where district_code = $1 and id = $2 and version = $3`,
    [tx.scope.district, id, baseVersion, ...sourceValues(source), time(now)],
  );
}

function sourceValues(source: SourceBody): unknown[] {
  return [
    source.code,
    source.name,
    source.kind,
    source.unitId,
    source.areaId,
    source.enabled,
    JSON.stringify(source.mapping),
    JSON.stringify(source.words),
    JSON.stringify(source.reply),
  ];
}

export function setSecret(tx: Tx, id: string, sealed: string): Promise<number> {
  return tx.count('update outside_sources set secret = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    sealed,
  ]);
}

export function setCallback(tx: Tx, id: string, sealed: string | null, on: boolean): Promise<number> {
  return tx.count(
    'update outside_sources set callback = $3, callback_on = $4 where district_code = $1 and id = $2',
    [tx.scope.district, id, sealed, on],
  );
}

/** Remembers a nonce; false when it was used before. */
export async function useNonce(tx: Tx, sourceId: string, nonce: string, now: number): Promise<boolean> {
  const fresh = await tx.count(
    `insert into outside_nonces (district_code, source_id, nonce, at) values ($1, $2, $3, $4) on conflict do nothing`,
    [tx.scope.district, sourceId, nonce, time(now)],
  );
  return fresh === 1;
}

export function pruneNonces(tx: Tx, before: number): Promise<number> {
  return tx.count('delete from outside_nonces where district_code = $1 and at < $2', [
    tx.scope.district,
    time(before),
  ]);
}

export type Order = {
  id: string;
  sourceId: string;
  number: string;
  caseId: string;
  joined: boolean;
  deadline: number | null;
  receivedAt: number | null;
  seenTexts: string[];
  echoed: Record<string, string>;
  link: Link;
  caseVersion: number;
  attention: 'late-return' | 'withdrawn' | 'unknown-word' | null;
};

const ORDER = `o.id, o.source_id as "sourceId", o.number, o.case_id as "caseId", o.joined, o.deadline, o.received_at as "receivedAt",
  o.seen_texts as "seenTexts", o.echoed, o.link, o.case_version as "caseVersion", o.attention`;

export async function findOrder(tx: Tx, sourceId: string, number: string): Promise<Order | undefined> {
  const rows = await tx.rows<Order>(
    `select ${ORDER} from outside_orders o where o.district_code = $1 and o.source_id = $2 and o.number = $3`,
    [tx.scope.district, sourceId, number],
  );
  return rows[0];
}

/** The order with its row locked: what is decided about its link is decided once. */
export async function lockOrder(tx: Tx, id: string): Promise<Order | undefined> {
  const rows = await tx.rows<Order>(
    `select ${ORDER} from outside_orders o where o.district_code = $1 and o.id = $2 for update`,
    [tx.scope.district, id],
  );
  return rows[0];
}

export type NewOrder = Omit<Order, 'link' | 'caseVersion'> & {
  link: Link;
  personHash: Uint8Array | null;
  category: string;
  at: number;
};

/** Writes an order; false when its number is known already. */
export async function insertOrder(tx: Tx, order: NewOrder): Promise<boolean> {
  const written = await tx.count(
    `insert into outside_orders (district_code, id, source_id, number, case_id, joined, deadline, received_at, seen_texts, echoed,
       person_hash, category, link, case_version, attention, taken_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15, $15) on conflict do nothing`,
    [
      tx.scope.district,
      order.id,
      order.sourceId,
      order.number,
      order.caseId,
      order.joined,
      time(order.deadline),
      time(order.receivedAt),
      order.seenTexts,
      JSON.stringify(order.echoed),
      order.personHash,
      order.category,
      JSON.stringify(order.link),
      order.attention,
      time(order.at),
    ],
  );
  return written === 1;
}

export function saveNews(
  tx: Tx,
  id: string,
  news: {
    deadline: number | null;
    receivedAt: number | null;
    seenTexts: string[];
    echoed: Record<string, string>;
  },
  now: number,
): Promise<number> {
  return tx.count(
    `update outside_orders set deadline = $3, received_at = $4, seen_texts = $5, echoed = $6, changed_at = $7
     where district_code = $1 and id = $2`,
    [
      tx.scope.district,
      id,
      time(news.deadline),
      time(news.receivedAt),
      news.seenTexts,
      JSON.stringify(news.echoed),
      time(now),
    ],
  );
}

export function saveLink(
  tx: Tx,
  id: string,
  link: Link,
  attention: Order['attention'],
  now: number,
): Promise<number> {
  return tx.count(
    'update outside_orders set link = $3, attention = $4, changed_at = $5 where district_code = $1 and id = $2',
    [tx.scope.district, id, JSON.stringify(link), attention, time(now)],
  );
}

/** Records a state that crossed; false when this very thing was said before. */
export async function insertSync(
  tx: Tx,
  sync: {
    id: string;
    orderId: string;
    direction: 'in' | 'out';
    key: string;
    state: SharedState;
    effect: string;
    at: number;
    nextAt: number | null;
  },
): Promise<boolean> {
  const written = await tx.count(
    `insert into outside_syncs (district_code, id, order_id, direction, key, state, effect, at, next_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (district_code, order_id, direction, key) do nothing`,
    [
      tx.scope.district,
      sync.id,
      sync.orderId,
      sync.direction,
      sync.key,
      sync.state,
      sync.effect,
      time(sync.at),
      time(sync.nextAt),
    ],
  );
  return written === 1;
}

export async function isSynced(
  tx: Tx,
  orderId: string,
  direction: 'in' | 'out',
  key: string,
): Promise<boolean> {
  const rows = await tx.rows(
    'select from outside_syncs where district_code = $1 and order_id = $2 and direction = $3 and key = $4',
    [tx.scope.district, orderId, direction, key],
  );
  return rows.length > 0;
}

export type SyncRow = {
  direction: 'in' | 'out';
  state: SharedState;
  effect: string;
  at: number;
  sentAt: number | null;
};

export function listSyncs(tx: Tx, orderId: string): Promise<SyncRow[]> {
  return tx.rows<SyncRow>(
    `select direction, state, effect, at, sent_at as "sentAt" from outside_syncs where district_code = $1 and order_id = $2
     order by at, id`,
    [tx.scope.district, orderId],
  );
}

/** Orders whose case went on since we looked, oldest look first. */
export function listBehind(tx: Tx, most: number): Promise<{ id: string; caseId: string }[]> {
  return tx.rows<{ id: string; caseId: string }>(
    `select o.id, o.case_id as "caseId" from outside_orders o join cases c on c.district_code = o.district_code and c.id = o.case_id
     where o.district_code = $1 and o.case_version < c.version order by o.changed_at, o.id limit $2`,
    [tx.scope.district, most],
  );
}

export function markSeen(tx: Tx, id: string, version: number): Promise<number> {
  return tx.count('update outside_orders set case_version = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    version,
  ]);
}

export function insertReply(
  tx: Tx,
  reply: { id: string; orderId: string; caseVersion: number; state: SharedState; text: string; at: number },
): Promise<number> {
  return tx.count(
    `insert into outside_replies (district_code, id, order_id, case_version, state, text, made_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [tx.scope.district, reply.id, reply.orderId, reply.caseVersion, reply.state, reply.text, time(reply.at)],
  );
}

/** Final answers that never left and no longer hold, because the case went on, are struck out. */
export function dropOvertaken(tx: Tx, orderId: string, keep: number): Promise<number> {
  return tx.count(
    `delete from outside_replies where district_code = $1 and order_id = $2 and delivered_at is null
       and state in ('replied', 'declined') and case_version <> $3`,
    [tx.scope.district, orderId, keep],
  );
}

export type WaitingReply = {
  id: string;
  orderId: string;
  state: SharedState;
  text: string;
  madeAt: number;
  number: string;
  deadline: number | null;
  echoed: Record<string, string>;
  caseNumber: string;
  ownerUnit: string | null;
};

/** Replies of a source that the caller may see: those that wait, or all of the named orders (the newest of each). */
export function listReplies(
  tx: Tx,
  sourceId: string,
  orderIds: readonly string[] | null,
  most: number,
): Promise<WaitingReply[]> {
  return tx.rows<WaitingReply>(
    `select r.id, r.order_id as "orderId", r.state, r.text, r.made_at as "madeAt", o.number, o.deadline, o.echoed,
       c.number as "caseNumber", c.owner_unit as "ownerUnit"
     from outside_replies r join outside_orders o on o.district_code = r.district_code and o.id = r.order_id
       join cases c on c.district_code = o.district_code and c.id = o.case_id
     where r.district_code = $1 and o.source_id = $2
       and (($3::uuid[] is null and r.delivered_at is null)
         or (o.id = any ($3::uuid[]) and r.made_at = (select max(l.made_at) from outside_replies l
           where l.district_code = r.district_code and l.order_id = r.order_id)))
     order by r.made_at, r.id limit $4`,
    [tx.scope.district, sourceId, orderIds, most],
  );
}

/** Says that a reply left; false when it had left before. */
export async function markDelivered(
  tx: Tx,
  replyId: string,
  delivery: 'file' | 'callback',
  now: number,
): Promise<boolean> {
  const marked = await tx.count(
    `update outside_replies set delivered_at = $3, delivery = $4
     where district_code = $1 and id = $2 and delivered_at is null`,
    [tx.scope.district, replyId, time(now), delivery],
  );
  return marked === 1;
}

export type DueSync = { id: string; orderId: string; sourceId: string; state: SharedState; attempts: number };

/** Words that should leave by a callback now; each is held for two minutes by whoever took it. */
export function claimDue(tx: Tx, now: number, until: number, most: number): Promise<DueSync[]> {
  return tx.rows<DueSync>(
    `update outside_syncs s set attempts = s.attempts + 1, next_at = $3
     from (select d.id from outside_syncs d where d.district_code = $1 and d.direction = 'out' and d.sent_at is null and d.next_at <= $2
           order by d.next_at limit $4 for update skip locked) due, outside_orders o
     where s.district_code = $1 and s.id = due.id and o.district_code = $1 and o.id = s.order_id
     returning s.id, s.order_id as "orderId", o.source_id as "sourceId", s.state, s.attempts`,
    [tx.scope.district, time(now), time(until), most],
  );
}

export function settleSync(
  tx: Tx,
  id: string,
  result: { sentAt: number | null; nextAt: number | null; failure: string | null; effect?: string },
): Promise<number> {
  return tx.count(
    `update outside_syncs set sent_at = $3, next_at = $4, failure = $5, effect = coalesce($6, effect)
     where district_code = $1 and id = $2`,
    [tx.scope.district, id, time(result.sentAt), time(result.nextAt), result.failure, result.effect ?? null],
  );
}

export type OrderLine = {
  id: string;
  number: string;
  sourceId: string;
  sourceName: string;
  caseId: string;
  caseNumber: string;
  caseState: string;
  headline: string;
  joined: boolean;
  deadline: number | null;
  closedAt: number | null;
  theirs: SharedState | null;
  attention: Order['attention'];
  waiting: number;
  replied: number | null;
  takenAt: number;
};

/** The orders that the caller may see. Ids are in the order of arrival, so they are the cursor. */
export function listOrders(
  tx: Tx,
  filter: {
    source?: string | undefined;
    view: 'all' | 'reply' | 'late' | 'attention';
    q?: string | undefined;
    now: number;
    after?: string | undefined;
    limit: number;
  },
): Promise<OrderLine[]> {
  const view = {
    all: 'true',
    reply: 'w.n > 0',
    late: "o.deadline < $4 and not exists (select from outside_replies f where f.district_code = o.district_code and f.order_id = o.id and f.state in ('replied', 'declined') and f.delivered_at <= o.deadline)",
    attention: 'o.attention is not null',
  }[filter.view];
  return tx.rows<OrderLine>(
    `select o.id, o.number, o.source_id as "sourceId", s.name as "sourceName", o.case_id as "caseId", c.number as "caseNumber",
       c.state as "caseState", c.headline, o.joined, o.deadline, c.closed_at as "closedAt", o.link ->> 'theirs' as theirs, o.attention,
       w.n as waiting, w.last as replied, o.taken_at as "takenAt"
     from outside_orders o
       join outside_sources s on s.district_code = o.district_code and s.id = o.source_id
       join cases c on c.district_code = o.district_code and c.id = o.case_id
       cross join lateral (select count(*) filter (where r.delivered_at is null)::int as n, max(r.delivered_at) as last
         from outside_replies r where r.district_code = o.district_code and r.order_id = o.id) w
     where o.district_code = $1 and ($2::uuid is null or o.source_id = $2) and ($3::text is null or strpos(o.number, $3) > 0)
       and $4::timestamptz is not null
       and ($5::uuid is null or (o.taken_at, o.id) < (select a.taken_at, a.id from outside_orders a where a.district_code = $1 and a.id = $5))
       and ${view}
     order by o.taken_at desc, o.id desc limit $6`,
    [
      tx.scope.district,
      filter.source ?? null,
      filter.q ?? null,
      time(filter.now),
      filter.after ?? null,
      filter.limit,
    ],
  );
}

export type SamePerson = {
  number: string;
  caseId: string;
  caseNumber: string;
  category: string;
  closed: boolean;
  takenAt: number;
};

/** Earlier orders of the same caller, newest first. */
export function listSamePerson(
  tx: Tx,
  personHash: Uint8Array,
  category: string,
  since: number,
): Promise<SamePerson[]> {
  return tx.rows<SamePerson>(
    `select o.number, o.case_id as "caseId", c.number as "caseNumber", o.category, c.closed_at is not null as closed,
       o.taken_at as "takenAt"
     from outside_orders o join cases c on c.district_code = o.district_code and c.id = o.case_id
     where o.district_code = $1 and o.person_hash = $2 and o.taken_at >= $4 and ($3 = '' or o.category = $3 or o.category = '')
     order by o.taken_at desc limit 5`,
    [tx.scope.district, personHash, category, time(since)],
  );
}

export async function caseStateOf(tx: Tx, caseId: string): Promise<string | undefined> {
  const rows = await tx.rows<{ state: string }>(
    'select state from cases where district_code = $1 and id = $2',
    [tx.scope.district, caseId],
  );
  return rows[0]?.state;
}

/** An ended area or unit has another in its place: what a sender sends goes there. */
export async function followReplacement(tx: Tx, change: Replacement): Promise<void> {
  if (change.tree === 'party') return;
  const column = change.tree === 'area' ? 'area_id' : 'unit_id';
  await tx.rows(
    `update outside_sources s set ${column} = e.next from unnest($2::uuid[], $3::uuid[]) as e (old, next)
     where s.district_code = $1 and s.${column} = e.old`,
    [tx.scope.district, change.ended.map((one) => one.id), change.ended.map((one) => one.to)],
  );
}
