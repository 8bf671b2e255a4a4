// Warnings over HTTP.
import { problem } from '../../kernel/problem.ts';
import { baseUrlOf } from '../../platform/http/base-url.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { answerCall, viewCalls } from './calls.ts';
import * as contract from './contract.ts';
import { takeDocument } from './intake.ts';
import { scriptOf } from './loudspeaker.ts';
import type { WarningsParts } from './parts.ts';
import * as relay from './relay.ts';
import * as residents from './residents.ts';
import * as service from './service.ts';
import * as sources from './sources.ts';
import * as store from './store.ts';

const shape = { tag: 'warnings', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });
const API = '/api/v1/warnings';

export function warningRoutes(parts: WarningsParts): Route[] {
  return [
    ...residentRoutes(parts),
    ...sourceRoutes(parts),
    ...callRoutes(parts),
    ...readingRoutes(parts),
    ...writingRoutes(parts),
    ...relayRoutes(parts),
    ...publicRoutes(parts),
  ];
}

function readingRoutes(parts: WarningsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: API,
      operationId: 'listWarnings',
      summary: '预警：生效中的、别处的、过去的 / Warnings in force, elsewhere or past',
      query: contract.listQuery,
      handler: (ctx, { query }) => service.listWarnings(parts, ctx.tx, asking(ctx), query.which),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/refused`,
      operationId: 'listRefusedWarnings',
      summary: '没有收下的文件和原因 / Documents that were not taken, with the reasons',
      handler: (ctx) => service.listRefusals(parts, ctx.tx, asking(ctx)),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/:id`,
      operationId: 'getWarning',
      summary: '一条预警：区域、更新链、引发了什么 / One warning with its chain and what it set off',
      params: contract.idParams,
      handler: (ctx, { params }) => service.viewWarning(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/:id/document`,
      operationId: 'getWarningDocument',
      summary: '收到的原文件，一字节不改 / The document as it came, byte for byte',
      params: contract.idParams,
      async handler(ctx, { params }, { reply }) {
        const document = await store.findDocument(ctx.tx, params.id);
        if (!document) throw problem('warnings.no-document');
        // Somebody else's XML never opens in the browser as a page of ours.
        return reply
          .header('content-type', 'application/octet-stream')
          .header('content-disposition', `attachment; filename="warning-${params.id}.xml"`)
          .send(Buffer.from(document));
      },
    }),
  ];
}

const KEEP = { ...shape, access: { duty: ['manage-security'] } } as const;
const SOURCES = '/api/v1/warning-sources';
const DONE = { done: true } as const;

function sourceRoutes(parts: WarningsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: SOURCES,
      operationId: 'listWarningSources',
      summary: '预警来源：从哪里取、取到没有 / Where warnings are fetched from, and how that goes',
      handler: (ctx) => sources.listSources(parts, ctx.tx, ctx.locale),
    }),
    route({
      ...KEEP,
      method: 'POST',
      path: SOURCES,
      operationId: 'addWarningSource',
      summary: '登记预警来源（只取登记过的地址） / An address that warnings may be fetched from',
      body: contract.sourceBody,
      async handler(ctx, { body }) {
        await sources.addSource(parts, ctx.tx, ctx, body);
        return DONE;
      },
    }),
    route({
      ...KEEP,
      method: 'POST',
      path: `${SOURCES}/:id/switch`,
      operationId: 'switchWarningSource',
      summary: '启用或停用预警来源 / Switch a source on or off',
      params: contract.idParams,
      body: contract.switchBody,
      async handler(ctx, { params, body }) {
        await sources.switchSource(parts, ctx.tx, ctx, params.id, body.on);
        return DONE;
      },
    }),
    route({
      ...KEEP,
      method: 'POST',
      path: `${SOURCES}/:id/remove`,
      operationId: 'removeWarningSource',
      summary: '去掉预警来源 / Remove a source',
      params: contract.idParams,
      async handler(ctx, { params }) {
        await sources.removeSource(ctx.tx, ctx, params.id);
        return DONE;
      },
    }),
  ];
}

function residentRoutes(parts: WarningsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: `${API}/:id/messages`,
      operationId: 'listResidentMessages',
      summary:
        '发给居民的短信：会发到哪些网格，回执只有数 / Messages to residents, with the grids and counts alone',
      params: contract.idParams,
      handler: (ctx, { params }) => residents.viewMessages(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/:id/messages`,
      operationId: 'draftResidentMessage',
      summary: '起草（先看会发到哪里，不发出） / Draft one; nothing goes out',
      params: contract.idParams,
      body: contract.residentBody,
      handler: (ctx, { params, body }) => residents.draftMessage(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/messages/:id/approve`,
      operationId: 'approveResidentMessage',
      summary: '另一人批准，随即按网格发出 / Another person lets it out',
      params: contract.idParams,
      handler: (ctx, { params }) => residents.approveMessage(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/messages/:id/withdraw`,
      operationId: 'withdrawResidentMessage',
      summary: '撤回没有发出的 / Withdraw a draft',
      params: contract.idParams,
      handler: (ctx, { params }) => residents.withdrawMessage(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...KEEP,
      method: 'GET',
      path: '/api/v1/resident-gateways',
      operationId: 'listResidentGateways',
      summary: '发短信的平台 / Gateways to residents',
      handler: (ctx) => residents.listGateways(ctx.tx),
    }),
    route({
      ...KEEP,
      method: 'POST',
      path: '/api/v1/resident-gateways',
      operationId: 'addResidentGateway',
      summary: '登记发短信的平台（密钥只显示一次） / Register a gateway; its secret is shown once',
      body: contract.gatewayBody,
      handler: (ctx, { body }) => residents.addGateway(parts, ctx.tx, ctx, body),
    }),
    route({
      ...KEEP,
      method: 'POST',
      path: '/api/v1/resident-gateways/:id/switch',
      operationId: 'switchResidentGateway',
      summary: '启用或停用 / Switch a gateway on or off',
      params: contract.idParams,
      body: contract.switchBody,
      async handler(ctx, { params, body }) {
        await residents.switchGateway(ctx.tx, ctx, params.id, body.on);
        return DONE;
      },
    }),
    route({
      ...shape,
      access: 'public',
      transaction: 'none',
      method: 'POST',
      path: '/api/v1/public/resident-counts/:id',
      operationId: 'takeResidentCounts',
      summary: '平台回报每个网格的回执数（签名） / A gateway reports counts of a grid, signed',
      params: contract.idParams,
      body: contract.countsBody,
      keepRaw: true,
      handler: (ctx, { params, body }, { request }) =>
        residents.takeCounts(parts, ctx.actor.district, params.id, {
          headers: request.headers,
          raw: request.renlinRaw ?? '',
          body,
        }),
    }),
  ];
}

