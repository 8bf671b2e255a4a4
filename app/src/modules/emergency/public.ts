// What other modules and main may use of emergencies.
export { activateDistrict } from './activate.ts';
export type { EmergencyParts } from './parts.ts';
export { findEmergency } from './store.ts';
