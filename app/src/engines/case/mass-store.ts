// Many cases at once, with their steps: for the demo, for imports and for benchmarks. The caller made every step by the same rules as a
// living case; nothing here decides.
import type { Tx } from '../../platform/db/db.ts';
import type { CaseState, CaseStep } from './case.ts';
import { instant } from './case-store.ts';
import { dueOf, timerOf } from './timing.ts';

export type WholeCase = { state: CaseState; steps: readonly CaseStep[]; words: readonly string[] };

const CHUNK = 500;

/** Inserts whole cases, 500 at a time, in the caller's transaction. O(cases + steps). */
export async function insertWholeCases(tx: Tx, cases: readonly WholeCase[]): Promise<void> {
  for (let start = 0; start < cases.length; start += CHUNK) {
    const chunk = cases.slice(start, start + CHUNK);
    await tx.rows(
      `insert into cases (district_code, id, number, kind, version, state, category, headline, text, channel, area_id, area_path, lng, lat,
         address, urgent, owner_unit, assist_units, subject_unit, filed_by, clocks, due_at, timer_at, occurred_at, filed_at, last_at,
         closed_at, solved, confirmed, rating, joined, parent_id, facts)
       select $1, id, number, kind, version, state, category, headline, text, channel, area_id, area_path, lng, lat, address, urgent,
         owner_unit, assist_units, subject_unit, filed_by, clocks, due_at, timer_at, occurred_at, filed_at, last_at, closed_at, solved,
         confirmed, rating, joined, parent_id, facts
       from jsonb_to_recordset($2) as r(id uuid, number text, kind text, version int, state text, category text, headline text, text text,
         channel text, area_id uuid, area_path text, lng float8, lat float8, address text, urgent boolean, owner_unit uuid,
         assist_units uuid[], subject_unit uuid, filed_by uuid, clocks jsonb, due_at timestamptz, timer_at timestamptz,
         occurred_at timestamptz, filed_at timestamptz, last_at timestamptz, closed_at timestamptz, solved text, confirmed text,
         rating smallint, joined int, parent_id uuid, facts jsonb)`,
      [tx.scope.district, JSON.stringify(chunk.map(({ state }) => caseRecord(state)))],
    );
    await tx.rows(
      `insert into case_steps (district_code, case_id, version, command_id, name, outcome, from_state, to_state, actor_kind, account_id,
         unit_id, actor_label, occurred_at, received_at, form, changes)
       select $1, case_id, version, command_id, name, outcome, from_state, to_state, actor_kind, account_id, unit_id, actor_label,
         occurred_at, received_at, form, changes
       from jsonb_to_recordset($2) as r(case_id uuid, version int, command_id uuid, name text, outcome text, from_state text,
         to_state text, actor_kind text, account_id uuid, unit_id uuid, actor_label text, occurred_at timestamptz,
         received_at timestamptz, form jsonb, changes jsonb)`,
      [
        tx.scope.district,
        JSON.stringify(chunk.flatMap(({ state, steps }) => steps.map((step) => stepRecord(state.id, step)))),
      ],
    );
    await tx.rows(
      `insert into case_words (district_code, case_id, words)
       select $1, case_id, words from jsonb_to_recordset($2) as r(case_id uuid, words text[])`,
      [tx.scope.district, JSON.stringify(chunk.map(({ state, words }) => ({ case_id: state.id, words })))],
    );
  }
}

function caseRecord(state: CaseState) {
  return {
    id: state.id,
    number: state.number,
    kind: state.kind,
    version: state.version,
    state: state.state,
    category: state.category,
    headline: state.headline,
    text: state.text,
    channel: state.channel,
    area_id: state.areaId,
    area_path: state.areaPath,
    lng: state.lng,
    lat: state.lat,
    address: state.address,
    urgent: state.urgent,
    owner_unit: state.ownerUnit,
    assist_units: state.assistUnits,
    subject_unit: state.subjectUnit,
    filed_by: state.filedBy,
    clocks: state.clocks,
    due_at: instant(dueOf(state)),
    timer_at: instant(timerOf(state)),
    occurred_at: instant(state.occurredAt),
    filed_at: instant(state.filedAt),
    last_at: instant(state.lastAt),
    closed_at: instant(state.closedAt),
    solved: state.solved,
    confirmed: state.confirmed,
    rating: state.rating,
    joined: state.joined,
    parent_id: state.parentId,
    facts: state.facts,
  };
}

function stepRecord(caseId: string, step: CaseStep) {
  return {
    case_id: caseId,
    version: step.version,
    command_id: step.commandId,
    name: step.name,
    outcome: step.outcome,
    from_state: step.fromState,
    to_state: step.toState,
    actor_kind: step.actorKind,
    account_id: step.accountId,
    unit_id: step.unitId,
    actor_label: step.actorLabel,
    occurred_at: instant(step.occurredAt),
    received_at: instant(step.receivedAt),
    form: step.form,
    changes: step.changes,
  };
}
