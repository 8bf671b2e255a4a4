// The demo's patrols on the small district: the worker's own round is before her, most of the rest is done, and some of it is left.
import { createRandom } from '@renlin/core/random';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestProduct, testProduct } from '../../../test/product.ts';
import { seedPatrols } from './patrols.ts';

let p: TestProduct;
beforeAll(async () => {
  p = await testProduct({ seed: 'demo-patrols' });
  const { areas } = p.district;
  for (let n = 0; n < 80; n++) {
    const grid = n % 4 === 0 ? 'g1' : 'g2';
    const area = areas[grid];
    const point = p.point(grid, n);
    await p.database.owner(
      `insert into assets (district_code, id, code, category, name, lng, lat, area_id)
       values ('demo', $1, $1, 'hydrant', '消火栓', $2, $3, $4)`,
      [`h${n}`, point.lng, point.lat, area],
    );
    await p.database.owner(
      `insert into map_features (district_code, id, source, layer, class, name, geometry, lng, lat, size, area_id)
       values ('demo', $1, 'demo', 'building', 'apartments', $2, '{"type":"Point","coordinates":[0,0]}', $3, $4, 100, $5)`,
      [`b${n}`, `${n} 号楼`, point.lng, point.lat, area],
    );
  }
  await p.database.system((tx) =>
    seedPatrols({ tx, ids: p.ids, now: p.clock.at, random: createRandom('demo') }, '2024-01-01', {
      district: areas.d,
      street: areas.s1,
      firstGrid: areas.g1,
      someGrids: [areas.g1, areas.g2],
    }),
  );
});
afterAll(() => p.close());

const get = async (path: string, person: 'worker1' | 'verifier') => {
  const answer = await p.call(person, 'GET', `/api/v1/patrol${path}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

it('gives the demo worker a round of her own today, and none of it is late', async () => {
  const round = await get('/mine', 'worker1');
  const kinds = round.items.map((one: { place: { id: string } }) => one.place.id.split(':')[0]);
  expect(kinds.filter((kind: string) => kind === 'area')).toHaveLength(1);
  expect(kinds.filter((kind: string) => kind === 'feature')).toHaveLength(4);
  expect(kinds.filter((kind: string) => kind === 'asset')).toHaveLength(20);
  expect(new Set(round.items.map((one: { state: string }) => one.state))).toEqual(new Set(['due']));
  expect(round.checklists.map((one: { code: string }) => one.code).sort()).toEqual([
    'facility-monthly',
    'grid-weekly',
    'stairwell-fire',
  ]);
});

it('leaves the console something of everything, and every answer fits its checklist', async () => {
  const { plans } = await get('/overview', 'verifier');
  expect(plans).toHaveLength(3);
  const sum = { due: 0, done: 0, late: 0 };
  for (const { counts } of plans)
    for (const state of ['due', 'done', 'late'] as const) sum[state] += counts[state];
  for (const state of ['due', 'done', 'late'] as const)
    expect([state, sum[state] > 0]).toEqual([state, true]);
  const records = await p.database.owner<{ checklist_code: string; answers: Record<string, string> }>(
    'select distinct checklist_code, answers from patrol_records',
  );
  const required = { 'grid-weekly': 9, 'stairwell-fire': 7, 'facility-monthly': 4 };
  for (const { checklist_code, answers } of records)
    expect(Object.keys(answers)).toHaveLength(required[checklist_code as keyof typeof required]);
});
