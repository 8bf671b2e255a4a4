import { describe, expect, it } from 'vitest';
import { findSharedFile } from '../../fixtures/resilience-oracles.ts';
import { createRandom } from '../random.ts';
import { simulateHypercube, solveHypercube } from './hypercube.ts';
import { erlangB, erlangC, queueMetrics, simulateQueue } from './queueing.ts';

const oracles = JSON.parse(findSharedFile('oracles.json') ?? 'null');

describe.skipIf(oracles === null)('M/M/c closed forms (skipped without ../shared/data)', () => {
  it('reproduce every published row', () => {
    for (const row of oracles.mmc.rows) {
      const m = queueMetrics(row.lam, row.mu, row.c);
      expect(m.rho).toBeCloseTo(row.rho, 12);
      expect(m.p0).toBeCloseTo(row.P0, 12);
      expect(m.waitProbability).toBeCloseTo(row.erlangC, 12);
      expect(m.lossProbability).toBeCloseTo(row.erlangB, 12);
      expect(m.queueLength).toBeCloseTo(row.Lq, 11);
      expect(m.queueTime).toBeCloseTo(row.Wq, 11);
      expect(m.systemTime).toBeCloseTo(row.W, 11);
      expect(m.systemLength).toBeCloseTo(row.L, 11);
      expect(m.waitLongerThan(1)).toBeCloseTo(row.P_Wq_gt_1, 11);
    }
    expect(erlangB(2, 0.5 / 0.7)).toBeCloseTo(oracles.mmc['erlangB_2_0.5/0.7'], 12);
  });

  it('the exact hypercube reproduces the zero-line and the infinite-line case', () => {
    const h = oracles.hypercube;
    const zero = solveHypercube({
      arrivalRates: h.lam,
      serviceRate: h.mu,
      preference: h.preference,
      line: 'zero',
    });
    h.P.forEach((p: number, state: number) => {
      expect(zero.states[state]).toBeCloseTo(p, 7);
    });
    h['dispatch_fraction_given_served[unit][atom]'].forEach((row: number[], unit: number) => {
      expect([...zero.dispatch[unit]]).toEqual(row.map((share) => expect.closeTo(share, 7)));
    });
    const x = h.infinite_line_extra;
    const infinite = solveHypercube({
      arrivalRates: x.lam,
      serviceRate: x.mu,
      preference: x.preference,
      line: 'infinite',
    });
    x.P.forEach((p: number, state: number) => {
      expect(Math.abs(infinite.states[state] - p)).toBeLessThan(1e-6);
    });
    x.workload.forEach((w: number, unit: number) => {
      // the queue keeps every server busy while it lasts: the published workload counts it, and so does ours
      expect(Math.abs(infinite.workload[unit] - w)).toBeLessThan(1e-6);
    });
    expect(Math.abs(infinite.queued - x.P_queue)).toBeLessThan(1e-6);
  });

  it('the simulation agrees with the exact hypercube', () => {
    const h = oracles.hypercube;
    const input = { arrivalRates: h.lam, serviceRate: h.mu, preference: h.preference, line: 'zero' as const };
    const simulated = simulateHypercube(input, 150_000, 2000, createRandom('hypercube'));
    const x = h.infinite_line_extra;
    const lined = simulateHypercube(
      { arrivalRates: x.lam, serviceRate: x.mu, preference: x.preference, line: 'infinite' },
      150_000,
      2000,
      createRandom('hypercube-line'),
    );
    x.P.forEach((p: number, state: number) => {
      expect(Math.abs(lined.states[state] - p)).toBeLessThan(0.004);
    });
    expect(Math.abs(lined.queued - x.P_queue)).toBeLessThan(0.005);
    h.P.forEach((p: number, state: number) => {
      expect(Math.abs(simulated.states[state] - p)).toBeLessThan(0.004);
    });
  });
});

describe('the same witnesses without the shared folder', () => {
  it('M/M/c and Erlang B/C', () => {
    const three = queueMetrics(1.5, 1, 3);
    expect([three.p0, three.waitProbability, three.queueTime]).toEqual(
      [0.210526, 0.236842, 0.157895].map((x) => expect.closeTo(x, 6)),
    );
    expect(erlangC(2, 1.5)).toBeCloseTo(0.642857, 6);
    expect(erlangC(4, 3)).toBeCloseTo(0.509434, 6);
    expect(erlangC(10, 8)).toBeCloseTo(0.40918, 6);
    expect(erlangB(2, 0.5 / 0.7)).toBeCloseTo(0.1295337, 7);
  });

  it('hypercube of three servers on a zero line, solved and simulated', () => {
    const input = {
      arrivalRates: [1 / 3, 1 / 3, 1 / 3],
      serviceRate: 1,
      preference: [
        [0, 1, 2],
        [1, 0, 2],
        [2, 0, 1],
      ],
      line: 'zero' as const,
    };
    const printed = [0.375, 0.132353, 0.12546, 0.078125, 0.117188, 0.061581, 0.047794, 0.0625];
    expect([...solveHypercube(input).states]).toEqual(printed.map((p) => expect.closeTo(p, 5)));
    const seen = simulateHypercube(input, 150_000, 2000, createRandom('hypercube')).states;
    printed.forEach((p, state) => {
      expect(Math.abs(seen[state] - p)).toBeLessThan(0.004);
    });
  });
});

