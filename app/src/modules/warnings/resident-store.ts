// SQL of messages to residents.
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type Gateway = { id: string; name: string; url: string; secret: string; enabled: boolean };

export function listGateways(tx: Tx): Promise<Gateway[]> {
  return tx.rows<Gateway>(
    'select id::text, name, url, secret, enabled from resident_gateways where district_code = $1 order by name, id',
    [tx.scope.district],
  );
}

export async function insertGateway(
  tx: Tx,
  one: Omit<Gateway, 'enabled'> & { at: number },
): Promise<boolean> {
  const written = await tx.count(
    `insert into resident_gateways (district_code, id, name, url, secret, enabled, added_at) values ($1, $2, $3, $4, $5, true, $6)
     on conflict do nothing`,
    [tx.scope.district, one.id, one.name, one.url, one.secret, time(one.at)],
  );
  return written === 1;
}

export function switchGateway(tx: Tx, id: string, on: boolean): Promise<number> {
  return tx.count('update resident_gateways set enabled = $3 where district_code = $1 and id = $2', [
    tx.scope.district,
    id,
    on,
  ]);
}

export type Message = {
  id: string;
  warningId: string;
  text: string;
  draftedBy: string;
  draftedAt: number;
  approvedBy: string | null;
  sentAt: number | null;
  withdrawnAt: number | null;
};

const MESSAGE = `select id::text, warning_id::text as "warningId", text, drafted_by::text as "draftedBy", drafted_at as "draftedAt",
  approved_by::text as "approvedBy", sent_at as "sentAt", withdrawn_at as "withdrawnAt" from resident_messages where district_code = $1`;

export async function findMessage(tx: Tx, id: string): Promise<Message | undefined> {
  const [row] = await tx.rows<Message>(`${MESSAGE} and id = $2`, [tx.scope.district, id]);
  return row;
}

export function listMessages(tx: Tx, warningId: string): Promise<Message[]> {
  return tx.rows<Message>(`${MESSAGE} and warning_id = $2 order by drafted_at desc, id`, [
    tx.scope.district,
    warningId,
  ]);
}

export async function insertMessage(
  tx: Tx,
  one: Pick<Message, 'id' | 'warningId' | 'text' | 'draftedBy' | 'draftedAt'>,
): Promise<void> {
  await tx.count(
    `insert into resident_messages (district_code, id, warning_id, text, drafted_by, drafted_at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [tx.scope.district, one.id, one.warningId, one.text, one.draftedBy, time(one.draftedAt)],
  );
}

/** False when it went out or was withdrawn meanwhile. */
export async function sendMessage(tx: Tx, id: string, account: string, at: number): Promise<boolean> {
  const written = await tx.count(
    `update resident_messages set approved_by = $3, sent_at = $4
     where district_code = $1 and id = $2 and sent_at is null and withdrawn_at is null`,
    [tx.scope.district, id, account, time(at)],
  );
  return written === 1;
}

export async function withdrawMessage(tx: Tx, id: string, at: number): Promise<boolean> {
  const written = await tx.count(
    `update resident_messages set withdrawn_at = $3 where district_code = $1 and id = $2 and sent_at is null and withdrawn_at is null`,
    [tx.scope.district, id, time(at)],
  );
  return written === 1;
}

export async function insertGrids(
  tx: Tx,
  messageId: string,
  areas: readonly string[],
  gateways: readonly string[],
  at: number,
): Promise<void> {
  await tx.count(
    `insert into resident_message_grids (district_code, message_id, area_id, gateway_id, state, attempts, next_at)
     select $1, $2, a, g, 'waiting', 0, $5 from unnest($3::uuid[]) a cross join unnest($4::uuid[]) g on conflict do nothing`,
    [tx.scope.district, messageId, areas, gateways, time(at)],
  );
}

export type Part = {
  messageId: string;
  areaId: string;
  areaName: string;
  areaCode: string | null;
  gatewayId: string;
  gateway: string;
  state: 'waiting' | 'sent' | 'failed';
  attempts: number;
  failure: string | null;
  addressed: number | null;
  received: number | null;
};

const PART = `select g.message_id::text as "messageId", g.area_id::text as "areaId", n.name as "areaName", n.code as "areaCode",
  g.gateway_id::text as "gatewayId", w.name as gateway, g.state, g.attempts, g.failure, g.addressed, g.received
from resident_message_grids g
join tree_nodes n on n.district_code = g.district_code and n.id = g.area_id
join resident_gateways w on w.district_code = g.district_code and w.id = g.gateway_id
where g.district_code = $1`;

export function listParts(tx: Tx, messageIds: readonly string[]): Promise<Part[]> {
  return tx.rows<Part>(`${PART} and g.message_id = any ($2::uuid[]) order by n.path, w.name`, [
    tx.scope.district,
    messageIds,
  ]);
}

/** Takes what is due and puts it off, so that another process leaves it alone. */
export async function claimParts(tx: Tx, now: number, again: number): Promise<Part[]> {
  const claimed = await tx.rows<{ messageId: string; areaId: string; gatewayId: string }>(
    `update resident_message_grids g set attempts = g.attempts + 1, next_at = $3
     from (select message_id, area_id, gateway_id from resident_message_grids where district_code = $1 and state = 'waiting'
             and next_at <= $2 order by next_at limit 50 for update skip locked) d
     where g.district_code = $1 and g.message_id = d.message_id and g.area_id = d.area_id and g.gateway_id = d.gateway_id
     returning g.message_id::text as "messageId", g.area_id::text as "areaId", g.gateway_id::text as "gatewayId"`,
    [tx.scope.district, time(now), time(again)],
  );
  if (claimed.length === 0) return [];
  const all = await listParts(tx, [...new Set(claimed.map((one) => one.messageId))]);
  return all.filter((part) =>
    claimed.some(
      (one) =>
        one.messageId === part.messageId && one.areaId === part.areaId && one.gatewayId === part.gatewayId,
    ),
  );
}

export async function settlePart(
  tx: Tx,
  part: Pick<Part, 'messageId' | 'areaId' | 'gatewayId'>,
  state: Part['state'],
  failure: string | null,
): Promise<void> {
  await tx.count(
    `update resident_message_grids set state = $5, failure = $6
     where district_code = $1 and message_id = $2 and area_id = $3 and gateway_id = $4`,
    [tx.scope.district, part.messageId, part.areaId, part.gatewayId, state, failure],
  );
}

/** The gateway's newest count of a grid; how many, never who. */
export function countPart(
  tx: Tx,
  part: Pick<Part, 'messageId' | 'areaId' | 'gatewayId'>,
  counts: { addressed: number; received: number; at: number },
): Promise<number> {
  return tx.count(
    `update resident_message_grids set addressed = $5, received = $6, counted_at = $7
     where district_code = $1 and message_id = $2 and area_id = $3 and gateway_id = $4`,
    [
      tx.scope.district,
      part.messageId,
      part.areaId,
      part.gatewayId,
      counts.addressed,
      counts.received,
      time(counts.at),
    ],
  );
}
