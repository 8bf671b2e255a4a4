// A drill from its plan to its statistics: cards at their minute, silence counted, findings given to units, nothing real touched.
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  DAY,
  HOUR,
  MINUTE,
  type PersonKey,
  PRODUCT_NOW,
  type TestProduct,
  testProduct,
} from '../../../test/product.ts';
import { playDistrict } from './public.ts';

let p: TestProduct;
let drill: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'drills' });
});
afterAll(() => p.close());

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1/drills${path}`);
const send = (person: PersonKey, method: 'POST' | 'PUT', path: string, body: unknown) =>
  p.call(person, method, `/api/v1/drills${path}`, { body });
const play = () => playDistrict(p.product.emergency, 'demo');

const line = (post: PersonKey, changes: Record<string, unknown> = {}) => ({
  minute: 0,
  postId: p.district.posts[post],
  what: '三楼冒烟',
  expect: '敲门叫人',
  within: 5,
  doWithin: 10,
  ...changes,
});
const body = (changes: Record<string, unknown> = {}) => ({
  commandId: p.ids.next(),
  areaId: p.district.areas.c1,
  scenario: 'fire',
  mode: 'field',
  title: '火情逃生演练',
  aim: '三分钟内有人到场',
  place: '小区东门',
  plannedAt: PRODUCT_NOW + DAY,
  script: [line('worker1'), line('worker2', { minute: 10 })],
  ...changes,
});

async function give(person: PersonKey, id: string, name: string, form: Record<string, unknown> = {}) {
  const { version } = await p.stored(id);
  return p.call(person, 'POST', `/api/v1/cases/${id}/commands`, {
    body: { commandId: p.ids.next(), name, baseVersion: version, occurredAt: p.clock.at, form },
  });
}
const cards = () =>
  p.database.owner<{ id: string; state: string; post: string; headline: string }>(
    `select id::text, state, facts ->> 'post' as post, headline from cases where kind = 'practice-card' order by number`,
  );
const rowsOf = async (table: string, where = 'true') =>
  (await p.database.owner<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`))[0]?.n;

it('is planned by those who answer for the place, with posts that stand there', async () => {
  expect((await send('worker1', 'POST', '', body())).body.code).toBe('drills.not-your-area');
  expect((await send('secretary2', 'POST', '', body())).body.code).toBe('drills.not-your-area');
  expect((await send('secretary1', 'POST', '', body({ plannedAt: PRODUCT_NOW - 1 }))).body).toMatchObject({
    code: 'drills.past',
    errors: [{ path: 'plannedAt' }],
  });
  const elsewhere = body({ script: [line('worker1'), line('worker4')] });
  expect((await send('secretary1', 'POST', '', elsewhere)).body).toMatchObject({
    code: 'drills.script',
    errors: [{ path: 'script/1/postId' }],
  });
  expect((await send('secretary1', 'POST', '', body({ plan: p.ids.next() }))).body.code).toBe(
    'drills.plan-unknown',
  );
  expect((await send('secretary1', 'POST', '', body({ stressRun: p.ids.next() }))).body).toMatchObject({
    code: 'drills.no-stress-run',
    errors: [{ path: 'stressRun' }],
  });
  const good = body();
  const planned = await send('secretary1', 'POST', '', good);
  expect(planned.status, planned.text).toBe(200);
  drill = planned.body.id;
  expect((await send('secretary1', 'POST', '', good)).body.id, 'sent again it is the same').toBe(drill);
  const seen = (await get('secretary1', `/${drill}`)).body;
  expect(seen.title).toBe('【演练】火情逃生演练');
  expect(seen.script.map((one: { minute: number }) => one.minute)).toEqual([0, 10]);
});

it('offers a script with the posts of today, and says where nobody stands', async () => {
  const template = (await get('secretary1', `/template?areaId=${p.district.areas.c1}&scenario=fire`)).body;
  const posts = template.script.map((one: { postId: string }) => one.postId);
  expect(posts).toContain(p.district.posts.worker1);
  expect(posts).toContain(p.district.posts.worker2);
  expect(posts).not.toContain(p.district.posts.worker3);
  expect(template.missing).toEqual([]);
});

it('counts who signs up, never who they are', async () => {
  const unit = p.district.units['committee1'];
  const sign = (person: PersonKey, headcount: number) =>
    send(person, 'PUT', `/${drill}/sign-up`, { unitId: unit, group: 'residents', headcount });
  expect((await sign('secretary1', 40)).status).toBe(200);
  expect((await sign('worker3', 41)).status).toBe(404);
  expect((await sign('secretary1', 42)).body.signUps).toMatchObject([{ headcount: 42 }]);
});

