// The district as a stress test sees it, from what is recorded today: households by grid, streets, who is on which post, goods, shelters.
// What is not recorded is thought of, and said.
import { listNodes } from '../../../engines/tree/tree.ts';
import { civilDate } from '../../../kernel/clock.ts';
import { problem } from '../../../kernel/problem.ts';
import type { Tx } from '../../../platform/db/db.ts';
import { selectPosts } from '../../org/public.ts';
import { listFacilities } from '../../places/public.ts';
import { countEmergencyHelpers, listTeamStrength, type TeamStrength } from '../../registers/public.ts';
import { listShelters } from '../../shelters/public.ts';
import { listStockLines, listStockPoints } from '../../stocks/public.ts';
import type { Spot } from '../compute/streets.ts';
import type {
  StressCell,
  StressNote,
  StressShelter,
  StressStock,
  StressTask,
  StressTeam,
  StressUtility,
} from '../compute/stress-task.ts';
import { type Ground, householdsOf } from '../ground.ts';
import * as assumed from './assumptions.ts';
import { type StressQuestion, utilities } from './contract.ts';

const MOST_CELLS = 2_000;
const MOST_LINES = 20_000;

export type StressModel = Pick<
  StressTask,
  'cells' | 'houses' | 'teams' | 'stocks' | 'shelters' | 'utilities' | 'notes'
>;

type Asked = Pick<StressQuestion, 'estimate' | 'recalled' | 'utilities'>;

/** Throws a problem where there is nobody to think of, or more than can be computed. */
export async function readModel(tx: Tx, ground: Ground, asked: Asked, now: number): Promise<StressModel> {
  const today = civilDate(now);
  const notes: StressNote[] = [];
  const { cells, houses } = homesOf(ground, asked.estimate);
  if (cells.length > MOST_CELLS)
    throw problem('planning.stress-too-large', {
      area: ground.area.name,
      count: cells.length,
      max: MOST_CELLS,
    });
  const bare = ground.buildings.filter(({ row }) => householdsOf(row, asked.estimate) === 0).length;
  if (bare > 0) notes.push({ code: 'bare-buildings', params: { n: bare } });
  if (asked.estimate !== undefined)
    notes.push({ code: 'estimated-households', params: { metres: asked.estimate } });
  const placed = await placesOf(tx, ground, cells);
  const teams = await teamsOf(tx, ground, cells, placed, { ...asked, today, notes });
  const stocks = await stocksOf(tx, ground, placed, { today, notes });
  const shelters = await sheltersOf(tx, ground, placed, notes);
  const utilitiesThere = asked.utilities ? utilitiesOf(cells) : [];
  notes.push({ code: asked.utilities ? 'assumed-utilities' : 'no-utilities', params: {} });
  notes.push({ code: 'assumed-people', params: {} });
  return { cells, houses, teams, stocks, shelters, utilities: utilitiesThere, notes };
}

/** Grids with the households in them; what of a community lies in no grid is one more. Throws a problem where nobody lives. */
export function homesOf(
  ground: Ground,
  estimate: number | undefined,
): { cells: StressCell[]; houses: StressTask['houses'] } {
  const grids = new Map(ground.grids.map((grid) => [grid.id, grid]));
  const sums = new Map<string, StressCell & { sumLng: number; sumLat: number }>();
  const numbers = new Map<string, number>();
  const houses: [number, number, number, number][] = [];
  for (const { row, community, grid } of ground.buildings) {
    const households = householdsOf(row, estimate);
    if (households === 0) continue;
    const home = ground.communities[community];
    const id = grid ?? home?.id ?? ground.area.id;
    let cell = sums.get(id);
    if (!cell) {
      cell = {
        id,
        name: grids.get(grid ?? '')?.name ?? home?.name ?? ground.area.name,
        communityId: home?.id ?? ground.area.id,
        community: home?.name ?? ground.area.name,
        lng: 0,
        lat: 0,
        households: 0,
        sumLng: 0,
        sumLat: 0,
      };
      numbers.set(id, sums.size);
      sums.set(id, cell);
    }
    cell.households += households;
    cell.sumLng += row.lng * households;
    cell.sumLat += row.lat * households;
    houses.push([row.lng, row.lat, households, numbers.get(id) as number]);
  }
  if (houses.length === 0)
    throw problem('planning.no-households', { area: ground.area.name, count: ground.buildings.length });
  const cells = [...sums.values()].map(({ sumLng, sumLat, ...cell }) => ({
    ...cell,
    lng: sumLng / cell.households,
    lat: sumLat / cell.households,
  }));
  return { cells, houses };
}

