// Policy cards: who may edit, what the public sees, versions, and that no route takes an answer of a resident.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, type TestProduct, testProduct } from '../../../test/product.ts';

const definition = {
  title: { 'zh-CN': '（示例）老年食堂就餐', en: '' },
  list: '养老服务清单',
  forWhom: { 'zh-CN': '60 岁以上、户口在本区的老人', en: '' },
  gives: { 'zh-CN': '在社区食堂就餐有优惠', en: '' },
  how: { 'zh-CN': '带身份证到社区登记', en: '' },
  documents: [{ 'zh-CN': '身份证', en: 'Identity card' }],
  basis: '示例，不是真实文件',
  basisDate: '2026-01-01',
  contact: {
    phone: '0532-55550000',
    place: { 'zh-CN': '社区服务站', en: '' },
    hours: { 'zh-CN': '', en: '' },
  },
  validFrom: '2026-01-01',
  validUntil: '2026-07-20',
  conditions: [
    { question: 'who', anyOf: ['person'] },
    { question: 'age', min: 60 },
    { ask: { 'zh-CN': '愿意在食堂吃吗？', en: '' }, answer: 'yes' },
  ],
};

let p: TestProduct;
let id: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'policies' });
  id = p.ids.next();
});
afterAll(() => p.close());

const save = (
  person: Parameters<TestProduct['call']>[0],
  baseVersion: number,
  changes: Record<string, unknown> = {},
  unitId = p.district.units['housing'] as string,
) =>
  p.call(person, 'POST', '/api/v1/policies', {
    body: { id, unitId, baseVersion, definition: { ...definition, ...changes } },
  });
const publish = (version: number, on = true) =>
  p.call('admin', 'POST', `/api/v1/policies/${id}/publish`, { body: { version, publish: on } });
const shown = async () => (await p.call(null, 'GET', '/api/v1/public/policies')).body;

it('is edited with the duty for catalogues only, and says field by field what is wrong', async () => {
  for (const person of ['worker1', 'dispatcher1', 'urban'] as const)
    expect([person, (await save(person, 0)).status]).toEqual([person, 403]);
  expect((await save(null, 0)).status).toBe(401);
  const wrong = await save('admin', 0, {
    validUntil: '2025-01-01',
    conditions: [
      { question: 'wealth', anyOf: ['much'] },
      { question: 'work', anyOf: ['king'] },
      { question: 'age', min: 70, max: 60 },
      { question: 'age' },
    ],
  });
  expect([wrong.status, wrong.body.code]).toEqual([400, 'policies.not-valid']);
  expect(wrong.body.errors.map((one: { path: string }) => one.path)).toEqual([
    'definition/validUntil',
    'definition/conditions/0/question',
    'definition/conditions/1/anyOf',
    'definition/conditions/2/max',
    'definition/conditions/3',
  ]);
  expect((await save('admin', 0, {}, p.district.areas.c1)).body.code).toBe('policies.unit-unknown');
  expect((await save('admin', 0, { title: { 'zh-CN': '', en: 'No Chinese' } })).status).toBe(400);
  const [count] = await p.database.owner<{ n: number }>('select count(*)::int as n from policies');
  expect(count?.n).toBe(0);
});

it('is shown to the public only in the version that was published, and only while in force', async () => {
  expect((await save('admin', 0)).body).toMatchObject({ version: 1, published: null, state: 'draft' });
  // Sent again after a lost answer: the same card, not a second version.
  expect((await save('admin', 0)).body.version).toBe(1);
  expect((await shown()).items).toEqual([]);
  expect((await publish(1)).body.state).toBe('published');
  expect((await save('admin', 1, { list: '新的清单' })).body.state).toBe('changed');
  const stale = await save('admin', 1, { list: '别人的改动' });
  expect([stale.status, stale.body.code]).toEqual([409, 'policies.changed-meanwhile']);
  const before = await shown();
  expect(before.items).toHaveLength(1);
  expect(before.items[0]).toMatchObject({ version: 1, list: '养老服务清单', unitName: expect.any(String) });
  expect(before.questions.map((one: { code: string }) => one.code)).toEqual(['who', 'age']);
  expect((await publish(1)).body.code).toBe('policies.changed-meanwhile');
  await publish(2);
  expect((await shown()).items[0]).toMatchObject({ version: 2, list: '新的清单' });
  const card = await p.call('worker1', 'GET', `/api/v1/policies/${id}`);
  expect(card.body.versions.map((one: { version: number }) => one.version)).toEqual([2, 1]);
  const catalogue = await p.call('worker1', 'GET', '/api/v1/policies');
  expect(catalogue.body.counts).toEqual({ units: 1, lists: 1, policies: 1 });
  expect((await publish(2, false)).body.published).toBeNull();
  expect((await publish(2, false)).body.code).toBe('policies.not-published');
  expect((await shown()).items).toEqual([]);
  await publish(2);
  p.clock.at += 10 * DAY;
  expect((await shown()).items).toEqual([]);
  expect((await p.call('worker1', 'GET', '/api/v1/policies')).body.items[0].state).toBe('ended');
});

it('has no way to send an answer: one public route, which takes nothing', async () => {
  const document = (await p.call(null, 'GET', '/api/openapi.json')).body;
  const routes = Object.entries(document.paths as Record<string, Record<string, Record<string, unknown>>>)
    .filter(([path]) => path.startsWith('/api/v1/public/polic'))
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, spec]) => ({ path, method, spec })));
  expect(routes.map(({ path, method }) => `${method} ${path}`)).toEqual(['get /api/v1/public/policies']);
  expect(routes[0]?.spec['requestBody']).toBeUndefined();
  expect(routes[0]?.spec['parameters'] ?? []).toEqual([]);
  const answer = await p.call(null, 'GET', '/api/v1/public/policies?age=70');
  expect([answer.status, answer.body.code]).toEqual([400, 'input.invalid']);
});
