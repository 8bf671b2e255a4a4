// What follows from a dispute over ownership beside the case itself: a refused third return asks for a ruling, and a ruling is written
// back to the duty list as a proposal.
import type { Decision } from '../../engines/case/decide.ts';
import type { CaseEngine } from '../../engines/case/engine.ts';
import { derivedId } from '../../engines/case/timing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import type { CommandBody } from './contract.ts';
import { ruledOf } from './kinds/loop-ownership.ts';
import type { CasesPorts } from './ports.ts';
import type { CasesWorld } from './world.ts';

type Parts = { engine: CaseEngine<CasesWorld>; ports: CasesPorts; now(): number };

/** The third return is refused; what the unit had to say opens the arbitration, and the refusal says so. */
export async function askInstead(
  parts: Parts,
  actor: Actor,
  caseId: string,
  body: CommandBody,
  refusal: unknown,
): Promise<never> {
  if (refusal instanceof Problem && refusal.code === 'cases.return-exhausted') {
    const machine: Actor = { kind: 'system', district: actor.district, reason: 'third return' };
    await parts.engine
      .give({ actor: machine }, caseId, {
        // The same for every sending of the same return, so that it is asked once.
        commandId: derivedId(`${body.commandId}/ruling`),
        name: 'open-ruling',
        baseVersion: 1,
        occurredAt: parts.now(),
        form: body.form ?? {},
      })
      .catch((error: unknown) => {
        // Somebody else asked in the same moment: the question is open, which is all that was wanted.
        if (!(error instanceof Problem)) throw error;
      });
  }
  throw refusal;
}

/** Writes a ruling back: who leads such cases, proposed for the next version of the list. */
export async function proposeFromRuling(parts: Parts, tx: Tx, decision: Decision): Promise<void> {
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
