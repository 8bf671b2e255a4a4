// Ready means: the database answers and has every migration of this program.
import type { Db } from '../platform/db/db.ts';
import { scopeOf } from '../platform/db/db.ts';
import { readMigrations } from '../platform/db/migrate.ts';
import { migrationSources } from './migrations.ts';

/** Makes the check that /healthz asks. The list of migrations is read once; the ledger each time. */
export async function createReadiness(db: Db): Promise<() => Promise<boolean>> {
  const wanted = (await readMigrations(migrationSources)).map((one) => `${one.module}/${one.number}`);
  const scope = scopeOf({ kind: 'system', district: 'system', reason: 'health' });
  return async () => {
    const rows = await db.read(scope, (tx) =>
      tx.rows<{ key: string }>(`select module || '/' || number as key from migration_ledger`),
    );
    const present = new Set(rows.map((row) => row.key));
    return wanted.every((key) => present.has(key));
  };
}