it('changes its script until it begins, and its day with a reason', async () => {
  const script = [line('worker1'), line('worker2', { minute: 10 }), line('secretary1', { minute: 20 })];
  const rewritten = await send('secretary1', 'PUT', `/${drill}/script`, { script });
  expect(rewritten.status, rewritten.text).toBe(200);
  expect(rewritten.body.script).toHaveLength(3);
  const later = await give('secretary1', drill, 'postpone-drill', {
    day: PRODUCT_NOW + 2 * DAY,
    reason: '当天有雨',
  });
  expect(later.status, later.text).toBe(200);
  expect((await get('secretary1', `/${drill}`)).body.moved).toMatchObject([{ reason: '当天有雨' }]);
  expect(await play(), 'nothing is sent before it begins').toBe(0);
});

it('sends each line at its minute to its post, says that it is a drill, and touches nothing real', async () => {
  const before = await rowsOf('ledger_postings');
  expect((await give('worker1', drill, 'start-drill')).status).not.toBe(200);
  expect((await give('secretary1', drill, 'start-drill')).status).toBe(200);
  expect((await send('secretary1', 'PUT', `/${drill}/script`, { script: [line('worker1')] })).body.code).toBe(
    'drills.begun',
  );
  expect(await play()).toBe(1);
  expect(await play(), 'once').toBe(0);
  const [first] = await cards();
  expect(first).toMatchObject({ post: p.district.posts.worker1, state: 'practice-sent' });
  expect(first?.headline).toContain('演练');
  const mine = (await p.call('worker1', 'GET', '/api/v1/work')).text;
  expect(mine).toContain('【演练】火情逃生演练');
  expect((await give('worker1', first?.id ?? '', 'answer-practice')).status).toBe(200);
  expect((await give('worker2', first?.id ?? '', 'finish-practice', { note: '不是我的' })).status).not.toBe(
    200,
  );
  p.clock.at += 11 * MINUTE;
  await p.timers();
  expect(await play()).toBe(1);
  p.clock.at += 6 * MINUTE;
  await p.timers();
  expect((await cards()).map((one) => one.state)).toEqual(['practice-missed', 'practice-missed']);
  const [, second] = await cards();
  expect((await give('worker2', second?.id ?? '', 'answer-practice')).status, 'late is kept').toBe(200);
  const script = (await get('secretary1', `/${drill}`)).body.script;
  expect(script[1]).toMatchObject({ late: true, state: { code: 'practice-missed' } });
  expect(script[2].card).toBeNull();
  expect(await rowsOf('cases', `kind in ('emergency', 'action-card', 'transfer')`)).toBe(0);
  expect(await rowsOf('ledger_postings')).toBe(before);
  expect(await rowsOf('warning_relays')).toBe(0);
});

it('notes musters as they were, and refuses times that cannot be', async () => {
  const muster = (form: Record<string, unknown>) =>
    give('secretary1', drill, 'muster-drill', { group: 'residents', count: 38, ...form });
  const called = p.clock.at - 10 * MINUTE;
  expect((await muster({ called, arrived: called - MINUTE })).body.code).toBe('cases.muster-order');
  expect((await muster({ called, arrived: p.clock.at + HOUR })).body.code).toBe('cases.muster-future');
  expect((await muster({ called, arrived: called + 6 * MINUTE, wanted: 42 })).status).toBe(200);
  expect((await get('secretary1', `/${drill}`)).body).toMatchObject({ musterMinutes: 6, people: 38 });
});

