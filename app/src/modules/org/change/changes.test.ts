// Changes of areas and units as one transaction: preview, planned day, withdrawal, work that follows, the way back, and what is refused.
import { createRandom } from '@renlin/core/random';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bring, fileCase, must } from '../../../../test/case-desk.ts';
import { DAY, type PersonKey, type TestProduct, testProduct } from '../../../../test/product.ts';
import { replaceMap } from '../../places/public.ts';

let p: TestProduct;

type Box = [west: number, south: number, east: number, north: number];
const polygon = ([west, south, east, north]: Box) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});
const G1: Box = [120.38, 36.29, 120.39, 36.3];
const WEST: Box = [120.38, 36.29, 120.385, 36.3];
const EAST: Box = [120.385, 36.29, 120.39, 36.3];

/** Buildings all over the west street and the east one, one every 250 metres or so. */
function buildings() {
  const found: { id: string; lng: number; lat: number }[] = [];
  for (let x = 0; x < 16; x++)
    for (let y = 0; y < 8; y++)
      found.push({
        id: `b${x}-${y}`,
        lng: Number((120.38125 + x * 0.0025).toFixed(6)),
        lat: Number((36.29125 + y * 0.0025).toFixed(6)),
      });
  return found;
}

async function build(seed: string): Promise<void> {
  p = await testProduct({ seed });
  await p.database.system(async (tx) => {
    const locate = await p.product.territory.locate('demo', 120.385, 36.295);
    expect(locate).toHaveLength(4);
    const areas = await Promise.all(
      buildings().map(({ lng, lat }) => p.product.territory.locate('demo', lng, lat)),
    );
    await replaceMap(tx, {
      source: 'test',
      title: '测试',
      attribution: '测试',
      assets: [],
      features: buildings().map(({ id, lng, lat }, index) => ({
        id,
        layer: 'building' as const,
        class: 'apartments',
        name: `楼${id}`,
        lng,
        lat,
        size: 100,
        geometry: { type: 'Point', coordinates: [lng, lat] },
        areaId: areas[index]?.at(-1)?.id ?? null,
      })) as never,
    });
  });
}

beforeAll(() => build('org-changes'));
afterEach(async () => expect(await faults()).toEqual([]));
afterAll(() => p.close());

const ask = (person: PersonKey, method: string, path: string, body?: unknown) =>
  p.call(person, method, `/api/v1${path}`, body === undefined ? {} : { body });
const look = (plan: object, person: PersonKey = 'admin') =>
  ask(person, 'POST', '/org/changes/preview', { plan });
const plan = (what: object, more: object = {}, person: PersonKey = 'admin') =>
  ask(person, 'POST', '/org/changes', { commandId: p.ids.next(), plan: what, ...more });
const runJob = async () => {
  const job = p.product.jobs.find((one) => one.name === 'org-changes');
  await job?.run(p.platform, {});
};
const owner = <R extends Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  p.database.owner<R>(sql, values);

/** What must hold after every change: cases equal their steps, lie in living areas and are counted there, posts hang on living nodes. */
async function faults(): Promise<string[]> {
  const found = await p.doctor();
  const strayed = await owner<{ number: string }>(
    `select c.number from cases c left join tree_nodes n on n.id = c.area_id
     where n.path is distinct from c.area_path or (c.closed_at is null and n.closed_on is not null)`,
  );
  const posts = await owner<{ title: string }>(
    `select p.title from org_posts p join tree_nodes a on a.id = p.area_id join tree_nodes u on u.id = p.unit_id
     where p.valid_to is null and (a.closed_on is not null or u.closed_on is not null)`,
  );
  const homeless = await owner<{ id: string }>(
    `select f.id from map_features f left join tree_nodes n on n.id::text = f.area_id
     where f.layer = 'building' and (n.id is null or n.closed_on is not null or n.level <> 'grid')`,
  );
  const miscounted = await owner<{ number: string }>(
    `select c.number from cases c join case_outcomes o on o.case_id = c.id and o.valid_to = 'infinity'
     where (o.area_id, o.area_path) is distinct from (c.area_id, c.area_path) or o.unit_id <> c.owner_unit`,
  );
  return [
    ...found,
    ...miscounted.map((one) => `case ${one.number} is counted elsewhere`),
    ...strayed.map((one) => `case ${one.number} strayed`),
    ...posts.map((one) => `post ${one.title} hangs in the air`),
    ...homeless.map((one) => `building ${one.id} lies in no grid`),
  ];
}

