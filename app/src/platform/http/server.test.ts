// The edge: every kind of bad request ends as a problem with words, never as a 5xx, and the good ones commit before they answer.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TestServer, testServer } from '../../../test/server.ts';
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { insertAccount } from '../auth/accounts.ts';
import { mapConstraint } from './problems.ts';
import { type Route, route } from './route.ts';

mapConstraint('test_things__name_unique', 'resource.conflict');

const thing = z.strictObject({
  name: z.string().min(2).max(20),
  count: z.number().int().min(0),
  kind: z.enum(['a', 'b']).optional(),
});

const routes: Route[] = [
  route({
    method: 'POST',
    path: '/api/v1/things',
    operationId: 'addThing',
    summary: 'add',
    tag: 'test',
    access: 'public',
    body: thing,
    response: thing,
    async handler(ctx, { body }) {
      await ctx.tx.count('insert into test_things (name, count) values ($1, $2)', [body.name, body.count]);
      if (body.count === 13) throw new Error('secret detail of a bug');
      return body;
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/things/:id',
    operationId: 'getThing',
    summary: 'get',
    tag: 'test',
    access: 'public',
    params: z.strictObject({ id: z.string().max(400) }),
    query: z.strictObject({ n: z.coerce.number().optional() }),
    response: z.unknown(),
    async handler(ctx, { params }) {
      // Passed on unchecked, to see what the database's refusals become.
      const rows = await ctx.tx.rows(
        'select name, count from test_things where name = $1 or $2::int = count',
        [params.id, params.id.startsWith('#') ? params.id.slice(1) : null],
      );
      return { rows };
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/staff-only',
    operationId: 'staffOnly',
    summary: 'staff',
    tag: 'test',
    access: 'staff',
    response: z.unknown(),
    handler: async (ctx) => ({ kind: ctx.actor.kind }),
  }),
  route({
    method: 'POST',
    path: '/api/v1/duty-only',
    operationId: 'dutyOnly',
    summary: 'duty',
    tag: 'test',
    access: { duty: ['rule'] },
    body: thing,
    response: z.unknown(),
    handler: async () => ({}),
  }),
  route({
    method: 'POST',
    path: '/api/v1/strict',
    operationId: 'strict',
    summary: 'rate',
    tag: 'test',
    access: 'public',
    response: z.unknown(),
    transaction: 'none',
    perMinute: 3,
    handler: async () => ({ ok: true }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/refuses',
    operationId: 'refuses',
    summary: 'refuses',
    tag: 'test',
    access: 'public',
    response: z.unknown(),
    async handler() {
      throw problem('rate.limited', { seconds: 5 });
    },
  }),
];

let server: TestServer;
let cookie: string;

beforeAll(async () => {
  server = await testServer({
    routes: () => routes,
    http: { strictFactor: 1 },
    async resolveActor(_tx, account): Promise<Actor> {
      const post = { postId: '', title: '', unitId: '', areaPath: '0/', areaId: '', acting: false };
      return {
        kind: 'staff',
        accountId: account.id,
        personId: '',
        district: account.district,
        name: account.name,
        posts: account.name === 'ruler' ? [{ ...post, unitId: account.id, duties: ['rule'] }] : [],
      };
    },
  });
  await server.database.owner(
    'create table test_things (name text constraint test_things__name_unique unique, count int)',
  );
  await server.database.owner('grant select, insert on test_things to renlin_app');
  const id = await server.database.system((tx) =>
    insertAccount(tx, server.platform.ids, server.clock.at, {
      district: 'demo',
      login: 'plain',
      name: 'plain',
    }),
  );
  cookie = (await server.platform.sessions.create(id, { ip: '', userAgent: '' })).token;
});
afterAll(() => server.close());

const post = (body: unknown, headers: Record<string, string> = {}) =>
  server.request({ method: 'POST', url: '/api/v1/things', body, headers });

describe('input', () => {
  it('accepts a good body and stores it', async () => {
    const response = await post({ name: '路灯', count: 1 });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ name: '路灯', count: 1 });
    const got = await server.request({ url: `/api/v1/things/${encodeURIComponent('路灯')}` });
    expect(got.json()).toEqual({ rows: [{ name: '路灯', count: 1 }] });
  });

  it('names every wrong field and what to do, in the language asked for', async () => {
    const bad = { name: 'x', count: -1.5, kind: 'c', extra: 1 };
    const zh = await post(bad);
    expect(zh.statusCode).toBe(400);
    expect(zh.headers['content-type']).toContain('application/problem+json');
    const body = zh.json() as { code: string; errors: { path: string; code: string; message: string }[] };
    expect(body.code).toBe('input.invalid');
    expect(body.errors.map((one) => one.path).sort()).toEqual(['count', 'extra', 'kind', 'name']);
    expect(body.errors.find((one) => one.path === 'name')?.message).toBe('name：至少 2 个字。');
    expect(body.errors.find((one) => one.path === 'kind')?.message).toContain('a、b');
    const en = await post(bad, { 'accept-language': 'en-GB,en;q=0.9' });
    expect(en.json().errors.find((one: { path: string }) => one.path === 'name').message).toBe(
      'name: needs at least 2 characters.',
    );
    const missing = (await post({})).json() as typeof body;
    expect(missing.errors.map((one) => one.code)).toEqual(['required', 'required']);
  });

  it.each([
    ['broken JSON', '{"name":', 400],
    ['a nul character', '{"name":"a\\u0000b","count":1}', 400],
    ['nesting without end', '['.repeat(100_000), 400],
    ['nothing', '', 400],
    ['a list', '[]', 400],
    ['__proto__', '{"__proto__":{"x":1},"name":"ab","count":1}', 400],
    ['a number beyond the column', '{"name":"big","count":9007199254740991}', 400],
    ['a body over the limit', JSON.stringify({ name: 'x'.repeat(300_000), count: 1 }), 413],
  ])('refuses %s', async (_what, body, status) => {
    const response = await post(body);
    expect(response.statusCode).toBe(status);
    expect(response.json().title).not.toContain('{');
  });

  it('says of too long a text that it is the text, not only of files', async () => {
    const response = await post(JSON.stringify({ name: 'x'.repeat(300_000), count: 1 }));
    expect(response.json().title).toContain('缩短文字');
  });

  it('refuses other content types, also forms, which other sites can send', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'x',
    ]) {
      const response = await post('name=ab', { 'content-type': type });
      expect([type, response.statusCode]).toEqual([type, 415]);
    }
  });

  it('answers hostile paths, queries and methods with a 4xx', async () => {
    const urls = [
      '/api/v1/things/%',
      '/api/v1/things/%00',
      '/api/v1/things/%E0%A4%A',
      `/api/v1/things/${'x'.repeat(3000)}`,
      '/api/v1/things/%2e%2e%2f',
      '/api/v1/things/%23abc',
      '/api/v1/things/%2399999999999999',
      '/api/v1/things/a?n=1&n=2',
      '/api/v1/things/a?other=1',
      '/api/v1/nothing',
      '/api/../etc/passwd',
    ];
    for (const url of urls) {
      const response = await server.request({ url });
      const expected = url.includes('%2e') ? [200] : [400, 404, 414];
      expect([url.slice(0, 60), expected.includes(response.statusCode), response.statusCode]).toEqual([
        url.slice(0, 60),
        true,
        response.statusCode,
      ]);
    }
    const method = await server.request({ method: 'PUT', url: '/api/v1/things' });
    expect(method.statusCode).toBe(405);
    expect(method.headers.allow).toBe('POST');
    expect((await server.request({ method: 'HEAD', url: '/api/v1/things/a' })).statusCode).toBe(200);
    expect((await server.request({ method: 'PROPFIND', url: '/api/v1/things' })).statusCode).toBe(405);
  });

  it('answers what is not HTTP with a problem', async () => {
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    const port = (server.app.server.address() as { port: number }).port;
    const answer = await new Promise<string>((done) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/9\r\n\r\n'));
      socket.on('data', (data) => {
        text += data.toString();
      });
      socket.on('close', () => done(text));
    });
    expect(answer).toContain('400 Bad Request');
    expect(answer).toContain('input.malformed');
  });
});

