// Webhooks on the real product, against receivers on this machine: what is told, how it is signed, and what happens when nobody takes it.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bring, fileCase, must } from '../../../test/case-desk.ts';
import { DAY, HOUR, MINUTE, type TestProduct, testProduct } from '../../../test/product.ts';
import {
  isInsideAddress,
  namesInsideHost,
  OutsideFailure,
  postOutside,
} from '../../platform/http/outside.ts';
import { deliver, gather, MOST_ATTEMPTS, MOST_FAILURES, prune, retryAfter } from './delivery.ts';

type Received = { path: string; headers: IncomingHttpHeaders; body: string };

let p: TestProduct;
let receiver: Server;
let base: string;
let received: Received[] = [];
/** What the receiver answers. */
let answer: { status: number; headers?: Record<string, string>; wait?: boolean } = { status: 204 };

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += String(part);
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      if (answer.wait) return;
      response.writeHead(answer.status, answer.headers).end('x'.repeat(10_000));
    });
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  p = await testProduct({ seed: 'webhooks', env: { RENLIN_WEBHOOKS_INSIDE: '1' } });
  await p.platform.events.start();
}, 400_000);
afterAll(async () => {
  expect(await p.doctor()).toEqual([]);
  await p.close();
  receiver.closeAllConnections();
  receiver.close();
});
beforeEach(() => {
  received = [];
  answer = { status: 204 };
});

type Hook = { id: string; secret: string };
const ALL = ['case.opened', 'case.state-changed', 'case.closed'];

async function hook(path: string, events: readonly string[] = ALL): Promise<Hook> {
  const made = await p.call('security', 'POST', '/api/v1/webhooks', {
    body: { name: `接收方${path.split('?')[0]}`, url: `${base}${path}`, events },
  });
  expect(made.status, made.text).toBe(200);
  return made.body;
}

const remove = (one: Hook) => p.call('security', 'POST', `/api/v1/webhooks/${one.id}/remove`, { body: {} });

/** Waits until the relay has numbered every event, then turns them into deliveries. */
async function gathered(): Promise<void> {
  const waiting = async () => {
    const rows = await p.database.owner('select from outbox_events where seq is null');
    return rows.length;
  };
  await expect.poll(waiting, { timeout: 60_000 }).toBe(0);
  await gather(p.product.webhooks, 'demo');
}

const sent = () => deliver(p.product.webhooks, 'demo');

async function deliveries(one: Hook, state = ''): Promise<Record<string, unknown>[]> {
  const listed = await p.call(
    'security',
    'GET',
    `/api/v1/webhooks/${one.id}/deliveries?limit=200${state ? `&state=${state}` : ''}`,
  );
  expect(listed.status, listed.text).toBe(200);
  return listed.body.items;
}

test('a case is told from its opening to its end, signed, and with nothing personal in it', async () => {
  await fileCase(p, null, { text: '登记之前的事' });
  p.clock.at += MINUTE;
  const one = await hook('/all?token=abc');
  const filed = await fileCase(p, null, {
    text: '井盖坏了，王建军说的',
    address: '测试路3单元',
    reporter: { name: '王建军', phone: '13812340000' },
  });
  await bring(p, filed.id, 'handling');
  await must(p, 'urban', filed.id, 'answer', { note: '给王建军打过电话' });
  p.clock.at += MINUTE;
  await must(p, 'urban', filed.id, 'finish', { result: '王建军在场，已换' });
  await must(p, 'dispatcher1', filed.id, 'note', { note: '不变状态' });
  const second = await fileCase(p, null, { text: '第二件' });
  await must(p, 'dispatcher1', second.id, 'decline', { reason: 'not-ours', whereTo: '请找热力公司' });
  await gathered();
  // Looking again makes nothing twice.
  await gather(p.product.webhooks, 'demo');
  await Promise.all([sent(), sent()]);
  await sent();
  const told = received.map((each) => ({ ...each, json: JSON.parse(each.body) }));
  const of = (id: string) =>
    told
      .filter((each) => each.json.case.id === id)
      .map(({ json }) => [json.event, json.case.version, json.case.state]);
  expect(of(filed.id).sort((a, b) => a[1] - b[1])).toEqual([
    ['case.opened', 1, 'reported'],
    ['case.state-changed', 2, 'filed'],
    ['case.state-changed', 3, 'dispatched'],
    ['case.state-changed', 4, 'handling'],
    ['case.state-changed', 6, 'checking'],
  ]);
  expect(
    of(second.id)
      .map(([event]) => event)
      .sort(),
  ).toEqual(['case.closed', 'case.opened', 'case.state-changed']);
  expect(told.length).toBe(8);
  expect(told.every(({ path }) => path === '/all?token=abc')).toBe(true);
  const opened = told.find(({ json }) => json.event === 'case.opened' && json.case.id === filed.id);
  expect(opened?.json).toEqual({
    id: expect.any(String),
    event: 'case.opened',
    district: 'demo',
    at: '2026-07-15T02:01:00.000Z',
    case: {
      id: filed.id,
      number: filed.number,
      kind: 'incident',
      category: 'utility.manhole',
      version: 1,
      state: 'reported',
      previousState: null,
      areaCode: null,
      filedAt: '2026-07-15T02:01:00.000Z',
      closedAt: null,
    },
  });
  const closed = told.find(({ json }) => json.event === 'case.closed');
  expect(closed?.json.case.closedAt).not.toBeNull();
  for (const secret of ['王建军', '1381234', '3单元', '热力', '换'])
    expect(JSON.stringify(told)).not.toContain(secret);
  for (const { headers, body, json } of told) {
    expect(headers['content-type']).toBe('application/json');
    expect(headers['x-renlin-event']).toBe(json.event);
    expect(headers['x-renlin-nonce']).toBe(json.id);
    // As docs/operating/open-doors.md tells a receiver to check it.
    const text = `${headers['x-renlin-timestamp']}.${headers['x-renlin-nonce']}.${body}`;
    expect(headers['x-renlin-signature']).toBe(createHmac('sha256', one.secret).update(text).digest('hex'));
    expect(Number(headers['x-renlin-timestamp'])).toBe(Math.floor(p.clock.at / 1000));
  }
  expect((await deliveries(one, 'sent')).length).toBe(8);
  await remove(one);
});

