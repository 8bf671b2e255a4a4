import type { Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { loadMipSolver } from './exact-mip.ts';
import { coverWorstGroupFirst, type GroupCoverProblem } from './group-coverage.ts';
import { solveMaxCover } from './mclp.ts';

let highs: Highs;
beforeAll(async () => {
  highs = await loadMipSolver();
});

function town(seed: number, clients = 14, sites = 8): Omit<GroupCoverProblem, 'p'> {
  const random = createRandom(seed);
  const coveredBy = Array.from({ length: clients }, () =>
    Array.from({ length: sites }, (_, j) => j).filter(() => random.next() < 0.25),
  );
  const people = (): number[] => Array.from({ length: clients }, () => random.int(9));
  return { clients, sites, coveredBy, groups: { over60: people(), under7: people(), disabled: people() } };
}

function leastShare({ coveredBy, groups }: Omit<GroupCoverProblem, 'p'>, sites: readonly number[]): number {
  const shares = Object.values(groups).map((people) => {
    const list = Array.from(people);
    const covered = list.filter((_, i) => Array.from(coveredBy[i]!).some((j) => sites.includes(j)));
    return covered.reduce((a, b) => a + b, 0) / list.reduce((a, b) => a + b, 0);
  });
  return Math.min(...shares);
}

function* choices(m: number, p: number, from = 0): Generator<number[]> {
  if (p === 0) yield [];
  else for (let j = from; j <= m - p; j++) for (const rest of choices(m, p - 1, j + 1)) yield [j, ...rest];
}

describe('the group covered least comes first', () => {
  it('finds and proves what enumeration finds, with sites given and forbidden', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const problem = {
        ...town(seed),
        ...(seed % 2 === 0 ? { fixed: [7], forbidden: [0], existing: [3] } : {}),
      };
      let best = 0;
      for (const sites of choices(8, seed % 2 === 0 ? 4 : 3)) {
        if (seed % 2 === 0 && (!sites.includes(7) || !sites.includes(3) || sites.includes(0))) continue;
        best = Math.max(best, leastShare(problem, sites));
      }
      const { answer, groups, worst } = coverWorstGroupFirst({ ...problem, p: 3 }, { seed }, highs);
      expect(answer.objective, `seed ${seed}`).toBeCloseTo(best, 9);
      expect(answer.proven, `seed ${seed}`).toBe(true);
      expect(leastShare(problem, answer.sites)).toBeCloseTo(best, 9);
      for (const name of worst) expect(groups[name]!.share).toBeCloseTo(best, 9);
    }
  });

  it('never claims less than its bound without the exact part, and repeats itself by its work', () => {
    for (let seed = 1; seed <= 2; seed++) {
      const problem = { ...town(seed, 30, 12), p: 3 };
      const alone = coverWorstGroupFirst(problem, { seed });
      const exact = coverWorstGroupFirst(problem, { seed }, highs);
      expect(alone.answer.objective).toBeLessThanOrEqual(exact.answer.objective + 1e-9);
      expect(alone.answer.bound).toBeGreaterThanOrEqual(exact.answer.objective - 1e-9);
      const again = coverWorstGroupFirst(problem, { seed, workBudget: alone.answer.work.used });
      expect(again.answer.sites).toEqual(alone.answer.sites);
    }
  });

  it('helps the group behind where counting heads would not', () => {
    const problem = {
      clients: 3,
      sites: 2,
      coveredBy: [[0], [0], [1]],
      groups: { all: [90, 80, 10], over60: [0, 1, 9] },
      p: 1,
    };
    const weight = [90, 80, 10];
    expect(solveMaxCover({ ...problem, weight }).sites).toEqual([0]);
    const { answer, groups } = coverWorstGroupFirst(problem, {}, highs);
    expect(answer.sites).toEqual([0]);
    expect(groups['over60']?.share).toBeCloseTo(0.1, 9);
    const two = coverWorstGroupFirst(
      { ...problem, groups: { under7: [1, 1, 1], over60: [0, 1, 9] } },
      {},
      highs,
    );
    expect(two.answer).toMatchObject({ sites: [1], proven: true });
  });

  it('passes over groups without people, and refuses what is wrong by field', () => {
    const base = { clients: 2, sites: 1, coveredBy: [[0], []], p: 1 };
    const { groups } = coverWorstGroupFirst({ ...base, groups: { a: [1, 1], nobody: [0, 0] } }, {}, highs);
    expect(Object.keys(groups)).toEqual(['a']);
    const wrong = (list: number[]) => () => coverWorstGroupFirst({ ...base, groups: { a: list } });
    expect(wrong([1])).toThrow(/groups\.a: 1 entries for 2 clients/);
    expect(wrong([1, -1])).toThrow(/groups\.a\[1\] must be finite and ≥ 0/);
    expect(wrong([0, 0])).toThrow(/groups: none has anybody/);
    const many = coverWorstGroupFirst({ ...base, p: 1, groups: { a: [1, 1] }, fixed: [0], existing: [] });
    expect(many.answer.objective).toBeCloseTo(0.5, 9);
    expect(coverWorstGroupFirst({ ...base, p: 0, fixed: [0], groups: { a: [1, 1] } }).answer).toMatchObject({
      status: 'infeasible',
      infeasible: { reason: 'fixed-exceeds-p', nearest: { p: 1 } },
    });
  });
});
