import { describe, expect, it } from 'vitest';
import { createTown, randomTown, type TownDraft } from '../../fixtures/street-town.ts';
import { createRandom, type Random } from '../random.ts';
import { buildStreetGraph } from './build.ts';
import { edgesOfWay, withClosures } from './closures.ts';
import { loadGraph, saveGraph } from './codec.ts';
import { buildHierarchy } from './contraction.ts';
import { createIsochroneMaker, reachedParts } from './isochrone.ts';
import { travelTimes } from './matrix.ts';
import { nearestPlaces } from './nearest.ts';
import { PROFILES } from './profiles.ts';
import { createSearch, streetOf } from './search.ts';
import { createSnapper, type Stop } from './snap.ts';
import { turnMeaning } from './turns.ts';
import { NO_WAY, type StreetGraph, type StreetSource, type StreetTags, type TurnRelation } from './types.ts';
import { createLivingTimes } from './what-if.ts';

const car = { profile: PROFILES.vehicle };
const ROAD = { highway: 'residential' };

/** Times by a search over the last two stretches driven, asking the restrictions themselves at each corner; shares no code. */
function oracle(
  source: StreetSource,
  stops: readonly Stop[],
  isClosed: (way: number) => boolean = () => false,
): number[][] {
  const { graph } = buildStreetGraph({ ...source, relations: [] }, car);
  const nodeAt = (v: number): number => {
    const { ids, lon, lat } = source.nodes;
    for (let i = 0; i < ids.length; i++)
      if (lon[i] === graph.lon[v] && lat[i] === graph.lat[v]) return ids[i];
    throw new Error('a vertex without a node');
  };
  const from = (l: number): number => ((l & 1) === 0 ? graph.tail[l >> 1] : graph.head[l >> 1]);
  const to = (l: number): number => from(l ^ 1);
  const cost = (l: number): number => (isClosed(graph.way[l >> 1]) ? NO_WAY : graph.cost[l]);
  const rules = (source.relations ?? []).map(({ tags, members }) => {
    const refs = (role: string): number[] => members.filter((m) => m.role === role).map(({ ref }) => ref);
    const isOnly = tags['restriction']?.startsWith('only') === true;
    const viaNode = members.find(({ role, type }) => role === 'via' && type === 'node')?.ref;
    return { isOnly, viaNode, from: refs('from')[0], via: refs('via')[0], to: refs('to')[0] };
  });
  const way = (l: number): number => graph.way[l >> 1];
  const mayFollow = (before: number, last: number, next: number): boolean =>
    rules.every((rule) => {
      const isMeant =
        rule.viaNode !== undefined
          ? way(last) === rule.from && nodeAt(to(last)) === rule.viaNode
          : way(last) === rule.via && before >= 0 && way(before) === rule.from;
      return !isMeant || (way(next) === rule.to) === rule.isOnly;
    });
  const part = (l: number, share: number): number => Math.round(cost(l) * share);
  return stops.map((source_) => {
    const arrived = new Map<string, { key: number; before: number; last: number }>();
    const open: { key: number; before: number; last: number }[] = [];
    for (const l of [2 * source_.edge, 2 * source_.edge + 1]) {
      if (cost(l) === NO_WAY) continue;
      const ahead = cost(2 * source_.edge) - part(2 * source_.edge, source_.share);
      const key = source_.access + ((l & 1) === 0 ? ahead : part(l, source_.share));
      open.push({ key, before: -1, last: l });
    }
    while (open.length > 0) {
      open.sort((a, b) => b.key - a.key);
      const here = open.pop()!;
      const name = `${here.before} ${here.last}`;
      if (arrived.has(name)) continue;
      arrived.set(name, here);
      const v = to(here.last);
      for (let k = graph.firstLink[v]; k < graph.firstLink[v + 1]; k++) {
        const l = graph.link[k];
        if (cost(l) === NO_WAY || !mayFollow(here.before, here.last, l)) continue;
        open.push({ key: here.key + cost(l), before: here.last, last: l });
      }
    }
    return stops.map((target) => {
      let best = Number.POSITIVE_INFINITY;
      for (const { key, before, last } of arrived.values()) {
        for (const l of [2 * target.edge, 2 * target.edge + 1]) {
          if (from(l) !== to(last) || cost(l) === NO_WAY || !mayFollow(before, last, l)) continue;
          best = Math.min(
            best,
            key + ((l & 1) === 0 ? part(l, target.share) : cost(l) - part(l, target.share)) + target.access,
          );
        }
      }
      if (source_.edge === target.edge) {
        const l = 2 * source_.edge + (source_.share <= target.share ? 0 : 1);
        const along = Math.abs(part(l, target.share) - part(l, source_.share));
        if (cost(l) < NO_WAY) best = Math.min(best, source_.access + target.access + along);
      }
      return best === Number.POSITIVE_INFINITY ? -1 : best;
    });
  });
}

