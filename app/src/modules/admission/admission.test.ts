// Asking the grass roots: what is known is not asked again, what is admitted ends, what is urgent is once, and the numbers of a past day stay.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'admission' });
});
afterAll(async () => {
  await p.close();
});

const post = (person: PersonKey, path: string, body: unknown = {}) =>
  p.call(person, 'POST', `/api/v1/admission${path}`, { body });
const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1/admission${path}`);
const request = (changes: Record<string, unknown> = {}) => ({
  commandId: p.ids.next(),
  unitId: p.district.units['urban-management'],
  kind: 'table',
  areaId: p.district.areas.d,
  askedLevel: 'community',
  title: '沿街商铺油烟台账',
  purpose: '治理餐饮油烟，安排上门检查',
  basis: '市容环境卫生管理条例第三十条',
  frequency: 'month',
  startsOn: '2026-07-15',
  endsOn: '2026-12-31',
  items: [{ label: '沿街餐饮户名' }, { label: '油烟净化器型号' }],
  ...changes,
});
async function applied(changes: Record<string, unknown> = {}) {
  const answer = await post('asker', '/requests', request(changes));
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}
const decide = (person: PersonKey, id: string, changes: Record<string, unknown> = {}) =>
  post(person, `/requests/${id}/decide`, {
    commandId: p.ids.next(),
    decision: 'admitted',
    words: '同意',
    ...changes,
  });

it('is asked by a unit for itself, and shows before anything is sent what the district holds', async () => {
  for (const person of ['urban', 'worker1', 'relief'] as const)
    expect([person, (await post(person, '/requests', request())).status]).toEqual([person, 403]);
  const foreign = await post('asker', '/requests', request({ unitId: p.district.units.market }));
  expect([foreign.status, foreign.body.code]).toEqual([403, 'admission.not-your-unit']);

  const check = await post('asker', '/check', {
    areaId: p.district.areas.s1,
    items: [
      { label: '网格 数' },
      { label: '网格员人数' },
      { label: '每个网格的数量' },
      { label: '油烟净化器' },
      { label: '建筑年代' },
      { label: '楼栋户数' },
    ],
  });
  expect(check.status, check.text).toBe(200);
  const [grids, workers, near, unknown, column, households] = check.body.items;
  expect(grids.known).toMatchObject({
    code: 'org.grids',
    label: '网格数',
    answer: { state: 'known', value: 3 },
  });
  expect(workers.known).toMatchObject({ code: 'org.grid-workers', answer: { value: 3 } });
  expect(near).toMatchObject({ known: null });
  expect(near.near.map((one: { code: string }) => one.code)).toContain('org.grids');
  expect(unknown).toMatchObject({ known: null, near: [] });
  // A column that a register keeps is pointed at: whether it is the same thing, people say.
  expect(column.near).toMatchObject([{ code: 'buildings.buildYear' }]);
  expect(households.near[0].label, 'not the number of buildings').toContain('户数');
});

it('refuses to ask again for what is known, with the column and the fact, and takes it as generated', async () => {
  const again = await post(
    'asker',
    '/requests',
    request({ items: [{ label: '商户' }, { label: '办结数' }] }),
  );
  expect([again.status, again.body.code]).toEqual([400, 'admission.known']);
  expect(again.body.errors).toEqual([
    {
      path: 'items/1/label',
      code: 'admission-known',
      message: '栏目名（第 2 项）：区里已经掌握“办结件数（行政办结）”，请改为由系统生成。',
    },
  ]);
  const english = await p.call('asker', 'POST', '/api/v1/admission/requests', {
    body: request({ items: [{ label: 'Number of grids' }] }),
    headers: { 'accept-language': 'en' },
  });
  expect(english.body.code).toBe('admission.known');
  const only = await post('asker', '/requests', request({ items: [{ label: '网格数', fact: 'org.grids' }] }));
  expect([only.status, only.body.code]).toEqual([400, 'admission.all-known']);
  const twice = await post(
    'asker',
    '/requests',
    request({ items: [{ label: '商户' }, { label: ' 商户数' }] }),
  );
  expect(twice.body.errors[0]).toMatchObject({ path: 'items/1/label', code: 'admission-item-twice' });
  const names = await post(
    'asker',
    '/requests',
    request({ items: [{ label: '负责人姓名', namesPeople: true }] }),
  );
  expect([names.status, names.body.code]).toEqual([400, 'admission.people-basis']);
  // Nor are they asked for by leaving the box empty: each such column is named, whatever else is right.
  for (const label of ['独居老人姓名', '身份证号', '联系 电话', '低保人员名单', '家庭住址']) {
    const silent = await post('asker', '/requests', request({ items: [{ label: '商户' }, { label }] }));
    expect([label, silent.status, silent.body.code]).toEqual([label, 400, 'admission.items']);
    expect(silent.body.errors).toMatchObject([{ path: 'items/1/namesPeople', code: 'admission-names' }]);
    expect(silent.body.errors[0].message).toContain('写明依据');
  }
  // A number of people, and a list of things, name nobody.
  const numbers = await post(
    'asker',
    '/requests',
    request({
      commandId: p.ids.next(),
      items: [{ label: '独居老人数' }, { label: '商户名单' }],
      areaId: p.ids.next(),
    }),
  );
  expect(numbers.body.errors.map((one: { path: string }) => one.path)).toEqual(['areaId']);
  const mixed = await applied({
    title: '网格与商户底数',
    items: [{ label: '商户' }, { label: '网格数', fact: 'org.grids' }],
  });
  expect(mixed.items).toMatchObject([
    { label: '商户', how: 'ask', known: null },
    { label: '网格数', how: 'known', known: { answer: { state: 'known', value: 4 } } },
  ]);
  expect((await get('worker1', '/requests?state=asked')).body).toMatchObject({ items: [], hidden: 1 });
  expect((await get('worker1', `/requests/${mixed.id}`)).status).toBe(404);
});

it('is decided by the relief group, never by the unit itself, for a time that may be cut short', async () => {
  const one = await applied();
  expect((await decide('chief', one.id)).status).toBe(403);
  const late = await decide('relief', one.id, { until: '2027-01-01' });
  expect([late.status, late.body.errors[0].path]).toEqual([400, 'until']);
  const command = { commandId: p.ids.next(), until: '2026-08-31' };
  const done = await decide('relief', one.id, command);
  expect(done.status, done.text).toBe(200);
  expect(done.body).toMatchObject({ state: 'admitted', admittedUntil: '2026-08-31', standing: 'in-force' });
  expect(done.text).not.toContain(p.district.accounts.asker);
  // The lost answer sent again is the same decision; another one is refused.
  expect((await decide('relief', one.id, command)).body.admittedUntil).toBe('2026-08-31');
  expect((await decide('relief', one.id, { decision: 'declined' })).body.code).toBe('admission.over');
  expect((await get('asker', '/requests')).body.items).toHaveLength(1);
  expect((await p.call('asker', 'GET', '/api/v1/notices')).text).toContain('已准入：沿街商铺油烟台账');

  // The next one that asks much the same is shown beside it.
  const other = await applied({
    title: '餐饮油烟商铺台账',
    items: [{ label: '沿街餐饮户名' }, { label: '灶头' }],
  });
  const seen = await get('relief', `/requests/${other.id}`);
  expect(seen.body.alike).toMatchObject([{ id: one.id, same: ['沿街餐饮户名'] }]);
  const declined = await decide('relief', other.id, { decision: 'declined', words: '与在册的重复' });
  expect(declined.body).toMatchObject({ state: 'declined', decisionWords: '与在册的重复' });

  const early = await post('asker', '/requests', request({ renews: one.id, startsOn: '2026-09-01' }));
  expect([early.status, early.body.code]).toEqual([409, 'admission.renewal']);
});

it('lets a department ask urgently once: at once, for three days, in the log, and not again', async () => {
  const urgent = (changes: Record<string, unknown> = {}) =>
    request({
      urgent: true,
      frequency: 'once',
      title: '今天下班前报网格和井盖底数',
      endsOn: '2026-07-16',
      items: [{ label: '网格数', fact: 'org.grids' }, { label: '井盖编号' }],
      ...changes,
    });
  expect((await post('asker', '/requests', urgent({ frequency: 'month' }))).body.code).toBe(
    'admission.urgent-once',
  );
  expect((await post('asker', '/requests', urgent({ endsOn: '2026-07-30' }))).body.code).toBe(
    'admission.dates',
  );
  const body = urgent();
  const asked = await post('asker', '/requests', body);
  expect(asked.body).toMatchObject({
    urgent: true,
    state: 'admitted',
    standing: 'in-force',
    items: [{ how: 'known', known: { answer: { value: 4 } } }, { how: 'ask' }],
  });
  expect((await p.call('relief', 'GET', '/api/v1/notices')).text).toContain('紧急要数');
  const log = await p.call('auditor', 'GET', `/api/v1/audit?objectId=${body.commandId}`);
  expect(log.text).toContain('admission.urgent');
  expect(log.text).toContain(p.district.accounts.asker);
  // Names are not to be had the quicker for it, and what is generated at once holds nobody's.
  const names = urgent({ title: '急要姓名', items: [{ label: '独居老人姓名' }] });
  expect((await post('asker', '/requests', names)).body.errors).toMatchObject([
    { path: 'items/0/namesPeople', code: 'admission-names' },
  ]);
  const ticked = { ...names, items: [{ label: '独居老人姓名', namesPeople: true }] };
  expect((await post('asker', '/requests', ticked)).body.code).toBe('admission.people-basis');
  // The asker stands behind it in the log by account, and nobody else does.
  expect(log.body.items.map((one: { actor: { accountId: string } }) => one.actor.accountId)).toEqual([
    p.district.accounts.asker,
  ]);
  expect((await post('asker', '/requests', urgent({ renews: body.commandId }))).body.code).toBe(
    'admission.urgent-once',
  );
  const again = await post(
    'asker',
    '/requests',
    urgent({ title: '另一张表', items: [{ label: '井盖编号' }] }),
  );
  expect([again.status, again.body.code]).toEqual([409, 'admission.urgent-again']);

  p.clock.at += 3 * DAY;
  expect((await get('asker', `/requests/${body.commandId}`)).body.standing).toBe('over');
  const back = await get('worker1', '/requests?on=2026-07-15');
  expect(back.body.items.map((one: { title: string }) => one.title)).toContain(body.title);
});

it('gives a department the number of people at once, withholds a small one, and never a name', async () => {
  const add = async (n: number, circumstance: string) => {
    const values = {
      name: `欧阳${'甲乙丙丁戊己庚辛壬癸子'[n]}`,
      address: `探路${n}号`,
      circumstance,
      visitEvery: 'week',
    };
    const body = { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.g1, values };
    const answer = await p.call('worker1', 'POST', '/api/v1/registers/welfare-visits/records', { body });
    expect(answer.status, answer.text).toBe(200);
    return body.id;
  };
  const numbers = async (person: PersonKey) => {
    const answer = await post(person, '/check', {
      areaId: p.district.areas.d,
      items: [{ label: '独居老人数' }, { label: '失能老人数' }, { label: '探访关爱对象（法定职责）数' }],
    });
    expect(answer.text).not.toMatch(/欧阳|探路/);
    return answer.body.items.map((one: { known: { answer: object } }) => one.known.answer);
  };
  const nothing = { state: 'unknown', why: 'nothing-kept' };
  expect(await numbers('asker')).toEqual([nothing, nothing, nothing]);
  const ids: string[] = [];
  for (const n of [0, 1, 2, 3, 4, 5]) ids.push(await add(n, 'alone'));
  ids.push(await add(6, 'frail'));
  const few = { state: 'unknown', why: 'few' };
  // One of another group among seven: with the sum known, six would tell of the one.
  expect(await numbers('asker')).toEqual([few, few, { state: 'known', value: 7 }]);
  // Whoever looks after them sees the small number as well.
  const own = await post('worker1', '/check', {
    areaId: p.district.areas.g1,
    items: [{ label: '失能老人数' }],
  });
  expect([own.status, own.body.items?.[0]?.known.answer]).toEqual([200, { state: 'known', value: 1 }]);
  for (const n of [7, 8, 9, 10]) ids.push(await add(n, 'frail'));
  expect(await numbers('asker')).toEqual([
    { state: 'known', value: 6 },
    { state: 'known', value: 5 },
    { state: 'known', value: 11 },
  ]);
  // The number is all there is for the department: no list, no record, no export.
  for (const path of ['/records', `/records/${ids[0]}`, '/export']) {
    const answer = await p.call('asker', 'GET', `/api/v1/registers/welfare-visits${path}`);
    expect([
      path,
      answer.text.includes('欧'),
      answer.status === 200 && answer.body?.items?.length > 0,
    ]).toEqual([path, false, false]);
  }
});

it('ends by its day, is told in time, renewed by the unit, and may be ended early', async () => {
  const [first] = (await get('asker', '/requests')).body.items;
  p.clock.at = Date.UTC(2026, 7, 5, 2);
  await p.product.jobs.find((job) => job.name === 'admission-remind')?.run(p.platform as never, {});
  const told = await p.call('asker', 'GET', '/api/v1/notices');
  expect(told.text).toContain('沿街商铺油烟台账将在 2026-08-31 到期');
  expect((await p.call('relief', 'GET', '/api/v1/notices')).text).toContain(
    '超过期限还没决定：网格与商户底数',
  );
  const renewal = await applied({ renews: first.id, startsOn: '2026-09-01', endsOn: '2026-12-31' });
  const second = await post('asker', '/requests', request({ renews: first.id, startsOn: '2026-09-01' }));
  expect(second.body.code).toBe('admission.renewal');
  expect((await decide('relief', renewal.id)).body.standing).toBe('upcoming');
  const ended = await post('relief', `/requests/${first.id}/end`, { words: '事情已经办完' });
  expect(ended.body).toMatchObject({ standing: 'over', endedWords: '事情已经办完' });
  expect((await post('relief', `/requests/${first.id}/end`, { words: '再来' })).body.code).toBe(
    'admission.over',
  );
  const open = await applied({ title: '撤回的一项', startsOn: '2026-08-05' });
  expect((await post('asker', `/requests/${open.id}/withdraw`)).body.state).toBe('withdrawn');
  expect((await decide('relief', open.id)).body.code).toBe('admission.over');
});

it('counts records for the meter, opens each, and gives a past day the same numbers for ever', async () => {
  const july = '?from=2026-07-15&to=2026-07-31';
  const meter = await get('worker1', `/burden${july}`);
  expect(meter.status, meter.text).toBe(200);
  const urban = meter.body.units.find(
    (one: { id: string }) => one.id === p.district.units['urban-management'],
  );
  // Four requests: two items and a known one beside each of two of them; one declined; one still in force, of two admitted.
  expect(urban.numbers).toEqual({
    requests: 4,
    urgent: 1,
    asked: 6,
    known: 2,
    generated: 0,
    declined: 1,
    outside: 0,
    'in-force': 1,
  });
  expect(meter.body.final).toBe(true);
  for (const cell of Object.keys(urban.numbers)) {
    const behind = await get('relief', `/burden/records${july}&cell=${cell}&unit=${urban.id}`);
    expect([cell, behind.body.total, behind.body.items.length]).toEqual([
      cell,
      urban.numbers[cell],
      urban.numbers[cell],
    ]);
  }
  // What still waits for a decision is counted, and opens only to those concerned.
  const part = await get('worker1', `/burden/records${july}&cell=requests`);
  expect([part.body.total, part.body.visible]).toEqual([4, 3]);

  const later = await applied({ title: '八月的一项', startsOn: '2026-08-05' });
  await decide('relief', later.id, { decision: 'declined', words: '不必' });
  p.clock.at += 40 * DAY;
  expect((await get('worker1', `/burden${july}`)).body).toEqual(meter.body);
  const future = await get('worker1', '/burden?to=2027-01-01');
  expect([future.status, future.body.code]).toEqual([400, 'admission.period']);
});
