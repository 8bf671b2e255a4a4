// OSM PBF, streamed block by block. The frame (lengths, types, packed sizes) is read and checked here, because the numbers in it
// decide how much memory is asked for; the blocks themselves go to the library.
import { inflateSync } from 'node:zlib';
import { parse } from 'osm-pbf-parser-node';
import { problem } from '../../../kernel/problem.ts';
import type { ElementSink, ReadLimits, RelationMember, Tags } from './elements.ts';

// Limits of the format (wiki.openstreetmap.org/wiki/PBF_Format): a header under 64 KiB, a blob under 32 MiB.
const MAX_HEADER = 65_536;
const MAX_BLOB = 33_554_432;

type RawElement = {
  type: string;
  id: number;
  lat: number;
  lon: number;
  tags?: Tags;
  refs: number[];
  members: RelationMember[];
};

/** Reads the file's bytes. Throws `places.file-*` problems; memory stays at one block. */
export async function readPbf(
  chunks: AsyncIterable<Uint8Array>,
  sink: ElementSink,
  limits: ReadLimits,
  onElement: (count: number) => void,
): Promise<void> {
  const source = createReader(chunks);
  let elements = 0;
  let sawHeader = false;
  for (;;) {
    const lead = await source.take(4, true);
    if (!lead) break;
    const headerSize = Buffer.from(lead.buffer, lead.byteOffset, 4).readUInt32BE(0);
    if (headerSize > MAX_HEADER) throw problem('places.file-damaged', { line: source.offset() });
    const header = fieldsOf((await source.take(headerSize, false)) as Uint8Array);
    const type = header.bytes[1] ? Buffer.from(header.bytes[1]).toString('latin1') : '';
    const size = header.numbers[3] ?? -1;
    if (size < 0 || size > MAX_BLOB) throw problem('places.file-damaged', { line: source.offset() });
    const blob = (await source.take(size, false)) as Uint8Array;
    if (type === 'OSMHeader') {
      sawHeader = true;
      continue;
    }
    if (type !== 'OSMData') continue;
    if (!sawHeader) throw problem('places.file-damaged', { line: source.offset() });
    for (const element of parseBlock(blob, source.offset())) {
      elements += 1;
      if (element.type === 'node') sink.node(element.id, element.lon, element.lat, element.tags);
      else if (element.type === 'way') sink.way(element.id, element.refs, element.tags);
      else sink.relation(element.id, element.members, element.tags);
    }
    if (elements > limits.elements) throw problem('places.file-too-large', { limit: `${limits.elements}` });
    onElement(elements);
    // A block is up to 8,000 elements: let the server answer others in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!sawHeader) throw problem('places.file-truncated', { line: source.offset() });
}

function parseBlock(blob: Uint8Array, offset: number): RawElement[] {
  try {
    const fields = fieldsOf(blob);
    const packed = fields.bytes[3];
    const raw = packed
      ? inflateSync(packed, { maxOutputLength: MAX_BLOB })
      : fields.bytes[1]
        ? Buffer.from(fields.bytes[1])
        : undefined;
    if (!raw) throw new Error('packed in a way that is not supported');
    const elements = parse(raw, { withTags: true }) as RawElement[];
    for (const one of elements) {
      if (one.type !== 'node') continue;
      if (!(Math.abs(one.lon) <= 180 && Math.abs(one.lat) <= 90)) throw new Error('not a position');
    }
    return elements;
  } catch {
    throw problem('places.file-damaged', { line: offset });
  }
}

type Fields = { numbers: Record<number, number>; bytes: Record<number, Uint8Array> };

/** The varint and bytes fields of a small protobuf message. Throws on anything that runs over its end. */
function fieldsOf(data: Uint8Array): Fields {
  const fields: Fields = { numbers: {}, bytes: {} };
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = data[at++];
      if (byte === undefined) throw problem('places.file-damaged', { line: at });
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw problem('places.file-damaged', { line: at });
  };
  while (at < data.length) {
    const key = varint();
    const field = Math.floor(key / 8);
    const wire = key & 7;
    if (wire === 0) fields.numbers[field] = varint();
    else if (wire === 2) {
      const size = varint();
      if (at + size > data.length) throw problem('places.file-damaged', { line: at });
      fields.bytes[field] = data.subarray(at, at + size);
      at += size;
    } else throw problem('places.file-damaged', { line: at });
  }
  return fields;
}

type Reader = { take(size: number, endAllowed: boolean): Promise<Uint8Array | undefined>; offset(): number };

function createReader(chunks: AsyncIterable<Uint8Array>): Reader {
  const iterator = chunks[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let offset = 0;
  return {
    offset: () => offset,
    async take(size, endAllowed) {
      const parts: Buffer[] = [held];
      let length = held.length;
      while (length < size) {
        const next = await iterator.next();
        if (next.done) {
          if (endAllowed && length === 0) return undefined;
          throw problem('places.file-truncated', { line: offset + length });
        }
        parts.push(Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength));
        length += next.value.length;
      }
      const all = parts.length === 1 ? held : Buffer.concat(parts);
      held = all.subarray(size);
      offset += size;
      return all.subarray(0, size);
    },
  };
}
