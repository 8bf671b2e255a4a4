import type { District } from './district.ts';
import { NEED_CLASSES } from './scenario-kinds.ts';

/** Need class × vulnerability: slot 2c is class c in a vulnerable household, slot 2c + 1 any other. */
export const SLOTS = NEED_CLASSES.length * 2;

/**
 * Who is free where, and who waits where, with nearest-first search over grids. All lists are arrays of indices. A search walks
 * the grids by distance until one has what is looked for; where few grids have it, it looks at those few instead. So neither
 * plenty nor scarcity makes it look at every grid: O(√grids) a search when they are spread evenly.
 */
export interface ResponsePool {
  free(responder: number, grid: number): void;
  take(responder: number): void;
  isFree(responder: number): boolean;
  place(responder: number): number;
  /** Nearest free responder able to serve the slot, or −1; `reserved` ones serve vulnerable households only. */
  nearestFree(grid: number, slot: number, phase: number, usable: (responder: number) => boolean): number;
  wait(incident: number, grid: number, slot: number): void;
  waiting(slot: number): number;
  /** Removes and returns the first waiting incident of the slot nearest to a grid, or −1. `open(grid)` says whether a grid may be served. */
  nextWaiting(grid: number, slot: number, phase: number, open: (grid: number) => boolean): number;
  /** First waiting incident of the slot in the nearest of these grids, not removed; −1 if none. */
  nextAmong(grids: Int32Array, from: number, slot: number, phase: number): number;
  /** Removes and returns the first waiting incident of the slot in a grid. */
  removeFirst(grid: number, slot: number): number;
  /** Metres to the grid of that incident without removing it (Infinity if none). */
  nearestWaiting(grid: number, slot: number, phase: number, open: (grid: number) => boolean): number;
}

