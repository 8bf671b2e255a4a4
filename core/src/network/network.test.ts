import { describe, expect, it } from 'vitest';
import { createTown, randomTown, type TownDraft } from '../../fixtures/street-town.ts';
import { positionIn } from '../geometry/contains.ts';
import { createRandom } from '../random.ts';
import { blockerOf, borderOf } from './blockers.ts';
import { buildStreetGraph } from './build.ts';
import { edgesOfWay, withClosures } from './closures.ts';
import { GraphFileError, loadGraph, saveGraph } from './codec.ts';
import { buildHierarchy } from './contraction.ts';
import { catchmentScores, coverageOf, equityOf, isOpen, opportunityScores } from './coverage.ts';
import { sourceFromLines } from './from-lines.ts';
import { createIsochroneMaker, reachedParts } from './isochrone.ts';
import { travelTimes } from './matrix.ts';
import { nearestPlaces } from './nearest.ts';
import { PROFILES, type Profile, profileNamed } from './profiles.ts';
import { createSearch } from './search.ts';
import { createSnapper, type Snap, type Stop } from './snap.ts';
import { NO_WAY, type StreetGraph, type StreetTags } from './types.ts';
import { createLivingTimes } from './what-if.ts';

function graphOf(town: TownDraft, profile: Profile = PROFILES.walk): StreetGraph {
  return buildStreetGraph(town.source(), { profile }).graph;
}

function randomStops(graph: StreetGraph, count: number, seed: string): Stop[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => ({
    edge: random.int(graph.edgeCount),
    share: random.pick([0, 1, random.next()]),
    access: random.int(20_000),
  }));
}

/** Times between stops by Floyd and Warshall over the vertices: slow, short, and nothing shared with the code under test. */
function oracle(graph: StreetGraph, stops: readonly Stop[]): number[][] {
  const n = graph.vertexCount;
  const d = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) => (i === j ? 0 : Infinity)),
  );
  for (let e = 0; e < graph.edgeCount; e++) {
    const [a, b] = [graph.tail[e], graph.head[e]];
    if (graph.cost[2 * e] < NO_WAY) d[a][b] = Math.min(d[a][b], graph.cost[2 * e]);
    if (graph.cost[2 * e + 1] < NO_WAY) d[b][a] = Math.min(d[b][a], graph.cost[2 * e + 1]);
  }
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) d[i][j] = Math.min(d[i][j], d[i][k] + d[k][j]);
  const wayOf = (l: number): number => (graph.cost[l] < NO_WAY ? graph.cost[l] : Infinity);
  const part = (way: number, share: number): number =>
    way === Infinity ? Infinity : Math.round(way * share);
  return stops.map((s) =>
    stops.map((t) => {
      const [ahead, back] = [wayOf(2 * s.edge), wayOf(2 * s.edge + 1)];
      const rest = (way: number, share: number): number =>
        way === Infinity ? Infinity : way - Math.round(way * share);
      const leave = [part(back, s.share), rest(ahead, s.share)];
      const [ta, tb] = [wayOf(2 * t.edge), wayOf(2 * t.edge + 1)];
      const arrive = [part(ta, t.share), rest(tb, t.share)];
      const ends = (stop: Stop): number[] => [graph.tail[stop.edge], graph.head[stop.edge]];
      let best = Infinity;
      ends(s).forEach((u, i) => {
        ends(t).forEach((v, j) => {
          best = Math.min(best, leave[i] + d[u][v] + arrive[j]);
        });
      });
      if (s.edge === t.edge) {
        const way = s.share <= t.share ? ahead : back;
        if (way !== Infinity) best = Math.min(best, Math.abs(part(way, t.share) - part(way, s.share)));
      }
      best += s.access + t.access;
      return best === Infinity ? -1 : best;
    }),
  );
}

