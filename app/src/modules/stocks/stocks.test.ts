// Supplies as people handle them, and the eve of the typhoon (journey 9): water and iodine past their date, the supermarket's agreement not
// looked at. They are out of the days of cover, a loan is proposed, two people dispose of them; nothing expired is issued, no date edited.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { checkLedger } from '../../engines/ledger/ledger.ts';

let p: TestProduct;
let here: string;
let there: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'stocks' });
  here = p.ids.next();
  there = p.ids.next();
});
afterAll(async () => {
  expect((await p.database.system(checkLedger)).faults).toEqual([]);
  await p.close();
});

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1/stocks${path}`);
const post = (person: PersonKey | null, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1/stocks${path}`, { body });
const point = (id: string, changes: Record<string, unknown> = {}) => ({
  id,
  name: '槐树社区物资点',
  areaId: p.district.areas.c1,
  address: '槐树路 1 号',
  point: { lng: 120.39, lat: 36.295 },
  keeperPost: p.district.posts.secretary1,
  opening: '全天，钥匙在值班室',
  shared: true,
  ...changes,
});
const receipt = (changes: Record<string, unknown> = {}) => ({
  id: p.ids.next(),
  pointId: here,
  item: 'water',
  lot: 'W-1',
  expiresOn: '2026-08-30',
  mode: 'own',
  supplier: '',
  amount: 500,
  reason: '区应急局调拨',
  ...changes,
});
async function receive(person: PersonKey, changes: Record<string, unknown> = {}): Promise<string> {
  const answer = await post(person, '/receipts', receipt(changes));
  expect(answer.status, answer.text).toBe(200);
  return answer.body.lotId;
}
const onHand = async (pointId: string, lotId: string): Promise<number> =>
  (await get('secretary1', `/points/${pointId}`)).body.lines.find((one: { id: string }) => one.id === lotId)
    ?.onHand ?? 0;
const cover = async (areaId: string, people = 400) =>
  (await get('secretary1', `/cover?areaId=${areaId}&people=${people}`)).body.items as {
    item: string;
    have: number;
    leftOut: number;
    days: number;
    missing: number;
    loans: { pointId: string; amount: number; metres: number }[];
  }[];
const water = async (areaId: string) => (await cover(areaId)).find((one) => one.item === 'water');

it('has points kept by posts; only who keeps a place moves what lies there', async () => {
  expect((await post('worker1', '/points', point(here))).body.code).toBe('stocks.not-yours');
  expect((await post('secretary1', '/points', point(here, { keeperPost: p.ids.next() }))).body).toMatchObject(
    {
      code: 'stocks.keeper-unknown',
      errors: [{ path: 'keeperPost' }],
    },
  );
  expect((await post('secretary1', '/points', point(here))).status).toBe(200);
  const second = point(there, {
    name: '石桥社区物资点',
    areaId: p.district.areas.c2,
    keeperPost: p.district.posts.secretary2,
    point: { lng: 120.39, lat: 36.305 },
  });
  expect((await post('secretary2', '/points', second)).status).toBe(200);
  expect((await post('secretary2', '/receipts', receipt())).body.code).toBe('stocks.not-yours');
  expect((await get('worker3', '/points')).body.items.map((one: { mine: boolean }) => one.mine)).toEqual([
    false,
    false,
  ]);
});

it('takes a receipt once, refuses what makes no sense, and issues no more than there is', async () => {
  for (const [changes, path] of [
    [{ amount: 0 }, 'amount'],
    [{ amount: 1.00001 }, 'amount'],
    [{ item: 'no-such' }, 'item'],
    [{ expiresOn: '2026-07-01' }, 'expiresOn'],
    [{ mode: 'agreed' }, 'verifiedOn'],
    [{ mode: 'agreed', verifiedOn: '2027-01-01' }, 'verifiedOn'],
  ] as const)
    expect([
      changes,
      (await post('secretary1', '/receipts', receipt(changes))).body.errors?.[0].path,
    ]).toEqual([changes, path]);
  const sent = receipt();
  const first = await post('secretary1', '/receipts', sent);
  expect((await post('secretary1', '/receipts', sent)).body).toEqual(first.body);
  const lotId = first.body.lotId;
  expect(await onHand(here, lotId)).toBe(500);
  const issue = (amount: number) =>
    post('secretary1', '/moves', {
      id: p.ids.next(),
      pointId: here,
      lotId,
      amount,
      kind: 'issue',
      reason: '发放',
    });
  expect((await issue(501)).body).toMatchObject({
    code: 'ledger.not-enough',
    params: { have: 500, want: 501 },
  });
  const draws = await Promise.all(Array.from({ length: 8 }, () => issue(100)));
  expect(draws.filter((one) => one.status === 200).length).toBe(5);
  expect(await onHand(here, lotId)).toBe(0);
  const back = { id: p.ids.next(), pointId: here, lotId, amount: 100, kind: 'return', reason: '没用上' };
  expect((await post('secretary1', '/moves', back)).status).toBe(200);
  expect(await onHand(here, lotId)).toBe(100);
  expect(
    (await post('secretary1', `/postings/${sent.id}/reverse`, { id: p.ids.next(), reason: '录错' })).body
      .code,
  ).toBe('ledger.not-enough');
});

