// What preparedness needs from its neighbours.
import type { RegisterParts } from '../../engines/register/parts.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { CasesParts } from '../cases/public.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };
export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type PreparednessParts = {
  db: Db;
  cases: CasesParts;
  messages: Messages;
  registers: RegisterParts;
  now(): number;
  areaChain(district: string, areaId: string): Promise<readonly AreaFact[]>;
};
