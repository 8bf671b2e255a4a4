import type { Tx } from '../../platform/db/db.ts';

type DutyProposal = {
  id: string;
  list: 'street' | 'community';
  category: string;
  lead: string;
  assist: readonly string[];
  basis: string;
  words: string;
  caseId: string;
  proposedAt: number;
};

export async function insertProposal(tx: Tx, proposal: DutyProposal): Promise<void> {
  await tx.rows(
    `insert into duty_proposals (district_code, id, list, category, lead_unit, assist_units, basis, words, case_id, proposed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.scope.district,
      proposal.id,
      proposal.list,
      proposal.category,
      proposal.lead,
      proposal.assist,
      proposal.basis,
      proposal.words,
      proposal.caseId,
      new Date(proposal.proposedAt).toISOString(),
    ],
  );
}

/** The newest first. */
export function listProposals(tx: Tx, limit: number): Promise<DutyProposal[]> {
  return tx.rows<DutyProposal>(
    `select id, list, category, lead_unit as lead, assist_units as assist, basis, words, case_id as "caseId",
       proposed_at as "proposedAt"
     from duty_proposals where district_code = $1 order by proposed_at desc, id limit $2`,
    [tx.scope.district, limit],
  );
}
