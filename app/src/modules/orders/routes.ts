// Outside work orders over HTTP: the sources, their files, the orders, the way back, and the address that senders post to.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type FieldProblem, problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { MAX_SHEET_BYTES } from '../../platform/sheets/workbook.ts';
import { unitNameOf } from '../catalogue/public.ts';
import * as contract from './contract.ts';
import { importSlice, previewFile, readColumns, type Words } from './intake.ts';
import type { OrdersParts } from './parts.ts';
import { catchUp, exportReplies } from './replies.ts';
import { renewSecret, saveSource, setCallback, shown } from './sources.ts';
import * as store from './store.ts';
import { ourState } from './sync.ts';
import { receive } from './webhook.ts';

const EDIT = { duty: ['manage-catalogue'] } as const;
const USE = { duty: ['hotline'] } as const;
const SEE = {
  duty: ['hotline', 'intake', 'dispatch', 'supervise', 'manage-catalogue', 'manage-security'],
} as const;
const DEFAULT_PAGE = 50;

export function orderRoutes(parts: OrdersParts): Route[] {
  return [...sourceRoutes(parts), ...fileRoutes(parts), ...listRoutes(parts), webhookRoute(parts)];
}

function sourceRoutes(parts: OrdersParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/outside/sources',
      operationId: 'listOutsideSources',
      summary: '来件方 / Houses that send work orders',
      tag: 'outside',
      access: SEE,
      response: contract.anyObject,
      async handler(ctx) {
        const { catalogue } = await parts.cases.engine.world(ctx.actor.district);
        const sources = await store.listSources(ctx.tx);
        const items = [];
        for (const source of sources) {
          const chain = await parts.cases.ports.areaChain(ctx.actor.district, source.areaId);
          const unitName = unitNameOf(catalogue, source.unitId) ?? '';
          items.push({ ...shown(source), unitName, areaName: chain.at(-1)?.name ?? '' });
        }
        return { items };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/outside/sources',
      operationId: 'saveOutsideSource',
      summary:
        '新增或修改来件方：列对应、状态词、回复格式 / Declare or change a source: columns, words, form of the reply',
      tag: 'outside',
      access: EDIT,
      body: contract.sourceBody,
      response: contract.anyObject,
      handler: async (ctx, { body }) => shown(await saveSource(parts, ctx.tx, ctx, body)),
    }),
    route({
      method: 'POST',
      path: '/api/v1/outside/sources/:id/secret',
      operationId: 'renewOutsideSecret',
      summary: '生成接口密钥（只显示一次） / Make the secret of the interface, shown once',
      tag: 'outside',
      access: EDIT,
      params: contract.idParams,
      response: z.object({ secret: z.string() }),
      handler: async (ctx, { params }) => ({ secret: await renewSecret(parts, ctx.tx, ctx, params.id) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/outside/sources/:id/callback',
      operationId: 'setOutsideCallback',
      summary: '回传地址，默认关闭 / Where state and reply are posted; off unless switched on',
      tag: 'outside',
      access: { duty: ['manage-security'] },
      params: contract.idParams,
      body: contract.callbackBody,
      response: z.object({ on: z.boolean() }),
      async handler(ctx, { params, body }) {
        await setCallback(parts, ctx.tx, ctx, params.id, body);
        return { on: body.on && body.url !== null };
      },
    }),
  ];
}

async function fileOf(
  request: FastifyRequest,
): Promise<{ bytes: Uint8Array; joins: Record<string, string> }> {
  if (!request.isMultipart()) throw problem('input.unsupported-type');
  const part = await request
    .file({ limits: { fileSize: MAX_SHEET_BYTES, fieldSize: 16_384 } })
    .catch((error: { code?: string }) => {
      if (error.code?.startsWith('FST_')) throw error;
      throw problem('input.malformed', { reason: 'multipart' });
    });
  if (!part) throw problem('orders.file-missing');
  const bytes = await part.toBuffer();
  const field = part.fields['joins'];
  const text = field && 'value' in field ? String(field.value) : '{}';
  return { bytes, joins: readJoins(text) };
}

function readJoins(text: string): Record<string, string> {
  const refused = () => problem('input.invalid', {}, [{ path: 'joins', code: 'invalid' }]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused();
  }
  const parsed = contract.joinsSchema.safeParse(value);
  if (!parsed.success) throw refused();
  return parsed.data;
}

const wordsFor = (ctx: Ctx): Words => {
  const { messages } = ctx.platform;
  return (errors: readonly FieldProblem[]) =>
    errors.map(({ path, code, params }) => {
      const key = messages.has(ctx.locale, `field.${code}`) ? `field.${code}` : `problem.${code}`;
      return { path, code, message: messages.text(ctx.locale, key, { field: path, ...params }) };
    });
};

