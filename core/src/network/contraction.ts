import { NO_WAY, type StreetGraph } from './types.ts';

/**
 * Contraction hierarchy (R. Geisberger, P. Sanders, D. Schultes, D. Delling 2008): vertices are taken out one by one, the least
 * important first, and shortcuts keep all distances. A search then only climbs. Costs are whole milliseconds, so distances are
 * equal to Dijkstra's, not merely close.
 *
 * Vertices are renumbered by falling rank: 0 is the most important, and every climb leads to smaller numbers.
 */
export type Hierarchy = {
  readonly vertexCount: number;
  /** New number of each graph vertex. */
  readonly rankOf: Int32Array;
  /** Climbs of vertex v: `first[v] … first[v+1] − 1`, to the vertex `to`, `out` milliseconds up and `in` milliseconds back down (NO_WAY = none). */
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly out: Int32Array;
  readonly in: Int32Array;
  readonly shortcuts: number;
};

/** Vertices a witness search may settle: more finds more witnesses, fewer is faster. Wrong answers are impossible either way. */
const WITNESS_ESTIMATE = 12;
const WITNESS_REAL = 60;

export type HierarchyOptions = {
  readonly onProgress?: (done: number, all: number) => void;
};

/**
 * Prepares a hierarchy. Roughly O(V log V) on street graphs; 75,000 vertices take seconds. Deterministic: ties are
 * broken by number. Closures need a new hierarchy; for a few closed roads use plain searches over the overlay.
 */
export function buildHierarchy(graph: StreetGraph, options: HierarchyOptions = {}): Hierarchy {
  const n = graph.vertexCount;
  const links = linksOf(graph);
  const contract = createContractor(n, links, isSymmetric(graph));
  const rank = new Int32Array(n).fill(-1);
  const queue = createQueue(n);
  const depth = new Int32Array(n);
  const gone = new Uint16Array(n);
  const priority = (v: number): number => {
    const { added, removed } = contract.estimate(v);
    return 8 * added - 4 * removed + 2 * gone[v] + 4 * depth[v];
  };
  for (let v = 0; v < n; v++) queue.push(v, priority(v));
  let shortcuts = 0;
  for (let done = 0; done < n; ) {
    const v = queue.pop();
    if (rank[v] >= 0) continue;
    const now = priority(v);
    if (queue.size() > 0 && now > queue.leastKey()) {
      queue.push(v, now);
      continue;
    }
    rank[v] = n - 1 - done++;
    shortcuts += contract.remove(v);
    const mine = links[v];
    for (let k = 0; k < mine.length; k += 3) {
      const w = mine[k];
      gone[w]++;
      depth[w] = Math.max(depth[w], depth[v] + 1);
    }
    if (done % 4096 === 0) options.onProgress?.(done, n);
  }
  return packUp(n, links, rank, shortcuts);
}

/** Per vertex: neighbour, cost to it, cost from it; the cheapest of parallel edges; no loops. */
function linksOf(graph: StreetGraph): number[][] {
  const links: number[][] = Array.from({ length: graph.vertexCount }, () => []);
  for (let e = 0; e < graph.edgeCount; e++) {
    const a = graph.tail[e];
    const b = graph.head[e];
    if (a === b) continue;
    join(links[a], b, graph.cost[2 * e], graph.cost[2 * e + 1]);
    join(links[b], a, graph.cost[2 * e + 1], graph.cost[2 * e]);
  }
  return links;
}

/** Both directions of every street cost the same, as they mostly do on foot: then half of the witness searches suffice. */
function isSymmetric({ cost }: StreetGraph): boolean {
  for (let i = 0; i < cost.length; i += 2) if (cost[i] !== cost[i + 1]) return false;
  return true;
}

function join(list: number[], to: number, out: number, back: number): boolean {
  for (let k = 0; k < list.length; k += 3) {
    if (list[k] !== to) continue;
    if (out < list[k + 1]) list[k + 1] = out;
    if (back < list[k + 2]) list[k + 2] = back;
    return false;
  }
  list.push(to, out, back);
  return true;
}

function leave(list: number[], to: number): void {
  for (let k = 0; k < list.length; k += 3) {
    if (list[k] !== to) continue;
    const last = list.length - 3;
    list[k] = list[last];
    list[k + 1] = list[last + 1];
    list[k + 2] = list[last + 2];
    list.length = last;
    return;
  }
}