describe('building', () => {
  it('keeps what the profile may use, in seconds of its speed', () => {
    const town = createTown();
    const [a, b, c, d] = [town.put(0, 0), town.put(134, 0), town.put(134, 61), town.put(300, 61)];
    town.way({ highway: 'residential' }, a, b);
    town.way({ highway: 'steps' }, b, c);
    town.way({ highway: 'motorway' }, c, d);
    const walk = graphOf(town);
    expect(walk.edgeCount).toBe(2);
    expect([...walk.cost].map((ms) => Math.round(ms / 1000))).toEqual([100, 100, 100, 100]);
    expect(graphOf(town, PROFILES.wheelchair).edgeCount).toBe(1);
    expect(graphOf(town, PROFILES.vehicle).edgeCount).toBe(2);
    expect(graphOf(town, PROFILES.elder).cost[0]).toBeGreaterThan(walk.cost[0]);
  });

  it.each([
    [{ highway: 'footway', access: 'no' }, 0],
    [{ highway: 'footway', access: 'no', foot: 'yes' }, 1],
    [{ highway: 'trunk' }, 0],
    [{ highway: 'trunk', sidewalk: 'both' }, 1],
    [{ highway: 'primary', foot: 'use_sidepath' }, 0],
    [{ route: 'ferry' }, 0],
    [{ highway: 'construction' }, 0],
    [{ highway: 'service', access: 'private' }, 1],
  ])('uses %j on foot: %i', (tags, edges) => {
    const town = createTown();
    town.way(tags, town.put(0, 0), town.put(10, 0));
    town.way({ highway: 'path' }, town.put(0, 50), town.put(10, 50));
    expect(graphOf(town).edgeCount).toBe(1 + edges);
    if ('access' in tags && tags.access === 'private') {
      const { graph } = buildStreetGraph(town.source(), { profile: PROFILES.walk, privateWays: 'exclude' });
      expect(graph.edgeCount).toBe(1);
    }
  });

  it('ends ways at locked gates, lets open ones through, stops vehicles at bollards', () => {
    const reach = (tags: Record<string, string>, profile: Profile): number => {
      const town = createTown();
      const gate = town.put(50, 0, tags);
      town.way({ highway: 'service' }, town.put(0, 0), gate, town.put(100, 0));
      return graphOf(town, profile).componentSize.length;
    };
    expect(reach({ barrier: 'gate' }, PROFILES.walk)).toBe(1);
    expect(reach({ barrier: 'gate', locked: 'yes' }, PROFILES.walk)).toBe(2);
    expect(reach({ barrier: 'gate', access: 'no' }, PROFILES.walk)).toBe(2);
    expect(reach({ barrier: 'bollard' }, PROFILES.walk)).toBe(1);
    expect(reach({ barrier: 'bollard' }, PROFILES.vehicle)).toBe(2);
    expect(reach({ barrier: 'stile' }, PROFILES.wheelchair)).toBe(2);
  });

  it('drives one-way streets one way, walks them both ways', () => {
    const town = createTown();
    town.way({ highway: 'residential', oneway: 'yes' }, town.put(0, 0), town.put(100, 0));
    expect([...graphOf(town, PROFILES.vehicle).cost].map((c) => c < NO_WAY)).toEqual([true, false]);
    expect([...graphOf(town).cost].every((c) => c < NO_WAY)).toBe(true);
  });

  it('keeps those on foot out of the long tunnels of main roads, unless a sidewalk says otherwise', () => {
    const town = createTown();
    const at = [0, 100, 200, 500, 900].map((x) => town.put(x, 0));
    town.way({ highway: 'secondary' }, at[0], at[1]);
    town.way({ highway: 'secondary', tunnel: 'yes' }, at[1], at[2]);
    const long = town.way({ highway: 'secondary', tunnel: 'yes' }, at[2], at[3]);
    const beside = town.way({ highway: 'secondary', tunnel: 'yes', sidewalk: 'both' }, at[3], at[4]);
    const graph = graphOf(town);
    expect(edgesOfWay(graph, long)).toEqual([]);
    expect(edgesOfWay(graph, beside)).toHaveLength(1);
    expect(graph.edgeCount).toBe(3);
    expect(edgesOfWay(graphOf(town, PROFILES.vehicle), long)).toHaveLength(1);
  });

  it('numbers components by size and reports the largest share', () => {
    const town = createTown();
    town.way({ highway: 'path' }, town.put(0, 0), town.put(10, 0), town.put(20, 0));
    const hub = town.put(500, 0);
    for (let i = 0; i < 3; i++) town.way({ highway: 'path' }, hub, town.put(500 + i, 100));
    const { graph, report } = buildStreetGraph(town.source(), { profile: PROFILES.walk });
    expect([...graph.componentSize]).toEqual([4, 2]);
    expect(report.largestShare).toBeCloseTo(4 / 6);
  });

  it('names what is wrong', () => {
    expect(() => profileNamed('horse')).toThrow(/no "horse"; choose walk, elder/);
    expect(() => graphOf(createTown())).toThrow(/none may be used by profile "walk"/);
  });
});