/** The whole of a case apart from where it lies and how often it was written. */
async function essence(id: string) {
  const { row } = await p.stored(id);
  const {
    area_id: _a,
    area_path: _p,
    version: _v,
    owner_unit: _o,
    assist_units: _u,
    facts: _f,
    clocks,
    ...rest
  } = row;
  // Every stretch of every clock; only who is answerable in it may become another.
  const stretches = JSON.parse(JSON.stringify(clocks, (key, value) => (key === 'owner' ? undefined : value)));
  return { ...rest, clocks: stretches };
}

describe('splitting a grid', { timeout: 240_000 }, () => {
  const split = () => ({
    kind: 'split',
    tree: 'area',
    id: p.district.areas.g1,
    keep: 0,
    parts: [
      { name: '槐树第一网格', geometry: polygon(WEST) },
      { name: '槐树第五网格', geometry: polygon(EAST), households: 320 },
    ],
  });

  it('previews what moves, waits for its day, can be withdrawn, then carries work along with its clocks', async () => {
    const west = await fileCase(p, 'worker1', { point: { lng: 120.382, lat: 36.295 } });
    const east = await fileCase(p, 'worker1', { point: { lng: 120.388, lat: 36.295 }, text: '东边井盖' });
    const bare = await fileCase(p, 'worker1', {
      point: undefined,
      areaId: p.district.areas.g1,
      text: '没有定位',
    });
    await bring(p, east.id, 'handling');
    const before = await essence(east.id);

    const shown = await look(split());
    expect(shown.status).toBe(200);
    expect(shown.body.refusal).toBeNull();
    expect(shown.body.creates).toMatchObject([{ name: '槐树第五网格', hasPost: false }]);
    expect(shown.body.cases).toMatchObject({
      count: 1,
      lines: [{ from: '槐树第一网格', to: '槐树第五网格', count: 1, byDefault: 0 }],
    });
    expect(shown.body.places.buildings).toBe(8);
    expect((await owner(`select 1 from tree_nodes where name = '槐树第五网格'`)).length).toBe(0);

    const day = '2026-07-17';
    const planned = await plan(split(), { effectiveOn: day, note: '户数超过五百' });
    expect(planned.body).toMatchObject({ state: 'planned', effectiveOn: day });
    const clash = await plan({ kind: 'rename', tree: 'area', id: p.district.areas.g1, name: '别名' });
    expect(clash.status).toBe(409);
    expect(clash.body.code).toBe('org.change-clash');
    expect(clash.body.title + clash.body.detail).toContain(day);
    const back = await ask('admin', 'POST', `/org/changes/${planned.body.id}/withdraw`);
    expect(back.body.state).toBe('withdrawn');

    const again = await plan(split(), { effectiveOn: day });
    await runJob();
    expect((await ask('admin', 'GET', '/org/changes')).body.items[0].state).toBe('planned');
    p.clock.at += 2 * DAY;
    await runJob();
    await runJob();
    const done = (await ask('admin', 'GET', '/org/changes')).body.items.find(
      (one: { id: string }) => one.id === again.body.id,
    );
    expect(done).toMatchObject({ state: 'done', counts: { cases: 1, places: 8 }, mayReverse: true });
    const late = await ask('admin', 'POST', `/org/changes/${again.body.id}/withdraw`);
    expect(late.body.code).toBe('org.change-settled');

    const [fifth] = await owner<{ id: string }>(`select id from tree_nodes where name = '槐树第五网格'`);
    expect((await p.stored(east.id)).row['area_id']).toBe(fifth?.id);
    expect((await p.stored(west.id)).row['area_id']).toBe(p.district.areas.g1);
    expect((await p.stored(bare.id)).row['area_id']).toBe(p.district.areas.g1);
    expect(await essence(east.id)).toEqual(before);
    const shownCase = await ask('dispatcher1', 'GET', `/cases/${east.id}`);
    expect(shownCase.body.timeline.at(-1)).toMatchObject({
      name: 'rehome',
      words: ['槐树第一网格 → 槐树第五网格'],
    });
    // A command that was prepared before the change is still good, and a new case is found in the new grid.
    await must(
      p,
      'urban',
      east.id,
      'finish',
      { result: '已更换' },
      { baseVersion: (await p.stored(east.id)).version - 1 },
    );
    const fresh = await fileCase(p, 'worker2', { point: { lng: 120.3885, lat: 36.2955 }, text: '新的' });
    expect((await p.stored(fresh.id)).row['area_id']).toBe(fifth?.id);

    const reverse = await ask('admin', 'GET', `/org/changes/${again.body.id}/reverse`);
    expect(reverse.body.plan).toMatchObject({
      kind: 'merge',
      intoId: p.district.areas.g1,
      name: '槐树第一网格',
    });
    const seen = await look(reverse.body.plan);
    expect(seen.body).toMatchObject({ refusal: null, closes: [{ name: '槐树第五网格' }] });
    const undone = await plan(reverse.body.plan, { reverses: again.body.id });
    expect(undone.body).toMatchObject({ state: 'done', counts: { cases: 2 } });
    expect((await p.stored(fresh.id)).row['area_id']).toBe(p.district.areas.g1);
    const twice = await plan(reverse.body.plan, { reverses: again.body.id });
    expect(twice.status).toBe(409);
    const shape = await ask('admin', 'GET', `/areas/geometry?within=${p.district.areas.g1}`);
    expect(shape.body.features[0].geometry.coordinates[0]).toHaveLength(5);
  });

  it('refuses a redraw that leaves a building in no grid or in two, and names it', async () => {
    const [west, south, , north] = EAST;
    const gap = await plan({
      ...split(),
      parts: [split().parts[0], { name: '槐树第六网格', geometry: polygon([west, south, 120.387, north]) }],
    });
    expect(gap.status).toBe(409);
    expect(gap.body.code).toBe('org.change-gap');
    expect(gap.body.params.count).toBe(4);
    const overlap = await look({
      ...split(),
      parts: [{ name: '槐树第一网格', geometry: polygon(G1) }, split().parts[1]],
    });
    expect(overlap.body.refusal.code).toBe('org.change-overlap');
    const redraw = await look({
      kind: 'redraw',
      tree: 'area',
      outlines: [{ id: p.district.areas.g2, geometry: polygon([120.392, 36.29, 120.4, 36.3]) }],
    });
    expect(redraw.body).toMatchObject({ refusal: { code: 'org.change-gap' }, gaps: { count: 4 } });
  });

  it('moves the line between two neighbours with everything on the strip', async () => {
    const strip = await fileCase(p, 'worker2', { point: { lng: 120.3915, lat: 36.2975 }, text: '线上的' });
    const wider: Box = [120.38, 36.29, 120.392, 36.3];
    const answer = await plan({
      kind: 'redraw',
      tree: 'area',
      outlines: [
        { id: p.district.areas.g1, geometry: polygon(wider) },
        { id: p.district.areas.g2, geometry: polygon([120.392, 36.29, 120.4, 36.3]) },
      ],
    });
    expect(answer.body).toMatchObject({ state: 'done', counts: { cases: 1, places: 4 } });
    expect((await p.stored(strip.id)).row['area_id']).toBe(p.district.areas.g1);
  });
});

