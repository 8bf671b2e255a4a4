// What is planned on: the communities and grids of an area, its buildings with their households, the lines that part them.
import { contains } from '@renlin/core/geometry/contains';
import { areaOf, bboxOf, bboxOfPoints, boxesOverlap } from '@renlin/core/geometry/measure';
import type { Area, BBox, Point } from '@renlin/core/geometry/types';
import { listBoundaries } from '../../engines/tree/boundary-store.ts';
import { findNode, listNodes } from '../../engines/tree/tree.ts';
import type { TreeNode } from '../../engines/tree/types.ts';
import { civilDate } from '../../kernel/clock.ts';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { selectPosts } from '../org/public.ts';
import { type BuildingShape, listBuildingShapes, listMapLines } from '../places/public.ts';
import type { TaskBarrier, TaskBuilding } from './compute/grids-task.ts';
import type { BarrierKind, GridsInput, Strength } from './contract.ts';

export type Ground = {
  area: TreeNode;
  outline: Area | undefined;
  box: BBox | undefined;
  /** The box with what people walk to beyond it. */
  around: BBox | undefined;
  communities: { id: string; name: string; outline?: Area }[];
  /** Grids of today, by name. */
  grids: { id: string; name: string; communityId: string; posts: number }[];
  buildings: GroundBuilding[];
  /** Every area at or below the planned one. */
  areaIds: string[];
};

export type GroundBuilding = {
  row: BuildingShape;
  community: number;
  grid: string | undefined;
  micro: string | undefined;
};

const MOST_BUILDINGS = 60_000;
/** A house's wall is known by a corner every so many degrees, about fifteen metres. */
const WALL_STEP = 0.00014;
/** Places so far beyond the edge serve those who live at it: a quarter of an hour on foot and a little more. */
const AROUND_METRES = 1500;

function widened([west, south, east, north]: BBox): BBox {
  const dy = AROUND_METRES / 111_320;
  const dx = dy / Math.cos((((south + north) / 2) * Math.PI) / 180);
  return [west - dx, south - dy, east + dx, north + dy];
}

/** The area that is planned; refused when it is none, or has ended. */
export async function plannedArea(tx: Tx, id: string): Promise<TreeNode> {
  const area = await findNode(tx, id);
  if (area?.tree !== 'area')
    throw problem('planning.area-unknown', {}, [{ path: 'areaId', code: 'planning-area' }]);
  if (area.closedOn !== null) throw problem('planning.area-ended', { area: area.name, date: area.closedOn });
  return area;
}

export async function readGround(tx: Tx, areaId: string, now: number): Promise<Ground> {
  const area = await plannedArea(tx, areaId);
  const date = civilDate(now);
  const nodes = await listNodes(tx, 'area', { within: area.path });
  const shapes = new Map(
    (await listBoundaries(tx, date, { within: area.path })).map((one) => [one.areaId, one.geometry]),
  );
  const outline = shapes.get(area.id);
  const box = outline && bboxOf(outline);
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const above = (node: TreeNode | undefined, level: string): TreeNode | undefined => {
    for (let path = node?.path ?? ''; path.startsWith(area.path); path = parentPath(path)) {
      const found = byPath.get(path);
      if (found?.level === level) return found;
    }
    return undefined;
  };
  const found = nodes.filter((node) => node.level === 'community');
  const communities: Ground['communities'] = found
    .sort((a, b) => (a.code ?? a.name).localeCompare(b.code ?? b.name, 'zh-CN') || (a.id < b.id ? -1 : 1))
    .map(({ id, name }) => withOutline({ id, name }, shapes.get(id)));
  // An area without communities, or what lies in none of them, is one piece.
  const rest = communities.length;
  communities.push(withOutline({ id: area.id, name: area.name }, outline));
  const index = new Map(communities.slice(0, rest).map((one, i) => [one.id, i]));
  const posts = await selectPosts(tx, date, { within: area.path, vacant: false });
  const areaIds = nodes.map((node) => node.id);
  const rows = (await listBuildingShapes(tx, areaIds, box)).filter(
    (row) =>
      byId.has(row.areaId ?? '') || (row.areaId === null && outline && contains(outline, [row.lng, row.lat])),
  );
  if (rows.length > MOST_BUILDINGS)
    throw problem('planning.too-many-buildings', {
      area: area.name,
      count: rows.length,
      max: MOST_BUILDINGS,
    });
  const held = rows.map((row) => {
    const node = byId.get(row.areaId ?? '');
    const community = index.get(above(node, 'community')?.id ?? '') ?? communityAt(communities, rest, row);
    return { row, community, grid: above(node, 'grid')?.id, micro: above(node, 'micro-grid')?.id };
  });
  const used = [...new Set(held.map((one) => one.community))].sort((a, b) => a - b);
  return {
    area,
    outline,
    box,
    around: box && widened(box),
    communities: used.map((i) => communities[i] as Ground['communities'][number]),
    areaIds,
    grids: nodes
      .filter((node) => node.level === 'grid')
      .map((node) => ({
        id: node.id,
        name: node.name,
        communityId: above(node, 'community')?.id ?? area.id,
        posts: posts.filter((post) => post.areaPath.startsWith(node.path)).length,
      })),
    buildings: held.map((one) => ({ ...one, community: used.indexOf(one.community) })),
  };
}

