import { sampleDistrict } from '@renlin/core/simulation/sample-district';
import { describe, expect, it } from 'vitest';
import { callCommand as call } from '../../../test/command-call.ts';
import { run as indicators } from './indicators.ts';
import { run as solve } from './solve.ts';
import { run as stress } from './stress.ts';
import { runStress } from './stress-runner.ts';

const district = sampleDistrict({ grids: 6, households: 300, responders: 12, hours: 24, seed: 1 });

describe('renlin stress', () => {
  it('answers with JSON on stdout, progress on stderr, and the same bytes on 1, 2 and 4 workers', async () => {
    const files = { 'd.json': JSON.stringify(district) };
    const base = ['--input', 'd.json', '--seed', '7', '--runs', '5', '--story', '30', '--json'];
    const one = await call(stress, base, files);
    expect(one).toMatchObject({ code: 0, err: expect.stringContaining('5/5') });
    expect(one.json()).toMatchObject({
      model: 'stress-3',
      seed: 7,
      runs: 5,
      psychological: null,
      input: { name: district.name },
    });
    const more = await Promise.all(
      ['2', '4'].map((workers) => call(stress, [...base, '--workers', workers], files)),
    );
    for (const { out } of more) expect(out).toBe(one.out);
  });

  it('adds attribution, measures and single losses when asked', async () => {
    const small = {
      ...district,
      stocks: district.stocks.slice(0, 1),
      shelters: [],
      responders: district.responders.slice(0, 2),
      facilities: district.facilities.slice(0, 2),
    };
    const measure = { id: 'desk', costYuan: 1000, changes: [{ path: 'command.commanders', add: 1 }] };
    const files = { 'd.json': JSON.stringify({ ...small, measures: [measure] }) };
    const result = await call(
      stress,
      ['--input=d.json', '--runs=2', '--attribution', '--measures', '--policies', '--n-plus-one', '--json'],
      files,
    );
    expect(result.code).toBe(0);
    expect(Object.keys(result.json())).toEqual(
      expect.arrayContaining(['attribution', 'measures', 'losses', 'singlePoints']),
    );
    // two facilities, one stock, one of each group, and the groups of several
    const groups = small.responders.filter(({ count }) => count > 1).length;
    expect(result.json().losses).toHaveLength(5 + groups);
    const { policies, input, attribution } = result.json();
    expect(policies.map((p: { id: string }) => p.id).sort()).toEqual([
      'batch',
      'nearest',
      'priority',
      'reserve',
    ]);
    expect(attribution.base.runs).toBe(2);
    // the snapshot of the input is the whole input: it gives the same answer again
    const again = await call(stress, ['--input=d.json', '--runs=2', '--json'], {
      'd.json': JSON.stringify(input),
    });
    expect(again.json().resilience).toEqual(result.json().resilience);
    const table = await call(stress, ['--input=d.json', '--runs=2', '--policies', '--measures'], files);
    expect(table.out).toContain('  reserve: loss avoided ');
    expect(table.out).toContain('  desk: loss avoided ');
    for (const word of ['归因', '措施比选', '调度规则比选', '缺一推演']) expect(result.err).toContain(word);
  });

  it('stops at once when the signal says so', async () => {
    const stopper = new AbortController();
    const job = runStress(district, {
      seed: 1,
      runs: 100_000,
      workers: 1,
      signal: stopper.signal,
      progress: () => stopper.abort(new Error('stopped')),
    });
    await expect(job).rejects.toThrow('stopped');
    // one that is asked to stop before it starts never starts
    await expect(
      runStress(district, { seed: 1, runs: 5, workers: 2, signal: stopper.signal }),
    ).rejects.toThrow('stopped');
  });

  it('input that only the model finds wrong is exit 2 from worker threads too', async () => {
    const cut = JSON.parse(JSON.stringify(district));
    cut.roads = { nodes: cut.grids.map((g: { x: number; y: number }) => [g.x, g.y]), edges: [[0, 1]] };
    const result = await call(stress, ['--input', 'd.json', '--runs', '1', '--workers', '2'], {
      'd.json': JSON.stringify(cut),
    });
    expect(result).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('roads: must tie every grid to the others; 4 grid(s) are cut off'),
    });
  });

  it('exit 2 names path and value, and leaves stdout empty', async () => {
    const broken = JSON.parse(JSON.stringify(district));
    broken.grids[3].people = 'many';
    const result = await call(stress, ['--input', 'd.json'], { 'd.json': JSON.stringify(broken) });
    expect(result).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('grids[3].people: must be a finite number, got "many"'),
    });
    const lost = { id: 'm', costYuan: 1, changes: [{ path: 'stocks.depot-0.items.water', multiply: -1 }] };
    // told before any run, although measures are not compared
    expect(
      await call(stress, ['--input', 'd.json'], {
        'd.json': JSON.stringify({ ...district, measures: [lost] }),
      }),
    ).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(
        /^输入有误 \/ bad input: measures\.m: stocks\[0\]\.items\.water: must be between 0/,
      ),
    });
    for (const [args, message] of [
      [[], '--input FILE is missing'],
      [['--input', 'none.json'], 'cannot read none.json'],
      [['--input', 'bad.json'], 'is not valid JSON'],
      [['--input', 'd.json', '--runs', '0'], 'got 0'],
      [['--inptu', 'd.json'], 'unknown option --inptu'],
      [['services', '--input', 'd.json'], 'unexpected argument services'],
    ] as const) {
      expect(await call(stress, [...args], { 'bad.json': '{', 'd.json': '{}' })).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining(message),
      });
    }
  });
});

