// Awkward days of the acceptance journeys that no other file plays: through the API with the whole product.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, fileCase, follow, give, must } from '../../../test/case-desk.ts';
import { HOUR, MINUTE, PRODUCT_NOW, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'awkward-days' });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

/** A road between two grids: the same cover seen from either side. */
const west = { lng: 120.3899, lat: 36.2951 };
const east = { lng: 120.3901, lat: 36.2951 };
const followed = async (code: string, phoneTail?: string) =>
  (
    await p.call(null, 'POST', '/api/v1/public/follow', {
      body: { code, ...(phoneTail ? { phoneTail } : {}) },
    })
  ).body;

it('journey 1: a cover on the line of two grids is one case of whoever came first, and both see why', async () => {
  p.clock.at = PRODUCT_NOW + 21 * HOUR + 40 * MINUTE;
  const first = await fileCase(p, 'worker1', { text: '界路井盖缺失，已放锥桶', point: west });
  await must(p, 'worker1', first.id, 'note', { note: '先围好了，我守到来人' });

  // The other one is shown it before a second ticket begins, and stands behind it.
  p.clock.at += 3 * MINUTE;
  const words = encodeURIComponent('界路上井盖没了');
  const near = await p.call(
    'worker2',
    'GET',
    `/api/v1/cases/duplicates?category=utility.manhole&lng=${east.lng}&lat=${east.lat}&text=${words}`,
  );
  expect(near.body.items[0]).toMatchObject({ id: first.id, number: first.number });
  const joined = await p.call('worker2', 'POST', `/api/v1/cases/${first.id}/join`, {
    body: { commandId: p.ids.next(), text: '我这边也看到了' },
  });
  expect(joined.status, joined.text).toBe(200);
  expect(joined.body).toMatchObject({ number: first.number, joined: 1 });
  expect(await followed(joined.body.follow.code)).toMatchObject({ number: first.number });

  // A third report came from a phone without signal: a ticket of its own, until the street makes them one.
  const twin = await fileCase(p, 'worker2', {
    text: '界路井盖不见了',
    point: east,
    occurredAt: p.clock.at - 10 * MINUTE,
  });
  expect((await p.stored(twin.id)).row['area_id']).toBe(p.district.areas.g2);
  await must(p, 'dispatcher1', twin.id, 'merge', {
    into: first.number,
    note: '同一个井盖，先到的网格接着办',
  });
  const seen = (await p.call('worker2', 'GET', `/api/v1/cases/${twin.id}`)).body;
  expect(seen.state.code).toBe('merged');
  expect(seen.related).toMatchObject([{ number: first.number, relation: 'merged-into' }]);
  expect(JSON.stringify(seen.timeline)).toContain('先到的网格接着办');
  const kept = (await p.call('worker1', 'GET', `/api/v1/cases/${first.id}`)).body;
  expect(kept.state.code).toBe('reported');
  expect(kept.place.areaId).toBe(p.district.areas.g1);

  // Nobody on either side can push it over the line, and no second one lives on.
  for (const worker of ['worker1', 'worker2'] as const) {
    const away = await give(p, worker, first.id, 'decline', { reason: 'not-ours', whereTo: '对面网格' });
    expect([403, 404]).toContain(away.status);
    const apart = await give(p, worker, twin.id, 'unmerge', { reason: '不归我' });
    expect([403, 404]).toContain(apart.status);
  }
  const open = await p.call('dispatcher1', 'GET', '/api/v1/cases?view=all&open=1');
  expect(
    (open.body.items as { id: string }[]).filter((one) => [first.id, twin.id].includes(one.id)),
  ).toHaveLength(1);
  await bring(p, first.id, 'verified');
  expect((await p.stored(first.id)).state).toBe('closed');
});

