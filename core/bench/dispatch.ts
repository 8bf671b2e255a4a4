// Dense linear assignment, verified by dual prices, with scipy's linear_sum_assignment on the same matrices as the reference
// (left out where Python or scipy is missing), and every published instance of the OR-Library found beside the repository.
// Usage: dispatch.ts [instances] [dense] [--repeat N] [--size N] [--kind K]; no part named = both. Last line: JSON. Both solvers are timed by
// the processor time of their own process, in turns: waiting for others is left out, a machine that stands still is not, so each
// pair's own ratio is given too.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSharedFile } from '../fixtures/resilience-oracles.ts';
import { solveGeneralisedAssignment } from '../src/dispatch/generalised-assignment.ts';
import { checkOptimality, solveAssignment } from '../src/dispatch/linear-assignment.ts';
import {
  looksSparse,
  parseAssignment,
  parseGeneralisedAssignment,
  parseSparseAssignment,
} from '../src/dispatch/or-library.ts';
import { solveSparseAssignment } from '../src/dispatch/sparse-assignment.ts';
import { createRandom } from '../src/random.ts';

function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

const repeat = option('repeat', 3);
const onlySize = option('size', 0);
const kindAt = process.argv.indexOf('--kind');
const onlyKind = kindAt < 0 ? undefined : process.argv[kindAt + 1];
const parts: readonly string[] = ['instances', 'dense'];
const named = process.argv.slice(2).filter((word) => parts.includes(word));
const wants = (part: string): boolean => named.length === 0 || named.includes(part);
const folder = mkdtempSync(join(tmpdir(), 'renlin-bench-'));
const PYTHON = `
import numpy, sys, time
from scipy.optimize import linear_sum_assignment
a = numpy.fromfile(sys.argv[1]).reshape(int(sys.argv[2]), -1)
t = time.process_time(); r, c = linear_sum_assignment(a); print((time.process_time() - t) * 1000, a[r, c].sum())
`;