/** The same stops on the graph with restrictions: its first edges are those of the plain one, in the same order. */
function randomStops(graph: StreetGraph, count: number, random: Random): Stop[] {
  return Array.from({ length: count }, () => ({
    edge: random.int(graph.edgeCount),
    share: random.pick([0, 1, random.next()]),
    access: random.int(9000),
  }));
}

/** A town of one way per street, with restrictions at corners and over whole streets. */
function restrictedTown(seed: string, count: number): StreetSource {
  const random = createRandom(seed);
  const source = randomTown(random, 5);
  const { graph } = buildStreetGraph(source, car);
  const wayOf = new Map(source.ways.map((one) => [one.id, one]));
  const relations: TurnRelation[] = [];
  const touching = (node: number): number[] =>
    [...new Set(graph.way)].filter((id) => {
      const refs = wayOf.get(id)!.refs;
      return refs[0] === node || refs[refs.length - 1] === node;
    });
  const farEnd = (id: number, node: number): number => {
    const refs = wayOf.get(id)!.refs;
    return refs[0] === node ? refs[refs.length - 1] : refs[0];
  };
  while (relations.length < count) {
    const from = random.pick([...graph.way]);
    const node = random.pick([wayOf.get(from)!.refs[0], farEnd(from, wayOf.get(from)!.refs[0])]);
    const isOnly = random.next() < 0.3;
    const other = random.pick(touching(node));
    if (other === from) continue;
    const isLong = random.next() < 0.5;
    const last = isLong ? random.pick(touching(farEnd(other, node))) : other;
    if (isLong && (last === other || last === from)) continue;
    const via = isLong ? { type: 'way', ref: other, role: 'via' } : { type: 'node', ref: node, role: 'via' };
    const tags = { type: 'restriction', restriction: isOnly ? 'only_straight_on' : 'no_left_turn' };
    const members = [{ type: 'way', ref: from, role: 'from' }, via, { type: 'way', ref: last, role: 'to' }];
    const relation = { id: relations.length, tags, members };
    // One-way streets make some that nobody can follow: those are left out with a count, which another test asks for.
    const { report } = buildStreetGraph({ ...source, relations: [relation] }, car);
    if (report.turns.applied === 1) relations.push(relation);
  }
  return { ...source, relations };
}

describe('restrictions of turns against an oracle over the last two streets', () => {
  it.each(Array.from({ length: 24 }, (_, i) => `town ${i}`))('%s', (seed) => {
    const source = restrictedTown(seed, 4 + 4 * (Number(seed.slice(5)) % 6));
    const plain = buildStreetGraph({ ...source, relations: [] }, car).graph;
    const { graph, report } = buildStreetGraph(source, car);
    const random = createRandom(`stops ${seed}`);
    const stops = randomStops(plain, 12, random);
    expect(report.turns.applied).toBe(source.relations?.length);
    const expected = oracle(source, stops);
    const search = createSearch(graph);
    const reached = stops.map((stop) => {
      search.run([stop], 1e9);
      return stops.map((other) => search.timeOf(other));
    });
    expect(reached).toEqual(expected);
    const backwards = stops.map((stop) => {
      search.run([stop], 1e9, 'to');
      return stops.map((other) => search.timeOf(other));
    });
    expect(stops.map((_, i) => stops.map((__, j) => backwards[j][i]))).toEqual(expected);
    const matrix = travelTimes(graph, buildHierarchy(graph), stops, stops);
    expect(stops.map((_, i) => [...matrix.subarray(i * 12, i * 12 + 12)])).toEqual(expected);
    const near = nearestPlaces(graph, stops, stops, { k: 12 });
    near.forEach((list, i) => {
      for (const { place, time } of list) expect(time).toBe(expected[i][place]);
    });
    const kept = loadGraph(saveGraph(graph));
    expect(kept).toEqual(graph);

    // A closed street is closed for everybody on it, whatever they remember.
    const shut = random.pick([...new Set(plain.way)]);
    const closedTimes = oracle(source, stops, (way) => way === shut);
    const overlay = createSearch(withClosures(graph, edgesOfWay(graph, shut).slice(0, 1)));
    expect(
      stops.map((stop) => {
        overlay.run([stop], 1e9);
        return stops.map((other) => overlay.timeOf(other));
      }),
    ).toEqual(closedTimes);
    const places = stops.slice(0, 3);
    const living = createLivingTimes(graph, places, 'to');
    const open = Array.from({ length: graph.vertexCount }, (_, v) => living.timeAt(v));
    living.close(edgesOfWay(graph, shut).slice(0, 1));
    overlay.run(places, 1e9, 'to');
    for (let v = 0; v < graph.vertexCount; v++) expect(living.timeAt(v)).toBe(overlay.timeAt(v));
    living.reopen(edgesOfWay(graph, shut).slice(0, 1));
    expect(Array.from({ length: graph.vertexCount }, (_, v) => living.timeAt(v))).toEqual(open);
  });

  it('restrictions lengthen ways and never shorten one', () => {
    let longer = 0;
    for (let i = 0; i < 10; i++) {
      const source = restrictedTown(`longer ${i}`, 20);
      const plain = buildStreetGraph({ ...source, relations: [] }, car).graph;
      const { graph } = buildStreetGraph(source, car);
      const stops = randomStops(plain, 15, createRandom(i));
      const [free, bound] = [createSearch(plain), createSearch(graph)];
      for (const stop of stops) {
        free.run([stop], 1e9);
        bound.run([stop], 1e9);
        for (const other of stops) {
          const [a, b] = [free.timeOf(other), bound.timeOf(other)];
          if (b >= 0) expect(b).toBeGreaterThanOrEqual(a);
          if (b !== a) longer++;
        }
      }
    }
    expect(longer).toBeGreaterThan(100);
  });
});

