// Outside work orders from files: preview, taking in, news, joins, and who may.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bring, fileCase, must } from '../../../test/case-desk.ts';
import { book, HEAD, type OrderRow, type OrdersDesk, ordersDesk } from '../../../test/orders-desk.ts';
import { HOUR, MINUTE, type TestProduct } from '../../../test/product.ts';

let desk: OrdersDesk;
let p: TestProduct;
beforeAll(async () => {
  desk = await ordersDesk('orders');
  p = desk.p;
}, 400_000);
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

test('a file is previewed, taken in, and changes nothing the second time; their deadline is a clock of the case', async () => {
  const at = p.point('g1', 3);
  const deadline = p.clock.at + 3 * HOUR;
  const rows: OrderRow[] = [
    {
      工单编号: 'GD001',
      诉求内容: '井盖响',
      类别: '井盖问题',
      地址: '春阳路12号',
      坐标: `${at.lng},${at.lat}`,
      来电人: '李四光',
      联系电话: '13800001234',
      办理时限: new Date(deadline + 8 * HOUR),
      紧急程度: '紧急件',
      部门编码: 'A-7',
    },
    { 工单编号: 'GD002', 诉求内容: '咨询办证', 类别: '办证', 地址: '西街街道槐树社区3号楼', 坐标: '1,1' },
    { 工单编号: '', 诉求内容: '没有编号' },
    { 工单编号: 'GD003', 诉求内容: '时限写错', 办理时限: '尽快' },
  ];
  const file = await book(rows);
  const before = await desk.count('cases');
  const seen = await desk.preview(file);
  expect(seen.status, seen.text).toBe(200);
  expect(seen.body.items.map((one: { expected: string }) => one.expected)).toEqual([
    'new',
    'new',
    'faulty',
    'faulty',
  ]);
  expect(seen.body.items[1]).toMatchObject({ place: '槐树社区', categoryWord: '办证' });
  expect(seen.body.items[1].warnings.map((one: { code: string }) => one.code)).toEqual([
    'orders.row-category',
    'orders.row-outside',
  ]);
  expect(seen.body.items[3].errors[0].message).toContain('尽快');
  expect(await desk.count('cases')).toBe(before);

  const first = await desk.importFile(file);
  expect(first.body.items.map((one: { outcome: string }) => one.outcome)).toEqual([
    'filed',
    'filed',
    'faulty',
    'faulty',
  ]);
  const [one, two] = first.body.items;
  const stored = await p.stored(one.caseId);
  expect(stored.row).toMatchObject({
    kind: 'incident',
    category: 'utility.manhole',
    channel: 'import',
    urgent: true,
    state: 'reported',
  });
  expect(stored.row['facts']).toMatchObject({ outside: [{ source: 'hotline', number: 'GD001', deadline }] });
  expect((await p.stored(two.caseId)).row).toMatchObject({
    kind: 'request',
    category: '',
    area_id: p.district.areas.c1,
  });

  const again = await desk.importFile(file);
  expect(again.body.items.map((row: { outcome: string }) => row.outcome)).toEqual([
    'unchanged',
    'unchanged',
    'faulty',
    'faulty',
  ]);
  expect(await desk.count('cases')).toBe(before + 2);
  expect((await p.stored(one.caseId)).version).toBe(stored.version);

  const page = await p.call('dispatcher1', 'GET', `/api/v1/cases/${one.caseId}`);
  expect(page.body.outside).toEqual([{ name: '12345热线', number: 'GD001', deadline }]);
  const clock = page.body.clocks.find((each: { name: string }) => each.name === 'outside');
  expect(clock).toMatchObject({ dueAt: deadline, state: 'running', label: '来件方官方时限' });
  // The handler's own limit is longer than what was promised over there: the queue works towards the earlier one.
  await bring(p, two.caseId, 'filed');
  const listed = await p.call('dispatcher1', 'GET', '/api/v1/cases?q=GD001');
  expect(listed.body.items[0]).toMatchObject({ id: one.caseId, outside: [{ number: 'GD001' }] });
  const replay = await p.call('dispatcher1', 'GET', `/api/v1/cases/${one.caseId}/clocks/outside/replay`);
  expect(replay.status).toBe(200);
  expect(replay.body.words.length).toBeGreaterThan(0);
});

