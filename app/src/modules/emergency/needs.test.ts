// Needs of an emergency from the first call to the check at the place, and the proposal that a person may leave with a reason.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AreaKey, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
let id: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'needs' });
  id = p.ids.next();
  const begun = await p.call('secretary1', 'POST', '/api/v1/emergencies', {
    body: { commandId: id, areaId: p.district.areas.c1, risk: 'rainstorm', text: '积水快到一楼' },
  });
  expect(begun.status, begun.text).toBe(200);
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const get = (person: PersonKey | null, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey | null, path: string, body: unknown = {}) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
const report = (person: PersonKey | null, grid: AreaKey, changes: Record<string, unknown> = {}) =>
  post(person, `/emergencies/${id}/needs`, {
    commandId: p.ids.next(),
    what: 'supplies',
    amount: 30,
    measure: '份',
    text: '地下室二十户没有热水和饭',
    point: p.point(grid),
    ...changes,
  });
async function tell(person: PersonKey, need: string, name: string, form: Record<string, unknown> = {}) {
  const seen = await get(person, `/cases/${need}`);
  return post(person, `/cases/${need}/commands`, {
    commandId: p.ids.next(),
    name,
    baseVersion: seen.body.version ?? 1,
    occurredAt: p.clock.at,
    form,
  });
}
const needs = async () =>
  (await get('dispatcher1', `/emergencies/${id}/needs`)).body.items as {
    id: string;
    state: { code: string };
    what: { code: string };
    unit: string | null;
    delivered: number;
    suggested: { unit: string; name: string; load: number; metres: number } | null;
  }[];

it('is reported by whoever works at the place, inside the emergency, once', async () => {
  expect((await report(null, 'g1')).status).toBe(401);
  expect((await report('worker1', 'g2')).body.code).toBe('emergency.not-your-place');
  expect((await report('worker3', 'g3')).body).toMatchObject({
    code: 'emergency.place-outside',
    errors: [{ path: 'point' }],
  });
  expect((await report('worker1', 'g1', { amount: 0 })).status).toBe(400);
  expect((await report('worker1', 'g1', { who: '张三' })).status, 'no field for a name').toBe(400);
  expect(await needs()).toEqual([]);
  const commandId = p.ids.next();
  const first = await report('worker1', 'g1', { commandId });
  expect(first.status, first.text).toBe(200);
  expect((await report('worker1', 'g1', { commandId })).body.number).toBe(first.body.number);
  expect((await report('worker2', 'g2', { what: 'rescue', amount: 2, measure: '人' })).status).toBe(200);
  expect((await needs()).map((one) => one.state.code)).toEqual(['need-open', 'need-open']);
});

it('is proposed to teams of the place; whoever decides otherwise says why', async () => {
  expect((await post('worker1', `/emergencies/${id}/dispatch-plan`)).body.code).toBe(
    'emergency.not-your-place',
  );
  const planned = await post('dispatcher1', `/emergencies/${id}/dispatch-plan`);
  expect(planned.body, planned.text).toEqual({ open: 2, suggested: 2 });
  const [rescue, supplies] = await needs();
  const own = [p.district.units['committee1'], p.district.units['firm']];
  for (const need of [rescue, supplies]) expect(own).toContain(need?.suggested?.unit);
  const queued = (await get('dispatcher1', '/work')).body.now as { id: string }[];
  expect(queued.map((one) => one.id)).toContain(rescue?.id);

  const street = p.district.units['street1'];
  const silent = await tell('dispatcher1', supplies?.id ?? '', 'match-need', { unit: street });
  expect(silent.body).toMatchObject({ code: 'cases.need-override', errors: [{ path: 'form/reason' }] });
  const other = await tell('dispatcher1', supplies?.id ?? '', 'match-need', {
    unit: street,
    reason: '街道食堂已做好饭',
  });
  expect(other.status, other.text).toBe(200);
  const followed = await tell('dispatcher1', rescue?.id ?? '', 'match-need', {
    unit: rescue?.suggested?.unit,
  });
  expect(followed.status, followed.text).toBe(200);
  expect((await post('dispatcher1', `/emergencies/${id}/dispatch-plan`)).body).toEqual({
    open: 0,
    suggested: 0,
  });
});

it('comes in parts, and is met only when somebody at the place says that it was enough', async () => {
  const supplies = (await needs()).find((one) => one.what.code === 'supplies');
  const need = supplies?.id ?? '';
  expect((await tell('officer1', need, 'start-need')).status).toBe(200);
  expect((await tell('officer1', need, 'deliver-need', { amount: 12 })).body.case.state.code).toBe(
    'need-under-way',
  );
  expect((await tell('officer1', need, 'deliver-need', { amount: 18 })).body.case.state.code).toBe(
    'need-delivered',
  );
  expect((await tell('officer1', need, 'check-need', { enough: true, note: '够了' })).body.code).toBe(
    'cases.verifier-handled',
  );
  const short = await tell('worker1', need, 'check-need', { enough: false, note: '还有六户没有' });
  expect(short.body.case.state.code, short.text).toBe('need-open');
  expect((await needs()).find((one) => one.id === need)).toMatchObject({
    unit: null,
    delivered: 0,
    suggested: null,
  });
});

