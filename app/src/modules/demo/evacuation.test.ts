// The demo's warning, roster, shelters and list of transfers on a small district: they go through every refusal of the product.
import { expect, it } from 'vitest';
import { testProduct } from '../../../test/product.ts';
import { seedEmergencies } from './emergency.ts';
import { seedEvacuation } from './evacuation.ts';

it('leaves a warning, a week of duty with a gap, two shelters, a button and a list with somebody told and somebody who refuses', async () => {
  const p = await testProduct({ seed: 'demo-evacuation' });
  const cast = { secretary: 'secretary1', worker: 'worker1', street: 'dispatcher1' } as const;
  const person = async (user: keyof typeof cast) => {
    const actor = await p.actorOf(cast[user]);
    if (actor.kind !== 'staff') throw new Error(user);
    return actor;
  };
  for (const [at, name] of ['甲', '乙', '丙'].entries()) {
    const made = await p.call('worker1', 'POST', '/api/v1/registers/care/records', {
      body: {
        ...{ id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.g1 },
        values: { name: `欧阳${name}`, address: `槐树路1号楼1单元10${at}`, needs: ['power'] },
        consent: { givenBy: 'self', onDay: '2026-07-01', edition: 1 },
      },
    });
    expect(made.status, made.text).toBe(200);
  }
  await seedEmergencies({ emergency: p.product.emergency, ids: p.ids, person });
  await seedEvacuation({ emergency: p.product.emergency, ids: p.ids, person });
  const get = async (path: string) => (await p.call('secretary1', 'GET', `/api/v1${path}`)).body;
  expect((await get('/warnings')).items).toMatchObject([{ colour: 'yellow', state: { code: 'in-force' } }]);
  const roster = await get(`/roster?areaId=${p.district.areas.c1}`);
  expect([roster.now?.deskTitle, roster.gaps.length > 0]).toEqual(['专职网格员', true]);
  expect((await get('/shelters')).items.map((one: { open: boolean }) => one.open).sort()).toEqual([
    false,
    true,
  ]);
  expect((await get('/call-devices')).items).toHaveLength(1);
  const [running] = (await get('/emergencies')).items;
  const list = await get(`/emergencies/${running.id}/transfers`);
  expect(list.items.map((one: { state: string }) => one.state)).toEqual(['refused', 'to-notify', 'notified']);
  expect(await p.doctor()).toEqual([]);
  await p.close();
});
