// From a saved question to the task that a worker computes, with the map and the territory as they are now.
import { createHash } from 'node:crypto';
import { isOpen } from '@renlin/core/network/coverage';
import { problem } from '../../kernel/problem.ts';
import type { Tx } from '../../platform/db/db.ts';
import { chosenPlaces, type FoundPlace, placesAndMissing } from './chosen.ts';
import type { CircleTask } from './compute/circle.ts';
import type { Client, Facility } from './compute/coverage.ts';
import type { GridsTask } from './compute/grids-task.ts';
import { nearestOf } from './compute/nearest-spot.ts';
import type { Result, Task } from './compute/task.ts';
import type { CircleInput, CoverageInput, GridsInput, PlaceChoice, SitingInput } from './contract.ts';
import {
  chosenBarriers,
  type Ground,
  gridBuildings,
  householdsOf,
  mapBarriers,
  readGround,
} from './ground.ts';
import { spansOfDoor } from './hours-vocabulary.ts';
import type { PlanningParts } from './parts.ts';
import { countPeopleByBuilding } from './services.ts';
import { findResult, type RunInput } from './store.ts';
import { streetInput } from './street-graphs.ts';
import { stressTask } from './stress/ask.ts';

/** Most pairs of buildings and sites that are weighed. */
const MOST_PAIRS = 12_000_000;
const MOST_SITES = 600;

/** Work units: about a second, ten and a minute on a machine of today. */
export const WORK_OF = { quick: 30_000_000, normal: 300_000_000, thorough: 2_000_000_000 } as const;

export type Asked = { task: Task; dataHash: string };

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Reads what the question needs. Throws a problem that says what is missing and what would help. */
export async function askedTask(
  parts: PlanningParts,
  tx: Tx,
  areaId: string,
  input: RunInput,
): Promise<Asked> {
  const ground = await readGround(tx, areaId, parts.now());
  if (ground.buildings.length === 0) throw problem('planning.no-buildings', { area: ground.area.name });
  switch (input.kind) {
    case 'grids':
      return gridsTask(parts, tx, ground, input.input, input);
    case 'coverage':
      return coverageTask(parts, tx, ground, input.input);
    case 'siting':
      return sitingTask(parts, tx, ground, input.input, input);
    case 'circle':
      return circleTask(parts, tx, ground, input.input);
    case 'stress':
      return stressTask(parts, tx, ground, ground.area.name, input);
  }
}

async function gridsTask(
  parts: PlanningParts,
  tx: Tx,
  ground: Ground,
  input: GridsInput,
  run: RunInput,
): Promise<Asked> {
  const buildings = gridBuildings(ground, input);
  if (buildings.every((one) => one.households === 0))
    throw problem('planning.no-households', { area: ground.area.name, count: buildings.length });
  const barriers = chosenBarriers(await mapBarriers(tx, ground), input);
  const base = run.base === undefined ? undefined : await findResult(tx, run.base);
  const dataHash = hashOf([
    buildings.map(({ corners, ...one }) => one),
    barriers.map((one) => ({ ...one, weight: String(one.weight) })),
  ]);
  const cases = await parts.openCases(tx, ground.areaIds);
  const frozen = run.work && new Map(run.work);
  const task: GridsTask = {
    kind: 'grids',
    buildings,
    communities: ground.communities,
    barriers,
    lower: input.lower,
    upper: input.upper,
    ...(input.target === undefined ? {} : { target: input.target }),
    stability: input.stability,
    ...(input.asToday ? { asToday: true } : {}),
    ...(input.micro === undefined ? {} : { micro: input.micro }),
    today: ground.grids,
    cases: cases.map(({ lng, lat, areaId }) => ({ lng, lat, grid: areaId })),
    work: frozen ? buildings.map(({ id }) => frozen.get(id) ?? 0) : casesByBuilding(buildings, cases),
    ...(input.weights ? { weights: definedOf(input.weights) } : {}),
    ...(input.workBy ? { workBy: input.workBy } : {}),
    ...(base
      ? {
          base: baseOf(
            base,
            buildings.map((one) => one.id),
          ),
        }
      : {}),
    corrections: run.corrections ?? [],
  };
  return { task, dataHash };
}