function scipyVersion(): string | null {
  try {
    return execFileSync('python3', ['-c', 'import scipy; print(scipy.__version__)'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
const scipy = scipyVersion();

function cpuMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000;
}

interface Instance {
  instance: string;
  status: string;
  value: number | null;
  published: number | null;
  bound: number | null;
  gap: number | null;
  cpuMs: number;
}

function show(row: Instance): Instance {
  console.log(JSON.stringify(row));
  return row;
}

/** Optima of the OR-Library's own list, by file. */
function assignmentRows(): Instance[] {
  const list = (findSharedFile('assignment/assignopt.txt') ?? '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => /^assign/.test(words[0]!));
  return list.flatMap(([name, published]) => {
    const text = findSharedFile(`assignment/${name}.txt`);
    if (text === undefined) return [];
    let result: ReturnType<typeof solveAssignment> | undefined;
    const cpuMs = cpuMilliseconds(() => {
      result = looksSparse(text)
        ? solveSparseAssignment(parseSparseAssignment(text))
        : solveAssignment(parseAssignment(text));
    });
    if (result?.status !== 'optimal') throw new Error(`${name} is feasible`);
    const { total, bound } = result;
    const gap = Math.abs(total - bound);
    return [
      show({
        instance: name!,
        status: 'optimal',
        value: total,
        published: Number(published),
        bound,
        gap,
        cpuMs,
      }),
    ];
  });
}

/** Optima of the OR-Library's readme (gap1…12, maximise) and of Chu & Beasley 1997 (gapa, gapb, minimise). */
function publishedGap(): Map<string, number[]> {
  const optima = new Map<string, number[]>([
    ['gapa', [1698, 3235, 1360, 2623, 1158, 2339]],
    ['gapb', [1843, 3552, 1407, 2827, 1166, 2339]],
  ]);
  let names: string[] = [];
  for (const line of (findSharedFile('gap/gap-optima-readme.txt') ?? '').split('\n')) {
    const heads = line.match(/\bgap\d+\b/g);
    if (heads && heads.length >= 4 && !line.includes(',')) {
      names = heads;
      for (const name of names) optima.set(name, []);
      continue;
    }
    const values = [...line.matchAll(/c\d+-\d\s+(\d+)/g)].map((m) => Number(m[1]));
    if (values.length === names.length)
      for (const [i, name] of names.entries()) optima.get(name)!.push(values[i]!);
  }
  return optima;
}

function gapRows(): Instance[] {
  return [...publishedGap()].flatMap(([name, optima]) => {
    const text = findSharedFile(`gap/${name}.txt`);
    if (text === undefined) return [];
    const goal = /^gap\d/.test(name) ? 'max' : 'min';
    return parseGeneralisedAssignment(text, goal).map((problem, k) => {
      let result: ReturnType<typeof solveGeneralisedAssignment> | undefined;
      const cpuMs = cpuMilliseconds(() => {
        result = solveGeneralisedAssignment(problem);
      });
      if (result?.status !== 'optimal' && result?.status !== 'feasible')
        throw new Error(`${name} is feasible`);
      const { status, value, bound, gap } = result;
      return show({
        instance: `${name}-${k + 1} (${problem.agents} × ${problem.jobs}, ${goal})`,
        status,
        value,
        published: optima[k] ?? null,
        bound,
        gap,
        cpuMs,
      });
    });
  });
}

function costsOf(kind: 'integer' | 'real' | 'plane', n: number): Float64Array {
  const random = createRandom(`bench-${kind}-${n}`);
  if (kind !== 'plane')
    return Float64Array.from({ length: n * n }, () =>
      kind === 'real' ? random.next() : 1 + random.int(100),
    );
  const p = Float64Array.from({ length: 4 * n }, () => random.next() * 1000);
  return Float64Array.from({ length: n * n }, (_, k) => {
    const i = Math.floor(k / n);
    const j = n + (k % n);
    return Math.sqrt((p[2 * i]! - p[2 * j]!) ** 2 + (p[2 * i + 1]! - p[2 * j + 1]!) ** 2);
  });
}

/** Ours and the reference in turns on one matrix. `ratio` is that of the least times, `pairs` are the ratios turn by turn. */
function denseRow(kind: 'integer' | 'real' | 'plane', n: number) {
  const problem = { rows: n, columns: n, costs: costsOf(kind, n) };
  const file = join(folder, 'costs');
  if (scipy) writeFileSync(file, new Uint8Array(problem.costs.buffer));
  const ours: number[] = [];
  const theirs: number[] = [];
  let scipyTotal: number | null = null;
  let result: ReturnType<typeof solveAssignment> | undefined;
  for (let k = 0; k < repeat; k++) {
    ours.push(
      cpuMilliseconds(() => {
        result = solveAssignment(problem);
      }),
    );
    if (!scipy) continue;
    const words = execFileSync('python3', ['-c', PYTHON, file, String(n)], { encoding: 'utf8' }).split(' ');
    theirs.push(Number(words[0]));
    scipyTotal = Number(words[1]);
  }
  if (result?.status !== 'optimal') throw new Error('a complete problem is feasible');
  const row = {
    kind,
    n,
    ms: Math.min(...ours),
    scipyMs: scipy ? Math.min(...theirs) : null,
    ratio: scipy ? Math.min(...ours) / Math.min(...theirs) : null,
    pairs: theirs.map((other, k) => ours[k]! / other),
    total: result.total,
    scipyTotal,
    violation: checkOptimality(problem, result).violation,
  };
  console.log(JSON.stringify(row));
  return row;
}

const instances = wants('instances') ? [...assignmentRows(), ...gapRows()] : [];
const kinds = (['plane', 'real', 'integer'] as const).filter(
  (kind) => onlyKind === undefined || kind === onlyKind,
);
const sizes = onlySize > 0 ? [onlySize] : [1250, 2500, 5000];
const rows = wants('dense') ? kinds.flatMap((kind) => sizes.map((n) => denseRow(kind, n))) : [];
const exponents =
  rows.length < 9
    ? null
    : Object.fromEntries(
        kinds.map((kind, k) => [kind, Math.log(rows[3 * k + 2]!.ms / rows[3 * k]!.ms) / Math.log(4)]),
      );
rmSync(folder, { recursive: true });
const largest = rows.filter((r) => r.n === 5000 && r.ratio !== null).map((r) => r.ratio!);
console.log(
  JSON.stringify({
    bench: 'dispatch',
    reference: scipy === null ? 'none (no scipy)' : `scipy ${scipy} linear_sum_assignment`,
    worstRatioAt5000: largest.length > 0 ? Math.max(...largest) : null,
    instances: instances.length,
    provedAndEqual: instances.filter((r) => r.status === 'optimal' && r.value === r.published).length,
    exponents,
    rows,
  }),
);