describe('bad input', { timeout: 240_000 }, () => {
  it('is refused in words and changes nothing', async () => {
    const rename = { kind: 'rename', tree: 'area', id: p.district.areas.g4, name: '渔港新网格' };
    const past = await plan(rename, { effectiveOn: '2026-07-01' });
    expect(past.body).toMatchObject({ code: 'org.change-past', errors: [{ path: 'effectiveOn' }] });
    expect((await plan(rename, {}, 'worker1')).status).toBe(403);
    expect((await plan({ ...rename, id: p.ids.next() })).body.code).toBe('tree.node-not-found');
    expect((await plan({ ...rename, tree: 'unit' })).body.code).toBe('tree.node-not-found');
    const { g1, g2, g4, c1, c2, d } = p.district.areas;
    const merge = (ids: string[], intoId: string) => plan({ kind: 'merge', tree: 'area', ids, intoId });
    expect((await merge([g1, g1], g1)).body.code).toBe('org.change-merge-which');
    expect((await merge([g1, g2], g4)).body.code).toBe('org.change-merge-which');
    expect((await merge([g1, c1], g1)).body.code).toBe('org.change-levels-differ');
    expect((await plan({ kind: 'move', tree: 'area', id: c2, parentId: c1 })).body.code).toBe(
      'org.level-order',
    );
    expect((await plan({ kind: 'move', tree: 'area', id: g1, parentId: c1 })).body.code).toBe(
      'org.change-nothing',
    );
    const parts = [
      { name: '甲', geometry: polygon(WEST) },
      { name: '甲', geometry: polygon(EAST) },
    ];
    const splitOf = (id: string, more: object) =>
      plan({ kind: 'split', tree: 'area', id, keep: 0, parts, ...more });
    expect((await splitOf(g1, {})).body.code).toBe('tree.name-taken');
    expect(
      (await splitOf(g1, { keep: 5, parts: [...parts.slice(0, 1), { ...parts[1], name: '乙' }] })).body.code,
    ).toBe('org.change-part-unknown');
    expect((await splitOf(g1, { parts: [parts[0], { name: '乙' }] })).body.code).toBe(
      'org.change-part-outline',
    );
    expect((await splitOf(d, { parts: [parts[0], { ...parts[1], name: '乙' }] })).body.code).toBe(
      'org.change-root',
    );
    const [node] = await owner<{ name: string }>('select name from tree_nodes where id = $1', [g4]);
    expect(node?.name).toBe('渔港网格');
  });

  it('a planned change that has become impossible is marked with the reason on its day', async () => {
    const made = await plan(
      { kind: 'rename', tree: 'area', id: p.district.areas.g3, name: '石桥甲网格' },
      { effectiveOn: new Date(p.clock.at + DAY).toISOString().slice(0, 10) },
    );
    expect(made.body.state).toBe('planned');
    // A twin of that name comes in by the direct command meanwhile.
    await ask('admin', 'POST', '/areas/commands', {
      commandId: p.ids.next(),
      name: 'create',
      form: { parentId: p.district.areas.c2, name: '石桥甲网格', level: 'grid' },
    });
    p.clock.at += 2 * DAY;
    await runJob();
    const failed = (await ask('admin', 'GET', '/org/changes')).body.items.find(
      (one: { id: string }) => one.id === made.body.id,
    );
    expect(failed.state).toBe('failed');
    expect(failed.failure).toContain('石桥甲网格');
    // Whoever keeps the organisation there is told, once.
    await runJob();
    const notices = (await ask('admin', 'GET', '/notices')).body.items as { text: string; link: string }[];
    expect(notices.filter((one) => one.text.includes('没能执行'))).toMatchObject([
      { text: expect.stringContaining('石桥'), link: '/console/territory' },
    ]);
  });
});

