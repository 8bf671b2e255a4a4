// The order in which the schema grows: platform, engines, modules.
import { fileURLToPath } from 'node:url';
import { checklistMigrations } from '../engines/checklist/migrations.ts';
import { ledgerMigrations } from '../engines/ledger/migrations.ts';
import { registerMigrations } from '../engines/register/migrations.ts';
import { treeMigrations } from '../engines/tree/migrations.ts';
import { auditMigrations } from '../platform/audit/audit.ts';
import { authMigrations } from '../platform/auth/accounts.ts';
import type { MigrationSource } from '../platform/db/migrate.ts';
import { filesMigrations } from '../platform/files/files.ts';
import { jobsMigrations } from '../platform/jobs/jobs.ts';
import { notifyMigrations } from '../platform/notify/notify.ts';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const migrationSources: readonly MigrationSource[] = [
  { module: 'platform-db', folder: folder('../platform/db/migrations') },
  authMigrations,
  auditMigrations,
  filesMigrations,
  jobsMigrations,
  notifyMigrations,
  treeMigrations,
  { module: 'engine-case', folder: folder('../engines/case/migrations') },
  { module: 'org', folder: folder('../modules/org/migrations') },
  { module: 'places', folder: folder('../modules/places/migrations') },
  { module: 'catalogue', folder: folder('../modules/catalogue/migrations') },
  { module: 'policies', folder: folder('../modules/policies/migrations') },
  { module: 'visits', folder: folder('../modules/visits/migrations') },
  { module: 'rhythm', folder: folder('../modules/rhythm/migrations') },
  checklistMigrations,
  { module: 'patrol', folder: folder('../modules/patrol/migrations') },
  { module: 'orders', folder: folder('../modules/orders/migrations') },
  { module: 'sync', folder: folder('../modules/sync/migrations') },
  { module: 'appraisal', folder: folder('../modules/appraisal/migrations') },
  { module: 'keys', folder: folder('../modules/keys/migrations') },
  { module: 'open311', folder: folder('../modules/open311/migrations') },
  { module: 'suggestions', folder: folder('../modules/suggestions/migrations') },
  registerMigrations,
  { module: 'registers', folder: folder('../modules/registers/migrations') },
  { module: 'webhooks', folder: folder('../modules/webhooks/migrations') },
  { module: 'planning', folder: folder('../modules/planning/migrations') },
  { module: 'admission', folder: folder('../modules/admission/migrations') },
  { module: 'reports', folder: folder('../modules/reports/migrations') },
  ledgerMigrations,
  { module: 'emergency', folder: folder('../modules/emergency/migrations') },
  { module: 'calls', folder: folder('../modules/calls/migrations') },
  { module: 'preparedness', folder: folder('../modules/preparedness/migrations') },
  { module: 'stocks', folder: folder('../modules/stocks/migrations') },
  { module: 'warnings', folder: folder('../modules/warnings/migrations') },
  { module: 'shelters', folder: folder('../modules/shelters/migrations') },
  { module: 'transfers', folder: folder('../modules/transfers/migrations') },
  { module: 'roster', folder: folder('../modules/roster/migrations') },
  { module: 'command-post', folder: folder('../modules/command-post/migrations') },
  { module: 'drills', folder: folder('../modules/drills/migrations') },
];
