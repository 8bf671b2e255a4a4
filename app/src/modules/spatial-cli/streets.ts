import { buildStreetGraph } from '@renlin/core/network/build';
import { edgesOfWay, withClosures } from '@renlin/core/network/closures';
import { saveGraph } from '@renlin/core/network/codec';
import { buildHierarchy } from '@renlin/core/network/contraction';
import { createIsochroneMaker } from '@renlin/core/network/isochrone';
import { travelTimes } from '@renlin/core/network/matrix';
import { profileNamed } from '@renlin/core/network/profiles';
import { createSearch } from '@renlin/core/network/search';
import type { StreetGraph } from '@renlin/core/network/types';
import { readStreets } from '../places/public.ts';
import {
  graphFile,
  guarded,
  type PlanningIo,
  placePoints,
  pointFile,
  Refusal,
  readOptions,
} from './planning-io.ts';

const BUILD =
  '用法 / usage: renlin graph build --input FILE --profile walk|elder|wheelchair|stretcher|vehicle --out FILE [--no-private]';
const REACH =
  '用法 / usage: renlin reach --graph FILE --points FILE.csv --minutes 15 [--polygon] [--close WAY,WAY] --json';
const MATRIX =
  '用法 / usage: renlin matrix --graph FILE --points FILE.csv [--targets FILE.csv] --out FILE.csv [--minutes N]';

/** `renlin graph build …`: a map file to a graph file; the report as JSON on `out`. */
export function buildGraph(args: readonly string[], io: PlanningIo): Promise<number> {
  return guarded(io, async () => {
    if (args[0] !== 'build') throw new Refusal(BUILD);
    const options = readOptions(args.slice(1), ['input', 'profile', 'out'], ['json', 'no-private'], BUILD);
    const input = options.required('input');
    const out = options.required('out');
    const profile = profileNamed(options.text('profile') ?? 'walk');
    const started = io.now();
    const source = await readStreets(input, (elements) => io.error(`${elements} 个要素 / elements\n`));
    const { graph, report } = buildStreetGraph(source, {
      profile,
      privateWays: options.flag('no-private') ? 'exclude' : 'include',
    });
    const { conditional, unclear } = report.turns;
    if (conditional + unclear > 0) {
      io.error(
        `${conditional} 条分时段的和 ${unclear} 条说不清的转向限制没有采用 / restrictions of turns left open: ${conditional} by the hour, ${unclear} unclear\n`,
      );
    }
    const bytes = saveGraph(graph);
    await io.write(out, bytes);
    const seconds = (io.now() - started) / 1000;
    const answer = {
      profile: profile.name,
      vertices: graph.vertexCount,
      edges: graph.edgeCount,
      bytes: bytes.length,
      ...report,
      seconds,
    };
    io.out(`${JSON.stringify(answer)}\n`);
    return 0;
  });
}

/** `renlin reach …`: for each point what is within the minutes, with the polygon when asked for. */
export function reach(args: readonly string[], io: PlanningIo): Promise<number> {
  return guarded(io, async () => {
    const options = readOptions(args, ['graph', 'points', 'minutes', 'close'], ['polygon', 'json'], REACH);
    const minutes = options.number('minutes', 0, 24 * 60) ?? 15;
    const open = await graphFile(io, options.required('graph'));
    const rows = await pointFile(io, options.required('points'));
    const graph = closed(open, options.text('close'));
    const { placed, snapper } = placePoints(graph, rows);
    const search = createSearch(graph);
    const maker = options.flag('polygon') ? createIsochroneMaker(graph, snapper) : undefined;
    const stops = placed.map((one) => ('snap' in one ? one.snap : undefined));
    const started = io.now();
    const points = placed.map((one) => {
      const { id, lon, lat } = one.row;
      if (!('snap' in one)) return { id, lon, lat, failure: one.failure };
      search.run([one.snap], minutes * 60_000);
      const reached = rows.flatMap(({ id: other }, j) => {
        const stop = stops[j];
        // Whoever is there already does not walk to the street and back.
        const time = stop === undefined ? -1 : stop === one.snap ? 0 : search.timeOf(stop);
        return time < 0 ? [] : [{ id: other, seconds: time / 1000 }];
      });
      const { metres, side, edge } = one.snap;
      return {
        id,
        lon,
        lat,
        snap: { lon: one.snap.lon, lat: one.snap.lat, metres, side, way: graph.way[edge] },
        vertices: search.count,
        reached,
        ...(maker === undefined ? {} : { polygon: maker.polygon(search) }),
      };
    });
    const failed = placed.filter((one) => !('snap' in one)).length;
    if (failed > 0) io.error(`${failed} 个点够不到道路 / points have no street\n`);
    io.out(
      `${JSON.stringify({ profile: graph.profile, minutes, points, seconds: (io.now() - started) / 1000 })}\n`,
    );
    return 0;
  });
}

function closed(graph: StreetGraph, list: string | undefined): StreetGraph {
  if (list === undefined) return graph;
  const edges = list.split(',').flatMap((text) => {
    const way = Number(text.trim());
    const found = edgesOfWay(graph, way);
    if (found.length === 0) throw new Refusal(`--close：图里没有道路 ${text} / the graph has no way ${text}`);
    return found;
  });
  return withClosures(graph, edges);
}

/** `renlin matrix …`: seconds between points as CSV (from, to, seconds); pairs that are not reached are left out. */
export function matrix(args: readonly string[], io: PlanningIo): Promise<number> {
  return guarded(io, async () => {
    const options = readOptions(args, ['graph', 'points', 'targets', 'out', 'minutes'], ['json'], MATRIX);
    const out = options.required('out');
    const minutes = options.number('minutes', 0);
    const graph = await graphFile(io, options.required('graph'));
    const from = placePoints(graph, await pointFile(io, options.required('points'))).placed;
    const targetFile = options.text('targets');
    const to = targetFile === undefined ? from : placePoints(graph, await pointFile(io, targetFile)).placed;
    const sources = from.flatMap((one) => ('snap' in one ? [one] : []));
    const targets = to.flatMap((one) => ('snap' in one ? [one] : []));
    const started = io.now();
    const hierarchy = buildHierarchy(graph, { onProgress: (done, all) => io.error(`${done} / ${all}\n`) });
    const prepared = io.now();
    const limit = minutes === undefined ? undefined : minutes * 60_000;
    const times = travelTimes(
      graph,
      hierarchy,
      sources.map(({ snap }) => snap),
      targets.map(({ snap }) => snap),
      limit,
    );
    const finished = io.now();
    const lines = ['from,to,seconds'];
    sources.forEach((source, i) => {
      targets.forEach((target, j) => {
        const time = source === target ? 0 : (times[i * targets.length + j] ?? -1);
        if (time >= 0) lines.push(`${source.row.id},${target.row.id},${time / 1000}`);
      });
    });
    await io.write(out, `${lines.join('\n')}\n`);
    const answer = {
      profile: graph.profile,
      sources: sources.length,
      targets: targets.length,
      pairs: lines.length - 1,
      withoutStreet: [...from, ...(to === from ? [] : to)].flatMap((one) =>
        'snap' in one ? [] : [one.row.id],
      ),
      preparationSeconds: (prepared - started) / 1000,
      seconds: (finished - prepared) / 1000,
    };
    io.out(`${JSON.stringify(answer)}\n`);
    return 0;
  });
}
