// The one door for a map file: looks at the bytes, not at the name, picks the reader, and gives features in WGS84 with a report.

import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import gcoord from 'gcoord';
import { Problem, problem } from '../../../kernel/problem.ts';
import { isUnderground } from './classify.ts';
import '../problems.ts';
import { HOUSE_NUMBER } from './address-vocabulary.ts';
import { createCollector, type RawFeature } from './collector.ts';
import {
  type Bounds,
  type CoordinateSystem,
  defaultLimits,
  type OsmReport,
  type PlaceFeature,
  type PlaceGeometry,
  type PlaceLayer,
  type Position,
  type ReadLimits,
  type ReadProgress,
} from './elements.ts';
import { geojsonFiles, readGeojson } from './read-geojson.ts';
import { readPbf } from './read-pbf.ts';
import { readXml } from './read-xml.ts';

export type ReadOptions = {
  /** What the file's coordinates are in; stored is always WGS84. Default wgs84 (OpenStreetMap's own). */
  system?: CoordinateSystem;
  /** Features whose middle lies outside are left out and counted. All outside is an error. */
  within?: Bounds;
  limits?: Partial<ReadLimits>;
  onProgress?: (progress: ReadProgress) => void;
};

const CHINA: Bounds = { minLng: 73, minLat: 3, maxLng: 136, maxLat: 54 };
const gcoordDefault = gcoord as unknown as {
  transform(at: Position, from: string, to: string): Position;
};

/**
 * Reads `.osm`, `.osm.gz`, `.osm.pbf`, a GeoJSON file or a folder of GeoJSON files.
 * Throws `places.file-*` and `places.outside-district` problems; nothing else for any content of the file.
 * O(file) time; memory about 24 bytes a node plus the features.
 */
export async function readOsm(
  path: string,
  options: ReadOptions = {},
): Promise<{ features: PlaceFeature[]; report: OsmReport }> {
  const limits = { ...defaultLimits, ...options.limits };
  const info = await stat(path).catch(() => undefined);
  if (!info) throw problem('places.file-missing', {});
  const onProgress = options.onProgress ?? (() => undefined);
  const format = info.isDirectory() ? 'geojson' : await sniff(path, info.size, limits);
  const report: OsmReport = {
    format,
    nodes: 0,
    ways: 0,
    relations: 0,
    features: { road: 0, building: 0, water: 0, landuse: 0, poi: 0, place: 0 },
    named: 0,
    addressed: 0,
    bounds: null,
    outside: { count: 0, examples: [] },
    missingNodes: 0,
    openRings: 0,
    warnings: [],
  };
  const features: PlaceFeature[] = [];
  const take = (raw: RawFeature) => {
    const feature = finish(raw, options.system ?? 'wgs84');
    const box = boundsOf(feature.geometry);
    if (options.within && !boxHolds(options.within, box)) {
      report.outside.count += 1;
      if (report.outside.examples.length < 5) report.outside.examples.push(feature.id);
      return;
    }
    report.features[feature.layer] += 1;
    if (feature.name) report.named += 1;
    if (feature.address) report.addressed += 1;
    report.bounds = joinBounds(report.bounds, box);
    features.push(feature);
  };

  if (format === 'geojson') {
    const files = await geojsonFiles(path, info.isDirectory());
    if (files.length === 0) throw problem('places.file-no-features', {});
    for await (const raw of readGeojson(files, onProgress)) take(raw);
  } else {
    const collector = createCollector();
    let bytesRead = 0;
    const stream = createReadStream(path, { highWaterMark: 262_144 });
    const counted = async function* () {
      for await (const chunk of stream) {
        bytesRead += (chunk as Buffer).length;
        yield chunk as Buffer;
      }
    };
    const onElement = (elements: number) => onProgress({ bytesRead, bytesTotal: info.size, elements });
    try {
      if (format === 'osm.pbf') await readPbf(counted(), collector.sink, limits, onElement);
      else if (format === 'osm') await readXml(counted(), collector.sink, limits, onElement);
      else
        await readXml(
          unpack(stream, (size) => (bytesRead += size)),
          collector.sink,
          limits,
          onElement,
        );
    } catch (error) {
      throw asProblem(error);
    } finally {
      stream.destroy();
    }
    for (const raw of collector.features()) take(raw);
    Object.assign(report, {
      nodes: collector.counts.nodes,
      ways: collector.counts.ways,
      relations: collector.counts.relations,
      missingNodes: collector.counts.missingNodes,
      openRings: collector.counts.openRings,
    });
  }
  if (features.length === 0) {
    if (report.outside.count > 0) throw problem('places.outside-district', { count: report.outside.count });
    throw problem('places.file-no-features', {});
  }
  if (report.missingNodes > 0 || report.openRings > 0) {
    report.warnings.push({
      code: 'cut-at-edge',
      params: { nodes: report.missingNodes, rings: report.openRings },
    });
  }
  if (report.bounds && !boxHolds(CHINA, report.bounds))
    report.warnings.push({ code: 'outside-china', params: {} });
  if (report.named === 0) report.warnings.push({ code: 'all-unnamed', params: {} });
  return { features, report };
}

