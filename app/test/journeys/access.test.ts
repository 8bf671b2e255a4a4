// Every page of the staff with the rules of axe.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Filed, fileCase } from '../case-desk.ts';
import type { PersonKey } from '../product.ts';
import { axeFaults, sweep } from './axe.ts';
import { openStage, PATIENCE, type Stage, sideways } from './stage.ts';

let stage: Stage;
let open: Filed;
beforeAll(async () => {
  stage = await openStage();
  const { product } = stage;
  open = await fileCase(product, null, { text: '路边的树倒了', reporter: { phone: '13900001234' } });
  await fileCase(product, null, { text: '井盖不见了' });
  await fileCase(product, 'hotline', { text: '来电：健身器材松了' });
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

const CONSOLE: readonly [as: PersonKey, paths: readonly string[]][] = [
  [
    'dispatcher1',
    [
      '',
      '/queue',
      '/queue?layout=board&view=all',
      '/cases/:open',
      '/file',
      '/notices',
      '/account',
      '/patrol',
      '/repeated',
      '/codes',
    ],
  ],
  ['admin', ['/territory', '/categories', '/duty-lists', '/calendar', '/checklists?code=stairwell-fire']],
  ['auditor', ['/audit']],
];

const withCase = (path: string): string => path.replace(':open', open.id);

test.each(CONSOLE)(
  'the console pages of %s have no serious fault',
  async (as, paths) => {
    expect(await sweep(stage, { as }, paths.map(withCase), '/console')).toEqual([]);
  },
  PATIENCE,
);

test(
  'the maps have no serious fault, and the map of the console lists what it shows',
  async () => {
    expect(await sweep(stage, { as: 'worker1', size: 'phone', maps: true }, ['/map'], '/field')).toEqual([]);
    const phone = await stage.visit({ as: 'worker1', size: 'phone', maps: true });
    await phone.open('/field/map');
    await phone.page.locator('.f-map-line').nth(2).waitFor();
    expect(await phone.page.locator('.f-map-line').first().innerText()).toMatch(
      /^井盖\s+待办 · \d{6}-\d{8}$/,
    );
    await phone.context.close();
    const visit = await stage.visit({ as: 'dispatcher1', maps: true });
    await visit.open('/console/map');
    await visit.page.locator('.c-map-line').nth(2).waitFor();
    expect(await visit.page.locator('.c-map-line').count()).toBe(3);
    expect(await visit.page.locator('#map-list').innerText()).toContain('3');
    expect(await axeFaults(visit)).toEqual([]);
    await visit.shot('console-map');
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'the console fits a small screen',
  async () => {
    const visit = await stage.visit({ as: 'dispatcher1', size: 'tablet' });
    for (const path of ['/console', '/console/queue', `/console/cases/${open.id}`]) {
      await visit.open(path);
      const wide = await sideways(visit);
      expect(wide, path).toBeLessThanOrEqual(0);
    }
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'the field pages have no serious fault',
  async () => {
    const paths = ['', '/cases/:open', '/report', '/me', '/unsent', '/contacts', '/storage'].map(withCase);
    expect(await sweep(stage, { as: 'worker1', size: 'phone' }, paths, '/field')).toEqual([]);
  },
  PATIENCE,
);