export function createResponsePool(d: District): ResponsePool {
  const n = d.grids;
  const total = d.responderGrid.length;
  const classes = NEED_CLASSES.length;
  const head = new Int32Array(n).fill(-1);
  const next = new Int32Array(total).fill(-1);
  const previous = new Int32Array(total).fill(-1);
  const at = Int32Array.from(d.responderGrid);
  const listed = new Uint8Array(total);
  const freeHere = new Int32Array(n * classes);
  const freeTotal = new Int32Array(classes);
  const waitHead = new Int32Array(n * SLOTS).fill(-1);
  const waitTail = new Int32Array(n * SLOTS).fill(-1);
  const waitTotal = new Int32Array(SLOTS);
  const freeGrids = createGridSets(classes, n);
  const waitGrids = createGridSets(SLOTS, n);
  let waitNext = new Int32Array(4096).fill(-1);

  function count(responder: number, grid: number, change: number): void {
    const skills = d.responderSkills[responder];
    for (let c = 0; c < classes; c++) {
      if (skills & (1 << c)) {
        const k = grid * classes + c;
        freeHere[k] += change;
        freeTotal[c] += change;
        if (change > 0 && freeHere[k] === 1) freeGrids.add(c, grid);
        else if (freeHere[k] === 0) freeGrids.remove(c, grid);
      }
    }
  }

  /** The nearest of the grids in a set that `fits`, ties by number, or −1. */
  function nearestIn(
    sets: GridSets,
    set: number,
    grid: number,
    phase: number,
    fits: (grid: number) => boolean,
  ): number {
    const few = sets.size(set);
    const base = grid * n;
    const reach = d.orderCount[phase][grid];
    if (few * few >= reach) {
      const order = d.order[phase];
      for (let k = 0; k < reach; k++) {
        const g = order[base + k];
        if (sets.has(set, g) && fits(g)) return g;
      }
      return -1;
    }
    const metres = d.metres[phase];
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < few; k++) {
      const g = sets.member(set, k);
      const far = metres[base + g];
      if (far > least || far === Number.POSITIVE_INFINITY || (far === least && g > best)) continue;
      if (!fits(g)) continue;
      least = far;
      best = g;
    }
    return best;
  }

  function findWaiting(grid: number, slot: number, phase: number, open: (grid: number) => boolean): number {
    return waitTotal[slot] === 0 ? -1 : nearestIn(waitGrids, slot, grid, phase, open);
  }

  /** Of several at one place the faster, then the lower number, whatever order they came in; −1 if none is usable. */
  function bestAt(grid: number, bit: number, usable: (responder: number) => boolean): number {
    let best = -1;
    for (let r = head[grid]; r >= 0; r = next[r]) {
      if ((d.responderSkills[r] & bit) === 0 || !usable(r)) continue;
      if (
        best < 0 ||
        d.responderSpeed[r] > d.responderSpeed[best] ||
        (d.responderSpeed[r] === d.responderSpeed[best] && r < best)
      )
        best = r;
    }
    return best;
  }

  function removeFirst(grid: number, slot: number): number {
    const k = grid * SLOTS + slot;
    const incident = waitHead[k];
    waitHead[k] = waitNext[incident];
    if (waitHead[k] < 0) {
      waitTail[k] = -1;
      waitGrids.remove(slot, grid);
    }
    waitTotal[slot]--;
    return incident;
  }

  return {
    free(responder, grid) {
      at[responder] = grid;
      listed[responder] = 1;
      next[responder] = head[grid];
      previous[responder] = -1;
      if (head[grid] >= 0) previous[head[grid]] = responder;
      head[grid] = responder;
      count(responder, grid, 1);
    },
    take(responder) {
      const grid = at[responder];
      listed[responder] = 0;
      if (previous[responder] >= 0) next[previous[responder]] = next[responder];
      else head[grid] = next[responder];
      if (next[responder] >= 0) previous[next[responder]] = previous[responder];
      count(responder, grid, -1);
    },
    isFree: (responder) => listed[responder] === 1,
    place: (responder) => at[responder],
    nearestFree(grid, slot, phase, usable) {
      const c = slot >> 1;
      if (freeTotal[c] === 0) return -1;
      const bit = 1 << c;
      const g = nearestIn(freeGrids, c, grid, phase, (at) => bestAt(at, bit, usable) >= 0);
      return g < 0 ? -1 : bestAt(g, bit, usable);
    },
    wait(incident, grid, slot) {
      while (incident >= waitNext.length) {
        const larger = new Int32Array(waitNext.length * 2).fill(-1);
        larger.set(waitNext);
        waitNext = larger;
      }
      const k = grid * SLOTS + slot;
      waitNext[incident] = -1;
      if (waitTail[k] >= 0) waitNext[waitTail[k]] = incident;
      else {
        waitHead[k] = incident;
        waitGrids.add(slot, grid);
      }
      waitTail[k] = incident;
      waitTotal[slot]++;
    },
    waiting: (slot) => waitTotal[slot],
    nextWaiting(grid, slot, phase, open) {
      const g = findWaiting(grid, slot, phase, open);
      return g < 0 ? -1 : removeFirst(g, slot);
    },
    removeFirst,
    nextAmong(grids, from, slot, phase) {
      let best = -1;
      let least = Number.POSITIVE_INFINITY;
      for (const g of grids) {
        if (waitHead[g * SLOTS + slot] < 0) continue;
        const metres = d.metres[phase][from * n + g];
        if (best < 0 || metres < least) {
          least = metres;
          best = waitHead[g * SLOTS + slot];
        }
      }
      return best;
    },
    nearestWaiting(grid, slot, phase, open) {
      const g = findWaiting(grid, slot, phase, open);
      return g < 0 ? Number.POSITIVE_INFINITY : d.metres[phase][grid * n + g];
    },
  };
}

/** Sets of grids that know their size and members: adding, removing and asking cost O(1). */
interface GridSets {
  add(set: number, grid: number): void;
  remove(set: number, grid: number): void;
  has(set: number, grid: number): boolean;
  size(set: number): number;
  /** Member number `k` of the set, in no particular order. */
  member(set: number, k: number): number;
}

function createGridSets(count: number, grids: number): GridSets {
  const members = new Int32Array(count * grids);
  const place = new Int32Array(count * grids).fill(-1);
  const sizes = new Int32Array(count);
  return {
    add(set, grid) {
      place[set * grids + grid] = sizes[set];
      members[set * grids + sizes[set]++] = grid;
    },
    remove(set, grid) {
      const base = set * grids;
      const last = members[base + --sizes[set]];
      members[base + place[base + grid]] = last;
      place[base + last] = place[base + grid];
      place[base + grid] = -1;
    },
    has: (set, grid) => place[set * grids + grid] >= 0,
    size: (set) => sizes[set],
    member: (set, k) => members[set * grids + k],
  };
}
