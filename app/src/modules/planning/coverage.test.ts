// Coverage at an hour of the week, without one facility, on wheels; and lines that run under the ground.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { grids, type PlanningDesk, planningDesk, walking } from '../../../test/planning-desk.ts';

let desk: PlanningDesk;
beforeAll(async () => {
  desk = await planningDesk('coverage');
  await desk.p.database.owner(`update map_features set hours = case id when 'clinic0' then 'Mo-Fr 08:00-17:00'
    when 'clinic1' then '周一至周日 8:00-20:00' else 'by appointment' end where layer = 'poi'`);
});
afterAll(() => desk.p.close());

const coverage = (more: object = {}) => ({
  kind: 'coverage',
  input: { ...walking, minutes: 4, facilities: { pois: ['clinic'] }, times: 1, ...more },
});
const covered = async (more: object = {}) =>
  (await desk.run('secretary1', await desk.plan('secretary1', coverage(more)))).result;
type Facility = { id: string; open: string; households: number };
const states = (result: { facilities: Facility[] }) =>
  Object.fromEntries(result.facilities.map((one) => [one.id, one.open]));

it('counts only what is open then, and says what is unknown', async () => {
  const always = await covered();
  expect(states(always)).toEqual({ clinic0: 'any', clinic1: 'any', clinic2: 'any' });
  const noon = await covered({ open: { day: 1, minute: 12 * 60, unknown: 'open' } });
  expect(states(noon)).toEqual({ clinic0: 'open', clinic1: 'open', clinic2: 'unknown' });
  expect(noon.households).toEqual(always.households);
  const evening = await covered({ open: { day: 1, minute: 18 * 60, unknown: 'closed' } });
  expect(states(evening)).toEqual({ clinic0: 'closed', clinic1: 'open', clinic2: 'unknown' });
  expect(evening.households.covered).toBeLessThan(noon.households.covered);
  expect(evening.households.covered).toBeGreaterThan(0);
  // What is closed then serves nobody, and that is no effect of a closure.
  expect(evening.facilities.map((one: Facility) => one.households > 0)).toEqual([false, true, false]);
  expect(evening.cutOff).toEqual([]);
  const night = await covered({ open: { day: 7, minute: 60, unknown: 'closed' } });
  expect(night.households.covered).toBe(0);
  expect(night.uncovered).toHaveLength(200);
});

it('says who is left behind without one of them', async () => {
  const all = await covered();
  const without = await covered({ lost: ['clinic1'] });
  expect(states(without)).toEqual({ clinic0: 'any', clinic1: 'lost', clinic2: 'any' });
  expect(without.households.covered).toBeLessThan(all.households.covered);
  expect(without.cutOff.length).toBe(without.uncovered.length - all.uncovered.length);
  expect(without.cutOff.length).toBeGreaterThan(0);
});

it('a vehicle covers at least whom an elder on foot covers', async () => {
  const elder = await covered({ walker: 'elder' });
  const vehicle = await covered({ walker: 'vehicle' });
  expect(vehicle.households.covered).toBeGreaterThan(elder.households.covered);
  const strange = await desk.ask('secretary1', 'POST', '/plans', {
    id: desk.p.ids.next(),
    name: '坐船',
    areaId: desk.p.district.areas.c1,
    question: coverage({ walker: 'boat', open: { day: 8, minute: 0, unknown: 'open' } }),
  });
  expect(strange.status).toBe(400);
});

it('a road in a tunnel parts nobody', async () => {
  const hard = grids({ barriers: { 'main-road': 'hard' } });
  const sides = async () => {
    const { result } = await desk.run('secretary1', await desk.plan('secretary1', hard));
    const found = new Map<number, Set<boolean>>();
    result.buildings.forEach((id: string, i: number) => {
      const grid = result.gridOf[i];
      found.set(grid, (found.get(grid) ?? new Set()).add(Number(id.split('-')[1]) >= 5));
    });
    return [...found.values()].every((one) => one.size === 1);
  };
  expect(await sides()).toBe(true);
  await desk.p.database.owner(`update map_features set underground = true where class = 'primary'`);
  const ground = (await desk.ask('secretary1', 'GET', `/ground?area=${desk.p.district.areas.c1}`)).body;
  expect(ground.barriers).toEqual([]);
  expect(await sides()).toBe(false);
});

it('estimates households of homes alone', async () => {
  const { p, ask } = desk;
  await p.database.owner(
    `update map_features set households = null, levels = 6 where id in ('h0-0', 'h0-1')`,
  );
  await p.database.owner(`update map_features set class = 'office' where id = 'h0-1'`);
  const total = async (estimate?: number) => (await covered(estimate ? { estimate } : {})).households.total;
  expect(await total()).toBe(1980);
  // A hundred and odd square metres on six floors.
  const floor = (await total(10)) - 1980;
  expect(floor).toBeGreaterThan(60);
  expect(floor).toBeLessThan(80);
  expect((await ask('secretary1', 'GET', `/ground?area=${p.district.areas.c1}`)).body.withoutHouseholds).toBe(
    2,
  );
});
