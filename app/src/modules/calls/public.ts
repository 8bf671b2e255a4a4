// What other modules and main may use of one-button calls.
export { addDevice } from './devices.ts';
export { tellDesk } from './duty.ts';
export type { CallsParts } from './parts.ts';
