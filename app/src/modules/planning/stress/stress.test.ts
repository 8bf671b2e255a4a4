// Stress tests through the doors of the product: what the model stands on, the same bytes asked again, what bad input says and where,
// measures that are bought, two runs side by side, a run that is stopped, and who may.
import { runExperiment } from '@renlin/core/simulation/experiment';
import { parseStressInput } from '@renlin/core/simulation/scenario';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PlanningDesk, planningDesk } from '../../../../test/planning-desk.ts';
import type { TestProduct } from '../../../../test/product.ts';

let p: TestProduct;
let ask: PlanningDesk['ask'];
let plan: PlanningDesk['plan'];
let run: PlanningDesk['run'];

beforeAll(async () => {
  ({ p, ask, plan, run } = await planningDesk('stress'));
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

/** The west half of the first community under water from the second hour on. */
const WEST = [
  [120.3799, 36.2899],
  [120.3899, 36.2899],
  [120.3899, 36.3009],
  [120.3799, 36.3009],
];
const zone = (more: object = {}) => ({
  name: '西片积水',
  ring: WEST,
  fromHour: 2,
  toHour: 20,
  intensity: 0.9,
  ...more,
});
const scenario = (more: object = {}, zones: object[] = [zone()]) => ({
  kind: 'stress',
  input: {
    hazard: { kind: 'rainstorm', scale: 1, zones },
    hours: 24,
    startHour: 18,
    utilities: true,
    recalled: true,
    people: { perHousehold: 2.62, elderly: 0.06, chronic: 0.04, powered: 0.002 },
    records: { 'drill-participation': 0.4 },
    command: { commanders: 1, span: 3, decisionMinutes: 5 },
    policy: { rule: 'priority', reserve: 0, forward: false },
    runs: 6,
    ask: ['causes', 'measures', 'policies', 'losses'],
    ...more,
  },
});

it('says what it stands on and what is missing, without a name', async () => {
  const model = await ask('secretary1', 'GET', `/stress/model?area=${p.district.areas.c1}`);
  expect(model.status, model.text).toBe(200);
  expect(model.body).toMatchObject({ households: 2000, streets: 'map', utilities: 3, people: { clinic: 6 } });
  expect(model.body.cells.map((cell: { households: number }) => cell.households)).toEqual([1000, 1000]);
  const codes = model.body.notes.map((note: { code: string }) => note.code);
  expect(codes).toEqual(
    expect.arrayContaining(['no-shelters', 'no-stocks', 'assumed-rescue', 'assumed-utilities']),
  );
  for (const [person, status] of [
    ['worker1', 403],
    ['secretary2', 403],
    [null, 401],
  ] as const)
    expect((await ask(person, 'GET', `/stress/model?area=${p.district.areas.c1}`)).status).toBe(status);
});

it('takes recorded teams with what they can do, and keeps those indoors that are not trained and insured', async () => {
  const { areas } = p.district;
  const team = async (name: string, more: object) => {
    const made = await p.call('secretary1', 'POST', '/api/v1/registers/teams/records', {
      body: {
        id: p.ids.next(),
        commandId: p.ids.next(),
        areaId: areas.c1,
        values: { name, sort: 'community', headcount: 8, skills: ['rescue', 'comfort'], ...more },
      },
    });
    expect(made.status, made.text).toBe(200);
  };
  await team('槐树抢险队', { insuredUntil: '2099-01-01', trainedUntil: '2099-01-01' });
  await team('槐树互助组', { headcount: 5 });
  const model = await ask('secretary1', 'GET', `/stress/model?area=${areas.c1}`);
  const notes = new Map(
    model.body.notes.map((note: { code: string; params: object }) => [note.code, note.params]),
  );
  expect([notes.get('teams'), notes.get('teams-indoors')]).toEqual([{ n: 2, people: 13 }, { n: 1 }]);
  // Who rescues here is recorded, so nobody is thought of.
  expect(notes.has('assumed-rescue')).toBe(false);
  expect(model.text).not.toContain('leader');
});

it('runs the same bytes again, tells two runs, ranks measures, and goes out as files', async () => {
  const id = await plan('secretary1', scenario());
  const first = await run('secretary1', id);
  expect(first.failure).toBe(null);
  expect(first).toMatchObject({ state: 'done', seed: 1 });
  const { result } = first;
  expect(result).toMatchObject({ kind: 'stress', runs: 6, stopped: null, streets: { source: 'map' } });
  expect(result.input).toBeUndefined();
  expect(result.psychological).toMatchObject({ from: 'records', score: 0.4 });
  // The flood drives people out of the west grid and leaves the east one at home.
  const [west, east] = result.cells;
  expect(result.shelter.displaced.mean).toBeGreaterThan(500);
  expect(west.lateMinutesPerPerson).toBeGreaterThan(east.lateMinutesPerPerson);
  expect(result.resilience.service.loss.low).toBeLessThanOrEqual(result.resilience.service.loss.mean);
  expect(result.curves.organisation.mean).toHaveLength(24 * 4 + 1);
  const [typical] = result.stories;
  expect(typical).toMatchObject({ which: 'typical' });
  expect(typical.hit[1]).toEqual([]);
  expect(typical.hit[3]).toEqual([[0, 90]]);
  expect(typical.waiting.flat().length).toBeGreaterThan(0);
  expect(typical.reasons.reduce((sum: number, one: { calls: number }) => sum + one.calls, 0)).toBeGreaterThan(
    0,
  );
  for (const one of typical.late)
    expect([one.steps[0].kind, one.waited === null || one.waited > 0]).toEqual(['call', true]);
  expect(result.causes.items.length).toBeGreaterThan(3);
  expect(result.measures.map((one: { code: string }) => one.code)).toContain('rescue');
  expect(result.policies.map((one: { id: string }) => one.id).sort()).toEqual([
    'batch',
    'nearest',
    'priority',
    'reserve',
  ]);
  expect(result.single.length).toBeGreaterThan(0);

  const again = await run('secretary1', id, { again: first.id });
  expect([again.resultHash, again.dataHash]).toEqual([first.resultHash, first.dataHash]);
  const other = await run('secretary1', id, { seed: 2 });
  expect(other.resultHash).not.toBe(first.resultHash);

  // The file holds everything: whoever has it computes the same.
  const file = await ask('secretary1', 'GET', `/runs/${first.id}/export?format=input`);
  expect(file.status).toBe(200);
  const alone = runExperiment(parseStressInput(file.body), { seed: 1, runs: 6 });
  expect(alone?.resilience).toEqual(result.resilience);
  const geo = await ask('secretary1', 'GET', `/runs/${first.id}/export?format=geojson`);
  expect(
    geo.body.features.filter((one: { properties: { kind: string } }) => one.properties.kind === 'grid'),
  ).toHaveLength(2);
});

it('buys measures and says what they changed, run by run on the same chances', async () => {
  const id = await plan('secretary1', scenario({ ask: ['measures'] }));
  const before = await run('secretary1', id);
  const bought = before.result.measures.slice(0, 2).map((one: { id: string }) => one.id);
  const after = await run('secretary1', id, { trial: { bought } });
  expect(after.result.bought.sort()).toEqual([...bought].sort());
  expect(after.result.before.resilience).toEqual(before.result.resilience);
  expect(after.result.measures.map((one: { id: string }) => one.id)).not.toContain(bought[0]);
  const sides = await ask('secretary1', 'GET', `/stress/comparison?a=${before.id}&b=${after.id}`);
  expect(sides.body).toMatchObject({ paired: true, runs: 6 });
  expect(sides.body.lossAvoided.mean).toBeCloseTo(after.result.before.against.lossAvoided.mean, 6);
  // Another rule, the same calls.
  const rule = { rule: 'nearest', reserve: 0, forward: true };
  const nearest = await run('secretary1', id, { trial: { policy: rule } });
  expect(nearest.trial).toEqual({ policy: rule });
  expect(
    (await ask('secretary1', 'GET', `/stress/comparison?a=${before.id}&b=${nearest.id}`)).body.paired,
  ).toBe(true);
  const unknown = await run('secretary1', id, { trial: { bought: ['rescue:nowhere'] } });
  expect(unknown).toMatchObject({ state: 'failed', failure: { code: 'planning.stress-measure-unknown' } });
});

it('refuses what cannot be, with the field', async () => {
  const { areas } = p.district;
  const tryPlan = async (question: object, areaId = areas.c1) => {
    const { body, status } = await ask('secretary1', 'POST', '/plans', {
      id: p.ids.next(),
      name: '试',
      areaId,
      question,
    });
    return [status, body.code, body.errors?.[0]?.path];
  };
  const at = (field: string) => `question/input/${field}`;
  expect(await tryPlan(scenario({}, []))).toEqual([400, 'planning.stress-no-hazard', at('hazard/zones')]);
  expect(await tryPlan(scenario({}, [zone({ toHour: 1 })]))).toEqual([
    400,
    'planning.stress-hours',
    at('hazard/zones/0/toHour'),
  ]);
  expect(await tryPlan(scenario({}, [zone({ fromHour: 30, toHour: 40 })]))).toEqual([
    400,
    'planning.stress-after-end',
    at('hazard/zones/0/fromHour'),
  ]);
  const away = WEST.map(([lng = 0, lat = 0]) => [lng + 1, lat]);
  expect(await tryPlan(scenario({}, [zone(), zone({ ring: away })]))).toEqual([
    400,
    'planning.stress-zone-empty',
    at('hazard/zones/1/ring'),
  ]);
  const bow = [WEST[0], WEST[2], WEST[1], WEST[3]];
  expect(await tryPlan(scenario({}, [zone({ ring: bow })]))).toEqual([
    400,
    'planning.stress-zone-crossed',
    at('hazard/zones/0/ring'),
  ]);
  for (const runs of [0, 201, 1.5])
    expect(await tryPlan(scenario({ runs }))).toEqual([400, 'input.invalid', at('runs')]);
  const nobody = await ask('secretary3', 'POST', '/plans', {
    id: p.ids.next(),
    name: '无人',
    areaId: areas.c3,
    question: scenario({}, [zone()]),
  });
  expect([nobody.status, nobody.body.code]).toEqual([409, 'planning.no-households']);
  expect(await tryPlan(scenario(), areas.c2)).toEqual([403, 'planning.not-your-area', undefined]);
  const grids = await plan('secretary1', scenario());
  const wrong = await ask('secretary1', 'POST', `/plans/${grids}/runs`, {
    id: p.ids.next(),
    corrections: [{ kind: 'split', grid: '1' }],
  });
  expect([wrong.status, wrong.body.code]).toEqual([409, 'planning.kind-mismatch']);
});

it('stops with what it has, and gives the same when asked for it again', async () => {
  const id = await plan('secretary1', scenario({ runs: 200, hours: 72 }));
  const runId = p.ids.next();
  expect((await ask('secretary1', 'POST', `/plans/${id}/runs`, { id: runId })).status).toBe(200);
  const settled = p.product.planning.drain('demo');
  const head = async () => (await ask('secretary1', 'GET', `/runs/${runId}`)).body;
  let seen = await head();
  while (seen.progress?.phase !== 'stress-runs' || (seen.progress.objective ?? 0) < 2) {
    expect(['queued', 'running']).toContain(seen.state);
    seen = await head();
  }
  expect((await ask('secretary2', 'POST', `/runs/${runId}/cancel`)).status).toBe(404);
  expect((await ask('secretary1', 'POST', `/runs/${runId}/cancel`)).status).toBe(200);
  await settled;
  const stopped = await head();
  expect(stopped.state).toBe('done');
  const { runs } = stopped.result;
  expect(runs).toBeGreaterThanOrEqual(2);
  expect(runs).toBeLessThan(200);
  expect(stopped.result).toMatchObject({ stopped: { runs, parts: [], before: false }, measures: null });
  const again = await run('secretary1', id, { again: runId });
  expect(again.resultHash).toBe(stopped.resultHash);
});

it('writes tables with a line for every quarter of an hour and every grid', async () => {
  const id = await plan('secretary1', scenario({ runs: 2, ask: [] }));
  const done = await run('secretary1', id);
  const sheet = await ask('secretary1', 'GET', `/runs/${done.id}/export?format=xlsx`);
  expect(sheet.status).toBe(200);
  const book = await readXlsx(new Uint8Array(sheet.raw.rawPayload));
  expect(book.sheets.map((sheet) => sheet.name)).toEqual(['总体', '曲线', '网格', '措施']);
  expect(book.sheets[1]?.rows).toHaveLength(24 * 4 + 2);
  expect(book.sheets[2]?.rows).toHaveLength(3);
});
