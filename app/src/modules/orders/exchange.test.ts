// Outside work orders by message, and the way back: replies in the sender's form, states both ways.
import { createHmac } from 'node:crypto';
import { createRandom } from '@renlin/core/random';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bring, must } from '../../../test/case-desk.ts';
import { type OrdersDesk, ordersDesk } from '../../../test/orders-desk.ts';
import { type ApiAnswer, DAY, HOUR, MINUTE, type TestProduct } from '../../../test/product.ts';

let desk: OrdersDesk;
let p: TestProduct;
beforeAll(async () => {
  desk = await ordersDesk('exchange');
  p = desk.p;
}, 400_000);
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

test('a message is taken once: signature, time, nonce and number', async () => {
  const message = {
    no: 'WH001',
    content: '小区门口积水',
    where: '120.387,36.297',
    phone: '13700001111',
    due: '2026-07-25 12:00',
  };
  const first = await desk.post(message);
  expect(first.status, first.text).toBe(200);
  expect(first.body).toMatchObject({ outcome: 'filed', state: '待签收' });
  expect(first.body.number).toMatch(/^\d{6}-\d{8}$/);
  expect((await desk.post(message)).body).toMatchObject({ outcome: 'unchanged', number: first.body.number });

  const before = await desk.count('outside_orders');
  const fresh = { ...message, no: 'WH002' };
  const used = 'nonce-used-twice';
  expect((await desk.post({ ...message, state: '已签收' }, { nonce: used })).status).toBe(200);
  const refused: [Promise<ApiAnswer>, number, string][] = [
    [desk.post({ ...message, state: '已签收' }, { nonce: used }), 409, 'orders.webhook-replayed'],
    [desk.post(fresh, { secret: 'another secret' }), 401, 'orders.webhook-signature'],
    [desk.post(fresh, { source: 'nobody' }), 401, 'orders.webhook-signature'],
    [desk.post(fresh, { raw: JSON.stringify({ ...fresh, no: 'WH009' }) }), 401, 'orders.webhook-signature'],
    [desk.post(fresh, { at: p.clock.at - 10 * MINUTE }), 401, 'orders.webhook-time'],
    [desk.post(fresh, { at: p.clock.at + 10 * MINUTE }), 401, 'orders.webhook-time'],
    [desk.post({ content: '没有编号' }), 400, 'orders.webhook-rejected'],
    [desk.post({ no: 'WH003' }), 400, 'orders.webhook-rejected'],
    [desk.post({ ...fresh, due: '过几天' }), 400, 'orders.webhook-rejected'],
    [desk.post([1, 2]), 400, 'input.invalid'],
    [
      p.call(null, 'POST', '/api/v1/outside/hotline/orders', { body: fresh }),
      401,
      'orders.webhook-signature',
    ],
    [desk.post({ ...fresh, content: 'x'.repeat(300_000) }), 413, 'input.too-large'],
  ];
  for (const [answer, status, code] of refused) {
    const { status: given, body: told, text } = await answer;
    expect([given, told?.code], text).toEqual([status, code]);
  }
  expect(await desk.count('outside_orders')).toBe(before);
  await Promise.all([
    desk.post({ ...message, no: 'WH005' }),
    desk.post({ ...message, no: 'WH005' }),
    desk.post({ ...message, no: 'WH005' }),
  ]);
  expect((await p.database.owner('select from outside_orders where number = $1', ['WH005'])).length).toBe(1);
  expect(
    (await p.database.owner(`select from cases where facts -> 'outside' -> 0 ->> 'number' = 'WH005'`)).length,
  ).toBe(1);
});

