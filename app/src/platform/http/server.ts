// Turns routes, which are data, into a Fastify server. One path for all of them: who is it, may they, is the input right,
// open the transaction, run, commit, answer. On the hot path nothing is allocated that the handler does not need.

import type { Socket } from 'node:net';
import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import fastifyRateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Actor } from '../../kernel/actor.ts';
import { Problem, problem } from '../../kernel/problem.ts';
import { SESSION_COOKIE, type Session } from '../auth/sessions.ts';
import { scopeOf, type Tx } from '../db/db.ts';
import { type Locale, localeOf } from '../i18n/messages.ts';
import type { Platform } from '../platform.ts';
import { createAllowedMethods } from './allowed-methods.ts';
import { parseForm } from './form-body.ts';
import { invalidInput } from './invalid-input.ts';
import { parseJsonBody } from './json-body.ts';
import { createMetrics, type GaugeSource } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { type ProblemBody, problemBody, toProblem } from './problems.ts';
import type { Ctx, Route } from './route.ts';
import { apiHeaders, pageHeaders } from './security-headers.ts';
import { serveWeb } from './static-files.ts';

/** How a protocol with a form of its own words refusals below its address. */
export type Refusal = {
  prefix: string;
  write(body: ProblemBody, url: string): { status: number; type: string; body: string };
};

export type HttpOptions = {
  /** Folder of the built web app; absent: API only. */
  webRoot?: string;
  /** Who a session token belongs to; default: the platform's sessions. */
  authenticate?(token: string): Promise<Session | undefined>;
  /** Who a personal API key belongs to; throws why it opens nothing. Without it there are no keys. */
  authenticateKey?(key: string): Promise<Session>;
  /** Requests per minute of one key; default 600. */
  keyPerMinute?: number;
  refusals?: readonly Refusal[];
  /** The district whose public pages are served here. */
  publicDistrict: string;
  version: string;
  /** Whether the server may say it is ready; default: the database answers. */
  ready?(): Promise<boolean>;
  gauges?: readonly GaugeSource[];
  /** Lets a collector that is not on this machine read /metrics with `Authorization: Bearer …`. */
  metricsToken?: string;
  /** Requests per minute of one account (or one address without a session); default 20,000. */
  generalPerMinute?: number;
  /** Multiplies the routes' own limits (a fuzz run or a benchmark of public routes needs more); default 1. */
  strictFactor?: number;
  /** Called when the server begins to close, to end the open streams. */
  onClosing?(): void;
};

type Compiled = {
  spec: Route;
  mode: 'read' | 'write' | 'none';
  unsafe: boolean;
  duties: readonly string[] | undefined;
  /** Open to an account that must first change its password. */
  beforePasswordChange: boolean;
};

declare module 'fastify' {
  interface FastifyRequest {
    renlinSession: Session | undefined;
    /** Why the key that came with it opens nothing. */
    renlinKeyRefused: Problem | undefined;
    /** The body as it came, on routes that ask for it. */
    renlinRaw: string | undefined;
  }
  interface FastifyContextConfig {
    compiled?: Compiled;
  }
}

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';
const BEARER = /^Bearer\s+(\S{1,200})\s*$/i;
/** Wrong keys of one address in a minute: somebody guesses, or has not noticed that a key ended. */
const REFUSED_PER_MINUTE = 60;
/** Below these addresses programs ask, and a missing path is a problem, not a page. */
const PROGRAMS = /^\/(api|open311|ogc)\//;
const TOKEN = /^[A-Za-z0-9_-]{20,100}$/;
const BODY_LIMIT = 256 * 1024;

