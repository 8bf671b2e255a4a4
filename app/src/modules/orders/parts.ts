// What the orders module works with. Main wires cases, territory and units into it.
import { createHash } from 'node:crypto';
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Crypto } from '../../platform/crypto/crypto.ts';
import type { Db } from '../../platform/db/db.ts';
import type { OutboundCall } from '../../platform/http/outbound.ts';
import type { Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import type { CasesParts } from '../cases/public.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };

export type OrdersParts = {
  db: Db;
  ids: Ids;
  crypto: Crypto;
  messages: Messages;
  notify: Notify;
  now(): number;
  cases: CasesParts;
  /** Every area of a district as it is today. */
  areas(district: string): Promise<readonly AreaFact[]>;
  districts(): Promise<readonly string[]>;
  /** Calls an address outside; replaced in tests. */
  send(call: OutboundCall): Promise<unknown>;
};

/** Who acts when an order comes in or a return reopens a case: the machine, for the source. */
export function machineFor(district: string, code: string): Actor {
  return { kind: 'system', district, reason: `outside:${code}` };
}

/** An id that the same thing gets in every process and at every try, and nobody outside can guess. UUIDv8 (RFC 9562 §5.8). */
export function derivedId(crypto: Crypto, ...names: readonly string[]): string {
  const hex = crypto.mac('outside-id', JSON.stringify(names)).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function hashOf(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url');
}
