import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { attributeLoss, rankMeasures } from './comparisons.ts';
import { compileDistrict } from './district.ts';
import { combineRuns, type RunSummary, runExperiment, sampleMinutes, summariseRun } from './experiment.ts';
import { InputError } from './input-error.ts';
import { applyMeasure } from './measures.ts';
import { findSinglePoints, loseAnyOne } from './redundancy.ts';
import { runReplication } from './replication.ts';
import { sampleDistrict } from './sample-district.ts';
import { parseStressInput } from './scenario.ts';
import type { StressInput } from './scenario-kinds.ts';
import { estimate, medianTime } from './statistics.ts';

const small = sampleDistrict({ grids: 36, households: 4000, responders: 60, hours: 48, seed: 3 });
// biome-ignore lint/suspicious/noExplicitAny: the tests spoil raw JSON on purpose
type Raw = Record<string, any>;

const plain = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value));

/** Two grids 1,000 m apart, one substation with a dependent water works, one rescuer, one depot, one shelter. */
function town(change: (raw: Raw) => void = () => {}): StressInput {
  const raw: Record<string, unknown> = {
    name: 'town',
    bounds: [0, 0, 3000, 1000],
    horizonHours: 24,
    startHour: 8,
    grids: [
      {
        id: 'low',
        area: 'a',
        x: 500,
        y: 500,
        households: 400,
        people: 1000,
        group: 'old',
        elderly: 40,
        chronic: 40,
        powered: 4,
      },
      { id: 'high', area: 'a', x: 1500, y: 500, households: 400, people: 1000, group: 'new' },
    ],
    facilities: [
      {
        id: 'sub',
        service: 'power',
        x: 500,
        y: 500,
        serves: ['low', 'high'],
        failureMedian: 0.2,
        failureSigma: 0.1,
        repairMedianHours: 10,
        repairSigma: 0.01,
      },
      {
        id: 'works',
        service: 'water',
        x: 1500,
        y: 500,
        serves: ['low', 'high'],
        dependsOn: ['power'],
        backupHours: 3,
        repairMedianHours: 5,
      },
    ],
    responders: [
      {
        id: 'team',
        x: 1500,
        y: 500,
        count: 3,
        skills: ['rescue', 'medical', 'medicine', 'power', 'care', 'psychological'],
        metresPerMinute: 100,
      },
    ],
    stocks: [{ id: 'depot', x: 1500, y: 500, items: { water: 3000, food: 300, medicine: 2 } }],
    shelters: [{ id: 'school', x: 1500, y: 500, capacity: 100 }],
    hazard: {
      kind: 'rainstorm',
      footprints: [
        {
          polygon: [
            [0, 0],
            [1000, 0],
            [1000, 1000],
            [0, 1000],
          ],
          fromHour: 2,
          toHour: 12,
          intensity: 0.9,
        },
      ],
      displacementMedian: 0.9,
      displacementSigma: 0.3,
    },
    measures: [
      {
        id: 'shelter',
        label: 'more shelter',
        costYuan: 10000,
        changes: [{ path: 'shelters.school.capacity', set: 2000 }],
      },
      {
        id: 'nothing',
        label: 'nothing',
        costYuan: 10000,
        changes: [{ path: 'policy.batchMinutes', add: 1 }],
      },
      {
        id: 'dry-substation',
        label: 'raise the substation',
        costYuan: 500000,
        changes: [{ path: 'facilities.sub.failureMedian', set: 5 }],
      },
    ],
  };
  change(raw);
  return parseStressInput(raw);
}