async function* unpack(
  stream: AsyncIterable<Buffer>,
  onBytes: (size: number) => void,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feed = async () => {
    for await (const chunk of stream) {
      onBytes(chunk.length);
      if (!gunzip.write(chunk)) {
        await new Promise<void>((resolve) => {
          gunzip.once('drain', resolve);
          gunzip.once('close', resolve);
        });
      }
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  };
  const feeding = feed().catch((error: Error) => gunzip.destroy(error));
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } finally {
    gunzip.destroy();
    await feeding;
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const code = (error as { code?: string }).code ?? '';
  if (code === 'Z_BUF_ERROR') return problem('places.file-truncated', { line: 0 });
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') return problem('places.file-missing', {});
  return problem('places.file-damaged', { line: 0 });
}

type Format = OsmReport['format'];

/** What kind of map file a path is. Throws `places.file-*` problems. */
export async function formatOf(path: string): Promise<{ format: Format; isDirectory: boolean }> {
  const info = await stat(path).catch(() => undefined);
  if (!info) throw problem('places.file-missing', {});
  const isDirectory = info.isDirectory();
  return { format: isDirectory ? 'geojson' : await sniff(path, info.size, defaultLimits), isDirectory };
}

async function sniff(path: string, size: number, limits: ReadLimits): Promise<Format> {
  if (size === 0) throw problem('places.file-empty', {});
  if (size > limits.fileBytes) {
    throw problem('places.file-too-large', { limit: `${Math.floor(limits.fileBytes / 1_048_576)} MB` });
  }
  const handle = await open(path, 'r').catch(() => undefined);
  if (!handle) throw problem('places.file-missing', {});
  const head = Buffer.alloc(512);
  const { bytesRead } = await handle.read(head, 0, head.length, 0).finally(() => handle.close());
  const bytes = head.subarray(0, bytesRead);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'osm.gz';
  const latin = bytes.toString('latin1');
  if (
    latin.startsWith('PK') ||
    latin.startsWith('BZh') ||
    latin.startsWith('7z') ||
    latin.startsWith('\xfd7zXZ')
  ) {
    throw problem('places.file-packed', {});
  }
  if (latin.slice(4, 40).includes('OSMHeader')) return 'osm.pbf';
  const text = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text.startsWith('{')) return 'geojson';
  if (text.startsWith('<')) return 'osm';
  throw problem('places.file-unknown', { found: latin.slice(0, 12).replace(/[^\x20-\x7e]/g, '.') });
}

function finish(raw: RawFeature, system: CoordinateSystem): PlaceFeature {
  const tags = raw.tags;
  const street = clean(tags['addr:street'] ?? tags['addr:place'], 80);
  const houseNumber = clean(tags['addr:housenumber'], 40);
  return {
    id: raw.id,
    layer: raw.layer as PlaceLayer,
    class: raw.class.slice(0, 40),
    name: clean(tags['name:zh'] && isChinese(tags['name:zh']) ? tags['name:zh'] : tags.name, 120),
    street,
    houseNumber,
    address: clean(tags['addr:full'], 160) ?? composeAddress(street, houseNumber),
    levels: positive(tags['building:levels'], 200),
    heightM: positive(tags.height ?? tags['building:height'], 1000),
    households: positive(tags['building:flats'], 5000),
    hours: clean(tags.opening_hours, 200),
    underground: isUnderground(tags),
    geometry: convert(raw.geometry, system),
  };
}

