// What other modules and main may use of emergencies.
export { activateDistrict } from './activate.ts';
export type { EmergencyParts } from './parts.ts';
export { emergenciesOver, findEmergency } from './service.ts';
