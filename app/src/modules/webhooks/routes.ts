// Webhooks over HTTP, for whoever manages security.
import { z } from 'zod';
import { type Route, route } from '../../platform/http/route.ts';
import * as contract from './contract.ts';
import type { WebhooksParts } from './parts.ts';
import {
  addWebhook,
  listDeliveries,
  removeWebhook,
  renewSecret,
  sendAgain,
  switchWebhook,
} from './service.ts';
import * as store from './store.ts';

const KEEP = { duty: ['manage-security'] } as const;
const tag = 'webhooks';
const done = z.object({ done: z.literal(true) });
const DONE = { done: true } as const;

export function webhookRoutes(parts: WebhooksParts): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/webhooks',
      operationId: 'listWebhooks',
      summary: '推送地址 / Webhooks',
      tag,
      access: KEEP,
      response: z.object({ items: z.array(contract.webhookRow) }),
      handler: async (ctx) => ({ items: await store.listWebhooks(ctx.tx) }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/webhooks',
      operationId: 'addWebhook',
      summary: '登记推送地址（签名密钥只显示一次） / Register a webhook; its secret is shown once',
      tag,
      access: KEEP,
      body: contract.newWebhookBody,
      response: contract.madeWebhook,
      handler: (ctx, { body }) => addWebhook(parts, ctx.tx, ctx, body),
    }),
    route({
      method: 'POST',
      path: '/api/v1/webhooks/:id/switch',
      operationId: 'switchWebhook',
      summary: '启用或停用 / Switch a webhook on or off',
      tag,
      access: KEEP,
      params: contract.webhookParams,
      body: contract.switchBody,
      response: done,
      async handler(ctx, { params, body }) {
        await switchWebhook(ctx.tx, ctx, params.id, body.on);
        return DONE;
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/webhooks/:id/secret',
      operationId: 'renewWebhookSecret',
      summary: '更换签名密钥（只显示一次） / A new secret, shown once; the old one ends at once',
      tag,
      access: KEEP,
      params: contract.webhookParams,
      response: contract.madeWebhook,
      handler: (ctx, { params }) => renewSecret(parts, ctx.tx, ctx, params.id),
    }),
    route({
      method: 'POST',
      path: '/api/v1/webhooks/:id/remove',
      operationId: 'removeWebhook',
      summary: '删除推送地址和它的推送记录 / Remove a webhook with its deliveries',
      tag,
      access: KEEP,
      params: contract.webhookParams,
      response: done,
      async handler(ctx, { params }) {
        await removeWebhook(ctx.tx, ctx, params.id);
        return DONE;
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/webhooks/:id/deliveries',
      operationId: 'listWebhookDeliveries',
      summary: '推送记录：待发、已发、失败 / Deliveries: waiting, sent, dead',
      tag,
      access: KEEP,
      params: contract.webhookParams,
      query: contract.deliveriesQuery,
      response: z.object({ items: z.array(contract.deliveryRow), next: z.string().nullable() }),
      handler: (ctx, { params, query }) =>
        listDeliveries(ctx.tx, params.id, { state: query.state, limit: query.limit, after: query.after }),
    }),
    route({
      method: 'POST',
      path: '/api/v1/webhooks/:id/deliveries/:delivery/send',
      operationId: 'sendWebhookAgain',
      summary: '重发失败的推送 / Send a dead delivery again',
      tag,
      access: KEEP,
      params: contract.deliveryParams,
      response: done,
      async handler(ctx, { params }) {
        await sendAgain(ctx.tx, ctx, params.id, params.delivery);
        return DONE;
      },
    }),
  ];
}
