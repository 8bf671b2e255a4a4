// Points come as columns and rows (the compact form of the API) and leave as GeoJSON for the clustering source.
import type { StateShape } from '../api-types.ts';

export type PointTable = { columns: readonly string[]; rows: readonly (readonly unknown[])[] };

export type PointRow = {
  id: string;
  lng: number;
  lat: number;
  state: string;
  category: string;
  overdue: boolean;
};

export function readPoints(table: PointTable): { size: number; at(index: number): PointRow } {
  const column = (name: string) => table.columns.indexOf(name);
  const [id, lng, lat, state, category, overdue] = ['id', 'lng', 'lat', 'state', 'category', 'overdue'].map(
    column,
  ) as [number, number, number, number, number, number];
  return {
    size: table.rows.length,
    at(index) {
      const row = table.rows[index] as readonly unknown[];
      return {
        id: String(row[id]),
        lng: Number(row[lng]),
        lat: Number(row[lat]),
        state: String(row[state] ?? ''),
        category: String(row[category] ?? ''),
        overdue: Boolean(row[overdue]),
      };
    },
  };
}

export type PointCollection = {
  type: 'FeatureCollection';
  features: {
    type: 'Feature';
    geometry: { type: 'Point'; coordinates: [number, number] };
    properties: { i: number; s: StateShape; late: 0 | 1 };
  }[];
};

/** One feature a row, carrying the row's number and its shape only: 100,000 of them travel to the worker in one message. */
export function pointCollection(
  table: PointTable,
  shapeOf: (state: string, overdue: boolean) => StateShape,
): PointCollection {
  const points = readPoints(table);
  const features: PointCollection['features'] = [];
  for (let i = 0; i < points.size; i++) {
    const one = points.at(i);
    if (!Number.isFinite(one.lng) || !Number.isFinite(one.lat)) continue;
    const s = shapeOf(one.state, one.overdue);
    features.push({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [one.lng, one.lat] },
      properties: { i, s, late: s === 'late' ? 1 : 0 },
    });
  }
  return { type: 'FeatureCollection', features };
}

const EARTH = 6_371_008.8;
const RAD = Math.PI / 180;

export function pathMetres(path: readonly (readonly [number, number])[]): number {
  let sum = 0;
  for (let i = 1; i < path.length; i++) {
    const [a, b] = [path[i - 1] as readonly [number, number], path[i] as readonly [number, number]];
    const x = (b[0] - a[0]) * RAD * Math.cos(((a[1] + b[1]) / 2) * RAD);
    const y = (b[1] - a[1]) * RAD;
    sum += Math.sqrt(x * x + y * y) * EARTH;
  }
  return sum;
}

export function areaSquareMetres(path: readonly (readonly [number, number])[]): number {
  const first = path[0];
  if (!first || path.length < 3) return 0;
  const scale = Math.cos(first[1] * RAD) * (EARTH * RAD) ** 2;
  let sum = 0;
  for (let i = 0; i < path.length; i++) {
    const a = path[i] as readonly [number, number];
    const b = path[(i + 1) % path.length] as readonly [number, number];
    sum += (a[0] - first[0]) * (b[1] - first[1]) - (b[0] - first[0]) * (a[1] - first[1]);
  }
  return Math.abs(sum / 2) * scale;
}