describe('drawn lines', () => {
  it('joins ends cut apart, ties ends to sides, joins crossings, keeps bridges apart', () => {
    const { put, source } = createTown();
    const at = (east: number, north: number): [number, number] => {
      const id = put(east, north) - 1;
      return [source().nodes.lon[id], source().nodes.lat[id]];
    };
    const line = (id: number, tags: Record<string, string>, ...points: [number, number][]) => ({
      id,
      tags: { highway: 'path', ...tags },
      points,
    });
    const drawn = [
      line(1, {}, at(0, 0), at(100, 0)),
      line(2, {}, at(100.8, 0.3), at(200, 0)),
      line(3, {}, at(50, 40), at(50, 0.9)),
      line(4, {}, at(150, -30), at(150, 30)),
      line(5, { bridge: 'yes' }, at(20, -30), at(20, 30)),
    ];
    const rebuilt = sourceFromLines(drawn);
    expect(rebuilt.report).toEqual({ joinedEnds: 1, joinedSides: 1, joinedCrossings: 1 });
    const { graph } = buildStreetGraph(rebuilt.source, { profile: PROFILES.walk });
    expect([...graph.componentSize]).toEqual([8, 2]);
    const { graph: apart } = buildStreetGraph(sourceFromLines(drawn, { joinCrossings: false }).source, {
      profile: PROFILES.walk,
    });
    expect(apart.componentSize.length).toBe(3);
  });
});

/** A river along x with streets on both banks and one bridge at the east end. */
function riverTown(): { town: TownDraft; bridge: number } {
  const town = createTown();
  const south = [0, 200, 400, 600].map((x) => town.put(x, -20));
  const north = [0, 200, 400, 600].map((x) => town.put(x, 20));
  town.way({ highway: 'residential' }, ...south);
  town.way({ highway: 'residential' }, ...north);
  const bridge = town.way({ highway: 'residential', bridge: 'yes' }, south[3], north[3]);
  town.way({ natural: 'water' }, town.put(-100, -8), town.put(900, -8));
  town.way({ natural: 'water' }, town.put(-100, 8), town.put(900, 8));
  return { town, bridge };
}

function place(town: TownDraft, east: number, north: number): [number, number] {
  const id = town.put(east, north);
  const { lon, lat } = town.source().nodes;
  return [lon[id - 1], lat[id - 1]];
}

