// Workbooks over HTTP. A file is sent with every step and kept nowhere: what was refused leaves no copy on the server.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problem } from '../../../kernel/problem.ts';
import { scopeOf } from '../../../platform/db/db.ts';
import { problemBody, toProblem } from '../../../platform/http/problems.ts';
import { type Ctx, type Route, route } from '../../../platform/http/route.ts';
import { MAX_SHEET_BYTES } from '../../../platform/sheets/workbook.ts';
import * as contract from '../contract.ts';
import { type Asking, pathsFor, type RegisterParts, registerOf } from '../parts.ts';
import { exportRecords, failedRows } from './files.ts';
import { applyImport, checkImport, type ImportInput, readColumns } from './import.ts';
import { templateBook } from './write-sheet.ts';

const asking = (ctx: Ctx): Asking => ({ actor: ctx.actor, locale: ctx.locale });
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const UPLOAD = MAX_SHEET_BYTES + 1024 * 1024;

const optionsSchema = z.strictObject({
  mapping: z.record(z.string().max(200), z.union([z.string().max(40), z.null()])).optional(),
  areaId: contract.uuid.optional(),
  partial: z.boolean().optional(),
});

async function inputOf(request: FastifyRequest): Promise<ImportInput> {
  if (!request.isMultipart()) throw problem('input.unsupported-type');
  const part = await request
    .file({ limits: { fileSize: MAX_SHEET_BYTES, fieldSize: 65_536 } })
    .catch((error: { code?: string }) => {
      if (error.code?.startsWith('FST_')) throw error;
      throw problem('input.malformed', { reason: 'multipart' });
    });
  if (!part) throw problem('input.invalid', {}, [{ path: 'file', code: 'required' }]);
  const bytes = await part.toBuffer();
  const field = part.fields['options'];
  const text = field && 'value' in field ? String(field.value) : '{}';
  const refused = () => problem('input.invalid', {}, [{ path: 'options', code: 'invalid' }]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused();
  }
  const parsed = optionsSchema.safeParse(value);
  if (!parsed.success) throw refused();
  const { mapping, areaId, partial } = parsed.data;
  return { bytes, mapping, areaId, partial: partial === true };
}

export function sendBook(reply: FastifyReply, bytes: Uint8Array, name: string): FastifyReply {
  return reply
    .header('content-type', XLSX)
    .header('content-disposition', `attachment; filename="${name}.xlsx"`)
    .send(Buffer.from(bytes));
}

export function sheetRoutes(parts: RegisterParts): Route[] {
  const of = (code: string) => registerOf(parts, code);
  const mayWrite = (ctx: Ctx, code: string) => {
    const register = of(code);
    if (pathsFor(ctx.actor, register, 'write')?.length === 0) throw problem('registers.not-yours');
    return register;
  };
  return [
    route({
      method: 'GET',
      path: '/api/v1/registers/:register/template',
      operationId: 'registerTemplate',
      summary: '导入模板 / The workbook to fill in',
      tag: 'registers',
      access: 'staff',
      transaction: 'none',
      params: contract.registerParams,
      response: z.unknown(),
      handler: async (ctx, { params }, { reply }) =>
        sendBook(reply, await templateBook(of(params.register), asking(ctx)), params.register),
    }),
    route({
      method: 'GET',
      path: '/api/v1/registers/:register/export',
      operationId: 'exportRegister',
      summary: '导出为 xlsx，个人信息遮盖，留痕 / Export as a workbook; people masked, and written down',
      tag: 'registers',
      access: 'staff',
      transaction: 'write',
      params: contract.registerParams,
      query: contract.selection,
      response: z.unknown(),
      perMinute: 20,
      handler: async (ctx, { params, query }, { reply }) =>
        sendBook(
          reply,
          await exportRecords(ctx.tx, parts, asking(ctx), of(params.register), query),
          params.register,
        ),
    }),
    route({
      method: 'POST',
      path: '/api/v1/registers/:register/import/columns',
      operationId: 'readImportColumns',
      summary:
        '读表头，猜每一列是什么 / Read the headers and guess what each means (multipart `file`, `options`)',
      tag: 'registers',
      access: 'staff',
      transaction: 'none',
      perMinute: 30,
      bodyLimit: UPLOAD,
      params: contract.registerParams,
      response: contract.anyObject,
      async handler(ctx, { params }, { request }) {
        const register = mayWrite(ctx, params.register);
        const input = await inputOf(request);
        return parts.db.read(scopeOf(ctx.actor), (tx) => readColumns(tx, asking(ctx), register, input));
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/registers/:register/import/check',
      operationId: 'checkImport',
      summary: '预览：新增、变更、相同、错误的单元格 / What each row would become, with the wrong cells',
      tag: 'registers',
      access: 'staff',
      transaction: 'none',
      perMinute: 30,
      bodyLimit: UPLOAD,
      params: contract.registerParams,
      response: contract.anyObject,
      async handler(ctx, { params }, { request }) {
        const register = mayWrite(ctx, params.register);
        const input = await inputOf(request);
        return parts.db.read(scopeOf(ctx.actor), (tx) =>
          checkImport(tx, parts, asking(ctx), register, input),
        );
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/registers/:register/import/apply',
      operationId: 'applyImport',
      summary:
        '导入；逐行 JSON 报进度，断开即撤销 / Import; progress as lines of JSON, and leaving takes it back',
      tag: 'registers',
      access: 'staff',
      transaction: 'none',
      perMinute: 20,
      bodyLimit: UPLOAD,
      params: contract.registerParams,
      response: contract.anyObject,
      async handler(ctx, { params }, { request, reply }) {
        const register = mayWrite(ctx, params.register);
        const input = await inputOf(request);
        return streamed(ctx, reply, (progress) =>
          parts.db.tx(scopeOf(ctx.actor), (tx) =>
            applyImport(tx, parts, asking(ctx), register, input, progress),
          ),
        );
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/registers/:register/import/failed',
      operationId: 'failedRows',
      summary:
        '只含错误行的表，带说明，改好可再传 / The refused rows with what is wrong, to be corrected and sent again',
      tag: 'registers',
      access: 'staff',
      transaction: 'none',
      perMinute: 30,
      bodyLimit: UPLOAD,
      params: contract.registerParams,
      response: z.unknown(),
      async handler(ctx, { params }, { request, reply }) {
        const register = mayWrite(ctx, params.register);
        const input = await inputOf(request);
        const bytes = await parts.db.read(scopeOf(ctx.actor), (tx) =>
          failedRows(tx, parts, asking(ctx), register, input),
        );
        return sendBook(reply, bytes, `${params.register}-failed`);
      },
    }),
  ];
}

class Left extends Error {}

/** Lines of JSON: `{progress}` while it runs, and last `{result}` or `{problem}`. Whoever leaves before the end takes it back. */
async function streamed(
  ctx: Ctx,
  reply: FastifyReply,
  work: (progress: (stage: string, rows: number, of: number) => void) => Promise<object>,
): Promise<FastifyReply> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const line = (value: object) => raw.write(`${JSON.stringify(value)}\n`);
  try {
    const result = await work((stage, rows, of) => {
      if (raw.destroyed) throw new Left();
      line({ progress: { stage, rows, of } });
    });
    line({ result });
  } catch (error) {
    if (!(error instanceof Left)) {
      const { problem: one, level } = toProblem(error);
      if (level !== 'none')
        ctx.platform.log[level]({ requestId: ctx.request.id, code: one.code, err: error }, 'import failed');
      line({ problem: problemBody(one, ctx.locale, ctx.platform.messages, ctx.request.id) });
    }
  }
  raw.end();
  return reply;
}
