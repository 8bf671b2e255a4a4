// The shelf in memory: for browsers that give a page no storage (private windows), and for tests, which keep it when the app dies.
import type { Item } from './item.ts';
import { inOrder } from './lanes.ts';
import type { Store } from './ports.ts';

export function createMemoryStore(): Store {
  const items = new Map<string, Item>();
  const blobs = new Map<string, Blob>();
  return {
    list: async (owner) => inOrder([...items.values()].filter((item) => item.owner === owner)),
    async add(item, bytes) {
      items.set(item.id, item);
      for (const [key, blob] of bytes) blobs.set(key, blob);
    },
    async save(item) {
      items.set(item.id, item);
    },
    async drop(item) {
      items.delete(item.id);
      for (const photo of item.photos) blobs.delete(photo.key);
    },
    blob: async (key) => blobs.get(key),
    async dropBlobs(keys) {
      for (const key of keys) blobs.delete(key);
    },
  };
}
