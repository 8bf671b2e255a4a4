// Where Party organisations, liaisons and residents' own groups are still missing: buildings and firms, one by one.
import { listNodes } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { BuildingPoint } from './buildings.ts';
import { selectBuildingTies } from './link-store.ts';
import { selectPosts } from './post-store.ts';
import { GROUP_KIND, LIAISON_KIND } from './presets.ts';
import { selectBindings, selectLevels } from './store.ts';

/** A group counts as active when it met or worked within half a year. */
const ACTIVE_DAYS = 183;

export type PartyGaps = {
  buildingsWithoutParty: BuildingPoint[];
  firmsWithoutParty: TreeNode[];
  buildingsWithoutGroup: BuildingPoint[];
  groups: number;
  activeGroups: number;
};

/**
 * A building is covered by an organisation tied to it, by one bound to its grid or micro-grid, or by a liaison who holds a post there; a
 * firm by an organisation linked to it or a liaison of its own. O(buildings + ties + posts).
 */
export async function readPartyGaps(
  tx: Tx,
  input: {
    date: string;
    buildings: readonly BuildingPoint[];
    /** The areas at and below the grid of a place, most specific first; empty outside any grid. */
    gridChain(areaId: string | null): readonly TreeNode[];
    within: string | undefined;
  },
): Promise<PartyGaps> {
  const { date, buildings, gridChain, within } = input;
  const party = await listNodes(tx, 'party', {});
  const open = new Set(party.map((node) => node.id));
  const branches = await selectBindings(tx, date, { kind: 'branch' });
  const bound = new Set(branches.filter((tie) => open.has(tie.fromId)).map((tie) => tie.toId));
  const liaisons = (await selectPosts(tx, date, { within })).filter(
    (post) => post.kind === LIAISON_KIND && (post.holder !== null || post.acting !== null),
  );
  const watched = new Set(liaisons.map((post) => post.areaId));
  const tied = new Set((await selectBuildingTies(tx, { tree: 'party' })).map((tie) => tie.buildingId));
  const levels = await selectLevels(tx, 'unit');
  const economic = levels.filter((level) => level.settings.economic).map((level) => level.code);
  const firms = await listNodes(tx, 'unit', { levels: economic });
  const entities = await selectBindings(tx, date, { kind: 'entity' });
  const linked = new Set(entities.filter((tie) => open.has(tie.fromId)).map((tie) => tie.toId));
  const withLiaison = new Set(liaisons.map((post) => post.unitId));
  const seats = await selectBindings(tx, date, {
    kind: 'jurisdiction',
    fromIds: firms.map((firm) => firm.id),
  });
  const here = (firm: TreeNode) =>
    within === undefined || seats.some((seat) => seat.fromId === firm.id && seat.toPath.startsWith(within));

  const groups = await listNodes(tx, 'unit', { levels: [GROUP_KIND] });
  const since = daysBefore(date, ACTIVE_DAYS);
  const active = new Set(
    groups.filter((group) => String(group.attributes.lastActivityOn ?? '') >= since).map((group) => group.id),
  );
  const organised = new Set(
    (await selectBuildingTies(tx, { tree: 'unit', level: GROUP_KIND }))
      .filter((tie) => active.has(tie.nodeId))
      .map((tie) => tie.buildingId),
  );
  return {
    buildingsWithoutParty: buildings.filter((building) => {
      if (tied.has(building.id)) return false;
      return !gridChain(building.areaId).some((area) => bound.has(area.id) || watched.has(area.id));
    }),
    firmsWithoutParty: firms.filter(
      (firm) => here(firm) && !linked.has(firm.id) && !withLiaison.has(firm.id),
    ),
    // Only where people live; a map without counts of households counts every building.
    buildingsWithoutGroup: buildings.filter(
      (building) => (building.households ?? 1) > 0 && !organised.has(building.id),
    ),
    groups: groups.length,
    activeGroups: active.size,
  };
}

function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
