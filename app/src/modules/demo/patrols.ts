// Patrols of the demo: a weekly round of every grid, stairwells of a few buildings, hydrants month by month. Most of what lies behind is
// recorded and some of it is not, so that there is work left to see; the demo worker's own round of today is still before her.
import { createCalendar } from '@renlin/core/calendar/calendar';
import { formatDate, parseDate } from '@renlin/core/calendar/civil';
import type { Random } from '@renlin/core/random';
import { civilDate, startOfCivilDate } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/db.ts';
import {
  areasWithin,
  insertPlan,
  insertRecords,
  installChecklists,
  listPlaces,
  type NewPlan,
  type PatrolPlace,
  type PatrolRecord,
  periodAt,
} from '../patrol/public.ts';
import { listBuildings } from '../places/public.ts';
import { listHolders } from './store.ts';

type Parts = { tx: Tx; ids: Ids; now: number; random: Random };
/** The area of each kind of plan, and the first grid, whose worker is the demo's. */
type Where = { district: string; street: string; firstGrid: string; someGrids: readonly string[] };

const DAYS_BACK = 70;
const BUILDINGS_A_GRID = 4;
const OFTEN = 0.9;
const ALREADY = 0.5;
const HOUR = 3_600_000;

export async function seedPatrols(parts: Parts, from: string, where: Where): Promise<void> {
  const { tx, ids, now } = parts;
  await installChecklists(tx, from, now);
  const startsOn = daysBefore(civilDate(now), DAYS_BACK);
  const byGrid = Map.groupBy(await listBuildings(tx, where.someGrids), (one) => one.areaId);
  const buildings = [...byGrid.values()].flatMap((there) =>
    there.slice(0, BUILDINGS_A_GRID).map((one) => one.id),
  );
  const common = { everyN: 1, duty: 'report', startsOn, endsOn: null, by: null, at: now };
  const plans: NewPlan[] = [
    {
      ...common,
      id: ids.next(),
      title: '网格周巡',
      checklist: 'grid-weekly',
      areaId: where.district,
      placeKind: 'areas',
      placeValues: ['grid'],
      every: 'week',
    },
    {
      ...common,
      id: ids.next(),
      title: '楼道消防周查',
      checklist: 'stairwell-fire',
      areaId: where.district,
      placeKind: 'features',
      placeValues: buildings,
      every: 'week',
    },
    {
      ...common,
      id: ids.next(),
      title: '消火栓月查',
      checklist: 'facility-monthly',
      areaId: where.street,
      placeKind: 'assets',
      placeValues: ['hydrant'],
      every: 'month',
    },
  ];
  const nodes = await areasWithin(tx, '');
  const walkers = await walkersOf(tx, now);
  for (const plan of plans) {
    await insertPlan(tx, plan);
    const area = nodes.find((node) => node.id === plan.areaId);
    const there = nodes.filter((node) => node.path.startsWith(area?.path ?? '-'));
    const places = await listPlaces(tx, plan, there);
    await insertRecords(
      tx,
      places.flatMap((place) => recordsOf(parts, plan, place, where, walkers(place.areaPath))),
    );
  }
}

const daysBefore = (day: string, days: number) => formatDate((parseDate(day) ?? 0) - days);

/** Nearest account that goes round over a place. */
async function walkersOf(tx: Tx, now: number): Promise<(areaPath: string) => string | undefined> {
  const holders = (await listHolders(tx, civilDate(now)))
    .filter((row) => row.duties.includes('report'))
    .sort((a, b) => b.area_path.length - a.area_path.length);
  return (areaPath) => holders.find((row) => areaPath.startsWith(row.area_path))?.account_id;
}

const calendar = createCalendar({ office: { hours: [['08:30', '17:30']] } });

/** The last period nearly everywhere, this one at half of the places; the demo worker still has hers before her. */
function recordsOf(
  { ids, now, random }: Parts,
  plan: NewPlan,
  place: PatrolPlace,
  where: Where,
  accountId: string | undefined,
): PatrolRecord[] {
  const today = civilDate(now);
  const current = periodAt(plan, today, calendar);
  if (!current || !accountId) return [];
  const before = periodAt(plan, daysBefore(current.from, 1), calendar);
  const own = place.areaId === where.firstGrid;
  const wanted = [
    ...(before && (own || random.next() < OFTEN) ? [before] : []),
    ...(!own && random.next() < ALREADY ? [current] : []),
  ];
  return wanted.map((period) => {
    const at = Math.min(startOfCivilDate(period.from) + 9 * HOUR + random.int(6 * HOUR), now);
    return {
      id: ids.next(),
      planId: plan.id,
      placeId: place.id,
      placeName: place.name,
      areaId: place.areaId,
      periodFrom: period.from,
      checklist: plan.checklist,
      version: 1,
      answers: GOOD[plan.checklist] ?? {},
      note: '',
      accountId,
      occurredAt: at,
      receivedAt: at,
    };
  });
}

const yes = (...codes: string[]) => Object.fromEntries(codes.map((code) => [code, 'yes']));
/** Nothing found. */
const GOOD: Record<string, Record<string, string>> = {
  'grid-weekly': yes(
    'manhole',
    'road',
    'streetlight',
    'cable',
    'fire-lane',
    'wall',
    'flood',
    'bin',
    'fitness',
  ),
  'stairwell-fire': {
    ...yes('exit', 'hallway', 'hydrant', 'lights', 'shaft'),
    ebike: 'no',
    'fire-door': 'closed',
  },
  'facility-monthly': yes('whole', 'free', 'dry', 'sign'),
};