test('the official deadline caps the work, neither pauses nor extensions move it, and its passing is noticed', async () => {
  const deadline = p.clock.at + 90 * MINUTE;
  const [row] = await desk.imported([
    {
      工单编号: 'GD010',
      诉求内容: '路灯不亮',
      类别: '路灯问题',
      坐标: '120.385,36.295',
      办理时限: new Date(deadline + 8 * HOUR),
    },
  ]);
  const { caseId } = row as { caseId: string };
  await bring(p, caseId, 'handling');
  const view = await p.call('dispatcher1', 'GET', `/api/v1/cases/${caseId}`);
  const handle = view.body.clocks.find((one: { name: string }) => one.name === 'handle');
  expect(handle.dueAt).toBeGreaterThan(deadline);
  expect(view.body.clock).toMatchObject({ name: 'outside', dueAt: deadline });
  await must(p, 'urban', caseId, 'pause', { reason: 'material', note: '等灯头' });
  expect((await p.call('dispatcher1', 'GET', `/api/v1/cases/${caseId}`)).body.clock).toMatchObject({
    name: 'outside',
    dueAt: deadline,
  });
  p.clock.at = deadline + MINUTE;
  await p.timers();
  const late = await p.call('dispatcher1', 'GET', '/api/v1/outside/orders?view=late');
  expect(late.body.items.map((one: { number: string }) => one.number)).toContain('GD010');
  expect((await p.stored(caseId)).row['facts']).toMatchObject({ late: true });
});

test('a column that vanished: it is named with what was found, and nothing is taken in', async () => {
  const before = await desk.count('outside_orders');
  const head = HEAD.map((name) => (name === '办理时限' ? '要求时间' : name));
  const answer = await desk.importFile(await book([{ 工单编号: 'GD020', 诉求内容: '漏水' }], head));
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ code: 'orders.column-missing' });
  expect(answer.body.title).toContain('办理时限');
  expect(answer.body.title).toContain('要求时间');
  expect(await desk.count('outside_orders')).toBe(before);
});

test('the same number with another text is news for the handler: the first text stays, and coming again it is no news', async () => {
  const [first] = await desk.imported([
    { 工单编号: 'GD030', 诉求内容: '井盖松动', 类别: '井盖问题', 坐标: '120.386,36.296' },
  ]);
  const { caseId } = first as { caseId: string };
  await bring(p, caseId, 'handling');
  const [second] = await desk.imported([
    { 工单编号: 'GD030', 诉求内容: '井盖松动，今天有人绊倒', 类别: '井盖问题', 坐标: '120.386,36.296' },
  ]);
  expect(second).toMatchObject({ outcome: 'updated', caseId });
  const page = await p.call('urban', 'GET', `/api/v1/cases/${caseId}`);
  expect(page.body.text).toBe('井盖松动');
  const news = page.body.timeline.at(-1);
  expect(news).toMatchObject({ name: 'outside-order', label: '来件方更新', public: false });
  expect(news.actor.label).toBe('来件方');
  expect(news.words).toContain('井盖松动，今天有人绊倒');
  const { version } = await p.stored(caseId);
  for (const text of ['井盖松动', '井盖松动，今天有人绊倒'])
    expect((await desk.imported([{ 工单编号: 'GD030', 诉求内容: text }]))[0]).toMatchObject({
      outcome: 'unchanged',
    });
  expect((await p.stored(caseId)).version).toBe(version);
});

