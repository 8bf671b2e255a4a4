// The streets of a district: graphs made from an imported map file, kept in the file store; without them, the lines of the map.
import { createHash } from 'node:crypto';
import type { Point } from '@renlin/core/geometry/types';
import { buildStreetGraph } from '@renlin/core/network/build';
import { saveGraph } from '@renlin/core/network/codec';
import { profileNamed } from '@renlin/core/network/profiles';
import type { StreetGraph, StreetSource } from '@renlin/core/network/types';
import type { Tx } from '../../platform/db/db.ts';
import { listMapLines, readStreets } from '../places/public.ts';
import type { StreetInput, WalkProfile } from './compute/streets.ts';
import { walkers } from './contract.ts';
import { type PlanningParts, systemScope } from './parts.ts';
import * as store from './store.ts';

const WALKERS: readonly WalkProfile[] = walkers;
const keyOf = (district: string, id: string) => `${district}/${id}/full`;

/**
 * Makes and keeps the graphs of a map file; without one the old ones go, and the streets are those of the map. The old ones go only
 * when the new ones stand. A file without a street for a walker leaves that walker to the map's lines.
 */
export async function keepStreets(
  parts: Pick<PlanningParts, 'db' | 'ids' | 'now' | 'blobs'>,
  district: string,
  file: string | undefined,
): Promise<{ walker: string; vertices: number; edges: number }[]> {
  const source = file === undefined ? undefined : await readStreets(file);
  const made: store.StreetGraphRow[] = [];
  for (const walker of WALKERS) {
    const graph = source && graphFor(source, walker);
    if (!graph) continue;
    const bytes = saveGraph(graph);
    const blobId = parts.ids.next();
    await parts.blobs.put(keyOf(district, blobId), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    made.push({ walker, blobId, sha256, vertices: graph.vertexCount, edges: graph.edgeCount });
  }
  const old = await parts.db.tx(systemScope(district), async (tx) => {
    const known = await store.listStreetGraphs(tx);
    await store.replaceStreetGraphs(tx, made, parts.now());
    return known;
  });
  for (const one of old) await parts.blobs.remove(keyOf(district, one.blobId));
  return made.map(({ walker, vertices, edges }) => ({ walker, vertices, edges }));
}

function graphFor(source: StreetSource, walker: WalkProfile): StreetGraph | undefined {
  try {
    return buildStreetGraph(source, { profile: profileNamed(walker) }).graph;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const highways: Readonly<Record<string, string>> = {
  foot: 'footway',
  cycle: 'cycleway',
  rail: '',
};

/** What a road of the map is to somebody on foot; a railway is a line to stop at. */
function tagsOf(layer: string, kind: string): Record<string, string> {
  if (layer === 'water') return { natural: 'water' };
  if (kind === 'rail') return { railway: 'rail' };
  // The map's lines do not say which stretch is a viaduct, and most of a metro above ground is one: it stops nobody.
  if (kind === 'metro') return { railway: 'subway', bridge: 'yes' };
  return { highway: highways[kind] ?? kind };
}

/** The streets to compute with, and a mark that changes when they do. */
export async function streetInput(
  parts: Pick<PlanningParts, 'blobs'>,
  tx: Tx,
  walker: WalkProfile,
): Promise<{ input: StreetInput; mark: string } | undefined> {
  const kept = (await store.listStreetGraphs(tx)).find((one) => one.walker === walker);
  const bytes = kept && (await parts.blobs.get(keyOf(tx.scope.district, kept.blobId)));
  if (kept && bytes) return { input: { from: 'graph', bytes }, mark: kept.sha256 };
  const lines: { tags: Record<string, string>; points: readonly Point[] }[] = [];
  const walls: typeof lines = [];
  for (const one of await listMapLines(tx)) {
    const tags = tagsOf(one.layer, one.class);
    for (const points of one.paths)
      if (points.length >= 2) (tags['highway'] ? lines : walls).push({ tags, points });
  }
  if (lines.length === 0) return undefined;
  const mark = createHash('sha256')
    .update(JSON.stringify([lines, walls]))
    .digest('hex');
  return { input: { from: 'map', lines, walls }, mark };
}
