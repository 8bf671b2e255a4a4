/**
 * Walking times and isochrones against Valhalla on the same extract. Usage: node core/bench/valhalla.ts --graph FILE --valhalla FOLDER
 * [--points N]. FILE: a graph of profile `walk` (`renlin graph build`). FOLDER: where `@valhallajs/valhallajs` is installed and `config.json`
 * names the tiles built from the same map file; the package is too large to be a dependency. Both get the same points on streets and
 * one speed everywhere, without waits and penalties, so that only topology and access can differ. Every pair that deviates by more than
 * 10 % is traced to the street where the difference arises. Processor seconds; the last line is JSON.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { loadGraph } from '../src/network/codec.ts';
import { createIsochroneMaker } from '../src/network/isochrone.ts';
import { PROFILES } from '../src/network/profiles.ts';
import { createSearch } from '../src/network/search.ts';
import { createSnapper } from '../src/network/snap.ts';
import { NO_WAY } from '../src/network/types.ts';
import { pointsInTheCentre } from './street-points.ts';

type Place = { lat: number; lon: number };
type Cell = { distance: number | null; time: number | null };
type Edge = { way_id: number };
type Valhalla = {
  matrix(query: object): Promise<{ sources_to_targets: Cell[][] }>;
  isochrone(query: object): Promise<unknown>;
  route(query: object): Promise<{ trip: { legs: { shape: string }[] } }>;
  traceAttributes(query: object): Promise<{ edges: Edge[] }>;
};

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const [file, folder] = [option('graph'), option('valhalla')];
if (file === undefined || folder === undefined) {
  console.log('skipped: give --graph FILE and --valhalla FOLDER');
  process.exit(0);
}
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const { Actor } = createRequire(`${resolve(folder)}/`)('@valhallajs/valhallajs') as {
  Actor: { fromConfigFile(path: string): Promise<Valhalla> };
};
const actor = await Actor.fromConfigFile(`${resolve(folder)}/config.json`);
const { speed } = PROFILES.walk;
const costing = {
  costing: 'pedestrian',
  costing_options: {
    pedestrian: {
      walking_speed: speed * 3.6,
      step_penalty: 0,
      alley_factor: 1,
      walkway_factor: 1,
      sidewalk_factor: 1,
      driveway_factor: 1,
      elevator_penalty: 0,
      use_hills: 0.5,
      max_hiking_difficulty: 6,
      private_access_penalty: 0,
      service_penalty: 0,
      gate_penalty: 0,
      destination_only_penalty: 0,
    },
  },
};

const loaded = loadGraph(readFileSync(file));
const graph = {
  ...loaded,
  cost: loaded.cost.map((cost, l) =>
    cost >= NO_WAY ? NO_WAY : Math.max(1, Math.round((loaded.metres[l >> 1] / speed) * 1000)),
  ),
};
const count = Number(option('points') ?? 100);
const snapper = createSnapper(graph);
const points = pointsInTheCentre(graph, snapper, count).map((snap) => ({ ...snap, access: 0 }));
const places: Place[] = points.map(({ lat, lon }) => ({ lat, lon }));
const located = places.map((place) => ({ ...place, search_cutoff: 100, radius: 0 }));

let start = cpu();
const theirs = (await actor.matrix({ sources: located, targets: located, ...costing })).sources_to_targets;
const matrixOfValhalla = cpu() - start;
const search = createSearch(graph);
const ratios: number[] = [];
const deviating: { i: number; j: number; ours: number; valhalla: number }[] = [];
let onlyOne = 0;
start = cpu();
const ours = points.map((point) => {
  search.run([point], 1e9);
  return points.map((other) => search.timeOf(other) / 1000);
});
const dijkstra = cpu() - start;
for (let i = 0; i < count; i++) {
  for (let j = 0; j < count; j++) {
    const time = theirs[i][j].distance === null ? undefined : (theirs[i][j].distance! * 1000) / speed;
    if (i === j || (time ?? 0) < 60) continue;
    if (time === undefined || ours[i][j] < 0) {
      onlyOne++;
      continue;
    }
    ratios.push(ours[i][j] / time);
    if (Math.abs(ours[i][j] / time - 1) > 0.1) deviating.push({ i, j, ours: ours[i][j], valhalla: time });
  }
}
ratios.sort((a, b) => a - b);

/** Ways that Valhalla walks and our graph does not hold for this profile, or the other way round is the longer. */
const known = new Set(graph.way);
const reasons = new Map<string, number>();
const examples: string[] = [];
for (const { i, j, ours: own, valhalla } of deviating) {
  const { trip } = await actor.route({ locations: [located[i], located[j]], ...costing });
  const { edges } = await actor.traceAttributes({
    encoded_polyline: trip.legs[0].shape,
    shape_match: 'walk_or_snap',
    ...costing,
    filters: { attributes: ['edge.way_id'], action: 'include' },
  });
  const missing = [...new Set(edges.map(({ way_id }) => way_id).filter((way) => !known.has(way)))];
  const sameStart = edges[0]?.way_id === graph.way[points[i].edge];
  const sameEnd = edges[edges.length - 1]?.way_id === graph.way[points[j].edge];
  const reason =
    own < valhalla
      ? sameStart && sameEnd
        ? 'a shorter walk of ours'
        : 'other street at an end, ours shorter'
      : missing.length > 0
        ? 'Valhalla walks a way that the profile forbids'
        : sameStart && sameEnd
          ? 'a shorter walk of Valhalla on ways we hold'
          : 'other street at an end, ours longer';
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  if (examples.length < 12)
    examples.push(
      `${reason}: ${own.toFixed(0)} s against ${valhalla.toFixed(0)} s, ${places[i].lat.toFixed(5)},${places[i].lon.toFixed(5)} → ${places[j].lat.toFixed(5)},${places[j].lon.toFixed(5)} ways ${missing.slice(0, 4).join(' ')}`,
    );
}

const maker = createIsochroneMaker(graph, snapper);
start = cpu();
for (const place of places)
  await actor.isochrone({ locations: [place], contours: [{ time: 15 }], polygons: true, ...costing });
const isochroneOfValhalla = (1000 * (cpu() - start)) / count;
const draw = (): number => {
  const begin = cpu();
  for (const point of points) {
    search.run([point], 900_000);
    maker.polygon(search);
  }
  return (1000 * (cpu() - begin)) / count;
};
const firstIsochrone = draw();
const isochrone = Math.min(draw(), draw(), draw());
const result = {
  points: count,
  pairs: ratios.length,
  medianRatio: ratios[ratios.length >> 1],
  p01: ratios[Math.floor(ratios.length * 0.01)],
  p99: ratios[Math.floor(ratios.length * 0.99)],
  deviating: deviating.length,
  reachedByOneOnly: onlyOne,
  reasons: Object.fromEntries(reasons),
  matrixSecondsOfValhalla: matrixOfValhalla,
  dijkstraSeconds: dijkstra,
  isochroneMillisecondsOfValhalla: isochroneOfValhalla,
  firstIsochroneMilliseconds: firstIsochrone,
  isochroneMilliseconds: isochrone,
};
for (const example of examples) console.log(example);
for (const [name, value] of Object.entries(result)) console.log(`${name}: ${JSON.stringify(value)}`);
console.log(JSON.stringify(result));