export async function createHttpServer(
  platform: Platform,
  routes: readonly Route[],
  options: HttpOptions,
): Promise<FastifyInstance> {
  const publicUrl = platform.env.RENLIN_PUBLIC_URL ? new URL(platform.env.RENLIN_PUBLIC_URL) : undefined;
  const authenticate = options.authenticate ?? ((token: string) => platform.sessions.find(token));
  const publicActor: Actor = { kind: 'public', district: options.publicDistrict };
  const messages = platform.messages;
  let counter = 0;
  const bootId = platform.ids.next().slice(-6);
  let inFlight = 0;
  const metrics = createMetrics([
    { name: 'renlin_http_requests_in_flight', help: 'Requests being answered now', read: () => inFlight },
    ...(options.gauges ?? []),
  ]);

  const app = Fastify({
    logger: false,
    trustProxy: platform.env.RENLIN_TRUST_PROXY,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 120_000,
    keepAliveTimeout: 72_000,
    genReqId: () => `${bootId}-${(++counter).toString(36)}`,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => {
      writeFailure(error, request as FastifyRequest, reply as unknown as FastifyReply);
    },
    clientErrorHandler,
  });

  const secure = (request: FastifyRequest) =>
    request.protocol === 'https' || publicUrl?.protocol === 'https:';

  function writeProblem(found: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    // Who may send a form is told so, and not of JSON.
    const wantsForm =
      found.code === 'input.unsupported-type' && request.routeOptions.config.compiled?.spec.form;
    const one = wantsForm ? problem('input.form-wanted') : found;
    const locale = localeOfRequest(request);
    reply
      .code(one.status)
      .headers(apiHeaders(secure(request)))
      .header('x-request-id', request.id);
    if (one.status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', '1');
    const body = problemBody(one, locale, messages, request.id);
    const own = options.refusals?.find(({ prefix }) => request.url.startsWith(prefix));
    if (own) {
      const written = own.write(body, request.url);
      return reply.code(written.status).header('content-type', written.type).send(written.body);
    }
    return reply.header('content-type', PROBLEM_TYPE).send(JSON.stringify(body));
  }

  function writeFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { problem: one, level } = toProblem(error);
    if (level !== 'none') {
      // The path without its query: a query may carry what a person typed.
      const path = request.routeOptions?.url ?? request.url.split('?', 1)[0];
      platform.log[level](
        {
          requestId: request.id,
          method: request.method,
          path,
          status: one.status,
          code: one.code,
          err: error,
        },
        'request failed',
      );
    }
    return writeProblem(one, request, reply);
  }

  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, {
    limits: { files: 1, fields: 8, parts: 9, fieldSize: 4096, headerPairs: 50 },
  });
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    try {
      if (request.routeOptions.config.compiled?.spec.keepRaw) request.renlinRaw = body as string;
      done(null, parseJsonBody(body as string));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
  // A piece of an upload is read as it comes, so that what came before the line broke is kept.
  app.addContentTypeParser('application/offset+octet-stream', (_request, body, done) => done(null, body));
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (request, body, done) => {
      try {
        if (!request.routeOptions.config.compiled?.spec.form) throw problem('input.unsupported-type');
        // A route whose forms may hold files has a larger limit; what is all words keeps the common one.
        if ((body as string).length > BODY_LIMIT) throw problem('input.too-large');
        done(null, parseForm(body as string));
      } catch (error) {
        done(error as Error, undefined);
      }
    },
  );
  app.decorateRequest('renlinSession', undefined);
  app.decorateRequest('renlinKeyRefused', undefined);
  app.decorateRequest('renlinRaw', undefined);
  app.setErrorHandler((error, request, reply) => writeFailure(error, request, reply));
  app.addHook('onResponse', (request, reply, done) => {
    const compiled = request.routeOptions.config.compiled;
    if (compiled) {
      metrics.observe(compiled.spec.operationId, reply.statusCode, reply.elapsedTime / 1000);
      if (platform.log.isLevelEnabled('debug')) {
        platform.log.debug(
          `${compiled.spec.operationId} ${reply.statusCode} ${reply.elapsedTime.toFixed(1)}ms`,
        );
      }
    }
    done();
  });
  if (options.onClosing) {
    const closing = options.onClosing;
    app.addHook('preClose', (done) => {
      closing();
      done();
    });
  }

  const compiledRoutes = routes.map(compile);
  const allowed = createAllowedMethods(routes);

  await app.register(async (api) => {
    api.addHook('onRequest', async (request) => {
      const compiled = request.routeOptions.config.compiled as Compiled;
      const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
      if (key !== undefined && options.authenticateKey) {
        // A key is sent on purpose: no cookie is looked at, and no other site can have caused the request.
        const known = await holderOf(options.authenticateKey, key, request);
        if (known) request.renlinSession = admitKey(compiled, known);
        else return;
      } else if (!compiled.spec.form) {
        if (compiled.unsafe) refuseCrossSite(request, publicUrl?.host);
        const token = request.cookies[SESSION_COOKIE];
        if (token !== undefined && TOKEN.test(token)) request.renlinSession = await authenticate(token);
      }
      admit(compiled, request.renlinSession);
    });
    // Said only after the wrong keys were counted.
    api.addHook('preParsing', async (request) => {
      if (request.renlinKeyRefused) throw request.renlinKeyRefused;
    });
    const general = options.generalPerMinute ?? 20_000;
    const perKey = options.keyPerMinute ?? 600;
    const factor = options.strictFactor ?? 1;
    await api.register(fastifyRateLimit, {
      global: true,
      max: (request) =>
        request.renlinKeyRefused
          ? REFUSED_PER_MINUTE * factor
          : request.renlinSession?.key
            ? perKey
            : general,
      timeWindow: 60_000,
      cache: 20_000,
      keyGenerator: (request) =>
        request.renlinKeyRefused
          ? `refused ${request.ip}`
          : (request.renlinSession?.key?.id ?? request.renlinSession?.accountId ?? request.ip),
      errorResponseBuilder: (_request, context) =>
        problem('rate.limited', { seconds: Math.max(1, Math.ceil(context.ttl / 1000)) }),
      addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
      addHeadersOnExceeding: {
        'x-ratelimit-limit': false,
        'x-ratelimit-remaining': false,
        'x-ratelimit-reset': false,
      },
    });
    for (const compiled of compiledRoutes) {
      const { spec } = compiled;
      api.route({
        method: spec.method,
        url: spec.path,
        bodyLimit: spec.bodyLimit ?? BODY_LIMIT,
        config: {
          compiled,
          ...(spec.perMinute === undefined
            ? {}
            : {
                rateLimit: {
                  max: Math.ceil(spec.perMinute * factor),
                  timeWindow: 60_000,
                  keyGenerator: (request: FastifyRequest) => request.ip,
                },
              }),
        },
        handler: (request, reply) => run(compiled, request, reply),
      });
    }
  });

  async function run(
    compiled: Compiled,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { spec } = compiled;
    inFlight += 1;
    try {
      const input = { params: undefined, query: undefined, body: undefined } as {
        params: unknown;
        query: unknown;
        body: unknown;
      };
      if (spec.params) input.params = parse(spec.params, request.params, 'params');
      if (spec.query) input.query = parse(spec.query, request.query, 'query');
      if (spec.body) {
        if (request.body === undefined && request.isMultipart() && spec.form !== 'with-files')
          throw problem('input.unsupported-type');
        input.body = parse(spec.body, request.body, '');
      }
      const actor = request.renlinSession?.actor ?? publicActor;
      const ctx: Ctx = {
        tx: NO_TX,
        actor,
        locale: localeOfRequest(request),
        platform,
        now: platform.clock.now,
        request: {
          id: request.id,
          ip: request.ip,
          userAgent: String(request.headers['user-agent'] ?? '').slice(0, 200),
          token: request.cookies[SESSION_COOKIE],
        },
      };
      const raw = { request, reply };
      let result: unknown;
      if (compiled.mode === 'none') {
        result = await spec.handler(ctx, input as never, raw);
      } else {
        const work = (tx: Tx) => {
          ctx.tx = tx;
          return spec.handler(ctx, input as never, raw);
        };
        const scope = scopeOf(actor);
        result = await (compiled.mode === 'read'
          ? platform.db.read(scope, work)
          : platform.db.tx(scope, work));
      }
      if (result === reply) return reply;
      reply.headers(apiHeaders(secure(request))).header('x-request-id', request.id);
      if (result === undefined) return reply.code(204).send();
      return reply.header('content-type', JSON_TYPE).send(JSON.stringify(result));
    } finally {
      inFlight -= 1;
    }
  }

  const document = JSON.stringify(
    openApiDocument(routes, { title: 'Renlin 韧邻', version: options.version }),
  );
  app.get('/api/openapi.json', (request, reply) =>
    reply
      .headers(apiHeaders(secure(request)))
      .header('content-type', JSON_TYPE)
      .send(document),
  );

  app.get('/healthz', async (request, reply) => {
    const ready = await (options.ready?.() ?? answers(platform)).catch(() => false);
    return reply
      .headers(apiHeaders(secure(request)))
      .code(ready ? 200 : 503)
      .header('content-type', JSON_TYPE)
      .send(JSON.stringify({ status: ready ? 'ok' : 'unavailable', version: options.version }));
  });

  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, options.metricsToken)) throw problem('resource.not-found');
    return reply.header('content-type', metrics.contentType).send(await metrics.text());
  });

  const page = options.webRoot
    ? await serveWeb(app, options.webRoot, pageHeaders(platform.env.RENLIN_FRAME_ANCESTORS), secure)
    : undefined;

  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0] as string;
    const methods = allowed(path);
    if (methods.length > 0) {
      reply.header('allow', methods.join(', '));
      if (request.method === 'OPTIONS') {
        return reply
          .code(204)
          .headers(apiHeaders(secure(request)))
          .send();
      }
      return writeProblem(problem('resource.method-not-allowed', { allowed: methods }), request, reply);
    }
    const wantsPage = (request.method === 'GET' || request.method === 'HEAD') && !PROGRAMS.test(path);
    // A path with a file ending is a missing file, not a page of the single-page app.
    if (!wantsPage || !page || /\.[a-z0-9]{1,8}$/i.test(path)) {
      return writeProblem(problem('resource.not-found'), request, reply);
    }
    return page(request, reply);
  });

  await app.ready();
  return app;
}

