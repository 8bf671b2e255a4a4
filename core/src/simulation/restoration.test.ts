import { describe, expect, it } from 'vitest';
import { findSharedFile } from '../../fixtures/resilience-oracles.ts';
import {
  closedFormLoss,
  measureCurve,
  missingShare,
  type RecoveryShape,
  serviceAvailability,
} from './functionality.ts';
import { minimumNeeds, SPHERE_PROFILE, WEEKLY_PROFILE } from './needs.ts';
import {
  FACILITY_TIMES,
  lognormalMeanDays,
  lognormalRestorationDay,
  lognormalRestored,
  normalFunctionality,
  pipeRepairDays,
} from './restoration.ts';

const oracles = JSON.parse(findSharedFile('oracles.json') ?? 'null');

describe.skipIf(oracles === null)('published restoration numbers (skipped without ../shared/data)', () => {
  it('lognormal curve, its inverse and its mean', () => {
    const { curve, PF_0_at: at, PF_0_inverse: inverse } = oracles.lognormal_restoration;
    expect(lognormalRestored(curve.PF_0, 80)).toBeCloseTo(at[80], 12);
    expect(Math.abs(lognormalRestored(curve.PF_0, 15) - at[15])).toBeLessThan(5e-4);
    expect(Math.abs(lognormalRestored(curve.PF_0, 30) - at[30])).toBeLessThan(5e-4);
    expect(lognormalRestorationDay(curve.PF_0, 0.67)).toBeCloseTo(inverse['0.67'], 10);
    expect(Math.abs(lognormalRestorationDay(curve.PF_0, 0.5) - inverse['0.5'])).toBeLessThan(5e-4);
    expect(Math.abs(lognormalRestorationDay(curve.PF_0, 0.2) - inverse['0.2'])).toBeLessThan(5e-4);
    for (const parameters of Object.values<{ mu: number; sigma: number }>(curve)) {
      let area = 0;
      for (let t = 0.25; t < 3000; t += 0.5) area += 0.5 * (1 - lognormalRestored(parameters, t));
      expect(area / lognormalMeanDays(parameters)).toBeCloseTo(1, 4);
    }
  });

  it('all fifty printed facility values within 1.1e-6', () => {
    const hazus = oracles.hazus_facility_restoration;
    let compared = 0;
    for (const [name, times] of [
      ['electric_substation', FACILITY_TIMES.substation],
      ['steel_tank', FACILITY_TIMES.steelTank],
    ] as const) {
      expect(hazus[name].mean_sd_days).toEqual(times);
      for (const example of hazus[name].cases) {
        hazus.days.forEach((day: number, i: number) => {
          expect(Math.abs(normalFunctionality(example.ds, times, day) - example.F[i])).toBeLessThan(1.1e-6);
          compared++;
        });
      }
    }
    expect(compared).toBe(50);
  });

  it('pipe crews, minimum needs, service availability', () => {
    const pipe = oracles.pipe_repair.case;
    expect(
      pipeRepairDays({
        breakRate: pipe.break_rate,
        leakRate: pipe.leak_rate,
        length: pipe.pipe_length,
        crews: pipe.num_workers,
      }),
    ).toBeCloseTo(pipe.days, 12);
    const needs = oracles.minimum_needs;
    const amounts = minimumNeeds(WEEKLY_PROFILE, needs.displaced, 7).map((n) => n.amount);
    const published = [
      needs.rice_kg_week,
      needs.drinking_water_l_week,
      needs.clean_water_l_week,
      needs.family_kits,
      needs.toilets,
    ];
    amounts.forEach((amount, i) => {
      expect(amount).toBeCloseTo(published[i], 9);
    });
    const wsa = oracles.service_availability;
    const nodes = ['A', 'B'];
    const result = serviceAvailability(
      nodes.map((n) => wsa.delivered[n]),
      nodes.map((n) => wsa.expected[n]),
    );
    const value = (text: string): number => {
      const [a, b] = text.split('/').map(Number);
      return b === undefined ? a : a / b;
    };
    nodes.forEach((n, i) => {
      expect(result.cell[i]).toEqual(wsa.per_cell[n].map(value));
      expect(result.node[i]).toBe(value(wsa.per_node[n]));
    });
    expect(result.time).toEqual(wsa.per_time.map(value));
    expect(result.overall).toBe(19 / 36);
  });

  it('empirical repair times: medians and means of the published lognormals', () => {
    const joplin = oracles['joplin_empirical_days_lognormal_[mu,sigma]'];
    const of = ([mu, sigma]: [number, number]) => ({ mu, sigma });
    expect(lognormalRestorationDay(of(joplin['FL1->FL0']), 0.5)).toBeCloseTo(365.0, 1);
    expect(lognormalMeanDays(of(joplin['FL1->FL0']))).toBeCloseTo(413.6, 1);
    expect(lognormalRestorationDay(of(joplin['FL2->FL0']), 0.5)).toBeCloseTo(428.4, 1);
    expect(lognormalMeanDays(of(joplin['FL4->FL0']))).toBeCloseTo(845.9, 1);
  });
});

