// Journey 3: kitchen fumes that three departments want to return. Two do; the third can't, works on it and asks whose it is. The
// arbitrator names the lead; number and clock are those of the first minute, and the resident sees who had it for how long.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileCase, must } from '../case-desk.ts';
import { HOUR, MINUTE, PRODUCT_NOW } from '../product.ts';
import { openStage, PATIENCE, type Stage, sideways, type Visit } from './stage.ts';

const TEXT = '楼下饭店油烟直排，开不了窗';
const PHONE = '13812345678';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ now: PRODUCT_NOW });
}, PATIENCE);
afterAll(() => stage?.close(), PATIENCE);

/** Chooses what the box of a field finds for these words. */
async function pick({ page }: Visit, field: string, words: string): Promise<void> {
  const box = page.locator(`.ant-drawer form [data-field="${field}"]`);
  await box.locator('input[role="combobox"]').fill(words);
  await box.getByRole('option').filter({ hasText: words }).first().click();
}

/** What must never change, as the screen says it. */
async function standing({ page }: Visit): Promise<{ number: string; due: string }> {
  const head = page.locator('.c-case-head');
  return {
    number: await head.locator('.k-number').innerText(),
    due: await head.locator('.k-bar', { hasText: '处置时限' }).locator('.k-bar-due').innerText(),
  };
}

