import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { planDeliveries, type RoutingProblem } from './insertion-routing.ts';
import { solveAssignment } from './linear-assignment.ts';
import { solveTransport, type TransportProblem } from './transport.ts';

function checkPlan(problem: TransportProblem): ReturnType<typeof solveTransport> {
  const plan = solveTransport(problem);
  if (plan.status === 'infeasible') return plan;
  const out = problem.supply.map(() => 0);
  const into = problem.demand.map(() => 0);
  for (const flow of plan.flows) {
    out[flow.from] += flow.amount;
    into[flow.to] += flow.amount;
    if (problem.limit) expect(flow.amount).toBeLessThanOrEqual(problem.limit[flow.from][flow.to] + 1e-9);
  }
  out.forEach((amount, i) => {
    expect(amount).toBeLessThanOrEqual(problem.supply[i] + 1e-9);
  });
  into.forEach((amount, j) => {
    expect(amount + plan.unmet[j]).toBeCloseTo(problem.demand[j], 9);
  });
  // the dual is feasible and equal: optimal
  problem.cost.forEach((row, i) => {
    expect(plan.stockPrice[i]).toBeGreaterThanOrEqual(-1e-9);
    row.forEach((cost, j) => {
      if (!problem.limit && cost !== Number.POSITIVE_INFINITY)
        expect(cost + plan.stockPrice[i] - plan.demandPrice[j]).toBeGreaterThanOrEqual(-1e-9);
    });
  });
  expect(plan.bound).toBeCloseTo(plan.value, 7);
  return plan;
}

describe('solveTransport', () => {
  it('solves a textbook case', () => {
    // the classical three-plant example: optimum 743 (Hillier-style data checked by hand through its prices)
    const plan = checkPlan({
      supply: [7, 9, 18],
      demand: [5, 8, 7, 14],
      cost: [
        [19, 30, 50, 10],
        [70, 30, 40, 60],
        [40, 8, 70, 20],
      ],
    });
    expect(plan).toMatchObject({ status: 'optimal', value: 743 });
  });

  it('with unit supplies and demands it is the assignment problem', () => {
    const random = createRandom('transport');
    for (let round = 0; round < 20; round++) {
      const n = 2 + random.int(12);
      const cost = Array.from({ length: n }, () => Array.from({ length: n }, () => random.int(50)));
      const plan = checkPlan({ supply: cost.map(() => 1), demand: cost.map(() => 1), cost });
      const assigned = solveAssignment({ rows: n, columns: n, costs: Float64Array.from(cost.flat()) });
      if (plan.status !== 'optimal' || assigned.status !== 'optimal') throw new Error('feasible');
      expect(plan.value).toBeCloseTo(assigned.total, 9);
    }
  });

  it('random problems: proven by their prices, or a certificate that adds up', () => {
    const random = createRandom('transport-2');
    let shortages = 0;
    for (let round = 0; round < 200; round++) {
      const m = 1 + random.int(6);
      const n = 1 + random.int(6);
      const cost = Array.from({ length: m }, () =>
        Array.from({ length: n }, () => (random.next() < 0.3 ? Number.POSITIVE_INFINITY : random.next() * 9)),
      );
      const problem: TransportProblem = {
        supply: cost.map(() => random.int(12) + random.next()),
        demand: cost[0].map(() => random.int(8)),
        cost,
        ...(round % 2 === 0 ? { limit: cost.map((row) => row.map(() => random.int(9))) } : {}),
        ...(round % 3 === 0 ? { unmetPenalty: cost[0].map(() => 20 + random.int(50)) } : {}),
      };
      const plan = checkPlan(problem);
      if (plan.status === 'infeasible') {
        shortages++;
        expect(problem.unmetPenalty).toBeUndefined();
        const { demands, stocks, routes, needed, available } = plan.certificate;
        expect(needed).toBeGreaterThan(available);
        expect(needed).toBeCloseTo(
          demands.reduce((sum, j) => sum + problem.demand[j], 0),
          9,
        );
        const bring =
          stocks.reduce((sum, i) => sum + problem.supply[i], 0) +
          routes.reduce((sum, r) => sum + problem.limit![r.from][r.to], 0);
        expect(bring).toBeCloseTo(available, 9);
        // smallest: without any one of the named points the others can be fed
        for (const spared of demands) {
          const rest = demands.filter((j) => j !== spared);
          const pick = <T>(list: readonly T[]): T[] => rest.map((j) => list[j]);
          if (rest.length > 0)
            expect(
              solveTransport({
                supply: problem.supply,
                demand: pick(problem.demand),
                cost: problem.cost.map(pick),
                ...(problem.limit ? { limit: problem.limit.map(pick) } : {}),
              }).status,
            ).toBe('optimal');
        }
        // every stock that can reach a named demand point is accounted for
        problem.cost.forEach((row, i) => {
          if (demands.some((j) => row[j] !== Number.POSITIVE_INFINITY))
            expect(stocks.includes(i) || routes.some((r) => r.from === i)).toBe(true);
        });
      }
    }
    expect(shortages).toBeGreaterThan(20);
  });

  it('with penalties the least harmful need stays unmet', () => {
    const plan = solveTransport({ supply: [5], demand: [4, 4], cost: [[1, 1]], unmetPenalty: [100, 10] });
    expect(plan).toMatchObject({ status: 'optimal', unmet: [0, 3], value: 4 + 1 + 30, bound: 35 });
  });

  it('zero supply and cut-off points give a certificate, negative input an error with its path', () => {
    expect(solveTransport({ supply: [0], demand: [2, 0], cost: [[1, 1]] })).toMatchObject({
      status: 'infeasible',
      certificate: { demands: [0], needed: 2, available: 0 },
    });
    expect(
      solveTransport({
        supply: [9, 9],
        demand: [1, 3],
        cost: [
          [1, Infinity],
          [1, Infinity],
        ],
      }),
    ).toMatchObject({
      certificate: { demands: [1], stocks: [], needed: 3, available: 0 },
    });
    expect(() => solveTransport({ supply: [1], demand: [-3], cost: [[1]] })).toThrow(
      'demand[0] must be finite and ≥ 0, got -3',
    );
    expect(() => solveTransport({ supply: [1], demand: [3], cost: [[Number.NaN]] })).toThrow(
      'cost[0][0] must be ≥ 0, got NaN',
    );
  });
});