describe('staff who are never on duty in the event', () => {
  it('are told on stderr by path, and in the answer', async () => {
    const night = { ...district, startHour: 9, horizonHours: 2 };
    const responders = district.responders.map((r, k) => (k === 3 ? { ...r, shiftFrom: 20, shiftTo: 4 } : r));
    const hazard = { ...district.hazard, footprints: [], rasters: [] };
    const result = await call(stress, ['--input', 'd.json', '--runs', '1', '--json'], {
      'd.json': JSON.stringify({ ...night, responders, hazard }),
    });
    expect(result.json().neverOnDuty).toMatchObject([
      { path: 'responders[3].shiftFrom', id: responders[3]!.id },
    ]);
    expect(result.err).toContain(
      `note: responders[3].shiftFrom: ${responders[3]!.id} on duty from 20 to 4 o'clock`,
    );
  });
});

describe('renlin solve', () => {
  it('assignment: dense, pairs, OR-Library text, and explanations', async () => {
    const files = {
      'a.json': JSON.stringify({
        costs: [
          [3, 5],
          [4, 30],
        ],
        explain: [[0, 0]],
      }),
      'p.json': JSON.stringify({
        rows: 2,
        columns: 2,
        pairs: [
          [0, 0, 1],
          [1, 0, 1],
        ],
      }),
      'a.txt': ' 2\n 3 5\n 4 30\n',
    };
    expect((await call(solve, ['assignment', '--input', 'a.json', '--json'], files)).json()).toMatchObject({
      kind: 'assignment',
      status: 'optimal',
      total: 9,
      bound: 9,
      columnOf: [1, 0],
      explanations: [{ extraCost: 24 }],
    });
    expect(
      (await call(solve, ['assignment', '--input', 'a.txt', '--format', 'orlib', '--json'], files)).json(),
    ).toMatchObject({ total: 9 });
    const stuck = await call(solve, ['assignment', '--input', 'p.json', '--json'], files);
    expect(stuck).toMatchObject({ code: 0 });
    expect(stuck.json()).toMatchObject({ status: 'infeasible', rows: [0, 1], columns: [0] });
    for (const [more, message] of [
      [{ rows: 1.5 }, 'rows: must be a whole number, got 1.5'],
      [{ columns: 0 }, 'columns: must be at least 1, got 0'],
      [{ pairs: [[0, 2, 1]] }, 'pairs[0][1]: must be between 0 and 1, got 2'],
      [{ pairs: [[0, 0, null]] }, 'pairs[0][2]: must be a finite number, got null'],
    ] as const)
      expect(
        await call(solve, ['assignment', '--input', 'w.json'], {
          'w.json': JSON.stringify({ ...JSON.parse(files['p.json']), ...more }),
        }),
      ).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
  });

  it('gap: the goal comes from the flag, the input or the OR-Library file name', async () => {
    const text = '1 2 2  4 1 1 4  1 1 1 1  1 1';
    const files = {
      'gap1.txt': text,
      'gapa.txt': text,
      'g.json': JSON.stringify({
        goal: 'min',
        cost: [
          [4, null],
          [1, 4],
        ],
        load: [
          [1, 1],
          [1, 1],
        ],
        capacity: [1, 1],
      }),
    };
    const value = async (args: string[]) => (await call(solve, ['gap', ...args, '--json'], files)).json();
    expect(await value(['--input', 'gap1.txt', '--format', 'orlib'])).toMatchObject({
      goal: 'max',
      problems: [{ status: 'optimal', value: 8 }],
    });
    expect(await value(['--input', 'gapa.txt', '--format', 'orlib'])).toMatchObject({
      goal: 'min',
      problems: [{ value: 2 }],
    });
    expect(await value(['--input', 'gap1.txt', '--format', 'orlib', '--goal', 'min'])).toMatchObject({
      goal: 'min',
      goalFrom: '--goal',
    });
    expect(await value(['--input', 'g.json'])).toMatchObject({ problems: [{ value: 8, agentOf: [0, 1] }] });
  });

  it('transport and deliveries, feasible or with a certificate', async () => {
    const files = {
      't.json': JSON.stringify({ supply: [1], demand: [3], cost: [[2]] }),
      'u.json': JSON.stringify({ supply: [5], demand: [3], cost: [[2]] }),
      'r.json': JSON.stringify({
        travel: [
          [0, 4],
          [4, 0],
        ],
        stops: [{ demand: 1, opens: 0, closes: 9, service: 1 }],
        vehicles: [{ capacity: 2, leaves: 0, back: 20 }],
      }),
      'n.json': JSON.stringify({ supply: [5], demand: [3], cost: [[-2]] }),
    };
    expect((await call(solve, ['transport', '--input', 't.json', '--json'], files)).json()).toMatchObject({
      status: 'infeasible',
      certificate: { needed: 3, available: 1 },
    });
    expect((await call(solve, ['transport', '--input', 'u.json', '--json'], files)).json()).toMatchObject({
      status: 'optimal',
      value: 6,
      bound: 6,
    });
    expect((await call(solve, ['deliveries', '--input', 'r.json', '--json'], files)).json()).toMatchObject({
      travel: 8,
      bound: 8,
      unserved: [],
    });
    expect(await call(solve, ['transport', '--input', 'n.json'], files)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('cost[0][0]: must be between 0'),
    });
    expect(await call(solve, ['knapsack', '--input', 't.json'], files)).toMatchObject({
      code: 2,
      err: expect.stringContaining('assignment, gap, transport, deliveries, services'),
    });
  });
});

