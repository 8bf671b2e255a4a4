// A ruling on ownership is written back to the duty list as a proposal.
import type { Decision } from '../../engines/case/decide.ts';
import type { Tx } from '../../platform/db/db.ts';
import { ruledOf } from './kinds/loop-ownership.ts';
import type { CasesPorts } from './ports.ts';

/** Writes a ruling back: who leads such cases, proposed for the next version of the list. */
export async function proposeFromRuling(
  parts: { ports: CasesPorts },
  tx: Tx,
  decision: Decision,
): Promise<void> {
  const ruled = decision.stepName === 'rule' ? ruledOf(decision.after) : undefined;
  if (!ruled) return;
  const { after } = decision;
  await parts.ports.proposeDutyItem(tx, {
    category: ruled.category,
    areaPath: after.areaPath,
    lead: ruled.lead,
    assist: ruled.assist,
    basis: ruled.basis,
    words: ruled.words,
    caseId: after.id,
    number: after.number,
  });
}
