// Shelters: what is inside is what was counted at the door; nobody is let in where there is no room, and the refusal says where there is.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
let school: string;
let hall: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'shelters' });
  school = p.ids.next();
  hall = p.ids.next();
});
afterAll(() => p.close());

const get = (person: PersonKey, path = '') => p.call(person, 'GET', `/api/v1/shelters${path}`);
const post = (person: PersonKey, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1/shelters${path}`, { body });
const space = (id: string, changes: Record<string, unknown> = {}) => ({
  id,
  name: '槐树小学体育馆',
  areaId: p.district.areas.c1,
  address: '槐树路 8 号',
  point: { lng: 120.39, lat: 36.295 },
  keeperPost: p.district.posts.property,
  everydayUse: '体育馆',
  functions: ['shelter', 'triage'],
  conversion: '收器材，铺垫子 60 张，开侧门坡道',
  conversionMinutes: 90,
  drill: { on: '2026-05-12', minutes: 105 },
  capacity: 60,
  careCapacity: 6,
  stepFree: true,
  ...changes,
});
const count = (person: PersonKey, id: string, changes: Record<string, unknown>) =>
  post(person, `/${id}/counts`, { id: p.ids.next(), kind: 'in', people: 1, ...changes });

it('is registered by those who answer for the place, with its key-holder and what turns it into a shelter', async () => {
  expect((await post('secretary2', '', space(school))).body.code).toBe('shelters.not-yours');
  expect((await post('secretary1', '', space(school, { keeperPost: p.ids.next() }))).body.code).toBe(
    'shelters.keeper-unknown',
  );
  expect((await post('secretary1', '', space(school, { careCapacity: 61 }))).status).toBe(400);
  expect(
    (await post('secretary1', '', space(school, { drill: { on: '2027-01-01', minutes: 5 } }))).body.code,
  ).toBe('shelters.time');
  const added = await post('secretary1', '', space(school));
  expect(added.status, added.text).toBe(200);
  expect(added.body).toMatchObject({ open: false, inside: 0, room: 60, keeperTitle: '物业项目经理' });
  const other = await post(
    'secretary1',
    '',
    space(hall, { name: '党群服务中心', capacity: 30, careCapacity: 2 }),
  );
  expect(other.status, other.text).toBe(200);
});

it('counts only while it is open, and is opened once', async () => {
  expect((await count('property', school, { people: 3 })).body.code).toBe('shelters.not-open');
  expect((await post('worker3', `/${school}/open`, { id: p.ids.next(), why: '台风' })).body.code).toBe(
    'shelters.not-yours',
  );
  const opened = await post('property', `/${school}/open`, { id: p.ids.next(), why: '台风红色预警' });
  expect(opened.status, opened.text).toBe(200);
  expect(opened.body).toMatchObject({ open: true, why: '台风红色预警' });
  const again = await post('secretary1', `/${school}/open`, { id: p.ids.next(), why: '再开一次' });
  expect(again.body).toMatchObject({ openingId: opened.body.openingId, why: '台风红色预警' });
  expect((await get('secretary1', '?open=1')).body.items).toHaveLength(1);
});

it('lets in no more than there is room for, says where there is room, and keeps a headcount that says otherwise', async () => {
  p.clock.at += HOUR;
  const entry = { id: p.ids.next(), people: 55, care: 4 };
  expect((await count('property', school, entry)).body).toMatchObject({ inside: 55, insideCare: 4, room: 5 });
  // Sent again it is the same count; the same id for another one is refused.
  expect((await count('property', school, entry)).body).toMatchObject({ inside: 55 });
  expect((await count('property', school, { ...entry, people: 2, care: 0 })).body.code).toBe(
    'shelters.id-reused',
  );
  const full = await count('property', school, { people: 6 });
  expect(full.body).toMatchObject({
    code: 'shelters.full',
    params: { free: 5, people: 6, elsewhere: '党群服务中心 30' },
    errors: [{ path: 'people' }],
  });
  expect((await get('secretary1', `/${school}`)).body.inside).toBe(55);
  p.clock.at += MINUTE;
  const headcount = await count('property', school, { kind: 'count', people: 64, care: 5 });
  expect(headcount.body).toMatchObject({ inside: 64, insideCare: 5, over: 4, room: 0 });
  p.clock.at += MINUTE;
  expect((await count('property', school, { kind: 'out', people: 65 })).body.code).toBe(
    'shelters.too-many-out',
  );
  expect((await count('property', school, { kind: 'out', people: 10 })).body).toMatchObject({
    inside: 54,
    over: 0,
  });
  // A count that was made before the headcount and is entered after it changes nothing of it.
  const late = await count('property', school, { people: 1, at: p.clock.at - 30 * MINUTE });
  expect(late.body).toMatchObject({ inside: 54 });
});

it('refuses times that cannot be and two doors that fill the last places at once', async () => {
  expect((await count('property', school, { at: p.clock.at + HOUR })).body).toMatchObject({
    code: 'shelters.time',
    errors: [{ path: 'at' }],
  });
  expect((await count('property', school, { at: p.clock.at - 400 * 24 * HOUR })).body.code).toBe(
    'shelters.time',
  );
  p.clock.at += MINUTE;
  const both = await Promise.all([
    count('property', school, { people: 5 }),
    count('secretary1', school, { people: 5 }),
  ]);
  expect(both.map((one) => one.status).sort(), both.map((one) => one.text).join()).toEqual([200, 409]);
  expect((await get('secretary1', `/${school}`)).body.inside).toBe(59);
});

it('is closed when it is empty', async () => {
  expect((await post('property', `/${school}/close`, {})).body).toMatchObject({
    code: 'shelters.still-inside',
    params: { people: 59 },
  });
  p.clock.at += MINUTE;
  await count('property', school, { kind: 'count', people: 0 });
  expect((await post('property', `/${school}/close`, {})).body).toMatchObject({ open: false });
  const again = await post('property', `/${school}/open`, { id: p.ids.next(), why: '余震' });
  expect(again.body, 'the next opening begins with nobody').toMatchObject({
    open: true,
    inside: 0,
    counts: [],
  });
});

it('is edited by those who keep it, never below who is in it, and says when its conversion was last tried and how long it took', async () => {
  const put = (person: PersonKey, id: string, body: unknown) =>
    p.call(person, 'PUT', `/api/v1/shelters/${id}`, { body });
  const { id: _, drill: __, ...now } = space(hall, { name: '党群服务中心', capacity: 34, careCapacity: 2 });
  expect((await put('worker3', hall, now)).body.code).toBe('shelters.not-yours');
  expect((await put('secretary1', hall, { ...now, areaId: p.district.areas.g3 })).body.code).toBe(
    'shelters.not-yours',
  );
  const edited = await put('secretary1', hall, { ...now, conversion: '收桌椅，铺垫子' });
  expect(edited.body, edited.text).toMatchObject({
    capacity: 34,
    conversion: '收桌椅，铺垫子',
    drilledOn: '2026-05-12',
  });
  expect((await post('secretary1', `/${hall}/open`, { id: p.ids.next(), why: '停电' })).status).toBe(200);
  expect((await count('secretary1', hall, { people: 12 })).status).toBe(200);
  expect((await put('secretary1', hall, { ...now, capacity: 11 })).body).toMatchObject({
    code: 'shelters.taken',
    errors: [{ path: 'capacity' }],
  });
  const tried = (body: object, person: PersonKey = 'property') => post(person, `/${hall}/drills`, body);
  expect((await tried({ on: '2026-07-01', minutes: 70 }, 'worker3')).body.code).toBe('shelters.not-yours');
  expect((await tried({ on: '2026-12-01', minutes: 70 })).body.code).toBe('shelters.time');
  expect((await tried({ on: '2026-01-01', minutes: 70 })).body.code, 'before the last one').toBe(
    'shelters.time',
  );
  expect((await tried({ on: '2026-07-01', minutes: 70 })).body).toMatchObject({
    drilledOn: '2026-07-01',
    drilledMinutes: 70,
  });
});
