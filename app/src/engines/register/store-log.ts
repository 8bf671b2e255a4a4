// What is written beside a record: its steps, who saw it, what it agreed to, what is left when it is gone.
import { type RowsColumn, rowsAs } from '../../platform/db/arrays.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { StepValues } from './vault.ts';

export type StepKind =
  | 'create'
  | 'edit'
  | 'import'
  | 'bulk'
  | 'end'
  | 'reopen'
  | 'merge'
  | 'unmerge'
  | 'confirm'
  | 'consent'
  | 'withdraw'
  | 'move'
  | 'erase';

export type Step = StepValues & {
  recordId: string;
  seq: number;
  at: number;
  kind: StepKind;
  actor: 'staff' | 'subject' | 'system';
  accountId: string | null;
  commandId: string | null;
  batchId: string | null;
};

const time = (at: number): string => new Date(at).toISOString();
const CHUNK = 2_000;

const STEP_COLUMNS: readonly RowsColumn<Step>[] = [
  { name: 'record_id', type: 'uuid', of: (one) => one.recordId },
  { name: 'seq', type: 'int', of: (one) => String(one.seq) },
  { name: 'at', type: 'timestamptz', of: (one) => time(one.at) },
  { name: 'kind', type: 'text', of: (one) => one.kind },
  { name: 'actor', type: 'text', of: (one) => one.actor },
  { name: 'account_id', type: 'uuid', of: (one) => one.accountId },
  { name: 'command_id', type: 'uuid', of: (one) => one.commandId },
  { name: 'batch_id', type: 'uuid', of: (one) => one.batchId },
  { name: 'changes', type: 'jsonb', of: (one) => JSON.stringify(one.changes) },
  { name: 'sealed', type: 'text', of: (one) => one.sealed },
];
const STEP_NAMES = STEP_COLUMNS.map((one) => one.name);

export async function insertSteps(tx: Tx, register: string, steps: readonly Step[]): Promise<void> {
  for (let at = 0; at < steps.length; at += CHUNK) {
    const { from, values } = rowsAs(STEP_COLUMNS, steps.slice(at, at + CHUNK), 2);
    await tx.count(
      `insert into register_steps (district_code, register, ${STEP_NAMES.join(', ')})
       select $1, $2, ${STEP_NAMES.map((name) => `u.${name}`).join(', ')} from ${from}`,
      [tx.scope.district, register, ...values],
    );
  }
}

export type StepRow = Step & { name: string | null; erased: boolean };

/** The steps of a record, the first first. */
export function listSteps(tx: Tx, register: string, recordId: string): Promise<StepRow[]> {
  return tx.rows<StepRow>(
    `select s.record_id as "recordId", s.seq, s.at, s.kind, s.actor, s.account_id as "accountId", s.command_id as "commandId",
       s.batch_id as "batchId", s.changes, s.sealed, a.name, s.erased_at is not null as erased
     from register_steps s left join accounts a on a.id = s.account_id
     where s.district_code = $1 and s.register = $2 and s.record_id = $3 order by s.seq limit 2000`,
    [tx.scope.district, register, recordId],
  );
}

/** The step that a command made: the same command again is answered, not done twice. */
export async function findStepOf(
  tx: Tx,
  commandId: string,
): Promise<{ register: string; recordId: string; kind: StepKind; accountId: string | null } | undefined> {
  const [row] = await tx.rows<{
    register: string;
    recordId: string;
    kind: StepKind;
    accountId: string | null;
  }>(
    `select register, record_id as "recordId", kind, account_id as "accountId" from register_steps
     where district_code = $1 and command_id = $2`,
    [tx.scope.district, commandId],
  );
  return row;
}

export type View = {
  id: string;
  recordId: string;
  at: number;
  kind: 'open' | 'reveal' | 'export' | 'export-whole' | 'print';
  accountId: string;
  post: string;
  fields: readonly string[];
  reason: string | null;
};