function fileRoutes(parts: OrdersParts): Route[] {
  const upload = {
    tag: 'outside',
    transaction: 'none',
    bodyLimit: MAX_SHEET_BYTES + 1024 * 1024,
    response: contract.anyObject,
  } as const;
  return [
    route({
      ...upload,
      method: 'POST',
      path: '/api/v1/outside/columns',
      operationId: 'readOutsideColumns',
      summary:
        '读取来件表的列并建议对应（multipart 字段 file） / Read the columns of a file and propose a mapping',
      access: { duty: ['manage-catalogue', 'hotline'] },
      perMinute: 60,
      async handler(ctx, _input, { request }) {
        return readColumns(parts, ctx.actor.district, (await fileOf(request)).bytes);
      },
    }),
    route({
      ...upload,
      method: 'POST',
      path: '/api/v1/outside/sources/:id/preview',
      operationId: 'previewOutsideOrders',
      summary: '预览：每行会变成什么，不写入 / What each row would become; writes nothing',
      access: USE,
      perMinute: 300,
      params: contract.idParams,
      query: contract.sliceQuery,
      async handler(ctx, { params, query }, { request }) {
        const { bytes } = await fileOf(request);
        return previewFile(parts, ctx, params.id, bytes, query, wordsFor(ctx));
      },
    }),
    route({
      ...upload,
      method: 'POST',
      path: '/api/v1/outside/sources/:id/import',
      operationId: 'importOutsideOrders',
      summary: '导入一段（multipart 字段 file；joins 为行号到办件的并入选择） / Take in a slice of the file',
      access: USE,
      perMinute: 600,
      params: contract.idParams,
      query: contract.sliceQuery,
      async handler(ctx, { params, query }, { request }) {
        const { bytes, joins } = await fileOf(request);
        return importSlice(parts, ctx, params.id, bytes, { ...query, joins }, wordsFor(ctx));
      },
    }),
  ];
}

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  'csv-gb18030': 'text/csv; charset=gb18030',
} as const;

function listRoutes(parts: OrdersParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/outside/orders',
      operationId: 'listOutsideOrders',
      summary: '外部工单：待回复、超官方时限、需处理 / Outside work orders',
      tag: 'outside',
      access: SEE,
      query: contract.ordersQuery,
      response: contract.anyObject,
      transaction: 'none',
      async handler(ctx, { query }) {
        // What was closed a moment ago should stand in the list of replies to send.
        await catchUp(parts, ctx.actor.district);
        const limit = query.limit ?? DEFAULT_PAGE;
        const rows = await parts.db.read(scopeOf(ctx.actor), (tx) =>
          store.listOrders(tx, { ...query, view: query.view ?? 'all', now: ctx.now(), limit: limit + 1 }),
        );
        const page = rows.slice(0, limit);
        return {
          items: page.map((row) => ({
            ...row,
            ours: ourState(row.caseState),
            state: ctx.platform.messages.text(ctx.locale, `case.state.${row.caseState}`),
          })),
          next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/outside/orders/:id/syncs',
      operationId: 'listOutsideSyncs',
      summary: '往来状态记录 / The states that crossed',
      tag: 'outside',
      access: SEE,
      params: contract.idParams,
      response: contract.anyObject,
      handler: async (ctx, { params }) => ({ items: await store.listSyncs(ctx.tx, params.id) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/outside/sources/:id/replies',
      operationId: 'exportOutsideReplies',
      summary: '导出回复（来件方的格式） / The replies in the sender’s own form',
      tag: 'outside',
      access: USE,
      params: contract.idParams,
      body: contract.exportBody,
      response: z.unknown(),
      transaction: 'none',
      async handler(ctx, { params, body }, { reply }) {
        const { bytes, format, count } = await exportReplies(parts, ctx, params.id, body.ids);
        return reply
          .header('content-type', TYPES[format])
          .header(
            'content-disposition',
            `attachment; filename="replies.${format === 'xlsx' ? 'xlsx' : 'csv'}"`,
          )
          .header('cache-control', 'no-store')
          .header('x-renlin-count', String(count))
          .send(Buffer.from(bytes));
      },
    }),
  ];
}

function webhookRoute(parts: OrdersParts): Route {
  return route({
    method: 'POST',
    path: '/api/v1/outside/:source/orders',
    operationId: 'receiveOutsideOrder',
    summary: '来件方推送工单或状态（签名） / A sender posts an order or a state, signed',
    tag: 'outside',
    access: 'public',
    params: contract.codeParams,
    body: contract.webhookBody,
    response: contract.anyObject,
    transaction: 'none',
    perMinute: 600,
    keepRaw: true,
    async handler(ctx, { params, body }, { request }) {
      const raw = request.renlinRaw ?? '';
      const { warnings, ...answer } = await receive(parts, ctx.actor.district, {
        source: params.source,
        headers: request.headers,
        raw,
        body,
      });
      return { ...answer, warnings: wordsFor(ctx)(warnings) };
    },
  });
}
