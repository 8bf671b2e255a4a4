import type { AssignmentProblem } from './generalised-assignment.ts';
import type { DenseCosts } from './linear-assignment.ts';
import { type SparseCosts, sparseCosts } from './sparse-assignment.ts';

/**
 * Readers of the OR-Library text formats (J. E. Beasley, J. Opl Res. Soc. 41 (1990) 1069–1072).
 * All throw RangeError naming the position of the first number that does not fit, or how many numbers are missing or left over.
 */
interface Numbers {
  next(): number;
  /** A whole number in 1…limit. */
  count(what: string, limit: number): number;
  /** So many numbers at once; told before room is made for them when the file holds fewer. */
  many(amount: number): Float64Array;
  left(): number;
  /** Nothing may follow. */
  end(): void;
}

function numbersOf(text: string): Numbers {
  const words = text.split(/\s+/).filter((word) => word !== '');
  let at = 0;
  function next(): number {
    if (at >= words.length)
      throw new RangeError(`the file ends after ${words.length} numbers; more were expected`);
    const value = Number(words[at]);
    if (!Number.isFinite(value)) throw new RangeError(`number ${at + 1} of the file is "${words[at]}"`);
    at++;
    return value;
  }
  return {
    next,
    count(what, limit) {
      const value = next();
      if (!Number.isInteger(value) || value < 1 || value > limit)
        throw new RangeError(
          `number ${at} of the file, ${what}, must be an integer in 1…${limit}, got ${value}`,
        );
      return value;
    },
    many(amount) {
      if (at + amount > words.length)
        throw new RangeError(
          `the file ends after ${words.length} numbers; ${at + amount - words.length} more were expected`,
        );
      return Float64Array.from({ length: amount }, next);
    },
    left: () => words.length - at,
    end() {
      if (at < words.length)
        throw new RangeError(
          `number ${at + 1} of the file, "${words[at]}", comes after the last one expected`,
        );
    },
  };
}

/** `assignN`: n, then n × n costs. */
export function parseAssignment(text: string): DenseCosts {
  const file = numbersOf(text);
  const n = file.count('the number of rows', 30_000);
  const costs = file.many(n * n);
  file.end();
  return { rows: n, columns: n, costs };
}

/** `assignpN`: n, then lines of row, column, cost (from 1); pairs that are missing are forbidden. */
export function parseSparseAssignment(text: string): SparseCosts {
  const file = numbersOf(text);
  const n = file.count('the number of rows', 1e6);
  const words = file.left();
  if (words % 3 !== 0)
    throw new RangeError(`after n come triples, but ${words} numbers are not a multiple of three`);
  const pairs = Array.from({ length: words / 3 }, (): [number, number, number] => [
    file.count('a row', n) - 1,
    file.count('a column', n) - 1,
    file.next(),
  ]);
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
  const file = numbersOf(text);
  const problems = file.count('the number of problems', 10_000);
  const list = Array.from({ length: problems }, () => {
    const agents = file.count('the number of agents', 10_000);
    const jobs = file.count('the number of jobs', 100_000);
    const cost = file.many(agents * jobs);
    const load = file.many(agents * jobs);
    return { agents, jobs, cost, load, capacity: file.many(agents), goal };
  });
  file.end();
  return list;
}
