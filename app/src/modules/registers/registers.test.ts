// Registers through HTTP: what a declaration gives, who sees what, and what is left of a record that is gone.
import { residentIdCheck } from '@renlin/core/identity/resident-id';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { personalOf } from '../../engines/register/declare.ts';
import { countFacts, factsNamed, listFacts } from '../../engines/register/facts.ts';
import { listPage } from '../../engines/register/list.ts';
import { createRecord, historyOf } from '../../engines/register/records.ts';
import { runRetention } from '../../engines/register/retention.ts';
import { rotateKeys } from '../../engines/register/rotation.ts';
import { createTableSql, findDrift } from '../../engines/register/store-table.ts';
import { columnsOf } from '../../engines/register/table.ts';
import { createVault } from '../../engines/register/vault.ts';
import { createCrypto } from '../../platform/crypto/crypto.ts';
import { registers } from './registers.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'registers' });
});
afterAll(() => p.close());

const api = '/api/v1/registers';
const idBody = '37021419500101001';
const ID_NUMBER = idBody + residentIdCheck(idBody);
const consent = { givenBy: 'self', onDay: '2026-07-01', edition: 1 };

const create = (person: PersonKey, register: string, values: object, extra: Record<string, unknown> = {}) =>
  p.call(person, 'POST', `${api}/${register}/records`, {
    body: { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.g1, values, ...extra },
  });
const list = (person: PersonKey, register: string, query = '') =>
  p.call(person, 'GET', `${api}/${register}/records?${query}`);
async function made(
  person: PersonKey,
  register: string,
  values: object,
  extra: Record<string, unknown> = {},
) {
  const answer = await create(person, register, values, extra);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as { id: string; version: number; values: Record<string, unknown> };
}
const person = (name: string, more: object = {}) => ({
  name,
  address: `春阳路88号3号楼2单元${p.ids.next().slice(-3)}`,
  ...more,
});

describe.each([...registers.values()])('register $code', (register) => {
  it('has the table that it declares', async () => {
    expect(await p.database.system((tx) => findDrift(tx, register))).toEqual([]);
    const renamed = {
      ...register,
      fields: { ...register.fields, other: { label: register.label, type: 'date', privacy: 'open' } },
    } as typeof register;
    expect(await p.database.system((tx) => findDrift(tx, renamed))).toEqual([
      `${register.table}.other: missing`,
    ]);
  });

  it('is made anew by the text that its declaration writes', async () => {
    const copy = { ...register, table: `${register.table}_again` };
    const tables = new Map([...registers.values()].map((one) => [one.code, one.table]));
    await p.database.owner(createTableSql(copy, tables));
    expect(await p.database.system((tx) => findDrift(tx, copy))).toEqual([]);
    await p.database.owner(`drop table ${copy.table}`);
  });

  it('says of every personal field why, on what ground and for how long, in the database too', () => {
    const comments = new Map(columnsOf(register).map((one) => [one.name, one.comment]));
    for (const [code, field] of Object.entries(register.fields)) {
      const personal = personalOf(field);
      if (!personal) continue;
      expect(personal.purpose['zh-CN'].length).toBeGreaterThan(5);
      expect(personal.purpose.en.length).toBeGreaterThan(5);
      expect(personal.keepMonths).toBeGreaterThan(0);
      const column = code.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      expect(comments.get(column)).toContain(`${personal.basis}: ${personal.purpose.en}`);
    }
    expect(register.personal).toBe([...Object.values(register.fields)].some((field) => personalOf(field)));
  });
});

