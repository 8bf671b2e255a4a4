// Asking a point for something, the counts of a phone that had no network, and what the clock does.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { checkLedger } from '../../engines/ledger/ledger.ts';

let p: TestProduct;
let here: string;
let early: string;
let late: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'stock-requests' });
  here = p.ids.next();
  await must('secretary1', '/points', {
    id: here,
    name: '槐树社区物资点',
    areaId: p.district.areas.c1,
    address: '一号库',
    keeperPost: p.district.posts.secretary1,
    opening: '全天',
    shared: false,
  });
  const receive = async (lot: string, amount: number, expiresOn: string) =>
    (
      await must('secretary1', '/receipts', {
        id: p.ids.next(),
        pointId: here,
        item: 'water',
        lot,
        expiresOn,
        mode: 'own',
        supplier: '',
        amount,
        reason: '储备',
      })
    ).lotId;
  late = await receive('LATE', 100, '2027-06-01');
  early = await receive('EARLY', 60, '2026-10-01');
});
afterAll(async () => {
  expect((await p.database.system(checkLedger)).faults).toEqual([]);
  await p.close();
});

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1/stocks${path}`);
const send = (person: PersonKey, method: 'POST' | 'PUT', path: string, body: unknown) =>
  p.call(person, method, `/api/v1/stocks${path}`, { body });
const post = (person: PersonKey, path: string, body: unknown = {}) => send(person, 'POST', path, body);
async function must(person: PersonKey, path: string, body: unknown = {}) {
  const answer = await post(person, path, body);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
type Line = { id: string; onHand: number; reserved: number };
const shelf = async () =>
  Object.fromEntries(
    ((await get('secretary1', `/points/${here}`)).body.lines as Line[]).map((one) => [
      one.id === early ? 'early' : 'late',
      [one.onHand, one.reserved],
    ]),
  );
const notices = async (person: PersonKey) =>
  ((await p.call(person, 'GET', '/api/v1/notices')).body.items as { text: string }[]).map((one) => one.text);
const tend = () => p.product.jobs.find((job) => job.name === 'stocks-tend')?.run(p.platform, {});
const request = (
  amount: number,
  changes: { occurredAt?: number } = {},
): { id: string; occurredAt?: number } & Record<string, unknown> => ({
  id: p.ids.next(),
  pointId: here,
  item: 'water',
  amount,
  reason: '安置点要水',
  ...changes,
});

it('sets aside what expires first, hands it over, and is the same when it is sent again', async () => {
  const asked = request(80, { occurredAt: p.clock.at - 3 * HOUR });
  await must('worker1', '/requests', asked);
  await must('worker1', '/requests', asked);
  expect((await notices('secretary1'))[0]).toContain('申请调用饮用水 80 升');
  const open = async (person: PersonKey) => (await get(person, '/open')).body.requests;
  expect(await open('secretary1')).toMatchObject([
    {
      amount: 80,
      answers: true,
      handsOver: false,
      mine: false,
      forArea: '槐树第一网格',
      occurredAt: asked.occurredAt,
    },
  ]);
  expect(await open('worker1')).toMatchObject([{ mine: true, answers: false }]);
  const answer = { granted: true, note: '' };
  expect((await post('secretary2', `/requests/${asked.id}/answer`, answer)).body.code).toBe(
    'stocks.not-yours',
  );
  await must('secretary1', `/requests/${asked.id}/answer`, answer);
  await must('secretary1', `/requests/${asked.id}/answer`, answer);
  expect(await shelf()).toEqual({ early: [0, 60], late: [80, 20] });
  await must('secretary1', `/requests/${asked.id}/hand-over`);
  await must('secretary1', `/requests/${asked.id}/hand-over`);
  expect(await shelf()).toEqual({ late: [80, 0] });
  expect(await open('secretary1')).toEqual([]);
});

it('gives back what is withdrawn or not fetched, and never answers itself', async () => {
  const own = request(10);
  await must('secretary1', '/requests', own);
  expect(
    (await post('secretary1', `/requests/${own.id}/answer`, { granted: true, note: '' })).body.code,
  ).toBe('ledger.same-person');
  await must('dispatcher1', `/requests/${own.id}/answer`, { granted: true, note: '' });
  expect((await post('worker2', `/requests/${own.id}/withdraw`)).body.code).toBe('stocks.request-not-yours');
  await must('secretary1', `/requests/${own.id}/withdraw`);
  expect((await post('secretary1', `/requests/${own.id}/hand-over`)).body.code).toBe('stocks.request-over');
  const left = request(30);
  await must('worker1', '/requests', left);
  await must('secretary1', `/requests/${left.id}/answer`, { granted: true, note: '' });
  expect((await shelf())['late']).toEqual([50, 30]);
  p.clock.at += 73 * HOUR;
  await tend();
  expect((await shelf())['late']).toEqual([80, 0]);
  expect((await notices('worker1'))[0]).toContain('三天没人来取');
});

it('refuses with a reason, never twice the stock for two who ask at once, and those above hear of silence', async () => {
  const bare = request(5);
  await must('worker1', '/requests', bare);
  const no = (note: string) => post('secretary1', `/requests/${bare.id}/answer`, { granted: false, note });
  expect((await no('')).body.errors[0].path).toBe('note');
  expect((await no('要留给老人')).status).toBe(200);
  const both = [request(60), request(60)];
  for (const one of both) await must('worker1', '/requests', one);
  const answers = await Promise.all(
    both.map((one) => post('secretary1', `/requests/${one.id}/answer`, { granted: true, note: '' })),
  );
  expect(answers.map((one) => one.status).sort()).toEqual([200, 409]);
  expect((await shelf())['late']).toEqual([20, 60]);
  p.clock.at += 3 * HOUR;
  await tend();
  await tend();
  expect((await notices('dispatcher1')).filter((text) => text.includes('两小时没人答复'))).toHaveLength(1);
});

it('holds a count of a phone against the book of the moment in which it was counted', async () => {
  const countedAt = p.clock.at;
  const [onHand, aside] = (await shelf())['late'] as [number, number];
  p.clock.at += HOUR;
  const sack = { pointId: here, lotId: late, amount: 5, kind: 'issue', reason: '发放' };
  await must('secretary1', '/moves', { ...sack, id: p.ids.next() });
  const count = { id: p.ids.next(), pointId: here, lotId: late, reason: '扫码盘点', occurredAt: countedAt };
  const seen = onHand + aside;
  // A grid worker may write down what was seen; a keeper of another place may not.
  expect((await post('secretary2', '/counts', { ...count, seen })).body.code).toBe('stocks.not-yours');
  expect((await must('worker1', '/counts', { ...count, seen })).difference).toBe(0);
  const short = { ...count, id: p.ids.next(), seen: seen - 2 };
  expect(await must('worker1', '/counts', short)).toMatchObject({ difference: -2, waits: true });
  expect(await must('worker1', '/counts', short), 'sent again').toMatchObject({
    difference: -2,
    waits: true,
  });
  expect((await get('secretary1', '/open')).body.proposals).toHaveLength(1);
});

it('tells the keeper of a date once for each threshold, which the district sets', async () => {
  const about = async () => (await notices('secretary1')).filter((text) => text.includes('LATE'));
  expect(await about()).toEqual([]);
  const set = (person: PersonKey, alertDays: number[]) => send(person, 'PUT', '/settings', { alertDays });
  expect((await set('worker1', [400])).body.code).toBe('stocks.not-ruling');
  expect((await set('dispatcher1', [30, 400])).body.alertDays).toEqual([400, 30]);
  await tend();
  await tend();
  expect(await about()).toHaveLength(1);
  p.clock.at = Date.UTC(2027, 4, 20);
  await tend();
  expect(await about()).toHaveLength(2);
  p.clock.at = Date.UTC(2027, 5, 2);
  await tend();
  await tend();
  expect((await about())[0]).toContain('已在 2027-06-01 过期');
  expect(await about()).toHaveLength(3);
  p.clock.at -= 300 * DAY;
});

it('changes a rule only with its source, and counts by it', async () => {
  const rule = { perPersonDay: 5, needSource: '', perThousand: null, leastSource: '', goalDays: 7 };
  const set = (person: PersonKey, body: unknown) => send(person, 'PUT', '/items/water/rule', body);
  expect((await set('worker1', rule)).body.code).toBe('stocks.not-ruling');
  expect((await set('dispatcher1', rule)).body.errors[0].path).toBe('needSource');
  expect((await set('dispatcher1', { ...rule, needSource: '区预案 2026' })).status).toBe(200);
  const { body } = await get('secretary1', `/cover?areaId=${p.district.areas.c1}&people=10`);
  expect(body.items.find((one: { item: string }) => one.item === 'water')).toMatchObject({
    perDay: 50,
    goalDays: 7,
    least: 350,
    needSource: '区预案 2026',
  });
});
