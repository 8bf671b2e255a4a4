// What main may use of admission.
export { decideFlag, flag } from './flags.ts';
export type { AdmissionParts } from './parts.ts';
export { applyRequest, decideRequest } from './requests.ts';
export { followReplacement } from './store.ts';
