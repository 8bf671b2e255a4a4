import { NEED_RULES } from './need-rules.ts';
import type { ReplicationResult } from './replication-kinds.ts';
import { NEED_CLASSES } from './scenario-kinds.ts';

/** All calls for help of one replication, in arrays that grow, with the counts that become its answer. */
export interface CallBook {
  grid: Int32Array;
  household: Int32Array;
  /** Need class × 2, +1 when the household is not vulnerable. */
  slot: Uint8Array;
  /** 0 waiting, 1 help under way, 2 reached. */
  state: Uint8Array;
  minute: Float64Array;
  add(grid: number, household: number, slot: number, minute: number): number;
  /** The call is made (it falls within the horizon). */
  arise(need: number): void;
  /** Help is there; returns the minutes waited. */
  arrive(call: number, now: number): number;
  summary(): ReplicationResult['needs'];
  /** Minutes beyond the target by grid; calls still open count until `horizon`. */
  lateUntil(horizon: number): Float64Array;
}

export function createCallBook(grids: number): CallBook {
  let room = 4096;
  let count = 0;
  const late = new Float64Array(grids);
  const arisen = new Int32Array(NEED_CLASSES.length);
  const inTime = new Int32Array(NEED_CLASSES.length);
  const reached = new Int32Array(NEED_CLASSES.length);
  const waited = new Float64Array(NEED_CLASSES.length);
  const book: CallBook = {
    grid: new Int32Array(room),
    household: new Int32Array(room),
    slot: new Uint8Array(room),
    state: new Uint8Array(room),
    minute: new Float64Array(room),
    add(grid, household, slot, minute) {
      if (count === room) {
        room *= 2;
        book.grid = grow(book.grid, new Int32Array(room));
        book.household = grow(book.household, new Int32Array(room));
        book.slot = grow(book.slot, new Uint8Array(room));
        book.state = grow(book.state, new Uint8Array(room));
        book.minute = grow(book.minute, new Float64Array(room));
      }
      book.grid[count] = grid;
      book.household[count] = household;
      book.slot[count] = slot;
      book.minute[count] = minute;
      return count++;
    },
    arise(need) {
      arisen[need]++;
    },
    arrive(call, now) {
      const need = book.slot[call] >> 1;
      const minutes = now - book.minute[call];
      const target = NEED_RULES[NEED_CLASSES[need]].targetMinutes;
      book.state[call] = 2;
      reached[need]++;
      waited[need] += minutes;
      if (minutes <= target) inTime[need]++;
      else late[book.grid[call]] += minutes - target;
      return minutes;
    },
    summary: () =>
      Object.fromEntries(
        NEED_CLASSES.map((name, c) => [
          name,
          {
            arisen: arisen[c],
            inTime: inTime[c],
            late: reached[c] - inTime[c],
            neverReached: arisen[c] - reached[c],
            meanMinutes: reached[c] > 0 ? waited[c] / reached[c] : 0,
          },
        ]),
      ),
    lateUntil(horizon) {
      const all = Float64Array.from(late);
      for (let call = 0; call < count; call++) {
        if (book.state[call] === 2) continue;
        const target = NEED_RULES[NEED_CLASSES[book.slot[call] >> 1]].targetMinutes;
        all[book.grid[call]] += Math.max(0, horizon - book.minute[call] - target);
      }
      return all;
    },
  };
  return book;
}

function grow<T extends Int32Array | Uint8Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
