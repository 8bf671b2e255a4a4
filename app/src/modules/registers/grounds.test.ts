// On what ground something is held, and what each ground asks: a duty names its law and stays within bounds, an emergency ends with its
// incident, a home that declines stays as a place with a hazard; and what is written once stays as it was written.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { sendFile, workbook } from '../../../test/workbooks.ts';
import { defineRegister, joinRegisters, personalOf } from '../../engines/register/declare.ts';
import { runRetention } from '../../engines/register/retention.ts';
import { registers } from './registers.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'grounds' });
});
afterAll(() => p.close());

const api = '/api/v1/registers';
const create = (person: PersonKey, register: string, values: object, extra: object = {}) =>
  p.call(person, 'POST', `${api}/${register}/records`, {
    body: { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.g1, values, ...extra },
  });
async function made(person: PersonKey, register: string, values: object, extra: object = {}) {
  const answer = await create(person, register, values, extra);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as { id: string; version: number; expiresOn: string | null };
}
const edit = (person: PersonKey, register: string, id: string, body: object) =>
  p.call(person, 'PATCH', `${api}/${register}/records/${id}`, { body: { commandId: p.ids.next(), ...body } });
const faultsOf = (answer: { body: { errors?: { path: string; code: string }[] } }) =>
  (answer.body.errors ?? []).map((one) => [one.path, one.code]);

