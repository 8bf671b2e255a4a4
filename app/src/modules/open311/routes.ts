// GeoReport v2 over HTTP. Every address ends in .xml or .json. Reading is open to everybody; filing asks for a key in the form.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isUuid } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import { baseUrlOf } from '../../platform/http/base-url.ts';
import { writeDateTime } from '../../platform/http/date-time.ts';
import { readFormParts } from '../../platform/http/form-body.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { isOpenPicture } from '../cases/public.ts';
import { fileRequest, fileUpdate, holderOf, MEDIA } from './filing.ts';
import { type Open311Parts, sayer } from './parts.ts';
import { answer, type Format } from './protocol.ts';
import {
  type Asked,
  checkJurisdiction,
  findRequest,
  findToken,
  listRequests,
  listUpdates,
  MEDIA_PATH,
  type Query,
  readerOf,
} from './requests.ts';
import { describeAttributes, describeService, findService, listServices } from './services.ts';
import './problems.ts';

const tag = 'open311';
const FORMATS: readonly Format[] = ['xml', 'json'];
/** When the interface last changed: clients fetch the services again after it. */
const CHANGESET = Date.UTC(2026, 10, 22);
const READ_PER_MINUTE = 240;
const WRITE_PER_MINUTE = 60;

// Clients send names of their own (`extensions`, a moment against caches): what is not known is not looked at.
const param = z.union([z.string(), z.array(z.string())]).optional();
const query = z.object({ jurisdiction_id: param, api_key: param }).catchall(param);
const searchQuery = z
  .object({
    jurisdiction_id: param,
    service_request_id: param,
    service_code: param,
    start_date: param,
    end_date: param,
    updated_after: param,
    updated_before: param,
    status: param,
    page: param,
    page_size: param,
  })
  .catchall(param);
const fileParams = z.strictObject({ file: z.string().min(1).max(200) });
const form = z.record(z.string(), z.array(z.string())).optional();
const anything = z.unknown();

const askedOf = (ctx: Ctx, request: FastifyRequest): Asked => ({
  district: ctx.actor.district,
  locale: ctx.locale,
  now: ctx.now(),
  base: baseUrlOf(ctx.platform.env.RENLIN_PUBLIC_URL, request),
});

/** `POT.xml` as its name and its form. */
function partsOfFile(file: string): { name: string; format: Format } {
  const found = /^(.+)\.(xml|json)$/.exec(file);
  if (!found) throw problem('resource.not-found');
  return { name: found[1] as string, format: found[2] as Format };
}

export function open311Routes(parts: Open311Parts): Route[] {
  return [
    ...FORMATS.flatMap((format) => [...discoveryRoutes(parts, format), ...listRoutes(parts, format)]),
    ...FORMATS.flatMap((format) => writeRoutes(parts, format)),
    ...singleRoutes(parts),
    ...mediaRoutes(parts),
  ];
}

const named = (name: string, format: Format) => `open311${name}${format === 'xml' ? 'Xml' : 'Json'}`;

function discoveryRoutes(parts: Open311Parts, format: Format): Route[] {
  return ['/open311/discovery', '/open311/v2/discovery'].map((path, at) =>
    route({
      method: 'GET',
      path: `${path}.${format}`,
      operationId: named(at === 0 ? 'Discovery' : 'DiscoveryOfVersion', format),
      summary: 'Open311 接口说明 / Open311 service discovery',
      tag,
      access: 'public',
      query,
      response: anything,
      transaction: 'none',
      async handler(ctx, _input, { request, reply }) {
        const say = sayer(parts, ctx.locale);
        const base = baseUrlOf(ctx.platform.env.RENLIN_PUBLIC_URL, request);
        const changeset = writeDateTime(CHANGESET);
        return answer(reply, format, 'discovery', {
          changeset,
          contact: say('contact', { url: `${base}/api/openapi.json` }),
          key_service: say('key-service'),
          endpoints: [
            {
              specification: 'http://wiki.open311.org/GeoReport_v2',
              url: `${base}/open311/v2`,
              changeset,
              type: 'production',
              formats: ['text/xml', 'application/json'],
            },
          ],
        });
      },
    }),
  );
}

