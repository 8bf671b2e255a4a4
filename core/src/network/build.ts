import { METRES_PER_DEGREE } from '../geometry/measure.ts';
import { blockerCode, blockerOf } from './blockers.ts';
import { strongComponents } from './components.ts';
import { blocksPassage, PROFILES, type PrivateWays, type Profile, type WayUse, wayUse } from './profiles.ts';
import { forbiddenRuns, forbidTurns } from './turns.ts';
import {
  type BuildReport,
  EDGE_BRIDGE,
  EDGE_CROSSING,
  EDGE_PASS_ONLY,
  EDGE_PRIVATE,
  EDGE_STEPS,
  EDGE_TUNNEL,
  NO_WAY,
  type StreetGraph,
  type StreetSource,
  type StreetTags,
  type StreetWay,
  type TurnRelation,
  type TurnReport,
} from './types.ts';

export type BuildOptions = {
  readonly profile: Profile;
  /** Ways marked private (the inner roads of a compound): default 'include', for those who live or work there. */
  readonly privateWays?: PrivateWays;
};

const RADIANS = Math.PI / 180;

/**
 * Builds the graph of one profile. O(nodes log nodes + references). Memory about 60 bytes an edge and 16 a bend.
 * Throws RangeError when the source holds no way that the profile may use.
 */
export function buildStreetGraph(
  source: StreetSource,
  { profile, privateWays = 'include' }: BuildOptions,
): { graph: StreetGraph; report: BuildReport } {
  const at = nodeIndex(source.nodes.ids);
  const used: { way: StreetWay; use: WayUse; nodes: Int32Array }[] = [];
  const blockers: number[] = [];
  const blockerKinds: number[] = [];
  let missingNodes = 0;
  const nodesOf = (way: StreetWay): Int32Array => {
    const found: number[] = [];
    for (let i = 0; i < way.refs.length; i++) {
      const node = at(way.refs[i]);
      if (node < 0) missingNodes++;
      else if (found[found.length - 1] !== node) found.push(node);
    }
    return Int32Array.from(found);
  };
  const { lon, lat } = source.nodes;
  for (const way of source.ways) {
    const use = wayUse(way.tags, profile, privateWays);
    const blocker = blockerOf(way.tags);
    if (use === undefined && blocker === undefined) continue;
    const nodes = nodesOf(way);
    if (use !== undefined && nodes.length >= 2 && !isTooLong(source, nodes, use.longest))
      used.push({ way, use, nodes });
    if (blocker !== undefined) {
      for (let i = 0; i + 1 < nodes.length; i++) {
        blockers.push(lon[nodes[i]], lat[nodes[i]], lon[nodes[i + 1]], lat[nodes[i + 1]]);
        blockerKinds.push(blockerCode(blocker));
      }
    }
  }
  if (used.length === 0) throw new RangeError(`ways: none may be used by profile "${profile.name}"`);

  const stops = stopsOf(source, used, at, profile, privateWays);
  const draft = createDraft(source, stops);
  for (const { way, use, nodes } of used) draft.addWay(way, use, nodes);
  const turns = draft.restrictTurns(source.relations ?? [], profile, at);
  const graph = draft.finish(profile, Float64Array.from(blockers), Uint8Array.from(blockerKinds));
  return {
    graph,
    report: {
      ways: source.ways.length,
      usedWays: used.length,
      missingNodes,
      closedGates: draft.closedGates(),
      turns,
      components: graph.componentSize.length,
      largestShare: graph.componentSize[0] / graph.vertexCount,
    },
  };
}

