// Uploads in pieces (tus 1.0): whatever arrived stays, whichever process it arrived at, and the rest is sent later. When all is there
// the file is checked and cleaned like every other upload, and counts as one.
import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { Problem, problem } from '../../kernel/problem.ts';
import type { Db, Scope, Tx } from '../db/db.ts';
import type { Blobs } from './blobs.ts';
import type { FileStore } from './files.ts';
import './problems.ts';

export const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;
/** An upload that nobody went on with for so long is thrown away. */
export const UPLOAD_MS = 24 * 3_600_000;
/** Begun and not ended, of one account. */
const MOST_OPEN = 50;
/** A piece is put away when it has grown to this, so that an upload costs no more memory. */
const PIECE_BYTES = 4 * 1024 * 1024;

export type Upload = {
  id: string;
  bytes: number;
  received: number;
  sha256: string | null;
  fileId: string | null;
  expiresAt: number;
};

export type Uploads = {
  begin(scope: Scope, input: { bytes: number; sha256: string | null }): Promise<Upload>;
  /** How far it is. An upload that is whole but was not ended, because its process died, is ended now. */
  look(scope: Scope, id: string): Promise<Upload>;
  /** Takes what comes from `offset` on. What has come before the line broke is kept; the error of the line is thrown on. */
  append(scope: Scope, id: string, offset: number, data: AsyncIterable<Uint8Array>): Promise<Upload>;
  remove(scope: Scope, id: string): Promise<void>;
  sweep(): Promise<number>;
};

const SYSTEM: Scope = { district: 'system', reach: 'system', account: '', paths: [], units: [] };
const COLUMNS = `id::text, bytes, received, sha256, file_id::text as "fileId", expires_at as "expiresAt"`;

