// From what is recorded and asked to the input that the simulation reads: places on a plane, streets, hazard, who and what is there.
import { positionInRing } from '@renlin/core/geometry/contains';
import { METRES_PER_DEGREE } from '@renlin/core/geometry/measure';
import type { Ring } from '@renlin/core/geometry/types';
import type { Snap } from '@renlin/core/network/snap';
import { applyMeasure } from '@renlin/core/simulation/measures';
import { parseStressInput, type StressInput } from '@renlin/core/simulation/scenario';
import { HARM_OF, UTILITY_OF } from '../stress/assumptions.ts';
import { makeSnapper, type Spot, streetsOf } from './streets.ts';
import { type Roads, roadsOf, round } from './stress-roads.ts';
import type { StressResult, StressTask } from './stress-task.ts';

/** Streets so far around the homes belong to it, in metres. */
const AROUND = 1_000;
/** Teams that wait beside the hazard where the plan says so. */
const FORWARD = new Set(['rescue', 'clinic']);

export type Assembled = { input: StressInput; streets: StressResult['streets'] };

/** Throws RangeError (InputError among them) that names what cannot be. */
export function assemble(task: StressTask): Assembled {
  const { question, cells } = task;
  const plane = planeOf(cells);
  const xy = (spot: Spot): { x: number; y: number } => {
    const [x, y] = plane(spot);
    return { x, y };
  };
  const homes = cells.map((cell) => plane(cell));
  const box = boxOf(homes, AROUND);
  const { roads, streets, lostRoads } = streetsFor(task, plane, box);
  const places = [...task.teams, ...task.stocks, ...task.shelters, ...task.utilities].map((one) =>
    plane(one),
  );
  const zones = question.hazard.zones.map(({ ring }) => ring.map(([lng, lat]) => plane({ lng, lat })));
  const bounds = boxOf([...homes, ...places, ...zones.flat(), ...(roads?.nodes ?? [])], 1);
  const harm = HARM_OF[question.hazard.kind];
  const { perHousehold, elderly, chronic, powered } = question.people;
  const whole = question.hazard.whole;
  const raw = {
    name: task.name,
    bounds,
    horizonHours: question.hours,
    startHour: question.startHour,
    grids: cells.map((cell) => ({
      id: cell.id,
      area: cell.communityId,
      ...xy(cell),
      households: cell.households,
      people: Math.round(cell.households * perHousehold),
      group: cell.communityId,
      elderly: cell.households * elderly,
      chronic: cell.households * chronic,
      powered: cell.households * powered,
    })),
    roads: roads ? { nodes: roads.nodes, edges: roads.edges } : null,
    facilities: task.utilities.map(({ id, service, communityId, ...spot }) => ({
      id,
      service,
      ...xy(spot),
      serves: cells.filter((cell) => cell.communityId === communityId).map((cell) => cell.id),
      ...UTILITY_OF[service],
    })),
    responders: task.teams.map(({ id, count, skills, shiftFrom, shiftTo, metresPerMinute, ...team }) => ({
      id,
      ...xy(task.policy.forward && FORWARD.has(team.kind) ? forward(team, task) : team),
      count,
      skills,
      shiftFrom,
      shiftTo,
      metresPerMinute,
    })),
    stocks: task.stocks.map(({ id, items, arrivals, ...spot }) => ({ id, ...xy(spot), items, arrivals })),
    shelters: task.shelters.map(({ id, capacity, ...spot }) => ({ id, ...xy(spot), capacity })),
    hazard: {
      ...harm,
      footprints: [
        ...(whole ? [{ polygon: cornersOf(bounds), ...whole }] : []),
        ...zones.map((polygon, i) => {
          const { fromHour, toHour, intensity } = question.hazard.zones[
            i
          ] as (typeof question.hazard.zones)[number];
          return { polygon, fromHour, toHour, intensity };
        }),
        ...partlyHit(task, homes, zones),
      ],
      scale: question.hazard.scale,
      lost: task.utilities
        .filter((one) => question.lost?.services?.includes(one.service))
        .map((one) => one.id),
      lostRoads,
      lostStocks: known(question.lost?.stocks, task.stocks),
      lostShelters: known(question.lost?.shelters, task.shelters),
    },
    records: recordsOf(question.records),
    policy: { rule: task.policy.rule, reserve: task.policy.reserve },
    command: question.command,
    measures: task.measures.map(({ id, costYuan, changes }) => ({ id, label: id, costYuan, changes })),
  };
  const input = parseStressInput(raw);
  for (const measure of input.measures) applyMeasure(input, measure);
  return { input, streets };
}

function recordsOf(records: StressTask['question']['records']): Record<string, number> | null {
  const given = Object.entries(records ?? {}).filter((one): one is [string, number] => one[1] !== undefined);
  return given.length === 0 ? null : Object.fromEntries(given);
}

