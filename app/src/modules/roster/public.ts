// What other modules and main may use of the duty roster.
export { dutyDesk } from './service.ts';
