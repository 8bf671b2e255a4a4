import { createRandom } from '../random.ts';
import { createMeter } from '../siting/work.ts';
import { type Band, divide } from './divide.ts';
import { partOfGraph, partsOfGraph } from './graph.ts';
import type { Grid, GridPlan } from './grids.ts';
import { searchPlans } from './local-search.ts';

type Living = Pick<GridPlan, 'graph' | 'gridOf'>;

function membersOf({ gridOf }: Pick<GridPlan, 'gridOf'>, grid: number): number[] {
  const units: number[] = [];
  gridOf.forEach((g, v) => {
    if (g === grid) units.push(v);
  });
  if (units.length === 0) throw new RangeError(`there is no grid ${grid}`);
  return units;
}

/** Groups of about `households` inside each grid, each connected; lists of buildings, by grid. O(n log n). */
export function microGrids(
  plan: {
    readonly graph: GridPlan['graph'];
    readonly grids: readonly Pick<Grid, 'kind' | 'buildings' | 'households'>[];
  },
  households = 50,
): number[][][] {
  if (!(households > 0)) throw new RangeError(`households must be > 0, got ${households}`);
  const band = { lower: households * 0.5, upper: households * 1.5 };
  return plan.grids.map((grid) => {
    if (grid.kind !== 'standard') return [[...grid.buildings]];
    return divide(plan.graph, grid.buildings, Math.max(1, Math.round(grid.households / households)), band);
  });
}

/** The plan with one grid divided in two; the second half gets the next free number. The plan given is not changed. */
export function splitGrid(plan: Living, grid: number, band: Band): Int32Array {
  const halves = divide(plan.graph, membersOf(plan, grid), 2, band);
  if (halves.length < 2) throw new RangeError(`grid ${grid} has one building and cannot be divided`);
  const next = plan.gridOf.slice();
  const number = plan.gridOf.reduce((most, g) => Math.max(most, g), 0) + 1;
  for (const v of halves[1]) next[v] = number;
  return next;
}

/** The plan with grid `b` joined to `a`. Throws RangeError when they do not touch (a barrier or other grids lie between). */
export function mergeGrids(plan: Living, a: number, b: number): Int32Array {
  membersOf(plan, a);
  const next = plan.gridOf.slice();
  for (const v of membersOf(plan, b)) next[v] = a;
  const { part } = partsOfGraph(plan.graph, (v, w) => next[v] === next[w]);
  if (new Set(membersOf({ gridOf: next }, a).map((v) => part[v])).size > 1) {
    throw new RangeError(`grids ${a} and ${b} do not touch`);
  }
  return next;
}

/** Distances from the mean that are tried for a balance, the best first. */
const BALANCES = [0.02, 0.05, 0.1, 0.2, 0.35];
const BALANCE_WORK = 300_000;

/**
 * The plan with the load of some neighbouring grids evened out between them, from where they are today, each connected and its households
 * in the band. `load` is any work per building (open cases, visits); default the households. Without a better balance the plan comes back
 * as it was. Work is limited, the same input gives the same plan. Throws RangeError for fewer than two grids, or grids that do not touch.
 */
export function rebalanceGrids(
  plan: Living,
  grids: readonly number[],
  band: Band,
  load: ArrayLike<number> = plan.graph.population,
): Int32Array {
  const chosen = [...new Set(grids)].sort((a, b) => a - b);
  if (chosen.length < 2) throw new RangeError('grids: name at least two to balance');
  const units = chosen.flatMap((grid) => membersOf(plan, grid));
  const part = partOfGraph(plan.graph, units);
  if (partsOfGraph(part).count > 1) throw new RangeError(`grids ${chosen.join(', ')} do not all touch`);
  const start = Int32Array.from(units, (v) => chosen.indexOf(plan.gridOf[v]));
  const graph = { ...part, population: Float64Array.from(units, (v) => load[v]) };
  const k = chosen.length;
  const mean = graph.population.reduce((sum, one) => sum + one, 0) / k;
  const isInBand = (districts: Int32Array): boolean => {
    const people = new Float64Array(k);
    districts.forEach((d, i) => {
      people[d] += part.population[i];
    });
    return people.every((p) => p >= band.lower && p <= band.upper);
  };
  for (const share of BALANCES) {
    let found: Int32Array | undefined;
    const problem = {
      graph,
      k,
      lower: mean * (1 - share),
      upper: mean * (1 + share),
      objective: 'perimeter' as const,
    };
    const meter = createMeter({ workBudget: BALANCE_WORK });
    const take = ({ districts }: { districts: Int32Array }): boolean => {
      if (!isInBand(districts)) return false;
      found = districts;
      return true;
    };
    searchPlans(problem, createRandom(chosen[0] + 1), meter, take, start);
    if (found === undefined) continue;
    const next = plan.gridOf.slice();
    units.forEach((v, i) => {
      next[v] = chosen[found![i]];
    });
    return next;
  }
  return plan.gridOf.slice();
}

export type ChangeEffect = {
  readonly households: number;
  readonly cases: number;
  /** What moves from which grid to which, the largest first. */
  readonly moves: readonly {
    readonly from: number;
    readonly to: number;
    readonly households: number;
    readonly cases: number;
  }[];
  /** New grids that nobody is assigned to yet; old ones that lose all buildings while staff is assigned. */
  readonly withoutStaff: readonly number[];
  readonly staffWithoutGrid: readonly number[];
};

/**
 * What a change of grids would do before it is adopted. Households and open cases are given per building, staff per grid number.
 * O(n).
 */
export function effectOfChange(
  before: Int32Array,
  after: Int32Array,
  {
    households,
    openCases,
    staff,
  }: { households: ArrayLike<number>; openCases: ArrayLike<number>; staff: ArrayLike<number> },
): ChangeEffect {
  const moves = new Map<string, { from: number; to: number; households: number; cases: number }>();
  let [movedHouseholds, movedCases] = [0, 0];
  before.forEach((from, v) => {
    const to = after[v];
    if (from === to) return;
    const move = moves.get(`${from}-${to}`) ?? { from, to, households: 0, cases: 0 };
    move.households += households[v] ?? 0;
    move.cases += openCases[v] ?? 0;
    movedHouseholds += households[v] ?? 0;
    movedCases += openCases[v] ?? 0;
    moves.set(`${from}-${to}`, move);
  });
  const used = new Set(after);
  return {
    households: movedHouseholds,
    cases: movedCases,
    moves: [...moves.values()].sort((a, b) => b.households - a.households || a.from - b.from || a.to - b.to),
    withoutStaff: [...used].filter((g) => !(staff[g] > 0)).sort((a, b) => a - b),
    staffWithoutGrid: Array.from({ length: staff.length }, (_, g) => g).filter(
      (g) => staff[g] > 0 && !used.has(g),
    ),
  };
}