test('only the events that were asked for, only while it is on, and the secret can be renewed', async () => {
  const one = await hook('/closed', ['case.closed']);
  const filed = await fileCase(p, null, { text: '关' });
  await must(p, 'dispatcher1', filed.id, 'decline', { reason: 'not-ours', whereTo: '别处' });
  await gathered();
  await sent();
  expect(received.map(({ headers }) => headers['x-renlin-event'])).toEqual(['case.closed']);
  const renewed = await p.call('security', 'POST', `/api/v1/webhooks/${one.id}/secret`, { body: {} });
  expect(renewed.body.secret).not.toBe(one.secret);
  const turn = (on: boolean) =>
    p.call('security', 'POST', `/api/v1/webhooks/${one.id}/switch`, { body: { on } });
  await turn(false);
  const missed = await fileCase(p, null, { text: '停用时' });
  await must(p, 'dispatcher1', missed.id, 'decline', { reason: 'not-ours', whereTo: '别处' });
  await gathered();
  p.clock.at += MINUTE;
  await turn(true);
  const heard = await fileCase(p, null, { text: '启用后' });
  await must(p, 'dispatcher1', heard.id, 'decline', { reason: 'not-ours', whereTo: '别处' });
  await gathered();
  await sent();
  expect(received.map(({ body }) => JSON.parse(body).case.id)).toEqual([filed.id, heard.id]);
  const last = received.at(-1) as Received;
  const text = `${last.headers['x-renlin-timestamp']}.${last.headers['x-renlin-nonce']}.${last.body}`;
  expect(last.headers['x-renlin-signature']).toBe(
    createHmac('sha256', renewed.body.secret).update(text).digest('hex'),
  );
  await remove(one);
});

test('a failed delivery is tried again at growing distances, dies, and can be sent again', async () => {
  const one = await hook('/down', ['case.opened']);
  answer = { status: 503 };
  await fileCase(p, null, { text: '对方停机' });
  await gathered();
  const waits: number[] = [];
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    expect(await sent()).toBe(0);
    expect(received.length).toBe(attempt);
    const [waiting] = await deliveries(one);
    expect(waiting).toMatchObject({ attempts: attempt, failure: 'http-503' });
    if (attempt === MOST_ATTEMPTS) break;
    // Not before its time.
    expect(await sent()).toBe(0);
    expect(received.length).toBe(attempt);
    waits.push(Number(waiting?.['nextAt']) - p.clock.at);
    p.clock.at = Number(waiting?.['nextAt']);
  }
  for (const [index, wait] of waits.entries()) {
    const whole = Math.min(6 * HOUR, 30_000 * 2 ** index);
    expect(wait).toBeGreaterThanOrEqual(whole / 2);
    expect(wait).toBeLessThanOrEqual(whole);
  }
  const nonces = new Set(received.map(({ headers }) => headers['x-renlin-nonce']));
  expect(nonces.size).toBe(1);
  const [dead] = await deliveries(one, 'dead');
  expect(dead).toMatchObject({ state: 'dead', nextAt: null, sentAt: null });
  p.clock.at += DAY;
  await sent();
  expect(received.length).toBe(MOST_ATTEMPTS);
  const [listed] = (await p.call('security', 'GET', '/api/v1/webhooks')).body.items;
  expect(listed).toMatchObject({ id: one.id, dead: 1, waiting: 0, failures: MOST_ATTEMPTS, enabled: true });

  answer = { status: 200 };
  const again = `/api/v1/webhooks/${one.id}/deliveries/${dead?.['id']}/send`;
  expect((await p.call('security', 'POST', again, { body: {} })).status).toBe(200);
  expect(await sent()).toBe(1);
  expect(received.at(-1)?.body).toBe(received[0]?.body);
  expect((await p.call('security', 'POST', again, { body: {} })).body.code).toBe('webhooks.not-dead');
  const unknown = `/api/v1/webhooks/${one.id}/deliveries/${p.ids.next()}/send`;
  expect((await p.call('security', 'POST', unknown, { body: {} })).body.code).toBe(
    'webhooks.delivery-not-found',
  );
  const [now] = (await p.call('security', 'GET', '/api/v1/webhooks')).body.items;
  expect(now).toMatchObject({ dead: 0, failures: 0 });
  p.clock.at += 8 * DAY;
  await prune(p.product.webhooks, 'demo');
  expect(await deliveries(one)).toEqual([]);
  await remove(one);
});

