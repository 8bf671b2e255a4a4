import type { Highs } from 'highs';
import { addColumn, addRow, createMipModel, type MipModel, solveMip } from '../siting/exact-mip.ts';
import type { Meter } from '../siting/work.ts';
import { type DistrictProblem, partsOfGraph, planValue, squaredDistance } from './graph.ts';

export type Proof = {
  /** No plan is better than this. */
  readonly bound: number;
  readonly proven: boolean;
  /** A plan better than the one that was known. */
  readonly districts?: Int32Array;
  /** No plan exists at all. */
  readonly infeasible?: boolean;
};

/**
 * Asks HiGHS for a plan better than `best`; when there is none, `best` is optimal. Contiguity enters as it is broken: each part of a torn
 * district gives the inequality "this unit and that one, or somebody between them" (R. Carvajal et al. 2013; cut edges as H. Validi
 * and A. Buchanan 2022). Cut and perimeter: k·n assignment variables; inertia: a variable for each unit and centre (S. Hess et al.
 * 1965). For small graphs; the meter may end it, then the bound of the last round stands.
 */
export function proveOptimal(
  problem: DistrictProblem,
  best: number,
  highs: Highs,
  meter: Meter,
  seed: number,
): Proof {
  const formulation = problem.objective === 'inertia' ? hessModel(problem) : labelModel(problem);
  const { model, variable, slots } = formulation;
  const cost: number[] = [];
  model.cost.forEach((c, j) => {
    if (c !== 0) cost.push(j, c);
  });
  const step = problem.objective === 'cut' ? 1 : 1e-7 * Math.abs(best);
  if (Number.isFinite(best)) addRow(model, Number.NEGATIVE_INFINITY, best - step, cost);
  let bound = Number.NEGATIVE_INFINITY;
  while (!meter.stop()) {
    const result = solveMip(highs, model, meter, seed);
    if (result.status === 'infeasible') {
      return Number.isFinite(best)
        ? { bound: best, proven: true }
        : { bound: Number.POSITIVE_INFINITY, proven: true, infeasible: true };
    }
    bound = Math.max(bound, problem.objective === 'cut' ? Math.ceil(result.bound - 1e-6) : result.bound);
    if (result.values === null || result.status === 'stopped') break;
    const districts = formulation.read(result.values);
    const cuts = tornRows(problem, districts, slots, variable);
    if (cuts.length === 0) {
      const value = planValue(problem, formulation.dense(districts));
      return { bound: Math.min(value, bound), proven: true, districts: formulation.dense(districts) };
    }
    for (const entries of cuts) addRow(model, Number.NEGATIVE_INFINITY, 1, entries);
  }
  return { bound, proven: false };
}

type Formulation = {
  readonly model: MipModel;
  /** Column of "unit v is in slot s". */
  readonly variable: (v: number, s: number) => number;
  readonly slots: number;
  /** Slot of each unit. */
  read(values: Float64Array): Int32Array;
  /** Slots as districts 0 … k − 1. */
  dense(slotOf: Int32Array): Int32Array;
};

function labelModel({ graph, k, lower, upper, objective }: DistrictProblem): Formulation {
  const { size: n, first, to, border, population } = graph;
  const model = createMipModel();
  for (let v = 0; v < n; v++) for (let s = 0; s < k; s++) addColumn(model, 0, 1, true);
  const variable = (v: number, s: number): number => v * k + s;
  addAssignment(model, n, k, variable);
  for (let s = 0; s < k; s++) {
    const people: number[] = [];
    for (let v = 0; v < n; v++) people.push(variable(v, s), population[v]);
    addRow(model, lower, upper, people);
  }
  for (let v = 0; v < n; v++) {
    for (let i = first[v]; i < first[v + 1]; i++) {
      const w = to[i];
      if (w < v) continue;
      const y = addColumn(model, objective === 'cut' ? 1 : border[i], 1, false);
      for (let s = 0; s < k; s++) {
        addRow(model, 0, Number.POSITIVE_INFINITY, [y, 1, variable(v, s), -1, variable(w, s), 1]);
        addRow(model, 0, Number.POSITIVE_INFINITY, [y, 1, variable(w, s), -1, variable(v, s), 1]);
      }
    }
  }
  // Slots are interchangeable: the s-th of the most populous units may use the slots 0 … s only.
  const largest = Array.from({ length: n }, (_, v) => v).sort(
    (a, b) => population[b] - population[a] || a - b,
  );
  for (let rank = 0; rank < Math.min(k, n); rank++) {
    for (let s = rank + 1; s < k; s++) model.upper[variable(largest[rank], s)] = 0;
  }
  return {
    model,
    variable,
    slots: k,
    read: (values) => slotsIn(values, n, k, variable),
    dense: (slotOf) => slotOf,
  };
}

