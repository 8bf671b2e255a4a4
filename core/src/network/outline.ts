/**
 * The outline of everything within a margin of some straight pieces: distances are sampled at the corners of a square grid and the
 * line "distance = margin" is drawn through it (marching squares, W. Lorensen and H. Cline 1987, in the plane). A corner behind a
 * blocker counts as infinitely far, and the line then passes through the last corner in front of it, never beyond.
 */
export type Outline = {
  /**
   * Begins an outline; `bounds` of the pieces in metres (west, south, east, north). Corners lie on whole multiples of `cell`, which must
   * not be smaller than {@link cellFor} says.
   */
  open(bounds: Bounds, margin: number, cell: number): void;
  /** Adds a piece: what {@link Footprints} would keep of it. */
  add(ax: number, ay: number, bx: number, by: number, blockers: Int32Array, segments: Float64Array): void;
  /** Adds corners known from before: `count` of them from `first` on, numbered from a corner of the plane's grid. */
  stamp(footprint: Footprint): void;
  /** Polygons, each with its outer ring (counter-clockwise) and its holes, as flat x, y lists, closed. */
  close(smallestHole: number): number[][][];
};

/** West, south, east, north in metres. */
export type Bounds = readonly [number, number, number, number];

/** Corners near an edge with their distances, kept in arrays shared by many edges. */
export type Footprint = {
  readonly column: number;
  readonly row: number;
  /** Rows above `row` · 65536 + columns right of `column`, and the metres to the edge. */
  readonly corners: Int32Array;
  readonly metres: Float32Array;
  readonly first: number;
  readonly end: number;
};

const MOST_CORNERS = 16_000_000;

/** The wished cell, or a larger one where an outline of these bounds would have too many corners. O(1). */
export function cellFor([w, s, e, n]: Bounds, margin: number, wished: number): number {
  return Math.max(wished, Math.sqrt(((e - w + 2 * margin) * (n - s + 2 * margin)) / MOST_CORNERS));
}

/**
 * Calls `put` for every corner of the plane's grid within margin + cell of the piece to which no blocker cuts the straight line
 * (`blockers`: numbers of `segments`, four values each). The one cell more lets the outline be placed between two known distances.
 */
export function cornersNear(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  reach: number,
  cell: number,
  blockers: Int32Array,
  segments: Float64Array,
  put: (column: number, row: number, metres: number) => void,
): void {
  const dx = bx - ax;
  const dy = by - ay;
  const square = dx * dx + dy * dy;
  const most = reach * reach;
  const lastRow = Math.floor((Math.max(ay, by) + reach) / cell);
  const west = Math.min(ax, bx) - reach;
  const east = Math.max(ax, bx) + reach;
  // Half the width that the strip along the piece has in each row.
  const half = dy === 0 ? Number.POSITIVE_INFINITY : (reach * Math.sqrt(square)) / Math.abs(dy);
  for (let r = Math.ceil((Math.min(ay, by) - reach) / cell); r <= lastRow; r++) {
    const y = r * cell;
    const middle = dy === 0 ? 0 : ax + ((y - ay) * dx) / dy;
    const firstColumn = Math.ceil(Math.max(west, middle - half) / cell);
    const lastColumn = Math.floor(Math.min(east, middle + half) / cell);
    for (let c = firstColumn; c <= lastColumn; c++) {
      const x = c * cell;
      const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square));
      const ex = ax + t * dx;
      const ey = ay + t * dy;
      const d = (ex - x) * (ex - x) + (ey - y) * (ey - y);
      if (d > most) continue;
      if (blockers.length > 0 && isCut(ex, ey, x, y, blockers, segments)) continue;
      put(c, r, Math.sqrt(d));
    }
  }
}

