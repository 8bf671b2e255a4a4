// An emergency from start to end: two commanders, levels that are ordered, cards that count only when a person answers, and back to normal.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import type { Row } from '../../platform/db/db.ts';
import { activateDistrict } from './public.ts';

let p: TestProduct;
let id: string;
beforeAll(async () => {
  p = await testProduct({ seed: 'emergency' });
  id = p.ids.next();
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const sql = <R extends Row>(text: string, values: readonly unknown[] = []) =>
  p.database.system((tx) => tx.rows<R>(text, [...values]));
const get = (person: PersonKey | null, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey | null, path: string, body: unknown) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
const start = (person: PersonKey, changes: Record<string, unknown> = {}) =>
  post(person, '/emergencies', {
    commandId: id,
    areaId: p.district.areas.c1,
    risk: 'rainstorm',
    text: '积水快到一楼，先转移低洼处住户',
    ...changes,
  });
const callOut = () => activateDistrict(p.product.emergency, 'demo');
async function tell(person: PersonKey, caseId: string, name: string, form: Record<string, unknown> = {}) {
  const seen = await get(person, `/cases/${caseId}`);
  return post(person, `/cases/${caseId}/commands`, {
    commandId: p.ids.next(),
    name,
    baseVersion: seen.body.version ?? 1,
    occurredAt: p.clock.at,
    form,
  });
}
const view = async () => (await get('secretary1', `/emergencies/${id}`)).body;
const cards = async (state?: string) =>
  (await get('dispatcher1', `/emergencies/${id}/cards${state ? `?state=${state}` : ''}`)).body.items as {
    id: string;
    title: string;
    role: string;
    state: string;
  }[];

it('is started by a commander of the place only, once, with a clear refusal', async () => {
  expect((await start('worker1')).body.code).toBe('emergency.not-your-area');
  expect((await start('secretary2')).body.code).toBe('emergency.not-your-area');
  expect((await start('secretary1', { areaId: p.ids.next() })).body).toMatchObject({
    code: 'emergency.area-unknown',
    errors: [{ path: 'areaId' }],
  });
  expect((await start('secretary1', { until: p.clock.at - HOUR })).body.code).toBe(
    'cases.emergency-until-past',
  );
  expect((await start('secretary1', { until: p.clock.at + 100 * HOUR })).body.code).toBe(
    'cases.emergency-until-far',
  );
  expect(await sql('select id from cases where kind = $1', ['emergency'])).toEqual([]);

  const begun = await start('secretary1');
  expect(begun.status, begun.text).toBe(200);
  expect(begun.body).toMatchObject({
    id,
    level: { code: 'own' },
    state: { code: 'emergency-acting' },
    pending: { what: 'start' },
  });
  // Sent again, it is the same; another of the same risk at the same place is refused with where to go.
  const again = await start('secretary1');
  expect(again.body.number, again.text).toBe(begun.body.number);
  expect((await start('secretary1', { commandId: p.ids.next() })).body).toMatchObject({
    code: 'emergency.already-running',
  });
});

it('sends every duty holder one card with the lines of their roles, and shows where nobody stands', async () => {
  expect(await callOut()).toBeGreaterThan(0);
  expect(await callOut(), 'a second run has nothing to do').toBe(0);
  const sent = await cards();
  expect(sent.filter((one) => one.role === 'grid-worker').length).toBe(2);
  expect(new Set(sent.map((one) => one.id)).size).toBe(sent.length);
  const mine = await get('worker1', '/emergencies/mine');
  expect(mine.body.items.map((one: { id: string }) => one.id)).toEqual([id]);
  expect(mine.body.cards).toHaveLength(1);
  expect(mine.body.cards[0].lines.length).toBeGreaterThan(1);
  expect((await get('worker4', '/emergencies/mine')).body).toEqual({ items: [], cards: [] });
  const { activations } = await view();
  expect(activations).toMatchObject([{ turn: 1, level: 'own', wanted: sent.length, opened: sent.length }]);
});

it('asks the other commander, never the same one, and the level above when fifteen minutes pass', async () => {
  expect((await tell('secretary1', id, 'confirm-act')).body.code).toBe('cases.emergency-same-commander');
  p.clock.at += 16 * MINUTE;
  await p.timers();
  const asked = await sql<{ to: string }>(`select facts ->> 'escalatedTo' as to from cases where id = $1`, [
    id,
  ]);
  expect(asked[0]?.to).toBeTruthy();
  expect((await view()).state.code, 'what was begun goes on').toBe('emergency-acting');
  const ruled = await tell('dispatcher1', id, 'rule-act', { ruling: 'go-on', note: '情况属实，继续响应' });
  expect(ruled.status, ruled.text).toBe(200);
  expect(await view()).toMatchObject({ state: { code: 'emergency-in-force' }, pending: null });
});

it("lies on the phone of whoever holds the post, on top of their work and of nobody else's", async () => {
  const [mine] = (await get('worker1', '/emergencies/mine')).body.cards;
  const queued = (await get('worker1', '/work')).body.now as { id: string; nextAction: unknown }[];
  expect(queued.find((one) => one.id === mine.id)).toMatchObject({
    kind: 'action-card',
    nextAction: { name: 'answer-card' },
  });
  const copy = async (person: PersonKey) =>
    (await get(person, `/sync/changes?device=phone-of-${person}`)).body.items as {
      id: string;
      payload: { queue?: string[]; text?: string };
    }[];
  const copied = await copy('worker1');
  expect(copied.find((one) => one.id === 'work')?.payload.queue).toContain(mine.id);
  expect(copied.find((one) => one.id === `case/${mine.id}`)?.payload.text).toBe(mine.lines.join('\n'));
  const others = (await copy('worker2')).find((one) => one.id === 'work')?.payload.queue;
  expect(others).not.toContain(mine.id);
});

describe('a level that was ordered', () => {
  it('needs who ordered it and the document; raised twice it is refused with the document it stands on', async () => {
    const form = { level: 'III', issuer: '区防汛抗旱指挥部', document: '防汛〔2026〕12号' };
    expect((await tell('secretary1', id, 'receive-level', { level: 'III' })).status).toBe(400);
    const got = await tell('secretary1', id, 'receive-level', form);
    expect(got.status, got.text).toBe(200);
    const again = await tell('secretary1', id, 'receive-level', form);
    expect(again.body).toMatchObject({
      code: 'cases.emergency-level-already',
      params: { document: form.document },
    });
    expect(await view()).toMatchObject({ level: { code: 'III' }, order: form, pending: { what: 'level' } });
  });

  it('reaches the duty holders anew and takes the former cards back', async () => {
    await callOut();
    const all = await cards();
    expect(all.some((one) => one.role === 'response-unit')).toBe(true);
    expect(all.filter((one) => one.role === 'grid-worker' && one.state === 'card-sent').length).toBe(2);
    expect(all.filter((one) => one.role === 'grid-worker' && one.state === 'card-recalled').length).toBe(2);
  });
});

it('counts a card as answered only when a person answered', async () => {
  const [mine] = (await get('worker1', '/emergencies/mine')).body.cards;
  expect((await tell('worker2', mine.id, 'answer-card')).status, 'not their card').toBeGreaterThanOrEqual(
    400,
  );
  // Answered in a cellar: it counts from the moment in which it was answered, and the clock that ran meanwhile has nothing to say.
  const read = await get('worker1', `/cases/${mine.id}`);
  const at = p.clock.at + MINUTE;
  p.clock.at += 10 * MINUTE;
  const answered = await post('worker1', `/cases/${mine.id}/commands`, {
    commandId: p.ids.next(),
    name: 'answer-card',
    baseVersion: read.body.version,
    occurredAt: at,
    form: {},
  });
  expect(answered.status, answered.text).toBe(200);
  const kept = await sql<{ at: number }>(
    `select (facts -> 'card' -> 'answered' ->> 'at')::float8 as at from cases where id = $1`,
    [mine.id],
  );
  expect(kept[0]?.at).toBe(at);
  const other = (await cards('card-sent')).find((one) => one.role === 'grid-worker');
  const heard = await tell('dispatcher1', other?.id ?? '', 'record-answer', { how: 'phone' });
  expect(heard.status, heard.text).toBe(200);
  p.clock.at += 20 * MINUTE;
  await p.timers();
  const silent = await sql<{ n: number }>(
    `select count(*)::int as n from cases where kind = 'action-card' and state = 'card-sent' and facts ->> 'escalatedTo' is not null`,
  );
  const sent = await cards('card-sent');
  expect(sent.length).toBeGreaterThan(0);
  expect(silent[0]?.n, 'whoever is silent is asked for above').toBe(sent.length);
  const queued: string[] = [];
  for (const person of ['dispatcher1', 'chief'] as const)
    queued.push(...(await get(person, '/work')).body.now.map((one: { id: string }) => one.id));
  expect(queued, 'where it lies in somebody’s queue').toEqual(
    expect.arrayContaining(sent.map(({ id }) => id)),
  );
});

it('ends by itself when nobody renews it, gives nobody leave to go home before it is said, and ends with a review', async () => {
  p.clock.at += 30 * HOUR;
  while ((await p.timers()) > 0) expect(p.clock.at).toBeGreaterThan(0);
  expect((await view()).state.code).toBe('emergency-recovering');
  await callOut();
  expect((await cards()).filter((one) => ['card-sent', 'card-answered'].includes(one.state))).toEqual([]);
  const early = await tell('secretary1', id, 'end-emergency', { review: '低洼处排水要改，由物业整改' });
  expect(early.body.code).toBe('cases.emergency-unconfirmed');
  // Nobody below had ruled on the level: by now the district is asked.
  const ruled = await tell('chief', id, 'rule-act', { ruling: 'go-on', note: '同意转入恢复' });
  expect(ruled.status, ruled.text).toBe(200);
  expect((await tell('secretary1', id, 'release-return', { note: '逐户通知返回' })).status).toBe(200);
  const ended = await tell('secretary1', id, 'end-emergency', { review: '低洼处排水要改，由物业整改' });
  expect(ended.status, ended.text).toBe(200);
  expect(await view()).toMatchObject({ state: { code: 'emergency-ended' } });
  expect((await get('worker1', '/emergencies/mine')).body).toEqual({ items: [], cards: [] });
});

it('says which level counts point to, and starts nothing by it', async () => {
  const before = await sql('select id from cases where kind = $1', ['emergency']);
  const hint = (counts: unknown) => post('dispatcher1', '/emergency-levels/flood/hint', { counts });
  expect((await hint({ deaths: 49, relocated: 100_000 })).body).toMatchObject({
    from: 'preset',
    level: 'IV',
    met: [
      { code: 'deaths', from: 20, below: 50 },
      { code: 'relocated', from: 100_000 },
    ],
  });
  expect((await hint({ deaths: -1 })).status).toBe(400);
  expect((await hint({ deaths: '20' })).status).toBe(400);
  expect((await post(null, '/emergency-levels/flood/hint', { counts: {} })).status).toBe(401);
  expect(await sql('select id from cases where kind = $1', ['emergency'])).toEqual(before);
});

it('keeps what each level sets going as versions of the district', async () => {
  const preset = (await get('dispatcher1', '/emergency-levels/rainstorm')).body;
  expect(preset).toMatchObject({ from: 'preset', version: 0 });
  const put = (body: unknown, person: PersonKey = 'admin') =>
    p.call(person, 'PUT', '/api/v1/emergency-levels/rainstorm', { body });
  const body = { baseVersion: 0, note: '按区预案', content: preset.content };
  expect((await put(body, 'secretary1')).status).toBe(403);
  const wrong = structuredClone(body);
  wrong.content.own.roles[0].duty = 'no-such-duty';
  expect((await put(wrong)).body).toMatchObject({
    code: 'emergency.duty-unknown',
    errors: [{ path: 'content/own/roles/0/duty' }],
  });
  const empty = structuredClone(body);
  empty.content.II.thresholds = [{ ...empty.content.II.thresholds[0], from: 100, below: 100 }];
  expect((await put(empty)).body).toMatchObject({
    code: 'emergency.threshold-empty',
    errors: [{ path: 'content/II/thresholds/0/below' }],
  });
  const written = await put(body);
  expect(written.status, written.text).toBe(200);
  expect(written.body).toMatchObject({ from: 'rainstorm', version: 1 });
  expect((await put(body)).body.code).toBe('emergency.levels-changed');
});
