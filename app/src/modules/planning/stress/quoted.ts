// A stress test that others quote (a table-top drill): shared with the district, and run to its end at least once.
import type { Tx } from '../../../platform/db/db.ts';
import { findPlan, listRuns } from '../store.ts';

export async function findStressTest(tx: Tx, id: string): Promise<{ id: string; title: string } | undefined> {
  const plan = await findPlan(tx, id);
  if (plan?.kind !== 'stress' || !plan.shared) return undefined;
  const done = (await listRuns(tx, [id])).some((run) => run.state === 'done');
  return done ? { id: plan.id, title: plan.name } : undefined;
}