it('is observed by a checklist, and what is found becomes a task with an owner', async () => {
  const { checklist } = (await get('verifier', `/${drill}`)).body;
  const answers = Object.fromEntries(
    checklist.items
      .filter((item: { required: boolean }) => item.required)
      .map((item: { code: string }) => [item.code, item.code === 'way-out' ? 'no' : 'yes']),
  );
  const observe = (person: PersonKey, given: unknown) =>
    send(person, 'POST', `/${drill}/observations`, {
      id: p.ids.next(),
      version: checklist.version,
      answers: given,
    });
  expect((await observe('verifier', { ...answers, commander: 'perhaps' })).body).toMatchObject({
    code: 'drills.answers',
    errors: [{ path: 'answers/commander' }],
  });
  const seen = await observe('verifier', answers);
  expect(seen.status, seen.text).toBe(200);
  expect(seen.body.observations[0].findings).toMatchObject([{ item: 'way-out' }]);
  expect((await give('secretary1', drill, 'end-drill')).status).toBe(200);
  const close = (result: string) =>
    give('secretary1', drill, 'close-drill', { result, review: '通道被占用，其他都到位' });
  expect((await close('partly')).body.code).toBe('cases.drill-no-finding');
  const found = await give('secretary1', drill, 'finding-drill', {
    finding: '东侧疏散通道被占用',
    unit: p.district.units['firm'],
    days: 7,
  });
  expect(found.status, found.text).toBe(200);
  const [task] = (await get('secretary1', `/${drill}`)).body.improvements;
  expect(task).toMatchObject({ headline: '东侧疏散通道被占用', state: { code: 'improve-open' } });
  expect((await p.stored(task.id)).row['owner_unit']).toBe(p.district.units['firm']);
  expect((await close('partly')).status).toBe(200);
});

it('takes back what is open when it ends, and counts by area, scenario and year', async () => {
  const other = body({ scenario: 'quake', plannedAt: p.clock.at + HOUR });
  expect((await send('secretary1', 'POST', '', other)).status).toBe(200);
  await give('secretary1', other.commandId, 'start-drill');
  await play();
  expect((await give('secretary1', other.commandId, 'cancel-drill', { reason: '真有火警' })).status).toBe(
    200,
  );
  await play();
  expect((await cards()).map((one) => one.state)).toContain('practice-recalled');
  expect(await play()).toBe(0);
  const counted = (await get('dispatcher1', `/statistics?areaId=${p.district.areas.s1}`)).body;
  expect(counted.year).toBe(2026);
  expect(counted.total).toMatchObject({ people: 38, musterMinutes: 6, drills: [{ id: drill }] });
  const fire = counted.scenarios.find((one: { code: string }) => one.code === 'fire');
  expect(fire.n).toBe(1);
  expect(counted.areas.map((one: { drills: unknown[] }) => one.drills.length)).toEqual([1, 0]);
  expect((await get('dispatcher1', '')).body.items).toHaveLength(2);
  expect((await get('dispatcher2', '')).body.items, 'another street sees nothing').toHaveLength(0);
  expect(await p.doctor()).toEqual([]);
});

it('stops when it becomes serious, and takes back what is open', async () => {
  const other = body({ plannedAt: p.clock.at + HOUR });
  expect((await send('secretary1', 'POST', '', other)).status).toBe(200);
  await give('secretary1', other.commandId, 'start-drill');
  expect(await play()).toBe(1);
  p.clock.at += MINUTE;
  const begun = await p.call('secretary1', 'POST', '/api/v1/emergencies', {
    body: {
      commandId: p.ids.next(),
      areaId: p.district.areas.c1,
      risk: 'fire',
      text: '三楼真的起火，先行处置',
    },
  });
  expect(begun.status, begun.text).toBe(200);
  await play();
  expect((await p.stored(other.commandId)).state).toBe('drill-cancelled');
  const { script } = (await get('secretary1', `/${other.commandId}`)).body;
  expect(script[0].state.code).toBe('practice-recalled');
  expect(await play(), 'and nothing more is sent').toBe(0);
});

it('quotes a stress test at the table, once it is shared and finished', async () => {
  const test = p.ids.next();
  const at = new Date(p.clock.at).toISOString();
  await p.database.owner(
    `insert into plans (district_code, id, kind, name, area_id, input, created_at, changed_at)
     values ('demo', $1, 'stress', '百年一遇暴雨', $2, '{}', $3, $3)`,
    [test, p.district.areas.c1, at],
  );
  const plan = () =>
    send(
      'secretary1',
      'POST',
      '',
      body({ mode: 'table-top', stressRun: test, plannedAt: p.clock.at + HOUR }),
    );
  expect((await plan()).body.code).toBe('drills.no-stress-run');
  await p.database.owner('update plans set shared = true where id = $1', [test]);
  expect((await plan()).body.code, 'not finished').toBe('drills.no-stress-run');
  await p.database.owner(
    `insert into plan_runs (district_code, id, plan_id, number, state, input, asked_at)
     values ('demo', $1, $2, 1, 'done', '{}', $3)`,
    [p.ids.next(), test, at],
  );
  const planned = await plan();
  expect(planned.status, planned.text).toBe(200);
  const seen = (await get('secretary1', `/${planned.body.id}`)).body;
  expect(seen.stressRun).toEqual({ id: test, title: '百年一遇暴雨' });
});
