// Live updates: an outbox row in the transaction; one relay per database batches them and wakes the server-sent-event streams of
// every process. (A NOTIFY inside every transaction cost a fifth of the throughput.)
import pg from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../../kernel/clock.ts';
import type { Tx } from '../db/db.ts';
import { APP_ROLE } from '../db/owner.ts';

export type DomainEvent = {
  topic: string;
  /** The area path and the units that the event concerns: streams filter by the reader's scope. */
  areaPath: string;
  units: readonly string[];
  /** Small and free of personal data: ids, codes, version. `post` or `account` narrow the readers to one. */
  data: Record<string, string | number | boolean | null>;
};

export type StreamEvent = DomainEvent & { id: number; district: string };

export type Events = {
  publish(tx: Tx, event: DomainEvent): Promise<void>;
  /** Subscribes to committed events of a district; gives the function that ends it. */
  subscribe(district: string, listener: (event: StreamEvent) => void): () => void;
};

export type EventsRunner = Events & {
  /** Begins to listen, and to relay when no other process does. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Committed events after `seq` of a district, oldest first; `missed` when some of them were pruned already. */
  since(tx: Tx, seq: number, limit: number): Promise<{ events: StreamEvent[]; missed: boolean }>;
  /** Milliseconds that the oldest waiting event of the last batch waited; for /metrics. */
  lagMs(): number;
};

const CHANNEL = 'renlin_events';
const RELAY_LOCK = 7_236_301;
const BATCH = 500;
const RETRY_MS = 1_000;

type EventRow = {
  district_code: string;
  seq: string;
  topic: string;
  area_path: string;
  units: string[];
  data: DomainEvent['data'];
};