it('makes, finds by characters and by pinyin, changes and ends a record, each a step', async () => {
  const values = {
    name: '3号楼',
    compound: '槐花小区',
    address: '槐树街3号',
    use: 'dwelling',
    floors: 6,
    households: 48,
    lift: false,
  };
  const one = await made('worker1', 'buildings', values);
  expect(one.values).toMatchObject({ ...values, floorArea: null });
  for (const q of ['槐花', '花小', 'huaihua', 'hhxq', '3号楼', 'huaishujie'])
    expect([q, (await list('worker1', 'buildings', `q=${encodeURIComponent(q)}`)).body.total]).toEqual([
      q,
      1,
    ]);
  expect((await list('worker1', 'buildings', `q=${encodeURIComponent('石桥')}`)).body.items).toEqual([]);

  const path = `${api}/buildings/records/${one.id}`;
  const edit = { commandId: p.ids.next(), baseVersion: 1, values: { floors: 7, use: 'dwelling' } };
  const edited = await p.call('worker1', 'PATCH', path, { body: edit });
  expect([edited.status, edited.body.version, edited.body.values.floors]).toEqual([200, 2, 7]);
  // The same command again, after its answer was lost, changes nothing; another one over the old version is told.
  expect((await p.call('worker1', 'PATCH', path, { body: edit })).body.version).toBe(2);
  const late = await p.call('worker1', 'PATCH', path, { body: { ...edit, commandId: p.ids.next() } });
  expect([late.status, late.body.code]).toEqual([409, 'registers.changed-meanwhile']);

  const history = (await p.call('worker1', 'GET', `${path}/history`)).body.items;
  expect(history.map((step: { kind: string }) => step.kind)).toEqual(['edit', 'create']);
  expect(history[0].changes).toEqual([{ field: 'floors', before: '6', after: '7' }]);
  const twin = await create('worker1', 'buildings', { ...values, name: '３号楼 ' });
  expect([twin.status, twin.body.code, twin.body.params.id]).toEqual([409, 'registers.twice', one.id]);

  const ended = await p.call('worker1', 'PATCH', path, {
    body: { commandId: p.ids.next(), baseVersion: 2, do: 'end' },
  });
  expect(ended.body.validTo).toBe('2026-07-15');
  expect((await list('worker1', 'buildings')).body.total).toBe(0);
  expect((await list('worker1', 'buildings', 'state=ended')).body.total).toBe(1);
});

it('refuses what is wrong, naming the field and the fix, and who is not of the place', async () => {
  const wrong = await create('worker1', 'social-organisations', {
    name: '银龄互助队',
    nature: 'informal',
    creditCode: '91350100M000100Y44',
    phone: '12345',
    members: -1,
  });
  expect(wrong.status).toBe(400);
  const bad = await create('worker1', 'social-organisations', {
    name: '',
    nature: 'informal',
    creditCode: '91350100M000100Y44',
    phone: '12345',
  });
  expect(bad.body.errors.map((error: { path: string; code: string }) => [error.path, error.code])).toEqual([
    ['values/name', 'required'],
    ['values/creditCode', 'register-credit-check'],
    ['values/phone', 'register-phone'],
  ]);
  // Each by the name that the register gives it, and with what to do.
  expect(bad.body.detail).toBe(
    '组织名称：必填，请补上。统一社会信用代码：统一社会信用代码校验不符，请核对有没有抄错一位。联系电话：不是电话号码，请填 11 位手机号或带区号的座机。',
  );
  const elsewhere = await create('worker2', 'buildings', { name: '1号楼', address: '路1号' });
  expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'registers.not-yours']);
  const missing = await create('worker1', 'dwellings', { building: p.ids.next(), room: '101' });
  expect(missing.body.errors[0]).toMatchObject({
    path: 'values/building',
    code: 'register-reference-unknown',
  });
});

it('keeps people masked and sealed, found by their whole number, and shows them for a written reason', async () => {
  const secret = { phone: '13905321234', idNumber: ID_NUMBER, needs: ['power', 'visit'] };
  const refused = await create('worker1', 'care', person('欧阳明月', secret));
  expect(refused.body.code).toBe('registers.consent-needed');
  const child = person('欧阳小月', { birthOn: '2015-03-04' });
  expect((await create('worker1', 'care', child, { consent })).body.code).toBe('registers.guardian-needed');
  await made('worker1', 'care', child, { consent: { ...consent, givenBy: 'guardian' } });
  const one = await made('worker1', 'care', person('欧阳明月', secret), { consent });
  expect(one.values).toMatchObject({
    name: '欧阳*',
    phone: '139****1234',
    idNumber: `370214********${ID_NUMBER.slice(-4)}`,
    needs: '***',
  });
  expect(String(one.values.address)).toBe('春阳路88号3号楼***');
  const [row] = await p.database.owner<{ text: string }>(
    `select t::text as text from reg_care t where id = $1`,
    [one.id],
  );
  for (const value of [secret.phone, ID_NUMBER, 'visit']) expect(row?.text).not.toContain(value);

  for (const q of [secret.phone, ID_NUMBER.toLowerCase(), 'ouyangmingyue', '明月'])
    expect([q, (await list('worker1', 'care', `q=${encodeURIComponent(q)}`)).body.total]).toEqual([q, 1]);
  expect((await list('worker2', 'care')).body.items).toEqual([]);
  expect((await list('urban', 'care')).body.items).toEqual([]);

  const path = `${api}/care/records/${one.id}`;
  const silent = await p.call('worker1', 'POST', `${path}/reveal`, {
    body: { fields: ['phone'], reason: ' 看 ' },
  });
  expect([silent.status, silent.body.code]).toEqual([400, 'registers.reason']);
  const shown = await p.call('worker1', 'POST', `${path}/reveal`, {
    body: { fields: ['phone', 'needs'], reason: '台风前电话确认转移' },
  });
  expect(shown.body).toMatchObject({
    values: { phone: secret.phone, needs: secret.needs },
    watermark: { at: p.clock.at },
  });
  expect(shown.body.shown.needs).toBe('设备不能断电、定期探访');
  expect(
    (
      await p.call('worker2', 'POST', `${path}/reveal`, {
        body: { fields: ['phone'], reason: '台风前电话确认转移' },
      })
    ).status,
  ).toBe(404);
  const views = (await p.call('secretary1', 'GET', `${path}/views`)).body.items;
  expect(views[0]).toMatchObject({
    kind: 'reveal',
    post: '专职网格员',
    fields: ['phone', 'needs'],
    reason: '台风前电话确认转移',
  });
  expect(views).toHaveLength(1);
  await p.call('secretary1', 'GET', path);
  expect((await p.call('secretary1', 'GET', `${path}/views`)).body.items[0]).toMatchObject({
    kind: 'open',
    post: '社区党委书记',
  });
  const history = await p.call('worker1', 'GET', `${path}/history`);
  expect(history.text).not.toContain(secret.phone);
  expect(history.text).toContain('139****1234');
});

