// Files as people write them: the examples of the documentation, and everything that can be wrong with a file.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Command, callCommand as call } from '../../../test/command-call.ts';
import { run as indicators } from './indicators.ts';
import { run as solve } from './solve.ts';
import { run as stress } from './stress.ts';

describe('an index of a file, and what is wrong with one', () => {
  const file = {
    definition: {
      id: 'two',
      indicators: [{ id: 'beds' }, { id: 'minutes', direction: 'lower-is-better' }],
    },
    places: [
      { id: 'a', values: { beds: 3, minutes: 9 } },
      { id: 'b', values: { beds: 5, minutes: null } },
      { id: 'c', values: { beds: 1, minutes: 2 } },
    ],
  };
  const say = (input: unknown) =>
    call(indicators, ['--input', 'i.json', '--json'], { 'i.json': JSON.stringify(input) });

  it('scores, ranks, weights, sensitivity and equity', async () => {
    const result = await say({
      ...file,
      weighting: { method: 'given', weights: [3, 1] },
      sensitivity: { trials: 10, spread: 0.2 },
      equity: { values: [1, 3], groups: ['x', 'y'] },
    });
    expect(result.code).toBe(0);
    const { places, weights, equity, sensitivity } = result.json();
    expect(places.map((p: { id: string; rank: number }) => [p.id, p.rank])).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 3],
    ]);
    expect(weights).toEqual({ beds: 0.75, minutes: 0.25 });
    expect(equity.total).toBeCloseTo(equity.between + equity.within, 12);
    expect(sensitivity.places).toHaveLength(3);
    expect(JSON.parse((await call(indicators, ['--presets'])).out)).toHaveLength(3);
  });

  it.each<[string, object, string]>([
    [
      'neither preset nor definition',
      { definition: undefined },
      'preset: give either preset or definition, got nothing',
    ],
    ['an unknown preset', { definition: undefined, preset: 'gdp' }, 'preset: must be one of'],
    [
      'an unknown indicator',
      { places: [{ id: 'a', values: { cars: 1 } }] },
      'places[0].values.cars: is no indicator of "two", got 1',
    ],
    [
      'a place named twice',
      { places: [file.places[0], file.places[0]] },
      'places[1].id: must be used once only, got "a"',
    ],
    [
      'text for a number',
      { places: [{ id: 'a', values: { beds: 'many' } }] },
      'places[0].values.beds: must be a finite number, got "many"',
    ],
    ['no places', { places: [] }, 'places: needs at least 1 entries, got []'],
    [
      'weights for others',
      { weighting: { method: 'given', weights: [1] } },
      'weighting.weights: must have 2 entries, one per indicator, got 1',
    ],
    [
      'a negative weight',
      { weighting: { method: 'given', weights: [1, -1] } },
      'weighting.weights[1]: must be at least 0, got -1',
    ],
    [
      'no weight at all',
      { weighting: { method: 'given', weights: [0, 0] } },
      'weighting.weights: must not all be 0, got [0,0]',
    ],
    [
      'comparisons that contradict each other',
      {
        weighting: {
          method: 'ahp',
          comparisons: [
            [1, 2],
            [2, 1],
          ],
        },
      },
      'weighting.comparisons[0][1]: must be the reciprocal of comparisons[1][0] = 2, got 2',
    ],
    [
      'comparisons for others, in the definition',
      { definition: { ...file.definition, weighting: { method: 'ahp', comparisons: [[1]] } } },
      'definition.weighting.comparisons: must have 2 rows, one per indicator, got 1',
    ],
    [
      'weights from one place',
      { weighting: { method: 'entropy' }, places: [file.places[0]] },
      'places: needs at least 2 entries for entropy weights, got 1',
    ],
    [
      'entropy of what scales below 0',
      { definition: { ...file.definition, scaling: { method: 'z' } }, weighting: { method: 'entropy' } },
      'places[2].values.beds: must not scale to a negative number',
    ],
    [
      'a geometric mean of what scales below 0',
      { definition: { ...file.definition, scaling: { method: 'z' }, aggregation: { within: 'geometric' } } },
      'places[2].values.beds: must not scale to a negative number',
    ],
    [
      'dimensions below 0 joined geometrically',
      { definition: { ...file.definition, scaling: { method: 'z' }, aggregation: { across: 'geometric' } } },
      'definition.aggregation.across: must not be geometric where a dimension of "a" scores below 0',
    ],
    [
      'a missing value for TOPSIS',
      { definition: { ...file.definition, aggregation: { within: 'topsis' } } },
      'places[1].values.minutes: must be given for TOPSIS (or choose missing "median" or "worst"), got null',
    ],
    [
      'a goalpost the wrong way round',
      {
        definition: {
          ...file.definition,
          indicators: [
            { id: 'beds', scaling: { method: 'goalpost', floor: 5, target: 1 } },
            { id: 'minutes' },
          ],
        },
      },
      'definition.indicators[0].scaling.target: must lie above the floor 5 for "higher-is-better", got 1',
    ],
    [
      'half a trial',
      { sensitivity: { trials: 1.5, spread: 0 } },
      'sensitivity.trials: must be a whole number, got 1.5',
    ],
    [
      'groups for others',
      { equity: { values: [1, 2], groups: ['x'] } },
      'equity.groups: must have 2 entries like values, got 1',
    ],
    [
      'negative amounts',
      { equity: { values: [1, -2], groups: ['x', 'y'] } },
      'equity.values[1]: must be at least 0, got -2',
    ],
    [
      'nobody there',
      { equity: { values: [1], groups: ['x'], people: [0] } },
      'equity.people[0]: must be finite and > 0, got 0',
    ],
  ])('bad input: %s', async (_, change, message) => {
    expect(await say({ ...file, ...change })).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(`bad input: ${message}`),
    });
  });
});

