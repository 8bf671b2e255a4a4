// Every statement of the case engine. The hot ones are prepared by name; a command is one read and one write.
import type { ProblemParams } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { CaseChanges, CaseState, CaseStep } from './case.ts';
import { dueOf, timerOf } from './timing.ts';

export type CaseRow = {
  district_code: string;
  id: string;
  number: string;
  kind: string;
  version: number;
  state: string;
  category: string;
  headline: string;
  text: string;
  channel: string;
  area_id: string;
  area_path: string;
  lng: number | null;
  lat: number | null;
  address: string;
  urgent: boolean;
  owner_unit: string | null;
  assist_units: string[];
  subject_unit: string | null;
  filed_by: string | null;
  clocks: CaseState['clocks'];
  occurred_at: number;
  filed_at: number;
  last_at: number;
  closed_at: number | null;
  solved: CaseState['solved'];
  confirmed: CaseState['confirmed'];
  rating: number | null;
  joined: number;
  parent_id: string | null;
  facts: CaseState['facts'];
};

export const CASE_COLUMNS =
  'c.district_code, c.id, c.number, c.kind, c.version, c.state, c.category, c.headline, c.text, c.channel, c.area_id, c.area_path, ' +
  'c.lng, c.lat, c.address, c.urgent, c.owner_unit, c.assist_units, c.subject_unit, c.filed_by, c.clocks, c.occurred_at, c.filed_at, ' +
  'c.last_at, c.closed_at, c.solved, c.confirmed, c.rating, c.joined, c.parent_id, c.facts';

export function caseOfRow(row: CaseRow): CaseState {
  return {
    id: row.id,
    district: row.district_code,
    number: row.number,
    kind: row.kind,
    version: row.version,
    state: row.state,
    category: row.category,
    headline: row.headline,
    text: row.text,
    channel: row.channel,
    areaId: row.area_id,
    areaPath: row.area_path,
    lng: row.lng,
    lat: row.lat,
    address: row.address,
    urgent: row.urgent,
    ownerUnit: row.owner_unit,
    assistUnits: row.assist_units,
    subjectUnit: row.subject_unit,
    filedBy: row.filed_by,
    clocks: row.clocks,
    occurredAt: row.occurred_at,
    filedAt: row.filed_at,
    lastAt: row.last_at,
    closedAt: row.closed_at,
    solved: row.solved,
    confirmed: row.confirmed,
    rating: row.rating,
    joined: row.joined,
    parentId: row.parent_id,
    facts: row.facts,
  };
}

export type Loaded = {
  state: CaseState;
  /** This very command was carried out before. */
  replayed: { caseId: string; version: number; outcome: 'accepted' | 'merged' } | undefined;
  /** This very command was refused before. */
  rejected: { code: string; params: ProblemParams } | undefined;
  /** Other commands wait for this case. */
  held: boolean;
};

const LOAD = `select ${CASE_COLUMNS}, s.case_id as s_case_id, s.version as s_version, s.outcome as s_outcome,
  exists (select from case_held h where h.district_code = c.district_code and h.case_id = c.id) as held,
  r.code as r_code, r.params as r_params
  from cases c left join case_rejections r on r.district_code = c.district_code and r.command_id = $3 left join case_steps s on s.district_code = c.district_code and s.command_id = $3
  where c.district_code = $1 and c.id = $2`;

/** The case, whether this command was already carried out, and whether commands wait for it. */
export async function findCase(tx: Tx, id: string, commandId: string): Promise<Loaded | undefined> {
  const rows = await tx.rows<
    CaseRow & {
      s_case_id: string | null;
      s_version: number;
      s_outcome: 'accepted' | 'merged';
      held: boolean;
      r_code: string | null;
      r_params: ProblemParams;
    }
  >(LOAD, [tx.scope.district, id, commandId], 'case-load');
  const row = rows[0];
  if (!row) return undefined;
  return {
    state: caseOfRow(row),
    replayed: row.s_case_id
      ? { caseId: row.s_case_id, version: row.s_version, outcome: row.s_outcome }
      : undefined,
    rejected: row.r_code ? { code: row.r_code, params: row.r_params } : undefined,
    held: row.held,
  };
}

