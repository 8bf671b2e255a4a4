// What other modules and main may use of transfers.
export { releaseDistrict } from './release.ts';
