// A shop, a place, a lot, a door outlives whoever answered for it: time and a person's word take what is said of people out of it, with
// proof, and leave the thing. What is about a person goes whole.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { defineRegister, isOfPerson } from '../../engines/register/declare.ts';
import { runRetention } from '../../engines/register/retention.ts';
import { createTableSql } from '../../engines/register/store-table.ts';
import { registers } from './registers.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'things-stay' });
});
afterAll(() => p.close());

const api = '/api/v1/registers';
const START = () => p.clock.at;

async function made(register: string, values: object, extra: object = {}): Promise<string> {
  const body = { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.g1, values, ...extra };
  const answer = await p.call('worker1', 'POST', `${api}/${register}/records`, { body });
  expect(answer.status, answer.text).toBe(200);
  return body.id;
}
const read = (register: string, id: string, person: PersonKey = 'worker1') =>
  p.call(person, 'GET', `${api}/${register}/records/${id}`);
const edit = (register: string, id: string, body: object) =>
  p.call('worker1', 'PATCH', `${api}/${register}/records/${id}`, {
    body: { commandId: p.ids.next(), ...body },
  });
const stones = async (register: string) =>
  (await p.call('secretary1', 'GET', `${api}/${register}/tombstones`)).body.items;

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
const nowhere = async (...texts: string[]) => {
  for (const text of texts) expect([text, await tablesWith(text)]).toEqual([text, []]);
};

/** Runs the night's retention as of a day, and comes back. */
async function nightOf(day: string): Promise<number> {
  const before = START();
  p.clock.at = Date.parse(`${day}T02:00:00Z`);
  try {
    return await runRetention(p.product.registers, 'demo');
  } finally {
    p.clock.at = before;
  }
}

it('knows what is about a person by what its records are called', () => {
  const ofPerson = [...registers.values()].filter(isOfPerson).map((one) => one.code);
  expect(ofPerson).toEqual([
    'volunteers',
    'care',
    'household-contacts',
    'welfare-visits',
    'incident-people',
    'incident-entries',
    'team-members',
    'certificates',
  ]);
});

it('a thing that needs a person to be itself is no declaration', () => {
  const words = { 'zh-CN': '用于测试', en: 'for tests' };
  const privacy = { class: 'personal', purpose: words, basis: 'contract', keepMonths: 12 } as const;
  const name = { label: words, type: 'text', max: 9, privacy: 'open', required: true } as const;
  const leader = { label: words, type: 'person-name', privacy } as const;
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
  const sound = defineRegister({ ...base, fields: { name, leader } });
  expect(createTableSql(sound, new Map())).toContain(
    'check (expires_on is not null or num_nonnulls(leader) = 0)',
  );
  expect(() => defineRegister({ ...base, fields: { name, leader: { ...leader, required: true } } })).toThrow(
    'the thing needs it',
  );
  expect(() => defineRegister({ ...base, identity: [['name', 'leader']], fields: { name, leader } })).toThrow(
    'the thing is known by it',
  );
});

const things = [
  [
    'firms',
    { name: '留店', address: '留路1号', trade: 'catering' },
    { leader: '申屠店主', phone: '13922220001' },
  ],
  [
    'venues',
    { name: '留馆', address: '留路2号', capacity: 300 },
    { keeper: '申屠馆长', phone: '13922220002' },
  ],
  ['property-firms', { compound: '留园', firm: '留物业' }, { manager: '申屠经理', phone: '13922220003' }],
  ['owners-committees', { compound: '留园', kind: 'committee' }, { chair: '申屠主任', phone: '13922220004' }],
  [
    'social-organisations',
    { name: '留社', nature: 'informal' },
    { leader: '申屠社长', phone: '13922220005' },
  ],
  [
    'stocks',
    {
      item: '留水',
      kind: 'food',
      quantity: 60,
      measure: '箱',
      lot: 'L1',
      place: '留库',
      bestBefore: '2030-01-01',
    },
    { custodian: '申屠保管', phone: '13922220006' },
  ],
  ['households', { address: '留路3号' }, { size: 'few', tenure: 'tenant' }],
] as const;

