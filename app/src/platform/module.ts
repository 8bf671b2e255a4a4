// What a module hands to main: everything it adds to the product, as data.
import type { MigrationSource } from './db/migrate.ts';
import type { Route } from './http/route.ts';
import type { MessageFile } from './i18n/messages.ts';
import type { JobDefinition } from './jobs/jobs.ts';

export type ModuleDefinition = {
  name: string;
  migrations?: MigrationSource;
  routes?: readonly Route[];
  messages?: MessageFile;
  jobs?: readonly JobDefinition[];
};
