// Readiness over HTTP.
import { type Ctx, type Route, route } from '../../platform/http/route.ts';
import { viewBackup, viewWithout } from './backup.ts';
import { viewBoard } from './board.ts';
import * as contract from './contract.ts';
import type { ReadinessParts } from './parts.ts';
import { startCheck, viewCheck } from './service.ts';
import { viewTraining } from './training.ts';

const shape = { tag: 'readiness', access: 'staff', response: contract.anyObject } as const;
const asking = (ctx: Ctx) => ({ actor: ctx.actor, locale: ctx.locale });
const API = '/api/v1/readiness';

export function readinessRoutes(parts: ReadinessParts): Route[] {
  return [
    route({
      ...shape,
      method: 'GET',
      path: API,
      operationId: 'readinessBoard',
      summary:
        '备勤：联得通、拉得出、用得上、打得赢，各地最近核验的日期 / Four tests by place, last shown when',
      query: contract.areaQuery,
      handler: (ctx, { query }) => viewBoard(parts, ctx.tx, asking(ctx), query.areaId),
    }),
    route({
      ...shape,
      method: 'POST',
      path: `${API}/checks`,
      operationId: 'startReadinessCheck',
      summary: '发起一次核验：问哪些岗位、到几时 / Ask posts whether they can be reached, until when',
      body: contract.checkBody,
      transaction: 'none',
      handler: (ctx, { body }) => startCheck(parts, asking(ctx), body),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/checks/:id`,
      operationId: 'getReadinessCheck',
      summary: '一次核验：应答多少、还没叫到的岗位、集合 / One check',
      params: contract.idParams,
      handler: (ctx, { params }) => viewCheck(parts, ctx.tx, asking(ctx), params.id),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/backup`,
      operationId: 'backupOfRoles',
      summary: '冗余：各社区每个关键角色有没有备份 / N+1: who stands behind each role, by community',
      query: contract.areaQuery,
      handler: (ctx, { query }) => viewBackup(parts, ctx.tx, asking(ctx), query.areaId),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/backup/without`,
      operationId: 'backupWithout',
      summary: '如果失去它：哪些角色少了人 / What is worse off without one holder',
      query: contract.withoutQuery,
      handler: (ctx, { query }) => viewWithout(parts, ctx.tx, asking(ctx), query),
    }),
    route({
      ...shape,
      method: 'GET',
      path: `${API}/training`,
      operationId: 'trainingCoverage',
      summary: '居民培训覆盖：按楼栋，只有人数 / Training by building, headcounts only',
      query: contract.areaQuery,
      handler: (ctx, { query }) => viewTraining(parts, ctx.tx, asking(ctx), query.areaId),
    }),
  ];
}
