import { fileURLToPath } from 'node:url';
import { createLocator, type Locator } from '../../engines/tree/locate.ts';
import type { Accounts } from '../../platform/auth/accounts.ts';
import type { ModuleDefinition } from '../../platform/module.ts';
import type { ListBuildings } from './buildings.ts';
import { createChangeRoutes } from './change/routes.ts';
import { type ChangeParts, runDueChanges } from './change/service.ts';
import { createImportRoutes } from './import-routes.ts';
import { orgMessages } from './messages.ts';
import { createOrgRoutes } from './routes.ts';

export type OrgOptions = {
  /** One locator for the process, shared with whoever else asks where a point is. */
  locator?: Locator | undefined;
  /** The buildings of the district, for the coverage check. */
  listBuildings?: ListBuildings | undefined;
  /** Gives new staff accounts their first passwords; without it the import route leaves accounts without one. */
  accounts?: Pick<Accounts, 'resetPassword'> | undefined;
  /** What planned changes need: the map that follows them, and who must hear of them. */
  changes?: (ChangeParts & { districts(): Promise<readonly string[]> }) | undefined;
};

const CHANGES_SECONDS = 60;

/** The organisation with what main wires into it. Its migrations come after those of the tree engine. */
export function createOrgModule(options: OrgOptions = {}): ModuleDefinition {
  const { changes } = options;
  return {
    name: 'org',
    migrations: { module: 'org', folder: fileURLToPath(new URL('./migrations', import.meta.url)) },
    routes: [
      ...createOrgRoutes({
        locator: options.locator ?? createLocator(),
        listBuildings: options.listBuildings,
      }),
      ...createImportRoutes(options.accounts),
      ...(changes ? createChangeRoutes(changes) : []),
    ],
    messages: orgMessages,
    jobs: changes
      ? [
          {
            name: 'org-changes',
            everySeconds: CHANGES_SECONDS,
            async run(platform) {
              for (const district of await changes.districts()) {
                const actor = { kind: 'system' as const, district, reason: 'planned org change' };
                const who = { actor, now: () => platform.clock.now(), platform };
                const { done } = await runDueChanges(changes, who);
                if (done > 0) platform.sessions.forget(district);
              }
            },
          },
        ]
      : [],
  };
}

export const orgModule: ModuleDefinition = createOrgModule();
