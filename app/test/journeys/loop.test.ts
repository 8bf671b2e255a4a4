// The main job of the product, by people at their own screens: a resident reports on a phone, a dispatcher sees it arrive and gives
// it to the department, which works on it; a grid worker checks the result, and the resident has the last word.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, PATIENCE, photo, STEP_PATIENCE, type Stage } from './stage.ts';

const TEXT = '三号楼门口的路灯不亮了';
const PHONE = '13800005678';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

describe('from a report on a phone to a rated closure', () => {
  test(
    'through the screens of everybody who takes part',
    async () => {
      const { product } = stage;
      const stored = async () =>
        (await product.database.owner<{ id: string }>('select id from cases order by filed_at')).map(
          (row) => row.id,
        );

      const dispatcher = await stage.visit({ as: 'dispatcher1' });
      await dispatcher.open('/console');
      await dispatcher.page.locator('.c-live-open').waitFor({ state: 'attached' });
      // A reload would lose it.
      await dispatcher.page.locator('body').evaluate((body) => body.setAttribute('data-same-page', 'yes'));
      const line = dispatcher.page.locator('.c-work-line', { hasText: TEXT });
      expect(await line.count()).toBe(0);

      const resident = await stage.visit({ size: 'phone', at: product.point('g1', 7) });
      await resident.open('/');
      await resident.shot('portal-home');
      await resident.tap(resident.link(/我要反映/));
      await resident.page
        .locator('input[type="file"][capture]')
        .setInputFiles(await photo('lamp.jpg', '#334455'));
      await resident.page.getByText('已传好').or(resident.page.locator('.c-shot img')).first().waitFor();
      resident.taps += 1;
      await resident.page.locator('textarea').fill(TEXT);
      resident.taps += 1;
      await resident.tap(resident.page.locator('.p-chip', { hasText: '路灯' }).first());
      await resident.shot('portal-report-1');
      await resident.tap(resident.button('下一步：地点'));
      await resident.tap(resident.button(/现在的位置/));
      await resident.page.locator('.p-chosen').waitFor();
      await resident.shot('portal-report-2');
      await resident.tap(resident.button('下一步：联系方式'));
      await resident.page.locator('input[type="tel"]').fill(PHONE);
      await resident.shot('portal-report-3');
      await resident.tap(resident.button('反映给社区'));
      await resident.page.waitForURL('**/report/done');
      const code = (await resident.page.locator('.p-code').innerText()).replace(/\s/g, '');
      expect(code).toMatch(/^[0-9A-Z-]{10,14}$/i);
      await resident.shot('portal-report-done');
      // docs/usability.md: eight, two of them optional; the telephone number is one field more.
      expect(resident.taps).toBe(8);

      const [caseId = ''] = await stored();
      await line.waitFor();
      expect(await dispatcher.page.getAttribute('body', 'data-same-page')).toBe('yes');
      await dispatcher.shot('console-work');

      // Accept: its own row says what comes next.
      await dispatcher.tap(line.getByRole('link', { name: /^立案/ }));
      await dispatcher.page.locator('.ant-drawer-content-wrapper form').waitFor();
      await dispatcher.tap(dispatcher.page.locator('.ant-drawer form button[type="submit"]'));
      await dispatcher.page.locator('.c-actions .k-button-primary', { hasText: '派给' }).waitFor();
      await dispatcher.page.locator('.c-case-talk', { hasText: '立案' }).waitFor();
      await dispatcher.settled();
      await dispatcher.shot('console-case');
      expect(dispatcher.taps).toBe(2);
      dispatcher.taps = 0;
      await dispatcher.tap(dispatcher.page.locator('.c-actions .k-button-primary'));
      await dispatcher.page.locator('.ant-drawer input[role="combobox"]').waitFor();
      expect(await dispatcher.page.locator('.ant-drawer input[role="combobox"]').inputValue()).not.toBe('');
      await dispatcher.shot('console-dispatch');
      await dispatcher.tap(dispatcher.page.locator('.ant-drawer form button[type="submit"]'));
      await expect
        .poll(async () => (await product.stored(caseId)).state, { timeout: STEP_PATIENCE })
        .toBe('dispatched');
      expect(dispatcher.taps).toBe(2);
      await dispatcher.context.close();

      // Whoever it was given to: the district's department of the preset lists.
      const owner = (await product.stored(caseId)).row['owner_unit'];
      expect(owner).toBe(product.district.units['urban-management']);
      const handler = await stage.visit({ as: 'urban', maps: true });
      await handler.open('/console');
      await handler.tap(
        handler.page.locator('.c-work-line', { hasText: TEXT }).getByRole('link', { name: /^签收/ }),
      );
      await handler.tap(handler.page.locator('.ant-drawer form button[type="submit"]'));
      await handler.tap(handler.page.locator('.c-actions button', { hasText: '处置完成' }));
      const form = handler.page.locator('.ant-drawer form');
      await form.locator('textarea').first().fill('换了灯泡和镇流器，晚上亮了。');
      await form
        .locator('[data-field="photos"] input[type="file"]')
        .setInputFiles(await photo('after.jpg', '#ddcc88'));
      await form.locator('[data-field="photos"] .k-photo-done').waitFor();
      await handler.shot('console-finish');
      await handler.tap(form.locator('button[type="submit"]'));
      await expect
        .poll(async () => (await product.stored(caseId)).state, { timeout: STEP_PATIENCE })
        .toBe('checking');
      await handler.settled();
      await handler.shot('console-case-finished');
      await handler.context.close();

      const checker = await stage.visit({ as: 'worker1', size: 'phone' });
      await checker.open('/field');
      await checker.shot('field-today');
      const row = checker.page.locator('.f-row', { hasText: TEXT });
      await checker.tap(row.getByRole('link', { name: /^核查/ }));
      await checker.tap(checker.page.getByText('已解决', { exact: true }));
      await checker.shot('field-verify');
      await checker.tap(checker.page.locator('dialog[open] form button[type="submit"]'));
      await expect
        .poll(async () => (await product.stored(caseId)).state, { timeout: STEP_PATIENCE })
        .toBe('confirming');
      expect(checker.taps).toBe(3);
      await checker.context.close();

      // Another phone, which knows nothing: the code and the tail of the number open it.
      const elsewhere = await stage.visit({ size: 'phone' });
      await elsewhere.open('/follow');
      await elsewhere.page.getByLabel('查询码').fill(code);
      await elsewhere.page.getByLabel(/手机号后四位/).fill(PHONE.slice(-4));
      await elsewhere.tap(elsewhere.button('看进度'));
      await elsewhere.page.waitForURL('**/follow/case');
      await elsewhere.page.locator('.p-ask').waitFor();
      await elsewhere.shot('portal-followed');
      // What was said to the department is there, who said it is not.
      expect(await elsewhere.page.locator('main').innerText()).not.toContain('测试urban');
      await elsewhere.tap(elsewhere.page.getByText('修好了', { exact: true }));
      await elsewhere.tap(elsewhere.page.locator('.k-star').nth(4));
      await elsewhere.tap(elsewhere.page.locator('.p-ask button[type="submit"]'));
      await expect
        .poll(async () => (await product.stored(caseId)).state, { timeout: STEP_PATIENCE })
        .toBe('closed');
      await elsewhere.page
        .getByText('您的评价', { exact: false })
        .or(elsewhere.page.locator('.p-now'))
        .first()
        .waitFor();
      await elsewhere.shot('portal-closed');
      const { row: closed } = await product.stored(caseId);
      expect(closed).toMatchObject({ solved: 'yes', confirmed: 'yes', rating: 5 });
      expect(await product.doctor()).toEqual([]);
      expect(stage.faults()).toEqual([]);
    },
    PATIENCE,
  );
});
