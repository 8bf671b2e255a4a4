// Outlines of areas, effective-dated like their names. A boundary is WGS84 GeoJSON; it is checked before it is kept, because
// one ring that crosses itself makes every later "which grid is this in?" a lottery.
import { areaOf, bboxOf } from '@renlin/core/geometry/measure';
import type { Area } from '@renlin/core/geometry/types';
import { checkArea, rewound } from '@renlin/core/geometry/validate';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { findBoundaryStart, writeBoundary } from './boundary-store.ts';
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
  const since = await findBoundaryStart(tx, areaId);
  if (since !== undefined && date < since) {
    throw problem('tree.date-before-last-change', { name: node.name, since, date });
  }
  await writeBoundary(tx, areaId, date, area);
  const next = { ...node, version: node.version + 1 };
  await journal(tx, command, 'set-boundary', next, date, { areaM2: area ? Math.round(areaOf(area)) : null });
  return { outcome: 'accepted', node: next };
}
