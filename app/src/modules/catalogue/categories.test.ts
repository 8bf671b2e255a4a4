// Categories are edited by those who may, and one that open cases use stays.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase, must } from '../../../test/case-desk.ts';
import { type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'categories' });
});
afterAll(() => p.close());

const CODE = 'utility.streetlight';
type Stored = Record<string, unknown> & { code: string; version: number };

async function retire(person: PersonKey) {
  const { items } = (await p.call('admin', 'GET', '/api/v1/categories')).body as { items: Stored[] };
  const {
    version,
    name: _name,
    groupLabel: _label,
    ...category
  } = items.find((one) => one.code === CODE) as Stored;
  const limits = (category['limits'] as Record<string, unknown>[]).map(({ outcome, label, limit }) => ({
    outcome,
    label,
    limit: { n: (limit as { n: number }).n, unit: (limit as { unit: string }).unit },
  }));
  const body = { ...category, limits, retired: true, baseVersion: version };
  return p.call(person, 'POST', '/api/v1/categories', { body });
}

it('a category that open cases use is not retired, also when its editor can see none of them', async () => {
  const lamp = await fileCase(p, 'worker1', { category: CODE, text: '路灯不亮' });
  expect((await retire('dispatcher1')).status).toBe(403);
  const refused = await retire('admin');
  expect([refused.status, refused.body.code, refused.body.errors?.[0]?.path]).toEqual([
    409,
    'catalogue.in-use',
    'retired',
  ]);
  expect(refused.body.detail).toContain('1 件');

  await bring(p, lamp.id, 'checking');
  await must(p, 'verifier', lamp.id, 'verify', { result: 'pass' });
  const retired = await retire('admin');
  expect(retired.status, retired.text).toBe(200);
  const late = await p.call('worker1', 'POST', '/api/v1/cases', {
    body: {
      commandId: p.ids.next(),
      kind: 'incident',
      category: CODE,
      text: '路灯又不亮',
      point: p.point('g1', 3),
    },
  });
  expect([late.status, late.body.code]).toEqual([400, 'cases.unknown-category']);
});
