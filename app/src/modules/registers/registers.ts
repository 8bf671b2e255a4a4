// The registers of the product. A new one is a declaration, its migration and its line here.
import type { Register } from '../../engines/register/declare.ts';
import { buildings, dwellings } from './presets/buildings.ts';
import { care } from './presets/care.ts';
import { hazards, institutions } from './presets/order.ts';
import { firms, ownersCommittees, propertyFirms } from './presets/organisations.ts';
import { stocks, venues, volunteers } from './presets/resources.ts';
import { socialOrganisations } from './presets/social-organisations.ts';

const all: readonly Register[] = [
  buildings,
  dwellings,
  venues,
  firms,
  socialOrganisations,
  propertyFirms,
  ownersCommittees,
  stocks,
  volunteers,
  care,
  institutions,
  hazards,
];

export const registers: ReadonlyMap<string, Register> = new Map(all.map((one) => [one.code, one]));
