import { NO_WAY, type StreetTags, type TurnRelation, type TurnReport } from './types.ts';

/** Links (`2e` from tail to head of edge e, `2e + 1` back) that must not follow each other in this order; two or more. */
export type ForbiddenRun = readonly number[];

/** The streets before restrictions are applied; `edgesOfWay` in the order of the way. */
export type PlainStreets = {
  readonly tail: ArrayLike<number>;
  readonly head: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
  readonly edgesOfWay: (way: number) => readonly number[];
  /** Vertex of a node of the map, −1 when it is none. */
  readonly vertexOf: (node: number) => number;
};

type Meaning = { readonly kind: 'no' | 'only'; readonly isUTurn: boolean };

/** The most special key first. */
const KEYS = ['restriction:motorcar', 'restriction:motor_vehicle', 'restriction:vehicle', 'restriction'];
const EXCEPTIONS = new Set(['motorcar', 'motor_vehicle', 'vehicle']);

/** What the tags of a relation forbid a car. O(1). */
export function turnMeaning(tags: StreetTags): Meaning | 'conditional' | undefined {
  if (!(tags['type'] ?? '').startsWith('restriction')) return undefined;
  if ((tags['except'] ?? '').split(';').some((name) => EXCEPTIONS.has(name.trim()))) return undefined;
  const key = KEYS.find((name) => tags[name] !== undefined);
  if (key === undefined) {
    return KEYS.some((name) => tags[`${name}:conditional`] !== undefined) ? 'conditional' : undefined;
  }
  if (tags['hour_on'] !== undefined || tags['day_on'] !== undefined) return 'conditional';
  const value = tags[key] ?? '';
  const isUTurn = value.endsWith('_u_turn');
  if (value.startsWith('no_')) return { kind: 'no', isUTurn };
  return value.startsWith('only_') ? { kind: 'only', isUTurn } : undefined;
}

/**
 * The runs of links that the restrictions forbid. `only_…` forbids every other way on, U-turns included, to whoever comes from the first
 * way (over the ways between, where there are any). People on foot and cycles are not asked. O(members · links at a vertex).
 */
export function forbiddenRuns(
  relations: readonly TurnRelation[],
  mode: 'foot' | 'vehicle',
  streets: PlainStreets,
): { readonly runs: ForbiddenRun[]; readonly report: TurnReport } {
  const report = { applied: 0, conditional: 0, unclear: 0, irrelevant: 0 };
  const runs: ForbiddenRun[] = [];
  if (mode !== 'vehicle') return { runs, report };
  const at = linksByVertex(streets);
  for (const { tags, members } of relations) {
    const meaning = turnMeaning(tags);
    if (meaning === undefined || meaning === 'conditional') {
      if (meaning === 'conditional') report.conditional++;
      else if ((tags['type'] ?? '').startsWith('restriction')) report.irrelevant++;
      continue;
    }
    const refs = (role: string, type: string): number[] =>
      members.filter((one) => one.role === role && one.type === type).map(({ ref }) => ref);
    const [from, to] = [refs('from', 'way'), refs('to', 'way')];
    const [nodes, ways] = [refs('via', 'node'), refs('via', 'way')];
    if (from.length === 0 || to.length === 0 || nodes.length + Math.min(1, ways.length) !== 1) {
      report.unclear++;
      continue;
    }
    if ([...from, ...to, ...ways].some((way) => streets.edgesOfWay(way).length === 0)) {
      report.irrelevant++;
      continue;
    }
    const found =
      ways.length === 0
        ? atVertex(streets, at, from, streets.vertexOf(nodes[0]), to, meaning)
        : overWays(streets, at, from, ways, to, meaning);
    if (found === undefined) report.unclear++;
    else {
      report.applied++;
      runs.push(...found);
    }
  }
  return { runs, report };
}

type LinksByVertex = { readonly into: readonly number[][]; readonly out: readonly number[][] };

/** Open links by the vertex where they end and begin. */
function linksByVertex({ tail, head, cost }: PlainStreets): LinksByVertex {
  const [into, out]: [number[][], number[][]] = [[], []];
  for (let l = 0; l < cost.length; l++) {
    if (cost[l] >= NO_WAY) continue;
    const [a, b] = (l & 1) === 0 ? [tail[l >> 1], head[l >> 1]] : [head[l >> 1], tail[l >> 1]];
    out[a] ??= [];
    out[a].push(l);
    into[b] ??= [];
    into[b].push(l);
  }
  return { into, out };
}

