// 应急圈: shelters, stock points, AEDs, clinics and venues of the registers around every building at once; who lacks what, by group.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, type PlanningDesk, planningDesk } from '../../../test/planning-desk.ts';
import { shownCount } from './compute/coverage.ts';
import { spansOfDoor } from './hours-vocabulary.ts';
import { createFinder } from './on-the-map.ts';

let desk: PlanningDesk;
const ids = { school: '', store: '', far: '' };
const [lng, lat] = [(x: number) => at(x, 0)[0], (y: number) => at(0, y)[1]];

beforeAll(async () => {
  desk = await planningDesk('circle');
  const { p } = desk;
  const { areas, posts } = p.district;
  for (const key of Object.keys(ids) as (keyof typeof ids)[]) ids[key] = p.ids.next();
  const ok = async (path: string, body: object) => {
    const answer = await p.call('secretary1', 'POST', `/api/v1${path}`, { body });
    expect(answer.status, answer.text).toBe(200);
  };
  const shelter = {
    areaId: areas.c1,
    address: '楼h4-8',
    keeperPost: posts.property,
    everydayUse: '操场',
    functions: ['shelter'],
    conversion: '铺垫子',
    conversionMinutes: 60,
    capacity: 60,
    careCapacity: 6,
    stepFree: false,
  };
  await ok('/shelters', { ...shelter, id: ids.school, name: '小学', point: { lng: lng(4), lat: lat(8) } });
  // Kept without a point: its address is a house of the map. The other one's is nowhere.
  await ok('/shelters', { ...shelter, id: ids.far, name: '老厂房', address: '图上没有的路 1 号' });
  const store = { areaId: areas.c1, keeperPost: posts.secretary1, shared: true, address: '楼h15-2' };
  await ok('/stocks/points', {
    ...store,
    id: ids.store,
    name: '物资点',
    opening: '8:30–20:00；夜间找值班岗',
  });
  const aed = { lot: 'A-1', mode: 'own', supplier: '', amount: 1, reason: '配发' };
  await ok('/stocks/receipts', { ...aed, id: p.ids.next(), pointId: ids.store, item: 'aed' });
  const person = { areaId: areas.g1 };
  const building = (name: string, values: object) =>
    p.call('worker1', 'POST', '/api/v1/registers/buildings/records', {
      body: {
        id: p.ids.next(),
        commandId: p.ids.next(),
        ...person,
        values: { name, address: name, ...values },
      },
    });
  for (const one of [
    await building('楼h0-0', { elderly: 30, children: 2 }),
    await building('楼h4-7', { elderly: 12 }),
    await building('没有这栋', { elderly: 9 }),
  ])
    expect(one.status, one.text).toBe(200);
});
afterAll(() => desk.p.close());

const service = (id: string, places: object, more: object = {}) => ({
  id,
  name: id,
  walker: 'walk',
  minutes: 12,
  times: 1,
  places,
  ...more,
});
const services = [
  service('shelter', { shelters: ['shelter'] }),
  service('store', { stocks: ['stock-point'] }),
  service('aed', { stocks: ['stock-aed'], pois: ['defibrillator'] }),
  service('clinic', { pois: ['clinic'] }),
];
const circle = (more: object = {}) => ({ kind: 'circle', input: { services, ...more } });
const answered = async (more: object = {}) => {
  const run = await desk.run('secretary1', await desk.plan('secretary1', circle(more)));
  expect(run.state, JSON.stringify(run.failure)).toBe('done');
  return run.result;
};
type Served = {
  id: string;
  uncovered: number[];
  unplaced: string[];
  seconds: number[];
  facilities: { id: string; lng: number; lat: number; open: string }[];
  households: { covered: number; total: number };
};
const serviceOf = (result: { services: Served[] }, id: string): Served =>
  result.services.find((one) => one.id === id) as Served;

/** Every building of one answer lacks what it lacks in the other, and perhaps more. */
const lacksAll = (one: { lacking: number[] }, other: { lacking: number[] }): boolean =>
  one.lacking.every((bits, i) => (bits & (other.lacking[i] as number)) === other.lacking[i]);