async function tablesWith(text: string): Promise<string[]> {
  const tables = await p.database.owner<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await p.database.owner(
      `select from "${name}" t where t::text like '%' || $1 || '%' limit 1`,
      [text],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

describe('a declaration', () => {
  const words = { 'zh-CN': '用于测试的目的', en: 'a purpose for tests' };
  const base = {
    code: 'sample',
    table: 'reg_sample',
    label: words,
    about: words,
    group: words,
    title: 'name',
    identity: [['name']],
    duties: { read: [], write: [], reveal: [], manage: [] },
  } as const;
  const name = { label: words, type: 'text', max: 9, privacy: 'open', required: true } as const;
  const personal = { class: 'personal', purpose: words, keepMonths: 12 } as const;

  it('of a statutory duty names its law, and has no field for free words', () => {
    const kept = (privacy: object, type: object = { type: 'boolean' }) =>
      defineRegister({
        ...base,
        fields: { name, one: { label: words, ...type, privacy: { ...personal, ...privacy } } as never },
      });
    expect(kept({ basis: 'statutory', law: words }).personal).toBe(true);
    expect(() => kept({ basis: 'statutory' })).toThrow('statutory duty and its law');
    expect(() => kept({ basis: 'contract', law: words })).toThrow('statutory duty and its law');
    expect(() => kept({ basis: 'statutory', law: words }, { type: 'text', max: 9 })).toThrow(
      'bounded fields',
    );
  });

  it('of an emergency names its incident and its end, and points at a register that has one', () => {
    const fields = {
      name,
      one: { label: words, type: 'boolean', privacy: { ...personal, basis: 'emergency' } },
      of: { label: words, type: 'reference', to: 'incidents', privacy: 'internal', required: true },
    } as const;
    expect(() => defineRegister({ ...base, fields })).toThrow('names its incident');
    const whole = defineRegister({ ...base, fields, sunset: { incident: 'of', over: 'endedOn', days: 30 } });
    const incidents = registers.get('incidents');
    if (!incidents) throw new Error('no incidents');
    expect(joinRegisters([whole, incidents]).size).toBe(2);
    expect(() => joinRegisters([whole])).toThrow('points at no register');
    const wrong = { ...whole, sunset: { incident: 'of', over: 'name', days: 30 } };
    expect(() => joinRegisters([wrong, incidents])).toThrow('nothing says when');
  });

  it('of every register here keeps to it, and the duty to visit holds exactly what its rule needs', () => {
    for (const register of registers.values())
      for (const field of Object.values(register.fields)) {
        const personal = personalOf(field);
        expect(personal?.basis === 'statutory').toBe(personal?.law !== undefined);
      }
    expect(Object.keys(registers.get('welfare-visits')?.fields ?? {})).toEqual([
      'name',
      'address',
      'phone',
      'circumstance',
      'visitEvery',
      'visitor',
      'kin',
      'kinPhone',
    ]);
    expect(Object.values(registers.get('households')?.fields ?? {}).map((field) => field.type)).not.toContain(
      'person-name',
    );
  });
});

describe('what an emergency allowed', () => {
  const incident = { name: '第9号台风', kind: 'storm', orderedBy: '区防指通知', beganOn: '2026-07-14' };
  const area = () => ({ areaId: p.district.areas.c1 });
  const someone = (of: string, name: string) => ({
    incident: of,
    name,
    address: '春阳路88号3号楼2单元501',
    phone: '13912345678',
    needs: ['carry'],
  });
  const expiry = async (id: string) =>
    (await p.call('worker1', 'GET', `${api}/incident-people/records/${id}`)).body.expiresOn;

  it('is written down during the incident, logged, and goes thirty days after it with proof', async () => {
    expect((await create('worker1', 'incidents', incident)).body.code).toBe('registers.not-yours');
    const typhoon = await made('secretary1', 'incidents', incident, area());
    // A grid below reads what is registered for its community; another community does not.
    const seen = await p.call('worker1', 'GET', `${api}/incidents/records`);
    expect(seen.body.items.map((one: { title: string }) => one.title)).toEqual(['第9号台风']);
    expect((await p.call('worker3', 'GET', `${api}/incidents/records`)).body.items).toEqual([]);
    expect((await p.call('worker1', 'GET', `${api}/incidents/records/${typhoon.id}`)).body.may.write).toBe(
      false,
    );
    const one = await made('worker1', 'incident-people', someone(typhoon.id, '宇文待转移'));
    expect(one.expiresOn).toBe('2026-10-15');
    await p.call('worker1', 'POST', `${api}/incident-people/records/${one.id}/reveal`, {
      body: { fields: ['phone'], reason: '宇文待转移，电话确认' },
    });
    const views = await p.call('secretary1', 'GET', `${api}/incident-people/records/${one.id}/views`);
    expect(views.body.items[0]).toMatchObject({ kind: 'reveal', fields: ['phone'] });

    const ended = await edit('secretary1', 'incidents', typhoon.id, {
      baseVersion: 1,
      values: { endedOn: '2026-07-15' },
    });
    expect(ended.status, ended.text).toBe(200);
    expect(await expiry(one.id)).toBe('2026-08-14');
    const late = await create('worker1', 'incident-people', someone(typhoon.id, '迟到的人'));
    expect(faultsOf(late)).toEqual([['values/incident', 'register-incident-over']]);
    const sheet = await workbook({
      name: '表',
      rows: [
        ['所属区域', '所属事件', '姓名', '在哪里', '要什么'],
        ['槐树第一网格', '第9号台风', '表里的人', '春阳路1号', '饮水食品'],
      ],
    });
    const imported = await sendFile(p, 'worker1', `${api}/incident-people/import/apply`, sheet);
    expect(faultsOf(imported)).toEqual([['表!B2', 'register-incident-over']]);

    // Ended by mistake: the days count as before; ended at last, they count again, and a later change of the record does not stretch them.
    await edit('secretary1', 'incidents', typhoon.id, { baseVersion: 2, values: { endedOn: null } });
    expect(await expiry(one.id)).toBe('2026-10-15');
    await edit('secretary1', 'incidents', typhoon.id, { baseVersion: 3, values: { endedOn: '2026-07-15' } });
    await edit('worker1', 'incident-people', one.id, { baseVersion: 1, values: { people: 2 } });
    expect(await expiry(one.id)).toBe('2026-08-14');

    const before = p.clock.at;
    p.clock.at = Date.UTC(2026, 7, 14, 2);
    expect(await runRetention(p.product.registers, 'demo')).toBe(0);
    p.clock.at = Date.UTC(2026, 7, 15, 2);
    expect(await runRetention(p.product.registers, 'demo')).toBe(1);
    p.clock.at = before;
    for (const text of ['宇文待转移', '13912345678', 'yuwen'])
      expect([text, await tablesWith(text)]).toEqual([text, []]);
    const stones = await p.call('secretary1', 'GET', `${api}/incident-people/tombstones`);
    expect(stones.body.items).toMatchObject([{ recordId: one.id, why: 'emergency-over' }]);
  });
});

it('a home that declines stays as an address and a hazard, without a name anywhere', async () => {
  const home = { name: '尉迟婉拒', address: '春阳路88号1号楼1单元102' };
  const asked = await made('worker1', 'care', home, {
    consent: { givenBy: 'self', onDay: '2026-07-01', edition: 1 },
  });
  const gone = await p.call('secretary1', 'POST', `${api}/care/records/${asked.id}/erase`, {
    body: { why: 'withdrawn' },
  });
  expect(gone.status).toBe(200);
  const kept = await made('worker1', 'hazards', {
    place: home.address,
    kind: 'rescue',
    measure: '应急时先敲门',
  });
  expect(kept.expiresOn).toBeNull();
  expect(registers.get('hazards')?.personal).toBe(false);
  expect(await tablesWith(home.name)).toEqual([]);
  expect((await tablesWith(home.address)).sort()).toEqual(['reg_hazards', 'register_steps']);
});

describe('what is written once', () => {
  const water = { item: '饮用水', kind: 'food', quantity: 60, measure: '箱', place: '社区仓库' };

  it('is changed by no form, no sheet, no bulk edit and no merge', async () => {
    const old = await made('worker1', 'stocks', { ...water, lot: 'A1', bestBefore: '2026-07-01' });
    const fresh = await made('worker1', 'stocks', { ...water, lot: 'B2', bestBefore: '2027-07-01' });
    const values = { bestBefore: '2027-07-01' };
    const changed = await edit('worker1', 'stocks', old.id, { baseVersion: 1, values });
    expect(faultsOf(changed)).toEqual([['values/bestBefore', 'register-fixed']]);
    expect(changed.body.detail).toContain('两人销账');
    expect(
      faultsOf(await edit('worker1', 'stocks', old.id, { baseVersion: 1, values: { bestBefore: null } })),
    ).toEqual([['values/bestBefore', 'register-fixed']]);
    const many = await p.call('worker1', 'POST', `${api}/stocks/bulk`, {
      body: { commandId: p.ids.next(), ids: [old.id], values, preview: false },
    });
    expect(faultsOf(many)).toEqual([['values/bestBefore', 'register-not-for-many']]);
    const sheet = await workbook({
      name: '表',
      rows: [
        ['所属区域', '物资名称', '类别', '数量', '单位', '批号', '存放地点', '有效期至'],
        ['槐树第一网格', '饮用水', '食品饮水', 60, '箱', 'A1', '社区仓库', '2027-07-01'],
      ],
    });
    const imported = await sendFile(p, 'worker1', `${api}/stocks/import/apply`, sheet);
    expect(faultsOf(imported)).toEqual([['表!H2', 'register-fixed']]);
    const merged = await p.call('secretary1', 'POST', `${api}/stocks/records/${fresh.id}/merge`, {
      body: { commandId: p.ids.next(), goneId: old.id },
    });
    expect([merged.status, merged.body.code]).toEqual([409, 'registers.merge-fixed']);
    // What may change does.
    const fewer = await edit('worker1', 'stocks', old.id, { baseVersion: 1, values: { quantity: 40 } });
    expect(fewer.body.values).toMatchObject({ quantity: 40, bestBefore: '2026-07-01' });
  });
});
