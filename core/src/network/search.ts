import type { Stop } from './snap.ts';
import { NO_WAY, type StreetGraph } from './types.ts';

/** 'from': times from the stop to everywhere; 'to': times from everywhere to the stop. */
export type Direction = 'from' | 'to';

/** Time of a place that is not reached. */
export const UNREACHED = -1;

export type Search = {
  readonly graph: StreetGraph;
  /**
   * Dijkstra's algorithm from one or several stops, ending beyond `limit` milliseconds. The answer is kept until the next run.
   * O((V' + E') log V') for the V' vertices reached; nothing is cleared or allocated between runs.
   */
  run(stops: readonly Stop[], limit: number, direction?: Direction): void;
  /** Vertices reached, by rising time; the first `count` are valid. */
  readonly order: Int32Array;
  readonly count: number;
  readonly limit: number;
  readonly direction: Direction;
  readonly stops: readonly Stop[];
  /** Milliseconds to or from a vertex, or UNREACHED. */
  timeAt(vertex: number): number;
  /** Milliseconds to or from a stop, along the same edge too, or UNREACHED when beyond the limit. */
  timeOf(stop: Stop): number;
};

/** Creates the workspace: 12 bytes a vertex. `graph` may be a closure overlay of another. */
export function createSearch(graph: StreetGraph): Search {
  const { vertexCount: n, tail, head, cost, firstLink, link } = graph;
  const time = new Int32Array(n);
  const stamp = new Int32Array(n);
  const order = new Int32Array(n);
  let heapKey = new Int32Array(1024);
  let heapVertex = new Int32Array(1024);
  let size = 0;
  let run = 0;
  let count = 0;
  let limit = 0;
  let direction: Direction = 'from';
  let stops: readonly Stop[] = [];

  function push(key: number, vertex: number): void {
    if (size === heapKey.length) {
      const keys = new Int32Array(size * 2);
      keys.set(heapKey);
      heapKey = keys;
      const vertices = new Int32Array(size * 2);
      vertices.set(heapVertex);
      heapVertex = vertices;
    }
    let i = size++;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      if (heapKey[parent] <= key) break;
      heapKey[i] = heapKey[parent];
      heapVertex[i] = heapVertex[parent];
      i = parent;
    }
    heapKey[i] = key;
    heapVertex[i] = vertex;
  }

  function dropTop(): void {
    const key = heapKey[--size];
    const vertex = heapVertex[size];
    let i = 0;
    for (;;) {
      const first = 4 * i + 1;
      if (first >= size) break;
      let least = first;
      const end = Math.min(first + 4, size);
      for (let c = first + 1; c < end; c++) if (heapKey[c] < heapKey[least]) least = c;
      if (heapKey[least] >= key) break;
      heapKey[i] = heapKey[least];
      heapVertex[i] = heapVertex[least];
      i = least;
    }
    heapKey[i] = key;
    heapVertex[i] = vertex;
  }

  function offer(vertex: number, at: number): void {
    if (at > limit || (stamp[vertex] === run && time[vertex] <= at)) return;
    stamp[vertex] = run;
    time[vertex] = at;
    push(at, vertex);
  }

  function seed(stop: Stop): void {
    eachEnd(graph, stop, direction, offer);
  }

  const timeAt = (vertex: number): number => (stamp[vertex] === run ? time[vertex] : UNREACHED);

  return {
    graph,
    order,
    get count() {
      return count;
    },
    get limit() {
      return limit;
    },
    get direction() {
      return direction;
    },
    get stops() {
      return stops;
    },
    timeAt,
    run(from, most, towards = 'from') {
      run++;
      size = 0;
      count = 0;
      limit = Math.min(most, NO_WAY - 1);
      direction = towards;
      stops = from;
      for (const stop of from) seed(stop);
      const flip = towards === 'from' ? 0 : 1;
      while (size > 0) {
        const key = heapKey[0];
        const v = heapVertex[0];
        dropTop();
        if (time[v] < key) continue;
        order[count++] = v;
        for (let k = firstLink[v]; k < firstLink[v + 1]; k++) {
          const l = link[k];
          const next = key + cost[l ^ flip];
          if (next > limit) continue;
          const w = (l & 1) === 0 ? head[l >> 1] : tail[l >> 1];
          if (stamp[w] === run && time[w] <= next) continue;
          stamp[w] = run;
          time[w] = next;
          push(next, w);
        }
      }
    },
    timeOf(stop) {
      let best = NO_WAY;
      // Seen from the stop the walk is the other way round.
      eachEnd(graph, stop, direction === 'from' ? 'to' : 'from', (vertex, rest) => {
        const at = timeAt(vertex);
        if (at >= 0) best = Math.min(best, at + rest);
      });
      for (const from of stops) {
        if (isSameStreet(graph, from.edge, stop.edge))
          best = Math.min(best, alongEdge(graph, from, stop, direction));
      }
      return best <= limit ? best : UNREACHED;
    },
  };
}

/** Calls `visit` with the ends that somebody at the stop gets to ('from') or comes from ('to'), and the milliseconds between. */
export function eachEnd(
  graph: StreetGraph,
  stop: Stop,
  direction: Direction,
  visit: (vertex: number, milliseconds: number) => void,
): void {
  const { cost, tail, head, twin } = graph;
  let e = stop.edge;
  do {
    const ahead = cost[2 * e];
    const back = cost[2 * e + 1];
    const [tailWay, headWay] = direction === 'from' ? [back, ahead] : [ahead, back];
    if (tailWay < NO_WAY) visit(tail[e], stop.access + Math.round(tailWay * stop.share));
    if (headWay < NO_WAY) visit(head[e], stop.access + headWay - Math.round(headWay * stop.share));
    e = twin === undefined ? stop.edge : twin[e];
  } while (e !== stop.edge);
}

/** The edges that are the same stretch of street as `edge`, itself among them. */
export function edgesOfStreet({ twin }: Pick<StreetGraph, 'twin'>, edge: number): number[] {
  const edges = [edge];
  if (twin !== undefined) for (let e = twin[edge]; e !== edge; e = twin[e]) edges.push(e);
  return edges;
}

/** The same number for all edges of a stretch of street. */
export function streetOf(graph: Pick<StreetGraph, 'twin'>, edge: number): number {
  return graph.twin === undefined ? edge : Math.min(...edgesOfStreet(graph, edge));
}

function isSameStreet(graph: StreetGraph, a: number, b: number): boolean {
  return a === b || (graph.twin !== undefined && edgesOfStreet(graph, a).includes(b));
}

/** Milliseconds between two stops of one street without leaving it, or NO_WAY. */
export function alongEdge(graph: StreetGraph, from: Stop, to: Stop, direction: Direction): number {
  const [a, b] = direction === 'from' ? [from, to] : [to, from];
  let way = NO_WAY;
  for (const e of edgesOfStreet(graph, a.edge))
    way = Math.min(way, graph.cost[2 * e + (a.share <= b.share ? 0 : 1)]);
  if (way === NO_WAY) return NO_WAY;
  return a.access + b.access + Math.abs(Math.round(way * b.share) - Math.round(way * a.share));
}
