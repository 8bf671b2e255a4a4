/** WGS 84 (EPSG:7030). */
const EQUATOR = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const POLE = EQUATOR * (1 - FLATTENING);
const METRES_PER_MILE = 1609.344;

/** Miles along the ellipsoid between two positions in degrees, by the inverse formula of T. Vincenty 1975; to 1 mm except near antipodes. */
export function geodesicMiles(lon1: number, lat1: number, lon2: number, lat2: number): number {
  if (lon1 === lon2 && lat1 === lat2) return 0;
  const radians = Math.PI / 180;
  const u1 = Math.atan((1 - FLATTENING) * Math.tan(lat1 * radians));
  const u2 = Math.atan((1 - FLATTENING) * Math.tan(lat2 * radians));
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const span = (lon2 - lon1) * radians;
  let lambda = span;
  for (let step = 0; step < 200; step++) {
    const sinL = Math.sin(lambda);
    const cosL = Math.cos(lambda);
    const sinS = Math.sqrt((c2 * sinL) ** 2 + (c1 * s2 - s1 * c2 * cosL) ** 2);
    const cosS = s1 * s2 + c1 * c2 * cosL;
    const sigma = Math.atan2(sinS, cosS);
    const sinA = (c1 * c2 * sinL) / sinS;
    const cos2A = 1 - sinA * sinA;
    const cosM = cos2A === 0 ? 0 : cosS - (2 * s1 * s2) / cos2A;
    const c = (FLATTENING / 16) * cos2A * (4 + FLATTENING * (4 - 3 * cos2A));
    const before = lambda;
    lambda =
      span + (1 - c) * FLATTENING * sinA * (sigma + c * sinS * (cosM + c * cosS * (2 * cosM * cosM - 1)));
    if (Math.abs(lambda - before) > 1e-13) continue;
    const u = (cos2A * (EQUATOR * EQUATOR - POLE * POLE)) / (POLE * POLE);
    const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
    const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
    const inner =
      cosS * (2 * cosM * cosM - 1) - (b / 6) * cosM * (4 * sinS * sinS - 3) * (4 * cosM * cosM - 3);
    const delta = b * sinS * (cosM + (b / 4) * inner);
    return (POLE * a * (sigma - delta)) / METRES_PER_MILE;
  }
  throw new RangeError(`distance between ${lon1}, ${lat1} and ${lon2}, ${lat2}: nearly opposite places`);
}
