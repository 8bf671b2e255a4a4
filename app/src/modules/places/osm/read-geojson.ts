// A GeoJSON file, or a folder of them (one per layer, as tile services and GIS programs export them).
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { problem } from '../../../kernel/problem.ts';
import { classifyGeojson } from './classify.ts';
import { closeRing, type RawFeature } from './collector.ts';
import type { PlaceGeometry, Position, ReadProgress, Tags } from './elements.ts';

/** A GeoJSON file is parsed whole, so it must fit into memory several times over. */
const MAX_FILE = 268_435_456;
const renamed: Record<string, string> = {
  addr_street: 'addr:street',
  addr_housenumber: 'addr:housenumber',
  levels: 'building:levels',
  is_tunnel: 'tunnel',
};

export async function geojsonFiles(path: string, isFolder: boolean): Promise<string[]> {
  if (!isFolder) return [path];
  const names = (await readdir(path)).filter((name) => /\.(geo)?json$/i.test(name)).sort();
  return names.map((name) => join(path, name));
}

export async function* readGeojson(
  files: readonly string[],
  onProgress: (progress: ReadProgress) => void,
): AsyncGenerator<RawFeature> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const bytesTotal = sizes.reduce((sum, size) => sum + size, 0);
  let bytesRead = 0;
  let elements = 0;
  const seen = new Map<string, number>();
  for (const [index, file] of files.entries()) {
    const size = sizes[index] as number;
    if (size > MAX_FILE) throw problem('places.file-too-large', { limit: '256 MB', file: basename(file) });
    const layer = basename(file).toLowerCase();
    for (const feature of featuresOf(await readFile(file, 'utf8'), basename(file))) {
      elements += 1;
      const one = asFeature(feature, layer);
      if (!one) continue;
      const copies = (seen.get(one.id) ?? 0) + 1;
      seen.set(one.id, copies);
      yield copies === 1 ? one : { ...one, id: `${one.id}.${copies}` };
    }
    bytesRead += size;
    onProgress({ bytesRead, bytesTotal, elements });
  }
}

export function featuresOf(text: string, file: string): unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(String(error));
    const truncated = !at || Number(at[1]) >= text.trimEnd().length - 1;
    throw problem(truncated ? 'places.file-truncated' : 'places.file-damaged', { line: 0, file });
  }
  const type = (parsed as { type?: unknown } | null)?.type;
  if (type === 'Feature') return [parsed];
  const features = (parsed as { features?: unknown } | null)?.features;
  if (type !== 'FeatureCollection' || !Array.isArray(features)) {
    throw problem('places.file-unknown', { found: `JSON (${file})` });
  }
  return features;
}

function asFeature(input: unknown, file: string): RawFeature | undefined {
  const feature = input as {
    id?: unknown;
    properties?: Record<string, unknown>;
    geometry?: { type?: string };
  } | null;
  const geometry = readGeometry(feature?.geometry);
  if (!geometry) return undefined;
  const tags: Tags = Object.create(null);
  for (const [key, value] of Object.entries(feature?.properties ?? {})) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      if (value !== false) tags[renamed[key] ?? key] = String(value);
    }
  }
  const shape = geometry.type === 'Point' ? 'point' : geometry.type.endsWith('LineString') ? 'line' : 'area';
  const found = classifyGeojson(tags, file, shape);
  if (!found) return undefined;
  const id = String(feature?.id ?? tags.id ?? tags['@id'] ?? hashOf(geometry)).slice(0, 60);
  return { id: `g${found.layer[0]}${id}`, tags, ...found, geometry };
}

function hashOf(geometry: PlaceGeometry): string {
  let hash = 0;
  for (const character of JSON.stringify(geometry.coordinates))
    hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  return (hash >>> 0).toString(36);
}

export function readGeometry(input: unknown): PlaceGeometry | undefined {
  const geometry = input as { type?: string; coordinates?: unknown } | null | undefined;
  const c = geometry?.coordinates;
  switch (geometry?.type) {
    case 'Point': {
      const at = readPosition(c);
      return at && { type: 'Point', coordinates: at };
    }
    case 'LineString': {
      const path = readPath(c);
      return path && path.length >= 2 ? { type: 'LineString', coordinates: path } : undefined;
    }
    case 'MultiLineString': {
      const paths = readAll(c, readPath)?.filter((path) => path.length >= 2);
      return paths && paths.length > 0 ? { type: 'MultiLineString', coordinates: paths } : undefined;
    }
    case 'Polygon': {
      const rings = readRings(c);
      return rings && { type: 'Polygon', coordinates: rings };
    }
    case 'MultiPolygon': {
      const polygons = readAll(c, readRings);
      return polygons && polygons.length > 0 ? { type: 'MultiPolygon', coordinates: polygons } : undefined;
    }
    default:
      return undefined;
  }
}

function readPosition(input: unknown): Position | undefined {
  if (!Array.isArray(input)) return undefined;
  const [lng, lat] = input;
  if (typeof lng !== 'number' || typeof lat !== 'number') return undefined;
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? [lng, lat] : undefined;
}

function readAll<T>(input: unknown, read: (one: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(input)) return undefined;
  const out: T[] = [];
  for (const one of input) {
    const value = read(one);
    if (value === undefined) return undefined;
    out.push(value);
  }
  return out;
}

function readPath(input: unknown): Position[] | undefined {
  return readAll(input, readPosition);
}

function readRings(input: unknown): Position[][] | undefined {
  const rings = readAll(input, readPath)?.map(closeRing);
  if (!rings || rings.length === 0 || rings.some((ring) => !ring)) return undefined;
  return rings as Position[][];
}