function listRoutes(parts: Open311Parts, format: Format): Route[] {
  const shared = { method: 'GET', tag, access: 'public', response: anything, transaction: 'none' } as const;
  return [
    route({
      ...shared,
      path: `/open311/v2/services.${format}`,
      operationId: named('Services', format),
      summary: '服务列表 / GET Service List',
      query,
      async handler(ctx, input, { reply }) {
        checkJurisdiction(readerOf(input.query, sayer(parts, ctx.locale)), ctx.actor.district);
        const { catalogue } = await parts.cases.engine.world(ctx.actor.district);
        const services = listServices(catalogue).map((one) => describeService(catalogue, one, ctx.locale));
        return answer(reply, format, 'services', services);
      },
    }),
    route({
      ...shared,
      path: `/open311/v2/requests.${format}`,
      operationId: named('Requests', format),
      summary: '公开的件 / GET Service Requests',
      perMinute: READ_PER_MINUTE,
      query: searchQuery,
      handler: async (ctx, input, { request, reply }) =>
        answer(
          reply,
          format,
          'service_requests',
          await listRequests(parts, askedOf(ctx, request), input.query),
        ),
    }),
    route({
      ...shared,
      path: `/open311/v2/servicerequestupdates.${format}`,
      operationId: named('Updates', format),
      summary: '公开件的进展 / GET Service Request Updates',
      perMinute: READ_PER_MINUTE,
      query: searchQuery,
      handler: async (ctx, input, { request, reply }) =>
        answer(
          reply,
          format,
          'service_request_updates',
          await listUpdates(parts, askedOf(ctx, request), input.query),
        ),
    }),
  ];
}

function singleRoutes(parts: Open311Parts): Route[] {
  const shared = {
    method: 'GET',
    tag,
    access: 'public',
    params: fileParams,
    query,
    response: anything,
    transaction: 'none',
    perMinute: READ_PER_MINUTE,
  } as const;
  return [
    route({
      ...shared,
      path: '/open311/v2/services/:file',
      operationId: 'open311Service',
      summary: '一项服务的属性 / GET Service Definition',
      async handler(ctx, { params, query: asked }, { reply }) {
        const { name, format } = partsOfFile(params.file);
        const say = sayer(parts, ctx.locale);
        checkJurisdiction(readerOf(asked, say), ctx.actor.district);
        const { catalogue } = await parts.cases.engine.world(ctx.actor.district);
        const category = findService(catalogue, name);
        return answer(reply, format, 'service_definition', {
          service_code: name,
          attributes: describeAttributes(category, ctx.locale, say, (kind) =>
            parts.cases.messages.text(ctx.locale, `case.kind.${kind}`),
          ),
        });
      },
    }),
    route({
      ...shared,
      path: '/open311/v2/requests/:file',
      operationId: 'open311Request',
      summary: '一件 / GET Service Request',
      async handler(ctx, { params, query: asked }, { request, reply }) {
        const { name, format } = partsOfFile(params.file);
        const reader = readerOf(asked, sayer(parts, ctx.locale));
        checkJurisdiction(reader, ctx.actor.district);
        const key = reader.text('api_key');
        const holder = key === undefined ? undefined : (await parts.authenticateKey(key)).actor;
        const own = holder?.district === ctx.actor.district ? holder : undefined;
        return answer(
          reply,
          format,
          'service_requests',
          await findRequest(parts, askedOf(ctx, request), name, own),
        );
      },
    }),
    route({
      ...shared,
      path: '/open311/v2/tokens/:file',
      operationId: 'open311Token',
      summary: '凭 token 取编号 / GET service_request_id from a token',
      async handler(ctx, { params, query: asked }, { request, reply }) {
        const { name, format } = partsOfFile(params.file);
        checkJurisdiction(readerOf(asked, sayer(parts, ctx.locale)), ctx.actor.district);
        return answer(reply, format, 'service_requests', await findToken(parts, askedOf(ctx, request), name));
      },
    }),
  ];
}

