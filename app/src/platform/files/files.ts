// The file store port: a folder or an S3-compatible bucket. Type by content, images re-encoded without EXIF, thumbnails made at once.
import type { Tx } from '../db/db.ts';

export type StoredFile = {
  id: string;
  mime: string;
  bytes: number;
  width: number | null;
  height: number | null;
  sha256: string;
};

export type Files = {
  /** Takes an upload (at most 20 MB after which it is refused), sniffs, cleans and stores it, and records it. */
  store(tx: Tx, input: { data: Uint8Array; name: string; purpose: string }): Promise<StoredFile>;
  read(id: string, district: string, size: 'full' | 'thumb'): Promise<{ data: Uint8Array; mime: string } | undefined>;
};
