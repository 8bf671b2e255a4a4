/**
 * Districting and household grids. Usage: node core/bench/districting.ts [districts] [grids] [--work N] [--households N]
 * `districts`: the published instances of ../shared/data (skipped without it), seed 1, N evaluations each, stopping at the
 * published value: counties and tracts by cut edges, Oklahoma's counties of 2020 by all three objectives, Arkansas's block groups, for which
 * nothing is published; `grids`: a generated district with two rivers, against its own band, at a quarter, half and all of its size. Prints per row value, published value, bound,
 * processor seconds; the last line is JSON.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isContiguous, type Objective } from '../src/districting/graph.ts';
import { type GridBuilding, planGrids } from '../src/districting/grids.ts';
import { readNodeLink } from '../src/districting/node-link.ts';
import { solveDistricts } from '../src/districting/solve.ts';
import { createRandom } from '../src/random.ts';

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const wants = (part: string): boolean =>
  process.argv.includes(part) || !['districts', 'grids'].some((p) => process.argv.includes(p));
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const result: { districts: unknown[]; grids: unknown[] } = { districts: [], grids: [] };

const data = new URL('../../../shared/data/districting/', import.meta.url);

type Instance = {
  readonly name: string;
  readonly file: string;
  readonly population?: string;
  readonly k: number;
  /** Largest distance from the mean, a share; or the band itself. */
  readonly band: number | readonly [lower: number, upper: number];
  readonly objective: Objective;
  readonly published?: number;
  readonly publishedIsProven?: boolean;
};

function solve({ name, file, population, k, band, objective, published, publishedIsProven }: Instance): void {
  const { graph } = readNodeLink(readFileSync(new URL(file, data), 'utf8'), population);
  const mean = graph.population.reduce((sum, p) => sum + p, 0) / k;
  const [lower, upper] =
    typeof band === 'number' ? [Math.ceil((1 - band) * mean), Math.floor((1 + band) * mean)] : band;
  // Published values of lengths and moments are given to twelve digits.
  const goal = published === undefined ? Number.NEGATIVE_INFINITY : published * (1 + 1e-11);
  let reached = false;
  const start = cpu();
  const answer = solveDistricts({ graph, k, lower, upper, objective }, undefined, {
    workBudget: Number(option('work') ?? 6_000_000),
    shouldStop: () => reached,
    onProgress: (progress) => {
      reached = progress.objective <= goal;
    },
  });
  const line = {
    instance: name,
    units: graph.size,
    k,
    objective,
    value: answer.objective,
    published,
    publishedIsProven,
    bound: answer.bound,
    contiguous: answer.contiguous,
    work: answer.work.used,
    seconds: cpu() - start,
  };
  if (published !== undefined && line.value < published * (1 - 1e-11))
    console.log(`!!! ${name}: ${line.value} is better than the best known ${published}`);
  console.log(Object.values(line).join('\t'));
  result.districts.push(line);
}

if (wants('districts') && existsSync(data)) {
  const rows = readFileSync(new URL('validi-buchanan/bestknown_cut_edges_contiguous.csv', data), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  for (const row of rows) {
    const [level, state, , , k, lower, upper, published, , provenOptimal] = row.split(',');
    const file = `validi-buchanan/${level}/${state}.json`;
    if (!existsSync(new URL(file, data))) continue;
    solve({
      name: `${level} ${state}`,
      file,
      k: Number(k),
      band: [Number(lower), Number(upper)],
      objective: 'cut',
      published: Number(published),
      publishedIsProven: provenOptimal === '1',
    });
  }
  const oklahoma = { cut: 39, perimeter: 12.45795932646, inertia: 8.40852443639e9 };
  for (const objective of ['cut', 'perimeter', 'inertia'] as const) {
    solve({
      name: 'county OK 2020',
      file: 'ok-county-2020/OK_county.json',
      population: 'P0010001',
      k: 5,
      band: 0.01,
      objective,
      published: oklahoma[objective],
      publishedIsProven: true,
    });
  }
  solve({
    name: 'block groups AR',
    file: 'gerrychain/AR_blockgroups.json',
    population: 'tot_pop_20',
    k: 4,
    band: 0.005,
    objective: 'cut',
  });
}

/** A generated district of so many households between two rivers, on a square that grows with them: processor seconds. */
function planDistrict(households: number): number {
  const random = createRandom(1);
  const side = Math.sqrt(households / 340_000);
  const buildings: GridBuilding[] = [];
  for (let left = households; left > 0; ) {
    const here = Math.min(left, 2 + random.int(30));
    buildings.push({
      lon: 121.4 + side * random.range(0, 0.12),
      lat: 31.15 + side * random.range(0, 0.1),
      households: here,
    });
    left -= here;
  }
  const river = (east: number) => ({
    weight: Number.POSITIVE_INFINITY,
    line: [
      [121.4 + side * east, 31],
      [121.4 + side * east + 0.01, 31.4],
    ] as [number, number][],
  });
  const start = cpu();
  const plan = planGrids(buildings, { barriers: [river(0.03), river(0.07)] });
  const line = {
    buildings: buildings.length,
    households,
    grids: plan.grids.length,
    outsideOfBand: plan.issues.length,
    contiguous: isContiguous(plan.graph, plan.gridOf, plan.grids.length),
    meanRadius: plan.grids.reduce((sum, { radius }) => sum + radius, 0) / plan.grids.length,
    seconds: cpu() - start,
  };
  console.log(
    Object.entries(line)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  );
  result.grids.push(line);
  return line.seconds;
}

if (wants('grids')) {
  const households = Number(option('households') ?? 340_000);
  // The first run also compiles.
  planDistrict(households / 4);
  const seconds = [households / 4, households / 2, households].map(planDistrict);
  console.log(`growth exponent: ${(Math.log(seconds[2] / seconds[0]) / Math.log(4)).toFixed(2)}`);
}
console.log(JSON.stringify(result));
