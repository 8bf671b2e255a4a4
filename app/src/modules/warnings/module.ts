// Puts warnings together: routes, and the job that calls the next rung where nobody answers.
import type { ModuleDefinition } from '../../platform/module.ts';
import { climbDistrict } from './calls.ts';
import type { WarningsParts } from './parts.ts';
import { sendDistrict } from './residents.ts';
import { warningRoutes } from './routes.ts';
import { fetchDistrict } from './sources.ts';

const LADDER_SECONDS = 20;
const FETCH_SECONDS = 30;
const SEND_SECONDS = 10;

export function createWarningsModule(parts: WarningsParts): ModuleDefinition {
  return {
    name: 'warnings',
    routes: warningRoutes(parts),
    jobs: [
      {
        name: 'resident-messages',
        everySeconds: SEND_SECONDS,
        async run() {
          for (const district of await parts.districts()) await sendDistrict(parts, district);
        },
      },
      {
        name: 'warning-feeds',
        everySeconds: FETCH_SECONDS,
        async run() {
          for (const district of await parts.districts()) await fetchDistrict(parts, district);
        },
      },
      {
        name: 'warning-ladder',
        everySeconds: LADDER_SECONDS,
        async run() {
          for (const district of await parts.districts()) await climbDistrict(parts, district);
        },
      },
    ],
  };
}
