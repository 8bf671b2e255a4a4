import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { loadMipSolver } from '../siting/exact-mip.ts';
import { geodesicMiles } from './geodesic.ts';
import {
  type DistrictGraph,
  type DistrictProblem,
  districtGraph,
  isContiguous,
  type Objective,
  planValue,
} from './graph.ts';
import { readNodeLink } from './node-link.ts';
import { solveDistricts } from './solve.ts';
import { spectralBound } from './spectral.ts';

const highs = await loadMipSolver();

/** A small random map: a grid with some pairs left out, kept connected by its first row and its columns. */
function randomMap(seed: string, wide: number, high: number): DistrictGraph {
  const random = createRandom(seed);
  const pairs: [number, number, number][] = [];
  for (let v = 0; v < wide * high; v++) {
    const border = random.range(0.5, 2);
    if (v % wide < wide - 1 && (v < wide || random.next() < 0.8)) pairs.push([v, v + 1, border]);
    if (v + wide < wide * high) pairs.push([v, v + wide, border]);
  }
  const population = Array.from({ length: wide * high }, () => 1 + random.int(9));
  const x = Float64Array.from({ length: wide * high }, (_, v) => v % wide);
  const y = Float64Array.from({ length: wide * high }, (_, v) => Math.floor(v / wide));
  return districtGraph(population, pairs, { x, y });
}

/** Tries every labelling. */
function bruteForce(problem: DistrictProblem): number {
  const { graph, k, lower, upper } = problem;
  const districts = new Int32Array(graph.size);
  let best = Number.POSITIVE_INFINITY;
  const visit = (v: number, used: number): void => {
    if (v === graph.size) {
      const people = new Float64Array(k);
      districts.forEach((d, u) => {
        people[d] += graph.population[u];
      });
      if (used < k || people.some((p) => p < lower || p > upper)) return;
      const value = planValue(problem, districts);
      if (value < best && isContiguous(graph, districts, k)) best = value;
      return;
    }
    for (let d = 0; d < Math.min(k, used + 1); d++) {
      districts[v] = d;
      visit(v + 1, Math.max(used, d + 1));
    }
  };
  visit(0, 0);
  return best;
}

const objectives: Objective[] = ['cut', 'perimeter', 'inertia'];

describe('small maps', () => {
  for (const objective of objectives) {
    it.each(['a', 'b', 'c'])(
      `are proven optimal: ${objective}, map %s, equal to trying every plan`,
      (seed) => {
        const graph = randomMap(seed, 3, 3);
        const total = graph.population.reduce((sum, p) => sum + p, 0);
        const k = seed === 'b' ? 2 : 3;
        const problem = {
          graph,
          k,
          lower: Math.floor((total / k) * 0.75),
          upper: Math.ceil((total / k) * 1.25),
          objective,
        };
        const expected = bruteForce(problem);
        const answer = solveDistricts(problem, highs);
        expect(answer.objective).toBeCloseTo(expected, 9);
        expect(answer).toMatchObject({ status: 'solved', proven: true, contiguous: true });
        expect(answer.bound).toBeCloseTo(expected, 5);
      },
    );
  }

  it('proves that no plan exists', () => {
    const graph = districtGraph(
      [1, 5, 1, 5],
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    );
    const answer = solveDistricts({ graph, k: 2, lower: 5.5, upper: 6.5, objective: 'cut' }, highs);
    expect(answer).toMatchObject({ status: 'solved', objective: 1 });
    const star = districtGraph(
      [1, 3, 3, 3],
      [
        [0, 1],
        [0, 2],
        [0, 3],
      ],
    );
    expect(solveDistricts({ graph: star, k: 2, lower: 5, upper: 5, objective: 'cut' }, highs)).toMatchObject({
      status: 'infeasible',
      proven: true,
      districts: [],
    });
  });
});