describe('queues', () => {
  // a million arrivals of the same are in the benchmark of the stress test
  it('simulated M/M/c waits agree with the closed form within 4 standard errors and 2 %', () => {
    for (const [lambda, mu, servers, arrivals, tolerance] of [
      [1.5, 1, 3, 250_000, 0.02],
      [3, 1, 4, 200_000, 0.02],
    ]) {
      const exact = queueMetrics(lambda, mu, servers);
      const seen = simulateQueue(
        {
          arrivalRate: lambda,
          serviceRate: mu,
          servers,
          arrivals,
          warmUp: 10_000,
          waiting: true,
          threshold: 1,
        },
        createRandom(`mmc-${servers}`),
      );
      expect(Math.abs(seen.queueTime - exact.queueTime)).toBeLessThan(4 * seen.queueTimeError);
      expect(Math.abs(seen.queueTime / exact.queueTime - 1)).toBeLessThan(tolerance);
      expect(Math.abs(seen.waited / exact.waitProbability - 1)).toBeLessThan(tolerance);
      expect(Math.abs(seen.systemLength / exact.systemLength - 1)).toBeLessThan(0.01);
      expect(Math.abs(seen.waitedLongerThan / exact.waitLongerThan(1) - 1)).toBeLessThan(3 * tolerance);
    }
  });

  it('simulated loss agrees with Erlang B', () => {
    const options = {
      arrivalRate: 4.5,
      serviceRate: 1,
      servers: 6,
      arrivals: 150_000,
      warmUp: 5000,
      waiting: false,
    };
    expect(Math.abs(simulateQueue(options, createRandom(3)).lost / erlangB(6, 4.5) - 1)).toBeLessThan(0.02);
  });

  it('refuses unstable and malformed queues', () => {
    expect(() => erlangC(2, 2)).toThrow('grows without bound');
    expect(() => erlangB(1.5, 1)).toThrow(RangeError);
    expect(() => queueMetrics(-1, 1, 1)).toThrow('positive');
    expect(() => erlangB(1, Number.NaN)).toThrow(RangeError);
  });
});

describe('hypercube invariants', () => {
  it('aggregates to M/M/N for twelve servers, and workloads balance', () => {
    const random = createRandom('twelve');
    const preference = Array.from({ length: 20 }, () =>
      random.shuffle(Array.from({ length: 12 }, (_, i) => i)),
    );
    const arrivalRates = preference.map(() => 0.1 + random.next());
    const lambda = arrivalRates.reduce((a, b) => a + b, 0);
    const zero = solveHypercube({ arrivalRates, serviceRate: 1, preference, line: 'zero' });
    expect(zero.allBusy).toBeCloseTo(erlangB(12, lambda), 12);
    expect(zero.workload.reduce((a, b) => a + b, 0)).toBeCloseTo(lambda * (1 - zero.allBusy), 8);
    let shares = 0;
    for (const row of zero.dispatch) for (const share of row) shares += share;
    expect(shares).toBeCloseTo(1, 10);
    // global balance at a few states: flow out equals flow in
    for (const state of [1, 5, 77, 1000, 4000]) {
      let into = 0;
      let busy = 0;
      for (let s = 0; s < 12; s++) {
        const bit = 1 << s;
        if (state & bit) {
          busy++;
          const before = state ^ bit;
          preference.forEach((order, atom) => {
            if (order.find((server) => (before & (1 << server)) === 0) === s)
              into += zero.states[before] * arrivalRates[atom];
          });
        } else into += zero.states[state | bit];
      }
      expect(into).toBeCloseTo(zero.states[state] * (lambda + busy), 11);
    }
    const halved = arrivalRates.map((r) => r / 2);
    const lined = solveHypercube({ arrivalRates: halved, serviceRate: 1, preference, line: 'infinite' });
    expect(lined.allBusy).toBeCloseTo(erlangC(12, lambda / 2), 12);
    // somebody waits while all are busy: Erlang C times the load per server; the states without a line make up the rest
    expect(lined.queued).toBeCloseTo((erlangC(12, lambda / 2) * lambda) / 24, 12);
    expect(lined.states.reduce((a, b) => a + b, 0) + lined.queued).toBeCloseTo(1, 12);
    expect(lined.workload.reduce((a, b) => a + b, 0)).toBeCloseTo(lambda / 2, 8);
  });

  it('refuses a preference that is no permutation', () => {
    expect(() =>
      solveHypercube({ arrivalRates: [1], serviceRate: 1, preference: [[0, 0]], line: 'zero' }),
    ).toThrow('preference[0] is not a permutation');
  });
});