const definedOf = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

type Placed = { lng: number; lat: number };

/** A case counts to the building that it lies nearest to. */
function casesByBuilding(buildings: readonly Placed[], cases: readonly Placed[]): number[] {
  const nearest = nearestOf(buildings);
  const work = buildings.map(() => 0);
  for (const one of cases) {
    const v = nearest(one);
    if (v >= 0) work[v] = (work[v] as number) + 1;
  }
  return work;
}

/** The open cases of today by building, for a run whose answer rests on them. */
export async function workOfToday(parts: PlanningParts, tx: Tx, areaId: string): Promise<[string, number][]> {
  const ground = await readGround(tx, areaId, parts.now());
  const spots = ground.buildings.map(({ row }) => row);
  const work = casesByBuilding(spots, await parts.openCases(tx, ground.areaIds));
  return spots.flatMap(({ id }, v): [string, number][] => (work[v] ? [[id, work[v]]] : []));
}

function baseOf(base: Result, ids: readonly string[]): NonNullable<GridsTask['base']> {
  if (base.kind !== 'grids') throw problem('planning.kind-mismatch', {});
  if (base.buildings.length !== ids.length || base.buildings.some((id, i) => id !== ids[i]))
    throw problem('planning.area-changed', {});
  return { gridOf: base.gridOf, codes: base.grids.map((grid) => grid.code) };
}

async function clientsOf(tx: Tx, ground: Ground, estimate: number | undefined): Promise<Client[]> {
  const { byBuilding } = await countPeopleByBuilding(tx, ground);
  const clients = ground.buildings.flatMap(({ row, community }) => {
    const households = householdsOf(row, estimate);
    if (households === 0) return [];
    const place = ground.communities[community]?.name ?? '';
    return [
      {
        id: row.id,
        lng: row.lng,
        lat: row.lat,
        households,
        groups: [`community:${place}`, `building:${row.class}`],
        ...definedOf({ people: byBuilding.get(row.id) }),
      },
    ];
  });
  if (clients.length === 0)
    throw problem('planning.no-households', { area: ground.area.name, count: ground.buildings.length });
  return clients;
}

async function streetsFor(
  parts: PlanningParts,
  tx: Tx,
  ground: Ground,
  { walker, estimate }: Pick<CoverageInput, 'walker' | 'estimate'>,
) {
  const clients = await clientsOf(tx, ground, estimate);
  const streets = await streetInput(parts, tx, walker);
  if (!streets) throw problem('planning.no-streets', { area: ground.area.name });
  return { clients, streets };
}

async function coverageTask(
  parts: PlanningParts,
  tx: Tx,
  ground: Ground,
  input: CoverageInput,
): Promise<Asked> {
  const { clients, streets } = await streetsFor(parts, tx, ground, input);
  const facilities = await chosenPlaces(tx, ground, input.facilities);
  if (facilities.length === 0)
    throw problem('planning.no-facilities', { area: ground.area.name }, [
      { path: 'question/input/facilities', code: 'planning-no-facilities' },
    ]);
  return {
    task: {
      kind: 'coverage',
      streets: streets.input,
      profile: input.walker,
      minutes: input.minutes,
      times: input.times,
      clients,
      facilities: facilities.map(asFacility),
      closures: input.closures ?? [],
      ...(input.open ? { at: input.open } : {}),
      lost: input.lost ?? [],
    },
    dataHash: hashOf([clients, facilities, streets.mark]),
  };
}

/** A place with the hours that its words say, if they are understood. */
function asFacility({ hours, ...one }: FoundPlace): Facility {
  const spans = hours === undefined ? undefined : spansOfDoor(hours);
  return spans ? { ...one, hours: spans } : one;
}

