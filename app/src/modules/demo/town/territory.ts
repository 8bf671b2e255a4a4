// Who answers for which plot: streets and communities by straight cuts along roads, grids by giving each plot without homes to a
// neighbour with homes. A grid's households are drawn first (300–500) and its houses filled to that number.
import type { Random } from '@renlin/core/random';
import { PLOT_COLUMNS, PLOT_ROWS, plotCells, RIVER_AFTER } from './lattice.ts';
import type { TownInput } from './town.ts';

export type PlotUse =
  | 'slabs'
  | 'towers'
  | 'village'
  | 'school'
  | 'hospital'
  | 'market'
  | 'park'
  | 'office'
  | 'industrial';

export type Plot = { column: number; row: number; community: number; use: PlotUse; grids: number[] };

export type Grid = {
  community: number;
  /** Number within its community, from 1. */
  number: number;
  cells: [number, number][];
  households: number;
};

export type Territory = {
  plots: Plot[];
  grids: Grid[];
  communities: { street: number; index: number; name: string; code: string }[];
};

type Rect = { c0: number; c1: number; r0: number; r1: number };

const TARGET_GRIDS = 133;

export function layTerritory(random: Random, streets: TownInput['streets']): Territory {
  const communities = streets.flatMap((street, s) =>
    street.communities.map((one, index) => ({ street: s, index, ...one })),
  );
  const counts = streets.map((street) => street.communities.length);
  if (
    streets.length < 1 ||
    streets.length > 12 ||
    counts.some((count) => count < 1) ||
    communities.length > 60
  ) {
    throw new RangeError('town: 1 to 12 streets with at least one community each, at most 60 communities');
  }
  const plots: Plot[] = [];
  for (let row = 0; row < PLOT_ROWS; row++) {
    for (let column = 0; column < PLOT_COLUMNS; column++)
      plots.push({ column, row, community: 0, use: 'slabs', grids: [] });
  }
  const rects: Rect[] = [];
  let first = 0;
  for (const [s, rect] of split({ c0: 0, c1: PLOT_COLUMNS, r0: 0, r1: PLOT_ROWS }, counts).entries()) {
    const count = counts[s] as number;
    for (const [k, part] of split(rect, new Array<number>(count).fill(1)).entries()) {
      rects[first + k] = part;
      eachPlot(plots, part, (plot) => {
        plot.community = first + k;
      });
    }
    first += count;
  }
  const grids: Grid[] = [];
  const uses = random.fork('uses');
  const needed: PlotUse[] = [
    'hospital',
    'market',
    'school',
    'park',
    'office',
    'school',
    'park',
    'industrial',
    'market',
    'school',
    'park',
    'office',
  ];
  rects.forEach((rect, community) => {
    const members: Plot[] = [];
    eachPlot(plots, rect, (plot) => members.push(plot));
    const wanted = Math.max(1, Math.round((TARGET_GRIDS * members.length) / plots.length));
    const doubled = members.length >= 5 && uses.next() < 0.45 ? 1 : 0;
    const homes = Math.max(1, Math.min(members.length, wanted - doubled));
    const givenTo = chooseHomes(uses, members, homes);
    let split2 = doubled;
    const own: Grid[] = [];
    for (const plot of members) {
      if (givenTo.has(plot)) {
        plot.use =
          needed.length > 0
            ? (needed.splice(uses.int(Math.min(4, needed.length)), 1)[0] as PlotUse)
            : uses.pick(['park', 'school', 'office', 'office', 'market', 'industrial']);
        continue;
      }
      const edge =
        plot.row <= 1 || plot.row >= PLOT_ROWS - 2 || plot.column === 0 || plot.column === PLOT_COLUMNS - 1;
      const draw = uses.next();
      plot.use =
        split2 > 0 ? 'towers' : draw < (edge ? 0.42 : 0.15) ? 'village' : draw > 0.76 ? 'towers' : 'slabs';
      const cells = plotCells(plot.column, plot.row);
      if (split2 > 0) {
        split2 -= 1;
        own.push(
          { community, number: 0, cells: cells.filter(([, j]) => j % 2 === 0), households: 0 },
          { community, number: 0, cells: cells.filter(([, j]) => j % 2 === 1), households: 0 },
        );
        plot.grids = [own.length - 2, own.length - 1];
      } else {
        own.push({ community, number: 0, cells: [...cells], households: 0 });
        plot.grids = [own.length - 1];
      }
    }
    for (const [plot, home] of givenTo) {
      // Of a plot with two grids the half that touches takes the neighbour.
      const halves = home.grids;
      const index =
        halves.length === 2 && plot.row > home.row ? (halves[1] as number) : (halves[0] as number);
      own[index]?.cells.push(...plotCells(plot.column, plot.row));
      plot.grids = [index];
    }
    const offset = grids.length;
    own.forEach((grid, index) => {
      grid.number = index + 1;
      const village = members.some((plot) => plot.use === 'village' && plot.grids.includes(index));
      grid.households = village
        ? 305 + uses.int(85)
        : uses.next() < 0.9
          ? 440 + uses.int(59)
          : 330 + uses.int(110);
    });
    grids.push(...own);
    for (const plot of members) plot.grids = plot.grids.map((index) => index + offset);
  });
  return { plots, grids, communities };
}

