// The planning workbench over HTTP: for those who plan over an area, those who look at it, and those who may adopt a plan.
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { workView } from '../org/public.ts';
import { adopt, previewAdoption } from './adopt.ts';
import type { Correction } from './compute/grids-task.ts';
import * as contract from './contract.ts';
import { asGeoJson, asSheet } from './exports.ts';
import { readGround } from './ground.ts';
import { createNearby } from './nearby.ts';
import { type PlanningParts, READERS } from './parts.ts';
import type { Runner } from './runner.ts';
import * as service from './service.ts';
import { stressRoutes } from './stress/routes.ts';

const shape = { tag: 'planning', response: contract.anyObject, access: { duty: [...READERS] } } as const;
const BODY = 2 * 1024 * 1024;

export function planningRoutes(parts: PlanningParts, runner: Runner): Route[] {
  return [
    ...planRoutes(parts),
    ...runRoutes(parts, runner),
    ...adoptionRoutes(parts),
    ...stressRoutes(parts),
    ...nearbyRoutes(parts),
  ];
}

function nearbyRoutes(parts: PlanningParts): Route[] {
  const nearby = createNearby(parts);
  return [
    route({
      method: 'POST',
      path: '/api/v1/public/nearby',
      operationId: 'listOpenNearby',
      summary:
        '步行几分钟里现在开着什么；位置只用这一次，不留存 / What is open within minutes on foot; the position serves this answer alone',
      tag: 'public',
      access: 'public',
      perMinute: 60,
      body: contract.nearbyBody,
      response: contract.anyObject,
      transaction: 'none',
      handler: (ctx, { body }) => nearby(ctx.actor.district, body),
    }),
  ];
}

function planRoutes(parts: PlanningParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/planning/ground',
      operationId: 'getPlanningGround',
      summary: '规划用的底账：楼栋、户数、网格、分隔线、设施 / What of an area is planned with',
      query: contract.areaQuery,
      handler: (ctx, { query }) => service.viewGround(parts, ctx.tx, ctx.actor, query.area),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/planning/plans',
      operationId: 'listPlans',
      summary: '自己的草稿和共享的方案 / Own drafts and shared plans',
      query: contract.listQuery,
      handler: (ctx, { query }) => service.listPlans(ctx.tx, ctx.actor, query),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/planning/plans',
      operationId: 'createPlan',
      summary: '新建方案（草稿） / A new plan, as a draft',
      body: contract.planBody,
      bodyLimit: BODY,
      handler: (ctx, { body }) => service.createPlan(parts, ctx.tx, ctx, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/planning/plans/:id',
      operationId: 'getPlan',
      summary: '方案和它的各次计算 / A plan with its runs',
      params: contract.idParams,
      async handler(ctx, { params }) {
        const plan = await service.planInSight(ctx.tx, ctx.actor, params.id);
        return service.viewPlan(plan, ctx.actor, await service.runsOf(ctx.tx, plan.id));
      },
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/planning/plans/:id',
      operationId: 'changePlan',
      summary: '改名、改参数、共享或收回 / Renames, changes or shares a plan',
      params: contract.idParams,
      body: contract.changeBody,
      bodyLimit: BODY,
      handler: (ctx, { params, body }) => service.changePlan(parts, ctx.tx, ctx, params.id, body),
    }),
    route({
      ...shape,
      method: 'DELETE',
      path: '/api/v1/planning/plans/:id',
      operationId: 'removePlan',
      summary: '删除方案 / Removes a plan',
      params: contract.idParams,
      async handler(ctx, { params }) {
        await service.removePlan(parts, ctx.tx, ctx, params.id);
        return { id: params.id };
      },
    }),
  ];
}

