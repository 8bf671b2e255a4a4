import { BLOCKER_KINDS, type BlockerKind, type StreetTags } from './types.ts';

const WALLS = new Set(['wall', 'fence', 'retaining_wall', 'city_wall', 'guard_rail', 'hedge', 'ditch']);
const WATERWAYS = new Set(['river', 'canal', 'tidal_channel', 'riverbank', 'dock', 'fairway']);
const WATER_AREAS = new Set(['water', 'bay', 'strait']);
const RAILWAYS = new Set(['rail', 'light_rail', 'subway', 'monorail', 'narrow_gauge']);

/**
 * What a line with these tags is to somebody who walks straight to the street, or undefined when it stops nobody. Lines under or
 * over the ground (tunnel, bridge, culvert, layer ≠ 0) stop nobody. O(1).
 */
export function blockerOf(tags: StreetTags): BlockerKind | undefined {
  if (!isOnGround(tags)) return undefined;
  if (WALLS.has(tags['barrier'] ?? '')) return 'wall';
  if (WATERWAYS.has(tags['waterway'] ?? '') || WATER_AREAS.has(tags['natural'] ?? '')) return 'water';
  if (RAILWAYS.has(tags['railway'] ?? '')) return 'railway';
  switch (tags['highway']) {
    case 'motorway':
    case 'motorway_link':
      return 'motorway';
    case 'trunk':
      return 'main-road';
    case 'primary':
    case 'secondary':
      // One carriageway of a divided road: the far side is only reached by a crossing.
      return tags['oneway'] === 'yes' || tags['dual_carriageway'] === 'yes' ? 'main-road' : undefined;
    default:
      return undefined;
  }
}

function isOnGround(tags: StreetTags): boolean {
  const bridge = tags['bridge'];
  const tunnel = tags['tunnel'];
  if (bridge !== undefined && bridge !== 'no') return false;
  if (tunnel !== undefined && tunnel !== 'no') return false;
  const layer = Number(tags['layer'] ?? 0);
  return !(layer < 0 || layer > 0) || tags['natural'] !== undefined || tags['waterway'] !== undefined;
}

export function blockerCode(kind: BlockerKind): number {
  return BLOCKER_KINDS.indexOf(kind);
}