describe('snapping', () => {
  const { town } = riverTown();
  town.way({ barrier: 'wall' }, town.put(90, -60), town.put(90, -25), town.put(110, -25), town.put(110, -60));
  const graph = graphOf(town);
  const snapper = createSnapper(graph);
  const at = (east: number, north: number) => snapper.snap(...place(town, east, north), { maxMetres: 120 });

  it('takes the near bank although the far street is nearer', () => {
    const snap = at(300, -2) as Snap;
    // On an island between the banks nothing is reached without getting wet.
    expect(snap).toBe('blocked');
    const bank = at(300, -9) as Snap;
    expect(bank.lat).toBeLessThan(31.2);
    expect(bank.metres).toBeCloseTo(11, 0);
    expect(['left', 'right']).toContain(bank.side);
  });

  it('goes round a wall or not at all, and says why', () => {
    expect((at(100, -40) as Snap).metres ?? at(100, -40)).toBe('blocked');
    expect(at(-400, 20)).toBe('too-far');
    expect(snapper.snap(Number.NaN, 0)).toBe('not-a-position');
    const side = at(130, -40) as Snap;
    expect(side.metres).toBeCloseTo(20, 0);
    expect(side.access).toBe(Math.round((side.metres / 1.34) * 1000));
  });

  it('never crosses a motorway or a railway, and takes the farther street on its own side', () => {
    const town = createTown();
    town.way({ highway: 'residential' }, town.put(0, 0), town.put(1000, 0));
    town.way({ highway: 'residential' }, town.put(0, 90), town.put(1000, 90));
    town.way({ highway: 'motorway', oneway: 'yes' }, town.put(-50, 20), town.put(500, 20));
    town.way({ railway: 'rail' }, town.put(500, 20), town.put(800, 20));
    town.way({ highway: 'motorway', bridge: 'yes' }, town.put(800, 20), town.put(1050, 20));
    const around = createSnapper(graphOf(town));
    const streetAt = (east: number, north: number): number =>
      ((around.snap(...place(town, east, north)) as Snap).lat - 31.2) * 111_195.08;
    for (const x of [100, 300, 600]) {
      expect(streetAt(x, 30)).toBeCloseTo(90, 3);
      expect(streetAt(x, 10)).toBeCloseTo(0, 3);
    }
    // Under a viaduct one passes.
    expect(streetAt(900, 30)).toBeCloseTo(0, 3);
  });

  it('starts from the street that leads to a square, not from its rim', () => {
    const town = createTown();
    const corners = [town.put(0, 0), town.put(60, 0), town.put(60, 60), town.put(0, 60)];
    town.way({ highway: 'pedestrian', area: 'yes' }, ...corners, corners[0]);
    const street = town.way({ highway: 'residential' }, corners[0], town.put(-200, 0));
    const square = graphOf(town);
    const snap = createSnapper(square).snap(...place(town, 55, 55)) as Snap;
    expect(square.way[snap.edge]).toBe(street);
    expect(square.edgeCount).toBe(2);
  });

  it('never gets on in the middle of a bridge', () => {
    const snap = at(640, -15) as Snap;
    expect(graph.flags[snap.edge] & 2).toBe(0);
  });
});

describe('times', () => {
  it.each(['a', 'b', 'c', 'd', 'e', 'f'])(
    'hierarchy = Dijkstra = Floyd on random town %s, one-way streets included',
    (seed) => {
      const source = randomTown(createRandom(seed), 6);
      const { graph } = buildStreetGraph(source, { profile: PROFILES.walk });
      const stops = randomStops(graph, 14, seed);
      const expected = oracle(graph, stops);
      const matrix = travelTimes(graph, buildHierarchy(graph), stops, stops);
      const search = createSearch(graph);
      stops.forEach((stop, i) => {
        search.run([stop], NO_WAY - 1);
        expect(stops.map((other) => search.timeOf(other))).toEqual(expected[i]);
        expect([...matrix.subarray(i * 14, i * 14 + 14)]).toEqual(expected[i]);
        search.run([stop], NO_WAY - 1, 'to');
        expect(stops.map((other) => search.timeOf(other))).toEqual(expected.map((row) => row[i]));
      });
      const limit = 200_000;
      const cut = travelTimes(graph, buildHierarchy(graph), stops, stops, limit);
      expect([...cut]).toEqual(expected.flat().map((t) => (t > limit ? -1 : t)));
      const near = nearestPlaces(graph, stops.slice(0, 6), stops, { k: 3, limit });
      near.forEach((list, client) => {
        const all = stops.slice(0, 6).map((_, p) => ({ place: p, time: expected[client][p] }));
        const wanted = all
          .filter(({ time }) => time >= 0 && time <= limit)
          .sort((x, y) => x.time - y.time || x.place - y.place);
        expect(list.map(({ time }) => time)).toEqual(wanted.slice(0, 3).map(({ time }) => time));
      });
    },
  );

  it('symmetric towns take the short way through preparation and still agree', () => {
    const source = randomTown(createRandom('even'), 12);
    const { graph } = buildStreetGraph(
      { ...source, ways: source.ways.map((w) => ({ ...w, tags: { highway: 'path' } })) },
      { profile: PROFILES.walk },
    );
    const stops = randomStops(graph, 40, 'even');
    const matrix = travelTimes(graph, buildHierarchy(graph), stops, stops);
    const search = createSearch(graph);
    stops.forEach((stop, i) => {
      search.run([stop], NO_WAY - 1);
      expect([...matrix.subarray(i * 40, i * 40 + 40)]).toEqual(stops.map((other) => search.timeOf(other)));
    });
  });
});

