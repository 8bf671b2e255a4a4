/**
 * Street graphs. Usage: node core/bench/network.ts [--graph FILE] [--points N]
 * Points lie in the densest quarter of the town.
 * FILE comes from `renlin graph build`; without it a seeded town of 260 × 260 corners is used. Prints preparation, N × N matrix by
 * hierarchy against plain Dijkstra over the whole graph in the same run, 15-minute reach sets and polygons, and checks that both
 * matrices are equal. Best of five; the last line is JSON. Ratios count, seconds depend on the machine.
 */
import { readFileSync } from 'node:fs';
import { randomTown } from '../fixtures/street-town.ts';
import { buildStreetGraph } from '../src/network/build.ts';
import { loadGraph, saveGraph } from '../src/network/codec.ts';
import { buildHierarchy } from '../src/network/contraction.ts';
import { createIsochroneMaker } from '../src/network/isochrone.ts';
import { travelTimes } from '../src/network/matrix.ts';
import { PROFILES } from '../src/network/profiles.ts';
import { createSearch } from '../src/network/search.ts';
import { createSnapper } from '../src/network/snap.ts';
import { createRandom } from '../src/random.ts';
import { pointsInTheCentre } from './street-points.ts';

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Processor seconds of the best of `times` runs. */
function best(times: number, run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const start = cpu();
    run();
    least = Math.min(least, cpu() - start);
  }
  return least;
}

const file = option('graph');
const graph =
  file === undefined
    ? buildStreetGraph(randomTown(createRandom('bench'), 260), { profile: PROFILES.walk }).graph
    : loadGraph(readFileSync(file));
const count = Number(option('points') ?? 500);
const snapper = createSnapper(graph);
const points = pointsInTheCentre(graph, snapper, count);
const search = createSearch(graph);

let hierarchy = buildHierarchy(graph);
const preparation = best(1, () => {
  hierarchy = buildHierarchy(graph);
});
let times = new Int32Array(0);
const matrix = best(5, () => {
  times = travelTimes(graph, hierarchy, points, points) as typeof times;
});
const sample = Math.min(20, points.length);
let different = 0;
const dijkstra =
  (best(3, () => {
    for (let i = 0; i < sample; i++) {
      search.run([points[i]], 1e9);
      for (let j = 0; j < points.length; j++)
        if (search.timeOf(points[j]) !== times[i * points.length + j]) different++;
    }
  }) *
    points.length) /
  sample;
let vertices = 0;
const set = best(5, () => {
  vertices = 0;
  for (const point of points) {
    search.run([point], 900_000);
    vertices += search.count;
  }
});
const maker = createIsochroneMaker(graph, snapper);
const drawn = Math.min(50, points.length);
const drawAll = (): void => {
  for (let i = 0; i < drawn; i++) {
    search.run([points[i]], 900_000);
    maker.polygon(search);
  }
};
const firstPolygon = best(1, drawAll);
const polygon = best(5, drawAll);
const save = best(3, () => {
  loadGraph(saveGraph(graph));
});
const result = {
  vertices: graph.vertexCount,
  edges: graph.edgeCount,
  points: points.length,
  preparationSeconds: preparation,
  shortcuts: hierarchy.shortcuts,
  matrixSeconds: matrix,
  dijkstraSeconds: dijkstra,
  ratio: dijkstra / matrix,
  different,
  reachMilliseconds: (1000 * set) / points.length,
  reachVertices: vertices / points.length,
  firstPolygonMilliseconds: (1000 * firstPolygon) / drawn,
  polygonMilliseconds: (1000 * polygon) / drawn,
  saveAndLoadSeconds: save,
};
for (const [name, value] of Object.entries(result)) console.log(`${name}: ${value}`);
console.log(JSON.stringify(result));
