// The demo's exercises on the small district: they go through every refusal of the product and leave screens with something to see.
import { expect, it } from 'vitest';
import { testProduct } from '../../../test/product.ts';
import { seedDrills } from './drills.ts';
import { seedEmergencies } from './emergency.ts';

it('has a drill with something to improve, one that is planned, a check with its numbers, and a recovery with two open lines', async () => {
  const p = await testProduct({ seed: 'demo-drills' });
  const cast = { secretary: 'secretary1', worker: 'worker1', street: 'dispatcher1' } as const;
  const person = async (user: keyof typeof cast) => {
    const actor = await p.actorOf(cast[user]);
    if (actor.kind !== 'staff') throw new Error(user);
    return actor;
  };
  await seedEmergencies({ emergency: p.product.emergency, ids: p.ids, person });
  await seedDrills({ emergency: p.product.emergency, ids: p.ids, person });
  const get = async (path: string) => (await p.call('secretary1', 'GET', `/api/v1${path}`)).body;
  const drills = (await get('/drills')).items;
  expect(drills.map((one: { state: { code: string } }) => one.state.code)).toEqual([
    'drill-planned',
    'drill-closed',
  ]);
  expect(drills[1]).toMatchObject({ findings: 1, openFindings: 1, musterMinutes: 7, people: 47 });
  const [row] = (await get(`/readiness?areaId=${p.district.areas.c1}`)).rows;
  expect(row).toMatchObject({ reach: { asked: 3, answered: 2 }, muster: { arrived: 11, wanted: 12 } });
  const { items } = await get('/improvements');
  expect(items.map((one: { source: { code: string } }) => one.source.code).sort()).toEqual([
    'drill',
    'review',
  ]);
  expect(await p.doctor()).toEqual([]);
  await p.close();
});
