// Journey 7: at 02:10 a woman of 82 presses the button and says nothing; daughter and paired helper don't answer. And what devices may not do.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import type { Row } from '../../platform/db/db.ts';
import { signed } from '../../platform/http/signature.ts';
import { tendCalls } from './jobs.ts';
import { tellDesk } from './public.ts';

let p: TestProduct;
/** 2026-07-16 02:10 in Shanghai. */
const NIGHT = Date.UTC(2026, 6, 15, 18, 10, 0);
beforeAll(async () => {
  p = await testProduct({ seed: 'calls', now: NIGHT });
});
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
});

const sql = <R extends Row>(text: string, values: readonly unknown[] = []) =>
  p.database.system((tx) => tx.rows<R>(text, [...values]));
const get = (person: PersonKey | null, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey | null, path: string, body: unknown = {}) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
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
const contact = {
  name: '陈桂兰',
  home: '槐树里3号楼2单元501',
  phone: '0532-5550101',
  keyHolder: '对门502 老周',
  keyPhone: '555-0102',
  helper: '楼下小李',
  helperPhone: '555-0103',
  family: '女儿',
  familyPhone: '555-0104',
  mind: '耳背，膝盖不好',
};
const device = (changes: Record<string, unknown> = {}) => ({
  commandId: p.ids.next(),
  label: '槐树里3号楼2单元',
  areaId: p.district.areas.g1,
  way: 'page',
  point: p.point('g1'),
  contact,
  consentBy: 'person',
  consentUntil: p.clock.at + 300 * DAY,
  testDays: 30,
  ...changes,
});
async function newDevice(changes: Record<string, unknown> = {}) {
  const body = device(changes);
  const made = await post('secretary1', '/call-devices', body);
  expect(made.status, made.text).toBe(200);
  return made.body as { id: string; code: string; helperCode: string; hookSecret: string | null };
}
const press = (code: string, changes: Record<string, unknown> = {}) =>
  post(null, '/calls/press', { code, nonce: p.ids.next(), need: 'life', speech: 'none', ...changes });
async function pass(minutes: number) {
  p.clock.at += minutes * MINUTE;
  await p.timers();
}
const callsOf = (id: string) =>
  sql<{ id: string; state: string; number: string }>(
    `select id::text, state, number from cases where kind = 'help-call' and facts -> 'helpCall' ->> 'device' = $1 order by filed_at`,
    [id],
  );

describe('a device', () => {
  it('is registered by its community, with consent for a year at most', async () => {
    expect((await post('secretary2', '/call-devices', device())).body.code).toBe('calls.not-your-area');
    expect((await post('worker1', '/call-devices', device())).body.code).toBe('calls.not-your-area');
    expect(
      (await post('secretary1', '/call-devices', device({ consentUntil: p.clock.at - DAY }))).body,
    ).toMatchObject({ code: 'calls.consent-past', errors: [{ path: 'consentUntil' }] });
    expect(
      (await post('secretary1', '/call-devices', device({ consentUntil: p.clock.at + 400 * DAY }))).body.code,
    ).toBe('calls.consent-far');
    expect((await post('secretary1', '/call-devices', device({ areaId: p.ids.next() }))).body.code).toBe(
      'calls.area-unknown',
    );
    expect(await sql('select id from call_devices')).toEqual([]);
    const body = device();
    const made = await post('secretary1', '/call-devices', body);
    expect(made.body.code.length, made.text).toBeGreaterThan(15);
    const again = await post('secretary1', '/call-devices', body);
    expect(again.body).toMatchObject({ id: made.body.id, code: null });
  });

  it('keeps names and numbers sealed: no list and no row shows them', async () => {
    const { id, code } = await newDevice();
    const listed = await get('secretary1', '/call-devices');
    expect(listed.body.items.map((one: { id: string }) => one.id)).toContain(id);
    const [row] = await sql<Record<string, unknown>>('select * from call_devices where id = $1', [id]);
    for (const text of [listed.text, JSON.stringify(row)])
      for (const secret of [...Object.values(contact), code]) expect(text).not.toContain(secret);
  });

  it('answers a wrong code with what to do, and opens nothing', async () => {
    const wrong = await press('no-such-code-at-all');
    expect(wrong).toMatchObject({ status: 404, body: { code: 'calls.code-unknown' } });
    expect(wrong.body.detail).toContain('120');
  });
});

