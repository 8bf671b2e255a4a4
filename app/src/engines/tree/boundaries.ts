// Outlines of areas, effective-dated like their names. A boundary is WGS84 GeoJSON; it is checked before it is kept, because
// one ring that crosses itself makes every later "which grid is this in?" a lottery.
import { areaOf, bboxOf } from '@renlin/core/geometry/measure';
import type { Area } from '@renlin/core/geometry/types';
import { checkArea, rewound } from '@renlin/core/geometry/validate';
import { problem } from '../../kernel/problem.ts';
import type { Row, Tx } from '../../platform/db/db.ts';
import { pathEnd } from './paths.ts';
import { lockTree, selectStep } from './store.ts';
import { effectiveDate, getNode, journal, openNode } from './tree.ts';
import type { TreeChange, TreeCommand } from './types.ts';
import './problems.ts';

/** Beyond this many vertices an outline is a survey, not a working boundary; the check would take seconds. */
const MAX_POINTS = 20_000;
// The land of China with its islands, generously (degrees).
const CHINA = { west: 73, south: 3, east: 136, north: 54 };

/** Checks untrusted GeoJSON geometry; throws `tree.boundary-invalid` or `tree.boundary-outside-china`. */
export function checkBoundary(input: unknown): Area {
  const checked = checkArea(input, MAX_POINTS);
  if (!checked.ok) {
    const fields = checked.faults.slice(0, 5).map((fault) => ({
      path: 'geometry',
      code: `boundary.${fault.code.slice('area.'.length)}`,
      params: { at: fault.at ? `${fault.at[0]}, ${fault.at[1]}` : '?' },
    }));
    throw problem('tree.boundary-invalid', {}, fields);
  }
  const [west, south, east, north] = bboxOf(checked.area);
  if (west < CHINA.west || south < CHINA.south || east > CHINA.east || north > CHINA.north) {
    throw problem('tree.boundary-outside-china', { lng: west, lat: south });
  }
  return rewound(checked.area);
}

/** Gives an area its outline from a day on; null takes it away. */
export async function setBoundary(
  tx: Tx,
  command: TreeCommand,
  areaId: string,
  geometry: unknown,
): Promise<TreeChange> {
  const area = geometry === null ? undefined : checkBoundary(geometry);
  await lockTree(tx, 'area');
  const step = await selectStep(tx, command.commandId);
  if (step) {
    if (step.nodeId !== areaId || step.name !== 'set-boundary') throw problem('tree.command-reused');
    return { outcome: 'merged', node: await getNode(tx, areaId) };
  }
  const { node } = await openNode(tx, { ...command, effectiveOn: undefined }, areaId);
  const date = effectiveDate(command);
  const [open] = await tx.rows<{ since: string }>(
    `select valid_from::text as since from area_boundaries where district_code = $1 and area_id = $2 and valid_to is null`,
    [tx.scope.district, areaId],
  );
  if (open && date < open.since) {
    throw problem('tree.date-before-last-change', { name: node.name, since: open.since, date });
  }
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
  const next = { ...node, version: node.version + 1 };
  await journal(tx, command, 'set-boundary', next, date, { areaM2: area ? Math.round(areaOf(area)) : null });
  return { outcome: 'accepted', node: next };
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
