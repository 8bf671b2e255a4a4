// What other modules and main may use of one-button calls.
export { addDevice } from './devices.ts';
export type { CallsParts } from './parts.ts';
