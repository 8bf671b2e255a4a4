import { fileURLToPath } from 'node:url';
import type { MigrationSource } from '../../platform/db/migrate.ts';

export const registerMigrations: MigrationSource = {
  module: 'engine-register',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
};