it('two years after the last confirmation the contact goes from every register of things, and every thing stays', async () => {
  const ids: string[] = [];
  for (const [register, thing, people] of things) ids.push(await made(register, { ...thing, ...people }));
  const care = await made(
    'care',
    { name: '申屠本人', address: '留路9号' },
    { consent: { givenBy: 'self', onDay: '2026-07-01', edition: 1 } },
  );
  const volunteer = await made(
    'volunteers',
    { name: '申屠志愿', skills: ['law'] },
    { consent: { givenBy: 'self', onDay: '2026-07-01', edition: 1 } },
  );
  const visited = await made('welfare-visits', {
    name: '申屠老人',
    address: '留路8号',
    circumstance: 'alone',
    visitEvery: 'week',
  });
  // What a reader typed names one of them, and so did the contact before.
  const firm = ids[0] as string;
  const renamed = await edit('firms', firm, { baseVersion: 1, values: { leader: '澹台新主' } });
  expect(renamed.status, renamed.text).toBe(200);
  await p.call('worker1', 'POST', `${api}/firms/records/${firm}/reveal`, {
    body: { fields: ['phone'], reason: '问澹台新主装修' },
  });
  expect(await nightOf('2028-07-15')).toBe(3);
  expect(await nightOf('2028-07-16')).toBe(things.length);
  expect(await nightOf('2028-07-17')).toBe(0);

  for (const [at, [register, thing, people]] of things.entries()) {
    const id = ids[at] as string;
    const { body } = await read(register, id);
    expect(body.values).toMatchObject(thing);
    expect(Object.keys(people).map((code) => body.values[code])).toEqual([null, null]);
    expect([register, body.expiresOn, body.validTo]).toEqual([register, null, null]);
    const steps = (await p.call('worker1', 'GET', `${api}/${register}/records/${id}/history`)).body.items;
    expect(steps.map((one: { kind: string }) => one.kind)).toEqual(
      register === 'firms' ? ['erase', 'edit', 'create'] : ['erase', 'create'],
    );
    // The proof says which fields, and the history of the thing is whole.
    expect(await stones(register)).toMatchObject([
      { recordId: id, why: 'expired', fields: Object.keys(people), valuesErased: 2, seq: steps.length },
    ]);
    expect(steps.at(-1).changes.map((one: { field: string }) => one.field)).toEqual(
      expect.arrayContaining(Object.keys(thing)),
    );
    expect(steps.at(-1).erased).toBe(true);
  }
  await nowhere('申屠', '澹台', '1392222000', 'shentu', 'tantai');
  for (const [register, id] of [
    ['care', care],
    ['volunteers', volunteer],
    ['welfare-visits', visited],
  ] as const) {
    expect((await read(register, id)).body.code).toBe('registers.deleted');
    expect(await stones(register)).toMatchObject([{ recordId: id, why: 'expired', fields: null }]);
  }
  // A thing without people is found by its name and counts as before.
  const found = await p.call('worker1', 'GET', `${api}/firms/records?q=${encodeURIComponent('留店')}`);
  expect(found.body.items.map((one: { id: string }) => one.id)).toEqual([firm]);
});

it('whoever answers for it next is kept as long again, and that ends with its own proof', async () => {
  const id = await made('firms', { name: '换人店', address: '换路1号', leader: '闻人前任' });
  await nightOf('2028-07-16');
  const before = START();
  p.clock.at = Date.parse('2028-08-01T02:00:00Z');
  const plain = await edit('firms', id, { baseVersion: 2, values: { staff: 4 } });
  expect(plain.body.expiresOn).toBeNull();
  const next = await edit('firms', id, { baseVersion: 3, values: { leader: '闻人后任' } });
  p.clock.at = before;
  expect([next.body.confirmedOn, next.body.expiresOn]).toEqual(['2028-08-01', '2030-08-01']);
  expect(await nightOf('2030-08-01')).toBe(0);
  expect(await nightOf('2030-08-02')).toBe(1);
  const proofs = (await stones('firms')).filter((one: { recordId: string }) => one.recordId === id);
  expect(proofs.map((one: { seq: number; fields: string[] }) => [one.seq, one.fields])).toEqual(
    expect.arrayContaining([
      [2, ['leader']],
      [5, ['leader']],
    ]),
  );
  expect((await read('firms', id)).body.values).toMatchObject({ name: '换人店', staff: 4, leader: null });
  await nowhere('闻人');
});