/** A picture that is public now: an answer names it as `media_url`. */
function mediaRoutes(parts: Open311Parts): Route[] {
  return [
    route({
      method: 'GET',
      path: `${MEDIA_PATH}/:id`,
      operationId: 'open311Media',
      summary: '公开的照片 / A picture that is public',
      tag,
      access: 'public',
      params: z.strictObject({ id: z.string().max(60) }),
      query,
      response: anything,
      transaction: 'none',
      perMinute: READ_PER_MINUTE,
      async handler(ctx, { params: { id } }, { reply }) {
        const { district } = ctx.actor;
        const open = isUuid(id) && (await isOpenPicture(parts.cases, district, id));
        const file = open ? await ctx.platform.files.read(id, district, 'full') : undefined;
        if (!file?.mime.startsWith('image/')) throw problem('resource.not-found');
        return reply
          .headers({
            'content-type': file.mime,
            'x-content-type-options': 'nosniff',
            'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
            'access-control-allow-origin': '*',
            'cross-origin-resource-policy': 'cross-origin',
            // Short: it can be taken back.
            'cache-control': 'public, max-age=300',
          })
          .send(Buffer.from(file.data));
      },
    }),
  ];
}

function writeRoutes(parts: Open311Parts, format: Format): Route[] {
  const shared = {
    method: 'POST',
    tag,
    access: 'public',
    query,
    body: form,
    form: true,
    response: anything,
    transaction: 'none',
    perMinute: WRITE_PER_MINUTE,
  } as const;
  return [
    route({
      ...shared,
      path: `/open311/v2/requests.${format}`,
      form: 'with-files',
      bodyLimit: MEDIA.bytes + 1024 * 1024,
      operationId: named('FileRequest', format),
      summary: '上报（api_key 要有“上报事件”权限） / POST Service Request',
      scope: 'cases.file',
      async handler(ctx, input, { request, reply }) {
        const { fields, sent } = await readForm(parts, ctx, input, request, 'cases.file');
        return answer(
          reply,
          format,
          'service_requests',
          await fileRequest(parts, askedOf(ctx, request), fields, sent),
        );
      },
    }),
    route({
      ...shared,
      path: `/open311/v2/servicerequestupdates.${format}`,
      operationId: named('FileUpdate', format),
      summary: '补充进展（api_key 要有“办理事件”权限） / POST Service Request Update',
      scope: 'cases.act',
      async handler(ctx, input, { request, reply }) {
        const { fields, sent } = await readForm(parts, ctx, input, request, 'cases.act');
        return answer(
          reply,
          format,
          'service_request_updates',
          await fileUpdate(parts, askedOf(ctx, request), fields, sent),
        );
      },
    }),
  ];
}

/** The fields of a form and who sent it. A key and a jurisdiction may also stand in the address. */
async function readForm(
  parts: Open311Parts,
  ctx: Ctx,
  input: { query: Query; body: Record<string, string[]> | undefined },
  request: FastifyRequest,
  scope: string,
) {
  const form = request.isMultipart()
    ? await readFormParts(request, MEDIA)
    : { fields: input.body ?? {}, files: [] };
  const fields: Record<string, string[]> = { ...form.fields };
  const address = readerOf(input.query, sayer(parts, ctx.locale));
  const jurisdiction = address.text('jurisdiction_id');
  if (jurisdiction !== undefined) fields['jurisdiction_id'] ??= [jurisdiction];
  const key = fields['api_key']?.[0] ?? address.text('api_key');
  const session = await holderOf(parts, askedOf(ctx, request), key, scope, request.renlinSession);
  const header = request.headers['idempotency-key'];
  const idempotencyKey = typeof header === 'string' && header !== '' ? header.slice(0, 200) : undefined;
  return { fields, sent: { session, idempotencyKey, files: form.files } };
}