type Placing = {
  /** Where something is: its own place, or the middle of the homes of its area. */
  at(one: { lng?: number | null; lat?: number | null; areaPath: string }): Spot | undefined;
  paths: ReadonlyMap<string, string>;
};

async function placesOf(tx: Tx, ground: Ground, cells: readonly StressCell[]): Promise<Placing> {
  const nodes = await listNodes(tx, 'area', { within: ground.area.path });
  const paths = new Map(nodes.map((node) => [node.id, node.path]));
  const at: Placing['at'] = ({ lng, lat, areaPath }) => {
    if (lng != null && lat != null) return { lng, lat };
    const near = cells.filter((cell) => (paths.get(cell.id) ?? '').startsWith(areaPath));
    // A grid without homes is where its community is.
    const some =
      near.length > 0
        ? near
        : cells.filter((cell) => areaPath.startsWith(paths.get(cell.communityId) ?? '-'));
    return some.length === 0 ? undefined : middleOf(some);
  };
  return { at, paths };
}

function middleOf(cells: readonly StressCell[]): Spot {
  const total = cells.reduce((sum, cell) => sum + cell.households, 0);
  return {
    lng: cells.reduce((sum, cell) => sum + cell.lng * cell.households, 0) / total,
    lat: cells.reduce((sum, cell) => sum + cell.lat * cell.households, 0) / total,
  };
}

const byCommunity = (cells: readonly StressCell[]) => {
  const found = new Map<string, { id: string; name: string; cells: StressCell[] }>();
  for (const cell of cells) {
    const known = found.get(cell.communityId) ?? { id: cell.communityId, name: cell.community, cells: [] };
    known.cells.push(cell);
    found.set(cell.communityId, known);
  }
  return [...found.values()];
};

/** Day and night: half of the people each, or everybody by day where nobody is called in. */
function watchesOf(
  team: Omit<StressTeam, 'shiftFrom' | 'shiftTo' | 'skills' | 'metresPerMinute'>,
  watch: 'round' | 'recalled' | 'day',
): StressTeam[] {
  const work = assumed.WORK_OF[team.kind];
  const one = (id: string, count: number, shiftFrom: number, shiftTo: number): StressTeam => ({
    ...team,
    ...work,
    id,
    count,
    shiftFrom,
    shiftTo,
  });
  if (watch === 'round') return [one(team.id, team.count, 0, 24)];
  if (watch === 'day') return [one(team.id, team.count, 8, 20)];
  const night = Math.floor(team.count / 2);
  return [
    one(team.id, team.count - night, 8, 20),
    ...(night > 0 ? [one(`${team.id}-night`, night, 20, 8)] : []),
  ];
}

const CLINICS = new Set(['clinic', 'hospital', 'doctors']);
const CHEMISTS = new Set(['clinic', 'hospital', 'doctors', 'pharmacy']);

