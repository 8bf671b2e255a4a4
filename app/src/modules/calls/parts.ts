// What one-button calls need from their neighbours.
import type { RegisterParts } from '../../engines/register/parts.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Crypto } from '../../platform/crypto/crypto.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import type { CasesParts } from '../cases/public.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };
export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type CallsParts = {
  db: Db;
  cases: CasesParts;
  crypto: Crypto;
  ids: Ids;
  messages: Messages;
  notify: Notify;
  /** Volunteers stand in their register. */
  registers: RegisterParts;
  now(): number;
  districts(): Promise<readonly string[]>;
  areaChain(district: string, areaId: string): Promise<readonly AreaFact[]>;
};
