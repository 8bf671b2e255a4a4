// Two people for what one should not do alone: a list taken out with nothing masked, and goods written off. And printing, which is
// written down like an export.
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { sendFile } from '../../../test/workbooks.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'approvals' });
});
afterAll(() => p.close());

const api = '/api/v1/registers';
const consent = { givenBy: 'self', onDay: '2026-07-01', edition: 1 };
async function made(person: PersonKey, register: string, values: object, extra: object = {}) {
  const body = { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.g1, values, ...extra };
  const answer = await p.call(person, 'POST', `${api}/${register}/records`, { body });
  expect(answer.status, answer.text).toBe(200);
  return body.id;
}
const ask = (person: PersonKey, register: string, body: object) =>
  p.call(person, 'POST', `${api}/${register}/approvals`, { body: { id: p.ids.next(), ...body } });
const decide = (person: PersonKey, register: string, id: string, agree: boolean, note = '') =>
  p.call(person, 'POST', `${api}/${register}/approvals/${id}/decide`, { body: { agree, note } });
const fetched = (person: PersonKey, id: string) =>
  p.call(person, 'GET', `${api}/care/approvals/${id}/export`);
const waiting = async (person: PersonKey, register: string) =>
  (await p.call(person, 'GET', `${api}/${register}/approvals`)).body.items as Record<string, unknown>[];

