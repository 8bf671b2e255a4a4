// Reports over HTTP.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import type { ReportsParts } from './parts.ts';
import { generate, listRuns, recordsOf, reportFile, sign, viewRun } from './runs.ts';
import {
  changeTemplate,
  createTemplate,
  listTemplates,
  readUpload,
  takePreset,
  viewTemplate,
} from './templates.ts';

const shape = { tag: 'reports', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function reportRoutes(parts: ReportsParts): Route[] {
  return [...formRoutes(parts), ...runRoutes(parts)];
}

function formRoutes(parts: ReportsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/reports/forms',
      operationId: 'listReportForms',
      summary: '一表通的表样 / The forms of reports',
      handler: (ctx) => listTemplates(parts, ctx.tx, asking(ctx)),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/reports/forms/read',
      operationId: 'readReportForm',
      summary: '读一张表样：有哪些格子、像是哪些数 / Reads a form: its cells and what they seem to ask',
      body: contract.readBody,
      transaction: 'none',
      handler: (ctx, { body }) => readUpload(parts, asking(ctx), body.fileId),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/reports/forms',
      operationId: 'createReportForm',
      summary: '用本单位的表样，标明每格是什么数 / A unit brings its form and says which cell is which fact',
      body: contract.templateBody,
      transaction: 'none',
      handler: (ctx, { body }) => createTemplate(parts, ctx, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/reports/forms/preset',
      operationId: 'takePresetForm',
      summary: '用现成的表样：家书、迎检资料卷 / Takes a form that the product brings',
      body: contract.presetBody,
      transaction: 'none',
      handler: (ctx, { body }) => takePreset(parts, ctx, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/reports/forms/:id',
      operationId: 'getReportForm',
      summary: '一张表样和它的格子 / A form with its cells',
      params: contract.idParams,
      transaction: 'none',
      handler: (ctx, { params }) => viewTemplate(parts, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/reports/forms/:id/versions',
      operationId: 'changeReportForm',
      summary: '改格子或换表样，成为下一版 / Other cells or a new file, as the next version',
      params: contract.idParams,
      body: contract.versionBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => changeTemplate(parts, ctx, params.id, body),
    }),
  ];
}

function runRoutes(parts: ReportsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/reports',
      operationId: 'listReports',
      summary: '生成过的报表 / Reports that were generated',
      handler: (ctx) => listRuns(parts, ctx.tx, asking(ctx)),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/reports',
      operationId: 'generateReport',
      summary:
        '按区域和期间生成，填不了的列出来 / Generates for an area and a period; what cannot be filled is listed',
      body: contract.runBody,
      handler: (ctx, { body }) => generate(parts, ctx.tx, ctx, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/reports/:id',
      operationId: 'getReport',
      summary: '一份报表的每个格子 / A report, cell by cell',
      params: contract.idParams,
      handler: (ctx, { params }) => viewRun(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/reports/:id/records',
      operationId: 'recordsBehindCell',
      summary: '格子背后的记录（按查看权限） / The records behind a cell, as far as one may see',
      params: contract.idParams,
      query: contract.recordsQuery,
      handler: (ctx, { params, query }) => recordsOf(parts, ctx.tx, asking(ctx), params.id, query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/reports/:id/file',
      operationId: 'downloadReport',
      summary: '下载填好的原表样 / The unit’s own form, filled',
      params: contract.idParams,
      transaction: 'none',
      async handler(ctx, { params }, { reply }) {
        const file = await reportFile(parts, asking(ctx), params.id);
        return reply
          .headers({
            'content-type': file.mime,
            'x-content-type-options': 'nosniff',
            'cache-control': 'private, no-store',
            'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
          })
          .send(Buffer.from(file.data));
      },
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/reports/:id/sign',
      operationId: 'signReport',
      summary: '签发，从此不变 / Signs it; from then on it does not change',
      params: contract.idParams,
      transaction: 'none',
      handler: (ctx, { params }) => sign(parts, ctx, params.id),
    }),
  ];
}