/** 春阳路 + 12 → 春阳路12号; a number that already carries a word is kept as it is. */
export function composeAddress(street: string | null, houseNumber: string | null): string | null {
  if (!street || !houseNumber) return null;
  if (!isChinese(street)) return `${street} ${houseNumber}`;
  return /[号弄栋幢\u4e00-\u9fff]$/.test(houseNumber)
    ? `${street}${houseNumber}`
    : `${street}${houseNumber}${HOUSE_NUMBER}`;
}

function isChinese(text: string): boolean {
  return /[\u4e00-\u9fff]/.test(text);
}

// Control characters and the marks that turn the writing direction have no place in a name on a map.
const unwanted = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

function clean(text: string | undefined, max: number): string | null {
  const trimmed = text?.replace(unwanted, ' ').trim().slice(0, max);
  return trimmed ? trimmed : null;
}

function positive(text: string | undefined, max: number): number | null {
  const value = Number.parseFloat(text ?? '');
  return value > 0 && value <= max ? value : null;
}

function convert(geometry: PlaceGeometry, system: CoordinateSystem): PlaceGeometry {
  const each = ([lng, lat]: Position): Position => {
    const [x, y] = system === 'gcj02' ? gcoordDefault.transform([lng, lat], 'GCJ02', 'WGS84') : [lng, lat];
    // Seven decimals are one centimetre, which is what OpenStreetMap keeps.
    return [Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7];
  };
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: each(geometry.coordinates) };
    case 'LineString':
      return { type: 'LineString', coordinates: geometry.coordinates.map(each) };
    case 'MultiLineString':
    case 'Polygon':
      return { type: geometry.type, coordinates: geometry.coordinates.map((part) => part.map(each)) };
    case 'MultiPolygon':
      return {
        type: 'MultiPolygon',
        coordinates: geometry.coordinates.map((p) => p.map((r) => r.map(each))),
      };
  }
}

export function boundsOf(geometry: PlaceGeometry): Bounds {
  const box: Bounds = { minLng: Infinity, minLat: Infinity, maxLng: -Infinity, maxLat: -Infinity };
  eachPosition(geometry, ([lng, lat]) => {
    if (lng < box.minLng) box.minLng = lng;
    if (lng > box.maxLng) box.maxLng = lng;
    if (lat < box.minLat) box.minLat = lat;
    if (lat > box.maxLat) box.maxLat = lat;
  });
  return box;
}

export function eachPosition(geometry: PlaceGeometry, visit: (position: Position) => void): void {
  switch (geometry.type) {
    case 'Point':
      visit(geometry.coordinates);
      return;
    case 'LineString':
      geometry.coordinates.forEach(visit);
      return;
    case 'MultiLineString':
    case 'Polygon':
      for (const part of geometry.coordinates) part.forEach(visit);
      return;
    case 'MultiPolygon':
      for (const polygon of geometry.coordinates) for (const ring of polygon) ring.forEach(visit);
  }
}

function boxHolds(box: Bounds, inner: Bounds): boolean {
  const lng = (inner.minLng + inner.maxLng) / 2;
  const lat = (inner.minLat + inner.maxLat) / 2;
  return lng >= box.minLng && lng <= box.maxLng && lat >= box.minLat && lat <= box.maxLat;
}

function joinBounds(a: Bounds | null, b: Bounds): Bounds {
  if (!a) return { ...b };
  return {
    minLng: Math.min(a.minLng, b.minLng),
    minLat: Math.min(a.minLat, b.minLat),
    maxLng: Math.max(a.maxLng, b.maxLng),
    maxLat: Math.max(a.maxLat, b.maxLat),
  };
}