it('shows who has how much in hand, which clock runs, and what the reader may do', async () => {
  const seen = (await get('dispatcher1', `/emergencies/${id}/needs`)).body;
  expect(seen).toMatchObject({ span: 7, mayReport: true, mayDecide: true });
  const rescue = seen.items.find((one: { what: { code: string } }) => one.what.code === 'rescue');
  expect(rescue).toMatchObject({
    vital: true,
    areaName: '槐树第二网格',
    clock: { name: 'start-need', late: false },
  });
  const holder = seen.teams.find((one: { name: string }) => one.name === rescue.unit);
  expect(holder).toMatchObject({ load: 1 });
  expect((await get('worker1', `/emergencies/${id}/needs`)).body).toMatchObject({
    mayReport: true,
    mayDecide: false,
  });
});

it('is asked for by a resident without an account, who follows it and has the last word', async () => {
  const ask = (changes: Record<string, unknown> = {}) =>
    post(null, '/public/needs', {
      commandId: p.ids.next(),
      proof: 'only-this-phone-knows-it',
      what: 'medical',
      people: 1,
      text: '家里停水，老人的药没有了',
      point: p.point('g1'),
      ...changes,
    });
  expect((await get(null, '/public/emergencies')).body.items).toMatchObject([
    { risk: { code: 'rainstorm' }, areaName: '槐树社区' },
  ]);
  expect((await ask({ point: p.point('g3') })).body).toMatchObject({
    code: 'emergency.none-here',
    errors: [{ path: 'point' }],
  });
  expect((await ask({ point: undefined })).body.code).toBe('emergency.place-missing');
  expect((await ask({ people: 0 })).status).toBe(400);
  const commandId = p.ids.next();
  const reporter = { name: '林阿姨', phone: '13812345678' };
  const asked = await ask({ commandId, reporter });
  expect(asked.status, asked.text).toBe(200);
  expect((await ask({ commandId, reporter })).body, 'sent again: the same').toEqual(asked.body);
  expect((await ask({ commandId, proof: 'somebody-else-sends-it' })).body.code).toBe(
    'cases.command-id-reused',
  );

  const listed = (await get('dispatcher1', `/emergencies/${id}/needs`)).body.items;
  const need = listed.find((one: { number: string }) => one.number === asked.body.number);
  expect(need).toMatchObject({ asked: true, vital: true, channel: { code: 'portal' } });
  expect(JSON.stringify(listed), 'no name and no number in the list').not.toMatch(/林|138/);
  expect((await get('dispatcher1', `/cases/${need.id}`)).body.reporter.masked.phone).toBe('138****5678');

  expect((await tell('dispatcher1', need.id, 'match-need', { unit: p.district.units['firm'] })).status).toBe(
    200,
  );
  expect((await tell('property', need.id, 'deliver-need', { amount: 1 })).body.case.state.code).toBe(
    'need-delivered',
  );
  const key = { code: asked.body.follow.code, phoneTail: '5678' };
  const followed = await post(null, '/public/follow', key);
  expect(followed.body.state.code, followed.text).toBe('need-delivered');
  expect(followed.body.actions.map((one: { name: string }) => one.name)).toContain('answer-need');
  expect(followed.body.timeline.map((one: { name: string }) => one.name)).toEqual([
    'file',
    'match-need',
    'deliver-need',
  ]);
  const answer = await post(null, '/public/follow/commands', {
    ...key,
    commandId: p.ids.next(),
    name: 'answer-need',
    baseVersion: followed.body.version,
    form: { fixed: 'no' },
  });
  expect(answer.body.case.state.code, answer.text).toBe('need-open');
  const gone = await post(null, '/public/follow/commands', {
    ...key,
    commandId: p.ids.next(),
    name: 'withdraw-need',
    baseVersion: answer.body.case.version,
    form: {},
  });
  expect(gone.body.case.state.code, gone.text).toBe('need-struck');
});

it('is written down at the telephone with whoever called, who follows it too', async () => {
  const called = await report('dispatcher1', 'g2', {
    channel: 'phone',
    caller: { name: '王先生', phone: '13900001111', wantsReply: true },
  });
  expect(called.status, called.text).toBe(200);
  expect(called.body.follow.code).toMatch(/^[0-9A-Z-]{12}$/);
  expect((await report('dispatcher1', 'g2', { channel: 'phone', caller: { phone: '12' } })).status).toBe(400);
});
