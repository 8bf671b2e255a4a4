// The door of a phone's shelf: whose vaults are here, how often a wrong PIN was tried, and what can be done without the PIN. It opens
// nothing by itself.
import { type Box, openBox } from './box.ts';
import { type BlobRow, type ItemRow, PHONE_DB, PhoneDb } from './phone-db.ts';
import { NO_TRIES, type Tries } from './pin-tries.ts';
import type { SealedPhotoRow, SealedRow } from './sealed-outbox.ts';
import type { VaultRecord } from './vault.ts';

export type Door = {
  /** Whoever opened their shelf last: they can open it again without a network. */
  lastOwner(): Promise<string | undefined>;
  vault(owner: string): Promise<VaultRecord | undefined>;
  /** Sets or changes the vault of an owner, who is then the last one. */
  setVault(owner: string, record: VaultRecord): Promise<void>;
  setLastOwner(owner: string): Promise<void>;
  tries(owner: string): Promise<Tries>;
  setTries(owner: string, tries: Tries): Promise<void>;
  /** Work that has not ended, and how much of it the server alone can open. */
  unsent(owner: string): Promise<{ items: number; sealed: number }>;
  /** Whose work lies here as well, for the server to open: somebody had this phone before. */
  others(owner: string): Promise<string[]>;
  sealedWork(owner: string): Promise<SealedRow[]>;
  sealedPhoto(key: string): Promise<SealedPhotoRow | undefined>;
  /** The server has it: it leaves the phone, with the copy that nobody here can read. */
  dropSealed(id: string): Promise<void>;
  /** Seals what an earlier release had laid open on the shelf. Gives how many pieces of work. */
  sealOpenWork(owner: string, box: Box): Promise<number>;
  /** Removes everything of an owner: what nobody can open any more, and what is somebody's who leaves. */
  forget(owner: string): Promise<void>;
  close(): void;
};

const NOBODY = '';

/** Throws where the browser gives no storage. */
export async function openDoor(name = PHONE_DB): Promise<Door> {
  const db = new PhoneDb(name);
  await db.open();
  const note = async (owner: string, key: string) => (await db.meta.get([owner, key]))?.value;
  const setNote = (owner: string, key: string, value: string) => db.meta.put({ owner, name: key, value });
  return {
    lastOwner: () => note(NOBODY, 'last-owner'),
    async vault(owner) {
      const text = await note(owner, 'vault');
      return text === undefined ? undefined : (JSON.parse(text) as VaultRecord);
    },
    async setVault(owner, record) {
      await db.transaction('rw', db.meta, async () => {
        await setNote(owner, 'vault', JSON.stringify(record));
        await setNote(NOBODY, 'last-owner', owner);
      });
    },
    async setLastOwner(owner) {
      await setNote(NOBODY, 'last-owner', owner);
    },
    async tries(owner) {
      const text = await note(owner, 'tries');
      return text === undefined ? NO_TRIES : (JSON.parse(text) as Tries);
    },
    async setTries(owner, tries) {
      await setNote(owner, 'tries', JSON.stringify(tries));
    },
    async unsent(owner) {
      const rows = await db.items.where('owner').equals(owner).toArray();
      const open = rows.filter((row) => row.ended !== true);
      const sealed = new Set(await db.sealed.where('owner').equals(owner).primaryKeys());
      return { items: open.length, sealed: open.filter((row) => sealed.has(row.id)).length };
    },
    async others(owner) {
      const owners = (await db.sealed.orderBy('owner').uniqueKeys()) as string[];
      return owners.filter((one) => one !== owner);
    },
    sealedWork: (owner) => db.sealed.where('owner').equals(owner).toArray(),
    sealedPhoto: (key) => db.sealedPhotos.get(key),
    async dropSealed(id) {
      await db.transaction('rw', db.sealed, db.sealedPhotos, db.items, db.blobs, async () => {
        const keys = ((await db.sealed.get(id))?.photos ?? []).map((photo) => photo.key);
        await db.sealedPhotos.bulkDelete(keys);
        await db.blobs.bulkDelete(keys);
        await db.sealed.delete(id);
        await db.items.delete(id);
      });
    },
    async sealOpenWork(owner, box) {
      const open = (await db.items.where('owner').equals(owner).toArray()).filter(isOpenJson);
      const copies = (await db.things.where('owner').equals(owner).toArray()).filter(isOpenJson);
      const items: ItemRow[] = [];
      const blobs: BlobRow[] = [];
      for (const row of open) {
        const bytes = await openBox.open(row.data);
        const { photos } = JSON.parse(new TextDecoder().decode(bytes)) as { photos: { key: string }[] };
        items.push({ ...row, data: await box.seal(bytes) });
        for (const { key } of photos) {
          const blob = await db.blobs.get(key);
          if (blob) blobs.push({ ...blob, owner, data: await box.seal(blob.data) });
        }
      }
      await db.transaction('rw', db.items, db.blobs, db.things, db.meta, async () => {
        await db.items.bulkPut(items);
        await db.blobs.bulkPut(blobs);
        // Open copies go: they are pulled anew, sealed.
        if (copies.length > 0) {
          await db.things.bulkDelete(copies.map((row): [string, string] => [owner, row.id]));
          await db.meta.delete([owner, 'cursor']);
        }
      });
      return items.length;
    },
    async forget(owner) {
      const tables = [db.items, db.blobs, db.things, db.meta, db.kept, db.sealed, db.sealedPhotos];
      await db.transaction('rw', tables, async () => {
        for (const table of tables) await table.where('owner').equals(owner).delete();
        if ((await note(NOBODY, 'last-owner')) === owner) await db.meta.delete([NOBODY, 'last-owner']);
      });
    },
    close: () => db.close(),
  };
}

/** A sealed row begins with its nonce, an open one with the brace of its JSON and its first name. */
function isOpenJson(row: { data: Uint8Array }): boolean {
  return new TextDecoder().decode(row.data.subarray(0, 2)) === '{"';
}
