// Puts teams together: routes, and what follows by itself.
import type { ModuleDefinition } from '../../platform/module.ts';
import { followCallOuts, tellEnds } from './follow.ts';
import type { TeamsParts } from './parts.ts';
import { teamRoutes } from './routes.ts';

const FOLLOW_SECONDS = 5;

export function createTeamsModule(parts: TeamsParts): ModuleDefinition {
  return {
    name: 'teams',
    routes: teamRoutes(parts),
    jobs: [
      {
        name: 'call-outs',
        everySeconds: FOLLOW_SECONDS,
        async run() {
          for (const district of await parts.districts()) await followCallOuts(parts, district);
        },
      },
      {
        name: 'team-ends',
        cron: '30 7 * * *',
        async run() {
          for (const district of await parts.districts()) await tellEnds(parts, district);
        },
      },
    ],
  };
}
