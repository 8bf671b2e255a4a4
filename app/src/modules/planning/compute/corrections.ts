// Grids corrected by hand: a building goes over, a grid is divided, two become one, some neighbours are evened out. Each step is whole
// or refused, and the refusal names the step.
import { type DistrictGraph, partsOfGraph } from '@renlin/core/districting/graph';
import { mergeGrids, rebalanceGrids, splitGrid } from '@renlin/core/districting/grid-change';
import { neighbourhood } from '@renlin/core/districting/neighbours';
import { planeOf } from '@renlin/core/network/plane';
import type { GridsTask } from './grids-task.ts';

/** A correction that cannot be: `code` names why. */
export class CannotCorrect extends Error {
  readonly code:
    | 'unknown'
    | 'not-connected'
    | 'one-building'
    | 'not-touching'
    | 'other-community'
    | 'would-be-empty'
    | 'no-better';
  readonly step: number;
  constructor(code: CannotCorrect['code'], step: number) {
    super(code);
    this.name = 'CannotCorrect';
    this.code = code;
    this.step = step;
  }
}

export type Living = { gridOf: Int32Array; codes: string[] };

/** Whose buildings may share a grid, and which of them are neighbours. */
export function groundOf(task: Pick<GridsTask, 'buildings' | 'barriers'>): {
  graph: DistrictGraph;
  groupOf: Int32Array;
} {
  const plane = planeOf(
    Float64Array.from(task.buildings, (one) => one.lng),
    Float64Array.from(task.buildings, (one) => one.lat),
  );
  const groups = new Map<string, number>();
  const groupOf = Int32Array.from(task.buildings, ({ community, exclusive, village }) => {
    const key = `${community} ${exclusive ?? ''} ${village ?? ''}`;
    const known = groups.get(key) ?? groups.size;
    groups.set(key, known);
    return known;
  });
  const graph = neighbourhood(
    Float64Array.from(task.buildings, (one) => plane.x(one.lng)),
    Float64Array.from(task.buildings, (one) => plane.y(one.lat)),
    Float64Array.from(task.buildings, (one) => one.households),
    groupOf,
    task.barriers.map(({ line, weight }) => ({
      weight,
      points: line.map(([lng, lat]) => [plane.x(lng), plane.y(lat)] as const),
    })),
  );
  return { graph, groupOf };
}

/** Every step in turn, on the plan as the steps before left it. Throws CannotCorrect with the number of the step. */
export function correct(task: GridsTask, draft: Living): void {
  const { graph, groupOf } = groundOf(task);
  task.corrections.forEach((one, step) => {
    const number = (code: string): number => {
      const found = draft.codes.indexOf(code);
      if (found < 0 || !draft.gridOf.includes(found)) throw new CannotCorrect('unknown', step);
      return found;
    };
    const living = { graph, gridOf: draft.gridOf };
    switch (one.kind) {
      case 'move': {
        const building = task.buildings.findIndex(({ id }) => id === one.building);
        if (building < 0) throw new CannotCorrect('unknown', step);
        const to = number(one.to);
        const from = draft.gridOf[building] as number;
        if (from === to) return;
        const host = draft.gridOf.indexOf(to);
        if (groupOf[host] !== groupOf[building]) throw new CannotCorrect('other-community', step);
        if (draft.gridOf.filter((grid) => grid === from).length === 1)
          throw new CannotCorrect('would-be-empty', step);
        const pieces = (gridOf: Int32Array) =>
          [piecesOf(graph, gridOf, from), piecesOf(graph, gridOf, to)] as const;
        const before = pieces(draft.gridOf);
        const next = draft.gridOf.slice();
        next[building] = to;
        const after = pieces(next);
        if (after[0] > before[0] || after[1] > before[1]) throw new CannotCorrect('not-connected', step);
        draft.gridOf = next;
        return;
      }
      case 'split': {
        const grid = number(one.grid);
        if (draft.gridOf.filter((at) => at === grid).length < 2)
          throw new CannotCorrect('one-building', step);
        const next = splitGrid(living, grid, { lower: task.lower, upper: task.upper });
        const made = next.reduce((most, at) => Math.max(most, at), 0);
        draft.codes[made] = nextCode(draft.codes, one.grid);
        draft.gridOf = next;
        return;
      }
      case 'merge': {
        const [from, into] = [number(one.grid), number(one.into)];
        const [a, b] = [draft.gridOf.indexOf(from), draft.gridOf.indexOf(into)];
        if (from === into || groupOf[a] !== groupOf[b]) throw new CannotCorrect('other-community', step);
        draft.gridOf = orNotTouching(() => mergeGrids(living, into, from), step);
        return;
      }
      case 'balance': {
        const chosen = [...new Set(one.grids.map(number))];
        const groups = new Set(chosen.map((grid) => groupOf[draft.gridOf.indexOf(grid)]));
        if (groups.size > 1) throw new CannotCorrect('other-community', step);
        const band = { lower: task.lower, upper: task.upper };
        const load = one.by === 'cases' ? Float64Array.from(task.work) : undefined;
        const next = orNotTouching(() => rebalanceGrids(living, chosen, band, load), step);
        if (next.every((grid, v) => grid === draft.gridOf[v])) throw new CannotCorrect('no-better', step);
        draft.gridOf = next;
      }
    }
  });
}

/** Core says by a RangeError that grids lie apart. */
function orNotTouching<T>(work: () => T, step: number): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new CannotCorrect('not-touching', step);
    throw error;
  }
}

function piecesOf(graph: Parameters<typeof partsOfGraph>[0], gridOf: Int32Array, grid: number): number {
  const { part } = partsOfGraph(graph, (a, b) => gridOf[a] === gridOf[b]);
  const found = new Set<number>();
  gridOf.forEach((at, v) => {
    if (at === grid) found.add(part[v] as number);
  });
  return found.size;
}

function nextCode(codes: readonly string[], beside: string): string {
  const head = beside.slice(0, -3);
  const used = codes.filter((code) => code?.startsWith(head)).map((code) => Number(code.slice(-3)));
  return `${head}${String(Math.max(0, ...used) + 1).padStart(3, '0')}`;
}
