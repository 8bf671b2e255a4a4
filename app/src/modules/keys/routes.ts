// One's own API keys over HTTP. No key opens these routes: a key that leaked must not make others.
import { z } from 'zod';
import { type Route, route } from '../../platform/http/route.ts';
import { keyParams, keyRow, madeKey, newKeyBody } from './contract.ts';
import { listKeys, makeKey, revokeKey } from './service.ts';

const tag = 'keys';

export function keyRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/keys',
      operationId: 'listKeys',
      summary: '我的接口密钥 / One’s own API keys',
      tag,
      access: 'staff',
      response: z.object({ items: z.array(keyRow) }),
      handler: async (ctx) => ({ items: await listKeys(ctx.tx, ctx.actor, ctx.now()) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/keys',
      operationId: 'makeKey',
      summary: '新建接口密钥（只显示一次） / Make an API key, shown once',
      tag,
      access: 'staff',
      body: newKeyBody,
      response: madeKey,
      perMinute: 30,
      handler: (ctx, { body }) => makeKey(ctx.tx, ctx, body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/keys/:id/revoke',
      operationId: 'revokeKey',
      summary: '撤销接口密钥，立即失效 / Revoke an API key; it ends at once',
      tag,
      access: 'staff',
      params: keyParams,
      response: keyRow,
      handler: (ctx, { params }) => revokeKey(ctx.tx, ctx, params.id),
    }),
  ];
}