describe('bad problems', () => {
  const solving = (kind: string, input: unknown) =>
    call(solve, [kind, '--input', 'p.json'], { 'p.json': JSON.stringify(input) });

  it.each<[string, unknown, string]>([
    ['assignment', {}, 'costs: must be a list, got nothing'],
    ['assignment', { costs: [] }, 'costs: needs at least 1 entries, got []'],
    ['assignment', { costs: [[1, 2], [3]] }, 'costs[1]: must have 2 entries like the first row, got 1'],
    ['assignment', { costs: [['near']] }, 'costs[0][0]: must be a finite number, got "near"'],
    ['assignment', { costs: [[1]], explain: [[0, 1]] }, 'explain[0][1]: must be between 0 and 0, got 1'],
    ['assignment', { cost: [[1]] }, 'input.cost: is not known here'],
    [
      'gap',
      { cost: [[1]], load: [[1, 2]], capacity: [1] },
      'load: must have the shape of cost, 1 × 1, got "1 × 2"',
    ],
    [
      'gap',
      { cost: [[1]], load: [[-1]], capacity: [1] },
      'load[0][0]: must be between 0 and 1000000000000000, got -1',
    ],
    ['gap', { cost: [[1]], load: [[1]], capacity: [] }, 'capacity: needs at least 1 entries, got []'],
    [
      'gap',
      { goal: 'most', cost: [[1]], load: [[1]], capacity: [1] },
      'goal: must be one of min, max, got "most"',
    ],
    [
      'gap',
      { cost: [[1, 1]], load: [[1e9 + 1, 1]], capacity: [1e12] },
      'capacity[0] must be at most 9999999 steps',
    ],
    [
      'transport',
      { supply: [1], demand: [-1], cost: [[1]] },
      'demand[0]: must be between 0 and 1000000000000000, got -1',
    ],
    ['transport', { supply: [1], demand: [1, 1], cost: [[1]] }, 'cost[0] has 1 entries, demand has 2'],
    ['transport', { supply: [1, 1], demand: [1], cost: [[1]] }, 'cost has 1 rows, supply has 2'],
    ['transport', { supply: [], demand: [1], cost: [[1]] }, 'supply: needs at least 1 entries, got []'],
    [
      'deliveries',
      {
        travel: [
          [0, 1],
          [1, 0],
        ],
        stops: [{ demand: 1, opens: 9, closes: 8, service: 1 }],
        vehicles: [{ capacity: 1, leaves: 0, back: 9 }],
      },
      'stops[0].closes 8 is before opens 9',
    ],
  ])('%s %j', async (kind, input, message) => {
    expect(await solving(kind, input)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(`bad input: ${message}`),
    });
  });

  it('what cannot be done is an answer with its reason, not an error', async () => {
    const certificates: [string, unknown, object][] = [
      // two tasks, one person for both
      [
        'assignment',
        {
          costs: [
            [1, null],
            [1, null],
          ],
        },
        { status: 'infeasible', rows: [0, 1], columns: [0] },
      ],
      [
        'gap',
        { cost: [[null, 1]], load: [[1, 1]], capacity: [9] },
        {
          problems: [
            { status: 'infeasible', certificate: { kind: 'job', job: 0, noSkill: [0], tooSmall: [] } },
          ],
        },
      ],
      [
        'gap',
        { cost: [[1, 1, 1]], load: [[3, 4, 1]], capacity: [6] },
        {
          problems: [
            {
              status: 'infeasible',
              certificate: { kind: 'capacity', jobs: [0, 1], agents: [0], needed: 7, available: 6 },
            },
          ],
        },
      ],
      [
        'transport',
        {
          supply: [0, 5],
          demand: [2, 2],
          cost: [
            [1, 1],
            [null, 1],
          ],
        },
        { status: 'infeasible', certificate: { demands: [0], needed: 2, available: 0 } },
      ],
      [
        'deliveries',
        {
          travel: [
            [0, 50],
            [50, 0],
          ],
          stops: [{ demand: 1, opens: 0, closes: 20, service: 1 }],
          vehicles: [{ capacity: 1, leaves: 0, back: 999 }],
        },
        { unserved: [{ stop: 0, impossible: true, reason: 'window' }] },
      ],
    ];
    for (const [kind, input, answer] of certificates) {
      const result = await call(solve, [kind, '--input', 'p.json', '--json'], {
        'p.json': JSON.stringify(input),
      });
      expect(result.code).toBe(0);
      expect(result.json()).toMatchObject(answer);
    }
  });
});

