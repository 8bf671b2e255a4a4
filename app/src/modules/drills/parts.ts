// What drills need from their neighbours.
import type { Actor } from '../../kernel/actor.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';
import type { CasesParts } from '../cases/public.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };
export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type DrillsParts = {
  db: Db;
  cases: CasesParts;
  messages: Messages;
  notify: Notify;
  now(): number;
  districts(): Promise<readonly string[]>;
  areaChain(district: string, areaId: string): Promise<readonly AreaFact[]>;
  /** A stress test that a table-top drill quotes: shared, and run to its end. */
  stressRun?: (tx: Tx, id: string) => Promise<{ id: string; title: string } | undefined>;
};
