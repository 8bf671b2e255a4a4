// Houses in the fine cells of a plot. Everything is laid out in the cell's own frame in metres, kept clear of the streets, the
// walls, the ways inside and the garden in the middle.
import type { Random } from '@renlin/core/random';
import { fineColumn, type Lattice, type Metres } from './lattice.ts';
import type { TownNames } from './names.ts';
import { lineBeside, type Side } from './roads.ts';
import type { Plot } from './territory.ts';
import type { TownBuilding } from './town.ts';

/** A rectangle in metres with its corners, before it has a name and an address. */
export type Block = {
  corners: [Metres, Metres, Metres, Metres];
  use: TownBuilding['use'];
  levels: number;
  entrances: number;
  /** The fine cell it stands in. */
  cell: readonly [number, number];
  /** The side of the plot whose street it opens to; null when it is inside. */
  front: Side | null;
  weight: number;
};

type Frame = { cx: number; cy: number; ex: Metres; ey: Metres; w: number; h: number; quad: Metres[] };
type Margins = Record<Side, number>;

const GARDEN_CLEAR = 27;

export function layBlocks(random: Random, lattice: Lattice, names: TownNames, plot: Plot): Block[] {
  const blocks: Block[] = [];
  const i0 = fineColumn(plot.column);
  const j0 = plot.row * 2;
  const middle = lattice.at(i0 + 1, j0 + 1);
  const clear = (side: Side) => {
    const line = lineBeside(names, plot.column, plot.row, side);
    return { primary: 24, secondary: 21, tertiary: 17, residential: 16, rail: 30, service: 12, foot: 10 }[
      line.class
    ];
  };
  const rebuilt = [random.int(2), random.int(2)] as const;
  for (let dj = 0; dj < 2; dj++) {
    for (let di = 0; di < 2; di++) {
      const cell = [i0 + di, j0 + dj] as const;
      const frame = frameOf(lattice, cell);
      const margins: Margins = {
        west: di === 0 ? clear('west') : 8,
        east: di === 1 ? clear('east') : 8,
        south: dj === 0 ? clear('south') : 8,
        north: dj === 1 ? clear('north') : 8,
      };
      const context = { random, frame, margins, cell, blocks, middle };
      switch (plot.use) {
        case 'slabs':
          layShops(context, plot, names, di, dj, 0.7);
          laySlabs(context);
          break;
        case 'towers':
          layShops(context, plot, names, di, dj, 0.9);
          layTowers(context);
          break;
        case 'village':
          // One corner of a village was rebuilt with walk-up blocks.
          if (cell[0] === i0 + rebuilt[0] && cell[1] === j0 + rebuilt[1]) laySlabs(context);
          else layHouses(context);
          break;
        default:
          layOther(context, plot, di, dj);
      }
    }
  }
  return blocks;
}

type Context = {
  random: Random;
  frame: Frame;
  margins: Margins;
  cell: readonly [number, number];
  blocks: Block[];
  middle: Metres;
};

function frameOf(lattice: Lattice, [i, j]: readonly [number, number]): Frame {
  const quad = [lattice.at(i, j), lattice.at(i + 1, j), lattice.at(i + 1, j + 1), lattice.at(i, j + 1)];
  const [a, b, c, d] = quad as [Metres, Metres, Metres, Metres];
  const ux = (b[0] + c[0] - a[0] - d[0]) / 2;
  const uy = (b[1] + c[1] - a[1] - d[1]) / 2;
  const w = Math.sqrt(ux * ux + uy * uy);
  const vx = (c[0] + d[0] - a[0] - b[0]) / 2;
  const vy = (c[1] + d[1] - a[1] - b[1]) / 2;
  const ex: Metres = [ux / w, uy / w];
  const ey: Metres = [-ex[1], ex[0]];
  const h = Math.abs(vx * ey[0] + vy * ey[1]);
  return { cx: (a[0] + b[0] + c[0] + d[0]) / 4, cy: (a[1] + b[1] + c[1] + d[1]) / 4, ex, ey, w, h, quad };
}