it('leaves no trace of a deleted record but that there was one', async () => {
  const name = '端木清风扬';
  const phone = '13812340987';
  const one = await made('worker1', 'care', person(name, { phone, helper: '司徒帮手人' }), { consent });
  const path = `${api}/care/records/${one.id}`;
  await p.call('worker1', 'PATCH', path, {
    body: { commandId: p.ids.next(), baseVersion: 1, values: { guardian: '端木监护者' } },
  });
  await p.call('worker1', 'POST', `${path}/reveal`, { body: { fields: ['phone'], reason: `给${name}送药` } });
  expect(await findEverywhere(name)).not.toEqual([]);
  const byWorker = await p.call('worker1', 'POST', `${path}/erase`, { body: { why: 'withdrawn' } });
  expect(byWorker.body.code).toBe('registers.not-yours');
  const erased = await p.call('secretary1', 'POST', `${path}/erase`, { body: { why: 'withdrawn' } });
  expect(erased.body).toMatchObject({ why: 'withdrawn', stepsErased: 2, valuesErased: 5 });
  for (const text of [name, phone, '司徒帮手人', '端木监护者', 'duanmu'])
    expect([text, await findEverywhere(text)]).toEqual([text, []]);
  const sealed = await p.database.owner(
    `select from register_steps where record_id = $1 and (sealed is not null or changes <> '{}')`,
    [one.id],
  );
  expect(sealed).toEqual([]);
  expect((await p.call('worker1', 'GET', path)).body.code).toBe('registers.deleted');
});

/** The tables in which a text occurs anywhere. */
async function findEverywhere(text: string): Promise<string[]> {
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

it('changes many at once after a rehearsal, leaves what is not its own, and keeps filters for their owner', async () => {
  const ids: string[] = [];
  for (const at of [1, 2, 3])
    ids.push(
      (
        await made('worker1', 'buildings', {
          name: `${at}栋`,
          address: `批量路${at}号`,
          compound: '批量小区',
        })
      ).id,
    );
  const body = {
    commandId: p.ids.next(),
    ids: [...ids, p.ids.next()],
    values: { use: 'office' },
    preview: true,
  };
  const rehearsal = await p.call('secretary1', 'POST', `${api}/buildings/bulk`, { body });
  expect(rehearsal.body.lines.map((line: { outcome: string }) => line.outcome)).toEqual([
    'change',
    'change',
    'change',
    'gone',
  ]);
  expect(
    (await list('worker1', 'buildings', 'q=pilu')).body.items.every(
      (one: { values: { use: unknown } }) => one.values.use === null,
    ),
  ).toBe(true);
  const done = await p.call('secretary1', 'POST', `${api}/buildings/bulk`, {
    body: { ...body, preview: false },
  });
  expect(done.body.changed).toBe(3);
  const filter = encodeURIComponent(JSON.stringify([{ field: 'use', is: ['office'] }]));
  expect((await list('worker1', 'buildings', `filter=${filter}`)).body.total).toBe(3);
  expect((await list('worker2', 'buildings', `filter=${filter}`)).body.total).toBe(0);
  const own = await p.call('worker1', 'POST', `${api}/buildings/bulk`, {
    body: { ...body, commandId: p.ids.next(), values: { name: '同名' } },
  });
  expect(own.body.errors[0].code).toBe('register-not-for-many');

  const query = { q: '批量', filter: JSON.stringify([{ field: 'use', is: ['office'] }]) };
  await p.call('worker1', 'POST', `${api}/buildings/filters`, { body: { name: '办公楼', query } });
  expect((await p.call('worker1', 'GET', `${api}/buildings/filters`)).body.items).toMatchObject([
    { name: '办公楼', query },
  ]);
  expect((await p.call('worker2', 'GET', `${api}/buildings/filters`)).body.items).toEqual([]);

  const pages: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: { items: { title: string }[]; next: string | null } = (
      await list(
        'worker1',
        'buildings',
        `sort=title&limit=2&filter=${filter}${after ? `&after=${after}` : ''}`,
      )
    ).body;
    pages.push(...page.items.map((one) => one.title));
    after = page.next;
  }
  expect(pages).toEqual(['1栋', '2栋', '3栋']);
  const counts = await p.call(
    'worker1',
    'GET',
    `${api}/buildings/counts?by=use&q=${encodeURIComponent('批量')}`,
  );
  expect(counts.body).toMatchObject({
    total: 3,
    filled: { use: 3, floors: 0 },
    groups: [{ value: 'office', words: '办公', n: 3 }],
  });
});

