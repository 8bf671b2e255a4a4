// SQL of transfer lists and slips.
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type TransferRow = {
  id: string;
  number: string;
  version: number;
  state: string;
  address: string;
  areaId: string;
  areaName: string;
  people: number;
  needHelp: number;
  why: string;
  shelter: string | null;
  organiser: string | null;
  leaveBy: number | null;
  /** How many records of people stand behind it; of a home that refuses none is told. */
  named: number;
  /** When it really happened, as it was said or written, whenever it reached us. */
  notifiedAt: number | null;
  arrivedAt: number | null;
  arrivedPeople: number | null;
  arrivedWhere: string | null;
  escalated: boolean;
  released: boolean;
  closedAt: number | null;
};

const TRANSFER = `select c.id::text, c.number, c.version, c.state, c.address, c.area_id::text as "areaId", a.name as "areaName",
  (c.facts -> 'transfer' ->> 'people')::int as people, (c.facts -> 'transfer' ->> 'needHelp')::int as "needHelp",
  c.facts -> 'transfer' ->> 'why' as why, c.facts -> 'transfer' ->> 'shelter' as shelter,
  c.facts -> 'transfer' ->> 'organiser' as organiser, (c.facts -> 'transfer' ->> 'leaveBy')::float8 as "leaveBy",
  case when c.state = 'refused' then 0 else (select count(*)::int from transfer_people l where l.district_code = c.district_code
    and l.transfer_id = c.id and l.register <> 'households') end as named,
  n.at as "notifiedAt", r.at as "arrivedAt", (c.facts -> 'transfer' -> 'arrived' ->> 'people')::int as "arrivedPeople",
  c.facts -> 'transfer' -> 'arrived' ->> 'where' as "arrivedWhere", c.facts ->> 'escalatedTo' is not null as escalated,
  c.facts -> 'transfer' ->> 'released' is not null as released, c.closed_at as "closedAt"
from cases c
join tree_nodes a on a.district_code = c.district_code and a.id = c.area_id
cross join lateral (select max(s.occurred_at) as at from case_steps s where s.district_code = c.district_code and s.case_id = c.id
  and s.name = 'notify-household' and s.outcome = 'accepted') n
cross join lateral (select max(s.occurred_at) as at from case_steps s where s.district_code = c.district_code and s.case_id = c.id
  and s.name = 'record-arrival' and s.outcome = 'accepted') r
where c.district_code = $1 and c.kind = 'transfer'`;

/** In the order in which somebody must act: refused and lost ones first. */
export function listTransfers(
  tx: Tx,
  emergencyId: string,
  filter: { states: readonly string[]; state: string | undefined; limit: number },
): Promise<TransferRow[]> {
  return tx.rows<TransferRow>(
    `${TRANSFER} and c.parent_id = $2 and ($3::text is null or c.state = $3)
     order by array_position($4::text[], c.state), c.filed_at, c.address, c.id limit $5`,
    [tx.scope.district, emergencyId, filter.state ?? null, filter.states, filter.limit],
  );
}

export async function findTransfer(
  tx: Tx,
  id: string,
): Promise<(TransferRow & { areaPath: string; emergencyId: string }) | undefined> {
  const [row] = await tx.rows<TransferRow & { areaPath: string; emergencyId: string }>(
    `select t.*, c.area_path as "areaPath", c.parent_id::text as "emergencyId"
     from (${TRANSFER} and c.id = $2) t join cases c on c.district_code = $1 and c.id = t.id::uuid`,
    [tx.scope.district, id],
  );
  return row;
}

export type Sum = { state: string; households: number; people: number; arrived: number };

/** Counted by state. `people` is the list; `arrived` is only what somebody counted where they arrived. */
export function sumTransfers(tx: Tx, emergencyId: string): Promise<Sum[]> {
  return tx.rows<Sum>(
    `select c.state, count(*)::int as households, sum((c.facts -> 'transfer' ->> 'people')::int)::int as people,
       coalesce(sum((c.facts -> 'transfer' -> 'arrived' ->> 'people')::int), 0)::int as arrived
     from cases c where c.district_code = $1 and c.kind = 'transfer' and c.parent_id = $2 group by 1`,
    [tx.scope.district, emergencyId],
  );
}