export function createEvents(options: {
  config: pg.ClientConfig;
  clock: Clock;
  log: Logger;
  /** How often the relay looks for new rows when there were none; default 150 ms. */
  pollMs?: number;
  role?: string;
}): EventsRunner {
  const { config, clock, log } = options;
  const pollMs = options.pollMs ?? 150;
  const role = options.role ?? APP_ROLE;
  const listeners = new Map<string, Set<(event: StreamEvent) => void>>();
  let running = false;
  let wakeUp: (() => void) | undefined;
  let lag = 0;
  let lastSeq = 0;
  const loops: Promise<void>[] = [];
  const clients = new Set<pg.Client>();

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...config, application_name: 'renlin-events', keepAlive: true });
    client.on('error', () => undefined);
    clients.add(client);
    try {
      await client.connect();
      await client.query(`set role ${role}; set renlin.reach = 'system'; set renlin.district = 'system'`);
    } catch (error) {
      clients.delete(client);
      throw error;
    }
    return client;
  }

  async function disconnect(client: pg.Client): Promise<void> {
    clients.delete(client);
    await client.end().catch(() => undefined);
  }

  function pause(ms: number): Promise<void> {
    if (!running) return Promise.resolve();
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      timer.unref();
      pauses.add(() => {
        clearTimeout(timer);
        done();
      });
    });
  }
  const pauses = new Set<() => void>();

  /** Gives sequence numbers to what was committed since the last time, and tells every process in one NOTIFY. */
  async function relayBatch(client: pg.Client): Promise<number> {
    const { rows } = await client.query<{
      first: string | null;
      last: string | null;
      count: number;
      oldest: Date | null;
    }>({
      name: 'outbox-relay',
      text: `with waiting as (
               select district_code, id, nextval('outbox_events_seq') as given
               from (select district_code, id from outbox_events where seq is null order by id limit ${BATCH}) as next
             ), told as (
               update outbox_events o set seq = w.given from waiting w
               where o.district_code = w.district_code and o.id = w.id returning o.seq, o.at
             )
             select min(seq) as first, max(seq) as last, count(*)::int as count, min(at) as oldest from told`,
    });
    const row = rows[0];
    if (!row || row.count === 0 || row.oldest === null) {
      lag = 0;
      return 0;
    }
    lag = Math.max(0, clock.now() - row.oldest.getTime());
    await client.query('select pg_notify($1, $2)', [CHANNEL, String(row.last)]);
    return row.count;
  }

  async function relayLoop(): Promise<void> {
    while (running) {
      let client: pg.Client | undefined;
      try {
        client = await connect();
        while (running) {
          const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
            RELAY_LOCK,
          ]);
          if (rows[0]?.mine) break;
          await pause(RETRY_MS);
        }
        while (running) {
          const count = await relayBatch(client);
          if (count < BATCH) await pause(pollMs);
        }
      } catch (error) {
        if (running) log.warn({ err: error }, 'event relay lost its connection');
        await pause(RETRY_MS);
      } finally {
        if (client) await disconnect(client);
      }
    }
  }

  function fanOut(row: EventRow): void {
    lastSeq = Math.max(lastSeq, Number(row.seq));
    const set = listeners.get(row.district_code);
    if (!set || set.size === 0) return;
    const event = toEvent(row);
    for (const listener of set) {
      try {
        listener(event);
      } catch (error) {
        log.error({ err: error }, 'event listener failed');
      }
    }
  }

  async function listenLoop(started: () => void): Promise<void> {
    let first = true;
    while (running) {
      let client: pg.Client | undefined;
      try {
        client = await connect();
        let pending = false;
        let broken = false;
        client.on('notification', () => {
          pending = true;
          wakeUp?.();
        });
        client.on('end', () => {
          broken = true;
          wakeUp?.();
        });
        await client.query(`listen ${CHANNEL}`);
        if (first) {
          const { rows } = await client.query<{ last: string }>(
            'select coalesce(max(seq), 0) as last from outbox_events',
          );
          lastSeq = Number(rows[0]?.last ?? 0);
          first = false;
          started();
        } else pending = true;
        while (running && !broken) {
          if (!pending) {
            await new Promise<void>((done) => {
              wakeUp = done;
            });
            wakeUp = undefined;
            continue;
          }
          pending = false;
          for (;;) {
            const { rows } = await client.query<EventRow>({
              name: 'outbox-read',
              text: `select district_code, seq, topic, area_path, units, data from outbox_events
                     where seq > $1 order by seq limit ${BATCH}`,
              values: [lastSeq],
            });
            for (const row of rows) fanOut(row);
            if (rows.length < BATCH) break;
          }
        }
      } catch (error) {
        if (running) log.warn({ err: error }, 'event listener lost its connection');
        await pause(RETRY_MS);
      } finally {
        if (client) await disconnect(client);
      }
    }
    started();
  }

  return {
    async publish(tx, event) {
      await tx.count(
        `insert into outbox_events (district_code, topic, area_path, units, data, at) values ($1, $2, $3, $4, $5, $6)`,
        [tx.scope.district, event.topic, event.areaPath, event.units, event.data, new Date(clock.now())],
        'outbox-publish',
      );
    },
    subscribe(district, listener) {
      let set = listeners.get(district);
      if (!set) {
        set = new Set();
        listeners.set(district, set);
      }
      set.add(listener);
      return () => {
        set.delete(listener);
      };
    },
    async start() {
      if (running) return;
      running = true;
      await new Promise<void>((started) => {
        loops.push(listenLoop(started), relayLoop());
      });
    },
    async stop() {
      running = false;
      for (const end of pauses) end();
      pauses.clear();
      wakeUp?.();
      await Promise.all([...clients].map(disconnect));
      await Promise.all(loops.splice(0));
    },
    async since(tx, seq, limit) {
      const rows = await tx.rows<EventRow>(
        `select district_code, seq, topic, area_path, units, data from outbox_events
         where district_code = $1 and seq > $2 order by seq limit $3`,
        [tx.scope.district, seq, limit],
      );
      const [oldest] = await tx.rows<{ first: string | null }>(
        'select min(seq) as first from outbox_events where seq > 0',
      );
      return {
        events: rows.map(toEvent),
        missed: rows.length === limit || (seq > 0 && oldest?.first != null && Number(oldest.first) > seq + 1),
      };
    },
    lagMs: () => lag,
  };
}

function toEvent(row: EventRow): StreamEvent {
  return {
    id: Number(row.seq),
    district: row.district_code,
    topic: row.topic,
    areaPath: row.area_path,
    units: row.units,
    data: row.data,
  };
}

/** Numbered events from before a time go; whoever was away longer reads everything afresh. */
export async function pruneEvents(tx: Tx, before: number): Promise<void> {
  await tx.count('delete from outbox_events where seq is not null and at < $1', [new Date(before)]);
}
