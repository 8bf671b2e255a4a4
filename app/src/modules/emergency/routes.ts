// Emergencies over HTTP. What is done to one afterwards are commands of the case.
import { z } from 'zod';
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { askForHelp, publicEmergencies } from './asked.ts';
import * as contract from './contract.ts';
import { planDispatch } from './dispatch-plan.ts';
import { publishLevels, viewLevels } from './levels.ts';
import { listNeeds, reportNeed } from './needs.ts';
import type { EmergencyParts } from './parts.ts';
import { listCards, listEmergencies, myEmergencies, startEmergency, viewEmergency } from './service.ts';
import { hintOf } from './thresholds.ts';

const shape = { tag: 'emergency', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function emergencyRoutes(parts: EmergencyParts): Route[] {
  return [...responseRoutes(parts), ...needRoutes(parts), ...levelRoutes(parts), ...publicRoutes(parts)];
}

function responseRoutes(parts: EmergencyParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies',
      operationId: 'listEmergencies',
      summary: '应急响应：进行中的在前 / Emergencies, open ones first',
      query: contract.listQuery,
      handler: (ctx, { query }) =>
        listEmergencies(
          parts,
          ctx.tx,
          asking(ctx),
          query.open === undefined ? undefined : query.open === '1',
        ),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies',
      operationId: 'startEmergency',
      summary:
        '启动应急响应：自主响应，或接收上级命令的等级 / Start a response: on one’s own, or at an ordered level',
      body: contract.startBody,
      transaction: 'none',
      handler: (ctx, { body }) => startEmergency(parts, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies/mine',
      operationId: 'myEmergencies',
      summary: '我这里的应急响应和我的行动卡 / What is in force over my places, and my cards',
      transaction: 'none',
      handler: (ctx) => myEmergencies(parts, asking(ctx)),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies/:id',
      operationId: 'getEmergency',
      summary: '一次应急响应的全貌 / One emergency',
      params: contract.idParams,
      handler: (ctx, { params }) => viewEmergency(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies/:id/cards',
      operationId: 'listActionCards',
      summary: '行动卡：没应答的在前 / Action cards, unanswered ones first',
      params: contract.idParams,
      query: z.strictObject({
        state: z.enum(['card-sent', 'card-answered', 'card-done', 'card-cannot', 'card-recalled']).optional(),
      }),
      handler: (ctx, { params, query }) => listCards(ctx.tx, params.id, query.state),
    }),
  ];
}

function needRoutes(parts: EmergencyParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies/:id/needs',
      operationId: 'listNeeds',
      summary: '求助：待匹配的在前 / Needs, those to be matched first',
      params: contract.idParams,
      handler: (ctx, { params }) => listNeeds(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies/:id/needs',
      operationId: 'reportNeed',
      summary: '上报求助：缺什么、多少、在哪里 / Report what is lacking, how much and where',
      params: contract.idParams,
      body: contract.needBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => reportNeed(parts, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies/:id/dispatch-plan',
      operationId: 'planDispatch',
      summary: '给每件求助建议由谁去，由人决定 / Propose who goes for each need; a person decides',
      params: contract.idParams,
      body: z.strictObject({}),
      transaction: 'none',
      handler: (ctx, { params }) => planDispatch(parts, asking(ctx), params.id),
    }),
  ];
}

function levelRoutes(parts: EmergencyParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergency-levels/:risk',
      operationId: 'getEmergencyLevels',
      summary: '各级响应各做什么（本地预案或预置） / What each level sets going',
      params: contract.riskParams,
      query: contract.levelsQuery,
      handler: (ctx, { params, query }) => viewLevels(parts, ctx.tx, asking(ctx), params.risk, query.areaId),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergency-levels/:risk/hint',
      operationId: 'hintEmergencyLevel',
      summary:
        '按启动条件对照数字，只作提示，不启动 / Which level the counts point to: a hint, nothing starts by it',
      params: contract.riskParams,
      body: contract.hintBody,
      handler: async (ctx, { params, body }) => {
        const { content, ...found } = await viewLevels(parts, ctx.tx, asking(ctx), params.risk, body.areaId);
        return { ...found, ...hintOf(content, body.counts, ctx.locale) };
      },
    }),
    route({
      ...shape,
      method: 'PUT',
      path: '/api/v1/emergency-levels/:risk',
      operationId: 'publishEmergencyLevels',
      summary: '发布新一版 / Publish a new version',
      access: { duty: ['manage-catalogue'] },
      params: contract.riskParams,
      body: contract.levelsBody,
      handler: (ctx, { params, body }) => publishLevels(parts, ctx.tx, asking(ctx), params.risk, body),
    }),
  ];
}

function publicRoutes(parts: EmergencyParts): Route[] {
  return [
    route({
      ...shape,
      access: 'public',
      tag: 'public',
      method: 'GET',
      path: '/api/v1/public/emergencies',
      operationId: 'publicEmergencies',
      summary:
        '正在进行的应急响应：什么情况、哪里、从何时 / Emergencies in force: which risk, where, since when',
      transaction: 'none',
      handler: (ctx) => publicEmergencies(parts, asking(ctx)),
    }),
    route({
      ...shape,
      access: 'public',
      tag: 'public',
      method: 'POST',
      path: '/api/v1/public/needs',
      operationId: 'askForHelp',
      summary:
        '居民求助（不用登录），凭查询码跟进 / A resident asks for help, without an account, followed by a code',
      body: contract.askBody,
      transaction: 'none',
      perMinute: 60,
      handler: (ctx, { body }) => askForHelp(parts, asking(ctx), body),
    }),
  ];
}
