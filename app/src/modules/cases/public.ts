// What other modules and main may use of cases.
export { caseKinds } from './kinds/kinds.ts';
export { countOpenWork, listOpenWork } from './open-work-store.ts';
export type { CasesWorld } from './world.ts';
