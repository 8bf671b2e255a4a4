// Who could take a need: the units that work at the place, where they stand and what they hold already.
import type { CaseState } from '../../engines/case/case.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import { boxOfArea, selectPosts } from '../org/public.ts';
import type { Point, Team } from './dispatch.ts';
import type { EmergencyParts } from './parts.ts';

const HOLDING = ['need-matched', 'need-under-way'];

/** The units that act at the place or answer for it from above, each with the needs that it holds. */
export async function teamsFor(
  parts: EmergencyParts,
  tx: Tx,
  emergency: Pick<CaseState, 'areaPath'>,
  needs: readonly CaseState[],
): Promise<Team[]> {
  const date = civilDate(parts.now());
  const within = await selectPosts(tx, date, { within: emergency.areaPath });
  const above = await selectPosts(tx, date, { above: emergency.areaPath });
  const teams = new Map<string, Team>();
  const centre = centres(parts, tx);
  for (const post of [...within, ...above]) {
    const works = post.duties.includes('handle') && (post.holder !== null || post.acting !== null);
    if (!works || teams.has(post.unitId)) continue;
    teams.set(post.unitId, {
      unit: post.unitId,
      point: await centre(post.areaPath),
      above: !post.areaPath.startsWith(emergency.areaPath),
      load: needs.filter((one) => one.ownerUnit === post.unitId && HOLDING.includes(one.state)).length,
    });
  }
  return [...teams.values()];
}

/** The middle of an area's box, asked for once. */
export function centres(parts: Pick<EmergencyParts, 'now'>, tx: Tx): (path: string) => Promise<Point | null> {
  const known = new Map<string, Promise<Point | null>>();
  return (path) => {
    const found =
      known.get(path) ??
      boxOfArea(tx, path, parts.now()).then(
        (box) => box && { lng: (box[0] + box[2]) / 2, lat: (box[1] + box[3]) / 2 },
      );
    known.set(path, found);
    return found;
  };
}
