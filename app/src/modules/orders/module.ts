import type { ModuleDefinition } from '../../platform/module.ts';
import { ordersMessages } from './messages.ts';
import type { OrdersParts } from './parts.ts';
import { catchUp, deliver } from './replies.ts';
import { orderRoutes } from './routes.ts';

const EVERY_SECONDS = 10;

export function createOrdersModule(parts: OrdersParts): ModuleDefinition {
  return {
    name: 'orders',
    routes: orderRoutes(parts),
    messages: ordersMessages,
    jobs: [
      {
        name: 'outside-orders',
        everySeconds: EVERY_SECONDS,
        async run() {
          for (const district of await parts.districts()) {
            await catchUp(parts, district);
            await deliver(parts, district);
          }
        },
      },
    ],
  };
}