async function teamsOf(
  tx: Tx,
  ground: Ground,
  cells: readonly StressCell[],
  { at }: Placing,
  { recalled, today, notes }: { recalled: boolean; today: string; notes: StressNote[] },
): Promise<StressTeam[]> {
  const teams: StressTeam[] = [];
  const posts = await selectPosts(tx, today, { within: ground.area.path, vacant: false });
  const atGrids = new Map<string, { name: string; spot: Spot; count: number }>();
  for (const post of posts) {
    if (post.areaLevel !== 'grid' && post.areaLevel !== 'micro-grid') continue;
    const spot = at({ areaPath: post.areaPath });
    if (!spot) continue;
    const known = atGrids.get(post.areaId) ?? { name: post.areaName, spot, count: 0 };
    known.count += 1;
    atGrids.set(post.areaId, known);
  }
  for (const [id, { name, spot, count }] of [...atGrids].sort(byId))
    teams.push(
      ...watchesOf(
        { id: `grid-worker-${id}`, kind: 'grid-worker', name, count, ...spot },
        recalled ? 'recalled' : 'day',
      ),
    );
  if (atGrids.size === 0) notes.push({ code: 'no-grid-workers', params: {} });
  const squads = squadsOf(await listTeamStrength(tx, ground.area.path, today), at, notes);
  teams.push(...squads);
  const helpers = await countEmergencyHelpers(tx, ground.area.path, today);
  let offered = 0;
  let thought = 0;
  const communities = byCommunity(cells);
  for (const { id, name, cells: own } of communities) {
    const spot = middleOf(own);
    // Whoever offered help at a place belongs to the community that the place lies in.
    const count = helpers
      .filter((one) => {
        const where = at({ areaPath: one.areaPath });
        return where !== undefined && nearestCommunity(communities, where) === id;
      })
      .reduce((sum, one) => sum + one.n, 0);
    offered += count;
    // A group of nobody too: a measure may add to it.
    teams.push(...watchesOf({ id: `neighbours-${id}`, kind: 'neighbours', name, count, ...spot }, 'round'));
    const hasRescuers = squads.some(
      (one) => one.skills.includes('rescue') && nearestCommunity(communities, one) === id,
    );
    if (!hasRescuers) thought += 1;
    teams.push(
      ...watchesOf(
        {
          id: `rescue-${id}`,
          kind: 'rescue',
          name,
          count: hasRescuers ? 0 : assumed.RESCUERS_OF_COMMUNITY,
          ...spot,
        },
        'round',
      ),
      ...watchesOf(
        {
          id: `counsellor-${id}`,
          kind: 'counsellor',
          name,
          count: assumed.COUNSELLORS_OF_COMMUNITY,
          ...spot,
        },
        'day',
      ),
    );
  }
  notes.push({ code: offered === 0 ? 'no-helpers' : 'helpers', params: { n: offered } });
  if (thought > 0)
    notes.push({
      code: 'assumed-rescue',
      params: { n: assumed.RESCUERS_OF_COMMUNITY, communities: thought },
    });
  const clinics = (await listFacilities(tx, ground.areaIds, ground.box)).filter(
    (one) => one.layer === 'poi' && CLINICS.has(one.category),
  );
  for (const one of clinics)
    teams.push(
      ...watchesOf(
        {
          id: `clinic-${idPart(one.id)}`,
          kind: 'clinic',
          name: one.name ?? one.address ?? '',
          lng: one.lng,
          lat: one.lat,
          count: assumed.CLINIC_TEAM,
        },
        'round',
      ),
    );
  notes.push(
    clinics.length === 0
      ? { code: 'no-clinics', params: {} }
      : { code: 'assumed-clinics', params: { n: clinics.length, each: assumed.CLINIC_TEAM } },
  );
  return teams;
}

/** Recorded teams with what they can do for somebody who calls; whoever is not trained and insured does nothing outdoors. */
function squadsOf(rows: readonly TeamStrength[], at: Placing['at'], notes: StressNote[]): StressTeam[] {
  const squads: StressTeam[] = [];
  let indoors = 0;
  for (const row of rows) {
    const spot = at({ areaPath: row.areaPath });
    const able = [...new Set(row.skills.flatMap((skill) => assumed.SKILLS_OF[skill] ?? []))];
    const skills = able.filter((skill) => row.outdoors || !assumed.OUTDOORS.has(skill));
    if (skills.length < able.length) indoors += 1;
    if (!spot || skills.length === 0) continue;
    squads.push({
      ...assumed.WORK_OF.squad,
      id: `squad-${row.id}`,
      kind: 'squad',
      name: row.name,
      ...spot,
      count: row.headcount,
      skills,
      shiftFrom: 0,
      shiftTo: 24,
    });
  }
  if (squads.length > 0)
    notes.push({
      code: 'teams',
      params: { n: squads.length, people: squads.reduce((sum, one) => sum + one.count, 0) },
    });
  if (indoors > 0) notes.push({ code: 'teams-indoors', params: { n: indoors } });
  return squads;
}

const byId = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);
/** Paths of measures part their steps with dots. */
const idPart = (id: string): string => id.replaceAll('.', '_');

