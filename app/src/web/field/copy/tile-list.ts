// Which tiles of the map cover some boxes, from the district down to the houses (the scheme of web maps: z, x from west, y from north).
import { TILE_PATH } from './tile-cache.ts';

const FIRST_ZOOM = 10;
const LAST_ZOOM = 16;
/** Around each box, so that its edge is not the edge of the map: about a hundred metres. */
const MARGIN = 0.001;

type Box = readonly [west: number, south: number, east: number, north: number];

/** The addresses of both tile sets, the widest zoom first; never more than `most`. */
export function tilesOf(boxes: readonly Box[], most: number): string[] {
  const found = new Set<string>();
  for (let z = FIRST_ZOOM; z <= LAST_ZOOM; z++) {
    for (const [west, south, east, north] of boxes) {
      const [x0, y0] = tileAt(west - MARGIN, north + MARGIN, z);
      const [x1, y1] = tileAt(east + MARGIN, south - MARGIN, z);
      for (let x = x0; x <= x1; x++) {
        for (let y = y0; y <= y1; y++) {
          for (const set of ['base', 'areas']) {
            if (found.size >= most) return [...found];
            found.add(`${TILE_PATH}${set}/${z}/${x}/${y}.mvt`);
          }
        }
      }
    }
  }
  return [...found];
}

/** The tile that holds a point. */
function tileAt(lng: number, lat: number, z: number): [x: number, y: number] {
  const side = 2 ** z;
  const sin = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
  const clamp = (value: number) => Math.min(side - 1, Math.max(0, Math.floor(value * side)));
  return [clamp((lng + 180) / 360), clamp(y)];
}
