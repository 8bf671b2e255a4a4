// One command to many cases, over HTTP: look first, then do, then take back.
import type { Ctx } from '../../platform/http/route.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { previewBulk, startBulk, undoBulk, viewBulk } from './bulk.ts';
import * as contract from './contract.ts';
import type { Asking, CasesParts } from './service.ts';

const asking = (ctx: Ctx): Asking => ({ actor: ctx.actor, locale: ctx.locale });

export function bulkRoutes(parts: CasesParts): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/bulk/preview',
      operationId: 'previewBulk',
      summary: '批量：先看每件会怎样 / What each of many cases would say to a command',
      tag: 'cases',
      access: 'staff',
      body: contract.bulkPreviewBody,
      response: contract.anyObject,
      transaction: 'none',
      perMinute: 30,
      handler: (ctx, { body }) => previewBulk(parts, asking(ctx), body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/bulk',
      operationId: 'startBulk',
      summary: '批量：对许多件下同一个指令 / Give one command to many cases',
      tag: 'cases',
      access: 'staff',
      body: contract.bulkBody,
      response: contract.anyObject,
      transaction: 'none',
      perMinute: 30,
      async handler(ctx, { body }, { reply }) {
        reply.code(202);
        return startBulk(parts, asking(ctx), body);
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/bulk/:id',
      operationId: 'getBulk',
      summary: '批量：进度和每件的结果 / Progress and the result of each case',
      tag: 'cases',
      access: 'staff',
      params: contract.idParams,
      response: contract.anyObject,
      transaction: 'none',
      handler: (ctx, { params }) => viewBulk(parts, asking(ctx), params.id),
    }),
    route({
      method: 'POST',
      path: '/api/v1/bulk/:id/undo',
      operationId: 'undoBulk',
      summary: '批量：整批撤销 / Take the whole of it back',
      tag: 'cases',
      access: 'staff',
      params: contract.idParams,
      response: contract.anyObject,
      transaction: 'none',
      async handler(ctx, { params }, { reply }) {
        reply.code(202);
        return undoBulk(parts, asking(ctx), params.id);
      },
    }),
  ];
}
