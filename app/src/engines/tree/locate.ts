// "Which grid is this point in?" answered from memory: one index per district and day, thrown away when the tree's revision
// (one row, read each time) says that something changed, here or in another process.
import { type AreaIndex, createAreaIndex } from '@renlin/core/geometry/area-index';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { listBoundaries } from './boundary-store.ts';
import { pathDepth } from './paths.ts';
import { readRevision } from './store.ts';
import { chain } from './tree.ts';
import type { TreeNode } from './types.ts';

type Found = { areaId: string; path: string; depth: number; areaM2: number };
type Entry = { revision: string; date: string; index: AreaIndex<Found> };

export type Locator = {
  /** The areas that hold a WGS84 point on a day, most specific first (grid, community, … district); empty outside of all.
   * On a shared border the smaller area wins, then the lower path. Throws `tree.point-impossible`. O(log n) after the first. */
  locate(tx: Tx, lng: number, lat: number, date: string): Promise<TreeNode[]>;
  /** A lookup for many points without further reading: the most specific area at a point, as of now. */
  snapshot(
    tx: Tx,
    date: string,
  ): Promise<(lng: number, lat: number) => { areaId: string; path: string } | undefined>;
  /** The same for many points with one look at the revision; gives the id and path of the most specific area, or undefined. */
  locateMany(
    tx: Tx,
    points: readonly { lng: number; lat: number }[],
    date: string,
  ): Promise<({ areaId: string; path: string } | undefined)[]>;
};

/** Makes a locator with room for a few districts and days. */
export function createLocator(capacity = 16): Locator {
  const entries = new Map<string, Entry>();

  async function indexFor(tx: Tx, date: string): Promise<AreaIndex<Found>> {
    const key = `${tx.scope.district} ${date}`;
    const revision = await readRevision(tx, 'area');
    const known = entries.get(key);
    if (known && known.revision === revision) return known.index;
    const boundaries = await listBoundaries(tx, date);
    const index = createAreaIndex(
      boundaries.map(({ areaId, path, areaM2, geometry }) => ({
        key: { areaId, path, areaM2, depth: pathDepth(path) },
        area: geometry,
      })),
    );
    entries.delete(key);
    entries.set(key, { revision, date, index });
    for (const oldest of entries.keys()) {
      if (entries.size <= capacity) break;
      entries.delete(oldest);
    }
    return index;
  }

  return {
    async locate(tx, lng, lat, date) {
      checkPoint(lng, lat);
      const best = mostSpecific((await indexFor(tx, date)).at(lng, lat));
      return best ? (await chain(tx, 'area', best.path, date)).reverse() : [];
    },
    async snapshot(tx, date) {
      const index = await indexFor(tx, date);
      return (lng, lat) => {
        const best = mostSpecific(index.at(lng, lat));
        return best && { areaId: best.areaId, path: best.path };
      };
    },
    async locateMany(tx, points, date) {
      const index = await indexFor(tx, date);
      return points.map(({ lng, lat }) => {
        const best = mostSpecific(index.at(lng, lat));
        return best && { areaId: best.areaId, path: best.path };
      });
    },
  };
}

function checkPoint(lng: number, lat: number): void {
  const possible =
    Number.isFinite(lng) && Number.isFinite(lat) && Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
  if (!possible) throw problem('tree.point-impossible', { lng: String(lng), lat: String(lat) });
}

function mostSpecific(found: readonly Found[]): Found | undefined {
  return [...found].sort((a, b) => b.depth - a.depth || a.areaM2 - b.areaM2 || (a.path < b.path ? -1 : 1))[0];
}