describe('renlin solve services', () => {
  const system = {
    resources: [{ id: 'power' }, { id: 'water' }],
    components: [
      {
        id: 'plant',
        place: 'p',
        supply: { power: { amount: 2 } },
        demand: { water: { amount: 1 } },
        repairSteps: 2,
      },
      {
        id: 'works',
        place: 'w',
        supply: { water: { amount: 1 } },
        demand: { power: { amount: 1 } },
        repairSteps: 2,
      },
    ],
    links: [
      { from: 'p', to: 'w', capacity: 10 },
      { from: 'w', to: 'p', capacity: 10 },
    ],
    damage: { works: 0.5 },
    steps: 5,
  };

  it('two services that need each other fall together and return together', async () => {
    const result = await call(solve, ['services', '--input', 's.json', '--json'], {
      's.json': JSON.stringify(system),
    });
    const { kind, steps, unmet, goalMetAt } = result.json();
    expect(kind).toBe('services');
    expect(steps[0].met).toEqual({ plant: 1, works: 1 });
    expect(steps[1].met).toEqual({ plant: 0, works: 0 });
    expect(steps[1].causes[0]).toMatchObject({ component: 'plant', resource: 'water' });
    // work on a full repair takes two steps from step 2 on, half of it one
    expect(goalMetAt).toEqual({ power: 4, water: 4 });
    expect(unmet).toEqual({ power: 3, water: 3 });
  });

  it('bad input names path and value', async () => {
    for (const [change, message] of [
      [{ damage: { works: 2 } }, 'damage.works: must be between 0 and 1, got 2'],
      [{ damage: { nobody: 1 } }, 'damage.nobody names neither a component nor a link'],
      [{ links: [{ from: 'p', to: 'q', capacity: 1 }] }, 'links[0].to "q" is not a place of any component'],
      [{ steps: 0 }, 'steps: must be between 1 and 10000, got 0'],
      [
        { components: [{ id: 'x', place: 'p', supply: { gas: { amount: 1 } } }] },
        'components[0].supply.gas is not among',
      ],
    ] as const) {
      expect(
        await call(solve, ['services', '--input', 's.json'], {
          's.json': JSON.stringify({ ...system, ...change }),
        }),
      ).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
    }
  });
});

describe('renlin indicators', () => {
  it('computes an index with ranks, sensitivity and equity', async () => {
    const input = {
      definition: { id: 'two', indicators: [{ id: 'a' }, { id: 'b', direction: 'lower-is-better' }] },
      places: [
        { id: 'p', values: { a: 1, b: 9 } },
        { id: 'q', values: { a: 3, b: 2 } },
        { id: 'r', values: { a: 2, b: null } },
      ],
      sensitivity: { trials: 50, spread: 0.3 },
      equity: { values: [1, 3], groups: ['x', 'y'] },
    };
    const result = await call(indicators, ['--input', 'i.json', '--json'], {
      'i.json': JSON.stringify(input),
    });
    expect(result.code).toBe(0);
    expect(result.json().places.map((p: { rank: number }) => p.rank)).toEqual([3, 1, 2]);
    expect(result.json().sensitivity.places[1]).toMatchObject({ best: 1, worst: 1, stable: 1 });
    expect(result.json().equity.total).toBeCloseTo(0.1308, 4);
  });

  it('lists presets, and says which indicator is not one', async () => {
    expect((await call(indicators, ['--presets'])).json().map((p: { id: string }) => p.id)).toEqual([
      'four-resiliences',
      'bric-shaped',
      'undrr-shaped',
    ]);
    const wrong = { preset: 'undrr-shaped', places: [{ id: 'p', values: { mood: 1 } }] };
    expect(await call(indicators, ['--input', 'w.json'], { 'w.json': JSON.stringify(wrong) })).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('places[0].values.mood: is no indicator of "undrr-shaped", got 1'),
    });
  });
});
