// Requests with their items.
import type { Replacement } from '../../engines/tree/types.ts';
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type RequestState = 'asked' | 'admitted' | 'declined' | 'withdrawn';
export type RequestRow = {
  id: string;
  kind: string;
  urgent: boolean;
  unitId: string;
  unitName: string;
  accountId: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  askedLevel: string;
  title: string;
  purpose: string;
  basis: string;
  peopleBasis: string | null;
  peopleBasisWords: string | null;
  frequency: string;
  startsOn: string;
  endsOn: string;
  renews: string | null;
  askedAt: number;
  dueAt: number;
  state: RequestState;
  decidedAt: number | null;
  decidedUnitName: string | null;
  decidedBy: string | null;
  decisionWords: string | null;
  decisionId: string | null;
  admittedUntil: string | null;
  endedAt: number | null;
  endedWords: string | null;
};
export type Item = { label: string; how: 'ask' | 'known'; fact: string | null; namesPeople: boolean };

const COLUMNS = `r.id::text, r.kind, r.urgent, r.unit_id::text as "unitId", u.name as "unitName", r.account_id::text as "accountId",
  r.area_id::text as "areaId", a.name as "areaName", a.path as "areaPath", r.asked_level as "askedLevel", r.title, r.purpose, r.basis,
  r.people_basis as "peopleBasis", r.people_basis_words as "peopleBasisWords", r.frequency, r.starts_on::text as "startsOn", r.ends_on::text as "endsOn", r.renews::text, r.asked_at as "askedAt",
  r.due_at as "dueAt", r.state, r.decided_at as "decidedAt", d.name as "decidedUnitName", r.decided_by::text as "decidedBy",
  r.decision_words as "decisionWords", r.decision_id::text as "decisionId", r.admitted_until::text as "admittedUntil",
  r.ended_at as "endedAt", r.ended_words as "endedWords"`;
const FROM = `from admission_requests r
  join tree_nodes u on u.district_code = r.district_code and u.id = r.unit_id
  join tree_nodes a on a.district_code = r.district_code and a.id = r.area_id
  left join tree_nodes d on d.district_code = r.district_code and d.id = r.decided_unit
  where r.district_code = $1`;

/** Of which rows a state consists at the end of a day: `$2` the instant before which things count, `$3` the day. */
const AT: Readonly<Record<'in-force' | 'asked' | 'over' | 'declined', string>> = {
  asked: `r.asked_at < $2 and (r.decided_at is null or r.decided_at >= $2)`,
  'in-force': `r.state = 'admitted' and r.decided_at < $2 and r.starts_on <= $3::date and r.admitted_until >= $3::date
    and (r.ended_at is null or r.ended_at >= $2)`,
  over: `r.state = 'admitted' and r.decided_at < $2 and (r.admitted_until < $3::date or r.ended_at < $2)`,
  declined: `r.state in ('declined', 'withdrawn') and r.decided_at < $2`,
};
export const IN_FORCE = AT['in-force'];

export type ListFilter = {
  state: keyof typeof AT;
  until: number;
  day: string;
  unit?: string | undefined;
  q?: string | undefined;
};

export async function listRequests(tx: Tx, filter: ListFilter, limit: number): Promise<RequestRow[]> {
  return tx.rows<RequestRow>(
    `select ${COLUMNS} ${FROM} and ${AT[filter.state]} and $3::date is not null
       and ($4::uuid is null or r.unit_id = $4) and ($5::text is null or position($5 in r.title) > 0 or position($5 in u.name) > 0)
     order by case when $6 then r.due_at end, r.asked_at desc, r.id limit $7`,
    [
      tx.scope.district,
      time(filter.until),
      filter.day,
      filter.unit ?? null,
      filter.q || null,
      filter.state === 'asked',
      limit,
    ],
  );
}

export async function findRequest(tx: Tx, id: string, lock = false): Promise<RequestRow | undefined> {
  const [row] = await tx.rows<RequestRow>(
    `select ${COLUMNS} ${FROM} and r.id = $2${lock ? ' for update of r' : ''}`,
    [tx.scope.district, id],
  );
  return row;
}

/** The requests that renew one, the latest first. */
export function listRenewals(tx: Tx, id: string): Promise<RequestRow[]> {
  return tx.rows<RequestRow>(`select ${COLUMNS} ${FROM} and r.renews = $2 order by r.asked_at desc`, [
    tx.scope.district,
    id,
  ]);
}

/** What a unit asked urgently since an instant. */
export function listUrgentSince(tx: Tx, unitId: string, since: number): Promise<RequestRow[]> {
  return tx.rows<RequestRow>(
    `select ${COLUMNS} ${FROM} and r.unit_id = $2 and r.urgent and r.asked_at >= $3 order by r.asked_at desc`,
    [tx.scope.district, unitId, time(since)],
  );
}

