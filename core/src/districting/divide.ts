import type { DistrictGraph } from './graph.ts';

export type Band = { readonly lower: number; readonly upper: number };

/** Number of grids for so many households: the possible one nearest to the wish, or the nearest at all. */
export function countFor(total: number, { lower, upper }: Band, target: number): number {
  const least = Math.max(1, Math.ceil(total / upper));
  const most = lower > 0 ? Math.floor(total / lower) : Number.POSITIVE_INFINITY;
  const wished = Math.max(1, Math.round(total / target));
  if (least <= most) return Math.min(most, Math.max(least, wished));
  return wished;
}

/**
 * Divides connected units into connected groups near `target`. A unit above the band is a group of its own, with the pieces that only
 * it holds to the rest and that are too small to stand alone: nothing else then suffers from it. As {@link divide}.
 */
export function divideArea(
  graph: DistrictGraph,
  area: readonly number[],
  band: Band,
  target: number,
): number[][] {
  const { first, to, population } = graph;
  const towers = area.filter((v) => population[v] > band.upper);
  const groupOf = new Map<number, number[]>(towers.map((v) => [v, [v]]));
  const groups: number[][] = [...groupOf.values()];
  const left = new Set(area.filter((v) => population[v] <= band.upper));
  for (const root of area) {
    if (!left.delete(root)) continue;
    const piece = [root];
    let people = 0;
    let tower: number | undefined;
    for (let k = 0; k < piece.length; k++) {
      const v = piece[k];
      people += population[v];
      for (let i = first[v]; i < first[v + 1]; i++) {
        if (left.delete(to[i])) piece.push(to[i]);
        else if (groupOf.has(to[i])) tower ??= to[i];
      }
    }
    if (people < band.lower && tower !== undefined) groupOf.get(tower)!.push(...piece);
    else groups.push(...divide(graph, piece, countFor(people, band, target), band));
  }
  return groups;
}

/**
 * Divides connected units into `count` connected groups inside the band, halving again and again: each half grows through the
 * links from one end of the area to the other, in several directions, and the cut with the least border is taken. What cannot fit
 * comes as near as the directions allow. O(n log n · log count).
 */
export function divide(
  graph: DistrictGraph,
  units: readonly number[],
  count: number,
  band: Band,
): number[][] {
  const inSet = new Int32Array(graph.size).fill(-1);
  const done: number[][] = [];
  const open: { units: readonly number[]; count: number }[] = [{ units, count }];
  let mark = 0;
  while (open.length > 0) {
    const { units: area, count: parts } = open.pop()!;
    if (parts <= 1 || area.length <= 1) {
      done.push([...area]);
      continue;
    }
    mark++;
    for (const v of area) inSet[v] = mark;
    const best = halve(graph, area, parts, band, inSet, mark);
    open.push({ units: best.second, count: parts - best.count }, { units: best.first, count: best.count });
  }
  return done;
}

type Half = { first: number[]; second: number[]; count: number; misfit: number; cut: number };

const DIRECTIONS = [0, 90, 45, 135, 22.5, 112.5, 67.5, 157.5];
/** Directions tried before a fitting one is taken. */
const ENOUGH = 4;

function halve(
  graph: DistrictGraph,
  area: readonly number[],
  parts: number,
  band: Band,
  inSet: Int32Array,
  mark: number,
): Half {
  let total = 0;
  for (const v of area) total += graph.population[v];
  let best: Half | undefined;
  let tried = 0;
  for (const half of new Set([Math.floor(parts / 2), Math.ceil(parts / 2)])) {
    for (const degrees of DIRECTIONS) {
      if (tried >= ENOUGH && best !== undefined && best.misfit === 0) return best;
      tried++;
      const found = sweep(graph, area, degrees, (total * half) / parts, inSet, mark);
      const fit = bestCount(total - found.rest, found.rest, parts, band);
      const one = { first: found.first, second: found.second, cut: found.cut, ...fit };
      if (found.first.length === 0 || found.second.length === 0) continue;
      if (
        best === undefined ||
        one.misfit < best.misfit ||
        (one.misfit === best.misfit && one.cut < best.cut)
      )
        best = one;
    }
  }
  return (
    best ?? {
      first: [...area.slice(0, 1)],
      second: [...area.slice(1)],
      count: 1,
      misfit: Number.POSITIVE_INFINITY,
      cut: 0,
    }
  );
}

