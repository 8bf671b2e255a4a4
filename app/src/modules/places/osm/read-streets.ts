// The streets of a map file, for the street graph of core: ways with their nodes, and the lines that stop somebody on foot.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { type StreetLine, sourceFromLines } from '@renlin/core/network/from-lines';
import type { StreetSource, StreetWay, TurnRelation } from '@renlin/core/network/types';
import { problem } from '../../../kernel/problem.ts';
import { defaultLimits, type ElementSink, type Position, type Tags } from './elements.ts';
import { asProblem, formatOf } from './read.ts';
import { featuresOf, geojsonFiles, readGeometry } from './read-geojson.ts';
import { readPbf } from './read-pbf.ts';
import { readXml } from './read-xml.ts';

const WAY_KEYS = ['highway', 'railway', 'waterway', 'barrier', 'natural', 'public_transport'];

/**
 * Reads `.osm`, `.osm.gz`, `.osm.pbf`, a GeoJSON file or a folder of GeoJSON files. Throws `places.file-*` problems. Water areas
 * made of several ways (rivers) mark their ways as water. O(file); memory 24 bytes a node and the refs of streets.
 */
export async function readStreets(
  path: string,
  onElement: (count: number) => void = () => undefined,
): Promise<StreetSource> {
  const { format, isDirectory } = await formatOf(path);
  if (format === 'geojson') return readLines(await geojsonFiles(path, isDirectory));
  const collector = createStreetCollector();
  const stream = createReadStream(path, { highWaterMark: 262_144 });
  try {
    if (format === 'osm.pbf') await readPbf(stream, collector.sink, defaultLimits, onElement);
    else if (format === 'osm') await readXml(stream, collector.sink, defaultLimits, onElement);
    else {
      const unpacked = createGunzip();
      stream.on('error', (error) => unpacked.destroy(error));
      await readXml(stream.pipe(unpacked), collector.sink, defaultLimits, onElement);
    }
  } catch (error) {
    throw asProblem(error);
  } finally {
    stream.destroy();
  }
  return collector.source();
}

function createStreetCollector() {
  const ids: number[] = [];
  const lon: number[] = [];
  const lat: number[] = [];
  const nodeTags = new Map<number, Tags>();
  const ways: StreetWay[] = [];
  const bare = new Map<number, Float64Array>();
  const waterMembers = new Set<number>();
  const relations: TurnRelation[] = [];
  const sink: ElementSink = {
    node(id, lng, latitude, tags) {
      ids.push(id);
      lon.push(lng);
      lat.push(latitude);
      if (tags?.['barrier'] !== undefined) nodeTags.set(id, tags);
    },
    way(id, refs, tags) {
      const kept = Float64Array.from(refs);
      if (tags !== undefined && WAY_KEYS.some((key) => tags[key] !== undefined))
        ways.push({ id, refs: kept, tags });
      else if (tags?.['building'] === undefined) bare.set(id, kept);
    },
    relation(id, members, tags) {
      if (tags?.['type']?.startsWith('restriction')) relations.push({ id, tags, members });
      const isWater = tags?.['natural'] === 'water' || tags?.['waterway'] === 'riverbank';
      if (!isWater || tags?.['type'] !== 'multipolygon') return;
      for (const member of members) if (member.type === 'way') waterMembers.add(member.ref);
    },
  };
  return {
    sink,
    source(): StreetSource {
      const water = [...waterMembers].flatMap((id) => {
        const refs = bare.get(id);
        return refs === undefined ? [] : [{ id, refs, tags: { natural: 'water' } }];
      });
      return {
        nodes: { ids: Float64Array.from(ids), lon: Float64Array.from(lon), lat: Float64Array.from(lat) },
        nodeTags,
        ways: [...ways, ...water],
        relations,
      };
    },
  };
}

/** Roads and water of GeoJSON files. Tilezen properties (`kind`, `kind_detail`, `is_bridge`) are understood as well as OSM tags. */
async function readLines(files: readonly string[]): Promise<StreetSource> {
  const roads: StreetLine[] = [];
  const barriers: StreetLine[] = [];
  let id = 0;
  for (const file of files) {
    for (const input of featuresOf(await readFile(file, 'utf8'), basename(file))) {
      const feature = input as { properties?: Record<string, unknown>; geometry?: { type?: string } } | null;
      const geometry = readGeometry(feature?.geometry);
      const tags = streetTags(feature?.properties ?? {}, /water/.test(basename(file)));
      if (geometry === undefined || tags === undefined) continue;
      const into = tags['highway'] === undefined ? barriers : roads;
      const number = Number(feature?.properties?.['id']);
      for (const points of pathsOf(geometry)) {
        if (points.length >= 2) into.push({ id: Number.isSafeInteger(number) ? number : ++id, tags, points });
      }
    }
  }
  if (roads.length === 0) throw problem('places.file-no-features', {});
  const { source } = sourceFromLines(roads);
  // Barriers are not joined with the streets: a road that crosses the line of a river has a bridge or a culvert there.
  const nodes = {
    ids: [...Array.from(source.nodes.ids)],
    lon: [...Array.from(source.nodes.lon)],
    lat: [...Array.from(source.nodes.lat)],
  };
  const extra = barriers.map(({ id: way, tags, points }) => {
    const refs = points.map(([lng, latitude]) => {
      nodes.lon.push(lng);
      nodes.lat.push(latitude);
      return nodes.ids.push(nodes.ids.length) - 1;
    });
    return { id: way, tags, refs };
  });
  return { nodes, nodeTags: source.nodeTags, ways: [...source.ways, ...extra] };
}

function pathsOf(geometry: NonNullable<ReturnType<typeof readGeometry>>): Position[][] {
  switch (geometry.type) {
    case 'Point':
      return [];
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
  }
}

const MAJOR: Readonly<Record<string, string>> = {
  highway: 'motorway',
  major_road: 'primary',
  minor_road: 'residential',
  path: 'footway',
};

function streetTags(properties: Record<string, unknown>, isWaterFile: boolean): Tags | undefined {
  const tags: Tags = Object.create(null);
  for (const [key, value] of Object.entries(properties)) if (typeof value === 'string') tags[key] = value;
  if (properties['is_bridge'] === true) tags['bridge'] = 'yes';
  if (properties['is_tunnel'] === true) tags['tunnel'] = 'yes';
  if (WAY_KEYS.some((key) => tags[key] !== undefined)) return tags;
  const kind = tags['kind'] ?? '';
  const detail = tags['kind_detail'];
  if (MAJOR[kind] !== undefined) return { ...tags, highway: detail ?? MAJOR[kind] };
  if (kind === 'rail') return { ...tags, railway: detail ?? 'rail' };
  if (isWaterFile && /^(water|river|canal|dock|riverbank|ocean|lake)$/.test(kind))
    return { ...tags, natural: 'water' };
  return undefined;
}
