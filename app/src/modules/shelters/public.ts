// What other modules and main may use of shelters.
export type { SheltersParts } from './parts.ts';
export { addShelter, allocateShelter, openShelter } from './service.ts';
export { findShelter, listHeld, listShelters, release as releasePlaces } from './store.ts';
