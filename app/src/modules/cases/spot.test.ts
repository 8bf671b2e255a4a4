// What a printed code opens, through the doors of the product.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileCase } from '../../../test/case-desk.ts';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
const HERE = { lng: 120.382, lat: 36.292 };
beforeAll(async () => {
  p = await testProduct({ seed: 'spots' });
  await p.database.owner(
    `insert into assets (district_code, id, code, category, name, address, lng, lat, area_id)
     values ('demo', 'h1', 'HYD-0001', 'hydrant', '消火栓', '槐树路', $1, $2, $3), ('demo', 'h2', 'HYD-0002', 'hydrant', null, null, $1, $2, $3)`,
    [HERE.lng, HERE.lat, p.district.areas.g1],
  );
  await fileCase(p, null, {
    category: 'utility.hydrant',
    text: '消火栓漏水，我叫赵铁柱',
    point: HERE,
    reporter: { phone: '13900001234' },
  });
  await fileCase(p, null, {
    category: 'living.noise-neighbour',
    kind: 'request',
    text: '楼上太吵',
    point: HERE,
  });
  await fileCase(p, null, {
    category: 'utility.hydrant',
    text: '很远',
    point: { lng: 120.384, lat: 36.295 },
  });
});
afterAll(() => p.close());

const spot = (person: PersonKey | null, query: string) =>
  p.call(person, 'GET', `/api/v1/public/spots?${query}`);

it('names the thing and shows residents what the public map shows, without a word of anybody', async () => {
  const { status, body, text } = await spot(null, 'asset=HYD-0001');
  expect(status, text).toBe(200);
  expect(body.place).toMatchObject({ name: '消火栓', address: '槐树路', asset: 'HYD-0001', ...HERE });
  expect(body.place.areas.at(-1).id).toBe(p.district.areas.g1);
  expect(body.cases).toMatchObject([{ category: '消火栓', joined: 1 }]);
  expect(body).toMatchObject({ staff: false, own: [] });
  expect(text).not.toMatch(/赵铁柱|1390000|太吵/);
});

it('shows staff everything open there that they may see, and nothing to those who may not', async () => {
  const found = (await spot('worker1', `lng=${HERE.lng}&lat=${HERE.lat}`)).body;
  expect(found.staff).toBe(true);
  expect(found.own.map((one: { category?: unknown; headline: string }) => one.headline).length).toBe(2);
  expect((await spot('secretary2', 'asset=HYD-0001')).body.own).toEqual([]);
});

it('answers a wrong code in words and does nothing', async () => {
  const code = async (query: string) => {
    const { status, body } = await spot(null, query);
    return [status, body.code];
  };
  expect(await code('asset=HYD-9999')).toEqual([404, 'cases.spot-unknown']);
  expect(await code('lng=2&lat=48')).toEqual([404, 'cases.spot-outside']);
  for (const query of [
    '',
    'lng=120',
    'asset=HYD-0001&lng=1&lat=1',
    'asset=a%00b',
    'lng=x&lat=y',
    'lng=999&lat=1',
  ])
    expect([query, ...(await code(query))]).toEqual([query, 400, 'input.invalid']);
});

it('lists the codes of an area to print', async () => {
  const list = (query: string, person: PersonKey | null = 'worker1') =>
    p.call(person, 'GET', `/api/v1/places/codes?${query}`);
  const { body } = await list(`area=${p.district.areas.c1}&of=hydrant`);
  expect(body).toMatchObject({
    total: 2,
    items: [{ name: '消火栓', code: 'asset=HYD-0001' }, { code: 'asset=HYD-0002' }],
  });
  expect((await list(`area=${p.district.areas.g2}&of=hydrant`)).body.total).toBe(0);
  expect((await p.call('worker1', 'GET', '/api/v1/places/things')).body.items).toContainEqual({
    category: 'hydrant',
    name: '消火栓',
    count: 2,
  });
  expect((await list(`area=${p.ids.next()}&of=hydrant`)).status).toBe(404);
  expect((await list('area=x&of=hydrant')).status).toBe(400);
  expect((await list(`area=${p.district.areas.c1}&of=hydrant`, null)).status).toBe(401);
});
