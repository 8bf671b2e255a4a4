import type { Hierarchy } from './contraction.ts';
import { alongEdge, eachEnd, streetOf, UNREACHED } from './search.ts';
import type { Stop } from './snap.ts';
import { NO_WAY, type StreetGraph } from './types.ts';

/**
 * Times from every source to every target, row by row, milliseconds or UNREACHED: bucket algorithm of S. Knopp, P. Sanders,
 * D. Schultes, F. Schulz, D. Wagner 2007. Each target climbs once and leaves its time at the vertices of its climb;
 * each source climbs once and reads them. O(Σ climbs + pairs that meet). `limit` in milliseconds cuts both climbs.
 */
export function travelTimes(
  graph: StreetGraph,
  hierarchy: Hierarchy,
  sources: readonly Stop[],
  targets: readonly Stop[],
  limit = NO_WAY - 1,
): Int32Array {
  const times = new Int32Array(sources.length * targets.length).fill(NO_WAY);
  const climb = createClimb(graph, hierarchy);
  const buckets = collectBuckets(climb, hierarchy.vertexCount, targets, limit);
  const { first, target, cost } = buckets;
  for (let s = 0; s < sources.length; s++) {
    const row = times.subarray(s * targets.length, (s + 1) * targets.length);
    climb.run(sources[s], 'from', limit, (vertex, at) => {
      const end = first[vertex + 1];
      for (let k = first[vertex]; k < end; k++) {
        const total = at + cost[k];
        const t = target[k];
        if (total < row[t]) row[t] = total;
      }
    });
  }
  direct(graph, sources, targets, times);
  for (let i = 0; i < times.length; i++) if (times[i] > limit) times[i] = UNREACHED;
  return times;
}

/** Two stops of one street may not need any vertex. */
function direct(
  graph: StreetGraph,
  sources: readonly Stop[],
  targets: readonly Stop[],
  times: Int32Array,
): void {
  const onEdge = new Map<number, number[]>();
  targets.forEach((target, t) => {
    const street = streetOf(graph, target.edge);
    const list = onEdge.get(street);
    if (list === undefined) onEdge.set(street, [t]);
    else list.push(t);
  });
  sources.forEach((source, s) => {
    for (const t of onEdge.get(streetOf(graph, source.edge)) ?? []) {
      const at = s * targets.length + t;
      times[at] = Math.min(times[at], alongEdge(graph, source, targets[t], 'from'));
    }
  });
}

type Buckets = { first: Int32Array; target: Int32Array; cost: Int32Array };

function collectBuckets(climb: Climb, n: number, targets: readonly Stop[], limit: number): Buckets {
  let vertices = new Int32Array(4096);
  let owners = new Int32Array(4096);
  let costs = new Int32Array(4096);
  let size = 0;
  const first = new Int32Array(n + 1);
  const doubled = (array: Int32Array): Int32Array<ArrayBuffer> => {
    const more = new Int32Array(array.length * 2);
    more.set(array);
    return more;
  };
  for (let t = 0; t < targets.length; t++) {
    climb.run(targets[t], 'to', limit, (vertex, at) => {
      if (size === vertices.length) {
        vertices = doubled(vertices);
        owners = doubled(owners);
        costs = doubled(costs);
      }
      vertices[size] = vertex;
      owners[size] = t;
      costs[size++] = at;
      first[vertex + 1]++;
    });
  }
  for (let v = 0; v < n; v++) first[v + 1] += first[v];
  const next = first.slice();
  const target = new Int32Array(size);
  const cost = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const at = next[vertices[i]]++;
    target[at] = owners[i];
    cost[at] = costs[i];
  }
  return { first, target, cost };
}

type Climb = {
  run(
    stop: Stop,
    direction: 'from' | 'to',
    limit: number,
    settled: (vertex: number, at: number) => void,
  ): void;
};

/** Upward searches with stalling: a vertex that a higher one reaches sooner from above cannot lie on a shortest way. */
function createClimb(graph: StreetGraph, h: Hierarchy): Climb {
  const { first, to } = h;
  const time = new Int32Array(h.vertexCount);
  const stamp = new Int32Array(h.vertexCount);
  let run = 0;
  let size = 0;
  let keys = new Int32Array(4096);
  let heap = new Int32Array(4096);

  function offer(vertex: number, at: number): void {
    if (stamp[vertex] === run && time[vertex] <= at) return;
    stamp[vertex] = run;
    time[vertex] = at;
    if (size === keys.length) {
      const moreKeys = new Int32Array(size * 2);
      moreKeys.set(keys);
      keys = moreKeys;
      const moreHeap = new Int32Array(size * 2);
      moreHeap.set(heap);
      heap = moreHeap;
    }
    let i = size++;
    while (i > 0) {
      const p = (i - 1) >> 2;
      if (keys[p] <= at) break;
      keys[i] = keys[p];
      heap[i] = heap[p];
      i = p;
    }
    keys[i] = at;
    heap[i] = vertex;
  }

  function drop(): void {
    const key = keys[--size];
    const vertex = heap[size];
    let i = 0;
    for (;;) {
      const child = 4 * i + 1;
      if (child >= size) break;
      let least = child;
      const end = Math.min(child + 4, size);
      for (let c = child + 1; c < end; c++) if (keys[c] < keys[least]) least = c;
      if (keys[least] >= key) break;
      keys[i] = keys[least];
      heap[i] = heap[least];
      i = least;
    }
    keys[i] = key;
    heap[i] = vertex;
  }

  return {
    run(stop, direction, limit, settled) {
      run++;
      size = 0;
      const up = direction === 'from' ? h.out : h.in;
      const down = direction === 'from' ? h.in : h.out;
      eachEnd(graph, stop, direction, (vertex, at) => {
        if (at <= limit) offer(h.rankOf[vertex], at);
      });
      while (size > 0) {
        const key = keys[0];
        const v = heap[0];
        drop();
        if (time[v] < key) continue;
        const end = first[v + 1];
        let isStalled = false;
        for (let k = first[v]; k < end; k++) {
          const w = to[k];
          if (stamp[w] === run && time[w] + down[k] < key) {
            isStalled = true;
            break;
          }
        }
        if (isStalled) continue;
        settled(v, key);
        for (let k = first[v]; k < end; k++) {
          const at = key + up[k];
          if (at <= limit) offer(to[k], at);
        }
      }
    },
  };
}
