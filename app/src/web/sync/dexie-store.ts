// The shelf of a phone: IndexedDB, everything through the box. Sealing is done before a transaction begins: IndexedDB does not wait.
import { type Box, openBox, openJson, sealJson } from './box.ts';
import { type Item, isFinal } from './item.ts';
import { inOrder } from './lanes.ts';
import { pack, unpack } from './packing.ts';
import { type BlobRow, type ItemRow, PHONE_DB, PhoneDb, type ThingRow } from './phone-db.ts';
import type { Store } from './ports.ts';
import type { Page, ReplicaStore, Thing } from './replica.ts';
import type { SealedShelf } from './sealed-outbox.ts';

export type PhoneShelf = {
  store: Store;
  replica: ReplicaStore;
  /** Copies of unsent work that the server alone can open. */
  sealed: SealedShelf & { count(): Promise<number> };
  /** Small notes of the app itself, never of people: the device's random name, the last measured clock. */
  note(name: string): Promise<string | undefined>;
  setNote(name: string, value: string): Promise<void>;
  /** Things of the app that are somebody's, photos included (a draft, who is signed in): sealed, and not part of the copy of the server's. */
  keep(name: string, value: unknown): Promise<void>;
  kept<T>(name: string): Promise<T | undefined>;
  unkeep(name: string): Promise<void>;
  /** Takes the copies of cases off the phone, for whoever hands it on. What waits to be sent stays. */
  forgetReplica(): Promise<void>;
  close(): void;
};

/** Opens the shelf of one owner. Throws where the browser gives no storage. */
export async function openShelf(owner: string, box: Box = openBox, name = PHONE_DB): Promise<PhoneShelf> {
  const shelf = new PhoneDb(name);
  await shelf.open();
  const itemRow = async (item: Item): Promise<ItemRow> => ({
    id: item.id,
    owner: item.owner,
    ended: isFinal(item),
    data: await sealJson(box, item),
  });

  const store: Store = {
    async list(of) {
      const rows = await shelf.items.where('owner').equals(of).toArray();
      return inOrder(await Promise.all(rows.map((row) => openJson<Item>(box, row.data))));
    },
    async add(item, blobs) {
      const row = await itemRow(item);
      const bytes = await Promise.all(
        [...blobs].map(async ([key, blob]): Promise<BlobRow> => {
          const data = await box.seal(new Uint8Array(await blob.arrayBuffer()));
          return { key, owner: item.owner, type: blob.type, data };
        }),
      );
      await shelf.transaction('rw', shelf.items, shelf.blobs, async () => {
        await shelf.items.put(row);
        await shelf.blobs.bulkPut(bytes);
      });
    },
    async save(item) {
      await shelf.items.put(await itemRow(item));
    },
    async drop(item) {
      await shelf.transaction('rw', shelf.items, shelf.blobs, async () => {
        await shelf.items.delete(item.id);
        await shelf.blobs.bulkDelete(item.photos.map((photo) => photo.key));
      });
    },
    async blob(key) {
      const row = await shelf.blobs.get(key);
      return row && new Blob([new Uint8Array(await box.open(row.data))], { type: row.type });
    },
    dropBlobs: (keys) => shelf.blobs.bulkDelete([...keys]),
  };

  const thingOf = (row: ThingRow) => openJson<Thing>(box, row.data);
  const replica: ReplicaStore = {
    cursor: async () => (await shelf.meta.get([owner, 'cursor']))?.value ?? null,
    async apply(page: Page) {
      const rows = await Promise.all(
        page.items.map(
          async (thing): Promise<ThingRow> => ({
            owner,
            id: thing.id,
            type: thing.type,
            data: await sealJson(box, thing),
          }),
        ),
      );
      await shelf.transaction('rw', shelf.things, shelf.meta, async () => {
        if (page.reset) await shelf.things.where('owner').equals(owner).delete();
        await shelf.things.bulkDelete(page.removed.map((id): [string, string] => [owner, id]));
        await shelf.things.bulkPut(rows);
        await shelf.meta.put({ owner, name: 'cursor', value: page.cursor });
      });
    },
    async find(id) {
      const row = await shelf.things.get([owner, id]);
      return row && thingOf(row);
    },
    async list(type) {
      const rows = await shelf.things.where('[owner+type]').equals([owner, type]).toArray();
      return Promise.all(rows.map(thingOf));
    },
  };

  const sealed: PhoneShelf['sealed'] = {
    has: async (id) => (await shelf.sealed.where('id').equals(id).count()) > 0,
    async put(row, photos) {
      await shelf.transaction('rw', shelf.sealed, shelf.sealedPhotos, async () => {
        await shelf.sealed.put(row);
        await shelf.sealedPhotos.bulkPut([...photos]);
      });
    },
    async drop(id) {
      await shelf.transaction('rw', shelf.sealed, shelf.sealedPhotos, async () => {
        const row = await shelf.sealed.get(id);
        await shelf.sealedPhotos.bulkDelete((row?.photos ?? []).map((photo) => photo.key));
        await shelf.sealed.delete(id);
      });
    },
    count: () => shelf.sealed.where('owner').equals(owner).count(),
  };

  return {
    store,
    replica,
    sealed,
    async keep(keptName, value) {
      const data = await box.seal(await pack(value));
      await shelf.kept.put({ owner, name: keptName, data });
    },
    async kept<T>(keptName: string) {
      const row = await shelf.kept.get([owner, keptName]);
      return row && unpack<T>(await box.open(row.data));
    },
    async unkeep(keptName) {
      await shelf.kept.delete([owner, keptName]);
    },
    note: async (noteName) => (await shelf.meta.get([owner, noteName]))?.value,
    async setNote(noteName, value) {
      await shelf.meta.put({ owner, name: noteName, value });
    },
    async forgetReplica() {
      await shelf.transaction('rw', shelf.things, shelf.meta, async () => {
        await shelf.things.where('owner').equals(owner).delete();
        await shelf.meta.delete([owner, 'cursor']);
      });
    },
    close: () => shelf.close(),
  };
}
