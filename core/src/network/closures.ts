import { edgesOfStreet } from './search.ts';
import { NO_WAY, type StreetGraph } from './types.ts';

export type Closure = {
  readonly edge: number;
  /** Default both. */
  readonly direction?: 'both' | 'forward' | 'backward';
};

/**
 * The same streets with some edges closed: shares every array of `graph` but the costs. O(E) copy of 8 bytes an edge, no
 * rebuilding. Component numbers stay those of the open graph. Throws RangeError for an edge that does not exist.
 */
export function withClosures(graph: StreetGraph, closures: readonly (Closure | number)[]): StreetGraph {
  const cost = graph.cost.slice();
  for (const item of closures) {
    const { edge, direction = 'both' } = typeof item === 'number' ? { edge: item } : item;
    if (!Number.isInteger(edge) || edge < 0 || edge >= graph.edgeCount) {
      throw new RangeError(`closures: edge ${edge} is not in 0 … ${graph.edgeCount - 1}`);
    }
    for (const e of edgesOfStreet(graph, edge)) {
      if (direction !== 'backward') cost[2 * e] = NO_WAY;
      if (direction !== 'forward') cost[2 * e + 1] = NO_WAY;
    }
  }
  return { ...graph, cost };
}

/** All edges cut from a way: "this road is closed". O(E). */
export function edgesOfWay(graph: StreetGraph, way: number): number[] {
  const found: number[] = [];
  for (let e = 0; e < graph.edgeCount; e++) if (graph.way[e] === way) found.push(e);
  return found;
}
