// Readiness: asked before a season once and at warnings again, counted and not ranked; four tests with their days; who stands behind whom.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { playDistrict } from '../drills/public.ts';

let p: TestProduct;
let check: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'readiness' });
});
afterAll(() => p.close());

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1/readiness${path}`);
const start = (person: PersonKey, changes: Record<string, unknown> = {}) =>
  p.call(person, 'POST', '/api/v1/readiness/checks', {
    body: {
      commandId: p.ids.next(),
      areaId: p.district.areas.c1,
      occasion: 'season',
      why: '汛期前',
      duties: ['command', 'report'],
      until: p.clock.at + 2 * HOUR,
      ...changes,
    },
  });
async function give(person: PersonKey, id: string, name: string, form: Record<string, unknown> = {}) {
  const { version } = await p.stored(id);
  return p.call(person, 'POST', `/api/v1/cases/${id}/commands`, {
    body: { commandId: p.ids.next(), name, baseVersion: version, occurredAt: p.clock.at, form },
  });
}
const play = () => playDistrict(p.product.emergency, 'demo');
const board = async (area: 'c1' | 's1' = 's1') =>
  (await get('dispatcher1', `?areaId=${p.district.areas[area]}`)).body;
const rowOf = async (name: string) =>
  (await board()).rows.find((one: { area: { name: string } }) => one.area.name === name);

it('shows what was never shown to hold', async () => {
  const row = await rowOf('槐树社区');
  expect(row).toMatchObject({
    reach: { at: null, asked: 0, stale: true },
    muster: { at: null, stale: true },
    stock: { points: [], stale: false },
    drill: { id: null, stale: true },
  });
});

it('asks posts of the place, and refuses to ask without occasion or end', async () => {
  expect((await start('worker1')).body.code).toBe('readiness.not-your-area');
  expect((await start('secretary1', { until: p.clock.at + 73 * HOUR })).body).toMatchObject({
    code: 'readiness.until',
    errors: [{ path: 'until' }],
  });
  expect((await start('secretary1', { occasion: 'warning' })).body).toMatchObject({
    code: 'readiness.no-warning',
    errors: [{ path: 'occasion' }],
  });
  expect((await start('secretary1', { duties: ['dispatch'] })).body.code).toBe('readiness.nobody');
  const begun = await start('secretary1');
  expect(begun.status, begun.text).toBe(200);
  expect(begun.body.asked).toBe(3);
  check = begun.body.id;
  expect((await start('secretary1')).body.code, 'once before a season').toBe('readiness.too-soon');
  expect((await start('secretary1', { commandId: check })).body.id, 'sent again it is the same').toBe(check);
  const wider = await start('dispatcher1', { areaId: p.district.areas.s1, duties: ['report'] });
  expect(wider.body.asked, 'only those who were not asked: of c2, and officer1 of the street').toBe(3);
  const { version } = await p.stored(wider.body.id);
  await p.call('dispatcher1', 'POST', `/api/v1/cases/${wider.body.id}/commands`, {
    body: {
      commandId: p.ids.next(),
      name: 'end-check',
      baseVersion: version,
      occurredAt: p.clock.at,
      form: {},
    },
  });
});

it('counts who answered in time, names posts only while they are to be rung up, and ends by itself', async () => {
  expect(await play()).toBe(3);
  const cards = await p.database.owner<{ id: string; post: string; headline: string }>(
    `select id::text, facts ->> 'post' as post, headline from cases where kind = 'practice-card' order by number`,
  );
  expect(cards.every((one) => one.headline.startsWith('【备勤核验】'))).toBe(true);
  const cardOf = (person: PersonKey) =>
    cards.find((one) => one.post === p.district.posts[person])?.id as string;
  expect((await give('worker1', cardOf('worker1'), 'answer-practice')).status).toBe(200);
  expect((await p.stored(cardOf('worker1'))).state).toBe('practice-done');
  expect((await give('secretary1', cardOf('worker2'), 'record-practice', { how: 'phone' })).status).toBe(200);
  const seen = (await get('secretary1', `/checks/${check}`)).body;
  expect(seen).toMatchObject({ asked: 3, answered: 2 });
  expect(seen.waiting.map((one: { title: string }) => one.title)).toEqual(['社区党委书记']);
  expect(JSON.stringify(seen.waiting)).not.toContain(p.district.persons.secretary1);
  expect((await get('verifier', `/checks/${check}`)).body.waiting, 'only for those who ask').toEqual([]);
  const called = p.clock.at;
  p.clock.at += 20 * MINUTE;
  const muster = { group: 'squad', called, arrived: p.clock.at, wanted: 12, count: 10 };
  expect((await give('secretary1', check, 'muster-check', muster)).status).toBe(200);
  p.clock.at += 2 * HOUR;
  await p.timers();
  expect((await p.stored(check)).state).toBe('check-ended');
  await play();
  expect((await get('secretary1', `/checks/${check}`)).body.waiting).toEqual([]);
  expect(await rowOf('槐树社区')).toMatchObject({
    reach: { check, asked: 3, answered: 2, stale: false },
    muster: { id: check, minutes: 20, arrived: 10, wanted: 12, stale: false },
  });
  expect((await rowOf('石桥社区')).reach, 'asked, and nobody answered').toMatchObject({
    asked: 2,
    answered: 0,
  });
});

it('asks again at once when a response is in force', async () => {
  const begun = await p.call('secretary1', 'POST', '/api/v1/emergencies', {
    body: {
      commandId: p.ids.next(),
      areaId: p.district.areas.c1,
      risk: 'rainstorm',
      text: '积水上涨，先行处置',
    },
  });
  expect(begun.status, begun.text).toBe(200);
  expect((await start('secretary1', { occasion: 'warning', why: '暴雨' })).status).toBe(200);
});

it('knows when each stock point was last counted, and calls old what is old', async () => {
  const pointId = p.ids.next();
  const stock = (path: string, body: unknown) =>
    p.call('secretary1', 'POST', `/api/v1/stocks${path}`, { body });
  const point = await stock('/points', {
    id: pointId,
    name: '社区物资点',
    areaId: p.district.areas.c1,
    address: '院内',
    keeperPost: p.district.posts.secretary1,
    opening: '全天',
    shared: true,
  });
  expect(point.status, point.text).toBe(200);
  const received = await stock('/receipts', {
    id: p.ids.next(),
    pointId,
    item: 'torch',
    lot: 'T1',
    amount: 30,
    mode: 'own',
    supplier: '',
    reason: '采购入库',
  });
  expect(received.status, received.text).toBe(200);
  expect((await rowOf('槐树社区')).stock).toMatchObject({ at: null, stale: true });
  const counted = await stock('/counts', {
    id: p.ids.next(),
    pointId,
    lotId: received.body.lotId,
    seen: 30,
    reason: '汛前盘点',
  });
  expect(counted.body, counted.text).toMatchObject({ difference: 0 });
  expect((await rowOf('槐树社区')).stock).toMatchObject({ at: p.clock.at, stale: false });
  p.clock.at += 93 * DAY;
  expect((await rowOf('槐树社区')).stock.stale).toBe(true);
});

it('shows which roles hang on one holder, and what is lost with one', async () => {
  const backup = (await get('dispatcher1', `/backup?areaId=${p.district.areas.s1}`)).body;
  const cellOf = (area: string, role: string) => {
    const index = backup.roles.findIndex((one: { code: string }) => one.code === role);
    return backup.rows.find((one: { area: { name: string } }) => one.area.name === area).cells[index];
  };
  // Two grids, two workers and a secretary who can go too. Three command for c1: its secretary and two of the street.
  expect(cellOf('槐树社区', 'report')).toMatchObject({ cover: 'backed', need: 2 });
  expect(cellOf('槐树社区', 'shelter')).toMatchObject({ cover: 'missing', need: 1 });
  expect(cellOf('槐树社区', 'command')).toMatchObject({ cover: 'backed', need: 2 });
  expect(cellOf('槐树社区', 'stock-point')).toMatchObject({ cover: 'single' });
  expect(cellOf('石桥社区', 'stock-point')).toMatchObject({ cover: 'missing', holders: [] });
  expect(cellOf('石桥社区', 'stock-key')).toBeNull();
  const [keeper] = cellOf('槐树社区', 'stock-key').holders;
  expect(keeper.label).toContain('社区党委书记');
  expect(backup.only.some((one: { holder: { id: string } }) => one.holder.id === keeper.id)).toBe(true);
  const lost = await get(
    'dispatcher1',
    `/backup/without?areaId=${p.district.areas.s1}&holder=${encodeURIComponent(keeper.id)}`,
  );
  const losses = lost.body.losses.map((one: { role: { code: string }; after: string }) => [
    one.role.code,
    one.after,
  ]);
  expect(losses).toContainEqual(['stock-key', 'missing']);
  expect(losses).toContainEqual(['command', 'single']);
  expect(backup.counts.missing).toBeGreaterThan(0);
});

it('covers buildings by headcounts of trainings', async () => {
  const add = async (register: string, values: Record<string, unknown>) => {
    const added = await p.call('secretary1', 'POST', `/api/v1/registers/${register}/records`, {
      body: { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.g1, values },
    });
    expect(added.status, added.text).toBeLessThan(300);
    return added.body.id as string;
  };
  const building = await add('buildings', {
    name: '1号楼',
    compound: '槐树小区',
    address: '槐树路1号',
    use: 'dwelling',
  });
  await add('buildings', {
    name: '2号楼',
    compound: '槐树小区',
    address: '槐树路2号',
    use: 'dwelling',
  });
  const day = new Date(p.clock.at - 10 * DAY).toISOString().slice(0, 10);
  await add('trainings', { name: '火灾逃生培训', heldOn: day, topic: 'fire', building, headcount: 26 });
  const seen = (await get('secretary1', `/training?areaId=${p.district.areas.c1}`)).body;
  expect(seen.rows).toMatchObject([
    { buildings: 2, trained: 1, people: 26, sessions: 1, untrained: [{ name: '槐树小区 2号楼' }] },
  ]);
  expect(await p.doctor()).toEqual([]);
});