function isOneOf(streets: PlainStreets, ways: readonly number[]): (link: number) => boolean {
  const edges = new Set(ways.flatMap((way) => streets.edgesOfWay(way)));
  return (link) => edges.has(link >> 1);
}

/** A way that goes on beyond the vertex could mean either direction: then undefined. */
function atVertex(
  streets: PlainStreets,
  { into, out }: LinksByVertex,
  from: readonly number[],
  vertex: number,
  to: readonly number[],
  { kind, isUTurn }: Meaning,
): ForbiddenRun[] | undefined {
  if (vertex < 0) return undefined;
  const comes = (into[vertex] ?? []).filter(isOneOf(streets, from));
  const goes = (out[vertex] ?? []).filter(isOneOf(streets, to));
  const isSame = from.length === 1 && to.length === 1 && from[0] === to[0];
  if (isSame) return isUTurn && kind === 'no' ? comes.map((l) => [l, l ^ 1]) : undefined;
  if (comes.length > from.length || goes.length > to.length) return undefined;
  // One-way streets that nobody comes or goes by have nothing to forbid.
  if (kind === 'no') return comes.flatMap((l) => goes.map((x) => [l, x]));
  if (goes.length === 0) return undefined;
  return comes.flatMap((l) => (out[vertex] ?? []).filter((x) => !goes.includes(x)).map((x) => [l, x]));
}

/** The ways between must lead from the first to the last way from end to end, else it is unclear what is meant. */
function overWays(
  streets: PlainStreets,
  { into, out }: LinksByVertex,
  from: readonly number[],
  ways: readonly number[],
  to: readonly number[],
  { kind }: Meaning,
): ForbiddenRun[] | undefined {
  const edges = ways.flatMap((way) => [...streets.edgesOfWay(way)]);
  const isBetween = isOneOf(streets, ways);
  const [isFrom, isTo] = [isOneOf(streets, from), isOneOf(streets, to)];
  const ends = new Set(edges.flatMap((e) => [streets.tail[e], streets.head[e]]));
  const runs: ForbiddenRun[] = [];
  let found = false;
  const follow = (run: readonly number[], vertex: number, used: ReadonlySet<number>): void => {
    if (used.size === edges.length) {
      const goes = (out[vertex] ?? []).filter((l) => isTo(l) && !used.has(l >> 1));
      if (goes.length === 0) return;
      found = true;
      const shut = kind === 'no' ? goes : (out[vertex] ?? []).filter((l) => !goes.includes(l));
      for (const l of shut) runs.push([...run, l]);
      return;
    }
    for (const l of out[vertex] ?? []) {
      if (!isBetween(l) || used.has(l >> 1)) continue;
      const next = (l & 1) === 0 ? streets.head[l >> 1] : streets.tail[l >> 1];
      follow([...run, l], next, new Set([...used, l >> 1]));
    }
  };
  for (const vertex of ends) {
    for (const l of into[vertex] ?? []) if (isFrom(l) && !isBetween(l)) follow([l], vertex, new Set());
  }
  return found ? runs : undefined;
}

/** Arrays of a graph being made; {@link forbidTurns} appends to them and changes ends and costs. */
export type TurnDraft = {
  readonly tail: number[];
  readonly head: number[];
  readonly cost: number[];
  /** Appends a vertex at the place of another. */
  readonly addVertex: (like: number) => number;
  /** Appends an edge with the shape, length and flags of another, or one without length when `like` is −1. */
  readonly addEdge: (like: number, tail: number, head: number, ahead: number, back: number) => number;
};

/**
 * Makes the graph obey: vertices where a forbidden run goes on are taken apart, so that where one comes from decides where one may go,
 * and streets within longer runs get copies that remember how they were entered (the automaton of A. Aho, M. Corasick 1975 over links).
 * What comes out is a plain graph: every search, matrix and isochrone obeys without knowing. Returns the ring of edges that are
 * the same stretch of street (`twin`), or undefined when nothing was forbidden. O(runs · their length + links at their vertices).
 */
