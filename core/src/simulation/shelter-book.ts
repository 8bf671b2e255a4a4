import type { District } from './district.ts';

/** Places in shelters: the nearest with room, given back when a grid's people go home. */
export interface ShelterBook {
  /** Seats up to `people` of a grid, spread over several shelters if need be; returns how many found a place. */
  seek(grid: number, people: number, phase: number): number;
  /** All people of a grid leave. */
  release(grid: number): void;
  /** Streets changed: the remembered nearest shelters no longer hold. */
  forget(): void;
  readonly totals: { displaced: number; sheltered: number };
}

export function createShelterBook(d: District, endless: boolean): ShelterBook {
  const count = d.input.shelters.length;
  const room = Float64Array.from(d.input.shelters, (s) => (endless ? Number.POSITIVE_INFINITY : s.capacity));
  const used = new Float64Array(d.grids * count);
  // the nearest shelter with room, remembered per grid: households of one grid seek one after the other
  const near = new Int32Array(d.grids).fill(-1);
  const totals = { displaced: 0, sheltered: 0 };

  function nearest(g: number, phase: number): number {
    if (near[g] >= 0 && room[near[g]] > 0) return near[g];
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let s = 0; s < count; s++) {
      const metres = d.metres[phase][g * d.grids + d.shelterGrid[s]];
      if (room[s] > 0 && metres < least) {
        least = metres;
        best = s;
      }
    }
    near[g] = best;
    return best;
  }

  return {
    seek(g, people, phase) {
      totals.displaced += people;
      // with endless room and not one shelter on the map, everybody is still housed
      let left = endless ? 0 : people;
      while (left > 0) {
        const s = nearest(g, phase);
        if (s < 0) break;
        const taken = Math.min(left, room[s]);
        room[s] -= taken;
        used[g * count + s] += taken;
        left -= taken;
      }
      totals.sheltered += people - left;
      return people - left;
    },
    release(g) {
      for (let s = 0; s < count; s++) {
        room[s] += used[g * count + s];
        used[g * count + s] = 0;
      }
      near.fill(-1);
    },
    forget() {
      near.fill(-1);
    },
    totals,
  };
}