function communityAt(communities: Ground['communities'], rest: number, { lng, lat }: BuildingShape): number {
  const found = communities.findIndex(
    (one, i) => i < rest && one.outline && contains(one.outline, [lng, lat]),
  );
  return found < 0 ? rest : found;
}

const parentPath = (path: string) => path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);

function withOutline(
  one: { id: string; name: string },
  outline: Area | undefined,
): Ground['communities'][number] {
  return outline ? { ...one, outline } : one;
}

/** Kinds of buildings that nobody lives in: their floor says nothing about households. */
const NOT_HOMES = new Set(
  `barn bank carport church civic college commercial construction factory fire_station garage garages government grandstand
   greenhouse hospital hotel industrial kindergarten kiosk library market mosque museum office parking pavilion public retail roof
   ruins school service shed shop shrine sports_hall stadium supermarket temple toilets train_station transportation university
   warehouse`.split(/\s+/),
);

/** Households of a building: what is recorded, or one for so many square metres of floor where people may live. */
export function householdsOf(row: BuildingShape, estimate: number | undefined): number {
  if (row.households !== null) return row.households;
  if (estimate === undefined || NOT_HOMES.has(row.class)) return 0;
  if (row.geometry.type !== 'Polygon' && row.geometry.type !== 'MultiPolygon') return 0;
  const levels = row.levels ?? Math.max(1, Math.round((row.heightM ?? 3) / 3));
  return Math.round((areaOf(row.geometry) * levels) / estimate);
}

/** The buildings as the planner of grids takes them. */
export function gridBuildings(ground: Ground, input: GridsInput): TaskBuilding[] {
  const named = (groups: GridsInput['exclusive']) =>
    new Map((groups ?? []).flatMap(({ name, buildings }) => buildings.map((id) => [id, name] as const)));
  const exclusive = named(input.exclusive);
  const villages = named(input.villages);
  return ground.buildings.map(({ row, community, grid, micro }) => {
    const own = exclusive.get(row.id);
    const village = villages.get(row.id);
    return {
      id: row.id,
      lng: row.lng,
      lat: row.lat,
      households: householdsOf(row, input.estimate),
      community,
      corners: cornersOf(row),
      ...(grid === undefined ? {} : { existing: grid }),
      // Read only where micro-grids are asked for: they are no part of the data that other plans rest on.
      ...(micro === undefined || input.micro === undefined ? {} : { micro }),
      ...(own === undefined ? {} : { exclusive: own }),
      ...(own !== undefined || village === undefined ? {} : { village }),
    };
  });
}

function cornersOf({ geometry }: BuildingShape): Point[] {
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return [];
  const rings =
    geometry.type === 'Polygon'
      ? geometry.coordinates.slice(0, 1)
      : geometry.coordinates.flatMap((one) => one.slice(0, 1));
  return rings.flatMap((ring) =>
    ring.slice(1).flatMap((corner, i) => {
      const [ax, ay] = ring[i] as Point;
      const steps = Math.min(
        40,
        Math.max(1, Math.ceil(Math.max(Math.abs(corner[0] - ax), Math.abs(corner[1] - ay)) / WALL_STEP)),
      );
      return Array.from(
        { length: steps },
        (_, k): Point => [
          ax + ((corner[0] - ax) * (k + 1)) / steps,
          ay + ((corner[1] - ay) * (k + 1)) / steps,
        ],
      );
    }),
  );
}

export type MapBarrier = { id: string; name: string | null; kind: BarrierKind; lines: (readonly Point[])[] };

const kindOfRoad: Readonly<Record<string, BarrierKind>> = {
  rail: 'railway',
  metro: 'metro',
  motorway: 'motorway',
  trunk: 'motorway',
  primary: 'main-road',
  secondary: 'road',
  tertiary: 'road',
};

/** The lines of the map near the area that may part grids. */
export async function mapBarriers(tx: Tx, ground: Ground): Promise<MapBarrier[]> {
  const box =
    ground.box ??
    (ground.buildings.length === 0
      ? undefined
      : bboxOfPoints(ground.buildings.map(({ row }): Point => [row.lng, row.lat])));
  if (!box) return [];
  return (await listMapLines(tx)).flatMap(({ id, layer, class: kind, name, underground, paths }) => {
    // People live on both sides above it, and cross it without knowing.
    if (underground) return [];
    const of = layer === 'water' ? ('water' as const) : kindOfRoad[kind];
    const lines = paths.filter((line) => line.length >= 2 && boxesOverlap(bboxOfPoints(line), box));
    return of === undefined || lines.length === 0 ? [] : [{ id, name, kind: of, lines }];
  });
}

/** The barriers of a question: kinds, lines that differ from their kind, and what was drawn. Open ones are left out. */
export function chosenBarriers(barriers: readonly MapBarrier[], input: GridsInput): TaskBarrier[] {
  const found: TaskBarrier[] = [];
  const add = (id: string, name: string, line: readonly Point[], strength: Strength) => {
    if (strength === 'open' || strength === 0) return;
    found.push({ id, name, line, weight: strength === 'hard' ? Number.POSITIVE_INFINITY : strength });
  };
  for (const { id, name, kind, lines } of barriers) {
    const strength = input.lines?.[id] ?? input.barriers[kind] ?? 'open';
    for (const line of lines) add(id, name ?? '', line, strength);
  }
  for (const [i, { name, line, strength }] of (input.drawn ?? []).entries())
    add(`drawn-${i + 1}`, name, line as readonly Point[], strength);
  return found;
}