test('an order near an open case of a public thing is offered as a join and never merged by itself; the same caller is shown', async () => {
  const point = p.point('g2', 7);
  const open = await fileCase(
    p,
    null,
    { point, category: 'utility.streetlight', text: '路灯不亮，天黑看不见' },
    'g2',
  );
  const row = (number: string): OrderRow => ({
    工单编号: number,
    诉求内容: '路灯不亮好几天',
    类别: '路灯问题',
    坐标: `${point.lng},${point.lat}`,
    联系电话: '13900008888',
    办理时限: '2026-07-30',
  });
  const seen = await desk.preview(await book([row('GD040')]));
  expect(seen.body.items[0].near[0]).toMatchObject({ id: open.id, number: open.number });
  const taken = await desk.importFile(await book([row('GD040')]), { 3: open.id });
  expect(taken.body.items[0]).toMatchObject({ outcome: 'joined', caseId: open.id, caseNumber: open.number });
  const page = await p.call('dispatcher1', 'GET', `/api/v1/cases/${open.id}`);
  expect(page.body).toMatchObject({
    joined: 2,
    outside: [{ number: 'GD040' }],
    text: '路灯不亮，天黑看不见',
  });
  expect(page.body.clocks.some((one: { name: string }) => one.name === 'outside')).toBe(true);
  const other = await desk.preview(await book([row('GD041')]));
  expect(other.body.items[0].samePerson).toEqual([
    { number: 'GD040', caseId: open.id, caseNumber: open.number, closed: false },
  ]);
  const separate = await desk.importFile(await book([row('GD041')]));
  expect(separate.body.items[0].outcome).toBe('filed');
  expect(separate.body.items[0].caseId).not.toBe(open.id);
  const again = await desk.importFile(await book([row('GD040')]), { 3: open.id });
  expect(again.body.items[0].outcome).toBe('unchanged');
  expect((await p.stored(open.id)).row['joined']).toBe(2);
  // Whoever calls about the order names its number, and finds the case it joined.
  const number = (await p.stored(open.id)).row['facts'] as { outside: { number: string }[] };
  for (const order of number.outside) {
    const found = await p.call('dispatcher1', 'GET', `/api/v1/cases?view=all&q=${order.number}`);
    expect(found.body.items.map((item: { id: string }) => item.id)).toEqual([open.id]);
  }
  expect(number.outside).toHaveLength(1);
  const unknown = await desk.importFile(await book([row('GD042')]), { 3: p.ids.next() });
  expect(unknown.body.items[0]).toMatchObject({ outcome: 'refused' });
  expect(await desk.order('GD042')).toBeUndefined();
});

test('who may: editing, importing, exporting and looking are different duties, over the place that the source covers', async () => {
  const file = await book([{ 工单编号: 'GD090', 诉求内容: '不该进来' }]);
  const before = await desk.count('outside_orders');
  for (const person of ['worker1', 'urban', 'dispatcher1', 'security', 'property'] as const) {
    expect((await desk.importFile(file, {}, person)).status, person).toBe(403);
    expect((await desk.preview(file, person)).status, person).toBe(403);
    expect(
      (await p.call(person, 'POST', '/api/v1/outside/sources', { body: desk.body() })).status,
      person,
    ).toBe(403);
    expect(
      (await p.call(person, 'POST', `/api/v1/outside/sources/${desk.sourceId}/replies`, { body: {} })).status,
      person,
    ).toBe(403);
    expect(
      (await p.call(person, 'POST', `/api/v1/outside/sources/${desk.sourceId}/secret`)).status,
      person,
    ).toBe(403);
  }
  expect((await desk.importFile(file, {}, 'admin')).status).toBe(403);
  expect(
    (await p.call('hotline', 'POST', '/api/v1/outside/sources', { body: { ...desk.body(), code: 'two' } }))
      .status,
  ).toBe(403);
  for (const person of ['worker1', 'urban', 'property'] as const)
    expect((await p.call(person, 'GET', '/api/v1/outside/orders')).status, person).toBe(403);
  const callback = { url: 'https://hotline.example.gov.cn/back', on: false };
  expect(
    (await p.call('admin', 'POST', `/api/v1/outside/sources/${desk.sourceId}/callback`, { body: callback }))
      .status,
  ).toBe(403);
  // The other street sees neither the cases nor the orders of this one.
  const other = await p.call('dispatcher2', 'GET', '/api/v1/outside/orders?limit=200');
  expect(other.body.items).toEqual([]);
  expect(
    (await p.call('dispatcher1', 'GET', '/api/v1/outside/orders?limit=200')).body.items.length,
  ).toBeGreaterThan(5);
  expect(await desk.count('outside_orders')).toBe(before);
});

