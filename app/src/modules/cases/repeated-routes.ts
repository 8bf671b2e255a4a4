import { type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import { repeatedHazards, repeatedTable } from './repeated.ts';
import type { CasesParts } from './service.ts';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export function repeatedRoutes(parts: CasesParts): Route[] {
  const shared = {
    method: 'GET',
    tag: 'cases',
    access: 'staff',
    scope: 'cases.read',
    response: contract.anyObject,
  } as const;
  return [
    route({
      ...shared,
      path: '/api/v1/hazards/repeated',
      operationId: 'repeatedHazards',
      summary:
        '反复隐患：同一处同一类，原因、措施、下次检查 / Places whose hazards come back: causes, measures, next inspection',
      query: contract.repeatedQuery,
      handler: (ctx, { query }) => repeatedHazards(parts, ctx.tx, ctx, query),
    }),
    route({
      ...shared,
      path: '/api/v1/hazards/repeated/file',
      operationId: 'exportRepeatedHazards',
      summary: '反复隐患导出（xlsx 或 csv） / The same as a file',
      query: contract.repeatedQuery.extend({ format: contract.tableFormat }),
      async handler(ctx, { query: { format, ...query } }, { reply }) {
        const found = await repeatedHazards(parts, ctx.tx, ctx, query);
        const bytes = await repeatedTable(parts, ctx, found, format);
        return reply
          .headers({
            'content-type': TYPES[format],
            'content-disposition': `attachment; filename="repeated-hazards.${format}"`,
          })
          .send(Buffer.from(bytes));
      },
    }),
  ];
}
