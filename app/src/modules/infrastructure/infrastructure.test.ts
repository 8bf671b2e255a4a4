// The survey: only what is sound counts, the nearest standard holds, and from a gap one retrofit is opened that others accept.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { gapsOf, type Rule } from './gaps.ts';

let p: TestProduct;
let rule: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'infrastructure' });
});
afterAll(() => p.close());

const API = '/api/v1/infrastructure';
async function made(
  register: string,
  area: 'g1' | 'g2' | 'c1' | 'd',
  values: object,
  person: PersonKey = 'secretary1',
) {
  const answer = await p.call(person, 'POST', `/api/v1/registers/${register}/records`, {
    body: { id: p.ids.next(), commandId: p.ids.next(), areaId: p.district.areas[area], values },
  });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.id as string;
}
const survey = async () => (await p.call('secretary1', 'GET', `${API}?areaId=${p.district.areas.c1}`)).body;
const open = (person: PersonKey, changes: object = {}) =>
  p.call(person, 'POST', `${API}/retrofits`, {
    body: {
      commandId: p.ids.next(),
      ruleId: rule,
      areaId: p.district.areas.c1,
      text: '水泵只有一台能用，建议添置一台',
      ...changes,
    },
  });

it('reckons need minus what is sound, by the standard set closest to the place', () => {
  const base = { name: '', source: '', buildings: null } as const;
  const far: Rule = { ...base, id: 'far', kind: 'pump', pieces: 1, forEach: 'community', areaPath: '0/' };
  const near: Rule = { ...far, id: 'near', pieces: 3, areaPath: '0/1/' };
  const each: Rule = {
    ...base,
    id: 'each',
    kind: 'hydrant',
    pieces: 2,
    forEach: 'buildings',
    buildings: 10,
    areaPath: '0/',
  };
  const place = { id: 'c', name: '', path: '0/1/2/', level: 'community', buildings: 21 };
  const asset = { kind: 'pump', pieces: 2, areaPath: '0/1/2/3/' };
  const found = gapsOf(
    [far, near, each],
    [place],
    [
      { ...asset, condition: 'sound' },
      { ...asset, condition: 'worn' },
      { ...asset, condition: 'sound', areaPath: '0/1/20/' },
    ],
  );
  expect(
    found.map(({ rule: { id }, need, sound, unsound, lacking }) => ({ id, need, sound, unsound, lacking })),
  ).toEqual([
    { id: 'each', need: 6, sound: 0, unsound: 0, lacking: 6 },
    { id: 'near', need: 3, sound: 2, unsound: 2, lacking: 1 },
  ]);
  expect(gapsOf([each], [{ ...place, buildings: 0 }], [])[0]?.lacking).toBe(0);
});

it('shows stock, looks that are due, and gaps', async () => {
  rule = await made(
    'infrastructure-rules',
    'd',
    { name: '每个社区两台水泵', kind: 'pump', pieces: 2, forEach: 'community', source: '区防汛方案' },
    'admin',
  );
  await made(
    'infrastructure-rules',
    'd',
    { name: '每个网格一处大喇叭', kind: 'siren', pieces: 1, forEach: 'grid', source: '区预案' },
    'admin',
  );
  const pump = {
    kind: 'pump',
    address: '车库',
    condition: 'sound',
    inspectBy: '2026-07-14',
    lng: 120.3851234,
    lat: 36.2951234,
  };
  await made('infrastructure', 'g1', { name: '水泵甲', ...pump });
  await made('infrastructure', 'g2', { name: '水泵乙', ...pump, condition: 'broken' });
  await made('infrastructure', 'g1', { name: '大喇叭', kind: 'siren', address: '屋顶', condition: 'sound' });
  const found = await survey();
  expect(found.items.find((one: { name: string }) => one.name === '水泵甲')).toMatchObject({
    inspectionDue: true,
    point: { lng: 120.385123, lat: 36.295123 },
  });
  const lacking = found.gaps.filter((one: { lacking: number }) => one.lacking > 0);
  expect(
    lacking.map((one: { kind: { code: string }; place: { name: string }; lacking: number }) => [
      one.kind.code,
      one.place.name,
      one.lacking,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['pump', '槐树社区', 1],
      ['siren', '槐树第二网格', 1],
    ]),
  );
  expect(lacking).toHaveLength(2);
});

it('opens one retrofit for a gap, by those who answer for the place; it goes budget, works, acceptance by another', async () => {
  expect((await open('worker1')).body.code).toBe('infrastructure.not-yours');
  expect((await open('secretary2')).body.code).toBe('infrastructure.not-yours');
  expect((await open('secretary1', { ruleId: p.ids.next() })).body.code).toBe('infrastructure.rule-unknown');
  const done = await open('secretary1');
  expect(done.status, done.text).toBe(200);
  expect((await open('secretary1')).body).toMatchObject({
    code: 'infrastructure.open-already',
    params: { number: done.body.number },
  });
  const gap = (await survey()).gaps.find((one: { kind: { code: string } }) => one.kind.code === 'pump');
  expect(gap.retrofit.id).toBe(done.body.id);
  const give = async (person: PersonKey, name: string, form: object) => {
    p.clock.at += MINUTE;
    const { version } = await p.stored(done.body.id);
    return p.call(person, 'POST', `/api/v1/cases/${done.body.id}/commands`, {
      body: { commandId: p.ids.next(), name, baseVersion: version, occurredAt: p.clock.at, form },
    });
  };
  const firm = p.district.units['committee1'];
  expect((await give('secretary1', 'give-works', { unit: firm, days: 20 })).body.code).toBe(
    'cases.not-possible',
  );
  expect((await give('secretary1', 'set-budget', { yuan: 18_000, source: '老旧小区改造资金' })).status).toBe(
    200,
  );
  expect((await give('secretary1', 'give-works', { unit: firm, days: 20 })).status).toBe(200);
  expect((await give('secretary1', 'finish-works', { note: '装好一台' })).status).toBe(200);
  expect((await give('secretary1', 'accept-works', { passed: true, note: '都好' })).body.code).toBe(
    'cases.verifier-handled',
  );
  const back = await give('member1', 'accept-works', { passed: false, note: '没接电' });
  expect(back.body.case?.state.code ?? back.text).toBe('retrofit-works');
  expect((await give('secretary1', 'finish-works', { note: '已接电' })).status).toBe(200);
  expect((await give('verifier', 'accept-works', { passed: true, pieces: 1, note: '抽水正常' })).status).toBe(
    200,
  );
  expect((await p.stored(done.body.id)).state).toBe('retrofit-done');
  expect(await p.doctor()).toEqual([]);
});