/** How many groups the first side should hold, so that both sides come nearest to their bands. */
function bestCount(
  first: number,
  second: number,
  parts: number,
  { lower, upper }: Band,
): { count: number; misfit: number } {
  const off = (people: number, count: number): number =>
    Math.max(0, count * lower - people, people - count * upper);
  let best = { count: 1, misfit: Number.POSITIVE_INFINITY };
  const wished = (first / Math.max(1e-9, first + second)) * parts;
  for (const count of [Math.round(wished), Math.floor(wished), Math.ceil(wished)]) {
    if (count < 1 || count >= parts) continue;
    const misfit = off(first, count) + off(second, parts - count);
    if (misfit < best.misfit) best = { count, misfit };
  }
  return best;
}

/** Grows one side from the far end in a direction until it holds `goal`; pieces cut off from the rest join it. */
function sweep(
  graph: DistrictGraph,
  area: readonly number[],
  degrees: number,
  goal: number,
  inSet: Int32Array,
  mark: number,
) {
  const { first, to, border, population } = graph;
  const dx = Math.cos((degrees * Math.PI) / 180);
  const dy = Math.sin((degrees * Math.PI) / 180);
  const key = (v: number): number => graph.x![v] * dx + graph.y![v] * dy;
  let seed = area[0];
  for (const v of area) if (key(v) < key(seed)) seed = v;
  const taken = new Set<number>();
  const queued = new Set<number>([seed]);
  const heap: { v: number; key: number }[] = [];
  pushHeap(heap, { v: seed, key: key(seed) });
  let people = 0;
  while (heap.length > 0) {
    const { v } = popHeap(heap);
    if (
      taken.size > 0 &&
      Math.abs(people + population[v] - goal) > Math.abs(people - goal) &&
      people + population[v] > goal
    )
      break;
    taken.add(v);
    people += population[v];
    for (let i = first[v]; i < first[v + 1]; i++) {
      const w = to[i];
      if (inSet[w] !== mark || queued.has(w)) continue;
      queued.add(w);
      pushHeap(heap, { v: w, key: key(w) });
    }
  }
  const second = largestRest(graph, area, taken, inSet, mark);
  const isSecond = new Set(second);
  const side = area.filter((v) => !isSecond.has(v));
  let cut = 0;
  let rest = 0;
  for (const v of second) {
    rest += population[v];
    for (let i = first[v]; i < first[v + 1]; i++)
      if (inSet[to[i]] === mark && !isSecond.has(to[i])) cut += border[i];
  }
  return { first: side, second, rest, cut };
}

/** The connected piece of what is not taken that holds the most people. */
function largestRest(
  graph: DistrictGraph,
  area: readonly number[],
  taken: ReadonlySet<number>,
  inSet: Int32Array,
  mark: number,
): number[] {
  const seen = new Set<number>();
  let best: number[] = [];
  let most = -1;
  for (const root of area) {
    if (taken.has(root) || seen.has(root)) continue;
    const piece = [root];
    seen.add(root);
    let people = 0;
    for (let k = 0; k < piece.length; k++) {
      const v = piece[k];
      people += graph.population[v];
      for (let i = graph.first[v]; i < graph.first[v + 1]; i++) {
        const w = graph.to[i];
        if (inSet[w] !== mark || taken.has(w) || seen.has(w)) continue;
        seen.add(w);
        piece.push(w);
      }
    }
    if (people > most) {
      most = people;
      best = piece;
    }
  }
  return best;
}

function pushHeap(heap: { v: number; key: number }[], item: { v: number; key: number }): void {
  let i = heap.length;
  heap.push(item);
  while (i > 0 && heap[(i - 1) >> 1].key > item.key) {
    heap[i] = heap[(i - 1) >> 1];
    i = (i - 1) >> 1;
  }
  heap[i] = item;
}

function popHeap(heap: { v: number; key: number }[]): { v: number; key: number } {
  const top = heap[0];
  const item = heap.pop()!;
  if (heap.length === 0) return top;
  let i = 0;
  for (;;) {
    let c = 2 * i + 1;
    if (c >= heap.length) break;
    if (c + 1 < heap.length && heap[c + 1].key < heap[c].key) c++;
    if (heap[c].key >= item.key) break;
    heap[i] = heap[c];
    i = c;
  }
  heap[i] = item;
  return top;
}
