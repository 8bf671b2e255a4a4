import type { GridBarrier } from '@renlin/core/districting/grids';
import { findByCode } from '../../engines/tree/tree.ts';
import type { Tx } from '../../platform/db/db.ts';
import { householdsOf, mapBarriers, readGround } from '../planning/public.ts';
import { type GridSource, MAP_BARRIERS } from './grids.ts';
import { Refusal } from './planning-io.ts';

/**
 * The buildings of an area of the product with their community and today's grid, and the lines of the map that part grids. Throws
 * Refusal for a code that no open area has.
 */
export async function readAreaGrids(
  tx: Tx,
  code: string,
  now: number,
  estimate: number | undefined,
): Promise<GridSource> {
  const area = await findByCode(tx, 'area', code);
  if (area === undefined)
    throw new Refusal(`没有编码为 ${code} 的区域 / there is no area with the code ${code}`);
  const ground = await readGround(tx, area.id, now);
  const codes = new Map(ground.communities.map(({ name }, i) => [i, name]));
  const grids = new Map(ground.grids.map(({ id, name }) => [id, name]));
  const barriers = (await mapBarriers(tx, ground)).flatMap(({ kind, lines }): GridBarrier[] => {
    const worth = kind === 'road' ? undefined : MAP_BARRIERS[kind];
    if (worth === undefined) return [];
    return lines.map((line) => ({ line, weight: worth === 'hard' ? Number.POSITIVE_INFINITY : worth }));
  });
  return {
    buildings: ground.buildings.map(({ row, community, grid }) => ({
      lon: row.lng,
      lat: row.lat,
      households: householdsOf(row, estimate),
      community: codes.get(community) ?? '',
      ...(grid === undefined ? {} : { existing: grids.get(grid) ?? grid }),
    })),
    ids: ground.buildings.map(({ row }) => row.id),
    barriers,
    unknown: ground.buildings.filter(
      ({ row }) => row.households === null && householdsOf(row, estimate) === 0,
    ).length,
  };
}
