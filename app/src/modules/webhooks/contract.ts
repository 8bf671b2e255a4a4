// What the administration of webhooks exchanges with the server.
import { z } from 'zod';
import { cleanText, uuid } from '../../platform/http/input.ts';

export const webhookEvents = ['case.opened', 'case.state-changed', 'case.closed'] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

export const webhookParams = z.strictObject({ id: uuid });
export const deliveryParams = z.strictObject({ id: uuid, delivery: uuid });

export const newWebhookBody = z.strictObject({
  name: cleanText(60, 1),
  url: z.string().max(500),
  events: z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length),
});
export type NewWebhook = z.output<typeof newWebhookBody>;
export const switchBody = z.strictObject({ on: z.boolean() });

export const webhookRow = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string().describe('the address itself is not shown again: it may hold a token'),
  events: z.array(z.string()),
  enabled: z.boolean(),
  offReason: z.string().nullable(),
  failures: z.number(),
  createdAt: z.number(),
  sentAt: z.number().nullable(),
  waiting: z.number(),
  dead: z.number(),
});
export const madeWebhook = z.object({ id: z.string(), secret: z.string().describe('shown this once') });

export const deliveriesQuery = z.strictObject({
  state: z.enum(['waiting', 'sent', 'dead']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: uuid.optional(),
});
export const deliveryRow = z.object({
  id: z.string(),
  event: z.string(),
  state: z.enum(['waiting', 'sent', 'dead']),
  madeAt: z.number(),
  attempts: z.number(),
  nextAt: z.number().nullable(),
  sentAt: z.number().nullable(),
  deadAt: z.number().nullable(),
  failure: z.string().nullable(),
  body: z.looseObject({}),
});
