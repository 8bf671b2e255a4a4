// What main may use of admission.
export type { AdmissionParts } from './parts.ts';
export { followReplacement } from './store.ts';
