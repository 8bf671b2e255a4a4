// SQL of warnings.
import type { Tx } from '../../platform/db/db.ts';
import type { CapFault } from './cap/fault.ts';
import type { Reference, Shape } from './cap/meaning.ts';
import type { Colour } from './colours.ts';

const time = (ms: number) => new Date(ms).toISOString();
const timeOr = (ms: number | null) => (ms === null ? null : time(ms));

export type WarningRow = {
  id: string;
  origin: 'cap' | 'typed';
  version: string | null;
  sender: string;
  identifier: string;
  sentAt: number;
  status: string;
  msgType: string;
  scope: string;
  refs: Reference[];
  event: string;
  risk: string;
  colour: Colour | null;
  colourFrom: string;
  severity: string;
  urgency: string;
  certainty: string;
  issuer: string;
  documentNumber: string | null;
  headline: string;
  description: string;
  instruction: string;
  contact: string;
  effectiveAt: number;
  onsetAt: number | null;
  expiresAt: number;
  areaWords: string;
  shapes: Shape[];
  notes: CapFault[];
  signed: boolean;
  source: string;
  receivedAt: number;
  announcedAt: number | null;
  endedAt: number | null;
  endedBy: string | null;
  endedWhy: string | null;
};

const WARNING = `w.id::text, w.origin, w.version, w.sender, w.identifier, w.sent_at as "sentAt", w.status, w.msg_type as "msgType", w.scope,
  w.refs, w.event, w.risk, w.colour, w.colour_from as "colourFrom", w.severity, w.urgency, w.certainty, w.issuer,
  w.document_number as "documentNumber", w.headline, w.description, w.instruction, w.contact, w.effective_at as "effectiveAt",
  w.onset_at as "onsetAt", w.expires_at as "expiresAt", w.area_words as "areaWords", w.shapes, w.notes, w.signed, w.source,
  w.received_at as "receivedAt", w.announced_at as "announcedAt", w.ended_at as "endedAt", w.ended_by::text as "endedBy",
  w.ended_why as "endedWhy"`;

export type NewWarning = Omit<WarningRow, 'announcedAt' | 'endedAt' | 'endedBy' | 'endedWhy'> & {
  document: Uint8Array | null;
  receivedBy: string | null;
};

