// Drills over HTTP.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import type { DrillsParts } from './parts.ts';
import * as service from './service.ts';
import { statistics } from './statistics.ts';
import { templateOf } from './templates.ts';

const shape = { tag: 'drills', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });
const API = '/api/v1/drills';

export function drillRoutes(parts: DrillsParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: API,
      operationId: 'listDrills',
      summary: '演练：没完的在前 / Drills, open ones first',
      query: contract.listQuery,
      handler: (ctx, { query }) => service.listDrills(parts, ctx.tx, asking(ctx), query.areaId),
    }),
    route({
      ...shape,
      method: 'POST',
      path: API,
      operationId: 'planDrill',
      summary: '计划一次演练：场景、地点、脚本 / Plan a drill with its script',
      body: contract.drillBody,
      transaction: 'none',
      handler: (ctx, { body }) => service.planDrill(parts, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/template`,
      operationId: 'drillTemplate',
      summary: '按场景从哪里写起，岗位按今天在岗的填 / What a drill of a scenario begins with',
      query: contract.templateQuery,
      handler: (ctx, { query }) => templateOf(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/statistics`,
      operationId: 'drillStatistics',
      summary: '演练统计：各区域、各场景、集合用时、预案多久没演练 / Drills by area and year, and by plan',
      query: contract.statisticsQuery,
      handler: (ctx, { query }) => statistics(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/:id`,
      operationId: 'getDrill',
      summary: '一次演练：脚本、应答、集合、观察、整改 / One drill',
      params: contract.idParams,
      handler: (ctx, { params }) => service.viewDrill(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'PUT',
      path: `${API}/:id/script`,
      operationId: 'rewriteDrillScript',
      summary: '改脚本（还没开始的） / Rewrite the script of a drill that has not begun',
      params: contract.idParams,
      body: contract.scriptBody,
      handler: (ctx, { params, body }) =>
        service.rewriteScript(parts, ctx.tx, asking(ctx), params.id, body.script),
    }),
    route({
      ...shape,
      method: 'PUT',
      path: `${API}/:id/sign-up`,
      operationId: 'signUpForDrill',
      summary: '报名：单位来多少人，只报人数 / How many people of a unit will come',
      params: contract.idParams,
      body: contract.signUpBody,
      handler: (ctx, { params, body }) => service.signUp(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/:id/observations`,
      operationId: 'observeDrill',
      summary: '观察员填观察表 / An observer answers the checklist',
      params: contract.idParams,
      body: contract.observationBody,
      handler: (ctx, { params, body }) => service.observe(parts, ctx.tx, asking(ctx), params.id, body),
    }),
  ];
}
