// What other modules and main may use of the registers.
export { type HouseholdContact, listHouseholdContacts } from './household-contacts.ts';
export { type InstitutionRow, listInstitutions } from './institutions.ts';
export { type BuildingPeople, listBuildingPeople, listVenues, type VenueRow } from './places.ts';
export { listEquipment, listTeamSkills, listTrainedBuildings } from './readiness-store.ts';
export { registers } from './registers.ts';
export { registerFactMessages, registerFacts } from './report-facts.ts';
export { countEmergencyHelpers, listTeamStrength, type TeamStrength } from './volunteer-store.ts';
