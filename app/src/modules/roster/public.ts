// What other modules and main may use of the duty roster.
export type { RosterParts } from './parts.ts';
export { dutyDesk, planShift } from './service.ts';
