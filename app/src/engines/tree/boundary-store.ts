// The SQL of boundaries.
import { areaOf, bboxOf } from '@renlin/core/geometry/measure';
import type { Area } from '@renlin/core/geometry/types';
import type { Row, Tx } from '../../platform/db/db.ts';
import { pathEnd } from './paths.ts';

/** The day from which the outline in force holds. */
export async function findBoundaryStart(tx: Tx, areaId: string): Promise<string | undefined> {
  const [open] = await tx.rows<{ since: string }>(
    `select valid_from::text as since from area_boundaries where district_code = $1 and area_id = $2 and valid_to is null`,
    [tx.scope.district, areaId],
  );
  return open?.since;
}

/** Ends the outline in force, begins the new one if there is one, and counts the change on the area. */
export async function writeBoundary(
  tx: Tx,
  areaId: string,
  date: string,
  area: Area | undefined,
): Promise<void> {
  await tx.count(
    `update area_boundaries set valid_to = $3 where district_code = $1 and area_id = $2 and valid_to is null and valid_from < $3::date`,
    [tx.scope.district, areaId, date],
  );
  if (area) {
    await tx.count(
      `insert into area_boundaries (district_code, area_id, valid_from, geometry, west, south, east, north, area_m2)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (district_code, area_id, valid_from) do update set valid_to = null, geometry = excluded.geometry,
         west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north, area_m2 = excluded.area_m2`,
      [tx.scope.district, areaId, date, JSON.stringify(area), ...bboxOf(area), areaOf(area)],
    );
  } else {
    await tx.count(
      `update area_boundaries set valid_to = valid_from where district_code = $1 and area_id = $2 and valid_to is null`,
      [tx.scope.district, areaId],
    );
  }
  await tx.count('update tree_nodes set version = version + 1 where district_code = $1 and id = $2', [
    tx.scope.district,
    areaId,
  ]);
}

export type Boundary = {
  areaId: string;
  name: string;
  level: string;
  code: string | null;
  path: string;
  areaM2: number;
  geometry: Area;
};

/** West, south, east, north of the outlines in force at and below a path; undefined when nothing there has an outline. Degrees. */
export async function boxOfBoundaries(
  tx: Tx,
  date: string,
  path: string,
): Promise<[number, number, number, number] | undefined> {
  const [row] = await tx.rows<{ box: [number, number, number, number] | null }>(
    `select case when count(*) > 0 then array[min(b.west), min(b.south), max(b.east), max(b.north)] end as box
     from area_boundaries b
     join tree_spans s on s.district_code = b.district_code and s.node_id = b.area_id
       and s.valid_from <= $2::date and (s.valid_to is null or s.valid_to > $2::date)
     where b.district_code = $1 and b.valid_from <= $2::date and (b.valid_to is null or b.valid_to > $2::date)
       and s.path >= $3 and s.path < $4`,
    [tx.scope.district, date, path, pathEnd(path)],
  );
  return row?.box ?? undefined;
}

/** Outlines in force on a day, optionally of some levels or below a path. Ordered by path. */
export async function listBoundaries(
  tx: Tx,
  date: string,
  filter: { levels?: readonly string[] | undefined; within?: string | undefined } = {},
): Promise<Boundary[]> {
  const within = filter.within ?? '';
  return tx.rows<Row & Boundary>(
    `select b.area_id::text as "areaId", s.name, s.level, s.code, s.path, b.area_m2 as "areaM2", b.geometry
     from area_boundaries b
     join tree_spans s on s.district_code = b.district_code and s.node_id = b.area_id
       and s.valid_from <= $2::date and (s.valid_to is null or s.valid_to > $2::date)
     where b.district_code = $1 and b.valid_from <= $2::date and (b.valid_to is null or b.valid_to > $2::date)
       and ($3::text[] is null or s.level = any($3)) and s.path >= $4 and s.path < $5
     order by s.path`,
    [tx.scope.district, date, filter.levels ?? null, within, pathEnd(within)],
  );
}
