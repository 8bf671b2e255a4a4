// The demo's emergencies on a small district: they go through every refusal of the product, and leave screens with something to see.
import { expect, it } from 'vitest';
import { testProduct } from '../../../test/product.ts';
import { seedEmergencies } from './emergency.ts';

it('tells a rainstorm to its review and leaves a response of one’s own running, with needs in different states', async () => {
  const p = await testProduct({ seed: 'demo-emergency' });
  const cast = { secretary: 'secretary1', worker: 'worker1', street: 'dispatcher1' } as const;
  await seedEmergencies({
    emergency: p.product.emergency,
    ids: p.ids,
    async person(user) {
      const actor = await p.actorOf(cast[user]);
      if (actor.kind !== 'staff') throw new Error(user);
      return actor;
    },
  });
  const { items } = (await p.call('secretary1', 'GET', '/api/v1/emergencies')).body;
  expect(items.map((one: { state: { code: string } }) => one.state.code)).toEqual([
    'emergency-in-force',
    'emergency-ended',
  ]);
  const needsOf = async (id: string) =>
    (await p.call('dispatcher1', 'GET', `/api/v1/emergencies/${id}/needs`)).body.items.map(
      (one: { state: { code: string } }) => one.state.code,
    );
  expect(await needsOf(items[0].id)).toEqual(['need-open', 'need-matched']);
  expect(await needsOf(items[1].id)).toEqual(['need-closed', 'need-closed']);
  expect((await p.call('worker1', 'GET', '/api/v1/emergencies/mine')).body.cards).toHaveLength(1);
  expect(await p.doctor()).toEqual([]);
  await p.close();
});