test(
  'a third return is impossible, the ruling names the lead, and the clock never begins again',
  async () => {
    const { product } = stage;
    const unit = (key: string) => product.district.units[key] as string;
    const state = async () => (await product.stored(filed.id)).state;
    const handleClocks = async () =>
      (
        (await product.stored(filed.id)).row['clocks'] as { name: string; startedAt: number; due: number }[]
      ).filter((clock) => clock.name === 'handle');
    const filed = await fileCase(product, null, {
      category: 'appearance.smoke',
      text: TEXT,
      reporter: { name: '张三', phone: PHONE },
    });
    await must(product, 'dispatcher1', filed.id, 'accept');
    await must(product, 'dispatcher1', filed.id, 'dispatch', { unit: unit('urban-management') });
    await must(product, 'urban', filed.id, 'sign');
    const [first] = await handleClocks();
    const address = `/console/cases/${filed.id}`;
    const submit = '.ant-drawer form button[type="submit"]';
    // Whoever gives a case away may no longer read it.
    const expected = [new RegExp(`^404 GET /api/v1/(appraisal/)?cases/${filed.id}`)];

    product.clock.at += HOUR;
    const urban = await stage.visit({ as: 'urban', expected });
    await urban.open(address);
    const before = await standing(urban);
    expect(before.number).toContain(filed.number);
    await urban.tap(urban.page.locator('.c-actions').getByRole('button', { name: '退单', exact: true }));
    // Without the item and the unit that should have it nothing leaves.
    await urban.tap(urban.page.locator(submit));
    await urban.page.locator('.ant-drawer [data-field="item"] .k-error').waitFor();
    await urban.page.locator('.ant-drawer [data-field="proposedUnit"] .k-error').waitFor();
    await pick(urban, 'item', 'S-07');
    await pick(urban, 'proposedUnit', '生态环境局');
    await urban.page
      .locator('.ant-drawer [data-field="reason"] textarea')
      .fill('属于大气污染，应由生态环境部门办');
    await urban.shot('three-returns-1-return');
    await urban.tap(urban.page.locator(submit));
    await urban.page.locator('.k-toast', { hasText: '退单' }).waitFor();
    await urban.shot('three-returns-2-returned');
    expect(await state()).toBe('filed');
    await urban.context.close();

    product.clock.at += 30 * MINUTE;
    await must(product, 'dispatcher1', filed.id, 'dispatch', { unit: unit('environment') });
    product.clock.at += 3 * HOUR;
    const ecology = await stage.visit({ as: 'ecology', expected });
    await ecology.open(`${address}?action=return`);
    expect(await standing(ecology)).toEqual(before);
    await pick(ecology, 'item', 'S-08');
    await pick(ecology, 'proposedUnit', '市场监督管理局');
    await ecology.page.locator('.ant-drawer [data-field="reason"] textarea').fill('应由市场监管部门吊证');
    await ecology.tap(ecology.page.locator(submit));
    await ecology.page.locator('.k-toast', { hasText: '退单' }).waitFor();
    await ecology.context.close();
    expect((await product.stored(filed.id)).row['facts']).toMatchObject({ returns: [{}, {}] });

    await must(product, 'dispatcher1', filed.id, 'dispatch', { unit: unit('market') });
    product.clock.at += HOUR;
    const market = await stage.visit({ as: 'market' });
    await market.open(address);
    const note = market.page.locator('.c-case-head .c-effect');
    await note.filter({ hasText: '已退单两次，不能再退' }).waitFor();
    expect(await note.innerText()).toContain('区指挥中心');
    const actions = market.page.locator('.c-actions');
    expect(await actions.getByRole('button', { name: '退单', exact: true }).count()).toBe(0);
    await market.shot('three-returns-3-no-return');
    await market.tap(actions.getByRole('button', { name: '提请裁定权属' }));
    await market.page.locator('.ant-drawer [data-field="reason"] textarea').fill('执照合法，应由城管执法');
    await market.tap(market.page.locator(submit));
    await note.filter({ hasText: '权属裁定中' }).waitFor();
    // Two working days from Wednesday: the end of Friday.
    expect(await note.innerText()).toMatch(/由区指挥中心裁定，期限：7月17日 周五 17:30。/);
    expect(await note.innerText()).toContain('市场监督管理局先行处置，时限照走');
    // 先行处置 goes on: it is taken up like any other work.
    await market.tap(actions.getByRole('button', { name: '签收', exact: true }));
    await market.tap(market.page.locator(submit));
    await market.page.locator('.c-case-head .k-state', { hasText: '处置中' }).waitFor();
    await actions.getByRole('button', { name: '处置完成' }).waitFor();
    expect(await standing(market)).toEqual(before);
    await market.page.locator('.c-case-facts', { hasText: '执照合法' }).waitFor();
    await market.shot('three-returns-4-ruling-open');
    await market.context.close();

    const resident = await stage.visit({ size: 'phone' });
    await resident.open('/follow');
    await resident.page.getByLabel('查询码').fill(filed.code);
    await resident.page.getByLabel(/手机号后四位/).fill(PHONE.slice(-4));
    await resident.tap(resident.button('看进度'));
    const held = resident.page.locator('section', { hasText: '谁办了多久' });
    await held.waitFor();
    expect(await held.innerText()).toContain('现在由市场监督管理局先办，时间照算');
    expect(await held.innerText()).toMatch(/由区指挥中心在7月17日 周五 17:30前定下来/);
    await held.scrollIntoViewIfNeeded();
    await resident.shot('three-returns-5-phone-open');

    product.clock.at += 30 * MINUTE;
    const chief = await stage.visit({ as: 'chief' });
    await chief.open(`${address}?action=rule`);
    // What everybody said is beside the form, so that nobody rules blindly.
    const said = await chief.page.locator('.c-case-facts').innerText();
    for (const words of ['应由生态环境部门办', '应由市场监管部门吊证', '执照合法'])
      expect(said).toContain(words);
    await pick(chief, 'lead', '城市管理局');
    await pick(chief, 'assist', '市场监督管理局');
    const form = chief.page.locator('.ant-drawer form');
    await form.locator('[data-field="basis"] input').fill('《大气污染防治法》第一百一十八条');
    await form.locator('[data-field="note"] textarea').fill('城管牵头执法，市场监管配合查验');
    await chief.shot('three-returns-6-rule');
    await chief.tap(chief.page.locator(submit));
    await chief.page.locator('.c-case-facts', { hasText: '城市管理局牵头' }).waitFor();
    await chief.page.locator('.c-case-head .c-effect').waitFor({ state: 'detached' });
    expect(await standing(chief)).toEqual(before);
    await chief.shot('three-returns-7-ruled');

    const { row } = await product.stored(filed.id);
    expect([row['number'], row['state'], row['owner_unit'], row['assist_units']]).toEqual([
      filed.number,
      'dispatched',
      unit('urban-management'),
      [unit('market')],
    ]);
    const clocks = await handleClocks();
    expect(clocks.map(({ startedAt, due }) => [startedAt, due])).toEqual([[first?.startedAt, first?.due]]);

    // The resident: the same number, who had it for how long, and whose it is now; not what units wrote against each other.
    await resident.page.reload();
    await held.filter({ hasText: '已经定下来：由城市管理局办' }).waitFor();
    expect((await held.locator('li').allInnerTexts()).map((line) => line.trim())).toEqual([
      '城市管理局：1 工作时 0 分',
      '等待派遣：0 工作时 30 分',
      '生态环境局：1 工作时 30 分',
      '市场监督管理局：1 工作时 0 分',
      '市场监督管理局（先行处置）：0 工作时 30 分',
    ]);
    const page = await resident.page.locator('main').innerText();
    expect(page).toContain(filed.number);
    expect(page).not.toContain('测试');
    expect(await sideways(resident)).toBeLessThanOrEqual(0);
    await held.scrollIntoViewIfNeeded();
    await resident.shot('three-returns-8-phone-ruled');
    await resident.context.close();

    // Back to the list: the next version has the ruling to decide on, and is not published over it.
    const admin = await stage.visit({ as: 'admin' });
    await admin.open('/console/duty-lists');
    const versions = admin.page.getByLabel('版本', { exact: false }).first();
    const draft = await versions.locator('option', { hasText: '草案' }).getAttribute('value');
    await versions.selectOption(draft);
    const proposal = admin.page.locator('.c-history li', { hasText: filed.number });
    await proposal.waitFor();
    expect(await proposal.innerText()).toContain('城市管理局');
    expect(await proposal.innerText()).toContain('城管牵头执法，市场监管配合查验');
    expect(await admin.button(/^发布/).isDisabled()).toBe(true);
    await admin.shot('three-returns-9-proposal');

    expect(await product.doctor()).toEqual([]);
    expect(stage.faults()).toEqual([]);
  },
  PATIENCE,
);
