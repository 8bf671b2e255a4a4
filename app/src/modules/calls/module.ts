// Puts one-button calls together: routes, and the job that tests devices and deletes what is over.
import type { ModuleDefinition } from '../../platform/module.ts';
import { tellDesk } from './duty.ts';
import { tendCalls } from './jobs.ts';
import type { CallsParts } from './parts.ts';
import { callRoutes } from './routes.ts';

const TEND_SECONDS = 60;
const DESK_SECONDS = 5;

export function createCallsModule(parts: CallsParts): ModuleDefinition {
  return {
    name: 'calls',
    routes: callRoutes(parts),
    jobs: [
      {
        name: 'call-desk',
        everySeconds: DESK_SECONDS,
        async run() {
          for (const district of await parts.districts()) await tellDesk(parts, district);
        },
      },
      {
        name: 'call-tests',
        everySeconds: TEND_SECONDS,
        async run() {
          for (const district of await parts.districts()) await tendCalls(parts, district);
        },
      },
    ],
  };
}
