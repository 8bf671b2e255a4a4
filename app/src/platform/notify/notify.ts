// Messages to people: in the app always; by webhook, mail, SMS or voice when an adapter is switched on. A message that leaves the
// house carries a title and a link, never personal data.
import type { Tx } from '../db/db.ts';

export type Notice = {
  /** Message key for title; params must be free of personal data. */
  key: string;
  params: Record<string, string | number>;
  /** Where it leads inside the product. */
  link: string;
  /** 'now' pushes through the adapters; 'later' only shows in the app. */
  urgency: 'now' | 'later';
};

export type Notify = {
  /** Queues a notice for every holder of a post; written in the transaction, sent after commit. */
  toPosts(tx: Tx, postIds: readonly string[], notice: Notice): Promise<void>;
  toUnit(tx: Tx, unitId: string, duty: string, notice: Notice): Promise<void>;
};