describe('02:10, nobody speaks and nobody answers', () => {
  let own: { id: string; code: string; helperCode: string };
  let call: { id: string; number: string };
  it('is one call, however often it is sent, and the helper is rung first', async () => {
    own = await newDevice();
    const nonce = p.ids.next();
    const pressed = await press(own.code, { nonce });
    expect(pressed.body, pressed.text).toMatchObject({ outcome: 'called', state: 'call-helper' });
    expect((await press(own.code, { nonce })).body).toMatchObject({
      outcome: 'replayed',
      number: pressed.body.number,
    });
    const [one, ...more] = await callsOf(own.id);
    expect(more).toEqual([]);
    call = one as typeof call;
    // Without a word it is an emergency, whatever was pressed.
    const [seen] = (await get('hotline', '/calls/desk')).body.items;
    expect(seen).toMatchObject({ need: { code: 'emergency' }, silent: true });
    expect((await post(null, '/calls/page', { code: own.code })).body.open.number).toBe(call.number);
  });

  it('climbs by the clock: volunteers, the desk, and then the desk is told to dial', async () => {
    await pass(4);
    expect((await callsOf(own.id))[0]?.state).toBe('call-volunteer');
    await pass(4);
    expect((await callsOf(own.id))[0]?.state).toBe('call-desk');
    const back = await tell('hotline', call.id, 'call-back', { outcome: 'not-reached' });
    expect(back.status, back.text).toBe(200);
    await pass(4);
    expect((await callsOf(own.id))[0]?.state).toBe('call-dial');
    const told = await sql<{ key: string }>(
      `select distinct key from notices where params ->> 'number' = $1 and key like 'notice.call-%' order by 1`,
      [call.number],
    );
    expect(told.map((one) => one.key)).toEqual([
      'notice.call-desk',
      'notice.call-dial',
      'notice.call-volunteer',
    ]);
  });

  it('gives the desk the address and the key-holder for a reason that is written down, and nobody else', async () => {
    expect((await post('worker1', `/call-devices/${own.id}/contact`, { reason: '想看看' })).body.code).toBe(
      'calls.device-unknown',
    );
    expect((await post('hotline', `/call-devices/${own.id}/contact`, {})).status).toBe(400);
    const opened = await post('hotline', `/call-devices/${own.id}/contact`, {
      reason: '拨打 120',
      caseId: call.id,
    });
    expect(opened.status, opened.text).toBe(200);
    const lines = opened.body.sheet as { line: string; text: string }[];
    expect(lines.find((one) => one.line === 'home')?.text).toContain(contact.home);
    expect(lines.find((one) => one.line === 'key')?.text).toContain(contact.keyPhone);
    expect(lines.find((one) => one.line === 'heard')).toBeDefined();
    const looks = await get('secretary1', `/call-devices/${own.id}/looks`);
    expect(looks.body.items).toMatchObject([{ reason: '拨打 120', caseId: call.id }]);
  });

  it('ends with nothing but a person: days of silence leave it open', async () => {
    await tell('hotline', call.id, 'call-out-service', { service: '120', reference: 'A0715-22' });
    expect((await callsOf(own.id))[0]?.state).toBe('call-dispatched');
    await pass(3 * 1440);
    expect((await callsOf(own.id))[0]?.state).toBe('call-dispatched');
    const [late] = await sql<{ to: string | null }>(
      `select facts ->> 'escalatedTo' as to from cases where id = $1`,
      [call.id],
    );
    expect(late?.to, 'the level above is asked').toBeTruthy();
    const vague = await tell('hotline', call.id, 'hand-over-person', { to: '120' });
    expect(vague.status, 'who took over is named').toBe(400);
    const done = await tell('hotline', call.id, 'hand-over-person', { to: '120', by: '急救车 07 组' });
    expect(done.status, done.text).toBe(200);
    expect((await callsOf(own.id))[0]?.state).toBe('call-handed-over');
    expect((await post(null, '/calls/page', { code: own.code })).body.open).toBeNull();
  });

  it('rings anew when pressed after it has ended', async () => {
    expect((await press(own.code)).body.outcome).toBe('called');
    expect(await callsOf(own.id)).toHaveLength(2);
  });
});

it('goes one rung up when pressed again; a reassuring word on the telephone ends nothing', async () => {
  const own = await newDevice();
  await press(own.code);
  expect((await press(own.code)).body).toMatchObject({ outcome: 'joined', state: 'call-volunteer' });
  const [call] = await callsOf(own.id);
  await tell('hotline', call?.id ?? '', 'call-back', { outcome: 'says-fine' });
  expect((await callsOf(own.id)).map((one) => one.state)).toEqual(['call-volunteer']);
});