describe('the example files of the documentation', () => {
  it.each<[string, Command, string[], (answer: Record<string, unknown>) => unknown, unknown]>([
    ['stress', stress, ['--runs', '2', '--measures'], (a) => [a['runs'], a['neverOnDuty']], [2, []]],
    ['assignment', solve, ['assignment'], (a) => a['total'], 9],
    ['gap', solve, ['gap'], (a) => (a['problems'] as { value: number }[])[0]!.value, 6],
    ['transport', solve, ['transport'], (a) => [a['value'], a['bound']], [120, 120]],
    ['deliveries', solve, ['deliveries'], (a) => a['travel'], 13],
    ['services', solve, ['services'], (a) => a['goalMetAt'], { power: 4, water: 4 }],
    [
      'indicators',
      indicators,
      [],
      (a) => (a['places'] as { id: string }[]).map((p) => p.id),
      ['west', 'east'],
    ],
  ])('%s.json', async (name, command, args, pick, expected) => {
    const text = readFileSync(
      new URL(`../../../../docs/core/examples/${name}.json`, import.meta.url),
      'utf8',
    );
    const result = await call(command, [...args, '--input', `${name}.json`, '--json'], {
      [`${name}.json`]: text,
    });
    expect(result.code).toBe(0);
    expect(pick(result.json())).toEqual(expected);
  });
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const ODD: readonly Json[] = [null, -1, 0, 1e308, 1e9, 0.5, 'x', [], {}, true];

/** Every copy of a value in which one part, however deep, is something odd. */
function* spoiled(value: Json): Generator<Json> {
  yield* ODD;
  if (Array.isArray(value))
    for (const [k, part] of value.entries()) for (const odd of spoiled(part)) yield value.with(k, odd);
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value))
      for (const odd of spoiled(part)) yield { ...value, [key]: odd };
}

describe('an example with any one part spoiled', () => {
  it.each<[string, Command, string[]]>([
    ['stress', stress, ['--runs', '1', '--story', '5']],
    ...['assignment', 'gap', 'transport', 'deliveries', 'services'].map(
      (kind): [string, Command, string[]] => [kind, solve, [kind]],
    ),
    ['indicators', indicators, []],
  ])(
    '%s.json: an answer, or a refusal that names a path and leaves nothing on stdout',
    async (name, command, args) => {
      const text = readFileSync(
        new URL(`../../../../docs/core/examples/${name}.json`, import.meta.url),
        'utf8',
      );
      const count = { answered: 0, refused: 0 };
      for (const input of spoiled(JSON.parse(text) as Json)) {
        const { code, out, err } = await call(command, [...args, '--input', 'f.json', '--json'], {
          'f.json': JSON.stringify(input),
        });
        if (code === 0) {
          count.answered++;
          JSON.parse(out);
          continue;
        }
        count.refused++;
        const refusal = { code, out, err: expect.stringMatching(/bad input: [a-zA-Z]+[\w.[\]-]*:? .{3,}/) };
        expect({ code, out, err }).toEqual({ ...refusal, code: 2, out: '' });
      }
      expect(count.answered).toBeGreaterThan(10);
      expect(count.refused).toBeGreaterThan(50);
    },
  );
});