/** Contracts vertices in `links`, which always holds the graph that is left; a removed vertex keeps its list of climbs. */
function createContractor(n: number, links: number[][], symmetric: boolean) {
  const time = new Int32Array(n);
  const stamp = new Int32Array(n);
  const wanted = new Int32Array(n);
  let run = 0;
  const keys: number[] = [];
  const heap: number[] = [];

  function push(key: number, v: number): void {
    let i = keys.length;
    keys.push(key);
    heap.push(v);
    while (i > 0) {
      const p = (i - 1) >> 1;
      if (keys[p] <= key) break;
      keys[i] = keys[p];
      heap[i] = heap[p];
      i = p;
    }
    keys[i] = key;
    heap[i] = v;
  }

  function drop(): void {
    const key = keys.pop()!;
    const v = heap.pop()!;
    const size = keys.length;
    if (size === 0) return;
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
    heap[i] = v;
  }

  /** Times from u without v, until all `targets` are settled, beyond `limit`, or after `most` vertices. */
  function witness(u: number, v: number, limit: number, targets: number, most: number): void {
    run++;
    keys.length = 0;
    heap.length = 0;
    stamp[u] = run;
    time[u] = 0;
    push(0, u);
    let settled = 0;
    let left = targets;
    while (keys.length > 0) {
      const key = keys[0];
      const x = heap[0];
      drop();
      if (time[x] < key) continue;
      if (wanted[x] === v + 1 && --left === 0) return;
      if (++settled > most) return;
      const mine = links[x];
      for (let k = 0; k < mine.length; k += 3) {
        const y = mine[k];
        if (y === v) continue;
        const at = key + mine[k + 1];
        if (at > limit || (stamp[y] === run && time[y] <= at)) continue;
        stamp[y] = run;
        time[y] = at;
        push(at, y);
      }
    }
  }

  /** Goes through the shortcuts that taking out v asks for; with symmetric costs each pair once. */
  function eachShortcut(v: number, most: number, found: (u: number, w: number, cost: number) => void): void {
    const mine = links[v];
    const size = mine.length;
    for (let k = 0; k < size; k += 3) {
      const into = mine[k + 2];
      if (into === NO_WAY) continue;
      const from = symmetric ? k + 3 : 0;
      let dearest = -1;
      let targets = 0;
      for (let j = from; j < size; j += 3) {
        if (j === k || mine[j + 1] === NO_WAY) continue;
        wanted[mine[j]] = v + 1;
        targets++;
        if (mine[j + 1] > dearest) dearest = mine[j + 1];
      }
      if (targets === 0) continue;
      const u = mine[k];
      witness(u, v, into + dearest, targets, most);
      for (let j = from; j < size; j += 3) {
        const w = mine[j];
        if (j === k || mine[j + 1] === NO_WAY) continue;
        wanted[w] = 0;
        const via = into + mine[j + 1];
        if (stamp[w] !== run || time[w] > via) found(u, w, via);
      }
    }
  }

  return {
    estimate(v: number): { added: number; removed: number } {
      let added = 0;
      let removed = 0;
      const mine = links[v];
      for (let k = 0; k < mine.length; k += 3)
        removed += (mine[k + 1] < NO_WAY ? 1 : 0) + (mine[k + 2] < NO_WAY ? 1 : 0);
      eachShortcut(v, WITNESS_ESTIMATE, () => added++);
      return { added: symmetric ? 2 * added : added, removed };
    },
    remove(v: number): number {
      const cuts: number[] = [];
      eachShortcut(v, WITNESS_REAL, (u, w, cost) => cuts.push(u, w, cost));
      const mine = links[v];
      for (let k = 0; k < mine.length; k += 3) leave(links[mine[k]], v);
      let added = 0;
      for (let k = 0; k < cuts.length; k += 3) {
        const back = symmetric ? cuts[k + 2] : NO_WAY;
        if (join(links[cuts[k]], cuts[k + 1], cuts[k + 2], back)) added++;
        join(links[cuts[k + 1]], cuts[k], back, cuts[k + 2]);
      }
      return added;
    },
  };
}

/** Binary heap of vertices by key, then number. */
function createQueue(n: number) {
  const vertices: number[] = [];
  const keys = new Float64Array(n);
  const less = (a: number, b: number): boolean => keys[a] < keys[b] || (keys[a] === keys[b] && a < b);
  return {
    size: () => vertices.length,
    leastKey: () => keys[vertices[0]],
    push(v: number, key: number): void {
      keys[v] = key;
      let i = vertices.length;
      vertices.push(v);
      while (i > 0 && less(v, vertices[(i - 1) >> 1])) {
        vertices[i] = vertices[(i - 1) >> 1];
        i = (i - 1) >> 1;
      }
      vertices[i] = v;
    },
    pop(): number {
      const top = vertices[0];
      const last = vertices.pop()!;
      const size = vertices.length;
      if (size > 0) {
        let i = 0;
        for (;;) {
          let c = 2 * i + 1;
          if (c >= size) break;
          if (c + 1 < size && less(vertices[c + 1], vertices[c])) c++;
          if (!less(vertices[c], last)) break;
          vertices[i] = vertices[c];
          i = c;
        }
        vertices[i] = last;
      }
      return top;
    },
  };
}

function packUp(n: number, links: readonly number[][], rank: Int32Array, shortcuts: number): Hierarchy {
  const first = new Int32Array(n + 1);
  for (let v = 0; v < n; v++) first[rank[v] + 1] = links[v].length / 3;
  for (let v = 0; v < n; v++) first[v + 1] += first[v];
  const to = new Int32Array(first[n]);
  const out = new Int32Array(first[n]);
  const back = new Int32Array(first[n]);
  for (let v = 0; v < n; v++) {
    let at = first[rank[v]];
    for (let k = 0; k < links[v].length; k += 3, at++) {
      to[at] = rank[links[v][k]];
      out[at] = links[v][k + 1];
      back[at] = links[v][k + 2];
    }
  }
  return { vertexCount: n, rankOf: rank, first, to, out, in: back, shortcuts };
}