it('finds the places that other modules keep, by their point or by their address, and says which have neither', async () => {
  const ground = (await desk.ask('secretary1', 'GET', `/ground?area=${desk.p.district.areas.c1}`)).body;
  const kind = (name: string) => ground.kinds.find((one: { kind: string }) => one.kind === name)?.count;
  expect([kind('shelter'), kind('shelter-care'), kind('stock-aed'), kind('stock-medical')]).toEqual([
    2, 2, 1, 1,
  ]);
  expect(kind('shelter-open')).toBeUndefined();
  expect(ground.unplaced).toEqual([{ name: '老厂房', source: 'shelters' }]);
  expect(ground.people).toEqual({ buildings: 2, unmatched: 1 });
  const result = await answered();
  const shelters = serviceOf(result, 'shelter');
  expect(shelters.facilities.map((one) => one.id)).toEqual([ids.school]);
  expect(shelters.unplaced).toEqual(['老厂房']);
  const [store] = serviceOf(result, 'store').facilities;
  expect(store?.lng).toBeCloseTo(at(15, 2)[0], 5);
  expect(store?.lat).toBeCloseTo(at(15, 2)[1], 5);
});

it('a circle is whole where no service is lacking, and counts agree with the buildings', async () => {
  const result = await answered();
  expect(result.buildings).toHaveLength(200);
  result.services.forEach((one: Served, k: number) => {
    expect(result.lacking.flatMap((bits: number, i: number) => (((bits >> k) & 1) === 1 ? [i] : []))).toEqual(
      one.uncovered,
    );
  });
  expect(result.uncovered).toEqual(
    result.lacking.flatMap((bits: number, i: number) => (bits === 0 ? [] : [i])),
  );
  expect(result.households).toEqual({ covered: (200 - result.uncovered.length) * 10, total: 2000 });
  expect(result.households.covered).toBeGreaterThan(0);
  for (const one of result.services as Served[])
    expect(result.households.covered).toBeLessThanOrEqual(one.households.covered);
});

it('counts elders, children and disabled people, and tells no number that could be somebody', async () => {
  const result = await answered();
  const people = (group: string) => result.people.find((one: { group: string }) => one.group === group);
  expect(people('elderly').total).toBe(42);
  // Two children: too few to be told, with the service or without.
  expect(people('children')).toEqual({ group: 'children', total: null, covered: null });
  expect(people('disabled')).toEqual({ group: 'disabled', total: 0, covered: 0 });
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), (covered, without) => {
      const shown = shownCount('elderly', { covered, total: covered + without });
      if (shown.covered === null || shown.total === null) return;
      for (const n of [shown.covered, shown.total - shown.covered]) expect(n === 0 || n >= 5).toBe(true);
    }),
  );
});

it('closing a road or losing a place never gives anybody more; another place never takes anything away', async () => {
  const whole = await answered();
  const fewer = async (more: object) => {
    const result = await answered(more);
    expect(lacksAll(result, whole)).toBe(true);
    expect(result.households.covered).toBeLessThanOrEqual(whole.households.covered);
    return result;
  };
  const spots = [3, 8, 13].map((x) => ({ lng: lng(x), lat: lat(4) - 0.0005 }));
  await fewer({ closures: spots.slice(0, 1) });
  await fewer({ closures: spots });
  const lost = await fewer({ lost: [ids.school] });
  expect(serviceOf(lost, 'shelter').households.covered).toBe(0);
  expect(lost.cutOff.length).toBe(serviceOf(whole, 'shelter').households.covered / 10);
  const added = await answered({
    services: services.map((one) =>
      one.id === 'shelter'
        ? {
            ...one,
            places: { ...one.places, spots: [{ id: 'spot-1', name: '新增', lng: lng(15), lat: lat(5) }] },
          }
        : one,
    ),
  });
  expect(lacksAll(whole, added)).toBe(true);
  expect(added.households.covered).toBeGreaterThan(whole.households.covered);
});

it('at night only what is open serves: a shelter has a key-holder at any hour, a store its hours', async () => {
  const night = await answered({ open: { day: 3, minute: 23 * 60, unknown: 'closed' } });
  expect(serviceOf(night, 'shelter').facilities[0]?.open).toBe('open');
  expect(serviceOf(night, 'store').facilities[0]?.open).toBe('closed');
  expect(serviceOf(night, 'store').households.covered).toBe(0);
  const day = await answered({ open: { day: 3, minute: 9 * 60, unknown: 'closed' } });
  expect(serviceOf(day, 'store').facilities[0]?.open).toBe('open');
});

