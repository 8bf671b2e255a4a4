// How the places of a warning are named.
import { listNodes } from '../../engines/tree/tree.ts';
import type { Tx } from '../../platform/db/db.ts';
import type * as store from './store.ts';

/**
 * What people call the place: areas that the warning covers whole, and that lie in no other such one. An outline that meets one grid meets
 * its street and its district too, and is still about that grid.
 */
export async function topmost(tx: Tx, areas: readonly store.WarningArea[]) {
  const matched = new Map(areas.map((area) => [area.id, area]));
  const children = new Map<string, string[]>();
  for (const { id, parentId } of await listNodes(tx, 'area', {}))
    if (parentId !== null) children.set(parentId, [...(children.get(parentId) ?? []), id]);
  const whole = (area: store.WarningArea): boolean =>
    area.how !== 'shape' ||
    (children.get(area.id) ?? []).every((id) => {
      const child = matched.get(id);
      return child !== undefined && whole(child);
    });
  const wholes = areas.filter(whole);
  return wholes
    .filter((area) => !wholes.some((one) => one.path !== area.path && area.path.startsWith(one.path)))
    .map(({ id, name, level, how }) => ({ id, name, level, how }));
}
