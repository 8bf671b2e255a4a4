import { describe, expect, it } from 'vitest';
import { findSharedFile } from '../../fixtures/resilience-oracles.ts';
import { createRandom } from '../random.ts';
import { explainPair } from './explain-pair.ts';
import { checkOptimality, type DenseCosts, solveAssignment } from './linear-assignment.ts';
import { looksSparse, parseAssignment, parseSparseAssignment } from './or-library.ts';
import { solveSparseAssignment, sparseCosts } from './sparse-assignment.ts';

const published = new Map(
  (findSharedFile('assignment/assignopt.txt') ?? '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => /^assign/.test(words[0]))
    .map(([name, value]) => [name, Number(value)]),
);

describe.skipIf(published.size === 0)('OR-Library assignment (skipped without ../shared/data)', () => {
  const files = [...published.keys()].filter(
    (name) => findSharedFile(`assignment/${name}.txt`) !== undefined,
  );

  it('has the instances that the readme promises', () => {
    expect(files.length).toBeGreaterThanOrEqual(6);
  });

  it.each(files)('reaches and proves the published optimum of %s', (name) => {
    const text = findSharedFile(`assignment/${name}.txt`)!;
    if (looksSparse(text)) {
      const result = solveSparseAssignment(parseSparseAssignment(text));
      expect(result).toMatchObject({ status: 'optimal', total: published.get(name) });
      if (result.status === 'optimal') expect(result.bound).toBeCloseTo(result.total, 6);
      return;
    }
    const problem = parseAssignment(text);
    const result = solveAssignment(problem);
    expect(result).toMatchObject({ status: 'optimal', total: published.get(name) });
    if (result.status === 'optimal')
      expect(checkOptimality(problem, result)).toEqual({ violation: 0, gap: 0 });
  });
});

/** Exhaustive optimum of a small problem. */
function brute({ rows, columns, costs }: DenseCosts): number {
  if (rows > columns) {
    const turned = Float64Array.from(
      { length: rows * columns },
      (_, k) => costs[(k % rows) * columns + Math.floor(k / rows)],
    );
    return brute({ rows: columns, columns: rows, costs: turned });
  }
  let best = Number.POSITIVE_INFINITY;
  function go(i: number, used: number, sum: number): void {
    if (i === rows) {
      best = Math.min(best, sum);
      return;
    }
    for (let j = 0; j < columns; j++)
      if (!(used & (1 << j))) go(i + 1, used | (1 << j), sum + costs[i * columns + j]);
  }
  go(0, 0, 0);
  return best;
}

/** Without any one of the named rows the others find columns: the conflict blames nobody in vain. */
function expectSmallestConflict({ columns, costs }: DenseCosts, conflict: readonly number[]): void {
  for (const spared of conflict) {
    const rest = conflict.filter((i) => i !== spared);
    if (rest.length === 0) continue;
    const kept = Float64Array.from(rest.flatMap((i) => [...costs.subarray(i * columns, (i + 1) * columns)]));
    expect(solveAssignment({ rows: rest.length, columns, costs: kept }).status).toBe('optimal');
  }
}

describe('solveAssignment', () => {
  it('equals exhaustive search on 400 small problems of every shape, ties and forbidden pairs included', () => {
    const random = createRandom('assignment');
    let infeasible = 0;
    for (let round = 0; round < 400; round++) {
      const rows = 1 + random.int(6);
      const columns = 1 + random.int(6);
      const top = [3, 10, 1000][round % 3];
      const holes = round % 4 === 0 ? 0.4 : 0;
      const costs = Float64Array.from({ length: rows * columns }, () =>
        random.next() < holes
          ? Number.POSITIVE_INFINITY
          : round % 5 === 0
            ? random.next() - 0.5
            : random.int(top),
      );
      const problem = { rows, columns, costs };
      const result = solveAssignment(problem);
      const best = brute(problem);
      if (result.status === 'infeasible') {
        infeasible++;
        expect(best).toBe(Number.POSITIVE_INFINITY);
        if (rows <= columns) expectSmallestConflict(problem, result.rows);
        // Hall: the named side has more members than the neighbours it has
        const [many, few] = rows <= columns ? [result.rows, result.columns] : [result.columns, result.rows];
        expect(few.length).toBeLessThan(many.length);
        for (const a of many) {
          for (let b = 0; b < Math.max(rows, columns); b++) {
            const at = rows <= columns ? a * columns + b : b * columns + a;
            if (!few.includes(b) && b < (rows <= columns ? columns : rows))
              expect(costs[at]).toBe(Number.POSITIVE_INFINITY);
          }
        }
        continue;
      }
      expect(result.total).toBeCloseTo(best, 9);
      const proof = checkOptimality(problem, result);
      expect(proof.violation).toBeLessThan(1e-9);
      expect(Math.abs(proof.gap)).toBeLessThan(1e-9);
      expect(new Set([...result.columnOf].filter((j) => j >= 0)).size).toBe(Math.min(rows, columns));
    }
    expect(infeasible).toBeGreaterThan(10);
  });

  it('proves itself on a larger square with real costs, and dense and sparse agree', () => {
    const random = createRandom('large');
    const n = 150;
    const costs = Float64Array.from({ length: n * n }, () => random.next());
    const result = solveAssignment({ rows: n, columns: n, costs });
    const sparse = solveSparseAssignment(
      sparseCosts(
        n,
        n,
        Array.from(costs, (c, k) => [Math.floor(k / n), k % n, c] as const),
      ),
    );
    if (result.status !== 'optimal' || sparse.status !== 'optimal')
      throw new Error('a complete problem is feasible');
    const proof = checkOptimality({ rows: n, columns: n, costs }, result);
    expect(proof.violation).toBeLessThan(1e-12);
    expect(sparse.total).toBeCloseTo(result.total, 10);
  });

  it('errors name the place and the value', () => {
    expect(() =>
      solveAssignment({ rows: 2, columns: 2, costs: Float64Array.of(1, 2, Number.NaN, 4) }),
    ).toThrow('costs[1][0] is NaN');
    expect(() => solveAssignment({ rows: 2, columns: 2, costs: Float64Array.of(1) })).toThrow(
      '1 entries, not 2 × 2',
    );
    expect(() => parseAssignment('2 1 2 x 4')).toThrow('number 4 of the file is "x"');
    expect(() => parseAssignment('2 1 2')).toThrow('the file ends after 3 numbers; 2 more were expected');
    // told before room is made for 900,000,000 numbers
    expect(() => parseAssignment('30000 1 2')).toThrow('899999998 more were expected');
    expect(() => parseAssignment('1 4 5')).toThrow('number 3 of the file, "5", comes after the last one');
    expect(() => parseAssignment('0')).toThrow(
      'number 1 of the file, the number of rows, must be an integer',
    );
    expect(() => parseSparseAssignment('2 1 3 9')).toThrow(
      'number 3 of the file, a column, must be an integer in 1…2, got 3',
    );
    expect(() => sparseCosts(2, 2, [[0, 5, 1]])).toThrow('pairs[0].column is 5');
  });

  it('sparse: two tasks that only one person can do are named as the conflict', () => {
    const result = solveSparseAssignment(
      sparseCosts(3, 3, [
        [0, 0, 1],
        [1, 1, 5],
        [1, 2, 1],
        [2, 0, 2],
      ]),
    );
    expect(result).toEqual({ status: 'infeasible', rows: [0, 2], columns: [0] });
  });
});

describe('explainPair', () => {
  it('says what the nearer volunteer would cost the others', () => {
    // volunteer 0 is nearest to both callers, but caller 1 has nobody else near
    const problem = { rows: 2, columns: 2, costs: Float64Array.of(3, 5, 4, 30) };
    const result = solveAssignment(problem);
    if (result.status !== 'optimal') throw new Error('feasible');
    expect([...result.columnOf]).toEqual([1, 0]);
    expect(explainPair(problem, result, 0, 0)).toEqual({
      row: 0,
      column: 0,
      extraCost: 24,
      moves: [
        { row: 0, from: 1, to: 0 },
        { row: 1, from: 0, to: 1 },
      ],
    });
    expect(explainPair(problem, result, 0, 1)).toEqual({ row: 0, column: 1, extraCost: 0, moves: [] });
  });

  it('equals the best of all plans that hold the pair, in every shape, ties and forbidden pairs included', () => {
    const random = createRandom('explain');
    let impossible = 0;
    for (let round = 0; round < 300; round++) {
      const rows = 1 + random.int(5);
      const columns = round % 2 === 0 ? rows : 1 + random.int(5);
      const costs = Float64Array.from({ length: rows * columns }, () =>
        random.next() < 0.2 ? Number.POSITIVE_INFINITY : random.int(round % 3 === 0 ? 3 : 50),
      );
      const result = solveAssignment({ rows, columns, costs });
      if (result.status !== 'optimal') continue;
      const row = random.int(rows);
      const column = random.int(columns);
      const { extraCost, moves } = explainPair({ rows, columns, costs }, result, row, column);
      const held = costs.map((c, k) => {
        const [i, j] = [Math.floor(k / columns), k % columns];
        return (i === row) === (j === column) ? c : Number.POSITIVE_INFINITY;
      });
      const best = brute({ rows, columns, costs: held });
      if (best === Number.POSITIVE_INFINITY) impossible++;
      expect(extraCost).toBe(best - result.total);
      const plan = Array.from(result.columnOf);
      for (const move of moves) {
        expect(plan[move.row]).toBe(move.from);
        plan[move.row] = move.to;
      }
      if (extraCost < Number.POSITIVE_INFINITY) {
        expect(plan[row]).toBe(column);
        const seated = plan.filter((j) => j >= 0);
        expect(new Set(seated).size).toBe(Math.min(rows, columns));
      } else expect(moves).toEqual([]);
    }
    expect(impossible).toBeGreaterThan(10);
  });
});
