// Reviews over HTTP.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import type { ReviewParts } from './parts.ts';
import * as service from './service.ts';

const shape = { tag: 'review', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function reviewRoutes(parts: ReviewParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/emergencies/:id/review',
      operationId: 'getEmergencyReview',
      summary: '恢复与复盘：三个阶段、恢复清单、整改任务 / Phases, recovery checklist and improvements',
      params: contract.idParams,
      handler: (ctx, { params }) => service.viewReview(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies/:id/review/answers',
      operationId: 'answerRecovery',
      summary: '填恢复清单 / Answer the recovery checklist',
      params: contract.idParams,
      body: contract.answersBody,
      handler: (ctx, { params, body }) => service.answerRecovery(parts, ctx.tx, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/emergencies/:id/review/improvements',
      operationId: 'improveAfterEmergency',
      summary: '把没恢复的、要改的派给单位 / Give what must change to a unit with a day',
      params: contract.idParams,
      body: contract.improvementBody,
      transaction: 'none',
      handler: (ctx, { params, body }) => service.improve(parts, asking(ctx), params.id, body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/improvements',
      operationId: 'listImprovements',
      summary: '整改清单：谁在什么时候前改好 / What is to be improved, by whom, by when',
      query: contract.backlogQuery,
      handler: (ctx, { query }) => service.listBacklog(parts, ctx.tx, asking(ctx), query),
    }),
  ];
}
