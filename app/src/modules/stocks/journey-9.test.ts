// Journey 9, the eve of the typhoon: water and iodine are past their dates, nobody has looked at the supermarket's agreement for more than a
// year. They are out of the days of cover, the neighbour's loan is proposed and the neighbour keeps its own cover, two people dispose of
// what expired. Nothing expired is ever issued, asked for with success, set aside, moved or lent; no date is ever edited.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { checkLedger } from '../../engines/ledger/ledger.ts';

let p: TestProduct;
let here: string;
let beside: string;
const lots: Record<string, string> = {};
beforeAll(async () => {
  p = await testProduct({ seed: 'journey-9' });
  here = p.ids.next();
  beside = p.ids.next();
  // 200 households in the neighbour's buildings: it has 524 people of its own to care for.
  await p.database.owner(
    `insert into map_features (district_code, id, source, layer, class, name, households, area_id, geometry, lng, lat, size)
     select 'demo', 'nb' || n, 'test', 'building', 'residential', '石桥' || n || '号楼', 100, $1, '{}', 120.39, 36.305, 200
     from generate_series(1, 2) as n`,
    [p.district.areas.g3],
  );
  const place = (id: string, area: 'c1' | 'c2', person: 'secretary1' | 'secretary2', lat: number) => ({
    id,
    name: area === 'c1' ? '槐树社区物资点' : '石桥社区物资点',
    areaId: p.district.areas[area],
    address: '一号库',
    point: { lng: 120.39, lat },
    keeperPost: p.district.posts[person],
    opening: '全天',
    shared: true,
  });
  await must('secretary1', '/points', place(here, 'c1', 'secretary1', 36.295));
  await must('secretary2', '/points', place(beside, 'c2', 'secretary2', 36.305));
  const receive = async (person: PersonKey, pointId: string, lot: string, item: string, rest: object) => {
    const body = {
      id: p.ids.next(),
      pointId,
      item,
      lot,
      mode: 'own',
      supplier: '',
      reason: '年度储备',
      ...rest,
    };
    lots[lot] = (await must(person, '/receipts', body)).lotId;
  };
  await receive('secretary1', here, 'W-OLD', 'water', { amount: 2000, expiresOn: '2026-07-20' });
  await receive('secretary1', here, 'W-NEW', 'water', { amount: 500, expiresOn: '2027-07-01' });
  await receive('secretary1', here, 'D-OLD', 'iodine', { amount: 40, expiresOn: '2026-07-21' });
  await receive('secretary1', here, 'XY', 'noodles', {
    amount: 5000,
    mode: 'agreed',
    supplier: '某超市',
    verifiedOn: '2025-07-20',
  });
  await receive('secretary2', beside, 'W-N', 'water', { amount: 6000, expiresOn: '2027-06-01' });
  // The eve.
  p.clock.at += 7 * DAY;
});
afterAll(async () => {
  expect((await p.database.system(checkLedger)).faults).toEqual([]);
  await p.close();
});

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1/stocks${path}`);
const post = (person: PersonKey, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1/stocks${path}`, { body });
async function must(person: PersonKey, path: string, body: unknown) {
  const answer = await post(person, path, body);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
const coverOf = async (item: string) => {
  const { body } = await get('secretary1', `/cover?areaId=${p.district.areas.c1}&people=400`);
  return {
    classes: body.classes as { class: string; share: number; short: number; worst: { item: string } }[],
    row: body.items.find((one: { item: string }) => one.item === item),
  };
};

describe('must', () => {
  it('leaves out what has expired and the agreement nobody looked at, and says how much that is', async () => {
    // 400 people drink 1000 l a day: 500 l are half a day, three days want 3000.
    const { row: water, classes } = await coverOf('water');
    expect(water).toMatchObject({ have: 500, leftOut: 2000, days: 0.5, least: 3000, missing: 2500 });
    expect((await coverOf('noodles')).row).toMatchObject({ have: 0, leftOut: 5000, days: 0 });
    // Iodine is counted by heads: 20 bottles for a thousand.
    expect((await coverOf('iodine')).row).toMatchObject({
      have: 0,
      leftOut: 40,
      least: 8,
      missing: 8,
      days: null,
    });
    expect(classes.map((one) => [one.class, one.share])).toEqual([
      ['relief', 0],
      ['daily', 0],
      ['medical', 0],
      ['energy', 0],
    ]);
    expect(classes.find((one) => one.class === 'daily')?.short).toBe(3);
  });

  it('counts the agreement again from the day on which somebody looked', async () => {
    await must('secretary1', `/lots/${lots['XY']}/verify`, { id: p.ids.next(), verifiedOn: '2026-07-22' });
    expect((await coverOf('noodles')).row).toMatchObject({ have: 5000, leftOut: 0 });
  });

  it('proposes the neighbour’s loan out of what its own people do not need', async () => {
    // 524 people × 2.5 l × 3 days = 3930 l stay there; 2070 of 6000 can go, though 2500 are missing.
    expect((await coverOf('water')).row.loans).toMatchObject([
      { pointId: beside, amount: 2070, keeps: 3930 },
    ]);
    await must('secretary2', '/loans', {
      id: p.ids.next(),
      fromPoint: beside,
      toPoint: here,
      lotId: lots['W-N'],
      amount: 2070,
      dueOn: '2026-08-30',
      reason: '台风前借水',
    });
    expect((await coverOf('water')).row).toMatchObject({ have: 2570, missing: 430, loans: [] });
  });

  it('is disposed of by two people', async () => {
    for (const [lot, amount] of [
      ['W-OLD', 2000],
      ['D-OLD', 40],
    ] as const) {
      const id = p.ids.next();
      const away = { id, pointId: here, lotId: lots[lot], amount, reason: '过期' };
      expect((await must('secretary1', '/disposals', away)).waits).toBe(true);
      const say = (person: PersonKey) =>
        post(person, `/proposals/${id}/decide`, { accepted: true, note: '' });
      expect((await say('secretary1')).body.code).toBe('ledger.same-person');
      expect((await say('dispatcher1')).status).toBe(200);
    }
    expect((await coverOf('water')).row.leftOut).toBe(0);
  });
});

describe('never', () => {
  it('issues, reserves, moves or lends what has expired, nor grants it to who asks for more than is good', async () => {
    await p.database.owner(
      `update ledger_accounts set balance = 2000 where kind = 'on-hand' and thing = $1`,
      [lots['W-OLD']],
    );
    for (const kind of ['issue', 'reserve', 'transfer']) {
      const body = {
        id: p.ids.next(),
        pointId: here,
        lotId: lots['W-OLD'],
        amount: 1,
        kind,
        toPoint: beside,
        reason: '急用',
      };
      expect([kind, (await post('secretary1', '/moves', body)).body.code]).toEqual([kind, 'stocks.expired']);
    }
    const loan = {
      id: p.ids.next(),
      fromPoint: here,
      toPoint: beside,
      lotId: lots['W-OLD'],
      amount: 1,
      dueOn: '2026-09-01',
      reason: '借',
    };
    expect((await post('secretary1', '/loans', loan)).body.code).toBe('stocks.expired');
    const asked = { id: p.ids.next(), pointId: here, item: 'water', amount: 3000, reason: '安置点要水' };
    await must('worker1', '/requests', asked);
    expect(
      (await post('secretary1', `/requests/${asked.id}/answer`, { granted: true, note: '' })).body,
    ).toMatchObject({ code: 'ledger.not-enough', params: { have: 2570, want: 3000 } });
    await p.database.owner(`update ledger_accounts set balance = 0 where kind = 'on-hand' and thing = $1`, [
      lots['W-OLD'],
    ]);
  });

  it('edits a date: neither by a second receipt of the same lot, nor by hand', async () => {
    const again = {
      id: p.ids.next(),
      pointId: here,
      item: 'water',
      lot: 'W-OLD',
      mode: 'own',
      supplier: '',
      amount: 1,
      expiresOn: '2028-01-01',
      reason: '改期',
    };
    expect((await must('secretary1', '/receipts', again)).lotId, 'another date is another lot').not.toBe(
      lots['W-OLD'],
    );
    const written = await p.database
      .system((tx) => tx.count(`update stock_lots set expires_on = '2030-01-01'`, []))
      .catch(String);
    expect(written).toContain('permission denied');
  });
});
