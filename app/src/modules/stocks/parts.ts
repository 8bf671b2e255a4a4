// What supplies need from their neighbours.
import type { Actor } from '../../kernel/actor.ts';
import type { Db, Tx } from '../../platform/db/db.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import type { Notify } from '../../platform/notify/notify.ts';

export type AreaFact = { id: string; name: string; level: string; path: string };
export type Asking = { actor: Actor; locale: Locale };
export type Staff = Extract<Actor, { kind: 'staff' }>;

export type StocksParts = {
  db: Db;
  notify: Notify;
  now(): number;
  districts(): Promise<readonly string[]>;
  areaChain(district: string, areaId: string): Promise<readonly AreaFact[]>;
  /** How many people the district knows to live in an area (from counted facts, never from names); undefined when nobody counted. */
  peopleIn(tx: Tx, areaPath: string): Promise<number | undefined>;
};
