import { METRES_PER_DEGREE } from '../geometry/measure.ts';

/** Local metres about one place: equirectangular, error below 0.1 % within 100 km. x to the east, y to the north. */
export type Plane = {
  x(lon: number): number;
  y(lat: number): number;
  lon(x: number): number;
  lat(y: number): number;
};

export function planeAt(lon0: number, lat0: number): Plane {
  const perLon = METRES_PER_DEGREE * Math.cos((lat0 * Math.PI) / 180);
  return {
    x: (lon) => (lon - lon0) * perLon,
    y: (lat) => (lat - lat0) * METRES_PER_DEGREE,
    lon: (x) => lon0 + x / perLon,
    lat: (y) => lat0 + y / METRES_PER_DEGREE,
  };
}

/** A plane about the middle of the positions; about 0° when there are none. O(n). */
export function planeOf(lon: ArrayLike<number>, lat: ArrayLike<number>): Plane {
  let west = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < lon.length; i++) {
    if (lon[i] < west) west = lon[i];
    if (lon[i] > east) east = lon[i];
    if (lat[i] < south) south = lat[i];
    if (lat[i] > north) north = lat[i];
  }
  return west > east ? planeAt(0, 0) : planeAt((west + east) / 2, (south + north) / 2);
}