test('the secret and the address are sealed and never shown again; stale edits, taken codes and bad references are refused', async () => {
  const listed = await p.call('admin', 'GET', '/api/v1/outside/sources');
  expect(listed.text).not.toContain(desk.secret);
  expect(listed.body.items[0]).toMatchObject({
    hasSecret: true,
    hasCallback: false,
    unitName: '西街街道办事处',
  });
  const [row] = await p.database.owner<{ secret: string }>('select secret from outside_sources');
  expect(row?.secret).not.toContain(desk.secret);
  const id = desk.sourceId;
  const cases: [object, number, string][] = [
    [desk.body(), 409, 'orders.code-taken'],
    [{ ...desk.body(), id, baseVersion: 99 }, 409, 'orders.source-changed'],
    [{ ...desk.body(), code: 'x2', unitId: p.ids.next() }, 400, 'orders.unknown-unit'],
    [{ ...desk.body(), code: 'x2', areaId: p.ids.next() }, 400, 'orders.unknown-area'],
    [{ ...desk.body(), code: 'orders' }, 400, 'input.invalid'],
    [
      { ...desk.body(), code: 'x2', reply: { format: 'csv', columns: [{ header: 'a', from: 'state' }] } },
      400,
      'input.invalid',
    ],
    [
      {
        ...desk.body(),
        code: 'x2',
        words: [
          { word: 'a', state: 'received' },
          { word: 'a', state: 'replied' },
        ],
      },
      400,
      'input.invalid',
    ],
    [
      { ...desk.body(), code: 'x2', mapping: { ...desk.body().mapping, categories: { 井盖: 'no.such' } } },
      400,
      'orders.unknown-category',
    ],
  ];
  for (const [wish, status, code] of cases) {
    const answer = await p.call('admin', 'POST', '/api/v1/outside/sources', { body: wish });
    expect([answer.status, answer.body.code], answer.text).toEqual([status, code]);
  }
  const url = `/api/v1/outside/sources/${desk.sourceId}/callback`;
  for (const bad of [
    'http://127.0.0.1/x',
    'http://localhost:9/x',
    'http://[::1]/x',
    'http://169.254.169.254/latest',
  ])
    expect((await p.call('security', 'POST', url, { body: { url: bad, on: true } })).body.code, bad).toBe(
      'orders.callback-address',
    );
});

test('columns of a new file come with proposals', async () => {
  const file = await book([{ 工单编号: 'N1', 诉求内容: '路灯坏', 类别: '路灯', 状态: '待签收' }]);
  const answer = await desk.upload('admin', '/api/v1/outside/columns', file);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body).toMatchObject({
    headers: HEAD,
    fields: { number: ['工单编号'], text: ['诉求内容'], deadline: ['办理时限'] },
    categories: { 路灯: 'utility.streetlight' },
    stateWords: ['待签收'],
  });
  expect((await desk.upload('admin', '/api/v1/outside/columns', new Uint8Array([1, 2, 0]))).body.code).toBe(
    'orders.file-unreadable',
  );
  const plain = await p.call('admin', 'POST', '/api/v1/outside/columns', { body: {} });
  expect([plain.status, plain.body.code]).toEqual([415, 'input.unsupported-type']);
});

test('no name, number, address or word of a caller is in the audit log or in what the log would print', async () => {
  const log = JSON.stringify(await p.database.owner('select * from audit_log'));
  expect(log).toContain('orders.import');
  expect(log).toContain('orders.save-source');
  for (const word of ['李四光', '13800001234', '春阳路', '井盖', '13900008888', desk.secret])
    expect(log).not.toContain(word);
  const notices = JSON.stringify(await p.database.owner('select * from notices'));
  for (const word of ['李四光', '13800001234', '春阳路', '井盖响']) expect(notices).not.toContain(word);
});
