// Bad input of a stress test: every message names the path in the file and the value found there.
import { describe, expect, it } from 'vitest';
import { type Raw, square, team, village } from '../../fixtures/stress-village.ts';
import { compileDistrict } from './district.ts';
import { InputError } from './input-error.ts';
import { parseStressInput } from './scenario.ts';
import { neverOnDuty } from './shifts.ts';

const plant = (more: Raw = {}): Raw => ({
  id: 'plant',
  service: 'power',
  x: 500,
  y: 500,
  serves: ['west'],
  ...more,
});
const pieces = (raw: Raw): void => {
  raw.roads = { nodes: raw.grids.map((g: Raw) => [g.x, g.y]), edges: [[0, 1]] };
};

const TABLE: readonly [what: string, change: (raw: Raw) => void, message: string][] = [
  // disconnected networks
  [
    'streets in pieces',
    pieces,
    'roads: must tie every grid to the others; 1 grid(s) are cut off before the event, first grids[2], got "east"',
  ],
  [
    'a street to nowhere',
    (raw) => {
      raw.roads = { nodes: [[1, 1]], edges: [[0, 1]] };
    },
    'roads.edges[0][1]: must be the number of a node (0…0), got 1',
  ],
  [
    'a street with three ends',
    (raw) => {
      raw.roads = { nodes: [[1, 1]], edges: [[0, 0, 0]] };
    },
    'roads.edges[0]: must have 2 entries, got [0,0,0]',
  ],
  [
    'a lost street where there are none',
    (raw) => {
      raw.hazard.lostRoads = [3];
    },
    'hazard.lostRoads[0]: must be the number of a street, and roads names none, got 3',
  ],
  // zero supply
  [
    'a plant without capacity',
    (raw) => {
      raw.facilities = [plant({ capacity: 0 })];
    },
    'facilities[0].capacity: must let "power" reach grids[0] "west" (500 people) before the event, got 0',
  ],
  [
    'a stock point without items',
    (raw) => {
      raw.stocks = [{ id: 's', x: 1, y: 1 }];
    },
    'stocks[0].items: must be an object, got nothing',
  ],
  // negative, NaN, infinite
  [
    'negative stock',
    (raw) => {
      raw.stocks = [{ id: 's', x: 1, y: 1, items: { water: -3 } }];
    },
    'stocks[0].items.water: must be between 0 and 1000000000000, got -3',
  ],
  [
    'NaN people',
    (raw) => {
      raw.grids[1].people = Number.NaN;
    },
    'grids[1].people: must be a finite number, got NaN',
  ],
  [
    'a number too large for a number',
    (raw) => {
      raw.horizonHours = JSON.parse('1e999');
    },
    'horizonHours: must be a finite number, got Infinity',
  ],
  [
    'a number as text',
    (raw) => {
      raw.shelters[0].capacity = '500';
    },
    'shelters[0].capacity: must be a finite number, got "500"',
  ],
  [
    'half a team',
    (raw) => {
      raw.responders[1].count = 1.5;
    },
    'responders[1].count: must be a whole number, got 1.5',
  ],
  // unknown units and words
  [
    'feet',
    (raw) => {
      raw.units = { length: 'feet' };
    },
    'units.length: must be one of m, got "feet"',
  ],
  [
    'a unit that is not known at all',
    (raw) => {
      raw.units = { length: 'm', money: 'yuan' };
    },
    'units.money: is not known here (known: length), got "yuan"',
  ],
  [
    'an unknown hazard',
    (raw) => {
      raw.hazard.kind = 'meteor';
    },
    'hazard.kind: must be one of rainstorm, fire, cold-wave, epidemic, earthquake, other, got "meteor"',
  ],
  [
    'an unknown skill',
    (raw) => {
      raw.responders[0].skills = ['cooking'];
    },
    'responders[0].skills[0]: must be one of rescue, medical, medicine, power, care, information, psychological, got "cooking"',
  ],
  // impossible shifts
  [
    'a shift with a beginning alone',
    (raw) => {
      raw.responders[0].shiftFrom = 8;
    },
    'responders[0].shiftTo: must be given together with shiftFrom 8, got nothing',
  ],
  [
    'a shift with an end alone',
    (raw) => {
      raw.responders[1].shiftTo = 17;
    },
    'responders[1].shiftFrom: must be given together with shiftTo 17, got nothing',
  ],
  [
    'a shift of no length',
    (raw) => {
      Object.assign(raw.responders[0], { shiftFrom: 8, shiftTo: 8 });
    },
    'responders[0].shiftTo: must differ from shiftFrom 8 (round the clock is 0 to 24), got 8',
  ],
  [
    'from midnight to the same midnight',
    (raw) => {
      Object.assign(raw.responders[0], { shiftFrom: 24, shiftTo: 0 });
    },
    'responders[0].shiftTo: must differ from shiftFrom 24 (round the clock is 0 to 24), got 0',
  ],
  [
    'a shift beyond the day',
    (raw) => {
      Object.assign(raw.responders[0], { shiftFrom: 8, shiftTo: 25 });
    },
    'responders[0].shiftTo: must be between 0 and 24, got 25',
  ],
  // outside the map
  [
    'a responder outside the map',
    (raw) => {
      raw.responders[0].x = 3001;
    },
    'responders[0].x: must be between 0 and 3000, got 3001',
  ],
  [
    'a footprint outside the map',
    (raw) => {
      raw.hazard.footprints[0].polygon = square(0, 4000);
    },
    'hazard.footprints[0].polygon[1][0]: must be between 0 and 3000, got 4000',
  ],
  [
    'a point with a height',
    (raw) => {
      raw.hazard.footprints[0].polygon[0] = [0, 0, 12];
    },
    'hazard.footprints[0].polygon[0]: must have 2 entries, got [0,0,12]',
  ],
  [
    'a hazard after the end',
    (raw) => {
      raw.hazard.footprints[0].fromHour = 49;
    },
    'hazard.footprints[0].fromHour: must be between 0 and 48, got 49',
  ],
  [
    'a map turned round',
    (raw) => {
      raw.bounds = [3000, 0, 0, 1000];
    },
    'bounds: must be [west, south, east, north], got [3000,0,0,1000]',
  ],
  // names
  [
    'a grid served twice by one plant',
    (raw) => {
      raw.facilities = [plant({ serves: ['west', 'west'] })];
    },
    'facilities[0].serves[1]: must be named once only, got "west"',
  ],
  [
    'a lost facility that is not there',
    (raw) => {
      raw.hazard.lost = ['plant'];
    },
    'hazard.lost[0]: must be the id of a facility, got "plant"',
  ],
  [
    'two groups of one name',
    (raw) => {
      raw.responders.push(team('near', 1500));
    },
    'responders[2].id: must be used once only, got "near"',
  ],
];