/** Adds a rectangle centred at (x, y) of the frame when it keeps clear of the cell's edges and the garden. */
function put(
  context: Context,
  x: number,
  y: number,
  width: number,
  depth: number,
  more: Partial<Block> & Pick<Block, 'use'>,
): boolean {
  const { frame, margins, middle } = context;
  const corner = (sx: number, sy: number): Metres => {
    const px = x + (sx * width) / 2;
    const py = y + (sy * depth) / 2;
    return [frame.cx + px * frame.ex[0] + py * frame.ey[0], frame.cy + px * frame.ex[1] + py * frame.ey[1]];
  };
  const corners: Block['corners'] = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  const order: Side[] = ['south', 'east', 'north', 'west'];
  for (const point of corners) {
    for (let k = 0; k < 4; k++) {
      const a = frame.quad[k] as Metres;
      const b = frame.quad[(k + 1) % 4] as Metres;
      const dx = b[0] - a[0];
      const dy = b[1] - a[1];
      const away = (dx * (point[1] - a[1]) - dy * (point[0] - a[0])) / Math.sqrt(dx * dx + dy * dy);
      if (away < (margins[order[k] as Side] - 4) * 0.8) return false;
    }
    const gx = point[0] - middle[0];
    const gy = point[1] - middle[1];
    if (Math.abs(gx) < GARDEN_CLEAR && Math.abs(gy) < GARDEN_CLEAR) return false;
  }
  const levels = more.levels ?? 1;
  context.blocks.push({
    corners,
    levels,
    entrances: 1,
    cell: context.cell,
    front: null,
    weight: width * depth * levels,
    ...more,
  });
  return true;
}

function inner(context: Context): { x0: number; x1: number; y0: number; y1: number } {
  const { frame, margins } = context;
  return {
    x0: -frame.w / 2 + margins.west,
    x1: frame.w / 2 - margins.east,
    y0: -frame.h / 2 + margins.south,
    y1: frame.h / 2 - margins.north,
  };
}

/** A row of shops along a main street takes its strip from the cell. */
function layShops(
  context: Context,
  plot: Plot,
  names: TownNames,
  di: number,
  dj: number,
  share: number,
): void {
  const { random, margins } = context;
  const main = (side: Side) =>
    ['primary', 'secondary'].includes(lineBeside(names, plot.column, plot.row, side).class);
  const candidates: Side[] = [];
  if (main(di === 0 ? 'west' : 'east')) candidates.push(di === 0 ? 'west' : 'east');
  if (main(dj === 0 ? 'south' : 'north')) candidates.push(dj === 0 ? 'south' : 'north');
  if (candidates.length === 0 || random.next() > share) return;
  const side = random.pick(candidates);
  const box = inner(context);
  const depth = 9;
  const pieces = 2 + random.int(2);
  const upright = side === 'west' || side === 'east';
  const [from, to] = upright ? [box.y0, box.y1] : [box.x0, box.x1];
  const step = (to - from) / pieces;
  for (let k = 0; k < pieces; k++) {
    const at = from + step * (k + 0.5);
    const levels = 1 + random.int(2);
    const shop = { use: 'shop' as const, levels, front: side };
    if (upright)
      put(context, side === 'west' ? box.x0 + depth / 2 : box.x1 - depth / 2, at, depth, step - 5, shop);
    else put(context, at, side === 'south' ? box.y0 + depth / 2 : box.y1 - depth / 2, step - 5, depth, shop);
  }
  margins[side] += depth + 9;
}

function laySlabs(context: Context): void {
  const { random } = context;
  const box = inner(context);
  const columns = random.next() < 0.35 ? 2 : 1;
  const pitch = random.range(27, 31);
  const depth = random.range(12, 13.6);
  const gap = 9;
  const width = Math.min(columns === 1 ? 78 : 44, (box.x1 - box.x0 - gap * (columns - 1)) / columns);
  const rows = Math.max(1, Math.floor((box.y1 - box.y0 - depth) / pitch) + 1);
  const spread = rows === 1 ? 0 : (box.y1 - box.y0 - depth) / (rows - 1);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const left =
        columns === 1 ? (box.x0 + box.x1) / 2 : box.x0 + width / 2 + column * (box.x1 - box.x0 - width);
      const y = box.y0 + depth / 2 + row * spread;
      const entrances = Math.max(2, Math.round(width / 19));
      // A slab that meets the garden is built shorter, on the side away from it.
      const slab = { use: 'apartments' as const, levels: 6, entrances };
      if (put(context, left, y, width, depth, slab)) continue;
      const away = context.cell[0] % 2 === 0 ? -1 : 1;
      const short = Math.min(width * 0.55, 40);
      put(context, left + (away * (width - short)) / 2, y, short, depth, { ...slab, entrances: 2 });
    }
  }
}