export function forbidTurns(draft: TurnDraft, runs: readonly ForbiddenRun[]): number[] | undefined {
  if (runs.length === 0) return undefined;
  const { tail, head, cost } = draft;
  const streets = { tail: [...tail], head: [...head], cost: [...cost] };
  const begins = (l: number): number => ((l & 1) === 0 ? streets.tail[l >> 1] : streets.head[l >> 1]);
  const ends = (l: number): number => begins(l ^ 1);
  const forbidden = new Set(runs.map(keyOf));
  /** What somebody must remember: the beginning of a forbidden run, at least its first link. */
  const states = new Map<string, readonly number[]>();
  for (const run of runs) {
    for (let size = 1; size < run.length; size++) states.set(keyOf(run.slice(0, size)), run.slice(0, size));
  }
  const isApart = new Set([...states.values()].map((state) => ends(state[state.length - 1])));
  const arriveAt = new Map<string, number>();
  const leaveAt = new Map<string, number>();
  const isTaken = new Set<number>();
  /** The vertex itself is given away once, then come new ones. */
  const place = (map: Map<string, number>, key: string, vertex: number): number => {
    const known = map.get(key);
    if (known !== undefined) return known;
    const port = isTaken.has(vertex) ? draft.addVertex(vertex) : vertex;
    isTaken.add(vertex);
    map.set(key, port);
    return port;
  };
  /** Where one is after a link in a state: all that nobody needs to remember arrive at the same place. */
  const arrival = (state: readonly number[], link: number): number => {
    const vertex = ends(link);
    if (!isApart.has(vertex)) return vertex;
    return place(arriveAt, states.has(keyOf(state)) ? keyOf(state) : `v${vertex}`, vertex);
  };
  const departure = (state: readonly number[], link: number): number => {
    const vertex = begins(link);
    return isApart.has(vertex) ? place(leaveAt, keyOf(state), vertex) : vertex;
  };
  const twin = tail.map((_, e) => e);
  const sameStreet = (e: number, copy: number): void => {
    twin[copy] = twin[e];
    twin[e] = copy;
  };
  const touched = new Set<number>();
  for (let e = 0; e < streets.tail.length; e++)
    if (isApart.has(streets.tail[e]) || isApart.has(streets.head[e])) touched.add(e);
  for (const e of touched) {
    const [ahead, back] = [2 * e, 2 * e + 1];
    const [isAhead, isBack] = [streets.cost[ahead] < NO_WAY, streets.cost[back] < NO_WAY];
    if (isAhead) [tail[e], head[e]] = [departure([ahead], ahead), arrival([ahead], ahead)];
    if (!isBack) continue;
    const [from, to] = [departure([back], back), arrival([back], back)];
    if (!isAhead) [tail[e], head[e]] = [to, from];
    else {
      cost[back] = NO_WAY;
      sameStreet(e, draft.addEdge(e, to, from, NO_WAY, streets.cost[back]));
    }
  }
  for (const state of states.values()) {
    if (state.length < 2) continue;
    const l = state[state.length - 1];
    const [from, to] = [departure(state, l), arrival(state, l)];
    const way = streets.cost[l];
    const copy =
      (l & 1) === 0
        ? draft.addEdge(l >> 1, from, to, way, NO_WAY)
        : draft.addEdge(l >> 1, to, from, NO_WAY, way);
    sameStreet(l >> 1, copy);
  }
  const outOf = new Map<number, number[]>();
  for (let l = 0; l < streets.cost.length; l++) {
    const vertex = begins(l);
    if (streets.cost[l] >= NO_WAY || !isApart.has(vertex)) continue;
    const list = outOf.get(vertex);
    if (list === undefined) outOf.set(vertex, [l]);
    else list.push(l);
  }
  for (const vertex of isApart) {
    const remembered = [...states.values()].filter((state) => ends(state[state.length - 1]) === vertex);
    for (const state of [[], ...remembered]) {
      const here = arriveAt.get(state.length === 0 ? `v${vertex}` : keyOf(state));
      if (here === undefined) continue;
      for (const l of outOf.get(vertex) ?? []) {
        const next = follow(state, l);
        if (next === undefined) continue;
        const there = leaveAt.get(keyOf(next));
        if (there !== undefined && there !== here) {
          draft.addEdge(-1, here, there, 0, NO_WAY);
          twin.push(twin.length);
        }
      }
    }
  }
  return twin;

  /** The state after one more link, undefined when it must not follow: the longest end of the run that is the beginning of a forbidden one. */
  function follow(state: readonly number[], link: number): readonly number[] | undefined {
    const run = [...state, link];
    let next: readonly number[] | undefined;
    for (let k = 0; k < run.length; k++) {
      const rest = run.slice(k);
      if (forbidden.has(keyOf(rest))) return undefined;
      if (next === undefined && states.has(keyOf(rest))) next = rest;
    }
    return next ?? [link];
  }
}

function keyOf(run: readonly number[]): string {
  return run.join();
}
