import { fileURLToPath } from 'node:url';
import type { MigrationSource } from '../../platform/db/migrate.ts';

export const treeMigrations: MigrationSource = {
  module: 'tree',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
};
