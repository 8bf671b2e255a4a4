// Preparedness over HTTP.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { viewContactTree } from './contact-tree.ts';
import * as documents from './documents.ts';
import { viewMatrix } from './matrix.ts';
import type { PreparednessParts } from './parts.ts';
import { phonePlans } from './phone.ts';
import { staffOf } from './reading.ts';
import { listRisks } from './risk-matrix.ts';
import { reportRisk } from './risks.ts';
import * as service from './service.ts';
import { templateOf } from './templates.ts';

const shape = { tag: 'preparedness', access: 'staff', response: documents.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });
const API = '/api/v1/preparedness';

export function preparednessRoutes(parts: PreparednessParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: `${API}/documents`,
      operationId: 'listPreparednessDocuments',
      summary: '权责清单和三级预案 / Responsibility lists and plans',
      query: documents.listQuery,
      handler: (ctx, { query }) => service.listDocuments(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/documents`,
      operationId: 'draftPreparednessDocument',
      summary: '起草新一版 / Draft a new version',
      body: documents.draftBody,
      handler: (ctx, { body }) => service.addDraft(parts, ctx.tx, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/documents/:id`,
      operationId: 'getPreparednessDocument',
      summary:
        '一份清单或预案：内容、签认、没人承担的职责、各版本 / A document with its signatures, gaps and versions',
      params: documents.idParams,
      handler: (ctx, { params }) => service.viewDocument(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'PUT',
      path: `${API}/documents/:id`,
      operationId: 'revisePreparednessDocument',
      summary: '修改草稿：已签认的要重新签 / Revise a draft; its units sign anew',
      params: documents.idParams,
      body: documents.reviseBody,
      handler: (ctx, { params, body }) => service.reviseDraft(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/documents/:id/sign`,
      operationId: 'signPreparednessDocument',
      summary: '单位签认 / A unit signs',
      params: documents.idParams,
      body: documents.signBody,
      handler: (ctx, { params, body }) => service.signDraft(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/documents/:id/publish`,
      operationId: 'publishPreparednessDocument',
      summary: '审批发布：不能是起草人 / Approve and publish, by another person',
      params: documents.idParams,
      body: documents.publishBody,
      handler: (ctx, { params, body }) => service.publishDraft(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/documents/:id/drop`,
      operationId: 'dropPreparednessDocument',
      summary: '放弃草稿 / Drop a draft',
      params: documents.idParams,
      body: documents.dropBody,
      handler: (ctx, { params, body }) => service.dropDraft(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/template`,
      operationId: 'getPreparednessTemplate',
      summary: '从哪里写起：现行版本或按灾种的模板 / What a new version begins with',
      query: documents.templateQuery,
      handler: (ctx, { query }) => templateOf(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/institutions`,
      operationId: 'institutionMatrix',
      summary:
        '制度清单的完整性：五类 × 三阶段 / Institutions by sort and phase: what is missing, what is due',
      query: documents.matrixQuery,
      handler: (ctx, { query }) => viewMatrix(parts, ctx.tx, asking(ctx), query.areaId),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/contact-tree`,
      operationId: 'contactTree',
      summary:
        '三级应急网络：谁叫应谁、谁是后备、各户指定了谁 / Who calls whom, who stands in, whom households named',
      query: documents.matrixQuery,
      handler: (ctx, { query }) => viewContactTree(parts, ctx.tx, asking(ctx), query.areaId),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/plans/near`,
      operationId: 'listPlansNear',
      summary: '我的岗位所在地现行的预案 / Plans in force at my posts',
      handler: async (ctx) => ({
        items: await phonePlans(
          parts,
          ctx.tx,
          asking(ctx),
          staffOf(asking(ctx)).posts.map((post) => post.areaPath),
        ),
      }),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/risks`,
      operationId: 'riskMatrix',
      summary:
        '已发布风险清单里的风险：可能性 × 影响，演变链，回执 / Risks of the published lists, with scale and receipts',
      query: documents.matrixQuery,
      handler: (ctx, { query }) => listRisks(parts, ctx.tx, asking(ctx), query.areaId),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/documents/:id/risks/:code/report`,
      operationId: 'reportRisk',
      summary: '把一项风险上报上一级，等回执 / Report a risk to the level above, which gives a receipt',
      params: documents.riskParams,
      body: documents.reportRiskBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => reportRisk(parts, asking(ctx), params, body),
    }),
  ];
}
