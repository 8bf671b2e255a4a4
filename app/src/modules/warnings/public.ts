// What other modules and main may use of warnings.
export type { WarningsParts } from './parts.ts';
export { typeWarning } from './service.ts';
