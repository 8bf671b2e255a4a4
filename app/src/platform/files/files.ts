// The file store port: a folder or an S3-compatible bucket. Type by content, images re-encoded without EXIF, thumbnails made at once.
import { createHash, timingSafeEqual } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../kernel/clock.ts';
import { type Ids, isUuid } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import { randomSecret } from '../clock.ts';
import type { Db, Scope, Tx } from '../db/db.ts';
import type { MigrationSource } from '../db/migrate.ts';
import type { Blobs } from './blobs.ts';
import { type CleanFile, cleanFile, type Scan } from './clean.ts';

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
  read(
    id: string,
    district: string,
    size: 'full' | 'thumb',
  ): Promise<{ data: Uint8Array; mime: string } | undefined>;
};

export const filesMigrations: MigrationSource = {
  module: 'platform-files',
  folder: fileURLToPath(new URL('migrations', import.meta.url)),
};

/** How long an upload waits for the report it belongs to. */
export const UNCLAIMED_MS = 24 * 3_600_000;

export type FileStore = Files & {
  /** An upload of a request: cleaned outside any transaction; a resident gets a claim to attach it with, once. */
  upload(
    scope: Scope,
    input: { data: Uint8Array; name: string; purpose: string; max?: number },
  ): Promise<StoredFile & { claim?: string }>;
  /** Removes uploads that nobody attached to anything. Gives their number. */
  sweep(): Promise<number>;
};