test('the scatter is the delivery’s own and stays inside its bounds', () => {
  const all = Array.from({ length: 300 }, (_, index) => retryAfter(`id-${index}`, 3));
  expect(Math.min(...all)).toBeGreaterThanOrEqual(60_000);
  expect(Math.max(...all)).toBeLessThanOrEqual(120_000);
  expect(new Set(all).size).toBeGreaterThan(250);
  expect(retryAfter('id-1', 3)).toBe(retryAfter('id-1', 3));
  expect(retryAfter('id-1', 60)).toBeLessThanOrEqual(6 * HOUR);
});

test('who never takes anything is switched off, and the keepers are told', async () => {
  const one = await hook('/never', ['case.opened']);
  answer = { status: 500 };
  for (let i = 0; i < MOST_FAILURES; i++) await fileCase(p, null, { text: `第${i}件` });
  await gathered();
  await sent();
  let [listed] = (await p.call('security', 'GET', '/api/v1/webhooks')).body.items;
  expect(listed).toMatchObject({ enabled: false, offReason: 'failures', failures: MOST_FAILURES });
  const notices = await p.call('security', 'GET', '/api/v1/notices');
  expect(notices.body.items[0].text).toContain('接收方/never');
  const tries = received.length;
  p.clock.at += DAY;
  await sent();
  expect(received.length).toBe(tries);
  // Switched on again, what waited goes out.
  answer = { status: 200 };
  await p.call('security', 'POST', `/api/v1/webhooks/${one.id}/switch`, { body: { on: true } });
  await sent();
  [listed] = (await p.call('security', 'GET', '/api/v1/webhooks')).body.items;
  expect(listed).toMatchObject({ enabled: true, offReason: null, waiting: 0, failures: 0 });
  await remove(one);
});

test('a redirect is no delivery and is not followed', async () => {
  const one = await hook('/moved', ['case.opened']);
  answer = { status: 302, headers: { location: `${base}/elsewhere` } };
  await fileCase(p, null, { text: '搬家' });
  await gathered();
  await sent();
  expect(received.map(({ path }) => path)).toEqual(['/moved']);
  expect((await deliveries(one))[0]).toMatchObject({ state: 'waiting', failure: 'http-302' });
  await remove(one);
});

test('nobody answers, nobody listens, nobody has that name: a word for each, and no address in it', async () => {
  const failed = (url: string) =>
    postOutside({ url, headers: {}, body: '{}' }, { allowInside: true }).catch((error: unknown) => error);
  const silent = createServer();
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const { port } = silent.address() as AddressInfo;
  await new Promise((done) => silent.close(done));
  const refused = (await failed(`http://127.0.0.1:${port}/secret-token`)) as OutsideFailure;
  expect(refused).toBeInstanceOf(OutsideFailure);
  expect(refused.reason).toBe('no-connection');
  const unknown = (await failed('http://no-such-host.invalid/')) as OutsideFailure;
  expect(['unknown-host', 'no-connection']).toContain(unknown.reason);
  answer = { status: 200, wait: true };
  const slow = (await failed(`${base}/slow`)) as OutsideFailure;
  expect(slow.reason).toBe('timeout');
}, 60_000);

