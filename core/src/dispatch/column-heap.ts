/** Indexed binary heap of columns by distance, then index. `offer` and `take` cost O(log columns), `clear` O(size). */
export function createColumnHeap(columns: number, key: Float64Array) {
  const items = new Int32Array(columns);
  const place = new Int32Array(columns).fill(-1);
  let count = 0;
  const before = (a: number, b: number): boolean => key[a] < key[b] || (key[a] === key[b] && a < b);
  function rise(from: number, item: number): void {
    let at = from;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(item, items[up])) break;
      items[at] = items[up];
      place[items[at]] = at;
      at = up;
    }
    items[at] = item;
    place[item] = at;
  }
  return {
    clear(): void {
      for (let k = 0; k < count; k++) place[items[k]] = -1;
      count = 0;
    },
    /** Inserts the item, or lifts it after its key fell. */
    offer(item: number): void {
      rise(place[item] >= 0 ? place[item] : count++, item);
    },
    /** Removes and returns the nearest column, −1 when there is none. */
    take(): number {
      if (count === 0) return -1;
      const top = items[0];
      place[top] = -1;
      const last = items[--count];
      if (count > 0) {
        let at = 0;
        for (;;) {
          let child = 2 * at + 1;
          if (child >= count) break;
          if (child + 1 < count && before(items[child + 1], items[child])) child++;
          if (!before(items[child], last)) break;
          items[at] = items[child];
          place[items[at]] = at;
          at = child;
        }
        items[at] = last;
        place[last] = at;
      }
      return top;
    },
  };
}
