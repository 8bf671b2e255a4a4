import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { startOfCivilDate } from '../../kernel/clock.ts';
import { createIds } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/db.ts';
import { setBoundary } from './boundaries.ts';
import { listBoundaries } from './boundary-store.ts';
import { forgetHooks } from './hooks.ts';
import { createLocator } from './locate.ts';
import { treeMigrations } from './migrations.ts';
import { createNode, moveNode } from './tree.ts';
import type { TreeCommand } from './types.ts';

const platform = {
  module: 'platform',
  folder: fileURLToPath(new URL('../../platform/db/migrations', import.meta.url)),
};
const ids = createIds(() => 1_760_000_000_000, randomBytes);
const on = (date: string): TreeCommand => ({ commandId: ids.next(), at: startOfCivilDate(date) + 3_600_000 });
const square = (west: number, south: number, size: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});

let database: TestDatabase;
beforeAll(async () => {
  forgetHooks();
  database = await testDatabase([platform, treeMigrations]);
});
afterAll(async () => database?.drop());

const make = async (tx: Tx, parentId: string | null, name: string, level: string): Promise<string> =>
  (await createNode(tx, on('2026-01-05'), { id: ids.next(), tree: 'area', parentId, name, level })).node.id;

test('a point is found in the most specific area, on the day asked for, also after a change', async () => {
  const locator = createLocator();
  const names = (lng: number, lat: number, date: string) =>
    database.system(async (tx) => (await locator.locate(tx, lng, lat, date)).map((node) => node.name));
  const made = await database.system(async (tx) => {
    const district = await make(tx, null, '区', 'district');
    const west = await make(tx, district, '西社区', 'community');
    const east = await make(tx, district, '东社区', 'community');
    const grid = await make(tx, west, '一网格', 'grid');
    await setBoundary(tx, on('2026-01-05'), west, square(120, 36, 0.1));
    await setBoundary(tx, on('2026-01-05'), east, square(120.1, 36, 0.1));
    await setBoundary(tx, on('2026-01-06'), grid, square(120, 36, 0.01));
    return { west, east, grid };
  });
  expect(await names(120.005, 36.005, '2026-01-05')).toEqual(['西社区', '区']);
  expect(await names(120.005, 36.005, '2026-01-06')).toEqual(['一网格', '西社区', '区']);
  expect(await names(120.05, 36.05, '2026-01-06')).toEqual(['西社区', '区']);
  expect(await names(121, 36.05, '2026-01-06')).toEqual([]);
  await database.system(async (tx) => {
    await setBoundary(tx, on('2026-02-01'), made.grid, square(120.15, 36.05, 0.01));
    await moveNode(tx, on('2026-02-01'), made.grid, made.east);
  });
  expect(await names(120.155, 36.055, '2026-02-01')).toEqual(['一网格', '东社区', '区']);
  expect(await names(120.005, 36.005, '2026-02-01')).toEqual(['西社区', '区']);
  expect(await names(120.005, 36.005, '2026-01-31')).toEqual(['一网格', '西社区', '区']);
  await database.system((tx) => setBoundary(tx, on('2026-02-02'), made.grid, null));
  expect(await names(120.155, 36.055, '2026-02-02')).toEqual(['东社区', '区']);
  const list = await database.system((tx) => listBoundaries(tx, '2026-01-10', { levels: ['community'] }));
  expect(list.map((one) => one.name)).toEqual(['西社区', '东社区']);
  expect(list[0]?.areaM2).toBeGreaterThan(9e7);
  const many = await database.system((tx) =>
    locator.locateMany(tx, [{ lng: 120.05, lat: 36.05 }], '2026-02-02'),
  );
  expect(many[0]?.areaId).toBe(made.west);
});

test('shapes that cannot be and points that cannot be are refused', async () => {
  const locator = createLocator();
  await database.system(async (tx) => {
    const id = await make(tx, null, '坏形', 'district');
    const bow = [
      [120, 36],
      [120.1, 36.1],
      [120.1, 36],
      [120, 36.1],
      [120, 36],
    ];
    const code = async (work: Promise<unknown>) =>
      work.then(() => 'none').catch((error: { code: string }) => error.code);
    expect(await code(setBoundary(tx, on('2026-01-06'), id, { type: 'Polygon', coordinates: [bow] }))).toBe(
      'tree.boundary-invalid',
    );
    expect(await code(setBoundary(tx, on('2026-01-06'), id, { type: 'Point', coordinates: [120, 36] }))).toBe(
      'tree.boundary-invalid',
    );
    expect(await code(setBoundary(tx, on('2026-01-06'), id, square(36, 60, 0.1)))).toBe(
      'tree.boundary-outside-china',
    );
    expect(await code(locator.locate(tx, Number.NaN, 36, '2026-01-06'))).toBe('tree.point-impossible');
    expect(await code(locator.locate(tx, 120, 91, '2026-01-06'))).toBe('tree.point-impossible');
  });
});
