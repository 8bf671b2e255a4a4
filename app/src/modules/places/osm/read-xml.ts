// OSM XML, streamed. Nothing in OSM needs a document type or entities, so a file that declares them is refused: that is how
// entity bombs and external entities arrive.
import { SaxesParser } from 'saxes';
import { type Problem, problem } from '../../../kernel/problem.ts';
import type { ElementSink, ReadLimits, RelationMember, Tags } from './elements.ts';

const MAX_DEPTH = 6;
/** No element of OSM comes near this; text without end of a tag would otherwise pile up in the parser. */
const MAX_GAP = 4_194_304;

/** Reads the unpacked bytes. Throws `places.file-*` problems; memory does not grow with the file. */
export async function readXml(
  chunks: AsyncIterable<Uint8Array>,
  sink: ElementSink,
  limits: ReadLimits,
  onElement: (count: number) => void,
): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let failure: Problem | undefined;
  let depth = 0;
  let sawRoot = false;
  let ended = false;
  let elements = 0;
  let unpacked = 0;
  let lastTag = 0;

  let kind: 'node' | 'way' | 'relation' | undefined;
  let id = 0;
  let lng = 0;
  let lat = 0;
  let skip = false;
  let tags: Tags | undefined;
  let refs: number[] = [];
  let members: RelationMember[] = [];

  const fail = (code: string, params: Record<string, string | number> = {}) => {
    failure ??= problem(code, params);
  };
  parser.on('doctype', () => fail('places.file-hostile', { why: 'doctype' }));
  parser.on('error', (error) => {
    const line = parser.line;
    fail(/unclosed|unexpected end/i.test(error.message) ? 'places.file-truncated' : 'places.file-damaged', {
      line,
    });
  });
  parser.on('opentag', (tag) => {
    if (failure) return;
    depth += 1;
    lastTag = unpacked;
    if (depth > MAX_DEPTH) return fail('places.file-hostile', { why: 'depth' });
    const a = tag.attributes as Record<string, string>;
    if (depth === 1) {
      if (tag.name !== 'osm') return fail('places.file-unknown', { found: `<${tag.name.slice(0, 40)}>` });
      sawRoot = true;
      return;
    }
    if (depth === 2) {
      kind = tag.name === 'node' || tag.name === 'way' || tag.name === 'relation' ? tag.name : undefined;
      if (!kind) return;
      id = Number(a.id);
      skip = a.action === 'delete' || a.visible === 'false';
      tags = undefined;
      refs = [];
      members = [];
      if (kind === 'node') {
        lng = Number(a.lon);
        lat = Number(a.lat);
      }
      if (!skip && (!Number.isSafeInteger(id) || (kind === 'node' && !isPosition(lng, lat, a)))) {
        fail('places.file-damaged', { line: parser.line });
      }
      return;
    }
    if (!kind) return;
    if (tag.name === 'tag' && a.k !== undefined && a.v !== undefined) {
      tags ??= Object.create(null) as Tags;
      tags[a.k] = a.v;
    } else if (tag.name === 'nd') refs.push(Number(a.ref));
    else if (tag.name === 'member')
      members.push({ type: a.type ?? '', ref: Number(a.ref), role: a.role ?? '' });
  });
  parser.on('closetag', () => {
    depth -= 1;
    if (failure || depth !== 1 || !kind) {
      if (depth === 0) ended = true;
      return;
    }
    if (!skip) {
      if (kind === 'node') sink.node(id, lng, lat, tags);
      else if (kind === 'way') sink.way(id, refs, tags);
      else sink.relation(id, members, tags);
      elements += 1;
      if (elements > limits.elements) fail('places.file-too-large', { limit: `${limits.elements}` });
      if ((elements & 0xffff) === 0) onElement(elements);
    }
    kind = undefined;
  });

  const decode = (chunk: Uint8Array | undefined): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw problem('places.file-damaged', { line: parser.line });
    }
  };
  for await (const chunk of chunks) {
    unpacked += chunk.length;
    if (unpacked > limits.unpackedBytes) throw problem('places.file-hostile', { why: 'unpacked' });
    if (unpacked - lastTag > MAX_GAP) throw problem('places.file-hostile', { why: 'gap' });
    parser.write(decode(chunk));
    if (failure) throw failure;
  }
  parser.write(decode(undefined));
  parser.close();
  if (sawRoot && !ended) throw problem('places.file-truncated', { line: parser.line });
  if (failure) throw failure;
  onElement(elements);
}

function isPosition(lng: number, lat: number, a: Record<string, string>): boolean {
  return a.lon !== undefined && a.lat !== undefined && Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
}