function layTowers(context: Context): void {
  const { random } = context;
  const box = inner(context);
  const width = random.range(30, 34);
  const depth = random.range(17, 20);
  const left = box.x0 + width / 2;
  const right = box.x1 - width / 2;
  const low = box.y0 + depth / 2;
  const high = box.y1 - depth / 2;
  // Rows are staggered for the sun; a spot that is taken by the garden or a bent street is left empty.
  const spots: [number, number][] = [
    [left, high],
    [right, (low + high) / 2],
    [left, low],
    [right, high],
    [right, low],
  ];
  const wanted = random.next() < 0.5 ? 3 : 2;
  let placed = 0;
  for (const [x, y] of spots) {
    if (placed >= wanted) break;
    const near = context.blocks.some(
      (one) =>
        one.cell === context.cell && one.use === 'apartments' && tooNear(context, one, x, y, width, depth),
    );
    if (!near && put(context, x, y, width, depth, { use: 'apartments', levels: 22, entrances: 2 }))
      placed += 1;
  }
}

function tooNear(
  { frame }: Context,
  other: Block,
  x: number,
  y: number,
  width: number,
  depth: number,
): boolean {
  const [a, , c] = other.corners;
  const dx = (a[0] + c[0]) / 2 - frame.cx;
  const dy = (a[1] + c[1]) / 2 - frame.cy;
  const ox = dx * frame.ex[0] + dy * frame.ex[1];
  const oy = dx * frame.ey[0] + dy * frame.ey[1];
  return Math.abs(ox - x) < width + 8 && Math.abs(oy - y) < depth + 12;
}

function layHouses(context: Context): void {
  const { random } = context;
  const box = inner(context);
  const columns = Math.max(1, Math.floor((box.x1 - box.x0) / 18.5));
  const rows = Math.max(1, Math.floor((box.y1 - box.y0) / 20));
  const stepX = (box.x1 - box.x0) / columns;
  const stepY = (box.y1 - box.y0) / rows;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (random.next() < 0.1) continue;
      const width = random.range(11.5, stepX - 2.5);
      const depth = random.range(9, 12.5);
      const x = box.x0 + (column + 0.5) * stepX + random.range(-0.8, 0.8);
      const y = box.y0 + (row + 0.5) * stepY + random.range(-1.5, 1.5);
      put(context, x, y, width, depth, { use: 'house', levels: 1 + random.int(3) });
    }
  }
}

function layOther(context: Context, plot: Plot, di: number, dj: number): void {
  const { random } = context;
  const box = inner(context);
  const width = box.x1 - box.x0;
  const height = box.y1 - box.y0;
  const x = (box.x0 + box.x1) / 2;
  const y = (box.y0 + box.y1) / 2;
  switch (plot.use) {
    case 'school':
      if (di === 0 || dj === 1) {
        put(context, x, box.y1 - 9, width * 0.8, 15, { use: 'school', levels: 4 });
        put(context, x, box.y1 - 44, width * 0.7, 15, { use: 'school', levels: 4 });
      } else put(context, box.x1 - 16, box.y0 + 14, 30, 22, { use: 'school', levels: 2 });
      break;
    case 'hospital':
      put(context, x, y + height * 0.26, width * 0.82, 20, { use: 'hospital', levels: 6 + random.int(8) });
      put(context, x, y - height * 0.26, width * 0.6, 18, { use: 'hospital', levels: 4 });
      break;
    case 'market':
      if (dj === 0) put(context, x, y, width * 0.8, height * 0.55, { use: 'market', levels: 2 });
      else
        for (let k = 0; k < 3; k++)
          put(context, x, box.y0 + 10 + k * 30, width * 0.86, 11, { use: 'shop', levels: 2, front: 'north' });
      break;
    case 'office':
      put(context, x, y, random.range(30, 40), random.range(26, 34), {
        use: 'office',
        levels: 8 + random.int(16),
      });
      put(context, x, box.y0 + 8, width * 0.7, 13, { use: 'office', levels: 3 });
      break;
    case 'industrial':
      for (let k = 0; k < 3; k++)
        put(context, x, box.y0 + 15 + k * 34, width * 0.84, 24, {
          use: 'industrial',
          levels: 1 + random.int(2),
        });
      break;
    default:
      if (random.next() < 0.5) put(context, x, y, 12, 8, { use: 'service', levels: 1 });
  }
}
