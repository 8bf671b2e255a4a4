// What other modules and main may use of cases.
export { caseKinds } from './kinds/kinds.ts';
export type { OutsideFact } from './kinds/loop-outside.ts';
export { endedSupervisions, supervisionOf } from './kinds/loop-supervision.ts';
export { mergedOf } from './kinds/loop-together.ts';
export { countOpenWork, listOpenWork } from './open-work-store.ts';
export { queueBranches, rowsOf } from './queue.ts';
export { followCodeOf, followHash } from './reporters.ts';
export { type CasesParts, fileCase, giveCommand, joinCase, suggestDuplicates } from './service.ts';
export { insertCaseFiles, listCases } from './store.ts';
export type { CaseRowView } from './views.ts';
export type { CasesWorld } from './world.ts';
