// The small IndexedDB in which earlier releases kept unsent work and drafts, lying open. What is found there is carried over to the shelf
// and removed (`old-outbox.ts`); nothing is written any more.

const NAME = 'renlin-field';
type StoreName = 'outbox' | 'drafts';

let opened: Promise<IDBDatabase | undefined> | undefined;

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

/** Unsent work as an earlier release wrote it. */
export async function listOldItems(): Promise<unknown[]> {
  return (await run('outbox', 'readonly', (store) => store.getAll())) ?? [];
}

export async function dropOldItem(id: string): Promise<void> {
  await run('outbox', 'readwrite', (store) => store.delete(id));
}

export async function listOldDrafts(): Promise<{ key: string; value: unknown }[]> {
  const keys = (await run('drafts', 'readonly', (store) => store.getAllKeys())) ?? [];
  return Promise.all(
    keys.map(async (key) => ({
      key: String(key),
      value: await run('drafts', 'readonly', (store) => store.get(key)),
    })),
  );
}

export async function dropOldDraft(key: string): Promise<void> {
  await run('drafts', 'readwrite', (store) => store.delete(key));
}
