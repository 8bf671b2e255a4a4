import { describe, expect, it } from 'vitest';
import { type Raw, square, team, tell, village } from '../../fixtures/stress-village.ts';
import { createRandom } from '../random.ts';
import { comparePolicies } from './comparisons.ts';
import { compileDistrict } from './district.ts';
import { runExperiment } from './experiment.ts';
import { findSinglePoints, loseAnyOne } from './redundancy.ts';
import { runReplication } from './replication.ts';
import type { ReplicationResult, StoryEntry } from './replication-kinds.ts';

const assigned = (result: ReplicationResult, responder: string): StoryEntry[] =>
  result.story.filter((s) => s.kind === 'assigned' && s.responder === responder);
const reachedInTime = (result: ReplicationResult): number =>
  Object.values(result.needs).reduce((sum, need) => sum + need.inTime, 0);

describe('who responds', () => {
  it('skills: nobody is sent to what they cannot do', () => {
    const result = tell((raw) => {
      raw.responders[0].skills = ['rescue'];
    });
    const needOf = new Map(
      result.story.filter((s) => s.kind === 'call').map((s) => [`${s.household} ${s.minute}`, s.need]),
    );
    expect(needOf.size).toBeGreaterThan(20);
    const sent = assigned(result, 'near').map((s) => {
      const calls = result.story.filter((c) => c.kind === 'call' && c.household === s.household);
      return calls.map((c) => c.need);
    });
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.every((needs) => needs.includes('rescue'))).toBe(true);
    expect(assigned(result, 'far').length).toBeGreaterThan(0);
  });

  it('shifts: nobody is sent off duty, and a shift may wrap midnight', () => {
    const result = tell((raw) => {
      // the event starts at 8; the shift runs from 22 to 6 = hours 14 to 22 and 38 to 46
      raw.responders = [team('night', 1500, { shiftFrom: 22, shiftTo: 6 })];
    });
    const minutes = assigned(result, 'night').map((s) => s.minute / 60);
    expect(minutes.length).toBeGreaterThan(10);
    expect(minutes.every((h) => (h >= 14 && h < 22) || (h >= 38 && h < 46))).toBe(true);
    expect(tell().needs['rescue'].inTime).toBeGreaterThan(result.needs['rescue'].inTime);
  });

  it('mutual aid comes when it comes, and helps from then on', () => {
    const alone = tell((raw) => {
      raw.responders = [team('near', 1500, { count: 1 })];
    });
    const helped = tell((raw) => {
      raw.responders = [
        team('near', 1500, { count: 1 }),
        team('neighbours', 2500, { count: 6, arrivesAt: 5 }),
      ];
    });
    expect(assigned(helped, 'neighbours')[0].minute).toBeGreaterThanOrEqual(300);
    expect(reachedInTime(helped)).toBeGreaterThan(reachedInTime(alone));
  });

  it('fatigue: the same work takes longer after long hours', () => {
    const spent = (startHour: number): number => {
      // one person; shifts that began long before or just before the calls
      const result = tell((raw) => {
        raw.startHour = 0;
        raw.responders = [team('one', 500, { count: 1, shiftFrom: startHour, shiftTo: 24 - 1e-9 })];
        raw.hazard.footprints[0].fromHour = 20;
        raw.hazard.footprints[0].toHour = 40;
      });
      const arrivals = result.story.filter((s) => s.kind === 'arrived').map((s) => s.minute);
      return arrivals[1] - arrivals[0];
    };
    expect(spent(1)).toBeGreaterThan(spent(19) * 1.2);
  });

  it('span of control: two commanders direct no more than they can', () => {
    const tight = tell((raw) => {
      raw.command = { commanders: 2, span: 1, decisionMinutes: 1 };
      raw.responders = [team('near', 1500, { count: 30 })];
    });
    let open = 0;
    let most = 0;
    const ends = tight.story.filter((s) => s.kind === 'assigned' || s.kind === 'arrived');
    for (const entry of ends) {
      open += entry.kind === 'assigned' ? 1 : 0;
      if (entry.kind === 'arrived') open--;
      most = Math.max(most, open);
    }
    expect(most).toBeLessThanOrEqual(2);
    expect(tight.story.some((s) => s.kind === 'span-full')).toBe(true);
    const wide = tell((raw) => {
      raw.responders = [team('near', 1500, { count: 30 })];
    });
    expect(reachedInTime(wide)).toBeGreaterThan(reachedInTime(tight));
    expect(wide.story.some((s) => s.kind === 'span-full')).toBe(false);
  });
});

