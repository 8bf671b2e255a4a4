// What was written down of people for an emergency by one of its forms holds only what the form asks for, and goes on its day with proof,
// whoever ended the emergency.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { runRetention } from '../../engines/register/retention.ts';
import { followIncidents, incidentOf } from './public.ts';

let p: TestProduct;
let emergency: string;
let form: string;
let incident: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'incidents-of-emergencies' });
  emergency = p.ids.next();
});
afterAll(() => p.close());

const create = (person: PersonKey, register: string, values: object) =>
  p.call(person, 'POST', `/api/v1/registers/${register}/records`, {
    body: { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas.c1, values },
  });
async function give(person: PersonKey, name: string, form: object = {}) {
  const { version } = await p.stored(emergency);
  p.clock.at += MINUTE;
  const answer = await p.call(person, 'POST', `/api/v1/cases/${emergency}/commands`, {
    body: { commandId: p.ids.next(), name, baseVersion: version, occurredAt: p.clock.at, form },
  });
  expect(answer.status, answer.text).toBe(200);
}
const entry = (more: object) =>
  create('secretary1', 'incident-entries', {
    incident,
    form,
    name: '秦素珍',
    address: '春阳花园1号楼1单元201',
    ...more,
  });

it('begins with the emergency, once', async () => {
  const body = { commandId: emergency, areaId: p.district.areas.c1, risk: 'epidemic', text: '楼道集中消杀' };
  const begun = await p.call('secretary1', 'POST', '/api/v1/emergencies', { body });
  expect(begun.status, begun.text).toBe(200);
  expect(await followIncidents(p.product.emergency, 'demo')).toBe(1);
  expect(await followIncidents(p.product.emergency, 'demo')).toBe(0);
  incident = incidentOf(emergency);
  const record = await p.call('secretary1', 'GET', `/api/v1/registers/incidents/records/${incident}`);
  expect(record.body, record.text).toMatchObject({
    values: { kind: 'health', endedOn: null, beganOn: '2026-07-15' },
  });
});

it('writes down what the form asks for and nothing beside it', async () => {
  const made = await create('secretary1', 'incident-forms', {
    incident,
    name: '饮用水发放签领',
    task: 'supplies',
    asks: ['people', 'given'],
    why: '按人数发放',
  });
  expect(made.status, made.text).toBe(200);
  form = made.body.id;
  const refused = await entry({ people: 2, phone: '13800001111' });
  expect(refused.body).toMatchObject({
    code: 'registers.invalid',
    errors: [{ path: 'values/phone', code: 'register-not-asked' }],
  });
  expect(refused.text).toContain('电话：这张登记表没有这一栏');
  const taken = await entry({ people: 2, given: '饮用水 2 箱' });
  expect(taken.status, taken.text).toBe(200);
  const path = `/api/v1/registers/incident-entries/records/${taken.body.id}`;
  const edited = await p.call('secretary1', 'PATCH', path, {
    body: { commandId: p.ids.next(), baseVersion: 1, values: { attention: '行动不便' } },
  });
  expect(edited.body.errors).toMatchObject([{ path: 'values/attention', code: 'register-not-asked' }]);
  const looked = await p.call('secretary1', 'GET', `${path}/views`);
  expect(looked.status, looked.text).toBe(200);
});

it('is opened from a template of its task, by those who command there, and counted', async () => {
  const path = `/api/v1/emergencies/${emergency}/forms`;
  const body = { commandId: p.ids.next(), task: 'disinfection' };
  expect((await p.call('worker1', 'POST', path, { body })).body.code).toBe('registers.not-yours');
  const opened = await p.call('secretary1', 'POST', path, { body });
  expect(opened.status, opened.text).toBe(200);
  expect((await p.call('secretary1', 'POST', path, { body })).status, 'sent again it is one').toBe(200);
  const twice = await p.call('secretary1', 'POST', path, { body: { ...body, commandId: p.ids.next() } });
  expect(twice.body.code).toBe('registers.twice');
  const { items } = (await p.call('secretary1', 'GET', path)).body;
  expect(items.map((one: { name: string; entries: number }) => [one.name, one.entries])).toEqual(
    expect.arrayContaining([
      ['饮用水发放签领', 1],
      ['消毒消杀登记', 0],
    ]),
  );
  const counts = (await p.call('admin', 'GET', path)).body.items.map((one: { entries: null }) => one.entries);
  expect(counts).toEqual([null, null]);
});

it('refuses a form of another incident', async () => {
  const other = await create('secretary1', 'incidents', {
    name: '停水',
    kind: 'outage',
    orderedBy: '街道通知',
    beganOn: '2026-07-14',
  });
  const answer = await entry({ incident: other.body.id });
  expect(answer.body.errors).toMatchObject([{ path: 'values/form', code: 'register-form-elsewhere' }]);
});

it('is over on the day when the emergency ended, takes nobody afterwards, and what was held is deleted with proof', async () => {
  await give('member1', 'confirm-act');
  await give('secretary1', 'step-down', { criteria: ['hazard-gone'], note: '消杀完成，无新增' });
  await give('member1', 'confirm-act');
  await give('secretary1', 'end-emergency', { review: '按时完成，物资登记清楚，下次提前备消毒液。' });
  expect(await followIncidents(p.product.emergency, 'demo')).toBe(1);
  expect(await followIncidents(p.product.emergency, 'demo')).toBe(0);
  const record = await p.call('secretary1', 'GET', `/api/v1/registers/incidents/records/${incident}`);
  expect(record.body.values.endedOn).toBe('2026-07-15');
  p.clock.at += DAY;
  expect((await entry({ name: '邵广田' })).body.errors).toMatchObject([{ code: 'register-incident-over' }]);
  p.clock.at += 29 * DAY;
  expect(await runRetention(p.product.registers, 'demo')).toBe(0);
  p.clock.at += 2 * DAY;
  expect(await runRetention(p.product.registers, 'demo')).toBe(1);
  const [stone] = await p.database.owner<{ why: string }>(
    `select why from register_tombstones where register = 'incident-entries'`,
  );
  expect(stone).toMatchObject({ why: 'emergency-over' });
});
