// Messages to residents: seen before, let out by another person, handed over grid by grid with a signature, counted and never by person.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUR, MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { signatureOf, signed } from '../../platform/http/signature.ts';
import { sendDistrict } from './public.ts';

let p: TestProduct;
let server: Server;
let warning: string;
let answer = 200;
const came: { headers: Record<string, unknown>; raw: string }[] = [];
const message = { id: '', text: '今晚有暴雨，不要去地下车库和桥下，有困难告诉网格员。' };
const gateway = { id: '', secret: '' };

beforeAll(async () => {
  p = await testProduct({ seed: 'residents', env: { RENLIN_WARNINGS_INSIDE: '1' } });
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      came.push({ headers: request.headers, raw: Buffer.concat(pieces).toString() });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  warning = p.ids.next();
  const typed = await post('dispatcher1', '/warnings', {
    ...{
      id: warning,
      colour: 'orange',
      event: '暴雨',
      risk: 'rainstorm',
      issuer: '市气象台',
      text: '三小时五十毫米',
    },
    ...{ documentNumber: '橙 1 号', sentAt: p.clock.at, from: p.clock.at, until: p.clock.at + 6 * HOUR },
    ...{ instruction: '低洼处转移', areas: [p.district.areas.c1] },
  });
  expect(typed.status, typed.text).toBe(200);
  message.id = p.ids.next();
});
afterAll(async () => {
  server.close();
  await p.close();
});

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey | null, path: string, body: unknown = {}) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
const draft = (person: PersonKey = 'secretary1') => post(person, `/warnings/${warning}/messages`, message);
const approve = (person: PersonKey) => post(person, `/warnings/messages/${message.id}/approve`);
const send = () => sendDistrict(p.product.emergency, 'demo');

it('is seen before it goes anywhere, and goes by two people', async () => {
  expect((await draft('worker1')).body.code).toBe('warnings.not-yours');
  expect((await draft('secretary2')).body.code, 'no grid of theirs is warned').toBe('warnings.no-grids');
  const drafted = await draft();
  expect(drafted.status, drafted.text).toBe(200);
  expect(drafted.body.grids.map((one: { name: string }) => one.name)).toEqual([
    '槐树第一网格',
    '槐树第二网格',
  ]);
  expect(drafted.body.items).toMatchObject([{ text: message.text, sentAt: null, mine: true, parts: [] }]);
  expect(await send(), 'nothing goes by looking').toBe(0);
  expect((await approve('secretary1')).body.code).toBe('warnings.relay-same-person');
  expect((await approve('dispatcher1')).body.code).toBe('warnings.no-gateway');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`;
  const body = { id: p.ids.next(), name: '短信平台', url };
  expect((await post('secretary1', '/resident-gateways', body)).status).toBe(403);
  const added = await post('security', '/resident-gateways', body);
  expect(added.status, added.text).toBe(200);
  Object.assign(gateway, added.body);
  expect((await get('security', '/resident-gateways')).text, 'the secret is given once').not.toContain(
    gateway.secret,
  );
  const out = await approve('dispatcher1');
  expect(out.status, out.text).toBe(200);
  expect((await approve('dispatcher1')).body.code).toBe('warnings.relay-decided');
});

it('is handed over grid by grid, signed, and again when the gateway does not take it', async () => {
  answer = 503;
  expect(await send()).toBe(2);
  expect(await send(), 'not at once').toBe(0);
  answer = 200;
  p.clock.at += 2 * MINUTE;
  expect(await send()).toBe(2);
  p.clock.at += 2 * MINUTE;
  expect(await send(), 'taken is taken').toBe(0);
  expect(came).toHaveLength(4);
  const last = came.at(-1);
  const header = (name: string) => String(last?.headers[name]);
  expect(header('x-renlin-signature')).toBe(
    signatureOf(
      gateway.secret,
      header('x-renlin-timestamp'),
      header('x-renlin-nonce'),
      last?.raw ?? '',
    ).toString('hex'),
  );
  expect(JSON.parse(last?.raw ?? '')).toMatchObject({
    text: message.text,
    issuer: '市气象台',
    grid: { name: expect.any(String) },
  });
});

it('counts what the gateway says of a grid, when it is signed, and knows nobody', async () => {
  const body = { message: message.id, grid: p.district.areas.g1, addressed: 320, received: 281 };
  const counts = (given: object, secret = gateway.secret) => {
    const raw = JSON.stringify(given);
    return p.call(null, 'POST', `/api/v1/public/resident-counts/${gateway.id}`, {
      body: given,
      headers: signed(secret, p.clock.at, 'n-1', raw),
    });
  };
  expect((await counts(body, 'another secret')).body.code).toBe('warnings.counts-signature');
  expect((await counts({ ...body, received: 400 })).status, 'more than were addressed').toBe(400);
  expect((await counts({ ...body, phone: '13900000000' })).status, 'a person is refused').toBe(400);
  const taken = await counts(body);
  expect(taken.status, taken.text).toBe(200);
  const [seen] = (await get('secretary1', `/warnings/${warning}/messages`)).body.items;
  expect(seen).toMatchObject({ addressed: 320, received: 281 });
  const columns = await p.database.owner<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name = 'resident_message_grids'`,
  );
  expect(columns.map((one) => one.name).filter((name) => /person|phone|account|name/.test(name))).toEqual([]);
});
