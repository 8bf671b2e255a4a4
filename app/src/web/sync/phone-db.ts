// The database of a phone (IndexedDB). Only what is needed to find a row lies open: its id, its owner, its place in the order. The work
// itself, photos, drafts and copies of cases go through the box; sealed work can be opened by the server alone.
import Dexie, { type Table } from 'dexie';
import type { SealedPhotoRow, SealedRow } from './sealed-outbox.ts';

/** `ended`: nothing of it waits any more; open, so that a locked phone can say how much does. */
export type ItemRow = { id: string; owner: string; ended?: boolean; data: Uint8Array };
export type BlobRow = { key: string; owner?: string; type: string; data: Uint8Array };
export type ThingRow = { owner: string; id: string; type: string; data: Uint8Array };
export type MetaRow = { owner: string; name: string; value: string };
export type KeptRow = { owner: string; name: string; data: Uint8Array };
export const PHONE_DB = 'renlin-sync';

export class PhoneDb extends Dexie {
  declare items: Table<ItemRow, string>;
  declare blobs: Table<BlobRow, string>;
  declare things: Table<ThingRow, [string, string]>;
  declare meta: Table<MetaRow, [string, string]>;
  declare kept: Table<KeptRow, [string, string]>;
  declare sealed: Table<SealedRow, string>;
  declare sealedPhotos: Table<SealedPhotoRow, string>;
  constructor(name: string) {
    super(name);
    this.version(1).stores({
      items: 'id, owner',
      blobs: 'key',
      things: '[owner+id], [owner+type], owner',
      meta: '[owner+name]',
    });
    this.version(2).stores({
      blobs: 'key, owner',
      meta: '[owner+name], owner',
      kept: '[owner+name], owner',
      sealed: 'id, owner',
      sealedPhotos: 'key, owner',
    });
  }
}
