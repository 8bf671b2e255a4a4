// What other modules and main may use of cases.
export { caseKinds } from './kinds/kinds.ts';
export { endedSupervisions, supervisionOf } from './kinds/loop-supervision.ts';
export { insertCaseFiles } from './store.ts';
export type { CasesWorld } from './world.ts';
