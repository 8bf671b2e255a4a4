import { describe, expect, it } from 'vitest';
import { type Raw, square, team, tell, village } from '../../fixtures/stress-village.ts';
import { runExperiment } from './experiment.ts';
import { findSinglePoints, loseAnyOne, singlesOf, withoutSingle } from './redundancy.ts';

/** Two in the near team and one far away; the depot and the school are the only ones of their kind. */
const withGoods = (raw: Raw): void => {
  raw.responders = [team('near', 1500), team('far', 2500, { count: 1 })];
  raw.stocks = [{ id: 'depot', x: 1500, y: 500, items: { water: 100_000 } }];
};

describe('the loss of any one', () => {
  it('asks for one person of each group, and for the group where that is more', () => {
    const names = singlesOf(village(withGoods)).map(({ kind, id }) => `${kind} ${id}`);
    expect(names).toEqual(['stock depot', 'shelter school', 'person near', 'person far', 'group near']);
  });

  it('one person less: planned and never there, while everybody else keeps the same luck', () => {
    // the hazard lies over the team's own place too, so that chance keeps some of them at home
    const everybody = (raw: Raw): void => {
      withGoods(raw);
      raw.responders[0].count = 10;
      raw.responders[0].shiftFrom = 12;
      raw.responders[0].shiftTo = 11;
      raw.hazard.footprints[0].polygon = square(0, 2000);
      raw.hazard.displacementMedian = 0.9;
      raw.hazard.displacementSigma = 0.3;
    };
    const whole = runExperiment(village(everybody), { seed: 4, runs: 3 })!;
    const less = runExperiment(withoutSingle(village(everybody), { kind: 'person', id: 'near' }), {
      seed: 4,
      runs: 3,
    })!;
    expect(less.input.hazard.lostPeople).toEqual({ near: 1 });
    // the first shift begins at hour 4 with eleven planned: one of them, or nobody who would have come, is missing
    const missing = whole.curves['organisation']!.mean.map(
      (q, k) => q - less.curves['organisation']!.mean[k]!,
    );
    expect(Math.min(...missing.slice(16, 28))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...missing)).toBeGreaterThan(0.03);
    // the calls are the same calls
    expect(Object.values(less.needs).map((n) => n.arisen.mean)).toEqual(
      Object.values(whole.needs).map((n) => n.arisen.mean),
    );
  });

  it('the nearer one who is lost is named', () => {
    const story = tell((raw) => {
      withGoods(raw);
      raw.responders[0].count = 1;
      raw.hazard.lostPeople = { near: 1 };
    }).story.filter((entry) => entry.kind === 'assigned');
    expect(story.length).toBeGreaterThan(0);
    expect(story.every((entry) => entry.responder === 'far')).toBe(true);
    expect(story[0]!.nearer).toMatchObject({ responder: 'near', reason: 'lost' });
  });

  it('is ranked: a group costs no less than one of it, the only depot and the only school their goods and places', () => {
    const rows = loseAnyOne(village(withGoods), { seed: 1, runs: 3 })!;
    const added = (kind: string, id: string): number =>
      -rows.find((row) => row.kind === kind && row.id === id)!.lossAvoided.mean;
    expect(added('person', 'near')).toBeGreaterThan(0);
    expect(added('group', 'near')).toBeGreaterThan(added('person', 'near'));
    expect(added('stock', 'depot')).toBeGreaterThan(0);
    expect(added('shelter', 'school')).toBeGreaterThan(0);
  });

  it('a hazard may take people, stores and shelters, and what is left decides the single points', () => {
    const lost = (raw: Raw): void => {
      withGoods(raw);
      raw.hazard.lostPeople = { near: 2 };
      raw.hazard.lostStocks = ['depot'];
      raw.hazard.lostShelters = ['school'];
    };
    const result = tell(lost);
    expect(result.supplies['water']).toMatchObject({ given: 0 });
    expect(result.shelter.sheltered).toBe(0);
    expect(findSinglePoints(village(withGoods))).toMatchObject({
      skills: [],
      items: [{ item: 'water', stock: 'depot' }],
    });
    expect(findSinglePoints(village(lost))).toMatchObject({
      skills: ['rescue', 'medical', 'psychological'].map((skill) => ({ skill, group: 'far' })),
      items: [],
    });
  });

  it.each([
    [{ lostPeople: { near: 3 } }, 'hazard.lostPeople.near: must be between 0 and 2, got 3'],
    [{ lostPeople: { near: 0.5 } }, 'hazard.lostPeople.near: must be a whole number, got 0.5'],
    [{ lostPeople: { nobody: 1 } }, 'hazard.lostPeople.nobody: is not known here'],
    [{ lostStocks: ['barn'] }, 'hazard.lostStocks[0]: must be the id of a stock point, got "barn"'],
    [{ lostShelters: ['barn'] }, 'hazard.lostShelters[0]: must be the id of a shelter, got "barn"'],
    [{ lost: ['barn'] }, 'hazard.lost[0]: must be the id of a facility, got "barn"'],
  ])('what is not there cannot be lost: %j', (more, message) => {
    expect(() =>
      village((raw) => {
        withGoods(raw);
        Object.assign(raw.hazard, more);
      }),
    ).toThrow(message);
  });
});

