// What of an emergency lies on a phone beside the cards: the plans in force at its places, and the stock points near them, without what the book
// says; and that a count or a request from a shelf nobody can open any more is carried out all the same.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { createMemoryReplica, type Page, pull } from '../../web/sync/replica.ts';
import { type ServerKey, sealWork } from '../../web/sync/sealing.ts';

let p: TestProduct;
let point: string;
let lot: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'phone-emergency' });
  point = p.ids.next();
  await must('secretary1', '/stocks/points', {
    id: point,
    name: '槐树社区物资点',
    areaId: p.district.areas.c1,
    address: '一号库',
    keeperPost: p.district.posts.secretary1,
    opening: '全天',
    shared: false,
  });
  const receipt = {
    id: p.ids.next(),
    pointId: point,
    item: 'torch',
    lot: 'T-1',
    mode: 'own',
    supplier: '',
    amount: 20,
    reason: '储备',
  };
  lot = (await must('secretary1', '/stocks/receipts', receipt)).lotId;
});
afterAll(() => p.close());

async function must(person: PersonKey, path: string, body: unknown) {
  const answer = await p.call(person, 'POST', `/api/v1${path}`, { body });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
async function phone(person: PersonKey) {
  const replica = createMemoryReplica();
  await pull(replica, async (cursor) => {
    const query = new URLSearchParams({ device: `phone-${person}`, ...(cursor ? { cursor } : {}) });
    return (await p.call(person, 'GET', `/api/v1/sync/changes?${query}`)).body as Page;
  });
  return async (id: string) => (await replica.find(id))?.payload as { items: never[] } | undefined;
}

it('brings the plans in force over the own place, and not a draft nor the neighbour’s', async () => {
  const plan = async (areaId: string, person: PersonKey, title: string) => {
    const id = p.ids.next();
    const content = {
      place: '桥洞',
      signs: ['水到 27 厘米线'],
      lines: ['封路，转人'],
      route: '向北到活动室',
    };
    const body = {
      id,
      kind: 'plan-point',
      areaId,
      risk: 'rainstorm',
      subject: title,
      title,
      note: '第一版',
      reviewOn: '2027-01-01',
      content,
    };
    await must(person, '/preparedness/documents', body);
    return id;
  };
  const { c1, c2 } = p.district.areas;
  const id = await plan(c1, 'secretary1', '桥洞预案');
  await plan(c2, 'secretary2', '邻居的预案');
  expect(await (await phone('worker1'))('plans'), 'a draft is no plan').toBeUndefined();
  await must('member1', `/preparedness/documents/${id}/publish`, { revision: 1 });
  expect(await (await phone('worker1'))('plans')).toMatchObject({
    items: [{ id, title: '桥洞预案', route: '向北到活动室', levels: [] }],
  });
  expect(await (await phone('worker3'))('plans')).toBeUndefined();
});

it('brings the stock points near, with lots and dates and without how many there are', async () => {
  const stocks = await (await phone('worker1'))('stocks');
  expect(stocks).toMatchObject({
    items: [{ id: point, lines: [{ id: lot, lot: 'T-1', itemName: '手电' }] }],
  });
  expect(JSON.stringify(stocks)).not.toContain('onHand');
  expect(await (await phone('worker3'))('stocks')).toBeUndefined();
});

it('takes a count and a request as of their own hour, also sealed, once', async () => {
  const count = {
    commandId: p.ids.next(),
    pointId: point,
    reason: '扫码盘点',
    what: 'count',
    lotId: lot,
    seen: 18,
  };
  const key: ServerKey = (await p.call('worker1', 'GET', '/api/v1/sync/key')).body;
  const account = p.district.accounts.worker1;
  const seal = (body: Record<string, unknown>) => sealWork(key, { account, kind: 'record', body });
  p.clock.at += 2 * HOUR;
  const now = { ...count, occurredAt: p.clock.at - HOUR };
  expect(await must('worker1', '/sync/sealed', await seal(now))).toMatchObject({
    what: 'count',
    difference: -2,
    waits: true,
  });
  expect(await must('worker1', '/stocks/field-records', now)).toMatchObject({ difference: -2 });
  const ask = {
    commandId: p.ids.next(),
    occurredAt: now.occurredAt,
    pointId: point,
    reason: '安置点要',
    what: 'ask',
    item: 'torch',
    amount: 5,
  };
  expect(await must('worker1', '/sync/sealed', await seal(ask))).toMatchObject({
    what: 'ask',
    state: 'asked',
  });
  const open = (await p.call('secretary1', 'GET', '/api/v1/stocks/open')).body;
  expect(open.proposals).toMatchObject([{ kind: 'count', amount: -2, proposedAt: now.occurredAt }]);
  expect(open.requests).toMatchObject([{ amount: 5, occurredAt: now.occurredAt }]);
  const mixed = { ...ask, commandId: p.ids.next(), lotId: lot };
  expect((await p.call('worker1', 'POST', '/api/v1/stocks/field-records', { body: mixed })).status).toBe(400);
});