export function createOutline(): Outline {
  let field = new Float32Array(0);
  let next = new Int32Array(0);
  let columns = 0;
  let rows = 0;
  let firstColumn = 0;
  let firstRow = 0;
  let margin = 0;
  let cell = 1;

  function nearer(column: number, row: number, metres: number): void {
    const at = (row - firstRow) * columns + column - firstColumn;
    if (metres < field[at]) field[at] = metres;
  }

  return {
    open([w, s, e, n], wide, side) {
      margin = wide;
      cell = side;
      const reach = margin + cell;
      firstColumn = Math.ceil((w - reach) / cell) - 1;
      firstRow = Math.ceil((s - reach) / cell) - 1;
      columns = Math.floor((e + reach) / cell) + 2 - firstColumn;
      rows = Math.floor((n + reach) / cell) + 2 - firstRow;
      if (field.length < columns * rows) field = new Float32Array(columns * rows);
      field.fill(Number.POSITIVE_INFINITY, 0, columns * rows);
    },
    add(ax, ay, bx, by, blockers, segments) {
      cornersNear(ax, ay, bx, by, margin + cell, cell, blockers, segments, nearer);
    },
    stamp({ column, row, corners, metres, first, end }) {
      const base = (row - firstRow) * columns + column - firstColumn;
      for (let i = first; i < end; i++) {
        const packed = corners[i];
        const at = base + (packed >> 16) * columns + (packed & 0xffff);
        if (metres[i] < field[at]) field[at] = metres[i];
      }
    },
    close: (smallestHole) => assemble(trace(), smallestHole),
  };

  /** Where the line crosses between an inner and an outer corner, as a share from the inner one. */
  function share(inner: number, outer: number): number {
    return outer === Number.POSITIVE_INFINITY
      ? 0
      : Math.min(1, Math.max(0, (margin - inner) / (outer - inner)));
  }

  /** Closed rings with the inside on the left. Each crossing of a grid side is a node; every node has one successor. */
  function trace(): number[][] {
    if (next.length < 2 * columns * rows) next = new Int32Array(2 * columns * rows).fill(-1);
    const nodes: number[] = [];
    const put = (from: number, to: number): void => {
      next[from] = to;
      nodes.push(from);
    };
    // A side is named by its lower-left corner and direction: 2·corner for the one to the right, 2·corner + 1 for the one up.
    for (let r = 0; r + 1 < rows; r++) {
      const start = r * columns;
      // The two corners on the right of one square are those on the left of the next.
      let rightSide = (field[start] <= margin ? 2 : 0) | (field[start + columns] <= margin ? 4 : 0);
      for (let at = start; at + 1 < start + columns; at++) {
        const leftSide = (rightSide >> 1) | ((rightSide & 4) << 1);
        rightSide = (field[at + 1] <= margin ? 2 : 0) | (field[at + 1 + columns] <= margin ? 4 : 0);
        const code = (leftSide & 9) | rightSide;
        if (code === 0 || code === 15) continue;
        const bottom = 2 * at;
        const left = 2 * at + 1;
        const right = 2 * (at + 1) + 1;
        const top = 2 * (at + columns);
        switch (code) {
          case 1:
            put(bottom, left);
            break;
          case 2:
            put(right, bottom);
            break;
          case 3:
            put(right, left);
            break;
          case 4:
            put(top, right);
            break;
          case 5:
            put(bottom, left);
            put(top, right);
            break;
          case 6:
            put(top, bottom);
            break;
          case 7:
            put(top, left);
            break;
          case 8:
            put(left, top);
            break;
          case 9:
            put(bottom, top);
            break;
          case 10:
            put(right, bottom);
            put(left, top);
            break;
          case 11:
            put(right, top);
            break;
          case 12:
            put(left, right);
            break;
          case 13:
            put(bottom, right);
            break;
          case 14:
            put(left, bottom);
            break;
        }
      }
    }
    const rings: number[][] = [];
    for (const start of nodes) {
      if (next[start] < 0) continue;
      const ring: number[] = [];
      let node = start;
      do {
        pushPoint(ring, node);
        const following = next[node];
        next[node] = -1;
        node = following;
      } while (node >= 0 && node !== start);
      if (ring.length >= 6) {
        ring.push(ring[0], ring[1]);
        if (ring.length >= 8) rings.push(ring);
      }
    }
    return rings;
  }

  function pushPoint(ring: number[], node: number): void {
    const at = node >> 1;
    const other = (node & 1) === 0 ? at + 1 : at + columns;
    const c = at % columns;
    const r = (at - c) / columns;
    const s = field[at] <= margin ? share(field[at], field[other]) : 1 - share(field[other], field[at]);
    const x = (firstColumn + c + ((node & 1) === 0 ? s : 0)) * cell;
    const y = (firstRow + r + ((node & 1) === 0 ? 0 : s)) * cell;
    const n = ring.length;
    if (n >= 2 && ring[n - 2] === x && ring[n - 1] === y) return;
    ring.push(x, y);
  }

  function assemble(rings: number[][], smallestHole: number): number[][][] {
    const outers: { ring: number[]; area: number; box: number[] }[] = [];
    const holes: number[][] = [];
    for (const ring of rings) {
      const area = signedArea(ring);
      if (area > 0) outers.push({ ring, area, box: boxOf(ring) });
      else if (-area >= smallestHole) holes.push(ring);
    }
    outers.sort((a, b) => b.area - a.area);
    const polygons = outers.map(({ ring }) => [ring]);
    for (const hole of holes) {
      // The smallest outer ring around the hole; each hole has one, so that the last candidate needs no look.
      const around = outers.flatMap(({ box }, i) =>
        hole[0] < box[0] || hole[0] > box[2] || hole[1] < box[1] || hole[1] > box[3] ? [] : [i],
      );
      const home = around.findLast((i) => i === around[0] || holds(outers[i].ring, hole));
      if (home !== undefined) polygons[home].push(hole);
    }
    return polygons;
  }
}

