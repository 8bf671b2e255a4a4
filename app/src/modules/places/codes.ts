// What a sheet of printed codes is made of: the buildings of an area, or its public things of one category, each with what its code says.
import { findNode, listNodes } from '../../engines/tree/tree.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { listAssetPlacesIn } from './asset-store.ts';
import { listBuildings } from './store.ts';

const MOST = 400;

/** `of` is 'building' or a category of things. Refuses an area that is none; beyond 400 the answer says how many there are. */
export async function listCodes(tx: Tx, areaId: string, of: string) {
  const area = await findNode(tx, areaId);
  if (area?.tree !== 'area')
    throw problem('places.area-unknown', {}, [{ path: 'query/area', code: 'invalid' }]);
  const ids = (await listNodes(tx, 'area', { within: area.path })).map((node) => node.id);
  const spots =
    of === 'building'
      ? (await listBuildings(tx, ids)).map((one) => ({
          ...one,
          code: `place=${one.lng.toFixed(6)},${one.lat.toFixed(6)}`,
        }))
      : (await listAssetPlacesIn(tx, of, ids)).map((one) => ({ ...one, code: `asset=${one.code}` }));
  return {
    area: { id: area.id, name: area.name },
    total: spots.length,
    items: spots.slice(0, MOST).map(({ id, name, address, code }) => ({
      id,
      name: name ?? address ?? '',
      address: address ?? '',
      code,
    })),
  };
}
