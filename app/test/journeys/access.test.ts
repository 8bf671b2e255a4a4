// Every page with the rules of axe, and the main jobs with the keyboard alone.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bring, type Filed, fileCase } from '../case-desk.ts';
import type { PersonKey } from '../product.ts';
import { axeFaults } from './axe.ts';
import {
  type InPage,
  openStage,
  PATIENCE,
  STEP_PATIENCE,
  type Stage,
  sideways,
  type VisitOptions,
} from './stage.ts';

let stage: Stage;
let open: Filed;
let done: Filed;
beforeAll(async () => {
  stage = await openStage();
  const { product } = stage;
  open = await fileCase(product, null, { text: '路边的树倒了', reporter: { phone: '13900001234' } });
  done = await fileCase(product, null, { text: '井盖不见了' });
  await bring(product, done.id, 'verified');
  await fileCase(product, 'hotline', { text: '来电：健身器材松了' });
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

const CONSOLE: readonly [as: PersonKey, paths: readonly string[]][] = [
  [
    'dispatcher1',
    ['', '/queue', '/queue?layout=board&view=all', '/cases/:open', '/file', '/notices', '/account'],
  ],
  ['admin', ['/territory', '/categories', '/duty-lists', '/calendar']],
  ['auditor', ['/audit']],
];

/** Visits pages one after the other and gives every fault with its page. */
async function sweep(options: VisitOptions, paths: readonly string[], prefix: string): Promise<string[]> {
  const visit = await stage.visit(options);
  const found: string[] = [];
  for (const path of paths) {
    await visit.open(`${prefix}${path.replace(':open', open.id)}` || '/');
    found.push(...(await axeFaults(visit)));
    const name = path.replace(open.id, 'case').replaceAll(/[^a-z-]+/g, '-');
    await visit.shot(`page-${prefix.slice(1) || 'portal'}${name}-${options.size ?? 'desk'}`);
  }
  await visit.context.close();
  return [...found, ...visit.faults];
}

test.each(CONSOLE)(
  'the console pages of %s have no serious fault',
  async (as, paths) => {
    expect(await sweep({ as }, paths, '/console')).toEqual([]);
  },
  PATIENCE,
);

test(
  'the maps have no serious fault, and the map of the console lists what it shows',
  async () => {
    expect(await sweep({ as: 'worker1', size: 'phone', maps: true }, ['/map'], '/field')).toEqual([]);
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
    const paths = ['', '/cases/:open', '/report', '/me', '/unsent'];
    expect(await sweep({ as: 'worker1', size: 'phone' }, paths, '/field')).toEqual([]);
  },
  PATIENCE,
);

test(
  'the residents’ pages and the sign-in page have no serious fault',
  async () => {
    const paths = ['/', '/report', '/follow', '/together', '/help', '/no-such-page'];
    expect(await sweep({ size: 'phone' }, paths, '')).toEqual([]);
    // Who is signed in is asked on the sign-in page, and nobody is.
    expect(await sweep({ expected: [/^401 GET \/api\/v1\/auth\/me$/] }, ['/login'], '')).toEqual([]);
    const visit = await stage.visit({ size: 'phone' });
    await visit.open('/follow');
    await visit.page.getByLabel('查询码').fill(done.code);
    await visit.button('看进度').click();
    await visit.page.locator('.p-ask').waitFor();
    expect(await axeFaults(visit)).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'English has no serious fault either, and no Chinese is left on its buttons',
  async () => {
    const visit = await stage.visit({ as: 'dispatcher1', locale: 'en' });
    await visit.open(`/console/cases/${open.id}`);
    expect(await axeFaults(visit)).toEqual([]);
    const words = await visit.page.locator('.c-actions button, .c-rail a').allInnerTexts();
    expect(words.length).toBeGreaterThan(5);
    expect(words.filter((one) => /\p{Script=Han}/u.test(one))).toEqual([]);
    await visit.shot('console-case-en');
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'with the keyboard alone a case is opened from the list and accepted',
  async () => {
    const { product } = stage;
    const visit = await stage.visit({ as: 'dispatcher1' });
    await visit.open('/console/queue?view=all');
    const { keyboard } = visit.page;
    await visit.page.locator(`#row-${open.id}`).waitFor();
    // Down the list until the row is chosen, then open it and ask for its next action.
    for (let presses = 0; presses < 10; presses++) {
      if ((await visit.page.locator(`#row-${open.id}`).getAttribute('aria-selected')) === 'true') break;
      await keyboard.press('j');
    }
    await keyboard.press('Enter');
    await visit.page.locator('.c-pair-detail .c-case-head').waitFor();
    await keyboard.press('a');
    await visit.page.locator('.ant-drawer form button[type="submit"]').waitFor();
    const onSubmit = async () =>
      (await visit.page.locator('.ant-drawer form button[type="submit"]:focus').count()) === 1;
    for (let presses = 0; presses < 20 && !(await onSubmit()); presses++) await keyboard.press('Tab');
    expect(await onSubmit()).toBe(true);
    // The focus can be seen.
    const ring = await visit.page.locator(':focus').evaluate((element) => {
      const style = (globalThis as InPage).getComputedStyle(element);
      return `${style.outlineStyle} ${style.boxShadow}`;
    });
    expect(ring).not.toBe('none none');
    await keyboard.press('Enter');
    await expect
      .poll(async () => (await product.stored(open.id)).state, { timeout: STEP_PATIENCE })
      .toBe('filed');
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);

test(
  'with the keyboard alone a resident comes from the first page to the second question',
  async () => {
    const visit = await stage.visit({ size: 'desk', at: stage.product.point('g3', 2) });
    await visit.open('/');
    const { keyboard } = visit.page;
    const focused = async () => (await visit.page.locator(':focus').allInnerTexts()).join('').trim();
    const tabTo = async (pattern: RegExp): Promise<void> => {
      for (let presses = 0; presses < 40; presses++) {
        await keyboard.press('Tab');
        if (pattern.test(await focused())) return;
      }
      throw new Error(`the keyboard never came to ${pattern}`);
    };
    await tabTo(/^我要反映/);
    await keyboard.press('Enter');
    await visit.page.waitForURL('**/report');
    await visit.page.locator('textarea').waitFor();
    for (let presses = 0; presses < 20; presses++) {
      await keyboard.press('Tab');
      if ((await visit.page.locator('textarea:focus').count()) === 1) break;
    }
    await keyboard.type('楼道灯坏了');
    await tabTo(/^下一步：地点/);
    await keyboard.press('Enter');
    await visit.page.waitForURL('**/report?step=where');
    await tabTo(/现在的位置/);
    await keyboard.press('Enter');
    await visit.page.locator('.p-chosen').waitFor();
    expect(visit.faults).toEqual([]);
    await visit.context.close();
  },
  PATIENCE,
);
