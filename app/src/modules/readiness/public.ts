// What other modules may use of readiness.
export type { ReadinessParts } from './parts.ts';
export { startCheck } from './service.ts';
