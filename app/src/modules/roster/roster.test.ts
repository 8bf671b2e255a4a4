// 值班带班: the 24 hours are whole or the gap is shown; whoever calls reaches the desk of the place, or the nearest above.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUR, type PersonKey, type TestProduct, testProduct } from '../../../test/product.ts';
import { dutyDesk } from './public.ts';
import { gapsOf } from './service.ts';

let p: TestProduct;
let day: string;
let night: string;
/** 2026-12-31 20:00 in Shanghai: the night shift crosses midnight and the year. */
const EVENING = Date.UTC(2026, 11, 31, 12, 0, 0);
beforeAll(async () => {
  p = await testProduct({ seed: 'roster' });
  p.clock.at = EVENING - 6 * HOUR;
  [day, night] = [p.ids.next(), p.ids.next()];
});
afterAll(() => p.close());

const get = (person: PersonKey, query = '') =>
  p.call(person, 'GET', `/api/v1/roster?areaId=${p.district.areas.c1}${query}`);
const post = (person: PersonKey, path: string, body?: unknown) =>
  p.call(person, 'POST', `/api/v1/roster/shifts${path}`, body === undefined ? {} : { body });
const shift = (id: string, changes: Record<string, unknown> = {}) => ({
  id,
  areaId: p.district.areas.c1,
  beginsAt: EVENING,
  endsAt: EVENING + 12 * HOUR,
  deskPost: p.district.posts.worker1,
  leaderPost: p.district.posts.secretary1,
  ...changes,
});
const desk = (area: 'c1' | 'g2' | 'c2', at: number) =>
  p.database.system((tx) => dutyDesk(tx, p.district.paths[area], at));

it('is planned by those who answer for the place, one desk at a time', async () => {
  expect((await post('worker1', '', shift(night))).body.code).toBe('roster.not-yours');
  expect((await post('secretary1', '', shift(night, { endsAt: EVENING + 25 * HOUR }))).body.code).toBe(
    'roster.span',
  );
  expect(
    (await post('secretary1', '', shift(night, { leaderPost: p.district.posts.worker1 }))).body,
  ).toMatchObject({
    errors: [{ path: 'leaderPost' }],
  });
  expect((await post('secretary1', '', shift(night, { deskPost: p.ids.next() }))).body.code).toBe(
    'roster.post-unknown',
  );
  const planned = await post('secretary1', '', shift(night));
  expect(planned.status, planned.text).toBe(200);
  expect((await post('secretary1', '', shift(night))).status, 'sent again it is the same').toBe(200);
  const clash = { beginsAt: EVENING + 11 * HOUR, endsAt: EVENING + 20 * HOUR };
  expect((await post('secretary1', '', shift(day, clash))).body).toMatchObject({
    code: 'roster.overlap',
    errors: [{ path: 'beginsAt' }],
  });
  const both = await Promise.all(
    [p.ids.next(), p.ids.next()].map((id) =>
      post('secretary1', '', shift(id, { beginsAt: EVENING + 20 * HOUR, endsAt: EVENING + 30 * HOUR })),
    ),
  );
  expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
});

it('shows when nobody sits there', async () => {
  const seen = await get('worker1', `&from=${EVENING}&days=1`);
  expect(seen.body.items).toHaveLength(2);
  expect(seen.body.gaps).toEqual([{ from: EVENING + 12 * HOUR, to: EVENING + 20 * HOUR }]);
  expect(gapsOf([], 0, 5)).toEqual([{ from: 0, to: 5 }]);
  expect(gapsOf([{ beginsAt: -1, endsAt: 9 }], 0, 5)).toEqual([]);
});

it('gives the desk of a place at an instant across midnight and the year, the nearest above otherwise, and nobody when nobody sits', async () => {
  const above = shift(p.ids.next(), {
    areaId: p.district.areas.s1,
    deskPost: p.district.posts.dispatcher1,
    leaderPost: p.district.posts.member1,
  });
  expect((await post('dispatcher1', '', above)).status).toBe(200);
  expect((await desk('g2', EVENING + 5 * HOUR))?.deskPost).toBe(p.district.posts.worker1);
  expect((await desk('c2', EVENING + 5 * HOUR))?.deskPost).toBe(p.district.posts.dispatcher1);
  expect(await desk('c1', EVENING - 1)).toBeUndefined();
  expect(await desk('c1', EVENING + 12 * HOUR), 'a shift ends at its end').toBeUndefined();
});

it('is handed over once by those who were on it, and is not rewritten afterwards', async () => {
  const path = `/${night}/hand-over`;
  expect((await post('worker1', path, { words: '二号楼停电未恢复' })).body.code).toBe('roster.not-begun');
  p.clock.at = EVENING + 12 * HOUR;
  expect((await post('worker2', path, { words: '无事' })).body.code).toBe('roster.not-yours');
  expect((await post('worker1', path, { words: '二号楼停电未恢复' })).body).toMatchObject({
    handOver: '二号楼停电未恢复',
  });
  expect((await post('secretary1', path, { words: '再交一次' })).body.code).toBe('roster.handed-over');
  expect((await post('secretary1', `/${night}/strike`)).body.code).toBe('roster.over');
});