describe('why not the nearer one', () => {
  const reasons = (change: (raw: Raw) => void): Set<string> =>
    new Set(
      tell(change)
        .story.filter((s) => s.kind === 'assigned' && s.nearer)
        .map((s) => `${s.nearer!.responder} ${s.nearer!.reason}`),
    );

  it('names who was nearer and the reason', () => {
    expect(reasons(() => {})).toContain('near busy');
    expect(
      reasons((raw) => {
        raw.responders[0].shiftFrom = 2;
        raw.responders[0].shiftTo = 3;
      }),
    ).toContain('near off-shift');
    expect(
      reasons((raw) => {
        raw.responders[0].arrivesAt = 40;
      }),
    ).toContain('near not-yet-here');
    expect(
      reasons((raw) => {
        raw.policy = { rule: 'priority', reserve: 0.9 };
        raw.responders[0].count = 1;
        raw.responders[1].count = 40;
        // nobody is vulnerable, so the reserved one next door is never sent
        raw.grids[0].elderly = 0;
        raw.grids[0].chronic = 0;
      }),
    ).toContain('near kept-for-vulnerable');
  });

  it('says nothing when the nearest was sent', () => {
    const first = tell().story.find((s) => s.kind === 'assigned')!;
    expect(first.responder).toBe('near');
    expect(first.nearer).toBeUndefined();
  });
});

describe('goods', () => {
  it('lots run out of date, the oldest are given first, and only the rest is thrown away', () => {
    const result = tell((raw) => {
      raw.stocks = [
        {
          id: 'depot',
          x: 1500,
          y: 500,
          items: { water: 4000, food: 100 },
          expiries: [
            { item: 'water', amount: 3500, atHour: 13 },
            { item: 'food', amount: 100, atHour: 2 },
          ],
        },
      ];
    });
    // 500 displaced need 1,875 L each six hours: 6 h and 12 h take 3,750 L, the dated 3,500 L first
    expect(result.supplies.water.expired).toBe(0);
    expect(result.supplies.food).toMatchObject({ given: 0, expired: 100 });
    expect(result.story.find((s) => s.kind === 'stock-expired')).toMatchObject({
      minute: 120,
      stock: 'depot',
      item: 'food',
      amount: 100,
    });
    const early = tell((raw) => {
      raw.stocks = [
        {
          id: 'depot',
          x: 1500,
          y: 500,
          items: { water: 4000 },
          expiries: [{ item: 'water', amount: 3500, atHour: 7 }],
        },
      ];
    });
    expect(early.supplies.water.expired).toBeCloseTo(3500 - 1875, 6);
    expect(early.supplies.water.given).toBeCloseTo(4000 - (3500 - 1875), 6);
  });

  it('an agreement stock counts after its lead time and keeps its own date', () => {
    const result = tell((raw) => {
      raw.stocks = [
        {
          id: 'shop',
          x: 1500,
          y: 500,
          items: {},
          arrivals: [{ item: 'water', amount: 10_000, atHour: 10, expiresAtHour: 13 }],
        },
      ];
    });
    expect(result.story.find((s) => s.kind === 'stock-arrived')).toMatchObject({
      minute: 600,
      amount: 10_000,
    });
    // one round, at hour 12, falls into its time
    expect(result.supplies.water.given).toBeCloseTo(1875, 6);
    expect(result.supplies.water.expired).toBeCloseTo(10_000 - 1875, 6);
  });

  it('are refused when more runs out of date than there is, or before it came', () => {
    const stock = (more: Raw) => (raw: Raw) => {
      raw.stocks = [{ id: 'depot', x: 1500, y: 500, items: { water: 5 }, ...more }];
    };
    expect(() => village(stock({ expiries: [{ item: 'water', amount: 6, atHour: 1 }] }))).toThrow(
      'stocks[0].expiries[0].amount: must not exceed what items.water holds (5), got 6',
    );
    expect(() =>
      village(stock({ arrivals: [{ item: 'water', amount: 6, atHour: 9, expiresAtHour: 3 }] })),
    ).toThrow('stocks[0].arrivals[0].expiresAtHour: must not be before atHour 9, got 3');
  });
});