describe('closures', () => {
  it.each(['k', 'l', 'm', 'n'])(
    'never shorten a path; living times equal a fresh search; town %s',
    (seed) => {
      const { graph } = buildStreetGraph(randomTown(createRandom(seed), 8), { profile: PROFILES.walk });
      const random = createRandom(`close ${seed}`);
      const stops = randomStops(graph, 3, seed);
      const living = createLivingTimes(graph, stops);
      const before = createSearch(graph);
      before.run(stops, NO_WAY - 1, 'to');
      const closed: number[] = [];
      for (let round = 0; round < 12; round++) {
        const edges = [random.int(graph.edgeCount), random.int(graph.edgeCount)];
        closed.push(...edges);
        const old = Array.from({ length: graph.vertexCount }, (_, v) => living.timeAt(v));
        const changes = living.close(edges);
        const fresh = createSearch(withClosures(graph, closed));
        fresh.run(stops, NO_WAY - 1, 'to');
        const changed = new Set(changes.map(({ vertex }) => vertex));
        for (let v = 0; v < graph.vertexCount; v++) {
          expect(living.timeAt(v)).toBe(fresh.timeAt(v));
          expect(changed.has(v)).toBe(old[v] !== fresh.timeAt(v));
          if (fresh.timeAt(v) >= 0) expect(fresh.timeAt(v)).toBeGreaterThanOrEqual(before.timeAt(v));
        }
      }
      living.reopen(closed);
      for (let v = 0; v < graph.vertexCount; v++) expect(living.timeAt(v)).toBe(before.timeAt(v));
    },
  );

  it('names an edge that is not there, and finds the edges of a road', () => {
    const { town, bridge } = riverTown();
    const graph = graphOf(town);
    expect(edgesOfWay(graph, bridge)).toHaveLength(1);
    expect(() => withClosures(graph, [99])).toThrow(/edge 99 is not in 0 … 2/);
    expect(() => createLivingTimes(graph, []).close([-1])).toThrow(/edges: -1/);
  });
});

