// The parts of a zip, unpacked piece by piece. The directory at the end says where each part lies; what it says of sizes is not
// believed: whoever reads counts what really comes out, so a part that unpacks to gigabytes is left after the first pieces.
import { setImmediate } from 'node:timers/promises';
import { crc32, createInflateRaw } from 'node:zlib';

/** The file is no sound zip. */
export class BadZip extends Error {}

export type ZipPart = { name: string; method: number; crc: number; packed: Uint8Array };

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST_PARTS = 65_535;
const STORED = 0;
const DEFLATED = 8;
const PIECE = 64 * 1024;

/** The directory of a zip by names. O(parts); throws BadZip. */
export function readParts(bytes: Uint8Array): Map<string, ZipPart> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return directory(bytes, view);
  } catch (error) {
    if (error instanceof RangeError) throw new BadZip('cut off');
    throw error;
  }
}

function directory(bytes: Uint8Array, view: DataView): Map<string, ZipPart> {
  const { count, start } = endOf(view);
  if (count > MOST_PARTS) throw new BadZip('too many parts');
  const parts = new Map<string, ZipPart>();
  let at = start;
  for (let index = 0; index < count; index++) {
    if (view.getUint32(at, true) !== ENTRY) throw new BadZip('directory');
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const { packed: size, offset } = placesOf(view, at, at + 46 + nameLength, extraLength);
    if (view.getUint32(offset, true) !== LOCAL) throw new BadZip(name);
    const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    if (from + size > bytes.length) throw new BadZip(name);
    parts.set(name.replaceAll('\\', '/'), {
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: bytes.subarray(from, from + size),
    });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return parts;
}

function endOf(view: DataView): { count: number; start: number } {
  // A remark of up to 65,535 bytes may stand behind the end.
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--) {
    if (view.getUint32(at, true) !== END) continue;
    if (at >= 20 && view.getUint32(at - 20, true) === LOCATOR_64) {
      const far = Number(view.getBigUint64(at - 12, true));
      if (view.getUint32(far, true) !== END_64) throw new BadZip('end');
      return {
        count: Number(view.getBigUint64(far + 32, true)),
        start: Number(view.getBigUint64(far + 48, true)),
      };
    }
    return { count: view.getUint16(at + 10, true), start: view.getUint32(at + 16, true) };
  }
  throw new BadZip('no end');
}

const ELSEWHERE = 0xffffffff;

/** Size and place of a part; programs that write while they go keep them in an extra field of 64 bits. */
function placesOf(
  view: DataView,
  at: number,
  extra: number,
  extraLength: number,
): { packed: number; offset: number } {
  let packed = view.getUint32(at + 20, true);
  let offset = view.getUint32(at + 42, true);
  for (let from = extra; from + 4 <= extra + extraLength; from += 4 + view.getUint16(from + 2, true)) {
    if (view.getUint16(from, true) !== 1) continue;
    let field = from + 4 + (view.getUint32(at + 24, true) === ELSEWHERE ? 8 : 0);
    if (packed === ELSEWHERE) {
      packed = Number(view.getBigUint64(field, true));
      field += 8;
    }
    if (offset === ELSEWHERE) offset = Number(view.getBigUint64(field, true));
    break;
  }
  return { packed, offset };
}

/**
 * Unpacks a part into `take`, piece by piece; unpacking is another thread's work, and between pieces others get their turn, so a server
 * answers while a big file is read. Throws BadZip on what is damaged, and whatever `take` throws, at once.
 */
export async function unpack(part: ZipPart, take: (piece: Uint8Array) => void): Promise<void> {
  if (part.method !== STORED && part.method !== DEFLATED) throw new BadZip(part.name);
  let sum = 0;
  for await (const piece of piecesOf(part)) {
    sum = crc32(piece, sum);
    take(piece);
  }
  if (sum !== part.crc) throw new BadZip(part.name);
}

async function* piecesOf(part: ZipPart): AsyncGenerator<Uint8Array> {
  if (part.method === STORED) {
    for (let at = 0; at < part.packed.length; at += PIECE) {
      yield part.packed.subarray(at, at + PIECE);
      await setImmediate();
    }
    return;
  }
  const inflate = createInflateRaw({ chunkSize: PIECE });
  inflate.end(part.packed);
  try {
    for await (const piece of inflate) yield piece as Uint8Array;
  } catch {
    throw new BadZip(part.name);
  } finally {
    inflate.destroy();
  }
}
