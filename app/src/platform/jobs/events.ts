// Live updates: an outbox row in the transaction; one relay per database batches them and wakes the server-sent-event streams of
// every process. (A NOTIFY inside every transaction cost a fifth of the throughput.)
import type { Tx } from '../db/db.ts';

export type DomainEvent = {
  topic: string;
  /** The area path and the units that the event concerns: streams filter by the reader's scope. */
  areaPath: string;
  units: readonly string[];
  /** Small and free of personal data: ids, codes, version. */
  data: Record<string, string | number | boolean | null>;
};

export type StreamEvent = DomainEvent & { id: number; district: string };

export type Events = {
  publish(tx: Tx, event: DomainEvent): Promise<void>;
  /** Subscribes to committed events of a district; gives the function that ends it. */
  subscribe(district: string, listener: (event: StreamEvent) => void): () => void;
};