describe('planDeliveries', () => {
  function cityProblem(seed: string, n: number, wide: boolean): RoutingProblem {
    const random = createRandom(seed);
    const points = Array.from({ length: n + 1 }, () => [random.next() * 20, random.next() * 20]);
    return {
      travel: points.map(([x, y]) => points.map(([a, b]) => Math.abs(x - a) + Math.abs(y - b))),
      stops: Array.from({ length: n }, () => {
        const opens = wide ? 0 : random.int(60);
        return { demand: 1 + random.int(4), opens, closes: opens + (wide ? 1000 : 40), service: 3 };
      }),
      vehicles: [
        { capacity: 14, leaves: 0, back: 240 },
        { capacity: 14, leaves: 0, back: 240 },
      ],
    };
  }

  it('keeps windows, loads and returns, and never goes below its bound', () => {
    for (let round = 0; round < 15; round++) {
      const problem = cityProblem(`city-${round}`, 10, round % 2 === 0);
      const plan = planDeliveries(problem);
      const seen = [...plan.routes.flatMap((r) => r.stops), ...plan.unserved.map((u) => u.stop)].sort(
        (a, b) => a - b,
      );
      expect(seen).toEqual(problem.stops.map((_, k) => k));
      for (const route of plan.routes) {
        let load = 0;
        route.stops.forEach((k, i) => {
          load += problem.stops[k].demand;
          expect(route.arrivals[i]).toBeGreaterThanOrEqual(problem.stops[k].opens);
          expect(route.arrivals[i]).toBeLessThanOrEqual(problem.stops[k].closes);
        });
        expect(load).toBeLessThanOrEqual(problem.vehicles[route.vehicle].capacity);
        expect(route.returns).toBeLessThanOrEqual(problem.vehicles[route.vehicle].back);
      }
      expect(plan.travel).toBeGreaterThanOrEqual(plan.bound - 1e-9);
    }
  });

  it('is within 10 % of the exhaustive optimum of one wide-open round', () => {
    for (let round = 0; round < 5; round++) {
      const problem = {
        ...cityProblem(`tour-${round}`, 7, true),
        vehicles: [{ capacity: 99, leaves: 0, back: 9999 }],
      };
      const tourLength = (order: number[]): number =>
        order.reduce((sum, k, i) => sum + problem.travel[i === 0 ? 0 : order[i - 1] + 1][k + 1], 0) +
        problem.travel[order[order.length - 1] + 1][0];
      let best = Number.POSITIVE_INFINITY;
      (function permute(rest: number[], order: number[]): void {
        if (rest.length === 0) best = Math.min(best, tourLength(order));
        for (const k of rest)
          permute(
            rest.filter((r) => r !== k),
            [...order, k],
          );
      })([0, 1, 2, 3, 4, 5, 6], []);
      const plan = planDeliveries(problem);
      expect(plan.travel).toBeLessThanOrEqual(best * 1.1 + 1e-9);
      expect(plan.bound).toBeLessThanOrEqual(best + 1e-9);
    }
  });

  it('says why a door cannot be served', () => {
    const problem: RoutingProblem = {
      travel: [
        [0, 5, 5, Infinity],
        [5, 0, 5, 5],
        [5, 5, 0, 5],
        [Infinity, 5, 5, 0],
      ],
      stops: [
        { demand: 1, opens: 0, closes: 2, service: 1 },
        { demand: 50, opens: 0, closes: 90, service: 1 },
        { demand: 1, opens: 0, closes: 90, service: 1 },
      ],
      vehicles: [{ capacity: 10, leaves: 0, back: 100 }],
    };
    expect(planDeliveries(problem).unserved).toEqual([
      { stop: 0, impossible: true, reason: 'window' },
      { stop: 1, impossible: true, reason: 'demand' },
      { stop: 2, impossible: true, reason: 'unreachable' },
    ]);
    expect(() =>
      planDeliveries({
        ...problem,
        stops: [{ ...problem.stops[0], closes: -1 }, problem.stops[1], problem.stops[2]],
      }),
    ).toThrow('stops[0].closes -1 is before opens 0');
  });
});
