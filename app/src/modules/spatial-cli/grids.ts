import type { Objective } from '@renlin/core/districting/graph';
import { type GridBarrier, type GridBuilding, planGrids } from '@renlin/core/districting/grids';
import { readNodeLink } from '@renlin/core/districting/node-link';
import { solveDistricts } from '@renlin/core/districting/solve';
import { areaOf, centroidOf } from '@renlin/core/geometry/measure';
import type { Area } from '@renlin/core/geometry/types';
import { borderOf } from '@renlin/core/network/blockers';
import type { BlockerKind } from '@renlin/core/network/types';
import { loadMipSolver } from '@renlin/core/siting/exact-mip';
import { readOsm, readStreets } from '../places/public.ts';
import { fileText, guarded, type PlanningIo, Refusal, readOptions } from './planning-io.ts';

const GRIDS =
  '用法 / usage: renlin grids --input FILE.geojson|FILE.osm.pbf|FILE.osm.gz|FILE.osm | --area CODE [--lower 300] [--upper 500] [--target N] [--stability W] [--compactness W] [--borders W] [--balance W] [--estimate M2] --json';
const DISTRICTS =
  '用法 / usage: renlin solve districts --input FILE.json --k N [--lower L --upper U | --tolerance 0.005] [--objective cut|perimeter|inertia] [--population NAME] [--time-limit S] [--work-budget N] [--seed N] --json';

/** `renlin solve districts …`: a node-link graph to the best plan with its bound. */
export function districts(args: readonly string[], io: PlanningIo): Promise<number> {
  return guarded(io, async () => {
    const names = [
      'input',
      'k',
      'lower',
      'upper',
      'tolerance',
      'objective',
      'population',
      'time-limit',
      'work-budget',
      'seed',
    ];
    const options = readOptions(args, names, ['json'], DISTRICTS);
    const { graph, ids } = readNodeLink(
      await fileText(io, options.required('input')),
      options.text('population'),
    );
    const k = options.number('k', 1, graph.size) ?? 2;
    const objective = options.text('objective') ?? 'cut';
    if (!['cut', 'perimeter', 'inertia'].includes(objective)) {
      throw new Refusal(
        `--objective 应为 cut、perimeter 或 inertia / must be cut, perimeter or inertia, got "${objective}"`,
      );
    }
    const total = graph.population.reduce((sum, p) => sum + p, 0);
    const tolerance = options.number('tolerance', 0, 1) ?? 0.005;
    const lower = options.number('lower', 0) ?? Math.ceil((1 - tolerance) * (total / k));
    const upper = options.number('upper', 0) ?? Math.floor((1 + tolerance) * (total / k));
    const timeLimit = options.number('time-limit', 0);
    const budget = options.number('work-budget', 1);
    const problem = { graph, k, lower, upper, objective: objective as Objective };
    const answer = solveDistricts(problem, await loadMipSolver(), {
      seed: options.number('seed', 0) ?? 1,
      now: io.now,
      ...(timeLimit === undefined ? {} : { timeLimitSeconds: timeLimit }),
      ...(budget === undefined ? {} : { workBudget: budget }),
      onProgress: ({ phase, objective: value, bound }) => io.error(`${phase}: ${value} ≥ ${bound}\n`),
    });
    // JSON has no infinity: null stands for "none known".
    const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
    const { objective: value, bound, gap } = answer;
    io.out(
      `${JSON.stringify({ ...answer, objective: finite(value), bound: finite(bound), gap: finite(gap), lower, upper, ids })}\n`,
    );
    if (answer.status === 'solved') return 0;
    io.error(`没有可行方案 / no plan: ${answer.reason ?? ''}\n`);
    return 2;
  });
}

const WEIGHTS = ['compactness', 'borders', 'balance'] as const;

/** `renlin grids …`: buildings and barriers to household grids; `readArea` fetches an area of the product. */
export function grids(args: readonly string[], io: PlanningIo, readArea?: ReadArea): Promise<number> {
  return guarded(io, async () => {
    const options = readOptions(
      args,
      ['input', 'area', 'lower', 'upper', 'target', 'stability', ...WEIGHTS, 'estimate'],
      ['json'],
      GRIDS,
    );
    const estimate = options.number('estimate', 1);
    const area = options.text('area');
    if ((area === undefined) === (options.text('input') === undefined))
      throw new Refusal(`--input 与 --area 须有其一 / give either --input or --area\n${GRIDS}`);
    const source = area ?? options.required('input');
    const { buildings, ids, barriers, unknown } =
      area === undefined || readArea === undefined
        ? await readFile(io, source, estimate)
        : await readArea(area, estimate);
    if (buildings.length === 0)
      throw new Refusal(`${source}：没有楼栋 / holds no buildings (points or polygons)`);
    if (unknown > 0) io.error(`${unknown} 栋楼没有户数，按 0 计 / buildings without households count 0\n`);
    const number = (name: 'lower' | 'upper' | 'target' | 'stability' | (typeof WEIGHTS)[number]) => {
      const value = options.number(name, 0);
      return value === undefined ? {} : { [name]: value };
    };
    const started = io.now();
    const plan = planGrids(buildings, {
      barriers,
      ...number('lower'),
      ...number('upper'),
      ...number('target'),
      ...number('stability'),
      weights: { ...number('compactness'), ...number('borders'), ...number('balance') },
    });
    const answer = {
      grids: plan.grids.map((grid) => ({ ...grid, buildings: grid.buildings.map((v) => ids[v]) })),
      issues: plan.issues.map((issue) =>
        issue.building === undefined ? issue : { ...issue, building: ids[issue.building] },
      ),
      changedHouseholds: plan.changedHouseholds,
      buildings: buildings.length,
      households: buildings.reduce((sum, b) => sum + b.households, 0),
      withoutHouseholds: unknown,
      seconds: (io.now() - started) / 1000,
    };
    io.out(`${JSON.stringify(answer)}\n`);
    return 0;
  });
}

