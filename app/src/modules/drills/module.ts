// Puts drills together: routes, and the job that plays what runs.
import type { ModuleDefinition } from '../../platform/module.ts';
import type { DrillsParts } from './parts.ts';
import { playDistrict } from './play.ts';
import { drillRoutes } from './routes.ts';

const PLAY_SECONDS = 5;

export function createDrillsModule(parts: DrillsParts): ModuleDefinition {
  return {
    name: 'drills',
    routes: drillRoutes(parts),
    jobs: [
      {
        name: 'exercises',
        everySeconds: PLAY_SECONDS,
        async run() {
          for (const district of await parts.districts()) await playDistrict(parts, district);
        },
      },
    ],
  };
}
