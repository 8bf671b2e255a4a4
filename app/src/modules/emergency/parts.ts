// What emergencies need from their neighbours.
import type { RegisterParts } from '../../engines/register/parts.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { ActionLevel } from '../../kernel/emergency.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import type { CasesParts } from '../cases/public.ts';
import type { LevelRole } from './contract.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };
export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type EmergencyParts = {
  db: Db;
  cases: CasesParts;
  messages: Messages;
  notify: Notify;
  /** People written down for an emergency are records of registers. */
  registers: RegisterParts;
  now(): number;
  districts(): Promise<readonly string[]>;
  /** What the published responsibility lists add to a level over a place (its chain of area ids, root first). */
  dutyRoles(tx: Tx, chain: readonly string[], risk: string, level: ActionLevel): Promise<LevelRole[]>;
  areaChain(district: string, areaId: string): Promise<readonly AreaFact[]>;
};
