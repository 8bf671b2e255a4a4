import { fileURLToPath } from 'node:url';
import type { MigrationSource } from '../../platform/db/migrate.ts';

export const checklistMigrations: MigrationSource = {
  module: 'engine-checklist',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
};