describe('streets', () => {
  const roads = (raw: Raw): void => {
    raw.roads = {
      nodes: [
        [500, 500],
        [1500, 500],
        [2500, 500],
      ],
      edges: [
        [0, 1],
        [1, 2],
      ],
    };
    raw.hazard.footprints = [{ polygon: square(900, 1100), fromHour: 2, toHour: 40, intensity: 0.9 }];
    raw.hazard.closesRoadsAt = 0.5;
  };

  it('people behind closed streets count as cut off: they are told, need medicine and food, and get nothing', () => {
    const result = tell((raw) => {
      roads(raw);
      raw.responders = [team('nurse', 2500, { skills: ['medicine'] })];
      raw.stocks = [{ id: 'depot', x: 2500, y: 500, items: { food: 10_000, medicine: 100 } }];
    });
    expect(result.story.filter((s) => s.kind === 'grid-cut-off')).toEqual([
      { minute: 120, kind: 'grid-cut-off', grid: 'west' },
    ]);
    expect(result.story.find((s) => s.kind === 'grid-reachable')).toMatchObject({
      minute: 2400,
      grid: 'west',
    });
    expect(result.needs['medicine'].arisen).toBeGreaterThan(0);
    // nobody is displaced: the hazard lies between the grids
    expect(result.shelter.displaced).toBe(0);
    expect(result.supplies['food'].needed).toBeGreaterThan(0);
    expect(result.supplies['food'].given).toBe(0);
    // the goods come only when the streets are open again
    expect(result.story.find((s) => s.kind === 'arrived')!.minute).toBeGreaterThan(2400);
  });

  it('a lost street without a way around is a single point of failure', () => {
    const input = village((raw) => {
      roads(raw);
      raw.hazard.footprints = [];
    });
    expect(findSinglePoints(input).roads).toEqual([0, 1]);
    const looped = village((raw) => {
      roads(raw);
      raw.roads.edges.push([0, 2]);
    });
    expect(findSinglePoints(looped).roads).toEqual([]);
    const rows = loseAnyOne(
      village((raw) => {
        roads(raw);
        raw.hazard.footprints = [{ polygon: square(0, 1000), fromHour: 1, toHour: 20, intensity: 0.4 }];
        raw.stocks = [{ id: 'depot', x: 2500, y: 500, items: { water: 100_000 } }];
      }),
      { seed: 1, runs: 2, only: [{ kind: 'road', id: 'road-0' }] },
    )!;
    expect(rows[0]).toMatchObject({ kind: 'road', id: 'road-0' });
    expect(rows[0].lossAvoided.mean).toBeLessThan(0);
    expect(() =>
      village((raw) => {
        roads(raw);
        raw.hazard.lostRoads = [2];
      }),
    ).toThrow('hazard.lostRoads[0]: must be between 0 and 1, got 2');
  });
});

describe('hazards', () => {
  it('a raster moves over the district, frame by frame, and scale makes the same rain stronger', () => {
    const moving = (scale: number) =>
      tell((raw) => {
        raw.hazard = {
          ...raw.hazard,
          footprints: [],
          scale,
          rasters: [
            {
              west: 0,
              south: 0,
              cellMetres: 1000,
              columns: 3,
              rows: 1,
              frames: [
                { fromHour: 1, toHour: 3, values: [0.4, 0, 0] },
                { fromHour: 3, toHour: 5, values: [0, 0.4, 0] },
                { fromHour: 5, toHour: 7, values: [0, 0, 0.4] },
              ],
            },
          ],
        };
        raw.hazard.displacementMedian = 0.5;
        raw.hazard.displacementSigma = 0.3;
      });
    const hits = moving(1).story.filter((s) => s.kind === 'grid-hit');
    expect(hits.map((s) => [s.grid, s.minute, s.amount])).toEqual([
      ['west', 60, 0.4],
      ['middle', 180, 0.4],
      ['east', 300, 0.4],
    ]);
    expect(moving(2).shelter.displaced).toBeGreaterThan(moving(1).shelter.displaced);
    expect(moving(0).shelter.displaced).toBe(0);
    expect(moving(9).story.find((s) => s.kind === 'grid-hit')!.amount).toBe(1);
  });

  it('a raster outside the map or of the wrong size is refused by path', () => {
    const raster = (more: Raw) => () =>
      village((raw) => {
        raw.hazard.rasters = [
          {
            west: 0,
            south: 0,
            cellMetres: 1000,
            columns: 3,
            rows: 1,
            frames: [{ fromHour: 0, toHour: 1, values: [0, 0, 0] }],
            ...more,
          },
        ];
      });
    expect(raster({})).not.toThrow();
    expect(raster({ columns: 4, frames: [{ fromHour: 0, toHour: 1, values: [0, 0, 0, 0] }] })).toThrow(
      'hazard.rasters[0].cellMetres: must be between 0.1 and 750',
    );
    expect(raster({ west: -1 })).toThrow('hazard.rasters[0].west: must be between 0 and 3000, got -1');
    expect(raster({ frames: [{ fromHour: 0, toHour: 1, values: [0, 0] }] })).toThrow(
      'hazard.rasters[0].frames[0].values: must have 1 × 3 numbers, got 2',
    );
  });
});

