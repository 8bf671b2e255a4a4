// The skeleton of the town: a bent lattice. Two fine cells by two make a plot, two plots by two a block between main roads, and a
// river strip of two narrow columns runs through. Every polygon is a union of fine cells, so neighbours share all their corners
// and a level of territory tiles the land exactly.
import type { Random } from '@renlin/core/random';
import type { Position } from '../../places/public.ts';

export const PLOT_COLUMNS = 16;
export const PLOT_ROWS = 12;
/** Plots left of the river. */
export const RIVER_AFTER = 7;
/** The railway lies on this line between plot rows. */
export const RAIL_ROW = 9;
export const FINE_COLUMNS = PLOT_COLUMNS * 2 + 2;
export const FINE_ROWS = PLOT_ROWS * 2;
const RIVER_WIDTH = 96;

export type Metres = readonly [x: number, y: number];

export type Lattice = {
  /** Node in metres east and north of the middle. */
  at(i: number, j: number): Metres;
  /** Node in degrees, rounded to a centimetre; equal nodes give equal numbers. */
  node(i: number, j: number): Position;
  degrees(point: Metres): Position;
};

/** First fine column of a plot column. */
export function fineColumn(plotColumn: number): number {
  return plotColumn < RIVER_AFTER ? plotColumn * 2 : plotColumn * 2 + 2;
}

export const RIVER_COLUMN = RIVER_AFTER * 2;

/** The fine cells of a plot: its four, and beside the river its half of the water. */
export function plotCells(column: number, row: number): [number, number][] {
  const i = fineColumn(column);
  const cells: [number, number][] = [];
  for (let dj = 0; dj < 2; dj++) {
    for (let di = 0; di < 2; di++) cells.push([i + di, row * 2 + dj]);
    if (column === RIVER_AFTER - 1) cells.push([RIVER_COLUMN, row * 2 + dj]);
    if (column === RIVER_AFTER) cells.push([RIVER_COLUMN + 1, row * 2 + dj]);
  }
  return cells;
}

export function createLattice(random: Random, center: { lng: number; lat: number }): Lattice {
  const xs = lines(random.fork('x'), PLOT_COLUMNS, 238, 24);
  const ys = lines(random.fork('y'), PLOT_ROWS, 252, 24);
  // The river strip lies between two columns of plots.
  const columns: number[] = [];
  for (let i = 0; i <= FINE_COLUMNS; i++) {
    if (i < RIVER_COLUMN + 1) columns.push(at(xs, i));
    else if (i === RIVER_COLUMN + 1) columns.push(at(xs, RIVER_COLUMN) + RIVER_WIDTH / 2);
    else columns.push(at(xs, i - 2) + RIVER_WIDTH);
  }
  const midX = (at(columns, 0) + at(columns, FINE_COLUMNS)) / 2;
  const midY = (at(ys, 0) + at(ys, FINE_ROWS)) / 2;
  const bendX = createNoise(random.fork('bend-x'), 115);
  const bendY = createNoise(random.fork('bend-y'), 80);
  const t = random.range(-0.09, 0.09);
  const cos = (1 - t * t) / (1 + t * t);
  const sin = (2 * t) / (1 + t * t);
  const scaleX = 111_320 * cosine(center.lat);
  const degrees = ([x, y]: Metres): Position => [
    Math.round((center.lng + x / scaleX) * 1e7) / 1e7,
    Math.round((center.lat + y / 111_320) * 1e7) / 1e7,
  ];
  const place = (i: number, j: number): Metres => {
    // Outside the town the roads go straight on.
    const ci = Math.max(0, Math.min(FINE_COLUMNS, i));
    const cj = Math.max(0, Math.min(FINE_ROWS, j));
    const u = ci / FINE_COLUMNS;
    const v = cj / FINE_ROWS;
    const x = at(columns, ci) - midX + bendX(u, v) + (i - ci) * 130;
    const y = at(ys, cj) - midY + bendY(u, v) + (j - cj) * 130;
    return [x * cos - y * sin, x * sin + y * cos];
  };
  const cache = new Map<number, Metres>();
  const cached = (i: number, j: number): Metres => {
    const key = (i + 50) * 1000 + j + 50;
    let found = cache.get(key);
    if (!found) {
      found = place(i, j);
      cache.set(key, found);
    }
    return found;
  };
  return { at: cached, node: (i, j) => degrees(cached(i, j)), degrees };
}

function lines(random: Random, plots: number, mean: number, spread: number): number[] {
  const out = [0];
  for (let k = 0; k < plots; k++) {
    const width = mean + random.range(-spread, spread);
    const start = at(out, out.length - 1);
    out.push(start + width * random.range(0.46, 0.54), start + width);
  }
  return out;
}

/** Smooth value noise on a 6 × 5 control net, ±amplitude. */
function createNoise(random: Random, amplitude: number): (u: number, v: number) => number {
  const net = Array.from({ length: 30 }, () => random.range(-amplitude, amplitude));
  const smooth = (s: number) => s * s * (3 - 2 * s);
  return (u, v) => {
    const x = Math.min(4.999999, u * 5);
    const y = Math.min(3.999999, v * 4);
    const i = Math.floor(x);
    const j = Math.floor(y);
    const a = smooth(x - i);
    const b = smooth(y - j);
    const value = (di: number, dj: number) => at(net, (j + dj) * 6 + i + di);
    return (
      (value(0, 0) * (1 - a) + value(1, 0) * a) * (1 - b) + (value(0, 1) * (1 - a) + value(1, 1) * a) * b
    );
  };
}

/** Math.cos may differ in its last digit between engines; this series does not. */
function cosine(degrees: number): number {
  const x = (degrees * Math.PI) / 180;
  const s = x * x;
  return 1 - (s / 2) * (1 - (s / 12) * (1 - (s / 30) * (1 - (s / 56) * (1 - (s / 90) * (1 - s / 132)))));
}

function at(values: readonly number[], index: number): number {
  return values[index] as number;
}

/** The outline of an edge-connected set of fine cells: one closed ring of nodes, counter-clockwise. O(cells). */
export function outline(cells: readonly (readonly [number, number])[]): [number, number][] {
  const edges = new Map<string, [number, number]>();
  const key = (a: readonly [number, number], b: readonly [number, number]) =>
    `${a[0]},${a[1]}>${b[0]},${b[1]}`;
  for (const [i, j] of cells) {
    const corners: [number, number][] = [
      [i, j],
      [i + 1, j],
      [i + 1, j + 1],
      [i, j + 1],
    ];
    for (let k = 0; k < 4; k++) {
      const a = corners[k] as [number, number];
      const b = corners[(k + 1) % 4] as [number, number];
      // An edge between two cells of the set is met once in each direction and vanishes.
      if (!edges.delete(key(b, a))) edges.set(key(a, b), b);
    }
  }
  const next = new Map<string, [number, number]>();
  for (const [name, to] of edges) {
    const from = name.slice(0, name.indexOf('>'));
    if (next.has(from)) throw new Error('outline: the cells touch in a corner only');
    next.set(from, to);
  }
  const [start] = next.keys();
  if (start === undefined) throw new Error('outline: no cells');
  const ring: [number, number][] = [start.split(',').map(Number) as [number, number]];
  for (let node = next.get(start); node; node = next.get(node.join(','))) {
    ring.push(node);
    if (node.join(',') === start) break;
  }
  if (ring.length !== next.size + 1) throw new Error('outline: more than one ring');
  return ring;
}
