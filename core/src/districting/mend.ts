import { createRandom } from '../random.ts';
import { createMeter } from '../siting/work.ts';
import { type Band, countFor } from './divide.ts';
import { type DistrictGraph, partOfGraph } from './graph.ts';
import { searchPlans } from './local-search.ts';

/** Grids drawn anew together, tried in this order. */
const GROUPS = [1, 2, 3, 4, 6, 9, 13];
/** Evaluations of moves for one group, and for a whole plan. */
const GROUP_WORK = 300_000;
const PLAN_WORK = 20_000_000;
/** More buildings than this are not drawn anew together. */
const MOST_UNITS = 2_500;

/**
 * Draws grids outside of the band anew together with ever more of their neighbours, until all of the group are in the band. What the
 * grids of the group hold together must allow it: a count with count · lower ≤ households ≤ count · upper. Changes `gridOf` in place;
 * `isFixed` has an entry for each grid; new grids are numbered after them. Work is limited; the same input gives the same plan.
 */
export function mendGrids(
  graph: DistrictGraph,
  gridOf: Int32Array,
  isFixed: Uint8Array,
  band: Band,
  target: number,
): { readonly count: number; readonly groups: number } {
  const { first, to, population, size: n } = graph;
  const count = isFixed.length;
  const people: number[] = Array.from({ length: count }, () => 0);
  const members: number[][] = Array.from({ length: count }, () => []);
  for (let v = 0; v < n; v++) {
    people[gridOf[v]] += population[v];
    members[gridOf[v]].push(v);
  }
  const off = (g: number): number => Math.max(0, band.lower - people[g], people[g] - band.upper);
  // A building above the band stays what it is: no neighbour can help.
  const isStuck = (g: number): boolean =>
    isFixed[g] === 1 || members[g].some((v) => population[v] > band.upper);
  const outside = people
    .flatMap((_, g) => (members[g].length > 0 && off(g) > 0 && !isStuck(g) ? [g] : []))
    .sort((a, b) => off(b) - off(a) || a - b);
  let left = PLAN_WORK;
  let groups = 0;
  for (const g of outside) {
    if (off(g) === 0 || members[g].length === 0) continue;
    const around = nearbyGrids(g, GROUPS[GROUPS.length - 1]);
    for (const size of GROUPS) {
      if (size > around.length || left <= 0 || redraw(around.slice(0, size))) break;
    }
  }
  return { count: people.length, groups };

  /** The grid and those that touch it or each other, nearest by links first. */
  function nearbyGrids(g: number, most: number): number[] {
    const list = [g];
    const seen = new Set(list);
    for (let k = 0; k < list.length && list.length < most; k++) {
      const touching = new Map<number, number>();
      for (const v of members[list[k]]) {
        for (let i = first[v]; i < first[v + 1]; i++) {
          const h = gridOf[to[i]];
          if (!seen.has(h) && !isStuck(h)) touching.set(h, (touching.get(h) ?? 0) + 1);
        }
      }
      for (const [h] of [...touching].sort(([a, m], [b, l]) => l - m || a - b)) {
        if (list.length === most) break;
        seen.add(h);
        list.push(h);
      }
    }
    return list;
  }

  function redraw(group: readonly number[]): boolean {
    const units = group.flatMap((g) => members[g]);
    const total = group.reduce((sum, g) => sum + people[g], 0);
    const k = countFor(total, band, target);
    if (k * band.lower > total || k * band.upper < total || units.length > MOST_UNITS) return false;
    const meter = createMeter({ workBudget: Math.min(GROUP_WORK, left) });
    let found: Int32Array | undefined;
    const today = k === group.length ? Int32Array.from(units, (v) => group.indexOf(gridOf[v])) : undefined;
    const problem = { graph: partOfGraph(graph, units), k, ...band, objective: 'perimeter' as const };
    const take = (plan: { districts: Int32Array }): true => {
      found = plan.districts;
      return true;
    };
    searchPlans(problem, createRandom(group[0] + 1), meter, take, today);
    left -= meter.used;
    if (found === undefined) return false;
    groups++;
    const numbers = Array.from({ length: k }, (_, i) => group[i] ?? people.length + i - group.length);
    for (const g of [...group, ...numbers]) {
      people[g] = 0;
      members[g] = [];
    }
    units.forEach((v, i) => {
      const g = numbers[found![i]];
      gridOf[v] = g;
      people[g] += population[v];
      members[g].push(v);
    });
    return true;
  }
}
