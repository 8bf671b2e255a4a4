import { fileURLToPath } from 'node:url';
import { createLocator, type Locator } from '../../engines/tree/locate.ts';
import type { Accounts } from '../../platform/auth/accounts.ts';
import type { ModuleDefinition } from '../../platform/module.ts';
import type { ListBuildings } from './coverage.ts';
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
};

/** The organisation with what main wires into it. Its migrations come after those of the tree engine. */
export function createOrgModule(options: OrgOptions = {}): ModuleDefinition {
  return {
    name: 'org',
    migrations: { module: 'org', folder: fileURLToPath(new URL('./migrations', import.meta.url)) },
    routes: [
      ...createOrgRoutes({
        locator: options.locator ?? createLocator(),
        listBuildings: options.listBuildings,
      }),
      ...createImportRoutes(options.accounts),
    ],
    messages: orgMessages,
  };
}

export const orgModule: ModuleDefinition = createOrgModule();
