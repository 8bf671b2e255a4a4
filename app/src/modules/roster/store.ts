// SQL of the duty roster.
import type { Tx } from '../../platform/db/db.ts';

const time = (ms: number) => new Date(ms).toISOString();

export type ShiftRow = {
  id: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  beginsAt: number;
  endsAt: number;
  deskPost: string;
  deskTitle: string;
  deskUnit: string;
  leaderPost: string;
  leaderTitle: string;
  leaderUnit: string;
  handedOverAt: number | null;
  handOver: string | null;
};

const SHIFT = `select s.id::text, s.area_id::text as "areaId", a.name as "areaName", a.path as "areaPath", s.begins_at as "beginsAt",
  s.ends_at as "endsAt", s.desk_post::text as "deskPost", d.title as "deskTitle", du.name as "deskUnit",
  s.leader_post::text as "leaderPost", l.title as "leaderTitle", lu.name as "leaderUnit", s.handed_over_at as "handedOverAt",
  s.hand_over as "handOver"
from duty_shifts s
join tree_nodes a on a.district_code = s.district_code and a.id = s.area_id
join org_posts d on d.district_code = s.district_code and d.id = s.desk_post
join tree_nodes du on du.district_code = d.district_code and du.id = d.unit_id
join org_posts l on l.district_code = s.district_code and l.id = s.leader_post
join tree_nodes lu on lu.district_code = l.district_code and lu.id = l.unit_id
where s.district_code = $1 and s.struck_at is null`;

/** The shifts of an area that touch a span. */
export function listShifts(tx: Tx, areaId: string, from: number, to: number): Promise<ShiftRow[]> {
  return tx.rows<ShiftRow>(
    `${SHIFT} and s.area_id = $2 and s.ends_at > $3 and s.begins_at < $4 order by s.begins_at, s.id limit 500`,
    [tx.scope.district, areaId, time(from), time(to)],
  );
}

export async function findShift(tx: Tx, id: string): Promise<ShiftRow | undefined> {
  const [row] = await tx.rows<ShiftRow>(`${SHIFT} and s.id = $2`, [tx.scope.district, id]);
  return row;
}

/** The shift that answers for a place at an instant: its own desk, or the nearest above that is filled. */
export async function findDesk(tx: Tx, areaPath: string, at: number): Promise<ShiftRow | undefined> {
  const [row] = await tx.rows<ShiftRow>(
    `${SHIFT} and $2 ^@ a.path and s.begins_at <= $3 and s.ends_at > $3 order by length(a.path) desc, s.begins_at desc limit 1`,
    [tx.scope.district, areaPath, time(at)],
  );
  return row;
}

/** Shifts of one area are planned one after the other. */
export async function lockArea(tx: Tx, areaId: string): Promise<void> {
  await tx.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `roster ${tx.scope.district} ${areaId}`,
  ]);
}

export async function insertShift(
  tx: Tx,
  one: Pick<ShiftRow, 'id' | 'areaId' | 'beginsAt' | 'endsAt' | 'deskPost' | 'leaderPost'> & {
    by: string;
    now: number;
  },
): Promise<void> {
  await tx.count(
    `insert into duty_shifts (district_code, id, area_id, begins_at, ends_at, desk_post, leader_post, planned_by, planned_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      tx.scope.district,
      one.id,
      one.areaId,
      time(one.beginsAt),
      time(one.endsAt),
      one.deskPost,
      one.leaderPost,
      one.by,
      time(one.now),
    ],
  );
}

export async function strikeShift(tx: Tx, id: string, at: number): Promise<void> {
  await tx.count(`update duty_shifts set struck_at = $3 where district_code = $1 and id = $2`, [
    tx.scope.district,
    id,
    time(at),
  ]);
}

/** False when somebody handed it over in the same moment. */
export async function handOver(tx: Tx, id: string, by: string, words: string, at: number): Promise<boolean> {
  const written = await tx.count(
    `update duty_shifts set handed_over_at = $3, handed_over_by = $4, hand_over = $5
     where district_code = $1 and id = $2 and handed_over_at is null`,
    [tx.scope.district, id, time(at), by, words],
  );
  return written === 1;
}
