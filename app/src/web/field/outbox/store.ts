// The phone's own shelf: a small IndexedDB with unsent commands and the draft of a report, photos included. Where the browser has none
// (private windows), memory takes its place.
import type { OutboxItem } from './outbox.ts';

const NAME = 'renlin-field';
type StoreName = 'outbox' | 'drafts';

let opened: Promise<IDBDatabase | undefined> | undefined;
const memory: Record<StoreName, Map<string, unknown>> = { outbox: new Map(), drafts: new Map() };

function open(): Promise<IDBDatabase | undefined> {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('outbox');
        request.result.createObjectStore('drafts');
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(undefined);
      request.onblocked = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
  return opened;
}

function run<T>(
  name: StoreName,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  return open().then(
    (db) =>
      new Promise((resolve, reject) => {
        if (!db) {
          resolve(undefined);
          return;
        }
        const tx = db.transaction(name, mode);
        const request = work(tx.objectStore(name));
        // Durable when the transaction is, not when the request is.
        tx.oncomplete = () => resolve(request.result);
        tx.onerror = () => reject(tx.error ?? new Error('storage'));
        tx.onabort = () => reject(tx.error ?? new Error('storage'));
      }),
  );
}

async function put(name: StoreName, key: string, value: unknown): Promise<void> {
  memory[name].set(key, value);
  await run(name, 'readwrite', (store) => store.put(value, key));
}

async function remove(name: StoreName, key: string): Promise<void> {
  memory[name].delete(key);
  await run(name, 'readwrite', (store) => store.delete(key));
}

export async function listItems(owner: string): Promise<OutboxItem[]> {
  const stored = (await run('outbox', 'readonly', (store) => store.getAll())) as OutboxItem[] | undefined;
  const all = stored ?? ([...memory.outbox.values()] as OutboxItem[]);
  // Another person may use this phone next: nobody sends in somebody else's name.
  return all.filter((item) => item.owner === owner).sort((a, b) => a.at - b.at || a.id.localeCompare(b.id));
}

export function saveItem(item: OutboxItem): Promise<void> {
  return put('outbox', item.id, item);
}

export function dropItem(id: string): Promise<void> {
  return remove('outbox', id);
}

export async function findDraft<T>(key: string): Promise<T | undefined> {
  const stored = (await run('drafts', 'readonly', (store) => store.get(key))) as T | undefined;
  return stored ?? (memory.drafts.get(key) as T | undefined);
}

export function saveDraft(key: string, value: unknown): Promise<void> {
  return put('drafts', key, value);
}

export function dropDraft(key: string): Promise<void> {
  return remove('drafts', key);
}