/** Open transfers whose commander said that people may go home, and who were not told yet. */
export function listToRelease(tx: Tx, limit: number): Promise<{ id: string; version: number }[]> {
  return tx.rows(
    `select c.id::text, c.version from cases c join cases e on e.district_code = c.district_code and e.id = c.parent_id
     where c.district_code = $1 and c.kind = 'transfer' and c.closed_at is null
       and c.facts -> 'transfer' ->> 'released' is null and e.facts -> 'emergency' ->> 'releasedAt' is not null
     order by c.id limit $2`,
    [tx.scope.district, limit],
  );
}

export async function listClosed(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select id::text from cases where district_code = $1 and id = any ($2::uuid[]) and closed_at is not null`,
    [tx.scope.district, ids],
  );
  return rows.map((one) => one.id);
}

export type SlipRow = {
  id: string;
  transferId: string;
  emergencyId: string;
  part: 'call' | 'arrival';
  round: number;
  printed: number;
  firstPrintedAt: number;
  printedAt: number;
  entered: boolean;
};

const SLIP = `select s.id::text, s.transfer_id::text as "transferId", s.emergency_id::text as "emergencyId", s.part, s.round, s.printed,
  s.first_printed_at as "firstPrintedAt", s.printed_at as "printedAt", e.id is not null as entered
from transfer_slips s left join transfer_slip_entries e on e.district_code = s.district_code and e.slip_id = s.id and e.standing
where s.district_code = $1`;

export async function findSlip(tx: Tx, id: string): Promise<SlipRow | undefined> {
  const [row] = await tx.rows<SlipRow>(`${SLIP} and s.id = $2`, [tx.scope.district, id]);
  return row;
}

export function listSlips(tx: Tx, transferIds: readonly string[]): Promise<SlipRow[]> {
  return tx.rows<SlipRow>(
    `${SLIP} and s.transfer_id = any ($2::uuid[]) order by s.transfer_id, s.part, s.round`,
    [tx.scope.district, transferIds],
  );
}

/** A slip is printed: a new one, or one more copy of it. */
export async function printSlip(
  tx: Tx,
  one: Pick<SlipRow, 'id' | 'transferId' | 'emergencyId' | 'part' | 'round'> & { by: string; at: number },
): Promise<void> {
  await tx.count(
    `insert into transfer_slips as s (district_code, id, transfer_id, emergency_id, part, round, printed, first_printed_at, printed_at, printed_by)
     values ($1, $2, $3, $4, $5, $6, 1, $7, $7, $8)
     on conflict (district_code, id) do update
       set printed = s.printed + 1, printed_at = excluded.printed_at, printed_by = excluded.printed_by`,
    [tx.scope.district, one.id, one.transferId, one.emergencyId, one.part, one.round, time(one.at), one.by],
  );
}

export type EntryRow = {
  id: string;
  slipId: string;
  transferId: string;
  standing: boolean;
  outcome: string;
  takenAs: 'command' | 'note' | 'kept' | 'double';
  people: number | null;
  place: string | null;
  words: string;
  occurredAt: number;
  enteredAt: number;
  enteredBy: string;
};

const ENTRY = `select e.id::text, e.slip_id::text as "slipId", s.transfer_id::text as "transferId", e.standing, e.outcome,
  e.taken_as as "takenAs", e.people, e.place, e.words, e.occurred_at as "occurredAt", e.entered_at as "enteredAt",
  e.entered_by::text as "enteredBy"
from transfer_slip_entries e join transfer_slips s on s.district_code = e.district_code and s.id = e.slip_id
where e.district_code = $1`;

export async function findEntry(tx: Tx, id: string): Promise<EntryRow | undefined> {
  const [row] = await tx.rows<EntryRow>(`${ENTRY} and e.id = $2`, [tx.scope.district, id]);
  return row;
}

export async function findStanding(tx: Tx, slipId: string): Promise<EntryRow | undefined> {
  const [row] = await tx.rows<EntryRow>(`${ENTRY} and e.slip_id = $2 and e.standing`, [
    tx.scope.district,
    slipId,
  ]);
  return row;
}

/** The doubles of an emergency: what came back on a second copy. */
export function listDoubles(tx: Tx, emergencyId: string): Promise<EntryRow[]> {
  return tx.rows<EntryRow>(
    `${ENTRY} and s.emergency_id = $2 and not e.standing order by e.entered_at desc, e.id limit 200`,
    [tx.scope.district, emergencyId],
  );
}

/** False when another entry of this slip stands already, or this one is there. */
export async function insertEntry(tx: Tx, one: Omit<EntryRow, 'transferId'>): Promise<boolean> {
  const written = await tx.count(
    `insert into transfer_slip_entries (district_code, id, slip_id, standing, outcome, taken_as, people, place, words, occurred_at,
       entered_at, entered_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.slipId,
      one.standing,
      one.outcome,
      one.takenAs,
      one.people,
      one.place,
      one.words,
      time(one.occurredAt),
      time(one.enteredAt),
      one.enteredBy,
    ],
  );
  return written === 1;
}

