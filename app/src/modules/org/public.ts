// What other modules and main may use of the organisation.

import { boxOfBoundaries, listBoundaries } from '../../engines/tree/boundary-store.ts';
import { readRevision } from '../../engines/tree/store.ts';
import { chain, findNode, listNodes } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { LevelSettings } from './presets.ts';
import { selectBindings, selectLevels } from './store.ts';

export type { PathHook } from '../../engines/tree/hooks.ts';
export type { Locator } from '../../engines/tree/locate.ts';
export {
  describeMe,
  findHolders,
  type Holder,
  holdersNear,
  type MyPost,
  resolveActor,
  resolveActorAt,
} from './actors.ts';
export { openAreaCodes } from './area-codes.ts';
export type { BuildingPoint, ListBuildings } from './buildings.ts';
export { type GridCard, readGridCard } from './card.ts';
export { type ChangeRow, selectStanding } from './change/change-store.ts';
export type { ChangePlan, PlanBody as PlanChangeBody } from './change/contract.ts';
export { workView } from './change/routes.ts';
export { type ChangeParts, type Preview, planChange, preview as previewChange } from './change/service.ts';
export { type Duty, type DutyCode, duties } from './duty-vocabulary.ts';
export { type AreaPreset, ensureLevels, type ImportedAreas, importAreas } from './import-areas.ts';
export { type ImportedBoundaries, importBoundaries } from './import-boundaries.ts';
export { importStaff, issuePasswords, type NewStaffAccount, type StaffImport } from './import-staff.ts';
export { runAreaCommand, runNodeCommand, type Who } from './nodes.ts';
export { runPersonCommand, runPostCommand } from './posts.ts';
export { orgFacts } from './report-facts.ts';
export { makeStaffTemplate } from './staff-sheet.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };
const fact = ({ id, name, level, path }: TreeNode): AreaFact => ({ id, name, level, path });

/** An area with the areas above it, the district first; empty when unknown. */
export async function areaChain(tx: Tx, id: string): Promise<AreaFact[]> {
  const node = await findNode(tx, id);
  return node?.tree === 'area' ? (await chain(tx, 'area', node.path)).map(fact) : [];
}

/** The box around an area's outlines of today: west, south, east, north in degrees; null where nothing has an outline. */
export async function boxOfArea(
  tx: Tx,
  path: string,
  now: number,
): Promise<[number, number, number, number] | null> {
  return (await boxOfBoundaries(tx, civilDate(now), path)) ?? null;
}

/** The outlines of today for map tiles, and a version that changes whenever a boundary, a name or a code does. */
export const areaSource = {
  version: (tx: Tx): Promise<string> => readRevision(tx, 'area'),
  async shapes(tx: Tx, now: number) {
    const boundaries = await listBoundaries(tx, civilDate(now));
    return boundaries.map(({ areaId, level, name, geometry }) => ({
      id: areaId,
      level,
      name,
      label: level === 'grid' ? gridNumber(name) : name,
      geometry,
    }));
  },
};

/** What fits into a grid on the map: the number at the end of its name, else the name. */
function gridNumber(name: string): string {
  return /(\d{1,3})(?:号)?(?:网格)?$/.exec(name)?.[1] ?? name;
}

export type UnitFact = {
  id: string;
  name: string;
  kind: string;
  path: string;
  phone: string | null;
  areaIds: string[];
  neverSeesReporter: boolean;
};

/** Open units of some kinds, optionally only those whose jurisdiction holds the place (their own area or one above it). */
export async function unitsByKind(
  tx: Tx,
  query: { kinds: readonly string[]; now: number; areaPath?: string | undefined },
): Promise<UnitFact[]> {
  const nodes = await listNodes(tx, 'unit', { levels: query.kinds });
  const ids = nodes.map((node) => node.id);
  const ties = await selectBindings(tx, civilDate(query.now), { kind: 'jurisdiction', fromIds: ids });
  const levels = new Map(
    (await selectLevels(tx, 'unit')).map((level) => [level.code, level.settings as LevelSettings]),
  );
  const { areaPath } = query;
  // Nearest jurisdiction first, so that the street's own office comes before the district's.
  const reach = (id: string): number => {
    const own = ties.filter((tie) => tie.fromId === id);
    if (areaPath === undefined || own.length === 0) return 0;
    return Math.max(
      -1,
      ...own.filter((tie) => areaPath.startsWith(tie.toPath)).map((tie) => tie.toPath.length),
    );
  };
  return nodes
    .map((node) => ({ node, reach: reach(node.id) }))
    .filter((one) => one.reach >= 0)
    .sort((a, b) => b.reach - a.reach)
    .map(({ node }) => ({
      id: node.id,
      name: node.name,
      kind: node.level,
      path: node.path,
      phone: typeof node.attributes.phone === 'string' ? node.attributes.phone : null,
      areaIds: ties.filter((tie) => tie.fromId === node.id).map((tie) => tie.toId),
      neverSeesReporter: levels.get(node.level)?.neverSeesReporter === true,
    }));
}
// For seeding a district in bulk.
// Who works where, for hand-overs, diaries and visits.
export { insertHolding, insertPersons, insertPost, type PostRow, selectPosts } from './post-store.ts';
export { insertBinding } from './store.ts';