const SAVE = `with u as (
    update cases set version = $4, state = $5, category = $6, urgent = $7, owner_unit = $8, assist_units = $9, clocks = $10,
      due_at = $11, timer_at = $12, last_at = $13, closed_at = $14, solved = $15, confirmed = $16, rating = $17, joined = $18, facts = $19
    where district_code = $1 and id = $2 and version = $3 returning 1
  ), s as (
    insert into case_steps (district_code, case_id, version, command_id, name, outcome, from_state, to_state, actor_kind, account_id,
      unit_id, actor_label, occurred_at, received_at, form, changes)
    select $1, $2, $4, $20, $21, $22, $23, $5, $24, $25, $26, $27, $28, $29, $30, $31 from u
  ) select 1 / count(*)::int as saved from u`;

const MOVE = `update cases set headline = $3, text = $4, area_id = $5, area_path = $6, lng = $7, lat = $8, address = $9, subject_unit = $10,
  parent_id = $11 where district_code = $1 and id = $2 and version = $12`;

const PLACE_FIELDS = [
  'headline',
  'text',
  'areaId',
  'areaPath',
  'lng',
  'lat',
  'address',
  'subjectUnit',
  'parentId',
] as const;

/**
 * Writes a step and the case as it stands after it, if the case is still at `baseVersion`. When somebody else was faster it fails (see
 * `isLostRace`) and the whole transaction is rolled back: nothing that was written beside the step may stay. The caller need not wait
 * for it before it commits.
 */
export async function saveStep(tx: Tx, state: CaseState, baseVersion: number, step: CaseStep): Promise<void> {
  const saved = tx.rows<{ saved: number }>(
    SAVE,
    [
      state.district,
      state.id,
      baseVersion,
      state.version,
      state.state,
      state.category,
      state.urgent,
      state.ownerUnit,
      state.assistUnits,
      JSON.stringify(state.clocks),
      instant(dueOf(state)),
      instant(timerOf(state)),
      instant(state.lastAt),
      instant(state.closedAt),
      state.solved,
      state.confirmed,
      state.rating,
      state.joined,
      JSON.stringify(state.facts),
      ...stepValues(step),
    ],
    'case-save',
  );
  const moved = PLACE_FIELDS.some((name) => name in step.changes)
    ? tx.rows(MOVE, [
        state.district,
        state.id,
        state.headline,
        state.text,
        state.areaId,
        state.areaPath,
        state.lng,
        state.lat,
        state.address,
        state.subjectUnit,
        state.parentId,
        state.version,
      ])
    : undefined;
  // Together, so that neither failure goes unseen; the first to fail is the save.
  await Promise.all([saved, moved]);
}

/** Did `saveStep` fail because somebody else was faster? (`division_by_zero`: see SAVE.) */
export function isLostRace(error: unknown): boolean {
  return (error as { code?: string }).code === '22012';
}

function stepValues(step: CaseStep): unknown[] {
  return [
    step.commandId,
    step.name,
    step.outcome,
    step.fromState,
    step.actorKind,
    step.accountId,
    step.unitId,
    step.actorLabel,
    instant(step.occurredAt),
    instant(step.receivedAt),
    JSON.stringify(step.form),
    JSON.stringify(step.changes),
  ];
}

const FILE = `with c as (
    insert into cases (district_code, id, number, kind, version, state, category, headline, text, channel, area_id, area_path, lng, lat,
      address, urgent, owner_unit, assist_units, subject_unit, filed_by, clocks, due_at, timer_at, occurred_at, filed_at, last_at, closed_at,
      solved, confirmed, rating, joined, parent_id, facts)
    values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
      $28, $29, $30, $31, $32)
  ), w as (
    insert into case_words (district_code, case_id, words) values ($1, $2, $33)
  )
  insert into case_steps (district_code, case_id, version, command_id, name, outcome, from_state, to_state, actor_kind, account_id,
      unit_id, actor_label, occurred_at, received_at, form, changes)
    values ($1, $2, 1, $34, $35, $36, $37, $5, $38, $39, $40, $41, $42, $43, $44, $45)`;

/** Writes a new case with its first step and its words. A replay of the same command fails on `case_steps__command` or `cases__pk`. */
export function insertCase(
  tx: Tx,
  state: CaseState,
  step: CaseStep,
  words: readonly string[],
): Promise<unknown> {
  return tx.rows(
    FILE,
    [
      state.district,
      state.id,
      state.number,
      state.kind,
      state.state,
      state.category,
      state.headline,
      state.text,
      state.channel,
      state.areaId,
      state.areaPath,
      state.lng,
      state.lat,
      state.address,
      state.urgent,
      state.ownerUnit,
      state.assistUnits,
      state.subjectUnit,
      state.filedBy,
      JSON.stringify(state.clocks),
      instant(dueOf(state)),
      instant(timerOf(state)),
      instant(state.occurredAt),
      instant(state.filedAt),
      instant(state.lastAt),
      instant(state.closedAt),
      state.solved,
      state.confirmed,
      state.rating,
      state.joined,
      state.parentId,
      JSON.stringify(state.facts),
      words,
      ...stepValues(step),
    ],
    'case-file',
  );
}