function compile(spec: Route): Compiled {
  return {
    spec,
    mode: spec.transaction ?? (spec.method === 'GET' ? 'read' : 'write'),
    unsafe: spec.method !== 'GET',
    duties: typeof spec.access === 'object' ? spec.access.duty : undefined,
    beforePasswordChange: spec.access === 'public' || spec.path.startsWith('/api/v1/auth/'),
  };
}

/** Who a key belongs to. A key that opens nothing is remembered on the request, and the refusal is said later. */
async function holderOf(
  authenticateKey: (key: string) => Promise<Session>,
  key: string,
  request: FastifyRequest,
): Promise<Session | undefined> {
  try {
    return await authenticateKey(key);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    request.renlinKeyRefused = error;
    return undefined;
  }
}

/** The session that a key makes at this route: none where a public route is open to no key. */
function admitKey(compiled: Compiled, session: Session): Session | undefined {
  const { scope, access } = compiled.spec;
  if (scope === undefined) {
    if (access === 'public') return undefined;
    throw problem('auth.key-not-here');
  }
  if (!session.key?.scopes.includes(scope)) throw problem('auth.key-scope', { scope });
  return session;
}

/** Refuses a caller that the route does not admit; before any input is looked at. */
function admit(compiled: Compiled, session: Session | undefined): void {
  if (compiled.spec.access === 'public') return;
  if (!session) throw problem('auth.required');
  if (session.mustChangePassword && !compiled.beforePasswordChange)
    throw problem('auth.password-change-required');
  const { actor } = session;
  if (compiled.duties) {
    const { duties } = compiled;
    if (
      actor.kind !== 'staff' ||
      !actor.posts.some((post) => post.duties.some((duty) => duties.includes(duty)))
    ) {
      throw problem('auth.forbidden', { duties: [...duties] });
    }
  }
}