test('addresses of this machine and its house are refused when entered and when called', async () => {
  const inside = await testProduct({ seed: 'inside' });
  try {
    for (const url of [
      'http://localhost/x',
      'http://LOCALHOST./x',
      'http://api.localhost/',
      'http://127.0.0.1/',
      'http://127.1/',
      'http://2130706433/',
      'http://0x7f.0.0.1/',
      'http://0.0.0.0/',
      'http://10.1.2.3/',
      'http://172.16.0.1/',
      'http://192.168.1.1:8080/',
      'http://100.64.0.1/',
      'http://169.254.169.254/latest/meta-data/',
      'http://[::1]/',
      'http://[::]/',
      'http://[fe80::1]/',
      'http://[fd00::1]/',
      'http://[::ffff:127.0.0.1]/',
      'http://[::ffff:10.0.0.1]/',
      'http://[64:ff9b::7f00:1]/',
      'http://printer.local/',
    ]) {
      const answered = await inside.call('security', 'POST', '/api/v1/webhooks', {
        body: { name: 'x', url, events: ALL },
      });
      expect([url, answered.status, answered.body?.errors?.[0]?.code]).toEqual([url, 400, 'webhooks.inside']);
      // Past the form: the call itself refuses as well.
      const called = await postOutside({ url, headers: {}, body: '{}' }, { allowInside: false }).catch(
        (error: unknown) => error,
      );
      expect(called).toMatchObject({ reason: 'inside-address' });
    }
    for (const url of [
      'ftp://example.com/',
      'javascript:alert(1)',
      'nonsense',
      'http://user:pw@example.com/',
      '',
      'http://',
    ]) {
      const answered = await inside.call('security', 'POST', '/api/v1/webhooks', {
        body: { name: 'x', url, events: ALL },
      });
      expect([url, answered.status, answered.body?.errors?.[0]?.code]).toEqual([
        url,
        400,
        'webhooks.address',
      ]);
    }
    const open = await inside.call('security', 'POST', '/api/v1/webhooks', {
      body: { name: '对外', url: 'https://hooks.example.com/renlin', events: ALL },
    });
    expect(open.status).toBe(200);
    expect((await inside.database.owner('select from webhooks')).length).toBe(1);
  } finally {
    await inside.close();
  }
  expect(namesInsideHost(new URL('https://hooks.example.com/'))).toBe(false);
  expect(isInsideAddress('8.8.8.8')).toBe(false);
  expect(isInsideAddress('2606:4700::1111')).toBe(false);
  expect(isInsideAddress('nonsense')).toBe(true);
}, 300_000);

test('a name that leads inside is refused at the moment of connecting', async () => {
  // The name of this machine is no literal address; what it resolves to is looked at when the socket is opened.
  const before = received.length;
  const port = (receiver.address() as AddressInfo).port;
  const failure = await postOutside(
    { url: `http://${hostname()}:${port}/by-name`, headers: {}, body: '{}' },
    { allowInside: false },
  ).catch((error: unknown) => error);
  expect(['inside-address', 'unknown-host']).toContain((failure as OutsideFailure).reason);
  expect(received.length).toBe(before);
});

test('only those who manage security see or change webhooks; the address is kept sealed and every change is on record', async () => {
  const one = await hook('/sealed?token=very-secret');
  for (const [person, status] of [
    ['admin', 403],
    ['auditor', 403],
    ['dispatcher1', 403],
    [null, 401],
  ] as const) {
    expect((await p.call(person, 'GET', '/api/v1/webhooks')).status).toBe(status);
    expect(
      (
        await p.call(person, 'POST', '/api/v1/webhooks', {
          body: { name: 'x', url: 'https://example.com/', events: ALL },
        })
      ).status,
    ).toBe(status);
    expect((await p.call(person, 'POST', `/api/v1/webhooks/${one.id}/remove`, { body: {} })).status).toBe(
      status,
    );
  }
  const listed = await p.call('security', 'GET', '/api/v1/webhooks');
  expect(listed.text).not.toContain('very-secret');
  expect(listed.text).not.toContain(one.secret);
  const stored = JSON.stringify(await p.database.owner('select * from webhooks'));
  expect(stored).not.toContain('very-secret');
  expect(stored).not.toContain(one.secret);
  for (const path of ['switch', 'secret', 'remove']) {
    const answered = await p.call('security', 'POST', `/api/v1/webhooks/${p.ids.next()}/${path}`, {
      body: path === 'switch' ? { on: true } : {},
    });
    expect([path, answered.body.code]).toEqual([path, 'webhooks.not-found']);
  }
  expect((await p.call('security', 'GET', `/api/v1/webhooks/${p.ids.next()}/deliveries`)).status).toBe(404);
  await p.call('security', 'POST', `/api/v1/webhooks/${one.id}/switch`, { body: { on: false } });
  await remove(one);
  const log = await p.database.owner<{ action: string; actor_account: string }>(
    'select action, actor_account from audit_log where object_id = $1 order by at, id',
    [one.id],
  );
  expect(log.map(({ action }) => action)).toEqual([
    'webhooks.create',
    'webhooks.switch-off',
    'webhooks.remove',
  ]);
  expect(log.every(({ actor_account: account }) => account === p.district.accounts.security)).toBe(true);
});
