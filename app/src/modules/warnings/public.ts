// What other modules and main may use of warnings.
export { climbDistrict } from './calls.ts';
export type { WarningsParts } from './parts.ts';
export { sendDistrict } from './residents.ts';
export { typeWarning } from './service.ts';
export { fetchDistrict } from './sources.ts';
export { redWarningsOver } from './store.ts';