describe('isochrones', () => {
  const { town, bridge } = riverTown();
  const graph = graphOf(town);
  const snapper = createSnapper(graph);
  const start = snapper.snap(...place(town, 10, -30)) as Snap;
  const holdsAt = (area: Parameters<typeof positionIn>[0], east: number, north: number) =>
    positionIn(area, place(town, east, north)) === 'inside';

  it('ends at the river without a bridge and crosses with one', () => {
    const maker = createIsochroneMaker(graph, snapper);
    const search = createSearch(graph);
    search.run([start], 300_000);
    const short = maker.polygon(search, { cell: 4 });
    expect(holdsAt(short, 200, -15)).toBe(true);
    expect(holdsAt(short, 200, 15)).toBe(false);
    // Both banks are within the margin of the southern street.
    for (let x = 0; x < 380; x += 7) expect(holdsAt(short, x, 10)).toBe(false);
    search.run([start], 900_000);
    const long = maker.polygon(search, { cell: 4 });
    expect(holdsAt(long, 200, 15)).toBe(true);
    const closed = createSearch(withClosures(graph, edgesOfWay(graph, bridge)));
    closed.run([start], 900_000);
    const cut = maker.polygon(closed, { cell: 4 });
    expect(holdsAt(cut, 560, -15)).toBe(true);
    for (let x = 0; x < 600; x += 13) expect(holdsAt(cut, x, 12)).toBe(false);
  });

  it('cuts edges where the time ends and keeps holes', () => {
    const square = createTown();
    const [a, b, c, d] = [square.put(0, 0), square.put(200, 0), square.put(200, 200), square.put(0, 200)];
    square.way({ highway: 'path' }, a, b, c, d, a);
    const ring = graphOf(square);
    const around = createSnapper(ring);
    const search = createSearch(ring);
    const at = around.snap(...place(square, 100, 0)) as Snap;
    search.run([at], 100_000);
    const metres = reachedParts(search).reduce(
      (sum, { edge, from, to }) => sum + (to - from) * ring.metres[edge],
      0,
    );
    expect(metres).toBeCloseTo(268, 0);
    search.run([at], 900_000);
    const area = createIsochroneMaker(ring, around).polygon(search, { margin: 20, cell: 5 });
    expect(area.coordinates.map((rings) => rings.length)).toEqual([2]);
    expect(positionIn(area, place(square, 100, 100))).toBe('outside');
    expect(positionIn(area, place(square, 100, 18))).toBe('inside');
    expect(positionIn(area, place(square, 100, 23))).toBe('outside');
  });

  it.each(['a', 'b', 'c'])('is the same from a maker that has drawn others before; town %s', (seed) => {
    const random = createRandom(seed);
    const wide = buildStreetGraph(randomTown(random, 14), { profile: PROFILES.walk }).graph;
    const around = createSnapper(wide);
    const worn = createIsochroneMaker(wide, around);
    const search = createSearch(wide);
    const stops = randomStops(wide, 8, seed);
    for (const stop of stops) {
      search.run([stop], 400_000);
      worn.polygon(search);
      worn.polygon(search, { margin: 15, cell: 6 });
    }
    for (const stop of stops) {
      search.run([stop], 60_000 + random.int(300_000));
      for (const options of [{}, { margin: 15, cell: 6 }]) {
        const drawn = worn.polygon(search, options);
        expect(drawn.coordinates.length).toBeGreaterThan(0);
        expect(drawn).toEqual(createIsochroneMaker(wide, around).polygon(search, options));
      }
    }
  });

  it('is empty where nothing is reached', () => {
    const search = createSearch(graph);
    search.run([], 1000);
    expect(createIsochroneMaker(graph, snapper).polygon(search).coordinates).toEqual([]);
  });
});

describe('files', () => {
  it('come back the same, from any offset, and say what is wrong with them', () => {
    const { graph } = buildStreetGraph(randomTown(createRandom('file'), 5), {
      profile: { ...PROFILES.walk, name: '慢' },
    });
    const bytes = saveGraph(graph);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(loadGraph(shifted.subarray(3))).toEqual(graph);
    const damaged = bytes.slice();
    damaged[bytes.length - 9] ^= 1;
    expect(() => loadGraph(damaged)).toThrow(/checksum/);
    expect(() => loadGraph(bytes.subarray(0, bytes.length - 8))).toThrow(/damaged or cut off/);
    const old = bytes.slice();
    old[8] = 99;
    expect(() => loadGraph(old)).toThrow(/version 99/);
    expect(() => loadGraph(new Uint8Array(40))).toThrow(GraphFileError);
  });
});

describe('borders between areas', () => {
  it.each<[StreetTags, ReturnType<typeof borderOf>, ReturnType<typeof blockerOf>]>([
    [{ railway: 'subway' }, { kind: 'metro', isAbove: false }, 'metro'],
    [{ railway: 'light_rail', bridge: 'viaduct', layer: '1' }, { kind: 'metro', isAbove: true }, undefined],
    [{ railway: 'subway', tunnel: 'yes', layer: '-2' }, undefined, undefined],
    [{ railway: 'rail' }, { kind: 'railway', isAbove: false }, 'railway'],
    [{ railway: 'rail', bridge: 'no' }, { kind: 'railway', isAbove: false }, 'railway'],
    [{ highway: 'motorway', bridge: 'yes' }, { kind: 'motorway', isAbove: true }, undefined],
    [{ waterway: 'river', tunnel: 'culvert' }, undefined, undefined],
    [{ barrier: 'wall', bridge: 'yes' }, undefined, undefined],
    [{ railway: 'tram' }, undefined, undefined],
  ])('%j', (tags, border, blocker) => {
    expect(borderOf(tags)).toEqual(border);
    expect(blockerOf(tags)).toBe(blocker);
  });
});