/** A cross: west, north, east and south of the middle, 100 m each; gives the ways. */
function cross(town: TownDraft) {
  const middle = town.put(0, 0);
  const [west, north, east, south] = [
    town.put(-100, 0),
    town.put(0, 100),
    town.put(100, 0),
    town.put(0, -100),
  ];
  return {
    middle,
    ends: { west, north, east, south },
    west: town.way(ROAD, west, middle),
    north: town.way(ROAD, middle, north),
    east: town.way(ROAD, middle, east),
    south: town.way(ROAD, south, middle),
  };
}

/** Which arms of the cross are reached by the middle from the west, without ever turning back. */
function fromWest(tags: StreetTags, profile = PROFILES.vehicle as (typeof PROFILES)['walk' | 'vehicle']) {
  const town = createTown();
  const arms = cross(town);
  town.turn(tags, [arms.west], arms.middle, [arms.north]);
  const { graph, report } = buildStreetGraph(town.source(), { profile });
  const search = createSearch(graph);
  const [start] = edgesOfWay(graph, arms.west);
  search.run([{ edge: start, share: 0.5, access: 0 }], 1e9);
  const shortest = (way: number): boolean => {
    const [edge] = edgesOfWay(graph, way);
    const half = graph.cost[2 * start] < NO_WAY ? graph.cost[2 * start] : graph.cost[2 * start + 1];
    return search.timeOf({ edge, share: 0.5, access: 0 }) <= 1.05 * half;
  };
  return {
    report,
    reached: { north: shortest(arms.north), east: shortest(arms.east), south: shortest(arms.south) },
  };
}

