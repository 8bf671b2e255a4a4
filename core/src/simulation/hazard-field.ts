import type { HazardInput, StressInput } from './scenario-kinds.ts';

/** One part of a hazard while it holds: a polygon of one intensity, or a frame of a raster. */
export interface HazardLayer {
  fromHour: number;
  toHour: number;
  /** Highest intensity anywhere in the layer, after scaling. */
  highest: number;
  /** Intensity 0…1 at a place, 0 outside. */
  at(x: number, y: number): number;
}

/** Even–odd rule; points on the border may fall on either side. O(corners). */
function isInside(x: number, y: number, polygon: readonly (readonly [number, number])[]): boolean {
  let odd = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [xi, yi] = polygon[i];
    const [xj, yj] = polygon[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}

/** The layers of a hazard: its form (polygons, rasters), its evolution (their hours) and its scale (the multiplier). */
export function hazardLayers(hazard: HazardInput): HazardLayer[] {
  const scaled = (intensity: number): number => Math.min(1, intensity * hazard.scale);
  const polygons = hazard.footprints.map(
    (part): HazardLayer => ({
      fromHour: part.fromHour,
      toHour: part.toHour,
      highest: scaled(part.intensity),
      at: (x, y) => (isInside(x, y, part.polygon) ? scaled(part.intensity) : 0),
    }),
  );
  const frames = hazard.rasters.flatMap((raster) =>
    raster.frames.map(
      (frame): HazardLayer => ({
        fromHour: frame.fromHour,
        toHour: frame.toHour,
        highest: scaled(frame.values.reduce((a, b) => Math.max(a, b), 0)),
        at(x, y) {
          const column = Math.floor((x - raster.west) / raster.cellMetres);
          const row = Math.floor((y - raster.south) / raster.cellMetres);
          if (column < 0 || row < 0 || column >= raster.columns || row >= raster.rows) return 0;
          return scaled(frame.values[row * raster.columns + column]);
        },
      }),
    ),
  );
  return [...polygons, ...frames];
}

/** Changes of intensity per grid, sorted by hour then grid; what holds at one time counts with its highest. */
export interface HazardChanges {
  changeHour: Float64Array;
  changeGrid: Int32Array;
  changeValue: Float64Array;
}

/** O(grids · layers · hours with a change). */
export function hazardChanges(input: StressInput): HazardChanges {
  const layers = hazardLayers(input.hazard);
  const hours = [...new Set(layers.flatMap((layer) => [layer.fromHour, layer.toHour]))]
    .filter((hour) => hour <= input.horizonHours)
    .sort((a, b) => a - b);
  const rows: [number, number, number][] = [];
  input.grids.forEach((grid, g) => {
    const hit = layers
      .map((layer) => ({ ...layer, here: layer.at(grid.x, grid.y) }))
      .filter((layer) => layer.here > 0);
    if (hit.length === 0) return;
    let before = 0;
    for (const hour of hours) {
      const now = hit.reduce(
        (most, layer) => (layer.fromHour <= hour && hour < layer.toHour ? Math.max(most, layer.here) : most),
        0,
      );
      if (now !== before) rows.push([hour, g, now]);
      before = now;
    }
  });
  rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    changeHour: Float64Array.from(rows, (r) => r[0]),
    changeGrid: Int32Array.from(rows, (r) => r[1]),
    changeValue: Float64Array.from(rows, (r) => r[2]),
  };
}