describe('the same witnesses without the shared folder', () => {
  it('restoration curves and crews', () => {
    const curve = { mu: 3.09, sigma: 0.51 };
    expect(lognormalRestored(curve, 80)).toBeCloseTo(0.9943516689414926, 12);
    expect(lognormalRestorationDay(curve, 0.67)).toBeCloseTo(27.50466741611462, 10);
    const substation = [0.112567, 0.364409, 0.386813, 0.120125, 0.016086];
    const printed = [0.335675, 0.68615, 0.923376, 0.991957, 0.999999];
    [1, 3, 7, 30, 90].forEach((day, i) => {
      expect(
        Math.abs(normalFunctionality(substation, FACILITY_TIMES.substation, day) - printed[i]),
      ).toBeLessThan(1.1e-6);
    });
    expect(pipeRepairDays({ breakRate: 0.2, leakRate: 0.4, length: 80, crews: 8 })).toBeCloseTo(3.3, 12);
  });

  it('needs of a thousand displaced, and the availability of two nodes', () => {
    expect(minimumNeeds(WEEKLY_PROFILE, 1000, 7).map((n) => n.amount)).toEqual(
      [2800, 17_500, 67_000, 200, 50].map((x) => expect.closeTo(x, 9)),
    );
    const result = serviceAvailability(
      [
        [5, 3, 3],
        [2, 2, 4],
      ],
      [
        [12, 3, 5],
        [2, 4, 10],
      ],
    );
    expect(result.node).toEqual([11 / 20, 8 / 16]);
    expect(result.time).toEqual([7 / 14, 5 / 7, 7 / 15]);
  });
});

describe('needs', () => {
  it('are per person and day for Sphere, unrounded, and additive over groups of displaced', () => {
    expect(minimumNeeds(SPHERE_PROFILE, 7, 3)[0]).toEqual({ item: 'water', unit: 'L', amount: 315 });
    const parts = [3, 4].map((people) => minimumNeeds(WEEKLY_PROFILE, people, 7)[3].amount);
    expect(parts[0] + parts[1]).toBeCloseTo(minimumNeeds(WEEKLY_PROFILE, 7, 7)[3].amount, 12);
  });

  it('refuse a negative or NaN count by name', () => {
    expect(() => minimumNeeds(WEEKLY_PROFILE, -1, 7)).toThrow('displaced must be ≥ 0, got -1');
    expect(() => minimumNeeds(WEEKLY_PROFILE, 1, Number.NaN)).toThrow('days');
  });
});

describe('closed-form losses', () => {
  const shapes: RecoveryShape[] = [
    { shape: 'linear', duration: 12 },
    { shape: 'cosine', duration: 12 },
    { shape: 'exponential', duration: 12, b: Math.log(200) },
    { shape: 'step', duration: 12 },
    { shape: 'lognormal', mu: 1.2, sigma: 0.5 },
  ];
  it('equal the integral measured on the sampled curve', () => {
    for (const form of shapes) {
      const n = 12_000;
      const time = Float64Array.from({ length: n + 1 }, (_, i) => (60 * i) / n);
      const value = time.map((t) => 1 - 0.4 * missingShare(form, t));
      const measured = measureCurve({ time, value, interpolation: 'lines' }, 0, 60);
      expect(measured.loss).toBeCloseTo(closedFormLoss(form, 0.4), 2);
      expect(measured.index).toBeCloseTo(1 - closedFormLoss(form, 0.4) / 60, 4);
      expect(measured.robustness).toBeCloseTo(0.6, 12);
    }
  });

  it('matches the rules L·T/2, L·T and L·exp(μ+σ²/2)', () => {
    expect(shapes.map((s) => closedFormLoss(s, 1))).toEqual([
      6,
      6,
      expect.closeTo((12 * (1 - 1 / 200)) / Math.log(200), 12),
      12,
      expect.closeTo(Math.exp(1.2 + 0.125), 12),
    ]);
  });
});

describe('measureCurve', () => {
  it('time to goal counts only a lasting return', () => {
    const curve = {
      time: [0, 2, 4, 6, 8],
      value: [1, 0.5, 0.97, 0.9, 0.96],
      interpolation: 'steps' as const,
    };
    const m = measureCurve(curve, 0, 10);
    expect(m).toMatchObject({ robustness: 0.5, timeToGoal: 8 });
    expect(m.loss).toBeCloseTo(2 * 0.5 + 2 * 0.03 + 2 * 0.1 + 2 * 0.04, 12);
    expect(m.rapidity).toBeCloseTo(0.45 / 6, 12);
    expect(measureCurve({ time: [0], value: [0.4], interpolation: 'steps' }, 0, 5)).toMatchObject({
      timeToGoal: null,
      rapidity: null,
    });
    expect(measureCurve({ time: [0], value: [1], interpolation: 'steps' }, 0, 5)).toMatchObject({
      timeToGoal: 0,
      rapidity: 0,
      loss: 0,
    });
  });

  it('finds the crossing on a straight line, and windows cut the curve exactly', () => {
    const line = { time: [0, 0, 10], value: [1, 0, 1], interpolation: 'lines' as const };
    const m = measureCurve(line, 0, 20, 0.95);
    expect(m.timeToGoal).toBeCloseTo(9.5, 12);
    expect(m.loss).toBeCloseTo(5, 12);
    expect(measureCurve(line, 5, 10).loss).toBeCloseTo(1.25, 12);
  });

  it('refuses disorder and values outside [0, 1] by position', () => {
    expect(() => measureCurve({ time: [0, 2, 1], value: [1, 1, 1], interpolation: 'steps' }, 0, 3)).toThrow(
      'time[2]',
    );
    expect(() => measureCurve({ time: [0, 2], value: [1, 1.2], interpolation: 'steps' }, 0, 3)).toThrow(
      'value[1] is 1.2',
    );
    expect(() => measureCurve({ time: [0], value: [1], interpolation: 'steps' }, 3, 3)).toThrow('empty');
  });
});
