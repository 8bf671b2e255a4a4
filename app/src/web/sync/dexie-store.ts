// The shelf of a phone: IndexedDB. Only what is needed to find a row lies open (its id, its owner, its place in the order); the work
// itself, the photos and the copies of cases go through the box. Sealing is done before a transaction begins: IndexedDB does not wait.
import Dexie, { type Table } from 'dexie';
import { type Box, openBox, openJson, sealJson } from './box.ts';
import type { Item } from './item.ts';
import { inOrder } from './lanes.ts';
import type { Store } from './ports.ts';
import type { Page, ReplicaStore, Thing } from './replica.ts';

type ItemRow = { id: string; owner: string; data: Uint8Array };
type BlobRow = { key: string; type: string; data: Uint8Array };
type ThingRow = { owner: string; id: string; type: string; data: Uint8Array };
type MetaRow = { owner: string; name: string; value: string };

class Shelf extends Dexie {
  declare items: Table<ItemRow, string>;
  declare blobs: Table<BlobRow, string>;
  declare things: Table<ThingRow, [string, string]>;
  declare meta: Table<MetaRow, [string, string]>;
  constructor(name: string) {
    super(name);
    this.version(1).stores({
      items: 'id, owner',
      blobs: 'key',
      things: '[owner+id], [owner+type], owner',
      meta: '[owner+name]',
    });
  }
}

export type PhoneShelf = {
  store: Store;
  replica: ReplicaStore;
  /** Small notes of the app itself, never of people: the device's random name, the last measured clock. */
  note(name: string): Promise<string | undefined>;
  setNote(name: string, value: string): Promise<void>;
  /** Takes the copies of cases off the phone, for whoever hands it on. What waits to be sent stays. */
  forgetReplica(): Promise<void>;
  close(): void;
};

/** Opens the shelf of one owner. Throws where the browser gives no storage. */
export async function openShelf(
  owner: string,
  box: Box = openBox,
  name = 'renlin-sync',
): Promise<PhoneShelf> {
  const shelf = new Shelf(name);
  await shelf.open();
  const itemRow = async (item: Item): Promise<ItemRow> => ({
    id: item.id,
    owner: item.owner,
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
          return { key, type: blob.type, data };
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

  return {
    store,
    replica,
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
