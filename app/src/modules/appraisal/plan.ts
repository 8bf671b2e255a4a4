// Which closed cases are called back about. Chosen by a keyed hash of the case and its ending: whoever files or handles it can neither
// foresee nor steer the choice, and the same case is chosen again by anybody who repeats it.
import { createHmac } from 'node:crypto';

export type PlanRule = {
  kind?: string | undefined;
  /** A category or a heading: everything whose code begins with it. */
  category?: string | undefined;
  unit?: string | undefined;
  ended?: 'closed' | 'declined' | undefined;
  percent: number;
};

export type VisitPlan = {
  /** The first rule that fits decides. */
  rules: readonly PlanRule[];
  otherwisePercent: number;
  mostTries: number;
  restHours: number;
  dueDays: number;
};

/** In force until the district publishes its own. */
export const firstPlan: VisitPlan = {
  rules: [],
  otherwisePercent: 20,
  mostTries: 3,
  restHours: 4,
  dueDays: 5,
};

export type Ending = {
  caseId: string;
  kind: string;
  category: string;
  unitId: string | null;
  ended: string;
  endedAt: number;
  /** A reporter who left a number and wants to hear. */
  mayBeCalled: boolean;
  saidNo: boolean;
  reopened: number;
};

/** Why this ending is called back about, or undefined. Pure. */
export function chosenFor(
  plan: VisitPlan,
  ending: Ending,
  key: Uint8Array,
): 'said-no' | 'reopened' | 'sampled' | undefined {
  if (!ending.mayBeCalled) return undefined;
  if (ending.saidNo) return 'said-no';
  if (ending.reopened > 0) return 'reopened';
  const percent = plan.rules.find((rule) => fits(rule, ending))?.percent ?? plan.otherwisePercent;
  return lotOf(key, ending) < percent / 100 ? 'sampled' : undefined;
}

function fits(rule: PlanRule, ending: Ending): boolean {
  return (
    (rule.kind === undefined || rule.kind === ending.kind) &&
    (rule.category === undefined ||
      ending.category === rule.category ||
      ending.category.startsWith(`${rule.category}.`)) &&
    (rule.unit === undefined || rule.unit === ending.unitId) &&
    (rule.ended === undefined || rule.ended === ending.ended)
  );
}

/** A number in [0, 1) of this ending. */
function lotOf(key: Uint8Array, ending: Pick<Ending, 'caseId' | 'endedAt'>): number {
  const digest = createHmac('sha256', key).update(`visit/${ending.caseId}/${ending.endedAt}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