describe('bad input of a stress test', () => {
  it.each(TABLE)('%s', (_, change, message) => {
    expect(() => compileDistrict(village(change))).toThrow(InputError);
    expect(() => compileDistrict(village(change))).toThrow(message);
  });

  it('no object at all', () => {
    for (const [value, said] of [
      [null, 'null'],
      [[], '[]'],
      ['rain', '"rain"'],
    ])
      expect(() => parseStressInput(value)).toThrow(`input: must be an object, got ${said}`);
  });
});

describe('people who are never on duty', () => {
  it('are told by path: a shift that the event misses, and help that comes after its end', () => {
    const input = village((raw) => {
      raw.horizonHours = 6;
      raw.hazard.footprints = [];
      raw.responders = [
        team('day', 1500, { shiftFrom: 9, shiftTo: 17 }),
        team('night', 1500, { shiftFrom: 22, shiftTo: 6 }),
        team('neighbours', 2500, { arrivesAt: 7 }),
        team('late night', 2500, { shiftFrom: 20, shiftTo: 8.5 }),
        team('always', 2500),
      ];
    });
    expect(neverOnDuty(input)).toEqual([
      {
        path: 'responders[1].shiftFrom',
        id: 'night',
        reason: "on duty from 22 to 6 o'clock, and the event lasts 6 h from 8 o'clock",
      },
      {
        path: 'responders[2].arrivesAt',
        id: 'neighbours',
        reason: 'arrives at hour 7, and the event ends at hour 6',
      },
    ]);
  });
});