describe('facilities', () => {
  const plants = (raw: Raw): void => {
    const plant = (id: string, x: number, more: Raw = {}): Raw => ({
      id,
      service: 'power',
      x,
      y: 500,
      serves: ['west', 'middle', 'east'],
      capacity: 1000,
      repairSigma: 0.01,
      ...more,
    });
    raw.facilities = [
      plant('a', 500, {
        failureSigma: 0.01,
        damageStates: [
          { name: 'slight', failureMedian: 0.2, repairMedianHours: 4, capacityShare: 0.5 },
          { name: 'complete', failureMedian: 0.6, repairMedianHours: 20 },
        ],
      }),
      plant('b', 2500),
    ];
    raw.grids[2].priority = 5;
  };

  it('damage has degrees: a slight one leaves part of the capacity and is mended sooner', () => {
    const at = (intensity: number) =>
      tell((raw) => {
        plants(raw);
        raw.hazard.footprints[0].intensity = intensity;
      });
    const slight = at(0.4);
    expect(slight.story.find((s) => s.kind === 'facility-damaged')).toMatchObject({
      facility: 'a',
      state: 'slight',
    });
    // 500 of a and 1,000 of b still feed all three grids of 500
    expect(Math.min(...slight.curves['service:power'])).toBe(1);
    const complete = at(1);
    expect(complete.story.find((s) => s.kind === 'facility-failed')).toMatchObject({
      facility: 'a',
      state: 'complete',
    });
    // b alone feeds two of three grids until a is back
    expect(Math.min(...complete.curves['service:power'])).toBeCloseTo(2 / 3, 12);
    expect(complete.story.find((s) => s.kind === 'facility-back')!.minute / 60).toBeCloseTo(21, 0);
    expect(at(0.1).story.some((s) => s.kind.startsWith('facility'))).toBe(false);
  });

  it('a short service serves by priority: the grid in front keeps it', () => {
    const input = village((raw) => {
      plants(raw);
      raw.hazard.footprints = [];
      raw.hazard.lost = ['a'];
      raw.grids[1].elderly = 100;
      raw.grids[0].elderly = 0;
      raw.grids[0].chronic = 0;
      raw.responders = [team('nurse', 2500, { skills: ['care'] })];
    });
    const result = runReplication(compileDistrict(input), createRandom(1), { story: 1000 })!;
    // east comes first by priority, then west by order; middle goes without power, and its elderly call for care
    expect(new Set(result.story.filter((s) => s.kind === 'call').map((s) => s.grid))).toEqual(
      new Set(['middle']),
    );
  });

  it('zero or too small a supply before the event names the facility', () => {
    expect(() =>
      compileDistrict(
        village((raw) => {
          plants(raw);
          raw.facilities[0].capacity = 0;
        }),
      ),
    ).toThrow(
      'facilities[0].capacity: must let "power" reach grids[1] "middle" (500 people) before the event, got 0',
    );
    expect(() =>
      village((raw) => {
        plants(raw);
        raw.facilities[0].damageStates[1].failureMedian = 0.1;
      }),
    ).toThrow('facilities[0].damageStates[1].failureMedian: must be between 0.2 and 10, got 0.1');
  });
});

describe('the answer', () => {
  it('compares the standard policies on the same calls', () => {
    const rows = comparePolicies(village(), { seed: 3, runs: 4 })!;
    expect(rows.map((r) => r.id).sort()).toEqual(['batch', 'nearest', 'priority', 'reserve']);
    const own = rows.find((r) => r.id === 'priority')!;
    // the input's own rule is "priority": nothing to gain
    expect(own.lossAvoided).toEqual({ mean: 0, low: 0, high: 0, runs: 4 });
    expect(new Set(rows.map((r) => r.lateMinutesPerCall.mean)).size).toBeGreaterThan(2);
    expect(rows.map((r) => r.lossAvoided.mean)).toEqual(
      [...rows.map((r) => r.lossAvoided.mean)].sort((a, b) => b - a),
    );
  });

  it('psychological resilience comes from records alone, and has no curve', () => {
    const records = { 'drill-participation': 0.4, 'deliberations-with-outcome': 0.8 };
    const result = runExperiment(
      village((raw) => {
        raw.records = records;
      }),
      { seed: 1, runs: 1 },
    )!;
    expect(result.psychological).toEqual({
      from: 'records',
      score: expect.closeTo(0.6, 12),
      indicators: records,
    });
    expect(Object.keys(result.curves).some((name) => name.startsWith('psych'))).toBe(false);
    expect(Object.keys(result.resilience)).toEqual(['organisation', 'service', 'resource']);
    expect(() =>
      village((raw) => {
        raw.records = { mood: 1 };
      }),
    ).toThrow('records.mood: is not known here');
  });
});
