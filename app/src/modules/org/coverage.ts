// What the structure still lacks: grids that nobody answers for, branches that are missing, posts that are empty.

import { listBoundaries } from '../../engines/tree/boundary-store.ts';
import { getNode, listNodes } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { civilDate } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { BuildingPoint, ListBuildings } from './buildings.ts';
import type { CoverageList } from './contract.ts';
import { readPartyGaps } from './coverage-party.ts';
import { selectPosts } from './post-store.ts';
import { selectBindings, selectLevels, selectTerms } from './store.ts';
import { addMonths, REMIND_MONTHS } from './views.ts';

type Gap = Record<string, unknown>;
export type Coverage = {
  totals: Record<string, number>;
  gaps: Record<CoverageList, Gap[]>;
};

const place = (node: TreeNode): Gap => ({
  areaId: node.id,
  name: node.name,
  level: node.level,
  path: node.path,
});

/** All gaps at or below an area, each list whole (the route caps it). O(areas + posts + buildings). */
export async function readCoverage(
  tx: Tx,
  input: { areaId?: string | undefined; now: number; listBuildings?: ListBuildings | undefined },
): Promise<Coverage> {
  const date = civilDate(input.now);
  const within = input.areaId === undefined ? undefined : (await getNode(tx, input.areaId)).path;
  const levels = await selectLevels(tx, 'area');
  const areas = await listNodes(tx, 'area', { within });
  const posts = await selectPosts(tx, date, { within });
  const ids = areas.map((area) => area.id);
  const branches = new Set(
    (await selectBindings(tx, date, { kind: 'branch', toIds: ids })).map((one) => one.toId),
  );
  const outlined = new Set((await listBoundaries(tx, date, { within })).map((one) => one.areaId));
  // Grids are the deepest level that is expected to have a team.
  const gridLevels = new Set(levels.filter((level) => level.settings.team).map((level) => level.code));
  const grids = areas.filter((area) => gridLevels.has(area.level));
  const heldPaths = new Set(
    posts.filter((post) => post.holder !== null || post.acting !== null).map((post) => post.areaPath),
  );
  // A micro-grid's post does not answer for its grid, but a grid's post answers for its micro-grids.
  const served = (path: string, from: string): boolean => {
    for (
      let at = path;
      at.length >= from.length && at !== '';
      at = at.slice(0, at.lastIndexOf('/', at.length - 2) + 1)
    ) {
      if (heldPaths.has(at)) return true;
    }
    return false;
  };
  const bands = new Map(levels.map((level) => [level.code, level.settings.householdBand]));
  const outOfBand = areas.flatMap((area): Gap[] => {
    const band = bands.get(area.level);
    const households = area.attributes.households;
    if (!band || typeof households !== 'number' || (households >= band[0] && households <= band[1]))
      return [];
    return [{ ...place(area), households, min: band[0], max: band[1] }];
  });
  const buildings = (await input.listBuildings?.(tx)) ?? [];
  const byId = new Map(areas.map((area) => [area.id, area]));
  const inside = buildings.filter(
    (one) => within === undefined || (one.areaId !== null && byId.has(one.areaId)),
  );
  const grid = (areaId: string | null): TreeNode | undefined => {
    let node = areaId === null ? undefined : byId.get(areaId);
    while (node && !gridLevels.has(node.level))
      node = node.parentId === null ? undefined : byId.get(node.parentId);
    return node;
  };
  const unserved = inside.filter((building) => {
    const own = grid(building.areaId);
    const at = building.areaId === null ? undefined : byId.get(building.areaId);
    return !own || !at || !served(at.path, own.path);
  });
  const gridChain = (areaId: string | null): TreeNode[] => {
    const own = grid(areaId);
    const found: TreeNode[] = [];
    for (let node = areaId === null ? undefined : byId.get(areaId); node && own; ) {
      found.push(node);
      if (node.id === own.id) break;
      node = node.parentId === null ? undefined : byId.get(node.parentId);
    }
    return own ? found : [];
  };
  const party = await readPartyGaps(tx, { date, buildings: inside, gridChain, within });
  const building = ({ id, name, address, lng, lat, areaId }: BuildingPoint): Gap => ({
    buildingId: id,
    name: name ?? address ?? null,
    lng,
    lat,
    areaId,
  });
  const terms = await selectTerms(tx, { endsBy: addMonths(date, REMIND_MONTHS) });
  const vacant = posts.filter((post) => post.holder === null);
  return {
    totals: {
      areas: areas.length,
      grids: grids.length,
      posts: posts.length,
      heldPosts: posts.length - vacant.length,
      buildings: inside.length,
      groups: party.groups,
      activeGroups: party.activeGroups,
    },
    gaps: {
      gridsWithoutPost: grids.filter((one) => !heldPaths.has(one.path)).map(place),
      gridsWithoutBranch: grids.filter((one) => !branches.has(one.id)).map(place),
      gridsWithoutBoundary: grids.filter((one) => !outlined.has(one.id)).map(place),
      vacantPosts: vacant.map((post) => ({
        postId: post.id,
        title: post.title,
        unitName: post.unitName,
        areaId: post.areaId,
        name: post.areaName,
        actingUntil: post.acting?.until ?? null,
        stoodInFor: post.acting !== null,
      })),
      householdsOutOfBand: outOfBand.filter(({ level }) => gridLevels.has(String(level))),
      partsOutOfBand: outOfBand.filter(({ level }) => !gridLevels.has(String(level))),
      communitiesWithoutType: areas
        .filter((one) => one.level === 'community' && !one.attributes.communityType)
        .map(place),
      termsEnding: terms.map((term) => ({
        nodeId: term.nodeId,
        name: term.name,
        level: term.level,
        endsOn: term.endsOn,
        late: term.endsOn <= date,
      })),
      buildingsWithoutPost: unserved.map(building),
      buildingsWithoutParty: party.buildingsWithoutParty.map(building),
      firmsWithoutParty: party.firmsWithoutParty.map((firm) => ({
        unitId: firm.id,
        name: firm.name,
        level: firm.level,
      })),
      buildingsWithoutGroup: party.buildingsWithoutGroup.map(building),
    },
  };
}
