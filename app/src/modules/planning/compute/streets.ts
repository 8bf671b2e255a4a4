// The streets of a task, however they came: the stored graph of an imported map, or the lines of the district's own map.
import type { Point } from '@renlin/core/geometry/types';
import { buildStreetGraph } from '@renlin/core/network/build';
import { withClosures } from '@renlin/core/network/closures';
import { loadGraph } from '@renlin/core/network/codec';
import { sourceFromLines } from '@renlin/core/network/from-lines';
import { profileNamed } from '@renlin/core/network/profiles';
import { createSnapper, type Snap, type Snapper } from '@renlin/core/network/snap';
import type { StreetGraph, StreetTags } from '@renlin/core/network/types';

export type StreetInput =
  | { from: 'graph'; bytes: Uint8Array }
  | {
      from: 'map';
      lines: readonly { tags: Record<string, string>; points: readonly Point[] }[];
      walls: readonly { tags: Record<string, string>; points: readonly Point[] }[];
    };

export type WalkProfile = 'walk' | 'elder' | 'wheelchair' | 'stretcher' | 'vehicle';

export function streetsOf(input: StreetInput, profile: WalkProfile): StreetGraph {
  if (input.from === 'graph') return loadGraph(input.bytes);
  const { source } = sourceFromLines(
    input.lines.map(({ tags, points }, id) => ({ id: id + 1, tags: tags as StreetTags, points })),
  );
  const ids = [...Array.from(source.nodes.ids)];
  const lon = [...Array.from(source.nodes.lon)];
  const lat = [...Array.from(source.nodes.lat)];
  // What nobody steps across is not joined with the streets: where a road crosses its line there is a bridge.
  const walls = input.walls.map(({ tags, points }, index) => ({
    id: input.lines.length + index + 1,
    tags: tags as StreetTags,
    refs: points.map(([lng, latitude]) => {
      lon.push(lng);
      lat.push(latitude);
      return ids.push(ids.length) - 1;
    }),
  }));
  const { graph } = buildStreetGraph(
    { nodes: { ids, lon, lat }, nodeTags: source.nodeTags, ways: [...source.ways, ...walls] },
    { profile: profileNamed(profile) },
  );
  return graph;
}

export type Spot = { lng: number; lat: number };

/** The streets nearest to closed spots are taken out. Spots without a street near them are given back by their number. */
export function closeStreets(
  graph: StreetGraph,
  snapper: Snapper,
  closures: readonly Spot[],
): { graph: StreetGraph; missed: number[] } {
  const missed: number[] = [];
  const edges = closures.flatMap(({ lng, lat }, i) => {
    const found = snapper.snap(lng, lat, { maxMetres: 40 });
    if (typeof found !== 'string') return [found.edge];
    missed.push(i);
    return [];
  });
  return { graph: edges.length === 0 ? graph : withClosures(graph, edges), missed };
}

export function snapAll(snapper: Snapper, spots: readonly Spot[]): (Snap | undefined)[] {
  return spots.map(({ lng, lat }) => {
    const found = snapper.snap(lng, lat);
    return typeof found === 'string' ? undefined : found;
  });
}

export const makeSnapper = createSnapper;
export type { Snap, Snapper };