function isCut(
  px: number,
  py: number,
  qx: number,
  qy: number,
  blockers: Int32Array,
  segments: Float64Array,
): boolean {
  const ex = qx - px;
  const ey = qy - py;
  for (let i = 0; i < blockers.length; i++) {
    const k = blockers[i] * 4;
    const sideA = ex * (segments[k + 1] - py) - ey * (segments[k] - px);
    const sideB = ex * (segments[k + 3] - py) - ey * (segments[k + 2] - px);
    if ((sideA > 0 && sideB > 0) || (sideA < 0 && sideB < 0)) continue;
    const dx = segments[k + 2] - segments[k];
    const dy = segments[k + 3] - segments[k + 1];
    const sideP = dx * (py - segments[k + 1]) - dy * (px - segments[k]);
    const sideQ = dx * (qy - segments[k + 1]) - dy * (qx - segments[k]);
    // A blocker that the street itself touches does not cut it off from its own side.
    if ((sideP > 0 && sideQ < 0) || (sideP < 0 && sideQ > 0)) return true;
  }
  return false;
}

function signedArea(ring: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    sum += (ring[i] - ring[0]) * (ring[i + 3] - ring[1]) - (ring[i + 2] - ring[0]) * (ring[i + 1] - ring[1]);
  }
  return sum / 2;
}

function boxOf(ring: readonly number[]): number[] {
  const box = [ring[0], ring[1], ring[0], ring[1]];
  for (let i = 0; i < ring.length; i += 2) {
    box[0] = Math.min(box[0], ring[i]);
    box[1] = Math.min(box[1], ring[i + 1]);
    box[2] = Math.max(box[2], ring[i]);
    box[3] = Math.max(box[3], ring[i + 1]);
  }
  return box;
}

/** Whether the middle of the hole's first side lies in the ring; rings never cross each other. */
function holds(ring: readonly number[], hole: readonly number[]): boolean {
  const x = (hole[0] + hole[2]) / 2;
  const y = (hole[1] + hole[3]) / 2;
  let inside = false;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    if (ring[i + 1] > y === ring[i + 3] > y) continue;
    const at = ring[i] + ((y - ring[i + 1]) / (ring[i + 3] - ring[i + 1])) * (ring[i + 2] - ring[i]);
    if (x < at) inside = !inside;
  }
  return inside;
}