it('two presses at the same moment are one call', async () => {
  const own = await newDevice();
  const both = await Promise.all([press(own.code), press(own.code)]);
  expect(both.map((one) => one.status)).toEqual([200, 200]);
  expect(await callsOf(own.id)).toHaveLength(1);
});

it('a helper without an account answers by their link; at a closed door the desk has it, and the form says to break none', async () => {
  const own = await newDevice();
  await press(own.code, { need: 'company', speech: 'spoken' });
  const seen = await post(null, '/calls/helper', { code: own.helperCode });
  const callId = seen.body.open.id;
  const answer = (what: string) =>
    post(null, '/calls/helper/answer', {
      code: own.helperCode,
      commandId: p.ids.next(),
      callId,
      answer: what,
    });
  expect((await post(null, '/calls/helper', { code: own.code })).body.code).toBe('calls.code-unknown');
  expect((await answer('going')).body.state).toBe('call-attending');
  expect((await answer('no-entry')).body.state).toBe('call-desk');
  const shown = await get('worker1', `/cases/${callId}`);
  const form = shown.body.actions.find((one: { name: string }) => one.name === 'no-entry');
  expect(JSON.stringify(form)).toContain('不要破门');
  // Whoever goes there sees where to, while they go.
  expect((await tell('worker1', callId, 'take-call', { who: 'worker' })).status).toBe(200);
  const opened = await post('worker1', `/call-devices/${own.id}/contact`, { reason: '上门', caseId: callId });
  expect(opened.body.contact?.home, opened.text).toBe(contact.home);
  const saw = await tell('worker1', callId, 'seen-in-person', { condition: 'helped', note: '扶起，喝了水' });
  expect(saw.status, saw.text).toBe(200);
  expect(
    (await post('worker1', `/call-devices/${own.id}/contact`, { reason: '上门', caseId: callId })).status,
  ).toBe(404);
});

it('a key posts signed; a changed body, an old time or a foreign secret is refused', async () => {
  const own = await newDevice({ way: 'key' });
  const body = JSON.stringify({ need: 'emergency', speech: 'unknown' });
  const send = (headers: Record<string, string>, raw = body) =>
    p.app.inject({
      method: 'POST',
      url: `/api/v1/calls/hook/${own.id}`,
      headers: { 'content-type': 'application/json', ...headers },
      payload: raw,
    });
  const nonce = p.ids.next();
  const good = signed(own.hookSecret ?? '', p.clock.at, nonce, body);
  const code = async (answer: ReturnType<typeof send>) => (await answer).json().code;
  expect(await code(send(signed('foreign', p.clock.at, nonce, body)))).toBe('calls.signature');
  expect(await code(send(good, JSON.stringify({ need: 'life' })))).toBe('calls.signature');
  expect(await code(send(signed(own.hookSecret ?? '', p.clock.at - 10 * MINUTE, nonce, body)))).toBe(
    'calls.signature',
  );
  expect(await callsOf(own.id)).toEqual([]);
  expect((await send(good)).json().outcome).toBe('called');
  expect((await send(good)).json().outcome).toBe('replayed');
  expect(await callsOf(own.id)).toHaveLength(1);
});

