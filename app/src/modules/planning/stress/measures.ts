// What could be bought: a handful of measures where the hazard is, each a change of one number of the model. What they cost is ours until
// somebody says what it costs here.
import { positionInRing } from '@renlin/core/geometry/contains';
import { closedRing } from '../compute/stress-input.ts';
import type { StressMeasure } from '../compute/stress-task.ts';
import { MEASURE_OF } from './assumptions.ts';
import type { StressQuestion } from './contract.ts';
import type { StressModel } from './model.ts';

/** Places that each sort of measure is thought of for. */
const PLACES = { rescue: 3, neighbours: 2, water: 2, food: 1, medicine: 2, shelter: 2, backup: 2 } as const;

type Somewhere = { id: string; name: string; lng: number; lat: number };

/** Where most households are hit comes first; the same question over the same district gives the same list. */
export function measuresFor(model: StressModel, question: StressQuestion): StressMeasure[] {
  const hit = hitByCommunity(model, question);
  const communities = [...hit].sort(([a, x], [b, y]) => y.households - x.households || (a < b ? -1 : 1));
  const nearest = <T extends Somewhere>(places: readonly T[], count: number): T[] => {
    const [worst] = communities;
    if (!worst) return [];
    const far = ({ lng, lat }: Somewhere) => (lng - worst[1].lng) ** 2 + (lat - worst[1].lat) ** 2;
    return [...places].sort((a, b) => far(a) - far(b) || (a.id < b.id ? -1 : 1)).slice(0, count);
  };
  const made: StressMeasure[] = [];
  const add = (code: StressMeasure['code'], id: string, place: string, path: string): void => {
    const { amount, costYuan } = MEASURE_OF[code];
    const key = id === '' ? code : `${code}:${id}`;
    made.push({
      id: key,
      code,
      place,
      amount,
      costYuan: question.costs?.[key] ?? costYuan,
      changes: [{ path, add: amount }],
    });
  };
  add('commander', '', '', 'command.commanders');
  for (const [id, { name }] of communities.slice(0, PLACES.rescue))
    add('rescue', id, name, `responders.rescue-${id}.count`);
  for (const [id, { name }] of communities.slice(0, PLACES.neighbours))
    add('neighbours', id, name, `responders.neighbours-${id}.count`);
  const points = model.stocks.filter((one) => one.items['water'] !== undefined);
  for (const one of nearest(points, PLACES.water))
    add('water', one.id, one.name, `stocks.${one.id}.items.water`);
  for (const one of nearest(points, PLACES.food))
    add('food', one.id, one.name, `stocks.${one.id}.items.food`);
  for (const one of nearest(model.stocks, PLACES.medicine))
    add('medicine', one.id, one.name, `stocks.${one.id}.items.medicine`);
  for (const one of nearest(model.shelters, PLACES.shelter))
    add('shelter', one.id, one.name, `shelters.${one.id}.capacity`);
  const supplied = model.utilities.filter((one) => one.service === 'water');
  for (const one of nearest(supplied, PLACES.backup))
    add('backup', one.id, one.name, `facilities.${one.id}.backupHours`);
  return made;
}

function hitByCommunity({ cells, houses }: StressModel, { hazard }: StressQuestion) {
  const rings = hazard.zones.map(({ ring }) => closedRing(ring));
  const found = new Map<string, Somewhere & { households: number; all: number }>();
  for (const [lng, lat, households, cell] of houses) {
    const home = cells[cell];
    if (!home) continue;
    const known = found.get(home.communityId) ?? {
      id: home.communityId,
      name: home.community,
      lng: 0,
      lat: 0,
      households: 0,
      all: 0,
    };
    found.set(home.communityId, known);
    known.all += households;
    known.lng += lng * households;
    known.lat += lat * households;
    if (hazard.whole || rings.some((ring) => positionInRing(ring, [lng, lat]) !== 'outside'))
      known.households += households;
  }
  for (const one of found.values()) {
    one.lng /= one.all;
    one.lat /= one.all;
  }
  return found;
}
