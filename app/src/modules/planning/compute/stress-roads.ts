// The streets of a stress test: one connected net of straight stretches near the homes, on a local plane.
import type { StreetGraph } from '@renlin/core/network/types';
import type { Spot } from './streets.ts';

export type Plane = (spot: Spot) => [x: number, y: number];
type Box = readonly [west: number, south: number, east: number, north: number];

export type Roads = {
  nodes: [number, number][];
  edges: [number, number][];
  /** Of the graph's edges, the first stretch that it became; −1 where it is left out. */
  stretchOf: Int32Array;
  /** How many stretches an edge became. */
  pieces: Uint8Array;
};

/** A street this much longer than the straight line between its ends keeps its length by a bend. */
const BENT = 1.02;

/**
 * Keeps what lies in the box (metres) and hangs together with the most of it, whichever way a street may be driven: helpers go both ways.
 * Where turns are restricted the graph holds a junction and its streets more than once; here they are one. O(vertices + edges).
 */
export function roadsOf(graph: StreetGraph, plane: Plane, box: Box): Roads {
  const [west, south, east, north] = box;
  const corners: [number, number][] = [];
  const cornerOf = new Int32Array(graph.vertexCount).fill(-1);
  const at = new Map<string, number>();
  for (let v = 0; v < graph.vertexCount; v++) {
    const place = plane({ lng: graph.lon[v] as number, lat: graph.lat[v] as number });
    const [x, y] = place;
    if (x < west || x > east || y < south || y > north) continue;
    const key = `${x} ${y}`;
    const known = at.get(key) ?? corners.push(place) - 1;
    at.set(key, known);
    cornerOf[v] = known;
  }
  const part = createParts(corners.length);
  const first = new Map<string, number>();
  const sameAs = new Int32Array(graph.edgeCount).fill(-1);
  for (let e = 0; e < graph.edgeCount; e++) {
    const [a, b] = [cornerOf[graph.tail[e] as number] as number, cornerOf[graph.head[e] as number] as number];
    if (a < 0 || b < 0 || a === b) continue;
    const key = `${Math.min(a, b)} ${Math.max(a, b)} ${Math.round(graph.metres[e] as number)}`;
    const known = first.get(key) ?? e;
    first.set(key, known);
    sameAs[e] = known;
    part.join(a, b);
  }
  const main = part.largest([...first.values()].map((e) => cornerOf[graph.tail[e] as number] as number));
  const number = new Int32Array(corners.length).fill(-1);
  const nodes: [number, number][] = [];
  const edges: [number, number][] = [];
  const stretchOf = new Int32Array(graph.edgeCount).fill(-1);
  const pieces = new Uint8Array(graph.edgeCount);
  const nodeOf = (v: number): number => {
    const corner = cornerOf[v] as number;
    if (number[corner] === -1) number[corner] = nodes.push(corners[corner] as [number, number]) - 1;
    return number[corner] as number;
  };
  for (let e = 0; e < graph.edgeCount; e++) {
    const same = sameAs[e] as number;
    if (same >= 0 && same !== e) {
      [stretchOf[e], pieces[e]] = [stretchOf[same] as number, pieces[same] as number];
      continue;
    }
    if (same < 0 || part.of(cornerOf[graph.tail[e] as number] as number) !== main) continue;
    const [a, b] = [nodeOf(graph.tail[e] as number), nodeOf(graph.head[e] as number)];
    stretchOf[e] = edges.length;
    const bend = bendOf(
      nodes[a] as [number, number],
      nodes[b] as [number, number],
      graph.metres[e] as number,
    );
    if (bend) {
      const middle = nodes.push(clamped(bend, box)) - 1;
      edges.push([a, middle], [middle, b]);
      pieces[e] = 2;
    } else {
      edges.push([a, b]);
      pieces[e] = 1;
    }
  }
  return { nodes, edges, stretchOf, pieces };
}

/** What hangs together: sets that are joined two by two. */
function createParts(count: number) {
  const parent = Int32Array.from({ length: count }, (_, v) => v);
  const of = (v: number): number => {
    let root = v;
    while (parent[root] !== root) root = parent[root] as number;
    for (let at = v; at !== root; ) {
      const next = parent[at] as number;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  return {
    of,
    join(a: number, b: number): void {
      const [ra, rb] = [of(a), of(b)];
      if (ra !== rb) parent[Math.max(ra, rb)] = Math.min(ra, rb);
    },
    /** The part that most of these belong to; −1 of none. */
    largest(members: readonly number[]): number {
      const sizes = new Map<number, number>();
      for (const member of members) sizes.set(of(member), (sizes.get(of(member)) ?? 0) + 1);
      let [main, most] = [-1, 0];
      for (const [root, size] of sizes) if (size > most) [main, most] = [root, size];
      return main;
    },
  };
}

/** A corner beside the middle, so that both halves together are as long as the street. */
function bendOf(
  [ax, ay]: [number, number],
  [bx, by]: [number, number],
  metres: number,
): [number, number] | undefined {
  const [dx, dy] = [bx - ax, by - ay];
  const straight = Math.sqrt(dx * dx + dy * dy);
  if (straight === 0 || metres <= straight * BENT) return undefined;
  const out = Math.sqrt(metres * metres - straight * straight) / 2 / straight;
  return [round((ax + bx) / 2 - dy * out), round((ay + by) / 2 + dx * out)];
}

const clamped = ([x, y]: [number, number], [west, south, east, north]: Box): [number, number] => [
  Math.min(east, Math.max(west, x)),
  Math.min(north, Math.max(south, y)),
];

/** Decimetres: the same on every machine, whatever the last bits of a cosine are. */
export const round = (metres: number): number => Math.round(metres * 10) / 10;
