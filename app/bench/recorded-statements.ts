// The statements of a piece of work as they went to the database, to be sent again with new ids: what the same work costs without
// the server around it. Every transaction that names one of the ids belongs to the work; a statement waits for those that it waited for.
import pg from 'pg';
import { clock } from '../../core/bench/stalls.ts';
import type { Ids } from '../src/kernel/ids.ts';
import { APP_ROLE } from '../src/platform/db/owner.ts';

type Sent = { text: string; values: unknown[]; name: string | undefined; sentAt: number; endedAt: number };
export type Transaction = { statements: Sent[] };

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What this process sends to the database while `work` runs, by transaction, in the order of their beginnings. */
export async function recordStatements(work: () => Promise<void>): Promise<Transaction[]> {
  const genuine = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  const open = new Map<unknown, Transaction>();
  const all: Transaction[] = [];
  let turn = 0;
  function watched(this: unknown, ...args: unknown[]): unknown {
    const [config] = args as [string | { text?: string; values?: unknown[]; name?: string }];
    const text = typeof config === 'string' ? config : (config.text ?? '');
    const given = typeof config === 'string' ? {} : config;
    const sent: Sent = { text, values: given.values ?? [], name: given.name, sentAt: ++turn, endedAt: 0 };
    if (text.startsWith('begin')) {
      const begun = { statements: [] };
      open.set(this, begun);
      all.push(begun);
    }
    open.get(this)?.statements.push(sent);
    if (text === 'commit') open.delete(this);
    const answer = genuine.apply(this, args);
    const ended = () => {
      sent.endedAt = ++turn;
    };
    if (answer instanceof Promise) answer.then(ended, ended);
    return answer;
  }
  pg.Client.prototype.query = watched as never;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = genuine as never;
  }
  return all.filter(({ statements }) => statements.at(-1)?.text === 'commit');
}

/** The transactions that name one of these words in their values. */
export function about(transactions: readonly Transaction[], words: readonly string[]): Transaction[] {
  return transactions.filter(({ statements }) => {
    const said = JSON.stringify(statements.map(({ values }) => values));
    return words.some((word) => said.includes(word));
  });
}

/** What one statement of the work costs by itself: how often it is sent in one, and the milliseconds of all of them together. */
export type Cost = { name: string; times: number; ms: number };

export type Replay = {
  one(): Promise<void>;
  /** Sends the work so many times, statement by statement, each waited for before the next: where the time of the database goes. */
  costs(rounds: number): Promise<Cost[]>;
  close(): Promise<void>;
};

/**
 * Sends them again, on at most `connections` of its own. Ids that were made since `since` (the time is in a version 7 id) become new
 * ones, and so does `number`.
 */
export function replayOf(
  recorded: readonly Transaction[],
  parts: { config: pg.ClientConfig; connections: number; ids: Ids; since: number; number: string },
): Replay {
  const pool = new pg.Pool({
    ...parts.config,
    max: parts.connections,
    options: '-c timezone=UTC',
    ...({ pipeline: true } as object),
    onConnect: async (client: pg.ClientBase) => {
      await client.query(`set role ${APP_ROLE}`);
    },
  } as pg.PoolConfig);
  const madeSince = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) >= parts.since;

  function renewed(): (value: unknown) => unknown {
    const ids = new Map<string, string>();
    const number = parts.ids.next();
    const word = (text: string) =>
      text.replaceAll(parts.number, number).replaceAll(UUID, (id) => {
        if (!madeSince(id)) return id;
        const made = ids.get(id) ?? parts.ids.next();
        ids.set(id, made);
        return made;
      });
    const renew = (value: unknown): unknown =>
      typeof value === 'string' ? word(value) : Array.isArray(value) ? value.map(renew) : value;
    return renew;
  }

  return {
    async one() {
      const renew = renewed();
      for (const { statements } of recorded) {
        const client = await pool.connect();
        try {
          const answers: Promise<unknown>[] = [];
          for (const [k, { text, values, name, sentAt }] of statements.entries()) {
            await Promise.all(answers.slice(0, k).filter((_, j) => (statements[j] as Sent).endedAt < sentAt));
            const bound = {
              text,
              ...(name ? { name } : {}),
              ...(values.length > 0 ? { values: values.map(renew) } : {}),
            };
            answers.push(client.query(bound));
          }
          await Promise.all(answers);
        } finally {
          client.release();
        }
      }
    },
    async costs(rounds) {
      const spent = new Map<string, Cost>();
      const client = await pool.connect();
      for (let round = 0; round < rounds; round++) {
        const renew = renewed();
        for (const [text, name, values] of recorded.flatMap(({ statements }) =>
          statements.map((one) => [one.text, one.name, one.values] as const),
        )) {
          const label = name ?? text.slice(0, 5);
          const cost = spent.get(label) ?? { name: label, times: 0, ms: 0 };
          const began = clock();
          await client.query({
            text,
            ...(name ? { name } : {}),
            ...(values.length > 0 ? { values: values.map(renew) } : {}),
          });
          spent.set(label, { ...cost, times: cost.times + 1, ms: cost.ms + clock() - began });
        }
      }
      client.release();
      return [...spent.values()]
        .map(({ name, times, ms }) => ({ name, times: times / rounds, ms: ms / rounds }))
        .sort((a, b) => b.ms - a.ms);
    },
    close: () => pool.end(),
  };
}