/** What was lost and is not there any more is lost all the same. */
const known = (ids: readonly string[] | undefined, of: readonly { id: string }[]): string[] =>
  (ids ?? []).filter((id) => of.some((one) => one.id === id));

/** A local plane around the homes, in decimetres. */
function planeOf(cells: readonly Spot[]): (spot: Spot) => [number, number] {
  const lng0 = Math.min(...cells.map((one) => one.lng));
  const lat0 = Math.min(...cells.map((one) => one.lat));
  const narrow = Math.cos((lat0 * Math.PI) / 180);
  return ({ lng, lat }) => [
    round((lng - lng0) * narrow * METRES_PER_DEGREE),
    round((lat - lat0) * METRES_PER_DEGREE),
  ];
}

type Box = [west: number, south: number, east: number, north: number];

function boxOf(places: readonly (readonly [number, number])[], margin: number): Box {
  const box: Box = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -Infinity, -Infinity];
  for (const [x, y] of places) {
    box[0] = Math.min(box[0], x - margin);
    box[1] = Math.min(box[1], y - margin);
    box[2] = Math.max(box[2], x + margin);
    box[3] = Math.max(box[3], y + margin);
  }
  return box.map(round) as Box;
}

const cornersOf = ([west, south, east, north]: Box): [number, number][] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

export const closedRing = (ring: Ring): Ring => {
  const [first] = ring;
  const last = ring.at(-1);
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring;
};

/**
 * The simulation asks whether the middle of a grid lies in a zone. A grid that only a part of lies in it is hit as much as the share
 * of its households that do: a metre around its middle, weaker.
 */
function partlyHit(
  { houses, cells, question }: StressTask,
  homes: readonly (readonly [number, number])[],
  zones: readonly (readonly [number, number])[][],
) {
  return zones.flatMap((polygon, z) => {
    const { ring, fromHour, toHour, intensity } = question.hazard.zones[
      z
    ] as (typeof question.hazard.zones)[number];
    const inside = cells.map(() => 0);
    const outline = closedRing(ring);
    for (const [lng, lat, households, cell] of houses)
      if (positionInRing(outline, [lng, lat]) !== 'outside')
        inside[cell] = (inside[cell] as number) + households;
    return cells.flatMap((cell, i) => {
      const [x, y] = homes[i] as readonly [number, number];
      const share = (inside[i] as number) / cell.households;
      if (share === 0 || positionInRing(closedRing(polygon), [x, y]) !== 'outside') return [];
      return [
        {
          polygon: cornersOf([x - 0.5, y - 0.5, x + 0.5, y + 0.5]),
          fromHour,
          toHour,
          intensity: Math.round(intensity * share * 1000) / 1000,
        },
      ];
    });
  });
}

/** The middle of the grid nearest to the hazard that it does not reach; a hazard over everything leaves them at home. */
function forward(team: Spot, { cells, question }: StressTask): Spot {
  const rings = question.hazard.zones.map(({ ring }) => closedRing(ring));
  if (rings.length === 0 || question.hazard.whole) return team;
  const corners = rings.flat();
  let best: Spot = team;
  let least = Number.POSITIVE_INFINITY;
  for (const cell of cells) {
    if (rings.some((ring) => positionInRing(ring, [cell.lng, cell.lat]) !== 'outside')) continue;
    for (const [lng, lat] of corners) {
      // Its own side of the water: what lies nearer to home counts a little.
      const far =
        (cell.lng - lng) ** 2 +
        (cell.lat - lat) ** 2 +
        ((cell.lng - team.lng) ** 2 + (cell.lat - team.lat) ** 2) / 4;
      if (far < least) [best, least] = [cell, far];
    }
  }
  return { lng: best.lng, lat: best.lat };
}

function streetsFor(
  task: StressTask,
  plane: (spot: Spot) => [number, number],
  box: Box,
): { roads: Roads | undefined; streets: StressResult['streets']; lostRoads: number[] } {
  const none = { source: 'none' as const, nodes: 0, edges: 0, closed: 0 };
  if (!task.streets) return { roads: undefined, streets: none, lostRoads: [] };
  const graph = streetsOf(task.streets, 'vehicle');
  const roads = roadsOf(graph, plane, box);
  if (roads.edges.length === 0) return { roads: undefined, streets: none, lostRoads: [] };
  const snapper = makeSnapper(graph);
  const lostRoads = new Set<number>();
  for (const { lng, lat } of task.question.closures ?? []) {
    const found = snapper.snap(lng, lat, { maxMetres: 60 });
    if (typeof found === 'string') continue;
    const first = roads.stretchOf[(found as Snap).edge] as number;
    for (let k = 0; first >= 0 && k < (roads.pieces[(found as Snap).edge] as number); k++)
      lostRoads.add(first + k);
  }
  return {
    roads,
    streets: {
      source: task.streets.from,
      nodes: roads.nodes.length,
      edges: roads.edges.length,
      closed: lostRoads.size,
    },
    lostRoads: [...lostRoads].sort((a, b) => a - b),
  };
}
