// What other modules and main may use of emergencies.
export { activateDistrict, whoIsCalled } from './activate.ts';
export type { CallOut } from './call-out.ts';
export { type LevelRole, type LevelSet, levelSet } from './contract.ts';
export { planDispatch } from './dispatch-plan.ts';
export { followIncidents, incidentOf, openIncident } from './incident.ts';
export { checkLevels, levelsFor, publishAreaLevels } from './levels.ts';
export { reportNeed, runningEmergency } from './needs.ts';
export { waitOrdinary } from './ordinary.ts';
export type { EmergencyParts } from './parts.ts';
export { startEmergency } from './service.ts';
export { findEmergency, listActivations, listRunning } from './store.ts';
export { centres } from './who-could-go.ts';
