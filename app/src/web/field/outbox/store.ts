// The drafts of reports, photos included, in a small IndexedDB. Where the browser has none (private windows), memory takes its place.
// Unsent work of an earlier release lies here too, until it is carried over (`old-outbox.ts`).

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

/** Unsent work as an earlier release wrote it. */
export async function listOldItems(): Promise<unknown[]> {
  return (await run('outbox', 'readonly', (store) => store.getAll())) ?? [];
}

export function dropOldItem(id: string): Promise<void> {
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
