// A tip of somebody who passes by: a public thing, a place, perhaps a picture. Nobody is named by it, neither others nor whoever gives it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'tips' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});
const plain = { kind: 'hazard', category: 'utility.manhole', text: '井盖', channel: 'tip' };
const file = (person: PersonKey | null, body: Record<string, unknown>) =>
  p.call(person, 'POST', '/api/v1/cases', {
    body: { commandId: p.ids.next(), point: p.point('g1', 5), ...body },
  });

it('becomes a hazard at its place, anonymous, with a code to see what came of it', async () => {
  const given = await file(null, plain);
  expect(given.status, given.text).toBe(200);
  const { id } = given.body.case;
  const { row } = await p.stored(id);
  expect(row).toMatchObject({
    kind: 'hazard',
    channel: 'tip',
    text: '井盖',
    headline: '井盖',
    filed_by: null,
  });
  const [reporter] = await p.database.owner<Record<string, unknown>>(
    'select name, phone, account_id from case_reporters where case_id = $1',
    [id],
  );
  expect(reporter).toEqual({ name: null, phone: null, account_id: null });
  const { code } = given.body.follow;
  expect((await p.call(null, 'POST', '/api/v1/public/follow', { body: { code } })).status).toBe(200);
  const seen = await p.call('dispatcher1', 'GET', `/api/v1/cases/${id}`);
  expect(seen.body.channel.label).toBe('随手提醒');
});

it('keeps nothing of whoever gives it, also when they are signed in', async () => {
  const given = await file('member1', plain);
  expect(given.status, given.text).toBe(200);
  const { id } = given.body.case;
  const account = p.district.accounts.member1;
  for (const table of ['cases', 'case_steps', 'case_reporters', 'audit_log']) {
    const [found] = await p.database.owner<{ n: number }>(
      `select count(*)::int as n from ${table} as t where t::text like $1 and t::text like $2`,
      [`%${account}%`, `%${id}%`],
    );
    expect([table, found?.n]).toEqual([table, 0]);
  }
});

it('is about things and places only: people, words and everything personal are refused by name', async () => {
  const before = await p.database.owner('select id from cases');
  const things: Record<string, unknown>[] = [
    { category: 'living.noise-neighbour', kind: 'request', text: '邻里噪声' },
    { category: 'street-order.stall', text: '占道经营' },
    { kind: 'incident' },
    { category: undefined },
  ];
  for (const more of things) {
    const refused = await file(null, { ...plain, ...more });
    expect(refused.status, JSON.stringify(more)).toBe(400);
    expect(['cases.tip-things-only', 'cases.unknown-category']).toContain(refused.body.code);
  }
  for (const more of [
    { text: '3号楼老王天天乱停车' },
    { headline: '老王' },
    { address: '3号楼2单元301' },
    { reporter: { name: '骑手小李', phone: '13900002222' } },
    { subjectUnitId: p.district.units['firm'] },
    { areaId: p.district.areas.g1 },
  ]) {
    const refused = await file(null, { ...plain, ...more });
    expect([Object.keys(more), refused.status, refused.body.code]).toEqual([
      Object.keys(more),
      400,
      'cases.tip-says-nobody',
    ]);
    expect(refused.body.errors.map((one: { path: string }) => one.path)).toEqual(Object.keys(more));
  }
  expect(await p.database.owner('select id from cases')).toEqual(before);
});

it('knows no points, no counts of people and no track: nowhere is anything kept by who gave a tip', async () => {
  const columns = await p.database.owner<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema not in ('pg_catalog', 'information_schema') and column_name ~ '(tip|point_|points|score|streak|badge|track|mileage)'`,
  );
  expect(
    columns.map((one) => one.name).filter((name) => /tip|points|score|streak|badge|track|mileage/.test(name)),
  ).toEqual([]);
});
