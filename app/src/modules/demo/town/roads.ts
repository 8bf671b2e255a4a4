// Streets on the lattice's lines, a river with three bridges, a railway that most side streets do not cross.
import type { Position } from '../../places/public.ts';
import {
  FINE_COLUMNS,
  FINE_ROWS,
  fineColumn,
  type Lattice,
  PLOT_COLUMNS,
  PLOT_ROWS,
  RAIL_ROW,
  RIVER_AFTER,
  RIVER_COLUMN,
} from './lattice.ts';
import type { TownNames } from './names.ts';
import type { Plot } from './territory.ts';
import type { TownRoad } from './town.ts';

export const BRIDGE_ROWS: readonly number[] = [2, 6, 10];
/** Streets from south to north that pass under the railway. */
export const UNDERPASS_COLUMNS: readonly number[] = [2, 6, 10, 14];

export type Side = 'west' | 'east' | 'south' | 'north';
export const sides: readonly Side[] = ['south', 'east', 'north', 'west'];

export type StreetLine = { name: string; class: TownRoad['class']; barrier: boolean };

/** What runs along a side of a plot. */
export function lineBeside(names: TownNames, column: number, row: number, side: Side): StreetLine {
  if (side === 'west' || side === 'east') {
    const line = side === 'west' ? column : column + 1;
    if (line === RIVER_AFTER)
      return { name: column < RIVER_AFTER ? '滨河西路' : '滨河东路', class: 'tertiary', barrier: false };
    return { name: names.roadAcross(line), class: classOf(line), barrier: false };
  }
  const line = side === 'south' ? row : row + 1;
  return line === RAIL_ROW
    ? { name: '铁路', class: 'rail', barrier: true }
    : { name: names.roadAlong(line), class: classOf(line), barrier: false };
}

export function classOf(line: number): TownRoad['class'] {
  if (line % 4 === 0) return 'primary';
  return line % 2 === 0 ? 'secondary' : line % 3 === 0 ? 'tertiary' : 'residential';
}

export function layRoads(lattice: Lattice, names: TownNames): TownRoad[] {
  const roads: TownRoad[] = [];
  const add = (road: Omit<TownRoad, 'id' | 'path'>, nodes: readonly (readonly [number, number])[]) => {
    if (nodes.length < 2) return;
    roads.push({ id: `r${roads.length + 1}`, ...road, path: nodes.map(([i, j]) => lattice.node(i, j)) });
  };
  const upwards = (i: number, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, k) => [i, from + k] as const);
  const acrossRail = RAIL_ROW * 2;
  const north = (column: number, i: number, name: string, kind: TownRoad['class']) => {
    const far = kind === 'primary' || kind === 'secondary' ? 3 : 0;
    const road = { name, class: kind, bridge: false };
    if (UNDERPASS_COLUMNS.includes(column)) {
      add(road, upwards(i, -far, FINE_ROWS + far));
      return;
    }
    add(road, upwards(i, -far, acrossRail - 1));
    add(road, upwards(i, acrossRail + 1, FINE_ROWS + far));
  };
  for (let column = 0; column <= PLOT_COLUMNS; column++) {
    if (column === RIVER_AFTER) {
      north(column, RIVER_COLUMN, '滨河西路', 'tertiary');
      north(column, RIVER_COLUMN + 2, '滨河东路', 'tertiary');
    } else {
      const i = column < RIVER_AFTER ? fineColumn(column) : column * 2 + 2;
      north(column, i, names.roadAcross(column), classOf(column));
    }
  }
  const along = (j: number, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, k) => [from + k, j] as const);
  for (let row = 0; row <= PLOT_ROWS; row++) {
    const j = row * 2;
    if (row === RAIL_ROW) {
      add({ name: null, class: 'rail', bridge: false }, along(j, -4, FINE_COLUMNS + 4));
      continue;
    }
    const kind = classOf(row);
    const far = kind === 'primary' || kind === 'secondary' ? 3 : 0;
    const road = { name: names.roadAlong(row), class: kind, bridge: false };
    add(road, along(j, -far, RIVER_COLUMN));
    if (BRIDGE_ROWS.includes(row)) add({ ...road, bridge: true }, along(j, RIVER_COLUMN, RIVER_COLUMN + 2));
    add(road, along(j, RIVER_COLUMN + 2, FINE_COLUMNS + far));
  }
  return roads;
}

const GARDEN = 22;

/** Ways inside a plot: from each gate to the middle, and a footway around the garden there. Returns where the gates are. */
export function layInnerWays(
  lattice: Lattice,
  plot: Plot,
  gates: readonly Side[],
  roads: TownRoad[],
): { gates: Position[] } {
  const i = fineColumn(plot.column) + 1;
  const j = plot.row * 2 + 1;
  const middle = lattice.at(i, j);
  const ends: Record<Side, readonly [number, number]> = {
    west: [i - 1, j],
    east: [i + 1, j],
    south: [i, j - 1],
    north: [i, j + 1],
  };
  const ringAt: Record<Side, Position> = { west: [0, 0], east: [0, 0], south: [0, 0], north: [0, 0] };
  const found: Position[] = [];
  const add = (kind: TownRoad['class'], path: Position[]) =>
    roads.push({ id: `r${roads.length + 1}`, name: null, class: kind, bridge: false, path });
  for (const side of sides) {
    const end = lattice.at(...ends[side]);
    const dx = end[0] - middle[0];
    const dy = end[1] - middle[1];
    const length = Math.sqrt(dx * dx + dy * dy);
    const ring = lattice.degrees([middle[0] + (dx * GARDEN) / length, middle[1] + (dy * GARDEN) / length]);
    ringAt[side] = ring;
    if (!gates.includes(side)) continue;
    const gate = lattice.degrees([end[0] - (dx * 15) / length, end[1] - (dy * 15) / length]);
    found.push(gate);
    add('service', [lattice.node(...ends[side]), gate, ring]);
  }
  const corner = (a: Side, b: Side): Position => {
    const m = lattice.degrees(middle);
    const c: Position = [ringAt[a][0] + ringAt[b][0] - m[0], ringAt[a][1] + ringAt[b][1] - m[1]];
    return [Math.round(c[0] * 1e7) / 1e7, Math.round(c[1] * 1e7) / 1e7];
  };
  add('foot', [
    ringAt.south,
    corner('south', 'east'),
    ringAt.east,
    corner('east', 'north'),
    ringAt.north,
    corner('north', 'west'),
    ringAt.west,
    corner('west', 'south'),
    ringAt.south,
  ]);
  return { gates: found };
}
