// The planning workbench through the doors of the product: what is planned on, who sees which plan, the same answer asked again, what is
// corrected by hand, what cannot be and why, and how a plan becomes the territory.
import { contains } from '@renlin/core/geometry/contains';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileCase } from '../../../test/case-desk.ts';
import { at, grids, type PlanningDesk, planningDesk, walking } from '../../../test/planning-desk.ts';
import { DAY, type PersonKey, type TestProduct } from '../../../test/product.ts';
import { civilDate } from '../../kernel/clock.ts';
import { claimRun, keepLease } from './store.ts';

let p: TestProduct;
let ask: PlanningDesk['ask'];
let plan: PlanningDesk['plan'];
let run: PlanningDesk['run'];

beforeAll(async () => {
  ({ p, ask, plan, run } = await planningDesk('planning'));
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

it('shows the ground to those who plan or look over it, and plans nothing for the others', async () => {
  const { areas } = p.district;
  for (const person of ['worker1', 'urban', 'property'] as const)
    expect([person, (await ask(person, 'GET', `/ground?area=${areas.c1}`)).status]).toEqual([person, 403]);
  expect((await ask(null, 'GET', `/ground?area=${areas.c1}`)).status).toBe(401);
  expect((await ask('secretary2', 'GET', `/ground?area=${areas.c1}`)).body.code).toBe(
    'planning.not-your-area',
  );
  const ground = await ask('secretary1', 'GET', `/ground?area=${areas.c1}`);
  expect(ground.body).toMatchObject({
    households: 2000,
    withoutHouseholds: 0,
    mayPlan: true,
    mayAdopt: false,
  });
  expect(ground.body.grids.map((grid: { posts: number }) => grid.posts)).toEqual([2, 1]);
  expect(ground.body.buildings.rows).toHaveLength(200);
  expect(ground.body.barriers.map((one: { kind: string }) => one.kind)).toEqual(['main-road']);
  expect(ground.body.kinds).toContainEqual({ source: 'pois', kind: 'clinic', count: 3 });
  const body = { id: p.ids.next(), name: '不归我管', areaId: areas.c2, question: grids() };
  expect((await ask('secretary1', 'POST', '/plans', body)).body.code).toBe('planning.not-your-area');
});

it('makes grids inside the band that tile the community, and the same ones when asked again', async () => {
  const id = await plan('secretary1', grids());
  const first = await run('secretary1', id);
  expect(first).toMatchObject({ state: 'done', number: 1, seed: 1 });
  const { result } = first;
  expect(result.figures).toMatchObject({ households: 2000, buildings: 200, standard: 5, inBand: 5 });
  expect(result.figures.least).toBeGreaterThanOrEqual(300);
  expect(result.figures.most).toBeLessThanOrEqual(500);
  expect(result.today).toMatchObject({ grids: 2, inBand: 0, changed: 0 });
  // Every house lies in the outline of its own grid and in no other.
  const ground = (await ask('secretary1', 'GET', `/ground?area=${p.district.areas.c1}`)).body;
  const places = new Map<string, [number, number]>(
    ground.buildings.rows.map((row: [string, string, string, number, number]) => [row[0], [row[3], row[4]]]),
  );
  result.buildings.forEach((building: string, i: number) => {
    const holding = result.outlines.flatMap((outline: never, grid: number) =>
      contains(outline, places.get(building) as [number, number]) ? [grid] : [],
    );
    expect([building, holding]).toEqual([building, [result.gridOf[i]]]);
  });
  // Two grids of today cannot become five without some households moving; each of the two goes on once.
  const going = result.grids.flatMap(
    (grid: { continues: { id: string } | null }) => grid.continues?.id ?? [],
  );
  expect(new Set(going).size).toBe(2);
  expect(result.figures.changed).toBe(
    2000 -
      result.grids
        .filter((grid: { continues: unknown }) => grid.continues)
        .reduce((sum: number, grid: { households: number }) => sum + grid.households, 0),
  );
  const again = await run('secretary1', id, { again: first.id });
  expect(again.resultHash).toBe(first.resultHash);
  expect(again.dataHash).toBe(first.dataHash);
  // A lost answer sent again is the same run.
  const twice = await ask('secretary1', 'POST', `/plans/${id}/runs`, { id: first.id });
  expect(twice.body.number).toBe(1);
});

it('keeps more of the grids of today when asked to, and no grid reaches over a drawn line', async () => {
  const wide = { lower: 900, upper: 1100 };
  const fresh = await run('secretary1', await plan('secretary1', grids(wide)));
  const kept = await run('secretary1', await plan('secretary1', grids({ ...wide, stability: 5 })));
  expect(kept.result.figures.changed).toBe(0);
  expect(fresh.result.figures.changed).toBeGreaterThanOrEqual(kept.result.figures.changed);
  // The line runs from west to east, so no grid holds houses on both sides of it.
  const line = [
    [120.379, 36.29502],
    [120.401, 36.29502],
  ];
  const parted = await run(
    'secretary1',
    await plan('secretary1', grids({ drawn: [{ name: '围墙', strength: 'hard', line }] })),
  );
  const sides = new Map<number, Set<boolean>>();
  parted.result.buildings.forEach((building: string, i: number) => {
    const grid = parted.result.gridOf[i];
    sides.set(grid, (sides.get(grid) ?? new Set()).add(Number(building.split('-')[1]) >= 5));
  });
  expect([...sides.values()].every((one) => one.size === 1)).toBe(true);
});

it('says why a band cannot be, and what would just do', async () => {
  const { c2, c3 } = p.district.areas;
  const one = await run('secretary2', await plan('secretary2', grids(), c2));
  expect(one.result.issues[0]).toMatchObject({
    reason: 'building-too-large',
    building: 'big',
    relaxed: { lower: 300 },
  });
  expect(one.result.issues[0].relaxed.upper).toBeGreaterThanOrEqual(900);
  const none = await run('secretary3', await plan('secretary3', grids(), c3));
  expect(none).toMatchObject({ state: 'failed', failure: { code: 'planning.no-households' } });
  expect(none.failure.message).toContain('渔港社区');
  const bad = await ask('secretary1', 'POST', '/plans', {
    id: p.ids.next(),
    name: '倒着',
    areaId: p.district.areas.c1,
    question: grids({ lower: 500, upper: 300 }),
  });
  expect([bad.status, bad.body.code, bad.body.errors[0].path]).toEqual([
    400,
    'planning.band',
    'question/input/upper',
  ]);
});

it('keeps a draft to its maker and shows a shared plan to those over the area', async () => {
  const id = await plan('secretary1', grids(), p.district.areas.c1, '私下试算');
  const see = async (person: PersonKey) =>
    (await ask(person, 'GET', '/plans')).body.items.some((one: { id: string }) => one.id === id);
  expect([await see('secretary1'), await see('dispatcher1'), await see('admin')]).toEqual([
    true,
    false,
    false,
  ]);
  expect((await ask('dispatcher1', 'GET', `/plans/${id}`)).body.code).toBe('planning.plan-unknown');
  expect((await ask('dispatcher1', 'POST', `/plans/${id}`, { baseRevision: 1, shared: true })).status).toBe(
    404,
  );
  const shared = await ask('secretary1', 'POST', `/plans/${id}`, { baseRevision: 1, shared: true });
  expect(shared.body).toMatchObject({ shared: true, revision: 2 });
  expect([
    await see('dispatcher1'),
    await see('admin'),
    await see('secretary2'),
    await see('dispatcher2'),
  ]).toEqual([true, true, false, false]);
  const other = await ask('dispatcher1', 'POST', `/plans/${id}`, { baseRevision: 2, name: '改名' });
  expect([other.status, other.body.code]).toEqual([403, 'planning.not-yours']);
  const late = await ask('secretary1', 'POST', `/plans/${id}`, { baseRevision: 1, name: '改名' });
  expect([late.status, late.body.code]).toEqual([409, 'planning.changed']);
  expect((await ask('dispatcher1', 'DELETE', `/plans/${id}`)).status).toBe(403);
  expect((await ask('secretary1', 'DELETE', `/plans/${id}`)).status).toBe(200);
  expect(await see('secretary1')).toBe(false);
});

it('corrects by hand: live figures, what would fall apart is refused, and what is kept is a run of its own', async () => {
  const id = await plan('secretary1', grids());
  const base = await run('secretary1', id);
  const codeOf = (
    body: { result: { gridOf: number[]; buildings: string[]; grids: { code: string }[] } },
    building: string,
  ) =>
    body.result.grids[body.result.gridOf[body.result.buildings.indexOf(building)] as number]?.code as string;
  const west = codeOf(base, 'h0-0');
  const split = await ask('secretary1', 'POST', `/runs/${base.id}/try`, {
    corrections: [{ kind: 'split', grid: west }],
  });
  expect(split.status, split.text).toBe(200);
  expect(split.body.result.figures).toMatchObject({ grids: 6, households: 2000 });
  expect(split.body.result.issues.map((one: { reason: string }) => one.reason)).toContain('by-hand');
  // Nothing of a try is kept.
  expect((await ask('secretary1', 'GET', `/runs/${base.id}`)).body.result).toEqual(base.result);
  const far = base.result.buildings.find(
    (one: string) => codeOf(base, one) !== west && one.startsWith('h19'),
  ) as string;
  const torn = await ask('secretary1', 'POST', `/runs/${base.id}/try`, {
    corrections: [{ kind: 'move', building: 'h0-0', to: codeOf(base, far) }],
  });
  expect([torn.status, torn.body.code]).toEqual([400, 'planning.correction-not-connected']);
  const unknown = await ask('secretary1', 'POST', `/runs/${base.id}/try`, {
    corrections: [{ kind: 'split', grid: '99-001' }],
  });
  expect(unknown.body.code).toBe('planning.correction-unknown');
  // A house at the border may go over.
  const border = base.result.buildings.find((one: string, i: number) => {
    const [x, y] = one.slice(1).split('-').map(Number) as [number, number];
    const next = base.result.buildings.indexOf(`h${x + 1}-${y}`);
    return next >= 0 && base.result.gridOf[i] !== base.result.gridOf[next];
  }) as string;
  const [x, y] = border.slice(1).split('-').map(Number) as [number, number];
  const to = codeOf(base, `h${x + 1}-${y}`);
  const kept = await run('secretary1', id, {
    base: base.id,
    corrections: [{ kind: 'move', building: border, to }],
  });
  expect(kept).toMatchObject({ state: 'done', base: base.id, corrections: 1 });
  expect(codeOf(kept, border)).toBe(to);
  const sizes = (body: typeof base) =>
    body.result.grids.map((grid: { households: number }) => grid.households);
  expect(sizes(kept).reduce((a: number, b: number) => a + b, 0)).toBe(2000);
  expect(sizes(kept)).not.toEqual(sizes(base));
});

it('counts who reaches a clinic on foot, by group, and what a closed street changes', async () => {
  const question = (more: object = {}) => ({
    kind: 'coverage',
    input: { ...walking, facilities: { pois: ['clinic'] }, times: 1, ...more },
  });
  const all = await run('secretary1', await plan('secretary1', question({ minutes: 30 })));
  expect(all.result.households).toEqual({ covered: 2000, total: 2000 });
  const some = await run('secretary1', await plan('secretary1', question()));
  const { covered, total } = some.result.households;
  expect(total).toBe(2000);
  expect(covered).toBeGreaterThan(0);
  expect(covered).toBeLessThan(2000);
  expect(some.result.uncovered.length * 10).toBe(total - covered);
  expect(some.result.groups).toContainEqual({ group: 'community:槐树社区', covered, total });
  const slow = await run('secretary1', await plan('secretary1', question({ walker: 'elder' })));
  expect(slow.result.households.covered).toBeLessThan(covered);
  const twice = await run('secretary1', await plan('secretary1', question({ times: 2 })));
  expect(twice.result.households.covered).toBeLessThanOrEqual(covered);
  const [lng, lat] = at(2, 4);
  const closed = await run(
    'secretary1',
    await plan(
      'secretary1',
      question({
        closures: [
          { lng: lng - 0.0005, lat },
          { lng: lng + 0.0005, lat },
          { lng, lat: lat - 0.0005 },
          { lng, lat: lat + 0.0005 },
        ],
      }),
    ),
  );
  expect(closed.result.households.covered).toBeLessThan(covered);
  expect(closed.result.cutOff.length).toBe(closed.result.uncovered.length - some.result.uncovered.length);
  const nothing = await run(
    'secretary1',
    await plan('secretary1', question({ facilities: { pois: ['library'] } })),
  );
  expect(nothing.failure.code).toBe('planning.no-facilities');
});

it('sites with a proof, fixed and forbidden spots, a curve, and the nearest feasible answer', async () => {
  const spots = [0, 5, 10, 15, 19].map((x, i) => ({
    id: `s${i}`,
    name: `点${i}`,
    lng: at(x, 4)[0],
    lat: at(x, 4)[1],
  }));
  const question = (more: object = {}) => ({
    kind: 'siting',
    input: {
      ...walking,
      question: 'most-covered',
      sites: { spots },
      p: 2,
      effort: 'quick',
      curve: 5,
      ...more,
    },
  });
  const best = await run('secretary1', await plan('secretary1', question()));
  expect(best.result).toMatchObject({ status: 'solved', proof: { proven: true, gap: 0, seed: 1 } });
  expect(best.result.proof.objective).toBe(best.result.households.covered);
  expect(best.result.open).toHaveLength(2);
  const covered = best.result.curve.map((point: { covered: number }) => point.covered);
  expect(covered).toEqual([...covered].sort((a, b) => a - b));
  expect(covered[1]).toBe(best.result.proof.objective);
  const bound = await run(
    'secretary1',
    await plan('secretary1', question({ fixed: ['s4'], forbidden: ['s2'], curve: 0 })),
  );
  expect(bound.result.open).toContain('s4');
  expect(bound.result.open).not.toContain('s2');
  expect(bound.result.proof.objective).toBeLessThanOrEqual(best.result.proof.objective);
  const both = await run(
    'secretary1',
    await plan('secretary1', question({ fixed: ['s1'], forbidden: ['s1'] })),
  );
  expect(both.failure.code).toBe('planning.sites-contradict');
  const many = await run(
    'secretary1',
    await plan('secretary1', question({ question: 'nearest', p: 9, curve: 0 })),
  );
  expect(many.result).toMatchObject({
    status: 'infeasible',
    infeasible: { reason: 'p-too-large', nearest: { p: 5 } },
  });
  const far = await run(
    'secretary1',
    await plan('secretary1', question({ question: 'all-covered', minutes: 2, curve: 0 })),
  );
  expect(far.result).toMatchObject({ status: 'infeasible', infeasible: { reason: 'radius-too-small' } });
  const minutes = far.result.infeasible.nearest.minutes as number;
  const enough = await run(
    'secretary1',
    await plan('secretary1', question({ question: 'all-covered', minutes, curve: 0 })),
  );
  expect(enough.result.status).toBe('solved');
  expect(enough.result.households.covered).toBe(2000);
  const again = await run('secretary1', best.planId, { again: best.id });
  expect(again.resultHash).toBe(best.resultHash);
});

it('stops a waiting run, and takes over one whose process went away', async () => {
  const id = await plan('secretary1', grids());
  const waiting = p.ids.next();
  await p.database.owner(
    `insert into plan_runs (district_code, id, plan_id, number, state, input, asked_by, asked_at)
     select 'demo', $1, $2, 1, 'queued', json_build_object('kind', 'grids', 'input', p.input, 'seed', 1, 'workBudget', null), $3, now()
     from plans p where p.id = $2`,
    [waiting, id, p.district.accounts.secretary1],
  );
  expect((await ask('secretary2', 'POST', `/runs/${waiting}/cancel`)).status).toBe(404);
  const stopped = await ask('secretary1', 'POST', `/runs/${waiting}/cancel`);
  expect(stopped.body.state).toBe('cancelled');
  expect((await ask('secretary1', 'POST', `/runs/${waiting}/cancel`)).body.code).toBe('planning.settled');
  // Another process held it and is gone: its lease ran out.
  await p.database.owner(
    `update plan_runs set state = 'running', cancel_asked = false, settled_at = null, lease_owner = 'gone', lease_until = $2, tries = 1 where id = $1`,
    [waiting, new Date(p.clock.at + 1000)],
  );
  // While it was there it said so, and a stranger's word counts nothing.
  const beat = (owner: string) =>
    p.database.system((tx) =>
      keepLease(tx, {
        id: waiting,
        owner,
        until: p.clock.at + 1000,
        progress: { phase: 'search', objective: 2, bound: 1 },
      }),
    );
  expect(await beat('gone')).toEqual({ ours: true, cancel: false });
  expect(await beat('somebody')).toEqual({ ours: false, cancel: false });
  await p.product.planning.drain('demo');
  const running = (await ask('secretary1', 'GET', `/runs/${waiting}`)).body;
  expect(running).toMatchObject({ state: 'running', progress: { phase: 'search', objective: 2 } });
  p.clock.at += 2000;
  await p.product.planning.drain('demo');
  expect((await ask('secretary1', 'GET', `/runs/${waiting}`)).body).toMatchObject({
    state: 'done',
    tries: 2,
  });
});

it('ends a run that is being computed when asked to, and computes the next one', async () => {
  const id = await plan('secretary1', grids({ micro: 10 }));
  const [first, second] = [p.ids.next(), p.ids.next()];
  const begin = async (run: string) =>
    expect((await ask('secretary1', 'POST', `/plans/${id}/runs`, { id: run })).status).toBe(200);
  const state = async (run: string) => (await ask('secretary1', 'GET', `/runs/${run}`)).body.state;
  await begin(first);
  const working = p.product.planning.drain('demo');
  while ((await state(first)) === 'queued');
  const cancelled = await ask('secretary1', 'POST', `/runs/${first}/cancel`);
  expect(cancelled.status, cancelled.text).toBe(200);
  await begin(second);
  await working;
  await p.product.planning.drain('demo');
  expect([await state(first), await state(second)]).toEqual(['cancelled', 'done']);
  const left = (await ask('secretary1', 'GET', `/runs/${first}`)).body;
  expect([left.result, left.resultHash, left.progress]).toEqual([null, null, null]);
  expect((await ask('secretary1', 'POST', `/runs/${first}/cancel`)).body.code).toBe('planning.settled');
  // Stopped by hand, it may be asked again.
  expect(await run('secretary1', id)).toMatchObject({ state: 'done', number: 3 });
});

it('takes one waiting run at a time', async () => {
  const id = await plan('secretary1', grids());
  const waiting = [p.ids.next(), p.ids.next(), p.ids.next()];
  for (const [i, run] of waiting.entries())
    await p.database.owner(
      `insert into plan_runs (district_code, id, plan_id, number, state, input, asked_by, asked_at)
       select 'demo', $1, $2, $4, 'queued', json_build_object('kind', 'grids', 'input', p.input, 'seed', 1, 'workBudget', null), $3, now()
       from plans p where p.id = $2`,
      [run, id, p.district.accounts.secretary1, i + 1],
    );
  const taken = await p.database.system((tx) => claimRun(tx, 'one', p.clock.at, p.clock.at + 1000));
  expect(taken).toBe(waiting[0]);
  const rows = await p.database.owner<{ state: string }>(
    'select state from plan_runs where plan_id = $1 order by number',
    [id],
  );
  expect(rows.map((row) => row.state)).toEqual(['running', 'queued', 'queued']);
  p.clock.at += 2000;
  await p.product.planning.drain('demo');
  const tries = await p.database.owner<{ tries: number }>(
    'select tries from plan_runs where plan_id = $1 order by number',
    [id],
  );
  expect(tries.map((row) => row.tries)).toEqual([2, 1, 1]);
});

it('exports lines and tables', async () => {
  const id = await plan('secretary1', grids());
  const done = await run('secretary1', id);
  const json = await ask('secretary1', 'GET', `/runs/${done.id}/export?format=geojson`);
  const map = JSON.parse(json.text);
  expect(map.properties).toMatchObject({ seed: 1, answer: done.resultHash });
  expect(
    map.features.filter((one: { properties: { kind: string } }) => one.properties.kind === 'grid'),
  ).toHaveLength(5);
  expect(
    map.features.filter((one: { properties: { kind: string } }) => one.properties.kind === 'building'),
  ).toHaveLength(200);
  for (const table of ['grids', 'buildings']) {
    const sheet = await ask('secretary1', 'GET', `/runs/${done.id}/export?format=xlsx&table=${table}`);
    expect(sheet.raw.rawPayload.subarray(0, 2).toString()).toBe('PK');
  }
  expect((await ask('worker1', 'GET', `/runs/${done.id}/export?format=geojson`)).status).toBe(403);
});

it('becomes the territory on its day by the change of areas, open cases following, and back again', async () => {
  const { areas } = p.district;
  const [lng, lat] = at(4, 2);
  const { id: filed } = await fileCase(p, 'worker1', { point: { lng, lat } });
  const id = await plan('admin', grids(), areas.c1, '五格方案');
  const done = await run('admin', id);
  expect(done.result.figures.postsToMove).toBe(0);
  const refused = await ask('secretary1', 'POST', `/runs/${done.id}/adoption`, {
    commandId: p.ids.next(),
    effectiveOn: civilDate(p.clock.at),
  });
  expect(refused.status).toBe(403);
  const preview = await ask('admin', 'POST', `/runs/${done.id}/adoption/preview`, {});
  expect(preview.status, preview.text).toBe(200);
  expect(preview.body).toMatchObject({ refusal: null, closes: [], gaps: { count: 0 } });
  expect(preview.body.creates).toHaveLength(3);
  const later = civilDate(p.clock.at + 3 * DAY);
  // Adopted for a day, thought better of before it, and adopted once more: each time the run says how it stands.
  const change = async () => (await ask('admin', 'GET', `/runs/${done.id}`)).body.changeId;
  const early = { commandId: p.ids.next(), effectiveOn: civilDate(p.clock.at + 2 * DAY) };
  const first = await ask('admin', 'POST', `/runs/${done.id}/adoption`, early);
  expect(first.status, first.text).toBe(200);
  expect(await change()).toBe(first.body.changeId);
  const second = await ask('admin', 'POST', `/runs/${done.id}/adoption`, {
    ...early,
    commandId: p.ids.next(),
  });
  expect([second.status, second.body.code]).toEqual([409, 'planning.adopted']);
  const undone = await p.call('admin', 'POST', `/api/v1/org/changes/${first.body.changeId}/withdraw`, {
    body: {},
  });
  expect(undone.status, undone.text).toBe(200);
  expect(await change()).toBeNull();
  const body = { commandId: p.ids.next(), effectiveOn: later };
  const adopted = await ask('admin', 'POST', `/runs/${done.id}/adoption`, body);
  expect(adopted.status, adopted.text).toBe(200);
  expect(adopted.body).toMatchObject({ state: 'planned', effectiveOn: later });
  expect((await ask('admin', 'POST', `/runs/${done.id}/adoption`, body)).body.changeId).toBe(
    adopted.body.changeId,
  );
  // Until its day nothing has moved.
  const gridsNow = async () => (await ask('admin', 'GET', `/ground?area=${areas.c1}`)).body.grids;
  expect(await gridsNow()).toHaveLength(2);
  p.clock.at += 3 * DAY;
  await p.product.jobs.find((one) => one.name === 'org-changes')?.run(p.platform, {});
  const now = await gridsNow();
  expect(now).toHaveLength(5);
  const where = (await p.stored(filed)).row['area_id'];
  expect(now.map((grid: { id: string }) => grid.id)).toContain(where);
  const placed = await p.database.owner<{ area_id: string; n: number }>(
    `select area_id, count(*)::int as n from map_features where id like 'h%' and layer = 'building' group by 1`,
  );
  expect(placed.map((one) => one.n).reduce((a, b) => a + b, 0)).toBe(200);
  expect(placed).toHaveLength(5);
  // What was computed on the old grids is not adopted on the new ones.
  const stale = await run('admin', await plan('admin', grids({ stability: 1 }), areas.c1));
  expect(stale.state).toBe('done');
  await p.database.owner(`update map_features set households = 11 where id = 'h0-0'`);
  const changed = await ask('admin', 'POST', `/runs/${stale.id}/adoption`, {
    commandId: p.ids.next(),
    effectiveOn: civilDate(p.clock.at),
  });
  expect([changed.status, changed.body.code]).toEqual([409, 'planning.area-changed']);
  // The way back is a change as well.
  const reverse = await p.call('admin', 'GET', `/api/v1/org/changes/${adopted.body.changeId}/reverse`);
  const back = await p.call('admin', 'POST', '/api/v1/org/changes', {
    body: { commandId: p.ids.next(), plan: reverse.body.plan, reverses: adopted.body.changeId },
  });
  expect(back.status, back.text).toBe(200);
  expect(await gridsNow()).toHaveLength(2);
});
