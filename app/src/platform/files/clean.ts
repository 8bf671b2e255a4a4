// What an upload really is, by its content; pictures come out re-encoded: upright, smaller, without EXIF (which holds the place and
// the phone), and without whatever else was hidden in the file.
import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { problem } from '../../kernel/problem.ts';
import './problems.ts';

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
const MAX_PIXELS = 100_000_000;
const MAX_SIDE = 2560;
const THUMB_SIDE = 400;

// One decoded picture of 100 megapixels is 400 MB: sharp's own parallelism is kept to one thread each, without a cache.
sharp.concurrency(1);
sharp.cache(false);

export type CleanFile = {
  data: Uint8Array;
  thumb: Uint8Array | undefined;
  mime: string;
  width: number | null;
  height: number | null;
  sha256: string;
};

const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp']);
const DOCUMENTS = new Set([
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
]);

/** Looks for malware; true lets the file in. */
export type Scan = (data: Uint8Array) => Promise<boolean>;

/** Checks and cleans an upload. Throws files.* problems. CPU-bound: call it outside a transaction. */
export async function cleanFile(
  data: Uint8Array,
  name: string,
  scan?: Scan,
  max = MAX_FILE_BYTES,
): Promise<CleanFile> {
  if (data.length === 0) throw problem('files.missing');
  if (data.length > max) throw problem('files.too-large', { max: max / 1048576 });
  const mime = await sniff(data, name);
  if (scan && !(await scan(data))) throw problem('files.infected');
  if (!PICTURES.has(mime))
    return { data, thumb: undefined, mime, width: null, height: null, sha256: sha256(data) };
  const picture = await cleanPicture(data, mime);
  return { ...picture, mime, sha256: sha256(picture.data) };
}

async function sniff(data: Uint8Array, name: string): Promise<string> {
  const found = await fileTypeFromBuffer(data).catch(() => undefined);
  if (found) {
    if (PICTURES.has(found.mime) || DOCUMENTS.has(found.mime)) return found.mime;
    if (/^image\/hei[cf]/.test(found.mime)) throw problem('files.heic');
    throw problem('files.refused-type');
  }
  if (/\.csv$/i.test(name) && looksLikeCsv(data)) return 'text/csv';
  throw problem('files.refused-type');
}

/** Text without control characters and without the beginning of a page; UTF-8 or GB 18030, as offices send it. */
function looksLikeCsv(data: Uint8Array): boolean {
  for (const byte of data) if (byte < 9 || (byte > 13 && byte < 32)) return false;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    try {
      text = new TextDecoder('gb18030', { fatal: true }).decode(data);
    } catch {
      return false;
    }
  }
  return !/^\s*</.test(text) && !/<\s*(script|html|svg|!doctype)/i.test(text.slice(0, 4096));
}

type Picture = { data: Uint8Array; thumb: Uint8Array; width: number; height: number };

async function cleanPicture(data: Uint8Array, mime: string): Promise<Picture> {
  const options = { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true } as const;
  await take();
  try {
    const facts = await sharp(data, { ...options, limitInputPixels: false }).metadata();
    if ((facts.width ?? 0) * (facts.height ?? 0) > MAX_PIXELS) throw problem('files.too-many-pixels');
    const upright = sharp(data, options)
      .rotate()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true });
    const encoded =
      mime === 'image/jpeg'
        ? upright.jpeg({ quality: 82, progressive: true })
        : mime === 'image/png'
          ? upright.png({ compressionLevel: 8 })
          : upright.webp({ quality: 82 });
    const full = await encoded.toBuffer({ resolveWithObject: true });
    const thumb = await sharp(full.data)
      .resize({ width: THUMB_SIDE, height: THUMB_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 70 })
      .toBuffer();
    return { data: full.data, thumb, width: full.info.width, height: full.info.height };
  } catch (error) {
    if (error instanceof Error && error.name === 'Problem') throw error;
    // Whatever the decoder says, the person's picture is what is wrong.
    throw problem('files.broken');
  } finally {
    give();
  }
}

// At most two pictures are decoded at once in a process.
let free = 2;
const queue: (() => void)[] = [];

function take(): Promise<void> {
  if (free > 0) {
    free -= 1;
    return Promise.resolve();
  }
  return new Promise((done) => queue.push(done));
}

function give(): void {
  const next = queue.shift();
  if (next) next();
  else free += 1;
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
