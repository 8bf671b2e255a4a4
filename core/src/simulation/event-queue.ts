/**
 * Future-event list in typed arrays: a 4-ary heap ordered by (time, rank, insertion number).
 *
 * The insertion number makes the order total: two events at one instant are handled in the order in which they were
 * scheduled, on every machine. `rank` lets a model put, say, repairs before arrivals at the same instant.
 * push and pop cost O(log₄ n); no object is allocated per event.
 */
export interface EventQueue {
  /** Number of waiting events. */
  readonly size: () => number;
  /** Schedules an event; `time` must be finite and not before the last popped time. */
  readonly push: (time: number, kind: number, subject: number, extra?: number, rank?: number) => void;
  /** Moves the earliest event into `current`; false when none is left. */
  readonly pop: () => boolean;
  readonly current: EventRecord;
  /** How many events were popped so far. */
  readonly handled: () => number;
}

export interface EventRecord {
  time: number;
  kind: number;
  subject: number;
  extra: number;
}

/** Creates an empty queue. `capacity` is only the first allocation. Throws RangeError on a time that is NaN, infinite or in the past. */
export function createEventQueue(capacity = 1024): EventQueue {
  let room = Math.max(4, capacity);
  let times = new Float64Array(room);
  let orders = new Float64Array(room);
  let slots = new Int32Array(room);
  let kinds = new Int32Array(room);
  let subjects = new Int32Array(room);
  let extras = new Float64Array(room);
  let free = new Int32Array(room);
  let freeCount = 0;
  let nextSlot = 0;
  let count = 0;
  let inserted = 0;
  let popped = 0;
  const current: EventRecord = { time: Number.NEGATIVE_INFINITY, kind: -1, subject: -1, extra: 0 };

  function grow(): void {
    room *= 2;
    times = enlarge(times, new Float64Array(room));
    orders = enlarge(orders, new Float64Array(room));
    slots = enlarge(slots, new Int32Array(room));
    kinds = enlarge(kinds, new Int32Array(room));
    subjects = enlarge(subjects, new Int32Array(room));
    extras = enlarge(extras, new Float64Array(room));
    free = enlarge(free, new Int32Array(room));
  }

  function push(time: number, kind: number, subject: number, extra = 0, rank = 0): void {
    if (!(time >= current.time) || time === Number.POSITIVE_INFINITY) {
      throw new RangeError(`event time ${time} is not a finite time at or after ${current.time}`);
    }
    if (count === room) grow();
    const slot = freeCount > 0 ? free[--freeCount] : nextSlot++;
    kinds[slot] = kind;
    subjects[slot] = subject;
    extras[slot] = extra;
    // rank in the high part, insertion number below 2^45: exact in a double for |rank| ≤ 127
    const order = rank * 35184372088832 + inserted++;
    let at = count++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const t = times[parent];
      if (t < time || (t === time && orders[parent] < order)) break;
      times[at] = t;
      orders[at] = orders[parent];
      slots[at] = slots[parent];
      at = parent;
    }
    times[at] = time;
    orders[at] = order;
    slots[at] = slot;
  }

  function pop(): boolean {
    if (count === 0) return false;
    const slot = slots[0];
    current.time = times[0];
    current.kind = kinds[slot];
    current.subject = subjects[slot];
    current.extra = extras[slot];
    free[freeCount++] = slot;
    popped++;
    count--;
    if (count > 0) sink(times[count], orders[count], slots[count]);
    return true;
  }

  function sink(time: number, order: number, slot: number): void {
    let at = 0;
    for (;;) {
      const first = at * 4 + 1;
      if (first >= count) break;
      let best = first;
      const last = Math.min(first + 4, count);
      for (let child = first + 1; child < last; child++) {
        if (times[child] < times[best] || (times[child] === times[best] && orders[child] < orders[best]))
          best = child;
      }
      const t = times[best];
      if (time < t || (time === t && order < orders[best])) break;
      times[at] = t;
      orders[at] = orders[best];
      slots[at] = slots[best];
      at = best;
    }
    times[at] = time;
    orders[at] = order;
    slots[at] = slot;
  }

  return { size: () => count, push, pop, current, handled: () => popped };
}

function enlarge<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