/** False when an alert of this name is known already. */
export async function insertWarning(tx: Tx, one: NewWarning): Promise<boolean> {
  const written = await tx.count(
    `insert into warnings (district_code, id, origin, version, sender, identifier, sent_at, status, msg_type, scope, refs, event, risk,
       colour, colour_from, severity, urgency, certainty, issuer, document_number, headline, description, instruction, contact,
       effective_at, onset_at, expires_at, area_words, shapes, notes, signed, document, source, received_at, received_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
       $27, $28, $29, $30, $31, $32, $33, $34, $35) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.origin,
      one.version,
      one.sender,
      one.identifier,
      time(one.sentAt),
      one.status,
      one.msgType,
      one.scope,
      JSON.stringify(one.refs),
      one.event,
      one.risk,
      one.colour,
      one.colourFrom,
      one.severity,
      one.urgency,
      one.certainty,
      one.issuer,
      one.documentNumber,
      one.headline,
      one.description,
      one.instruction,
      one.contact,
      time(one.effectiveAt),
      timeOr(one.onsetAt),
      time(one.expiresAt),
      one.areaWords,
      JSON.stringify(one.shapes),
      JSON.stringify(one.notes),
      one.signed,
      one.document,
      one.source,
      time(one.receivedAt),
      one.receivedBy,
    ],
  );
  return written === 1;
}

export async function findWarning(tx: Tx, id: string): Promise<WarningRow | undefined> {
  const [row] = await tx.rows<WarningRow>(
    `select ${WARNING} from warnings w where w.district_code = $1 and w.id = $2`,
    [tx.scope.district, id],
  );
  return row;
}

export async function findByName(
  tx: Tx,
  sender: string,
  identifier: string,
): Promise<WarningRow | undefined> {
  const [row] = await tx.rows<WarningRow>(
    `select ${WARNING} from warnings w where w.district_code = $1 and w.sender = $2 and w.identifier = $3`,
    [tx.scope.district, sender, identifier],
  );
  return row;
}

export async function findDocument(tx: Tx, id: string): Promise<Uint8Array | undefined> {
  const [row] = await tx.rows<{ document: Uint8Array | null }>(
    'select document from warnings where district_code = $1 and id = $2',
    [tx.scope.district, id],
  );
  return row?.document ?? undefined;
}

/** Warnings that name this one in their references. */
export function listFollowers(tx: Tx, sender: string, identifier: string): Promise<WarningRow[]> {
  return tx.rows<WarningRow>(
    `select ${WARNING} from warnings w where w.district_code = $1 and w.refs @> $2::jsonb order by w.sent_at limit 100`,
    [tx.scope.district, JSON.stringify([{ sender, identifier }])],
  );
}

export async function endWarning(
  tx: Tx,
  id: string,
  by: { at: number; id: string; why: 'updated' | 'cancelled' },
): Promise<void> {
  await tx.count(
    `update warnings set ended_at = $3, ended_by = $4, ended_why = $5 where district_code = $1 and id = $2 and ended_at is null`,
    [tx.scope.district, id, time(by.at), by.id, by.why],
  );
}

/** What holds at a moment, or begins later; `elsewhere` those that match none of our areas. The highest colour first. */
export function listWarnings(
  tx: Tx,
  which: 'in-force' | 'elsewhere' | 'past',
  now: number,
  limit: number,
): Promise<WarningRow[]> {
  const here = `exists (select 1 from warning_areas a where a.district_code = w.district_code and a.warning_id = w.id)`;
  const holds = `w.ended_at is null and w.expires_at > $2 and w.msg_type in ('Alert', 'Update')`;
  const where = {
    'in-force': `${holds} and ${here}`,
    elsewhere: `${holds} and not ${here}`,
    past: `not (${holds})`,
  }[which];
  return tx.rows<WarningRow>(
    `select ${WARNING} from warnings w where w.district_code = $1 and ($2::timestamptz is not null) and ${where}
     order by ${which === 'past' ? '' : `array_position(array['red', 'orange', 'yellow', 'blue'], w.colour) nulls last,`} w.sent_at desc, w.id
     limit $3`,
    [tx.scope.district, time(now), limit],
  );
}

/** The red warnings in force over a place, from above or within it, by their headlines. */
export async function redWarningsOver(tx: Tx, areaPath: string, now: number): Promise<string[]> {
  const rows = await tx.rows<{ headline: string }>(
    `select distinct coalesce(nullif(w.headline, ''), concat_ws(' ', w.issuer, w.event, w.document_number)) as headline from warnings w
     join warning_areas a on a.district_code = w.district_code and a.warning_id = w.id
     join tree_nodes n on n.district_code = a.district_code and n.id = a.area_id
     where w.district_code = $1 and w.colour = 'red' and w.ended_at is null and w.expires_at > $3 and w.msg_type in ('Alert', 'Update')
       and (starts_with($2, n.path) or starts_with(n.path, $2)) order by 1`,
    [tx.scope.district, areaPath, time(now)],
  );
  return rows.map((row) => row.headline);
}

export async function insertAreas(
  tx: Tx,
  warningId: string,
  areas: readonly { id: string; how: string }[],
): Promise<void> {
  await tx.count(
    `insert into warning_areas (district_code, warning_id, area_id, how)
     select $1, $2, id, how from jsonb_to_recordset($3::jsonb) as r (id uuid, how text) on conflict do nothing`,
    [tx.scope.district, warningId, JSON.stringify(areas.map(({ id, how }) => ({ id, how })))],
  );
}

export type WarningArea = { id: string; name: string; level: string; path: string; how: string };

export function listAreas(tx: Tx, warningId: string): Promise<WarningArea[]> {
  return tx.rows<WarningArea>(
    `select n.id::text, n.name, n.level, n.path, a.how from warning_areas a
     join tree_nodes n on n.district_code = a.district_code and n.id = a.area_id
     where a.district_code = $1 and a.warning_id = $2 order by n.path`,
    [tx.scope.district, warningId],
  );
}

export async function markAnnounced(tx: Tx, id: string, at: number): Promise<boolean> {
  const written = await tx.count(
    `update warnings set announced_at = $3 where district_code = $1 and id = $2 and announced_at is null`,
    [tx.scope.district, id, time(at)],
  );
  return written === 1;
}

/** The responses that rest on a warning, as far as the reader sees them. */
export function listEmergenciesOf(
  tx: Tx,
  id: string,
): Promise<{ id: string; number: string; headline: string; state: string }[]> {
  return tx.rows(
    `select id::text, number, headline, state from cases where district_code = $1 and kind = 'emergency'
       and facts -> 'emergency' -> 'warnings' ? $2 order by filed_at desc limit 50`,
    [tx.scope.district, id],
  );
}

/** Where a response to a risk runs now. */
export async function listRunningPaths(tx: Tx, risk: string): Promise<string[]> {
  const rows = await tx.rows<{ path: string }>(
    `select area_path as path from cases where district_code = $1 and kind = 'emergency' and closed_at is null
       and state <> 'emergency-recovering' and facts -> 'emergency' ->> 'risk' = $2`,
    [tx.scope.district, risk],
  );
  return rows.map((row) => row.path);
}

export type RefusalRow = {
  id: string;
  source: string;
  digest: string;
  bytes: number;
  faults: readonly CapFault[];
  at: number;
};

export async function insertRefusal(tx: Tx, one: RefusalRow & { receivedBy: string | null }): Promise<void> {
  await tx.count(
    `insert into warning_refusals (district_code, id, source, digest, bytes, faults, at, received_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.scope.district,
      one.id,
      one.source,
      one.digest,
      one.bytes,
      JSON.stringify(one.faults),
      time(one.at),
      one.receivedBy,
    ],
  );
}