/** The doors that are on the list; one that was struck may be listed again. */
export function listAddresses(tx: Tx, emergencyId: string): Promise<{ id: string; address: string }[]> {
  return tx.rows(
    `select id::text, address from cases where district_code = $1 and kind = 'transfer' and parent_id = $2 and state <> 'transfer-struck'`,
    [tx.scope.district, emergencyId],
  );
}

export async function insertLinks(
  tx: Tx,
  one: {
    transferId: string;
    emergencyId: string;
    links: readonly { register: string; id: string }[];
    by: string;
    at: number;
  },
): Promise<void> {
  if (one.links.length === 0) return;
  await tx.count(
    `insert into transfer_people (district_code, transfer_id, emergency_id, register, record_id, linked_at, linked_by)
     select $1, $2, $3, register, id, $5, $6 from jsonb_to_recordset($4::jsonb) as r (register text, id uuid) on conflict do nothing`,
    [tx.scope.district, one.transferId, one.emergencyId, JSON.stringify(one.links), time(one.at), one.by],
  );
}

export function listLinks(
  tx: Tx,
  transferIds: readonly string[],
): Promise<{ transferId: string; register: string; recordId: string }[]> {
  return tx.rows(
    `select transfer_id::text as "transferId", register, record_id::text as "recordId" from transfer_people
     where district_code = $1 and transfer_id = any ($2::uuid[]) order by linked_at, record_id`,
    [tx.scope.district, transferIds],
  );
}

/** Emergencies that ended before an instant and of whose lists something of people is left. */
export async function listOver(tx: Tx, before: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select e.id::text from cases e where e.district_code = $1 and e.kind = 'emergency' and e.closed_at < $2 and (
       exists (select from transfer_people l where l.district_code = e.district_code and l.emergency_id = e.id)
       or exists (select from transfer_slips s join transfer_slip_entries n on n.district_code = s.district_code and n.slip_id = s.id
         where s.district_code = e.district_code and s.emergency_id = e.id and n.words <> '')) order by 1 limit 100`,
    [tx.scope.district, time(before)],
  );
  return rows.map((one) => one.id);
}

export function deleteLinks(tx: Tx, emergencyId: string): Promise<number> {
  return tx.count('delete from transfer_people where district_code = $1 and emergency_id = $2', [
    tx.scope.district,
    emergencyId,
  ]);
}

export function emptyWords(tx: Tx, emergencyId: string): Promise<number> {
  return tx.count(
    `update transfer_slip_entries n set words = '' from transfer_slips s
     where n.district_code = $1 and s.district_code = $1 and s.id = n.slip_id and s.emergency_id = $2 and n.words <> ''`,
    [tx.scope.district, emergencyId],
  );
}
