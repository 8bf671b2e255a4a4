// Warnings fetched from addresses that an administrator entered: never from inside the house, never by a link to elsewhere, never more than is
// read; what fails says so and is tried again.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { getOutside } from '../../platform/http/outside.ts';
import { fetchDistrict } from './public.ts';

let p: TestProduct;
let server: Server;
let base: string;
let other: Server;
const asked: string[] = [];
const pages = new Map<string, { status?: number; body?: string; location?: string; hang?: boolean }>();

function serve(list: string[]): Server {
  return createServer((request, response) => {
    list.push(request.url ?? '');
    const page = pages.get(request.url ?? '');
    if (page?.hang) return;
    if (!page) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(page.status ?? 200, page.location ? { location: page.location } : {});
    response.end(page.body ?? '');
  });
}
const strangers: string[] = [];
const addressOf = (one: Server) => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;

beforeAll(async () => {
  p = await testProduct({ seed: 'sources', env: { RENLIN_WARNINGS_INSIDE: '1' } });
  server = serve(asked);
  other = serve(strangers);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  base = addressOf(server);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  other.close();
  await p.close();
});

const get = (person: PersonKey, path: string) => p.call(person, 'GET', `/api/v1${path}`);
const post = (person: PersonKey, path: string, body: unknown = {}) =>
  p.call(person, 'POST', `/api/v1${path}`, { body });
const cap = (id: string) => `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${id}</identifier><sender>met@example</sender>
<sent>2026-07-15T09:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>zh-CN</language><category>Met</category><event>暴雨黄色</event><urgency>Expected</urgency><severity>Moderate</severity>
<certainty>Likely</certainty><expires>2026-07-15T20:00:00+08:00</expires><senderName>市气象台</senderName>
<area><areaDesc>槐树社区</areaDesc><polygon>36.29,120.38 36.29,120.4 36.3,120.4 36.3,120.38 36.29,120.38</polygon></area></info></alert>`;
const feed = (links: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>预警</title><updated>2026-07-15T01:00:00Z</updated>${links
  .map(
    (link, n) =>
      `<entry><id>e${n}</id><title>t${n}</title><updated>2026-07-15T01:00:00Z</updated><link href="${link}"/></entry>`,
  )
  .join('')}</feed>`;
const source = (path: string, changes: object = {}) => ({
  ...{ id: p.ids.next(), name: '市气象台', url: `${base}${path}`, everyMinutes: 5 },
  ...changes,
});
const stateOf = async (id: string) =>
  (await get('security', '/warning-sources')).body.items.find((one: { id: string }) => one.id === id);
const run = () => fetchDistrict(p.product.emergency, 'demo');

it('is entered by who manages security, as an address of the web and no address of the house', async () => {
  expect((await post('secretary1', '/warning-sources', source('/feed'))).status).toBe(403);
  for (const url of ['ftp://example.com/x', 'http://user:word@example.com/', 'file:///etc/passwd'])
    expect([url, (await post('security', '/warning-sources', source('', { url }))).status]).toEqual([
      url,
      400,
    ]);
  const strict = await testProduct({ seed: 'sources-strict' });
  for (const url of [
    'http://127.0.0.1/',
    'http://169.254.169.254/latest',
    'http://[::1]/',
    'http://feed.local/',
  ])
    expect(
      (await strict.call('security', 'POST', '/api/v1/warning-sources', { body: source('', { url }) })).body,
    ).toMatchObject({ code: 'warnings.source-inside', errors: [{ path: 'url' }] });
  await strict.close();
  for (const url of ['http://10.0.0.1/', 'http://[fd00::1]/', 'http://localhost/'])
    await expect(getOutside(url, { allowInside: false, mostBytes: 10 })).rejects.toMatchObject({
      reason: 'inside-address',
    });
});

it('takes the documents of a list once, and follows no link to another host', async () => {
  pages.set('/feed', { body: feed(['/one.xml', `${addressOf(other)}/evil.xml`, 'file:///etc/passwd']) });
  pages.set('/one.xml', { body: cap('S-1') });
  const one = source('/feed');
  expect((await post('security', '/warning-sources', one)).status).toBe(200);
  expect((await post('security', '/warning-sources', source('/feed'))).body.code).toBe(
    'warnings.source-known',
  );
  expect(await run()).toBe(1);
  expect((await get('secretary1', '/warnings')).body.items).toMatchObject([
    { issuer: '市气象台', source: '市气象台' },
  ]);
  expect(await stateOf(one.id)).toMatchObject({ outcome: 'taken', failingSince: null });
  expect(await run(), 'not due').toBe(0);
  p.clock.at += 5 * MINUTE;
  expect(await run()).toBe(1);
  expect(asked).toEqual(['/feed', '/one.xml', '/feed']);
  expect(strangers).toEqual([]);
  expect((await stateOf(one.id)).outcome).toBe('nothing-new');
  expect((await post('security', `/warning-sources/${one.id}/switch`, { on: false })).status).toBe(200);
  p.clock.at += 5 * MINUTE;
  expect(await run()).toBe(0);
});

it('says of each failure what it was, keeps a refusal with its reasons, and tries again', async () => {
  pages.set('/moved', { status: 302, location: `${addressOf(other)}/evil.xml` });
  pages.set('/huge', { body: 'x'.repeat(3_000_000) });
  pages.set('/hostile', {
    body: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert>&x;</alert>',
  });
  const failing: [string, string][] = [
    ['/gone', 'http-404'],
    ['/moved', 'http-302'],
    ['/huge', 'too-large'],
    ['/hostile', 'refused'],
  ];
  const ids = new Map<string, string>();
  for (const [path] of failing) {
    const one = source(path);
    ids.set(path, one.id);
    expect((await post('security', '/warning-sources', one)).status).toBe(200);
  }
  expect(await run()).toBe(failing.length);
  for (const [path, outcome] of failing) {
    const seen = await stateOf(ids.get(path) ?? '');
    expect([path, seen.outcome, seen.failingSince]).toEqual([path, outcome, p.clock.at]);
    expect(seen.said).not.toBe('');
  }
  expect(strangers, 'no redirect was followed').toEqual([]);
  expect((await get('secretary1', '/warnings/refused')).body.items).toMatchObject([{ source: '市气象台' }]);
  pages.set('/gone', { body: cap('S-2') });
  p.clock.at += 5 * MINUTE;
  await run();
  expect(await stateOf(ids.get('/gone') ?? '')).toMatchObject({ outcome: 'taken', failingSince: null });
  expect((await post('security', `/warning-sources/${ids.get('/gone')}/remove`)).status).toBe(200);
  expect((await post('security', `/warning-sources/${ids.get('/gone')}/remove`)).body.code).toBe(
    'warnings.source-unknown',
  );
});
