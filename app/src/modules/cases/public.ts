// What other modules and main may use of cases.
export { caseKinds } from './kinds/kinds.ts';
export type { OutsideFact } from './kinds/loop-outside.ts';
export { type CasesParts, fileCase, joinCase, suggestDuplicates } from './service.ts';
export type { CasesWorld } from './world.ts';