/** Plots without homes, each with the neighbour (same community) whose grid takes it. */
function chooseHomes(random: Random, members: readonly Plot[], homes: number): Map<Plot, Plot> {
  const empty = members.length - homes;
  if (empty <= 0) return new Map();
  for (let attempt = 0; attempt < 400; attempt++) {
    const order = random.shuffle([...members]);
    const without = new Set(order.slice(0, empty));
    const load = new Map<Plot, number>();
    const given = new Map<Plot, Plot>();
    for (const plot of without) {
      const near = members
        .filter(
          (one) =>
            !without.has(one) && Math.abs(one.row - plot.row) + Math.abs(one.column - plot.column) === 1,
        )
        .sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0) || a.row - b.row || a.column - b.column)[0];
      // A plot shared by halves is taken from above or below only, so that the half really touches.
      if (!near || (load.get(near) ?? 0) >= (attempt < 200 ? 1 : 2)) break;
      load.set(near, (load.get(near) ?? 0) + 1);
      given.set(plot, near);
    }
    if (given.size === empty) return given;
  }
  throw new Error('town: no layout of homes found');
}

/** Cuts a rectangle of plots into parts in proportion to weights, each cut along a road; the river is preferred. */
function split(rect: Rect, weights: readonly number[]): Rect[] {
  if (weights.length === 1) return [rect];
  const total = weights.reduce((sum, one) => sum + one, 0);
  const width = rect.c1 - rect.c0;
  const height = rect.r1 - rect.r0;
  const across = width >= height;
  const length = across ? width : height;
  let best: { cut: number; at: number; cost: number } | undefined;
  let head = 0;
  for (let at = 1; at < weights.length; at++) {
    head += weights[at - 1] as number;
    const share = head / total;
    for (let cut = 1; cut < length; cut++) {
      const river = across && rect.c0 + cut === RIVER_AFTER;
      const road = ((across ? rect.c0 : rect.r0) + cut) % 2 === 0;
      const cost =
        Math.abs(cut / length - share) +
        Math.abs(share - 0.5) * 0.35 -
        (river ? 0.09 : 0) -
        (road ? 0.02 : 0);
      if (!best || cost < best.cost) best = { cut, at, cost };
    }
  }
  if (!best) throw new RangeError('town: too many communities for the size of the town');
  const { cut, at } = best;
  const [a, b] = across
    ? [
        { ...rect, c1: rect.c0 + cut },
        { ...rect, c0: rect.c0 + cut },
      ]
    : [
        { ...rect, r1: rect.r0 + cut },
        { ...rect, r0: rect.r0 + cut },
      ];
  return [...split(a, weights.slice(0, at)), ...split(b, weights.slice(at))];
}

function eachPlot(plots: readonly Plot[], rect: Rect, visit: (plot: Plot) => void): void {
  for (let row = rect.r0; row < rect.r1; row++) {
    for (let column = rect.c0; column < rect.c1; column++) visit(plots[row * PLOT_COLUMNS + column] as Plot);
  }
}
