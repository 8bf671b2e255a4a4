// What warnings need from their neighbours.
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Crypto } from '../../platform/crypto/crypto.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { OutboundCall } from '../../platform/http/outbound.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import type { CasesParts } from '../cases/public.ts';

export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type WarningsParts = {
  db: Db;
  cases: CasesParts;
  messages: Messages;
  notify: Notify;
  ids: Ids;
  /** May warnings be fetched from inside the house? The operator says so. */
  allowInside: boolean;
  fetchOutside(address: string): Promise<Buffer>;
  postOutside(call: OutboundCall): Promise<number>;
  crypto: Crypto;
  /** About how many people live in an area, where that is counted. */
  peopleIn(tx: Tx, areaPath: string): Promise<number | undefined>;
  districts(): Promise<readonly string[]>;
  now(): number;
};