async function circleTask(parts: PlanningParts, tx: Tx, ground: Ground, input: CircleInput): Promise<Asked> {
  const clients = await clientsOf(tx, ground, input.estimate);
  const streets: CircleTask['streets'] = {};
  const marks: string[] = [];
  for (const walker of new Set(input.services.map((one) => one.walker))) {
    const found = await streetInput(parts, tx, walker);
    if (!found) throw problem('planning.no-streets', { area: ground.area.name });
    streets[walker] = found.input;
    marks.push(`${walker} ${found.mark}`);
  }
  const services: CircleTask['services'][number][] = [];
  for (const { id, name, walker, minutes, times, places } of input.services) {
    // A service that is nowhere yet is what the circle has to show: nobody is covered.
    const { places: found, unplaced } = await placesAndMissing(tx, ground, places);
    services.push({
      id,
      name,
      profile: walker,
      minutes,
      times,
      facilities: found.map(asFacility),
      unplaced,
    });
  }
  return {
    task: {
      kind: 'circle',
      streets,
      clients,
      services,
      closures: input.closures ?? [],
      ...(input.open ? { at: input.open } : {}),
      lost: input.lost ?? [],
    },
    dataHash: hashOf([clients, services.map((one) => [one.facilities, one.unplaced]), marks.sort()]),
  };
}

const bare = ({ hours: _, ...one }: Facility): Facility => one;

async function sitingTask(
  parts: PlanningParts,
  tx: Tx,
  ground: Ground,
  input: SitingInput,
  run: RunInput,
): Promise<Asked> {
  const { clients, streets } = await streetsFor(parts, tx, ground, input);
  const placesOf = async (choice: PlaceChoice) => (await chosenPlaces(tx, ground, choice)).map(asFacility);
  // What is lost or closed at that hour serves nobody.
  const serving = ({ id, hours }: Facility) =>
    !input.lost?.includes(id) &&
    (!input.open || (hours === undefined ? input.open.unknown === 'open' : isOpen(hours, input.open)));
  const standing = (input.existing ? await placesOf(input.existing) : []).filter(serving).map(bare);
  const known = new Set(standing.map((one) => one.id));
  const sites = [...standing, ...(await placesOf(input.sites)).map(bare).filter((one) => !known.has(one.id))];
  if (sites.length === 0)
    throw problem('planning.no-sites', { area: ground.area.name }, [
      { path: 'question/input/sites', code: 'planning-no-facilities' },
    ]);
  if (sites.length > MOST_SITES || sites.length * clients.length > MOST_PAIRS)
    throw problem('planning.too-large', {
      sites: sites.length,
      buildings: clients.length,
      maxSites: MOST_SITES,
    });
  const ids = new Set(sites.map((one) => one.id));
  const [fixed, forbidden] = [
    (input.fixed ?? []).filter((id) => ids.has(id)),
    (input.forbidden ?? []).filter((id) => ids.has(id)),
  ];
  const both =
    fixed.find((id) => forbidden.includes(id)) ??
    [...fixed, ...forbidden].find((id) => known.has(id) && forbidden.includes(id));
  if (both !== undefined)
    throw problem('planning.sites-contradict', { name: sites.find((one) => one.id === both)?.name || both }, [
      { path: 'question/input/forbidden', code: 'invalid' },
    ]);
  return {
    task: {
      kind: 'siting',
      streets: streets.input,
      profile: input.walker,
      question: input.question,
      clients,
      sites,
      fixed,
      forbidden,
      existing: standing.map((one) => one.id),
      p: input.p,
      minutes: input.minutes,
      capacity: input.capacity ?? 1_000_000,
      times: input.times ?? 1,
      closures: input.closures ?? [],
      curve: input.curve ?? 0,
      seed: run.seed,
      workBudget: run.workBudget ?? WORK_OF[input.effort],
    },
    dataHash: hashOf([clients, sites, streets.mark]),
  };
}

/** The same answer has the same mark, however long it took and whatever the day's cases are. */
export function resultMark(result: Result): string {
  switch (result.kind) {
    case 'grids':
      return hashOf([
        result.buildings,
        result.gridOf,
        result.grids.map((grid) => grid.code),
        ...(result.micro ? [result.micro.microOf] : []),
      ]);
    case 'coverage':
      return hashOf([result.buildings, result.seconds]);
    case 'circle':
      return hashOf([result.buildings, result.lacking, result.services.map((one) => one.seconds)]);
    case 'stress':
      return hashOf(result);
    case 'siting':
      return hashOf([result.proof, result.open, result.siteOf, result.seconds, result.curve]);
  }
}