/** Position of a node id, −1 when unknown. */
function nodeIndex(ids: ArrayLike<number>): (id: number) => number {
  let sorted = true;
  for (let i = 1; i < ids.length && sorted; i++) sorted = ids[i - 1] < ids[i];
  const order = sorted ? undefined : Uint32Array.from({ length: ids.length }, (_, i) => i);
  order?.sort((a, b) => ids[a] - ids[b]);
  return (id) => {
    let low = 0;
    let high = ids.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const position = order === undefined ? middle : order[middle];
      const value = ids[position];
      if (value === id) return position;
      if (value < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };
}

/** Metres between two nodes. */
function between({ nodes: { lon, lat } }: StreetSource, a: number, b: number): number {
  const x = (lon[b] - lon[a]) * Math.cos(((lat[a] + lat[b]) / 2) * RADIANS);
  const y = lat[b] - lat[a];
  return Math.sqrt(x * x + y * y) * METRES_PER_DEGREE;
}

function isTooLong(source: StreetSource, nodes: Int32Array, longest: number): boolean {
  if (longest === Number.POSITIVE_INFINITY) return false;
  let length = 0;
  for (let i = 0; i + 1 < nodes.length; i++) length += between(source, nodes[i], nodes[i + 1]);
  return length > longest;
}

/** Per node: 0 a bend, 1 a vertex, 2 a closed gate where ways end. */
function stopsOf(
  source: StreetSource,
  used: readonly { nodes: Int32Array }[],
  at: (id: number) => number,
  profile: Profile,
  privateWays: PrivateWays,
): Uint8Array {
  const uses = new Uint8Array(source.nodes.ids.length);
  for (const { nodes } of used) {
    for (let i = 0; i < nodes.length; i++) if (uses[nodes[i]] < 2) uses[nodes[i]]++;
    uses[nodes[0]] = 2;
    uses[nodes[nodes.length - 1]] = 2;
  }
  const stops = uses.map((count) => (count >= 2 ? 1 : 0));
  for (const [id, tags] of source.nodeTags) {
    const node = at(id);
    if (node >= 0 && uses[node] > 0 && blocksPassage(tags, profile, privateWays)) stops[node] = 2;
  }
  return stops;
}

function createDraft(source: StreetSource, stops: Uint8Array) {
  const { lon, lat } = source.nodes;
  const vertexOf = new Int32Array(stops.length).fill(-1);
  const vertexNode: number[] = [];
  const tail: number[] = [];
  const head: number[] = [];
  const metres: number[] = [];
  const cost: number[] = [];
  const flags: number[] = [];
  const way: number[] = [];
  const shapeStart: number[] = [0];
  const shapeNode: number[] = [];
  const gates = new Set<number>();
  let twin: number[] | undefined;

  function vertexAt(node: number): number {
    // Every way that reaches a closed gate gets an end of its own there.
    if (stops[node] === 2) {
      gates.add(node);
      return vertexNode.push(node) - 1;
    }
    if (vertexOf[node] < 0) vertexOf[node] = vertexNode.push(node) - 1;
    return vertexOf[node];
  }

  function addEdge(
    nodes: Int32Array,
    from: number,
    to: number,
    start: number,
    end: number,
    share: number,
    use: WayUse,
    of: StreetWay,
  ): void {
    let length = 0;
    for (let i = from; i < to; i++) length += between(source, nodes[i], nodes[i + 1]);
    const milliseconds = (pace: number): number =>
      Number.isFinite(pace)
        ? Math.max(1, Math.min(NO_WAY - 1, Math.round((length * pace + use.extra * share) * 1000)))
        : NO_WAY;
    tail.push(start);
    head.push(end);
    metres.push(length);
    cost.push(milliseconds(use.forward), milliseconds(use.backward));
    flags.push(flagsOf(use, of.tags));
    way.push(of.id);
    for (let i = from + 1; i < to; i++) shapeNode.push(nodes[i]);
    shapeStart.push(shapeNode.length);
  }

  return {
    addWay(of: StreetWay, use: WayUse, nodes: Int32Array): void {
      let whole = 0;
      if (use.extra > 0)
        for (let i = 0; i + 1 < nodes.length; i++) whole += between(source, nodes[i], nodes[i + 1]);
      let from = 0;
      let start = vertexAt(nodes[0]);
      for (let i = 1; i < nodes.length; i++) {
        const isLast = i === nodes.length - 1;
        if (stops[nodes[i]] === 0 && !isLast) continue;
        const end = vertexAt(nodes[i]);
        let length = 0;
        if (use.extra > 0) for (let j = from; j < i; j++) length += between(source, nodes[j], nodes[j + 1]);
        if (start !== end || i - from > 1)
          addEdge(nodes, from, i, start, end, whole > 0 ? length / whole : 0, use, of);
        from = i;
        start = stops[nodes[i]] === 2 && !isLast ? vertexAt(nodes[i]) : end;
      }
    },
    closedGates: () => gates.size,
    restrictTurns(
      relations: readonly TurnRelation[],
      profile: Profile,
      at: (id: number) => number,
    ): TurnReport {
      const edgesOf = new Map<number, number[]>();
      way.forEach((id, e) => {
        const list = edgesOf.get(id);
        if (list === undefined) edgesOf.set(id, [e]);
        else list.push(e);
      });
      const { runs, report } = forbiddenRuns(relations, profile.mode, {
        tail,
        head,
        cost,
        edgesOfWay: (id) => edgesOf.get(id) ?? [],
        vertexOf: (id) => vertexOf[at(id)] ?? -1,
      });
      twin = forbidTurns(
        {
          tail,
          head,
          cost,
          addVertex: (like) => vertexNode.push(vertexNode[like]) - 1,
          addEdge(like, from, to, ahead, back) {
            tail.push(from);
            head.push(to);
            cost.push(ahead, back);
            metres.push(like < 0 ? 0 : metres[like]);
            flags.push(like < 0 ? EDGE_PASS_ONLY : flags[like]);
            // Turning belongs to no way: closing one must not touch it.
            way.push(like < 0 ? Number.NaN : way[like]);
            if (like >= 0)
              for (let i = shapeStart[like]; i < shapeStart[like + 1]; i++) shapeNode.push(shapeNode[i]);
            shapeStart.push(shapeNode.length);
            return tail.length - 1;
          },
        },
        runs,
      );
      return report;
    },
    finish(profile: Profile, blockers: Float64Array, blockerKind: Uint8Array): StreetGraph {
      const n = vertexNode.length;
      const order = alongCurve(vertexNode, lon, lat);
      const renumbered = new Int32Array(n);
      order.forEach((old, now) => {
        renumbered[old] = now;
      });
      const graph = {
        profile: profile.name,
        // Who comes by vehicle walks the last metres.
        accessSpeed: profile.mode === 'foot' ? profile.speed : PROFILES.walk.speed,
        vertexCount: n,
        edgeCount: tail.length,
        lon: Float64Array.from(order, (old) => lon[vertexNode[old]]),
        lat: Float64Array.from(order, (old) => lat[vertexNode[old]]),
        tail: Int32Array.from(tail, (v) => renumbered[v]),
        head: Int32Array.from(head, (v) => renumbered[v]),
        metres: Float32Array.from(metres),
        cost: Int32Array.from(cost),
        flags: Uint8Array.from(flags),
        way: Float64Array.from(way),
        ...(twin === undefined ? {} : { twin: Int32Array.from(twin) }),
        shapeStart: Int32Array.from(shapeStart),
        shapeLon: Float64Array.from(shapeNode, (node) => lon[node]),
        shapeLat: Float64Array.from(shapeNode, (node) => lat[node]),
        blockers,
        blockerKind,
      };
      return completeGraph(graph);
    },
  };
}

function flagsOf(use: WayUse, tags: StreetTags): number {
  const isSet = (value: string | undefined): boolean => value !== undefined && value !== 'no';
  return (
    (use.steps ? EDGE_STEPS : 0) |
    (isSet(tags['bridge']) ? EDGE_BRIDGE : 0) |
    (isSet(tags['tunnel']) ? EDGE_TUNNEL : 0) |
    (use.passOnly ? EDGE_PASS_ONLY : 0) |
    (use.crossing ? EDGE_CROSSING : 0) |
    (use.private ? EDGE_PRIVATE : 0)
  );
}

/** Adds links and components to the arrays of a graph. O(V + E). */
export function completeGraph(
  arrays: Omit<StreetGraph, 'firstLink' | 'link' | 'component' | 'componentSize'>,
): StreetGraph {
  const { vertexCount, edgeCount, tail, head } = arrays;
  const firstLink = new Int32Array(vertexCount + 1);
  for (let e = 0; e < edgeCount; e++) {
    firstLink[tail[e] + 1]++;
    firstLink[head[e] + 1]++;
  }
  for (let v = 0; v < vertexCount; v++) firstLink[v + 1] += firstLink[v];
  const next = firstLink.slice();
  const link = new Int32Array(edgeCount * 2);
  for (let e = 0; e < edgeCount; e++) {
    link[next[tail[e]]++] = 2 * e;
    link[next[head[e]]++] = 2 * e + 1;
  }
  const open = { ...arrays, firstLink, link };
  return { ...open, ...strongComponents(open) };
}

/** Vertices along a Z curve (Morton order), so that what is near on the ground is near in memory. */
function alongCurve(
  vertexNode: readonly number[],
  lon: ArrayLike<number>,
  lat: ArrayLike<number>,
): Int32Array {
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let span = 1e-9;
  for (const node of vertexNode) {
    west = Math.min(west, lon[node]);
    south = Math.min(south, lat[node]);
  }
  for (const node of vertexNode) span = Math.max(span, lon[node] - west, lat[node] - south);
  const key = Float64Array.from(vertexNode, (node) => {
    const x = Math.floor(((lon[node] - west) / span) * 65535);
    const y = Math.floor(((lat[node] - south) / span) * 65535);
    return spread(x) + 2 * spread(y);
  });
  return Int32Array.from({ length: vertexNode.length }, (_, v) => v).sort((a, b) => key[a] - key[b] || a - b);
}

/** Bits of a 16-bit number, moved to the even places of a 32-bit one. */
function spread(value: number): number {
  let x = value;
  x = (x | (x << 8)) & 0x00ff00ff;
  x = (x | (x << 4)) & 0x0f0f0f0f;
  x = (x | (x << 2)) & 0x33333333;
  x = (x | (x << 1)) & 0x55555555;
  return x;
}
