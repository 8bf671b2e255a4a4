// What offline work needs from its neighbours, as functions: main wires the cases, org and catalogue modules into them.
import type { RegisterParts } from '../../engines/register/parts.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Db, Scope } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { CasesParts } from '../cases/public.ts';
import type { CatalogueReader } from '../catalogue/public.ts';
import type { PatrolParts } from '../patrol/public.ts';
import type { PreparednessParts } from '../preparedness/public.ts';
import type { StocksParts } from '../stocks/public.ts';
import type { HandInKey } from './hand-in-key.ts';
import type { SealedKeys } from './sealed-keys.ts';

export type Staff = Extract<Actor, { kind: 'staff' }>;
export type Asking = { actor: Staff; locale: Locale };

export type SyncParts = {
  db: Db;
  ids: Ids;
  messages: Messages;
  cases: CasesParts;
  catalogue: CatalogueReader;
  patrol: PatrolParts;
  preparedness: PreparednessParts;
  stocks: StocksParts;
  registers: RegisterParts;
  now(): number;
  sealedKeys: SealedKeys;
  handInKey: HandInKey;
  /** An account of the district, open or closed: when its access ended, and who it was at an instant. */
  formerOf(
    accountId: string,
    district: string,
  ): Promise<{ endedAt: number | null; at(instant: number): Promise<Staff> } | undefined>;
  /** Takes an upload of the person in the scope like any other. */
  storeFile(scope: Scope, data: Uint8Array): Promise<{ id: string }>;
};

/** Something that lies on a phone beside the cases: small, and known by what is in it. */
export type SmallThing = {
  id: string;
  type: 'work' | 'catalogue' | 'card' | 'contacts' | 'patrol' | 'codes' | 'register' | 'stocks' | 'plans';
  payload: Record<string, unknown>;
};