type StepRow = {
  version: number;
  command_id: string;
  name: string;
  outcome: 'accepted' | 'merged';
  from_state: string;
  to_state: string;
  actor_kind: CaseStep['actorKind'];
  account_id: string | null;
  unit_id: string | null;
  actor_label: string;
  occurred_at: number;
  received_at: number;
  form: Record<string, unknown>;
  changes: CaseChanges;
};

/** The account that gave a command to a case; undefined when there is no such step, or nobody with an account gave it. */
export async function findGiver(tx: Tx, caseId: string, commandId: string): Promise<string | undefined> {
  const rows = await tx.rows<{ account_id: string | null }>(
    'select account_id from case_steps where district_code = $1 and case_id = $2 and command_id = $3',
    [tx.scope.district, caseId, commandId],
  );
  return rows[0]?.account_id ?? undefined;
}

/** Was this very command carried out for that account, in whichever case? */
export async function isStepOf(tx: Tx, commandId: string, accountId: string): Promise<boolean> {
  const rows = await tx.rows(
    'select from case_steps where district_code = $1 and command_id = $2 and account_id = $3',
    [tx.scope.district, commandId, accountId],
  );
  return rows.length > 0;
}

/** Opens one case to the rest of this transaction, for somebody who has proved their part in it. */
export async function openCase(tx: Tx, caseId: string): Promise<void> {
  await tx.rows(`select set_config('renlin.case', $1, true)`, [caseId], 'case-open');
}

/** The steps of a case in order, from a version on. */
export async function listSteps(tx: Tx, caseId: string, afterVersion = 0): Promise<CaseStep[]> {
  const rows = await tx.rows<StepRow>(
    `select version, command_id, name, outcome, from_state, to_state, actor_kind, account_id, unit_id, actor_label, occurred_at,
       received_at, form, changes from case_steps where district_code = $1 and case_id = $2 and version > $3 order by version`,
    [tx.scope.district, caseId, afterVersion],
    'case-steps',
  );
  return rows.map((row) => ({
    version: row.version,
    commandId: row.command_id,
    name: row.name,
    outcome: row.outcome,
    fromState: row.from_state,
    toState: row.to_state,
    actorKind: row.actor_kind,
    accountId: row.account_id,
    unitId: row.unit_id,
    actorLabel: row.actor_label,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    form: row.form,
    changes: row.changes,
  }));
}

/** The cases of these ids that the reader may see, in no order. */
export async function listByIds(tx: Tx, ids: readonly string[]): Promise<CaseState[]> {
  const rows = await tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.id = any ($2::uuid[])`,
    [tx.scope.district, ids],
  );
  return rows.map(caseOfRow);
}

export type Held = {
  commandId: string;
  baseVersion: number;
  accountId: string | null;
  envelope: Record<string, unknown>;
};

export async function holdCommand(tx: Tx, caseId: string, held: Held, now: number): Promise<void> {
  await tx.rows(
    `insert into case_held (district_code, case_id, command_id, base_version, account_id, envelope, held_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      tx.scope.district,
      caseId,
      held.commandId,
      held.baseVersion,
      held.accountId,
      JSON.stringify(held.envelope),
      instant(now),
    ],
  );
}

/** Is any of these commands neither a step of the case nor refused? Then it is still on its way. */
export async function lacksSteps(tx: Tx, caseId: string, commandIds: readonly string[]): Promise<boolean> {
  if (commandIds.length === 0) return false;
  const [row] = await tx.rows<{ lacking: boolean }>(
    `select exists (select from unnest($3::uuid[]) as f (id)
       where not exists (select from case_steps s where s.district_code = $1 and s.command_id = f.id and s.case_id = $2)
         and not exists (select from case_rejections r where r.district_code = $1 and r.command_id = f.id)) as lacking`,
    [tx.scope.district, caseId, commandIds],
  );
  return row?.lacking ?? false;
}