describe('failures', () => {
  it('maps a named constraint to its problem', async () => {
    expect((await post({ name: 'twice', count: 1 })).statusCode).toBe(200);
    const again = await post({ name: 'twice', count: 1 });
    expect([again.statusCode, again.json().code]).toEqual([409, 'resource.conflict']);
  });

  it('tells nothing of a bug, logs it, and rolls back', async () => {
    const before = server.logged.length;
    const response = await post({ name: 'unlucky', count: 13 });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('secret detail');
    const line = JSON.parse(server.logged.slice(before).join('')) as {
      requestId: string;
      err: { message: string };
    };
    expect(line.err.message).toBe('secret detail of a bug');
    expect(line.requestId).toBe(response.json().requestId);
    expect((await server.request({ url: '/api/v1/things/unlucky' })).json().rows).toEqual([]);
  });

  it('never logs the values that the database quotes', async () => {
    const before = server.logged.length;
    await server.request({ url: `/api/v1/things/${encodeURIComponent('#张三13800138000')}` });
    const lines = server.logged.slice(before).join('');
    expect(lines).toContain('22P02');
    expect(lines).not.toContain('张三');
    expect(lines).not.toContain('13800138000');
  });
});

describe('who may', () => {
  it('asks for a session before it looks at the input', async () => {
    const response = await server.request({ method: 'POST', url: '/api/v1/duty-only', body: '{"broken' });
    expect(response.statusCode).toBe(401);
    expect((await server.request({ url: '/api/v1/staff-only' })).json().code).toBe('auth.required');
    expect((await server.request({ url: '/api/v1/staff-only', cookie: 'x'.repeat(43) })).statusCode).toBe(
      401,
    );
  });

  it('admits by session and by duty', async () => {
    const seen = await server.request({ url: '/api/v1/staff-only', cookie });
    expect(seen.json()).toEqual({ kind: 'staff' });
    const body = { name: 'ab', count: 1 };
    const refused = await server.request({ method: 'POST', url: '/api/v1/duty-only', cookie, body });
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'auth.forbidden']);
    const id = await server.database.system((tx) =>
      insertAccount(tx, server.platform.ids, server.clock.at, {
        district: 'demo',
        login: 'ruler',
        name: 'ruler',
      }),
    );
    const ruler = (await server.platform.sessions.create(id, { ip: '', userAgent: '' })).token;
    expect(
      (await server.request({ method: 'POST', url: '/api/v1/duty-only', cookie: ruler, body })).statusCode,
    ).toBe(200);
  });

  it('refuses what another site caused', async () => {
    const body = { name: 'cross', count: 1 };
    const cross: [Record<string, string>, number][] = [
      [{ 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'sec-fetch-site': 'same-site' }, 403],
      [{ origin: 'https://evil.example' }, 403],
      [{ origin: 'null' }, 403],
      [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost' }, 200],
    ];
    for (const [headers, status] of cross) {
      expect([headers, (await post(body, headers)).statusCode]).toEqual([headers, status]);
    }
    expect(
      (await post({ name: 'own', count: 1 }, { origin: 'http://localhost', host: 'localhost' })).statusCode,
    ).toBe(200);
  });

  it('limits strict routes by address', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) {
      statuses.push((await server.request({ method: 'POST', url: '/api/v1/strict' })).statusCode);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const limited = await server.request({ method: 'POST', url: '/api/v1/strict' });
    expect(limited.json().code).toBe('rate.limited');
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('documents and health', () => {
  it('describes every route in OpenAPI 3.1', async () => {
    const document = (await server.request({ url: '/api/openapi.json' })).json();
    expect(document.openapi).toBe('3.1.0');
    const operation = document.paths['/api/v1/things'].post;
    expect(operation.operationId).toBe('addThing');
    expect(operation.requestBody.content['application/json'].schema.properties.name.minLength).toBe(2);
    expect(operation.requestBody.content['application/json'].schema.additionalProperties).toBe(false);
    expect(document.paths['/api/v1/duty-only'].post.security).toEqual([{ session: [] }]);
    expect(
      document.paths['/api/v1/things/{id}'].get.parameters.map((one: { name: string }) => one.name),
    ).toEqual(['id', 'n']);
    expect(document.components.securitySchemes.session.name).toBe('renlin_session');
  });

  it('is healthy while the database answers, and says when it is not', async () => {
    expect((await server.request({ url: '/healthz' })).statusCode).toBe(200);
    const down = await testServer({
      http: {
        ready: async () => {
          throw new Error('no database');
        },
      },
    });
    expect((await down.request({ url: '/healthz' })).statusCode).toBe(503);
    await down.close();
  });

  it('gives metrics to this machine only', async () => {
    const local = await server.request({ url: '/metrics' });
    expect(local.body).toContain('renlin_http_seconds_count{operation="addThing",status="2xx"}');
    const proxied = await server.request({ url: '/metrics', headers: { 'x-forwarded-for': '10.0.0.9' } });
    expect(proxied.statusCode).toBe(404);
  });

  it('forbids caching, sniffing and framing of answers', async () => {
    const { headers } = await server.request({ url: '/api/v1/things/a' });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });
});