describe('coverage and scores', () => {
  const near = [
    [
      { place: 0, time: 100 },
      { place: 1, time: 300 },
    ],
    [{ place: 1, time: 500 }],
    [],
  ];
  const people = [
    { all: 10, over60: 4 },
    { all: 20, over60: 1 },
    { all: 5, over60: 5 },
  ];

  it('counts people by group, at a moment, with backup', () => {
    const places = [{}, { hours: [{ days: [1, 2, 3, 4, 5], from: 480, to: 1020 }] }];
    const base = { near, places, people, limit: 500 };
    expect(coverageOf(base).groups).toEqual({
      all: { covered: 30, total: 35, share: 30 / 35 },
      over60: { covered: 5, total: 10, share: 0.5 },
    });
    expect(coverageOf({ ...base, at: { day: 6, minute: 600 } }).uncovered).toEqual([1, 2]);
    expect(coverageOf({ ...base, times: 2 }).uncovered).toEqual([1, 2]);
    expect([...coverageOf(base).nearest]).toEqual([100, 500, -1]);
    expect(() => coverageOf({ ...base, people: [] })).toThrow(/0 entries for 3 clients/);
  });

  it('says which groups fall behind, and by how many people', () => {
    const groups = {
      all: { covered: 30, total: 40, share: 0.75 },
      over60: { covered: 5, total: 10, share: 0.5 },
      under7: { covered: 3, total: 6, share: 0.5 },
      nobody: { covered: 0, total: 0, share: 0 },
    };
    expect(equityOf({ groups })).toEqual({
      order: ['over60', 'under7', 'all'],
      spread: 0.25,
      missing: { over60: 2.5, under7: 1.5, all: 0 },
    });
    expect(equityOf({ groups: {} })).toEqual({ order: [], spread: 0, missing: {} });
  });

  it('more places never cover fewer', () => {
    const { graph } = buildStreetGraph(randomTown(createRandom('more'), 8), { profile: PROFILES.walk });
    const clients = randomStops(graph, 60, 'clients');
    const places = randomStops(graph, 8, 'places');
    let last = 0;
    for (let count = 0; count <= 8; count++) {
      const list = nearestPlaces(graph, places.slice(0, count), clients, { k: 2 });
      const { groups } = coverageOf({
        near: list,
        places: places.slice(0, count).map(() => ({})),
        people: clients.map(() => ({ all: 1 })),
        limit: 240_000,
      });
      expect(groups['all'].covered).toBeGreaterThanOrEqual(last);
      last = groups['all'].covered;
    }
    expect(last).toBeGreaterThan(0);
  });

  it('knows opening hours past midnight', () => {
    const night = [{ days: [7], from: 1320, to: 120 }];
    expect(isOpen(night, { day: 7, minute: 1400 })).toBe(true);
    expect(isOpen(night, { day: 1, minute: 60 })).toBe(true);
    expect(isOpen(night, { day: 2, minute: 60 })).toBe(false);
    expect(() => isOpen([{ days: [1], from: -1, to: 2 }], { day: 1, minute: 0 })).toThrow(/hours/);
  });

  it('scores opportunities, and catchments give out exactly the capacity that is reached', () => {
    expect([...opportunityScores(near, [2, 3], 400)]).toEqual([5, 0, 0]);
    expect(opportunityScores(near, [2, 3], 400, { kind: 'linear' })[0]).toBeCloseTo(2 * 0.75 + 3 * 0.25);
    expect(opportunityScores(near, [1, 0], 100, { kind: 'gauss' })[0]).toBeCloseTo(0.01);
    const users = [10, 20, 5];
    const scores = catchmentScores(near, [6, 9], users, 500);
    expect(scores.reduce((sum, score, i) => sum + score * users[i], 0)).toBeCloseTo(15);
    expect(scores[2]).toBe(0);
  });
});