it('counts: what is missing takes two people, and the same person is not two', async () => {
  const lotId = await receive('secretary1', { item: 'torch', lot: 'T-1', expiresOn: undefined, amount: 20 });
  const count = { id: p.ids.next(), pointId: here, lotId, seen: 17, reason: '季度盘点' };
  expect((await post('secretary1', '/counts', count)).body).toEqual({
    id: count.id,
    difference: -3,
    waits: true,
  });
  const waiting = async (person: PersonKey) =>
    (await get(person, '/open')).body.proposals.find((one: { id: string }) => one.id === count.id);
  expect(await waiting('secretary1')).toMatchObject({ mine: true, decides: false, itemName: '手电' });
  expect(await waiting('secretary2')).toMatchObject({ mine: false, decides: false });
  expect(await waiting('dispatcher1')).toMatchObject({ mine: false, decides: true, amount: -3 });
  const say = (person: PersonKey) =>
    post(person, `/proposals/${count.id}/decide`, { accepted: true, note: '' });
  expect((await say('secretary1')).body.code).toBe('ledger.same-person');
  expect(await onHand(here, lotId)).toBe(20);
  expect((await say('secretary2')).body.code).toBe('stocks.not-yours');
  expect((await say('dispatcher1')).status).toBe(200);
  expect(await onHand(here, lotId)).toBe(17);
  expect((await say('dispatcher1')).status, 'sent again').toBe(200);
  expect(await onHand(here, lotId)).toBe(17);
  expect((await post('secretary1', '/counts', { ...count, id: p.ids.next() })).body.difference).toBe(0);
});

it('sets aside for an emergency, and says what is aside and what went out', async () => {
  const lotId = await receive('secretary1', { item: 'quilt', lot: 'Q-1', expiresOn: undefined, amount: 60 });
  const emergencyId = p.ids.next();
  const step = (kind: string, amount: number) =>
    post('secretary1', '/moves', {
      id: p.ids.next(),
      pointId: here,
      lotId,
      amount,
      kind,
      emergencyId,
      reason: '台风转移',
    });
  for (const [kind, amount] of [
    ['reserve', 40],
    ['release', 10],
    ['issue', 25],
    ['return', 5],
  ] as const)
    expect([kind, (await step(kind, amount)).status]).toEqual([kind, 200]);
  expect((await step('release', 31)).body.code).toBe('ledger.not-enough');
  const found = await get('worker3', `/for-emergency?emergencyId=${emergencyId}`);
  expect(found.body.items).toMatchObject([{ lotId, pointId: here, reserved: 30, issued: 20 }]);
  const moves = (await get('secretary1', `/points/${here}?lotId=${lotId}`)).body.movements;
  expect(moves.every((one: { lot: string; itemName: string }) => one.lot === 'Q-1')).toBe(true);
  expect((await get('worker3', `/for-emergency?emergencyId=${p.ids.next()}`)).body.items).toEqual([]);
});

it('lets only who keeps an agreement’s place say that it was looked at', async () => {
  const lotId = await receive('secretary1', {
    item: 'noodles',
    lot: 'N-1',
    mode: 'agreed',
    supplier: '某超市',
    verifiedOn: '2026-07-01',
    amount: 10,
  });
  const say = (person: PersonKey, verifiedOn: string) =>
    post(person, `/lots/${lotId}/verify`, { id: p.ids.next(), verifiedOn });
  expect((await say('secretary2', '2026-07-02')).body.code).toBe('stocks.not-yours');
  expect((await say('secretary1', '2030-01-01')).body.errors[0].path).toBe('verifiedOn');
  expect((await say('secretary1', '2026-07-02')).status).toBe(200);
  const lines = (await get('secretary1', `/points/${here}`)).body.lines;
  expect(lines.find((one: { id: string }) => one.id === lotId).verifiedOn).toBe('2026-07-02');
});

