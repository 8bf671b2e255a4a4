import { type Direction, eachEnd, edgesOfStreet, UNREACHED } from './search.ts';
import type { Stop } from './snap.ts';
import { NO_WAY, type StreetGraph } from './types.ts';

/** A vertex whose time changed; UNREACHED (−1) stands for "not at all". */
export type TimeChange = { readonly vertex: number; readonly before: number; readonly after: number };

export type LivingTimes = {
  /** Milliseconds to or from the nearest stop, or UNREACHED. */
  timeAt(vertex: number): number;
  /** Times at a stop, through both ends of its edge. */
  timeOf(stop: Stop): number;
  /** Closes edges in both directions; gives the vertices that got farther. Stops on a closed edge can no longer leave by it. */
  close(edges: readonly number[]): TimeChange[];
  /** Opens them again; gives the vertices that got nearer. */
  reopen(edges: readonly number[]): TimeChange[];
};

/**
 * Times to the nearest of several stops, kept up to date while streets close and open. Only the part of the tree behind a closed
 * edge is computed again (G. Ramalingam, T. Reps 1996): O(a log a) for the a vertices concerned, plus their links.
 * Uses a copy of the costs; the graph itself stays open.
 */
export function createLivingTimes(
  open: StreetGraph,
  stops: readonly Stop[],
  direction: Direction = 'to',
): LivingTimes {
  const graph: StreetGraph = { ...open, cost: open.cost.slice() };
  const { vertexCount: n, tail, head, cost, firstLink, link } = graph;
  const flip = direction === 'from' ? 0 : 1;
  const time = new Int32Array(n).fill(NO_WAY);
  /** The link by which a vertex is reached, seen from the vertex before it; −1 at stops and unreached vertices. */
  const parent = new Int32Array(n).fill(-1);
  const heap: number[] = [];
  const keys: number[] = [];

  const ahead = (l: number): number => ((l & 1) === 0 ? head[l >> 1] : tail[l >> 1]);

  function push(key: number, vertex: number): void {
    let i = keys.length;
    keys.push(key);
    heap.push(vertex);
    while (i > 0 && keys[(i - 1) >> 1] > key) {
      keys[i] = keys[(i - 1) >> 1];
      heap[i] = heap[(i - 1) >> 1];
      i = (i - 1) >> 1;
    }
    keys[i] = key;
    heap[i] = vertex;
  }

  function pop(): number {
    const top = heap[0];
    const key = keys.pop()!;
    const vertex = heap.pop()!;
    const size = keys.length;
    if (size === 0) return top;
    let i = 0;
    for (;;) {
      let c = 2 * i + 1;
      if (c >= size) break;
      if (c + 1 < size && keys[c + 1] < keys[c]) c++;
      if (keys[c] >= key) break;
      keys[i] = keys[c];
      heap[i] = heap[c];
      i = c;
    }
    keys[i] = key;
    heap[i] = vertex;
    return top;
  }

  function offer(vertex: number, at: number, by: number): void {
    if (at >= time[vertex]) return;
    time[vertex] = at;
    parent[vertex] = by;
    push(at, vertex);
  }

  function offerStops(wanted?: (vertex: number) => boolean): void {
    for (const stop of stops) {
      eachEnd(graph, stop, direction, (vertex, at) => {
        if (wanted?.(vertex) ?? true) offer(vertex, at, -1);
      });
    }
  }

  /** Spreads what is on the heap; `seen` hears of every vertex before its time first changes. */
  function spread(): void {
    while (keys.length > 0) {
      const key = keys[0];
      const v = pop();
      if (time[v] < key) continue;
      for (let k = firstLink[v]; k < firstLink[v + 1]; k++) {
        const way = cost[link[k] ^ flip];
        if (way < NO_WAY) offer(ahead(link[k]), key + way, link[k]);
      }
    }
  }
  offerStops();
  spread();

  const shown = (value: number): number => (value >= NO_WAY ? UNREACHED : value);

  function wholeStreets(edges: readonly number[]): number[] {
    for (const e of edges) {
      if (!Number.isInteger(e) || e < 0 || e >= graph.edgeCount)
        throw new RangeError(`edges: ${e} is not in 0 … ${graph.edgeCount - 1}`);
    }
    return edges.flatMap((e) => edgesOfStreet(graph, e));
  }

  return {
    timeAt: (vertex) => shown(time[vertex]),
    timeOf(stop) {
      let best = NO_WAY;
      eachEnd(graph, stop, direction === 'from' ? 'to' : 'from', (vertex, rest) => {
        best = Math.min(best, time[vertex] + rest);
      });
      return shown(best);
    },
    close(given) {
      const edges = wholeStreets(given);
      const closed = new Set(edges);
      for (const e of edges) cost[2 * e] = cost[2 * e + 1] = NO_WAY;
      // Whoever hung on a closed edge, or started from a stop on one, and everything behind.
      const lost = new Map<number, number>();
      const queue: number[] = [];
      const lose = (v: number): void => {
        if (lost.has(v)) return;
        lost.set(v, time[v]);
        queue.push(v);
      };
      for (const e of edges) {
        for (const v of [tail[e], head[e]]) if (parent[v] >= 0 && parent[v] >> 1 === e) lose(v);
      }
      for (const stop of stops) {
        if (!closed.has(stop.edge)) continue;
        for (const e of edgesOfStreet(graph, stop.edge))
          for (const v of [tail[e], head[e]]) if (parent[v] === -1 && time[v] < NO_WAY) lose(v);
      }
      for (let i = 0; i < queue.length; i++) {
        const v = queue[i];
        for (let k = firstLink[v]; k < firstLink[v + 1]; k++) {
          const w = ahead(link[k]);
          if (w !== v && parent[w] === link[k]) lose(w);
        }
      }
      for (const v of queue) {
        time[v] = NO_WAY;
        parent[v] = -1;
      }
      for (const v of queue) {
        for (let k = firstLink[v]; k < firstLink[v + 1]; k++) {
          const back = link[k] ^ 1;
          const u = ahead(link[k]);
          const way = cost[back ^ flip];
          if (!lost.has(u) && time[u] < NO_WAY && way < NO_WAY) offer(v, time[u] + way, back);
        }
      }
      offerStops((v) => lost.has(v));
      spread();
      return [...lost]
        .filter(([v, before]) => time[v] !== before)
        .map(([vertex, before]) => ({ vertex, before: shown(before), after: shown(time[vertex]) }))
        .sort((a, b) => a.vertex - b.vertex);
    },
    reopen(given) {
      const edges = wholeStreets(given);
      const before = time.slice();
      for (const e of edges) {
        cost[2 * e] = open.cost[2 * e];
        cost[2 * e + 1] = open.cost[2 * e + 1];
        for (const l of [2 * e, 2 * e + 1]) {
          const v = (l & 1) === 0 ? tail[e] : head[e];
          const way = cost[l ^ flip];
          if (way < NO_WAY && time[v] < NO_WAY) offer(ahead(l), time[v] + way, l);
        }
      }
      offerStops();
      spread();
      const changes: TimeChange[] = [];
      for (let v = 0; v < n; v++) {
        if (time[v] !== before[v])
          changes.push({ vertex: v, before: shown(before[v]), after: shown(time[v]) });
      }
      return changes;
    },
  };
}
