// What webhooks work with. Main wires the events of the outbox, the territory and the way out into them.
import type { Ids } from '../../kernel/ids.ts';
import type { Crypto } from '../../platform/crypto/crypto.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { OutboundCall } from '../../platform/http/outbound.ts';
import type { StreamEvent } from '../../platform/jobs/events.ts';
import type { Notify } from '../../platform/notify/notify.ts';

export type WebhooksParts = {
  db: Db;
  ids: Ids;
  crypto: Crypto;
  notify: Notify;
  now(): number;
  /** Committed events after a number, the oldest first. */
  since(tx: Tx, seq: number, limit: number): Promise<{ events: StreamEvent[] }>;
  /** The code of an area as it is now, when it has one. */
  areaCode(tx: Tx, areaId: string): Promise<string | null>;
  /** The posts of those who manage security. */
  keepers(tx: Tx): Promise<readonly string[]>;
  districts(): Promise<readonly string[]>;
  /** Calls an address outside; throws when it was not taken. */
  send(call: OutboundCall): Promise<unknown>;
  /** Whether addresses inside the house may be called. */
  allowInside: boolean;
};