describe('runReplication', () => {
  it('gives the same bytes for the same seed and other ones for another', () => {
    const d = compileDistrict(small);
    const once = runReplication(d, createRandom(5).fork(0), { story: 50 });
    expect(runReplication(compileDistrict(small), createRandom(5).fork(0), { story: 50 })).toEqual(once);
    expect(runReplication(d, createRandom(6).fork(0), { story: 50 })).not.toEqual(once);
  });

  it('cascades: substation fails, water follows when the backup ends, both come back', () => {
    const result = runReplication(compileDistrict(town()), createRandom(1), { story: 10_000 })!;
    const at = (kind: string, facility: string) =>
      result.story.find((s) => s.kind === kind && s.facility === facility)?.minute;
    expect(at('facility-failed', 'sub')).toBe(120);
    expect(at('facility-no-input', 'works')).toBe(120 + 180);
    const back = at('facility-back', 'sub')!;
    expect(back).toBeGreaterThan(600);
    expect(at('facility-back', 'works')).toBe(back);
    expect(result.curves['service:power'][8]).toBe(0);
    expect(result.curves['service:water'][19]).toBe(1);
    expect(result.curves['service:water'][20]).toBe(0);
    expect(result.curves['service:power'][96]).toBe(1);
  });

  it('needs come from the displaced or cut off: a hazard that touches nobody raises none', () => {
    const calm = runReplication(
      compileDistrict(
        town((raw) => {
          raw.hazard.footprints[0].intensity = 0;
        }),
      ),
      createRandom(1),
    )!;
    expect(Object.values(calm.needs).every((n) => n.arisen === 0)).toBe(true);
    expect(calm.shelter.displaced).toBe(0);
    expect(Object.values(calm.curves).every((curve) => curve.every((q) => q === 1))).toBe(true);
  });

  it('displaces the share that the fragility says, and never more goods or places than there are', () => {
    let displaced = 0;
    const d = compileDistrict(town());
    for (let run = 0; run < 20; run++) {
      const result = runReplication(d, createRandom(9).fork(run))!;
      displaced += result.shelter.displaced;
      expect(result.shelter.sheltered).toBeLessThanOrEqual(100);
      expect(result.supplies.water.given).toBeLessThanOrEqual(3000 + 1e-6);
      for (const need of Object.values(result.needs))
        expect(need.inTime + need.late + need.neverReached).toBe(need.arisen);
      expect(result.needs.medicine.inTime + result.needs.medicine.late).toBeLessThanOrEqual(2);
    }
    // intensity equals the median: half of 1,000 people, ± 4 standard errors over 20 runs of 400 households of 2.5
    expect(Math.abs(displaced / 20 - 500)).toBeLessThan((4 * 2.5 * Math.sqrt(400 * 0.25)) / Math.sqrt(20));
  });

  it('tells why: a call without medicine names the stock and since when it has been empty', () => {
    const input = town((raw) => {
      raw.stocks[0].items.medicine = 0;
      raw.stocks[0].arrivals = [{ item: 'medicine', amount: 50, atHour: 20 }];
    });
    const result = runReplication(compileDistrict(input), createRandom(1), { story: 100_000 })!;
    expect(result.story.find((s) => s.kind === 'no-stock')).toMatchObject({
      item: 'medicine',
      stock: 'depot',
      sinceMinute: 0,
    });
    expect(result.story.some((s) => s.kind === 'stock-arrived' && s.minute === 1200)).toBe(true);
    expect(result.needs.medicine.inTime + result.needs.medicine.late).toBeGreaterThan(2);
  });

  it('closed streets cut people off until they open again', () => {
    const streets = (raw: Raw) => {
      raw.roads = {
        nodes: [
          [500, 500],
          [900, 500],
          [1500, 500],
        ],
        edges: [
          [0, 1],
          [1, 2],
        ],
      };
      raw.command = { decisionMinutes: 0 };
    };
    const closed = runReplication(compileDistrict(town(streets)), createRandom(1), { story: 100_000 })!;
    const open = runReplication(compileDistrict(town(streets)), createRandom(1), {
      story: 100_000,
      ideal: ['roads'],
    })!;
    const firstHelp = (r: typeof open) =>
      r.story.find((s) => s.kind === 'arrived' && s.grid === 'low')!.minute;
    expect(firstHelp(open)).toBeLessThan(12 * 60);
    expect(firstHelp(closed)).toBeGreaterThanOrEqual(12 * 60);
    expect(closed.needs.rescue.inTime).toBeLessThan(open.needs.rescue.inTime);
  });

  it('policies differ, and each is deterministic', () => {
    const results = (['nearest', 'priority', 'batch'] as const).map(
      (rule) =>
        runReplication(
          compileDistrict({
            ...town(),
            policy: { rule, reserve: rule === 'priority' ? 0.4 : 0, batchMinutes: 10 },
          }),
          createRandom(2),
        )!,
    );
    const arisen = results.map((r) => r.needs.rescue.arisen);
    // common random numbers: the same calls arise whatever the policy
    expect(new Set(arisen).size).toBe(1);
    expect(new Set(results.map((r) => r.needs.rescue.meanMinutes)).size).toBeGreaterThan(1);
    expect(results[1].needs.rescue.meanMinutes).not.toBe(0);
  });

  it('stops within 256 events when cancelled', () => {
    let asked = 0;
    expect(
      runReplication(
        compileDistrict(
          sampleDistrict({ grids: 100, households: 40_000, responders: 300, hours: 72, seed: 2 }),
        ),
        createRandom(1),
        { cancelled: () => ++asked >= 1 },
      ),
    ).toBeUndefined();
    expect(asked).toBe(1);
  });
});

