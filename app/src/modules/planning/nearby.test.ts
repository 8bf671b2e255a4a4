// What is open within a quarter of an hour on foot, for anybody, and nothing of where they asked from is kept.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, type PlanningDesk, planningDesk } from '../../../test/planning-desk.ts';
import { HOUR } from '../../../test/product.ts';
import { spansOfDoor } from './hours-vocabulary.ts';
import { stateAt } from './nearby.ts';

let desk: PlanningDesk;
beforeAll(async () => {
  desk = await planningDesk('nearby');
  const { p } = desk;
  await p.database.owner(`update map_features set hours = case id when 'clinic0' then 'Mo-Fr 08:00-17:00'
    when 'clinic1' then '24/7' end where layer = 'poi'`);
  const shelter = await p.call('secretary1', 'POST', '/api/v1/shelters', {
    body: {
      id: p.ids.next(),
      name: '槐树小学',
      areaId: p.district.areas.c1,
      address: '槐树路 8 号',
      point: { lng: at(5, 4)[0], lat: at(5, 4)[1] },
      keeperPost: p.district.posts.property,
      everydayUse: '操场',
      functions: ['shelter'],
      conversion: '铺垫子',
      conversionMinutes: 60,
      capacity: 60,
      careCapacity: 6,
      stepFree: true,
    },
  });
  expect(shelter.status, shelter.text).toBe(200);
  const venue = await p.call('worker1', 'POST', '/api/v1/registers/venues/records', {
    body: {
      id: p.ids.next(),
      commandId: p.ids.next(),
      areaId: p.district.areas.g1,
      values: {
        name: '党群服务中心',
        address: '楼h3-3',
        everyday: 'service-centre',
        hours: '周一至周五 8:30-17:30',
      },
    },
  });
  expect(venue.status, venue.text).toBe(200);
});
afterAll(() => desk.p.close());

const here = { lng: at(3, 4)[0], lat: at(3, 4)[1] };
const ask = (body: object) => desk.p.call(null, 'POST', '/api/v1/public/nearby', { body });
type Item = {
  id: string;
  name: string;
  kind: string;
  group: string;
  open: string;
  minutes: number;
  changesAt: number;
};
const found = async (more: object = {}): Promise<Record<string, Item>> => {
  const answer = await ask({ ...here, minutes: 15, pace: 'walk', ...more });
  expect(answer.status, answer.text).toBe(200);
  return Object.fromEntries(answer.body.items.map((one: Item) => [one.name, one]));
};

it('lists by walking time what is open, what is closed and until when', async () => {
  const now = await found({ minutes: 20 });
  // A Wednesday, ten in the morning.
  expect(now['卫生站0']).toMatchObject({ open: 'open', group: 'health' });
  expect(now['卫生站0']?.changesAt).toBe(desk.p.clock.at + 7 * HOUR);
  expect(now['卫生站1']).toMatchObject({ open: 'open', changesAt: null });
  expect(now['卫生站2']).toMatchObject({ open: 'unknown' });
  expect(now['党群服务中心']).toMatchObject({ open: 'open', group: 'service' });
  expect(now['槐树小学']).toMatchObject({ group: 'shelter' });
  const minutes = Object.values(now).map((one) => one.minutes);
  expect(minutes).toEqual([...minutes].sort((a, b) => a - b));
  desk.p.clock.at += 9 * HOUR;
  const evening = await found({ minutes: 20 });
  expect(evening['卫生站0']).toMatchObject({ open: 'closed', changesAt: desk.p.clock.at + 13 * HOUR });
  desk.p.clock.at -= 9 * HOUR;
});

it('elders reach less, and a longer walk reaches more', async () => {
  const [near, far, slow] = [
    await found({ minutes: 5 }),
    await found({ minutes: 20 }),
    await found({ pace: 'elder' }),
  ];
  const count = (one: object) => Object.keys(one).length;
  expect(count(near)).toBeLessThan(count(far));
  expect(slow['卫生站1']?.minutes ?? 99).toBeGreaterThan((await found())['卫生站1']?.minutes ?? 99);
  expect(await found({ lng: 110, lat: 20 })).toEqual({});
});

it('keeps nothing of where somebody asked from', async () => {
  const tables = await desk.p.database.owner<{ name: string }>(
    `select relname as name from pg_stat_user_tables where schemaname = 'public' order by 1`,
  );
  const counts = async () => {
    const rows = await desk.p.database.owner<{ n: string }>(
      tables.map(({ name }) => `select '${name} ' || count(*)::text as n from ${name}`).join(' union all ') +
        ' order by 1',
    );
    return rows.map((row) => row.n);
  };
  const before = await counts();
  await found({ lng: here.lng + 0.0001 });
  expect(await counts()).toEqual(before);
});

it('refuses what is no place, no pace or no time', async () => {
  for (const more of [{ lng: 200 }, { lat: 'x' }, { minutes: 300 }, { pace: 'run' }, { who: '我' }])
    expect((await ask({ ...here, minutes: 15, pace: 'walk', ...more })).status).toBe(400);
});

it('knows when hours change, over midnight and over the week', () => {
  const monday = Date.UTC(2026, 6, 13, -8);
  const state = (text: string, hours: number) => stateAt(spansOfDoor(text), monday + hours * HOUR);
  expect(state('Mo-Fr 08:00-12:00,13:30-17:00', 11)).toEqual({ open: 'open', changesAt: monday + 12 * HOUR });
  expect(state('Mo-Fr 08:00-12:00,13:30-17:00', 4 * 24 + 18)).toEqual({
    open: 'closed',
    changesAt: monday + (7 * 24 + 8) * HOUR,
  });
  expect(state('18:00-02:00', 1)).toEqual({ open: 'open', changesAt: monday + 2 * HOUR });
  expect(state('Mo 00:00-24:00; Tu 00:00-12:00', 5)).toEqual({ open: 'open', changesAt: monday + 36 * HOUR });
  expect(state('24/7', 5)).toEqual({ open: 'open', changesAt: null });
  expect(stateAt(undefined, monday)).toEqual({ open: 'unknown', changesAt: null });
});
