// What main may use of warnings.
export type { WarningsParts } from './parts.ts';
export { redWarningsOver } from './store.ts';