it('journey 6: solved and not satisfied both stand, and the new demand gets a path of its own', async () => {
  p.clock.at = PRODUCT_NOW + 48 * HOUR;
  const reporter = { name: '周明', phone: '13712340066' };
  const lamp = await fileCase(p, null, {
    category: 'utility.streetlight',
    text: '路灯不亮，摔了一跤',
    reporter,
  });
  await bring(p, lamp.id, 'verified');
  const key = { code: lamp.code, phoneTail: '0066' };
  const answer = { fixed: 'yes', rating: 1, note: '灯亮了，但摔坏的手机没人赔' };
  expect((await follow(p, key, lamp.id, 'confirm', answer)).status).toBe(200);
  const outcome = { closed: true, solved: 'yes', confirmed: 'yes', rating: 1 };
  expect((await followed(key.code, key.phoneTail)).outcome).toMatchObject(outcome);

  // The demand is another matter: another number, other clocks, and the two know of each other.
  const filing = {
    commandId: p.ids.next(),
    kind: 'request',
    text: '路灯不亮时摔坏手机，要求赔偿',
    areaId: p.district.areas.g1,
    reporter,
  };
  const report = (followUpOf: object) =>
    p.call(null, 'POST', '/api/v1/public/follow/cases', { body: { ...filing, followUpOf } });
  const before = await p.stored(lamp.id);
  // Only whoever follows the lamp can tie something to it; a refusal leaves nothing behind.
  const strange = await report({ code: 'ZZZZ-ZZZ-ZZZ' });
  expect([strange.status, strange.body.code, strange.body.errors[0].path]).toEqual([
    404,
    'cases.follow-unknown',
    'followUpOf/code',
  ]);
  const tail = await report({ code: lamp.code, phoneTail: '0000' });
  expect([tail.status, tail.body.code, tail.body.errors[0].path]).toEqual([
    403,
    'cases.follow-tail',
    'followUpOf/phoneTail',
  ]);
  expect(await p.database.owner('select 1 from cases where id = $1', [filing.commandId])).toEqual([]);
  expect(await p.stored(lamp.id)).toEqual(before);
  const filed = await report(key);
  expect(filed.status, filed.text).toBe(200);
  const demand = { id: filing.commandId, number: filed.body.case.number as string };
  expect(demand.number).not.toBe(lamp.number);
  // Sent again it is the same one, and the lamp is told once.
  const again = await report(key);
  expect([again.status, again.body.case.number, again.body.follow]).toEqual([
    200,
    demand.number,
    filed.body.follow,
  ]);
  const told = await p.stored(lamp.id);
  expect([told.steps, told.state]).toEqual([before.steps + 1, 'closed']);
  expect((await p.call('chief', 'GET', `/api/v1/cases/${lamp.id}`)).body.related).toMatchObject([
    { number: demand.number, relation: 'related' },
  ]);
  expect(await followed(filed.body.follow.code, '0066')).toMatchObject({ followUpOf: lamp.number });
  // Of the demand the followers of the lamp learn nothing.
  expect(JSON.stringify(await followed(key.code, key.phoneTail))).not.toContain(demand.number);
  const shown = (await p.call('dispatcher1', 'GET', `/api/v1/cases/${demand.id}`)).body;
  expect(shown.related).toMatchObject([{ number: lamp.number }]);
  expect(shown.state.code).toBe('reported');

  // Nobody of the house can answer or rate in their place, and the figures count both truths.
  for (const person of ['dispatcher1', 'urban', 'hotline', 'verifier'] as const)
    expect((await give(p, person, lamp.id, 'rate', { rating: 5 })).status).toBeGreaterThanOrEqual(403);
  expect((await p.call('chief', 'GET', `/api/v1/cases/${lamp.id}`)).body.outcome).toMatchObject(outcome);
  const counts = (await p.call('chief', 'GET', `/api/v1/appraisal/cases/${lamp.id}`)).body.counts;
  expect(counts).toMatchObject({ answer: 'yes', rating: 1 });
  const { total } = (await p.call('chief', 'GET', '/api/v1/appraisal/rates')).body;
  expect(total.numbers).toMatchObject({
    'solved-of': 1,
    'solved-in': 1,
    'satisfied-of': 1,
    'satisfied-in': 0,
  });
});
