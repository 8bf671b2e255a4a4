import { type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import type { CasesParts } from './service.ts';
import { whistleCounts, whistleRecords } from './whistle-stats.ts';

export function whistleRoutes(parts: CasesParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/whistles/counts',
      operationId: 'countWhistles',
      summary: '吹哨多少：每街道每月，过多过少都提示 / Whistles per street and month: too many and too few',
      tag: 'cases',
      access: 'staff',
      query: contract.whistleCountsQuery,
      response: contract.anyObject,
      handler: (ctx, { query }) =>
        whistleCounts(parts, ctx.tx, { actor: ctx.actor, locale: ctx.locale }, query),
    }),
    route({
      method: 'GET',
      path: '/api/v1/whistles',
      operationId: 'listWhistles',
      summary: '一个数字背后的吹哨 / The whistles behind a number',
      tag: 'cases',
      access: 'staff',
      query: contract.whistleRecordsQuery,
      response: contract.anyObject,
      handler: (ctx, { query }) =>
        whistleRecords(parts, ctx.tx, { actor: ctx.actor, locale: ctx.locale }, query),
    }),
  ];
}
