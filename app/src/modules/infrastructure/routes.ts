// Infrastructure over HTTP. The records are a register; what is done to a retrofit afterwards are commands of the case.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import type { InfrastructureParts } from './parts.ts';
import { openRetrofit, viewSurvey } from './service.ts';

const shape = { tag: 'infrastructure', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });

export function infrastructureRoutes(parts: InfrastructureParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: '/api/v1/infrastructure',
      operationId: 'getInfrastructureSurvey',
      summary:
        '应急基础设施：存量、状况、缺口、在办的补短板 / What there is, what is lacking, what is being done',
      query: contract.placeQuery,
      handler: (ctx, { query }) => viewSurvey(parts, ctx.tx, asking(ctx), query.areaId),
    }),
    route({
      ...shape,
      method: 'POST',
      path: '/api/v1/infrastructure/retrofits',
      operationId: 'openRetrofit',
      summary: '从缺口开一个补短板项目 / Open a retrofit from a gap',
      body: contract.retrofitBody,
      transaction: 'none',
      handler: (ctx, { body }) => openRetrofit(parts, asking(ctx), body),
    }),
  ];
}