export async function listItems(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Item[]>> {
  const rows = await tx.rows<Item & { requestId: string }>(
    `select request_id::text as "requestId", label, how, fact_code as fact, names_people as "namesPeople"
     from admission_items where district_code = $1 and request_id = any ($2::uuid[]) order by request_id, n`,
    [tx.scope.district, ids],
  );
  const items = new Map<string, Item[]>(ids.map((id) => [id, []]));
  for (const { requestId, ...item } of rows) items.get(requestId)?.push(item);
  return items;
}

export type NewRequest = Pick<
  RequestRow,
  | 'id'
  | 'kind'
  | 'urgent'
  | 'unitId'
  | 'accountId'
  | 'areaId'
  | 'askedLevel'
  | 'title'
  | 'purpose'
  | 'basis'
  | 'peopleBasis'
  | 'peopleBasisWords'
  | 'frequency'
  | 'startsOn'
  | 'endsOn'
  | 'renews'
  | 'askedAt'
  | 'dueAt'
> & { items: readonly Item[] };

/** False when the id was used before. An urgent one is admitted with the same stroke. */
export async function insertRequest(tx: Tx, one: NewRequest): Promise<boolean> {
  const written = await tx.count(
    `insert into admission_requests (district_code, id, kind, urgent, unit_id, account_id, area_id, asked_level, title, purpose, basis,
       frequency, starts_on, ends_on, renews, asked_at, due_at, people_basis, people_basis_words, state, decided_at, admitted_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
       case when $4 then 'admitted' else 'asked' end, case when $4 then $16::timestamptz end, case when $4 then $14::date end)
     on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.kind,
      one.urgent,
      one.unitId,
      one.accountId,
      one.areaId,
      one.askedLevel,
      one.title,
      one.purpose,
      one.basis,
      one.frequency,
      one.startsOn,
      one.endsOn,
      one.renews,
      time(one.askedAt),
      time(one.dueAt),
      one.peopleBasis,
      one.peopleBasisWords,
    ],
  );
  if (written === 0) return false;
  await tx.count(
    `insert into admission_items (district_code, request_id, n, label, how, fact_code, names_people)
     select $1, $2, i.n, i.label, i.how, i.fact, i.people
     from unnest($3::text[], $4::text[], $5::text[], $6::boolean[]) with ordinality as i (label, how, fact, people, n)`,
    [
      tx.scope.district,
      one.id,
      one.items.map((item) => item.label),
      one.items.map((item) => item.how),
      one.items.map((item) => item.fact),
      one.items.map((item) => item.namesPeople),
    ],
  );
  return true;
}

export async function decideRequest(
  tx: Tx,
  id: string,
  decision: {
    state: Exclude<RequestState, 'asked'>;
    at: number;
    by: string;
    unitId: string | null;
    words: string | null;
    commandId: string;
    until: string | null;
  },
): Promise<void> {
  await tx.count(
    `update admission_requests set state = $3, decided_at = $4, decided_by = $5, decided_unit = $6, decision_words = $7,
       decision_id = $8, admitted_until = $9 where district_code = $1 and id = $2`,
    [
      tx.scope.district,
      id,
      decision.state,
      time(decision.at),
      decision.by,
      decision.unitId,
      decision.words,
      decision.commandId,
      decision.until,
    ],
  );
}

export async function endRequest(
  tx: Tx,
  id: string,
  end: { at: number; by: string; words: string },
): Promise<void> {
  await tx.count(
    'update admission_requests set ended_at = $3, ended_by = $4, ended_words = $5 where district_code = $1 and id = $2',
    [tx.scope.district, id, time(end.at), end.by, end.words],
  );
}

export type Told = { id: string; title: string; unitId: string; areaPath: string; until: string | null };
const TOLD = `r.id::text, r.title, r.unit_id::text as "unitId", n.path as "areaPath", r.admitted_until::text as until`;

/** Undecided past their day, each taken once. */
export function takeLate(tx: Tx, now: number): Promise<Told[]> {
  return tx.rows<Told>(
    `update admission_requests r set reminded_at = $2 from tree_nodes n
     where r.district_code = $1 and n.district_code = r.district_code and n.id = r.area_id and r.state = 'asked'
       and r.due_at < $2 and r.reminded_at is null returning ${TOLD}`,
    [tx.scope.district, time(now)],
  );
}

/** Admitted ones that end by a day, each taken once; urgent ones end by themselves. */
export function takeEnding(tx: Tx, now: number, today: string, by: string): Promise<Told[]> {
  return tx.rows<Told>(
    `update admission_requests r set ending_told_at = $2 from tree_nodes n
     where r.district_code = $1 and n.district_code = r.district_code and n.id = r.area_id and r.state = 'admitted'
       and not r.urgent and r.ended_at is null and r.ending_told_at is null and r.admitted_until between $3::date and $4::date
     returning ${TOLD}`,
    [tx.scope.district, time(now), today, by],
  );
}

/** An area that ended: what is still asked there goes on in the one that took its place. */
export async function followReplacement(tx: Tx, change: Replacement, today: string): Promise<void> {
  if (change.tree !== 'area') return;
  await tx.count(
    `update admission_requests r set area_id = e.next from unnest($2::uuid[], $3::uuid[]) as e (old, next)
     where r.district_code = $1 and r.area_id = e.old
       and (r.state = 'asked' or (r.state = 'admitted' and r.ended_at is null and r.admitted_until >= $4::date))`,
    [tx.scope.district, change.ended.map((one) => one.id), change.ended.map((one) => one.to), today],
  );
}
