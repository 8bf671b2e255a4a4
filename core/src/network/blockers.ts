import { BLOCKER_KINDS, type BlockerKind, type StreetTags } from './types.ts';

const WALLS = new Set(['wall', 'fence', 'retaining_wall', 'city_wall', 'guard_rail', 'hedge', 'ditch']);
const WATERWAYS = new Set(['river', 'canal', 'tidal_channel', 'riverbank', 'dock', 'fairway']);
const WATER_AREAS = new Set(['water', 'bay', 'strait']);
const RAILWAYS = new Set(['rail', 'narrow_gauge']);
const METROS = new Set(['subway', 'light_rail', 'monorail']);

/**
 * What a line with these tags is to somebody who walks straight to the street, or undefined when it stops nobody. Lines under or
 * over the ground (tunnel, bridge, culvert, layer ≠ 0) stop nobody. O(1).
 */
export function blockerOf(tags: StreetTags): BlockerKind | undefined {
  return isOnGround(tags) ? kindOf(tags) : undefined;
}

/**
 * What a line with these tags is as a border between areas, or undefined when it is none. One walks under a viaduct, and yet an elevated
 * metro or motorway is where people see one quarter end and the next begin; what runs under the ground parts nobody. O(1).
 */
export function borderOf(
  tags: StreetTags,
): { readonly kind: BlockerKind; readonly isAbove: boolean } | undefined {
  const isAbove = !isOnGround(tags);
  const carries = tags['bridge'] !== undefined && tags['bridge'] !== 'no';
  const kind = kindOf(tags);
  if (kind === undefined || (isAbove && !(carries && VIADUCTS.has(kind)))) return undefined;
  return { kind, isAbove };
}

const VIADUCTS = new Set<BlockerKind>(['railway', 'metro', 'motorway', 'main-road']);

function kindOf(tags: StreetTags): BlockerKind | undefined {
  if (WALLS.has(tags['barrier'] ?? '')) return 'wall';
  if (WATERWAYS.has(tags['waterway'] ?? '') || WATER_AREAS.has(tags['natural'] ?? '')) return 'water';
  if (RAILWAYS.has(tags['railway'] ?? '')) return 'railway';
  if (METROS.has(tags['railway'] ?? '')) return 'metro';
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