test('the result that the handler typed once goes back in the columns that the sender asked for, once', async () => {
  await desk.replies();
  const [row] = await desk.imported([
    { 工单编号: 'GD050', 诉求内容: '井盖缺失', 类别: '井盖问题', 坐标: '120.388,36.298', 部门编码: 'B-19' },
  ]);
  const { caseId, caseNumber } = row as { caseId: string; caseNumber: string };
  expect((await desk.replies()).answer.body?.code).toBe('orders.nothing-to-export');
  await bring(p, caseId, 'handling');
  await must(p, 'urban', caseId, 'answer', { note: '已派人，今晚处理' });
  const interim = await desk.replies();
  expect(interim.rows[1]?.slice(0, 4)).toEqual(['GD050', 'B-19', '已派人，今晚处理', '办理中']);
  await must(p, 'urban', caseId, 'finish', { result: '=已更换井盖' });
  await must(p, 'verifier', caseId, 'verify', { result: 'pass' });
  // For ten seconds it can be taken back, so nothing leaves yet.
  expect((await desk.replies()).answer.body?.code).toBe('orders.nothing-to-export');
  p.clock.at += MINUTE;
  const waiting = await p.call('hotline', 'GET', '/api/v1/outside/orders?view=reply');
  expect(waiting.body.items).toMatchObject([{ number: 'GD050', waiting: 1, ours: 'replied' }]);
  const { rows, answer } = await desk.replies();
  expect(answer.status).toBe(200);
  expect(rows[0]).toEqual(['工单编号', '部门编码', '办理结果', '状态', '办结时间', '承办编号']);
  expect(rows.slice(1)).toEqual([
    [
      'GD050',
      'B-19',
      '=已更换井盖',
      '已办结',
      expect.stringMatching(/^2026-07-\d\d \d\d:\d\d:\d\d$/),
      caseNumber,
    ],
  ]);
  expect((await desk.replies()).answer.body?.code).toBe('orders.nothing-to-export');
  // What we wrote can be read by their import, and by ours: it says nothing new to us.
  const back = await desk.imported([{ 工单编号: 'GD050', 状态: '已办结' }]);
  expect(back[0]).toMatchObject({ outcome: 'unchanged' });
  const chosen = await desk.replies([waiting.body.items[0].id]);
  expect(chosen.rows[1]?.[0]).toBe('GD050');
  const declined = (await desk.imported([{ 工单编号: 'GD051', 诉求内容: '问天气' }]))[0] as {
    caseId: string;
  };
  await must(p, 'dispatcher1', declined.caseId, 'decline', { reason: 'not-ours', whereTo: '请拨气象热线' });
  p.clock.at += MINUTE;
  const last = await desk.replies();
  expect(last.rows[1]?.[0]).toBe('GD051');
  expect(last.rows[1]?.[2]).toContain('请拨气象热线');
  expect(last.rows[1]?.[3]).toBe('不予受理');
});

test('退回重办 reopens with its reason, once for each answer that reached them; too late, somebody is asked', async () => {
  const message = { no: 'RT001', content: '路灯不亮', kind: '路灯问题', where: '120.384,36.294' };
  await desk.post(message);
  const { case_id: caseId } = (await desk.order('RT001')) as { case_id: string };
  expect((await desk.post({ no: 'RT001', state: '退回重办', reason: '还没开始' })).body.effect).toBe(
    'already-open',
  );
  await desk.finish(caseId, '已换灯泡');
  await desk.replies();
  const returned = await desk.post({ no: 'RT001', state: '退回重办', reason: '晚上还是不亮' });
  expect(returned.body).toMatchObject({ outcome: 'state', effect: 'reopen', state: '已签收' });
  const page = await p.call('dispatcher1', 'GET', `/api/v1/cases/${caseId}`);
  expect(page.body.state.code).toBe('filed');
  expect(page.body.timeline.at(-1)).toMatchObject({
    name: 'reopen',
    words: ['12345热线退回重办：晚上还是不亮'],
  });
  const { version } = await p.stored(caseId);
  expect((await desk.post({ no: 'RT001', state: '退回重办', reason: '晚上还是不亮' })).body.effect).toBe(
    'same',
  );
  expect((await p.stored(caseId)).version).toBe(version);
  // Closed again, but they have not heard of it: their old return stays old.
  await desk.finish(caseId, '已换整灯');
  expect((await desk.post({ no: 'RT001', state: '办理中' })).status).toBe(200);
  expect((await desk.post({ no: 'RT001', state: '退回重办', reason: '再说一次' })).body.effect).toBe(
    'old-return',
  );
  expect((await p.stored(caseId)).state).toBe('closed');
  expect((await desk.replies()).rows[1]?.[2]).toBe('已换整灯');
  p.clock.at += 40 * DAY;
  const late = await desk.post({ no: 'RT001', state: '退回重办', reason: '一个月后又坏了' });
  expect(late.body.effect).toBe('late-return');
  expect((await p.stored(caseId)).state).toBe('closed');
  const listed = await p.call('hotline', 'GET', '/api/v1/outside/orders?view=attention');
  expect(listed.body.items).toMatchObject([{ number: 'RT001', attention: 'late-return' }]);
  const syncs = await p.call(
    'hotline',
    'GET',
    `/api/v1/outside/orders/${(await desk.order('RT001'))?.id}/syncs`,
  );
  expect(syncs.body.items.map((one: { effect: string }) => one.effect)).toEqual(
    expect.arrayContaining(['already-open', 'reopen', 'moved', 'old-return', 'late-return']),
  );
});

test('a withdrawal is noted, and nothing more goes out', async () => {
  await desk.post({ no: 'WD001', content: '路面坑洼', where: '120.383,36.293' });
  const { case_id: caseId } = (await desk.order('WD001')) as { case_id: string };
  expect((await desk.post({ no: 'WD001', state: '已撤单', reason: '本人撤诉' })).body.effect).toBe(
    'withdrawn',
  );
  const page = await p.call('dispatcher1', 'GET', `/api/v1/cases/${caseId}`);
  expect(page.body.timeline.at(-1).words).toContain('12345热线已撤单。本人撤诉');
  expect(page.body.state.code).toBe('reported');
  await must(p, 'dispatcher1', caseId, 'decline', { reason: 'not-ours', whereTo: '无' });
  p.clock.at += MINUTE;
  expect((await desk.replies()).answer.body?.code).toBe('orders.nothing-to-export');
});

