import { NO_WAY, type StreetGraph } from './types.ts';

type Open = Pick<StreetGraph, 'vertexCount' | 'tail' | 'head' | 'cost' | 'firstLink' | 'link'>;

/**
 * Strongly connected components (R. Tarjan 1972, without recursion), numbered by falling size; ties by the first vertex.
 * O(V + E).
 */
export function strongComponents({ vertexCount: n, tail, head, cost, firstLink, link }: Open): {
  component: Int32Array;
  componentSize: Int32Array;
} {
  const index = new Int32Array(n).fill(-1);
  const low = new Int32Array(n);
  const cursor = new Int32Array(n);
  const isOpen = new Uint8Array(n);
  const raw = new Int32Array(n).fill(-1);
  const path: number[] = [];
  const pending: number[] = [];
  const sizes: number[] = [];
  let counter = 0;
  const enter = (v: number): void => {
    index[v] = low[v] = counter++;
    cursor[v] = firstLink[v];
    isOpen[v] = 1;
    path.push(v);
    pending.push(v);
  };
  for (let root = 0; root < n; root++) {
    if (index[root] >= 0) continue;
    enter(root);
    while (path.length > 0) {
      const v = path[path.length - 1];
      if (cursor[v] < firstLink[v + 1]) {
        const l = link[cursor[v]++];
        if (cost[l] === NO_WAY) continue;
        const w = (l & 1) === 0 ? head[l >> 1] : tail[l >> 1];
        if (index[w] < 0) enter(w);
        else if (isOpen[w] === 1) low[v] = Math.min(low[v], index[w]);
        continue;
      }
      path.pop();
      if (path.length > 0) {
        const parent = path[path.length - 1];
        low[parent] = Math.min(low[parent], low[v]);
      }
      if (low[v] !== index[v]) continue;
      let size = 0;
      for (let w = -1; w !== v; size++) {
        w = pending.pop()!;
        isOpen[w] = 0;
        raw[w] = sizes.length;
      }
      sizes.push(size);
    }
  }
  const first = new Int32Array(sizes.length).fill(n);
  for (let v = n - 1; v >= 0; v--) first[raw[v]] = v;
  const order = sizes.map((_, c) => c).sort((a, b) => sizes[b] - sizes[a] || first[a] - first[b]);
  const rank = new Int32Array(sizes.length);
  order.forEach((c, r) => {
    rank[c] = r;
  });
  return { component: raw.map((c) => rank[c]), componentSize: Int32Array.from(order, (c) => sizes[c]) };
}
