// What other modules and main may use of one-button calls.
export type { CallsParts } from './parts.ts';