describe('units', { timeout: 240_000 }, () => {
  it('merge with their posts, jurisdictions and open work', async () => {
    const { housing, water, firm } = p.district.units as Record<string, string>;
    const lamp = await fileCase(p, 'worker1', { category: 'utility.streetlight', text: '灯' });
    await bring(p, lamp.id, 'handling', 'housing', 'housing');
    const before = await essence(lamp.id);
    const merge = { kind: 'merge', tree: 'unit', ids: [housing, water], intoId: water, name: '水务和住建局' };
    const seen = await look(merge);
    expect(seen.body).toMatchObject({
      refusal: null,
      closes: [{ id: housing }],
      posts: [{ title: '住建处置员', to: '水务和住建局', holder: '测试housing' }],
    });
    const done = await plan(merge);
    expect(done.body.state).toBe('done');
    expect((await p.stored(lamp.id)).row['owner_unit']).toBe(water);
    expect(await essence(lamp.id)).toEqual(before);
    await must(p, 'housing', lamp.id, 'finish', { result: '已修好' });
    const back = await ask('admin', 'GET', `/org/changes/${done.body.id}/reverse`);
    const undone = await plan(back.body.plan, { reverses: done.body.id });
    expect(undone.body.state).toBe('done');
    const [post] = await owner<{ name: string }>(
      'select n.name from org_posts p join tree_nodes n on n.id = p.unit_id where p.id = $1',
      [p.district.posts.housing],
    );
    expect(post?.name).toBe('住房和城乡建设局');
    expect(firm).toBeDefined();
  });
});