export async function insertViews(tx: Tx, register: string, views: readonly View[]): Promise<void> {
  for (const view of views.length > 0 ? [views] : []) {
    await tx.count(
      `insert into register_views (district_code, id, register, record_id, at, kind, account_id, post, fields, reason)
       select $1, u.id, $2, u.record_id, u.at, u.kind, u.account_id, u.post, u.fields::text[], u.reason
       from unnest($3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::text[])
         as u (id, record_id, at, kind, account_id, post, fields, reason)`,
      [
        tx.scope.district,
        register,
        view.map((one) => one.id),
        view.map((one) => one.recordId),
        view.map((one) => time(one.at)),
        view.map((one) => one.kind),
        view.map((one) => one.accountId),
        view.map((one) => one.post),
        view.map((one) => `{${one.fields.join(',')}}`),
        view.map((one) => one.reason),
      ],
    );
  }
}

export type ViewRow = View & { name: string | null };

export function listViews(tx: Tx, register: string, recordId: string): Promise<ViewRow[]> {
  return tx.rows<ViewRow>(
    `select v.id, v.record_id as "recordId", v.at, v.kind, v.account_id as "accountId", v.post, v.fields, v.reason, a.name
     from register_views v left join accounts a on a.id = v.account_id
     where v.district_code = $1 and v.register = $2 and v.record_id = $3 order by v.at desc, v.id desc limit 500`,
    [tx.scope.district, register, recordId],
  );
}

export type Consent = {
  seq: number;
  kind: 'given' | 'renewed' | 'withdrawn';
  givenBy: 'self' | 'guardian';
  edition: number;
  onDay: string;
  at: number;
  accountId: string | null;
};

export async function insertConsents(
  tx: Tx,
  register: string,
  consents: readonly (Consent & { recordId: string })[],
): Promise<void> {
  if (consents.length === 0) return;
  await tx.count(
    `insert into register_consents (district_code, register, record_id, seq, kind, given_by, edition, on_day, at, account_id)
     select $1, $2, u.* from unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::int[], $8::date[], $9::timestamptz[], $10::uuid[]) as u`,
    [
      tx.scope.district,
      register,
      consents.map((one) => one.recordId),
      consents.map((one) => one.seq),
      consents.map((one) => one.kind),
      consents.map((one) => one.givenBy),
      consents.map((one) => one.edition),
      consents.map((one) => one.onDay),
      consents.map((one) => time(one.at)),
      consents.map((one) => one.accountId),
    ],
  );
}

export function listConsents(tx: Tx, register: string, recordId: string): Promise<Consent[]> {
  return tx.rows<Consent>(
    `select seq, kind, given_by as "givenBy", edition, on_day::text as "onDay", at, account_id as "accountId"
     from register_consents where district_code = $1 and register = $2 and record_id = $3 order by seq`,
    [tx.scope.district, register, recordId],
  );
}

export type Tombstone = {
  recordId: string;
  /** 0 of a record that went; the version that emptied it of one that stays. */
  seq: number;
  at: number;
  why: 'expired' | 'withdrawn' | 'asked' | 'emergency-over' | 'mistake';
  accountId: string | null;
  /** Which fields were emptied; null where the whole record went. */
  fields: readonly string[] | null;
  valuesErased: number;
  stepsErased: number;
};

/** Takes every value out of the steps and requests of records, and ends their codes. Gives the number of steps per record. */
export async function eraseTraces(
  tx: Tx,
  register: string,
  ids: readonly string[],
  at: number,
): Promise<Map<string, number>> {
  const rows = await tx.rows<{ id: string }>(
    `update register_steps set changes = '{}', sealed = null, erased_at = coalesce(erased_at, $4)
     where district_code = $1 and register = $2 and record_id = any ($3::uuid[]) and (erased_at is null or changes <> '{}') returning record_id as id`,
    [tx.scope.district, register, ids, time(at)],
  );
  await eraseWords(tx, register, ids, at);
  await tx.count(
    `update register_approvals set reason = '', note = null
     where district_code = $1 and register = $2 and (record_id = any ($3::uuid[]) or seen_ids && $3::uuid[])`,
    [tx.scope.district, register, ids],
  );
  return countIds(rows);
}

/**
 * Takes what is sealed, which is all that is said of people, out of the steps of things that stay, and ends the codes of their people.
 * `named` are the words that go: why goods were written off stays on record unless it repeats one. Gives the number of steps per record.
 */
