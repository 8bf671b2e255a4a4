/**
 * Which line segments come near a box? A uniform grid in compressed rows: each cell lists the segments that pass through it.
 * Streets and walls are short and evenly spread, so a grid beats a tree here and is built in one pass.
 */
export type SegmentGrid = {
  readonly count: number;
  /** x1, y1, x2, y2 of each segment. */
  readonly segments: Float64Array;
  /** Calls `visit` once for each segment whose cells meet the box; stops early when it returns true. Returns whether it did. */
  visit(
    west: number,
    south: number,
    east: number,
    north: number,
    visit: (segment: number) => boolean,
  ): boolean;
  /** True when some segment crosses or touches the open stretch between `low` and `high` (shares of p–q). */
  crosses(px: number, py: number, qx: number, qy: number, low: number, high: number): boolean;
};

const MAX_CELLS = 4_000_000;

/** O(n + cells crossed). `size` is the wished cell side in the unit of the segments; it grows when the extent is very large. */
export function createSegmentGrid(segments: Float64Array, size: number): SegmentGrid {
  const count = segments.length / 4;
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < segments.length; i += 2) {
    west = Math.min(west, segments[i]);
    east = Math.max(east, segments[i]);
    south = Math.min(south, segments[i + 1]);
    north = Math.max(north, segments[i + 1]);
  }
  if (count === 0) west = south = east = north = 0;
  const cell = Math.max(
    size,
    Math.sqrt(((east - west) * (north - south)) / MAX_CELLS),
    1e-9,
    (east - west + north - south) / 100_000,
  );
  const columns = Math.floor((east - west) / cell) + 1;
  const rows = Math.floor((north - south) / cell) + 1;
  const column = (x: number): number => Math.min(columns - 1, Math.max(0, Math.floor((x - west) / cell)));
  const row = (y: number): number => Math.min(rows - 1, Math.max(0, Math.floor((y - south) / cell)));

  function eachCell(s: number, put: (cell: number) => void): void {
    const ax = segments[s * 4];
    const ay = segments[s * 4 + 1];
    const bx = segments[s * 4 + 2];
    const by = segments[s * 4 + 3];
    const first = row(Math.min(ay, by));
    const last = row(Math.max(ay, by));
    for (let r = first; r <= last; r++) {
      let low = Math.min(ax, bx);
      let high = Math.max(ax, bx);
      if (first !== last) {
        // The stretch of the segment within this row.
        const slope = (bx - ax) / (by - ay);
        const from = ax + (Math.max(south + r * cell, Math.min(ay, by)) - ay) * slope;
        const to = ax + (Math.min(south + (r + 1) * cell, Math.max(ay, by)) - ay) * slope;
        low = Math.max(low, Math.min(from, to));
        high = Math.min(high, Math.max(from, to));
      }
      const end = column(high + 1e-9);
      for (let c = column(low - 1e-9); c <= end; c++) put(r * columns + c);
    }
  }

  const start = new Int32Array(rows * columns + 1);
  for (let s = 0; s < count; s++) eachCell(s, (c) => start[c + 1]++);
  for (let c = 0; c < rows * columns; c++) start[c + 1] += start[c];
  const next = start.slice();
  const items = new Int32Array(start[rows * columns]);
  for (let s = 0; s < count; s++) {
    eachCell(s, (c) => {
      items[next[c]++] = s;
    });
  }
  const seen = new Int32Array(count);
  let stamp = 0;

  function visit(w: number, s: number, e: number, n: number, call: (segment: number) => boolean): boolean {
    if (count === 0 || w > east || e < west || s > north || n < south) return false;
    stamp++;
    const firstColumn = column(w);
    const lastColumn = column(e);
    const lastRow = row(n);
    for (let r = row(s); r <= lastRow; r++) {
      const end = start[r * columns + lastColumn + 1];
      for (let k = start[r * columns + firstColumn]; k < end; k++) {
        const segment = items[k];
        if (seen[segment] === stamp) continue;
        seen[segment] = stamp;
        if (call(segment)) return true;
      }
    }
    return false;
  }

  return {
    count,
    segments,
    visit,
    crosses(px, py, qx, qy, low, high) {
      return visit(Math.min(px, qx), Math.min(py, qy), Math.max(px, qx), Math.max(py, qy), (s) => {
        const at = crossingShare(px, py, qx, qy, segments, s * 4);
        return at > low && at < high;
      });
    },
  };
}

/** Share of p–q at which it meets the segment, or −1. Parallel lines never meet. */
function crossingShare(
  px: number,
  py: number,
  qx: number,
  qy: number,
  segments: Float64Array,
  k: number,
): number {
  const ax = segments[k];
  const ay = segments[k + 1];
  const dx = segments[k + 2] - ax;
  const dy = segments[k + 3] - ay;
  const ex = qx - px;
  const ey = qy - py;
  const across = ex * dy - ey * dx;
  if (across === 0) return -1;
  const t = ((ax - px) * dy - (ay - py) * dx) / across;
  const u = ((ax - px) * ey - (ay - py) * ex) / across;
  return u >= -1e-9 && u <= 1 + 1e-9 && t >= 0 && t <= 1 ? t : -1;
}