export function createUploads(parts: {
  db: Db;
  clock: Clock;
  ids: Ids;
  blobs: Blobs;
  files: Pick<FileStore, 'upload'>;
}): Uploads {
  const { db, clock, ids, blobs } = parts;
  const keyOf = (district: string, blobId: string) => `${district}/${blobId}/full`;
  const until = () => new Date(clock.now() + UPLOAD_MS).toISOString();

  async function find(scope: Scope, id: string): Promise<Upload> {
    const [found] = await db.read(scope, (tx) =>
      tx.rows<Upload>(`select ${COLUMNS} from file_uploads where district_code = $1 and id = $2`, [
        scope.district,
        id,
      ]),
    );
    if (!found) throw problem('files.upload-unknown');
    if (found.expiresAt < clock.now())
      throw problem('files.upload-expired', { hours: UPLOAD_MS / 3_600_000 });
    return found;
  }

  async function begin(
    scope: Scope,
    { bytes, sha256 }: { bytes: number; sha256: string | null },
  ): Promise<Upload> {
    if (bytes > MAX_UPLOAD_BYTES) throw problem('files.too-large', { max: MAX_UPLOAD_BYTES / 1_048_576 });
    const id = ids.next();
    return db.tx(scope, async (tx) => {
      const [open] = await tx.rows<{ n: number }>(
        `select count(*)::int as n from file_uploads where district_code = $1 and account_id = $2 and file_id is null and expires_at > $3`,
        [scope.district, scope.account, new Date(clock.now()).toISOString()],
      );
      if ((open?.n ?? 0) >= MOST_OPEN) throw problem('files.too-many-uploads', { most: MOST_OPEN });
      const [made] = await tx.rows<Upload>(
        `insert into file_uploads (district_code, id, account_id, bytes, received, sha256, expires_at)
         values ($1, $2, $3, $4, 0, $5, $6) returning ${COLUMNS}`,
        [scope.district, id, scope.account, bytes, sha256, until()],
      );
      return made as Upload;
    });
  }

  async function look(scope: Scope, id: string): Promise<Upload> {
    const upload = await find(scope, id);
    return upload.received === upload.bytes && upload.fileId === null ? finish(scope, upload) : upload;
  }

  async function append(
    scope: Scope,
    id: string,
    offset: number,
    data: AsyncIterable<Uint8Array>,
  ): Promise<Upload> {
    let upload = await find(scope, id);
    if (upload.received !== offset) throw problem('files.upload-offset', { received: upload.received });
    let waiting: Uint8Array[] = [];
    let size = 0;
    const put = async () => {
      if (size === 0) return;
      const piece = Buffer.concat(waiting, size);
      waiting = [];
      size = 0;
      upload = await savePiece(scope, upload, piece);
    };
    let broken: { error: unknown } | undefined;
    try {
      for await (const chunk of data) {
        if (upload.received + size + chunk.length > upload.bytes)
          throw problem('files.upload-too-much', { bytes: upload.bytes });
        waiting.push(chunk);
        size += chunk.length;
        if (size >= PIECE_BYTES) await put();
      }
    } catch (error) {
      broken = { error };
    }
    await put();
    // A line that broke is nobody's fault; what came is kept, and nobody hears this answer.
    if (broken)
      throw broken.error instanceof Problem ? broken.error : problem('input.malformed', { reason: 'HTTP' });
    return upload.received === upload.bytes && upload.fileId === null ? finish(scope, upload) : upload;
  }

  /** The bytes first: a row never speaks of bytes that are not there. Whoever was faster at this offset wins. */
  async function savePiece(scope: Scope, upload: Upload, piece: Uint8Array): Promise<Upload> {
    const blobId = ids.next();
    const key = keyOf(scope.district, blobId);
    await blobs.put(key, piece);
    try {
      return await db.tx(scope, async (tx) => {
        const [moved] = await tx.rows<Upload>(
          `update file_uploads set received = received + $4, expires_at = $5
           where district_code = $1 and id = $2 and received = $3 returning ${COLUMNS}`,
          [scope.district, upload.id, upload.received, piece.length, until()],
        );
        if (!moved) throw problem('files.upload-offset', { received: upload.received });
        await tx.count(
          `insert into file_upload_parts (district_code, upload_id, start, bytes, blob_id) values ($1, $2, $3, $4, $5)`,
          [scope.district, upload.id, upload.received, piece.length, blobId],
        );
        return moved;
      });
    } catch (error) {
      await blobs.remove(key).catch(() => undefined);
      throw error;
    }
  }

  async function finish(scope: Scope, upload: Upload): Promise<Upload> {
    const pieces: Uint8Array[] = [];
    for (const { blobId } of await db.read(scope, (tx) => partsOf(tx, upload.id))) {
      const piece = await blobs.get(keyOf(scope.district, blobId));
      if (piece) pieces.push(piece);
    }
    const data = Buffer.concat(pieces);
    const right = data.length === upload.bytes && (upload.sha256 === null || upload.sha256 === hashOf(data));
    if (!right) {
      await remove(scope, upload.id);
      throw problem('files.upload-damaged');
    }
    let fileId: string;
    try {
      const { id } = await parts.files.upload(scope, {
        data,
        name: '',
        purpose: 'upload',
        max: MAX_UPLOAD_BYTES,
      });
      fileId = id;
    } catch (error) {
      // What is not taken now will not be taken later: it is not kept.
      if (error instanceof Problem) await remove(scope, upload.id);
      throw error;
    }
    // Two processes may have ended it at once: the first file counts, the other one belongs to nobody and is swept.
    const [ended] = await db.tx(scope, (tx) =>
      tx.rows<Upload>(
        `update file_uploads set file_id = coalesce(file_id, $3) where district_code = $1 and id = $2 returning ${COLUMNS}`,
        [scope.district, upload.id, fileId],
      ),
    );
    if (!ended) throw problem('files.upload-unknown');
    await dropPieces(scope, scope.district, upload.id);
    return ended;
  }

  async function dropPieces(scope: Scope, district: string, id: string): Promise<void> {
    const pieces = await db.tx(scope, (tx) =>
      tx.rows<{ blobId: string }>(
        `delete from file_upload_parts where district_code = $1 and upload_id = $2 returning blob_id::text as "blobId"`,
        [district, id],
      ),
    );
    for (const { blobId } of pieces) await blobs.remove(keyOf(district, blobId));
  }

  async function remove(scope: Scope, id: string): Promise<void> {
    await find(scope, id);
    await dropPieces(scope, scope.district, id);
    await db.tx(scope, (tx) =>
      tx.count('delete from file_uploads where district_code = $1 and id = $2', [scope.district, id]),
    );
  }

  async function sweep(): Promise<number> {
    const gone = await db.read(SYSTEM, (tx) =>
      tx.rows<{ district: string; id: string }>(
        `select district_code as district, id::text from file_uploads where expires_at < $1 order by expires_at limit 1000`,
        [new Date(clock.now()).toISOString()],
      ),
    );
    for (const { district, id } of gone) {
      await dropPieces(SYSTEM, district, id);
      await db.tx(SYSTEM, (tx) =>
        tx.count('delete from file_uploads where district_code = $1 and id = $2', [district, id]),
      );
    }
    return gone.length;
  }

  return { begin, look, append, remove, sweep };
}

function partsOf(tx: Tx, id: string): Promise<{ blobId: string }[]> {
  return tx.rows<{ blobId: string }>(
    `select blob_id::text as "blobId" from file_upload_parts where district_code = $1 and upload_id = $2 order by start`,
    [tx.scope.district, id],
  );
}

function hashOf(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
