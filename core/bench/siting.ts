/**
 * Siting against published optima. Usage: node core/bench/siting.ts [pmed large mclp lscp spopt cpmp cflp districting] [--time-limit S] [--only NAME,NAME]
 * Reads ../shared/data next to the repository. Prints one line per instance (value, published, bound, gap, wall and processor seconds),
 * then the reference measured in the same run (HiGHS on pmed1 as a mixed-integer model) and one line of JSON.
 * The limit is of processor seconds, what an idle core would take; on a busy machine wall seconds say more about the neighbours.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../src/random.ts';
import { solveCapacitatedLocation, solveCapacitatedMedian } from '../src/siting/capacitated.ts';
import { solveCover, withinRadius } from '../src/siting/cover.ts';
import { addColumn, addRow, createMipModel, loadMipSolver, solveMip } from '../src/siting/exact-mip.ts';
import {
  floorDistances,
  readOrlibCover,
  readOrlibLocation,
  readOrlibMedian,
  readPmedcap,
  readTsplibPoints,
} from '../src/siting/formats.ts';
import { solveMaxCover } from '../src/siting/mclp.ts';
import { solveMedian, weightedCosts } from '../src/siting/median.ts';
import { coverWithin } from '../src/siting/planning.ts';
import type { SitingAnswer, SitingControl } from '../src/siting/types.ts';
import { createMeter } from '../src/siting/work.ts';

const data = new URL('../../../shared/data/', import.meta.url);
if (!existsSync(data)) {
  console.log('skipped: ../shared/data is missing');
  process.exit(0);
}
const args = process.argv.slice(2);
const limitAt = args.indexOf('--time-limit');
const limit = limitAt >= 0 ? Number(args.splice(limitAt, 2)[1]) : 60;
const onlyAt = args.indexOf('--only');
const only = onlyAt >= 0 ? args.splice(onlyAt, 2)[1] : undefined;
const wanted =
  args.length > 0 ? args : ['pmed', 'mclp', 'lscp', 'spopt', 'cpmp', 'cflp', 'large', 'districting'];
const highs = await loadMipSolver();

type Line = {
  set: string;
  name: string;
  value: number;
  published: number | null;
  bound: number;
  proven: boolean;
  wall: number;
  cpu: number;
  work: number;
};
const lines: Line[] = [];

function read(path: string): string {
  return readFileSync(new URL(path, data), 'utf8');
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function measure(
  set: string,
  name: string,
  published: number | null,
  solve: (control: SitingControl) => SitingAnswer,
): void {
  if (only !== undefined && !only.split(',').some((one) => name.startsWith(one))) return;
  const wallStart = performance.now();
  const cpuStart = cpu();
  // Limits are of processor time: what an idle core would take, whoever else is at work on the machine.
  const answer = solve({ now: () => cpu() * 1000, timeLimitSeconds: limit, seed: 1 });
  const line = {
    set,
    name,
    value: answer.objective,
    published,
    bound: answer.bound,
    proven: answer.proven,
    wall: (performance.now() - wallStart) / 1000,
    cpu: cpu() - cpuStart,
    work: answer.work.used,
  };
  lines.push(line);
  report(line);
}

function report({ set, name, value, published, bound, proven, wall, cpu: seconds }: Line): void {
  const off = published === null ? '' : ` ${(100 * (value / published - 1)).toFixed(3)} %`;
  const gap = (100 * Math.abs(value - bound)) / Math.max(1e-9, Math.abs(value));
  console.log(
    `${set} ${name}: ${value} (published ${published ?? '–'}${off}) bound ${bound} gap ${gap.toFixed(3)} % ` +
      `${proven ? 'proven' : 'open'} ${wall.toFixed(2)} s wall ${seconds.toFixed(2)} s cpu`,
  );
}

/** HiGHS on pmed1 in the usual strong formulation: seconds of processor time. */
function reference(): number {
  const { matrix, p } = readOrlibMedian(read('orlib-pmed/pmed1.txt'));
  const { clients: n, sites: m, cost } = matrix;
  const model = createMipModel();
  for (let j = 0; j < m; j++) addColumn(model, 0, 1, true);
  for (let k = 0; k < n * m; k++) addColumn(model, cost[k], 1, false);
  for (let i = 0; i < n; i++) {
    addRow(model, 1, 1, Array.from({ length: m }, (_, j) => [m + i * m + j, 1]).flat());
    for (let j = 0; j < m; j++) addRow(model, Number.NEGATIVE_INFINITY, 0, [m + i * m + j, 1, j, -1]);
  }
  addRow(model, p, p, Array.from({ length: m }, (_, j) => [j, 1]).flat());
  const start = cpu();
  const result = solveMip(highs, model, createMeter({}), 1);
  if (Math.round(result.objective) !== 5819) throw new Error(`the reference went wrong: ${result.objective}`);
  return cpu() - start;
}

