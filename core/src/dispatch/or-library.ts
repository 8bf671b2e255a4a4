import type { AssignmentProblem } from './generalised-assignment.ts';
import type { DenseCosts } from './linear-assignment.ts';
import { type SparseCosts, sparseCosts } from './sparse-assignment.ts';

/**
 * Readers of the OR-Library text formats (J. E. Beasley, J. Opl Res. Soc. 41 (1990) 1069–1072).
 * All throw RangeError naming the position of the first token that does not fit.
 */
function tokens(text: string): () => number {
  const words = text.split(/\s+/).filter((word) => word !== '');
  let at = 0;
  return () => {
    if (at >= words.length)
      throw new RangeError(`the file ends after ${words.length} numbers; more were expected`);
    const value = Number(words[at]);
    if (!Number.isFinite(value)) throw new RangeError(`number ${at + 1} of the file is "${words[at]}"`);
    at++;
    return value;
  };
}

function count(next: () => number, what: string, limit: number): number {
  const value = next();
  if (!Number.isInteger(value) || value < 1 || value > limit)
    throw new RangeError(`${what} must be an integer in 1…${limit}, got ${value}`);
  return value;
}

/** `assignN`: n, then n × n costs. */
export function parseAssignment(text: string): DenseCosts {
  const next = tokens(text);
  const n = count(next, 'the number of rows', 30000);
  return { rows: n, columns: n, costs: Float64Array.from({ length: n * n }, next) };
}

/** `assignpN`: n, then lines of row, column, cost (from 1); pairs that are missing are forbidden. */
export function parseSparseAssignment(text: string): SparseCosts {
  const next = tokens(text);
  const n = count(next, 'the number of rows', 1e6);
  const pairs: [number, number, number][] = [];
  const words = text.split(/\s+/).filter((word) => word !== '').length - 1;
  if (words % 3 !== 0)
    throw new RangeError(`after n come triples, but ${words} numbers are not a multiple of three`);
  for (let k = 0; k < words / 3; k++) pairs.push([next() - 1, next() - 1, next()]);
  return sparseCosts(n, n, pairs);
}

/** True when a file is of the sparse kind: it does not hold n × n numbers after n. */
export function looksSparse(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const n = Number(words[0]);
  return words.length - 1 !== n * n && (words.length - 1) % 3 === 0;
}

/** `gap*`: number of problems; for each m, n, costs m × n, resources m × n, capacities m. The goal is not in the file. */
export function parseGeneralisedAssignment(text: string, goal: 'min' | 'max'): AssignmentProblem[] {
  const next = tokens(text);
  const problems = count(next, 'the number of problems', 10000);
  return Array.from({ length: problems }, () => {
    const agents = count(next, 'the number of agents', 10000);
    const jobs = count(next, 'the number of jobs', 100000);
    const cost = Float64Array.from({ length: agents * jobs }, next);
    const load = Float64Array.from({ length: agents * jobs }, next);
    const capacity = Float64Array.from({ length: agents }, next);
    return { agents, jobs, cost, load, capacity, goal };
  });
}