describe('every shock of the question can be told', () => {
  it('a fire in one tower displaces its people alone', () => {
    const fire = tell((raw) => {
      raw.hazard.kind = 'fire';
      raw.hazard.footprints = [{ polygon: square(1400, 1600), fromHour: 0, toHour: 3, intensity: 1 }];
    });
    expect(fire.story.filter((entry) => entry.kind === 'grid-hit').map((entry) => entry.grid)).toEqual([
      'middle',
    ]);
    expect(fire.shelter.displaced).toBeCloseTo(500, 9);
  });

  it('a cold wave with a power cut displaces nobody, and those on powered equipment call', () => {
    const cold = tell((raw) => {
      raw.hazard.kind = 'cold-wave';
      raw.hazard.footprints = [{ polygon: square(0, 3000), fromHour: 0, toHour: 40, intensity: 0.8 }];
      raw.hazard.displacementMedian = 0;
      raw.grids[2].powered = 10;
      raw.responders[1].skills = ['power'];
      raw.facilities = [
        {
          id: 'sub',
          service: 'power',
          x: 500,
          y: 500,
          serves: ['west', 'middle', 'east'],
          failureMedian: 0.4,
        },
      ];
    });
    expect(cold.shelter.displaced).toBe(0);
    expect(Math.min(...cold.curves['service:power']!)).toBe(0);
    expect(cold.needs['power']!.arisen).toBeGreaterThan(0);
    expect(cold.needs['power']!.inTime).toBeGreaterThan(0);
  });

  it('an epidemic closure shuts the streets round a grid: its people need food and medicine where they are', () => {
    const closure = tell((raw) => {
      raw.roads = {
        nodes: [
          [500, 500],
          [1000, 500],
          [1500, 500],
          [2500, 500],
        ],
        edges: [
          [0, 1],
          [1, 2],
          [2, 3],
        ],
      };
      raw.hazard = { kind: 'epidemic', displacementMedian: 0, lostRoads: [0] };
    });
    expect(closure.story.filter((entry) => entry.kind === 'grid-cut-off').map((entry) => entry.grid)).toEqual(
      ['west'],
    );
    expect(closure.shelter.displaced).toBe(0);
    expect(closure.needs['medicine']!.arisen).toBeGreaterThan(0);
    expect(closure.needs['medicine']!.neverReached).toBe(closure.needs['medicine']!.arisen);
    expect(closure.supplies['food']!.needed).toBeGreaterThan(0);
  });

  it('an earthquake strikes everywhere at once: people, plants and helpers', () => {
    const quake = tell((raw) => {
      raw.hazard.kind = 'earthquake';
      raw.hazard.footprints = [{ polygon: square(0, 3000), fromHour: 0, toHour: 1, intensity: 0.6 }];
      raw.hazard.displacementMedian = 0.6;
      raw.hazard.displacementSigma = 0.4;
      raw.facilities = [
        {
          id: 'sub',
          service: 'power',
          x: 500,
          y: 500,
          serves: ['west'],
          failureMedian: 0.2,
          failureSigma: 0.1,
        },
      ];
    });
    expect(
      new Set(quake.story.filter((entry) => entry.kind === 'grid-hit').map((entry) => entry.grid)).size,
    ).toBe(3);
    expect(quake.shelter.displaced).toBeGreaterThan(500);
    expect(quake.shelter.displaced).toBeLessThan(1000);
    expect(quake.story.some((entry) => entry.kind === 'facility-failed')).toBe(true);
  });
});