/** Commands held since before an instant, the oldest first. */
export async function listOverdueHeld(
  tx: Tx,
  before: number,
  limit: number,
): Promise<{ caseId: string; held: Held }[]> {
  const rows = await tx.rows<HeldRow & { case_id: string }>(
    `select case_id, command_id, base_version, account_id, envelope from case_held
     where district_code = $1 and held_at < $2 order by held_at, base_version, command_id limit $3`,
    [tx.scope.district, instant(before), limit],
  );
  return rows.map((row) => ({ caseId: row.case_id, held: heldOfRow(row) }));
}

type HeldRow = {
  command_id: string;
  base_version: number;
  account_id: string | null;
  envelope: Record<string, unknown>;
};

function heldOfRow(row: HeldRow): Held {
  return {
    commandId: row.command_id,
    baseVersion: row.base_version,
    accountId: row.account_id,
    envelope: row.envelope,
  };
}

/** The held command whose time has come at this version, if any: its version is there, and so are the commands that it rests on. */
export async function findHeld(tx: Tx, caseId: string, version: number): Promise<Held | undefined> {
  const [row] = await tx.rows<HeldRow>(
    `select command_id, base_version, account_id, envelope from case_held h
     where district_code = $1 and case_id = $2 and base_version <= $3
       and not exists (select from jsonb_array_elements_text(coalesce(h.envelope -> 'follows', '[]')) as f (id)
         where not exists (select from case_steps s where s.district_code = $1 and s.command_id = f.id::uuid and s.case_id = $2)
           and not exists (select from case_rejections r where r.district_code = $1 and r.command_id = f.id::uuid))
     order by base_version, command_id limit 1`,
    [tx.scope.district, caseId, version],
  );
  return row && heldOfRow(row);
}

export async function releaseHeld(tx: Tx, caseId: string, commandId: string): Promise<void> {
  await tx.rows('delete from case_held where district_code = $1 and case_id = $2 and command_id = $3', [
    tx.scope.district,
    caseId,
    commandId,
  ]);
}

export type Rejection = {
  commandId: string;
  caseId: string;
  accountId: string | null;
  code: string;
  status: number;
  params: object;
};

export async function recordRejection(tx: Tx, rejection: Rejection, now: number): Promise<void> {
  await tx.rows(
    `insert into case_rejections (district_code, command_id, case_id, account_id, code, status, params, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      tx.scope.district,
      rejection.commandId,
      rejection.caseId,
      rejection.accountId,
      rejection.code,
      rejection.status,
      JSON.stringify(rejection.params),
      instant(now),
    ],
  );
}

/** What was refused to this account under this id. */
export async function findRejection(
  tx: Tx,
  commandId: string,
  accountId: string,
): Promise<{ code: string; params: ProblemParams } | undefined> {
  const [row] = await tx.rows<{ code: string; params: ProblemParams }>(
    'select code, params from case_rejections where district_code = $1 and command_id = $2 and account_id = $3',
    [tx.scope.district, commandId, accountId],
  );
  return row;
}

/** Cases whose timer passed, oldest first. */
export async function listTimed(tx: Tx, now: number, limit: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    'select id from cases where district_code = $1 and timer_at < $2 order by timer_at limit $3',
    [tx.scope.district, instant(now), limit],
    'case-timed',
  );
  return rows.map((row) => row.id);
}

/** How many numbers one block holds: the increment of `case_number_seq`. */
export const NUMBER_BLOCK = 50;

/** A block of case numbers; numbers lost with a crash are never reused. */
export async function nextNumberBlock(tx: Tx): Promise<number> {
  const [row] = await tx.rows<{ first: number }>(`select nextval('case_number_seq') as first`);
  return row?.first ?? 1;
}

/** Rewrites the stored area paths after a node of the territory moved. */
export async function rewritePaths(tx: Tx, oldPath: string, newPath: string): Promise<number> {
  return tx.count(
    `update cases set area_path = $3 || substr(area_path, length($2) + 1)
     where district_code = $1 and area_path >= $2 and area_path < $2 || '~'`,
    [tx.scope.district, oldPath, newPath],
  );
}

export function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** Cases of the district in the order of their ids, from the one after `id`. */
export function listCasesAfter(tx: Tx, id: string, limit: number): Promise<CaseRow[]> {
  return tx.rows<CaseRow>(
    `select ${CASE_COLUMNS} from cases c where c.district_code = $1 and c.id > $2 order by c.id limit $3`,
    [tx.scope.district, id, limit],
  );
}
