// SQL of shelters.
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type ShelterRow = {
  id: string;
  name: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  address: string;
  lng: number | null;
  lat: number | null;
  keeperPost: string;
  keeperTitle: string;
  keeperUnit: string;
  everydayUse: string;
  functions: string[];
  conversion: string;
  conversionMinutes: number;
  drilledOn: string | null;
  drilledMinutes: number | null;
  capacity: number;
  careCapacity: number;
  stepFree: boolean;
  openingId: string | null;
  openedAt: number | null;
  why: string | null;
  /** Counted at the door since it was opened. */
  inside: number;
  insideCare: number;
  countedAt: number | null;
  /** By the lists: those that are on their way or inside. */
  allocated: number;
  allocatedCare: number;
};

// The last headcount stands for all before it; what came in and went out since is added.
const INSIDE = `left join lateral (
  select c.id, c.counted_at, c.entered_at from shelter_counts c
  where c.district_code = s.district_code and c.opening_id = o.id and c.kind = 'count'
  order by c.counted_at desc, c.entered_at desc, c.id desc limit 1) h on true
cross join lateral (
  select coalesce(sum(case c.kind when 'out' then -c.people else c.people end), 0)::int as people,
    coalesce(sum(case c.kind when 'out' then -c.care else c.care end), 0)::int as care, max(c.counted_at) as at
  from shelter_counts c
  where c.district_code = s.district_code and c.opening_id = o.id
    and (h.id is null or c.id = h.id or c.kind <> 'count' and (c.counted_at, c.entered_at) > (h.counted_at, h.entered_at))) n`;

const SHELTER = `select s.id::text, s.name, s.area_id::text as "areaId", a.name as "areaName", a.path as "areaPath", s.address, s.lng, s.lat,
  s.keeper_post::text as "keeperPost", k.title as "keeperTitle", u.name as "keeperUnit", s.everyday_use as "everydayUse", s.functions,
  s.conversion, s.conversion_minutes as "conversionMinutes", s.drilled_on::text as "drilledOn", s.drilled_minutes as "drilledMinutes",
  s.capacity, s.care_capacity as "careCapacity", s.step_free as "stepFree", o.id::text as "openingId", o.opened_at as "openedAt", o.why,
  n.people as inside, n.care as "insideCare", n.at as "countedAt", p.people as allocated, p.care as "allocatedCare"
from shelters s
join tree_nodes a on a.district_code = s.district_code and a.id = s.area_id
join org_posts k on k.district_code = s.district_code and k.id = s.keeper_post
join tree_nodes u on u.district_code = k.district_code and u.id = k.unit_id
left join shelter_openings o on o.district_code = s.district_code and o.shelter_id = s.id and o.closed_at is null
${INSIDE}
cross join lateral (
  select coalesce(sum(l.people), 0)::int as people, coalesce(sum(l.care), 0)::int as care from shelter_allocations l
  where l.district_code = s.district_code and l.shelter_id = s.id and l.released_at is null) p
where s.district_code = $1`;

export function listShelters(tx: Tx): Promise<ShelterRow[]> {
  return tx.rows<ShelterRow>(`${SHELTER} order by a.path, s.name, s.id limit 1000`, [tx.scope.district]);
}

export async function findShelter(tx: Tx, id: string): Promise<ShelterRow | undefined> {
  const [row] = await tx.rows<ShelterRow>(`${SHELTER} and s.id = $2`, [tx.scope.district, id]);
  return row;
}

/** Whoever counts against the capacity goes one after the other. */
export async function lockShelter(tx: Tx, id: string): Promise<void> {
  await tx.rows('select id from shelters where district_code = $1 and id = $2 for update', [
    tx.scope.district,
    id,
  ]);
}

export type NewShelter = Omit<
  ShelterRow,
  | 'areaName'
  | 'areaPath'
  | 'keeperTitle'
  | 'keeperUnit'
  | 'openingId'
  | 'openedAt'
  | 'why'
  | 'inside'
  | 'insideCare'
  | 'countedAt'
  | 'allocated'
  | 'allocatedCare'
>;