function runRoutes(parts: PlanningParts, runner: Runner): Route[] {
  return [
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/planning/plans/:id/runs',
      operationId: 'startPlanRun',
      summary: '计算、再算一次、保存手工修改 / Computes the plan, asks again, or keeps corrections by hand',
      params: contract.idParams,
      body: contract.runBody,
      transaction: 'none',
      async handler(ctx, { params, body }) {
        const run = await parts.db.tx(scopeOf(ctx.actor), (tx) =>
          service.startRun(parts, tx, ctx, params.id, body),
        );
        runner.kick(ctx.actor.district);
        return run;
      },
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/planning/runs/:id',
      operationId: 'getPlanRun',
      summary: '一次计算：进度和结果 / A run with its progress and its result',
      params: contract.idParams,
      handler: (ctx, { params }) =>
        service.viewRun(ctx.tx, ctx.actor, params.id, {
          messages: ctx.platform.messages,
          locale: ctx.locale,
        }),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/planning/runs/:id/cancel',
      operationId: 'cancelPlanRun',
      summary: '停止计算 / Ends a run',
      params: contract.idParams,
      handler: (ctx, { params }) => service.cancelRun(parts, runner, ctx.tx, ctx, params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/planning/runs/:id/try',
      operationId: 'tryPlanCorrections',
      summary: '试改：移楼、拆格、并格，看数字 / What corrections by hand would make of it; nothing is kept',
      params: contract.idParams,
      body: contract.tryBody,
      transaction: 'none',
      handler: (ctx, { params, body }) =>
        service.tryCorrections(parts, ctx.actor, params.id, body.corrections as Correction[]),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/planning/runs/:id/export',
      operationId: 'exportPlanRun',
      summary: '导出 GeoJSON 或 xlsx / Exports a run',
      params: contract.idParams,
      query: contract.exportQuery,
      async handler(ctx, { params, query }, { reply }) {
        const { plan, run, result } = await service.doneRun(ctx.tx, ctx.actor, params.id);
        const ground = await readGround(ctx.tx, plan.areaId, ctx.now());
        const name = `${plan.name}-${run.number}`;
        const file = (ending: string) =>
          `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.${ending}`)}`;
        if (query.format === 'geojson') {
          const about = {
            plan: plan.name,
            area: plan.areaName,
            run: run.number,
            seed: run.input.seed,
            data: run.dataHash,
            answer: run.resultHash,
          };
          return reply
            .header('content-type', 'application/geo+json; charset=utf-8')
            .header('content-disposition', file('geojson'))
            .send(JSON.stringify(asGeoJson(result, ground, about)));
        }
        if (query.format === 'input') {
          if (result.kind !== 'stress') throw problem('planning.kind-mismatch', {});
          return reply
            .header('content-type', 'application/json; charset=utf-8')
            .header('content-disposition', file('json'))
            .send(JSON.stringify(result.input));
        }
        const words = { messages: ctx.platform.messages, locale: ctx.locale };
        const bytes = await asSheet(result, ground, query.table ?? 'grids', words);
        return reply
          .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
          .header('content-disposition', file('xlsx'))
          .send(Buffer.from(bytes));
      },
    }),
  ];
}

function adoptionRoutes(parts: PlanningParts): Route[] {
  const adopting = { ...shape, access: { duty: ['manage-org'] }, transaction: 'none' } as const;
  return [
    route({
      ...adopting,
      method: 'POST',
      path: '/api/v1/planning/runs/:id/adoption/preview',
      operationId: 'previewPlanAdoption',
      summary: '采用前看影响：案件、岗位、楼栋 / What adopting the grids would move',
      params: contract.idParams,
      body: contract.previewAdoptBody,
      async handler(ctx, { params, body }) {
        const { work, refusal } = await previewAdoption(parts, ctx, params.id, body);
        return {
          ...workView(work),
          duties: [],
          refusal: refusal
            ? {
                code: refusal.code,
                message: ctx.platform.messages.text(ctx.locale, `problem.${refusal.code}`, refusal.params),
              }
            : null,
        };
      },
    }),
    route({
      ...adopting,
      method: 'POST',
      path: '/api/v1/planning/runs/:id/adoption',
      operationId: 'adoptPlan',
      summary: '采用：从某一天起按方案调整网格 / Adopts the grids from a day on',
      params: contract.idParams,
      body: contract.adoptBody,
      async handler(ctx, { params, body }) {
        const adopted = await adopt(parts, ctx, params.id, body);
        if (adopted.state === 'done') ctx.platform.sessions.forget(ctx.actor.district);
        return adopted;
      },
    }),
  ];
}