/** What grids are planned from. `unknown`: buildings whose households nobody knows. */
export type GridSource = {
  readonly buildings: GridBuilding[];
  readonly ids: string[];
  readonly barriers: GridBarrier[];
  readonly unknown: number;
};
/** Fetches an area by its code; `estimate` in square metres of floor for a household. */
export type ReadArea = (code: string, estimate: number | undefined) => Promise<GridSource>;

async function readFile(io: PlanningIo, path: string, estimate: number | undefined): Promise<GridSource> {
  const features = isMapFile(path) ? await featuresOfMap(path) : featuresIn(await fileText(io, path));
  return readGridInput(features, estimate);
}

type Properties = Record<string, unknown>;

/** The features of a GeoJSON text. Throws Refusal. */
function featuresIn(text: string): unknown[] {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    throw new Refusal(`不是 JSON / not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const features = (root as { features?: unknown } | null)?.features;
  if (!Array.isArray(features))
    throw new Refusal('应为 FeatureCollection / the file must be a FeatureCollection');
  return features;
}

const isMapFile = (path: string): boolean => /\.(osm|osm\.gz|pbf)$/i.test(path);

/** What a line of the map is worth between two grids. */
export const MAP_BARRIERS: Readonly<Record<BlockerKind, 'hard' | number>> = {
  water: 'hard',
  railway: 'hard',
  metro: 'hard',
  motorway: 'hard',
  'main-road': 2,
  wall: 1,
};
/** Of a line on a viaduct, under which people walk. */
const VIADUCT = 2;

/** Buildings and barriers of an OpenStreetMap file, as {@link readGridInput} takes them. Throws `places.file-*` problems. */
async function featuresOfMap(path: string): Promise<unknown[]> {
  const { features } = await readOsm(path);
  const { nodes, ways } = await readStreets(path);
  const place = new Map(Array.from(nodes.ids, (id, i) => [id, i]));
  const lines = ways.flatMap(({ id, refs, tags }) => {
    const border = borderOf(tags);
    if (border === undefined) return [];
    const coordinates = Array.from(refs).flatMap((ref) => {
      const i = place.get(ref);
      return i === undefined ? [] : [[nodes.lon[i], nodes.lat[i]]];
    });
    const geometry = { type: 'LineString', coordinates };
    return [
      {
        id: `w${id}`,
        properties: { barrier: border.isAbove ? VIADUCT : MAP_BARRIERS[border.kind] },
        geometry,
      },
    ];
  });
  const buildings = features.filter(({ layer }) => layer === 'building');
  return [
    ...buildings.map(({ id, households, levels, heightM, geometry }) => ({
      id,
      properties: {
        ...(households === null ? {} : { households }),
        ...(levels === null ? {} : { levels }),
        ...(heightM === null ? {} : { height: heightM }),
      },
      geometry,
    })),
    ...lines,
  ];
}

/**
 * Points and polygons are buildings (households, work, community, exclusive, village, grid); lines with `barrier` are barriers:
 * "hard" or a weight. With `estimate` (square metres of floor for a household) missing households come from footprint and levels.
 */
function readGridInput(features: readonly unknown[], estimate: number | undefined): GridSource {
  const buildings: GridBuilding[] = [];
  const ids: string[] = [];
  const barriers: GridBarrier[] = [];
  let unknown = 0;
  features.forEach((input: unknown, i) => {
    const feature = input as {
      id?: unknown;
      properties?: Properties | null;
      geometry?: { type?: string; coordinates?: unknown } | null;
    };
    const properties = feature.properties ?? {};
    const { type, coordinates } = feature.geometry ?? {};
    const where = `features[${i}]`;
    if (type === 'LineString' || type === 'MultiLineString') {
      const weight =
        properties['barrier'] === 'hard'
          ? Number.POSITIVE_INFINITY
          : Number(properties['barrier'] ?? Number.NaN);
      if (!(weight >= 0))
        throw new Refusal(`${where}.barrier 应为 "hard" 或数字 / must be "hard" or a weight`);
      for (const line of (type === 'LineString' ? [coordinates] : coordinates) as [number, number][][])
        barriers.push({ line, weight });
      return;
    }
    if (type !== 'Point' && type !== 'Polygon' && type !== 'MultiPolygon') return;
    const [lon = Number.NaN, lat = Number.NaN] =
      type === 'Point' ? (coordinates as number[]) : centroidOf(feature.geometry as Area);
    let households = properties['households'] === undefined ? undefined : Number(properties['households']);
    if (households === undefined && estimate !== undefined && type !== 'Point') {
      const levels =
        Number(properties['levels'] ?? properties['building:levels'] ?? 0) ||
        Math.max(1, Math.round(Number(properties['height'] ?? 3) / 3));
      households = Math.round((areaOf(feature.geometry as Area) * levels) / estimate);
    }
    if (households === undefined) unknown++;
    const named = (name: string, as: string) =>
      properties[name] === undefined ? {} : { [as]: String(properties[name]) };
    buildings.push({
      lon,
      lat,
      households: households ?? 0,
      ...(properties['work'] === undefined ? {} : { work: Number(properties['work']) }),
      ...named('community', 'community'),
      ...named('exclusive', 'exclusive'),
      ...named('village', 'village'),
      ...named('grid', 'existing'),
    });
    ids.push(String(feature.id ?? properties['id'] ?? i));
  });
  return { buildings, ids, barriers, unknown };
}
