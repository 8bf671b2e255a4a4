// Dense linear assignment, verified by dual prices. Reference with --scipy: linear_sum_assignment on the same matrix. Last line: JSON.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOptimality, solveAssignment } from '../src/dispatch/linear-assignment.ts';
import { createRandom } from '../src/random.ts';

const withScipy = process.argv.includes('--scipy');
const folder = mkdtempSync(join(tmpdir(), 'renlin-bench-'));
const PYTHON = `
import numpy, sys, time
from scipy.optimize import linear_sum_assignment
a = numpy.fromfile(sys.argv[1]).reshape(int(sys.argv[2]), -1)
t = time.process_time(); r, c = linear_sum_assignment(a); print((time.process_time() - t) * 1000)
`;

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

const rows: Record<string, unknown>[] = [];
const exponents: Record<string, number> = {};
for (const kind of ['integer', 'real', 'plane'] as const) {
  const times: number[] = [];
  for (const n of [1250, 2500, 5000]) {
    const problem = { rows: n, columns: n, costs: costsOf(kind, n) };
    const before = process.cpuUsage();
    const result = solveAssignment(problem);
    const ms = process.cpuUsage(before).user / 1000;
    times.push(ms);
    if (result.status !== 'optimal') throw new Error('a complete problem is feasible');
    const row: Record<string, unknown> = {
      kind,
      n,
      ms,
      total: result.total,
      violation: checkOptimality(problem, result).violation,
    };
    if (withScipy) {
      const file = join(folder, 'costs');
      writeFileSync(file, new Uint8Array(problem.costs.buffer));
      const scipy = Number(execFileSync('python3', ['-c', PYTHON, file, String(n)], { encoding: 'utf8' }));
      Object.assign(row, { scipyMs: scipy, ratio: ms / scipy });
    }
    console.log(JSON.stringify(row));
    rows.push(row);
  }
  exponents[kind] = Math.log(times[2]! / times[0]!) / Math.log(4);
}
rmSync(folder, { recursive: true });
console.log(
  JSON.stringify({
    bench: 'dispatch',
    reference: withScipy ? 'scipy linear_sum_assignment' : 'none (give --scipy)',
    exponents,
    rows,
  }),
);
