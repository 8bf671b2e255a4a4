// Ordinary limits wait while a level says so, from the act that brought it to the act that ended it, also across midnight, with incidents that
// overlap and with renewals; what is urgent, a danger, a call or a need never waits.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  HOUR,
  MINUTE,
  type PersonKey,
  PRODUCT_NOW,
  type TestProduct,
  testProduct,
} from '../../../test/product.ts';
import { presetLevels } from './preset-levels.ts';
import { waitOrdinary } from './public.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'ordinary' });
});
beforeEach(() => {
  p.clock.at = Math.max(p.clock.at, PRODUCT_NOW);
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const post = (person: PersonKey, path: string, body: unknown = {}) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
const caseOf = async (id: string, person: PersonKey = 'dispatcher1') =>
  (await p.call(person, 'GET', `/api/v1/cases/${id}`)).body;
async function tell(person: PersonKey, id: string, name: string, form: Record<string, unknown> = {}) {
  const told = await post(person, `/cases/${id}/commands`, {
    commandId: p.ids.next(),
    name,
    baseVersion: (await caseOf(id, person)).version,
    occurredAt: p.clock.at,
    form,
  });
  expect(told.status, told.text).toBe(200);
}
const risks = ['rainstorm', 'flood', 'typhoon', 'heat', 'cold', 'fire', 'gas', 'power'];
async function start(person: PersonKey, area: 'c1' | 'd' | 's1', level: string, hours = 24): Promise<string> {
  const id = p.ids.next();
  const risk = risks.pop();
  const begun = await post(person, '/emergencies', {
    commandId: id,
    areaId: p.district.areas[area],
    risk,
    text: '积水快到一楼',
    until: p.clock.at + hours * HOUR,
    order: { level, issuer: '区防汛抗旱指挥部', document: `防汛${p.ids.next().slice(-4)}号` },
  });
  expect(begun.status, begun.text).toBe(200);
  return id;
}
async function filed(changes: Record<string, unknown> = {}, grid: 'g1' | 'g3' = 'g1'): Promise<string> {
  const commandId = p.ids.next();
  const answer = await post('dispatcher1', '/cases', {
    commandId,
    kind: 'incident',
    text: '路灯不亮',
    point: p.point(grid),
    channel: 'phone',
    ...changes,
  });
  expect(answer.status, answer.text).toBe(200);
  return commandId;
}
type Clock = {
  name: string;
  state: string;
  dueAt: number;
  segments: { kind: string; from: number; to: number | null; reason?: string }[];
};
const clockOf = async (id: string, name = 'accept'): Promise<Clock> =>
  (await caseOf(id)).clocks.find((one: Clock) => one.name === name);
const tick = () => waitOrdinary(p.product.emergency, 'demo');

it('stands still from the order of the level, goes on from stepping down, and says why', async () => {
  const id = await filed();
  const before = await clockOf(id);
  p.clock.at += 10 * MINUTE;
  const emergency = await start('secretary1', 'c1', 'IV');
  expect(await tick(), 'level IV lets ordinary work go on').toBe(0);
  p.clock.at += 5 * MINUTE;
  const ordered = p.clock.at;
  await tell('secretary1', emergency, 'receive-level', { level: 'II', issuer: '区指挥部', document: '2号' });
  p.clock.at += 40_000;
  const elsewhere = await filed({}, 'g3');
  expect(await tick()).toBe(1);
  expect(await tick(), 'once').toBe(0);
  const waiting = await clockOf(id);
  expect(waiting).toMatchObject({ state: 'paused' });
  expect(waiting.segments.at(-1)).toMatchObject({ kind: 'paused', from: ordered });
  expect(waiting.segments.at(-1)?.reason).toContain('应急');
  expect((await clockOf(elsewhere)).state, 'outside the area').toBe('running');
  p.clock.at += 3 * HOUR;
  await p.timers();
  expect((await caseOf(id)).clocks.some((one: Clock) => one.name === 'escalation')).toBe(false);
  const down = p.clock.at;
  await tell('secretary1', emergency, 'step-down', { criteria: ['hazard-gone'], note: '水退了，可以解除' });
  p.clock.at += 20_000;
  expect(await tick()).toBe(1);
  const after = await clockOf(id);
  expect(after.state).toBe('running');
  expect(after.segments.at(-1)).toMatchObject({ kind: 'worked', from: down });
  // 10:55 to 13:55 holds the office hours of the pause; the limit of two of them moved by exactly those.
  expect(after.dueAt).toBeGreaterThan(before.dueAt);
  const replay = await p.call('dispatcher1', 'GET', `/api/v1/cases/${id}/clocks/accept/replay`);
  expect(JSON.stringify(replay.body.words), replay.text).toContain('应急响应期间');
});

it('never waits for what is dangerous, urgent, or of another kind, nor begins to wait when it is late', async () => {
  const late = await filed();
  p.clock.at += 30 * HOUR;
  await p.timers();
  const hazard = await filed({ kind: 'hazard', text: '井盖松动' });
  const emergency = await start('secretary1', 'c1', 'I');
  const need = p.ids.next();
  await post('worker1', `/emergencies/${emergency}/needs`, {
    commandId: need,
    what: 'supplies',
    amount: 3,
    measure: '份',
    text: '没有热水',
    point: p.point('g1'),
  });
  p.clock.at += MINUTE;
  await tick();
  expect((await clockOf(late)).state).toBe('running');
  for (const id of [hazard, need])
    expect((await caseOf(id)).clocks.every((one: Clock) => one.state !== 'paused')).toBe(true);
  const fresh = await filed();
  p.clock.at += MINUTE;
  expect(await tick(), 'what comes in meanwhile waits too').toBe(1);
  expect(
    (await clockOf(fresh)).segments.some(
      (one) => one.kind === 'worked' && one.to !== one.from && one.to !== null,
    ),
  ).toBe(false);
  await tell('secretary1', emergency, 'step-down', { criteria: ['hazard-gone'], note: '水退了，可以解除' });
  await tick();
});

it('waits through midnight as long as it is renewed, and ends by itself when nobody renews', async () => {
  const id = await filed();
  const a = await start('secretary1', 'c1', 'II', 6);
  p.clock.at += 2 * MINUTE;
  await tick();
  const first = (await clockOf(id)).segments.at(-1) as { from: number };
  const until = p.clock.at - 2 * MINUTE + 6 * HOUR;
  p.clock.at += HOUR;
  await tell('secretary1', a, 'renew-emergency', { until: until + 20 * HOUR, reason: '雨还在下，夜里继续' });
  await tick();
  p.clock.at = until + HOUR;
  await p.timers();
  expect((await clockOf(id)).state, 'renewed: still waiting after the first end').toBe('paused');
  // Nobody steps it down: at its end the limit goes on from exactly then, also when the machine looks an hour later.
  p.clock.at = until + 21 * HOUR;
  await p.timers();
  await tick();
  const after = await clockOf(id);
  expect(after.state).toBe('running');
  const pauses = after.segments.filter((one) => one.kind === 'paused');
  expect(pauses[0]?.from).toBe(first.from);
  expect(pauses.at(-1)?.to).toBe(until + 20 * HOUR);
  expect((await caseOf(id)).clocks.some((one: Clock) => one.name === 'escalation')).toBe(false);
});

it('goes on only when the last of two incidents that overlap no longer asks for it', async () => {
  const id = await filed();
  const inside = await start('secretary1', 'c1', 'II', 6);
  p.clock.at += 2 * MINUTE;
  await tick();
  const begun = (await clockOf(id)).segments.at(-1)?.from;
  const around = await start('member1', 's1', 'I', 12);
  p.clock.at += MINUTE;
  await tick();
  p.clock.at += HOUR;
  await tell('secretary1', inside, 'step-down', { criteria: ['hazard-gone'], note: '社区这边好了' });
  await tick();
  expect((await clockOf(id)).state, 'the street’s still asks for it').toBe('paused');
  p.clock.at += HOUR;
  const last = p.clock.at;
  await tell('member1', around, 'step-down', { criteria: ['hazard-gone'], note: '街道也解除了' });
  p.clock.at += 30_000;
  await tick();
  const { segments } = await clockOf(id);
  expect(segments.find((one) => one.kind === 'paused')?.from).toBe(begun);
  expect(segments.at(-1)).toMatchObject({ kind: 'worked', from: last });
  const worked = segments.filter((one) => one.kind === 'worked').slice(1, -1);
  expect(worked, 'no stretch of work between the two').toEqual([]);
});

it('takes the version of its levels that was in force when the level began', async () => {
  const id = await filed();
  const open = (await p.call('secretary1', 'GET', '/api/v1/emergencies?open=1')).body.items;
  for (const one of open)
    if (one.state.code !== 'emergency-recovering')
      await tell('secretary1', one.id, 'step-down', { criteria: ['hazard-gone'], note: '水退了，可以解除' });
  await tick();
  const emergency = await start('secretary1', 'c1', 'III');
  p.clock.at += MINUTE;
  expect(await tick()).toBe(0);
  const content = { ...presetLevels, III: { ...presetLevels.III, pauseOrdinary: true } };
  const published = await p.call('admin', 'PUT', '/api/v1/emergency-levels/any', {
    body: { baseVersion: 0, note: '三级也暂停普通事项', content },
  });
  expect(published.status, published.text).toBe(200);
  p.clock.at += MINUTE;
  expect(await tick(), 'the running level keeps its version').toBe(0);
  await tell('secretary1', emergency, 'receive-level', { level: 'IV', issuer: '区指挥部', document: '4号' });
  p.clock.at += MINUTE;
  await tell('secretary1', emergency, 'receive-level', { level: 'III', issuer: '区指挥部', document: '5号' });
  p.clock.at += MINUTE;
  expect(await tick()).toBeGreaterThan(0);
  expect((await clockOf(id)).state).toBe('paused');
  await tell('secretary1', emergency, 'receive-level', { level: 'IV', issuer: '区指挥部', document: '6号' });
  const lowered = p.clock.at;
  p.clock.at += MINUTE;
  await tick();
  expect((await clockOf(id)).segments.at(-1)).toMatchObject({ kind: 'worked', from: lowered });
});
