import type { ModuleDefinition } from '../../platform/module.ts';
import { deliver, gather, prune } from './delivery.ts';
import { webhookMessages } from './messages.ts';
import type { WebhooksParts } from './parts.ts';
import { webhookRoutes } from './routes.ts';

const EVERY_SECONDS = 5;

export function createWebhooksModule(parts: WebhooksParts): ModuleDefinition {
  return {
    name: 'webhooks',
    routes: webhookRoutes(parts),
    messages: webhookMessages,
    jobs: [
      {
        name: 'webhooks',
        everySeconds: EVERY_SECONDS,
        async run() {
          for (const district of await parts.districts()) {
            await gather(parts, district);
            await deliver(parts, district);
          }
        },
      },
      {
        name: 'webhooks-prune',
        everySeconds: 6 * 3600,
        async run() {
          for (const district of await parts.districts()) await prune(parts, district);
        },
      },
    ],
  };
}
