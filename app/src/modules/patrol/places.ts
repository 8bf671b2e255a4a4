// Which places a plan means: areas of a level, public assets of some categories, or named things of the map. Always things, never homes.
import { findNode, listNodes, successors } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { isUuid } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/db.ts';
import { listAssetsIn, listSpots, type SpotRow } from '../places/public.ts';
import type { Plan } from './store.ts';

export type PatrolPlace = {
  /** `area:`, `asset:` or `feature:` and the id. */
  id: string;
  name: string;
  address: string;
  category: string;
  areaId: string;
  areaName: string;
  areaPath: string;
  lng: number | null;
  lat: number | null;
  /** The first day on which it is there, when that is known. */
  since: string | null;
};

/** The part of the one path that lies within the other; none when they lie beside each other. */
export function within(a: string, b: string): string | undefined {
  if (a.startsWith(b)) return a;
  return b.startsWith(a) ? b : undefined;
}

type Chooses = Pick<Plan, 'placeKind' | 'placeValues'>;

/** The places of a plan in some of its areas. O(areas + places). */
export async function listPlaces(tx: Tx, plan: Chooses, nodes: readonly TreeNode[]): Promise<PatrolPlace[]> {
  if (nodes.length === 0) return [];
  if (plan.placeKind === 'areas')
    return nodes.filter((node) => plan.placeValues.includes(node.level)).map(placeOfNode);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const spots =
    plan.placeKind === 'assets'
      ? await listAssetsIn(tx, plan.placeValues, [...byId.keys()])
      : await listSpots(tx, { features: plan.placeValues, assets: [] });
  return spots.flatMap((spot) => {
    const node = byId.get(spot.areaId ?? '');
    return node ? [placeOfSpot(spot, node)] : [];
  });
}

/** The open areas at a path and below it. */
export function areasWithin(tx: Tx, path: string): Promise<TreeNode[]> {
  return listNodes(tx, 'area', { within: path });
}

const placeOfNode = (node: TreeNode): PatrolPlace => ({
  id: `area:${node.id}`,
  name: node.name,
  address: '',
  category: node.level,
  areaId: node.id,
  areaName: node.name,
  areaPath: node.path,
  lng: null,
  lat: null,
  since: node.openedOn,
});

function placeOfSpot(spot: SpotRow, node: Pick<TreeNode, 'id' | 'name' | 'path'>): PatrolPlace {
  const asset = spot.table === 'assets';
  return {
    id: `${asset ? 'asset' : 'feature'}:${spot.id}`,
    name: spot.name ?? spot.address ?? spot.id,
    address: spot.address ?? '',
    category: spot.category,
    areaId: node.id,
    areaName: node.name,
    areaPath: node.path,
    lng: spot.lng,
    lat: spot.lat,
    since: null,
  };
}

/**
 * The place that a phone names, as it lies now: an area that has ended lies where its successor is, a thing wherever its grid is now.
 * None when the plan does not mean such a place.
 */
export async function findPlace(tx: Tx, plan: Plan, id: string): Promise<PatrolPlace | undefined> {
  const [kind, bare] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
  if (kind === 'area') return plan.placeKind === 'areas' ? findArea(tx, plan, bare) : undefined;
  if (kind === 'feature' && !(plan.placeKind === 'features' && plan.placeValues.includes(bare)))
    return undefined;
  if (kind === 'asset' && plan.placeKind !== 'assets') return undefined;
  const [spot] = await listSpots(
    tx,
    kind === 'asset' ? { features: [], assets: [bare] } : { features: [bare], assets: [] },
  );
  if (!spot || (kind === 'asset' && !plan.placeValues.includes(spot.category))) return undefined;
  const node = spot.areaId === null ? undefined : await findNode(tx, spot.areaId);
  // What lies in no grid belongs to the area of the plan.
  return placeOfSpot(spot, node ?? { id: plan.areaId, name: plan.areaName, path: plan.areaPath });
}

/** Areas that were replaced again and again; a circle would be a fault of the tree. */
const MOST_SUCCESSIONS = 20;

async function findArea(tx: Tx, plan: Plan, id: string): Promise<PatrolPlace | undefined> {
  const node = isUuid(id) ? await findNode(tx, id) : undefined;
  if (node?.tree !== 'area' || !plan.placeValues.includes(node.level)) return undefined;
  const now = await presentOf(tx, node);
  return now && { ...placeOfNode(now), id: `area:${node.id}`, name: node.name };
}

async function presentOf(tx: Tx, node: TreeNode): Promise<TreeNode | undefined> {
  let here: TreeNode | undefined = node;
  for (let step = 0; here && here.closedOn !== null && step < MOST_SUCCESSIONS; step++) {
    const [next] = await successors(tx, here.id);
    here = next === undefined ? undefined : await findNode(tx, next);
  }
  return here;
}

/** Where some places lie now, as far as the map knows. */
export async function areasOfPlaces(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const of = (kind: string) =>
    ids.flatMap((id) => (id.startsWith(`${kind}:`) ? [id.slice(kind.length + 1)] : []));
  const spots = await listSpots(tx, { features: of('feature'), assets: of('asset') });
  return new Map(
    spots.flatMap((spot) =>
      spot.areaId === null
        ? []
        : [[`${spot.table === 'assets' ? 'asset' : 'feature'}:${spot.id}`, spot.areaId] as const],
    ),
  );
}
