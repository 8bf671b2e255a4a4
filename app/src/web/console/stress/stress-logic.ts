// What the pages work out from an answer: where curves run, who is worst off, what a minute of the story is called.
import { partsOf } from '@renlin/core/geometry/measure';
import { convexHull } from '@renlin/core/geometry/shape';
import type { Area as CoreArea } from '@renlin/core/geometry/types';
import type { Estimate } from '@renlin/core/simulation/statistics';
import type { Area, Corner } from '../planning/planning-types.ts';
import type { Cell, Model, Story, StressResult } from './stress-types.ts';

export type Point = { x: number; y: number };

/** Hours and a share as a place in a drawing: 0…width, with 1 at the top. */
export function placer(box: { width: number; height: number; hours: number; lowest: number }) {
  const { width, height, hours, lowest } = box;
  return (minute: number, share: number): Point => ({
    x: (minute / 60 / hours) * width,
    y: height - ((Math.max(lowest, Math.min(1, share)) - lowest) / (1 - lowest)) * height,
  });
}

const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

export function linePath(
  minutes: readonly number[],
  values: readonly number[],
  place: ReturnType<typeof placer>,
): string {
  return minutes.map((minute, k) => `${k === 0 ? 'M' : 'L'}${at(place(minute, values[k] ?? 1))}`).join('');
}

/** The band between two curves, there and back. */
export function bandPath(
  minutes: readonly number[],
  low: readonly number[],
  high: readonly number[],
  place: ReturnType<typeof placer>,
): string {
  const back = minutes.map((minute, k) => ({ minute, k })).reverse();
  return `${linePath(minutes, high, place)}${back.map(({ minute, k }) => `L${at(place(minute, low[k] ?? 1))}`).join('')}Z`;
}

/** The lowest line that a drawing of these curves needs: a step of a tenth below them, so that small dips can be seen. */
export function lowestOf(curves: readonly (readonly number[])[]): number {
  const least = Math.min(1, ...curves.map((curve) => Math.min(...curve)));
  return Math.min(0.9, Math.max(0, Math.floor((least - 0.02) * 10) / 10));
}

/** Those where people waited longest, the worst first; nobody who waited is not worst off. */
export function worstCells(
  result: StressResult,
  most = 10,
): (StressResult['cells'][number] & { cell: number })[] {
  return result.cells
    .map((cell, i) => ({ ...cell, cell: i }))
    .filter((one) => one.lateMinutesPerPerson > 0)
    .sort((a, b) => b.lateMinutesPerPerson - a.lateMinutesPerPerson || a.cell - b.cell)
    .slice(0, most);
}

/** How much of the worst a value is, in five steps from 0 (nothing) to 4. */
export function stepOf(value: number, worst: number): 0 | 1 | 2 | 3 | 4 {
  if (value <= 0 || worst <= 0) return 0;
  return Math.min(4, Math.ceil((value / worst) * 4)) as 1 | 2 | 3 | 4;
}

/** A difference counts when its interval leaves out nothing changing. */
export const isCertain = ({ low, high, runs }: Estimate): boolean => runs > 1 && (low > 0 || high < 0);

/** The hour of the story as people read it: the day counted from 0, and the time of day. */
export function clockOf(hour: number, startHour: number): { day: number; time: string } {
  const all = startHour + hour;
  return { day: Math.floor(all / 24), time: `${String(Math.floor(all % 24)).padStart(2, '0')}:00` };
}

export const minuteClock = (minute: number, startHour: number): { day: number; time: string } => {
  const all = startHour * 60 + Math.round(minute);
  const [hours, minutes] = [Math.floor((all % 1440) / 60), all % 60];
  return {
    day: Math.floor(all / 1440),
    time: `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`,
  };
};

/** What the map and the line below it say of one hour. */
export function hourOf(story: Story, hour: number) {
  const waiting = story.waiting[hour] ?? [];
  return {
    hit: new Map(story.hit[hour] ?? []),
    waiting: new Map(waiting.map(([cell, calls, late]) => [cell, { calls, late }])),
    cutOff: new Set(story.cutOff[hour] ?? []),
    down: new Set(story.down[hour] ?? []),
    calls: waiting.reduce((sum, [, calls]) => sum + calls, 0),
    late: waiting.reduce((sum, [, , late]) => sum + late, 0),
  };
}

/** What happened in the hour that ends then. */
export function eventsIn(story: Story, hour: number) {
  return story.events.filter(({ minute }) => minute <= hour * 60 && (hour === 0 || minute > (hour - 1) * 60));
}

/** The box around all homes and the outlines of their grids, with room for what is drawn beside them. */
export function boxOf(
  cells: readonly Cell[],
  model?: Pick<Model, 'outlines'>,
): [number, number, number, number] | undefined {
  if (cells.length === 0) return undefined;
  const own = new Set(cells.map((cell) => cell.id));
  const corners: readonly Corner[] = [
    ...cells.map((one): Corner => [one.lng, one.lat]),
    ...(model?.outlines ?? []).flatMap((one) => (own.has(one.id) ? outerCorners(one.geometry) : [])),
  ];
  const margin = 0.001;
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [lng, lat] of corners) {
    box[0] = Math.min(box[0], lng - margin);
    box[1] = Math.min(box[1], lat - margin);
    box[2] = Math.max(box[2], lng + margin);
    box[3] = Math.max(box[3], lat + margin);
  }
  return box;
}

/** The server takes so many corners. */
const MOST_CORNERS = 300;

/** Places that a hazard may be put on without drawing: each community as the ground around its grids, then each grid. */
export function placesToHit(model: Model): { id: string; name: string; ring: Corner[] }[] {
  const outlines = new Map(model.outlines.map((one) => [one.id, one.geometry]));
  const communities = new Map<string, { name: string; cells: Cell[] }>();
  for (const cell of model.cells) {
    const known = communities.get(cell.communityId) ?? { name: cell.community, cells: [] };
    known.cells.push(cell);
    communities.set(cell.communityId, known);
  }
  const found: { id: string; name: string; ring: Corner[] }[] = [];
  for (const [id, { name, cells }] of communities) {
    const corners = cells.flatMap((cell) => outerCorners(outlines.get(cell.id)));
    if (corners.length >= 3)
      found.push({ id: `community:${id}`, name, ring: thinned(convexHull(corners) as Corner[]) });
  }
  for (const cell of model.cells) {
    const ring = outerCorners(outlines.get(cell.id));
    if (ring.length >= 3) found.push({ id: cell.id, name: cell.name, ring: thinned(ring) });
  }
  return found;
}

/** The outer ring of the largest part. */
function outerCorners(area: Area | undefined): Corner[] {
  if (!area) return [];
  const rings = partsOf(area as CoreArea).map((part) => (part[0] ?? []) as Corner[]);
  return rings.reduce((longest, ring) => (ring.length > longest.length ? ring : longest), []);
}

function thinned(ring: readonly Corner[]): Corner[] {
  const every = Math.ceil(ring.length / MOST_CORNERS);
  return ring.filter((_, i) => i % every === 0);
}