it('a name that was taken out by hand still goes from the steps when its time is over', async () => {
  const id = await made('venues', { name: '改名馆', address: '改路1号', keeper: '濮阳旧人' });
  const cleared = await edit('venues', id, { baseVersion: 1, values: { keeper: null } });
  expect(cleared.body.expiresOn).toBe('2028-07-15');
  const sealed = () =>
    p.database.owner('select from register_steps where record_id = $1 and sealed is not null', [id]);
  expect(await sealed()).toHaveLength(2);
  expect(await nightOf('2028-07-16')).toBe(1);
  expect(await sealed()).toEqual([]);
  const [proof] = (await stones('venues')).filter((one: { recordId: string }) => one.recordId === id);
  expect(proof).toMatchObject({ fields: [], valuesErased: 0, stepsErased: 2 });
});

it('a person who asks for deletion takes themself out of the lot, not the lot out of the store', async () => {
  const water = { item: '饮用水', kind: 'food', quantity: 60, measure: '箱', place: '社区仓库', lot: 'S1' };
  const id = await made('stocks', { ...water, custodian: '公西保管', phone: '13955556666' });
  const { code } = (await p.call('worker1', 'POST', `${api}/stocks/records/${id}/code`, { body: {} })).body;
  const known = { code, tail: '6666' };
  const mine = (path: string) => p.call(null, 'POST', `/api/v1/public/my-record${path}`, { body: known });
  expect((await mine('/delete')).status).toBe(200);
  const [request] = (await p.call('secretary1', 'GET', `${api}/stocks/requests`)).body.items;
  // Nothing is written off by it, so it takes no second person.
  const done = await p.call('secretary1', 'POST', `${api}/stocks/requests/${request.id}/answer`, {
    body: { take: true, reason: '' },
  });
  expect([done.status, done.body.state]).toEqual([200, 'done']);
  const left = await read('stocks', id);
  expect(left.body.values).toMatchObject({ ...water, custodian: null, phone: null });
  expect(left.body.validTo).toBeNull();
  expect((await mine('')).body.code).toBe('registers.code-unknown');
  await nowhere('公西保管', '13955556666');
  expect(await stones('stocks')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        recordId: id,
        why: 'asked',
        fields: ['custodian', 'phone'],
        valuesErased: 2,
      }),
    ]),
  );
});

it('why goods were written off stays on record, unless it repeats the name that goes', async () => {
  const reasons = ['受潮发霉，不能再用', '东郭保管人说受潮了'];
  const ids: string[] = [];
  for (const [at, reason] of reasons.entries()) {
    const id = await made('stocks', {
      item: '棉被',
      kind: 'warmth',
      quantity: 5,
      measure: '条',
      place: '社区仓库',
      lot: `M${at}`,
      custodian: '东郭保管人',
    });
    const asked = await p.call('worker1', 'POST', `${api}/stocks/approvals`, {
      body: { id: p.ids.next(), kind: 'dispose', recordId: id, reason },
    });
    expect(asked.status, asked.text).toBe(200);
    ids.push(id);
  }
  expect(await nightOf('2028-07-16')).toBe(2);
  const kept = await p.database.owner<{ reason: string }>(
    'select reason from register_approvals where record_id = any ($1) order by asked_at, reason desc',
    [ids],
  );
  expect(kept.map((one) => one.reason).sort()).toEqual(['', reasons[0]]);
  await nowhere('东郭');
});

it('by hand, all of a thing goes only when it was a mistake; where nobody is named there is nothing to take out', async () => {
  const erase = (register: string, id: string, why: string) =>
    p.call('secretary1', 'POST', `${api}/${register}/records/${id}/erase`, { body: { why } });
  const id = await made('firms', { name: '错店', address: '错路1号', leader: '南宫店主' });
  expect((await erase('firms', id, 'asked')).body).toMatchObject({ why: 'asked', fields: ['leader'] });
  expect((await read('firms', id)).body.values).toMatchObject({ name: '错店', leader: null });
  const again = await erase('firms', id, 'asked');
  expect([again.status, again.body.code]).toEqual([409, 'registers.nothing-personal']);
  expect(again.body.title).toContain('没有个人信息');
  expect((await erase('firms', id, 'mistake')).body).toMatchObject({ why: 'mistake', fields: null });
  expect((await read('firms', id)).body.code).toBe('registers.deleted');
  const words = await p.database.owner(
    `select from register_steps where record_id = $1 and changes <> '{}'`,
    [id],
  );
  expect(words).toEqual([]);
  await nowhere('错店', '南宫');
  const building = await made('buildings', { name: '空楼', address: '空路1号' });
  expect((await erase('buildings', building, 'asked')).body.code).toBe('registers.nothing-personal');
  expect((await read('buildings', building)).status).toBe(200);
});
