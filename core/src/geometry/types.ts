/** GeoJSON shapes (RFC 7946) in WGS84 longitude and latitude, degrees. Rings are closed; the first ring is the outer one. */
export type Point = readonly [lon: number, lat: number];
export type Ring = readonly Point[];
export type Polygon = { type: 'Polygon'; coordinates: readonly Ring[] };
export type MultiPolygon = { type: 'MultiPolygon'; coordinates: readonly (readonly Ring[])[] };
export type Area = Polygon | MultiPolygon;

/** [west, south, east, north]; never crossing the antimeridian. */
export type BBox = readonly [west: number, south: number, east: number, north: number];
