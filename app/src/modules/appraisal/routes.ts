// Appraisal over HTTP.
import { audit } from '../../platform/audit/audit.ts';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { appraisalOf } from './case-view.ts';
import * as contract from './contract.ts';
import { applyExclusion, decideExclusion, listExclusions } from './exclusions.ts';
import type { AppraisalParts } from './ports.ts';
import { casesBehind, ratesOf } from './rates.ts';
import { listPlans } from './store-visits.ts';
import { listVisits, planInForce, publishPlan, recordTry } from './visits.ts';

const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function appraisalRoutes(parts: AppraisalParts): Route[] {
  return [...rateRoutes(parts), ...visitRoutes(parts), ...exclusionRoutes(parts)];
}

function rateRoutes(parts: AppraisalParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/appraisal/rates',
      operationId: 'threeRates',
      summary: '三率：口径、截止日、分组 / The three rates with their rule, as of a day, in groups',
      tag: 'appraisal',
      access: 'staff',
      query: contract.ratesQuery,
      response: contract.anyObject,
      handler: (ctx, { query }) => ratesOf(parts, ctx.tx, ctx.locale, query),
    }),
    route({
      method: 'GET',
      path: '/api/v1/appraisal/rates/cases',
      operationId: 'casesBehindRate',
      summary: '数字背后的办件（按查看权限） / The cases behind a number, as far as one may see',
      tag: 'appraisal',
      access: 'staff',
      query: contract.behindQuery,
      response: contract.anyObject,
      handler: (ctx, { query }) => casesBehind(parts, ctx.tx, ctx.locale, query),
    }),
    route({
      method: 'GET',
      path: '/api/v1/appraisal/cases/:id',
      operationId: 'caseAppraisal',
      summary: '一件事的督办、回访、不计入 / Supervision, visit-backs and exclusion of one case',
      tag: 'appraisal',
      access: 'staff',
      params: contract.idParams,
      response: contract.anyObject,
      handler: (ctx, { params }) => appraisalOf(parts, ctx.tx, asking(ctx), params.id),
    }),
  ];
}

function visitRoutes(parts: AppraisalParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/appraisal/visit-plans',
      operationId: 'listVisitPlans',
      summary: '回访抽样方案与版本 / Plans for visit-backs, with versions',
      tag: 'appraisal',
      access: 'staff',
      response: contract.anyObject,
      async handler(ctx) {
        return { current: await planInForce(ctx.tx), versions: await listPlans(ctx.tx) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/appraisal/visit-plans',
      operationId: 'publishVisitPlan',
      summary: '发布新的回访抽样方案 / Publish the next plan for visit-backs',
      tag: 'appraisal',
      access: { duty: ['manage-catalogue'] },
      body: contract.planBody,
      response: contract.anyObject,
      async handler(ctx, { body }) {
        const plan = await publishPlan(parts, ctx.tx, ctx.actor, body);
        await audit(ctx.tx, ctx, {
          action: 'appraisal.publish-visit-plan',
          object: { type: 'visit-plan', id: String(plan.version) },
          after: body,
        });
        return plan;
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/appraisal/visits',
      operationId: 'listVisits',
      summary: '待回访（本单位办过的不在其中） / Visit-backs to make, never of what one’s own unit handled',
      tag: 'appraisal',
      access: { duty: ['hotline', 'verify'] },
      query: contract.visitsQuery,
      response: contract.anyObject,
      handler: (ctx, { query }) => listVisits(parts, ctx.tx, asking(ctx), query.state ?? 'due'),
    }),
    route({
      method: 'POST',
      path: '/api/v1/appraisal/visits/:id/tries',
      operationId: 'recordVisitBack',
      summary: '登记一次回访 / Write down one call',
      tag: 'appraisal',
      access: { duty: ['hotline', 'verify'] },
      params: contract.idParams,
      body: contract.tryBody,
      response: contract.anyObject,
      handler: (ctx, { params, body }) => recordTry(parts, ctx.tx, ctx.actor, params.id, body),
    }),
  ];
}

function exclusionRoutes(parts: AppraisalParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/appraisal/exclusions',
      operationId: 'listExclusions',
      summary: '不计入申请与决定 / Applications for 不计入 and their decisions',
      tag: 'appraisal',
      access: 'staff',
      query: contract.exclusionsQuery,
      response: contract.anyObject,
      handler: (ctx, { query }) =>
        listExclusions(parts, ctx.tx, asking(ctx), (query.state ?? 'asked') === 'asked'),
    }),
    route({
      method: 'POST',
      path: '/api/v1/appraisal/cases/:id/exclusions',
      operationId: 'applyExclusion',
      summary: '承办单位申请不计入 / The owner unit applies for 不计入',
      tag: 'appraisal',
      access: { duty: ['handle'] },
      params: contract.idParams,
      body: contract.exclusionBody,
      response: contract.anyObject,
      async handler(ctx, { params, body }) {
        const asked = await applyExclusion(parts, ctx.tx, ctx.actor, params.id, body);
        await audit(ctx.tx, ctx, {
          action: 'appraisal.apply-exclusion',
          object: { type: 'case', id: params.id },
          after: { grounds: body.grounds },
        });
        return asked;
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/appraisal/exclusions/:id/decision',
      operationId: 'decideExclusion',
      summary: '另一单位决定是否不计入 / Another unit decides on 不计入',
      tag: 'appraisal',
      access: { duty: ['supervise'] },
      params: contract.idParams,
      body: contract.decisionBody,
      response: contract.anyObject,
      async handler(ctx, { params, body }) {
        const decided = await decideExclusion(parts, ctx.tx, ctx.actor, params.id, body);
        await audit(ctx.tx, ctx, {
          action: `appraisal.exclusion-${body.decision}`,
          object: { type: 'exclusion', id: params.id },
          after: { decision: body.decision },
        });
        return decided;
      },
    }),
  ];
}
