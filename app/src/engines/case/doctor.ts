// Replays the steps of cases and compares what they lead to with the rows. A difference is damage, never a matter of taste.
import type { Tx } from '../../platform/db/db.ts';
import { type CaseState, changesBetween, replay } from './case.ts';
import { caseOfRow, listCasesAfter, listSteps } from './case-store.ts';

export type CaseFault = { caseId: string; number: string; fault: string };
export type CaseReport = { checked: number; faults: CaseFault[] };

const PAGE = 500;

/** Checks every case of the transaction's district by pages of 500. O(cases · steps). */
export async function checkCases(
  tx: Tx,
  progress: (checked: number) => void,
  most = Number.POSITIVE_INFINITY,
): Promise<CaseReport> {
  const report: CaseReport = { checked: 0, faults: [] };
  let after = '00000000-0000-0000-0000-000000000000';
  while (report.checked < most) {
    const rows = await listCasesAfter(tx, after, PAGE);
    if (rows.length === 0) break;
    for (const row of rows) {
      const state = caseOfRow(row);
      const fault = await faultOf(tx, state);
      if (fault) report.faults.push({ caseId: state.id, number: state.number, fault });
      report.checked += 1;
    }
    after = rows.at(-1)?.id ?? after;
    progress(report.checked);
  }
  return report;
}

async function faultOf(tx: Tx, state: CaseState): Promise<string | undefined> {
  const steps = await listSteps(tx, state.id);
  if (steps.length === 0) return 'no steps';
  let replayed: CaseState;
  try {
    replayed = replay(state, steps);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (replayed.version !== state.version)
    return `version ${state.version}, steps lead to ${replayed.version}`;
  // The path of the area is the tree's, which rewrites it when the territory is redrawn.
  const different = Object.keys(changesBetween({ ...replayed, areaPath: state.areaPath }, state));
  return different.length > 0 ? `differs from its steps in ${different.join(', ')}` : undefined;
}
