import type { Random } from '../random.ts';
import type { DistrictGraph } from './graph.ts';

/**
 * Splits connected units in two connected sides by cutting a random spanning tree (recombination, D. DeFord, M. Duchin, J. Solomon
 * 2021). Of all tree edges whose sides fit the two bands the one with the best `score` is taken; when none fits, the one
 * nearest to fitting. `side[i]` is 1 for units of the second side. O(m log m).
 */
export function splitByTree(
  graph: DistrictGraph,
  units: readonly number[],
  member: Int32Array,
  mark: number,
  bands: {
    readonly lower: number;
    readonly upper: number;
    readonly restLower: number;
    readonly restUpper: number;
  },
  random: Random,
  score?: (second: readonly number[]) => number,
): { second: number[]; misfit: number } {
  const { first, to, population } = graph;
  const links: { a: number; b: number; key: number }[] = [];
  for (const v of units) {
    for (let i = first[v]; i < first[v + 1]; i++) {
      const w = to[i];
      if (v < w && member[w] === mark) links.push({ a: v, b: w, key: random.next() });
    }
  }
  links.sort((p, q) => p.key - q.key);
  const place = new Map(units.map((v, i) => [v, i]));
  const leader = Int32Array.from(units, (_, i) => i);
  const find = (i: number): number => {
    let r = i;
    while (leader[r] !== r) {
      leader[r] = leader[leader[r]];
      r = leader[r];
    }
    return r;
  };
  const tree: number[][] = units.map(() => []);
  for (const { a, b } of links) {
    const i = place.get(a)!;
    const j = place.get(b)!;
    const p = find(i);
    const q = find(j);
    if (p === q) continue;
    leader[p] = q;
    tree[i].push(j);
    tree[j].push(i);
  }
  // Depth-first order from a random root; the units of a subtree are a run of it.
  const order: number[] = [];
  const up = new Int32Array(units.length).fill(-1);
  const begin = new Int32Array(units.length);
  const stack = [random.int(units.length)];
  while (stack.length > 0) {
    const i = stack.pop()!;
    begin[i] = order.length;
    order.push(i);
    for (const j of tree[i]) {
      if (j === up[i]) continue;
      up[j] = i;
      stack.push(j);
    }
  }
  const below = Float64Array.from(units, (v) => population[v]);
  const count = new Int32Array(units.length).fill(1);
  let total = 0;
  for (const v of units) total += population[v];
  for (let i = order.length - 1; i > 0; i--) {
    below[up[order[i]]] += below[order[i]];
    count[up[order[i]]] += count[order[i]];
  }
  const off = (p: number, lower: number, upper: number): number =>
    p < lower ? lower - p : p > upper ? p - upper : 0;
  let best: { i: number; isBelow: boolean } | undefined;
  let misfit = Number.POSITIVE_INFINITY;
  let value = Number.POSITIVE_INFINITY;
  const runOf = (i: number): number[] => order.slice(begin[i], begin[i] + count[i]).map((j) => units[j]);
  for (const i of order) {
    if (up[i] < 0) continue;
    for (const isBelow of [true, false]) {
      const p = isBelow ? below[i] : total - below[i];
      const miss = off(p, bands.lower, bands.upper) + off(total - p, bands.restLower, bands.restUpper);
      if (miss > misfit) continue;
      const worth = score === undefined ? random.next() : miss === 0 ? score(runOf(i)) : 0;
      if (miss === misfit && worth >= value) continue;
      misfit = miss;
      value = worth;
      best = { i, isBelow };
    }
  }
  if (best === undefined) return { second: [], misfit: Number.POSITIVE_INFINITY };
  const run = runOf(best.i);
  if (best.isBelow) return { second: run, misfit };
  const inRun = new Set(run);
  return { second: units.filter((v) => !inRun.has(v)), misfit };
}

/** A first plan: the units are split again and again until there are k districts. It may miss the band; it is always contiguous. */
export function randomPlan(
  graph: DistrictGraph,
  k: number,
  lower: number,
  upper: number,
  random: Random,
): Int32Array {
  const district = new Int32Array(graph.size);
  const open: { mark: number; k: number }[] = [{ mark: 0, k }];
  let marks = 1;
  while (open.length > 0) {
    const { mark, k: parts } = open.pop()!;
    if (parts === 1) continue;
    const units: number[] = [];
    for (let v = 0; v < graph.size; v++) if (district[v] === mark) units.push(v);
    const half = Math.floor(parts / 2);
    const rest = parts - half;
    let best: { second: number[]; misfit: number } | undefined;
    for (let attempt = 0; attempt < 20 && (best === undefined || best.misfit > 0); attempt++) {
      const bands = {
        lower: lower * half,
        upper: upper * half,
        restLower: lower * rest,
        restUpper: upper * rest,
      };
      const found = splitByTree(graph, units, district, mark, bands, random);
      if (
        found.second.length === 0 ||
        units.length - found.second.length < rest ||
        found.second.length < half
      ) {
        if (best !== undefined || found.second.length === 0) continue;
      }
      if (best === undefined || found.misfit < best.misfit) best = found;
    }
    if (best === undefined) break;
    for (const v of best.second) district[v] = marks;
    open.push({ mark: marks, k: half }, { mark, k: rest });
    marks++;
  }
  return district;
}