export async function insertShelter(tx: Tx, one: NewShelter, at: number): Promise<boolean> {
  const written = await tx.count(
    `insert into shelters (district_code, id, name, area_id, address, lng, lat, keeper_post, everyday_use, functions, conversion,
       conversion_minutes, drilled_on, drilled_minutes, capacity, care_capacity, step_free, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.name,
      one.areaId,
      one.address,
      one.lng,
      one.lat,
      one.keeperPost,
      one.everydayUse,
      one.functions,
      one.conversion,
      one.conversionMinutes,
      one.drilledOn,
      one.drilledMinutes,
      one.capacity,
      one.careCapacity,
      one.stepFree,
      time(at),
    ],
  );
  return written === 1;
}

/** False when it is open already. */
export async function insertOpening(
  tx: Tx,
  one: { id: string; shelterId: string; at: number; by: string; why: string },
): Promise<boolean> {
  const written = await tx.count(
    `insert into shelter_openings (district_code, id, shelter_id, opened_at, opened_by, why)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [tx.scope.district, one.id, one.shelterId, time(one.at), one.by, one.why],
  );
  return written === 1;
}

export async function closeOpening(tx: Tx, id: string, by: string, at: number): Promise<void> {
  await tx.count(
    `update shelter_openings set closed_at = $3, closed_by = $4 where district_code = $1 and id = $2 and closed_at is null`,
    [tx.scope.district, id, time(at), by],
  );
}

export type CountRow = {
  id: string;
  openingId: string;
  kind: 'in' | 'out' | 'count';
  people: number;
  care: number;
  countedAt: number;
  enteredAt: number;
};

const COUNT = `select id::text, opening_id::text as "openingId", kind, people, care, counted_at as "countedAt", entered_at as "enteredAt"
  from shelter_counts where district_code = $1`;

export async function findCount(tx: Tx, id: string): Promise<CountRow | undefined> {
  const [row] = await tx.rows<CountRow>(`${COUNT} and id = $2`, [tx.scope.district, id]);
  return row;
}

export function listCounts(tx: Tx, openingId: string): Promise<CountRow[]> {
  return tx.rows<CountRow>(
    `${COUNT} and opening_id = $2 order by counted_at desc, entered_at desc limit 200`,
    [tx.scope.district, openingId],
  );
}

export async function insertCount(
  tx: Tx,
  one: {
    id: string;
    openingId: string;
    kind: string;
    people: number;
    care: number;
    at: number;
    by: string;
    now: number;
  },
): Promise<void> {
  await tx.count(
    `insert into shelter_counts (district_code, id, opening_id, kind, people, care, counted_at, counted_by, entered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.scope.district,
      one.id,
      one.openingId,
      one.kind,
      one.people,
      one.care,
      time(one.at),
      one.by,
      time(one.now),
    ],
  );
}

export async function allocate(
  tx: Tx,
  one: { transferId: string; shelterId: string; people: number; care: number; at: number },
): Promise<void> {
  await tx.count(
    `insert into shelter_allocations (district_code, transfer_id, shelter_id, people, care, allocated_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (district_code, transfer_id) do update
       set shelter_id = excluded.shelter_id, people = excluded.people, care = excluded.care, allocated_at = excluded.allocated_at, released_at = null`,
    [tx.scope.district, one.transferId, one.shelterId, one.people, one.care, time(one.at)],
  );
}

/** Allocations that still hold places. */
export async function listHeld(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select transfer_id::text as id from shelter_allocations where district_code = $1 and released_at is null`,
    [tx.scope.district],
  );
  return rows.map((one) => one.id);
}

export async function release(tx: Tx, transferIds: readonly string[], at: number): Promise<number> {
  return tx.count(
    `update shelter_allocations set released_at = $3
     where district_code = $1 and transfer_id = any ($2::uuid[]) and released_at is null`,
    [tx.scope.district, transferIds, time(at)],
  );
}

export async function updateShelter(
  tx: Tx,
  id: string,
  one: Omit<NewShelter, 'id' | 'drilledOn' | 'drilledMinutes'>,
): Promise<void> {
  await tx.count(
    `update shelters set name = $3, area_id = $4, address = $5, lng = $6, lat = $7, keeper_post = $8, everyday_use = $9, functions = $10,
       conversion = $11, conversion_minutes = $12, capacity = $13, care_capacity = $14, step_free = $15
     where district_code = $1 and id = $2`,
    [
      tx.scope.district,
      id,
      one.name,
      one.areaId,
      one.address,
      one.lng,
      one.lat,
      one.keeperPost,
      one.everydayUse,
      one.functions,
      one.conversion,
      one.conversionMinutes,
      one.capacity,
      one.careCapacity,
      one.stepFree,
    ],
  );
}

export async function recordDrill(tx: Tx, id: string, drill: { on: string; minutes: number }): Promise<void> {
  await tx.count(
    'update shelters set drilled_on = $3, drilled_minutes = $4 where district_code = $1 and id = $2',
    [tx.scope.district, id, drill.on, drill.minutes],
  );
}