function hessModel({ graph, k, lower, upper }: DistrictProblem): Formulation {
  const { size: n, population } = graph;
  const squared = squaredDistance(graph);
  const model = createMipModel();
  for (let v = 0; v < n; v++)
    for (let c = 0; c < n; c++) addColumn(model, population[v] * squared(v, c), 1, true);
  const variable = (v: number, c: number): number => v * n + c;
  addAssignment(model, n, n, variable);
  const centres: number[] = [];
  for (let c = 0; c < n; c++) {
    const low: number[] = [variable(c, c), -lower];
    const high: number[] = [variable(c, c), -upper];
    for (let v = 0; v < n; v++) {
      if (v === c) {
        low[1] += population[v];
        high[1] += population[v];
        continue;
      }
      low.push(variable(v, c), population[v]);
      high.push(variable(v, c), population[v]);
      addRow(model, Number.NEGATIVE_INFINITY, 0, [variable(v, c), 1, variable(c, c), -1]);
    }
    addRow(model, 0, Number.POSITIVE_INFINITY, low);
    addRow(model, Number.NEGATIVE_INFINITY, 0, high);
    centres.push(variable(c, c), 1);
  }
  addRow(model, k, k, centres);
  return {
    model,
    variable,
    slots: n,
    read: (values) => slotsIn(values, n, n, variable),
    dense(slotOf) {
      const used = [...new Set(slotOf)].sort((a, b) => a - b);
      return slotOf.map((s) => used.indexOf(s));
    },
  };
}

function addAssignment(
  model: MipModel,
  n: number,
  slots: number,
  variable: (v: number, s: number) => number,
): void {
  for (let v = 0; v < n; v++) {
    const row: number[] = [];
    for (let s = 0; s < slots; s++) row.push(variable(v, s), 1);
    addRow(model, 1, 1, row);
  }
}

function slotsIn(
  values: Float64Array,
  n: number,
  slots: number,
  variable: (v: number, s: number) => number,
): Int32Array {
  return Int32Array.from({ length: n }, (_, v) => {
    for (let s = 0; s < slots; s++) if (values[variable(v, s)] > 0.5) return s;
    return 0;
  });
}

/** For each part that hangs apart from the main part of its district: x(a) + x(b) ≤ 1 + Σ x(between), in every slot that is in use. */
function tornRows(
  { graph }: DistrictProblem,
  slotOf: Int32Array,
  slots: number,
  variable: (v: number, s: number) => number,
): number[][] {
  const { size: n, first, to, population } = graph;
  const { part, count } = partsOfGraph(graph, (a, b) => slotOf[a] === slotOf[b]);
  const people = new Float64Array(count);
  const head = new Int32Array(count).fill(-1);
  const slotOfPart = new Int32Array(count);
  for (let v = 0; v < n; v++) {
    people[part[v]] += population[v] + 1e-9;
    slotOfPart[part[v]] = slotOf[v];
    if (head[part[v]] < 0 || population[v] > population[head[part[v]]]) head[part[v]] = v;
  }
  const main = new Int32Array(slots).fill(-1);
  for (let p = 0; p < count; p++) {
    const s = slotOfPart[p];
    if (main[s] < 0 || people[p] > people[main[s]]) main[s] = p;
  }
  const rows: number[][] = [];
  for (let p = 0; p < count; p++) {
    const s = slotOfPart[p];
    if (main[s] === p) continue;
    const a = head[p];
    const b = slots === n ? s : head[main[s]];
    // The neighbours of the part from which the other unit can be reached without passing the part or another such neighbour.
    const rim = new Uint8Array(n);
    for (let v = 0; v < n; v++)
      if (part[v] === p) for (let i = first[v]; i < first[v + 1]; i++) if (part[to[i]] !== p) rim[to[i]] = 1;
    const between = new Set<number>();
    const seen = new Uint8Array(n);
    const stack = [b];
    seen[b] = 1;
    while (stack.length > 0) {
      const v = stack.pop()!;
      for (let i = first[v]; i < first[v + 1]; i++) {
        const w = to[i];
        if (seen[w] === 1 || part[w] === p) continue;
        seen[w] = 1;
        if (rim[w] === 1) between.add(w);
        else stack.push(w);
      }
    }
    if (rim[b] === 1) continue;
    for (const slot of slots === n ? [s] : Array.from({ length: slots }, (_, i) => i)) {
      const entries = [variable(a, slot), 1, variable(b, slot), 1];
      for (const c of between) entries.push(variable(c, slot), -1);
      rows.push(entries);
    }
  }
  return rows;
}
