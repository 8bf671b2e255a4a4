// The SQL of re-homing.
import type { Clock } from '@renlin/core/calendar/clock';
import type { Row, Tx } from '../../platform/db/db.ts';
import { instant } from './case-store.ts';

/** Where a case lies and with whom. */
export type Home = {
  id: string;
  areaId: string;
  areaPath: string;
  lng: number | null;
  lat: number | null;
  ownerUnit: string | null;
  assistUnits: readonly string[];
  subjectUnit: string | null;
  clocks: readonly Clock[];
  facts: Record<string, unknown> & { handlerUnits: readonly string[] };
};

export type HomeFilter = { areaIds?: readonly string[]; unitIds?: readonly string[] };

/** A case, the id of its step, the fields that change, and what the step says about it. */
export type HomeRow = {
  id: string;
  commandId: string;
  changes: Record<string, unknown>;
  form: Record<string, unknown>;
};

const CHUNK = 500;

const HOME = `select id, area_id as "areaId", area_path as "areaPath", lng, lat, owner_unit as "ownerUnit",
    assist_units as "assistUnits", subject_unit as "subjectUnit", clocks, facts from cases`;

export function selectNaming(tx: Tx, unitIds: readonly string[]): Promise<Home[]> {
  return tx.rows<Row & Home>(
    `${HOME} where district_code = $1 and closed_at is null and facts::text like any ($2) order by id for update`,
    [tx.scope.district, unitIds.map((id) => `%"${id}"%`)],
  );
}

export function selectOpenHomes(tx: Tx, filter: HomeFilter): Promise<Home[]> {
  return tx.rows<Row & Home>(
    `${HOME} where district_code = $1 and closed_at is null and ($2::uuid[] is null or area_id = any($2))
       and ($3::uuid[] is null or owner_unit = any($3) or assist_units && $3 or subject_unit = any($3))
     order by id for update`,
    [tx.scope.district, filter.areaIds ?? null, filter.unitIds ?? null],
  );
}

export function selectEscalatedWithin(
  tx: Tx,
  path: string,
): Promise<{ id: string; facts: Record<string, unknown> }[]> {
  return tx.rows<{ id: string; facts: Record<string, unknown> }>(
    `select id, facts from cases where district_code = $1 and closed_at is null and starts_with(facts ->> 'escalatedTo', $2)
     order by id for update`,
    [tx.scope.district, path],
  );
}

/** The case and its step in one statement, so that neither is without the other. */
export async function writeHomes(
  tx: Tx,
  rows: readonly HomeRow[],
  cause: { at: number; label: string },
): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK) {
    await tx.count(
      `with m as (
         select r.id, r."commandId", r.changes, r.form, r.changes ? 'ownerUnit' as o, r.changes ? 'subjectUnit' as s,
           (r.changes ->> 'areaId')::uuid as area_id, r.changes ->> 'areaPath' as area_path,
           (r.changes ->> 'ownerUnit')::uuid as owner_unit, (r.changes ->> 'subjectUnit')::uuid as subject_unit,
           case when r.changes ? 'assistUnits'
             then array(select jsonb_array_elements_text(r.changes -> 'assistUnits'))::uuid[] end as assist_units
         from jsonb_to_recordset($2::jsonb) as r(id uuid, "commandId" uuid, changes jsonb, form jsonb)
       ), u as (
         update cases c set version = c.version + 1, area_id = coalesce(m.area_id, c.area_id),
           area_path = coalesce(m.area_path, c.area_path), owner_unit = case when m.o then m.owner_unit else c.owner_unit end,
           subject_unit = case when m.s then m.subject_unit else c.subject_unit end,
           clocks = coalesce(m.changes -> 'clocks', c.clocks), assist_units = coalesce(m.assist_units, c.assist_units), facts = coalesce(m.changes -> 'facts', c.facts)
         from m where c.district_code = $1 and c.id = m.id
         returning c.id, c.version, c.state, m."commandId" as command_id, m.changes, m.form
       )
       insert into case_steps (district_code, case_id, version, command_id, name, outcome, from_state, to_state, actor_kind, account_id,
         unit_id, actor_label, occurred_at, received_at, form, changes)
       select $1, id, version, command_id, 'rehome', 'accepted', state, state, 'system', null, null, $3, $4, $4, form, changes from u`,
      [tx.scope.district, JSON.stringify(rows.slice(start, start + CHUNK)), cause.label, instant(cause.at)],
    );
  }
}
