// Visits by appointment: places and posts, the resident's word by a link code, and nothing kept but what they want passed on.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';

let p: TestProduct;
let campaignId: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'visits' });
  campaignId = p.ids.next();
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const post = (person: PersonKey | null, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
const campaign = (changes: Record<string, unknown> = {}) => ({
  id: campaignId,
  title: '送政策、问需求、解难题',
  purpose: '问问您有什么要帮忙的',
  areaId: p.district.areas.c1,
  startsOn: '2026-07-15',
  endsOn: '2026-08-15',
  policyIds: [],
  ...changes,
});
const place = (label: string, changes: Record<string, unknown> = {}) => ({
  id: p.ids.next(),
  kind: 'household',
  label,
  areaId: p.district.areas.g1,
  ...changes,
});
const add = (targets: unknown[], id = campaignId) =>
  post('secretary1', `/visits/campaigns/${id}/targets`, { targets });
async function mine(label: string, person: PersonKey = 'worker1') {
  const answer = await p.call(person, 'GET', '/api/v1/visits/mine');
  return answer.body.items.find((one: { label: string }) => one.label === label);
}
async function offered(label: string) {
  const target = await mine(label);
  const times = [p.clock.at + DAY, p.clock.at + DAY + HOUR];
  const answer = await post('worker1', `/visits/targets/${target.id}/offer`, {
    baseVersion: target.version,
    times,
  });
  expect(answer.status, answer.text).toBe(200);
  return { ...answer.body, times } as { id: string; version: number; code: string; times: number[] };
}
const record = (person: PersonKey, id: string, body: Record<string, unknown>) =>
  post(person, `/visits/targets/${id}/record`, {
    commandId: p.ids.next(),
    outcome: 'visited',
    needs: [],
    withAddress: false,
    ...body,
  });

it('is planned by those who answer for the area, with places and no people', async () => {
  for (const person of ['worker1', 'secretary2', 'urban'] as const)
    expect([person, (await post(person, '/visits/campaigns', campaign())).body.code]).toEqual([
      person,
      'visits.not-your-area',
    ]);
  expect((await post('secretary1', '/visits/campaigns', campaign({ endsOn: '2026-07-01' }))).body.code).toBe(
    'visits.dates',
  );
  expect((await post('secretary1', '/visits/campaigns', campaign({ areaId: p.ids.next() }))).status).toBe(
    400,
  );
  const opened = await post('secretary1', '/visits/campaigns', campaign());
  expect(opened.status, opened.text).toBe(200);

  const named = await add([{ ...place('3 号楼 101'), name: '王某' }]);
  expect([named.status, named.body.code]).toEqual([400, 'input.invalid']);
  const outside = await add([place('别处', { areaId: p.district.areas.g3 })]);
  expect([outside.status, outside.body.errors[0].path]).toEqual([400, 'targets/0/areaId']);
  const added = await add([
    place('3 号楼 101'),
    place('3 号楼 102'),
    place('3 号楼 103'),
    place('小卖部', { kind: 'firm' }),
    place('3号楼101'),
  ]);
  // The same door written differently is one place.
  expect(added.body).toEqual({ added: 4, optedOut: 0, twice: 1 });
  expect((await mine('3 号楼 101')).post.id).toBe(p.district.posts.worker1);
  expect((await p.call('worker2', 'GET', '/api/v1/visits/mine')).body.items).toEqual([]);
  const foreign = await p.call('secretary2', 'GET', `/api/v1/visits/campaigns/${campaignId}`);
  expect([foreign.status, foreign.body.code]).toEqual([404, 'visits.campaign-unknown']);
});

it('is agreed first: the resident chooses a time by the code, and the visit files what they want passed on', async () => {
  const target = await mine('3 号楼 101');
  const early = await record('worker1', target.id, { baseVersion: target.version });
  expect([early.status, early.body.code]).toEqual([409, 'visits.appointment-first']);
  const past = await post('worker1', `/visits/targets/${target.id}/offer`, {
    baseVersion: target.version,
    times: [p.clock.at - 1],
  });
  expect(past.body.code).toBe('visits.times-past');
  const { id, code, times } = await offered('3 号楼 101');

  expect((await post(null, '/public/visits/link', { code: 'AAAA-AAA-AAA' })).body.code).toBe(
    'visits.link-unknown',
  );
  const seen = await post(null, '/public/visits/link', { code: code.toLowerCase() });
  expect(seen.body).toMatchObject({ state: 'offered', offered: times, who: { post: '专职网格员' } });
  expect(seen.text).not.toContain('测试worker1');
  expect((await post(null, '/public/visits/answer', { code, answer: 'accept', at: 5 })).body.code).toBe(
    'visits.time-gone',
  );
  const accepted = await post(null, '/public/visits/answer', { code, answer: 'accept', at: times[1] });
  expect(accepted.body).toMatchObject({ state: 'accepted', chosenAt: times[1] });
  expect((await p.call('worker1', 'GET', '/api/v1/notices')).text).toContain('选好了走访时间');

  const { version } = await mine('3 号楼 101');
  const stranger = await record('worker2', id, { baseVersion: version });
  expect([stranger.status, stranger.body.code]).toEqual([403, 'visits.not-your-visit']);
  const body = {
    commandId: p.ids.next(),
    baseVersion: version,
    needs: [{ commandId: p.ids.next(), text: '楼道灯坏了，晚上看不见' }],
  };
  const done = await record('worker1', id, body);
  expect(done.status, done.text).toBe(200);
  expect(done.body.cases).toHaveLength(1);
  // The lost answer sent again: the same case and the same code.
  expect((await record('worker1', id, body)).body).toEqual(done.body);
  const followed = await post(null, '/public/follow', { code: done.body.cases[0].code });
  expect(followed.body).toMatchObject({ text: '楼道灯坏了，晚上看不见', address: '' });
  const again = await record('worker1', id, { baseVersion: version + 1 });
  expect(again.body.code).toBe('visits.already-visited');
  const view = await p.call('secretary1', 'GET', `/api/v1/visits/campaigns/${campaignId}?state=visited`);
  expect(view.body).toMatchObject({ total: 4, needs: 1 });
  expect(view.body.targets.map((one: { caseIds: string[] }) => one.caseIds)).toEqual([
    [body.needs[0]?.commandId],
  ]);
  expect(view.body.counts).toContainEqual({ state: 'visited', n: 1 });
  const from = new Date(p.clock.at).toISOString().slice(0, 10);
  const diary = await p.call('worker1', 'GET', `/api/v1/rhythm/diary?from=${from}&to=${from}`);
  expect(diary.body.days[0].lines.map((one: { label: string }) => one.label)).toContain('走访');
  expect(diary.text).not.toContain('3 号楼 101');
});

it('keeps neither photo nor family nor position: there is no field for them', async () => {
  const target = await mine('3 号楼 102');
  for (const extra of [{ photos: [] }, { family: 3 }, { point: { lng: 120, lat: 36 } }]) {
    const answer = await record('worker1', target.id, { baseVersion: target.version, ...extra });
    expect([answer.status, answer.body.code]).toEqual([400, 'input.invalid']);
  }
  const columns = await p.database.owner<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name like 'visit\\_%'`,
  );
  expect(columns.map((one) => one.name).join(' ')).not.toMatch(/photo|lng|lat\b|person|family|name|phone/);
});

it('ends with a word of the resident: declined this time, or never again, also in later campaigns', async () => {
  const first = await offered('3 号楼 102');
  await post(null, '/public/visits/answer', { code: first.code, answer: 'decline' });
  const declined = await record('worker1', first.id, { baseVersion: first.version + 1 });
  expect([declined.status, declined.body.code]).toEqual([409, 'visits.no-visit-wanted']);

  const second = await offered('3 号楼 103');
  const out = await post(null, '/public/visits/answer', { code: second.code, answer: 'opt-out' });
  expect(out.body.state).toBe('opted-out');
  expect(await mine('3 号楼 103')).toBeUndefined();
  const later = p.ids.next();
  await post('secretary1', '/visits/campaigns', campaign({ id: later, title: '万名党员入万户' }));
  expect((await add([place(' 3号楼 103'), place('4 号楼 101')], later)).body).toEqual({
    added: 1,
    optedOut: 1,
    twice: 0,
  });
  // The list of those who want no visits cannot be read back.
  const kept = await p.database.owner<Record<string, unknown>>('select * from visit_optouts');
  expect(JSON.stringify(kept)).not.toContain('103');
  // Their mind changed: the same code opens the door again.
  const back = await post(null, '/public/visits/answer', { code: second.code, answer: 'opt-in' });
  expect(back.body.state).toBe('planned');
  expect((await add([place('3 号楼 103')], later)).body.added).toBe(1);
});

it('says when nobody was at home, refuses needs of people who were not met, and ends with the campaign', async () => {
  const shop = await offered('小卖部');
  const needs = [{ commandId: p.ids.next(), text: '要一个垃圾桶' }];
  const wrong = await record('worker1', shop.id, { baseVersion: shop.version, outcome: 'not-home', needs });
  expect([wrong.status, wrong.body.code]).toEqual([400, 'visits.needs-without-visit']);
  const away = await record('worker1', shop.id, { baseVersion: shop.version, outcome: 'not-home' });
  expect(away.status, away.text).toBe(200);
  const stale = await record('worker1', shop.id, { baseVersion: shop.version });
  expect([stale.status, stale.body.code]).toEqual([409, 'visits.changed-meanwhile']);
  const met = await record('worker1', shop.id, { baseVersion: shop.version + 1, needs, withAddress: true });
  const followed = await post(null, '/public/follow', { code: met.body.cases[0].code });
  expect(followed.body.address).toBe('小卖部');
  expect((await post('worker1', `/visits/campaigns/${campaignId}/close`, {})).body.code).toBe(
    'visits.not-your-area',
  );
  expect((await p.call('secretary1', 'POST', `/api/v1/visits/campaigns/${campaignId}/close`)).status).toBe(
    200,
  );
  expect((await add([place('5 号楼')])).body.code).toBe('visits.campaign-closed');
});
