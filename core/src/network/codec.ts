import { completeGraph } from './build.ts';
import type { StreetGraph } from './types.ts';

/**
 * One file for a graph. Layout, little endian: 8 bytes "RLNGRAPH", u32 version, u32 CRC-32 (IEEE 802.3) of all that follows,
 * u32 length of the header, header as JSON in ASCII, then each array at the next multiple of 8 bytes. Links and components are
 * not stored; they are counted again on loading, which is faster than reading them.
 */
const MAGIC = 'RLNGRAPH';
/** Version 2 has the ring of edges of one street behind the other arrays; graphs without restricted turns need none. */
export const GRAPH_VERSION = 1;
const TURNS_VERSION = 2;

const ARRAYS = [
  ['lon', Float64Array],
  ['lat', Float64Array],
  ['tail', Int32Array],
  ['head', Int32Array],
  ['metres', Float32Array],
  ['cost', Int32Array],
  ['flags', Uint8Array],
  ['way', Float64Array],
  ['shapeStart', Int32Array],
  ['shapeLon', Float64Array],
  ['shapeLat', Float64Array],
  ['blockers', Float64Array],
  ['blockerKind', Uint8Array],
] as const;

const TWIN = ['twin', Int32Array] as const;

type Header = { profile: string; accessSpeed: number; vertices: number; edges: number; lengths: number[] };

/** A file that is not a graph, is damaged, or comes from another version; the message says which. */
export class GraphFileError extends Error {}

/** O(bytes). */
export function saveGraph(graph: StreetGraph): Uint8Array {
  const arrays = [...ARRAYS.map(([name]) => graph[name]), ...(graph.twin === undefined ? [] : [graph.twin])];
  const header: Header = {
    profile: graph.profile,
    accessSpeed: graph.accessSpeed,
    vertices: graph.vertexCount,
    edges: graph.edgeCount,
    lengths: arrays.map(({ length }) => length),
  };
  const text = asciiBytes(JSON.stringify(header));
  let size = aligned(20 + text.length);
  for (const { byteLength } of arrays) size = aligned(size + byteLength);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(asciiBytes(MAGIC), 0);
  view.setUint32(8, graph.twin === undefined ? GRAPH_VERSION : TURNS_VERSION, true);
  view.setUint32(16, text.length, true);
  bytes.set(text, 20);
  let at = aligned(20 + text.length);
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = aligned(at + array.byteLength);
  }
  view.setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes;
}

/** O(bytes). Throws GraphFileError. */
export function loadGraph(bytes: Uint8Array): StreetGraph {
  if (bytes.length < 20 || asciiText(bytes.subarray(0, 8)) !== MAGIC) {
    throw new GraphFileError('not a street graph; make one with "renlin graph build"');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== GRAPH_VERSION && version !== TURNS_VERSION) {
    throw new GraphFileError(
      `version ${version}, this program reads ${GRAPH_VERSION} and ${TURNS_VERSION}; build the graph again`,
    );
  }
  if (view.getUint32(12, true) !== crc32(bytes.subarray(16))) {
    throw new GraphFileError('checksum does not match; the file is damaged or cut off');
  }
  const textLength = view.getUint32(16, true);
  const header = JSON.parse(asciiText(bytes.subarray(20, 20 + textLength))) as Header;
  let at = aligned(20 + textLength);
  const arrays: Record<string, ArrayLike<number>> = {};
  const kinds = version === TURNS_VERSION ? [...ARRAYS, TWIN] : ARRAYS;
  for (const [i, [name, Kind]] of kinds.entries()) {
    const length = header.lengths[i] * Kind.BYTES_PER_ELEMENT;
    // A copy, because the bytes may lie at any offset of a larger buffer; not slice(), which is a view when the bytes are a Node Buffer.
    arrays[name] = new Kind(new Uint8Array(bytes.subarray(at, at + length)).buffer);
    at = aligned(at + length);
  }
  return completeGraph({
    ...(arrays as unknown as Parameters<typeof completeGraph>[0]),
    profile: header.profile,
    accessSpeed: header.accessSpeed,
    vertexCount: header.vertices,
    edgeCount: header.edges,
  });
}

/** Other characters as JSON escapes, so that the file needs no text codec. */
function asciiBytes(text: string): Uint8Array {
  const safe = text.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return Uint8Array.from(safe, (c) => c.charCodeAt(0));
}

function asciiText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function aligned(offset: number): number {
  return (offset + 7) & ~7;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = (c & 1) !== 0 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) c = TABLE[(c ^ bytes[i]) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
