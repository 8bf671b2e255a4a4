// The copy of the server's things on this phone. It follows the change feed page by page; each page and its cursor are taken in as one,
// so that a phone which dies in between asks for the same page again. What waits to be sent lies elsewhere and is never touched here.

export type Thing = { id: string; type: string; stamp: string; payload: Record<string, unknown> };

export type Page = {
  cursor: string;
  reset: { code: string; words: string } | null;
  items: readonly Thing[];
  removed: readonly string[];
  more: boolean;
  leftOut: readonly { code: string; words: string; count: number }[];
};

export type ReplicaStore = {
  cursor(): Promise<string | null>;
  /** Takes a page in: all of it, or nothing. With `reset` everything that was there goes first. */
  apply(page: Page): Promise<void>;
  find(id: string): Promise<Thing | undefined>;
  list(type: string): Promise<Thing[]>;
};

export type Pulled = {
  /** Whether anything on the phone is different now. */
  changed: boolean;
  reset: Page['reset'];
  leftOut: Page['leftOut'];
};

/** More pages in a row than this are no difference any more; the rest comes with the next pull. */
const MOST_PAGES = 50;

/** Asks until nothing more is to come. `ask` throws when the network or the server does not give a page: what came before stays. */
export async function pull(
  store: ReplicaStore,
  ask: (cursor: string | null) => Promise<Page>,
): Promise<Pulled> {
  const pulled: Pulled = { changed: false, reset: null, leftOut: [] };
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await ask(await store.cursor());
    await store.apply(page);
    pulled.changed ||= page.reset !== null || page.items.length > 0 || page.removed.length > 0;
    pulled.reset ??= page.reset;
    pulled.leftOut = page.leftOut;
    if (!page.more) break;
  }
  return pulled;
}

export function createMemoryReplica(): ReplicaStore {
  let things = new Map<string, Thing>();
  let cursor: string | null = null;
  return {
    cursor: async () => cursor,
    async apply(page) {
      const next = page.reset ? new Map<string, Thing>() : new Map(things);
      for (const id of page.removed) next.delete(id);
      for (const thing of page.items) next.set(thing.id, thing);
      things = next;
      cursor = page.cursor;
    },
    find: async (id) => things.get(id),
    list: async (type) => [...things.values()].filter((thing) => thing.type === type),
  };
}