describe('by the calendar', () => {
  it('a test that is heard is no call; one that is not becomes an improvement, once', async () => {
    const heard = await newDevice({ testDays: 1 });
    const deaf = await newDevice({ testDays: 1 });
    p.clock.at += DAY;
    await tendCalls(p.product.emergency, 'demo');
    expect((await press(heard.code, { test: true })).body).toEqual({ outcome: 'tested' });
    expect(await callsOf(heard.id)).toEqual([]);
    p.clock.at += DAY + MINUTE;
    await tendCalls(p.product.emergency, 'demo');
    await tendCalls(p.product.emergency, 'demo');
    const failed = await sql<{ deviceId: string }>(
      `select device_id::text as "deviceId" from call_tests where failed_at is not null`,
    );
    expect(failed.map((one) => one.deviceId)).toEqual([deaf.id]);
    const opened = await sql<{ n: number }>(
      `select count(*)::int as n from cases where kind = 'improvement'`,
    );
    expect(opened[0]?.n).toBe(1);
  });

  it('deletes the contact when consent is over, with a line of proof, but not under an open call', async () => {
    const own = await newDevice({ consentUntil: p.clock.at + DAY });
    await press(own.code);
    const sealed = async () =>
      (
        await sql<{ sealed: string | null; code: unknown }>(
          `select sealed, code_hash as code from call_devices where id = $1`,
          [own.id],
        )
      )[0];
    p.clock.at += 2 * DAY;
    await tendCalls(p.product.emergency, 'demo');
    expect((await sealed())?.sealed).not.toBeNull();
    const [call] = await callsOf(own.id);
    const seen = await tell('secretary1', call?.id ?? '', 'seen-in-person', {
      condition: 'well',
      note: '见到了',
    });
    expect(seen.status, seen.text).toBe(200);
    await tendCalls(p.product.emergency, 'demo');
    expect(await sealed()).toEqual({ sealed: null, code: null });
    const proof = await sql(
      `select 1 as one from audit_log where action = 'calls.purge-contact' and object_id = $1`,
      [own.id],
    );
    expect(proof).toHaveLength(1);
    expect((await press(own.code)).body.code).toBe('calls.code-unknown');
  });
});

it('tells whoever is on duty, once for each rung, and proposes neighbours who offered to help: nobody under a red warning', async () => {
  const post1 = p.district.posts.worker1;
  const shift = await post('secretary1', '/roster/shifts', {
    ...{
      id: p.ids.next(),
      areaId: p.district.areas.c1,
      deskPost: post1,
      leaderPost: p.district.posts.secretary1,
    },
    ...{ beginsAt: p.clock.at - 60 * MINUTE, endsAt: p.clock.at + 600 * MINUTE },
  });
  expect(shift.status, shift.text).toBe(200);
  const volunteer = async (name: string, area: string, skills: string[]) => {
    const made = await post('worker1', '/registers/volunteers/records', {
      ...{ id: p.ids.next(), commandId: p.ids.next(), areaId: area },
      values: { name, phone: `1391234${String(serial++).padStart(4, '0')}`, skills },
      consent: { givenBy: 'self', onDay: '2026-07-01', edition: 1 },
    });
    expect(made.status, made.text).toBe(200);
  };
  let serial = 10;
  await volunteer('欧阳近', p.district.areas.g1, ['carrying']);
  await volunteer('司马救', p.district.areas.g1, ['first-aid']);
  const own = await newDevice();
  await press(own.code);
  const [call] = await callsOf(own.id);
  const id = call?.id ?? '';
  await tellDesk(p.product.emergency, 'demo');
  await pass(4);
  await pass(4);
  expect((await callsOf(own.id))[0]?.state).toBe('call-desk');
  const told = () =>
    sql<{ post: string }>(
      `select post_id::text as post from notices where key = 'notice.call-duty' and params ->> 'number' = $1`,
      [call?.number ?? ''],
    );
  expect(await tellDesk(p.product.emergency, 'demo')).toBeGreaterThan(0);
  expect(await tellDesk(p.product.emergency, 'demo')).toBe(0);
  expect((await told()).map((one) => one.post).sort()).toEqual([post1, p.district.posts.secretary1].sort());
  const desk = (await get('hotline', '/calls/desk')).body.items.find((one: { id: string }) => one.id === id);
  expect(desk.duty).toMatchObject({ area: '槐树社区', desk: expect.stringContaining('专职网格员') });

  const proposed = await get('hotline', `/calls/${id}/volunteers`);
  expect(proposed.body, proposed.text).toMatchObject({
    red: false,
    items: [
      { title: '司马*', near: true, mayReveal: true },
      { title: '欧阳*', near: true },
    ],
  });
  expect(proposed.text).not.toContain('1391234');
  const typed = await post('dispatcher1', '/warnings', {
    ...{
      id: p.ids.next(),
      colour: 'red',
      event: '暴雨',
      risk: 'rainstorm',
      issuer: '市气象台',
      text: '特大暴雨',
    },
    ...{
      documentNumber: '暴雨红 1 号',
      sentAt: p.clock.at,
      from: p.clock.at,
      until: p.clock.at + 60 * MINUTE,
    },
    ...{ instruction: '不要外出', areas: [p.district.areas.c1] },
  });
  expect(typed.status, typed.text).toBe(200);
  expect((await get('hotline', `/calls/${id}/volunteers`)).body).toEqual({ red: true, items: [] });
  await tell('worker1', id, 'seen-in-person', { condition: 'well', note: '人没事' });
});
