import type { District } from './district.ts';
import { NEED_CLASSES } from './scenario-kinds.ts';

/** Need class × vulnerability: slot 2c is class c in a vulnerable household, slot 2c + 1 any other. */
export const SLOTS = NEED_CLASSES.length * 2;

/**
 * Who is free where, and who waits where, with nearest-first search over grids. All lists are arrays of indices; a search stops
 * at the first grid that has what is looked for, so its cost grows with how scarce help is, not with how many there are.
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
  let waitNext = new Int32Array(4096).fill(-1);

  function count(responder: number, grid: number, change: number): void {
    const skills = d.responderSkills[responder];
    for (let c = 0; c < classes; c++) {
      if (skills & (1 << c)) {
        freeHere[grid * classes + c] += change;
        freeTotal[c] += change;
      }
    }
  }

  function findWaiting(grid: number, slot: number, phase: number, open: (grid: number) => boolean): number {
    if (waitTotal[slot] === 0) return -1;
    const order = d.order[phase];
    const base = grid * n;
    const reach = d.orderCount[phase][grid];
    for (let k = 0; k < reach; k++) {
      const g = order[base + k];
      if (waitHead[g * SLOTS + slot] >= 0 && open(g)) return g;
    }
    return -1;
  }

  function removeFirst(grid: number, slot: number): number {
    const k = grid * SLOTS + slot;
    const incident = waitHead[k];
    waitHead[k] = waitNext[incident];
    if (waitHead[k] < 0) waitTail[k] = -1;
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
      const order = d.order[phase];
      const base = grid * n;
      const reach = d.orderCount[phase][grid];
      for (let k = 0; k < reach; k++) {
        const g = order[base + k];
        if (freeHere[g * classes + c] === 0) continue;
        let best = -1;
        for (let r = head[g]; r >= 0; r = next[r]) {
          if ((d.responderSkills[r] & bit) === 0 || !usable(r)) continue;
          // several at one place: the faster, then the lower number, whatever order they came in
          if (
            best < 0 ||
            d.responderSpeed[r] > d.responderSpeed[best] ||
            (d.responderSpeed[r] === d.responderSpeed[best] && r < best)
          )
            best = r;
        }
        if (best >= 0) return best;
      }
      return -1;
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
      else waitHead[k] = incident;
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
