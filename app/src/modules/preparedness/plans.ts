// Plans as drills ask for them: one by its id, and those in force in a place with the versions before them.
import type { Tx } from '../../platform/db/db.ts';
import { type DocumentRow, findDocument, listDocuments, listVersions } from './store.ts';

const MOST = 1000;
const isPlan = (row: DocumentRow) => row.kind.startsWith('plan-');

export async function findPlan(tx: Tx, id: string): Promise<DocumentRow | undefined> {
  const row = await findDocument(tx, id);
  return row && isPlan(row) ? row : undefined;
}

/** Plans in force, each with the ids of all its versions, the newest first. */
export async function listPlans(tx: Tx, within: string): Promise<(DocumentRow & { versions: string[] })[]> {
  const rows = await listDocuments(tx, { within, state: 'published' }, MOST);
  const plans = [];
  for (const row of rows)
    if (isPlan(row) && !row.replaced)
      plans.push({ ...row, versions: (await listVersions(tx, row)).map((one) => one.id) });
  return plans;
}
