// What other modules and main may use of transfers.
export { forgetPeople } from './people.ts';
export { releaseDistrict } from './release.ts';