describe('experiments', () => {
  it('do not depend on who ran which replication, or in which order', () => {
    const d = compileDistrict(small);
    const all = runExperiment(small, { seed: 11, runs: 4, story: 20 })!;
    const shuffled = [3, 1, 0, 2].map(
      (run) => summariseRun(compileDistrict(small), 11, run, { story: run === 0 ? 20 : 0 })!,
    );
    const travelled = shuffled.map((s) => JSON.parse(JSON.stringify(s)) as RunSummary);
    expect(JSON.stringify(combineRuns(small, 11, travelled, sampleMinutes(small)))).toBe(JSON.stringify(all));
    expect(all).toMatchObject({ model: 'stress-3', seed: 11, runs: 4, psychological: null });
    expect(all.input).toEqual(d.input);
    expect(all.equity.total).toBeCloseTo(all.equity.between + all.equity.within, 9);
  });

  it('attribution finds the causes that exist and gives nothing to those that do not', () => {
    const result = attributeLoss(town(), { seed: 1, runs: 5 })!;
    const of = (id: string) => result.causes.find((c) => c.id === id)!;
    expect(result.base.mean).toBeGreaterThan(0);
    expect(of('facilities:power').by.service.mean).toBeGreaterThan(of('facilities:water').by.service.mean);
    // the water works have no fragility of their own: they fail only through power
    expect(of('facilities:water').lossAvoided.mean).toBe(0);
    expect(of('stocks').by.resource.mean).toBeGreaterThan(0);
    expect(of('shelters').by.resource.mean).toBeGreaterThan(0);
  });

  it('measures are ranked by loss avoided per yuan, on common random numbers', () => {
    const ranking = rankMeasures(town(), { seed: 1, runs: 6 })!;
    expect(ranking.map((m) => m.id)).toEqual(['shelter', 'dry-substation', 'nothing']);
    expect(ranking[0].certain).toBe(true);
    expect(ranking[2].lossAvoided).toEqual({ mean: 0, low: 0, high: 0, runs: 6 });
    expect(ranking[0].perTenThousandYuan.mean).toBeCloseTo(ranking[0].lossAvoided.mean, 12);
  });

  it('N+1: names single points and what losing each costs', () => {
    expect(findSinglePoints(town())).toEqual({
      skills: [],
      services: [
        { service: 'power', facility: 'sub', grids: 2, people: 2000 },
        { service: 'water', facility: 'works', grids: 2, people: 2000 },
      ],
      items: ['water', 'food', 'medicine'].map((item) => ({ item, stock: 'depot' })),
      roads: [],
    });
    const rows = loseAnyOne(
      town((raw) => {
        raw.hazard.footprints = [];
      }),
      { seed: 1, runs: 2 },
    )!;
    // nothing else strikes: the only team and one of its three are missing all day, the substation until it is mended
    expect(rows.slice(0, 3)).toMatchObject([
      { kind: 'group', id: 'team' },
      { kind: 'person', id: 'team' },
      { kind: 'facility', id: 'sub' },
    ]);
    expect(rows[0].by.organisation.mean).toBeCloseTo(3 * rows[1].by.organisation.mean, 9);
    expect(rows[2].by.service.mean).toBeLessThan(0);
    expect(rows.find((r) => r.id === 'school')!.lossAvoided.mean).toBe(0);
  });

  it('confidence intervals cover a known mean as often as they say', () => {
    const random = createRandom('coverage');
    let covered = 0;
    for (let round = 0; round < 1000; round++) {
      const { low, high } = estimate(Array.from({ length: 8 }, () => random.normal(3, 2)));
      if (low <= 3 && 3 <= high) covered++;
    }
    expect(covered).toBeGreaterThan(925);
    expect(covered).toBeLessThan(972);
  });
});