it('ends the record of a person by itself a year after the last consent, and keeps it when it was renewed', async () => {
  const old = { consent: { ...consent, onDay: '2025-08-01' } };
  const gone = await made('worker1', 'care', person('公孙期满'), old);
  const kept = await made('worker1', 'care', person('公孙续签'), old);
  const renew = { commandId: p.ids.next(), baseVersion: 1, do: 'confirm', consent };
  const renewed = await p.call('worker1', 'PATCH', `${api}/care/records/${kept.id}`, { body: renew });
  expect([renewed.body.expiresOn, renewed.body.consents.length]).toEqual(['2027-07-01', 2]);
  expect(await runRetention(p.product.registers, 'demo')).toBe(0);
  const before = p.clock.at;
  p.clock.at = Date.UTC(2026, 7, 2);
  expect(await runRetention(p.product.registers, 'demo')).toBe(1);
  p.clock.at = before;
  expect((await p.call('worker1', 'GET', `${api}/care/records/${gone.id}`)).body.code).toBe(
    'registers.deleted',
  );
  expect((await p.call('worker1', 'GET', `${api}/care/records/${kept.id}`)).status).toBe(200);
  const proof = (await p.call('secretary1', 'GET', `${api}/care/tombstones`)).body.items;
  expect(proof.find((one: { recordId: string }) => one.recordId === gone.id)).toMatchObject({
    why: 'expired',
    accountId: null,
  });
  expect((await p.call('worker1', 'GET', `${api}/care/tombstones`)).status).toBe(403);
});

it('says what is known already, by names of fields and numbers, nobody in person', async () => {
  const facts = listFacts(registers);
  expect(factsNamed(facts, ' 建筑年代').map((fact) => fact.code)).toEqual(['buildings.buildYear']);
  expect(factsNamed(facts, '组织名称')[0]).toMatchObject({
    register: 'social-organisations',
    personal: false,
  });
  await made('worker1', 'buildings', { name: '9栋', address: '事实路9号', floors: 3 });
  const buildings = registers.get('buildings');
  if (!buildings) throw new Error('no buildings');
  const known = await p.database.system((tx) => countFacts(tx, buildings, p.district.paths.g1));
  expect(known.total).toBeGreaterThan(0);
  expect(known.filled['floors']).toBeLessThanOrEqual(known.total);
  const shown = (await p.call('urban', 'GET', '/api/v1/facts')).body.items;
  expect(shown).toHaveLength(facts.length);
});