describe('the eve of the typhoon', () => {
  let old: string;
  it('leaves what is past its date and what nobody looked at out of the days of cover', async () => {
    old = await receive('secretary1', { lot: 'W-2', expiresOn: '2026-07-20', amount: 2000 });
    await receive('secretary1', {
      lot: 'W-3',
      mode: 'agreed',
      supplier: '某超市',
      verifiedOn: '2026-07-01',
      expiresOn: undefined,
      amount: 1000,
    });
    await receive('secretary2', { pointId: there, lot: 'W-9', expiresOn: '2027-07-20', amount: 5000 });
    // 400 people need 2.5 l a day: 100 + 2000 + 1000 l last 3.1 days.
    expect(await water(p.district.areas.c1)).toMatchObject({ have: 3100, leftOut: 0, days: 3.1, missing: 0 });
    p.clock.at += 7 * DAY;
    expect(await water(p.district.areas.c1)).toMatchObject({
      have: 1100,
      leftOut: 2000,
      days: 1.1,
      missing: 1900,
    });
    p.clock.at += 360 * DAY;
    const late = await water(p.district.areas.c1);
    expect(late).toMatchObject({ have: 0, leftOut: 3100 });
    p.clock.at -= 360 * DAY;
  });

  it('proposes a loan from the neighbour who shares, and books it as owed', async () => {
    const gap = await water(p.district.areas.c1);
    expect(gap?.loans).toMatchObject([{ pointId: there, amount: 1900 }]);
    expect(gap?.loans[0]?.metres).toBeGreaterThan(500);
    const lot = (await get('secretary2', `/points/${there}`)).body.lines[0].id;
    const loan = {
      id: p.ids.next(),
      fromPoint: there,
      toPoint: here,
      lotId: lot,
      amount: 1900,
      dueOn: '2026-09-01',
      reason: '台风前借水',
    };
    expect((await post('secretary1', '/loans', loan)).body.code, 'the lender lends').toBe('stocks.not-yours');
    expect((await post('secretary2', '/loans', loan)).status).toBe(200);
    expect(await water(p.district.areas.c1)).toMatchObject({ have: 3000, missing: 0 });
    expect((await get('secretary1', '/open')).body.loans).toMatchObject([
      { amount: 1900, returned: 0, late: false, mine: true, fromName: '石桥社区物资点' },
    ]);
    const back = { id: p.ids.next(), amount: 400, reason: '用剩的' };
    expect((await post('secretary1', `/loans/${loan.id}/return`, back)).status).toBe(200);
    expect((await post('secretary1', `/loans/${loan.id}/return`, back)).status, 'sent again').toBe(200);
    expect((await get('secretary1', '/open')).body.loans[0].returned).toBe(400);
    expect(
      (await post('secretary1', `/loans/${loan.id}/return`, { ...back, id: p.ids.next(), amount: 1501 }))
        .body,
    ).toMatchObject({
      code: 'stocks.loan-too-much',
      params: { owed: 1500 },
    });
  });

  it('never issues, reserves, moves or lends what is past its date; two people dispose of it', async () => {
    for (const kind of ['issue', 'reserve', 'transfer'])
      expect([
        kind,
        (
          await post('secretary1', '/moves', {
            id: p.ids.next(),
            pointId: here,
            lotId: old,
            amount: 1,
            kind,
            toPoint: there,
            reason: '发放',
          })
        ).body.code,
      ]).toEqual([kind, 'stocks.expired']);
    const loan = {
      id: p.ids.next(),
      fromPoint: here,
      toPoint: there,
      lotId: old,
      amount: 1,
      dueOn: '2026-09-01',
      reason: '借',
    };
    expect((await post('secretary1', '/loans', loan)).body.code).toBe('stocks.expired');
    const away = { id: p.ids.next(), pointId: here, lotId: old, amount: 2000, reason: '过期' };
    expect((await post('secretary1', '/disposals', away)).body.waits).toBe(true);
    expect(
      (await post('secretary1', `/proposals/${away.id}/decide`, { accepted: true, note: '' })).body.code,
    ).toBe('ledger.same-person');
    expect(
      (await post('dispatcher1', `/proposals/${away.id}/decide`, { accepted: true, note: '当面销毁' }))
        .status,
    ).toBe(200);
    expect(await onHand(here, old)).toBe(0);
  });

  it('knows no way to edit the date of a lot', async () => {
    const written = await p.database
      .system((tx) => tx.count(`update stock_lots set expires_on = '2030-01-01'`, []))
      .catch(String);
    expect(written).toContain('permission denied');
  });
});