test('an unknown word for a state is shown to somebody and changes nothing', async () => {
  await desk.post({ no: 'UW001', content: '噪声', where: '120.383,36.2935', state: '审批流转' });
  expect(await desk.order('UW001')).toMatchObject({ attention: 'unknown-word', link: { theirs: null } });
});

test('two way: whatever both sides do with whatever arrives twice, the callback comes to rest and both end equal', async () => {
  const url = 'https://hotline.example.gov.cn/back';
  const switched = await p.call('security', 'POST', `/api/v1/outside/sources/${desk.sourceId}/callback`, {
    body: { url, on: true },
  });
  expect(switched.body, switched.text).toEqual({ on: true });
  expect((await p.call('hotline', 'GET', '/api/v1/outside/sources')).text).not.toContain(url);
  await desk.runJob();
  const random = createRandom('two-way');
  const numbers = ['TW1', 'TW2', 'TW3', 'TW4', 'TW5', 'TW6'];
  const house = new Map<string, string>();
  for (const [at, number] of numbers.entries()) {
    await desk.post({
      no: number,
      content: `路灯不亮 ${number}`,
      kind: '路灯问题',
      where: `120.38${at + 1},36.292`,
    });
    house.set(number, '待签收');
  }
  const idOf = async (number: string) => ((await desk.order(number)) as { case_id: string }).case_id;
  const deliver = async () => {
    desk.calls.length = 0;
    await desk.runJob();
    for (const call of [...desk.calls]) {
      const told = JSON.parse(call.body) as { number: string; state: string; fields: Record<string, string> };
      const stamp = call.headers['x-renlin-timestamp'];
      const expected = createHmac('sha256', desk.secret)
        .update(`${stamp}.${call.headers['x-renlin-nonce']}.${call.body}`)
        .digest('hex');
      expect(call.headers['x-renlin-signature']).toBe(expected);
      expect(told.fields['工单编号']).toBe(told.number);
      if (!house.has(told.number)) continue;
      if (house.get(told.number) !== '已撤单') house.set(told.number, told.state);
      if (told.state === '已办结') expect(told.fields['办理结果']).toContain('结果');
      // They report what we told them, sometimes twice.
      for (let times = random.int(3); times > 0; times--)
        await desk.post({ no: told.number, state: told.state });
    }
    return desk.calls.length;
  };
  for (let turn = 0; turn < 40; turn++) {
    const number = random.pick(numbers);
    const caseId = await idOf(number);
    const wish = random.int(6);
    if (wish <= 2) {
      const { state } = await p.stored(caseId);
      if (state === 'reported') await must(p, 'dispatcher1', caseId, 'accept');
      else if (state === 'filed') await bring(p, caseId, 'handling');
      else if (state === 'handling') await must(p, 'urban', caseId, 'finish', { result: `结果 ${turn}` });
      else if (state === 'checking') await must(p, 'verifier', caseId, 'verify', { result: 'pass' });
    } else if (wish === 3) await deliver();
    else if (wish === 4 && house.get(number) === '已办结') {
      house.set(number, '退回重办');
      await desk.post({ no: number, state: '退回重办', reason: `第 ${turn} 次` });
    } else if (wish === 5 && turn > 30 && random.next() < 0.3) {
      house.set(number, '已撤单');
      await desk.post({ no: number, state: '已撤单' });
    }
    p.clock.at += 30_000;
  }
  desk.line.broken = true;
  await desk.runJob();
  desk.line.broken = false;
  p.clock.at += HOUR;
  let rounds = 0;
  while ((await deliver()) > 0) {
    rounds += 1;
    expect(rounds, 'they talk for ever').toBeLessThan(10);
    p.clock.at += MINUTE;
  }
  const word: Record<string, string> = {
    reported: '待签收',
    filed: '已签收',
    dispatched: '办理中',
    handling: '办理中',
    checking: '办理中',
    closed: '已办结',
  };
  for (const number of numbers) {
    const { state } = await p.stored(await idOf(number));
    if (house.get(number) !== '已撤单') expect(house.get(number), number).toBe(word[state]);
    // Said once more, it causes nothing.
    const before = await p.stored(await idOf(number));
    await desk.post({ no: number, state: house.get(number) });
    expect((await p.stored(await idOf(number))).version).toBe(before.version);
  }
  expect(await deliver()).toBe(0);
  const told = await p.database.owner<{ n: number }>(
    `select desk.count(*)::int as n from outside_syncs where direction = 'out' and sent_at is not null`,
  );
  expect(told[0]?.n).toBeGreaterThan(8);
}, 240_000);