function nearestCommunity(communities: ReturnType<typeof byCommunity>, spot: Spot): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { id, cells } of communities)
    for (const cell of cells) {
      const far = (cell.lng - spot.lng) ** 2 + (cell.lat - spot.lat) ** 2;
      if (far < least) [best, least] = [id, far];
    }
  return best;
}

/** What of a thing counts as which of the goods that needs are counted in: litres, person-days of food, courses of medicine. */
const GOODS: Readonly<Record<string, { item: 'water' | 'food' | 'medicine'; perUnit: number }>> = {
  water: { item: 'water', perUnit: 1 },
  rice: { item: 'food', perUnit: 1 / 0.4 },
  noodles: { item: 'food', perUnit: 1 / 3 },
  'first-aid-kit': { item: 'medicine', perUnit: 1 },
};
const THOUSAND = 1_000;

async function stocksOf(
  tx: Tx,
  ground: Ground,
  { at }: Placing,
  { today, notes }: { today: string; notes: StressNote[] },
): Promise<StressStock[]> {
  const within = ground.area.path;
  const points = (await listStockPoints(tx)).filter((one) => one.areaPath.startsWith(within));
  const lines = await listStockLines(tx, { within, limit: MOST_LINES });
  const stocks = new Map<string, StressStock & { items: Record<string, number> }>();
  for (const point of points) {
    const spot = at(point);
    if (spot)
      stocks.set(point.id, {
        id: point.id,
        name: point.name,
        ...spot,
        items: { water: 0, food: 0, medicine: 0 },
        arrivals: [],
      });
  }
  let expired = 0;
  let other = 0;
  for (const line of lines) {
    const stock = stocks.get(line.pointId);
    const goods = GOODS[line.item];
    if (!stock || !goods) {
      other += 1;
      continue;
    }
    if (line.expiresOn !== null && line.expiresOn < today) {
      expired += 1;
      continue;
    }
    const amount = round((line.onHand / THOUSAND) * goods.perUnit, 10);
    if (line.mode === 'own') stock.items[goods.item] = round((stock.items[goods.item] ?? 0) + amount, 10);
    else if (line.mode !== 'household')
      stock.arrivals = [
        ...stock.arrivals,
        {
          item: goods.item,
          amount,
          atHour: line.mode === 'agreed' ? assumed.AGREED_AT_HOUR : assumed.CAPACITY_AT_HOUR,
        },
      ];
  }
  if (points.length === 0) notes.push({ code: 'no-stocks', params: {} });
  if (expired > 0) notes.push({ code: 'expired-lots', params: { n: expired } });
  if (other > 0) notes.push({ code: 'other-goods', params: { n: other } });
  const chemists = (await listFacilities(tx, ground.areaIds, ground.box)).filter(
    (one) => one.layer === 'poi' && CHEMISTS.has(one.category),
  );
  for (const one of chemists)
    stocks.set(`chemist-${idPart(one.id)}`, {
      id: `chemist-${idPart(one.id)}`,
      name: one.name ?? one.address ?? '',
      lng: one.lng,
      lat: one.lat,
      items: { medicine: assumed.MEDICINE_OF_CHEMIST },
      arrivals: [],
    });
  if (chemists.length > 0)
    notes.push({
      code: 'assumed-chemists',
      params: { n: chemists.length, each: assumed.MEDICINE_OF_CHEMIST },
    });
  return [...stocks.values()];
}

async function sheltersOf(
  tx: Tx,
  ground: Ground,
  { at }: Placing,
  notes: StressNote[],
): Promise<StressShelter[]> {
  const found = (await listShelters(tx)).filter((one) => one.areaPath.startsWith(ground.area.path));
  if (found.length === 0) notes.push({ code: 'no-shelters', params: {} });
  return found.flatMap(({ id, name, capacity, ...one }) => {
    const spot = at(one);
    return spot ? [{ id, name, capacity, ...spot }] : [];
  });
}

function utilitiesOf(cells: readonly StressCell[]): StressUtility[] {
  return byCommunity(cells).flatMap(({ id, name, cells: own }) =>
    utilities.map((service) => ({
      id: `${service}-${id}`,
      name,
      service,
      communityId: id,
      ...middleOf(own),
    })),
  );
}

const round = (value: number, parts: number): number => Math.round(value * parts) / parts;