export function listRefusals(tx: Tx, limit: number): Promise<RefusalRow[]> {
  return tx.rows<RefusalRow>(
    `select id::text, source, digest, bytes, faults, at from warning_refusals where district_code = $1 order by at desc, id desc limit $2`,
    [tx.scope.district, limit],
  );
}

export async function findEmergencyVersion(tx: Tx, id: string): Promise<{ version: number } | undefined> {
  const [row] = await tx.rows<{ version: number }>(
    `select version from cases where district_code = $1 and id = $2 and kind = 'emergency'`,
    [tx.scope.district, id],
  );
  return row;
}

export type RelayRow = {
  id: string;
  warningId: string;
  msgType: 'Alert' | 'Update' | 'Cancel';
  formerId: string | null;
  identifier: string;
  sentAt: number | null;
  instruction: string;
  expiresAt: number;
  draftedBy: string;
  draftedAt: number;
  approvedBy: string | null;
  document: string | null;
  withdrawnAt: number | null;
};

const RELAY = `select id::text, warning_id::text as "warningId", msg_type as "msgType", former_id::text as "formerId", identifier,
  sent_at as "sentAt", instruction, expires_at as "expiresAt", drafted_by::text as "draftedBy", drafted_at as "draftedAt",
  approved_by::text as "approvedBy", document, withdrawn_at as "withdrawnAt" from warning_relays r where district_code = $1`;

/** False when this id is taken. */
export async function insertRelay(
  tx: Tx,
  one: Omit<RelayRow, 'sentAt' | 'approvedBy' | 'document' | 'withdrawnAt'>,
): Promise<boolean> {
  const written = await tx.count(
    `insert into warning_relays (district_code, id, warning_id, msg_type, former_id, identifier, instruction, expires_at, drafted_by,
       drafted_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.warningId,
      one.msgType,
      one.formerId,
      one.identifier,
      one.instruction,
      time(one.expiresAt),
      one.draftedBy,
      time(one.draftedAt),
    ],
  );
  return written === 1;
}

export async function findRelay(tx: Tx, id: string): Promise<RelayRow | undefined> {
  const [row] = await tx.rows<RelayRow>(`${RELAY} and id = $2`, [tx.scope.district, id]);
  return row;
}

export function listRelays(tx: Tx, warningId: string): Promise<RelayRow[]> {
  return tx.rows<RelayRow>(`${RELAY} and warning_id = $2 order by drafted_at, id`, [
    tx.scope.district,
    warningId,
  ]);
}

/** The one that updates or cancels a relay and was not withdrawn. */
export async function findFollowing(tx: Tx, id: string): Promise<RelayRow | undefined> {
  const [row] = await tx.rows<RelayRow>(`${RELAY} and former_id = $2 and withdrawn_at is null`, [
    tx.scope.district,
    id,
  ]);
  return row;
}

/**
 * What went out and still counts, the newest first; no alert of a warning that its issuer ended. Our own cancellation stays in the list, so that
 * whoever reads it learns of the end.
 */
export function listOut(tx: Tx, now: number, limit: number): Promise<RelayRow[]> {
  return tx.rows<RelayRow>(
    `${RELAY} and sent_at is not null and expires_at > $2
       and (msg_type = 'Cancel' or not exists (select from warnings w where w.district_code = r.district_code and w.id = r.warning_id
         and w.ended_at is not null))
     order by sent_at desc, id limit $3`,
    [tx.scope.district, time(now), limit],
  );
}

/** False when it went out or was withdrawn meanwhile. */
export async function sendRelay(
  tx: Tx,
  id: string,
  by: { account: string; at: number; document: string },
): Promise<boolean> {
  const written = await tx.count(
    `update warning_relays set approved_by = $3, sent_at = $4, document = $5
     where district_code = $1 and id = $2 and sent_at is null and withdrawn_at is null`,
    [tx.scope.district, id, by.account, time(by.at), by.document],
  );
  return written === 1;
}

export async function withdrawRelay(tx: Tx, id: string, at: number): Promise<boolean> {
  const written = await tx.count(
    `update warning_relays set withdrawn_at = $3
     where district_code = $1 and id = $2 and sent_at is null and withdrawn_at is null`,
    [tx.scope.district, id, time(at)],
  );
  return written === 1;
}

export async function districtName(tx: Tx): Promise<string> {
  const [row] = await tx.rows<{ name: string }>('select name from districts where code = $1', [
    tx.scope.district,
  ]);
  return row?.name ?? tx.scope.district;
}
