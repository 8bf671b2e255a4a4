// The demo's lists and plans on a small district: they go through every refusal of the product.
import { expect, it } from 'vitest';
import { testProduct } from '../../../test/product.ts';
import { seedPreparedness } from './preparedness.ts';

it('has the duty list signed and published, six risks of which one waits for its receipt, and three plans of which one is overdue', async () => {
  const p = await testProduct({ seed: 'demo-preparedness' });
  const cast = { secretary: 'secretary1', street: 'dispatcher1' } as const;
  await seedPreparedness({
    preparedness: p.product.emergency,
    ids: p.ids,
    async person(user) {
      const actor = await p.actorOf(cast[user]);
      if (actor.kind !== 'staff') throw new Error(user);
      return actor;
    },
  });
  const get = async (path: string) => (await p.call('secretary1', 'GET', `/api/v1/preparedness${path}`)).body;
  const { items } = await get('/documents');
  expect(items.map((one: { kind: { code: string } }) => one.kind.code).sort()).toEqual([
    'duties',
    'plan-community',
    'plan-household',
    'plan-point',
    'risks',
  ]);
  expect(items.every((one: { state: { code: string } }) => one.state.code === 'published')).toBe(true);
  expect(items.filter((one: { reviewDue: boolean }) => one.reviewDue)).toHaveLength(1);
  const risks = (await get(`/risks?areaId=${p.district.areas.c1}`)).items;
  expect(risks).toHaveLength(6);
  expect(risks.filter((one: { report: unknown }) => one.report)).toMatchObject([
    { code: 'underpass', report: { state: { code: 'risk-sent' }, receipt: null } },
  ]);
  expect(await p.doctor()).toEqual([]);
  await p.close();
});