it('finds what may be the same, merges it, and takes the merge apart again until somebody wrote on it', async () => {
  const kept = await made('worker1', 'firms', {
    name: '老孙家水饺馆',
    address: '合并路12号',
    trade: 'catering',
  });
  const gone = await made('worker1', 'firms', {
    name: '老孙家水饺',
    address: '合并路12号一楼',
    staff: 6,
    phone: '13933334444',
  });
  await made('worker1', 'firms', { name: '完全不同药房', address: '别处街99号' });
  const path = `${api}/firms/records`;
  const near = (await p.call('worker1', 'GET', `${path}/${kept.id}/similar`)).body.items;
  expect(near[0]).toMatchObject({ id: gone.id });
  expect(near[0].likeness).toBeGreaterThan(0.7);
  expect((await p.call('worker2', 'GET', `${path}/${kept.id}/similar`)).status).toBe(404);
  const merge = () =>
    p.call('secretary1', 'POST', `${path}/${kept.id}/merge`, {
      body: { commandId: p.ids.next(), goneId: gone.id },
    });
  expect(
    (
      await p.call('worker1', 'POST', `${path}/${kept.id}/merge`, {
        body: { commandId: p.ids.next(), goneId: gone.id },
      })
    ).status,
  ).toBe(403);
  const merged = await merge();
  expect(merged.body).toMatchObject({
    id: kept.id,
    version: 2,
    values: { name: '老孙家水饺馆', staff: 6, phone: '139****4444' },
  });
  expect((await list('worker1', 'firms', 'q=laosunjia')).body.total).toBe(1);
  const closed = await p.call('worker1', 'PATCH', `${path}/${gone.id}`, {
    body: { commandId: p.ids.next(), baseVersion: 2, values: { staff: 7 } },
  });
  expect(closed.body.code).toBe('registers.over');
  const unmerge = () =>
    p.call('secretary1', 'POST', `${path}/${gone.id}/unmerge`, { body: { commandId: p.ids.next() } });
  const parted = await unmerge();
  expect(parted.body).toMatchObject({
    id: gone.id,
    mergedInto: null,
    values: { staff: 6, phone: '139****4444' },
  });
  expect((await p.call('worker1', 'GET', `${path}/${kept.id}`)).body.values).toMatchObject({
    staff: null,
    phone: null,
    trade: 'catering',
  });
  expect((await list('worker1', 'firms', 'q=laosunjia')).body.total).toBe(2);
  await merge();
  await p.call('worker1', 'PATCH', `${path}/${kept.id}`, {
    body: { commandId: p.ids.next(), baseVersion: 4, values: { staff: 9 } },
  });
  expect((await unmerge()).body.code).toBe('registers.merge-late');
});

it('seals everything anew under a new key, and finds people before, during and after', async () => {
  const OLD = 'a secret for tests only, long enough to sign with';
  const one = await made('worker1', 'care', person('令狐换钥', { phone: '13700007777', needs: ['meal'] }), {
    consent,
  });
  const withKeys = (...keys: string[]) => ({
    ...p.product.registers,
    vault: createVault(createCrypto(keys)),
  });
  await made('worker1', 'buildings', { name: '换钥楼', address: '换钥路1号' });
  const NEW = 'another secret for tests only, long enough to seal with';
  const parts = withKeys(NEW, OLD);
  const care = registers.get('care');
  const buildings = registers.get('buildings');
  if (!care || !buildings) throw new Error('no such register');
  const asking = { actor: await p.actorOf('worker1'), locale: 'zh-CN' } as const;
  const found = async (given: typeof parts) =>
    (
      (await p.database.system((tx) => listPage(tx, given, asking, care, { q: '13700007777' }))) as {
        total: number;
      }
    ).total;
  expect([await found(withKeys(OLD)), await found(parts), await found(withKeys(NEW))]).toEqual([1, 1, 0]);
  const before = await p.database.owner<{ version: number }>('select version from reg_care where id = $1', [
    one.id,
  ]);
  const done = await rotateKeys(parts, 'demo');
  expect([done.records > 0, done.steps > 0]).toEqual([true, true]);
  expect(await rotateKeys(parts, 'demo')).toEqual({ records: 0, steps: 0 });
  expect(await p.database.owner('select version from reg_care where id = $1', [one.id])).toEqual(before);
  expect([await found(withKeys(OLD)), await found(parts), await found(withKeys(NEW))]).toEqual([0, 1, 1]);
  // Things without a sealed value are known as the same under the new key, too.
  const twin = () =>
    p.database.system((tx) =>
      createRecord(
        tx,
        withKeys(NEW),
        { ...asking, actor: { kind: 'system', district: 'demo', reason: 'test' } },
        buildings,
        {
          id: p.ids.next(),
          commandId: p.ids.next(),
          areaId: p.district.areas.g1,
          values: { name: '换钥楼', address: '换钥路1号' },
        },
      ),
    );
  await expect(twin()).rejects.toMatchObject({ code: 'registers.twice' });
  const history = await p.database.system((tx) => historyOf(tx, withKeys(NEW), asking, care, one.id));
  expect(JSON.stringify(history)).toContain('137****7777');
  await expect(
    p.database.system((tx) => tx.count(`update register_steps set changes = '{"name":"x"}'`)),
  ).rejects.toThrow('append-only');
});