export function createFiles(options: {
  db: Db;
  clock: Clock;
  ids: Ids;
  blobs: Blobs;
  scan?: Scan;
}): FileStore {
  const { db, clock, ids, blobs, scan } = options;

  const insert = (
    tx: Tx,
    id: string,
    clean: CleanFile,
    purpose: string,
    claim: Buffer | null,
    stored: boolean,
  ) =>
    tx.count(
      `insert into files (district_code, id, mime, bytes, width, height, sha256, purpose, has_thumb, uploaded_by, claim_hash,
         created_at, stored_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        tx.scope.district,
        id,
        clean.mime,
        clean.data.length,
        clean.width,
        clean.height,
        clean.sha256,
        purpose,
        clean.thumb !== undefined,
        tx.scope.account === '' ? null : tx.scope.account,
        claim,
        new Date(clock.now()),
        stored ? new Date(clock.now()) : null,
      ],
    );

  async function putAll(district: string, id: string, clean: CleanFile): Promise<void> {
    await blobs.put(`${district}/${id}/full`, clean.data);
    if (clean.thumb) await blobs.put(`${district}/${id}/thumb`, clean.thumb);
  }

  async function removeAll(district: string, id: string): Promise<void> {
    await blobs.remove(`${district}/${id}/full`);
    await blobs.remove(`${district}/${id}/thumb`);
  }

  return {
    async store(tx, input) {
      const clean = await cleanFile(input.data, input.name, scan);
      const id = ids.next();
      try {
        await putAll(tx.scope.district, id, clean);
        await insert(tx, id, clean, input.purpose, null, true);
      } catch (error) {
        await removeAll(tx.scope.district, id).catch(() => undefined);
        throw error;
      }
      return facts(id, clean);
    },

    async upload(scope, input) {
      const clean = await cleanFile(input.data, input.name, scan, input.max);
      const id = ids.next();
      const claim = scope.account === '' ? randomSecret(16) : undefined;
      // The row first: bytes without a row would never be found again, a row without bytes is swept.
      await db.tx(scope, (tx) =>
        insert(tx, id, clean, input.purpose, claim === undefined ? null : claimHash(claim), false),
      );
      try {
        await putAll(scope.district, id, clean);
      } catch (error) {
        await removeAll(scope.district, id).catch(() => undefined);
        throw error;
      }
      await db.tx(scope, (tx) =>
        tx.count('update files set stored_at = $3 where district_code = $1 and id = $2', [
          scope.district,
          id,
          new Date(clock.now()),
        ]),
      );
      return { ...facts(id, clean), ...(claim === undefined ? {} : { claim }) };
    },

    async read(id, district, size) {
      const scope: Scope = { district, reach: 'system', account: '', paths: [], units: [] };
      const row = await db.read(scope, async (tx) => {
        const rows = await tx.rows<{ mime: string; has_thumb: boolean }>(
          'select mime, has_thumb from files where district_code = $1 and id = $2 and stored_at is not null',
          [district, id],
        );
        return rows[0];
      });
      if (!row) return undefined;
      const thumb = size === 'thumb' && row.has_thumb;
      const data = await blobs.get(`${district}/${id}/${thumb ? 'thumb' : 'full'}`);
      return data && { data, mime: thumb ? 'image/webp' : row.mime };
    },

    async sweep() {
      const scope: Scope = { district: 'system', reach: 'system', account: '', paths: [], units: [] };
      const before = new Date(clock.now() - UNCLAIMED_MS);
      let total = 0;
      for (;;) {
        const rows = await db.read(scope, (tx) =>
          tx.rows<{ district_code: string; id: string }>(
            'select district_code, id from files where claimed_at is null and created_at < $1 order by created_at limit 200',
            [before],
          ),
        );
        for (const row of rows) {
          // The row goes only if it is still nobody's; its bytes after it, so no row ever points at nothing.
          const gone = await db.tx(scope, (tx) =>
            tx.count('delete from files where district_code = $1 and id = $2 and claimed_at is null', [
              row.district_code,
              row.id,
            ]),
          );
          if (gone === 1) await removeAll(row.district_code, row.id);
          total += gone;
        }
        if (rows.length < 200) return total;
      }
    },
  };
}

function facts(id: string, clean: CleanFile): StoredFile {
  const { mime, width, height, sha256 } = clean;
  return { id, mime, bytes: clean.data.length, width, height, sha256 };
}

function claimHash(claim: string): Buffer {
  return createHash('sha256').update(claim).digest();
}

/**
 * Attaches uploads to something, in its transaction: `id` for the uploads of the account in the scope, `id.claim` for those of a
 * resident. An upload is attached once. Gives the ids in order; throws `files.not-yours` and attaches none otherwise.
 */
export async function claimFiles(tx: Tx, refs: readonly string[], now: number): Promise<string[]> {
  if (refs.length === 0) return [];
  const wanted = new Map<string, string | undefined>();
  for (const ref of refs) {
    const [id = '', claim] = ref.split('.', 2);
    if (!isUuid(id)) throw problem('files.not-yours', { ref: ref.slice(0, 60) });
    wanted.set(id, claim);
  }
  const rows = await tx.rows<{
    id: string;
    uploaded_by: string | null;
    claim_hash: Buffer | null;
    claimed_at: number | null;
  }>(
    `select id, uploaded_by, claim_hash, claimed_at from files
     where district_code = $1 and id = any($2::uuid[]) and stored_at is not null for update`,
    [tx.scope.district, [...wanted.keys()]],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const [id, claim] of wanted) {
    const row = found.get(id);
    const own = row?.uploaded_by != null && row.uploaded_by === tx.scope.account;
    const claimed =
      row?.claim_hash != null && claim !== undefined && timingSafeEqual(row.claim_hash, claimHash(claim));
    if (!row || row.claimed_at !== null || !(own || claimed)) throw problem('files.not-yours', { ref: id });
  }
  await tx.count(
    'update files set claimed_at = $3, claim_hash = null where district_code = $1 and id = any($2::uuid[])',
    [tx.scope.district, [...wanted.keys()], new Date(now)],
  );
  return [...wanted.keys()];
}

/** Forgets who uploaded files, where that must not be known: only what they are attached to opens them from then on. */
export async function disownFiles(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.count('update files set uploaded_by = null where district_code = $1 and id = any($2::uuid[])', [
    tx.scope.district,
    ids,
  ]);
}

/** Was the file uploaded by this account? */
export async function isUploaded(tx: Tx, id: string, accountId: string): Promise<boolean> {
  const rows = await tx.rows('select from files where district_code = $1 and id = $2 and uploaded_by = $3', [
    tx.scope.district,
    id,
    accountId,
  ]);
  return rows.length > 0;
}
