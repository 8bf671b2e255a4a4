// The demo's supplies: three points with something to do at each, and books that balance.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestProduct, testProduct } from '../../../test/product.ts';
import { checkLedger } from '../../engines/ledger/ledger.ts';
import { seedStocks } from './stocks.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'demo-stocks' });
  const staff = async (person: 'dispatcher1' | 'secretary1') => {
    const actor = await p.actorOf(person);
    if (actor.kind !== 'staff') throw new Error(`${person} is not on the staff`);
    return actor;
  };
  const [street, secretary] = [await staff('dispatcher1'), await staff('secretary1')];
  await p.database.system((tx) =>
    seedStocks({ tx, stocks: p.product.emergency, ids: p.ids, street, secretary }),
  );
});
afterAll(() => p.close());

it('has something expired, something not looked at, a loan that is late and a count that waits', async () => {
  const get = async (path: string) => (await p.call('secretary1', 'GET', `/api/v1/stocks${path}`)).body;
  expect((await get('/points')).items.length).toBe(3);
  const lines: { expired: boolean; unverified: boolean }[] = (await get('/lines')).items;
  expect(lines.filter((one) => one.expired).length).toBe(2);
  expect(lines.filter((one) => one.unverified).length).toBe(1);
  const open = await get('/open');
  expect(open.loans).toMatchObject([{ late: true, amount: 40 }]);
  expect(open.requests).toMatchObject([{ itemName: '沙袋', amount: 300, mine: true, state: 'asked' }]);
  expect(open.proposals).toMatchObject([{ kind: 'count', amount: -3 }]);
  const cover = await get(`/cover?areaId=${p.district.areas.c1}&people=2000`);
  const water = cover.items.find((one: { item: string }) => one.item === 'water');
  expect(water.leftOut).toBe(1200);
  expect(water.have).toBe(420);
  expect(water.loans.length).toBeGreaterThan(0);
  expect((await p.database.system(checkLedger)).faults).toEqual([]);
});