describe('the time to the goal', () => {
  it('counts runs that never got there as later than all others', () => {
    expect(medianTime([3, null, 1])).toMatchObject({ median: 3, reached: 2 / 3 });
    expect(medianTime([3, null, null, 1])).toMatchObject({ median: null, reached: 0.5 });
    expect(medianTime([2, 4])).toEqual({ median: 3, low: 0, high: null, reached: 1 });
    // six runs: one in 32 intervals from the smallest to the largest misses the median, one in 4.6 of the next
    expect(medianTime([9, 1, 5, 7, 3, 4])).toEqual({ median: 4.5, low: 1, high: 9, reached: 1 });
    expect(medianTime([9, 1, 5, null, 3, 4])).toMatchObject({ low: 1, high: null });
    expect(medianTime(new Array(9).fill(null))).toEqual({ median: null, low: null, high: null, reached: 0 });
    expect(() => medianTime([])).toThrow('at least one run');
  });

  it('its interval covers the true median at least as often as it says, also when a third of the runs is cut off', () => {
    const random = createRandom('median');
    let covered = 0;
    for (let round = 0; round < 1000; round++) {
      const { low, high } = medianTime(
        Array.from({ length: 25 }, () => random.exponential()).map((t) => (t > 1.1 ? null : t)),
      );
      if (low !== null && low <= Math.LN2 && (high === null || Math.LN2 <= high)) covered++;
    }
    // ranks 8 and 18 of 25: 95.7 %
    expect(covered).toBeGreaterThan(935);
    expect(covered).toBeLessThan(978);
  });
});

describe('parseStressInput', () => {
  it('reads back what it wrote', () => {
    expect(parseStressInput(plain(small))).toEqual(small);
  });

  const wrong: [string, (raw: Raw) => void, string][] = [
    [
      'negative people',
      (r) => {
        r.grids[1].people = -5;
      },
      'grids[1].people: must be between 0 and 10000000, got -5',
    ],
    [
      'NaN capacity',
      (r) => {
        r.shelters[0].capacity = Number.NaN;
      },
      'shelters[0].capacity: must be a finite number, got NaN',
    ],
    [
      'unknown unit',
      (r) => {
        r.units = { length: 'feet' };
      },
      'units.length: must be one of m, got "feet"',
    ],
    [
      'outside the map',
      (r) => {
        r.hazard.footprints[0].polygon[1] = [9999, 0];
      },
      'hazard.footprints[0].polygon[1][0]: must be between 0 and 3000, got 9999',
    ],
    [
      'impossible shift',
      (r) => {
        r.responders[0].shiftFrom = 8;
        r.responders[0].shiftTo = 31;
      },
      'responders[0].shiftTo: must be between 0 and 24, got 31',
    ],
    [
      'unknown key',
      (r) => {
        r.grids[0].mood = 3;
      },
      'grids[0].mood: is not known here',
    ],
    [
      'no such grid',
      (r) => {
        r.facilities[0].serves[1] = 'nowhere';
      },
      'facilities[0].serves[1]: must be the id of a grid, got "nowhere"',
    ],
    [
      'twice the same id',
      (r) => {
        r.grids[1].id = 'low';
      },
      'grids[1].id: must be used once only, got "low"',
    ],
    [
      'service nobody gives',
      (r) => {
        r.facilities[1].dependsOn = ['gas'];
      },
      'facilities[1].dependsOn[0]: must be the service of some facility, got "gas"',
    ],
    [
      'no grids',
      (r) => {
        r.grids = [];
      },
      'grids: needs at least 1 entries',
    ],
    [
      'more flagged than households',
      (r) => {
        r.grids[0].chronic = 401;
      },
      'grids[0].chronic: must be between 0 and 400, got 401',
    ],
  ];
  it.each(wrong)('%s: the message names path and value', (_, change, message) => {
    expect(() => town(change)).toThrow(message);
    expect(() => town(change)).toThrow(InputError);
  });

  it('a street network in pieces is refused with the first grid that is cut off', () => {
    const input = town((raw) => {
      raw.roads = {
        nodes: [
          [500, 500],
          [1500, 500],
        ],
        edges: [],
      };
    });
    expect(() => compileDistrict(input)).toThrow('roads: must tie every grid to the others');
  });

  it('a measure that leads nowhere names its path', () => {
    const lost = { id: 'm', changes: [{ path: 'stocks.nowhere.items.water', add: 1 }] };
    expect(() => applyMeasure(town(), lost)).toThrow(
      'measures.m: stocks.nowhere.items.water: must lead to a number; "nowhere" was not found',
    );
    expect(() =>
      applyMeasure(town(), { id: 'm', changes: [{ path: 'stocks.depot.items.water', add: -9000 }] }),
    ).toThrow('measures.m: stocks[0].items.water: must be between 0 and 1000000000000, got -6000');
    expect(
      applyMeasure(town(), { id: 'm', changes: [{ path: 'stocks.depot.items.blankets', add: 7 }] }).stocks[0]
        .items.blankets,
    ).toBe(7);
  });
});
