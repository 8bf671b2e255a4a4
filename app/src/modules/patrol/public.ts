// What other modules and main may use of patrols.
import * as kept from '../../engines/checklist/store.ts';
import type { Tx } from '../../platform/db/db.ts';
import { presetChecklists } from './preset-checklists.ts';

export { recordBody } from './contract.ts';
export { myPatrols } from './mine.ts';
export type { PatrolParts } from './parts.ts';
export { type PeriodRule, periodAt } from './periods.ts';
export { areasOfPlaces, areasWithin, listPlaces, type PatrolPlace } from './places.ts';
export { recordPatrol } from './records.ts';
export { patrolFacts } from './report-facts.ts';
export { insertPlan, insertRecords, type NewPlan, type PatrolRecord } from './store.ts';

/** Gives a district the checklists to begin with, in force from a day on. Those that it has already stay. */
export async function installChecklists(tx: Tx, from: string, now: number): Promise<void> {
  for (const { code, ...content } of presetChecklists) {
    if ((await kept.listVersions(tx, [code])).length > 0) continue;
    await kept.insertDraft(tx, code, 1, content, null, now);
    await kept.publishDraft(tx, code, 1, from, null, now);
  }
}
