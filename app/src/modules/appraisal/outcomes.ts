// Keeping the counted rows: with every step, and once from the steps for cases that came before they were counted.
import { findCase, listSteps } from '../../engines/case/case-store.ts';
import type { StepHooks } from '../../engines/case/hooks.ts';
import { scopeOf, type Tx } from '../../platform/db/db.ts';
import type { CasesWorld } from '../cases/public.ts';
import { moveOf, outcomesOf } from './outcome.ts';
import type { AppraisalParts } from './ports.ts';
import * as store from './store.ts';

/** Told by the engine of every step; sends one statement behind it when something that is counted changed. */
export const keepOutcome: NonNullable<StepHooks<CasesWorld>['kept']> = (tx, { before, after, step }) => {
  const move = moveOf(before, after, step);
  // Not waited for: it leaves with the commit, whose failure carries this one's.
  if (move) void store.writeMove(tx, after.id, move, before === undefined).catch(() => undefined);
};

const PAGE = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Counts the cases filed since an instant that nobody counts yet, from their steps. Gives how many. Safe to run beside everything else. */
export async function countMissing(
  parts: Pick<AppraisalParts, 'db'>,
  district: string,
  most = Number.POSITIVE_INFINITY,
  since = 0,
): Promise<number> {
  const system = scopeOf({ kind: 'system', district, reason: 'appraisal' });
  let done = 0;
  let after = FIRST;
  while (done < most) {
    const ids = await parts.db.read(system, (tx) => store.listUncounted(tx, since, after, PAGE));
    if (ids.length === 0) break;
    await parts.db.tx(system, async (tx) => {
      for (const id of ids) if (await countCase(tx, id)) done += 1;
    });
    after = ids.at(-1) ?? after;
  }
  return done;
}

/** Writes the rows of one case from its steps when it has none; waits for a step that is being written. */
export async function countCase(tx: Tx, caseId: string): Promise<boolean> {
  if (!(await store.lockCase(tx, caseId))) return false;
  if ((await store.listOutcomes(tx, caseId)).length > 0) return false;
  const loaded = await findCase(tx, caseId, caseId);
  const steps = await listSteps(tx, caseId);
  if (!loaded || steps.length === 0) return false;
  await store.insertRows(tx, caseId, outcomesOf(loaded.state, steps));
  return true;
}