describe('every plan', () => {
  it.each(['p', 'q', 'r'])(
    'is contiguous and in its band; relabelling the units changes no objective; map %s',
    (seed) => {
      const graph = randomMap(seed, 9, 8);
      const total = graph.population.reduce((sum, p) => sum + p, 0);
      const k = 5;
      const random = createRandom(seed);
      const name = random.shuffle(Array.from({ length: graph.size }, (_, v) => v));
      const pairs: [number, number, number][] = [];
      for (let v = 0; v < graph.size; v++) {
        for (let i = graph.first[v]; i < graph.first[v + 1]; i++)
          pairs.push([name[v], name[graph.to[i]], graph.border[i]]);
      }
      const moved = <T extends ArrayLike<number>>(list: T): number[] => {
        const out: number[] = [];
        name.forEach((to, from) => {
          out[to] = list[from];
        });
        return out;
      };
      const other = districtGraph(moved(graph.population), pairs, {
        x: Float64Array.from(moved(graph.x!)),
        y: Float64Array.from(moved(graph.y!)),
      });
      for (const objective of objectives) {
        const problem = { graph, k, lower: (total / k) * 0.93, upper: (total / k) * 1.07, objective };
        const answer = solveDistricts(problem, undefined, { workBudget: 8_000, seed: 3 });
        expect(answer.status).toBe('solved');
        expect(isContiguous(graph, answer.districts, k)).toBe(true);
        for (const deviation of answer.deviations)
          expect(Math.abs(deviation)).toBeLessThanOrEqual((total / k) * 0.07 + 1e-9);
        expect(planValue(problem, answer.districts)).toBeCloseTo(answer.objective, 6);
        expect(planValue({ ...problem, graph: other }, moved(answer.districts))).toBeCloseTo(
          answer.objective,
          6,
        );
        expect(answer.bound).toBeLessThanOrEqual(answer.objective + 1e-9);
        const again = solveDistricts(problem, undefined, { workBudget: 8_000, seed: 3 });
        expect(again.districts).toEqual(answer.districts);
      }
    },
  );

  it('the spectral bound never exceeds the optimum', () => {
    for (const seed of ['s', 't', 'u', 'v']) {
      const graph = randomMap(seed, 3, 3);
      const total = graph.population.reduce((sum, p) => sum + p, 0);
      const lower = Math.floor((total / 3) * 0.75);
      const best = bruteForce({ graph, k: 3, lower, upper: total, objective: 'cut' });
      const bound = spectralBound(graph, 3, lower, false);
      expect(bound).toBeGreaterThan(0);
      expect(bound).toBeLessThanOrEqual(best + 1e-9);
    }
  });
});

describe('bad input', () => {
  const line = districtGraph(
    [4, 4, 4, 4],
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  );
  it.each([
    [{ k: 0, lower: 1, upper: 9 }, /k must be an integer/],
    [{ k: 2, lower: 9, upper: 3 }, /band: lower 9/],
  ])('%j throws', (part, message) => {
    expect(() => solveDistricts({ graph: line, objective: 'cut', ...part }, undefined)).toThrow(message);
  });

  it.each([
    [{ k: 2, lower: 1, upper: 3 }, /unit 0 alone has 4/],
    [{ k: 2, lower: 9, upper: 20 }, /largest possible lower is 8/],
    [{ k: 2, lower: 1, upper: 7 }, /smallest possible upper is 8/],
  ])('%j is explained', (part, message) => {
    const answer = solveDistricts({ graph: line, objective: 'cut', ...part }, undefined);
    expect(answer.status).toBe('infeasible');
    expect(answer.reason).toMatch(message);
  });

  it('islands are named; inertia without positions is refused; files name the field', () => {
    const islands = districtGraph([5, 5, 5], [[0, 1]]);
    expect(
      solveDistricts({ graph: islands, k: 1, lower: 1, upper: 99, objective: 'cut' }, undefined).reason,
    ).toMatch(/2 parts/);
    expect(() =>
      solveDistricts({ graph: line, k: 2, lower: 1, upper: 99, objective: 'inertia' }, undefined),
    ).toThrow(/positions/);
    expect(() => readNodeLink('{')).toThrow(/not JSON/);
    expect(() => readNodeLink('{"nodes": [{"id": 1}]}')).toThrow(/no TOTPOP/);
    expect(() => readNodeLink('{"nodes": [{"id": 1, "TOTPOP": -1}], "links": []}')).toThrow(
      /nodes\[0\].TOTPOP/,
    );
    expect(() =>
      readNodeLink('{"nodes": [{"id": 1, "TOTPOP": 1}], "links": [{"source": 1, "target": 2}]}'),
    ).toThrow(/links\[0\].target/);
    expect(() => districtGraph([Number.NaN], [])).toThrow(/population of unit 0/);
  });
});

it('measures along the ellipsoid (Flinders Peak to Buninyong, Geocentric Datum of Australia manual: 54,972.271 m)', () => {
  const metres = geodesicMiles(144.424867889, -37.951033417, 143.926495528, -37.652821139) * 1609.344;
  expect(metres).toBeCloseTo(54_972.271, 0);
});

const shared = new URL('../../../../shared/data/districting/', import.meta.url);
describe.skipIf(!existsSync(shared))('published instances (skipped without ../shared/data)', () => {
  const read = (path: string) => readNodeLink(readFileSync(new URL(path, shared), 'utf8')).graph;

  it.each([
    ['ME', 2, 660_860, 667_501, 16],
    ['ID', 2, 779_873, 787_709, 10],
  ])(
    '%s counties: the published minimum of cut edges is found and never beaten',
    (state, k, lower, upper, published) => {
      const graph = read(`validi-buchanan/county/${state}.json`);
      const problem: DistrictProblem = { graph, k, lower, upper, objective: 'cut' };
      const answer = solveDistricts(problem, undefined, { workBudget: 60_000 });
      expect(answer).toMatchObject({ objective: published, contiguous: true });
      expect(answer.bound).toBeLessThanOrEqual(published);
    },
  );
});
