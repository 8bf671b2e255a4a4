// Micro-grids of a plan become areas below the grids of today, by the change that there is, and back again.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileCase } from '../../../test/case-desk.ts';
import { at, grids, type PlanningDesk, planningDesk } from '../../../test/planning-desk.ts';
import { DAY } from '../../../test/product.ts';
import { civilDate } from '../../kernel/clock.ts';

let desk: PlanningDesk;
beforeAll(async () => {
  desk = await planningDesk('micro-adoption');
});
afterAll(() => desk.p.close());

const asToday = (micro: number) => grids({ asToday: true, micro, lower: 100, upper: 1500 });
const adopt = (id: string, more: object = {}) =>
  desk.ask('admin', 'POST', `/runs/${id}/adoption`, {
    commandId: desk.p.ids.next(),
    effectiveOn: civilDate(desk.p.clock.at),
    level: 'micro-grid',
    ...more,
  });
type Area = { id: string; name: string; parent_id: string; level: string };
const microNow = () =>
  desk.p.database.owner<Area>(
    `select id::text, name, parent_id::text, level from tree_nodes where level = 'micro-grid' and closed_on is null order by name`,
  );
const homes = () =>
  desk.p.database.owner<{ area_id: string; n: number }>(
    `select area_id, count(*)::int as n from map_features where id like 'h%' and layer = 'building' group by 1 order by 1`,
  );

it('is refused without micro-grids, and where the grids would change with them', async () => {
  const { p, plan, run } = desk;
  const bare = await run('admin', await plan('admin', asToday(50), p.district.areas.c1));
  expect(bare.result.micro.groups.length).toBeGreaterThan(0);
  const without = await run('admin', await plan('admin', grids({ asToday: true }), p.district.areas.c1));
  expect((await adopt(without.id)).body.code).toBe('planning.no-micro');
  const other = await run('admin', await plan('admin', grids({ micro: 50 }), p.district.areas.c1));
  const refused = await adopt(other.id);
  expect([refused.status, refused.body.code]).toEqual([409, 'planning.grids-first']);
  expect((await adopt(bare.id, { level: 'street' })).status).toBe(400);
  const stranger = await desk.ask('secretary1', 'POST', `/runs/${bare.id}/adoption`, {
    commandId: p.ids.next(),
    effectiveOn: civilDate(p.clock.at),
    level: 'micro-grid',
  });
  expect(stranger.status).toBe(403);
  expect(await microNow()).toEqual([]);
});

it('each micro-grid lies in its grid; buildings and open cases go with their place; they continue in the next plan', async () => {
  const { p, plan, run, ask } = desk;
  const { areas } = p.district;
  const [lng, lat] = at(4, 2);
  const { id: filed } = await fileCase(p, 'worker1', { point: { lng, lat } });
  const planId = await plan('admin', asToday(200), areas.c1);
  const done = await run('admin', planId);
  const count = done.result.micro.groups.length;
  expect(count).toBeGreaterThan(5);
  const preview = await ask('admin', 'POST', `/runs/${done.id}/adoption/preview`, { level: 'micro-grid' });
  expect(preview.status, preview.text).toBe(200);
  expect(preview.body).toMatchObject({ refusal: null, closes: [], gaps: { count: 0 } });
  expect(preview.body.creates).toHaveLength(count);
  const adopted = await adopt(done.id);
  expect(adopted.status, adopted.text).toBe(200);
  const made = await microNow();
  expect(made).toHaveLength(count);
  expect(new Set(made.map((one) => one.parent_id))).toEqual(new Set([areas.g1, areas.g2]));
  expect(made.every((one) => /\d\d微网格$/.test(one.name))).toBe(true);
  const ids = new Set(made.map((one) => one.id));
  const placed = await homes();
  expect(placed.every((one) => ids.has(one.area_id))).toBe(true);
  expect(placed.reduce((sum, one) => sum + one.n, 0)).toBe(200);
  // Each building lies where the plan put it.
  const bySize = (list: number[]) => list.sort((a, b) => a - b);
  expect(bySize(placed.map((one) => one.n))).toEqual(
    bySize(done.result.micro.groups.map((one: { buildings: number }) => one.buildings)),
  );
  expect(ids.has(String((await p.stored(filed)).row['area_id']))).toBe(true);
  // The same plan again changes nothing; larger ones take the place of these, and end some.
  p.clock.at += DAY;
  const again = await run('admin', planId);
  expect((await adopt(again.id)).body.code).toBe('planning.nothing-changes');
  const larger = await run('admin', await plan('admin', asToday(300), areas.c1));
  const fewer = await adopt(larger.id);
  expect(fewer.status, fewer.text).toBe(200);
  const now = await microNow();
  expect(now.length).toBe(larger.result.micro.groups.length);
  expect(now.length).toBeLessThan(count);
  expect(now.some((one) => ids.has(one.id))).toBe(true);
  expect((await homes()).reduce((sum, one) => sum + one.n, 0)).toBe(200);
  expect(await p.doctor()).toEqual([]);
});

it('goes out as map and table', async () => {
  const { p, plan, run, ask } = desk;
  const done = await run('admin', await plan('admin', asToday(100), p.district.areas.c1));
  const map = JSON.parse((await ask('admin', 'GET', `/runs/${done.id}/export?format=geojson`)).text);
  const kinds = map.features.map((one: { properties: { kind: string } }) => one.properties.kind);
  expect(kinds.filter((one: string) => one === 'micro-grid')).toHaveLength(done.result.micro.groups.length);
  for (const table of ['micro', 'buildings']) {
    const sheet = await ask('admin', 'GET', `/runs/${done.id}/export?format=xlsx&table=${table}`);
    expect(sheet.raw.rawPayload.subarray(0, 2).toString()).toBe('PK');
  }
});
