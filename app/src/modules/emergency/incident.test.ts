// People written down for an emergency go by its clock, whoever ends it and however.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { runRetention } from '../../engines/register/retention.ts';
import { followIncidents, incidentOf } from './public.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'incidents' });
});
afterAll(() => p.close());

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
async function tell(person: PersonKey, id: string, name: string, form: Record<string, unknown> = {}) {
  const seen = await get(person, `/cases/${id}`);
  const done = await post(person, `/cases/${id}/commands`, {
    commandId: p.ids.next(),
    name,
    baseVersion: seen.body.version,
    occurredAt: p.clock.at,
    form,
  });
  expect(done.status, done.text).toBe(200);
}

it('opens the entry of an emergency once, ends it with it, and deletes its people thirty days later with proof', async () => {
  const emergency = p.ids.next();
  const started = await post('secretary1', '/emergencies', {
    commandId: emergency,
    areaId: p.district.areas.c1,
    risk: 'rainstorm',
    text: '积水上涨，先行转移',
  });
  expect(started.status, started.text).toBe(200);
  expect(await followIncidents(p.product.emergency, 'demo')).toBe(1);
  expect(await followIncidents(p.product.emergency, 'demo')).toBe(0);
  const incident = incidentOf(emergency);
  const entry = await get('worker1', `/registers/incidents/records/${incident}`);
  expect(entry.body.values, entry.text).toMatchObject({
    kind: 'storm',
    beganOn: '2026-07-15',
    endedOn: null,
  });
  const person = p.ids.next();
  const added = await post('worker1', '/registers/incident-people/records', {
    id: person,
    commandId: p.ids.next(),
    areaId: p.district.areas.g1,
    values: {
      incident,
      name: '皇甫待转移',
      address: '槐树路1号楼101',
      phone: '13912345670',
      needs: ['carry'],
    },
  });
  expect(added.status, added.text).toBe(200);

  await tell('member1', emergency, 'confirm-act');
  await tell('secretary1', emergency, 'step-down', { criteria: ['people-safe'], note: '雨停了，水退了' });
  await tell('member1', emergency, 'confirm-act');
  expect(await followIncidents(p.product.emergency, 'demo'), 'recovering is not over').toBe(0);
  p.clock.at += DAY;
  await tell('secretary1', emergency, 'end-emergency', { review: '转移及时，记录齐全，沙袋要早备。' });
  expect(await followIncidents(p.product.emergency, 'demo')).toBe(1);
  expect(await followIncidents(p.product.emergency, 'demo')).toBe(0);
  expect((await get('worker1', `/registers/incident-people/records/${person}`)).body.expiresOn).toBe(
    '2026-08-15',
  );
  p.clock.at = Date.UTC(2026, 7, 16, 2);
  expect(await runRetention(p.product.registers, 'demo')).toBe(1);
  const stones = await get('secretary1', '/registers/incident-people/tombstones');
  expect(stones.body.items).toMatchObject([{ recordId: person, why: 'emergency-over' }]);
});