it('a vehicle reaches farther than people on foot, and each service has its own way', async () => {
  const both = await answered({
    services: [
      service('foot', { stocks: ['stock-point'] }, { minutes: 2 }),
      service('wheels', { stocks: ['stock-point'] }, { minutes: 2, walker: 'vehicle' }),
    ],
  });
  expect(serviceOf(both, 'wheels').households.covered).toBeGreaterThan(
    serviceOf(both, 'foot').households.covered,
  );
});

it('the same question gives the same mark, and goes out as files', async () => {
  const plan = await desk.plan('secretary1', circle());
  const first = await desk.run('secretary1', plan);
  const again = await desk.run('secretary1', plan, { again: first.id });
  expect([again.dataHash, again.resultHash]).toEqual([first.dataHash, first.resultHash]);
  const file = await desk.ask('secretary1', 'GET', `/runs/${first.id}/export?format=geojson`);
  const reaches = file.body.features.filter(
    (one: { properties: { kind: string } }) => one.properties.kind === 'reach',
  );
  expect(reaches.map((one: { properties: { service: string } }) => one.properties.service)).toEqual(
    services.map((one) => one.id),
  );
  for (const table of ['grids', 'buildings'])
    expect(
      (await desk.ask('secretary1', 'GET', `/runs/${first.id}/export?format=xlsx&table=${table}`)).status,
    ).toBe(200);
});

it('a site for what is lacking stands on what serves already; what is lost or closed then does not count', async () => {
  const siting = (more: object = {}) => ({
    kind: 'siting',
    input: {
      walker: 'walk',
      minutes: 5,
      question: 'most-covered',
      sites: { spots: [{ id: 'spot-1', name: '备选', lng: lng(15), lat: lat(5) }] },
      existing: { shelters: ['shelter'] },
      p: 1,
      curve: 1,
      effort: 'quick',
      ...more,
    },
  });
  const found = async (more: object = {}) =>
    (await desk.run('secretary1', await desk.plan('secretary1', siting(more)))).result;
  const state = (result: { sites: { id: string; state: string }[] }, id: string) =>
    result.sites.find((one) => one.id === id)?.state;
  const whole = await found();
  expect([state(whole, ids.school), state(whole, 'spot-1')]).toEqual(['existing', 'open']);
  // The curve begins with those who are covered today, and no bound says more than everybody.
  const alone = (
    await answered({ services: [service('shelter', { shelters: ['shelter'] }, { minutes: 5 })] })
  ).households;
  expect(whole.curve.map((one: { p: number }) => one.p)).toEqual([0, 1]);
  expect(whole.curve[0].covered).toBe(alone.covered);
  expect(whole.curve[1].covered).toBe(whole.households.covered);
  for (const one of [...whole.curve, whole.proof]) expect(one.bound).toBeLessThanOrEqual(2000);
  const without = await found({ lost: [ids.school] });
  expect(without.curve.map((one: { p: number }) => one.p)).toEqual([1]);
  expect(state(without, ids.school)).toBeUndefined();
  expect(without.households.covered).toBeLessThan(whole.households.covered);
});

it('refuses a service named twice, an unknown way and no service at all', async () => {
  const make = (input: object) =>
    desk.ask('secretary1', 'POST', '/plans', {
      id: desk.p.ids.next(),
      name: '坏',
      areaId: desk.p.district.areas.c1,
      question: { kind: 'circle', input },
    });
  const twice = await make({ services: [services[0], services[0]] });
  expect(twice.body).toMatchObject({ code: 'planning.service-twice' });
  expect((await make({ services: [] })).status).toBe(400);
  expect((await make({ services: [service('a', {}, { walker: 'boat' })] })).status).toBe(400);
});

it('reads the hours on a door, and finds by words that mean one place', () => {
  const always = [{ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440 }];
  expect(spansOfDoor('全天，钥匙在值班室')).toEqual(always);
  expect(spansOfDoor('全天有人；钥匙在值班室，夜间找值班岗')).toEqual(always);
  expect(spansOfDoor('8:30–20:00；夜间找值班岗')?.[0]).toMatchObject({ from: 510, to: 1200 });
  expect(spansOfDoor('提前一天预约')).toBeUndefined();
  const thing = (name: string, address: string | null, x: number) => ({ name, address, lng: x, lat: 0 });
  const find = createFinder([
    thing('3号楼', '春阳路 8 号', 0),
    thing('3号楼', '春阳路10号', 1),
    thing('门卫', '春阳路8号', 0.0001),
  ]);
  expect(find(['3号楼'])).toBeUndefined();
  expect(find(['３号楼', '春阳路8号'])?.lng).toBe(0);
});