describe('any sequence of changes', { timeout: 600_000 }, () => {
  it('loses no case, no post and no building, and leaves every clock as it was', async () => {
    await p.close();
    await build('org-changes-random');
    const random = createRandom('sequence');
    const filed: string[] = [];
    for (let n = 0; n < 14; n++) {
      const lng = Number((120.381 + random.next() * 0.038).toFixed(6));
      const lat = Number((36.291 + random.next() * 0.018).toFixed(6));
      filed.push((await fileCase(p, 'worker1', { point: { lng, lat }, text: `第${n}件` })).id);
    }
    for (const id of filed.slice(0, 5)) {
      const { row } = await p.stored(id);
      if (String(row['area_path']).startsWith(p.district.paths.s1)) await bring(p, id, 'handling');
    }
    const before = await Promise.all(filed.map(essence));
    const posts = await owner('select id, title, duties from org_posts where valid_to is null order by id');
    const holdings = await owner('select * from org_holdings order by id');

    type Node = { id: string; name: string; parent_id: string };
    const open = (level: string) =>
      owner<Node>(
        `select id, name, parent_id from tree_nodes where level = $1 and closed_on is null order by path`,
        [level],
      );
    const outlineOf = async (id: string): Promise<Box> => {
      const [row] = await owner<{ west: number; south: number; east: number; north: number }>(
        'select west, south, east, north from area_boundaries where area_id = $1 and valid_to is null',
        [id],
      );
      return [row?.west ?? 0, row?.south ?? 0, row?.east ?? 0, row?.north ?? 0];
    };
    const outcomes: Record<string, number> = {};
    for (let turn = 0; turn < 16; turn++) {
      const grids = await open('grid');
      const grid = random.pick(grids);
      const kind = random.pick(['split', 'split', 'merge', 'merge', 'move', 'merge-community', 'rename']);
      let what: object | undefined;
      if (kind === 'split') {
        const [west, south, east, north] = await outlineOf(grid.id);
        const middle = (west + east) / 2;
        what = {
          kind,
          tree: 'area',
          id: grid.id,
          keep: random.next() < 0.5 ? 0 : null,
          parts: [
            { name: `${turn}甲网格`, geometry: polygon([west, south, middle, north]) },
            { name: `${turn}乙网格`, geometry: polygon([middle, south, east, north]) },
          ],
        };
      } else if (kind === 'merge') {
        const other = grids.find((one) => one.parent_id === grid.parent_id && one.id !== grid.id);
        if (other)
          what = { kind, tree: 'area', ids: [grid.id, other.id], intoId: other.id, name: `${turn}合并网格` };
      } else if (kind === 'move') {
        const target = random.pick(await open('community'));
        if (target.id !== grid.parent_id) what = { kind, tree: 'area', id: grid.id, parentId: target.id };
      } else if (kind === 'merge-community') {
        const communities = await open('community');
        if (communities.length > 2) {
          const ids = communities.slice(0, 2).map((one) => one.id);
          what = { kind: 'merge', tree: 'area', ids, intoId: ids[1] };
        }
      } else what = { kind, tree: 'area', id: grid.id, name: `${turn}更名网格` };
      if (!what) continue;
      const answer = await plan(what);
      expect([200, 409]).toContain(answer.status);
      outcomes[`${kind} ${answer.status}`] = (outcomes[`${kind} ${answer.status}`] ?? 0) + 1;
    }
    // Not vacuous: splits and merges really happened.
    expect(outcomes['split 200']).toBeGreaterThan(1);
    expect(outcomes['merge 200']).toBeGreaterThan(0);
    expect(await Promise.all(filed.map(essence))).toEqual(before);
    expect(await owner('select id, title, duties from org_posts where valid_to is null order by id')).toEqual(
      posts,
    );
    expect(await owner('select * from org_holdings order by id')).toEqual(holdings);
    const [count] = await owner<{ n: number }>(
      `select count(*)::int as n from map_features where layer = 'building'`,
    );
    expect(count?.n).toBe(buildings().length);
  });
});