describe('what a restriction means', () => {
  it.each<[StreetTags, string[]]>([
    [{ restriction: 'no_left_turn' }, ['east', 'south']],
    [{ restriction: 'no_entry' }, ['east', 'south']],
    [{ restriction: 'only_left_turn' }, ['north']],
    [{ 'restriction:motorcar': 'no_left_turn' }, ['east', 'south']],
    [{ restriction: 'no_left_turn', except: 'psv;bicycle' }, ['east', 'south']],
    [{ restriction: 'no_left_turn', except: 'motorcar' }, ['north', 'east', 'south']],
    [{ 'restriction:hgv': 'no_left_turn' }, ['north', 'east', 'south']],
    [{ restriction: 'give_way' }, ['north', 'east', 'south']],
    [{ 'restriction:conditional': 'no_left_turn @ (Mo-Fr 07:00-09:00)' }, ['north', 'east', 'south']],
    [{ restriction: 'no_left_turn', hour_on: '07:00', hour_off: '09:00' }, ['north', 'east', 'south']],
  ])('%j leaves a car from the west %j', (tags, arms) => {
    const { reached } = fromWest(tags);
    expect(Object.entries(reached).flatMap(([arm, is]) => (is ? [arm] : []))).toEqual(arms);
  });

  it('nobody on foot is asked', () => {
    const { reached, report } = fromWest({ restriction: 'only_left_turn' }, PROFILES.walk);
    expect(reached).toEqual({ north: true, east: true, south: true });
    expect(report.turns).toEqual({ applied: 0, conditional: 0, unclear: 0, irrelevant: 0 });
  });

  it('who may not turn left goes on, turns round and comes back', () => {
    const town = createTown();
    const arms = cross(town);
    town.turn({ restriction: 'no_left_turn' }, [arms.west], arms.middle, [arms.north]);
    const { graph } = buildStreetGraph(town.source(), car);
    const search = createSearch(graph);
    const stop = (way: number, share: number): Stop => ({
      edge: edgesOfWay(graph, way)[0],
      share,
      access: 0,
    });
    search.run([stop(arms.west, 0)], 1e9);
    const arm = search.timeOf(stop(arms.west, 1));
    expect(search.timeOf(stop(arms.north, 1)) / arm).toBeCloseTo(4, 1);
  });

  it('no turning round', () => {
    const town = createTown();
    const arms = cross(town);
    town.turn({ restriction: 'no_u_turn' }, [arms.west], arms.middle, [arms.west]);
    const { graph, report } = buildStreetGraph(town.source(), car);
    expect(report.turns.applied).toBe(1);
    const search = createSearch(graph);
    const [edge] = edgesOfWay(graph, arms.west);
    search.run([{ edge, share: 0.5, access: 0 }], 1e9);
    const plain = buildStreetGraph({ ...town.source(), relations: [] }, car).graph;
    const free = createSearch(plain);
    free.run([{ edge, share: 0.5, access: 0 }], 1e9);
    expect(streetOf(graph, edge)).toBe(edge);
    expect(search.timeOf({ edge, share: 0.9, access: 0 })).toBe(free.timeOf({ edge, share: 0.9, access: 0 }));
  });

  it('counts what it leaves out', () => {
    const town = createTown();
    const arms = cross(town);
    const through = town.way(ROAD, town.put(-50, 50), arms.middle, town.put(50, -50));
    town.turn({ 'restriction:conditional': 'no_left_turn @ (22:00-06:00)' }, [arms.west], arms.middle, [
      arms.north,
    ]);
    town.turn({ restriction: 'no_left_turn' }, [through], arms.middle, [arms.north]);
    town.turn({ restriction: 'no_left_turn' }, [arms.west], arms.middle, []);
    town.turn({ restriction: 'no_left_turn' }, [arms.west], [], [arms.north]);
    town.turn({ restriction: 'no_left_turn' }, [arms.west], [arms.east], [arms.south]);
    town.turn({ restriction: 'only_left_turn' }, [arms.west], 999, [arms.north]);
    town.turn({ restriction: 'no_left_turn' }, [arms.west], arms.middle, [999]);
    town.turn({ restriction: 'no_left_turn', except: 'motor_vehicle' }, [arms.west], arms.middle, [
      arms.north,
    ]);
    const { graph, report } = buildStreetGraph(town.source(), car);
    expect(report.turns).toEqual({ applied: 0, conditional: 1, unclear: 5, irrelevant: 2 });
    expect(graph.twin).toBeUndefined();
    expect(turnMeaning({ type: 'multipolygon', restriction: 'no_left_turn' })).toBeUndefined();
  });

  it('points are put on streets, never on a turn, and isochrones follow', () => {
    const town = createTown();
    const arms = cross(town);
    town.turn({ restriction: 'only_straight_on' }, [arms.west], arms.middle, [arms.east]);
    const { graph } = buildStreetGraph(town.source(), car);
    const snapper = createSnapper(graph);
    const at = snapper.snap(121.5, 31.2, { minComponent: 1 });
    expect(typeof at).toBe('object');
    if (typeof at === 'string') return;
    expect(graph.metres[at.edge]).toBeGreaterThan(99);
    const search = createSearch(graph);
    const [west] = edgesOfWay(graph, arms.west);
    const whole = Math.min(graph.cost[2 * west], graph.cost[2 * west + 1]);
    search.run([{ edge: west, share: 0, access: 0 }], Math.round(1.5 * whole));
    const ways = new Set(reachedParts(search).map(({ edge }) => graph.way[edge]));
    expect([...ways].sort()).toEqual([arms.west, arms.east].sort());
    const [polygon] = createIsochroneMaker(graph, snapper).polygon(search).coordinates;
    const north = Math.max(...polygon[0].map(([, lat]) => lat));
    expect(north).toBeLessThan(31.2 + 40 / 111_195);
  });
});
