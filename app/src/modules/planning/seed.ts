// Plans that are there from the beginning, shared and waiting to be computed.
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/db.ts';
import { WORK_OF } from './asking.ts';
import type { PlanQuestion } from './contract.ts';
import * as store from './store.ts';

export type SeedPlan = { name: string; areaId: string; question: PlanQuestion };

/** Writes plans with a run each; the job computes them. */
export async function seedPlans(
  tx: Tx,
  given: { ids: Ids; at: number; by: string | null },
  plans: readonly SeedPlan[],
): Promise<void> {
  const { ids, at, by } = given;
  for (const { name, areaId, question } of plans) {
    const id = ids.next();
    const { kind, input } = question;
    await store.insertPlan(tx, { id, kind, name, areaId, input, shared: true, by, at });
    const workBudget = question.kind === 'siting' ? WORK_OF[question.input.effort] : null;
    const asked = { ...question, seed: 1, workBudget };
    await store.insertRun(tx, { id: ids.next(), planId: id, input: asked, by, at });
  }
}