describe('a list with nothing masked', () => {
  const reason = '台风前打印转移名单交给救援队';
  let mine: string;
  let elsewhere: string;
  beforeAll(async () => {
    mine = await made(
      'worker1',
      'care',
      { name: '钟离名单', address: '春阳路1号楼2单元301', phone: '13987654321', needs: ['carry'] },
      { consent },
    );
    elsewhere = await made(
      'worker2',
      'care',
      { name: '钟离别处', address: '春阳路9号楼1单元101', phone: '13900001111', needs: ['meal'] },
      { consent, areaId: p.district.areas.g2 },
    );
  });

  it('is asked by one with a reason, agreed to by another who answers for the place, marked, and told to each person in it', async () => {
    expect((await ask('worker1', 'care', { kind: 'export', selection: {}, reason: ' 要 ' })).body.code).toBe(
      'registers.reason',
    );
    expect((await ask('urban', 'care', { kind: 'export', selection: {}, reason })).body.code).toBe(
      'registers.not-yours',
    );
    const outside = { kind: 'export', selection: { area: p.district.areas.g3 }, reason };
    expect((await ask('worker1', 'care', outside)).body.code).toBe('registers.not-yours');
    const asked = await ask('worker1', 'care', { kind: 'export', selection: {}, reason });
    expect(asked.body).toMatchObject({ state: 'open', own: true, mayDecide: false, records: 1 });
    const { id } = asked.body;
    expect((await fetched('worker1', id)).body.code).toBe('registers.not-agreed');
    // Nobody agrees with themselves, nor over a place that is not theirs.
    expect((await decide('worker1', 'care', id, true)).body.code).toBe('registers.two-people');
    for (const other of ['worker2', 'secretary2', 'member1'] as const)
      expect([other, (await decide(other, 'care', id, true)).body.code]).toEqual([
        other,
        'registers.not-yours',
      ]);
    expect(await waiting('secretary2', 'care')).toEqual([]);
    expect(await waiting('secretary1', 'care')).toMatchObject([
      { id, reason, mayDecide: true, own: false, records: 1 },
    ]);
    const agreed = await decide('secretary1', 'care', id, true);
    expect(agreed.body).toMatchObject({ state: 'agreed', mayFetch: false });
    expect((await decide('secretary1', 'care', id, false, '改主意了')).body.code).toBe(
      'registers.decided-already',
    );
    expect((await fetched('secretary1', id)).body.code).toBe('registers.not-found');

    const file = await fetched('worker1', id);
    expect(file.status, file.text).toBe(200);
    const { rows } = (await readXlsx(new Uint8Array(file.raw.rawPayload))).sheets[0] ?? { rows: [] };
    expect(String(rows[0]?.[0])).toMatch(/未遮盖：.+ 于 2026-07-15 导出，.+ 同意，编号 /);
    expect(String(rows.at(-1)?.[0])).toContain('不得转发');
    const text = JSON.stringify(rows);
    for (const whole of ['钟离名单', '13987654321', '2单元301']) expect(text).toContain(whole);
    // Only what was within the asker's right.
    expect(text).not.toContain('钟离别处');
    const again = await sendFile(
      p,
      'worker1',
      `${api}/care/import/check`,
      new Uint8Array(file.raw.rawPayload),
    );
    expect(again.body.counts).toEqual({ rows: 1, new: 0, changed: 0, same: 1, failed: 0 });

    const [view] = (await p.call('secretary1', 'GET', `${api}/care/records/${mine}/views`)).body.items;
    expect(view).toMatchObject({ kind: 'export-whole', reason, post: '专职网格员' });
    expect(view.fields).toContain('phone');
    expect(
      (await p.call('secretary1', 'GET', `${api}/care/records/${elsewhere}/views`)).body.items.filter(
        (one: { kind: string }) => one.kind === 'export-whole',
      ),
    ).toEqual([]);
    // The person reads it, too.
    const { code } = (await p.call('worker1', 'POST', `${api}/care/records/${mine}/code`, { body: {} })).body;
    const own = await p.call(null, 'POST', '/api/v1/public/my-record', { body: { code, tail: '4321' } });
    expect(own.body.views[0]).toMatchObject({ kind: 'export-whole', reason });
    const audited = await p.database.owner<{ action: string }>(
      `select action from audit_log where object_id = $1 order by at, id`,
      [id],
    );
    expect(audited.map((one) => one.action)).toEqual([
      'registers.ask-export',
      'registers.agree',
      'registers.export-whole',
    ]);
  });

  it('runs out: unanswered after a day, unfetched a day after it was agreed to', async () => {
    const before = p.clock.at;
    const late = (await ask('worker1', 'care', { kind: 'export', selection: {}, reason })).body.id;
    const kept = (await ask('worker1', 'care', { kind: 'export', selection: {}, reason })).body.id;
    await decide('secretary1', 'care', kept, true);
    p.clock.at = before + DAY - HOUR;
    expect((await fetched('worker1', kept)).status).toBe(200);
    p.clock.at = before + DAY;
    expect((await fetched('worker1', kept)).body.code).toBe('registers.approval-over');
    expect((await decide('secretary1', 'care', late, true)).body.code).toBe('registers.approval-over');
    expect((await waiting('worker1', 'care')).find((one) => one['id'] === late)).toMatchObject({
      state: 'run-out',
    });
    p.clock.at = before;
  });

  it('is refused with a reason that the asker reads, and goes on no further', async () => {
    const { id } = (await ask('worker1', 'care', { kind: 'export', selection: {}, reason })).body;
    expect((await decide('secretary1', 'care', id, false, '')).body.code).toBe('registers.reason');
    await decide('secretary1', 'care', id, false, '用遮盖的名单就够');
    const [own] = await waiting('worker1', 'care');
    expect(own).toMatchObject({ id, state: 'refused', note: '用遮盖的名单就够', mayFetch: false });
    expect((await fetched('worker1', id)).body.code).toBe('registers.not-agreed');
  });

  it('keeps no word about a person who was deleted', async () => {
    const named = '需要联系钟离名单的家人';
    const { id } = (await ask('worker1', 'care', { kind: 'export', selection: {}, reason: named })).body;
    await decide('secretary1', 'care', id, true, '同意联系钟离名单');
    await fetched('worker1', id);
    await p.call('secretary1', 'POST', `${api}/care/records/${mine}/erase`, { body: { why: 'withdrawn' } });
    const left = await p.database.owner(
      `select id from register_approvals where reason like '%钟离名单%' or note like '%钟离名单%'
       union all select id from register_views where reason like '%钟离名单%'`,
    );
    expect(left).toEqual([]);
  });
});

