// What should not be typed is typed all the same: markup, codes that do not exist, and a finger that presses twice.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileCase } from '../case-desk.ts';
import { type InPage, openStage, PATIENCE, type Stage, type Visit } from './stage.ts';

const MARKUP = '<img src=x onerror="window.ran=1"><script>window.ran=1</script><b>粗体</b> 垃圾没人清';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

/** The words are there as they were typed, and nothing of them became an element or ran. */
async function shownAsText(visit: Visit): Promise<void> {
  await visit.page.getByText(MARKUP, { exact: false }).first().waitFor();
  const found = await visit.page.evaluate(() => {
    const { document, ran } = globalThis as InPage;
    return {
      ran,
      images: document.querySelectorAll('img[src="x"]').length,
      bold: [...document.querySelectorAll('b')].filter((one) => one.textContent === '粗体').length,
    };
  });
  expect(found).toEqual({ ran: undefined, images: 0, bold: 0 });
}

test(
  'markup is shown as text to everybody, and a double press files once',
  async () => {
    const { product } = stage;
    const count = async () =>
      (await product.database.owner<{ n: number }>('select count(*)::int as n from cases'))[0]?.n;
    expect(await count()).toBe(0);
    const resident = await stage.visit({ size: 'phone', at: product.point('g2', 3) });
    await resident.open('/report');
    await resident.page.locator('textarea').fill(MARKUP);
    await resident.tap(resident.button('下一步：地点'));
    await resident.tap(resident.button(/现在的位置/));
    await resident.page.locator('.p-chosen').waitFor();
    await resident.page.getByLabel(/再说细一点/).fill('"><svg onload=window.ran=1>');
    await resident.tap(resident.button('下一步：联系方式'));
    await resident.button('反映给社区').dblclick();
    await resident.page.waitForURL('**/report/done');
    expect(await count()).toBe(1);
    const code = (await resident.page.locator('.p-code').innerText()).replace(/\s/g, '');
    await resident.tap(resident.link('看进度'));
    await resident.tap(resident.button(/^看看/));
    await resident.page.waitForURL('**/follow/case');
    await shownAsText(resident);
    expect(code.length).toBeGreaterThanOrEqual(8);

    const [row] = await product.database.owner<{ id: string }>('select id from cases');
    const dispatcher = await stage.visit({ as: 'dispatcher1' });
    await dispatcher.open(`/console/cases/${row?.id}`);
    await shownAsText(dispatcher);
    await dispatcher.shot('console-hostile');
    await dispatcher.open('/console/queue');
    await dispatcher.page.locator('.c-line-row').first().waitFor();
    expect(await dispatcher.page.evaluate(() => (globalThis as InPage).ran)).toBeUndefined();
    const worker = await stage.visit({ as: 'worker2', size: 'phone' });
    await worker.open(`/field/cases/${row?.id}`);
    await shownAsText(worker);

    expect(stage.faults()).toEqual([]);
  },
  PATIENCE,
);

test(
  'a code that does not exist and a wrong tail are answered in words',
  async () => {
    const { product } = stage;
    const filed = await fileCase(product, null, {
      text: '电线垂下来了',
      reporter: { phone: '13900001234', wantsReply: true },
    });
    const visit = await stage.visit({ size: 'phone', expected: [/^4\d\d POST \/api\/v1\/public\/follow/] });
    await visit.open('/follow');
    const code = visit.page.getByLabel('查询码');
    const tail = visit.page.getByLabel(/手机号后四位/);
    await code.fill('ABCDEFGH23');
    await visit.tap(visit.button('看进度'));
    await visit.page.getByText('没有这个查询码', { exact: false }).waitFor();
    expect(await code.getAttribute('aria-invalid')).toBe('true');
    await visit.shot('portal-code-unknown');

    await code.fill(filed.code);
    await visit.tap(visit.button('看进度'));
    await visit.page.getByText('请填那个手机号的后四位', { exact: false }).waitFor();
    await tail.fill('0000');
    await visit.tap(visit.button('看进度'));
    await visit.page.getByText('后四位不对', { exact: false }).waitFor();
    expect(new URL(visit.page.url()).pathname).toBe('/follow');
    await tail.fill('1234');
    await visit.tap(visit.button('看进度'));
    await visit.page.waitForURL('**/follow/case');
    await visit.page.getByText('电线垂下来了', { exact: false }).first().waitFor();
    // An old link to the case itself, in a browser that was told no code.
    const stranger = await stage.visit({ size: 'phone' });
    await stranger.page.goto('/follow/case');
    await stranger.page.waitForURL(/\/follow$/);
    await stranger.page.getByLabel('查询码').waitFor();
    expect(stage.faults()).toEqual([]);
  },
  PATIENCE,
);