/** The cookie travels with requests that other sites cause; browsers say so in these headers, and scripts send neither. */
function refuseCrossSite(request: FastifyRequest, publicHost: string | undefined): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') throw problem('auth.cross-site');
    return;
  }
  const origin = request.headers.origin;
  if (origin === undefined) return;
  const host = URL.canParse(origin) ? new URL(origin).host : '';
  if (host === '' || (host !== request.host && host !== publicHost)) throw problem('auth.cross-site');
}

const LANGUAGE_COOKIE = 'renlin_lang';
const localesSeen = new Map<string, Locale>();

function localeOfRequest(request: FastifyRequest): Locale {
  const chosen = request.cookies?.[LANGUAGE_COOKIE];
  if (chosen === 'en' || chosen === 'zh-CN') return chosen;
  const header = request.headers['accept-language'];
  if (header === undefined) return 'zh-CN';
  let locale = localesSeen.get(header);
  if (locale === undefined) {
    locale = localeOf(header);
    if (localesSeen.size > 500) localesSeen.clear();
    localesSeen.set(header, locale);
  }
  return locale;
}

const NO_TX: Tx = {
  rows: () => Promise.reject(new Error('this route runs without a transaction')),
  count: () => Promise.reject(new Error('this route runs without a transaction')),
  get scope(): never {
    throw new Error('this route runs without a transaction');
  },
};

function parse(schema: NonNullable<Route['body']>, value: unknown, where: '' | 'query' | 'params'): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // zod drops the value from its issues unless asked; the difference between "missing" and "wrong type" needs it.
  const again = schema.safeParse(value, { reportInput: true });
  throw invalidInput((again.success ? parsed.error : again.error) ?? parsed.error, where);
}

async function answers(platform: Platform): Promise<boolean> {
  const scope = scopeOf({ kind: 'system', district: 'system', reason: 'health' });
  await platform.db.read(scope, (tx) => tx.rows('select 1'));
  return true;
}

function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined && request.headers.authorization === `Bearer ${token}`) return true;
  // A proxy on this machine makes every visitor look local, but it says for whom it asks.
  if (request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined)
    return false;
  return request.ip === '127.0.0.1' || request.ip === '::1' || request.ip === '::ffff:127.0.0.1';
}

/** What is not even HTTP gets a problem too, on the bare socket. */
function clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request'];
  const body = JSON.stringify({
    type: 'urn:renlin:problem:input.malformed',
    title: '请求不是有效的 HTTP / not a valid HTTP request',
    status,
    code: 'input.malformed',
  });
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
