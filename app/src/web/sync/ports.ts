// What the engine needs from the world around it. The phone gives it IndexedDB and the network; a test gives it a memory and a network
// that loses, doubles and reorders.
import type { Item } from './item.ts';

export type Store = {
  /** Everything of one owner, in the order of the work. Nobody sends in somebody else's name. */
  list(owner: string): Promise<Item[]>;
  /** Writes an item with the bytes of its photos: all of it or nothing. */
  add(item: Item, blobs: ReadonlyMap<string, Blob>): Promise<void>;
  save(item: Item): Promise<void>;
  /** Removes an item with the bytes of its photos. */
  drop(item: Item): Promise<void>;
  /** The bytes of a photo; undefined when they are gone. */
  blob(key: string): Promise<Blob | undefined>;
  dropBlobs(keys: readonly string[]): Promise<void>;
};

/** What came back. `status` 0: nothing did. */
export type Answer = {
  status: number;
  body: unknown;
  /** What the server's clock said, with the instants of this phone's clock between which it was asked. */
  date: { server: number; sent: number; received: number } | null;
  retryAfterMs: number | null;
};

export type UploadProgress = (state: { url: string; sentBytes: number }) => Promise<void>;

export type Transport = {
  send(path: string, body: Record<string, unknown>): Promise<Answer>;
  /** Sends what is missing of a photo; its answer has the file's name in `body.ref`. */
  upload(
    photo: { key: string; blob: Blob; uploadUrl: string | undefined },
    progress: UploadProgress,
  ): Promise<Answer>;
};

export type Clock = { now(): number };
/** Uniform in [0, 1). */
export type Random = { next(): number };
export type Ids = { next(): string };
