// What main and the demo may use of teams.
export { startCallOut } from './call-outs.ts';
export type { TeamsParts } from './parts.ts';
export { markRoll, viewCallOut } from './roll.ts';
