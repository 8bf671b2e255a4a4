// One plan of each kind in the first street of the demo: grids, coverage, siting and the emergency circle.
import { listNodes } from '../../engines/tree/tree.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/db.ts';
import { seedPlans } from '../planning/public.ts';
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
  ]);
}