export async function emptyTraces(
  tx: Tx,
  register: string,
  ids: readonly string[],
  named: readonly { id: string; text: string }[],
  at: number,
): Promise<Map<string, number>> {
  const rows = await tx.rows<{ id: string }>(
    `update register_steps set sealed = null, erased_at = $4
     where district_code = $1 and register = $2 and record_id = any ($3::uuid[]) and sealed is not null returning record_id as id`,
    [tx.scope.district, register, ids, time(at)],
  );
  await eraseWords(tx, register, ids, at);
  await tx.count(
    `update register_approvals p set reason = '', note = null
     where p.district_code = $1 and p.register = $2 and (p.seen_ids && $3::uuid[] or exists (
       select from unnest($4::uuid[], $5::text[]) as gone (id, text)
       where gone.id = p.record_id and gone.text <> '' and strpos(concat_ws(' ', p.reason, p.note), gone.text) > 0))`,
    [tx.scope.district, register, ids, named.map((one) => one.id), named.map((one) => one.text)],
  );
  return countIds(rows);
}

/** What people asked and what was typed about them, and the codes by which they came. */
async function eraseWords(tx: Tx, register: string, ids: readonly string[], at: number): Promise<void> {
  await tx.count(
    `update register_requests set sealed = null, reason = null, state = case when state = 'open' then 'done' else state end,
       decided_at = coalesce(decided_at, $4)
     where district_code = $1 and register = $2 and record_id = any ($3::uuid[])`,
    [tx.scope.district, register, ids, time(at)],
  );
  // A reason was typed by a person and may name one.
  await tx.count(
    `update register_views set reason = '' where district_code = $1 and register = $2 and record_id = any ($3::uuid[]) and reason is not null`,
    [tx.scope.district, register, ids],
  );
  await tx.count(
    `update register_subject_codes set ended_at = $4
     where district_code = $1 and register = $2 and record_id = any ($3::uuid[]) and ended_at is null`,
    [tx.scope.district, register, ids, time(at)],
  );
}

function countIds(rows: readonly { id: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id } of rows) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

export async function insertTombstones(
  tx: Tx,
  register: string,
  stones: readonly Tombstone[],
): Promise<void> {
  await tx.count(
    `insert into register_tombstones (district_code, register, record_id, seq, at, why, account_id, fields, values_erased, steps_erased)
     select $1, $2, u.record_id, u.seq, u.at, u.why, u.account_id, u.fields::text[], u.values_erased, u.steps_erased
     from unnest($3::uuid[], $4::int[], $5::timestamptz[], $6::text[], $7::uuid[], $8::text[], $9::int[], $10::int[])
       as u (record_id, seq, at, why, account_id, fields, values_erased, steps_erased)`,
    [
      tx.scope.district,
      register,
      stones.map((one) => one.recordId),
      stones.map((one) => one.seq),
      stones.map((one) => time(one.at)),
      stones.map((one) => one.why),
      stones.map((one) => one.accountId),
      stones.map((one) => (one.fields === null ? null : `{${one.fields.join(',')}}`)),
      stones.map((one) => one.valuesErased),
      stones.map((one) => one.stepsErased),
    ],
  );
}

export function listTombstones(tx: Tx, register: string, limit: number): Promise<Tombstone[]> {
  return tx.rows<Tombstone>(
    `select record_id as "recordId", seq, at, why, account_id as "accountId", fields, values_erased as "valuesErased",
       steps_erased as "stepsErased"
     from register_tombstones where district_code = $1 and register = $2 order by at desc, record_id, seq desc limit $3`,
    [tx.scope.district, register, limit],
  );
}

/** The consent that holds for each record. */
export async function latestConsents(
  tx: Tx,
  register: string,
  ids: readonly string[],
): Promise<Map<string, { onDay: string; givenBy: 'self' | 'guardian' }>> {
  const rows = await tx.rows<{ id: string; onDay: string; givenBy: 'self' | 'guardian' }>(
    `select distinct on (record_id) record_id as id, on_day::text as "onDay", given_by as "givenBy" from register_consents
     where district_code = $1 and register = $2 and record_id = any ($3::uuid[]) and kind <> 'withdrawn' order by record_id, seq desc`,
    [tx.scope.district, register, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
