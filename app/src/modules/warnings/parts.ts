// What warnings need from their neighbours.
import type { Actor } from '../../kernel/actor.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Db } from '../../platform/db/db.ts';
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
  districts(): Promise<readonly string[]>;
  now(): number;
};