function callRoutes(parts: WarningsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: `${API}/:id/calls`,
      operationId: 'listWarningCalls',
      summary: '叫应单：逐处叫了谁、谁应答、下一个叫谁 / Who was called, who answered, who is next',
      params: contract.idParams,
      handler: (ctx, { params }) => viewCalls(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/calls/:id/answer`,
      operationId: 'answerWarningCall',
      summary: '应答：本人应答，或电话、当面听到 / A person answered: here, on the telephone or in person',
      params: contract.idParams,
      body: contract.answerBody,
      handler: (ctx, { params, body }) => answerCall(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/:id/script`,
      operationId: 'getWarningScript',
      summary: '大喇叭词：两三句，能念出来 / What the loudspeaker says, two or three sentences',
      params: contract.idParams,
      handler: (ctx, { params }) => scriptOf(parts, ctx.tx, asking(ctx), params.id),
    }),
  ];
}

function writingRoutes(parts: WarningsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'POST',
      path: `${API}/documents`,
      operationId: 'takeWarningDocument',
      summary: '收一份 CAP 文件或清单（Atom、RSS） / Take a CAP document, or a list of them',
      body: contract.documentBody,
      bodyLimit: contract.DOCUMENT_BODY_LIMIT,
      transaction: 'none',
      perMinute: 30,
      handler: (ctx, { body }) => takeDocument(parts, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: API,
      operationId: 'typeWarning',
      summary: '手工登记预警（颜色、发布单位、文号、区域、时间） / Write a warning off by hand',
      body: contract.typedBody,
      handler: (ctx, { body }) => service.typeWarning(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/:id/areas`,
      operationId: 'nameWarningAreas',
      summary: '指明预警涉及的区域 / Say where a warning holds',
      params: contract.idParams,
      body: contract.areasBody,
      handler: (ctx, { params, body }) =>
        service.nameAreas(parts, ctx.tx, asking(ctx), params.id, body.areas),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/:id/end`,
      operationId: 'endWarning',
      summary: '登记解除：发布单位的解除文号 / The issuer lifted it: the number of the lifting',
      params: contract.idParams,
      body: contract.endBody,
      handler: (ctx, { params, body }) => service.endWarning(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/:id/link`,
      operationId: 'linkWarning',
      summary: '记入进行中的应急响应 / Write a warning down at a running response',
      params: contract.idParams,
      body: contract.linkBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => service.linkWarning(parts, asking(ctx), params.id, body),
    }),
  ];
}

function publicRoutes(parts: WarningsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/public/warnings',
      operationId: 'publicWarnings',
      summary: '生效中的预警：谁发布、何时、做什么 / Warnings in force for residents, with source and time',
      tag: 'public',
      access: 'public',
      handler: (ctx) => service.publicWarnings(parts, ctx.tx, asking(ctx)),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/public/cap',
      operationId: 'publicCapFeed',
      summary: '转发的预警清单（Atom） / The relayed alerts as an Atom list',
      tag: 'public',
      access: 'public',
      async handler(ctx, _input, { request, reply }) {
        const base = `${baseUrlOf(ctx.platform.env.RENLIN_PUBLIC_URL, request)}/api/v1/public/cap`;
        return reply
          .header('content-type', 'application/atom+xml; charset=utf-8')
          .send(await relay.feedOf(parts, ctx.tx, base));
      },
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/public/cap/:id',
      operationId: 'publicCapAlert',
      summary: '一份转发的 CAP 1.2 文件 / One relayed alert as CAP 1.2',
      tag: 'public',
      access: 'public',
      params: contract.idParams,
      async handler(ctx, { params }, { reply }) {
        const found = await store.findRelay(ctx.tx, params.id);
        if (!found?.document) throw problem('warnings.relay-unknown');
        return reply.header('content-type', 'application/cap+xml; charset=utf-8').send(found.document);
      },
    }),
  ];
}

function relayRoutes(parts: WarningsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: `${API}/:id/relays`,
      operationId: 'listWarningRelays',
      summary: '这条预警的转发 / The relays of a warning',
      params: contract.idParams,
      handler: (ctx, { params }) => relay.listRelays(ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/:id/relays`,
      operationId: 'draftWarningRelay',
      summary: '起草转发（写明发布单位和文号） / Draft a relay that names issuer and document',
      params: contract.idParams,
      body: contract.relayBody,
      handler: (ctx, { params, body }) => relay.draft(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/relays/:id/follow`,
      operationId: 'followWarningRelay',
      summary: '更新或解除已发的转发：新编号，写明引用 / Update or cancel a relay: a new id with references',
      params: contract.idParams,
      body: contract.followBody,
      handler: (ctx, { params, body }) => relay.follow(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/relays/:id/approve`,
      operationId: 'approveWarningRelay',
      summary: '另一人批准，随即发出 / Another person approves; it goes out at once',
      params: contract.idParams,
      handler: (ctx, { params }) => relay.approve(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/relays/:id/withdraw`,
      operationId: 'withdrawWarningRelay',
      summary: '撤回没有发出的草稿 / Withdraw a draft',
      params: contract.idParams,
      handler: (ctx, { params }) => relay.withdraw(parts, ctx.tx, asking(ctx), params.id),
    }),
  ];
}
