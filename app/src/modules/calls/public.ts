// What other modules and main may use of one-button calls.
export { tendCalls } from './jobs.ts';
export type { CallsParts } from './parts.ts';
