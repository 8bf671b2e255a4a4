import { alongEdge, type Direction, eachEnd, streetOf } from './search.ts';
import type { Stop } from './snap.ts';
import { NO_WAY, type StreetGraph } from './types.ts';

/** The places nearest to something, by rising time. */
export type Near = { readonly place: number; readonly time: number };

export type NearestOptions = {
  readonly k: number;
  /** Milliseconds; default none. */
  readonly limit?: number;
  /** 'to' (default): from each client to the place; 'from': from the place to the client (rescue, delivery). */
  readonly direction?: Direction;
};

/**
 * The k nearest places of every client, in one search that spreads from all places together; a vertex takes at most k of them.
 * O(k · (V + E) log V) whatever the number of places and clients. Ties: the smaller place number.
 * Throws RangeError unless k is a whole number ≥ 1.
 */
export function nearestPlaces(
  graph: StreetGraph,
  places: readonly Stop[],
  clients: readonly Stop[],
  { k, limit = NO_WAY - 1, direction = 'to' }: NearestOptions,
): Near[][] {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a whole number ≥ 1, got ${k}`);
  const spread = spreadFromAll(graph, places, k, limit, direction);
  const onEdge = new Map<number, number[]>();
  places.forEach((place, p) => {
    const street = streetOf(graph, place.edge);
    const list = onEdge.get(street);
    if (list === undefined) onEdge.set(street, [p]);
    else list.push(p);
  });
  return clients.map((client) => {
    const best = new Map<number, number>();
    const offer = (place: number, time: number): void => {
      if (time <= limit && time < (best.get(place) ?? NO_WAY)) best.set(place, time);
    };
    eachEnd(graph, client, direction === 'to' ? 'from' : 'to', (vertex, rest) => {
      spread(vertex, (place, time) => offer(place, time + rest));
    });
    for (const place of onEdge.get(streetOf(graph, client.edge)) ?? [])
      offer(place, alongEdge(graph, places[place], client, direction));
    return [...best]
      .map(([place, time]) => ({ place, time }))
      .sort((a, b) => a.time - b.time || a.place - b.place)
      .slice(0, k);
  });
}

type Spread = (vertex: number, visit: (place: number, time: number) => void) => void;

function spreadFromAll(
  graph: StreetGraph,
  places: readonly Stop[],
  k: number,
  limit: number,
  direction: Direction,
): Spread {
  const { tail, head, cost, firstLink, link, vertexCount: n } = graph;
  const owner = new Int32Array(n * k).fill(-1);
  const times = new Int32Array(n * k);
  const held = new Uint16Array(n);
  const heap = createLabelHeap();
  const has = (vertex: number, place: number): boolean => {
    for (let i = vertex * k; i < vertex * k + held[vertex]; i++) if (owner[i] === place) return true;
    return false;
  };
  places.forEach((place, p) => {
    eachEnd(graph, place, direction, (vertex, at) => {
      if (at <= limit) heap.push(at, p, vertex);
    });
  });
  const flip = direction === 'from' ? 0 : 1;
  while (heap.size() > 0) {
    const { key, place, vertex } = heap.pop();
    if (held[vertex] === k || has(vertex, place)) continue;
    owner[vertex * k + held[vertex]] = place;
    times[vertex * k + held[vertex]++] = key;
    for (let i = firstLink[vertex]; i < firstLink[vertex + 1]; i++) {
      const l = link[i];
      const at = key + cost[l ^ flip];
      const w = (l & 1) === 0 ? head[l >> 1] : tail[l >> 1];
      if (at <= limit && held[w] < k && !has(w, place)) heap.push(at, place, w);
    }
  }
  return (vertex, visit) => {
    for (let i = vertex * k; i < vertex * k + held[vertex]; i++) visit(owner[i], times[i]);
  };
}

/** Binary heap of (time, place, vertex), equal times by place. */
function createLabelHeap() {
  const keys: number[] = [];
  const placeOf: number[] = [];
  const vertexOf: number[] = [];
  const less = (i: number, key: number, place: number): boolean =>
    keys[i] < key || (keys[i] === key && placeOf[i] < place);
  const move = (from: number, to: number): void => {
    keys[to] = keys[from];
    placeOf[to] = placeOf[from];
    vertexOf[to] = vertexOf[from];
  };
  return {
    size: () => keys.length,
    push(key: number, place: number, vertex: number): void {
      let i = keys.length;
      keys.push(key);
      placeOf.push(place);
      vertexOf.push(vertex);
      while (i > 0) {
        const p = (i - 1) >> 1;
        if (!(key < keys[p] || (key === keys[p] && place < placeOf[p]))) break;
        move(p, i);
        i = p;
      }
      keys[i] = key;
      placeOf[i] = place;
      vertexOf[i] = vertex;
    },
    pop(): { key: number; place: number; vertex: number } {
      const top = { key: keys[0], place: placeOf[0], vertex: vertexOf[0] };
      const key = keys.pop()!;
      const place = placeOf.pop()!;
      const vertex = vertexOf.pop()!;
      const size = keys.length;
      if (size === 0) return top;
      let i = 0;
      for (;;) {
        let c = 2 * i + 1;
        if (c >= size) break;
        if (c + 1 < size && less(c + 1, keys[c], placeOf[c])) c++;
        if (!less(c, key, place)) break;
        move(c, i);
        i = c;
      }
      keys[i] = key;
      placeOf[i] = place;
      vertexOf[i] = vertex;
      return top;
    },
  };
}
