// A quarrel that a grid worker came upon, through the doors of the product: passed on with a party's word, and without it nothing of
// the parties is anywhere in the database.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileCase, follow, give, must } from '../../../test/case-desk.ts';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'disputes' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const DISPUTE = 'living.dispute';
const SECRETS = ['钱多多', '13911112222', '楼上漏水不肯赔', '2单元301'];
const secret = {
  kind: 'request',
  category: DISPUTE,
  text: '钱多多说楼上漏水不肯赔',
  address: '测试路8号2单元301',
  reporter: { name: '钱多多', phone: '13911112222' },
};

async function file(person: PersonKey | null, body: Record<string, unknown>, grid: 'g1' | 'g2' = 'g1') {
  return p.call(person, 'POST', '/api/v1/cases', {
    body: { commandId: p.ids.next(), point: p.point(grid, 3), ...body },
  });
}

/** The tables in which one of the secrets stands, in whatever column. */
async function whereKept(): Promise<string[]> {
  const tables = await p.database.owner<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(50);
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await p.database.owner(`select from ${name} as t where t::text ~ $1 limit 1`, [
      SECRETS.join('|'),
    ]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

it('is not passed on by a grid worker without a party’s word, and then nothing of the party is kept anywhere', async () => {
  const before = await p.database.owner('select id from cases');
  for (const person of ['worker1', 'secretary1', 'dispatcher1'] as const) {
    for (const more of [{}, { channel: 'patrol' }, { channel: 'qr' }, { channel: 'import' }]) {
      const refused = await file(person, { ...secret, ...more });
      expect([person, refused.status, refused.body.code]).toEqual([
        person,
        400,
        'cases.dispute-needs-consent',
      ]);
      expect(refused.body.errors?.[0]?.path ?? refused.text).toContain('consent');
      for (const one of SECRETS) expect(refused.text).not.toContain(one);
    }
  }
  // A grid worker answers no telephone: the way of a caller is not open to them.
  expect((await file('worker1', { ...secret, channel: 'phone' })).body.code).toBe(
    'cases.dispute-needs-consent',
  );
  // Noise next door is a dispute as much as any other.
  expect((await file('worker1', { ...secret, category: 'living.noise-neighbour' })).body.code).toBe(
    'cases.dispute-needs-consent',
  );
  expect(await p.database.owner('select id from cases')).toEqual(before);
  expect(await whereKept()).toEqual([]);
});

it('without consent only says that in this building somebody was told where to turn', async () => {
  const plain = { kind: 'advice', category: DISPUTE, text: '矛盾纠纷' };
  for (const more of [
    { text: secret.text },
    { reporter: secret.reporter },
    { address: secret.address },
    { headline: '钱多多家' },
    { photos: [p.ids.next()] },
    { subjectUnitId: p.district.units['firm'] },
    { consent: { by: 'one', how: 'spoken' } },
  ]) {
    const refused = await file('worker1', { ...plain, ...more });
    expect([Object.keys(more), refused.status, refused.body.code]).toEqual([
      Object.keys(more),
      400,
      'cases.advice-says-nothing',
    ]);
    expect(refused.body.errors.map((one: { path: string }) => one.path)).toEqual(Object.keys(more));
  }
  expect((await file('worker1', { ...plain, category: 'living.care', text: '养老助残' })).body.code).toBe(
    'cases.advice-only-disputes',
  );
  for (const person of ['worker2', 'urban', null] as const)
    expect((await file(person, plain)).body.code, String(person)).toBe('auth.forbidden');
  const told = await file('worker1', { ...plain, occurredAt: p.clock.at });
  expect(told.status, told.text).toBe(200);
  expect(told.body.follow).toBeUndefined();
  const [row] = await p.database.owner<Record<string, unknown>>('select * from cases where id = $1', [
    told.body.case.id,
  ]);
  expect(row).toMatchObject({
    kind: 'advice',
    category: DISPUTE,
    text: '矛盾纠纷',
    headline: '矛盾纠纷',
    lng: null,
    lat: null,
    area_id: p.district.areas.g1,
    state: 'advised',
    joined: 0,
    facts: { photos: [], handlers: [], handlerUnits: [] },
  });
  expect(
    await p.database.owner('select from case_reporters where case_id = $1', [told.body.case.id]),
  ).toEqual([]);
  // Nothing can be added to it either.
  const page = await p.call('worker1', 'GET', `/api/v1/cases/${told.body.case.id}`);
  expect(page.body.actions).toEqual([]);
  const note = await give(p, 'worker1', told.body.case.id, 'note', { note: secret.text });
  expect(note.status).toBeGreaterThanOrEqual(400);
  expect(await whereKept()).toEqual([]);
});

it('cannot be made of something else that a grid worker reported', async () => {
  const { id } = await fileCase(p, 'worker1', { kind: 'request', category: undefined, text: '有事' });
  const before = await p.stored(id);
  for (const [person, command, form] of [
    ['dispatcher1', 'accept', { category: DISPUTE }],
    ['dispatcher1', 'correct', { category: DISPUTE }],
    ['dispatcher1', 'split', { category: DISPUTE, headline: '另一件', text: '另一件' }],
  ] as const) {
    const refused = await give(p, person, id, command, form);
    expect([command, refused.body.code]).toEqual([command, 'cases.dispute-needs-consent']);
  }
  expect(await p.stored(id)).toEqual(before);
  const resident = await fileCase(p, null, { kind: 'request', category: undefined, text: '我家和邻居的事' });
  await must(p, 'dispatcher1', resident.id, 'accept', { category: DISPUTE });
});

it('is passed on with a party’s word, which stands with the case; the party follows it and takes it back without a name', async () => {
  const words = '请社区来谈谈楼道堆物';
  const filed = await file('worker1', {
    kind: 'request',
    category: DISPUTE,
    text: words,
    consent: { by: 'one', how: 'spoken' },
    reporter: {},
  });
  expect(filed.status, filed.text).toBe(200);
  const { id } = filed.body.case;
  const view = await p.call('dispatcher1', 'GET', `/api/v1/cases/${id}`);
  expect(view.body.consent).toEqual({ at: p.clock.at, words: '一方当事人口头同意转交' });
  expect(view.body.reporter).toEqual({ masked: { name: null, phone: null }, wantsReply: true });
  const { code } = filed.body.follow;
  const copy = await p.call(null, 'POST', '/api/v1/public/follow', { body: { code } });
  expect([copy.status, copy.body.text]).toEqual([200, words]);
  const taken = await follow(p, { code }, id, 'withdraw', {});
  expect(taken.status, taken.text).toBe(200);
  expect((await p.stored(id)).state).toBe('withdrawn');
});

it('asks nobody for consent who is a party: residents themselves, whoever called, and what another house sent', async () => {
  const own = await file(null, { kind: 'request', category: DISPUTE, text: '邻居在楼道堆物' });
  expect(own.status, own.text).toBe(200);
  const called = await file('hotline', {
    kind: 'request',
    category: DISPUTE,
    text: '来电说邻居堆物',
    channel: 'phone',
    reporter: {},
  });
  expect(called.status, called.text).toBe(200);
});

it('is a question for disputes only', async () => {
  const refused = await file('worker1', {
    kind: 'incident',
    category: 'utility.manhole',
    text: '井盖松动',
    consent: { by: 'both', how: 'written' },
  });
  expect([refused.status, refused.body.code]).toEqual([400, 'cases.consent-not-asked']);
  for (const consent of [
    { by: 'all', how: 'spoken' },
    { by: 'one' },
    { by: 'one', how: 'spoken', name: '钱' },
  ])
    expect((await file('worker1', { ...secret, consent })).status).toBe(400);
});
