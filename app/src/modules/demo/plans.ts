// One plan of each kind in the first street of the demo: grids, coverage, siting, the emergency circle and a stress test.
import { listNodes } from '../../engines/tree/tree.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/db.ts';
import { householdsOf, readGround, seedPlans } from '../planning/public.ts';
import { findDemoAccount } from './store.ts';
import { planNames } from './texts.ts';

const service = <W extends string>(id: keyof typeof planNames.services, walker: W, minutes = 15) => ({
  id,
  name: planNames.services[id],
  walker,
  minutes,
  times: 1,
});

export async function seedDemoPlans(tx: Tx, given: { ids: Ids; now: number }): Promise<void> {
  const [street] = await listNodes(tx, 'area', { levels: ['street'], limit: 1 });
  if (!street) return;
  const account = await findDemoAccount(tx, 'admin');
  const areaId = street.id;
  await seedPlans(tx, { ids: given.ids, at: given.now, by: account?.id ?? null }, [
    {
      name: planNames.grids,
      areaId,
      question: {
        kind: 'grids',
        input: {
          lower: 300,
          upper: 500,
          stability: 2,
          barriers: { water: 'hard', railway: 'hard', motorway: 'hard', 'main-road': 3, road: 1 },
        },
      },
    },
    {
      name: planNames.coverage,
      areaId,
      question: {
        kind: 'coverage',
        input: { walker: 'elder', minutes: 15, facilities: { pois: ['clinic', 'hospital'] }, times: 1 },
      },
    },
    {
      name: planNames.siting,
      areaId,
      question: {
        kind: 'siting',
        input: {
          walker: 'walk',
          minutes: 8,
          question: 'most-covered',
          sites: { buildings: ['retail'] },
          p: 3,
          curve: 6,
          effort: 'quick',
        },
      },
    },
    {
      name: planNames.circle,
      areaId,
      question: {
        kind: 'circle',
        input: {
          services: [
            {
              ...service('shelter', 'elder'),
              places: { shelters: ['shelter'], venues: ['venue-for-shelter'], pois: ['school'] },
            },
            {
              ...service('stock', 'walk'),
              places: { stocks: ['stock-point'], venues: ['venue-for-stock'] },
            },
            {
              ...service('aed', 'walk', 5),
              places: { stocks: ['stock-aed'], pois: ['defibrillator'] },
            },
            {
              ...service('clinic', 'elder'),
              places: { pois: ['clinic', 'hospital'], venues: ['venue-clinic'] },
            },
            { ...service('ambulance', 'vehicle'), places: { pois: ['hospital'] } },
          ],
        },
      },
    },
    {
      name: planNames.stress,
      areaId,
      question: {
        kind: 'stress',
        input: {
          hazard: {
            kind: 'rainstorm',
            scale: 1,
            zones: [
              {
                name: planNames.stressZone,
                ring: await lowGround(tx, areaId, given.now),
                fromHour: 2,
                toHour: 26,
                intensity: 0.8,
              },
            ],
          },
          hours: 72,
          startHour: 18,
          utilities: true,
          recalled: true,
          people: { perHousehold: 2.62, elderly: 0.06, chronic: 0.04, powered: 0.002 },
          command: { commanders: 1, span: 5, decisionMinutes: 5 },
          policy: { rule: 'priority', reserve: 0, forward: false },
          runs: 8,
          ask: ['causes', 'measures', 'policies'],
        },
      },
    },
  ]);
}

/** The western third of the homes of the street, as a box: where the water stands in the demo. */
async function lowGround(tx: Tx, areaId: string, now: number): Promise<[number, number][]> {
  const homes = (await readGround(tx, areaId, now)).buildings
    .map(({ row }) => row)
    .filter((row) => householdsOf(row, undefined) > 0);
  const lngs = homes.map((row) => row.lng).sort((a, b) => a - b);
  const lats = homes.map((row) => row.lat).sort((a, b) => a - b);
  const [west = 0, east = 0] = [lngs[0], lngs[Math.floor(lngs.length / 3)]];
  const [south = 0, north = 0] = [lats[0], lats.at(-1)];
  const margin = 0.0005;
  return [
    [west - margin, south - margin],
    [east, south - margin],
    [east, north + margin],
    [west - margin, north + margin],
  ];
}
