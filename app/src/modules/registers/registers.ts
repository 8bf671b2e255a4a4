// The registers of the product. A new one is a declaration, its migration and its line here.
import type { Register } from '../../engines/register/declare.ts';
import { buildings, dwellings } from './presets/buildings.ts';
import { care } from './presets/care.ts';
import { socialOrganisations } from './presets/social-organisations.ts';

const all: readonly Register[] = [buildings, dwellings, socialOrganisations, care];

export const registers: ReadonlyMap<string, Register> = new Map(all.map((one) => [one.code, one]));