describe('goods', () => {
  const water = (lot: string) => ({
    item: '饮用水',
    kind: 'food',
    quantity: 60,
    measure: '箱',
    place: '社区仓库',
    lot,
    bestBefore: '2026-07-01',
  });
  const reason = '已过保质期，封存报废';

  it('are written off by two people, for good', async () => {
    const id = await made('worker1', 'stocks', water('A1'));
    const path = `${api}/stocks/records/${id}`;
    const end = (what: string) =>
      p.call('worker1', 'PATCH', path, { body: { commandId: p.ids.next(), baseVersion: 1, do: what } });
    expect((await end('end')).body.code).toBe('registers.two-people');
    const erase = () => p.call('secretary1', 'POST', `${path}/erase`, { body: { why: 'mistake' } });
    expect((await erase()).body.code).toBe('registers.two-people');

    const asked = await ask('worker1', 'stocks', { kind: 'dispose', recordId: id, reason });
    expect(asked.body).toMatchObject({ state: 'open', record: { id, title: '饮用水' } });
    expect((await ask('secretary1', 'stocks', { kind: 'dispose', recordId: id, reason })).body.code).toBe(
      'registers.asked-already',
    );
    expect((await decide('worker1', 'stocks', asked.body.id, true)).body.code).toBe('registers.two-people');
    expect((await decide('worker2', 'stocks', asked.body.id, true)).body.code).toBe('registers.not-yours');
    expect((await p.call('worker1', 'GET', path)).body.validTo).toBeNull();
    const done = await decide('secretary1', 'stocks', asked.body.id, true);
    expect(done.body.state).toBe('agreed');
    // The same word sent again, after its answer was lost, is answered and not refused.
    expect((await decide('secretary1', 'stocks', asked.body.id, true)).body.state).toBe('agreed');
    expect((await p.call('worker1', 'GET', path)).body.validTo).toBe('2026-07-15');
    expect((await p.call('worker1', 'GET', `${path}/history`)).body.items[0]).toMatchObject({ kind: 'end' });
    expect((await p.call('worker1', 'GET', `${api}/stocks/records`)).body.total).toBe(0);
    expect((await end('reopen')).body.code).toBe('registers.written-off');
    expect((await erase()).status).toBe(200);
  });

  it('wait a week for the second person, and may be asked for again after that', async () => {
    const before = p.clock.at;
    const id = await made('worker1', 'stocks', water('B1'));
    const first = (await ask('worker1', 'stocks', { kind: 'dispose', recordId: id, reason })).body.id;
    p.clock.at = before + 7 * DAY;
    expect((await decide('secretary1', 'stocks', first, true)).body.code).toBe('registers.approval-over');
    const second = await ask('worker1', 'stocks', { kind: 'dispose', recordId: id, reason });
    expect(second.status, second.text).toBe(200);
    p.clock.at = before;
  });

  it('alone are written off: other registers end their records as before', async () => {
    const id = await made('worker1', 'buildings', { name: '7号楼', address: '二人路7号' });
    const asked = await ask('worker1', 'buildings', { kind: 'dispose', recordId: id, reason });
    expect(asked.body.code).toBe('registers.no-disposal');
    const list = await ask('worker1', 'buildings', { kind: 'export', selection: {}, reason });
    expect(list.body.code).toBe('registers.nothing-to-show');
  });
});

it('a list put on paper is written down for each person in it, like an export', async () => {
  const id = await made('worker1', 'care', { name: '澹台打印', address: '打印路1号楼' }, { consent });
  const print = (person: PersonKey, selection: object) =>
    p.call(person, 'POST', `${api}/care/print`, { body: { selection } });
  expect((await print('worker1', { q: '澹台' })).body).toEqual({ records: 1 });
  expect((await print('worker2', { q: '澹台' })).body).toEqual({ records: 0 });
  const views = (await p.call('secretary1', 'GET', `${api}/care/records/${id}/views`)).body.items;
  expect(views.map((one: { kind: string; post: string }) => [one.kind, one.post])).toEqual([
    ['print', '专职网格员'],
  ]);
});

it('a record that others point at is not deleted under them, and the refusal says so', async () => {
  const building = await made('worker1', 'buildings', { name: '8号楼', address: '引用路8号' });
  await made('worker1', 'dwellings', { building, room: '101' });
  const erased = await p.call('secretary1', 'POST', `${api}/buildings/records/${building}/erase`, {
    body: { why: 'mistake' },
  });
  expect([erased.status, erased.body.code]).toEqual([409, 'registers.referenced']);
  expect(erased.body.title).toContain('指向这一条');
});
