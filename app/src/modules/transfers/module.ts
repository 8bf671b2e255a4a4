// Puts the lists of transfers together: routes, and the job that carries the release to everybody.
import type { ModuleDefinition } from '../../platform/module.ts';
import type { TransfersParts } from './parts.ts';
import { forgetPeople } from './people.ts';
import { releaseDistrict } from './release.ts';
import { transferRoutes } from './routes.ts';

const RELEASE_SECONDS = 5;

export function createTransfersModule(parts: TransfersParts): ModuleDefinition {
  return {
    name: 'transfers',
    routes: transferRoutes(parts),
    jobs: [
      {
        name: 'transfer-release',
        everySeconds: RELEASE_SECONDS,
        async run() {
          for (const district of await parts.districts()) await releaseDistrict(parts, district);
        },
      },
      {
        name: 'transfer-sunset',
        cron: '40 2 * * *',
        async run() {
          for (const district of await parts.districts()) await forgetPeople(parts, district);
        },
      },
    ],
  };
}
