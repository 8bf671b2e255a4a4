// The pages of residents with the rules of axe, English, and the main jobs with the keyboard alone.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bring, type Filed, fileCase } from '../case-desk.ts';
import { axeFaults, sweep } from './axe.ts';
import { type InPage, openStage, PATIENCE, STEP_PATIENCE, type Stage } from './stage.ts';

let stage: Stage;
let open: Filed;
let done: Filed;
beforeAll(async () => {
  stage = await openStage();
  const { product } = stage;
  open = await fileCase(product, null, { text: '路边的树倒了', reporter: { phone: '13900001234' } });
  done = await fileCase(product, null, { text: '井盖不见了' });
  await bring(product, done.id, 'verified');
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

test(
  'the residents’ pages and the sign-in page have no serious fault',
  async () => {
    const paths = [
      '/',
      '/report',
      '/follow',
      '/together',
      '/tip',
      '/help',
      '/nearby',
      '/at?place=120.3822,36.2914',
      '/no-such-page',
    ];
    expect(await sweep(stage, { size: 'phone' }, paths, '')).toEqual([]);
    // Who is signed in is asked on the sign-in page, and nobody is.
    expect(await sweep(stage, { expected: [/^401 GET \/api\/v1\/auth\/me$/] }, ['/login'], '')).toEqual([]);
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
