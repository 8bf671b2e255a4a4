// What other modules and main may use of transfers.
export { openTransfers } from './list.ts';
export type { TransfersParts } from './parts.ts';
export { forgetPeople } from './people.ts';
export { planTransfers } from './plan.ts';
export { releaseDistrict } from './release.ts';
