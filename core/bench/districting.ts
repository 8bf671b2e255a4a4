/**
 * Districting and household grids. Usage: node core/bench/districting.ts [districts] [grids] [--work N] [--households N]
 * `districts`: the published instances of ../shared/data (skipped without it), seed 1, N evaluations each, stopping at the
 * published value; `grids`: a generated district with two rivers, against its own band. Prints per row value, published value, bound,
 * processor seconds; the last line is JSON.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isContiguous } from '../src/districting/graph.ts';
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

const data = new URL('../../../shared/data/districting/validi-buchanan/', import.meta.url);
if (wants('districts') && existsSync(data)) {
  const rows = readFileSync(new URL('bestknown_cut_edges_contiguous.csv', data), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  for (const row of rows) {
    const [level, state, , , k, lower, upper, published, , provenOptimal] = row.split(',');
    const file = new URL(`${level}/${state}.json`, data);
    if (!existsSync(file)) continue;
    const { graph } = readNodeLink(readFileSync(file, 'utf8'));
    const problem = {
      graph,
      k: Number(k),
      lower: Number(lower),
      upper: Number(upper),
      objective: 'cut' as const,
    };
    let reached = false;
    const start = cpu();
    const answer = solveDistricts(problem, undefined, {
      workBudget: Number(option('work') ?? 6_000_000),
      shouldStop: () => reached,
      onProgress: ({ objective }) => {
        reached = objective <= Number(published);
      },
    });
    const line = {
      instance: `${level} ${state}`,
      units: graph.size,
      value: answer.objective,
      published: Number(published),
      publishedIsProven: provenOptimal === '1',
      bound: answer.bound,
      contiguous: answer.contiguous,
      work: answer.work.used,
      seconds: cpu() - start,
    };
    if (line.value < line.published)
      console.log(`!!! ${line.instance}: ${line.value} is better than the best known ${line.published}`);
    console.log(Object.values(line).join('\t'));
    result.districts.push(line);
  }
}

if (wants('grids')) {
  const households = Number(option('households') ?? 340_000);
  const random = createRandom(1);
  const buildings: GridBuilding[] = [];
  for (let left = households; left > 0; ) {
    const here = Math.min(left, 2 + random.int(30));
    buildings.push({
      lon: 121.4 + random.range(0, 0.12),
      lat: 31.15 + random.range(0, 0.1),
      households: here,
    });
    left -= here;
  }
  const river = (lon: number) => ({
    weight: Number.POSITIVE_INFINITY,
    line: [
      [lon, 31],
      [lon + 0.01, 31.4],
    ] as [number, number][],
  });
  const start = cpu();
  const plan = planGrids(buildings, { barriers: [river(121.43), river(121.47)] });
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
}
console.log(JSON.stringify(result));