/** `n` random points of the unit square, each a client and a site, within reach of each other up to `radius`. */
function randomCover(n: number, radius: number, seed: number) {
  const random = createRandom(seed);
  const x = Float64Array.from({ length: n }, () => random.next());
  const y = Float64Array.from({ length: n }, () => random.next());
  const weight = Array.from({ length: n }, () => 1 + random.int(100));
  const coveredBy = Array.from({ length: n }, (_, i) => {
    const row: number[] = [];
    for (let j = 0; j < n; j++) if ((x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 <= radius * radius) row.push(j);
    return row;
  });
  return { clients: n, sites: n, coveredBy, weight };
}

/** San Francisco: metres on the network from 205 tracts to 16 stores, and the people of each tract. */
function sanFrancisco() {
  const rows = read('spopt/SF_network_distance_candidateStore_16_censusTract_205_new.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
  const sites = [...new Set(rows.map(([, store = '']) => store))];
  const tracts = [...new Set(rows.map(([, , tract = '']) => tract))];
  const cost = new Float64Array(tracts.length * sites.length).fill(Number.POSITIVE_INFINITY);
  const weight = new Float64Array(tracts.length);
  for (const [metres, store = '', tract = '', people] of rows) {
    cost[tracts.indexOf(tract) * sites.length + sites.indexOf(store)] = Number(metres);
    weight[tracts.indexOf(tract)] = Number(people);
  }
  return { matrix: { clients: tracts.length, sites: sites.length, cost }, weight };
}

/** Slope of log(processor time) over log(n) for three sizes of random points, p = n / 20. */
function growth(): number {
  const seconds: number[] = [];
  const sizes = [200, 400, 800];
  for (const n of sizes) {
    const random = createRandom(`growth ${n}`);
    const x = Float64Array.from({ length: n }, () => random.range(0, 10000));
    const y = Float64Array.from({ length: n }, () => random.range(0, 10000));
    const start = cpu();
    solveMedian(
      { matrix: floorDistances({ x, y }), p: n / 20 },
      { now: () => cpu() * 1000, timeLimitSeconds: limit },
    );
    seconds.push(cpu() - start);
  }
  return Math.log(seconds[2]! / seconds[0]!) / Math.log(sizes[2]! / sizes[0]!);
}

const sets: Record<string, () => void> = {
  pmed() {
    const optima = new Map(
      read('orlib-pmed/pmedopt.txt')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .map(([name = '', value = '']) => [name, Number(value)] as const),
    );
    for (let k = 1; k <= 40; k++) {
      if (!existsSync(new URL(`orlib-pmed/pmed${k}.txt`, data))) continue;
      const { matrix, p } = readOrlibMedian(read(`orlib-pmed/pmed${k}.txt`));
      measure('pmed', `pmed${k}`, optima.get(`pmed${k}`) ?? null, (control) =>
        solveMedian({ matrix, p }, control, highs),
      );
    }
  },
  large() {
    const rows = read('tsplib-pmedian/bestknown_duran-mateluna2023.csv').trim().split('\n').slice(1);
    for (const row of rows) {
      const [name = '', , p = '', best = ''] = row.split(',');
      if (!existsSync(new URL(`tsplib-pmedian/${name}.tsp`, data))) continue;
      if (!['5', '20', '50', '100', '300', '500'].includes(p)) continue;
      const matrix = floorDistances(readTsplibPoints(read(`tsplib-pmedian/${name}.tsp`)));
      measure('large', `${name} p=${p}`, Number(best), (control) =>
        solveMedian({ matrix, p: Number(p) }, control, highs),
      );
    }
  },
  mclp() {
    for (const [n, radius, p] of [
      [500, 0.1, 10],
      [1000, 0.08, 15],
      [2000, 0.0675, 10],
      [2000, 0.0675, 20],
      [2000, 0.0675, 30],
    ] as const) {
      const instance = randomCover(n, radius, 7);
      measure('mclp', `random n=${n} p=${p}`, null, (control) => solveMaxCover({ ...instance, p }, control));
    }
  },
  lscp() {
    const best = new Map(
      read('scp/bestknown_fontanf.csv')
        .trim()
        .split('\n')
        .map((line) => line.split(','))
        // The same files are listed again with all costs one.
        .filter((cells) => cells[4] === '0')
        .map((cells) => [/(\w+)\.txt/.exec(cells[0] ?? '')?.[1] ?? '', Number(cells.at(-2))] as const),
    );
    for (const file of readdirSync(new URL('scp/', data))) {
      const name = /^(scp\w+)\.txt$/.exec(file)?.[1];
      if (name === undefined) continue;
      const instance = readOrlibCover(read(`scp/${file}`));
      measure('lscp', name, best.get(name) ?? null, (control) => solveCover(instance, control, highs));
    }
    for (const [n, radius] of [
      [400, 0.125],
      [1000, 0.08],
      [2000, 0.058],
    ] as const) {
      const { weight: _weight, ...instance } = randomCover(n, radius, 7);
      measure('lscp', `random n=${n} r=${radius}`, null, (control) =>
        solveCover(instance, { ...control, timeLimitSeconds: Math.min(limit, 20) }, highs),
      );
    }
  },
  spopt() {
    const { matrix, weight } = sanFrancisco();
    const { clients, sites } = matrix;
    measure('spopt', 'SF 205 × 16, p-median p=4, metres · people', null, (control) =>
      solveMedian({ matrix: weightedCosts(matrix, weight), p: 4 }, control, highs),
    );
    measure('spopt', 'SF 205 × 16, maximal covering p=4, 5,000 m, people', null, (control) =>
      solveMaxCover({ clients, sites, coveredBy: withinRadius(matrix, 5000), weight, p: 4 }, control),
    );
    measure('spopt', 'SF 205 × 16, covering, 5,000 m', null, (control) =>
      coverWithin({ matrix, radius: 5000 }, control, highs),
    );
  },
  /** The bench of districting, part of the same table. */
  districting() {
    const { stdout } = spawnSync(
      process.execPath,
      [fileURLToPath(new URL('districting.ts', import.meta.url)), 'districts'],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const rows = stdout.trim().split('\n');
    const { districts } = JSON.parse(rows.pop() ?? '') as {
      districts: {
        instance: string;
        objective: string;
        value: number;
        published?: number;
        bound: number;
        work: number;
        seconds: number;
      }[];
    };
    for (const { instance, objective, value, published, bound, work, seconds } of districts) {
      const line = {
        set: 'districting',
        name: `${instance} ${objective}`,
        value,
        published: published ?? null,
        bound,
        proven: value <= bound,
        wall: seconds,
        cpu: seconds,
        work,
      };
      lines.push(line);
      report(line);
    }
  },
  cpmp() {
    for (let k = 1; k <= 20; k++) {
      const instance = readPmedcap(read(`pmedcap/pmedcap1_${k}.txt`));
      measure('cpmp', `pmedcap${k}`, instance.published, (control) =>
        solveCapacitatedMedian(instance, highs, control),
      );
    }
  },
  cflp() {
    const best = new Map(
      read('cflp/bounds_martinelli.txt')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .map(([name = '', value = '']) => [name, Number(value)] as const),
    );
    for (const file of readdirSync(new URL('cflp/', data)).sort()) {
      const name = /^(cap\w+)\.txt$/.exec(file)?.[1];
      if (name === undefined) continue;
      const capacities = name === 'capa' ? [8000, 10000, 12000, 14000] : [undefined];
      for (const capacity of capacities) {
        const instance = readOrlibLocation(read(`cflp/${file}`), capacity);
        const label = capacity === undefined ? name : `${name}_${capacity}`;
        measure('cflp', label, best.get(label) ?? null, (control) =>
          solveCapacitatedLocation(instance, highs, control),
        );
      }
    }
  },
};

for (const name of wanted) {
  const set = sets[name];
  if (set === undefined)
    throw new Error(`unknown set "${name}"; choose from ${Object.keys(sets).join(', ')}`);
  set();
}
const base = reference();
const pmed = lines.filter((line) => line.set === 'pmed');
const pmedCpu = pmed.reduce((sum, line) => sum + line.cpu, 0);
const exponent = growth();
console.log(
  `reference: HiGHS on pmed1 ${base.toFixed(2)} s cpu; growth exponent of proof time n = 200 … 800: ${exponent.toFixed(2)}`,
);
console.log(
  JSON.stringify({
    reference: 'HiGHS 1.15.3 on pmed1',
    referenceCpu: base,
    exponent,
    pmed: {
      proven: pmed.filter((line) => line.proven).length,
      of: pmed.length,
      cpu: pmedCpu,
      ratio: pmedCpu / base,
    },
    lines,
  }),
);
