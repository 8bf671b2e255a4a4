// The registers of the product. A new one is a declaration, its migration and its line here.
import { joinRegisters, type Register } from '../../engines/register/declare.ts';
import { buildings, dwellings } from './presets/buildings.ts';
import { care } from './presets/care.ts';
import { incidentPeople, incidents } from './presets/emergency.ts';
import { householdContacts } from './presets/household-contacts.ts';
import { households } from './presets/households.ts';
import { incidentEntries, incidentForms } from './presets/incident-forms.ts';
import { infrastructure, infrastructureRules } from './presets/infrastructure.ts';
import { hazards, institutions } from './presets/order.ts';
import { firms, ownersCommittees, propertyFirms } from './presets/organisations.ts';
import { stocks, venues, volunteers } from './presets/resources.ts';
import { socialOrganisations } from './presets/social-organisations.ts';
import { certificateKinds, certificates, emergencyAgreements, teamMembers, teams } from './presets/teams.ts';
import { schoolRotas, trainings } from './presets/training.ts';
import { welfareVisits } from './presets/welfare-visits.ts';

const all: readonly Register[] = [
  buildings,
  dwellings,
  households,
  venues,
  firms,
  socialOrganisations,
  propertyFirms,
  ownersCommittees,
  stocks,
  volunteers,
  care,
  householdContacts,
  welfareVisits,
  institutions,
  hazards,
  incidents,
  incidentPeople,
  incidentForms,
  incidentEntries,
  teams,
  teamMembers,
  certificateKinds,
  certificates,
  emergencyAgreements,
  infrastructure,
  infrastructureRules,
  trainings,
  schoolRotas,
];

export const registers: ReadonlyMap<string, Register> = joinRegisters(all);
