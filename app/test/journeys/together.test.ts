// Two people at one case: nobody overwrites what they have not seen, and a slip can be taken back for ten seconds.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileCase, must } from '../case-desk.ts';
import { openStage, PATIENCE, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

test(
  'whoever comes second sees what has changed, and nothing of theirs was saved',
  async () => {
    const { product } = stage;
    const filed = await fileCase(product, null, { text: '人行道的井盖翘起来了' });
    const second = await stage.visit({
      as: 'chief',
      deaf: true,
      expected: [/^409 POST \/api\/v1\/cases\/[0-9a-f-]+\/commands$/],
    });
    await second.open(`/console/cases/${filed.id}`);
    await second.tap(second.page.locator('.c-actions button', { hasText: '不予受理' }));
    const form = second.page.locator('.ant-drawer form');
    await form.locator('input[type="radio"]').first().check();
    await form.locator('[data-field="whereTo"] input').fill('请打供电公司的电话');

    // Meanwhile another one has given it to a unit.
    await must(product, 'dispatcher1', filed.id, 'dispatch', {
      unit: product.district.units['urban-management'],
    });
    const before = await product.stored(filed.id);

    await second.tap(form.locator('button[type="submit"]'));
    const dialog = second.page.getByRole('dialog').filter({ hasText: '别人刚刚处理过这件事' });
    await dialog.waitFor();
    await dialog.locator('.c-conflict li').first().waitFor();
    await second.shot('console-conflict');
    const words = await dialog.innerText();
    expect(words).toContain('街道派遣员');
    expect(words).toMatch(/派遣|派给/);
    expect(words).toContain('城市管理局');
    expect(await product.stored(filed.id)).toEqual(before);

    await dialog.getByRole('button', { name: '看最新情况再决定' }).click();
    await second.page.locator('.c-case-head .k-state', { hasText: '待签收' }).first().waitFor();
    expect(await product.doctor()).toEqual([]);
    expect(second.faults).toEqual([]);
  },
  PATIENCE,
);

test(
  'a step is taken back within its ten seconds, and the case is where it was',
  async () => {
    const { product } = stage;
    const filed = await fileCase(product, null, { text: '护栏被撞弯了' });
    const before = await product.stored(filed.id);
    const visit = await stage.visit({ as: 'dispatcher1' });
    await visit.open(`/console/cases/${filed.id}`);
    await visit.tap(visit.page.locator('.c-actions .k-button-primary'));
    await visit.tap(visit.page.locator('.ant-drawer form button[type="submit"]'));
    const undo = visit.page.locator('.k-toast').getByRole('button', { name: /撤销/ });
    await undo.waitFor();
    await visit.shot('console-undo');
    const given = await product.stored(filed.id);
    expect(given.state).not.toBe(before.state);
    expect(given.steps).toBe(before.steps + 1);
    await visit.tap(undo);
    await visit.page.locator('.k-toast', { hasText: '已撤销' }).waitFor();
    const after = await product.stored(filed.id);
    // Taken back, not forgotten: both steps stay in the history.
    expect(after.state).toBe(before.state);
    expect(after.steps).toBe(before.steps + 2);
    await visit.page.locator('.c-actions .k-button-primary', { hasText: '立案' }).waitFor();
    expect(await product.doctor()).toEqual([]);
    expect(visit.faults).toEqual([]);
  },
  PATIENCE,
);

test(
  'a case that comes in is seen in the list without asking for it',
  async () => {
    const { product } = stage;
    const visit = await stage.visit({ as: 'dispatcher1' });
    await visit.open('/console/queue');
    await visit.page.locator('.c-live-open').waitFor({ state: 'attached' });
    await visit.page.locator('body').evaluate((body) => body.setAttribute('data-same-page', 'yes'));
    await fileCase(product, null, { text: '新来的一件：垃圾桶倒了' });
    await visit.tap(visit.page.locator('.c-fresh'));
    await visit.page.locator('.c-line-row', { hasText: '垃圾桶倒了' }).waitFor();
    expect(await visit.page.getAttribute('body', 'data-same-page')).toBe('yes');
    expect(visit.faults).toEqual([]);
  },
  PATIENCE,
);
