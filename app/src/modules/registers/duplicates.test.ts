// Records that may be one thing twice: found by a number, by the same words, by words that are alike; and no neighbour taken for a twin.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { pairsOf } from '../../engines/register/duplicates.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'duplicates' });
});
afterAll(() => p.close());

const api = '/api/v1/registers';
async function made(register: string, values: object, extra: object = {}, person: PersonKey = 'secretary1') {
  const body = { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.g1, values, ...extra };
  const answer = await p.call(person, 'POST', `${api}/${register}/records`, { body });
  expect(answer.status, answer.text).toBe(200);
  return body.id;
}
type Found = { same: boolean; likeness: number; records: { title: string }[] };
const found = async (register: string, person: PersonKey = 'secretary1') =>
  ((await p.call(person, 'GET', `${api}/${register}/duplicates`)).body as { items: Found[] }).items.map(
    (one) => [one.same, ...one.records.map((record) => record.title).sort()],
  );

it('pairs the same before the alike, and tells neighbours apart', async () => {
  const g2 = { areaId: p.district.areas.g2 };
  await made('venues', { name: '惠民体育馆', address: '春阳路20号' });
  await made('venues', { name: '惠民体育馆（社区）', address: '春阳路20号' }, g2);
  await made('venues', { name: '惠民体育馆', address: '春阳路22号' });
  await made('venues', { name: '长者食堂', address: '槐花街1号' });
  expect(await found('venues')).toEqual([[false, '惠民体育馆', '惠民体育馆(社区)']]);

  const one = await made('buildings', { name: '1号楼', compound: '甲院', address: '甲路1号' });
  const other = await made('buildings', { name: '2号楼', compound: '甲院', address: '甲路2号' });
  await made('dwellings', { building: one, room: '101' });
  await made('dwellings', { building: other, room: '101' });
  expect(await found('buildings')).toEqual([]);
  expect(await found('dwellings')).toEqual([]);
});

it('finds the same phone under two names, masked, for whoever works in the place alone', async () => {
  const consent = { consent: { givenBy: 'self', onDay: '2026-07-01', edition: 1 } };
  const phone = '13933334444';
  await made('welfare-visits', {
    name: '申屠甲',
    address: '一路1号',
    circumstance: 'alone',
    visitEvery: 'week',
    phone,
  });
  await made('welfare-visits', {
    name: '令狐乙',
    address: '二路8号',
    circumstance: 'alone',
    visitEvery: 'week',
    phone,
  });
  await made('care', { name: '申屠甲', address: '一路1号', phone }, consent);
  const answer = await p.call('secretary1', 'GET', `${api}/welfare-visits/duplicates`);
  expect(answer.body.items).toMatchObject([{ same: true, likeness: 1 }]);
  expect(answer.text).not.toContain(phone);
  expect(answer.text).not.toContain('申屠甲');
  expect(await found('welfare-visits', 'worker2')).toEqual([]);
});

it('compares within one place, and counts a pair once', () => {
  const mark = (id: string, place: string, text: string, keys: string[] = []) => ({ id, place, text, keys });
  const pairs = pairsOf([
    mark('a', 'x', '老孙家水饺馆', ['k']),
    mark('b', 'x', '老孙家水饺店', ['k']),
    mark('c', 'y', '老孙家水饺馆'),
  ]);
  expect(pairs).toMatchObject([{ a: 'a', b: 'b', same: true, likeness: 1 }]);
  expect(pairsOf([mark('a', 'x', '甲'), mark('b', 'x', '乙丙丁')])).toEqual([]);
});
