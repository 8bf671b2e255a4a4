import { createSearch } from '../src/network/search.ts';
import type { Snap, Snapper } from '../src/network/snap.ts';
import type { StreetGraph } from '../src/network/types.ts';
import { createRandom } from '../src/random.ts';

/** Points on streets within 2 km of the corner from which most corners are in reach, of 200 drawn: the centre, the dearest place to ask for. */
export function pointsInTheCentre(graph: StreetGraph, snapper: Snapper, count: number): Snap[] {
  const random = createRandom(1);
  const search = createSearch(graph);
  let middle = 0;
  let most = -1;
  for (let i = 0; i < 200; i++) {
    const corner = random.int(graph.vertexCount);
    const edge = graph.link[graph.firstLink[corner]] >> 1;
    search.run([{ edge, share: graph.tail[edge] === corner ? 0 : 1, access: 0 }], 900_000);
    if (search.count > most) [middle, most] = [corner, search.count];
  }
  const points: Snap[] = [];
  for (let tries = 0; points.length < count && tries < count * 100; tries++) {
    const lon = graph.lon[middle] + random.range(-0.02, 0.02);
    const lat = graph.lat[middle] + random.range(-0.02, 0.02);
    const snap = snapper.snap(lon, lat);
    if (typeof snap !== 'string' && graph.component[graph.tail[snap.edge]] === 0) points.push(snap);
  }
  return points;
}
