import { fileURLToPath } from 'node:url';
import type { MigrationSource } from '../../platform/db/migrate.ts';

export const ledgerMigrations: MigrationSource = {
  module: 'engine-ledger',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
};
