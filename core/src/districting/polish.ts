import { type Band, divide } from './divide.ts';
import type { DistrictGraph } from './graph.ts';

/** What keeping today's grid is worth; see `GridOptions.stability`. */
export type Stability = { readonly weight: number; readonly existing: readonly (string | undefined)[] };

/** What a move is judged by, each ≥ 0; see `GridOptions.weights`. */
export type GridWeights = {
  readonly compactness: number;
  readonly borders: number;
  readonly balance: number;
};

export type Wishes = {
  readonly weights: GridWeights;
  /** Work of each building, in any unit; the households where nothing else is known. */
  readonly work: Float64Array;
  readonly stability: Stability | undefined;
};

const SWEEPS = 12;
/** Worth of a whole link along a border, in squared radii of one household. */
const BORDER_WORTH = 0.5;

/**
 * Improves grids in place: neighbouring pairs of which one misses the band are divided anew; then buildings on borders move to the
 * neighbouring grid when that makes both more compact, follows barriers better, evens out the work, or brings households into the band,
 * never tearing a grid apart or pushing one out of the band. O(sweeps · border buildings · grid size).
 */
export function polishGrids(
  graph: DistrictGraph,
  gridOf: Int32Array,
  isFixed: Uint8Array,
  band: Band,
  { weights, work, stability }: Wishes,
): void {
  const { first, to, border, population, size: n } = graph;
  const count = isFixed.length;
  const people = new Float64Array(count);
  const weight = new Float64Array(count);
  const load = new Float64Array(count);
  const sumX = new Float64Array(count);
  const sumY = new Float64Array(count);
  const members = new Int32Array(count);
  const worthOf = (v: number): number => Math.max(1, population[v]);
  const add = (g: number, v: number, sign: number): void => {
    const w = sign * worthOf(v);
    people[g] += sign * population[v];
    weight[g] += w;
    load[g] += sign * work[v];
    sumX[g] += w * graph.x![v];
    sumY[g] += w * graph.y![v];
    members[g] += sign;
  };
  for (let v = 0; v < n; v++) add(gridOf[v], v, 1);
  const off = (p: number): number => (p < band.lower ? band.lower - p : p > band.upper ? p - band.upper : 0);
  const scale = typicalSquare();
  const unit = workUnit();
  const keeper = stability === undefined ? undefined : keepers(gridOf, count, population, stability);

  for (let round = 0; round < 3 && redivide() > 0; round++);
  for (let sweep = 0; sweep < SWEEPS; sweep++) if (sweepOnce() === 0) break;
  for (let round = 0; round < 2 && redivide() > 0; round++);

  /** Mean squared distance to the centre of today's grids: the unit in which moves are judged. */
  function typicalSquare(): number {
    let sum = 0;
    let total = 0;
    for (let v = 0; v < n; v++) {
      const g = gridOf[v];
      sum +=
        worthOf(v) * ((graph.x![v] - sumX[g] / weight[g]) ** 2 + (graph.y![v] - sumY[g] / weight[g]) ** 2);
      total += worthOf(v);
    }
    return Math.max(1, sum / total);
  }

  /** Twice the households of a mean grid over its squared work: so an uneven grid weighs as much as one of stretched shape. */
  function workUnit(): number {
    let [grids, households, all] = [0, 0, 0];
    for (let g = 0; g < count; g++) {
      if (isFixed[g] === 1 || members[g] === 0) continue;
      grids++;
      households += people[g];
      all += load[g];
    }
    return all > 0 ? (2 * households * grids) / (all * all) : 0;
  }

  /** Change of Σ (work − mean)², in households, when v goes from a to b: the mean falls out. */
  function imbalanceChange(a: number, b: number, v: number): number {
    return unit * work[v] * (work[v] + load[b] - load[a]);
  }

  /** Change of the moment of inertia when v leaves g (sign −1) or enters it (+1). */
  function inertiaChange(g: number, v: number, sign: number): number {
    const w = worthOf(v);
    const rest = sign < 0 ? weight[g] - w : weight[g];
    if (rest <= 0) return 0;
    const cx = sign < 0 ? (sumX[g] - w * graph.x![v]) / rest : sumX[g] / rest;
    const cy = sign < 0 ? (sumY[g] - w * graph.y![v]) / rest : sumY[g] / rest;
    return (sign * (w * rest * ((graph.x![v] - cx) ** 2 + (graph.y![v] - cy) ** 2))) / (w + rest);
  }

  function sweepOnce(): number {
    let moves = 0;
    for (let v = 0; v < n; v++) {
      const a = gridOf[v];
      if (isFixed[a] === 1 || members[a] === 1) continue;
      let best = -1;
      let least = -1e-9;
      for (let i = first[v]; i < first[v + 1]; i++) {
        const b = gridOf[to[i]];
        if (b === a || b === best || isFixed[b] === 1) continue;
        const relief =
          off(people[a] - population[v]) + off(people[b] + population[v]) - off(people[a]) - off(people[b]);
        if (relief > 0) continue;
        let links = 0;
        for (let j = first[v]; j < first[v + 1]; j++) {
          const g = gridOf[to[j]];
          links += g === a ? border[j] : g === b ? -border[j] : 0;
        }
        const gain =
          (weights.compactness * (inertiaChange(a, v, -1) + inertiaChange(b, v, 1))) / scale +
          weights.borders * BORDER_WORTH * links +
          weights.balance * imbalanceChange(a, b, v) +
          relief * 1e3 +
          (keeper === undefined ? 0 : stability!.weight * population[v] * (keeper(v, b) - keeper(v, a)));
        if (gain < least) {
          least = gain;
          best = b;
        }
      }
      if (best < 0 || !mayLeave(v, a)) continue;
      add(a, v, -1);
      add(best, v, 1);
      gridOf[v] = best;
      moves++;
    }
    return moves;
  }

  /** True when grid a stays connected without v. O(grid). */
  function mayLeave(v: number, a: number): boolean {
    const wanted: number[] = [];
    for (let i = first[v]; i < first[v + 1]; i++) if (gridOf[to[i]] === a) wanted.push(to[i]);
    if (wanted.length <= 1) return true;
    const seen = new Set<number>([v, wanted[0]]);
    const queue = [wanted[0]];
    const left = new Set(wanted.slice(1));
    for (let k = 0; k < queue.length && left.size > 0; k++) {
      for (let i = first[queue[k]]; i < first[queue[k] + 1]; i++) {
        const w = to[i];
        if (gridOf[w] !== a || seen.has(w)) continue;
        seen.add(w);
        left.delete(w);
        queue.push(w);
      }
    }
    return left.size === 0;
  }

  /** Divides each grid that misses the band together with one neighbour anew, where that helps. Returns the number of gains. */
  function redivide(): number {
    const listOf = new Map<number, number[]>();
    for (let v = 0; v < n; v++) {
      const list = listOf.get(gridOf[v]);
      if (list === undefined) listOf.set(gridOf[v], [v]);
      else list.push(v);
    }
    let gains = 0;
    for (let g = 0; g < count; g++) {
      if (isFixed[g] === 1 || members[g] === 0 || off(people[g]) === 0) continue;
      const around = new Set<number>();
      for (const v of listOf.get(g)!) {
        for (let i = first[v]; i < first[v + 1]; i++)
          if (gridOf[to[i]] !== g && isFixed[gridOf[to[i]]] === 0) around.add(gridOf[to[i]]);
      }
      for (const h of [...around].sort((p, q) => p - q)) {
        const before = off(people[g]) + off(people[h]);
        const units = [...listOf.get(g)!, ...listOf.get(h)!];
        const total = people[g] + people[h];
        const parts = total <= band.upper ? [units] : divide(graph, units, 2, band);
        const after = parts.reduce((sum, list) => sum + off(list.reduce((s, v) => s + population[v], 0)), 0);
        if (after >= before - 1e-9) continue;
        [g, h].forEach((grid, i) => {
          const list = parts[i] ?? [];
          listOf.set(grid, list);
          for (const v of list) {
            add(gridOf[v], v, -1);
            add(grid, v, 1);
            gridOf[v] = grid;
          }
        });
        gains++;
        break;
      }
    }
    return gains;
  }
}

/** 1 when a building in grid g would leave the old grid that g continues, else 0. */
function keepers(
  gridOf: Int32Array,
  count: number,
  population: Float64Array,
  { existing }: Stability,
): (v: number, g: number) => number {
  const votes: Map<string, number>[] = Array.from({ length: count }, () => new Map());
  gridOf.forEach((g, v) => {
    const old = existing[v];
    if (old !== undefined) votes[g].set(old, (votes[g].get(old) ?? 0) + population[v] + 0.01);
  });
  const kept = votes.map((map) => [...map].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0]);
  return (v, g) => (existing[v] === undefined || existing[v] === kept[g] ? 0 : 1);
}
