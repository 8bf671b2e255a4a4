// What the lists of transfers need from their neighbours.
import type { RegisterParts } from '../../engines/register/parts.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { CasesParts } from '../cases/public.ts';

export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type TransfersParts = {
  db: Db;
  cases: CasesParts;
  messages: Messages;
  ids: Ids;
  /** Whom a list means stands in registers. */
  registers: RegisterParts;
  now(): number;
  districts(): Promise<readonly string[]>;
  areaChain(
    district: string,
    areaId: string,
  ): Promise<readonly { id: string; name: string; level: string; path: string }[]>;
};
