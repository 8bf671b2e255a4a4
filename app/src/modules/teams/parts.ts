// What teams need from their neighbours.
import type { RegisterParts } from '../../engines/register/parts.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import type { CasesParts } from '../cases/public.ts';
import type { StocksParts } from '../stocks/public.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };
export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type TeamsParts = {
  db: Db;
  ids: Ids;
  cases: CasesParts;
  messages: Messages;
  notify: Notify;
  registers: RegisterParts;
  now(): number;
  districts(): Promise<readonly string[]>;
  areaChain(district: string, areaId: string): Promise<readonly AreaFact[]>;
} & StocksParts;
