// Puts one-button calls together: routes, and the job that tests devices and deletes what is over.
import type { ModuleDefinition } from '../../platform/module.ts';
import { tendCalls } from './jobs.ts';
import type { CallsParts } from './parts.ts';
import { callRoutes } from './routes.ts';

const TEND_SECONDS = 60;

export function createCallsModule(parts: CallsParts): ModuleDefinition {
  return {
    name: 'calls',
    routes: callRoutes(parts),
    jobs: [
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
