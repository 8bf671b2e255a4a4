// Which of many spots lies nearest to a place.

type Spot = { lng: number; lat: number };

/** Side of a cell in degrees of latitude, about two hundred metres. */
const CELL = 0.002;

/**
 * Finds the index of the nearest spot, −1 where there is none. Cells around the place are looked through ring by ring; a ring further out
 * than the one found in, and one more for the corners, holds nothing nearer. O(spots) to prepare, O(spots near) to ask.
 */
export function nearestOf(spots: readonly Spot[]): (place: Spot) => number {
  if (spots.length === 0) return () => -1;
  const narrow = Math.max(0.01, Math.cos(((spots[0] as Spot).lat * Math.PI) / 180));
  const column = (lng: number) => Math.floor((lng * narrow) / CELL);
  const row = (lat: number) => Math.floor(lat / CELL);
  const cells = new Map<string, number[]>();
  let [west, east, south, north] = [Number.POSITIVE_INFINITY, -Infinity, Number.POSITIVE_INFINITY, -Infinity];
  spots.forEach(({ lng, lat }, i) => {
    const [x, y] = [column(lng), row(lat)];
    [west, east, south, north] = [
      Math.min(west, x),
      Math.max(east, x),
      Math.min(south, y),
      Math.max(north, y),
    ];
    const key = `${x} ${y}`;
    const known = cells.get(key);
    if (known) known.push(i);
    else cells.set(key, [i]);
  });
  return ({ lng, lat }) => {
    const [x, y] = [column(lng), row(lat)];
    const farthest = Math.max(
      Math.abs(x - west),
      Math.abs(x - east),
      Math.abs(y - south),
      Math.abs(y - north),
    );
    let [best, least, last] = [-1, Number.POSITIVE_INFINITY, farthest];
    const look = (cx: number, cy: number) => {
      for (const i of cells.get(`${cx} ${cy}`) ?? []) {
        const one = spots[i] as Spot;
        const far = ((one.lng - lng) * narrow) ** 2 + (one.lat - lat) ** 2;
        if (far < least || (far === least && i < best)) [best, least] = [i, far];
      }
    };
    for (let ring = 0; ring <= last; ring++) {
      for (let cx = x - ring; cx <= x + ring; cx++) {
        const isSide = Math.abs(cx - x) === ring;
        for (let cy = y - ring; cy <= y + ring; cy += isSide || ring === 0 ? 1 : 2 * ring) look(cx, cy);
      }
      // A spot in a corner of this ring may be farther than one beyond its side.
      if (best >= 0 && last === farthest) last = Math.min(farthest, Math.ceil(Math.sqrt(least) / CELL) + 1);
    }
    return best;
  };
}
